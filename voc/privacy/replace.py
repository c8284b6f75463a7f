"""Texts with replacements, and offsets that follow them exactly."""

from __future__ import annotations

import bisect
from collections.abc import Sequence
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


def split_at(edits: Sequence[Edit], offsets: Sequence[int]) -> list[Edit]:
    """Leave out edits that reach over one of the offsets: a replacement must lie within one turn, or outside all."""
    ordered = sorted(offsets)
    kept = []
    for edit in edits:
        at = bisect.bisect_right(ordered, edit.start)
        if at < len(ordered) and ordered[at] < edit.end:
            continue
        kept.append(edit)
    return kept


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
