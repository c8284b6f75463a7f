"""Translate positions that another program counted into positions in voc's text.

The standard counts code points (REFI-QDA 1.5, 10.2). Programs built on UTF-16 count an emoji as two, and ``\\r\\n`` is
one position in ATLAS.ti but two in NVivo on Windows. Many programs name a selection after the beginning of its words,
so the way of counting that fits most names is used; without such names, that of the standard.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from voc.ingest.projects.refi_records import Selection

MIN_NAME = 8
"""Letters of a selection's name that is compared with the text; a shorter one may fit by chance."""
MAX_SELECTIONS = 200
"""Selections per text whose names are compared; more give no clearer answer."""

_LINE_END = re.compile("\r\n?")
_ELLIPSIS = re.compile(r"\s*(?:\.\.\.|…)\s*$")


def with_line_feeds(raw: str) -> str:
    """The text as voc keeps it: with ``\\n`` line ends."""
    return _LINE_END.sub("\n", raw) if "\r" in raw else raw


def locate_selections(raw: str, selections: Sequence[Selection], *, is_crlf_one: bool = False) -> tuple[Selection, ...]:
    """The selections with positions in ``with_line_feeds(raw)``, clipped to the text; empty ones are left out.

    Args:
        raw: the text as it was stored, without a byte order mark.
        selections: with positions as they were written.
        is_crlf_one: whether the program is known to count ``\\r\\n`` as one position.
    """
    text = with_line_feeds(raw)
    countings = [_Counting(raw, is_utf16=False, is_crlf_one=is_crlf_one)]
    if "\r\n" in raw:
        countings.append(_Counting(raw, is_utf16=False, is_crlf_one=not is_crlf_one))
    # Only characters beyond the basic plane, such as emoji, are two units in UTF-16.
    if any(character > "\uffff" for character in raw):
        countings += [_Counting(raw, is_utf16=True, is_crlf_one=counting.is_crlf_one) for counting in tuple(countings)]
    best = countings[0]
    if len(countings) > 1:
        named = [selection for selection in selections if len(_name_letters(selection)) >= MIN_NAME][:MAX_SELECTIONS]
        fits = [sum(_fits(text, counting.locate(item), item) for item in named) for counting in countings]
        # Of equally good ways the first, which is that of the standard.
        best = countings[fits.index(max(fits))]
    located = []
    for selection in selections:
        start, end = best.locate(selection)
        start, end = max(start, 0), min(end, len(text))
        if start < end:
            located.append(replace(selection, start=start, end=end))
    return tuple(located)


class _Counting:
    """One way of counting positions. ``starts`` has the position of each character, None where it is voc's own way."""

    __slots__ = ("is_crlf_one", "starts")

    def __init__(self, raw: str, *, is_utf16: bool, is_crlf_one: bool) -> None:
        self.is_crlf_one = is_crlf_one
        self.starts: list[int] | None = None
        if is_utf16 or (not is_crlf_one and "\r\n" in raw):
            self.starts = _character_starts(with_line_feeds(raw) if is_crlf_one else raw, is_utf16=is_utf16)

    def locate(self, selection: Selection) -> tuple[int, int]:
        if self.starts is None:
            return selection.start, selection.end
        return bisect_left(self.starts, selection.start), bisect_left(self.starts, selection.end)


def _character_starts(text: str, *, is_utf16: bool) -> list[int]:
    """The position that another way of counting gives each character of ``with_line_feeds(text)``, and its end."""
    starts, at = [], 0
    for index, character in enumerate(text):
        if not (character == "\n" and index and text[index - 1] == "\r"):
            starts.append(at)
        at += 2 if is_utf16 and character > "\uffff" else 1
    return [*starts, at]


def _name_letters(selection: Selection) -> str:
    return "".join(_ELLIPSIS.sub("", selection.name).split())


def _fits(text: str, span: tuple[int, int], selection: Selection) -> bool:
    letters = _name_letters(selection)
    return "".join(text[span[0] : span[1]].split())[: len(letters)] == letters
