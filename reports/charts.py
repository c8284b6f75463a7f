"""Geometry of the charts: where lines, dots and labels stand. Pure; the templates draw it as SVG.

Units are CSS pixels in the chart's own viewBox; y grows downwards. Polarity −1…1 is drawn on a symmetric scale that
reaches at least ±0.4, so that small differences do not look large.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from reports.geometry import LABEL, SMALL, band, radius, reach, runs, sampled, shorten, smooth, text_width, wrap
from reports.view.records import Mood, Persona, PhaseBlock, Place

CROWD = 16
"""With more touchpoints than this, those of few people are left to the table."""


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
    not_drawn: int = 0
    """Touchpoints of few people that a crowded chart leaves to the table."""


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
    drawn = [_drawn(blocks, block) if detailed else () for block in blocks]
    limit = reach(
        [block.phase.mood for block in blocks]
        + [mood for persona in personas for _, mood in persona.moods]
        + [place.mood for places in drawn for place in places]
    )
    left, right, top, bottom = 12.0, width - 12.0, 26.0, height - 46.0
    zero = (top + bottom) / 2
    scale = (bottom - top) / 2 / limit
    columns = _columns(blocks, [len(places) for places in drawn], (left, right), (zero, scale))
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
    return _with_dots(chart, drawn, scale, sum(len(block.places) for block in blocks)) if detailed else chart


def _drawn(blocks: Sequence[PhaseBlock], block: PhaseBlock) -> tuple[Place, ...]:
    crowded = sum(len(one.places) for one in blocks) > CROWD
    return tuple(place for place in block.places if not (crowded and place.mood.few))


def _columns(
    blocks: Sequence[PhaseBlock], n_dots: Sequence[int], across: tuple[float, float], scale: tuple[float, float]
) -> list[Column]:
    """Columns from left to right, wider where more touchpoints stand side by side."""
    weights = [n + 3 for n in n_dots]
    columns, left = [], across[0]
    for block, weight in zip(blocks, weights, strict=True):
        mood, width = block.phase.mood, (across[1] - across[0]) * weight / sum(weights)
        columns.append(
            Column(
                x=round(left + width / 2, 1),
                left=round(left, 1),
                width=round(width, 1),
                lines=wrap(block.phase.name, width - 6, LABEL, 1),
                name=block.phase.name,
                people=mood.people,
                mood=mood,
                y=None if mood.polarity is None else round(scale[0] - mood.polarity * scale[1], 1),
            )
        )
        left += width
    return columns


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


def _with_dots(chart: Curve, drawn: Sequence[Sequence[Place]], scale: float, total: int) -> Curve:
    most = max((place.mood.people for places in drawn for place in places), default=0)
    dots: list[Dot] = []
    for column, places in zip(chart.columns, drawn, strict=True):
        gap = column.width / max(1, len(places))
        for number, place in enumerate(places):
            dot = _dot(place, column.left + gap * (number + 0.5), chart.zero, scale, most)
            hidden = column.y is not None and abs(dot.x - column.x) < 20 and abs(dot.y - column.y) < 20
            dots.append(replace(dot, x=dot.x + 24) if hidden else dot)
    taken = [(c.x - 9, c.y - 9, c.x + 9, c.y + 9) for c in chart.columns if c.y is not None]
    taken += [(d.x - d.r, d.y - d.r, d.x + d.r, d.y + d.r) for d in dots]
    known = [None if c.y is None else (c.x, c.y) for c in chart.columns]
    line = [(x, y, x + 1, y + 1) for run in runs(known) for x, y in sampled([(p[0], p[1]) for p in run])]
    line.append((chart.left, chart.zero, chart.right, chart.zero + 1))
    bounds = (chart.left, chart.top, chart.right, chart.bottom)
    placed = {}
    for dot in sorted(dots, key=lambda one: (-one.people, one.anchor)):
        placed[dot.anchor] = label(dot, taken, line, bounds)
    return replace(chart, dots=tuple(placed[dot.anchor] for dot in dots), not_drawn=total - len(dots))


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


def label(dot: Dot, taken: list[Box], line: Sequence[Box], bounds: Box) -> Dot:
    """The dot with its label where it hits nothing: as it is, else across the line, else shortened, else without.

    `taken` grows by the label's box. A label that is left out still stands in the dot's tooltip.
    """
    for width in (1000.0, 110.0, 76.0):
        text = shorten(dot.name, width, SMALL)
        for avoided in ([*taken, *line], taken):
            for x, y, side in _spots(dot):
                box = _text_box(text, x, y, side)
                if _inside(box, bounds) and not any(_overlap(box, other) for other in avoided):
                    taken.append(box)
                    return replace(dot, lines=(text,), label_x=round(x, 1), label_y=round(y, 1), side=side)
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
        found += _drawn(blocks, block) if detailed else ()
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
    marks = [None if line.x is None or detailed else (line.y, line.x) for line in lines if line.phase]
    paths = tuple(smooth([(p[0], p[1]) for p in run], upright=True) for run in runs(marks) if len(run) > 1)
    return Rows(width, top + step * len(found) + 8, left, zero, right, tuple(lines), paths)
