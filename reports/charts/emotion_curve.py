"""The emotion curve: across the page with touchpoints and personas, down the page for phones, and small for a persona.

Pure geometry; the templates draw it as SVG. Polarity −1…1 is drawn on a symmetric scale (`geometry.scale_limit`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from reports.charts.geometry import (
    BOLD,
    LABEL,
    SMALL,
    Box,
    Label,
    LabelRoom,
    band_path,
    radius,
    sample_curve,
    scale_limit,
    share_out,
    smooth_path,
    split_at_gaps,
    spots_along,
    spots_around,
    text_width,
    wrap,
)
from reports.view.page_records import JourneyStep, Mood, PersonaCard, PhaseBlock

MAX_DOTS = 16
"""A chart of more touchpoints than this is crowded, and leaves those with few people to the table."""
EDGE = 12.0
"""Pixels left of the first and right of the last column."""
SMALL_HEIGHT = 148.0
"""Height of a persona's small curve in pixels."""
SMALL_LEFT, SMALL_TOP, SMALL_BOTTOM = 16.0, 12.0, 44.0
"""Margins of a persona's small curve in pixels; the bottom one holds the names of the phases."""
MIN_COLUMNS = 4
"""A small curve of fewer phases has columns as wide as with this many, so that two phases do not fill the card."""


@dataclass(frozen=True, slots=True)
class Dot:
    """A touchpoint's dot at (x, y) with radius r; ``label`` is None where there is no room for it."""

    x: float
    y: float
    r: float
    place: JourneyStep
    label: Label | None = None


@dataclass(frozen=True, slots=True)
class PhaseColumn:
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
class PersonaMark:
    """A persona's mood at a touchpoint; ``base`` is the y of everybody's mood there."""

    x: float
    y: float
    base: float
    mood: Mood


@dataclass(frozen=True, slots=True)
class PersonaLine:
    """A persona's curve over the phases, and a mark at each touchpoint that is drawn."""

    number: int
    name: str
    path: str
    marks: tuple[PersonaMark, ...]
    label: Label | None


@dataclass(frozen=True, slots=True)
class Curve:
    """The emotion curve over the phases, with a band where there is an interval.

    ``not_drawn`` counts the touchpoints that a crowded chart leaves to the table.
    """

    width: float
    height: float
    top: float
    bottom: float
    left: float
    right: float
    zero: float
    scale: float
    columns: tuple[PhaseColumn, ...]
    paths: tuple[str, ...]
    bands: tuple[str, ...]
    dots: tuple[Dot, ...] = ()
    lines: tuple[PersonaLine, ...] = ()
    not_drawn: int = 0

    def y(self, polarity: float) -> float:
        """The y of a polarity."""
        return round(self.zero - polarity * self.scale, 1)


def draw_curve(
    blocks: Sequence[PhaseBlock],
    personas: Sequence[PersonaCard] = (),
    *,
    width: float,
    height: float,
    detailed: bool = False,
) -> Curve:
    """Draw the emotion curve across the page.

    ``detailed`` adds a dot and a label for every touchpoint, in columns side by side. ``personas`` add a thin line
    each, which the reader switches on.
    """
    places = [drawn_places(blocks, block) if detailed else () for block in blocks]
    limit = scale_limit(
        [block.phase.mood for block in blocks]
        + [mood for persona in personas for _, mood in persona.moods]
        + [mood for column in places for place in column for mood in (place.mood, *place.by_persona)]
    )
    # Room for the hint above the curve, and for two lines of phase names and people below it.
    top, bottom = 26.0, height - 46.0
    chart = Curve(
        width=width,
        height=height,
        top=top,
        bottom=bottom,
        left=EDGE,
        right=width - EDGE,
        zero=(top + bottom) / 2,
        scale=(bottom - top) / 2 / limit,
        columns=(),
        paths=(),
        bands=(),
        not_drawn=sum(len(block.places) - len(drawn) for block, drawn in zip(blocks, places, strict=True) if detailed),
    )
    columns = _columns(chart, blocks, [len(column) for column in places])
    points = [None if column.y is None else (column.x, column.y) for column in columns]
    intervals = [
        None
        if column.mood.low is None or column.mood.high is None
        else (column.x, chart.zero - column.mood.high * chart.scale, chart.zero - column.mood.low * chart.scale)
        for column in columns
    ]
    chart = replace(
        chart,
        columns=tuple(columns),
        paths=tuple(smooth_path(run) for run in split_at_gaps(points) if len(run) > 1),
        bands=tuple(band_path(run) for run in split_at_gaps(intervals) if len(run) > 1),
    )
    return _with_marks(chart, places, personas)


