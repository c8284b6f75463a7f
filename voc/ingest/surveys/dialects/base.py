"""What an export's convention is: how to recognise it, and how to make a plain table of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from voc.ingest.surveys.aliases import key
from voc.tables.table import Table, Use

UNVERIFIED = (
    "Read as an export of {label}. This convention is unverified, please confirm: no real file of it was at hand "
    "when its reader was written. Check the columns below, and correct them in voc.toml."
)


@dataclass(frozen=True, slots=True)
class Dialect:
    """``recognise`` looks at a table as it was found; ``tidy`` makes it one with a single header and known uses.

    ``verified`` when it was tested on real files; ``label`` is the program's name.
    """

    name: str
    label: str
    recognise: Callable[[Table], bool]
    tidy: Callable[[Table], Table]
    verified: bool = False

    def read(self, table: Table) -> Table:
        """The tidy table, with a note when nobody has seen a real file of this kind."""
        tidy = self.tidy(table)
        return tidy if self.verified else tidy.with_note(UNVERIFIED.format(label=self.label))


def keys(table: Table) -> tuple[str, ...]:
    """The names of the first row, for comparison."""
    return tuple(key(cell) for cell in table.cells or table.header)


def uses(names: Iterable[str], known: Mapping[str, Use]) -> dict[int, Use]:
    """The use of every column whose name is known; the first of two columns with the same name."""
    found: dict[int, Use] = {}
    taken: set[str] = set()
    for position, name in enumerate(names):
        if name in known and name not in taken:
            found[position] = known[name]
            taken.add(name)
    return found
