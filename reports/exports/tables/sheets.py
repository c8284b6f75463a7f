"""Tables for spreadsheets: text stays text, whatever it starts with, and the same rows give the same bytes."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass

Cell = str | int | float | None
"""None is "no data": an empty cell, never a zero."""
Row = Sequence[Cell]

CELL_LIMIT = 32_767
"""Characters that a spreadsheet cell holds; a longer verbatim is left out rather than cut."""

_FORMULA = re.compile(r"[=+\-@\t\r]")


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under the names of their fields; ``name`` is the file's and, under ``table.sheet_<name>``, the sheet's."""

    name: str
    columns: Sequence[str]
    rows: Sequence[Row]


def guard(text: str) -> str:
    """A leading apostrophe before what a spreadsheet would take for a formula.

    >>> guard("=1+1"), guard("- late"), guard("late")
    ("'=1+1", "'- late", 'late')
    """
    return f"'{text}" if _FORMULA.match(text) else text


def csv_text(header: Sequence[str], rows: Sequence[Row]) -> str:
    """A table as CSV with LF line ends and guarded cells; all text is quoted (a bare CR would end a row otherwise)."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\n", quoting=csv.QUOTE_NONNUMERIC)
    writer.writerow([guard(name) for name in header])
    writer.writerows([guard(cell) if isinstance(cell, str) else cell for cell in row] for row in rows)
    return buffer.getvalue()
