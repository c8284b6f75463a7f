"""The four maps: timeline, experience diagram, service blueprint, and an empty one for the future state."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources import files

from jinja2 import Environment, StrictUndefined

from reports.geometry import radius, wrap
from reports.maps.curve import CALLOUT_HEIGHT, callouts, emotion_curve, legend
from reports.maps.grid import NAME, SMALL, Grid, cells, grid_of, head, lane, names, phases
from reports.maps.png import FONTS
from reports.maps.scene import HEIGHT, LINE, MARGIN, WIDTH, Sheet, Text
from reports.view import View
from reports.words import Words

FOLDER = "maps"
PERSONAS = 4
"""So many lines can be told apart."""
PAINS = 3


def maps(view: View, words: Words) -> Mapping[str, str]:
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


def timeline(view: View, words: Words, grid: Grid) -> Sheet:
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


def experience(view: View, words: Words, grid: Grid) -> Sheet:
    """Phases, touchpoints and the emotion curve with verbatims at its peaks and valleys."""
    sheet = _sheet(view, words, "experience")
    personas = view.personas[:PERSONAS]
    y = names(sheet, grid, phases(sheet, grid, head(sheet, words, _note(view, words, grid)), words), words)
    bottom = HEIGHT - MARGIN - 30
    lanes = 3 * (SMALL * LINE * 2 + 6) + 22
    top, low = y + CALLOUT_HEIGHT + 16, bottom - lanes - CALLOUT_HEIGHT - 16
    scale = emotion_curve(sheet, grid, (top, low), personas, words)
    callouts(sheet, grid, y, scale, words, peaks=True)
    callouts(sheet, grid, low + 16, scale, words, peaks=False)
    _pains(sheet, view, grid, bottom - lanes, words)
    legend(sheet, HEIGHT - MARGIN - 4, personas, words)
    return sheet


def blueprint(view: View, words: Words, grid: Grid) -> Sheet:
    """What customers do and feel, and open lanes for what happens in front of and behind the curtain."""
    sheet = _sheet(view, words, "blueprint")
    y = phases(sheet, grid, head(sheet, words, _note(view, words, grid)), words)
    y = names(sheet, grid, y, words)
    emotion_curve(sheet, grid, (y + 10, y + 210), (), words)
    y = _channels(sheet, grid, y + 222, words)
    rest = (HEIGHT - MARGIN - y - 3 * 22) / 3
    for lane_name, line_name in (("front", "interaction"), ("back", "visibility"), ("support", "internal")):
        sheet.line((MARGIN, y + 11), (WIDTH - MARGIN, y + 11), "divide")
        sheet.text(Text(WIDTH - MARGIN, y + 6, (words(f"map.line_{line_name}"),), SMALL, "soft", "end"))
        y += 22
        lane(sheet, words(f"map.{lane_name}"), y, rest, words(f"map.{lane_name}_note"))
        cells(sheet, grid, y, rest)
        y += rest
    return sheet


def future(view: View, words: Words, grid: Grid) -> Sheet:
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


def _sheet(view: View, words: Words, kind: str) -> Sheet:
    title = words(f"map.{kind}_title", name=view.head.title)
    return Sheet(title, words(f"map.{kind}_desc"))


def _note(view: View, words: Words, grid: Grid) -> str:
    people = words("count.asked" if view.asked else "count.people", n=view.total)
    left_out = [words("map.left_out", n=grid.left_out)] if grid.left_out else []
    return " · ".join([people, words("map.key"), *left_out])


def _pains(sheet: Sheet, view: View, grid: Grid, top: float, words: Words) -> float:
    """The worst pain points of each phase, in people; returns the y below."""
    height = PAINS * (SMALL * LINE * 2 + 6) + 22
    lane(sheet, words("section.pains"), top, height, words("map.pains_note"))
    for stretch in grid.stretches:
        own = [pain for pain in view.pains if pain.phase == stretch.phase.name][:PAINS]
        y = top + SMALL + 8
        for pain in own:
            lines = wrap(f"{pain.people} · {pain.title}", stretch.width - 14, SMALL, 2)
            sheet.text(Text(stretch.left + 7, y, lines, SMALL, "pain"))
            y += SMALL * LINE * 2 + 6
        if not own:
            sheet.text(Text(stretch.left + 7, y, ("–",), SMALL, "soft"))
    return top + height


def _channels(sheet: Sheet, grid: Grid, top: float, words: Words) -> float:
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
