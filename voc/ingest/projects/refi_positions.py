"""How another program counted: positions in its text → positions in ours.

The standard counts code points (REFI-QDA 1.5, 10.2). Programs built on UTF-16 count an emoji as two, and programs
differ in whether ``\\r\\n`` is one position (ATLAS.ti) or two (NVivo on Windows). Many write the beginning of the coded
words into the selection's name: the way of counting under which most names fit the text is taken, and the standard's
where names do not tell.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from voc.ingest.projects.refi_records import Selection

_ENDS = re.compile("\r\n?")
_SHORTENED = re.compile(r"\s*(?:\.\.\.|…)\s*$")
_LEAST = 8
"""Letters of a name that must fit."""
_LOOKED_AT = 200
"""Selections of a text that are asked; more tell nothing new."""


def line_feeds(raw: str) -> str:
    """The text as voc keeps it: ``\\n`` line ends."""
    return _ENDS.sub("\n", raw) if "\r" in raw else raw


def located(raw: str, selections: Sequence[Selection], *, one_end: bool = False) -> tuple[Selection, ...]:
    """The selections with positions in ``line_feeds(raw)``; those outside the text are cut to it or left out.

    Args:
        raw: the text as it was stored, without a byte order mark.
        selections: with positions as they were written.
        one_end: the program is known to count ``\\r\\n`` as one position.
    """
    text = line_feeds(raw)
    ways = [_Way(raw, wide=False, one_end=one_end)]
    if "\r\n" in raw:
        ways.append(_Way(raw, wide=False, one_end=not one_end))
    if any(character > "\uffff" for character in raw):
        ways += [_Way(raw, wide=True, one_end=way.one_end) for way in tuple(ways)]
    best = ways[0]
    if len(ways) > 1:
        named = [one for one in selections if len(_told(one.name)) >= _LEAST][:_LOOKED_AT]
        fits = [sum(_fits(text, way.place(one), one.name) for one in named) for way in ways]
        best = ways[fits.index(max(fits))]
    placed = [(one, best.place(one)) for one in selections]
    kept = [(one, max(start, 0), min(end, len(text))) for one, (start, end) in placed]
    return tuple(replace(one, start=start, end=end) for one, start, end in kept if start < end)


class _Way:
    """One way of counting, with the positions where it differs from ours."""

    __slots__ = ("one_end", "starts")

    def __init__(self, raw: str, *, wide: bool, one_end: bool) -> None:
        self.one_end = one_end
        counted = line_feeds(raw) if one_end else raw
        self.starts: list[int] | None = None
        if wide or (not one_end and "\r\n" in raw):
            self.starts = _starts(counted, wide=wide)

    def place(self, one: Selection) -> tuple[int, int]:
        if self.starts is None:
            return one.start, one.end
        return bisect_left(self.starts, one.start), bisect_left(self.starts, one.end)


def _starts(text: str, *, wide: bool) -> list[int]:
    """Where each character of the text with ``\\n`` line ends begins, counted in the other way; and the end."""
    found, at = [], 0
    for place, character in enumerate(text):
        if not (character == "\n" and place and text[place - 1] == "\r"):
            found.append(at)
        at += 2 if wide and character > "\uffff" else 1
    return [*found, at]


def _told(name: str) -> str:
    return "".join(_SHORTENED.sub("", name).split())


def _fits(text: str, place: tuple[int, int], name: str) -> bool:
    start, end = place
    words = _told(name)
    return "".join(text[start:end].split())[: len(words)] == words
