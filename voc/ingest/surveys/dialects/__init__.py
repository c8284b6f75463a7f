"""Conventions of survey programs and review portals.

A dialect turns a table as read into one with a single header row, questions in words, and the use of the columns that
the program always writes (`dialects.toml`). `voc.ingest.surveys.survey_reader` tries all dialects.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

from voc.tables.column_names import name_key
from voc.tables.dates import is_date
from voc.tables.table import Table, Use

UNVERIFIED = (
    "Read as an export of {label}. This reader is unverified: it was never tested on a real file. Check the columns "
    "below, and correct them in voc.toml."
)


@dataclass(frozen=True, slots=True)
class Dialect:
    """One program's convention.

    Attributes:
        name: first part of the reader's name in the study.
        label: the program's name in messages.
        recognise: whether a table, as read, is such an export.
        tidy: gives it a single header row and the uses of its columns.
        verified: whether the reader was tested on real files.
    """

    name: str
    label: str
    recognise: Callable[[Table], bool]
    tidy: Callable[[Table], Table]
    verified: bool = False

    def read(self, table: Table) -> Table:
        """The tidy table, with a note when the reader is unverified."""
        tidy = self.tidy(table)
        # What a code plan says of the other columns.
        tidy = replace(tidy, uses={**table.uses, **tidy.uses})
        return tidy if self.verified else tidy.with_note(UNVERIFIED.format(label=self.label))


@cache
def _known_uses() -> Mapping[str, Mapping[str, Use]]:
    """Program → name of a column → its use."""
    programs = tomllib.loads((files("voc.ingest.surveys.dialects") / "dialects.toml").read_text("utf-8"))
    return {program: {name: use for use, names in uses.items() for name in names} for program, uses in programs.items()}


def find_uses(names: Iterable[str], program: str) -> dict[int, Use]:
    """Position → use of every column whose name ``program`` always writes; the first of two with the same name."""
    known = _known_uses()[program]
    first: dict[str, int] = {}
    for position, name in enumerate(names):
        first.setdefault(name, position)
    return {position: known[name] for name, position in first.items() if name in known}


def is_technical(name: str) -> bool:
    """Whether a survey program writes a column of this name about its own work."""
    return any(uses.get(name_key(name)) == "ignore" for uses in _known_uses().values())


def header_cells(table: Table) -> tuple[str, ...]:
    """The header as written, on one line each."""
    return tuple(" ".join(cell.split()) for cell in table.cells or table.header)


def header_keys(table: Table) -> tuple[str, ...]:
    """The header as `dialects.toml` writes names."""
    return tuple(name_key(cell) for cell in table.cells or table.header)


def is_dated(table: Table, column: int) -> bool:
    """Whether at least 90 % of the first 50 cells of a column that are filled are dates."""
    filled = [row[column] for row in table.rows[:50] if row[column].strip()]
    return bool(filled) and sum(map(is_date, filled)) >= 0.9 * len(filled)
