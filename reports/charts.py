"""Geometry of the charts: where lines, dots and labels stand. Pure; the templates draw it as SVG.

Units are CSS pixels in the chart's own viewBox; y grows downwards. Polarity −1…1 is drawn on a symmetric scale that
reaches at least ±0.5, so that small differences do not look large.
"""

from __future__ import annotations

import itertools
import math
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from reports.view.records import Mood, Persona, PhaseBlock, Place

LABEL = 13.0
SMALL = 12.0


@dataclass(frozen=True, slots=True)
class Dot:
    """A mark at (x, y) with radius r; ``lines`` are its label's lines at (label_x, label_y), empty when left out."""

    x: float
    y: float
    r: float
    tone: str
    few: bool
    name: str
    anchor: str
    people: int
    word: str
    lines: tuple[str, ...] = ()
    label_x: float = 0.0
    label_y: float = 0.0
    side: str = "middle"


@dataclass(frozen=True, slots=True)
class Column:
    """A phase's column; ``y`` is None without data."""

    x: float
    left: float
    width: float
    lines: tuple[str, ...]
    name: str
    people: int
    mood: Mood
    y: float | None


@dataclass(frozen=True, slots=True)
class Curve:
    """The emotion curve over the phases, with a band where there is an interval."""

    width: float
    height: float
    top: float
    bottom: float
    left: float
    right: float
    zero: float
    columns: tuple[Column, ...]
    paths: tuple[str, ...]
    bands: tuple[str, ...]
    dots: tuple[Dot, ...]
    lines: tuple[tuple[str, str, float, float], ...] = ()
    """Per persona: path, title, and where its label stands."""


# ------------------------------------------------------------------------------------------------------------- text


def text_width(text: str, size: float) -> float:
    """A cautious estimate of the width of a text in a system sans-serif, in pixels."""
    units = 0.0
    for character in text:
        if character in "iljtfrI.,:;'|!()[] ":
            units += 0.33
        elif unicodedata.east_asian_width(character) in "WF":
            units += 1.0
        elif character.isupper() or character in "mwMW@%":
            units += 0.74
        else:
            units += 0.56
    return units * size


def shorten(text: str, width: float, size: float) -> str:
    """The text, cut with "…" to fit a width.

    >>> shorten("Beratungsgespräch", 60, 12)
    'Beratun…'
    """
    if text_width(text, size) <= width:
        return text
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
    """Half the height of the polarity scale: the farthest value, at least 0.5, at most 1."""
    values = [abs(v) for mood in moods for v in (mood.polarity, mood.low, mood.high) if v is not None]
    return min(1.0, max([0.5, *(value * 1.08 for value in values)]))


def radius(people: int, most: int, largest: float) -> float:
    """Area in proportion to people, never invisible."""
    return round(max(3.0, largest * math.sqrt(people / most)), 1) if most else 3.0


def smooth(points: Sequence[tuple[float, float]], *, upright: bool = False) -> str:
    """An SVG path through the points that never overshoots (monotone cubic, Fritsch and Carlson 1980).

    `upright` exchanges the axes: the points run down the page, (y, x).
    """
    if len(points) < 2:
        return ""
    return f"M{_at(points[0], upright=upright)}" + _cubic(points, upright=upright)


def band(points: Sequence[tuple[float, float, float]]) -> str:
    """A closed SVG path between an upper and a lower curve through (x, upper, lower)."""
    if len(points) < 2:
        return ""
    upper = [(x, high) for x, high, _ in points]
    lower = [(x, low) for x, _, low in reversed(points)]
    return f"M{_at(upper[0])}{_cubic(upper)}L{_at(lower[0])}{_cubic(lower)}Z"


def _cubic(points: Sequence[tuple[float, float]], *, upright: bool = False) -> str:
    slopes = [(b[1] - a[1]) / (b[0] - a[0]) for a, b in itertools.pairwise(points)]
    tangents = [slopes[0]]
    for before, after in itertools.pairwise(slopes):
        tangents.append(0.0 if before * after <= 0 else 2 * before * after / (before + after))
    tangents.append(slopes[-1])
    path = ""
    for a, b, m, n in zip(points, points[1:], tangents, tangents[1:], strict=False):
        third = (b[0] - a[0]) / 3
        controls = ((a[0] + third, a[1] + m * third), (b[0] - third, b[1] - n * third), b)
        path += "C" + " ".join(_at(point, upright=upright) for point in controls)
    return path


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


