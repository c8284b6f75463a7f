"""The records that pass inside this room: a file to read, what was read from it, and the words of one speaker."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from itertools import repeat
from pathlib import Path
from typing import Any, TypeVar

from voc.config import ColumnsSection, SpeakersSection
from voc.files.limits import Budget
from voc.schema import Document, Kind, stable_id

_COLUMNS = ColumnsSection.model_validate({})
_SPEAKERS = SpeakersSection.model_validate({})


@dataclass(frozen=True, slots=True)
class FileSettings:
    """What `voc.toml` says about one file. ``kind`` is "" when nothing is said.

    ``columns`` and ``speakers`` hold the file's own section over the general one. ``own_columns`` and
    ``own_speakers`` are true where the file's own section says something: then every name must exist.
    """

    kind: str = ""
    columns: ColumnsSection = _COLUMNS
    speakers: SpeakersSection = _SPEAKERS
    own_columns: bool = False
    own_speakers: bool = False


@dataclass(frozen=True, slots=True)
class FileToRead:
    """One file, opened. ``name`` is its path in the study; ``suffix`` is lower case and without ".gz".

    ``text`` is empty for tables, which are streamed from ``path``. ``notes`` say how it was decoded.
    """

    path: Path
    name: str
    suffix: str
    settings: FileSettings
    budget: Budget
    text: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Utterance:
    """What one speaker says in one go: the words are ``text[start:end]`` of the transcript.

    ``label`` is as written, "" when nobody is named. ``question`` is set where a heading asks.
    """

    start: int
    end: int
    label: str
    time_s: float | None = None
    question: str = ""


@dataclass(frozen=True, slots=True)
class Transcript:
    """What a convention makes of a file: the document's text, who says what in it, and what was noticed."""

    text: str
    utterances: tuple[Utterance, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Person:
    """One respondent as one file knows them. ``label`` is a name or a row: it is no pseudonym yet."""

    respondent_id: str
    label: str
    attributes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FileContent:
    """What one file holds. ``reason`` is set when only a part could be read.

    ``unmatched`` lists names of the general [columns] or [speakers] section that this file does not have, and
    ``available`` what it has instead, so that a name that no file has can be reported.
    """

    kind: Kind
    documents: tuple[Document, ...]
    people: tuple[Person, ...]
    notes: tuple[str, ...] = ()
    reason: str = ""
    unmatched: frozenset[str] = frozenset()
    available: tuple[str, ...] = ()

    def with_notes(self, notes: tuple[str, ...]) -> FileContent:
        """The same reading, with ``notes`` before its own."""
        return replace(self, notes=(*notes, *self.notes))


def person_id(*key: str) -> str:
    """The provisional id of a respondent; `voc.privacy` replaces it once the pseudonyms stand."""
    return stable_id("r", *key)


_R = TypeVar("_R")


def build_records(record: type[_R], n: int, /, **columns: Iterable[Any]) -> list[_R]:
    """``n`` records of a slotted dataclass: the same as calling it n times, several times as fast.

    ``columns`` are all of its fields, each with n values (or `itertools.repeat` of one).

    Raises:
        KeyError: a field has no column.

    >>> from voc.schema import Pseudonym
    >>> build_records(Pseudonym, 2, kind=repeat("name"), pseudonym=["A", "B"], original=["x", "y"])[1]
    Pseudonym(kind='name', pseudonym='B', original='y')
    """
    records: list[_R] = list(map(object.__new__, repeat(record, n)))
    for column in fields(record):  # type: ignore[arg-type]
        deque(map(getattr(record, column.name).__set__, records, columns[column.name]), maxlen=0)
    return records
