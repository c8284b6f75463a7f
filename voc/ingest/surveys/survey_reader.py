"""Choose the reader of each table, and join the sheets of one file.

In: a file and its tables. Out: the file's content, and the full name of its reader ("table-csv", "qualtrics-sheet").
A table is a transcript (a row per turn), an export of a known survey program (`dialects`), or any other survey.
"""

from __future__ import annotations

import html
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import partial

from voc.errors import EmptyError, FormatError, MappingError, ReadError
from voc.files.decode import count_characters, tidy
from voc.ingest.characters import add_counts, to_character_count
from voc.ingest.file_content import FileContent, FileToRead, Transcript
from voc.ingest.surveys import survey_api
from voc.ingest.surveys.answers import read_answers
from voc.ingest.surveys.cell_conversations import keep_requesters
from voc.ingest.surveys.code_plans import use_code_plans
from voc.ingest.surveys.columns import HOW_TO_USE, NOT_USED
from voc.ingest.surveys.dialects import Dialect, coded_exports, limesurvey, survey_tools
from voc.ingest.surveys.dialects.multiple_choice import join_own_names
from voc.ingest.surveys.explanations import use_hint_rows, without_legend_sheets
from voc.ingest.surveys.long_format import spread_closed_questions
from voc.ingest.surveys.rating_scales import with_marks_as_numbers
from voc.ingest.surveys.row_authors import is_support_table, keep_customers
from voc.ingest.surveys.tracker_tables import keep_reporters, without_wiki_markup
from voc.ingest.transcripts.assemble import assemble
from voc.ingest.transcripts.caption_turns import Caption, join_captions
from voc.ingest.transcripts.utterances import parse_seconds
from voc.schema import CharacterCount, Reason
from voc.tables import column_names, formats
from voc.tables.error_cells import without_error_cells
from voc.tables.formats import TableFormat
from voc.tables.missing_cells import without_missing_cells
from voc.tables.summary_rows import without_summary_rows
from voc.tables.table import Table, TableFile, with_one_header

FORMATS: tuple[TableFormat, ...] = (
    *(item for item in formats.FORMATS if item.name != "json"),
    TableFormat("json", formats.JSON_SUFFIXES, survey_api.read_json),
    TableFormat("lsa", frozenset({".lsa"}), limesurvey.read_archive),
)
DIALECTS: tuple[Dialect, ...] = (*survey_tools.DIALECTS, *coded_exports.DIALECTS, *limesurvey.DIALECTS)
"""Conventions of survey programs, those with the clearest signs first."""

TRANSCRIPT_READER = "talk"
MIN_TURNS = 3
"""A table with fewer filled cells in its speaker column is no transcript."""
MAX_SPEAKER_SHARE = 0.3
"""Speakers per turn (0–1). In a transcript a few people speak again and again; a survey has a new one in each row."""


@dataclass(frozen=True, slots=True)
class SurveyContent:
    """The content of a file's tables, and the full name of the reader that recognised them."""

    reader: str
    content: FileContent

    @property
    def is_transcript(self) -> bool:
        """Whether the file is a transcript in a table; `voc.toml` does not map its columns."""
        return self.reader.startswith(f"{TRANSCRIPT_READER}-")


def find_format(suffix: str) -> TableFormat | None:
    """The format of files with this suffix, None when they are not tables."""
    return next((item for item in FORMATS if suffix in item.suffixes), None)


def read_tables(file: TableFile) -> list[Table]:
    """All tables of a file.

    Raises:
        ReadError: the file cannot be read, or its suffix is not that of a table.
    """
    table_format = find_format(file.suffix)
    if table_format is None:
        raise FormatError(f"{file.name}: '{file.suffix}' is not the suffix of a table.")
    return table_format.read(file)


