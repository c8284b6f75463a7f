"""Where phases and touchpoints stand on a map, and the head, lanes and names that all maps share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reports.charts.geometry import shares, shorten, text_width, wrap
from reports.language import Catalogue
from reports.maps.scene import LINE, MARGIN, WIDTH, Sheet, Text
from reports.view.records import PhaseBlock, Place

LANE = 118.0
"""Width of the names of lanes on the left."""
MOST = 30
"""A map shows so many touchpoints at most, those that most people speak of."""
ABREAST = 92.0
"""Columns narrower than this have the names of touchpoints turned."""
NAME, SMALL, TITLE = 12.0, 11.0, 22.0
BOLD = 1.1
"""Bold letters are so much wider."""
TURNED_HEIGHT = 138.0


@dataclass(frozen=True, slots=True)
class Column:
    """A touchpoint's place."""

    place: Place
    x: float
    width: float


@dataclass(frozen=True, slots=True)
class Stretch:
    """A phase's place with the columns in it."""

    phase: Place
    left: float
    width: float
    columns: tuple[Column, ...]

    @property
    def x(self) -> float:
        """Its middle."""
        return self.left + self.width / 2


@dataclass(frozen=True, slots=True)
class Grid:
    """All phases from left to right; ``left_out`` touchpoints have too few people for the map."""

    stretches: tuple[Stretch, ...]
    left_out: int

    @property
    def columns(self) -> tuple[Column, ...]:
        """All touchpoints from left to right."""
        return tuple(column for stretch in self.stretches for column in stretch.columns)

    @property
    def turned(self) -> bool:
        """Whether the names of touchpoints have to be turned."""
        return any(column.width < ABREAST for column in self.columns)

    @property
    def name_height(self) -> float:
        """Height of the row of touchpoints' names."""
        return TURNED_HEIGHT if self.turned else 3 * NAME * LINE + 16


def grid_of(blocks: Sequence[PhaseBlock]) -> Grid:
    """Phases as wide as they have touchpoints, and never too narrow for their own name."""
    places = [place for block in blocks for place in block.places]
    ranked = sorted(places, key=lambda place: (-place.mood.people, place.token))
    shown = {place.token for place in ranked[:MOST]}
    kept = [tuple(place for place in block.places if place.token in shown) for block in blocks]
    left, width = MARGIN + LANE, WIDTH - 2 * MARGIN - LANE
    least = [text_width(block.phase.name, 15.0) * BOLD + 20 for block in blocks]
    widths = shares(width, [max(3.0, len(one)) for one in kept], least)
    stretches = []
    for block, columns, own in zip(blocks, kept, widths, strict=True):
        step = own / max(1, len(columns))
        stretches.append(
            Stretch(
                block.phase,
                left,
                own,
                tuple(Column(place, left + step * (k + 0.5), step) for k, place in enumerate(columns)),
            )
        )
        left += own
    return Grid(tuple(stretches), len(places) - len(shown))


def head(sheet: Sheet, words: Catalogue, subtitle: str) -> float:
    """Title and subtitle; returns the y below them."""
    room = WIDTH - 2 * MARGIN
    sheet.text(Text(MARGIN, MARGIN + 18, (shorten(sheet.title, room / BOLD, TITLE),), TITLE, "title"))
    sheet.text(Text(MARGIN, MARGIN + 44, (shorten(subtitle, room, NAME),), NAME, "soft"))
    return MARGIN + 64.0


def phases(sheet: Sheet, grid: Grid, top: float, words: Catalogue, *, counts: bool = True) -> float:
    """Arrows with the names of the phases and their people; returns the y below."""
    bottom = top + 44.0
    for stretch in grid.stretches:
        sheet.rect((stretch.left + 2, top, stretch.left + stretch.width - 2, bottom), "phase")
        name = shorten(stretch.phase.name, (stretch.width - 16) / BOLD, 15.0)
        sheet.text(Text(stretch.x, top + (19 if counts else 27), (name,), 15.0, "phase-name", "middle"))
        if counts:
            people = stretch.phase.mood.people
            said = words("count.people_short", n=people) if people else words("mood.none")
            sheet.text(
                Text(stretch.x, top + 36, (shorten(said, stretch.width - 16, SMALL),), SMALL, "phase-note", "middle")
            )
    return bottom + 8


def names(sheet: Sheet, grid: Grid, top: float, words: Catalogue) -> float:
    """The names of the touchpoints, each above its column; returns the y below."""
    lane(sheet, words("map.touchpoints"), top, grid.name_height)
    for column in grid.columns:
        if grid.turned:
            lines = 2 if column.width >= 2 * NAME * LINE + 4 else 1
            parts = wrap(column.place.name, TURNED_HEIGHT - 14, NAME, lines)
            x = column.x - (len(parts) - 1) * NAME * LINE / 2 + NAME * 0.3
            sheet.text(Text(x, top + TURNED_HEIGHT - 6, parts, NAME, "name", "start", turned=True))
        else:
            parts = wrap(column.place.name, column.width - 10, NAME, 3)
            sheet.text(Text(column.x, top + NAME + 6, parts, NAME, "name", "middle"))
    return top + grid.name_height


def lane(sheet: Sheet, name: str, top: float, height: float, note: str = "", *, rule: bool = True) -> None:
    """The name of a lane on the left, and a thin line above it."""
    if rule:
        sheet.line((MARGIN, top), (WIDTH - MARGIN, top), "grid")
    lines = wrap(name, (LANE - 12) / BOLD, NAME, 3)
    sheet.text(Text(MARGIN, top + NAME + 6, lines, NAME, "lane"))
    below = top + NAME + 6 + len(lines) * NAME * LINE + 2
    room = int((top + height - below) / (SMALL * LINE))
    if note and room > 0:
        sheet.text(Text(MARGIN, below, wrap(note, LANE - 12, SMALL, min(room, 6)), SMALL, "soft"))


def cells(sheet: Sheet, grid: Grid, top: float, height: float) -> None:
    """An empty cell in every column to write in; where columns are narrow one a phase, with a tick per touchpoint."""
    for stretch in grid.stretches:
        right = stretch.left + stretch.width
        if stretch.columns and not grid.turned:
            for column in stretch.columns:
                half = column.width / 2
                sheet.rect((column.x - half + 3, top + 6, column.x + half - 3, top + height - 6), "open")
            continue
        sheet.rect((stretch.left + 3, top + 6, right - 3, top + height - 6), "open")
        for column in stretch.columns[1:]:
            edge = column.x - column.width / 2
            sheet.line((edge, top + 6), (edge, top + 14), "grid")


def guides(sheet: Sheet, grid: Grid, top: float, bottom: float) -> None:
    """A faint line down each column, from the touchpoint's name to its mark."""
    for column in grid.columns:
        sheet.line((column.x, top), (column.x, bottom), "guide")


def fits(text: str, width: float, size: float, lines: int) -> tuple[str, ...]:
    """The whole text on up to so many lines, or nothing: a quote is never cut."""
    if " ".join(text.split()) != text:
        return ()
    rows: list[str] = []
    for word in text.split(" "):
        if text_width(word, size) > width:
            return ()
        if rows and text_width(f"{rows[-1]} {word}", size) <= width:
            rows[-1] = f"{rows[-1]} {word}"
        else:
            rows.append(word)
    return tuple(rows) if len(rows) <= lines else ()
