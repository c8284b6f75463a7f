"""Bars of negative, mixed and positive people, below their labels. Pure geometry; the templates draw it as SVG.

Horizontal places are percentages of the picture's width and vertical ones pixels, so that one drawing fits a phone and
a wide screen, with letters of the same size on both.
"""

from __future__ import annotations

from dataclasses import dataclass

from reports.charts.geometry import BOLD, LABEL, SMALL, shorten, text_width
from reports.language import Catalogue
from reports.view.pictures import BalanceBar, BalancePicture

NARROW, WIDE = 320.0, 540.0
"""The width in pixels that a picture has at least, on a phone and elsewhere; labels are shortened to it."""
TOP, ROW, BAR = 24.0, 42.0, 16.0
"""Height in pixels of the words above the first row, of a row with its label, and of a bar."""
BASELINE = 14.0
"""From the upper edge of a row to the baseline of its label, in pixels."""
GAP = 12.0
"""Pixels between a label and the number of people at the right."""


@dataclass(frozen=True, slots=True)
class BarPart:
    """The people of one tone, at ``x`` with ``width`` (both in percent); ``count`` is "" where it has no room."""

    tone: str
    people: int
    x: float
    width: float
    count: str


@dataclass(frozen=True, slots=True)
class BarRow:
    """A bar at ``y``, with its label on a wide and on a narrow screen."""

    y: float
    label: str
    short_label: str
    size: str
    bar: BalanceBar
    parts: tuple[BarPart, ...]


@dataclass(frozen=True, slots=True)
class BarDrawing:
    """All rows, and the height in pixels."""

    height: float
    rows: tuple[BarRow, ...]


def draw_bars(picture: BalancePicture, words: Catalogue) -> BarDrawing:
    """A row per bar, from the top."""
    # Several pictures side by side are as narrow as on a phone.
    wide = NARROW if picture.whole else WIDE
    rows = tuple(_row(bar, TOP + ROW * number, picture.whole, wide, words) for number, bar in enumerate(picture.bars))
    return BarDrawing(TOP + ROW * len(rows), rows)


def _row(bar: BalanceBar, y: float, whole: int, wide: float, words: Catalogue) -> BarRow:
    size = words("count.n_of", n=bar.people, total=whole) if whole else words("count.people_short", n=bar.people)
    if not bar.people:
        size = "–"
    elif bar.few:
        size += f" · {words('few.short')}"
    room = text_width(size, SMALL) + GAP
    labels = [shorten(bar.name, (width - room) / BOLD, LABEL) for width in (wide, NARROW)]
    return BarRow(y, labels[0], labels[1], size, bar, _parts(bar, whole or bar.people, words))


def _parts(bar: BalanceBar, whole: int, words: Catalogue) -> tuple[BarPart, ...]:
    parts = []
    x = 0.0
    for tone, people in (("negative", bar.negative), ("neutral", bar.mixed), ("positive", bar.positive)):
        if people:
            width = 100 * people / whole
            count = words.number(people)
            has_room = text_width(count, SMALL) + 6 <= width / 100 * NARROW
            parts.append(BarPart(tone, people, round(x, 2), round(width, 2), count if has_room else ""))
            x += width
    return tuple(parts)
