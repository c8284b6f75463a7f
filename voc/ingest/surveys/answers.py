"""The rows of a table → documents and respondents.

Tables may have millions of rows: what repeats (dates, ratings, attributes) is worked out once for each value and shared
between the documents, and ids are counted, because `voc.privacy` makes the final ones.
"""

from __future__ import annotations

import html
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import repeat
from operator import itemgetter
from typing import Any, TypeVar

from voc.errors import EmptyError
from voc.ingest import respondent_attributes
from voc.ingest.file_content import FileContent, FileToRead, build_records
from voc.ingest.surveys.columns import Plan, decide
from voc.ingest.surveys.judge import attribute_name
from voc.ingest.surveys.people import People, find_people
from voc.ingest.surveys.rating_scales import Scale
from voc.ingest.surveys.scales import find_scales
from voc.schema import Document, Kind, Turn
from voc.tables import column_names
from voc.tables.cells import is_month_first, parse_date, parse_rating, tidy_cell
from voc.tables.table import Table

_CHECK_EVERY = 5_000
_MAX_KEPT = 200_000
"""Worked-out values that are kept for each use."""
_T = TypeVar("_T")
_Answer = tuple[str, str, int, str, str, str, str, str, Mapping[str, float], Mapping[str, str]]
"""Document id, text, its length, label, respondent, question, place, date, ratings, scales."""


@dataclass(frozen=True, slots=True)
class _Job:
    """Everything that holds for all rows of one table."""

    content: FileToRead
    table: Table
    plan: Plan
    kind: Kind
    scales: Mapping[int, Scale]
    month_first: bool
    attribute_names: tuple[str, ...]
    people: People
    place: str
    questions: Mapping[int, str]


def read_answers(content: FileToRead, table: Table, *, is_one_of_several: bool) -> FileContent:
    """One table as a reading; ``is_one_of_several`` when the file has more sheets, so that the sheet is named.

    Raises:
        EmptyError: no row has any text.
        FormatError: no column holds text.
        MappingError: voc.toml names a column that does not exist.
    """
    plan = decide(table, content.settings.columns, strict=content.settings.own_columns, name=content.name)
    job, notes = _job(content, table, plan, several=is_one_of_several)
    documents: list[Document] = []
    answers: list[_Answer] = []
    read_row, silent = _row_reader(job, answers), 0
    for offset, row in enumerate(table.rows):
        if not read_row(offset, row) and any(row):
            silent += 1
        if len(answers) >= _CHECK_EVERY:
            documents += _documents(job, answers)
            answers.clear()
            content.budget.check()
    documents += _documents(job, answers)
    if not documents:
        raise EmptyError(f"{content.name}: the text columns are empty in all {len(table.rows)} rows.")
    people = job.people.all()
    if silent:
        notes.append(f"{silent} of {len(table.rows)} rows have no text and were passed over.")
    if job.people.conflicts:
        n = len(job.people.conflicts)
        notes.append(f"{n} attributes differ between rows of one respondent and were left out.")
    return FileContent(
        kind=job.kind,
        documents=tuple(documents),
        people=people,
        notes=tuple(f"Sheet '{table.sheet}': {note}" if is_one_of_several else note for note in notes),
        reason=table.reason,
        unmatched=plan.unmatched,
        available=table.header,
    )


def _job(content: FileToRead, table: Table, plan: Plan, *, several: bool) -> tuple[_Job, list[str]]:
    """What holds for all rows, and the notes about it."""
    scales, scale_notes = find_scales(content, table, plan)
    people, people_notes = find_people(content, table, plan)
    dated = [row[plan.date] for row in table.rows[:2_000]] if plan.date is not None else []
    kind = kind_of(content, table, plan)
    job = _Job(
        content=content,
        table=table,
        plan=plan,
        kind=kind,
        scales=scales,
        month_first=is_month_first(dated),
        attribute_names=tuple(attribute_name(table.header[p], table.label(p)) for p in plan.attributes),
        people=people,
        place=f"sheet {table.sheet}, row " if several else "row ",
        questions=_questions(table, plan, kind),
    )
    return job, [*table.notes, *plan.notes, *scale_notes, *people_notes]


def kind_of(content: FileToRead, table: Table, plan: Plan) -> Kind:
    """Survey: questions, or several open columns; review: one text column, or headings with a rating."""
    if content.settings.kind:
        kind = content.settings.kind
        return "interview" if kind == "interview" else "survey" if kind == "survey" else "review"
    if plan.question is not None or table.open_columns:
        return "survey"
    if plan.title is not None and plan.rating is not None:
        return "review"
    asking = any(
        column_names.is_question(text) or column_names.is_called_open(text)
        for text in (table.questions[p] for p in plan.texts)
    )
    return "survey" if len(plan.texts) > 1 or asking else "review"


