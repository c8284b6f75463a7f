"""Make paragraphs fit their boxes: measure them, shrink them, then continue on another slide. Sizes are in points."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from reports.charts.geometry import shorten
from reports.exports.text_size import LINE_HEIGHT, count_lines

SCALES = (1.2, 1.1, 1.0, 0.92, 0.84, 0.78)
"""Scales to try, largest first. The last one still leaves 11 points for a text of 14."""
SCALE_OF_CONTINUED = 0.92
"""Scale of texts that continue on another slide: with a second slide there is no need for the smallest letters."""
WORD_LIMIT = 60
"""Characters of a word; a longer one is no word, and no box could hold it."""
USABLE = 0.97
"""Share of a box's height that texts may fill; sizes are rounded to half a point afterwards."""
CUT_WIDTH = 0.85
"""Share of the lines' width that a shortened text may fill: line breaks waste the rest."""


@dataclass(frozen=True, slots=True)
class Para:
    """A paragraph. ``tone`` is a colour of the style, ``space`` the height above it; ``language`` "" is the deck's."""

    text: str
    size: float = 14.0
    bold: bool = False
    tone: str = "ink"
    space: float = 0.0
    language: str = ""


Group = tuple[Para, ...]
"""Paragraphs that stay on one slide."""


def limit_words(text: str) -> str:
    """The text on one line, with words cut that no box can hold."""
    return " ".join(word if len(word) <= WORD_LIMIT else word[: WORD_LIMIT - 1] + "…" for word in text.split())


def measure_height(paras: Sequence[Para], width: float, scale: float = 1.0) -> float:
    """The most height that paragraphs can take in a box of a width."""
    total = 0.0
    for para in paras:
        size = para.size * scale
        n_lines = count_lines(para.text, width, size, bold=para.bold)
        total += para.space * scale + n_lines * size * LINE_HEIGHT
    return total


def scale_paras(paras: Sequence[Para], scale: float) -> Group:
    """The paragraphs in another size, in steps of half a point."""
    return tuple(
        replace(para, size=round(para.size * scale * 2) / 2, space=round(para.space * scale, 1)) for para in paras
    )


def flow(columns: Sequence[Sequence[Group]], width: float, height: float) -> list[list[Group]]:
    """The paragraphs of each slide, by column: on one slide if they fit in some size, else on as many as needed.

    A group that alone fills more than a slide ends after the paragraph that fits, shortened with "…".
    """
    whole = [[para for group in groups for para in group] for groups in columns]
    for scale in SCALES:
        if all(measure_height(paras, width, scale) <= height * USABLE for paras in whole):
            return [[scale_paras(paras, scale)] for paras in whole]
    return [_continue_column(groups, width, height * USABLE) for groups in columns]


def _continue_column(groups: Sequence[Group], width: float, height: float) -> list[Group]:
    pages: list[list[Para]] = [[]]
    for group in groups:
        fitting = _cut_group(group, width, height)
        if pages[-1] and measure_height([*pages[-1], *fitting], width, SCALE_OF_CONTINUED) > height:
            pages.append([])
        pages[-1] += fitting
    return [scale_paras(page, SCALE_OF_CONTINUED) for page in pages]


def _cut_group(group: Group, width: float, height: float) -> Group:
    """The beginning of a group that fits on one slide."""
    scale = SCALE_OF_CONTINUED
    kept: list[Para] = []
    for para in group:
        if measure_height([*kept, para], width, scale) > height:
            left = height - measure_height(kept, width, scale) - para.space * scale
            n_lines = int(left / (para.size * scale * LINE_HEIGHT))
            if n_lines > 0:
                text = shorten(para.text, n_lines * width * CUT_WIDTH, para.size * scale)
                kept.append(replace(para, text=text))
            break
        kept.append(para)
    return tuple(kept)
