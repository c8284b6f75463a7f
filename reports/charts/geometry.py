"""What charts and maps are drawn with: text widths, the polarity scale, smooth SVG paths, and room for labels. Pure.

Units are pixels of the chart's own viewBox; y grows downwards.
"""

from __future__ import annotations

import itertools
import math
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from reports.view.page_records import Mood

LABEL = 13.0
"""Font size of phases and themes in a chart."""
SMALL = 12.0
"""Font size of touchpoints and notes in a chart."""
NARROWEST = 0.36
"""Width of the narrowest character at font size 1."""
BOLD = 1.15
"""Bold text is wider than regular text by this factor."""
LABEL_WIDTHS = (1000.0, 110.0, 76.0)
"""A label without room is shortened to these widths in pixels, one after the other."""
MIN_LIMIT = 0.4
"""The polarity scale reaches at least this far on both sides of zero, so that small differences do not look large."""

Point = tuple[float, float]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle."""

    left: float
    top: float
    right: float
    bottom: float

    def overlaps(self, other: Box) -> bool:
        """Whether two boxes share room; boxes that only touch do not."""
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )


# ------------------------------------------------------------------------------------------------------------- text


def text_width(text: str, size: float) -> float:
    """The width of a text in pixels, estimated for DejaVu Sans.

    The reader's font is not known; DejaVu Sans is among the widest that a system sans-serif can turn out to be.
    """
    units = 0.0
    for character in text:
        if character in "iljtfrI.,:;'|!()[] ":
            units += NARROWEST
        elif unicodedata.east_asian_width(character) in "WF":
            units += 1.0
        elif character.isupper() or character in "mwMW@%":
            units += 0.77
        else:
            units += 0.6
    return units * size


def shorten(text: str, width: float, size: float) -> str:
    """The text, cut with "…" to fit a width.

    >>> shorten("Beratungsgespräch", 60, 12)
    'Beratun…'
    """
    if text_width(text, size) <= width:
        return text
    # Start from the most characters that could fit, or a word of 10,000 letters would be cut one letter at a time.
    text = text[: int(width / (NARROWEST * size)) + 1]
    while text and text_width(text + "…", size) > width:
        text = text[:-1]
    return text.rstrip(" -–") + "…" if text else ""


def wrap(text: str, width: float, size: float, max_lines: int = 2) -> tuple[str, ...]:
    """The text on up to ``max_lines`` lines, broken at spaces, each cut to fit."""
    lines: list[str] = []
    rest = text.split()
    while rest and len(lines) < max_lines:
        line = rest.pop(0)
        while rest and text_width(f"{line} {rest[0]}", size) <= width:
            line = f"{line} {rest.pop(0)}"
        if rest and len(lines) == max_lines - 1:
            line = " ".join([line, *rest])
            rest = []
        lines.append(shorten(line, width, size))
    return tuple(lines)


# ------------------------------------------------------------------------------------------------------------ scale


def scale_limit(moods: Iterable[Mood]) -> float:
    """The largest polarity on the scale, which is symmetric: MIN_LIMIT to 1."""
    values = [abs(v) for mood in moods for v in (mood.polarity, mood.low, mood.high) if v is not None]
    # 8 % of air, so that the outermost mark is not cut by the edge.
    return min(1.0, max([MIN_LIMIT, *(value * 1.08 for value in values)]))


def radius(people: int, most_people: int, largest: float) -> float:
    """The radius of a dot whose area is in proportion to the people; at least 3 pixels, so that it can be seen."""
    return round(max(3.0, largest * math.sqrt(people / most_people)), 1) if most_people else 3.0


def share_out(total: float, weights: Sequence[float], minimums: Sequence[float]) -> list[float]:
    """Divide a total by weight, with nobody below their minimum while there is enough for all.

    >>> share_out(100, [1, 9], [20, 0]), share_out(100, [1, 1], [150, 50])
    ([20.0, 80.0], [75.0, 25.0])
    """
    if sum(minimums) >= total:
        return [total * minimum / sum(minimums) for minimum in minimums]
    fixed: set[int] = set()
    # Those below their minimum get it, which leaves less for the others, so repeat until nobody is below.
    while True:
        free = [i for i in range(len(weights)) if i not in fixed]
        left = total - sum(minimums[i] for i in fixed)
        weight = sum(weights[i] for i in free)
        short = {i for i in free if left * weights[i] / weight < minimums[i]}
        if not short:
            return [minimums[i] * 1.0 if i in fixed else left * weights[i] / weight for i in range(len(weights))]
        fixed |= short


# ------------------------------------------------------------------------------------------------------------ paths


def smooth_path(points: Sequence[Point], *, upright: bool = False) -> str:
    """An SVG path through the points that never overshoots (monotone cubic, Fritsch and Carlson 1980).

    ``upright`` swaps the axes: the points run down the page, (y, x).
    """
    if not points:
        return ""
    start = f"M{_coordinates(points[0], upright=upright)}"
    # A single point gets a stroke of nearly no length, which round line caps turn into a dot.
    return f"{start}h.01" if len(points) < 2 else start + _cubic(points, upright=upright)


def sample_curve(points: Sequence[Point], steps: int = 12) -> list[Point]:
    """Points on the curve that `smooth_path` draws, ``steps`` between neighbours."""
    samples: list[Point] = []
    tangents = _tangents(points) if len(points) > 1 else []
    for (a, b), (m, n) in zip(itertools.pairwise(points), itertools.pairwise(tangents), strict=True):
        width = b[0] - a[0]
        for step in range(steps):
            t = step / steps
            y = (1 + 2 * t) * (1 - t) ** 2 * a[1] + t * (1 - t) ** 2 * width * m
            y += t**2 * (3 - 2 * t) * b[1] + t**2 * (t - 1) * width * n
            samples.append((a[0] + t * width, y))
    return samples


def band_path(points: Sequence[tuple[float, float, float]]) -> str:
    """A closed SVG path between an upper and a lower curve through (x, upper, lower)."""
    if len(points) < 2:
        return ""
    upper = [(x, high) for x, high, _ in points]
    lower = [(x, low) for x, _, low in reversed(points)]
    return f"M{_coordinates(upper[0])}{_cubic(upper)}L{_coordinates(lower[0])}{_cubic(lower)}Z"


def _cubic(points: Sequence[Point], *, upright: bool = False) -> str:
    tangents = _tangents(points)
    path = ""
    for a, b, m, n in zip(points, points[1:], tangents, tangents[1:], strict=False):
        third = (b[0] - a[0]) / 3
        controls = ((a[0] + third, a[1] + m * third), (b[0] - third, b[1] - n * third), b)
        path += "C" + " ".join(_coordinates(point, upright=upright) for point in controls)
    return path


def _tangents(points: Sequence[Point]) -> list[float]:
    slopes = [(b[1] - a[1]) / (b[0] - a[0]) for a, b in itertools.pairwise(points)]
    # Flat at peaks and valleys, else the harmonic mean of both slopes: that is what keeps the curve from overshooting.
    inner = [0.0 if a * b <= 0 else 2 * a * b / (a + b) for a, b in itertools.pairwise(slopes)]
    return [slopes[0], *inner, slopes[-1]]


def _coordinates(point: Point, *, upright: bool = False) -> str:
    return f"{point[1]:.1f} {point[0]:.1f}" if upright else f"{point[0]:.1f} {point[1]:.1f}"


def split_at_gaps(items: Iterable[T | None]) -> list[list[T]]:
    """Runs of neighbouring items, split wherever one is None.

    >>> split_at_gaps([1, None, 2, 3])
    [[1], [2, 3]]
    """
    runs = itertools.groupby(items, key=lambda item: item is None)
    return [[item for item in run if item is not None] for is_gap, run in runs if not is_gap]


# ----------------------------------------------------------------------------------------------------------- labels


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a label could go: its baseline at (x, y), and its anchor "start", "middle" or "end"."""

    x: float
    y: float
    side: str


