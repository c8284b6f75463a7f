"""Empty the cells in which a spreadsheet shows an error: whoever typed "- too slow" there is not quoted as "#NAME?"."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

from voc.tables.listing import list_some
from voc.tables.table import Table

MAX_COLUMNS = 5
"""Columns that the note names."""
_ERROR = re.compile(
    r"\s*(?:#(?:NAME|NOM|REF|VALUE|NULL|DIV/0|NUM|SPILL|CALC|FIELD|WERT|BEZUG|ZAHL|FELD|ÜBERLAUF|KALK)[!?]|#N/?[AV]|#N/D"
    r"|Err:5\d\d|#ERROR!?)\s*",
    re.I,
)


def without_error_cells(table: Table) -> Table:
    """The table with errors of spreadsheets emptied, and a note that says where: the words in them are lost.

    A text that begins with "=", "+", "-" or "@" is taken for a formula when a file is opened in Excel.
    """
    if not any("#" in cell or "Err:" in cell for row in table.rows for cell in row):
        return table
    counts: Counter[int] = Counter()
    rows: list[list[str]] = []
    for row in table.rows:
        wrong = [position for position, cell in enumerate(row) if _ERROR.fullmatch(cell)]
        counts.update(wrong)
        rows.append([("" if position in wrong else cell) for position, cell in enumerate(row)] if wrong else list(row))
    if not counts:
        return table
    listed = list_some([f"'{table.header[position]}' ({n})" for position, n in sorted(counts.items())], MAX_COLUMNS)
    return replace(table, rows=rows).with_note(
        f"Cells with an error of the spreadsheet (#NAME? and the like) hold no words, and were read as empty: "
        f"{listed}. Export the answers again if somebody wrote there."
    )
