"""Widths of texts, the polarity scale and smooth paths: what the charts are drawn with. Pure."""

from __future__ import annotations

import itertools
import math
import unicodedata
from collections.abc import Sequence

from reports.view.records import Mood

LABEL = 13.0
SMALL = 12.0
"""Font sizes of the charts, in their own pixels."""
NARROWEST = 0.36
"""Width of the narrowest character, of a font size of one."""


# ------------------------------------------------------------------------------------------------------------- text


def text_width(text: str, size: float) -> float:
    """A cautious estimate of the width of a text in a system sans-serif, in pixels: that of DejaVu Sans, a wide one."""
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
    # So many characters can fit at all: a word of 10,000 is not cut one by one.
    text = text[: int(width / (NARROWEST * size)) + 1]
    while text and text_width(text + "…", size) > width:
        text = text[:-1]
    return text.rstrip(" -–") + "…" if text else ""


def wrap(text: str, width: float, size: float, lines: int = 2) -> tuple[str, ...]:
    """The text on up to `lines` lines, broken at spaces, the last cut to fit."""
    done: list[str] = []
    rest = text.split()
    while rest and len(done) < lines:
        line = rest.pop(0)
        while rest and text_width(f"{line} {rest[0]}", size) <= width:
            line = f"{line} {rest.pop(0)}"
        if rest and len(done) == lines - 1:
            line = " ".join([line, *rest])
            rest = []
        done.append(shorten(line, width, size))
    return tuple(done)


# ------------------------------------------------------------------------------------------------------------ scale


def reach(moods: Sequence[Mood]) -> float:
    """Half the height of the polarity scale: the farthest value, at least 0.4, at most 1."""
    values = [abs(v) for mood in moods for v in (mood.polarity, mood.low, mood.high) if v is not None]
    return min(1.0, max([0.4, *(value * 1.08 for value in values)]))


def radius(people: int, most: int, largest: float) -> float:
    """Area in proportion to people, never invisible."""
    return round(max(3.0, largest * math.sqrt(people / most)), 1) if most else 3.0


def shares(total: float, weights: Sequence[float], least: Sequence[float]) -> list[float]:
    """The total shared out by weight, nobody below their least while there is enough for all.

    >>> shares(100, [1, 9], [20, 0]), shares(100, [1, 1], [150, 50])
    ([20.0, 80.0], [75.0, 25.0])
    """
    if sum(least) >= total:
        return [total * one / sum(least) for one in least]
    fixed: set[int] = set()
    while True:
        free = [i for i in range(len(weights)) if i not in fixed]
        left = total - sum(least[i] for i in fixed)
        weight = sum(weights[i] for i in free)
        short = {i for i in free if left * weights[i] / weight < least[i]}
        if not short:
            return [least[i] * 1.0 if i in fixed else left * weights[i] / weight for i in range(len(weights))]
        fixed |= short


def smooth(points: Sequence[tuple[float, float]], *, upright: bool = False) -> str:
    """An SVG path through the points that never overshoots (monotone cubic, Fritsch and Carlson 1980).

    `upright` exchanges the axes: the points run down the page, (y, x).
    """
    if not points:
        return ""
    if len(points) < 2:
        return f"M{_at(points[0], upright=upright)}h.01"
    return f"M{_at(points[0], upright=upright)}" + _cubic(points, upright=upright)


def sampled(points: Sequence[tuple[float, float]], steps: int = 12) -> list[tuple[float, float]]:
    """Places on the curve that `smooth` draws, `steps` between neighbouring points."""
    found: list[tuple[float, float]] = []
    tangents = _tangents(points) if len(points) > 1 else []
    for (a, b), (m, n) in zip(itertools.pairwise(points), itertools.pairwise(tangents), strict=True):
        width = b[0] - a[0]
        for step in range(steps):
            t = step / steps
            y = (1 + 2 * t) * (1 - t) ** 2 * a[1] + t * (1 - t) ** 2 * width * m
            y += t**2 * (3 - 2 * t) * b[1] + t**2 * (t - 1) * width * n
            found.append((a[0] + t * width, y))
    return found


def band(points: Sequence[tuple[float, float, float]]) -> str:
    """A closed SVG path between an upper and a lower curve through (x, upper, lower)."""
    if len(points) < 2:
        return ""
    upper = [(x, high) for x, high, _ in points]
    lower = [(x, low) for x, _, low in reversed(points)]
    return f"M{_at(upper[0])}{_cubic(upper)}L{_at(lower[0])}{_cubic(lower)}Z"


def _cubic(points: Sequence[tuple[float, float]], *, upright: bool = False) -> str:
    tangents = _tangents(points)
    path = ""
    for a, b, m, n in zip(points, points[1:], tangents, tangents[1:], strict=False):
        third = (b[0] - a[0]) / 3
        controls = ((a[0] + third, a[1] + m * third), (b[0] - third, b[1] - n * third), b)
        path += "C" + " ".join(_at(point, upright=upright) for point in controls)
    return path


def _tangents(points: Sequence[tuple[float, float]]) -> list[float]:
    slopes = [(b[1] - a[1]) / (b[0] - a[0]) for a, b in itertools.pairwise(points)]
    inner = [0.0 if a * b <= 0 else 2 * a * b / (a + b) for a, b in itertools.pairwise(slopes)]
    return [slopes[0], *inner, slopes[-1]]


def _at(point: tuple[float, float], *, upright: bool = False) -> str:
    return f"{point[1]:.1f} {point[0]:.1f}" if upright else f"{point[0]:.1f} {point[1]:.1f}"


def runs(items: Sequence[tuple[float, ...] | None]) -> list[list[tuple[float, ...]]]:
    """Neighbouring items that are there, cut where one is missing."""
    found: list[list[tuple[float, ...]]] = [[]]
    for item in items:
        if item is None:
            found.append([])
        else:
            found[-1].append(item)
    return [run for run in found if run]
