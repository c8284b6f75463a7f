"""Headers of two rows, as merged cells give them: groups above, names below."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from voc.ingest.surveys import ratings
from voc.tables import dates
from voc.tables.table import Table, make_header, tidy_name

_MAX_NAME = 120


def combine(
    upper: Sequence[str], lower: Sequence[str], *, fixed: Collection[int] = ()
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """(header, questions) of two rows: a name above holds until the next; "above – below" where both say something.

    ``fixed`` are positions that no name from the left reaches.

    >>> combine(["Age", "Why?", ""], ["", "first", "second"])[0]
    ('Age', 'Why? – first', 'Why? – second')
    """
    names: list[str] = []
    group = ""
    pairs = zip(map(tidy_name, upper), map(tidy_name, lower), strict=True)
    for position, (above, below) in enumerate(pairs):
        group = "" if position in fixed else above or group
        name = above if position in fixed else group
        names.append(f"{name} – {below}" if name and below and below.casefold() != name.casefold() else name or below)
    header, _ = make_header(names)
    return header, tuple(name or unique for name, unique in zip(names, header, strict=True))


def with_one_header(table: Table) -> Table:
    """The table with both header rows in one, when it has two; else as it is."""
    if not _has_two(table):
        return table
    header, questions = combine(table.cells, table.rows[0])
    return replace(
        table, header=header, questions=questions, rows=table.rows[1:], first_row=table.first_row + 1
    ).with_note("Two header rows (merged cells) were read as one.")


def _has_two(table: Table) -> bool:
    """Blanks in the first row to the right of a name, with a name below each of them that no later row repeats.

    Columns that stand alone have nothing in the second row (their cell reaches down); where there is none of these,
    most columns have to hold numbers below their names.
    """
    upper = [cell.strip() for cell in table.cells]
    blank = [position for position in range(1, len(upper)) if not upper[position] and any(upper[:position])]
    if len(table.rows) < 2 or not blank:
        return False
    lower = [cell.strip() for cell in table.rows[0]]
    below = [cell for cell in lower if cell]
    if not all(lower[position] for position in blank):
        return False
    if any(len(cell) > _MAX_NAME or ratings.number(cell) is not None or dates.is_date(cell) for cell in below):
        return False
    rows = table.rows[1:500]
    if any(row[position].strip() == lower[position] for row in rows for position in blank):
        return False
    alone = [p for p in range(len(upper)) if p not in blank and p + 1 not in blank]
    if alone:
        return not any(lower[position] for position in alone)
    numeric = sum(all(ratings.number(row[p]) is not None for row in rows if row[p].strip()) for p in range(len(upper)))
    return numeric >= 0.5 * len(upper)


def first_header(rows: Sequence[Sequence[str]]) -> int:
    """The position of the header: titles above it fill fewer than half of the cells that the fullest row fills.

    -1 when all rows are empty.
    """
    widths = [sum(bool(cell.strip()) for cell in row) for row in rows[:50]]
    if not widths or max(widths) == 0:
        return -1
    return next(position for position, width in enumerate(widths) if width >= max(1, 0.5 * max(widths)))
