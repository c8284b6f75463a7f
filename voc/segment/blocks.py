"""Lines: where a line break ends a thought, and where it is only the edge of the page."""

from __future__ import annotations

import re
from collections.abc import Iterator

Span = tuple[int, int]

BULLET = re.compile(r"[ \t]*(?:[-–—•▪◦‣●○■*+>][ \t]+|[•▪◦‣●○■]|\(?\d{1,2}[.)][ \t]+|[a-z]\)[ \t]+)")
_BREAK = re.compile(r"[^\S\n]*(?:\r\n|[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029])\s*")
_ENDS = re.compile(r"[.!?…:;][\"'”“’»«)\]*_]*$")
_INLINE = re.compile(r"(?:(?<=\w)|(?<=[\s.!?)]))[-–•+*] +(?=[A-ZÄÖÜ])")
_AFTER_STOP = re.compile(r"(?<=[a-zäöüß][.!?:])-[ ]+(?=[A-ZÄÖÜ])")
_WRAPPED = 60
"""Characters from which a line counts as full: the break after it may be the edge of the page."""


def blocks(text: str, start: int, end: int) -> Iterator[tuple[int, int, bool]]:
    """Cut ``text[start:end]`` at line breaks that end a thought, and at the items of a list.

    Yields:
        (start, end, joined): adjacent intervals that cover everything; ``joined`` is true where only a single line
        break stands before the block, so that a bare "Ja" may go with the line after it.
    """
    begin, joined = start, False
    for match in _BREAK.finditer(text, start, end):
        if match.end() >= end:
            break
        kind = _kind(text, begin, match, end)
        if kind:
            yield from _items(text, begin, match.end(), joined)
            begin, joined = match.end(), kind == "line"
    if begin < end:
        yield from _items(text, begin, end, joined)


def _kind(text: str, begin: int, match: re.Match[str], end: int) -> str:
    """What a line break is: "hard" or "line" where it ends a block, "" where the sentence goes on."""
    following = match.end()
    if BULLET.match(text, following, end):
        return "hard"
    if sum(match.group().count(char) for char in "\n\u2028\u2029") > 1:
        return "hard"
    line_start = max(text.rfind("\n", begin, match.start()) + 1, begin)
    line = text[line_start : match.start()]
    if _ENDS.search(line):
        return "line"
    next_end = text.find("\n", following, end)
    next_line = text[following : end if next_end < 0 else next_end]
    if text[following].islower():
        short = len(line.split()) <= 4 and len(next_line.split()) <= 4
        return "line" if short and not line.rstrip().endswith((",", "-", "–")) else ""
    return "line" if len(line) < _WRAPPED else ""


def _items(text: str, start: int, end: int, joined: bool) -> Iterator[tuple[int, int, bool]]:
    """Cut a block at dashes that began a line once: lists lose their line breaks in many exports."""
    bullet = BULLET.match(text, start, end)
    listed = bullet is not None and not text[start : bullet.end()].strip()[:1].isalnum()
    begin = start
    if "- " in text[start:end] or listed:
        for match in (_INLINE if listed else _AFTER_STOP).finditer(text, bullet.end() if bullet else start, end):
            if match.start() > begin:
                yield begin, match.start(), joined and begin == start
                begin = match.start()
    yield begin, end, joined and begin == start