@dataclass(frozen=True, slots=True)
class Label:
    """A text in its place."""

    text: str
    x: float
    y: float
    side: str


@dataclass(slots=True)
class LabelRoom:
    """The free room of a chart: its bounds, boxes that are taken, and lines that a label crosses only if it must."""

    bounds: Box
    taken: list[Box] = field(default_factory=list)
    lines: Sequence[Box] = ()

    def place(
        self, text: str, spots: Sequence[Spot], widths: Sequence[float] = LABEL_WIDTHS, *, bold: bool = False
    ) -> Label | None:
        """Take the first free spot for a label: as it is, else across a line, else shortened; None without room."""
        for width in widths:
            shown = shorten(text, width, SMALL)
            for avoided in ([*self.taken, *self.lines], self.taken):
                for spot in spots:
                    box = text_box(shown, spot, BOLD if bold else 1.0)
                    if shown and self._holds(box) and not any(box.overlaps(other) for other in avoided):
                        self.taken.append(box)
                        return Label(shown, round(spot.x, 1), round(spot.y, 1), spot.side)
        return None

    def _holds(self, box: Box) -> bool:
        # The heights of text boxes are estimates, and the charts have some margin above and below.
        bounds = self.bounds
        inside = box.left >= bounds.left and box.right <= bounds.right
        return inside and box.top >= bounds.top - 8 and box.bottom <= bounds.bottom + 4


def spots_around(x: float, y: float, r: float) -> list[Spot]:
    """Spots above, below, beside and at the corners of a mark, nearest first."""
    near, middle, below = r + 5, SMALL * 0.35, SMALL * 0.8
    corner = r * 0.7 + 3
    return [
        Spot(x, y - near, "middle"),
        Spot(x, y + near + below, "middle"),
        Spot(x + near, y + middle, "start"),
        Spot(x - near, y + middle, "end"),
        Spot(x + corner, y - corner, "start"),
        Spot(x - corner, y - corner, "end"),
        Spot(x + corner, y + corner + below, "start"),
        Spot(x - corner, y + corner + below, "end"),
        Spot(x, y - near - 14, "middle"),
        Spot(x, y + near + below + 14, "middle"),
        Spot(x - corner, y - corner - 14, "end"),
        Spot(x + corner, y - corner - 14, "start"),
        Spot(x - corner, y + corner + below + 14, "end"),
        Spot(x + corner, y + corner + below + 14, "start"),
    ]


def spots_along(points: Sequence[Point]) -> list[Spot]:
    """Spots above and below the points of a line, the last point first, because lines part towards their ends."""
    return [
        Spot(x, y + shift, side)
        for x, y in reversed(points)
        for shift in (-8.0, 18.0)
        for side in ("end", "middle", "start")
    ]


def text_box(text: str, at: Spot | Label, stretch: float = 1.0) -> Box:
    """The box of a small text, estimated on the large side; ``stretch`` is BOLD for bold text."""
    width = text_width(text, SMALL) * stretch
    left = at.x - width / 2 if at.side == "middle" else at.x - width if at.side == "end" else at.x
    return Box(left - 2, at.y - SMALL, left + width + 2, at.y + SMALL * 0.3)
