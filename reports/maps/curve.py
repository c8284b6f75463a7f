"""The emotion curve of the experience diagram: band, phases, touchpoints, lines of personas."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reports.charts.geometry import band, radius, reach, runs, smooth
from reports.language import Catalogue
from reports.maps.grid import SMALL, Column, Grid, guides, lane
from reports.maps.scene import MARGIN, WIDTH, Shape, Sheet, Text
from reports.view.records import Mood, Persona


@dataclass(frozen=True, slots=True)
class Scale:
    """Polarity → y."""

    zero: float
    unit: float

    def y(self, polarity: float) -> float:
        """Where a polarity stands."""
        return round(self.zero - polarity * self.unit, 1)


def emotion_curve(
    sheet: Sheet, grid: Grid, box: tuple[float, float], personas: Sequence[Persona], words: Catalogue
) -> Scale:
    """Draw the curve between two heights."""
    top, bottom = box
    moods = [stretch.phase.mood for stretch in grid.stretches] + [column.place.mood for column in grid.columns]
    limit = reach(moods + [mood for persona in personas for _, mood in persona.moods])
    scale = Scale((top + bottom) / 2, (bottom - top) / 2 / limit)
    lane(sheet, words("map.emotion"), top, bottom - top, words("map.emotion_note"))
    guides(sheet, grid, top, bottom)
    left = grid.stretches[0].left if grid.stretches else float(MARGIN)
    zero_line(sheet, left, scale.zero)
    for sign, y in (("+", top + SMALL + 4), ("−", bottom - 4)):
        sheet.text(Text(left - 6, y, (sign,), SMALL, "soft", "end"))
    _phase_curve(sheet, grid, scale)
    for number, persona in enumerate(personas):
        persona_line(sheet, grid, scale, number, [mood for _, mood in persona.moods])
    most = most_people(grid)
    for column in grid.columns:
        _touchpoint(sheet, column, scale, most, words)
    return scale


def most_people(grid: Grid) -> int:
    """People at the touchpoint that most speak of."""
    return max((column.place.mood.people for column in grid.columns), default=0)


def zero_line(sheet: Sheet, left: float, y: float) -> None:
    """Neither good nor bad."""
    sheet.line((left, y), (WIDTH - MARGIN, y), "zero")


def persona_line(sheet: Sheet, grid: Grid, scale: Scale, number: int, moods: Sequence[Mood]) -> None:
    """A persona's curve over the phases, broken where nobody of it says anything."""
    points: list[tuple[float, ...] | None] = [
        None if mood.polarity is None else (stretch.x, scale.y(mood.polarity))
        for stretch, mood in zip(grid.stretches, moods, strict=True)
    ]
    for run in runs(points):
        sheet.shapes.append(Shape(smooth([(p[0], p[1]) for p in run]), f"persona p{number % 4}"))


def mark(sheet: Sheet, at: tuple[float, float], mood: Mood, r: float, title: str) -> None:
    """A dot in the colour of the mood, hollow and dashed where it rests on few people."""
    sheet.dot(*at, max(4.0, r) if mood.few else r, f"dot {mood.tone}" + (" few" if mood.few else ""), title)


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


def _touchpoint(sheet: Sheet, column: Column, scale: Scale, most: int, words: Catalogue) -> None:
    mood = column.place.mood
    if mood.polarity is None:
        return
    if mood.low is not None and mood.high is not None:
        sheet.line((column.x, scale.y(mood.low)), (column.x, scale.y(mood.high)), "spread")
    title = f"{column.place.name}: {mood.word}, {words('count.people', n=mood.people)}"
    mark(sheet, (column.x, scale.y(mood.polarity)), mood, radius(mood.people, most, 11.0), title)
