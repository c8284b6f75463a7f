"""The sheet that a map is drawn on: shapes, texts with the boxes they take up, and the grid of phases and touchpoints.

Units are CSS pixels on an A3 sheet; y grows downwards. Functions that draw a row return the y below it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from reports.charts.geometry import Box, Point, share_out, shorten, text_width, wrap
from reports.language import Catalogue
from reports.view.page_records import JourneyStep, Mood, PhaseBlock

WIDTH, HEIGHT = 1587, 1123
"""A3, landscape, at 96 pixels an inch."""
MARGIN = 40
"""Pixels left free on all sides."""
LINE = 1.25
"""Distance of two lines of text in font sizes."""
LANE = 118.0
"""Width in pixels of the names of lanes on the left."""
MAX_TOUCHPOINTS = 30
"""A map shows at most this many touchpoints, those that most people speak of."""
MIN_NAME_WIDTH = 92.0
"""The names of touchpoints are turned upright where a column is narrower than this many pixels."""
NAME, SMALL, TITLE, PHASE = 12.0, 11.0, 22.0, 15.0
"""Font sizes of names, notes, the title and the phases."""
BOLD = 1.1
"""Bold text is wider than regular text by this factor; at these sizes less than in `charts.geometry`."""
TURNED_HEIGHT = 138.0
"""Height in pixels of the row of touchpoints' names where they are turned."""


@dataclass(frozen=True, slots=True)
class Shape:
    """An SVG path with a style of the sheet; ``title`` is its tooltip."""

    path: str
    style: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Text:
    """Lines of text whose first baseline is at (x, y). ``turned`` texts read upwards; ``segment_id`` marks a quote,
    whose lines joined by spaces are the whole statement."""

    x: float
    y: float
    lines: tuple[str, ...]
    size: float
    style: str = "plain"
    anchor: str = "start"
    turned: bool = False
    segment_id: str = ""

    @property
    def box(self) -> Box:
        """The box that it takes up, estimated on the large side."""
        width = max((text_width(line, self.size) for line in self.lines), default=0.0)
        height = self.size * LINE * (len(self.lines) - 1)
        # A turned text reads upwards: its lines stand side by side, and its width is its height.
        if self.turned:
            return Box(self.x - self.size * 0.85, self.y - width, self.x + height + self.size * 0.25, self.y)
        # Letters reach about 0.85 font sizes above the baseline and 0.25 below it.
        left = self.x - (width / 2 if self.anchor == "middle" else width if self.anchor == "end" else 0.0)
        return Box(left, self.y - self.size * 0.85, left + width, self.y + height + self.size * 0.25)


@dataclass(frozen=True, slots=True)
class TouchpointColumn:
    """A touchpoint's column; ``x`` is its middle."""

    place: JourneyStep
    x: float
    width: float

    @property
    def polarity(self) -> float:
        """The mood at the touchpoint, 0 where there is none."""
        return self.place.mood.polarity or 0.0


@dataclass(frozen=True, slots=True)
class Stretch:
    """A phase's part of the map, with the columns in it."""

    phase: JourneyStep
    left: float
    width: float
    columns: tuple[TouchpointColumn, ...]

    @property
    def x(self) -> float:
        """Its middle."""
        return self.left + self.width / 2


@dataclass(frozen=True, slots=True)
class Grid:
    """All phases from left to right; ``left_out`` is the number of touchpoints beyond MAX_TOUCHPOINTS."""

    stretches: tuple[Stretch, ...]
    left_out: int

    @property
    def columns(self) -> tuple[TouchpointColumn, ...]:
        """All touchpoints from left to right."""
        return tuple(column for stretch in self.stretches for column in stretch.columns)

    @property
    def most_people(self) -> int:
        """The number of people at the touchpoint that most speak of."""
        return max((column.place.mood.people for column in self.columns), default=0)

    @property
    def turned(self) -> bool:
        """Whether the names of touchpoints have to be turned."""
        return any(column.width < MIN_NAME_WIDTH for column in self.columns)

    @property
    def name_height(self) -> float:
        """Height of the row of touchpoints' names."""
        return TURNED_HEIGHT if self.turned else 3 * NAME * LINE + 16


