"""Ratings on any scale → 0–1, with the scale noted."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from voc.tables.cells import highest_rating, parse_rating

_TOLD = re.compile(r"(?<![\d.,])(-?\d{1,2})\s*(?:-|–|bis|to)\s*(\d{1,3})(?![\d.,])")
_GERMAN_MARK = re.compile(r"(?:^|\b)(?:schul)?note[n]?\b", re.I)


@dataclass(frozen=True, slots=True)
class Scale:
    """Lowest and highest value; ``inverted`` when the lowest is best (German school marks)."""

    low: float
    high: float
    inverted: bool = False

    def __str__(self) -> str:
        ends = f"{self.low:g}–{self.high:g}"
        return f"{ends}, {self.low:g} is best" if self.inverted else ends

    def share(self, value: float) -> float | None:
        """``value`` on 0–1, 1 best; None when it is outside the scale."""
        if not self.low <= value <= self.high:
            return None
        share = (value - self.low) / (self.high - self.low)
        return round(1.0 - share if self.inverted else share, 6)


def guess_scale(values: Sequence[float], name: str, cells: Sequence[str] = ()) -> Scale | None:
    """The scale that values most likely stand on; None when they look like no rating.

    The usual scales are tried from the narrowest: 0–1, 1–5 (0–5), 1–7, 0–10 (1–10), 0–100. A column named "Note" up to
    6 holds German school marks, where 1 is best. "4/5" tells the upper end itself, "(1–7)" in the name both ends.
    """
    if not values:
        return None
    low, high = min(values), max(values)
    told = _told(name, cells)
    if told and told.low <= low and high <= told.high:
        return told
    if _GERMAN_MARK.search(name) and low >= 1 and high <= 6:
        return Scale(1.0, 6.0, inverted=True)
    if low < 0:
        bound = max(-low, high)
        return next((Scale(-end, end) for end in (1.0, 2.0, 3.0, 5.0, 10.0, 100.0) if bound <= end), None)
    end = next((end for end in (1.0, 5.0, 7.0, 10.0, 100.0) if high <= end), None)
    from_one = end is not None and low >= 1 and 1 < end < 100 and not _nps(name)
    return None if end is None else Scale(1.0 if from_one else 0.0, end)


def _told(name: str, cells: Sequence[str]) -> Scale | None:
    """The scale that the cells ("4/5") or the column's name ("Satisfaction (1–7)") tell."""
    uppers = {high for cell in cells if (high := highest_rating(cell))}
    if len(uppers) == 1:
        upper = float(uppers.pop())
        zero = any((parse_rating(cell) or 0.0) < 1 for cell in cells if cell)
        return Scale(0.0 if zero or upper > 10 else 1.0, upper) if upper > 1 else None
    found = _TOLD.search(name)
    if found and float(found[1]) < float(found[2]):
        return Scale(float(found[1]), float(found[2]), inverted=_GERMAN_MARK.search(name) is not None)
    return None


def _nps(name: str) -> bool:
    return re.search(r"\bnps\b|recommend|empfehl", name, re.I) is not None