# ------------------------------------------------------------------------------------------------------------ curve


def curve(
    blocks: Sequence[PhaseBlock],
    personas: Sequence[Persona] = (),
    *,
    width: float,
    height: float,
    detailed: bool = False,
) -> Curve:
    """The emotion curve; `detailed` adds a dot and a label for every touchpoint, in columns side by side.

    `personas` add a thin line each, which the reader switches on.
    """
    moods = [block.phase.mood for block in blocks]
    moods += [mood for persona in personas for _, mood in persona.moods]
    places = [place.mood for block in blocks for place in block.places] if detailed else []
    limit = reach([*moods, *places])
    left, right, top, bottom = 12.0, width - 12.0, 26.0, height - 46.0
    zero = (top + bottom) / 2
    scale = (bottom - top) / 2 / limit
    step = (right - left) / max(1, len(blocks))
    columns = []
    for number, block in enumerate(blocks):
        mood = block.phase.mood
        columns.append(
            Column(
                x=round(left + step * (number + 0.5), 1),
                left=round(left + step * number, 1),
                width=round(step, 1),
                lines=wrap(block.phase.name, step - 6, LABEL, 1),
                name=block.phase.name,
                people=mood.people,
                mood=mood,
                y=None if mood.polarity is None else round(zero - mood.polarity * scale, 1),
            )
        )
    path_points = [None if column.y is None else (column.x, column.y) for column in columns]
    band_points = [
        None
        if column.mood.low is None or column.mood.high is None
        else (column.x, zero - column.mood.high * scale, zero - column.mood.low * scale)
        for column in columns
    ]
    chart = Curve(
        width=width,
        height=height,
        top=top,
        bottom=bottom,
        left=left,
        right=right,
        zero=zero,
        columns=tuple(columns),
        paths=tuple(smooth([(p[0], p[1]) for p in run]) for run in runs(path_points) if len(run) > 1),
        bands=tuple(band([(p[0], p[1], p[2]) for p in run]) for run in runs(band_points) if len(run) > 1),
        dots=(),
        lines=_persona_lines(personas, columns, zero, scale),
    )
    return _with_dots(chart, blocks, scale) if detailed else chart


def _persona_lines(
    personas: Sequence[Persona], columns: Sequence[Column], zero: float, scale: float
) -> tuple[tuple[str, str, float, float], ...]:
    lines = []
    for persona in personas:
        moods = [mood.polarity for _, mood in persona.moods]
        points = [
            None if polarity is None else (column.x, round(zero - polarity * scale, 1))
            for column, polarity in zip(columns, moods, strict=True)
        ]
        known = [point for point in points if point is not None]
        if known:
            path = "".join(smooth([(p[0], p[1]) for p in run]) for run in runs(points))
            lines.append((path, persona.title, known[-1][0] + 12, known[-1][1] - 8))
    return tuple(lines)


def _with_dots(chart: Curve, blocks: Sequence[PhaseBlock], scale: float) -> Curve:
    most = max((place.mood.people for block in blocks for place in block.places), default=0)
    dots: list[Dot] = []
    for column, block in zip(chart.columns, blocks, strict=True):
        gap = column.width / max(1, len(block.places))
        for number, place in enumerate(block.places):
            dots.append(_dot(place, column.left + gap * (number + 0.5), chart.zero, scale, most))
    taken = [(c.x - 7, c.y - 7, c.x + 7, c.y + 7) for c in chart.columns if c.y is not None]
    taken += [(d.x - d.r, d.y - d.r, d.x + d.r, d.y + d.r) for d in dots]
    placed = {}
    for dot in sorted(dots, key=lambda one: (-one.people, one.anchor)):
        placed[dot.anchor] = label(dot, taken, (chart.left, chart.top, chart.right, chart.bottom))
    return Curve(
        **{name: getattr(chart, name) for name in Curve.__dataclass_fields__ if name != "dots"},
        dots=tuple(placed[dot.anchor] for dot in dots),
    )


def _dot(place: Place, x: float, zero: float, scale: float, most: int) -> Dot:
    y = zero - (place.mood.polarity or 0.0) * scale
    return Dot(
        x=round(x, 1),
        y=round(y, 1),
        r=radius(place.mood.people, most, 11.0),
        tone=place.mood.tone,
        few=place.mood.few,
        name=place.name,
        anchor=place.anchor,
        people=place.mood.people,
        word=place.mood.word,
    )


