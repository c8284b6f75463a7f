"""Whole verbatims on a map: at peaks and valleys of the curve, and what people say that they do."""

from __future__ import annotations

from dataclasses import dataclass

from reports.charts.geometry import shorten
from reports.language import Catalogue
from reports.maps.curve import Scale
from reports.maps.grid import LANE, SMALL, Column, Grid, Stretch, fits, lane
from reports.maps.scene import LINE, MARGIN, WIDTH, Sheet, Text
from reports.view.records import Quote

QUOTE = 12.0
QUOTE_LINES = 5
CALLOUTS = 3
ACTION_LINES = 8


@dataclass(frozen=True, slots=True)
class Callout:
    """A verbatim that fits, with the touchpoint it belongs to."""

    column: Column
    quote: Quote
    lines: tuple[str, ...]


def chosen_callouts(grid: Grid, *, peaks: bool) -> tuple[Callout, ...]:
    """Up to three whole verbatims of the highest or lowest touchpoints, from left to right."""
    chosen: list[Callout] = []
    for column in _extremes(grid, peaks=peaks):
        quote = column.place.best if peaks else column.place.worst
        lines = fits(quote.text, _room() - 32, QUOTE, QUOTE_LINES) if quote else ()
        if quote and lines:
            chosen.append(Callout(column, quote, lines))
        if len(chosen) == CALLOUTS:
            break
    return tuple(sorted(chosen, key=lambda one: one.column.x))


def callout_height(chosen: tuple[Callout, ...]) -> float:
    """As high as the longest of them needs."""
    return max((len(one.lines) for one in chosen), default=1) * QUOTE * LINE + 36


def draw_callouts(sheet: Sheet, chosen: tuple[Callout, ...], top: float, scale: Scale, words: Catalogue) -> None:
    """Boxes side by side, joined to their dots by a line; above the curve for peaks, below it for valleys."""
    peaks = top < scale.zero
    height = callout_height(chosen)
    lane(sheet, words("map.peaks" if peaks else "map.valleys"), top, height)
    if not chosen:
        sheet.text(Text(MARGIN + LANE, top + SMALL + 8, ("–",), SMALL, "soft"))
    for slot, one in enumerate(chosen):
        x = MARGIN + LANE + _room() * slot
        box = (x, top + 4, x + _room() - 16, top + height - 6)
        edge = box[3] if peaks else box[1]
        start = min(max(one.column.x, box[0] + 12), box[2] - 12)
        sheet.line((start, edge), (one.column.x, scale.y(one.column.place.mood.polarity or 0.0)), "leader")
        sheet.rect(box, f"callout {'positive' if peaks else 'negative'}")
        sheet.text(Text(x + 8, top + 20, one.lines, QUOTE, "quote", segment_id=one.quote.segment_id))
        source = shorten(f"{one.column.place.name} · {one.quote.person}, {one.quote.source}", _room() - 32, SMALL)
        sheet.text(Text(x + 8, top + height - 14, (source,), SMALL, "soft"))


def actions(sheet: Sheet, grid: Grid, top: float, height: float, words: Catalogue) -> float:
    """What customers do, in their words, phase by phase; returns the y below."""
    lane(sheet, words("map.actions"), top, height, words("map.actions_note"))
    for stretch in grid.stretches:
        _actions(sheet, stretch, top, top + height - 4, words)
    return top + height


def _actions(sheet: Sheet, stretch: Stretch, top: float, bottom: float, words: Catalogue) -> None:
    """How many say what they do, and as many whole verbatims as there is room for, in columns of a readable width."""
    left, n = stretch.left + 7, stretch.phase.n_does
    said = words("count.people_short", n=n) if n else "–"
    sheet.text(Text(left, top + SMALL + 6, (shorten(said, stretch.width - 14, SMALL),), SMALL, "soft"))
    columns = max(1, int(stretch.width // 260))
    width = (stretch.width - 14) / columns
    column, y = 0, top + 2 * SMALL + 16
    for quote in stretch.phase.does:
        lines = fits(quote.text, width - 14, SMALL, ACTION_LINES)
        need = len(lines) * SMALL * LINE
        if lines and y + need > bottom and column + 1 < columns:
            column, y = column + 1, top + 2 * SMALL + 16
        if lines and y + need <= bottom:
            sheet.text(Text(left + column * width, y, lines, SMALL, "quote", segment_id=quote.segment_id))
            y += need + 7


def _room() -> float:
    return (WIDTH - 2 * MARGIN - LANE + 16) / CALLOUTS


def _extremes(grid: Grid, *, peaks: bool) -> list[Column]:
    """Touchpoints on the right side of zero, the farthest first; those of few people last."""
    sign = 1.0 if peaks else -1.0
    fitting = [column for column in grid.columns if (column.place.mood.polarity or 0.0) * sign > 0]
    return sorted(fitting, key=lambda c: (c.place.mood.few, -sign * (c.place.mood.polarity or 0.0), c.x))
