"""Texts with replacements, and offsets that follow them exactly."""

from __future__ import annotations

import bisect
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Edit:
    """``text[start:end]`` becomes ``new``."""

    start: int
    end: int
    new: str


def replaced(text: str, edits: Sequence[Edit]) -> str:
    """The text after its edits, which are ascending and do not overlap.

    >>> replaced("Ask Anna.", [Edit(4, 8, "[Name 1]")])
    'Ask [Name 1].'
    """
    parts, position = [], 0
    for edit in edits:
        parts += [text[position : edit.start], edit.new]
        position = edit.end
    return "".join([*parts, text[position:]])


def is_crossed(spans: Iterable[tuple[int, int]], borders: Sequence[int]) -> bool:
    """Whether a border lies inside one of the spans; ``borders`` are ascending."""
    for start, end in spans:
        at = bisect.bisect_right(borders, start)
        if at < len(borders) and borders[at] < end:
            return True
    return False


class Shift:
    """Maps offsets of a text to offsets of the text after its edits."""

    __slots__ = ("_ends", "_gains")

    def __init__(self, edits: Sequence[Edit]) -> None:
        self._ends = [edit.end for edit in edits]
        self._gains = [0]
        for edit in edits:
            self._gains.append(self._gains[-1] + len(edit.new) - (edit.end - edit.start))

    def __call__(self, offset: int) -> int:
        """The new place of an offset that lies outside the inner of every edit."""
        return offset + self._gains[bisect.bisect_right(self._ends, offset)]