Box = tuple[float, float, float, float]


def label(dot: Dot, taken: list[Box], bounds: Box) -> Dot:
    """The dot with its label where it hits nothing: as it is, else shortened, else without (the tooltip has it)."""
    for width in (1000.0, 110.0, 76.0):
        text = shorten(dot.name, width, SMALL)
        if len(text) < 4 < len(dot.name):
            continue
        for x, y, side in _spots(dot):
            box = _text_box(text, x, y, side)
            if _inside(box, bounds) and not any(_overlap(box, other) for other in taken):
                taken.append(box)
                return _labelled(dot, text, x, y, side)
    return dot


def _spots(dot: Dot) -> list[tuple[float, float, str]]:
    near, middle = dot.r + 5, SMALL * 0.35
    return [
        (dot.x, dot.y - near, "middle"),
        (dot.x, dot.y + near + SMALL * 0.8, "middle"),
        (dot.x + near, dot.y + middle, "start"),
        (dot.x - near, dot.y + middle, "end"),
        (dot.x, dot.y - near - 14, "middle"),
        (dot.x, dot.y + near + SMALL * 0.8 + 14, "middle"),
    ]


def _text_box(text: str, x: float, y: float, side: str) -> Box:
    width = text_width(text, SMALL)
    left = x - width / 2 if side == "middle" else x - width if side == "end" else x
    return (left - 2, y - SMALL, left + width + 2, y + SMALL * 0.3)


def _inside(box: Box, bounds: Box) -> bool:
    return box[0] >= bounds[0] and box[1] >= bounds[1] - 8 and box[2] <= bounds[2] and box[3] <= bounds[3] + 4


def _overlap(a: Box, b: Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def _labelled(dot: Dot, text: str, x: float, y: float, side: str) -> Dot:
    values = {name: getattr(dot, name) for name in Dot.__dataclass_fields__}
    values.update(lines=(text,), label_x=round(x, 1), label_y=round(y, 1), side=side)
    return Dot(**values)


# ------------------------------------------------------------------------------------------------- rows, for phones


@dataclass(frozen=True, slots=True)
class Line:
    """One row: a phase or a touchpoint with its mark on the polarity axis; ``x`` is None without data."""

    y: float
    x: float | None
    low: float | None
    high: float | None
    r: float
    phase: bool
    lines: tuple[str, ...]
    name: str
    mood: Mood


@dataclass(frozen=True, slots=True)
class Rows:
    """Phases, and touchpoints below them, one under the other."""

    width: float
    height: float
    left: float
    zero: float
    right: float
    rows: tuple[Line, ...]
    paths: tuple[str, ...]


def rows(blocks: Sequence[PhaseBlock], *, width: float = 358.0, detailed: bool = False) -> Rows:
    """The same figures as `curve`, turned upright so that they can be read on a phone."""
    found: list[Place] = []
    for block in blocks:
        found.append(block.phase)
        found += block.places if detailed else ()
    limit = reach([place.mood for place in found])
    left, right, top, step = 138.0, width - 10.0, 24.0, 36.0 if detailed else 40.0
    zero = (left + right) / 2
    scale = (right - left) / 2 / limit
    most = max((place.mood.people for place in found if place.touchpoint_id), default=1)
    lines = []
    for number, place in enumerate(found):
        mood, phase = place.mood, not place.touchpoint_id
        x, low, high = (
            None if value is None else round(zero + value * scale, 1) for value in (mood.polarity, mood.low, mood.high)
        )
        size = LABEL if phase else SMALL
        lines.append(
            Line(
                y=round(top + step * (number + 0.5), 1),
                x=x,
                low=low,
                high=high,
                r=6.0 if phase else min(10.0, radius(mood.people, most, 10.0)),
                phase=phase,
                lines=wrap(place.name, left - 14, size),
                name=place.name,
                mood=mood,
            )
        )
    marks = [None if line.x is None else (line.y, line.x) for line in lines if line.phase]
    paths = tuple(smooth([(p[0], p[1]) for p in run], upright=True) for run in runs(marks) if len(run) > 1)
    return Rows(width, top + step * len(found) + 8, left, zero, right, tuple(lines), paths)