def drawn_places(blocks: Sequence[PhaseBlock], block: PhaseBlock) -> tuple[JourneyStep, ...]:
    """The touchpoints of a phase that a chart of all these phases has room for."""
    is_crowded = sum(len(other.places) for other in blocks) > MAX_DOTS
    return tuple(place for place in block.places if not (is_crowded and place.mood.few))


def _columns(chart: Curve, blocks: Sequence[PhaseBlock], n_dots: Sequence[int]) -> list[PhaseColumn]:
    """Columns from left to right, wider with more touchpoints, and wide enough for their name."""
    minimums = [text_width(block.phase.name, LABEL) * BOLD + 12 for block in blocks]
    # Three more shares than dots, so that a phase without touchpoints has a column as well.
    widths = share_out(chart.right - chart.left, [n + 3.0 for n in n_dots], minimums)
    columns, left = [], chart.left
    for block, width in zip(blocks, widths, strict=True):
        mood = block.phase.mood
        columns.append(
            PhaseColumn(
                x=round(left + width / 2, 1),
                left=round(left, 1),
                width=round(width, 1),
                lines=wrap(block.phase.name, (width - 6) / BOLD, LABEL, 1),
                name=block.phase.name,
                people=mood.people,
                mood=mood,
                y=None if mood.polarity is None else chart.y(mood.polarity),
            )
        )
        left += width
    return columns


def _with_marks(chart: Curve, places: Sequence[Sequence[JourneyStep]], personas: Sequence[PersonaCard]) -> Curve:
    """Add the dots of touchpoints and the lines of personas, with labels that overlap nothing."""
    dots = _dots(chart, places)
    taken = [Box(c.x - 9, c.y - 9, c.x + 9, c.y + 9) for c in chart.columns if c.y is not None]
    taken += [Box(d.x - d.r, d.y - d.r, d.x + d.r, d.y + d.r) for d in dots]
    points = [None if c.y is None else (c.x, c.y) for c in chart.columns]
    lines = [Box(x, y, x + 1, y + 1) for run in split_at_gaps(points) for x, y in sample_curve(run)]
    # The zero line, too, is crossed by a label only if need be.
    lines.append(Box(chart.left, chart.zero, chart.right, chart.zero + 1))
    room = LabelRoom(Box(2.0, chart.top, chart.width - 2, chart.bottom), taken, lines)
    labels = {}
    # Touchpoints that many people speak of choose first, so that the important ones keep their labels.
    for dot in sorted(dots, key=lambda dot: (-dot.place.mood.people, dot.place.anchor)):
        labels[dot.place.anchor] = room.place(dot.place.name, spots_around(dot.x, dot.y, dot.r))
    dots = [replace(dot, label=labels[dot.place.anchor]) for dot in dots]
    curves = [_persona_line(chart, dots, persona, room) for persona in personas]
    return replace(chart, dots=tuple(dots), lines=tuple(line for line in curves if line))


def _dots(chart: Curve, places: Sequence[Sequence[JourneyStep]]) -> list[Dot]:
    most_people = max((place.mood.people for column in places for place in column), default=0)
    dots: list[Dot] = []
    for column, in_column in zip(chart.columns, places, strict=True):
        gap = column.width / max(1, len(in_column))
        for number, place in enumerate(in_column):
            x, y = round(column.left + gap * (number + 0.5), 1), chart.y(place.mood.polarity or 0.0)
            if column.y is not None and abs(x - column.x) < 20 and abs(y - column.y) < 20:
                x += 24  # beside the diamond of the phase, which would hide the dot
            dots.append(Dot(x, y, radius(place.mood.people, most_people, 11.0), place))
    return dots


def _persona_line(chart: Curve, dots: Sequence[Dot], persona: PersonaCard, room: LabelRoom) -> PersonaLine | None:
    runs = split_at_gaps(
        None if mood.polarity is None else (column.x, chart.y(mood.polarity))
        for column, (_, mood) in zip(chart.columns, persona.moods, strict=True)
    )
    if not runs:
        return None
    points = [point for run in runs for point in run]
    samples = [point for run in runs for point in sample_curve(run)]
    moods = [(dot, dot.place.by_persona[persona.number - 1]) for dot in dots if dot.place.by_persona]
    return PersonaLine(
        number=persona.number,
        name=persona.title,
        path="".join(smooth_path(run) for run in runs),
        marks=tuple(
            PersonaMark(dot.x, chart.y(mood.polarity), dot.y, mood) for dot, mood in moods if mood.polarity is not None
        ),
        label=room.place(persona.title, spots_along(points) + spots_along(samples), (240.0, 150.0, 90.0), bold=True),
    )


