"""Read files and folders into a corpus: find the files, recognise and read each, and report the outcome."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Literal, TypeVar

from pydantic import BaseModel

from voc.config import StudyConfig
from voc.errors import EmptyError, FormatError, LimitError, MappingError, NothingReadableError, ReadError, VocError
from voc.files.limits import budget_for
from voc.ingest import archives
from voc.ingest.archives import unpacked
from voc.ingest.characters import notes_on_characters
from voc.ingest.chat_exports import joined
from voc.ingest.companion_files import why_companion, why_companion_table, why_doublet, why_doubtful, why_metadata
from voc.ingest.corpus import FileOutcome, garbage_collection_paused, to_corpus
from voc.ingest.documents import LOADERS, load_plain_text
from voc.ingest.file_content import FileContent, FileSettings, FileToRead
from voc.ingest.input_files import InputFile, data_frames_as_files, find_files, is_about_the_folder, why_not_read
from voc.ingest.mail import mail_content
from voc.ingest.mail.mail_content import find_company
from voc.ingest.mail.mail_files import SUFFIXES as MAIL_SUFFIXES
from voc.ingest.projects import project_sources
from voc.ingest.reader_process import ReaderProcess, cannot_open, is_isolated, unforeseen_error
from voc.ingest.surveys.code_plans import CodePlanFiles, may_be_code_plan, read_text_plan
from voc.ingest.surveys.roster import READER, Interviews, Roster, find_roster
from voc.ingest.surveys.survey_reader import find_format, read_survey, read_tables
from voc.ingest.transcripts.emphasis import without_emphasis
from voc.ingest.transcripts.registry import CAPTIONS, find_convention
from voc.ingest.transcripts.speakers import is_generic, normalise_label
from voc.schema import CharacterCount, Corpus, Kind, Progress, Role, Source, Status, no_progress
from voc.tables.table import Table, TableFile, file_suffix

if TYPE_CHECKING:
    from voc.ingest.input_files import DataFrames

MAX_CODE_PLAN = 300_000
"""Bytes of a file that may explain the codes of others; each such file is read twice."""
_TABLES = frozenset({".csv", ".tsv", ".xlsx", ".ods"})
_TEXTS = frozenset({".txt", ".text", ".md"})
"""Suffixes of tables, and of texts, that may be such files."""
# The report translates this sentence by its exact wording (reports/language).
LEFT_OUT = "left out by voc.toml."
MAX_LISTED_NAMES = 60
"""Columns or speakers that the message about a wrong name in voc.toml lists."""

_Section = TypeVar("_Section", bound=BaseModel)


def read_folder(
    inputs: Sequence[str | Path | DataFrames], config: StudyConfig | None = None, *, progress: Progress = no_progress
) -> Corpus:
    """Read files and folders into a corpus. A bad file does not stop the others: its source gives the reason.

    The order of ``inputs`` and of the file system does not matter. Ids, and the labels of respondents and speakers, are
    provisional: `voc.privacy.protect` replaces them.

    Args:
        inputs: files, folders and pandas DataFrames, at least one. A DataFrame is read like a CSV file of the same
            content; in a mapping, its key is the name of the file.
        config: the settings of `voc.toml`; the defaults when None.
        progress: called with ("read", files done, files in all).

    Raises:
        UsageError: a path does not exist, or no input is given.
        MappingError: voc.toml names a column or speaker that does not exist; the message lists what does.
        NothingReadableError: no file could be read; the message lists each file with its reason.
    """
    config = config or StudyConfig()
    with data_frames_as_files(inputs) as paths, garbage_collection_paused():
        with unpacked(find_files(paths)) as unzipped, joined(unzipped) as input_files:
            outcomes = _read_all(input_files, config, progress)
        if not any(outcome.content for outcome in outcomes):
            raise NothingReadableError(_nothing_readable(inputs, outcomes))
        _check_general_names(config, outcomes)
        return to_corpus(outcomes)


@dataclass(frozen=True, slots=True)
class _OtherFiles:
    """What the other files of a study tell about one of them.

    Attributes:
        names: the names of all files.
        company: the company's side of the mails, see `find_company`.
        plans: files that explain the codes of others.
        interviews: those read so far.
        roles: those of the people in the talks of each folder, by normalised label.
    """

    names: Collection[str]
    company: frozenset[str]
    plans: CodePlanFiles
    interviews: Interviews = field(default_factory=Interviews)
    roles: dict[PurePosixPath, dict[str, Role]] = field(default_factory=dict)

    def add(self, name: str, content: FileContent) -> None:
        """Add an interview to what the tables and chats behind it may be about."""
        self.interviews.add(name, content.people)
        roles = self.roles.setdefault(PurePosixPath(name).parent, {})
        for turn in (turn for document in content.documents for turn in document.turns):
            if not is_generic(turn.speaker):
                roles.setdefault(normalise_label(turn.speaker), turn.role)

    def roles_beside(self, name: str, convention: str) -> Mapping[str, Role]:
        """The roles of the talks beside a chat, which may be that of a meeting; none beside any other file."""
        return self.roles.get(PurePosixPath(name).parent, {}) if convention == "chat" else {}


def _read_all(input_files: Sequence[InputFile], config: StudyConfig, progress: Progress) -> list[FileOutcome]:
    """The outcome of every file, in their order."""
    outcomes: dict[str, FileOutcome] = {}
    names = frozenset(item.name for item in input_files)
    progress("read", 0, len(input_files))
    with ReaderProcess() as reader:
        others = _OtherFiles(
            names=names,
            company=find_company((item.path, file_suffix(item.path)) for item in input_files),
            plans=_find_code_plans(input_files, config, reader),
        )
        # Tables come last, because a table may be about the people of other files, and behind them what explains codes.
        # The chat of a meeting comes behind its captions.
        order = {
            item.name: (
                item.name in others.plans.tables,
                file_suffix(item.path) not in LOADERS,
                file_suffix(item.path) not in CAPTIONS,
            )
            for item in input_files
        }
        for item in sorted(input_files, key=lambda item: (order[item.name], item.name)):
            outcome = _read_file(item, config, reader, others)
            if outcome.content is not None and outcome.content.kind == "interview" and not outcome.is_table:
                others.add(item.name, outcome.content)
            elif outcome.content is not None and outcome.source.reader == mail_content.READER:
                others.interviews.add_senders(outcome.content.people)
            outcomes[item.name] = outcome
            progress("read", len(outcomes), len(input_files))
    return [outcomes[item.name] for item in input_files]


def _find_code_plans(input_files: Sequence[InputFile], config: StudyConfig, reader: ReaderProcess) -> CodePlanFiles:
    """The small files that may explain the codes of tables: tables by the names of their columns, texts by lines."""
    plans = CodePlanFiles()
    tables = {item.name for item in input_files if file_suffix(item.path) in _TABLES}
    for item in input_files:
        suffix = file_suffix(item.path)
        settings = settings_for(item.name, config)
        if settings is None or settings.kind or settings.own_columns or not tables - {item.name}:
            continue
        if suffix not in _TABLES | _TEXTS or item.path.stat().st_size > MAX_CODE_PLAN:
            continue
        # A file that cannot be read is reported where it is read.
        with suppress(ReadError, OSError):
            if suffix in _TEXTS:
                plan = read_text_plan(load_plain_text(item.path, item.name).text)
                sheets = [] if plan is None else [plan]
            elif is_isolated(suffix):
                size = item.path.stat().st_size
                sheets = reader.tables(FileToRead(item.path, item.name, suffix, settings, budget_for(item.name, size)))
            else:
                sheets = read_tables(TableFile.from_path(item.path, item.name))
            if sheets and all(may_be_code_plan(table.header) for table in sheets):
                plans.tables[item.name] = [replace(table, sheet=item.name) for table in sheets]
    return plans


def _nothing_readable(inputs: Sequence[str | Path | DataFrames], outcomes: Sequence[FileOutcome]) -> str:
    if not outcomes:
        where = ", ".join(str(item) for item in inputs)
        return f"{where}: must hold transcripts, survey exports or reviews, found no files. {why_not_read('')}"
    lines = [f"  {outcome.source.path}: {outcome.source.reason}" for outcome in outcomes]
    return "none of the files could be read:\n" + "\n".join(lines)


def settings_for(name: str, config: StudyConfig) -> FileSettings | None:
    """The settings of a file in voc.toml; None when the file is to be skipped.

    A pattern of [files] matches the file's whole name in the study, or its last part. Of several matching patterns the
    last wins.
    """
    columns, speakers = config.columns, config.speakers
    kind: Kind | Literal[""] = ""
    skip = own_columns = own_speakers = False
    for pattern, section in config.files.items():
        if not (fnmatchcase(name, pattern) or fnmatchcase(name.rsplit("/", 1)[-1], pattern)):
            continue
        kind, skip = section.kind or kind, section.skip or skip
        columns, speakers = _over(columns, section.columns), _over(speakers, section.speakers)
        own_columns |= bool(section.columns.model_fields_set)
        own_speakers |= bool(section.speakers.model_fields_set)
    return None if skip else FileSettings(kind, columns, speakers, own_columns, own_speakers)


def _over(general: _Section, own: _Section) -> _Section:
    # Only keys that the file's own section sets: its defaults must not override the general section.
    return general.model_copy(update={name: getattr(own, name) for name in own.model_fields_set})


def _check_general_names(config: StudyConfig, outcomes: Sequence[FileOutcome]) -> None:
    """Raise a MappingError when a name in the general [columns] or [speakers] section is in no file."""
    for section, is_table in (("columns", True), ("speakers", False)):
        contents = [
            outcome.content
            for outcome in outcomes
            if outcome.content is not None and outcome.roster is None and outcome.is_table == is_table
        ]
        if not contents or not (config.columns if is_table else config.speakers).model_fields_set:
            continue
        missing = frozenset.intersection(*(content.unmatched for content in contents))
        if missing:
            available = sorted({name for content in contents for name in content.available})
            raise MappingError(
                f"voc.toml: [{section}] names {', '.join(repr(name) for name in sorted(missing))}, "
                f"which no file has. There are: {', '.join(repr(name) for name in available[:MAX_LISTED_NAMES])}."
            )


@dataclass(frozen=True, slots=True)
class _Recognised:
    """The content of a file, and the name of the reader that recognised it."""

    reader: str
    content: FileContent
    is_table: bool = False
    roster: Roster | None = None


def _read_file(
    item: InputFile,
    config: StudyConfig,
    reader: ReaderProcess,
    others: _OtherFiles,
) -> FileOutcome:
    """The outcome of one file. Only a wrong name in voc.toml (a MappingError) ends the run."""
    suffix = file_suffix(item.path)
    settings = settings_for(item.name, config)
    kind: Kind = "interview" if suffix in LOADERS or find_format(suffix) is None else "review"
    source = Source(item.name, kind, "", "skipped")
    if settings is None:
        return FileOutcome(replace(source, reason=LEFT_OUT))
    explained = others.plans.explained.get(item.name)
    if is_about_the_folder(item.path.name) and not explained:
        reason = "describes the folder and contains no respondent's words. Rename it if it does."
        return FileOutcome(replace(source, reason=reason))
    if not settings.kind and (reason := why_doublet(item.name, others.names)):
        return FileOutcome(replace(source, reason=reason))
    try:
        source = replace(source, sha256=_sha256(item.path))
        if explained:
            raise FormatError(f"explains the numbers in {', '.join(explained)} and holds no answers.")
        recognised = _read(item, suffix, settings, reader, others)
    except MappingError as error:
        message = str(error)
        raise MappingError(message if message.startswith(item.name) else f"{item.name}: {message}") from error
    except ReadError as error:
        # The reason is shown beside the file's name.
        reason = str(error).removeprefix(f"{item.name}: ").removeprefix(f"{item.name} ")
        return FileOutcome(replace(source, reason=reason))
    content = recognised.content
    status: Status = "partial" if content.reason else "read"
    doubts = notes_on_characters(content.characters) if content.characters else []
    source = replace(
        source,
        kind=content.kind,
        reader=recognised.reader,
        status=status,
        reason=content.reason,
        notes=(*content.notes, *doubts),
        characters=content.characters,
    )
    return FileOutcome(source, content, recognised.is_table, recognised.roster)


def _sha256(path: Path) -> str:
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise cannot_open(error.strerror or type(error).__name__) from error


def _read(
    item: InputFile,
    suffix: str,
    settings: FileSettings,
    reader: ReaderProcess,
    others: _OtherFiles,
) -> _Recognised:
    """The content of a file, with every error translated into one of voc's own."""
    try:
        size = item.path.stat().st_size
        if size == 0:
            raise EmptyError("the file is empty.")
        file = FileToRead(item.path, item.name, suffix, settings, budget_for(item.name, size))
        if suffix in MAIL_SUFFIXES:
            return _Recognised(mail_content.READER, mail_content.read_mail_file(file, others.company))
        return _recognise(file, reader, others)
    except VocError:
        raise
    except OSError as error:
        raise cannot_open(error.strerror or type(error).__name__) from error
    except MemoryError as error:
        raise LimitError("needs more memory than there is. Split the file into several.") from error
    except Exception as error:
        # The last resort, so that a defect in one reader does not end the run. The message holds no respondent's text.
        raise unforeseen_error(type(error).__name__) from error


