"""The four maps: timeline, experience diagram, service blueprint, and an empty one for the future; as SVG and PNG."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib.resources import files

from jinja2 import Environment, StrictUndefined

from reports.charts.geometry import radius, shorten, wrap
from reports.language import Catalogue
from reports.maps.curve import (
    PERSONA_ROW,
    PERSONA_STYLES,
    callout_height,
    choose_callouts,
    draw_callouts,
    draw_emotion_curve,
    draw_persona_rows,
)
from reports.maps.sheet import (
    HEIGHT,
    LANE,
    LINE,
    MARGIN,
    NAME,
    SMALL,
    WIDTH,
    Grid,
    MapSheet,
    Stretch,
    Text,
    draw_cells,
    draw_head,
    draw_names,
    draw_phases,
    fit_whole,
    make_grid,
    turned_text,
)
from reports.view import View
from voc.errors import OutputError

FOLDER = "maps"
PAIN_ROWS = 3
"""Rows of pain points in a phase."""
PAIN_WIDTH = 230.0
"""Pixels that a column of pain points needs; a phase at least twice as wide shows two side by side."""
ACTION_WIDTH = 260.0
"""Pixels that a column of quotes needs to be read with ease."""
MAX_ACTION_LINES = 8
"""A quote about what people do has at most this many lines."""
ACTIONS_HEIGHT = 142.0
"""Height in pixels of the lane of actions."""
DIVIDE = 30.0
"""Height in pixels of the lines between the lanes of a blueprint, with their names."""
DPI = 200
"""Dots per inch of a PNG: 3307 × 2339 for a map, sharp on A3."""
FONTS = '"Helvetica Neue", Helvetica, Arial, "Liberation Sans", "Noto Sans", "Segoe UI", "DejaVu Sans", sans-serif'
"""Font families of a map: the first that is installed, else any sans-serif that the renderer finds."""


def draw_maps(view: View, words: Catalogue) -> Mapping[str, str]:
    """SVG by file name, sorted."""
    grid = make_grid(view.phases)
    sheets = {
        "blueprint": draw_blueprint(view, words, grid),
        "experience": draw_experience(view, words, grid),
        "future": draw_future(view, words, grid),
        "timeline": draw_timeline(view, words, grid),
    }
    return {f"{name}.svg": render_svg(sheet, words.language) for name, sheet in sheets.items()}


def render_svg(sheet: MapSheet, language: str) -> str:
    """A sheet as accessible SVG: title and description first, then shapes, then texts."""
    template = files("reports").joinpath("templates", "map.svg.j2").read_text("utf-8")
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    values = {"width": WIDTH, "height": HEIGHT, "spacing": LINE, "language": language, "fonts": FONTS}
    return environment.from_string(template).render(sheet=sheet, **values) + "\n"


def draw_timeline(view: View, words: Catalogue, grid: Grid) -> MapSheet:
    """Phases and touchpoints in a line: how many speak of each, and how it sounds."""
    sheet = _new_sheet(view, words, grid, "timeline")
    y = _draw_top(sheet, view, words("map.key"))
    sheet.lane(words("map.people"), y, 130, words("map.people_note"))
    if grid.columns:
        sheet.line((grid.columns[0].x, y + 56), (grid.columns[-1].x, y + 56), "zero")
    for column in grid.columns:
        mood = column.place.mood
        # Dots of neighbouring columns must not touch.
        r = radius(mood.people, grid.most_people, min(24.0, column.width / 2 - 2))
        sheet.mark((column.x, y + 56), mood, r, column.place.name)
        sheet.text(Text(column.x, y + 104, (words.number(mood.people),), NAME, "plain", "middle"))
    y = _draw_pains(sheet, view, y + 130)
    _draw_open_lanes(sheet, ("questions", "ideas"), y, HEIGHT - MARGIN - 24, words("map.open"))
    return sheet


def draw_experience(view: View, words: Catalogue, grid: Grid) -> MapSheet:
    """Phases, touchpoints, the emotion curve with quotes at its peaks and valleys, and a row for each persona."""
    sheet = _new_sheet(view, words, grid, "experience")
    # More personas would have lines with the same dashes.
    personas = view.personas[:PERSONA_STYLES]
    high, low = choose_callouts(grid, peaks=True), choose_callouts(grid, peaks=False)
    y = _draw_top(sheet, view, _experience_legend(view, words))
    # The curve gets the height that everything else leaves.
    below = callout_height(low) + PERSONA_ROW * len(personas) + _pains_height(view, sheet) + 16
    top, bottom = y + callout_height(high) + 14, HEIGHT - MARGIN - below
    scale = draw_emotion_curve(sheet, top, bottom, personas)
    draw_callouts(sheet, high, y, scale)
    draw_callouts(sheet, low, bottom + 14, scale)
    y = draw_persona_rows(sheet, personas, bottom + 14 + callout_height(low))
    _draw_pains(sheet, view, y)
    return sheet


def draw_blueprint(view: View, words: Catalogue, grid: Grid) -> MapSheet:
    """What customers do and feel, and open lanes for the work in front of and behind the line of visibility."""
    sheet = _new_sheet(view, words, grid, "blueprint")
    y = _draw_actions(sheet, _draw_top(sheet, view, f"{words('map.key')} · {words('map.key_curve')}"))
    draw_emotion_curve(sheet, y + 6, y + 176)
    y = _draw_channels(sheet, y + 184)
    height = (HEIGHT - MARGIN - y - 3 * DIVIDE) / 3
    for lane, line in (("front", "interaction"), ("back", "visibility"), ("support", "internal")):
        sheet.line((MARGIN, y + DIVIDE - 4), (WIDTH - MARGIN, y + DIVIDE - 4), "divide")
        sheet.text(Text(WIDTH - MARGIN, y + DIVIDE - 9, (words(f"map.line_{line}"),), SMALL, "soft", "end"))
        y += DIVIDE
        sheet.lane(words(f"map.{lane}"), y, height, words(f"map.{lane}_note"), rule=False)
        draw_cells(sheet, y, height)
        y += height
    return sheet


def draw_future(view: View, words: Catalogue, grid: Grid) -> MapSheet:
    """The same phases and touchpoints with empty lanes, for the journey as it should be."""
    sheet = _new_sheet(view, words, grid, "future")
    y = draw_names(sheet, draw_phases(sheet, draw_head(sheet, words("map.future_note")), counts=False))
    lanes = ("actions", "thoughts", "target", "front", "back", "support", "owner")
    _draw_open_lanes(sheet, lanes, y, HEIGHT - MARGIN)
    return sheet


def _new_sheet(view: View, words: Catalogue, grid: Grid, kind: str) -> MapSheet:
    return MapSheet(words(f"map.{kind}_title", name=view.head.title), words(f"map.{kind}_desc"), grid, words)


def _experience_legend(view: View, words: Catalogue) -> str:
    """What dots and lines mean, and which personas have no line."""
    parts = [words("map.key"), words("map.key_curve")]
    if view.personas:
        parts.append(words("map.key_personas"))
    if n_more := len(view.personas[PERSONA_STYLES:]):
        parts.append(words("map.personas_left_out", n=n_more))
    return " · ".join(parts)


def _draw_top(sheet: MapSheet, view: View, legend: str) -> float:
    """Draw the title, the number of people, the legend, the phases and the names of the touchpoints."""
    people = sheet.words("count.asked" if view.everybody_asked else "count.people", n=view.total)
    left_out = [sheet.words("map.left_out", n=sheet.grid.left_out)] if sheet.grid.left_out else []
    y = draw_head(sheet, " · ".join([people, *left_out]), legend)
    return draw_names(sheet, draw_phases(sheet, y))


def _draw_open_lanes(sheet: MapSheet, keys: Sequence[str], top: float, bottom: float, note: str = "") -> None:
    """Draw lanes of equal height with empty cells to write in."""
    height = (bottom - top) / len(keys)
    for number, key in enumerate(keys):
        sheet.lane(sheet.words(f"map.{key}"), top + number * height, height, note)
        draw_cells(sheet, top + number * height, height)


def _draw_pains(sheet: MapSheet, view: View, top: float) -> float:
    """Draw the worst pain points of each phase with their people, side by side where the phase is wide, and below them
    those that are at no touchpoint."""
    height = _pains_height(view, sheet)
    sheet.lane(sheet.words("section.pains"), top, height, sheet.words("map.pains_note"))
    for stretch in sheet.grid.stretches:
        rows = _pain_rows(view, stretch)
        width = (stretch.width - 14) / max(1, len(rows[0]) if rows else 1)
        y = top + SMALL + 8
        for row in rows:
            for number, lines in enumerate(row):
                sheet.text(Text(stretch.left + 7 + number * width, y, lines, SMALL, "pain"))
            y += _row_height(row)
        if not rows:
            sheet.text(Text(stretch.left + 7, y, ("–",), SMALL, "soft"))
    if lines := _unplaced_pains(view, sheet):
        y = top + height - len(lines) * SMALL * LINE + 4
        sheet.text(Text(MARGIN + LANE + 7, y, lines, SMALL, "pain"))
    return top + height


def _unplaced_pains(view: View, sheet: MapSheet) -> tuple[str, ...]:
    """The worst pain points that are at no phase, on at most two lines."""
    phases = {stretch.phase.name for stretch in sheet.grid.stretches}
    pains = [f"{pain.people} · {pain.title}" for pain in view.pains if pain.phase not in phases]
    if not pains:
        return ()
    shown = sheet.words("map.pains_elsewhere", pains="; ".join(pains[:PAIN_ROWS]))
    return wrap(shown, WIDTH - 2 * MARGIN - LANE - 14, SMALL, 2)


def _pain_rows(view: View, stretch: Stretch) -> list[list[tuple[str, ...]]]:
    n_abreast = max(1, int(stretch.width // PAIN_WIDTH))
    pains = [pain for pain in view.pains if pain.phase == stretch.phase.name][: PAIN_ROWS * n_abreast]
    n_abreast = min(n_abreast, max(1, len(pains)))
    width = (stretch.width - 14) / n_abreast - 8
    lines = [wrap(f"{pain.people} · {pain.title}", width, SMALL, 2) for pain in pains]
    return [lines[k : k + n_abreast] for k in range(0, len(lines), n_abreast)]


def _row_height(row: Sequence[tuple[str, ...]]) -> float:
    return max(len(lines) for lines in row) * SMALL * LINE + 6


def _pains_height(view: View, sheet: MapSheet) -> float:
    heights = [sum(_row_height(row) for row in _pain_rows(view, stretch)) for stretch in sheet.grid.stretches]
    below = len(_unplaced_pains(view, sheet)) * SMALL * LINE
    return max([46.0, *(height + SMALL + 4 for height in heights)]) + below


def _draw_actions(sheet: MapSheet, top: float) -> float:
    """Draw what customers do, in their words, phase by phase."""
    bottom = top + ACTIONS_HEIGHT
    sheet.lane(sheet.words("map.actions"), top, ACTIONS_HEIGHT, sheet.words("map.actions_note"))
    for stretch in sheet.grid.stretches:
        left, n_people = stretch.left + 7, stretch.phase.n_does
        note = sheet.words("count.people_short", n=n_people) if n_people else "–"
        sheet.text(Text(left, top + SMALL + 6, (shorten(note, stretch.width - 14, SMALL),), SMALL, "soft"))
        n_columns = max(1, int(stretch.width // ACTION_WIDTH))
        width = (stretch.width - 14) / n_columns
        column, y = 0, top + 2 * SMALL + 16
        for quote in stretch.phase.does:
            lines = fit_whole(quote.text, width - 14, SMALL, MAX_ACTION_LINES)
            height = len(lines) * SMALL * LINE
            # A quote that does not fit below the last one starts the next column.
            if lines and y + height > bottom - 4 and column + 1 < n_columns:
                column, y = column + 1, top + 2 * SMALL + 16
            # A quote is never cut, so one that fits into no column is left out.
            if lines and y + height <= bottom - 4:
                sheet.text(Text(left + column * width, y, lines, SMALL, "quote", segment_id=quote.segment_id))
                y += height + 7
    return bottom


def _draw_channels(sheet: MapSheet, top: float) -> float:
    """Draw for each column whether the touchpoint is online or offline, as the journey file says."""
    grid = sheet.grid
    height = 84.0 if grid.turned else 34.0
    sheet.lane(sheet.words("map.channel"), top, height)
    for column in grid.columns:
        # The first trait of a touchpoint is its channel.
        channel = column.place.traits.split(" · ")[0]
        if grid.turned:
            sheet.text(turned_text(column, channel, SMALL, top + height - 4, height - 10, "soft"))
        else:
            lines = wrap(channel, column.width - 8, SMALL, 1)
            sheet.text(Text(column.x, top + SMALL + 8, lines, SMALL, "soft", "middle"))
    return top + height


def render_map_png(svg: str, dpi: int = DPI) -> bytes:
    """An SVG of `draw_maps` as PNG on white, for slides and whiteboards that take no SVG; ``dpi`` is 36–600.

    The words are set in the fonts of this computer, so the bytes may differ from one computer to the next. That is
    why a PNG is made on demand and is no part of a study (docs/decisions/0009). Same fonts, same version of the
    renderer: same bytes.

    Raises:
        OutputError: ``dpi`` is out of range, the text is no SVG with a size, or no font is installed.
    """
    import resvg_py

    if not 36 <= dpi <= 600:
        raise OutputError(f"The resolution of a map must be 36–600 dots per inch, found {dpi}.")
    # The renderer would draw a map without any words and report nothing.
    if not has_fonts():
        raise OutputError(
            "No font is installed on this computer, so the words of a map cannot be drawn. "
            "Install one, for example Liberation Sans, or use the SVG."
        )
    try:
        return bytes(resvg_py.svg_to_bytes(svg_string=svg, dpi=float(dpi), background="white"))
    except ValueError as error:
        raise OutputError(f"The map must be an SVG with a width and a height ({error}).") from error


def has_fonts() -> bool:
    """Whether any font is installed: without one, the renderer silently leaves all words out."""
    import resvg_py

    style = f"<style>text {{ font-family: {FONTS} }}</style>"
    head = f'<svg xmlns="http://www.w3.org/2000/svg" width="16" height="16">{style}<text y="14">'
    letter, blank = (resvg_py.svg_to_bytes(svg_string=f"{head}{text}</text></svg>", dpi=96.0) for text in ("H", " "))
    return bool(letter != blank)