# ---------------------------------------------------------------------------------------------------- down the page


@dataclass(frozen=True, slots=True)
class RowMark:
    """A persona's mood in a row."""

    number: int
    x: float
    mood: Mood


@dataclass(frozen=True, slots=True)
class CurveRow:
    """A phase or a touchpoint with its mark on the polarity axis; ``x`` is None without data."""

    y: float
    x: float | None
    low: float | None
    high: float | None
    r: float
    phase: bool
    lines: tuple[str, ...]
    name: str
    mood: Mood
    personas: tuple[RowMark, ...] = ()


@dataclass(frozen=True, slots=True)
class CurveRows:
    """Phases, each with its touchpoints below it."""

    width: float
    height: float
    left: float
    zero: float
    right: float
    rows: tuple[CurveRow, ...]
    paths: tuple[str, ...]


def draw_rows(blocks: Sequence[PhaseBlock], *, width: float = 358.0, detailed: bool = False) -> CurveRows:
    """Draw the same figures as `draw_curve` down the page, so that they can be read on a phone."""
    places: list[JourneyStep] = []
    for block in blocks:
        places += [block.phase, *(drawn_places(blocks, block) if detailed else ())]
    limit = scale_limit(mood for place in places for mood in (place.mood, *(place.by_persona if detailed else ())))
    # The names of touchpoints need 138 pixels on two lines.
    left, right, top, step = 138.0, width - 10.0, 24.0, 36.0 if detailed else 40.0
    zero = (left + right) / 2
    scale = (right - left) / 2 / limit
    most_people = max((place.mood.people for place in places if place.touchpoint_id), default=1)

    def position(polarity: float) -> float:
        return round(zero + polarity * scale, 1)

    rows = []
    for number, place in enumerate(places):
        mood, is_phase = place.mood, not place.touchpoint_id
        x, low, high = (None if v is None else position(v) for v in (mood.polarity, mood.low, mood.high))
        marks = [
            RowMark(persona, position(own.polarity), own)
            for persona, own in enumerate(place.by_persona, 1)
            if own.polarity is not None
        ]
        rows.append(
            CurveRow(
                y=round(top + step * (number + 0.5), 1),
                x=x,
                low=low,
                high=high,
                r=6.0 if is_phase else min(10.0, radius(mood.people, most_people, 10.0)),
                phase=is_phase,
                lines=wrap(place.name, left - 14, LABEL if is_phase else SMALL),
                name=place.name,
                mood=mood,
                personas=tuple(marks) if detailed else (),
            )
        )
    # With touchpoints in between, a line from phase to phase would run through rows that it says nothing about.
    points = [None if row.x is None or detailed else (row.y, row.x) for row in rows if row.phase]
    paths = tuple(smooth_path(run, upright=True) for run in split_at_gaps(points) if len(run) > 1)
    return CurveRows(width, top + step * len(places) + 8, left, zero, right, tuple(rows), paths)


# ------------------------------------------------------------------------------------------------ of a single persona


@dataclass(frozen=True, slots=True)
class Stop:
    """A phase on the small curve; ``y``, ``low`` and ``high`` are None without data."""

    x: float
    y: float | None
    low: float | None
    high: float | None
    lines: tuple[str, ...]
    mood: Mood


@dataclass(frozen=True, slots=True)
class SmallCurve:
    """The small emotion curve of one persona over the phases."""

    width: float
    height: float
    left: float
    zero: float
    base: float
    stops: tuple[Stop, ...]
    paths: tuple[str, ...]


def draw_small_curve(moods: Sequence[tuple[str, Mood]], width: float = 540.0) -> SmallCurve:
    """Draw the mood at each phase (name, mood), in order."""
    limit = scale_limit(mood for _, mood in moods)
    base = SMALL_HEIGHT - SMALL_BOTTOM
    zero = (SMALL_TOP + base) / 2
    scale = (base - SMALL_TOP) / 2 / limit
    step = (width - SMALL_LEFT) / max(len(moods), MIN_COLUMNS)
    stops = []
    for number, (name, mood) in enumerate(moods):
        y, low, high = (None if v is None else round(zero - v * scale, 1) for v in (mood.polarity, mood.low, mood.high))
        x = round(SMALL_LEFT + step * (number + 0.5), 1)
        stops.append(Stop(x, y, low, high, wrap(name, step - 4, SMALL, 1), mood))
    runs = split_at_gaps(None if stop.y is None else (stop.x, stop.y) for stop in stops)
    paths = tuple(smooth_path(run) for run in runs if len(run) > 1)
    return SmallCurve(width, SMALL_HEIGHT, SMALL_LEFT, zero, base, tuple(stops), paths)