def _questions(table: Table, plan: Plan, kind: Kind) -> dict[int, str]:
    """The question of each text column; a review's only text answers none, nor does its heading."""
    if kind == "review" and len(plan.texts) == 1:
        return {}
    return {position: table.questions[position] for position in plan.texts if position != plan.title}


def _row_reader(job: _Job, answers: list[_Answer]) -> Callable[[int, list[str]], bool]:
    """A function that adds the answers of one row: one for each open question that was answered.

    It returns whether there were any.
    """
    plan, first, meet, key, start = job.plan, job.table.first_row, job.people.meet, job.people.key, job.place
    title, asked, texts = plan.title, plan.question, plan.texts
    attributes_of = _kept(plan.attributes, lambda row: _attributes(job, row))
    ratings_of = _kept(list(job.scales), lambda row: _rated(job, row))
    day_of = _kept([] if plan.date is None else [plan.date], lambda row: _day(job, row))

    def read_row(offset: int, row: list[str]) -> bool:
        said = [(position, text) for position in texts if (text := _text(row[position]))]
        if title is not None and (heading := _text(row[title])):
            said = _with_heading(said, title, heading, texts)
        if not said:
            return False
        number = first + offset
        place = f"{start}{number}"
        respondent_id, label = meet(row, number, place, attributes_of(row))
        rated, scales = ratings_of(row)
        day = day_of(row)
        for position, text in said:
            question = " ".join(row[asked].split()) if asked is not None else job.questions.get(position, "")
            document_id = f"d-{key}-{number}-{position}"
            answers.append((document_id, text, len(text), label, respondent_id, question, place, day, rated, scales))
        return True

    return read_row


def _documents(job: _Job, answers: list[_Answer]) -> list[Document]:
    """A document of one turn for each answer."""
    if not answers:
        return []
    ids, texts, ends, labels, people, questions, places, days, rated, scales = zip(*answers, strict=True)
    n = len(answers)
    turns = build_records(
        Turn,
        n,
        start=repeat(0),
        end=ends,
        speaker=labels,
        role=repeat("participant"),
        respondent_id=people,
        time_s=repeat(None),
        question=questions,
    )
    return build_records(
        Document,
        n,
        document_id=ids,
        source=repeat(job.content.name),
        kind=repeat(job.kind),
        text=texts,
        turns=zip(turns, strict=True),
        locator=places,
        date=days,
        ratings=rated,
        scales=scales,
    )


def _kept(columns: Sequence[int], work_out: Callable[[list[str]], _T]) -> Callable[[list[str]], _T]:
    """``work_out``, done once for each combination of these columns' cells."""
    if not columns:
        nothing = work_out([])
        return lambda row: nothing
    cells_of = itemgetter(*columns)
    kept: dict[Any, _T] = {}

    def look_up(row: list[str]) -> _T:
        cells = cells_of(row)
        found = kept.get(cells)
        if found is None:
            found = work_out(row)
            if len(kept) < _MAX_KEPT:
                kept[cells] = found
        return found

    return look_up


def _day(job: _Job, row: list[str]) -> str:
    return "" if job.plan.date is None else parse_date(row[job.plan.date], is_month_first=job.month_first)


def _with_heading(
    answers: list[tuple[int, str]], title: int, heading: str, texts: Sequence[int]
) -> list[tuple[int, str]]:
    """A heading stands before the only text, or is a text of its own beside several."""
    if len(texts) == 1:
        return [(texts[0], f"{heading}\n\n{answers[0][1]}" if answers else heading)]
    return [(title, heading), *answers]


def _text(cell: str) -> str:
    text = cell.strip() if cell.isprintable() else tidy_cell(cell)
    return html.unescape(text).strip() if "&" in text and ";" in text else text


def _attributes(job: _Job, row: list[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, position in zip(job.attribute_names, job.plan.attributes, strict=True):
        value = respondent_attributes.tidy_value(name, tidy_cell(row[position]))
        if value and len(value) <= 120:
            found.setdefault(name, value)
    return found


def _rated(job: _Job, row: list[str]) -> tuple[dict[str, float], dict[str, str]]:
    shares: dict[str, float] = {}
    scales: dict[str, str] = {}
    for position, scale in job.scales.items():
        value = parse_rating(row[position])
        share = scale.share(value) if value is not None else None
        if value is not None and share is not None:
            name = "rating" if position == job.plan.rating else job.table.label(position)
            shares[name] = share
            scales[name] = f"{value:g} of {scale}"
    return shares, scales
