"""Survey exports whose first rows are more than one header. A new one: a function pair, and one entry in DIALECTS."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from voc.ingest.tables.table import Table, tidy_name


@dataclass(frozen=True, slots=True)
class Dialect:
    """``recognise`` looks at a table as it was found; ``tidy`` makes it one with a single header."""

    name: str
    recognise: Callable[[Table], bool]
    tidy: Callable[[Table], Table]


def _is_qualtrics(table: Table) -> bool:
    return len(table.rows) >= 2 and sum('"ImportId"' in cell for cell in table.rows[1]) >= 2


def _tidy_qualtrics(table: Table) -> Table:
    """Qualtrics since 2017: names, question texts, ``{"ImportId":"QID31_TEXT"}``; ``_TEXT`` marks open text."""
    questions = tuple(tidy_name(cell) or name for cell, name in zip(table.rows[0], table.header, strict=True))
    marked = frozenset(
        position for position, cell in enumerate(table.rows[1]) if re.search(r'"QID\d+(?:_\d+)*_TEXT"', cell)
    )
    status = next(
        (p for p, name in enumerate(table.header) if name.casefold() in {"status", "distributionchannel"}), None
    )
    rows = list(table.rows[2:])
    previews = 0
    if status is not None:
        kept = [
            row
            for row in rows
            if row[status].strip().casefold() not in {"survey preview", "spam", "preview", "vorschau"}
        ]
        previews, rows = len(rows) - len(kept), kept
    tidy = replace(table, questions=questions, rows=rows, first_row=table.first_row + 2, open_columns=marked)
    return tidy.with_note(f"{previews} previews were left out.") if previews else tidy


def _is_legacy_qualtrics(table: Table) -> bool:
    return table.header[:2] == ("V1", "V2") and len(table.rows) >= 1


def _tidy_legacy_qualtrics(table: Table) -> Table:
    """Qualtrics before 2017: V1, V2 … with their meaning in the second row."""
    questions = tuple(tidy_name(cell) or name for cell, name in zip(table.rows[0], table.header, strict=True))
    header = tuple(
        text if re.fullmatch(r"V\d+", name) else name for name, text in zip(table.header, questions, strict=True)
    )
    return replace(table, header=header, questions=questions, rows=table.rows[1:], first_row=table.first_row + 1)


DIALECTS: tuple[Dialect, ...] = (
    Dialect("qualtrics", _is_qualtrics, _tidy_qualtrics),
    Dialect("qualtrics-legacy", _is_legacy_qualtrics, _tidy_legacy_qualtrics),
)
