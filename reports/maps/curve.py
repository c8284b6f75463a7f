"""The emotion curve of the experience diagram: band, phases, touchpoints, a line per persona, verbatims."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reports.geometry import band, radius, reach, runs, shorten, smooth
from reports.maps.grid import SMALL, Column, Grid, fits, lane
from reports.maps.scene import LINE, MARGIN, WIDTH, Shape, Sheet, Text
from reports.view.records import Mood, Persona, Quote
from reports.words import Words

QUOTE = 12.0
QUOTE_LINES = 5
CALLOUTS = 3
CALLOUT_HEIGHT = QUOTE_LINES * QUOTE * LINE + 36


@dataclass(frozen=True, slots=True)
class Scale:
    """Polarity → y."""

    zero: float
    unit: float

    def y(self, polarity: float) -> float:
        """Where a polarity stands."""
        return round(self.zero - polarity * self.unit, 1)


def emotion_curve(
    sheet: Sheet, grid: Grid, box: tuple[float, float], personas: Sequence[Persona], words: Words
) -> Scale:
    """Draw the curve between two heights."""
    top, bottom = box
    moods = [stretch.phase.mood for stretch in grid.stretches] + [column.place.mood for column in grid.columns]
    limit = reach(moods + [mood for persona in personas for _, mood in persona.moods])
    scale = Scale((top + bottom) / 2, (bottom - top) / 2 / limit)
    lane(sheet, words("map.emotion"), top, bottom - top, words("map.emotion_note"))
    left = grid.stretches[0].left if grid.stretches else float(MARGIN)
    sheet.line((left, scale.zero), (WIDTH - MARGIN, scale.zero), "zero")
    _phase_curve(sheet, grid, scale)
    for number, persona in enumerate(personas):
        _persona_line(sheet, grid, scale, number, persona)
    most = max((column.place.mood.people for column in grid.columns), default=0)
    for column in grid.columns:
        _touchpoint(sheet, column, scale, most, words)
    return scale


def _phase_curve(sheet: Sheet, grid: Grid, scale: Scale) -> None:
    edges: list[tuple[float, ...] | None] = []
    points: list[tuple[float, ...] | None] = []
    for stretch in grid.stretches:
        mood = stretch.phase.mood
        known = mood.low is not None and mood.high is not None
        edges.append((stretch.x, scale.y(mood.high or 0.0), scale.y(mood.low or 0.0)) if known else None)
        points.append(None if mood.polarity is None else (stretch.x, scale.y(mood.polarity)))
    for run in runs(edges):
        if len(run) > 1:
            sheet.shapes.insert(0, Shape(band([(p[0], p[1], p[2]) for p in run]), "band"))
    for run in runs(points):
        sheet.shapes.append(Shape(smooth([(p[0], p[1]) for p in run]), "curve"))


def _persona_line(sheet: Sheet, grid: Grid, scale: Scale, number: int, persona: Persona) -> None:
    moods: list[Mood] = [mood for _, mood in persona.moods]
    points: list[tuple[float, ...] | None] = [
        None if mood.polarity is None else (stretch.x, scale.y(mood.polarity))
        for stretch, mood in zip(grid.stretches, moods, strict=True)
    ]
    for run in runs(points):
        sheet.shapes.append(Shape(smooth([(p[0], p[1]) for p in run]), f"persona p{number % 4}"))


def _touchpoint(sheet: Sheet, column: Column, scale: Scale, most: int, words: Words) -> None:
    mood = column.place.mood
    if mood.polarity is None:
        return
    if mood.low is not None and mood.high is not None:
        sheet.line((column.x, scale.y(mood.low)), (column.x, scale.y(mood.high)), "spread")
    title = f"{column.place.name}: {mood.word}, {words('count.people', n=mood.people)}"
    style = f"dot {mood.tone}" + (" few" if mood.few else "")
    sheet.dot(column.x, scale.y(mood.polarity), radius(mood.people, most, 11.0), style, title)


def legend(sheet: Sheet, y: float, personas: Sequence[Persona], words: Words) -> None:
    """What each persona's line looks like, side by side."""
    step = (WIDTH - 2 * MARGIN) / max(1, len(personas))
    for number, persona in enumerate(personas):
        x = MARGIN + step * number
        sheet.line((x, y - 4), (x + 36, y - 4), f"persona p{number % 4}")
        said = f"{persona.title} ({words('count.people_short', n=persona.people)})"
        sheet.text(Text(x + 44, y, (shorten(said, step - 60, SMALL),), SMALL, "plain"))


def callouts(sheet: Sheet, grid: Grid, top: float, scale: Scale, words: Words, *, peaks: bool) -> None:
    """Up to three whole verbatims at the highest or lowest touchpoints, in boxes side by side, joined by a line."""
    left = MARGIN + 118.0
    room = (WIDTH - MARGIN - left) / CALLOUTS
    chosen: list[tuple[Column, Quote, tuple[str, ...]]] = []
    for column in _extremes(grid, peaks=peaks):
        quote = column.place.best if peaks else column.place.worst
        lines = fits(quote.text, room - 32, QUOTE, QUOTE_LINES) if quote else ()
        if quote and lines:
            chosen.append((column, quote, lines))
        if len(chosen) == CALLOUTS:
            break
    lane(sheet, words("map.peaks" if peaks else "map.valleys"), top, CALLOUT_HEIGHT)
    chosen.sort(key=lambda one: one[0].x)
    for slot, (column, quote, lines) in enumerate(chosen):
        x = left + room * slot + 8
        tone = "positive" if peaks else "negative"
        box = (x, top + 4, x + room - 16, top + CALLOUT_HEIGHT - 6)
        sheet.rect(box, f"callout {tone}")
        polarity = column.place.mood.polarity or 0.0
        edge = box[3] if peaks else box[1]
        start = min(max(column.x, box[0] + 12), box[2] - 12)
        sheet.line((start, edge), (column.x, scale.y(polarity)), "leader")
        sheet.text(Text(x + 8, top + 20, lines, QUOTE, "quote", segment_id=quote.segment_id))
        source = shorten(f"{column.place.name} · {quote.person}, {quote.source}", room - 32, SMALL)
        sheet.text(Text(x + 8, top + CALLOUT_HEIGHT - 14, (source,), SMALL, "soft"))


def _extremes(grid: Grid, *, peaks: bool) -> list[Column]:
    """Touchpoints on the right side of zero, the farthest first; those of few people last."""
    sign = 1.0 if peaks else -1.0
    fitting = [column for column in grid.columns if (column.place.mood.polarity or 0.0) * sign > 0]
    return sorted(fitting, key=lambda c: (c.place.mood.few, -sign * (c.place.mood.polarity or 0.0), c.x))
