"""Lines inside a talk that nobody says: those of meeting tools ("ACTION ITEM: …", "Recording stopped", a chapter with
its time), notes of whoever observes or transcribes ("Notiz Beobachter (X): …", "[Anm. d. Interviewerin: …]"), the heads
and feet of pages ("Interview 3 – Seite 2 von 9"), and tables, which do not say who said what is in them."""

from __future__ import annotations

import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from importlib.resources import files
from itertools import islice, pairwise

from voc.ingest.file_content import LeftOut, Transcript, Utterance
from voc.ingest.transcripts.speakers import role_of_label
from voc.ingest.transcripts.utterances import CLOCK, parse_seconds, trim

MAX_LINE = 400
"""Code points of a line that is compared with the patterns; a tool's lines are shorter."""
MAX_CHAPTER_WORDS = 10
"""Words of the title of a chapter."""

_DATA = tomllib.loads(files("voc.ingest.transcripts").joinpath("added_lines.toml").read_text("utf-8"))
_AROUND = r"[ \t>*_#\[(•–-]*+"
_TOOL_LINE = re.compile(rf"{_AROUND}(?:{'|'.join(_DATA['tools'])})[\s.!*_\])]*+", re.I)
# Tools write these words in capitals; in the middle of a paragraph, "Highlight: …" may be said.
_TOOL_LABEL = re.compile(
    rf"{_AROUND}(?:{'|'.join(_DATA['tool_labels'])})\b[ \t]*+(?:\([^()\n]{{1,40}}\))?[ \t]*+[:–-].*"
)
_ANY_TOOL_LABEL = re.compile(_TOOL_LABEL.pattern, re.I)
_LINK_AT_END = re.compile(r".*\b(?:WATCH|VIEW|LISTEN|PLAY)[ \t]*+:[ \t]*+https?://\S+.*")
_WHO = rf"(?:{'|'.join(_DATA['who'])})"
_NOTE = rf"(?:{'|'.join(_DATA['notes'])})"
_BY_WHOM = rf"(?:[ \t]*+(?:(?:d\.|der|des|by|from|von|of)[ \t]++)?{_WHO})"
_IN_BRACKETS = r"(?:[ \t]*+\([^()\n]{1,60}\))"
# A note that says whose it is, and a note that does not.
_SIGNED_NOTE = re.compile(
    rf"{_AROUND}(?:{_NOTE}(?:{_BY_WHOM}{_IN_BRACKETS}?|{_IN_BRACKETS})"
    rf"|{_WHO}(?:['’]?s)?[ \t-]*+{_NOTE}{_IN_BRACKETS}?)[*_]*+[ \t]*+:",
    re.I,
)
_PLAIN_NOTE = re.compile(rf"{_AROUND}{_NOTE}[*_]*+[ \t]*+:", re.I)
# "Notiz Anna: …", as a paragraph of its own; "Note taker" is somebody who speaks.
_NAMED_NOTE = re.compile(rf"{_AROUND}(?P<label>(?i:{_NOTE})[ \t]++(?:[A-ZÄÖÜ][\w.-]*+[ \t]*+){{1,2}})[*_]*+:")
_TASK = re.compile(rf"{_AROUND}(?:{'|'.join(_DATA['chapters'])})[ \t]*+\d{{1,2}}[a-d]?[ \t]*+[:.–-][ \t]*+\S.*")
_NOTE_IN_BRACKETS = re.compile(
    rf"\[{{1,2}}[ \t]*+(?:{_NOTE}(?P<who>{_BY_WHOM}|{_IN_BRACKETS})?|{_WHO}(?:['’]?s)?[ \t.-]*+{_NOTE}?)[ \t]*+[:–-]"
    rf"[^\[\]]{{1,600}}\]{{1,2}}|\({{1,2}}[ \t]*+{_NOTE}(?:{_BY_WHOM})?[ \t]*+:[^()]{{1,600}}\){{1,2}}",
    re.I,
)
_CHAPTER = re.compile(
    rf"{_AROUND}(?:(?:{'|'.join(_DATA['chapters'])})\b[^\n]{{0,80}}?[ \t(\[]{CLOCK}[\])*_ \t]*+"
    rf"|[(\[]?(?P<before>{CLOCK})[)\]]?[ \t]*+(?:[-–—|][ \t]*+)?(?P<title>[^\W\d_][^\n.?!:]{{2,80}}))"
)
_PAGE_LINE = re.compile(
    r"(?:.{2,100}\W)?(?:(?:page|seite|blatt)[ ]?(?P<number>\d{1,3})(?:[ ]?(?:of|von|/)[ ]?\d{1,3})?)\W*", re.I
)
_TABLE_ROW = re.compile(r"[ \t]*+\|.*\|[ \t]*+")
_TABLE_RULE = re.compile(r"[ \t]*+\|(?:[ ]*+:?-{3,}:?[ ]*+\|)+[ \t]*+")
_COLON_LINE = re.compile(r"[ \t]*+[^\s:][^:\n]{0,40}:")


