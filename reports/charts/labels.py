"""Where a label stands: beside its mark, hitting nothing, else shorter, else left to the tooltip. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from reports.charts.geometry import SMALL, shorten, text_width

Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""
Spot = tuple[float, float, str]
"""x, y of the baseline, and the text anchor: "start", "middle" or "end"."""

BOLD = 1.15
"""Bold letters are so much wider."""
WIDTHS = (1000.0, 110.0, 76.0)
"""A label that has no room is shortened to these widths, one after the other."""


@dataclass(frozen=True, slots=True)
class Label:
    """A text with its place."""

    text: str
    x: float
    y: float
    side: str


@dataclass(slots=True)
class Room:
    """The room of a chart: its bounds, what stands there already, and lines that are crossed only if need be."""

    bounds: Box
    taken: list[Box] = field(default_factory=list)
    lines: Sequence[Box] = ()

    def label(
        self, text: str, spots: Sequence[Spot], widths: Sequence[float] = WIDTHS, *, bold: bool = False
    ) -> Label | None:
        """The label where it hits nothing: as it is, else across a line, else shortened; None where there is no room.

        What is taken grows by the label's box.
        """
        for width in widths:
            shown = shorten(text, width, SMALL)
            for avoided in ([*self.taken, *self.lines], self.taken):
                for x, y, side in spots:
                    box = text_box(shown, x, y, side, BOLD if bold else 1.0)
                    if shown and _inside(box, self.bounds) and not any(overlap(box, other) for other in avoided):
                        self.taken.append(box)
                        return Label(shown, round(x, 1), round(y, 1), side)
        return None


def around(x: float, y: float, r: float) -> list[Spot]:
    """Above, below, beside and at the corners of a mark, nearest first."""
    near, middle, below = r + 5, SMALL * 0.35, SMALL * 0.8
    corner = r * 0.7 + 3
    return [
        (x, y - near, "middle"),
        (x, y + near + below, "middle"),
        (x + near, y + middle, "start"),
        (x - near, y + middle, "end"),
        (x + corner, y - corner, "start"),
        (x - corner, y - corner, "end"),
        (x + corner, y + corner + below, "start"),
        (x - corner, y + corner + below, "end"),
        (x, y - near - 14, "middle"),
        (x, y + near + below + 14, "middle"),
        (x - corner, y - corner - 14, "end"),
        (x + corner, y - corner - 14, "start"),
        (x - corner, y + corner + below + 14, "end"),
        (x + corner, y + corner + below + 14, "start"),
    ]


def along(points: Iterable[tuple[float, float]]) -> list[Spot]:
    """Above and below the points of a line, the last first."""
    return [
        (x, y + shift, side)
        for x, y in reversed(list(points))
        for shift in (-8.0, 18.0)
        for side in ("end", "middle", "start")
    ]


def text_box(text: str, x: float, y: float, side: str, stretch: float = 1.0) -> Box:
    """The room that a small text takes up, cautiously measured; ``stretch`` for bold letters."""
    width = text_width(text, SMALL) * stretch
    left = x - width / 2 if side == "middle" else x - width if side == "end" else x
    return (left - 2, y - SMALL, left + width + 2, y + SMALL * 0.3)


def overlap(a: Box, b: Box) -> bool:
    """Whether two boxes share room."""
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def _inside(box: Box, bounds: Box) -> bool:
    return box[0] >= bounds[0] and box[1] >= bounds[1] - 8 and box[2] <= bounds[2] and box[3] <= bounds[3] + 4
