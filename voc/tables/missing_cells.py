"""Empty the cells that hold a code for "no answer", where they cannot be an answer ("-99" among texts)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace

from voc.tables.listing import list_some
from voc.tables.missing_answers import CODES, code_in, codes_explained, is_bracketed
from voc.tables.table import Table

MIN_WORDS_OF_TEXT = 2.5
"""Mean words of the other cells of a column in which a bare code is no text."""
MIN_POSITIVE_CODE = 50
"""A positive code above all levels of a scale; 11 to 50 may count something."""
MAX_LEVEL = 10
"""The highest level of a scale beside which a positive code is none."""
MIN_LEVELS = 3
"""Different levels beside such a code."""
MIN_CELLS = 6
"""Cells with a level beside such a code."""
MAX_EXAMPLES = 4
"""Different cells that a note quotes."""
_MAX_CODE = 80
"""Characters of the longest code with its words."""


def without_missing_cells(table: Table) -> Table:
    """The table with codes of missing answers emptied, and a note that counts them.

    A bracketed "[NA] …" is one in any column, and so is a number that the header explains ("99 = not applicable"). A
    bare negative code is one among texts, and among numbers that are never negative otherwise; 99 may be an age, so
    that positive codes count only among texts and beside numbers of a short scale.
    """
    counts: Counter[str] = Counter()
    rows: list[list[str]] | None = None
    for position in range(len(table.header)):
        cells = Counter(row[position] for row in table.rows)
        explained = codes_explained(f"{table.header[position]} {table.questions[position]}")
        codes = {cell for cell in (*_codes_in(cells), *(c for c in cells if code_in(c) in explained)) if cell}
        if not codes:
            continue
        rows = [list(row) for row in table.rows] if rows is None else rows
        for row in rows:
            if row[position] in codes:
                counts[row[position].strip()] += 1
                row[position] = ""
    if rows is None:
        return table
    return replace(table, rows=rows).with_note(note_on_codes(counts))


def note_on_codes(counts: Counter[str]) -> str:
    """A sentence about the emptied cells, by what was written in them."""
    listed = list_some([f"'{cell}'" for cell, _ in counts.most_common()], MAX_EXAMPLES)
    return f"Codes of missing answers ({listed}) were read as empty cells: {counts.total()}."


def _codes_in(cells: Counter[str]) -> Iterator[str]:
    """The different cells of a column that are certainly no answers."""
    short = {cell: text for cell in cells if 0 < len(text := cell.strip()) <= _MAX_CODE}
    yield from (cell for cell, text in short.items() if is_bracketed(text))
    numbers = {cell: number for cell, text in short.items() if (number := code_in(text)) is not None}
    suspects = {cell for cell, number in numbers.items() if number in CODES or number < 0}
    if suspects:
        yield from _codes_beside(suspects, numbers, cells)


def _codes_beside(suspects: Collection[str], numbers: Mapping[str, float], cells: Counter[str]) -> Iterator[str]:
    others = {cell: n for cell, n in cells.items() if cell.strip() and cell not in numbers}
    n_words = sum(n * len(cell.split()) for cell, n in others.items())
    n_others = sum(others.values())
    n_suspects = sum(cells[cell] for cell in suspects)
    is_text = n_others > n_suspects and n_words >= MIN_WORDS_OF_TEXT * n_others
    if is_text and set(numbers) == set(suspects):
        yield from suspects
        return
    # Whoever writes −9 for "no answer" has no other numbers below zero.
    usual = {cell for cell in suspects if numbers[cell] in CODES and numbers[cell] < 0}
    is_measured = any(numbers[cell] < 0 for cell in numbers if cell not in usual)
    n_usual = sum(cells[cell] for cell in usual)
    if not is_measured and n_others + sum(cells[cell] for cell in numbers) > 2 * n_usual:
        yield from usual
    # 99 among 1 to 6 is on no scale.
    positive = {cell for cell in suspects if numbers[cell] > MIN_POSITIVE_CODE}
    levels = {cell: number for cell, number in numbers.items() if cell not in suspects}
    n_levels = sum(cells[cell] for cell in levels)
    is_scale = (
        len(set(levels.values())) >= MIN_LEVELS and 0 <= min(levels.values()) <= max(levels.values()) <= MAX_LEVEL
    )
    if positive and is_scale and n_levels >= max(MIN_CELLS, 2 * sum(cells[cell] for cell in positive)):
        yield from positive
