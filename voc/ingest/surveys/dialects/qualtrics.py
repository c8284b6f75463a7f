"""Qualtrics: two or three header rows, and rows of previews and tests.

https://www.qualtrics.com/support/survey-platform/data-and-analysis-module/data/download-data/understanding-your-dataset/
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from voc.ingest.surveys.dialects.base import Dialect, uses
from voc.tables.table import Table, Use, tidy_name

_USES: dict[str, Use] = {
    "responseid": "row", "recordeddate": "date", "enddate": "ignore", "startdate": "ignore", "status": "ignore",
    "responseset": "ignore", "progress": "ignore", "finished": "ignore", "duration (in seconds)": "ignore",
    "distributionchannel": "ignore", "userlanguage": "ignore", "ipaddress": "personal", "name": "personal",
    "recipientlastname": "personal", "recipientfirstname": "personal", "recipientemail": "personal",
    "email": "personal", "emailaddress": "personal", "externalreference": "personal",
    "externaldatareference": "personal", "locationlatitude": "personal", "locationlongitude": "personal",
    "locationaccuracy": "personal",
}  # fmt: skip
_TESTS = {
    "survey preview", "preview", "survey test", "spam", "possible spam", "survey preview spam",
    "offline survey preview", "umfragevorschau", "vorschau", "1", "2", "8", "9", "12", "17",
}  # fmt: skip
"""Values of Status that are no answers: previews, tests and spam, in words or as the numbers of a coded export."""


def _is_qualtrics(table: Table) -> bool:
    return len(table.rows) >= 2 and sum('"ImportId"' in cell for cell in table.rows[1]) >= 2


def _tidy_qualtrics(table: Table) -> Table:
    """Since 2017: names, question texts, ``{"ImportId":"QID31_TEXT"}``; ``_TEXT`` marks open text."""
    questions = _questions(table, table.rows[0])
    marked = frozenset(
        position for position, cell in enumerate(table.rows[1]) if re.search(r'"QID\d+(?:_\w+)*_TEXT\w*"', cell)
    )
    return _answers(replace(table, questions=questions, open_columns=marked), table.rows[2:], 2)


def _is_legacy(table: Table) -> bool:
    return table.header[:2] == ("V1", "V2") and len(table.rows) >= 1


def _tidy_legacy(table: Table) -> Table:
    """Before 2017: V1, V2 … with their meaning in the second row."""
    questions = _questions(table, table.rows[0])
    header = tuple(
        text if re.fullmatch(r"V\d+", name) else name for name, text in zip(table.header, questions, strict=True)
    )
    return _answers(replace(table, header=header, questions=questions), table.rows[1:], 1)


def _questions(table: Table, row: Sequence[str]) -> tuple[str, ...]:
    return tuple(tidy_name(cell) or name for cell, name in zip(row, table.header, strict=True))


def _answers(table: Table, rows: Sequence[list[str]], heads: int) -> Table:
    """Only real answers; rows keep their places by staying empty where a preview was."""
    names = [name.casefold() for name in table.header]
    checked = [position for position, name in enumerate(names) if name in {"status", "distributionchannel"}]
    kept = [_blank(row) if _is_test(row, checked, names) else row for row in rows]
    previews = sum(new is not old for new, old in zip(kept, rows, strict=True))
    known = uses(names, _USES)
    if "date" not in known.values():
        known |= {position: "date" for position, name in enumerate(names) if name == "enddate"}
    tidy = replace(table, rows=kept, first_row=table.first_row + heads, uses=known)
    return tidy.with_note(f"{previews} previews, tests or spam were left out.") if previews else tidy


def _blank(row: list[str]) -> list[str]:
    return [""] * len(row)


def _is_test(row: list[str], checked: Sequence[int], names: Sequence[str]) -> bool:
    return any(
        (value := row[position].strip().casefold()) in _TESTS and (names[position] == "status" or not value.isdigit())
        for position in checked
    )


DIALECTS = (
    Dialect("qualtrics", "Qualtrics", _is_qualtrics, _tidy_qualtrics, verified=True),
    Dialect("qualtrics-legacy", "Qualtrics (before 2017)", _is_legacy, _tidy_legacy, verified=True),
)
