"""The emotion curve on a map: band, phases, touchpoints, lines of personas, and quotes at its peaks and valleys."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reports.charts.geometry import (
    Box,
    Point,
    band_path,
    radius,
    scale_limit,
    shorten,
    smooth_path,
    split_at_gaps,
    wrap,
)
from reports.maps.sheet import (
    LANE,
    LINE,
    MARGIN,
    SMALL,
    WIDTH,
    Grid,
    MapSheet,
    Shape,
    Text,
    TouchpointColumn,
    draw_guides,
    fit_whole,
)
from reports.view.page_records import Mood, PersonaCard, ShownQuote

PERSONA_STYLES = 4
"""The sheet has this many dashes that can be told apart."""
PERSONA_ROW = 60.0
"""Height of a persona's row in pixels."""
QUOTE_SIZE = 12.0
"""Font size of a callout."""
MAX_QUOTE_LINES = 5
"""A callout has at most this many lines; a longer quote is not shown, because none is cut."""
MAX_CALLOUTS = 3
"""Callouts side by side, above and below the curve."""
CALLOUT_WIDTH = (WIDTH - 2 * MARGIN - LANE + 16) / MAX_CALLOUTS
"""Pixels from one callout to the next, the gap of 16 pixels included."""


@dataclass(frozen=True, slots=True)
class Scale:
    """Turns a polarity into the y of the sheet: zero at ``zero``, ``unit`` pixels for 1."""

    zero: float
    unit: float

    def y(self, polarity: float) -> float:
        """The y of a polarity."""
        return round(self.zero - polarity * self.unit, 1)


def draw_emotion_curve(sheet: MapSheet, top: float, bottom: float, personas: Sequence[PersonaCard] = ()) -> Scale:
    """Draw the curve between two heights, its upper and its lower y."""
    grid, words = sheet.grid, sheet.words
    moods = [stretch.phase.mood for stretch in grid.stretches] + [column.place.mood for column in grid.columns]
    # Everything that is drawn must be on the scale, so it comes from all moods.
    limit = scale_limit(moods + [mood for persona in personas for _, mood in persona.moods])
    scale = Scale((top + bottom) / 2, (bottom - top) / 2 / limit)
    sheet.lane(words("map.emotion"), top, bottom - top, words("map.emotion_note"))
    draw_guides(sheet, top, bottom)
    left = grid.stretches[0].left if grid.stretches else float(MARGIN)
    sheet.line((left, scale.zero), (WIDTH - MARGIN, scale.zero), "zero")
    for sign, y in (("+", top + SMALL + 4), ("−", bottom - 4)):
        sheet.text(Text(left - 6, y, (sign,), SMALL, "soft", "end"))
    _draw_phases(sheet, scale)
    for number, persona in enumerate(personas):
        _draw_persona_line(sheet, scale, number, persona)
    for column in grid.columns:
        mood = column.place.mood
        if mood.polarity is None:
            continue
        if mood.low is not None and mood.high is not None:
            sheet.line((column.x, scale.y(mood.low)), (column.x, scale.y(mood.high)), "spread")
        _draw_mark(sheet, (column.x, scale.y(mood.polarity)), mood, 11.0, column.place.name)
    return scale


def _draw_phases(sheet: MapSheet, scale: Scale) -> None:
    moods = [(stretch.x, stretch.phase.mood) for stretch in sheet.grid.stretches]
    intervals = split_at_gaps(
        None if mood.low is None or mood.high is None else (x, scale.y(mood.high), scale.y(mood.low))
        for x, mood in moods
    )
    for run in intervals:
        if len(run) > 1:
            # The band goes below everything that is drawn already.
            sheet.shapes.insert(0, Shape(band_path(run), "band"))
    for points in split_at_gaps(None if mood.polarity is None else (x, scale.y(mood.polarity)) for x, mood in moods):
        sheet.shapes.append(Shape(smooth_path(points), "curve"))


def _draw_persona_line(sheet: MapSheet, scale: Scale, number: int, persona: PersonaCard) -> None:
    """Draw a persona's curve over the phases, with a gap where none of its people says anything."""
    points = [
        None if mood.polarity is None else (stretch.x, scale.y(mood.polarity))
        for stretch, (_, mood) in zip(sheet.grid.stretches, persona.moods, strict=True)
    ]
    for run in split_at_gaps(points):
        sheet.shapes.append(Shape(smooth_path(run), f"persona p{number % PERSONA_STYLES}"))


def _draw_mark(sheet: MapSheet, at: Point, mood: Mood, largest: float, name: str) -> None:
    r = radius(mood.people, sheet.grid.most_people, largest)
    sheet.mark(at, mood, max(4.0, r) if mood.few else r, name)


