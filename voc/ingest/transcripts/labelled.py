"""Read transcripts with speaker labels before the words of a turn (``Anna: …``) or on a line above them.

Many programs share these two grammars. ``is_otter``, ``is_f4`` and so on recognise the program by its small habits, so
that the report can name it.

Labels before the words, ``[time]? label ([(]time[)])? : text``, a turn per line: ``I:`` / ``B:`` (MAXQDA, f4),
``Interviewer 1:``, ``**I [00:00:00]** text`` and ``**Anna:** text`` (Markdown), ``[00:00:03] Anna: text`` and
``Speaker 1 (00:12): text`` (Rev). A label counts only when it repeats or is a usual one.

Speaker lines above the words: ``Anna Muster  0:22`` (Otter), ``00:00:03 Speaker 1`` (Word "Transcribe"),
``Anna Muster   0:03`` (Teams in Word), ``Speaker 1 (00:02)`` (Rev), and ``Anna Muster`` with two spaces at the end of
the line (Otter without times).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from itertools import islice

from voc.ingest.file_content import Transcript
from voc.ingest.transcripts.speakers import MAX_LABEL, can_be_label, is_known, normalise_label
from voc.ingest.transcripts.utterances import (
    BRACKETED,
    CLOCK,
    FRONT_MATTER,
    SpeakerMark,
    parse_seconds,
    split_utterances,
)

MIN_END_TIMES = 0.6
"""Share of the turns that must end with a time for times to belong to the turn before, as in f4."""

_NAME = rf"[^\W_](?:[^:\[\]{{}}()<>#*|\n\"“”„?!]|\([^()\n:]{{1,40}}\)){{0,{MAX_LABEL - 1}}}?"

# Possessive quantifiers (*+) keep the time linear on hostile lines of blanks; "(?!//)" keeps URLs from being labels.
_LABELLED_LINE = re.compile(
    rf"""^[ \t]*+(?:>[ \t]*+)?(?:[-•][ \t]++)?(?P<bold>\*\*|__)?[ \t]*+
    (?:(?P<before>{BRACKETED}|{CLOCK}(?=[ \t]|[^\W\d_]))(?:\*\*|__)?[ \t]*+[-–]?[ \t]*+(?:\*\*|__)?)?
    (?P<label>{_NAME})[ \t]*+
    (?:
        (?P<inside>{BRACKETED}|(?<=[ \t]){CLOCK})?[ \t]*+(?:\*\*|__)?[ \t]*+:(?!//)(?:\*\*|__)?
        (?:[ \t]*+(?P<after>{BRACKETED}|{CLOCK}(?=\s))(?:\*\*|__)?)?
      | (?P<only>{BRACKETED})(?:\*\*|__)?(?=\s)
    )""",
    re.X | re.M,
)
_TIME_AT_END = re.compile(rf"{BRACKETED}\s*$")
_TIME_LINE_ABOVE = re.compile(rf"(?:\A|\n)[ \t]*({BRACKETED}|{CLOCK})[ \t]*\n\s*\Z")


def is_labelled(text: str) -> bool:
    """Whether at least two labels take turns, or one usual label occurs three times."""
    marks = _label_marks(text)
    labels = {normalise_label(mark.label) for mark in marks}
    return len(marks) >= 3 and (len(labels) >= 2 or is_known(marks[0].label))


def read_labelled(text: str) -> Transcript:
    """The turns of a labelled transcript; a speaker's following paragraphs belong to the turn."""
    marks = list(_label_marks(text))
    return Transcript(text, split_utterances(text, _with_times_at_end(text, _with_times_above(text, marks))))


def label_at_start(line: str) -> str:
    """The label at the start of a line, "" when there is none.

    >>> label_at_start("B [00:00:25] Ja."), label_at_start("Ada Berg: Ja."), label_at_start("Ja, gern.")
    ('B', 'Ada Berg', '')
    """
    match = _LABELLED_LINE.match(line)
    label = match["label"].strip() if match else ""
    return label if can_be_label(label) else ""


# Several conventions in the registry ask for the marks of the same text, one text after the other.
@lru_cache(maxsize=1)
def _label_marks(text: str) -> tuple[SpeakerMark, ...]:
    """Marks whose label repeats, is a usual one, or has a time as the repeated ones do.

    A usual label that occurs once, above all repeated ones, is a line of the header ("Interviewer: Max").
    """
    marks = _without_header(text, _possible_labels(text))
    counts = Counter(normalise_label(mark.label) for mark in marks)
    repeated = [mark for mark in marks if counts[normalise_label(mark.label)] > 1]
    if not repeated:
        return ()
    first = repeated[0].line_start
    are_timed = sum(mark.time_s is not None for mark in repeated) > len(repeated) / 2
    return tuple(
        mark
        for mark in marks
        if counts[normalise_label(mark.label)] > 1
        or (mark.line_start > first and (is_known(mark.label) or (are_timed and mark.time_s is not None)))
    )


def _possible_labels(text: str) -> list[SpeakerMark]:
    marks = []
    front = FRONT_MATTER.match(text)
    for line in _LABELLED_LINE.finditer(text, front.end() if front else 0):
        label = line["label"].strip()
        if can_be_label(label):
            code = line["before"] or line["inside"] or line["after"] or line["only"]
            marks.append(SpeakerMark(line.start(), line.end(), label, parse_seconds(code) if code else None))
    return marks


def _without_header(text: str, marks: list[SpeakerMark]) -> list[SpeakerMark]:
    """The marks without header lines such as "Interviewerin: Ada Berg".

    Header lines have no time where the turns have one. Or they are successive lines with short values, where the turns
    have empty lines between them.
    """
    first_timed = next((position for position, mark in enumerate(marks) if mark.time_s is not None), 0)
    if first_timed and all(mark.time_s is not None for mark in marks[first_timed : first_timed + 5]):
        return marks[first_timed:]
    n_spaced = sum(text.endswith("\n\n", 0, mark.line_start) for mark in marks)
    # The first turn and up to two lines of a header have no empty line above them.
    if n_spaced < 0.8 * (len(marks) - 3):
        return marks
    n_lines = 0
    while n_lines + 1 < len(marks) and n_lines < 8:
        mark, next_mark = marks[n_lines], marks[n_lines + 1]
        if "\n" in text[mark.line_start : next_mark.line_start].strip():
            break
        value = text[mark.words_start : next_mark.line_start]
        if "\n\n" in value.rstrip(" ") and n_lines == 0:
            return marks
        # A long value or a question is speech.
        if len(value.split()) > 6 or value.rstrip().endswith(("?", "!")):
            return marks
        n_lines += 1
        if "\n\n" in value:
            return marks[n_lines:]
    return marks


def _with_times_above(text: str, marks: list[SpeakerMark]) -> list[SpeakerMark]:
    """Marks with the times of the lines above them: Google Meet writes the time on a line of its own."""
    timed = []
    for mark in marks:
        before = text[max(0, mark.line_start - 60) : mark.line_start]
        above = _TIME_LINE_ABOVE.search(before) if mark.time_s is None else None
        timed.append(replace(mark, time_s=parse_seconds(above[1])) if above else mark)
    return timed


def _with_times_at_end(text: str, marks: list[SpeakerMark]) -> list[SpeakerMark]:
    """Marks with the time at the end of the turn before: f4 writes the time at the end of a paragraph."""
    if not marks or any(mark.time_s is not None for mark in marks):
        return marks
    ends = [mark.line_start for mark in marks[1:]] + [len(text)]
    end_times = [
        _TIME_AT_END.search(text[mark.words_start : end].rstrip()) for mark, end in zip(marks, ends, strict=True)
    ]
    if sum(code is not None for code in end_times) < MIN_END_TIMES * len(marks):
        return marks
    above = _TIME_AT_END.search(text[: marks[0].line_start].rstrip())
    time_s = parse_seconds(above.group()) if above else 0.0
    timed = []
    for mark, code in zip(marks, end_times, strict=True):
        timed.append(replace(mark, time_s=time_s))
        time_s = parse_seconds(code.group()) if code else time_s
    return timed


_TIMED_SPEAKER_LINE = re.compile(
    rf"""^[ \t]*+(?:\*\*)?(?:
      (?P<name>{_NAME})(?:\*\*)?(?:[ \t]++(?P<time>{CLOCK})|[ \t]*+(?P<boxed>{BRACKETED}))
    | (?:(?P<time2>{CLOCK})|(?P<boxed2>{BRACKETED}))[ \t]++(?P<name2>{_NAME})
    )(?:\*\*)?[ \t]*+:?[ \t]*+$""",
    re.X | re.M,
)
# A line such as "5 March 2026, 10:00" is a date and no speaker.
_YEAR = re.compile(r"\b(?:19|20)\d{2}\b")
_TIME_WITHOUT_SPEAKER = re.compile(rf"(?:\A|(?<=\n\n))[ \t]*+(?P<time>{CLOCK})[ \t]*+\n(?=\S)")
_BARE_SPEAKER_LINE = re.compile(rf"(?:\A|(?<=\n\n)|(?<=\n \n))(?P<name>{_NAME})[ ]{{2,}}\n(?=\S)")


def has_speaker_lines(text: str) -> bool:
    """Whether speaker lines are above at least three turns, and one speaker has more than one."""
    labels = [normalise_label(mark.label) for mark in _speaker_line_marks(text) if mark.label]
    return len(labels) >= 3 and len(set(labels)) < len(labels)


def read_speaker_lines(text: str) -> Transcript:
    """The turns below the speaker lines."""
    return Transcript(text, split_utterances(text, _speaker_line_marks(text)))


@lru_cache(maxsize=1)
def _speaker_line_marks(text: str) -> tuple[SpeakerMark, ...]:
    timed = []
    for line in _TIMED_SPEAKER_LINE.finditer(text):
        label = (line["name"] or line["name2"] or "").strip()
        code = line["time"] or line["boxed"] or line["time2"] or line["boxed2"] or ""
        if can_be_label(label) and not _YEAR.search(label):
            timed.append(SpeakerMark(line.start(), line.end(), label, parse_seconds(code)))
    bare = _bare_speaker_lines(text)
    if not timed:
        return tuple(bare)
    names = {normalise_label(mark.label) for mark in timed}
    # Otter leaves the name out where it knows none.
    unnamed = [
        SpeakerMark(line.start(), line.end(), "", parse_seconds(line["time"]))
        for line in _TIME_WITHOUT_SPEAKER.finditer(text, timed[0].line_start)
    ]
    bare = [mark for mark in bare if normalise_label(mark.label) in names]
    return tuple(sorted([*timed, *unnamed, *bare], key=lambda mark: mark.line_start))


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
_MEET_TIME = re.compile(r"^[ \t*]*\d{1,2}:\d{2}:\d{2}[ \t*]*$", re.M)
_OTTER_TURN = re.compile(r"^[^\n:]{0,63}[ ]{2}(?:\d{1,2}:)?\d{1,2}:\d{2}[ ]{2}$", re.M)
_OTTER_NAME = re.compile(r"\botter\.ai\b")
_F4_TIME = re.compile(r"#\d{1,2}:\d{2}:\d{2}[-.,]\d{1,3}#")
_MAXQDA_TURN = re.compile(r"^[ \t]*\d{1,2}:\d{2}:\d{2}(?:\.\d{1,3})?[^\W\d_][^\n:]{0,62}:", re.M)
_REV_TURN = re.compile(r"^[ \t*]*[^\n:]{1,63}?[ \t]\((?:\d{1,2}:)?\d{1,2}:\d{2}\)[ \t*]*(?::|$)", re.M)


def _occurs_twice(pattern: re.Pattern[str], text: str) -> bool:
    return len(list(islice(pattern.finditer(text), 2))) == 2


def is_teams_speaker_lines(text: str) -> bool:
    """Whether this is Teams in Word: ``Name   0:03`` above the words, with the lines of its head."""
    return has_speaker_lines(text) and _occurs_twice(_TEAMS_TURN, text) and _TEAMS_HEAD.search(text) is not None


def is_word_transcribe(text: str) -> bool:
    """Whether this is Word "Transcribe": ``00:00:03 Speaker 1`` above the words, below the heading "Transcript"."""
    has_head = _WORD_HEAD.search(text[:2000]) is not None
    return has_head and has_speaker_lines(text) and _occurs_twice(_WORD_TURN, text)


def is_google_meet(text: str) -> bool:
    """Whether this is Google Meet: the time is on a line of its own above ``Name: words``."""
    return is_labelled(text) and _MEET_TIME.search(text) is not None and not has_speaker_lines(text)


def is_otter(text: str) -> bool:
    """Whether this is Otter: two spaces around the time, or its name in the head or foot."""
    has_name = _OTTER_NAME.search(text[:2000] + text[-500:]) is not None
    return has_speaker_lines(text) and (has_name or _occurs_twice(_OTTER_TURN, text))


def _recognise(habit: re.Pattern[str], has_grammar: Callable[[str], bool]) -> Callable[[str], bool]:
    """A function that tells whether a text has a program's habit at least twice, and the grammar of its turns."""
    return lambda text: _occurs_twice(habit, text) and has_grammar(text)


is_rev_speaker_lines = _recognise(_REV_TURN, has_speaker_lines)
"""Whether this is Rev or its like: ``Speaker 1 (00:12)``, with or without a colon, above the words."""
is_rev_labels = _recognise(_REV_TURN, is_labelled)
"""Whether this is Rev or its like: ``Speaker 1 (00:12): words``."""
is_f4 = _recognise(_F4_TIME, is_labelled)
"""Whether this is f4 or f5: ``#00:00:06-8#``."""
is_maxqda = _recognise(_MAXQDA_TURN, is_labelled)
"""Whether this is MAXQDA, which joins the time to the name: ``00:03:40.5Zack:``."""
