"""Files and folders → Corpus: walk, detect, read; one outcome a file."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

from voc.config import StudyConfig
from voc.errors import EmptyError, FormatError, MappingError, NothingReadableError, ReadError, VocError
from voc.ingest.documents import LOADERS
from voc.ingest.limits import budget_for
from voc.ingest.records import Content, Reading, Settings
from voc.ingest.tables import registry as tables
from voc.ingest.transcripts import registry as transcripts
from voc.ingest.unsupported import is_about_the_folder, remedy
from voc.ingest.walk import InputFile, find_files
from voc.schema import Corpus, Document, Kind, Progress, Respondent, Source, Status, no_progress

_Section = TypeVar("_Section", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class _Outcome:
    source: Source
    reading: Reading | None


def read_folder(
    inputs: Sequence[str | Path], config: StudyConfig | None = None, *, progress: Progress = no_progress
) -> Corpus:
    """Read files and folders into a corpus. One bad file never stops the rest: its source says what became of it.

    The order of ``inputs`` and of the file system does not matter. Ids, labels of respondents and speakers are
    provisional: `voc.privacy.protect` replaces them.

    Args:
        inputs: files or folders, at least one.
        config: what `voc.toml` says; the defaults when None.
        progress: told ("read", files done, files in all).

    Raises:
        UsageError: a path does not exist, or there is none.
        MappingError: voc.toml names a column or speaker that does not exist; the message lists what does.
        NothingReadableError: no file could be read; the message lists each file with its reason.
    """
    config = config or StudyConfig()
    files = find_files(inputs)
    outcomes: list[_Outcome] = []
    progress("read", 0, len(files))
    for done, file in enumerate(files, start=1):
        outcomes.append(_read_file(file, config))
        progress("read", done, len(files))
    if not any(outcome.reading for outcome in outcomes):
        raise NothingReadableError(_nothing(inputs, outcomes))
    _check_general_names(config, outcomes)
    return _corpus(outcomes)


def _nothing(inputs: Sequence[str | Path], outcomes: Sequence[_Outcome]) -> str:
    if not outcomes:
        where = ", ".join(str(item) for item in inputs)
        return f"{where}: must hold transcripts, survey exports or reviews, found no files. {remedy('')}"
    lines = [f"  {outcome.source.path}: {outcome.source.reason}" for outcome in outcomes]
    return "none of the files could be read:\n" + "\n".join(lines)


def settings_for(name: str, config: StudyConfig) -> tuple[Settings, bool]:
    """What voc.toml says about a file, and whether it is to be left out. The last pattern that fits counts most.

    A pattern fits the file's whole name in the study, or its last part.
    """
    columns, speakers, kind, skip = config.columns, config.speakers, "", False
    own_columns = own_speakers = False
    for pattern, section in config.files.items():
        if not (fnmatchcase(name, pattern) or fnmatchcase(name.rsplit("/", 1)[-1], pattern)):
            continue
        kind, skip = section.kind or kind, section.skip or skip
        columns, speakers = _over(columns, section.columns), _over(speakers, section.speakers)
        own_columns |= bool(section.columns.model_fields_set)
        own_speakers |= bool(section.speakers.model_fields_set)
    return Settings(kind, columns, speakers, own_columns, own_speakers), skip


def _over(general: _Section, own: _Section) -> _Section:
    return general.model_copy(update={name: getattr(own, name) for name in own.model_fields_set})


def _read_file(file: InputFile, config: StudyConfig) -> _Outcome:
    """One file's outcome. Only wrong names in voc.toml end the run; all else is this file's own trouble."""
    suffix = _suffix(file.path)
    settings, skip = settings_for(file.name, config)
    kind: Kind = "interview" if suffix in LOADERS or not tables.reads(suffix) else "review"
    source = Source(file.name, kind, "", "skipped")
    if skip:
        return _Outcome(replace(source, reason="left out by voc.toml."), None)
    if is_about_the_folder(file.path.name):
        reason = "describes the folder and holds nobody's words. Rename it if it does."
        return _Outcome(replace(source, reason=reason), None)
    try:
        source = replace(source, sha256=_sha256(file.path))
        reader, reading = _read(file, suffix, settings)
    except MappingError as error:
        raise MappingError(_named(file.name, str(error))) from error
    except ReadError as error:
        return _Outcome(replace(source, reason=_reason(file.name, str(error))), None)
    status: Status = "partial" if reading.reason else "read"
    source = replace(
        source, kind=reading.kind, reader=reader, status=status, reason=reading.reason, notes=reading.notes
    )
    return _Outcome(source, reading)


def _read(file: InputFile, suffix: str, settings: Settings) -> tuple[str, Reading]:
    try:
        return _detect(file, suffix, settings)
    except VocError:
        raise
    except OSError as error:
        raise FormatError(
            f"cannot be opened ({error.strerror or type(error).__name__}). Check its permissions."
        ) from error
    except Exception as error:
        raise FormatError(
            f"could not be read ({type(error).__name__}). Save it again from the program it comes from; "
            "if that does not help, please report it."
        ) from error


def _detect(file: InputFile, suffix: str, settings: Settings) -> tuple[str, Reading]:
    size = file.path.stat().st_size
    if size == 0:
        raise EmptyError("the file is empty.")
    budget = budget_for(file.name, size)
    content = Content(file.path, file.name, suffix, settings, budget)
    if suffix in LOADERS:
        text, notes = LOADERS[suffix](file.path, file.name)
        content = replace(content, text=text, notes=notes)
        convention = transcripts.find(content)
        if convention is not None:
            return convention.name, convention.read(content).with_notes(notes)
    table = tables.find(content)
    if table is None:
        raise FormatError(remedy(suffix))
    name, reading = table.read(content)
    return name, reading.with_notes(content.notes)


def _suffix(path: Path) -> str:
    suffixes = [suffix.lower() for suffix in path.suffixes]
    if len(suffixes) > 1 and suffixes[-1] == ".gz" and suffixes[-2] in {".csv", ".tsv"}:
        return suffixes[-2]
    return suffixes[-1] if suffixes else ""


def _sha256(path: Path) -> str:
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise FormatError(
            f"cannot be opened ({error.strerror or type(error).__name__}). Check its permissions."
        ) from error


def _reason(name: str, message: str) -> str:
    return message.removeprefix(f"{name}: ")


def _named(name: str, message: str) -> str:
    return message if message.startswith(name) else f"{name}: {message}"


def _check_general_names(config: StudyConfig, outcomes: Sequence[_Outcome]) -> None:
    """A name in the general [columns] or [speakers] section must occur in at least one file.

    Raises:
        MappingError: one does not occur anywhere; the message lists what is there.
    """
    for section, is_table in (("columns", True), ("speakers", False)):
        own = [
            outcome.reading
            for outcome in outcomes
            if outcome.reading is not None and outcome.source.reader.startswith(_TABLE_READERS) == is_table
        ]
        if not own or not (config.columns if is_table else config.speakers).model_fields_set:
            continue
        nowhere = frozenset.intersection(*(reading.unmatched for reading in own))
        if nowhere:
            there = sorted({name for reading in own for name in reading.available})
            raise MappingError(
                f"voc.toml: [{section}] names {', '.join(repr(name) for name in sorted(nowhere))}, "
                f"which no file has. There are: {', '.join(repr(name) for name in there[:60])}."
            )


_TABLE_READERS = ("table", "qualtrics")


def _corpus(outcomes: Sequence[_Outcome]) -> Corpus:
    documents: list[Document] = []
    labels: dict[str, str] = {}
    known: dict[str, dict[str, str]] = {}
    paths: dict[str, list[str]] = {}
    for outcome in outcomes:
        if outcome.reading is None:
            continue
        documents += outcome.reading.documents
        for person in outcome.reading.people:
            labels.setdefault(person.respondent_id, person.label)
            known.setdefault(person.respondent_id, {}).update(
                {k: v for k, v in person.attributes.items() if k not in known[person.respondent_id]}
            )
            paths.setdefault(person.respondent_id, []).append(outcome.source.path)
    order = dict.fromkeys(turn.respondent_id for item in documents for turn in item.turns if turn.respondent_id)
    respondents = tuple(Respondent(key, labels[key], tuple(paths[key]), known[key]) for key in order)
    return Corpus(tuple(outcome.source for outcome in outcomes), tuple(documents), respondents)
