"""Geometry of the emotion curve: where lines, dots and labels stand. Pure; the templates draw it as SVG.

Units are CSS pixels in the chart's own viewBox; y grows downwards. Polarity −1…1 is drawn on a symmetric scale that
reaches at least ±0.4, so that small differences do not look large.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from reports.charts.geometry import LABEL, band, radius, reach, runs, sampled, shares, smooth, text_width, wrap
from reports.charts.labels import BOLD, Label, Room, along, around
from reports.view.records import Mood, Persona, PhaseBlock, Place

CROWD = 16
"""With more touchpoints than this, those of few people are left to the table."""
EDGE = 12.0
"""Room left of the first and right of the last column."""


@dataclass(frozen=True, slots=True)
class Dot:
    """A touchpoint's mark at (x, y) with radius r; ``label`` is None where there is no room for it."""

    x: float
    y: float
    r: float
    place: Place
    label: Label | None = None


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
class PersonaLine:
    """A persona's curve over the phases, and (x, y, everybody's y, mood) at each touchpoint drawn."""

    number: int
    name: str
    path: str
    marks: tuple[tuple[float, float, float, Mood], ...]
    label: Label | None


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
    scale: float
    columns: tuple[Column, ...]
    paths: tuple[str, ...]
    bands: tuple[str, ...]
    dots: tuple[Dot, ...] = ()
    lines: tuple[PersonaLine, ...] = ()
    not_drawn: int = 0
    """Touchpoints of few people that a crowded chart leaves to the table."""

    def y(self, polarity: float) -> float:
        """Where a polarity stands."""
        return round(self.zero - polarity * self.scale, 1)


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
    shown = [drawn(blocks, block) if detailed else () for block in blocks]
    limit = reach(
        [block.phase.mood for block in blocks]
        + [mood for persona in personas for _, mood in persona.moods]
        + [mood for places in shown for place in places for mood in (place.mood, *place.by_persona)]
    )
    top, bottom = 26.0, height - 46.0
    zero, scale = (top + bottom) / 2, (bottom - top) / 2 / limit
    columns = _columns(blocks, [len(places) for places in shown], (EDGE, width - EDGE), (zero, scale))
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
        left=EDGE,
        right=width - EDGE,
        zero=zero,
        scale=scale,
        columns=tuple(columns),
        paths=tuple(smooth([(p[0], p[1]) for p in run]) for run in runs(path_points) if len(run) > 1),
        bands=tuple(band([(p[0], p[1], p[2]) for p in run]) for run in runs(band_points) if len(run) > 1),
        not_drawn=sum(len(block.places) - len(places) for block, places in zip(blocks, shown, strict=True) if detailed),
    )
    return _with_marks(chart, shown, personas)


def drawn(blocks: Sequence[PhaseBlock], block: PhaseBlock) -> tuple[Place, ...]:
    """The touchpoints of a phase that a chart of these phases has room for."""
    crowded = sum(len(one.places) for one in blocks) > CROWD
    return tuple(place for place in block.places if not (crowded and place.mood.few))


def _columns(
    blocks: Sequence[PhaseBlock], n_dots: Sequence[int], across: tuple[float, float], scale: tuple[float, float]
) -> list[Column]:
    """Columns from left to right, wider where more touchpoints stand side by side, and wide enough for their name."""
    least = [text_width(block.phase.name, LABEL) * BOLD + 12 for block in blocks]
    widths = shares(across[1] - across[0], [n + 3.0 for n in n_dots], least)
    columns, left = [], across[0]
    for block, width in zip(blocks, widths, strict=True):
        mood = block.phase.mood
        columns.append(
            Column(
                x=round(left + width / 2, 1),
                left=round(left, 1),
                width=round(width, 1),
                lines=wrap(block.phase.name, (width - 6) / BOLD, LABEL, 1),
                name=block.phase.name,
                people=mood.people,
                mood=mood,
                y=None if mood.polarity is None else round(scale[0] - mood.polarity * scale[1], 1),
            )
        )
        left += width
    return columns


def _with_marks(chart: Curve, shown: Sequence[Sequence[Place]], personas: Sequence[Persona]) -> Curve:
    """The dots of touchpoints with labels that hit nothing, then the lines of personas with theirs."""
    dots = _dots(chart, shown)
    taken = [(c.x - 9, c.y - 9, c.x + 9, c.y + 9) for c in chart.columns if c.y is not None]
    taken += [(d.x - d.r, d.y - d.r, d.x + d.r, d.y + d.r) for d in dots]
    known = [None if c.y is None else (c.x, c.y) for c in chart.columns]
    line = [(x, y, x + 1, y + 1) for run in runs(known) for x, y in sampled([(p[0], p[1]) for p in run])]
    line.append((chart.left, chart.zero, chart.right, chart.zero + 1))
    room = Room((2.0, chart.top, chart.width - 2, chart.bottom), taken, line)
    labels = {}
    for dot in sorted(dots, key=lambda one: (-one.place.mood.people, one.place.anchor)):
        labels[dot.place.anchor] = room.label(dot.place.name, around(dot.x, dot.y, dot.r))
    dots = [replace(dot, label=labels[dot.place.anchor]) for dot in dots]
    lines = [_persona_line(chart, dots, persona, room) for persona in personas]
    return replace(chart, dots=tuple(dots), lines=tuple(one for one in lines if one))


def _dots(chart: Curve, shown: Sequence[Sequence[Place]]) -> list[Dot]:
    most = max((place.mood.people for places in shown for place in places), default=0)
    dots: list[Dot] = []
    for column, places in zip(chart.columns, shown, strict=True):
        gap = column.width / max(1, len(places))
        for number, place in enumerate(places):
            x, y = round(column.left + gap * (number + 0.5), 1), chart.y(place.mood.polarity or 0.0)
            if column.y is not None and abs(x - column.x) < 20 and abs(y - column.y) < 20:
                x += 24  # beside the mark of the phase, not behind it
            dots.append(Dot(x, y, radius(place.mood.people, most, 11.0), place))
    return dots


def _persona_line(chart: Curve, dots: Sequence[Dot], persona: Persona, room: Room) -> PersonaLine | None:
    polarities = [mood.polarity for _, mood in persona.moods]
    points = [
        None if polarity is None else (column.x, chart.y(polarity))
        for column, polarity in zip(chart.columns, polarities, strict=True)
    ]
    known = [(p[0], p[1]) for run in runs(points) for p in run]
    marks = [(dot, dot.place.by_persona[persona.number - 1]) for dot in dots if dot.place.by_persona]
    if not known:
        return None
    spread = [(x, y) for run in runs(points) for x, y in sampled([(p[0], p[1]) for p in run])]
    return PersonaLine(
        number=persona.number,
        name=persona.title,
        path="".join(smooth([(p[0], p[1]) for p in run]) for run in runs(points)),
        marks=tuple((dot.x, chart.y(mood.polarity), dot.y, mood) for dot, mood in marks if mood.polarity is not None),
        label=room.label(persona.title, along(known) + along(spread), (240.0, 150.0, 90.0), bold=True),
    )
