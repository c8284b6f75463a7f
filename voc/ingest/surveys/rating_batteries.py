"""Columns of bare numbers that look like ratings: those of one battery ("A102_01", "A102_02": 1 to 5), and single ones.

In a battery people rate several statements on one scale. Where the columns' words speak of rating it is read as
ratings; where nothing does, frequencies and amounts look the same, and a note asks.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from statistics import correlation

from voc.ingest.surveys.column_profile import is_known_attribute
from voc.tables import column_names
from voc.tables.missing_answers import is_no_answer
from voc.tables.table import Table

_HIGHEST = frozenset({5, 6, 7, 10, 11})
"""Ends of usual scales of rating; four levels and fewer are as often kinds of something."""
MIN_LEVELS = 4
"""Different values of a battery or a single column; with fewer they are as often kinds of something."""
MIN_ROWS = 5
"""Rows with a number; fewer show no scale."""
MIN_PAIRS = 8
"""Rows with a rating and others beside it; fewer show no direction."""
MAX_CORRELATION = -0.5
"""Correlation with the mean of the other ratings of a row from which down a column runs against them."""
_NUMBER_LAST = re.compile(r"(?P<stem>\w{1,60}?)[_.\-\[(]{0,2}\d{1,3}[\])]?")
_STATEMENT_LAST = re.compile(r"(?P<stem>[^:\[–]{3,200}?)(?::\s|\s[–-]\s|\s?\[)\S")
_LEVEL = re.compile(r"-?\d{1,2}(?:[.,]0)?")


def find_rating_like(table: Table, positions: Sequence[int]) -> list[int]:
    """The columns, of those at ``positions``, that hold whole numbers of one usual scale, and no known attribute."""
    return [p for p in positions if not _is_something_else(table, p) and _levels(table, p) is not None]


def find_batteries(table: Table, positions: Sequence[int]) -> list[int]:
    """The columns of all batteries whose words speak of rating."""
    stems: dict[str, list[int]] = {}
    for position in positions:
        if not _is_something_else(table, position) and (stem := _stem(table, position)):
            stems.setdefault(stem, []).append(position)
    rated: list[int] = []
    for battery in stems.values():
        levels = [own for position in battery if (own := _levels(table, position, min_levels=2)) is not None]
        together: set[int] = set().union(*levels)
        is_named = any(column_names.names_battery(table.questions[position]) for position in battery)
        if len(battery) >= 2 and len(levels) == len(battery) and len(together) >= MIN_LEVELS and is_named:
            rated += battery
    return sorted(rated)


def _stem(table: Table, position: int) -> str:
    """What the columns of a battery have in common: their question up to the statement, else their name's letters."""
    if match := _STATEMENT_LAST.match(table.questions[position]):
        return match["stem"].strip().casefold()
    name = table.header[position]
    # "Q1" and "Q5" are questions of their own where each has words; "A102_01" and "K7" beside "K8" belong together.
    if len(name.rstrip("0123456789")) == 1 and table.questions[position] != name:
        return ""
    match = _NUMBER_LAST.fullmatch(name)
    return match["stem"].casefold() if match else ""


def _is_something_else(table: Table, position: int) -> bool:
    names = (table.header[position], table.questions[position])
    return (
        is_known_attribute(*names)
        or any(column_names.names_amount(name) or column_names.names_id(name) for name in names)
        or any(column_names.is_about_respondent(name) for name in names)
        or column_names.name_key(names[0]) in column_names.IGNORED
    )


def _levels(table: Table, position: int, *, min_levels: int = MIN_LEVELS) -> set[int] | None:
    """The different values of a column on a usual scale from 0 or 1; None for any other column."""
    counts = Counter(row[position].strip() for row in table.rows)
    cells = {cell: n for cell, n in counts.items() if cell and not is_no_answer(cell)}
    if sum(cells.values()) < MIN_ROWS or not all(map(_LEVEL.fullmatch, cells)):
        return None
    levels = {int(float(cell.replace(",", "."))) for cell in cells}
    return levels if min(levels) in {0, 1, 2} and _ends_usually(levels) and len(levels) >= min_levels else None


def _ends_usually(levels: Collection[int]) -> bool:
    """Whether the highest value is the end of a usual scale, or nobody in a small survey chose it."""
    return max(levels) in _HIGHEST or (max(levels) <= max(_HIGHEST) and len(levels) >= MIN_LEVELS)


def find_opposites(shares: Mapping[int, Sequence[float | None]], unsure: Collection[int]) -> list[int]:
    """Those of the ``unsure`` columns that run against the other ratings, as "monotonous" does against "tasty".

    Args:
        shares: position → rating of each row on 0–1, 1 is best.
        unsure: columns of which nothing says which end is best.
    """
    certain = [position for position in shares if position not in unsure]
    opposites = []
    for position in unsure:
        pairs = [
            (own, sum(beside) / len(beside))
            for row, own in enumerate(shares[position])
            if own is not None and (beside := [share for p in certain if (share := shares[p][row]) is not None])
        ]
        if len(pairs) < MIN_PAIRS:
            continue
        left, right = zip(*pairs, strict=True)
        if len(set(left)) > 1 and len(set(right)) > 1 and correlation(left, right) <= MAX_CORRELATION:
            opposites.append(position)
    return opposites
