"""What a map is drawn from: shapes, and texts with the boxes they take up. Units are CSS pixels on an A3 sheet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from reports.charts.geometry import text_width

WIDTH, HEIGHT = 1587, 1123
"""A3, landscape, at 96 pixels an inch."""
MARGIN = 40
LINE = 1.25
"""Distance of two lines of text, in font sizes."""

Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""


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
        """The room that it takes up, cautiously measured."""
        width = max((text_width(line, self.size) for line in self.lines), default=0.0)
        height = self.size * LINE * (len(self.lines) - 1)
        if self.turned:
            return (self.x - self.size * 0.85, self.y - width, self.x + height + self.size * 0.25, self.y)
        left = self.x - (width / 2 if self.anchor == "middle" else width if self.anchor == "end" else 0.0)
        return (left, self.y - self.size * 0.85, left + width, self.y + height + self.size * 0.25)


@dataclass(slots=True)
class Sheet:
    """A map while it is drawn: title, description, shapes below, texts above."""

    title: str
    description: str
    shapes: list[Shape] = field(default_factory=list)
    texts: list[Text] = field(default_factory=list)

    def rect(self, box: Box, style: str, title: str = "") -> None:
        """A rectangle."""
        left, top, right, bottom = (round(value, 1) for value in box)
        self.shapes.append(Shape(f"M{left} {top}H{right}V{bottom}H{left}Z", style, title))

    def line(self, start: tuple[float, float], end: tuple[float, float], style: str) -> None:
        """A straight line."""
        self.shapes.append(Shape(f"M{start[0]:.1f} {start[1]:.1f}L{end[0]:.1f} {end[1]:.1f}", style))

    def dot(self, x: float, y: float, r: float, style: str, title: str = "") -> None:
        """A circle."""
        path = f"M{x - r:.1f} {y:.1f}a{r:.1f} {r:.1f} 0 1 0 {2 * r:.1f} 0a{r:.1f} {r:.1f} 0 1 0 {-2 * r:.1f} 0Z"
        self.shapes.append(Shape(path, style, title))

    def text(self, text: Text) -> None:
        """A text."""
        if text.lines:
            self.texts.append(text)


def clashes(texts: Sequence[Text]) -> list[tuple[Text, Text]]:
    """Pairs of texts whose boxes overlap."""
    boxes = [(text, text.box) for text in texts]
    return [
        (one, other)
        for number, (one, a) in enumerate(boxes)
        for other, b in boxes[number + 1 :]
        if a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
    ]


def outside(texts: Sequence[Text]) -> list[Text]:
    """Texts that do not lie on the sheet."""
    return [text for text in texts if text.box[0] < 0 or text.box[1] < 0 or text.box[2] > WIDTH or text.box[3] > HEIGHT]