@dataclass(frozen=True, slots=True)
class _AddedLine:
    start: int
    end: int
    kind: str


_KINDS = {
    "tool": "lines of a tool",
    "note": "notes of whoever observed or wrote it down",
    "chapter": "titles of chapters or tasks",
    "page": "heads and feet of pages",
}


def is_added_label(label: str) -> bool:
    """Whether words before a colon begin a line that nobody says.

    >>> is_added_label("ACTION ITEM"), is_added_label("Notiz Beobachter (Roth)"), is_added_label("Beobachter")
    (True, True, False)
    """
    words = f"{label}:"
    patterns = (_TOOL_LABEL.fullmatch(words), _SIGNED_NOTE.match(words), _TASK.fullmatch(f"{words} …"))
    return any(patterns) or _is_named_note(words)


def _is_named_note(line: str) -> bool:
    match = _NAMED_NOTE.match(line)
    return match is not None and role_of_label(match["label"]) is None


def without_added_lines(transcript: Transcript) -> Transcript:
    """The transcript without such lines, which a note counts. Without labels, all may be notes and stays."""
    if not any(utterance.label for utterance in transcript.utterances):
        return transcript
    counts: Counter[str] = Counter()
    page_lines = _page_lines(transcript.text)
    utterances: list[Utterance] = []
    passages: list[LeftOut] = []
    for utterance, following in pairwise([*transcript.utterances, None]):
        if utterance is None:
            continue
        start = utterance.start
        for line in [*_added_lines(transcript.text, utterance, following, page_lines), None]:
            first, last = trim(transcript.text, start, line.start if line else utterance.end)
            if first < last:
                utterances.append(replace(utterance, start=first, end=last))
            if line:
                counts[line.kind] += 1
                passages.append(LeftOut(line.start, line.end, "machine lines"))
                start = max(start, line.end)
    if not counts or not utterances:
        return transcript
    notes = list(transcript.notes)
    if listed := ", ".join(f"{words} {counts[kind]}" for kind, words in _KINDS.items() if counts[kind]):
        notes.append(f"Left out of the turns, because nobody said them: {listed}.")
    if n_rows := counts["table"]:
        notes.append(
            f"A table between the turns was left out ({n_rows} rows), because it does not say who said what is in it. "
            "If somebody did, write the sentences below a label of the speaker."
        )
    left_out = (*passages, *transcript.left_out)
    return replace(transcript, utterances=tuple(utterances), notes=tuple(notes), left_out=left_out)


def _page_lines(text: str) -> frozenset[str]:
    """The lines that come on several pages with nothing but the number of the page changed."""
    numbers: dict[str, set[str]] = defaultdict(set)
    for line in filter(None, map(str.strip, text.split("\n"))):
        if len(line) <= MAX_LINE and (match := _PAGE_LINE.fullmatch(line)):
            numbers[_without_numbers(line)].add(match["number"])
    return frozenset(line for line, pages in numbers.items() if len(pages) > 1)


def _without_numbers(line: str) -> str:
    return re.sub(r"\d+", "#", line.strip())


def _added_lines(
    text: str, utterance: Utterance, following: Utterance | None, page_lines: Collection[str]
) -> list[_AddedLine]:
    """The lines in an utterance that nobody says, in their order and without overlap."""
    in_brackets = _NOTE_IN_BRACKETS.finditer(text, utterance.start, utterance.end)
    lines = [
        _AddedLine(match.start(), match.end(), "note")
        for match in in_brackets
        if match["who"] or not _is_within_sentence(text, match.start(), match.end(), utterance)
    ]
    if text.find("\n", utterance.start, utterance.end) >= 0:
        lines += _whole_lines(text, utterance, following)
        lines += _lines_of_layout(text, utterance, page_lines)
    apart: list[_AddedLine] = []
    for line in sorted(lines, key=lambda line: (line.start, -line.end)):
        if not apart or line.start >= apart[-1].end:
            apart.append(line)
    return apart


