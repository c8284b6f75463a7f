"""Read transcripts with the speaker on lines of their own above the words of a turn.

The head of a turn is one line or several without other words between them: the name, the time in any form of
`voc.ingest.transcripts.times`, and what a screen shows beside them (initials, "Guest"), in any order:

    Anna Muster  0:22          (Otter, Teams in Word, Rev: ``Anna Muster (0:22)``)
    00:00:03 Speaker 1         (Word "Transcribe", Happy Scribe: ``[00:00:03] - Speaker 1``)
    Anna Muster / 0:03         (two lines: Fireflies, Webex, Zoom's recordings)
    AM / Anna Muster / 0 minutes 3 seconds / 0:03 / Anna Muster 0 minutes 3 seconds   (Teams on the screen)

Without times, names count when two blanks are behind them (Otter); for other marks see `marked_speakers`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from voc.ingest.file_content import Transcript
from voc.ingest.transcripts.labelled import NAME, REV_TURN, occurs_twice
from voc.ingest.transcripts.speakers import MAX_LABEL, can_be_label, is_known, normalise_label
from voc.ingest.transcripts.times import BOXED_STAMP, HEAD_WORDS, STAMP, any_of, seconds_of
from voc.ingest.transcripts.utterances import CLOCK, SpeakerMark, split_at

MIN_NAMED_TIMES = 0.6
"""Share of the lines with nothing but a time that must be beside a name, for such names to count."""
ALL_SPACED = 0.95
"""Share of the lines below an empty line, from which on empty lines are between all paragraphs."""

_EM = r"(?:\*{1,3}|_{1,3})?+"
_SEPARATOR = r"(?:[ \t]++(?:[-–—|,·•@][ \t]*+)?|,[ \t]*+|\t)"
_NAME_AND_TIME = re.compile(
    rf"""[ \t]*+(?:\#{{1,6}}[ \t]++|>[ \t]*+)?{_EM}(?:
      \[?(?P<name>{NAME})\]?{_EM}(?:{_SEPARATOR}{_EM}(?P<time>{STAMP})|{_SEPARATOR}?{_EM}(?P<boxed>{BOXED_STAMP}))
    | @?(?:(?P<time2>{STAMP})|(?P<boxed2>{BOXED_STAMP})){_EM}{_SEPARATOR}{_EM}\[?(?P<name2>{NAME})\]?
    ){_EM}[ \t]*+:?{_EM}[ \t]*+""",
    re.X,
)
_TIME_ALONE = re.compile(rf"[ \t]*+(?:\#{{1,6}}[ \t]++)?{_EM}(?:{BOXED_STAMP}|{STAMP}){_EM}[ \t]*+")
_NAME_ALONE = re.compile(rf"[ \t]*+(?:\#{{1,6}}[ \t]++)?{_EM}\[?({NAME})\]?:?{_EM}:?[ \t]*+")
_BADGE = re.compile(rf"[\W_]*+{any_of(HEAD_WORDS['lines']['badges'])}[\W_]*+", re.I)
_SENTENCE_END = re.compile(r"[.,;!?…]$")
# A line such as "5 March 2026, 10:00" is a date and no speaker.
_YEAR = re.compile(r"\b(?:19|20)\d{2}\b")
_BARE_SPEAKER_LINE = re.compile(rf"(?:\A|(?<=\n\n)|(?<=\n \n))(?P<name>{NAME})[ ]{{2,}}\n(?=\S)")


@dataclass(frozen=True, slots=True)
class _TextLine:
    """A line with something in it: ``text[start:end]``. The line above may be empty (``is_spaced``)."""

    start: int
    end: int
    text: str
    is_spaced: bool


@dataclass(frozen=True, slots=True)
class _HeadLine:
    """A line in the head of a turn, by its position among the lines with text; "" if it names nobody."""

    position: int
    label: str
    time_s: float | None


def has_speaker_lines(text: str) -> bool:
    """Whether speaker lines are above at least three turns, and one speaker has more than one.

    Heads of three lines and more, which repeat the name, are plain enough in two turns.
    """
    marks = [mark for mark in _speaker_line_marks(text) if mark.label]
    labels = [normalise_label(mark.label) for mark in marks]
    if len(labels) >= 3 and len(set(labels)) < len(labels):
        return True
    heads = [text[mark.line_start : mark.words_start] for mark in marks]
    return len(marks) >= 2 and all(
        head.count("\n") >= 2 and head.count(mark.label) >= 2 for mark, head in zip(marks, heads, strict=True)
    )


def read_speaker_lines(text: str) -> Transcript:
    """The turns below the speaker lines."""
    return split_at(text, _speaker_line_marks(text))


@lru_cache(maxsize=1)
def _speaker_line_marks(text: str) -> tuple[SpeakerMark, ...]:
    lines = _lines(text)
    timed = _lines_with_name_and_time(lines)
    pairs = _names_beside_times(lines, timed)
    bare = _bare_speaker_lines(text)
    if not timed and not pairs:
        return tuple(bare)
    heads = [*timed, *pairs]
    if not pairs:
        heads += _times_without_name(lines, timed)
    # Where names have lines of their own, a time without one is inside a turn.
    marks = [mark for mark in _merged(lines, heads) if mark.label or not pairs]
    names = {normalise_label(mark.label) for mark in marks if mark.label}
    starts = {mark.line_start for mark in marks}
    bare = [mark for mark in bare if normalise_label(mark.label) in names and mark.line_start not in starts]
    return tuple(sorted([*marks, *bare], key=lambda mark: mark.line_start))


def _lines(text: str) -> list[_TextLine]:
    """The lines with something in them. In a Word document, an empty line after every paragraph says nothing."""
    lines, position, is_spaced = [], 0, True
    for line in text.split("\n"):
        if line.strip():
            lines.append(_TextLine(position, position + len(line), line, is_spaced))
        is_spaced = not line.strip()
        position += len(line) + 1
    if sum(line.is_spaced for line in lines) < ALL_SPACED * len(lines):
        return lines
    return [_TextLine(line.start, line.end, line.text, is_spaced=False) for line in lines]


def _lines_with_name_and_time(lines: Sequence[_TextLine]) -> list[_HeadLine]:
    """Lines such as ``Anna Muster  0:22``.

    A name that occurs once ("We met at 10:30") counts when its time is between those of the lines around it.
    """
    heads = []
    for position, line in enumerate(lines):
        # The longest label, a time and marks around them.
        match = _NAME_AND_TIME.fullmatch(line.text) if len(line.text) <= MAX_LABEL + 60 else None
        if match is None or _TIME_ALONE.fullmatch(line.text):
            continue
        label = (match["name"] or match["name2"]).strip()
        stamp = match["time"] or match["boxed"] or match["time2"] or match["boxed2"]
        if can_be_label(label) and not _YEAR.search(label):
            heads.append(_HeadLine(position, label, seconds_of(stamp)))
    counts = Counter(normalise_label(head.label) for head in heads)
    repeated = [head for head in heads if counts[normalise_label(head.label)] > 1]
    times = [(head.position, head.time_s) for head in repeated if head.time_s is not None]
    return [
        head
        for head in heads
        if counts[normalise_label(head.label)] > 1 or is_known(head.label) or _is_in_order(head, times)
    ]


def _is_in_order(head: _HeadLine, times: Sequence[tuple[int, float]]) -> bool:
    """Whether the time of a head is not before the head above and not after the head below it."""
    if head.time_s is None:
        return True
    n_above = bisect_left(times, (head.position, 0.0))
    is_after = n_above == 0 or times[n_above - 1][1] <= head.time_s
    return is_after and (n_above == len(times) or head.time_s <= times[n_above][1])


def _names_beside_times(lines: Sequence[_TextLine], timed: Sequence[_HeadLine]) -> list[_HeadLine]:
    """Names and times on lines of their own, one directly below the other, when most such times have a name.

    A repeated line of speech between times ("Okay", as in YouTube's transcripts) is beside few of them.
    """
    in_timed = {head.position for head in timed}
    times = [n for n, line in enumerate(lines) if len(line.text) <= MAX_LABEL and _TIME_ALONE.fullmatch(line.text)]
    is_time = set(times)
    # Successive lines with a time are of one head.
    runs = [n for n in times if n - 1 not in is_time]
    names: dict[int, str] = {}
    for run in runs:
        for n in _lines_beside(lines, run):
            if n not in in_timed and n not in is_time and (label := _name_alone(lines[n])):
                names.setdefault(n, label)
    counts = Counter(normalise_label(label) for label in names.values())
    confirmed = {normalise_label(head.label) for head in timed}
    names = {
        n: label
        for n, label in names.items()
        if counts[normalise_label(label)] > 1 or is_known(label) or normalise_label(label) in confirmed
    }
    labels = {normalise_label(label) for label in names.values()}
    # A time above a line with name and time has its name there.
    n_runs = sum(run + 1 not in in_timed for run in runs)
    are_speakers = len(names) >= 3 and len(labels) >= 2 and len(names) >= MIN_NAMED_TIMES * n_runs
    if not labels or not (are_speakers or labels <= confirmed):
        return []
    heads = {n: _HeadLine(n, label, None) for n, label in names.items()}
    heads |= {n: _HeadLine(n, "", seconds_of(lines[n].text)) for n in times}
    return list(heads.values())


def _lines_beside(lines: Sequence[_TextLine], time: int) -> Iterator[int]:
    """The lines directly above and below a time that may hold the name."""
    if time > 0 and not lines[time].is_spaced:
        yield _line_of_name(lines, time)
    if time + 1 < len(lines) and not lines[time + 1].is_spaced:
        yield time + 1


def _line_of_name(lines: Sequence[_TextLine], time: int) -> int:
    """The line directly above a time, or the one above it if the former is a badge below a name ("Ada Berg / Host")."""
    is_badge = time > 1 and not lines[time - 1].is_spaced and _BADGE.fullmatch(lines[time - 1].text)
    return time - 2 if is_badge and _name_alone(lines[time - 2]) else time - 1


def _name_alone(line: _TextLine) -> str:
    """The name that a line consists of, "" when it may be speech."""
    match = _NAME_ALONE.fullmatch(line.text) if len(line.text) <= MAX_LABEL + 20 else None
    label = match[1].strip() if match else ""
    looks_like_name = label and not label[0].islower() and not _SENTENCE_END.search(label)
    return label if looks_like_name and can_be_label(label) else ""


def _times_without_name(lines: Sequence[_TextLine], timed: Sequence[_HeadLine]) -> Iterator[_HeadLine]:
    """Times alone on a line, where Otter knows no name."""
    known = {head.position for head in timed}
    for position, (line, next_line) in enumerate(pairwise(lines)):
        is_head = position > timed[0].position and position not in known
        if is_head and line.is_spaced and not next_line.is_spaced and _TIME_ALONE.fullmatch(line.text):
            yield _HeadLine(position, "", seconds_of(line.text))


def _merged(lines: Sequence[_TextLine], heads: Iterable[_HeadLine]) -> Iterator[SpeakerMark]:
    """A mark for each head of one or several lines, with the badges, initials and names around them."""
    group: list[_HeadLine] = []
    for head in sorted(heads, key=lambda head: head.position):
        if group and not _continues(lines, group, head):
            yield _mark(lines, group)
            group = []
        group.append(head)
    if group:
        yield _mark(lines, group)


def _continues(lines: Sequence[_TextLine], group: Sequence[_HeadLine], head: _HeadLine) -> bool:
    label = _label_of(group)
    between = range(group[-1].position + 1, head.position)
    is_same = not label or not head.label or normalise_label(label) == normalise_label(head.label)
    # Names above two times in a row: the second one begins a head when it comes after an empty line.
    is_new = lines[head.position].is_spaced and bool(label) and any(item.time_s is not None for item in group)
    is_adjacent = len(between) <= 2 and all(_is_decoration(lines[n].text, label or head.label) for n in between)
    return is_same and is_adjacent and not is_new


def _label_of(group: Sequence[_HeadLine]) -> str:
    return next((head.label for head in group if head.label), "")


def _is_decoration(line: str, label: str) -> bool:
    """Whether a line beside a name is a badge, the initials of the name, or the name itself."""
    text = line.strip()
    # "TG" for "Trautwein, Gisbert (Extern)" too.
    initials = Counter(word[0].casefold() for word in re.findall(r"\w+", label))
    is_initials = 0 < len(text) <= 3 and text.isalpha() and Counter(text.casefold()) <= initials
    return is_initials or normalise_label(text) == normalise_label(label) or _BADGE.fullmatch(text) is not None


def _mark(lines: Sequence[_TextLine], group: Sequence[_HeadLine]) -> SpeakerMark:
    label = _label_of(group)
    first = group[0].position
    while label and first > 0 and first > group[0].position - 2 and _is_decoration(lines[first - 1].text, label):
        first -= 1
    time_s = next((head.time_s for head in group if head.time_s is not None), None)
    return SpeakerMark(lines[first].start, lines[group[-1].position].end, label, time_s)


def _bare_speaker_lines(text: str) -> list[SpeakerMark]:
    marks = [SpeakerMark(line.start(), line.end(), line["name"].strip()) for line in _BARE_SPEAKER_LINE.finditer(text)]
    counts = Counter(normalise_label(mark.label) for mark in marks)
    return [mark for mark in marks if counts[normalise_label(mark.label)] > 1 and can_be_label(mark.label)]


_TEAMS_TURN = re.compile(rf"^[^\n:]{{1,63}}[ \t]{{2,}}{CLOCK}[ \t]*\n", re.M)
_TEAMS_HEAD = re.compile(
    r"^[^\n]{1,80} (?:started|stopped) transcription|^[^\n]{1,80} hat die Transkription (?:gestartet|beendet)"
    r"|^[ \t]*(?:\d+\s?(?:h|Std\.?)\s?)?(?:\d+\s?(?:m|min|Min\.?)\s?)\d+\s?(?:s|sec|Sek\.?)[ \t]*$",
    re.M,
)
_WORD_TURN = re.compile(r"^[ \t]*\d{2}:\d{2}:\d{2}[ \t]+[^\n:]{1,63}$", re.M)
_WORD_HEAD = re.compile(r"^[ \t#*]*(?:Transcript|Transkript|Audio ?file|Audiodatei)[ \t*]*$", re.M | re.I)
_OTTER_TURN = re.compile(r"^[^\n:]{0,63}[ ]{2}(?:\d{1,2}:)?\d{1,2}:\d{2}[ ]{2}$", re.M)
_OTTER_NAME = re.compile(r"\botter\.ai\b")


def is_teams_speaker_lines(text: str) -> bool:
    """Whether this is Teams in Word: ``Name   0:03`` above the words, with the lines of its head."""
    return has_speaker_lines(text) and occurs_twice(_TEAMS_TURN, text) and _TEAMS_HEAD.search(text) is not None


def is_word_transcribe(text: str) -> bool:
    """Whether this is Word "Transcribe": ``00:00:03 Speaker 1`` above the words, below the heading "Transcript"."""
    has_head = _WORD_HEAD.search(text[:2000]) is not None
    return has_head and has_speaker_lines(text) and occurs_twice(_WORD_TURN, text)


def is_otter(text: str) -> bool:
    """Whether this is Otter: two spaces around the time, or its name in the head or foot."""
    has_name = _OTTER_NAME.search(text[:2000] + text[-500:]) is not None
    return has_speaker_lines(text) and (has_name or occurs_twice(_OTTER_TURN, text))


def is_rev_speaker_lines(text: str) -> bool:
    """Whether this is Rev or its like: ``Speaker 1 (00:12)``, with or without a colon, above the words."""
    return occurs_twice(REV_TURN, text) and has_speaker_lines(text)
