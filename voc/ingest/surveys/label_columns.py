"""Find the columns of a table whose cells are the labels of a rating scale ("eher zufrieden", "👍")."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence

from voc.ingest.surveys.column_profile import ColumnProfile
from voc.tables import column_names
from voc.tables.cells import parse_rating
from voc.tables.rating_labels import LabelScale, find_label_scale, label_key, read_label
from voc.tables.table import Table

MAX_LABELS = 14
"""Different cells of such a column: seven levels, "keine Angabe" and some that are misspelt."""
_MAX_UNKNOWN = 0.05
"""Share (0–1) of cells that may be something else; they are left out."""


def find_label_columns(table: Table, profiles: Sequence[ColumnProfile]) -> dict[int, LabelScale]:
    """Position → scale of every column of labels. A column that is called "comment" is none."""
    columns: dict[int, Counter[str]] = {}
    for position, profile in enumerate(profiles):
        if 2 <= profile.distinct <= MAX_LABELS and profile.dates < 0.5:
            cells = Counter(cell for row in table.rows if (cell := row[position].strip()))
            # "Feedback" may hold "good", as somebody wrote it, but nobody writes nothing but thumbs.
            is_text = column_names.is_called_text(table.header[position]) and any(map(_has_letters, cells))
            if not is_text and any(map(label_key, cells)) and not all(map(_is_number, cells)):
                columns[position] = cells
    names = {position: f"{table.header[position]} {table.questions[position]}" for position in columns}
    scales = {p: scale for p, cells in columns.items() if (scale := _find_scale(cells, names[p], ())) is not None}
    # A level that nobody chose in one row of a grid may be chosen in the others.
    siblings = {label for scale in scales.values() for label in scale.shares}
    return {p: scale for p in scales if (scale := _find_scale(columns[p], names[p], siblings)) is not None}


def _find_scale(cells: Counter[str], name: str, siblings: Collection[str]) -> LabelScale | None:
    if (scale := find_label_scale(cells, name, siblings=siblings)) is not None or len(cells) > MAX_LABELS:
        return scale
    known = [cell for cell in cells if read_label(label_key(cell)) is not None]
    if sum(cells[cell] for cell in known) < (1 - _MAX_UNKNOWN) * cells.total():
        return None
    return find_label_scale(known, name, siblings=siblings)


def _has_letters(cell: str) -> bool:
    return any(map(str.isalpha, cell))


def _is_number(cell: str) -> bool:
    return parse_rating(cell) is not None and not _has_letters(cell)
