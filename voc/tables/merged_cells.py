"""Merged cells of a spreadsheet: headers over several columns and rows, and values that hold for several rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from voc.tables.cells import parse_rating
from voc.tables.dates import is_date
from voc.tables.table import HEADER_SEARCH_ROWS, find_header, tidy_name

MAX_HEADER_ROWS = 4
"""Header rows that merged cells can make; a taller merged cell is a remark beside the table."""
MAX_REPEATED_CELL = 120
"""Characters of a merged cell that holds for all of its rows. A longer one is a single answer, and is read once."""


@dataclass(frozen=True, slots=True)
class MergedCells:
    """A merged cell, by its first and last row and column, counted from 0. Its value is in the first of both."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class MergedHeader:
    """The header of a sheet: its rows from ``start`` to before ``end``, and one name per column."""

    start: int
    end: int
    names: tuple[str, ...]


def find_merged_header(rows: Sequence[list[str]], merged: Sequence[MergedCells]) -> MergedHeader | None:
    """The header of a sheet, None when the sheet is empty. Header rows that merged cells connect become one name."""
    width = len(rows[0]) if rows else 0
    # A cell merged over the whole table is its title.
    used = [position for position in range(width) if any(row[position] for row in rows)]
    wide = [
        cell
        for cell in merged
        if cell.right > cell.left and used and not (cell.left <= used[0] and cell.right >= used[-1])
    ]
    filled = _filled(rows[: HEADER_SEARCH_ROWS + MAX_HEADER_ROWS], wide)
    start = find_header(filled)
    if start < 0:
        return None
    end = _header_end(start, rows, wide, merged)
    names = []
    for position in range(width):
        parts = dict.fromkeys(tidy_name(filled[row][position]) for row in range(start, end))
        names.append(" – ".join(part for part in parts if part))
    # A single header row keeps its texts as written, because a dialect may compare them.
    return MergedHeader(start, end, tuple(names) if end - start > 1 else tuple(rows[start]))


def _filled(rows: Sequence[list[str]], wide: Sequence[MergedCells]) -> list[list[str]]:
    """The first rows, with the text of each wide cell in all of its columns."""
    filled = [list(row) for row in rows]
    for cell in wide:
        for row in filled[cell.top : cell.bottom + 1]:
            row[cell.left : cell.right + 1] = [rows[cell.top][cell.left]] * (cell.right - cell.left + 1)
    return filled


def _header_end(
    start: int, rows: Sequence[list[str]], wide: Sequence[MergedCells], merged: Sequence[MergedCells]
) -> int:
    """The row below the header: merged cells reach down from its first row, or have names of their own below them."""
    end = start + 1
    for _ in range(MAX_HEADER_ROWS - 1):
        last = end - 1
        has_columns = end < len(rows) and any(
            cell.top <= last <= cell.bottom and _are_names(rows[end][cell.left : cell.right + 1]) for cell in wide
        )
        reaches_down = any(cell.top <= last < cell.bottom for cell in merged)
        if not (has_columns or reaches_down) or end + 1 >= len(rows):
            break
        end += 1
    return end


def _are_names(cells: Sequence[str]) -> bool:
    """Whether the cells below a wide cell name its columns: at least two, none of them a number or date."""
    filled = [cell for cell in cells if cell]
    return len(filled) >= 2 and not any(parse_rating(cell) is not None or is_date(cell) for cell in filled)


def fill_merged_rows(rows: Sequence[list[str]], merged: Sequence[MergedCells], *, first_row: int) -> None:
    """Repeat the value of every merged cell below ``first_row`` in all of its rows, in place."""
    for cell in merged:
        if cell.bottom == cell.top or cell.top < first_row:
            continue
        value = rows[cell.top][cell.left] if cell.top < len(rows) else ""
        if 0 < len(value) <= MAX_REPEATED_CELL:
            for row in rows[cell.top + 1 : cell.bottom + 1]:
                row[cell.left] = value
