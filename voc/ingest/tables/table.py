"""A table as it was found: a header, question texts, rows of strings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from voc.ingest.decode import tidy


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet. ``header`` is unique names; ``questions`` are aligned with it (the name where there is no other).

    ``rows`` have exactly as many cells as ``header``; the first is row ``first_row`` of the file as a spreadsheet
    shows it. ``reason`` is set when only a part could be read. ``open_columns`` are positions that the export itself
    marks as open text (empty when it does not).
    """

    header: tuple[str, ...]
    questions: tuple[str, ...]
    rows: Sequence[list[str]]
    first_row: int = 2
    sheet: str = ""
    notes: tuple[str, ...] = ()
    reason: str = ""
    open_columns: frozenset[int] = frozenset()

    def with_note(self, note: str) -> Table:
        """The same table with one more note."""
        return replace(self, notes=(*self.notes, note))


def tidy_name(name: str) -> str:
    """A column's name without line breaks and doubled spaces."""
    return " ".join(tidy(name).split())


def make_header(cells: Iterable[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Unique, non-empty column names, and notes about names that had to change.

    >>> make_header(["Comment", "", "Comment"])[0]
    ('Comment', 'Column 2', 'Comment (2)')
    """
    names: list[str] = []
    used: set[str] = set()
    doubled: list[str] = []
    for position, cell in enumerate(cells, start=1):
        base = tidy_name(cell) or f"Column {position}"
        name, number = base, 1
        while name in used:
            number += 1
            name = f"{base} ({number})"
        if number > 1:
            doubled.append(base)
        names.append(name)
        used.add(name)
    notes: tuple[str, ...] = ()
    if doubled:
        listed = ", ".join(f"'{name}'" for name in dict.fromkeys(doubled))
        notes = (f"Several columns have the same name and were numbered: {listed}.",)
    return tuple(names), notes