@dataclass(slots=True)
class MapSheet:
    """A map while it is drawn: title, description, grid, words of its language; shapes below, texts above."""

    title: str
    description: str
    grid: Grid
    words: Catalogue
    shapes: list[Shape] = field(default_factory=list)
    texts: list[Text] = field(default_factory=list)

    def rect(self, box: Box, style: str) -> None:
        """Draw a rectangle."""
        left, top, right, bottom = (round(value, 1) for value in (box.left, box.top, box.right, box.bottom))
        self.shapes.append(Shape(f"M{left} {top}H{right}V{bottom}H{left}Z", style))

    def line(self, start: Point, end: Point, style: str) -> None:
        """Draw a straight line."""
        self.shapes.append(Shape(f"M{start[0]:.1f} {start[1]:.1f}L{end[0]:.1f} {end[1]:.1f}", style))

    def dot(self, at: Point, r: float, style: str, title: str) -> None:
        """Draw a circle."""
        path = f"M{at[0] - r:.1f} {at[1]:.1f}a{r:.1f} {r:.1f} 0 1 0 {2 * r:.1f} 0a{r:.1f} {r:.1f} 0 1 0 {-2 * r:.1f} 0Z"
        self.shapes.append(Shape(path, style, title))

    def mark(self, at: Point, mood: Mood, r: float, name: str) -> None:
        """Draw a dot in the colour of a mood, hollow and dashed where it rests on few people."""
        title = f"{name}: {mood.word}, {self.words('count.people', n=mood.people)}"
        self.dot(at, r, f"dot {mood.tone}" + (" few" if mood.few else ""), title)

    def text(self, text: Text) -> None:
        """Write a text; one without lines is left out."""
        if text.lines:
            self.texts.append(text)

    def lane(self, name: str, top: float, height: float, note: str = "", *, rule: bool = True) -> None:
        """Write the name of a lane on the left, with a thin line above it."""
        if rule:
            self.line((MARGIN, top), (WIDTH - MARGIN, top), "grid")
        # The name is bold, which takes more room than `wrap` measures.
        lines = wrap(name, (LANE - 12) / BOLD, NAME, 3)
        self.text(Text(MARGIN, top + NAME + 6, lines, NAME, "lane"))
        below = top + NAME + 6 + len(lines) * NAME * LINE + 2
        room = int((top + height - below) / (SMALL * LINE))
        # A note is cut rather than written across the next lane.
        if note and room > 0:
            self.text(Text(MARGIN, below, wrap(note, LANE - 12, SMALL, min(room, 6)), SMALL, "soft"))


def fit_whole(text: str, width: float, size: float, max_lines: int) -> tuple[str, ...]:
    """The lines of a whole quote, or none where it does not fit: a quote is never cut."""
    # The lines must join to the exact quote again, so one with double spaces or line breaks cannot be shown.
    if " ".join(text.split()) != text:
        return ()
    lines: list[str] = []
    for word in text.split(" "):
        if text_width(word, size) > width:
            return ()
        if lines and text_width(f"{lines[-1]} {word}", size) <= width:
            lines[-1] = f"{lines[-1]} {word}"
        else:
            lines.append(word)
    return tuple(lines) if len(lines) <= max_lines else ()


def make_grid(blocks: Sequence[PhaseBlock]) -> Grid:
    """Phases as wide as they have touchpoints, and never too narrow for their own name."""
    places = [place for block in blocks for place in block.places]
    # By people, then by token, so that equal touchpoints are always cut in the same order.
    ranked = sorted(places, key=lambda place: (-place.mood.people, place.token))
    shown = {place.token for place in ranked[:MAX_TOUCHPOINTS]}
    in_phases = [tuple(place for place in block.places if place.token in shown) for block in blocks]
    left = MARGIN + LANE
    minimums = [text_width(block.phase.name, PHASE) * BOLD + 20 for block in blocks]
    widths = share_out(WIDTH - MARGIN - left, [max(3.0, len(in_phase)) for in_phase in in_phases], minimums)
    stretches = []
    for block, in_phase, width in zip(blocks, in_phases, widths, strict=True):
        step = width / max(1, len(in_phase))
        columns = tuple(TouchpointColumn(place, left + step * (k + 0.5), step) for k, place in enumerate(in_phase))
        stretches.append(Stretch(block.phase, left, width, columns))
        left += width
    return Grid(tuple(stretches), len(places) - len(shown))


