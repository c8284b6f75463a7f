"""Parse time codes, and split a text at speaker marks into utterances with exact offsets."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from voc.ingest.file_content import LeftOut, Transcript, Utterance

MAX_HEADER = 20_000
"""Code points above the first turn that are searched for attributes, names and legends."""
MIN_WORDS_ABOVE = 40
"""Words above the first turn that a note counts; a title, a date and a few attributes have fewer."""
FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.S)

CLOCK = r"\d{1,3}:\d{1,2}(?::\d{2})?(?:[.,\-]\d{1,3})?"
"""A time without brackets; tenths may follow a dot, a comma or (f4) a hyphen."""
RANGE = rf"{CLOCK}(?:[ \t]*+(?:-->|[-–—])[ \t]*+{CLOCK})?"
BRACKETED = (
    rf"(?:\[\s?(?:{RANGE}|\d{{1,3}}\.\d{{2}})\s?\]|\(\s?{RANGE}\s?\)|\{{\s?{RANGE}\s?\}}|\#\s?{CLOCK}\s?\#"
    rf"|_{{1,2}}{RANGE}_{{1,2}}|\*{{1,2}}{RANGE}\*{{1,2}})"
)
"""A time in brackets, (f4) hashes or emphasised: ``[00:01:02]``, ``(1:02)``, ``[02.30]``, ``#00:01:02-8#``,
``_00:03_`` (oTranscribe's Markdown)."""
# Teams in Word writes "0:0:5.100", with single digits.
_LOOSE_CLOCK = CLOCK.replace(r"\d{2}", r"\d{1,2}")
ARROW_LINE = re.compile(rf"^[ \t]*+\[?(?P<start>{_LOOSE_CLOCK})[ \t]*+-->[ \t]*+(?P<end>{_LOOSE_CLOCK})", re.M)
"""The line of a caption's times: ``00:00:01.000 --> 00:00:02.000``; Whisper prints them in brackets."""
INLINE_TIME = re.compile(rf"{BRACKETED}|^[ \t]*+{CLOCK}[ \t]*+$", re.M)
"""A time inside a text: in brackets, or alone on its line."""

_CLOCK_PARTS = re.compile(r"(\d{1,3}):(\d{1,2})(?::(\d{1,2}))?(?:[.,\-](\d{1,3}))?")
_MINUTES_DOT_SECONDS = re.compile(r"\[\s?(\d{1,3})\.(\d{2})\s?\]")
_TIME_AT_LINE_EDGE = re.compile(rf"^[ \t]*+(?:{BRACKETED}|{CLOCK})(?=\s|\Z)|{BRACKETED}[ \t]*+$", re.M)


def parse_seconds(text: str) -> float | None:
    """Seconds from the start of the recording of the first time in ``text``; None when there is none.

    >>> parse_seconds("[00:01:02]"), parse_seconds("#01:00:06-8#"), parse_seconds("55:21"), parse_seconds("[02.30]")
    (62.0, 3606.8, 3321.0, 150.0)
    """
    clock = _CLOCK_PARTS.search(text)
    if clock is None:
        minutes = _MINUTES_DOT_SECONDS.search(text)
        return 60.0 * int(minutes[1]) + int(minutes[2]) if minutes else None
    first, second, third, fraction = clock.groups()
    whole = int(first) * 60 + int(second) if third is None else int(first) * 3600 + int(second) * 60 + int(third)
    return round(whole + (float(f"0.{fraction}") if fraction else 0.0), 3)


def has_time_codes(text: str) -> bool:
    """Whether three or more lines begin or end with a time code, so that the text must be a transcript."""
    return count_time_lines(text) >= 3


def count_time_lines(text: str) -> int:
    """How many lines begin or end with a time code."""
    return sum(1 for _ in _TIME_AT_LINE_EDGE.finditer(text))


# Lines that end an utterance although nobody else speaks: headings, rules, pictures, and the footers of Otter, Google
# Meet and Teams (English and German).
_STOP = re.compile(
    r"^[ \t]*+(?:\#{1,6}[ \t].*|-{3,}|_{3,}|\*{3,}|={3,}|(?P<rule>={2,}|-{3,}|~{2,})[ \t].{1,100}[ \t](?P=rule)"
    r"|!\[[^\]\n]*\]\([^)\n]*\)|[\[*_]{0,3}(?:(?:end|start|ende|beginn) (?:of|des|der) .{0,40}"
    r"|transcribed by https?://.*|transcription ended after .{0,40}|this editable transcript was .*"
    r"|dieses? .{0,40}transkript wurde .*|.{1,80} (?:started|stopped) transcription"
    r"|.{1,80} hat die transkription (?:gestartet|beendet|angehalten)))[ \t\\*_]*$",
    re.M | re.I,
)
_LIST_ITEM = re.compile(r"[ \t]*+(?:(?:[-*+•>–]|\d{1,2}[.)])[ \t]++)+")
_WORD = re.compile(r"[^\W_]")
_REST_OF_LINE_EMPTY = re.compile(r"[ \t]*+(?:\n|\Z)")
_NOT_SPACE = re.compile(r"\S")
_SENTENCE_END = re.compile(r"[.!?…:;][\"“”»’')\]]*\s*$")
_EMPHASIS = {"*", "_"}
_LEADING_MARKS = re.compile(r"[*_\"“„»«‚‘]+")
_TRAILING_MARKS = re.compile(r"[*_\"”“«»‘’]+\.?$")


@dataclass(frozen=True, slots=True)
class SpeakerMark:
    """Where somebody starts to speak: their line begins at ``line_start``, their words at ``words_start``."""

    line_start: int
    words_start: int
    label: str
    time_s: float | None = None


def split_at(text: str, marks: Sequence[SpeakerMark]) -> Transcript:
    """The transcript with the utterances between marks, and notes about words that belong to none."""
    notes = tuple(_notes_on_left_out(text, marks))
    return Transcript(text, split_utterances(text, marks), notes, tuple(_left_out(text, marks)))


def _left_out(text: str, marks: Sequence[SpeakerMark]) -> Iterator[LeftOut]:
    """The head of the file, the labels and times of turns, and what is below headings, rules and footers."""
    if marks:
        yield LeftOut(0, marks[0].line_start, "head")
    for mark, end in _with_ends(text, marks):
        label = text.find(mark.label, mark.line_start, mark.words_start) if mark.label else -1
        if label >= 0:
            yield LeftOut(label, label + len(mark.label), "speakers")
        yield LeftOut(mark.line_start, mark.words_start, "times" if mark.time_s is not None else "speakers")
        if stop := _STOP.search(text, mark.words_start, end):
            yield LeftOut(stop.start(), stop.end(), "headings")
            yield LeftOut(stop.end(), end, "text below headings")


def split_utterances(text: str, marks: Sequence[SpeakerMark]) -> tuple[Utterance, ...]:
    """The utterances between marks. Headings, rules and footers end an utterance, and time codes split it."""
    return tuple(utterance for mark, end in _with_ends(text, marks) for utterance in _utterances_of(text, mark, end))


def _with_ends(text: str, marks: Sequence[SpeakerMark]) -> Iterator[tuple[SpeakerMark, int]]:
    return zip(marks, [*(mark.line_start for mark in marks[1:]), len(text)], strict=False)


def _notes_on_left_out(text: str, marks: Sequence[SpeakerMark]) -> Iterator[str]:
    """Notes with the number of words above the first turn, and below headings, rules and footers inside turns."""
    front = FRONT_MATTER.match(text)
    n_above = _count_words(text[front.end() if front else 0 : marks[0].line_start]) if marks else 0
    if n_above >= MIN_WORDS_ABOVE:
        yield f"{n_above} words above the first turn belong to no speaker: read as the head of the file."
    n_below = sum(
        _count_words(text[stop.end() : end])
        for mark, end in _with_ends(text, marks)
        if (stop := _STOP.search(text, mark.words_start, end))
    )
    if n_below:
        yield f"{n_below} words below headings, rules or footers have no speaker of their own: left out."


def _count_words(text: str) -> int:
    """The words of a text without headings, rules, footers and times."""
    return sum(_WORD.search(word) is not None for word in INLINE_TIME.sub("", _STOP.sub("", text)).split())


def _utterances_of(text: str, mark: SpeakerMark, end: int) -> Iterator[Utterance]:
    stop = _STOP.search(text, mark.words_start, end)
    end = stop.start() if stop else end
    start, time_s = mark.words_start, mark.time_s
    for code in INLINE_TIME.finditer(text, mark.words_start, end):
        is_between_words = _WORD.search(text, start, code.start()) and _WORD.search(text, code.end(), end)
        before = text[text.rfind("\n", 0, code.start()) + 1 : code.start()]
        is_alone = not before.strip() and _REST_OF_LINE_EMPTY.match(text, code.end())
        ends_sentence = _SENTENCE_END.search(text[max(start, code.start() - 8) : code.start()])
        # A code in the middle of a sentence stays in the text, or the sentence would be cut.
        if is_between_words and not is_alone and not ends_sentence:
            continue
        yield from (Utterance(*span, mark.label, time_s) for span in _trimmed_span(text, start, code.start()))
        start, time_s = code.end(), parse_seconds(code.group())
    yield from (Utterance(*span, mark.label, time_s) for span in _trimmed_span(text, start, end))


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """Narrow a span by the white space, Markdown emphasis and quotation marks around all of it.

    A full stop after the closing marks goes with them (``*"It is fine."*.``). A span without words becomes empty.
    """
    start, end = _strip_space(text, start, end)
    lead = _LEADING_MARKS.match(text, start, end)
    tail = _TRAILING_MARKS.search(text[max(start, end - 8) : end])
    if lead and tail and lead.end() < end - len(tail.group()):
        marks = set(lead.group() + tail.group()) - {"."}
        inner = text[lead.end() : end - len(tail.group())]
        # If a mark is also inside, the outer ones belong to two different parts: '"Yes" and "no"'.
        is_mixed = marks & _EMPHASIS and marks - _EMPHASIS
        if is_mixed or not any(mark in inner for mark in marks):
            start, end = _strip_space(text, lead.end(), end - len(tail.group()))
    elif lead and set(lead.group()) & _EMPHASIS and set(lead.group()) - _EMPHASIS:
        start = lead.end()
    return (start, end) if any(character.isalnum() for character in text[start:end]) else (start, start)


def _strip_space(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    # A backslash at the end of a line is Markdown's line break.
    while end > start and (text[end - 1].isspace() or text[end - 1] == "\\"):
        end -= 1
    return start, end


def paragraph_spans(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Spans of the paragraphs between two offsets; a list item or a quoted line (``>``) is one of its own."""
    first: int | None = None
    at = start
    while at < end:
        newline = text.find("\n", at, end)
        stop = end if newline < 0 else newline
        item = _LIST_ITEM.match(text, at, stop)
        is_empty = _NOT_SPACE.search(text, at, stop) is None
        if first is not None and (is_empty or item):
            yield from _trimmed_span(text, first, at)
            first = None
        if not is_empty and first is None:
            first = item.end() if item else at
        at = stop + 1
    if first is not None:
        yield from _trimmed_span(text, first, end)


def _trimmed_span(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    start, end = trim(text, start, end)
    if start < end:
        yield start, end