def read_survey(file: FileToRead, tables: list[Table]) -> SurveyContent:
    """The content of a file's tables. Sheets without a text column are skipped when another sheet has one.

    Raises:
        ReadError: no sheet can be read.
        MappingError: voc.toml names a column that no sheet has.
    """
    sheets: list[SurveyContent] = []
    problems: list[tuple[str, ReadError | MappingError]] = []
    notes: list[tuple[str, tuple[str, ...]]] = []
    answers = without_legend_sheets(use_code_plans(tables))
    sheets_read = {table.sheet for table in answers}
    n_unread = sum(_count_characters(table) for table in tables if table.sheet not in sheets_read)
    tables = answers
    for table in tables:
        try:
            sheets.append(_read_sheet(file, table, is_one_of_several=len(tables) > 1))
            notes.append((table.sheet, sheets[-1].content.notes))
        except (FormatError, EmptyError, MappingError) as error:
            problems.append((table.sheet, error))
            n_unread += _count_characters(table)
    if not sheets:
        # A wrong name in voc.toml is easier to correct than a sheet without text.
        errors = [error for _, error in problems]
        raise next((error for error in errors if isinstance(error, MappingError)), errors[0])
    whole = _join([sheet.content for sheet in sheets]).with_left_out({"sheets not read": n_unread})
    skipped = (f"Sheet '{sheet}' was skipped: {str(error).removeprefix(f'{file.name}: ')}" for sheet, error in problems)
    how_to_use = [HOW_TO_USE] if any(f"{NOT_USED}: " in note for note in whole.notes) else []
    all_notes = (*_notes_of_sheets(notes), *tables[0].file_notes, *skipped, *how_to_use)
    return SurveyContent(sheets[0].reader, replace(whole, notes=all_notes))


def _notes_of_sheets(notes: Sequence[tuple[str, Sequence[str]]]) -> list[str]:
    """The notes of all sheets that were read: each once, with the names of its sheets unless it is of all."""
    sheets: dict[str, list[str]] = {}
    for sheet, own in notes:
        for note in own:
            sheets.setdefault(note, []).append(f"'{sheet}'")
    return [
        note if len(names) == len(notes) else f"Sheet{'s' if len(names) > 1 else ''} {', '.join(names)}: {note}"
        for note, names in sheets.items()
    ]


@dataclass(frozen=True, slots=True)
class TidyTable:
    """A table with one header row, in which every row is an answer, and the first part of its reader's name."""

    reader: str
    table: Table


def _count_characters(table: Table) -> int:
    return sum(table.count_by_column()) + sum(table.left_out.values())


def tidy_table(table: Table, *, ignored: Collection[str] = (), name: str = "") -> TidyTable:
    """The table without rows that nobody answered, as its survey program's dialect reads it.

    The company's rows and messages of a support table are left out, and the closed questions of a table with a row per
    answer become columns. ``name`` is the file's, for messages.

    Raises:
        FormatError: a column holds whole conversations, and nothing tells who the customer is.
    """
    table = table.after(without_summary_rows, "totals")
    reader = "table"
    if dialect := _find_dialect(table):
        reader, table = dialect.name, table.after(dialect.read, "machine lines")
    elif coded_exports.has_label_row(table):
        table = table.after(coded_exports.with_label_row, "header row")
    else:
        table = table.after(with_one_header, "header row")
    table = table.after(join_own_names, "attributes").after(use_hint_rows, "header row")
    table = table.after(without_error_cells, "answers without words")
    table = with_title_as_question(table.after(without_missing_cells, "answers without words"))
    table = table.after(with_marks_as_numbers, "ratings")
    table = table.after(without_wiki_markup, "markup").after(keep_reporters, "words of the company")
    table = table.after(partial(keep_requesters, ignored=ignored, name=name), "words of the company")
    table = table.after(partial(keep_customers, ignored=ignored), "words of the company")
    return TidyTable(reader, table.after(spread_closed_questions, "attributes"))


def with_title_as_question(table: Table) -> Table:
    """The table with the question in its title, or in the name of its sheet, as the question of its only answers."""
    answers = [p for p, name in enumerate(table.header) if column_names.name_key(name) in column_names.ANSWER]
    title = next((text for text in (table.title, table.sheet) if column_names.is_question_title(text)), "")
    if len(answers) != 1 or not title:
        return table
    questions = list(table.questions)
    questions[answers[0]] = title
    return replace(table, questions=tuple(questions))


def _find_dialect(table: Table) -> Dialect | None:
    return next((dialect for dialect in DIALECTS if dialect.recognise(table)), None)


