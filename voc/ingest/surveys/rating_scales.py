"""Scales of numbers: lowest and highest value, which end is best, and what the other ratings of a row say about them.

People who rate one thing lower also rate other things lower on average. If those with a 0 rate everything else better
than those with a 1, the 0 is no rating; scrapers write it for "no stars given". In the same way, a few values above 5
in a column of 1 to 5 turn out to be from another scale.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from voc.ingest.surveys.scale_direction import names_school_mark
from voc.tables.cells import highest_rating, parse_rating
from voc.tables.column_names import asks_to_recommend, names_promoter_score
from voc.tables.missing_answers import is_no_answer
from voc.tables.rating_labels import label_key, read_label, school_mark
from voc.tables.table import Table

_RANGE = re.compile(r"(?<![\d.,])(-?\d{1,2})\s*(?:-|–|bis|to)\s*(\d{1,3})(?!\d|[.,]\d)")
# The likelihood to recommend (NPS) starts at 0, stars start at 1.
_FROM_ZERO = re.compile(r"\bnps\b|recommend|empfehl", re.I)
_STARS = re.compile(r"\bstars?\b|stern", re.I)
_ROWS_TO_COMPARE = 20_000
_OF_ENDS = 0.8
"""Level of "very likely" and of stronger words."""

Ratings = Sequence[float | None]
"""The ratings of a column, None where a cell holds none."""


@dataclass(frozen=True, slots=True)
class ScaleEvidence:
    """When the other ratings of the same rows change how a column is read.

    Real tables are far from these bounds, so that a part of a table is read like the whole.
    """

    min_cases: int = 5
    """Ratings in rows with other ratings; fewer prove nothing."""
    max_share_above: float = 0.2
    """In a mix of two scales, at most this share of the values is above the shorter scale."""
    min_step: float = 0.1
    """In such a mix, people just above the shorter scale rate the rest of their row lower, by at least this much (0–1),
    than people at its top; on a single scale they would rate it higher."""
    min_best: float = 0.85
    """With too few values just above the shorter scale, people at its top rate the rest at least this well (0–1)."""


EVIDENCE = ScaleEvidence()


@dataclass(frozen=True, slots=True)
class RatingScale:
    """Lowest and highest value; ``inverted`` when the lowest is best (German school marks)."""

    low: float
    high: float
    inverted: bool = False

    def __str__(self) -> str:
        ends = f"{self.low:g}–{self.high:g}"
        return f"{ends}, {self.low:g} is best" if self.inverted else ends

    @property
    def best(self) -> float:
        """The value that is best."""
        return self.low if self.inverted else self.high

    def to_share(self, value: float) -> float | None:
        """``value`` on 0–1, 1 is best; None when it is outside the scale."""
        if not self.low <= value <= self.high:
            return None
        share = (value - self.low) / (self.high - self.low)
        return round(1.0 - share if self.inverted else share, 6)

    def share_of(self, cell: str) -> float | None:
        """The rating in a cell on 0–1, 1 is best; None when it holds none, or one outside the scale."""
        value = parse_rating(cell)
        return None if value is None else self.to_share(value)

    def as_written(self, cell: str) -> str:
        """The rating in a cell as a number."""
        return f"{parse_rating(cell):g}"


def with_marks_as_numbers(table: Table) -> Table:
    """The table in which the words of school marks, and at the ends of 0 to 10, are numbers where most cells are."""
    rows: list[list[str]] | None = None
    for position, name in enumerate(table.header):
        is_mark = names_school_mark(name)
        if not is_mark and not any(map(asks_to_recommend, (name, table.questions[position]))):
            continue
        cells = [cell for row in table.rows if (cell := row[position].strip()) and not is_no_answer(cell)]
        number_of = school_mark if is_mark else _end_of_ten
        marks = {cell: number for cell in set(cells) if (number := number_of(cell)) is not None}
        if marks and 2 * sum(parse_rating(cell) is not None for cell in cells) > len(cells):
            rows = [list(row) for row in table.rows] if rows is None else rows
            for row in rows:
                number = marks.get(row[position].strip())
                row[position] = row[position] if number is None else str(number)
    return table if rows is None else replace(table, rows=rows)


def _end_of_ten(cell: str) -> int | None:
    """0 or 10 for the words at the ends of a scale to recommend ("extremely likely"), as in exports with labels."""
    label = None if parse_rating(cell) is not None else read_label(label_key(cell))
    is_end = label is not None and label.family == "likelihood" and abs(label.level) >= _OF_ENDS
    return (10 if label.level > 0 else 0) if label is not None and is_end else None


def scale_between(first: float, last: float) -> RatingScale | None:
    """The scale with these ends, inverted when the higher one comes first."""
    return RatingScale(min(first, last), max(first, last), inverted=first > last) if first != last else None


def guess_scale(values: Sequence[float], name: str, cells: Sequence[str] = ()) -> RatingScale | None:
    """The most likely scale of some values; None when they do not look like ratings.

    "4/5" in a cell states the upper end, "(1–7)" in the name both ends. A column named "Note" with values up to 6 has
    German school marks, where 1 is best. Otherwise the narrowest usual scale: 0–1, 1–5 (0–5), 1–7, 0–10 (1–10), 0–100.
    """
    if not values:
        return None
    low, high = min(values), max(values)
    for scale in (_stated_scale(name, cells), _named_scale(name)):
        if scale and scale.low <= low and high <= scale.high:
            return scale
    if low < 0:  # "−2 … 2", as semantic differentials have it
        bound = max(-low, high)
        return next((RatingScale(-end, end) for end in (1.0, 2.0, 3.0, 5.0, 10.0, 100.0) if bound <= end), None)
    end = next((end for end in (1.0, 5.0, 7.0, 10.0, 100.0) if high <= end), None)
    if end is None:
        return None
    begins_at_one = low >= 1 and 1 < end < 100 and not _FROM_ZERO.search(name)
    return RatingScale(1.0 if begins_at_one else 0.0, end)


def _named_scale(name: str) -> RatingScale | None:
    """The scale of which the name alone says both ends: school marks, net promoter scores."""
    if names_school_mark(name):
        return RatingScale(1.0, 6.0, inverted=True)
    return RatingScale(0.0, 10.0) if names_promoter_score(name) else None


def _stated_scale(name: str, cells: Sequence[str]) -> RatingScale | None:
    """The scale that the cells ("4/5") or the column's name ("Satisfaction (1–7)") state."""
    if cells and all("%" in cell for cell in cells):
        return RatingScale(0.0, 100.0)
    # Cells that state different upper ends are not on one scale.
    uppers = {upper for cell in cells if (upper := highest_rating(cell)) is not None}
    if len(uppers) == 1:
        upper = uppers.pop()
        has_zero = any((parse_rating(cell) or 0.0) < 1 for cell in cells if cell)
        return RatingScale(0.0 if has_zero or upper > 10 else 1.0, upper) if upper > 1 else None
    ends = _RANGE.search(name)
    # "over the last 3 to 6 months" is no scale: scales begin at 1 or below.
    if ends and float(ends[1]) < float(ends[2]) and float(ends[1]) <= 1:
        return RatingScale(float(ends[1]), float(ends[2]), inverted=names_school_mark(name))
    return None


