"""Empty the cells that hold a code for "no answer", where they cannot be an answer ("-99" among texts)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace

from voc.tables.missing_answers import CODES, code_in, is_bracketed
from voc.tables.table import Table

MIN_WORDS_OF_TEXT = 2.5
"""Mean words of the other cells of a column in which a bare code is no text."""
MAX_EXAMPLES = 4
"""Different cells that a note quotes."""
_MAX_CODE = 80
"""Characters of the longest code with its words."""


def without_missing_cells(table: Table) -> Table:
    """The table with codes of missing answers emptied, and a note that counts them.

    A bracketed "[NA] …" is one in any column. A bare negative code is one among texts, and among numbers that are
    never negative otherwise; 99 may be an age, so that positive codes count only among texts.
    """
    counts: Counter[str] = Counter()
    rows: list[list[str]] | None = None
    for position in range(len(table.header)):
        cells = Counter(row[position] for row in table.rows)
        codes = {cell for cell in _codes_in(cells) if cell}
        if not codes:
            continue
        rows = [list(row) for row in table.rows] if rows is None else rows
        for row in rows:
            if row[position] in codes:
                counts[row[position].strip()] += 1
                row[position] = ""
    if rows is None:
        return table
    listed = ", ".join(f"'{cell}'" for cell, _ in counts.most_common(MAX_EXAMPLES))
    more = f" and {len(counts) - MAX_EXAMPLES} more" if len(counts) > MAX_EXAMPLES else ""
    return replace(table, rows=rows).with_note(
        f"Codes of missing answers ({listed}{more}) were read as empty cells: {counts.total()}."
    )


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
