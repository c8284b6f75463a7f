"""Files and folders → Corpus: walk, detect, read; one outcome a file."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from pydantic import BaseModel

from voc.config import StudyConfig
from voc.errors import EmptyError, FormatError, LimitError, MappingError, NothingReadableError, ReadError, VocError
from voc.files.limits import budget_for
from voc.ingest.corpus import Outcome, to_corpus, without_collection
from voc.ingest.documents.registry import LOADERS
from voc.ingest.file_content import FileContent, FileSettings, FileToRead
from voc.ingest.input_files import InputFile, find_files, is_about_the_folder, remedy
from voc.ingest.projects import project_sources as projects
from voc.ingest.reader_process import Worker, is_isolated, unforeseen
from voc.ingest.surveys.roster import READER, Interviews, Roster, find_roster
from voc.ingest.surveys.survey_reader import find_format, read_survey, read_tables
from voc.ingest.transcripts import registry as transcripts
from voc.schema import Corpus, Kind, Progress, Source, Status, no_progress
from voc.tables.data_frames import data_frames_as_files

if TYPE_CHECKING:
    from voc.tables.data_frames import DataFrames

_Section = TypeVar("_Section", bound=BaseModel)


def read_folder(
    inputs: Sequence[str | Path | DataFrames], config: StudyConfig | None = None, *, progress: Progress = no_progress
) -> Corpus:
    """Read files and folders into a corpus. One bad file never stops the rest: its source says what became of it.

    The order of ``inputs`` and of the file system does not matter. Ids, labels of respondents and speakers are
    provisional: `voc.privacy.protect` replaces them.

    Args:
        inputs: files, folders and pandas DataFrames, at least one. A DataFrame is read like a CSV file of the same
            content; in a mapping, its key is the name of the file.
        config: what `voc.toml` says; the defaults when None.
        progress: told ("read", files done, files in all).

    Raises:
        UsageError: a path does not exist, or there is none.
        MappingError: voc.toml names a column or speaker that does not exist; the message lists what does.
        NothingReadableError: no file could be read; the message lists each file with its reason.
    """
    config = config or StudyConfig()
    with data_frames_as_files(inputs) as paths, without_collection():
        files = find_files(paths)
        outcomes = _read_all(files, config, progress)
        if not any(outcome.reading for outcome in outcomes):
            raise NothingReadableError(_nothing(inputs, outcomes))
        _check_general_names(config, outcomes)
        return to_corpus(outcomes)


def _read_all(files: Sequence[InputFile], config: StudyConfig, progress: Progress) -> list[Outcome]:
    """The outcome of every file, in their order. Tables come last, because one may be about people of other files."""
    outcomes: dict[str, Outcome] = {}
    interviews = Interviews()
    progress("read", 0, len(files))
    with Worker() as worker:
        for file in sorted(files, key=lambda file: (_suffix(file.path) not in LOADERS, file.name)):
            outcome = _read_file(file, config, worker, interviews)
            if outcome.reading is not None and outcome.reading.kind == "interview" and not outcome.is_table:
                interviews.add(file.name, outcome.reading.people)
            outcomes[file.name] = outcome
            progress("read", len(outcomes), len(files))
    return [outcomes[file.name] for file in files]


def _nothing(inputs: Sequence[str | Path | DataFrames], outcomes: Sequence[Outcome]) -> str:
    if not outcomes:
        where = ", ".join(str(item) for item in inputs)
        return f"{where}: must hold transcripts, survey exports or reviews, found no files. {remedy('')}"
    lines = [f"  {outcome.source.path}: {outcome.source.reason}" for outcome in outcomes]
    return "none of the files could be read:\n" + "\n".join(lines)


def settings_for(name: str, config: StudyConfig) -> tuple[FileSettings, bool]:
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
    return FileSettings(kind, columns, speakers, own_columns, own_speakers), skip


def _over(general: _Section, own: _Section) -> _Section:
    return general.model_copy(update={name: getattr(own, name) for name in own.model_fields_set})


def _read_file(file: InputFile, config: StudyConfig, worker: Worker, interviews: Interviews) -> Outcome:
    """One file's outcome. Only wrong names in voc.toml end the run; all else is this file's own trouble."""
    suffix = _suffix(file.path)
    settings, skip = settings_for(file.name, config)
    kind: Kind = "interview" if suffix in LOADERS or find_format(suffix) is None else "review"
    source = Source(file.name, kind, "", "skipped")
    if skip:
        return Outcome(replace(source, reason="left out by voc.toml."))
    if is_about_the_folder(file.path.name):
        return Outcome(replace(source, reason="describes the folder and holds nobody's words. Rename it if it does."))
    try:
        source = replace(source, sha256=_sha256(file.path))
        found = _read(file, suffix, settings, worker, interviews)
    except MappingError as error:
        raise MappingError(_named(file.name, str(error))) from error
    except ReadError as error:
        return Outcome(replace(source, reason=_reason(file.name, str(error))))
    reading = found.reading
    status: Status = "partial" if reading.reason else "read"
    source = replace(
        source, kind=reading.kind, reader=found.reader, status=status, reason=reading.reason, notes=reading.notes
    )
    return Outcome(source, reading, found.is_table, found.roster)


@dataclass(frozen=True, slots=True)
class _Found:
    """``reader`` is the name of what recognised the file."""

    reader: str
    reading: FileContent
    is_table: bool = False
    roster: Roster | None = None


def _read(file: InputFile, suffix: str, settings: FileSettings, worker: Worker, interviews: Interviews) -> _Found:
    try:
        size = file.path.stat().st_size
        if size == 0:
            raise EmptyError("the file is empty.")
        content = FileToRead(file.path, file.name, suffix, settings, budget_for(file.name, size))
        return _detect(content, worker, interviews)
    except VocError:
        raise
    except OSError as error:
        raise FormatError(
            f"cannot be opened ({error.strerror or type(error).__name__}). Check its permissions."
        ) from error
    except MemoryError as error:
        raise LimitError("needs more memory than there is. Split the file into several.") from error
    except Exception as error:
        raise FormatError(unforeseen(type(error).__name__)) from error


def _detect(content: FileToRead, worker: Worker, interviews: Interviews) -> _Found:
    suffix = content.suffix
    if suffix == projects.SUFFIX:
        return _Found(projects.READER, projects.read(content, worker.project(content)))
    if suffix in LOADERS:
        text, notes = worker.text(content) if is_isolated(suffix) else LOADERS[suffix](content.path, content.name)
        content = replace(content, text=text, notes=notes)
        convention = transcripts.find(content)
        if convention is not None:
            return _Found(convention.name, convention.read(content).with_notes(notes))
    if find_format(suffix) is None:
        raise FormatError(remedy(suffix))
    tables = worker.tables(content) if is_isolated(suffix) else read_tables(content)
    if not (content.settings.kind or content.settings.own_columns):
        roster = find_roster(tables, interviews)
        if roster is not None:
            return _Found(READER, roster.reading().with_notes(content.notes), roster=roster)
    survey = read_survey(content, tables)
    return _Found(survey.reader, survey.content.with_notes(content.notes), is_table=not survey.is_transcript)


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
    return message.removeprefix(f"{name}: ").removeprefix(f"{name} ")


def _named(name: str, message: str) -> str:
    return message if message.startswith(name) else f"{name}: {message}"


def _check_general_names(config: StudyConfig, outcomes: Sequence[Outcome]) -> None:
    """A name in the general [columns] or [speakers] section must occur in at least one file.

    Raises:
        MappingError: one does not occur anywhere; the message lists what is there.
    """
    for section, is_table in (("columns", True), ("speakers", False)):
        own = [
            outcome.reading
            for outcome in outcomes
            if outcome.reading is not None and outcome.roster is None and outcome.is_table == is_table
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