def correct_by_evidence(table: Table, scales: dict[int, RatingScale], uncertain: Collection[int]) -> list[str]:
    """Correct the ``uncertain`` of the ``scales`` by the other ratings of the same rows; returns sentences about it."""
    # Only scales from 0 or up to 10 are in doubt.
    suspects = {p for p, scale in scales.items() if p in uncertain and (scale.low == 0.0 or scale.high == 10.0)}
    if not suspects:
        return []
    # Evenly spaced rows: a table sorted by date must not be judged by its first months.
    rows = table.rows[:: max(1, len(table.rows) // _ROWS_TO_COMPARE)]
    columns = {position: _read_ratings(rows, position) for position in scales}
    names = {position: table.header[position] for position in scales}
    zeros = find_unrated_zeros(columns, scales, names) & suspects
    mixed = {position for position in suspects if is_mixed(columns, scales, position)}
    for position in zeros:
        scales[position] = RatingScale(1.0, scales[position].high)
    for position in mixed:
        scales[position] = RatingScale(1.0, 5.0)
    notes = []
    if zeros:
        notes.append(
            f"0 was read as 'not rated' in {_list(names, zeros)}: by the other ratings of the same rows, or by the "
            "name, it is no lower rating than 1. If it is a rating, say so in voc.toml: [columns] scale = [0, 5]."
        )
    if mixed:
        notes.append(
            f"{_list(names, mixed)} mixes two scales: by the other ratings of the same rows, 5 is the best of nearly "
            "all values, and the few above it were left out. If that is wrong, say so in voc.toml: "
            "[columns] scale = [1, 10]."
        )
    return notes


def _list(names: Mapping[int, str], positions: set[int]) -> str:
    return ", ".join(f"'{names[position]}'" for position in sorted(positions))


def _read_ratings(rows: Sequence[Sequence[str]], position: int) -> Ratings:
    known: dict[str, float | None] = {cell: parse_rating(cell) for cell in {row[position] for row in rows}}
    return [known[row[position]] for row in rows]


def find_unrated_zeros(
    columns: Mapping[int, Ratings],
    scales: Mapping[int, RatingScale],
    names: Mapping[int, str],
    thresholds: ScaleEvidence = EVIDENCE,
) -> set[int]:
    """Columns on 0–5 or 0–10 in which 0 means "not rated".

    Columns with the same upper end come from one form and are judged together; a single column is judged by its name.
    """
    unrated: set[int] = set()
    for high in (5.0, 10.0):
        family = [
            position
            for position, scale in scales.items()
            if (scale.low, scale.high) == (0.0, high) and not scale.inverted and not _FROM_ZERO.search(names[position])
        ]
        family = [
            position
            for position in family
            if 0.0 in columns[position] and all(not rating or rating.is_integer() for rating in columns[position])
        ]
        others = {position: _mean_others(columns, scales, position) for position in family}
        beside_zeros = _others_beside(columns, others, family, {0.0})
        beside_ones = _others_beside(columns, others, family, {1.0})
        if len(beside_zeros) >= thresholds.min_cases and len(beside_ones) >= thresholds.min_cases:
            if _mean(beside_zeros) >= _mean(beside_ones):
                unrated.update(family)
        elif high == 5.0:
            unrated.update(p for p in family if _STARS.search(names[p]) and {1.0, 5.0} <= set(columns[p]))
    return unrated


def is_mixed(
    columns: Mapping[int, Ratings],
    scales: Mapping[int, RatingScale],
    position: int,
    thresholds: ScaleEvidence = EVIDENCE,
) -> bool:
    """Whether a column up to 10 is on 1–5, except for a few values from another scale."""
    ratings = [rating for rating in columns[position] if rating is not None]
    n_above = sum(rating > 5 for rating in ratings)
    if scales[position].high != 10.0 or not n_above or n_above > thresholds.max_share_above * len(ratings):
        return False
    others = {position: _mean_others(columns, scales, position)}
    at_top = _others_beside(columns, others, [position], {5.0})
    just_above = _others_beside(columns, others, [position], {6.0, 7.0, 8.0})
    if len(at_top) < thresholds.min_cases:
        return False
    if len(just_above) < thresholds.min_cases:
        return _mean(at_top) >= thresholds.min_best
    return _mean(at_top) - _mean(just_above) >= thresholds.min_step


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def _mean_others(columns: Mapping[int, Ratings], scales: Mapping[int, RatingScale], position: int) -> Ratings:
    """The mean of each row's other ratings (0–1), without zeros, which may mean "not rated"; None without others."""
    comparable = [p for p, scale in scales.items() if scale.high in {5.0, 7.0, 10.0} and not scale.inverted]
    others = [(columns[p], scales[p].high) for p in comparable if p != position]
    means: list[float | None] = []
    for row in range(len(columns[position])):
        shares = [rating / high for column, high in others if (rating := column[row])]
        means.append(_mean(shares) if shares else None)
    return means


def _others_beside(
    columns: Mapping[int, Ratings], others: Mapping[int, Ratings], positions: Sequence[int], values: set[float]
) -> list[float]:
    """The means of the other ratings in the rows where a column of ``positions`` holds one of ``values``."""
    return [
        other
        for position in positions
        for rating, other in zip(columns[position], others[position], strict=True)
        if rating in values and other is not None
    ]
