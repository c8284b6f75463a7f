"""Tables with a row per person and question: closed questions become columns, open ones stay rows.

Then an age is an attribute of the person and a rating has its scale, as in a table with a row per person. Rows keep
their numbers: the answer of a closed question is moved to a column of its own, which repeats it in all rows of the
person.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from voc.ingest.surveys.column_profile import ColumnProfile, is_known_attribute, profile_column
from voc.tables import column_names
from voc.tables.listing import list_some
from voc.tables.table import Table, make_header

MIN_ROWS_PER_PERSON = 1.5
"""Rows per value of the column that names people; in a table with a row per person there is one."""
MIN_UNIQUE_SHARE = 0.9
"""Share (0–1) of rows that are the only one of their person and question; the others are ticked options."""
MAX_QUESTIONS = 200
"""Different questions; a column with more holds something else."""
MIN_WORDS_OF_OPEN_ANSWERS = 2.5
"""Mean words of the answers to an open question; closed ones have shorter options, and fewer of them."""
MIN_DISTINCT_OF_OPEN_ANSWERS = 0.6
"""Different answers per answer to an open question."""


@dataclass(frozen=True, slots=True)
class _Columns:
    """Positions of the columns with the question, its answer, and the person."""

    question: int
    answer: int
    person: int


def spread_closed_questions(table: Table) -> Table:
    """The table with a column for every closed question, or unchanged when it has not a row per person and question."""
    columns = _find_columns(table)
    if columns is None:
        return table
    by_question: dict[str, list[list[str]]] = {}
    for row in table.rows:
        if row[columns.answer].strip():
            by_question.setdefault(_question(row, columns), []).append(row)
    closed = [text for text, rows in by_question.items() if text and _is_closed(text, rows, columns.answer)]
    table = replace(table, uses={**table.uses, columns.person: "respondent"}, kind="survey")
    if len(closed) == len(by_question):
        return table
    return _with_columns(table, columns, closed) if closed else table


def _question(row: Sequence[str], columns: _Columns) -> str:
    return " ".join(row[columns.question].split())


def _find_columns(table: Table) -> _Columns | None:
    keys = [column_names.name_key(name) for name in table.header]
    answers = [position for position, key in enumerate(keys) if key in column_names.ANSWER | column_names.LONG_VALUE]
    for question in (position for position, key in enumerate(keys) if key in column_names.QUESTION):
        n_questions = len({row[question] for row in table.rows})
        if not 2 <= n_questions <= min(MAX_QUESTIONS, 0.7 * len(table.rows)):
            continue
        for answer in answers:
            person = _find_person(table, question, answer) if answer != question else None
            if person is not None:
                return _Columns(question, answer, person)
    return None


def _find_person(table: Table, question: int, answer: int) -> int | None:
    """The column whose values have nearly every question once: named like one if there is any, else the finest."""
    rows = [row for row in table.rows if row[question].strip()]
    candidates: dict[int, int] = {}
    for position in range(len(table.header)):
        if position in {question, answer}:
            continue
        values = Counter(row[position].strip() for row in rows)
        pairs = {(row[position].strip(), row[question]) for row in rows}
        is_filled = values[""] == 0 and len(values) >= 2
        if is_filled and len(rows) >= MIN_ROWS_PER_PERSON * len(values) and len(pairs) >= MIN_UNIQUE_SHARE * len(rows):
            candidates[position] = len(values)
    named = [p for p in candidates if column_names.name_key(table.header[p]) in column_names.ROSTER_RESPONDENT]
    return max(named or candidates, key=lambda position: (candidates[position], -position), default=None)


def _is_closed(question: str, rows: Sequence[list[str]], answer: int) -> bool:
    profile = profile_column(rows, answer)
    if profile.machine_written >= 0.5 or is_known_attribute(question, question):
        return True
    return not _has_open_answers(profile)


def _has_open_answers(profile: ColumnProfile) -> bool:
    if profile.n < 3:
        return profile.words >= MIN_WORDS_OF_OPEN_ANSWERS
    is_varied = profile.distinct_share >= MIN_DISTINCT_OF_OPEN_ANSWERS
    return is_varied and (profile.words >= MIN_WORDS_OF_OPEN_ANSWERS or profile.sentences > 0)


def _with_columns(table: Table, columns: _Columns, closed: Sequence[str]) -> Table:
    values = _answers_by_person(table, columns, closed)
    rows = []
    for row in table.rows:
        person = values.get(row[columns.person].strip(), {})
        added = ["; ".join(person.get(question, ())) for question in closed]
        answer = "" if _question(row, columns) in closed else row[columns.answer]
        rows.append(
            [*row[: columns.answer], answer, *row[columns.answer + 1 :], *added] if any(row) else [*row, *added]
        )
    width = len(table.header)
    header = make_header([*table.header, *closed])
    return replace(
        table,
        header=header.names,
        questions=(*table.questions, *closed),
        rows=rows,
        uses={**table.uses, **{width + n: "closed" for n in range(len(closed))}},
        notes=(*table.notes, _note(table, columns, closed)),
        cells=(*table.cells, *closed) if table.cells else (),
    )


def _answers_by_person(table: Table, columns: _Columns, closed: Sequence[str]) -> Mapping[str, Mapping[str, list[str]]]:
    values: dict[str, dict[str, list[str]]] = {}
    for row in table.rows:
        question, answer = _question(row, columns), row[columns.answer].strip()
        if question in closed and answer:
            answers = values.setdefault(row[columns.person].strip(), {}).setdefault(question, [])
            if answer not in answers:
                answers.append(answer)
    return values


def _note(table: Table, columns: _Columns, closed: Sequence[str]) -> str:
    listed = list_some([f"'{question}'" for question in closed], 20)
    return (
        f"A row per person ('{table.header[columns.person]}') and question: the answers to {listed} were read "
        "like columns, because they are no free text."
    )
