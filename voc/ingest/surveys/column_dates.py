"""Decide how the date column of a table is read, and say so: the order of day and month, numbers, months and weeks.

"1/2/2026" is the first of February or the second of January. What decides is, in this order: voc.toml, another date of
the column that has a number above 12, another column of the table, and the language of the table.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from voc.config import ColumnsSection
from voc.ingest.surveys.column_profile import sample_rows
from voc.ingest.surveys.columns import ColumnPlan
from voc.tables import column_names
from voc.tables.dates import (
    DateOrder,
    NumberKind,
    find_number_kind,
    find_order,
    has_hyphens,
    has_meridiem,
    is_date,
    parse_date,
    parse_number_date,
    parse_period,
)
from voc.tables.table import Table
from voc.text.language import detect

_TEXTS_TO_READ = 40
_NEAR_DAYS = 90
"""Days between two dates of a row, such as order and delivery; the epochs of Excel are 1,462 days apart."""
_DECIMAL_COMMA = re.compile(r"\s*\d{1,3},\d{1,2}\s*")
_MAX_DATE = 40
"""Characters of a cell with a date and a time."""
_MAX_DATE_COLUMNS = 4
"""Columns that a note names."""
_MAX_EXAMPLE = 20
"""Characters of a cell that a note quotes: a date is shorter, and nothing longer should be quoted."""


@dataclass(frozen=True, slots=True)
class DateFindings:
    """How the cells of the date column are read, and sentences for the report.

    ``number_kind`` is what numbers in the column count, None when it holds none that are dates.
    """

    is_month_first: bool = False
    number_kind: NumberKind | None = None
    notes: tuple[str, ...] = ()

    def read(self, cell: str) -> str:
        """The date in a cell as YYYY-MM-DD, "" when there is none."""
        if day := parse_date(cell, is_month_first=self.is_month_first) or parse_period(cell):
            return day
        return parse_number_date(cell, self.number_kind) if self.number_kind else ""


def find_dates(table: Table, plan: ColumnPlan, settings: ColumnsSection) -> DateFindings:
    """How the date column of a table is read; without one, a note about a column that is only called a date."""
    if plan.date is None:
        return DateFindings(notes=_note_unreadable_column(table, plan))
    name = table.header[plan.date]
    cells = [cell for row in table.rows if (cell := row[plan.date].strip())]
    month_first, order_note = _decide_order(table, plan, cells, settings.day_first)
    findings = DateFindings(month_first, _decide_epoch(table, plan, cells))
    notes = [order_note] if order_note else []
    notes += _describe_numbers(name, cells, findings)
    if any(parse_period(cell) and not parse_date(cell) for cell in cells):
        notes.append(f"'{name}' holds months, quarters or weeks: the first day stands for each.")
    unread = [cell for cell in cells if not findings.read(cell)]
    if unread:
        example = next((f", such as '{cell}'" for cell in unread if len(cell) <= _MAX_EXAMPLE), "")
        notes.append(
            f"{len(unread)} of {len(cells)} dates in '{name}' could not be read and were left out{example}. "
            "Write them as 2026-03-01."
        )
    return replace(findings, notes=tuple(notes))


def _decide_epoch(table: Table, plan: ColumnPlan, cells: Sequence[str]) -> NumberKind | None:
    """What the numbers count. Day numbers count from 1904 if only that brings them near other dates of the table."""
    kind = find_number_kind(cells)
    if kind is not NumberKind.DAYS:
        return kind
    rows = sample_rows(table.rows)
    for position in range(len(table.header)):
        if position == plan.date or position in plan.texts or plan.date is None:
            continue
        gaps: list[int] = []
        for row in rows:
            other, day = parse_date(row[position]), parse_number_date(row[plan.date], NumberKind.DAYS_1904)
            if other and day:
                gaps.append(abs((date.fromisoformat(other) - date.fromisoformat(day)).days))
        if gaps and max(gaps) <= _NEAR_DAYS:
            return NumberKind.DAYS_1904
    return kind


def _decide_order(table: Table, plan: ColumnPlan, cells: Sequence[str], day_first: bool | None) -> tuple[bool, str]:
    """Whether the month comes first, and a sentence about it; "" when it does not matter."""
    name = table.header[plan.date] if plan.date is not None else ""
    order = find_order(cells)
    if order is DateOrder.NO_MATTER:
        return False, ""
    if day_first is not None:
        return not day_first, f"Dates of '{name}' have the {_first(not day_first)} first (as voc.toml says)."
    if order in {DateOrder.DAY_FIRST, DateOrder.MONTH_FIRST}:
        month_first = order is DateOrder.MONTH_FIRST
        example = _find_proof(cells, is_proof=lambda first, second: (second if month_first else first) > 12)
        return month_first, f"Dates of '{name}' have the {_first(month_first)} first ('{example}' shows it)."
    month_first, reason = _weigh_evidence(table, plan, cells)
    start = (
        f"Dates of '{name}' are in both orders"
        if order is DateOrder.BOTH
        else f"Day and month of '{name}' cannot be told apart"
    )
    example = _find_proof(cells, is_proof=lambda first, second: max(first, second) <= 12 and first != second)
    shown = f"'{example}' = {parse_date(example, is_month_first=month_first)}" if example else "where both are possible"
    return month_first, (
        f"{start}: the {_first(month_first)} was taken to be first, {reason} ({shown}). If that is wrong, write in "
        f"voc.toml, below [columns]: day_first = {'true' if month_first else 'false'}"
    )


def _first(month_first: bool) -> str:
    return "month" if month_first else "day"


def _find_proof(cells: Sequence[str], *, is_proof: Callable[[int, int], bool]) -> str:
    """The date at the beginning of the first cell whose two numbers are a proof."""
    for cell in cells:
        match = re.match(r"(\d{1,2})[/-]\s?(\d{1,2})[/-]\s?\d{2,4}", cell)
        if match and is_proof(int(match[1]), int(match[2])):
            return match[0]
    return ""


def _weigh_evidence(table: Table, plan: ColumnPlan, cells: Sequence[str]) -> tuple[bool, str]:
    """Whether the month comes first by everything but the column itself, and why."""
    rows = sample_rows(table.rows)
    others = [position for position in range(len(table.header)) if position not in {plan.date, *plan.texts}]
    for position in others:
        order = find_order(row[position] for row in rows)
        if order in {DateOrder.DAY_FIRST, DateOrder.MONTH_FIRST}:
            return order is DateOrder.MONTH_FIRST, f"as in '{table.header[position]}'"
    if has_meridiem(cells):
        return True, "because the times are in AM and PM"
    if column_names.is_german_header(table.header):
        return False, "because the header is German"
    if any(_DECIMAL_COMMA.fullmatch(row[position]) for row in rows for position in others):
        return False, "because numbers have a decimal comma"
    languages = detect([cell[:300] for row in rows for p in plan.texts if (cell := row[p]).strip()][:_TEXTS_TO_READ])
    if languages.count("de") > languages.count("en"):
        return False, "because the texts are German"
    return (False, "as is usual with hyphens") if has_hyphens(cells) else (True, "as in the US")


def _describe_numbers(name: str, cells: Sequence[str], findings: DateFindings) -> list[str]:
    """What the numbers in a column count; and what to do where Excel's other calendar is possible."""
    kind = findings.number_kind
    if kind is None:
        return []
    example = next(cell for cell in cells if parse_number_date(cell, kind))
    notes = [f"Numbers in '{name}' were read as {kind.value} ({example} = {findings.read(example)})."]
    if kind is NumberKind.DAYS:
        notes.append(
            f"If the workbook of '{name}' has the 1904 calendar (Excel for Mac), its dates are four years later: "
            "format the column as a date and export it again."
        )
    return notes


