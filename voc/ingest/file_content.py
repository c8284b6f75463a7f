"""The records that the readers exchange: a file to read, a document's text, a transcript, and a file's content."""

from __future__ import annotations

import dataclasses
from collections import Counter, deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import repeat
from pathlib import Path
from typing import Any, Literal, TypeVar

from voc.config import ColumnsSection, SpeakersSection
from voc.files.limits import Budget
from voc.schema import CharacterCount, Document, Kind, Reason, Role, stable_id

_Record = TypeVar("_Record")
_COLUMNS = ColumnsSection.model_validate({})
_SPEAKERS = SpeakersSection.model_validate({})


@dataclass(frozen=True, slots=True)
class FileSettings:
    """The settings of one file in `voc.toml`; ``kind`` is "" when it is not set.

    ``columns`` and ``speakers`` merge the file's own section over the general one. ``own_columns`` and ``own_speakers``
    say that the file has a section of its own; then every name in it must exist in the file.
    """

    kind: Kind | Literal[""] = ""
    columns: ColumnsSection = _COLUMNS
    speakers: SpeakersSection = _SPEAKERS
    own_columns: bool = False
    own_speakers: bool = False


@dataclass(frozen=True, slots=True)
class FileToRead:
    """A file and its settings. ``name`` is its path in the study, ``suffix`` that of `voc.tables.table.file_suffix`.

    ``text`` is empty for tables, which are streamed from ``path``. ``notes`` say how the text was decoded.
    ``roles_beside`` are those of the speakers in talks of the same folder, by normalised label.
    """

    path: Path
    name: str
    suffix: str
    settings: FileSettings
    budget: Budget
    text: str = ""
    notes: tuple[str, ...] = ()
    roles_beside: Mapping[str, Role] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DocumentText:
    """The text of a document file, and notes about its encoding and what was left out.

    ``left_out`` counts the characters of the file that are not in ``text``, by reason.
    """

    text: str
    notes: tuple[str, ...] = ()
    left_out: Mapping[Reason, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Utterance:
    """The words of one speaker without interruption: ``text[start:end]`` of the transcript.

    ``label`` is the speaker as written, "" when nobody is named. ``time_s`` is in seconds from the start of the
    recording. ``question`` is set when the question is a heading and not a turn of its own. ``day`` is that of a
    message, as written; nobody answers the question of another day.
    """

    start: int
    end: int
    label: str
    time_s: float | None = None
    question: str = ""
    day: str = ""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A passage of a transcript that is in no utterance, and why: ``text[start:end]``."""

    start: int
    end: int
    reason: Reason


@dataclass(frozen=True, slots=True)
class Transcript:
    """The text of a transcript, its utterances in order, and notes for the user. ``date`` is ISO 8601 or "".

    ``left_out`` are the passages that the reader knows to be no words of a speaker. A reader that writes the text anew
    counts instead, in ``n_left_out``, the characters of the file that are not in the new text.
    """

    text: str
    utterances: tuple[Utterance, ...]
    notes: tuple[str, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    n_left_out: Mapping[Reason, int] = field(default_factory=dict)
    date: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """A respondent of one file. ``label`` is a name or row number, not yet a pseudonym."""

    respondent_id: str
    label: str
    attributes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FileContent:
    """The documents and people of one file. ``reason`` is set when only a part of the file could be read.

    ``unmatched`` are the names in the general [columns] or [speakers] section that this file lacks, ``available`` the
    names that it has. They serve to report a name that no file has. ``names`` are names of people who are no
    respondents ("assignee"), for `voc.privacy`. ``characters`` say what became of the file's characters.
    """

    kind: Kind
    documents: tuple[Document, ...]
    people: tuple[Person, ...]
    notes: tuple[str, ...] = ()
    reason: str = ""
    unmatched: frozenset[str] = frozenset()
    available: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    characters: CharacterCount | None = None

    def with_notes(self, notes: tuple[str, ...]) -> FileContent:
        """The same content, with ``notes`` before its own."""
        return replace(self, notes=(*notes, *self.notes))

    def with_left_out(self, counts: Mapping[Reason, int]) -> FileContent:
        """The same content, of a file with more characters than those that its reader was given."""
        before = self.characters
        if before is None or not any(counts.values()):
            return self
        left_out = Counter(before.left_out)
        left_out.update({reason: n for reason, n in counts.items() if n})
        return replace(self, characters=CharacterCount(before.total + sum(counts.values()), before.used, left_out))


def person_id(*key: str) -> str:
    """The provisional id of a respondent; `voc.privacy` replaces it once the pseudonyms are assigned."""
    return stable_id("r", *key)


def build_records(record: type[_Record], n: int, /, **columns: Iterable[Any]) -> list[_Record]:
    """Build ``n`` records of a slotted dataclass, several times as fast as by calling it n times.

    Args:
        record: the dataclass.
        n: how many records.
        columns: every field of the dataclass, each with n values (or `itertools.repeat` of one value).

    Raises:
        KeyError: a field has no column.

    >>> from voc.schema import Pseudonym
    >>> columns = {"pseudonym": ["A", "B"], "original": ["x", "y"], "scope": repeat("study")}
    >>> build_records(Pseudonym, 2, kind=repeat("name"), **columns)[1]
    Pseudonym(kind='name', pseudonym='B', original='y', scope='study')
    """
    # A frozen dataclass sets each field by object.__setattr__, which took most of the time of reading a large table.
    # Here, the descriptor of a slot sets the field of all records at once.
    records: list[_Record] = list(map(object.__new__, repeat(record, n)))
    for column in dataclasses.fields(record):  # type: ignore[arg-type]
        deque(map(getattr(record, column.name).__set__, records, columns[column.name]), maxlen=0)
    return records
