"""Respondents as dots on one line by mood, for studies whose people fall into no groups.

Pure geometry; the templates draw it as SVG. Dots that would overlap are stacked.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from reports.view.page_records import PersonMood

WIDTH = 544.0
RADIUS = 5.0
STEP = 12.0
"""Pixels between the centres of two stacked dots."""
TOP, BOTTOM = 8.0, 24.0
"""Pixels above the highest dot, and below the lowest for the words of the scale."""


@dataclass(frozen=True, slots=True)
class PersonDot:
    """A respondent's dot."""

    x: float
    y: float
    person: PersonMood


@dataclass(frozen=True, slots=True)
class MoodStrip:
    """The dots; ``zero`` is the x of a mixed mood, ``base`` the y of the line."""

    width: float
    height: float
    zero: float
    base: float
    dots: tuple[PersonDot, ...]


def draw_mood_strip(people: Sequence[PersonMood]) -> MoodStrip:
    """One dot per respondent from left (negative) to right (positive)."""
    half = WIDTH / 2 - RADIUS
    columns = [round((person.mood.polarity or 0.0) * half / STEP) for person in people]
    highest = max(Counter(columns).values(), default=0)
    base = TOP + STEP * highest
    stacked: Counter[int] = Counter()
    dots = []
    for person, column in zip(people, columns, strict=True):
        stacked[column] += 1
        dots.append(PersonDot(WIDTH / 2 + STEP * column, base - STEP * stacked[column] + STEP / 2, person))
    return MoodStrip(WIDTH, base + BOTTOM, WIDTH / 2, base, tuple(dots))