def _note_unreadable_column(table: Table, plan: ColumnPlan) -> tuple[str, ...]:
    """A note about the first column that is called a date and holds something else, or holds dates by another name."""
    for position, name in enumerate(table.header):
        own = column_names.last_part(name)
        if column_names.name_key(own) not in column_names.CALLED_DATE and not column_names.says_date(own):
            continue
        cells = [cell for row in sample_rows(table.rows) if (cell := row[position].strip())]
        with_digits = [cell for cell in cells if any(map(str.isdigit, cell))]
        if cells and len(with_digits) >= 0.5 * len(cells):
            example = next((f", such as '{cell}'" for cell in with_digits if len(cell) <= _MAX_EXAMPLE), "")
            return (
                f"'{name}' was not read as a date: too few of its cells are in a known form{example}. Write dates as "
                "2026-03-01.",
            )
    return _note_dates(table, plan)


def _note_dates(table: Table, plan: ColumnPlan) -> tuple[str, ...]:
    """A note about columns with dates of which nothing says that they are those of the answers."""
    used = {*plan.texts, *plan.personal, *plan.company, *plan.ratings, plan.rating, plan.respondent, plan.title}
    dated = []
    for position, name in enumerate(table.header):
        cells = (
            [cell for row in sample_rows(table.rows) if (cell := row[position].strip())] if position not in used else []
        )
        if cells and sum(len(cell) < _MAX_DATE and is_date(cell) for cell in cells) >= 0.5 * len(cells):
            dated.append(name)
    if not dated:
        return ()
    listed = ", ".join(f"'{name}'" for name in dated[:_MAX_DATE_COLUMNS])
    return (
        f"No column was read as the date of the answers. {listed} holds dates: if they date the answers, write in "
        f'voc.toml, below [columns]: date = "{dated[0]}"',
    )
