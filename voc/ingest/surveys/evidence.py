"""What a table's other ratings say about a scale: whether 0 means "not rated", and whether two scales are mixed.

A scale is monotonic: who gives one matter a lower rating gives the others lower ones on average. Where the people with
a 0 rate everything else better than those with a 1, the 0 is no rating. Scrapers write it for "no stars given".
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from voc.ingest.surveys.rating_scales import Scale
from voc.tables.cells import parse_rating

MIN_CASES = 5
"""Fewer zeros with other ratings beside them than this prove nothing."""
MAX_ABOVE = 0.2
"""Two scales are mixed when at most this share of the values is above the shorter one."""
MIN_STEP = 0.1
"""… and those just above it rate the rest of their row lower by this much (0–1) than those at its top. On one scale
they rate it higher. Neither bound lies near what real tables show, so that a part of a table is read like the whole."""
BEST = 0.85
"""Where too few stand just above it: those at its top rate the rest of their row this well (0–1)."""
_STARS = re.compile(r"\bstars?\b|stern", re.I)
_FROM_ZERO = re.compile(r"\bnps\b|recommend|empfehl", re.I)

Column = Sequence[float | None]


def read_column(rows: Sequence[Sequence[str]], position: int) -> list[float | None]:
    """The numbers of a column, None where there is none."""
    known: dict[str, float | None] = {}
    found = []
    for row in rows:
        cell = row[position]
        if cell not in known:
            known[cell] = parse_rating(cell)
        found.append(known[cell])
    return found


def unrated_zeros(columns: Mapping[int, Column], scales: Mapping[int, Scale], names: Mapping[int, str]) -> set[int]:
    """Columns on 0–5 or 0–10 in which 0 stands for "not rated".

    Columns with the same upper end come from the same form and are judged together. One that stands alone is judged by
    its name: nobody can give no stars.
    """
    found: set[int] = set()
    for high in (5.0, 10.0):
        family = [
            position
            for position, scale in scales.items()
            if (scale.low, scale.high) == (0.0, high) and not scale.inverted and not _FROM_ZERO.search(names[position])
        ]
        family = [position for position in family if 0.0 in columns[position] and _is_whole(columns[position])]
        beside = {position: _beside(columns, scales, position) for position in family}
        zeros = _means(columns, beside, family, 0.0)
        ones = _means(columns, beside, family, 1.0)
        if len(zeros) >= MIN_CASES and len(ones) >= MIN_CASES:
            if sum(zeros) / len(zeros) >= sum(ones) / len(ones):
                found.update(family)
        elif high == 5.0:
            found.update(p for p in family if _STARS.search(names[p]) and {1.0, 5.0} <= set(columns[p]))
    return found


def mixed_scale(columns: Mapping[int, Column], scales: Mapping[int, Scale], position: int) -> bool:
    """Whether a column that reaches to 10 is on 1–5 but for a few values from another scale."""
    values = columns[position]
    filled = [value for value in values if value is not None]
    above = [value for value in filled if value > 5]
    if scales[position].high != 10.0 or not above or len(above) > MAX_ABOVE * len(filled):
        return False
    beside = _beside(columns, scales, position)
    top = [other for value, other in zip(values, beside, strict=True) if value == 5 and other is not None]
    next_ = [
        other for value, other in zip(values, beside, strict=True) if value in {6.0, 7.0, 8.0} and other is not None
    ]
    if len(top) < MIN_CASES:
        return False
    if len(next_) < MIN_CASES:
        return sum(top) / len(top) >= BEST
    return sum(top) / len(top) - sum(next_) / len(next_) >= MIN_STEP


def _is_whole(column: Column) -> bool:
    return all(value is None or value.is_integer() for value in column)


def _beside(columns: Mapping[int, Column], scales: Mapping[int, Scale], position: int) -> list[float | None]:
    """The mean of each row's other ratings (0–1), without zeros, which may be none; None where there is no other."""
    others = [(columns[p], scales[p].high) for p in scales if p != position and scales[p].high in {5.0, 7.0, 10.0}]
    found: list[float | None] = []
    for row in range(len(columns[position])):
        shares = [value / high for column, high in others if (value := column[row])]
        found.append(sum(shares) / len(shares) if shares else None)
    return found


def _means(
    columns: Mapping[int, Column], beside: Mapping[int, Sequence[float | None]], family: Sequence[int], value: float
) -> list[float]:
    return [
        other
        for position in family
        for own, other in zip(columns[position], beside[position], strict=True)
        if own == value and other is not None
    ]
