"""The generic grammar of labelled transcripts: ``[time]? label ([(]time[)])? : text``, a turn a line.

It covers ``I:`` / ``B:`` (MAXQDA, f4), ``Interviewer 1:``, ``**I [00:00:00]** text`` and ``**Anna:** text`` (Markdown),
``[00:00:03] Anna: text`` and ``Speaker 1 (00:12): text`` (Rev). A label counts only when it repeats or is a usual one.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from functools import lru_cache

from voc.ingest.file_content import Transcript
from voc.ingest.transcripts.speakers import MAX_LABEL, can_be_label, is_known, normal
from voc.ingest.transcripts.utterances import BRACKETED, CLOCK, FRONT_MATTER, Mark, seconds, utterances

_NAME = rf"[^\W_](?:[^:\[\]{{}}()<>#*|\n\"“”„?!]|\([^()\n:]{{1,40}}\)){{0,{MAX_LABEL - 1}}}?"
_LINE = re.compile(
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


def _candidates(text: str) -> list[Mark]:
    marks = []
    front = FRONT_MATTER.match(text)
    for found in _LINE.finditer(text, front.end() if front else 0):
        label = found["label"].strip()
        if not can_be_label(label):
            continue
        code = found["before"] or found["inside"] or found["after"] or found["only"]
        marks.append(Mark(found.start(), found.end(), label, seconds(code) if code else None))
    return marks


@lru_cache(maxsize=1)
def _marks(text: str) -> tuple[Mark, ...]:
    """The believed marks. Several conventions ask, one text at a time."""
    return tuple(_accepted(text, _candidates(text)))


def _accepted(text: str, marks: list[Mark]) -> list[Mark]:
    """Marks whose label is believed: repeated, or a usual label, or timed like the repeated ones.

    A usual label that stands only once, before all repeated ones, is a header line ("Interviewer: Max").
    """
    marks = _without_header(text, marks)
    counts = Counter(normal(mark.label) for mark in marks)
    repeated = [mark for mark in marks if counts[normal(mark.label)] > 1]
    if not repeated:
        return []
    first = repeated[0].at
    timed = sum(mark.time_s is not None for mark in repeated) > len(repeated) / 2
    return [
        mark
        for mark in marks
        if counts[normal(mark.label)] > 1
        or (mark.at > first and (is_known(mark.label) or (timed and mark.time_s is not None)))
    ]


def _without_header(text: str, marks: list[Mark]) -> list[Mark]:
    """Marks without lines like "Interviewerin: Ada Berg" above the talk: without a time where nearly all others have
    one, or one below the other, each with a short value, where turns have empty lines between them."""
    first_timed = next((position for position, mark in enumerate(marks) if mark.time_s is not None), 0)
    if first_timed and all(mark.time_s is not None for mark in marks[first_timed : first_timed + 5]):
        return marks[first_timed:]
    spaced = sum(text.endswith("\n\n", 0, mark.at) for mark in marks)
    if spaced < 0.8 * (len(marks) - 3):
        return marks
    lines = 0
    while lines + 1 < len(marks) and lines < 8 and text[marks[lines].at : marks[lines + 1].at].strip().count("\n") == 0:
        value = text[marks[lines].words : marks[lines + 1].at]
        if "\n\n" in value.rstrip(" ") and lines == 0:
            return marks
        if len(value.split()) > 6 or value.rstrip().endswith(("?", "!")):
            return marks
        lines += 1
        if "\n\n" in value:
            return marks[lines:]
    return marks


def speaker_of(line: str) -> str:
    """The label with which a line starts, "" when it starts with none.

    >>> speaker_of("B [00:00:25] Ja."), speaker_of("Ada Berg: Ja."), speaker_of("Ja, gern.")
    ('B', 'Ada Berg', '')
    """
    found = _LINE.match(line)
    label = found["label"].strip() if found else ""
    return label if can_be_label(label) else ""


def recognise(text: str) -> bool:
    """Whether at least two labels take turns, or one usual label repeats three times."""
    marks = list(_marks(text))
    labels = {normal(mark.label) for mark in marks}
    if len(labels) < 2:
        return len(marks) >= 3 and is_known(marks[0].label)
    return len(marks) >= 3


def read(text: str) -> Transcript:
    """The turns of a labelled transcript; a speaker's following paragraphs belong to the turn."""
    marks = list(_marks(text))
    return Transcript(text, utterances(text, _carry_end_marks(text, _take_lines_above(text, marks))))


_END_MARK = re.compile(rf"{BRACKETED}\s*$")
_LINE_ABOVE = re.compile(rf"(?:\A|\n)[ \t]*({BRACKETED}|{CLOCK})[ \t]*\n\s*\Z")
MIN_END_MARKS = 0.6
"""Share of the turns that must end with a time for it to be one of the f4 kind."""


def _take_lines_above(text: str, marks: list[Mark]) -> list[Mark]:
    """Google Meet writes the time on a line of its own above a turn."""
    timed = []
    for mark in marks:
        above = _LINE_ABOVE.search(text[max(0, mark.at - 60) : mark.at]) if mark.time_s is None else None
        timed.append(replace(mark, time_s=seconds(above[1])) if above else mark)
    return timed


def _carry_end_marks(text: str, marks: list[Mark]) -> list[Mark]:
    """f4 writes the time at the end of a paragraph: a turn then starts at the mark before it."""
    if not marks or any(mark.time_s is not None for mark in marks):
        return marks
    ends = [mark.at for mark in marks[1:]] + [len(text)]
    last = [_END_MARK.search(text[mark.words : end].rstrip()) for mark, end in zip(marks, ends, strict=True)]
    if sum(found is not None for found in last) < MIN_END_MARKS * len(marks):
        return marks
    above = _END_MARK.search(text[: marks[0].at].rstrip())
    time_s = seconds(above.group()) if above else 0.0
    carried = []
    for mark, found in zip(marks, last, strict=True):
        carried.append(replace(mark, time_s=time_s))
        time_s = seconds(found.group()) if found else time_s
    return carried
