"""Paragraphs that fit their boxes: measured, made smaller, then continued on another slide. Pure. Sizes in points."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from reports.charts.geometry import shorten, text_width

SCALES = (1.2, 1.1, 1.0, 0.92, 0.84, 0.78)
"""Texts of a slide have the first of these sizes that fits; with none they continue on the next slide, in `LONG`."""
LONG = 0.92
LEADING = 1.22
"""Height of a line, of its size."""
LONGEST_WORD = 60
"""Longer words are cut: they are no words."""
BOLD = 1.06
NARROWER = 0.93
"""Arial is so much narrower than `text_width` supposes: of 2,923 statements in German and English none needs more than
0.922 of it, in bold none more than 0.981."""


@dataclass(frozen=True, slots=True)
class Para:
    """A paragraph. ``tone`` names a colour of the style; ``space`` is the room above it; ``language`` "" is the deck's;
    ``indent`` moves it to the right."""

    text: str
    size: float = 14.0
    bold: bool = False
    tone: str = "ink"
    space: float = 0.0
    indent: float = 0.0
    language: str = ""


Group = tuple[Para, ...]
"""Paragraphs that stay on one slide."""


def tame(text: str) -> str:
    """One line, without words that no box can hold."""
    return " ".join(word if len(word) <= LONGEST_WORD else word[: LONGEST_WORD - 1] + "…" for word in text.split())


def count_lines(text: str, width: float, size: float) -> int:
    """Lines that a text takes up at most, broken at spaces, and within words that are wider than a line."""
    width /= NARROWER
    lines, used = 1, 0.0
    space = text_width(" ", size)
    for word in text.split():
        wide = text_width(word, size)
        if used and used + space + wide > width:
            lines, used = lines + 1, 0.0
        used += wide + (space if used else 0.0)
        while used > width:
            lines, used = lines + 1, used - width
    return lines


def height(paras: Sequence[Para], width: float, scale: float = 1.0) -> float:
    """The room that paragraphs take up at most."""
    total = 0.0
    for para in paras:
        size = para.size * scale
        own = (width - para.indent) / (BOLD if para.bold else 1.0)
        total += para.space * scale + count_lines(para.text, own, size) * size * LEADING
    return total


def scaled(paras: Sequence[Para], scale: float) -> Group:
    """The paragraphs, smaller."""
    return tuple(
        replace(para, size=round(para.size * scale * 2) / 2, space=round(para.space * scale, 1)) for para in paras
    )


def flow(columns: Sequence[Sequence[Group]], width: float, room: float) -> list[list[Group]]:
    """The paragraphs of each slide, by column: all on one where a smaller size allows it, else on as many as needed.

    A group that fills more than a slide by itself is cut after the paragraph that fits, the last with "…".
    """
    whole = [[para for group in groups for para in group] for groups in columns]
    for scale in SCALES:
        # A size is rounded to half a point; the last hundredths are for that.
        if all(height(paras, width, scale) <= room * 0.97 for paras in whole):
            return [[scaled(paras, scale)] for paras in whole]
    return [_column(groups, width, room, LONG) for groups in columns]


def _column(groups: Sequence[Group], width: float, room: float, scale: float) -> list[Group]:
    pages: list[list[Para]] = [[]]
    for group in groups:
        fitting = _fitting(group, width, room, scale)
        if pages[-1] and height([*pages[-1], *fitting], width, scale) > room * 0.97:
            pages.append([])
        pages[-1] += fitting
    return [scaled(page, scale) for page in pages]


def _fitting(group: Group, width: float, room: float, scale: float) -> Group:
    kept: list[Para] = []
    for para in group:
        if height([*kept, para], width, scale) > room * 0.97:
            left = room * 0.97 - height(kept, width, scale) - para.space * scale
            lines = int(left / (para.size * scale * LEADING))
            if lines > 0:
                text = shorten(para.text, lines * (width - para.indent) * 0.85, para.size * scale)
                kept.append(replace(para, text=text))
            break
        kept.append(para)
    return tuple(kept)
