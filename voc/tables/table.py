"""A table as it was found: a header, question texts, rows of strings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from voc.files.decode import tidy

Use = Literal["respondent", "row", "date", "rating", "text", "title", "closed", "personal", "ignore"]
"""What an export's own conventions say about a column: "row" is the number of an answer sheet, which is no person's
in another file; "closed" is an answer from a list, never free text."""


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet. ``header`` is unique names; ``questions`` are aligned with it (the name where there is no other).

    ``rows`` have exactly as many cells as ``header``; the first is row ``first_row`` of the file as a spreadsheet
    shows it. ``reason`` is set when only a part could be read. ``open_columns`` are positions that the export itself
    marks as open text (empty when it does not). ``cells`` is the first row as it was written, before names were made
    unique. ``uses`` and ``scales`` map positions to what the export's conventions say: how a column is used, and the
    lowest and highest value of a rating.
    """

    header: tuple[str, ...]
    questions: tuple[str, ...]
    rows: Sequence[list[str]]
    first_row: int = 2
    sheet: str = ""
    notes: tuple[str, ...] = ()
    reason: str = ""
    open_columns: frozenset[int] = frozenset()
    cells: tuple[str, ...] = ()
    uses: Mapping[int, Use] = field(default_factory=dict)
    scales: Mapping[int, tuple[float, float]] = field(default_factory=dict)

    def label(self, position: int) -> str:
        """What to call a column in front of people: its question where it is only a code, made unique by the code."""
        question, name = self.questions[position], self.header[position]
        if question == name or self.questions.count(question) == 1:
            return question
        return f"{question} ({name})" if len(name) <= 30 else name

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


def to_plain(table: Table) -> dict[str, Any]:
    """Everything but the rows, as JSON can carry it."""
    return {
        "header": table.header,
        "questions": table.questions,
        "first_row": table.first_row,
        "sheet": table.sheet,
        "notes": table.notes,
        "reason": table.reason,
        "open_columns": sorted(table.open_columns),
        "cells": table.cells,
        "uses": sorted(table.uses.items()),
        "scales": sorted(table.scales.items()),
    }


def from_plain(about: Mapping[str, Any], rows: list[list[str]]) -> Table:
    """The table that `to_plain` was made from, with its rows."""
    return Table(
        header=tuple(about["header"]),
        questions=tuple(about["questions"]),
        rows=rows,
        first_row=about["first_row"],
        sheet=about["sheet"],
        notes=tuple(about["notes"]),
        reason=about["reason"],
        open_columns=frozenset(about["open_columns"]),
        cells=tuple(about["cells"]),
        uses=dict(about["uses"]),
        scales={position: (low, high) for position, (low, high) in about["scales"]},
    )
