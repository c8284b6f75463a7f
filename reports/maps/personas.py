"""A row for each persona: its mood at every touchpoint where its people say something, below the common curve."""

from __future__ import annotations

from collections.abc import Sequence

from reports.charts.geometry import radius, wrap
from reports.language import Catalogue
from reports.maps.curve import Scale, mark, most_people, persona_line, zero_line
from reports.maps.grid import LANE, SMALL, Grid, guides
from reports.maps.scene import LINE, MARGIN, WIDTH, Sheet, Text
from reports.view.records import Persona

ROW = 60.0


def persona_rows(sheet: Sheet, grid: Grid, personas: Sequence[Persona], top: float, words: Catalogue) -> float:
    """One row each on the full scale −1…1: the line over the phases, the dots at touchpoints; returns the y below."""
    for number, persona in enumerate(personas):
        y = top + ROW * number
        sheet.line((MARGIN, y), (WIDTH - MARGIN, y), "grid")
        sheet.line((MARGIN, y + 9), (MARGIN + 30, y + 9), f"persona p{number % 4}")
        people = words("count.people_short", n=persona.people)
        sheet.text(Text(MARGIN + 36, y + 13, (people,), SMALL, "soft"))
        sheet.text(Text(MARGIN, y + 13 + SMALL * LINE, wrap(persona.title, LANE - 12, SMALL, 3), SMALL, "plain"))
        _row(sheet, grid, number, persona, y, words)
    return top + ROW * len(personas)


def _row(sheet: Sheet, grid: Grid, number: int, persona: Persona, top: float, words: Catalogue) -> None:
    scale = Scale(top + ROW / 2, ROW / 2 - 7)
    if grid.stretches:
        zero_line(sheet, grid.stretches[0].left, scale.zero)
    guides(sheet, grid, top, top + ROW)
    persona_line(sheet, grid, scale, number, [mood for _, mood in persona.moods])
    most = most_people(grid)
    for column in grid.columns:
        mood = column.place.by_persona[persona.number - 1] if column.place.by_persona else None
        if mood is None or mood.polarity is None:
            sheet.text(Text(column.x, scale.zero - 4, ("–",), SMALL, "soft", "middle"))
            continue
        title = f"{persona.title}, {column.place.name}: {mood.word}, {words('count.people', n=mood.people)}"
        mark(sheet, (column.x, scale.y(mood.polarity)), mood, radius(mood.people, most, 8.0), title)