def _read_sheet(file: FileToRead, table: Table, *, is_one_of_several: bool) -> SurveyContent:
    table_format = find_format(file.suffix)
    suffix = table_format.name if table_format else ""
    # If voc.toml maps its columns, the table is a survey, whatever it looks like.
    may_be_transcript = file.settings.kind in {"", "interview"} and not file.settings.own_columns
    if may_be_transcript and is_transcript(table) and not is_support_table(table):
        transcript = read_transcript(table)
        content = assemble(file, transcript, "")
        content = replace(content, notes=(*table.notes, *content.notes), reason=table.reason)
        content = replace(content, characters=_count_transcript(table, content))
        return SurveyContent(f"{TRANSCRIPT_READER}-{suffix}", content)
    ignored = file.settings.columns.ignore
    # An archive of LimeSurvey has its questions in words already.
    tidy = (
        TidyTable("limesurvey", table) if file.suffix == ".lsa" else tidy_table(table, ignored=ignored, name=file.name)
    )
    return SurveyContent(f"{tidy.reader}-{suffix}", read_answers(file, tidy.table, is_one_of_several=is_one_of_several))


def _join(sheets: list[FileContent]) -> FileContent:
    """The contents of several sheets as one; a person in two sheets counts once."""
    first, *others = sheets
    for other in others:
        people = {person.respondent_id: person for person in (*other.people, *first.people)}
        order = dict.fromkeys(person.respondent_id for person in (*first.people, *other.people))
        first = replace(
            first,
            documents=(*first.documents, *other.documents),
            people=tuple(people[respondent_id] for respondent_id in order),
            notes=(*first.notes, *other.notes),
            reason=" ".join(filter(None, (first.reason, other.reason))),
            unmatched=first.unmatched & other.unmatched,
            available=(*first.available, *other.available),
            names=(*first.names, *other.names),
            characters=add_counts(first.characters, other.characters),
        )
    return first


def is_transcript(table: Table) -> bool:
    """Whether rows are turns: words with recurring speakers (oral histories), or with a start and an end."""
    words, speaker = _column(table, column_names.TRANSCRIPT), _column(table, column_names.SPEAKER)
    if words is None:
        return False
    if speaker is not None:
        labels = [row[speaker].strip() for row in table.rows[:500] if row[speaker].strip()]
        return len(labels) >= MIN_TURNS and len(set(labels)) <= max(2, MAX_SPEAKER_SHARE * len(labels))
    return _column(table, column_names.START) is not None and _column(table, column_names.END) is not None


def read_transcript(table: Table) -> Transcript:
    """The rows as turns; successive rows of one speaker are joined."""
    words, speaker = _column(table, column_names.TRANSCRIPT), _column(table, column_names.SPEAKER)
    start, end = _column(table, column_names.START), _column(table, column_names.END)
    unit = 1.0
    if start is not None and column_names.name_key(table.header[start]) == "start":
        starts = [row[start].strip() for row in table.rows[:200]]
        # Whisper's .tsv counts milliseconds.
        unit = 0.001 if all(cell.isdigit() for cell in starts if cell) else unit
    captions = []
    last_start = 0.0
    for row in table.rows:
        start_s = _seconds(row[start], unit) if start is not None else None
        last_start = last_start if start_s is None else start_s
        end_s = _seconds(row[end], unit) if end is not None else None
        label = tidy(row[speaker]).strip().rstrip(":") if speaker is not None else ""
        text = _spoken(row[words or 0])
        captions.append(Caption(last_start, last_start if end_s is None else end_s, label, text))
    return join_captions(captions)


def _count_transcript(table: Table, content: FileContent) -> CharacterCount:
    """What became of the characters of a table whose rows are turns."""
    reasons: dict[int | None, Reason] = {
        _column(table, column_names.END): "times",
        _column(table, column_names.START): "times",
        _column(table, column_names.SPEAKER): "speakers",
    }
    words = _column(table, column_names.TRANSCRIPT)
    counts = table.count_by_column()
    left_out = Counter(table.left_out)
    for position, n in enumerate(counts):
        if position != words:
            left_out[reasons.get(position, "columns not read")] += n
    if words is not None:
        left_out["markup"] += sum(
            count_characters(row[words]) - count_characters(_spoken(row[words])) for row in table.rows
        )
    used = content.characters.used if content.characters else 0
    return to_character_count(sum(counts) + sum(table.left_out.values()), used, left_out)


def _spoken(cell: str) -> str:
    return html.unescape(tidy(cell))


def _column(table: Table, names: frozenset[str]) -> int | None:
    keys = (column_names.name_key(name) for name in table.header)
    return next((position for position, key in enumerate(keys) if key in names), None)


def _seconds(cell: str, unit: float) -> float | None:
    """The time in a cell in seconds: a clock time, or a number in units of ``unit`` seconds."""
    try:
        return round(float(cell.replace(",", ".")) * unit, 3)
    except ValueError:
        return parse_seconds(cell)