def _is_within_sentence(text: str, start: int, end: int, utterance: Utterance) -> bool:
    """Whether the words around a note are one sentence, which stays whole: "I went [note: points] there"."""
    before = text[max(utterance.start, start - 3) : start].rstrip()
    after = text[end : min(end + 3, utterance.end)].lstrip()
    return before[-1:].isalnum() and after[:1].isalnum()


def _whole_lines(text: str, utterance: Utterance, following: Utterance | None) -> Iterator[_AddedLine]:
    """Such lines below the first one of an utterance, which is somebody's words by its label."""
    spans = list(_line_spans(text, utterance))
    n_colons = sum(_COLON_LINE.match(text, *span) is not None for span in spans[1:])
    end_of_note = 0
    for position, (start, end) in enumerate(spans):
        # A time at the end of a line is no part of the utterance.
        line = text[start : start + MAX_LINE].partition("\n")[0]
        if position == 0 or start < end_of_note or not line.strip():
            continue
        is_below_empty = not text[slice(*spans[position - 1])].strip()
        # Where no empty line is above the next turn, every paragraph is a line.
        is_apart = is_below_empty or (following is not None and text.count("\n", end, following.start) == 1)
        is_plain = _PLAIN_NOTE.match(line) is not None and (is_below_empty or n_colons == 1)
        if _SIGNED_NOTE.match(line) or is_plain or (is_below_empty and _is_named_note(line)):
            # A note goes on to the next empty line where it has a paragraph of its own.
            end_of_note = _end_of_paragraph(text, spans, position) if is_below_empty else end
            yield _AddedLine(start, end_of_note, "note")
        elif (
            (_ANY_TOOL_LABEL if is_below_empty else _TOOL_LABEL).fullmatch(line)
            or _LINK_AT_END.fullmatch(line)
            or _TOOL_LINE.fullmatch(line)
        ):
            yield _AddedLine(start, end, "tool")
        elif (is_apart and position == len(spans) - 1 and _TASK.fullmatch(line)) or (
            is_below_empty and (chapter := _CHAPTER.fullmatch(line)) and _is_chapter(chapter, utterance, following)
        ):
            yield _AddedLine(start, end, "chapter")


def _lines_of_layout(text: str, utterance: Utterance, page_lines: Collection[str]) -> Iterator[_AddedLine]:
    """The heads and feet of pages, and the rows of tables, below the first line of an utterance."""
    spans = [(start, end, text[start:end]) for start, end in islice(_line_spans(text, utterance), 1, None)]
    is_table = any(_TABLE_RULE.fullmatch(line) for _, _, line in spans)
    for start, end, line in spans:
        if page_lines and _without_numbers(line) in page_lines:
            yield _AddedLine(start, end, "page")
        elif is_table and _TABLE_ROW.fullmatch(line):
            yield _AddedLine(start, end, "rule" if _TABLE_RULE.fullmatch(line) else "table")


def _line_spans(text: str, utterance: Utterance) -> Iterator[tuple[int, int]]:
    start = utterance.start
    while start <= utterance.end:
        newline = text.find("\n", start, utterance.end)
        end = utterance.end if newline < 0 else newline
        yield start, end
        start = end + 1


def _end_of_paragraph(text: str, spans: Sequence[tuple[int, int]], position: int) -> int:
    end = spans[position][1]
    for start, stop in islice(spans, position, None):
        if not text[start:stop].strip():
            break
        end = stop
    return end


def _is_chapter(chapter: re.Match[str], utterance: Utterance, following: Utterance | None) -> bool:
    """Whether a line with a time is a title: a bare time must be between those of the turns around it."""
    if chapter["before"] is None:
        return True
    time_s = parse_seconds(chapter["before"])
    if time_s is None or utterance.time_s is None or len(chapter["title"].split()) > MAX_CHAPTER_WORDS:
        return False
    next_s = following.time_s if following else None
    return utterance.time_s <= time_s and (next_s is None or time_s <= next_s)