def draw_persona_rows(sheet: MapSheet, personas: Sequence[PersonaCard], top: float) -> float:
    """Draw a row for each persona on the full scale −1…1: a line over the phases, dots at touchpoints."""
    for number, persona in enumerate(personas):
        y = top + PERSONA_ROW * number
        sheet.line((MARGIN, y), (WIDTH - MARGIN, y), "grid")
        sheet.line((MARGIN, y + 9), (MARGIN + 30, y + 9), f"persona p{number % PERSONA_STYLES}")
        people = sheet.words("count.people_short", n=persona.people)
        sheet.text(Text(MARGIN + 36, y + 13, (people,), SMALL, "soft"))
        sheet.text(Text(MARGIN, y + 13 + SMALL * LINE, wrap(persona.title, LANE - 12, SMALL, 3), SMALL, "plain"))
        _draw_persona_row(sheet, number, persona, y)
    return top + PERSONA_ROW * len(personas)


def _draw_persona_row(sheet: MapSheet, number: int, persona: PersonaCard, top: float) -> None:
    grid, scale = sheet.grid, Scale(top + PERSONA_ROW / 2, PERSONA_ROW / 2 - 7)
    if grid.stretches:
        sheet.line((grid.stretches[0].left, scale.zero), (WIDTH - MARGIN, scale.zero), "zero")
    draw_guides(sheet, top, top + PERSONA_ROW)
    _draw_persona_line(sheet, scale, number, persona)
    for column in grid.columns:
        mood = column.place.by_persona[persona.number - 1] if column.place.by_persona else None
        if mood is None or mood.polarity is None:
            sheet.text(Text(column.x, scale.zero - 4, ("–",), SMALL, "soft", "middle"))
            continue
        name = f"{persona.title}, {column.place.name}"
        _draw_mark(sheet, (column.x, scale.y(mood.polarity)), mood, 8.0, name)


@dataclass(frozen=True, slots=True)
class Callout:
    """A whole quote with the touchpoint it belongs to."""

    column: TouchpointColumn
    quote: ShownQuote
    lines: tuple[str, ...]


def choose_callouts(grid: Grid, *, peaks: bool) -> tuple[Callout, ...]:
    """Up to MAX_CALLOUTS whole quotes of the highest or lowest touchpoints, from left to right."""
    callouts: list[Callout] = []
    sign = 1.0 if peaks else -1.0
    extremes = [column for column in grid.columns if column.polarity * sign > 0]
    # Few people make extreme means, so theirs are a last resort.
    for column in sorted(extremes, key=lambda column: (column.place.mood.few, -sign * column.polarity, column.x)):
        quote = column.place.best if peaks else column.place.worst
        lines = fit_whole(quote.text, CALLOUT_WIDTH - 32, QUOTE_SIZE, MAX_QUOTE_LINES) if quote else ()
        if quote and lines:
            callouts.append(Callout(column, quote, lines))
        if len(callouts) == MAX_CALLOUTS:
            break
    return tuple(sorted(callouts, key=lambda callout: callout.column.x))


def callout_height(callouts: Sequence[Callout]) -> float:
    """The height that the longest of the callouts needs."""
    return max((len(callout.lines) for callout in callouts), default=1) * QUOTE_SIZE * LINE + 36


def draw_callouts(sheet: MapSheet, callouts: Sequence[Callout], top: float, scale: Scale) -> None:
    """Draw boxes side by side, each joined to its dot by a line; above the curve for peaks, below it for valleys."""
    is_above = top < scale.zero
    height = callout_height(callouts)
    sheet.lane(sheet.words("map.peaks" if is_above else "map.valleys"), top, height)
    if not callouts:
        sheet.text(Text(MARGIN + LANE, top + SMALL + 8, ("–",), SMALL, "soft"))
    for slot, callout in enumerate(callouts):
        column, quote = callout.column, callout.quote
        x = MARGIN + LANE + CALLOUT_WIDTH * slot
        box = Box(x, top + 4, x + CALLOUT_WIDTH - 16, top + height - 6)
        edge = box.bottom if is_above else box.top
        start = min(max(column.x, box.left + 12), box.right - 12)
        sheet.line((start, edge), (column.x, scale.y(column.polarity)), "leader")
        sheet.rect(box, f"callout {'positive' if is_above else 'negative'}")
        sheet.text(Text(x + 8, top + 20, callout.lines, QUOTE_SIZE, "quote", segment_id=quote.segment_id))
        source = shorten(f"{column.place.name} · {quote.person}, {quote.source}", CALLOUT_WIDTH - 32, SMALL)
        sheet.text(Text(x + 8, top + height - 14, (source,), SMALL, "soft"))
