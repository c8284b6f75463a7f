"""How much room texts need in Arial, for cells, columns and slides. Sizes are in points."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache
from importlib.resources import files

LINE_HEIGHT = 1.22
"""Height of a line in units of its letter size."""
SPARE = 1.03
"""Room to leave in units of a text's width: programs round the widths of letters to whole dots, each in its own way."""
UNKNOWN_WIDTH, WIDE = 700, 1000
"""Widths of other letters in thousandths of the letter size: an upper bound for alphabets, and that of East Asia."""
WIDEST_COLUMN = 0.4
"""Share of a table's width that one word may claim for its column; a longer one (a file's path) is broken."""
_SEPARATOR = re.compile(r"([-_./])(?=\w)")


@cache
def _widths(style: str) -> dict[str, int]:
    data = tomllib.loads(files("reports.exports").joinpath("arial.toml").read_text("utf-8"))
    return {letter: int(width) for width, letters in data[style].items() for letter in letters}


def measure_width(text: str, size: float, *, bold: bool = False) -> float:
    """The width of a text on one line.

    >>> round(measure_width("Wirkung", 10), 1), round(measure_width("Wirkung", 10, bold=True), 1)
    (37.8, 41.2)
    """
    widths = _widths("bold" if bold else "regular")
    units = 0
    for letter in text:
        width = widths.get(letter)
        if width is None:
            # Marks that stand over the letter before them take no room.
            mark = unicodedata.combining(letter) or unicodedata.category(letter) in {"Cf", "Mn"}
            width = 0 if mark else WIDE if unicodedata.east_asian_width(letter) in "WF" else UNKNOWN_WIDTH
        units += width
    return units * size / 1000 * SPARE


def count_lines(text: str, width: float, size: float, *, bold: bool = False) -> int:
    """The most lines that a text can take, broken at spaces, and inside words that are wider than a line."""
    lines, used = 1, 0.0
    space = measure_width(" ", size, bold=bold)
    for word in text.split():
        word_width = measure_width(word, size, bold=bold)
        if used and used + space + word_width > width:
            lines, used = lines + 1, 0.0
        used += word_width + (space if used else 0.0)
        # A word that is wider than the box is broken by the program.
        while used > width:
            lines, used = lines + 1, used - width
    return lines


def widest_word(texts: Iterable[str], size: float, *, bold: bool = False) -> float:
    """The width of the widest word of some texts; 0 without any."""
    words = {word for text in texts for word in text.split()}
    return max((measure_width(word, size, bold=bold) for word in words), default=0.0)


def wrap_long_words(text: str, width: float, size: float) -> str:
    """The text with an unseen place to break (a zero-width space) behind the separators of words wider than a column.

    >>> wrap_long_words("talks/interview_01.txt", 50, 9).split("\\u200b")
    ['talks/', 'interview_', '01.', 'txt']
    """
    return " ".join(
        _SEPARATOR.sub("\\1\u200b", word) if measure_width(word, size) > width else word for word in text.split()
    )


def fit_columns(rows: Sequence[Sequence[str]], width: float, size: float, padding: float) -> list[float]:
    """The widths of a table's columns: each at least as wide as its longest word, and as many as possible as wide as
    their longest text.

    Args:
        rows: the header, which is bold, and the rows below it.
        width: of the whole table.
        size: of the letters.
        padding: what a cell needs beside its text.
    """
    widths, wishes = [], []
    for header, *cells in zip(*rows, strict=True):
        word = max(widest_word([header], size, bold=True), widest_word(cells, size)) + padding
        widths.append(min(word, width * WIDEST_COLUMN))
        text = max(measure_width(header, size, bold=True), *(measure_width(cell, size) for cell in cells), 0.0)
        wishes.append(max(0.0, text + padding - widths[-1]))
    # A table of too many long words is scaled down as a whole; its words are broken by the program.
    left = width - sum(widths)
    if left < 0:
        return [word * width / sum(widths) for word in widths]
    # Small wishes first: a short column that wraps makes as many rows higher as a long one.
    for number, column in enumerate(sorted(range(len(wishes)), key=wishes.__getitem__)):
        more = min(wishes[column], left / (len(wishes) - number))
        widths[column] += more
        left -= more
    return [column * width / sum(widths) for column in widths]
