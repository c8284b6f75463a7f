"""Time codes as transcription programs write them: ``[00:01:02]``, ``(1:02)``, ``#00:01:02-8#``, ``00:01.5``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from voc.ingest.file_content import Utterance

CLOCK = r"\d{1,3}:\d{1,2}(?::\d{2})?(?:[.,\-]\d{1,3})?"
"""A time without brackets; tenths may follow a dot, a comma or (f4) a hyphen."""
RANGE = rf"{CLOCK}(?:[ \t]*+(?:-->|[-–—])[ \t]*+{CLOCK})?"
BRACKETED = rf"(?:\[\s?(?:{RANGE}|\d{{1,3}}\.\d{{2}})\s?\]|\(\s?{RANGE}\s?\)|\{{\s?{RANGE}\s?\}}|\#\s?{CLOCK}\s?\#)"
_LOOSE = CLOCK.replace(r"\d{2}", r"\d{1,2}")
ARROW_LINE = re.compile(rf"^[ \t]*+(?P<start>{_LOOSE})[ \t]*+-->[ \t]*+(?P<end>{_LOOSE})", re.M)
"""Teams in Word writes ``0:0:5.100``, with single digits."""

_CLOCK = re.compile(r"(\d{1,3}):(\d{1,2})(?::(\d{1,2}))?(?:[.,\-](\d{1,3}))?")
_AT_EDGE = re.compile(rf"^[ \t]*+(?:{BRACKETED}|{CLOCK})(?=\s|\Z)|{BRACKETED}[ \t]*+$", re.M)
INLINE = re.compile(rf"{BRACKETED}|^[ \t]*+{CLOCK}[ \t]*+$", re.M)
"""A time inside a text: in brackets, or alone on its line."""
_MINUTES = re.compile(r"\[\s?(\d{1,3})\.(\d{2})\s?\]")


def seconds(text: str) -> float | None:
    """Seconds from the start of the first time in ``text``; None when there is none.

    >>> seconds("[00:01:02]"), seconds("#01:00:06-8#"), seconds("55:21"), seconds("[02.30]"), seconds("no time")
    (62.0, 3606.8, 3321.0, 150.0, None)
    """
    found = _CLOCK.search(text)
    if found is None:
        minutes = _MINUTES.search(text)
        return 60.0 * int(minutes[1]) + int(minutes[2]) if minutes else None
    first, second, third, fraction = found.groups()
    whole = int(first) * 60 + int(second) if third is None else int(first) * 3600 + int(second) * 60 + int(third)
    return round(whole + (float(f"0.{fraction}") if fraction else 0.0), 3)


def count_time_lines(text: str) -> int:
    """How many lines begin or end with a time code: three or more mean that the text is a transcript."""
    return sum(1 for _ in _AT_EDGE.finditer(text))


MAX_HEADER = 20_000
"""Code points above the first turn that are searched for attributes, names and legends."""
FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.S)
_STOP = re.compile(
    r"^[ \t]*+(?:\#{1,6}[ \t].*|-{3,}|_{3,}|\*{3,}|={3,}|[\[*_]{0,3}(?:end|start|ende|beginn) (?:of|des|der) .{0,40}"
    r"|transcribed by https?://.*|transcription ended after .{0,40}|this editable transcript was .*"
    r"|dieses? .{0,40}transkript wurde .*|.{1,80} (?:started|stopped) transcription"
    r"|.{1,80} hat die transkription (?:gestartet|beendet|angehalten)|!\[[^\]\n]*\]\([^)\n]*\))[ \t\\]*$",
    re.M | re.I,
)
_ITEM = re.compile(r"[ \t]*+(?:(?:[-*+•>–]|\d{1,2}[.)])[ \t]++)+")
_WORD = re.compile(r"[^\W_]")
_ALONE = re.compile(r"[ \t]*+(?:\n|\Z)")
_WORD_OR_MARK = re.compile(r"\S")
_SENTENCE_END = re.compile(r"[.!?…:;][\"“”»’')\]]*\s*$")
_EMPHASIS = {"*", "_"}
_LEAD = re.compile(r"[*_\"“„»«‚‘]+")
_TAIL = re.compile(r"[*_\"”“«»‘’]+\.?$")


@dataclass(frozen=True, slots=True)
class Mark:
    """Somebody starts to speak: the line begins at ``at``, their words at ``words``."""

    at: int
    words: int
    label: str
    time_s: float | None = None


def utterances(text: str, marks: Sequence[Mark]) -> tuple[Utterance, ...]:
    """The utterances between marks. Headings, rules and footers end one; time codes inside split it."""
    return tuple(
        utterance
        for position, mark in enumerate(marks)
        for utterance in _between(text, mark, marks[position + 1].at if position + 1 < len(marks) else len(text))
    )


def _between(text: str, mark: Mark, end: int) -> Iterator[Utterance]:
    stop = _STOP.search(text, mark.words, end)
    end = stop.start() if stop else end
    start, time_s = mark.words, mark.time_s
    for code in INLINE.finditer(text, mark.words, end):
        inside = _WORD.search(text, start, code.start()) and _WORD.search(text, code.end(), end)
        before = text[text.rfind("\n", 0, code.start()) + 1 : code.start()]
        alone = not before.strip() and _ALONE.match(text, code.end())
        if inside and not alone and not _SENTENCE_END.search(text[max(start, code.start() - 8) : code.start()]):
            continue  # a code in the middle of a sentence stays: cutting there would break the sentence
        yield from _utterance(text, start, code.start(), mark.label, time_s)
        start, time_s = code.end(), seconds(code.group())
    yield from _utterance(text, start, end, mark.label, time_s)


def _utterance(text: str, start: int, end: int, label: str, time_s: float | None) -> Iterator[Utterance]:
    start, end = trim(text, start, end)
    if start < end:
        yield Utterance(start, end, label, time_s)


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """Narrow a span to its words: without white space, Markdown emphasis and quotation marks around all of it.

    A full stop behind the closing marks goes with them (``*"It is fine."*.``). A span without words becomes empty.
    """
    start, end = _without_space(text, start, end)
    lead = _LEAD.match(text, start, end)
    tail = _TAIL.search(text[max(start, end - 8) : end])
    if lead and tail and lead.end() < end - len(tail.group()):
        marks = set(lead.group() + tail.group()) - {"."}
        inner = text[lead.end() : end - len(tail.group())]
        mixed = marks & _EMPHASIS and marks - _EMPHASIS
        if mixed or not any(mark in inner for mark in marks):
            start, end = _without_space(text, lead.end(), end - len(tail.group()))
    elif lead and set(lead.group()) & _EMPHASIS and set(lead.group()) - _EMPHASIS:
        start = lead.end()
    return (start, end) if any(character.isalnum() for character in text[start:end]) else (start, start)


def _without_space(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] == "\\"):
        end -= 1
    return start, end


def paragraphs(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Spans of paragraphs: lines up to an empty one; a list item or quotation line is one of its own."""
    first: int | None = None
    at = start
    while at < end:
        newline = text.find("\n", at, end)
        stop = end if newline < 0 else newline
        item = _ITEM.match(text, at, stop)
        empty = _WORD_OR_MARK.search(text, at, stop) is None
        if first is not None and (empty or item):
            yield from _span(text, first, at)
            first = None
        if not empty and first is None:
            first = item.end() if item else at
        at = stop + 1
    if first is not None:
        yield from _span(text, first, end)


def _span(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    start, end = trim(text, start, end)
    if start < end:
        yield start, end