def draw_head(sheet: MapSheet, subtitle: str, legend: str = "") -> float:
    """Draw the title, a line below it, and the legend on at most two lines."""
    room = WIDTH - 2 * MARGIN
    sheet.text(Text(MARGIN, MARGIN + 18, (shorten(sheet.title, room / BOLD, TITLE),), TITLE, "title"))
    sheet.text(Text(MARGIN, MARGIN + 44, (shorten(subtitle, room, NAME),), NAME, "soft"))
    lines = wrap(legend, room, SMALL, 2) if legend else ()
    sheet.text(Text(MARGIN, MARGIN + 60, lines, SMALL, "soft"))
    return MARGIN + 64.0 + len(lines) * SMALL * LINE


def draw_phases(sheet: MapSheet, top: float, *, counts: bool = True) -> float:
    """Draw a bar for each phase with its name and the number of its people."""
    bottom = top + 44.0
    for stretch in sheet.grid.stretches:
        sheet.rect(Box(stretch.left + 2, top, stretch.left + stretch.width - 2, bottom), "phase")
        name = shorten(stretch.phase.name, (stretch.width - 16) / BOLD, PHASE)
        sheet.text(Text(stretch.x, top + (19 if counts else 27), (name,), PHASE, "phase-name", "middle"))
        if counts:
            people = stretch.phase.mood.people
            note = sheet.words("count.people_short", n=people) if people else sheet.words("mood.none")
            note = shorten(note, stretch.width - 16, SMALL)
            sheet.text(Text(stretch.x, top + 36, (note,), SMALL, "phase-note", "middle"))
    return bottom + 8


def draw_names(sheet: MapSheet, top: float) -> float:
    """Draw the name of each touchpoint above its column."""
    grid = sheet.grid
    sheet.lane(sheet.words("map.touchpoints"), top, grid.name_height)
    for column in grid.columns:
        if grid.turned:
            sheet.text(
                turned_text(column, column.place.name, NAME, top + TURNED_HEIGHT - 6, TURNED_HEIGHT - 14, "name")
            )
        else:
            lines = wrap(column.place.name, column.width - 10, NAME, 3)
            sheet.text(Text(column.x, top + NAME + 6, lines, NAME, "name", "middle"))
    return top + grid.name_height


def turned_text(column: TouchpointColumn, text: str, size: float, y: float, length: float, style: str) -> Text:
    """A text that reads upwards in a column, on two lines where the column is wide enough for them."""
    lines = wrap(text, length, size, 2 if column.width >= 2 * size * LINE + 4 else 1)
    x = column.x - (len(lines) - 1) * size * LINE / 2 + size * 0.3
    return Text(x, y, lines, size, style, turned=True)


def draw_cells(sheet: MapSheet, top: float, height: float) -> None:
    """Draw an empty cell to write in for every column.

    Narrow columns share one cell for their phase, with a tick for each touchpoint.
    """
    for stretch in sheet.grid.stretches:
        if stretch.columns and not sheet.grid.turned:
            for column in stretch.columns:
                half = column.width / 2
                sheet.rect(Box(column.x - half + 3, top + 6, column.x + half - 3, top + height - 6), "open")
            continue
        sheet.rect(Box(stretch.left + 3, top + 6, stretch.left + stretch.width - 3, top + height - 6), "open")
        for column in stretch.columns[1:]:
            edge = column.x - column.width / 2
            sheet.line((edge, top + 6), (edge, top + 14), "grid")


def draw_guides(sheet: MapSheet, top: float, bottom: float) -> None:
    """Draw a faint line down each column, from the touchpoint's name to its mark."""
    for column in sheet.grid.columns:
        sheet.line((column.x, top), (column.x, bottom), "guide")
