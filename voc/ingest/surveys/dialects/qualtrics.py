"""Qualtrics: two or three header rows, and rows of previews and tests.

https://www.qualtrics.com/support/survey-platform/data-and-analysis-module/data/download-data/understanding-your-dataset/
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from voc.ingest.surveys.dialects import Dialect, find_uses
from voc.tables.table import Table, tidy_name

# Values of "DistributionChannel" and "Status" that are no answers: previews, tests and spam.
_TEST_CHANNEL = {
    *("survey preview", "preview", "survey test", "spam", "possible spam", "survey preview spam"),
    *("offline survey preview", "umfragevorschau", "vorschau"),
}
# A coded export has numbers for the status.
_TEST_STATUS = {*_TEST_CHANNEL, "1", "2", "8", "9", "12", "17"}


def _is_qualtrics(table: Table) -> bool:
    return len(table.rows) >= 2 and sum('"ImportId"' in cell for cell in table.rows[1]) >= 2


def _tidy_qualtrics(table: Table) -> Table:
    """Since 2017: names, question texts, and ids such as ``{"ImportId":"QID31_TEXT"}``; ``_TEXT`` marks open text."""
    questions = _questions(table, table.rows[0])
    open_columns = frozenset(
        position for position, cell in enumerate(table.rows[1]) if re.search(r'"QID\d+(?:_\w+)*_TEXT\w*"', cell)
    )
    return _without_tests(replace(table, questions=questions, open_columns=open_columns), n_header_rows=2)


def _is_legacy(table: Table) -> bool:
    return table.header[:2] == ("V1", "V2") and len(table.rows) >= 1


def _tidy_legacy(table: Table) -> Table:
    """Before 2017: V1, V2 … with their meaning in the second row."""
    questions = _questions(table, table.rows[0])
    header = tuple(
        text if re.fullmatch(r"V\d+", name) else name for name, text in zip(table.header, questions, strict=True)
    )
    return _without_tests(replace(table, header=header, questions=questions), n_header_rows=1)


def _questions(table: Table, row: Sequence[str]) -> tuple[str, ...]:
    return tuple(tidy_name(cell) or name for cell, name in zip(row, table.header, strict=True))


def _without_tests(table: Table, *, n_header_rows: int) -> Table:
    """The rows below the further header rows; tests stay as empty rows, so that the numbers of the rows are right."""
    names = [name.casefold() for name in table.header]
    answers = table.rows[n_header_rows:]
    status = [position for position, name in enumerate(names) if name == "status"]
    channel = [position for position, name in enumerate(names) if name == "distributionchannel"]
    is_test = [
        any(row[position].strip().casefold() in _TEST_STATUS for position in status)
        or any(row[position].strip().casefold() in _TEST_CHANNEL for position in channel)
        for row in answers
    ]
    uses = find_uses(names, "qualtrics")
    if "date" not in uses.values():
        uses |= {position: "date" for position, name in enumerate(names) if name == "enddate"}
    tidy = replace(
        table,
        rows=[[""] * len(row) if test else row for row, test in zip(answers, is_test, strict=True)],
        first_row=table.first_row + n_header_rows,
        uses=uses,
    )
    return tidy.with_note(f"{sum(is_test)} previews, tests or spam were left out.") if any(is_test) else tidy


DIALECTS = (
    Dialect("qualtrics", "Qualtrics", _is_qualtrics, _tidy_qualtrics, verified=True),
    Dialect("qualtrics-legacy", "Qualtrics (before 2017)", _is_legacy, _tidy_legacy, verified=True),
)
