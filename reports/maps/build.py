"""The four maps: timeline, experience diagram, service blueprint, and an empty one for the future state."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib.resources import files

from jinja2 import Environment, StrictUndefined

from reports.charts.geometry import radius, wrap
from reports.language import Catalogue
from reports.maps.callouts import actions, callout_height, chosen_callouts, draw_callouts
from reports.maps.curve import emotion_curve
from reports.maps.grid import NAME, SMALL, Grid, Stretch, cells, grid_of, head, lane, names, phases
from reports.maps.personas import ROW, persona_rows
from reports.maps.png import FONTS
from reports.maps.scene import HEIGHT, LINE, MARGIN, WIDTH, Sheet, Text
from reports.view import View

FOLDER = "maps"
PERSONAS = 4
"""So many lines can be told apart."""
PAINS = 3
"""Rows of pain points in a phase."""
ABREAST_PAINS = 230.0
ACTIONS = 142.0
DIVIDE = 30.0
"""Heights of the lane of actions, and of the lines between lanes."""


def maps(view: View, words: Catalogue) -> Mapping[str, str]:
    """File name → SVG, by name."""
    grid = grid_of(view.phases)
    drawn = {
        "blueprint": blueprint(view, words, grid),
        "experience": experience(view, words, grid),
        "future": future(view, words, grid),
        "timeline": timeline(view, words, grid),
    }
    return {f"{name}.svg": render_svg(sheet, words.language) for name, sheet in drawn.items()}


def render_svg(sheet: Sheet, language: str) -> str:
    """A sheet as accessible SVG: title and description first, then shapes, then texts."""
    text = files("reports").joinpath("templates", "map.svg.j2").read_text("utf-8")
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    page = environment.from_string(text)
    return page.render(sheet=sheet, width=WIDTH, height=HEIGHT, spacing=LINE, language=language, fonts=FONTS) + "\n"


def timeline(view: View, words: Catalogue, grid: Grid) -> Sheet:
    """Phases and touchpoints in a line: who speaks of what, and how it sounds."""
    sheet = _sheet(view, words, "timeline")
    y = names(sheet, grid, phases(sheet, grid, head(sheet, words, _note(view, words, grid)), words), words)
    lane(sheet, words("map.people"), y, 130, words("map.people_note"))
    most = max((column.place.mood.people for column in grid.columns), default=0)
    if grid.columns:
        sheet.line((grid.columns[0].x, y + 56), (grid.columns[-1].x, y + 56), "zero")
    for column in grid.columns:
        mood = column.place.mood
        style = f"dot {mood.tone}" + (" few" if mood.few else "")
        title = f"{column.place.name}: {mood.word}, {words('count.people', n=mood.people)}"
        sheet.dot(column.x, y + 56, radius(mood.people, most, min(24.0, column.width / 2 - 2)), style, title)
        sheet.text(Text(column.x, y + 104, (words.number(mood.people),), NAME, "plain", "middle"))
    y += 130
    y = _pains(sheet, view, grid, y, words)
    for key in ("map.questions", "map.ideas"):
        height = (HEIGHT - MARGIN - 24 - y) / (2 if key == "map.questions" else 1)
        lane(sheet, words(key), y, height, words("map.open"))
        cells(sheet, grid, y, height)
        y += height
    return sheet


def experience(view: View, words: Catalogue, grid: Grid) -> Sheet:
    """Phases, touchpoints and the emotion curve with verbatims at its peaks and valleys, and a row per persona."""
    sheet = _sheet(view, words, "experience")
    personas = view.personas[:PERSONAS]
    high, low = (chosen_callouts(grid, peaks=peaks) for peaks in (True, False))
    y = names(sheet, grid, phases(sheet, grid, head(sheet, words, _note(view, words, grid)), words), words)
    below = callout_height(low) + ROW * len(personas) + _pains_height(view, grid) + 16
    top, bottom = y + callout_height(high) + 14, HEIGHT - MARGIN - below
    scale = emotion_curve(sheet, grid, (top, bottom), personas, words)
    draw_callouts(sheet, high, y, scale, words)
    draw_callouts(sheet, low, bottom + 14, scale, words)
    y = persona_rows(sheet, grid, personas, bottom + 14 + callout_height(low), words)
    _pains(sheet, view, grid, y, words)
    return sheet


def blueprint(view: View, words: Catalogue, grid: Grid) -> Sheet:
    """What customers do and feel, and open lanes for what happens in front of and behind the curtain."""
    sheet = _sheet(view, words, "blueprint")
    y = phases(sheet, grid, head(sheet, words, _note(view, words, grid)), words)
    y = names(sheet, grid, y, words)
    y = actions(sheet, grid, y, ACTIONS, words)
    emotion_curve(sheet, grid, (y + 6, y + 176), (), words)
    y = _channels(sheet, grid, y + 184, words)
    rest = (HEIGHT - MARGIN - y - 3 * DIVIDE) / 3
    for lane_name, line_name in (("front", "interaction"), ("back", "visibility"), ("support", "internal")):
        sheet.line((MARGIN, y + DIVIDE - 4), (WIDTH - MARGIN, y + DIVIDE - 4), "divide")
        sheet.text(Text(WIDTH - MARGIN, y + DIVIDE - 9, (words(f"map.line_{line_name}"),), SMALL, "soft", "end"))
        y += DIVIDE
        lane(sheet, words(f"map.{lane_name}"), y, rest, words(f"map.{lane_name}_note"), rule=False)
        cells(sheet, grid, y, rest)
        y += rest
    return sheet


def future(view: View, words: Catalogue, grid: Grid) -> Sheet:
    """The same phases and touchpoints with empty lanes, for the journey as it should be."""
    sheet = _sheet(view, words, "future")
    y = phases(sheet, grid, head(sheet, words, words("map.future_note")), words, counts=False)
    y = names(sheet, grid, y, words)
    keys = ("actions", "thoughts", "target", "front", "back", "support", "owner")
    height = (HEIGHT - MARGIN - y) / len(keys)
    for key in keys:
        lane(sheet, words(f"map.{key}"), y, height)
        cells(sheet, grid, y, height)
        y += height
    return sheet


def _sheet(view: View, words: Catalogue, kind: str) -> Sheet:
    title = words(f"map.{kind}_title", name=view.head.title)
    return Sheet(title, words(f"map.{kind}_desc"))


def _note(view: View, words: Catalogue, grid: Grid) -> str:
    people = words("count.asked" if view.asked else "count.people", n=view.total)
    left_out = [words("map.left_out", n=grid.left_out)] if grid.left_out else []
    return " · ".join([people, words("map.key"), *left_out])


def _pains(sheet: Sheet, view: View, grid: Grid, top: float, words: Catalogue) -> float:
    """The worst pain points of each phase, in people, side by side where the phase is wide; returns the y below."""
    height = _pains_height(view, grid)
    lane(sheet, words("section.pains"), top, height, words("map.pains_note"))
    for stretch in grid.stretches:
        rows = _pain_rows(view, stretch)
        width = (stretch.width - 14) / max(1, len(rows[0]) if rows else 1)
        y = top + SMALL + 8
        for row in rows:
            for number, lines in enumerate(row):
                sheet.text(Text(stretch.left + 7 + number * width, y, lines, SMALL, "pain"))
            y += _row_height(row)
        if not rows:
            sheet.text(Text(stretch.left + 7, y, ("–",), SMALL, "soft"))
    return top + height


def _pain_rows(view: View, stretch: Stretch) -> list[list[tuple[str, ...]]]:
    """The lines of the worst pain points, row by row."""
    abreast = max(1, int(stretch.width // ABREAST_PAINS))
    own = [pain for pain in view.pains if pain.phase == stretch.phase.name][: PAINS * abreast]
    abreast = min(abreast, max(1, len(own)))
    room = (stretch.width - 14) / abreast - 8
    lines = [wrap(f"{pain.people} · {pain.title}", room, SMALL, 2) for pain in own]
    return [lines[k : k + abreast] for k in range(0, len(lines), abreast)]


def _row_height(row: Sequence[tuple[str, ...]]) -> float:
    return max(len(lines) for lines in row) * SMALL * LINE + 6


def _pains_height(view: View, grid: Grid) -> float:
    rows = [sum(_row_height(row) for row in _pain_rows(view, stretch)) for stretch in grid.stretches]
    return max([46.0, *(height + SMALL + 4 for height in rows)])


def _channels(sheet: Sheet, grid: Grid, top: float, words: Catalogue) -> float:
    """Online or offline, as the journey file says, a word a column; returns the y below."""
    height = 84.0 if grid.turned else 34.0
    lane(sheet, words("map.channel"), top, height)
    for column in grid.columns:
        first = column.place.traits.split(" · ")[0]
        if grid.turned:
            parts = wrap(first, height - 10, SMALL, 2 if column.width >= 2 * SMALL * LINE + 4 else 1)
            x = column.x - (len(parts) - 1) * SMALL * LINE / 2 + SMALL * 0.3
            sheet.text(Text(x, top + height - 4, parts, SMALL, "soft", turned=True))
        else:
            sheet.text(
                Text(column.x, top + SMALL + 8, wrap(first, column.width - 8, SMALL, 1), SMALL, "soft", "middle")
            )
    return top + height
