"""What the readers of figures share: columns by their names in German and English, and what they hand back."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from voc.errors import FormatError
from voc.numbers.touchpoint_names import Places
from voc.schema import Experiment, Metric
from voc.tables.cells import parse_count
from voc.tables.number_sheets import NumberSheet

Columns = Mapping[str, Collection[str]]
"""What a column means → how vendors head it, in lower case."""


@dataclass(frozen=True, slots=True)
class Figures:
    """What a sheet gave. ``people`` maps an id as the vendor writes it, in lower case, to attributes; ``loose`` are
    labels at no touchpoint."""

    metrics: tuple[Metric, ...] = ()
    experiments: tuple[Experiment, ...] = ()
    people: Mapping[str, Mapping[str, float | str]] = field(default_factory=dict)
    loose: tuple[str, ...] = ()


class Reader(Protocol):
    """One kind of export. ``title`` names it in messages; ``needs`` are the columns that it cannot do without."""

    title: str
    needs: Columns

    def read(self, sheet: NumberSheet, places: Places) -> Figures | None:
        """The sheet's figures, None when it is of another kind."""


def folded(title: str) -> str:
    """A column's name as aliases are written; without the marks of sorting and of required fields."""
    return " ".join(title.replace("\u00a0", " ").casefold().split()).strip("*: ↑↓")


def position(sheet: NumberSheet, aliases: Collection[str]) -> int | None:
    """The first column with one of these names."""
    return next((i for i, title in enumerate(sheet.header) if folded(title) in aliases), None)


def positions(sheet: NumberSheet, columns: Columns) -> dict[str, int]:
    """Every column that is there, by its meaning."""
    found = {meaning: position(sheet, aliases) for meaning, aliases in columns.items()}
    return {meaning: at for meaning, at in found.items() if at is not None}


def missing(sheet: NumberSheet, needs: Columns) -> list[str]:
    """Meanings of columns that are not there."""
    there = positions(sheet, needs)
    return [meaning for meaning in needs if meaning not in there]


def whole(sheet: NumberSheet, row: tuple[int, Sequence[str]], at: int) -> int:
    """A count of at least 0.

    Raises:
        FormatError: the cell holds none; the message names file, row and column.
    """
    number, cells = row
    value = parse_count(cells[at])
    if value is None or value < 0:
        raise FormatError(
            f"{sheet.name} row {number}: '{sheet.header[at]}' must be a whole number from 0, found '{cells[at]}'. "
            "Correct the cell."
        )
    return value
