"""The map of themes as a drawing: a disc with its name for every theme, a dot for every statement. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reports.charts.geometry import LABEL, Box, text_width, wrap
from reports.view.findings import ThemeOverview
from reports.view.page_records import ThemeCard

SIDE = 640.0
"""Width and height of the map in pixels."""
LINE = 15.0
"""Distance of two lines of a label in pixels."""
MARGIN = 8.0
"""Labels may reach this many pixels beyond the upper edge, which the template's viewBox leaves free."""


@dataclass(frozen=True, slots=True)
class Circle:
    """A disc in pixels of the map."""

    x: float
    y: float
    r: float

    def meets(self, box: Box) -> bool:
        """Whether a box reaches into the circle."""
        dx = max(box.left - self.x, 0.0, self.x - box.right)
        dy = max(box.top - self.y, 0.0, self.y - box.bottom)
        return dx * dx + dy * dy < self.r * self.r


@dataclass(frozen=True, slots=True)
class Disc:
    """A theme on the map. ``lines`` is its name as far as there is room, at (``label_x``, ``label_y``) and below;
    ``wide`` says that it can be read on a narrow screen too, where all texts are drawn larger."""

    anchor: str
    title: str
    tone: str
    x: float
    y: float
    r: float
    lines: tuple[str, ...]
    label_x: float
    label_y: float
    wide: bool


@dataclass(frozen=True, slots=True)
class ThemeDrawing:
    """``dots`` are SVG paths of points by sentiment; the height is ``side`` too."""

    side: float
    discs: tuple[Disc, ...]
    dots: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class _ThemeLabel:
    """The lines of a name, the baseline of the first, and the box that it takes."""

    lines: tuple[str, ...]
    x: float
    y: float
    box: Box | None


def draw_themes(themes: ThemeOverview) -> ThemeDrawing | None:
    """The map of the themes, or None with fewer than two themes or without a map in the study."""
    circles = [Circle(*(SIDE * value for value in theme.disc)) for theme in themes.themes if theme.disc]
    if len(circles) < max(len(themes.themes), 2):
        return None
    taken: list[Box] = []
    discs: dict[int, Disc] = {}
    # Large themes choose the place of their label first.
    for number in sorted(range(len(circles)), key=lambda number: -circles[number].r):
        theme, circle = themes.themes[number], circles[number]
        others = [other for position, other in enumerate(circles) if position != number]
        label = _place_name(theme.name, circle, others, taken)
        if label.box:
            taken.append(label.box)
        discs[number] = Disc(
            anchor=theme.anchor,
            title=f"{theme.name}: {theme.split}",
            tone=_tone(theme),
            x=round(circle.x, 1),
            y=round(circle.y, 1),
            r=round(circle.r, 1),
            lines=label.lines,
            label_x=round(label.x, 1),
            label_y=round(label.y, 1),
            wide=bool(label.lines) and max(text_width(line, 2 * LABEL) for line in label.lines) < 1.8 * circle.r,
        )
    # One path for each sentiment keeps the page small with thousands of statements.
    dots = tuple((tone, _dots_path(places)) for tone, places in themes.dots)
    return ThemeDrawing(SIDE, tuple(discs[number] for number in sorted(discs)), dots)


def _dots_path(places: Sequence[tuple[float, float]]) -> str:
    """One path for any number of points: strokes of no length, which round line caps turn into dots."""
    return "".join(f"M{SIDE * x:.0f} {SIDE * y:.0f}h0" for x, y in places)


def _tone(theme: ThemeCard) -> str:
    """The sentiment of more than half of the people, else "neutral"."""
    most = max(theme.negative, theme.positive)
    if 2 * most <= theme.people:
        return "neutral"
    return "negative" if theme.negative == most else "positive"


def _place_name(name: str, circle: Circle, others: Sequence[Circle], taken: Sequence[Box]) -> _ThemeLabel:
    """Put the name inside its disc, else below or above it, else leave it out."""
    x, y, r = circle.x, circle.y, circle.r
    inside = wrap(name, 1.6 * r, LABEL, 3)
    is_whole = not any(line.endswith("…") for line in inside)
    height = LINE * len(inside)
    if is_whole and height < 1.3 * r:
        box = Box(x - 0.8 * r, y - height / 2, x + 0.8 * r, y + height / 2)
        return _ThemeLabel(inside, x, y - height / 2 + 0.8 * LINE, box)
    # A name outside its disc may be 150 pixels wide, as far as it stays on the map.
    lines = wrap(name, 150, LABEL, 2)
    width, height = max(text_width(line, LABEL) for line in lines), LINE * len(lines)
    middle = min(max(x, width / 2), SIDE - width / 2)
    for top in (y + r + 2, y - r - height - 2):
        box = Box(middle - width / 2, top, middle + width / 2, top + height)
        is_on_map = box.top >= -MARGIN and box.bottom <= SIDE + 2 * LINE
        is_free = not any(other.meets(box) for other in others) and not any(box.overlaps(other) for other in taken)
        if is_on_map and is_free:
            return _ThemeLabel(lines, middle, top + 0.8 * LINE, box)
    return _ThemeLabel((), x, y, None)
