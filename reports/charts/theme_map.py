"""The map of themes as a drawing: discs with their names, a dot for every statement. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reports.charts.geometry import LABEL, text_width, wrap
from reports.view.records import Theme
from reports.view.themes import ThemeList

SIDE = 640.0
LINE = 15.0
MARGIN = 8.0

Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""


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


def draw_themes(themes: ThemeList) -> ThemeDrawing | None:
    """The map of the themes, or None where there are fewer than two or the study holds no map."""
    circles = [tuple(SIDE * value for value in one.disc) for one in themes.themes if one.disc]
    if len(circles) < max(len(themes.themes), 2):
        return None
    taken: list[Box] = []
    drawn: list[Disc] = []
    for place in sorted(range(len(circles)), key=lambda place: -circles[place][2]):
        theme, (x, y, r) = themes.themes[place], circles[place]
        others = [circle for other, circle in enumerate(circles) if other != place]
        lines, label, box = _label(theme.name, (x, y, r), others, taken)
        if box:
            taken.append(box)
        drawn.append(
            Disc(
                anchor=theme.anchor,
                title=f"{theme.name}: {theme.split}",
                tone=_tone(theme),
                x=round(x, 1),
                y=round(y, 1),
                r=round(r, 1),
                lines=lines,
                label_x=round(label[0], 1),
                label_y=round(label[1], 1),
                wide=bool(lines) and max(text_width(line, 2 * LABEL) for line in lines) < 1.8 * r,
            )
        )
    order = [one.anchor for one in themes.themes]
    drawn.sort(key=lambda disc: order.index(disc.anchor))
    dots = tuple(
        (mood, "".join(f"M{SIDE * x:.0f} {SIDE * y:.0f}h0" for x, y in places)) for mood, places in themes.dots
    )
    return ThemeDrawing(SIDE, tuple(drawn), dots)


def _path(places: Sequence[tuple[float, float]]) -> str:
    """Points as strokes of no length, which round caps make dots of: one path, however many."""
    return "".join(f"M{SIDE * x:.0f} {SIDE * y:.0f}h0" for x, y in places)


def _tone(theme: Theme) -> str:
    most = max(theme.negative, theme.positive)
    if 2 * most <= theme.people:
        return "neutral"
    return "negative" if theme.negative == most else "positive"


def _label(
    name: str, circle: tuple[float, ...], others: Sequence[tuple[float, ...]], taken: Sequence[Box]
) -> tuple[tuple[str, ...], tuple[float, float], Box | None]:
    """The name inside its disc, else below or above it, else nowhere; its place; and the room it takes."""
    x, y, r = circle
    inside = wrap(name, 1.6 * r, LABEL, 3)
    whole = not any(line.endswith("…") for line in inside)
    tall = LINE * len(inside)
    if whole and tall < 1.3 * r:
        return inside, (x, y - tall / 2 + 0.8 * LINE), (x - 0.8 * r, y - tall / 2, x + 0.8 * r, y + tall / 2)
    lines = wrap(name, 150, LABEL, 2)
    width, tall = max(text_width(line, LABEL) for line in lines), LINE * len(lines)
    middle = min(max(x, width / 2), SIDE - width / 2)
    for top in (y + r + 2, y - r - tall - 2):
        box = (middle - width / 2, top, middle + width / 2, top + tall)
        inside_map = box[1] >= -MARGIN and box[3] <= SIDE + 2 * LINE
        if inside_map and not any(_meets(box, one) for one in others) and not any(_overlap(box, one) for one in taken):
            return lines, (middle, top + 0.8 * LINE), box
    return (), (x, y), None


def _meets(box: Box, circle: Sequence[float]) -> bool:
    x, y, r = circle
    dx = max(box[0] - x, 0.0, x - box[2])
    dy = max(box[1] - y, 0.0, y - box[3])
    return dx * dx + dy * dy < r * r


def _overlap(a: Box, b: Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