def _recognise(file: FileToRead, reader: ReaderProcess, others: _OtherFiles) -> _Recognised:
    """Read a file as a project, else as a transcript, else as a table; a .json file may be one of the latter two."""
    suffix = file.suffix
    if suffix == archives.SUFFIX:
        archives.check_zip(file.path, file.name)
    if suffix == project_sources.SUFFIX:
        return _Recognised(project_sources.READER, project_sources.read_sources(file, reader.project(file)))
    if suffix in LOADERS:
        document = reader.text(file) if is_isolated(suffix) else LOADERS[suffix](file.path, file.name)
        file = replace(file, text=document.text, notes=document.notes)
        if reason := why_metadata(file):
            raise FormatError(reason)
        convention = find_convention(file)
        if convention is not None:
            if reason := why_companion(file, convention.name):
                raise FormatError(reason)
            file = replace(file, roles_beside=others.roles_beside(file.name, convention.name))
            doubt = why_doubtful(file, convention.name)
            notes = (*filter(None, (doubt,)), *document.notes)
            content = without_emphasis(convention.read(file)).with_notes(notes).with_left_out(document.left_out)
            return _Recognised(convention.name, content)
    if find_format(suffix) is None:
        raise FormatError(why_not_read(suffix, file.path))
    if is_isolated(suffix):
        tables = reader.tables(file)
    else:
        tables = read_tables(TableFile(file.path, file.name, suffix, file.budget, file.text, file.notes))
    # A file whose kind or columns the user has set is not read as a table about other files.
    if not (file.settings.kind or file.settings.own_columns):
        roster = find_roster(tables, others.interviews, file.name)
        if roster is not None:
            # A roster holds nobody's words.
            about_people = FileContent(
                "interview",
                (),
                (),
                (*file.notes, *roster.notes),
                names=roster.names,
                characters=_count_of_roster(tables),
            )
            return _Recognised(READER, about_people, roster=roster)
    if reason := why_companion_table(file, tables):
        raise FormatError(reason)
    survey = read_survey(file, others.plans.use(file.name, tables))
    # A transcript in a table has speakers and no mapped columns.
    return _Recognised(survey.reader, survey.content.with_notes(file.notes), is_table=not survey.is_transcript)


def _count_of_roster(tables: Sequence[Table]) -> CharacterCount:
    n = sum(sum(table.count_by_column()) for table in tables)
    left_out = Counter({"attributes": n})
    for table in tables:
        left_out.update(table.left_out)
    return CharacterCount(left_out.total(), 0, left_out)
