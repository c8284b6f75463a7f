"""Transcripts with a speaker line above each turn: Otter (``Anna Muster  0:22``), Word "Transcribe"
(``00:00:03 Speaker 1``), Teams in Word (``Anna Muster   0:03``), Rev (``Speaker 1 (00:02)``), and Otter without times
(``Anna Muster`` and two spaces at the line's end)."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache

from voc.ingest.file_content import Transcript
from voc.ingest.transcripts.speakers import MAX_LABEL, can_be_label, normal
from voc.ingest.transcripts.utterances import BRACKETED, CLOCK, Mark, seconds, utterances

_NAME = rf"[^\W_](?:[^:\[\]{{}}()<>#*|\n\"“”„?!]|\([^()\n:]{{1,40}}\)){{0,{MAX_LABEL - 1}}}?"
_TIMED = re.compile(
    rf"""^[ \t]*+(?:\*\*)?(?:
      (?P<name>{_NAME})(?:\*\*)?(?:[ \t]++(?P<time>{CLOCK})|[ \t]*+(?P<boxed>{BRACKETED}))
    | (?:(?P<time2>{CLOCK})|(?P<boxed2>{BRACKETED}))[ \t]++(?P<name2>{_NAME})
    )(?:\*\*)?[ \t]*+:?[ \t]*+$""",
    re.X | re.M,
)
_YEAR = re.compile(r"\b(?:19|20)\d{2}\b")
"""A line like "5 March 2026, 10:00" is a date, no speaker."""
_UNNAMED = re.compile(rf"(?:\A|(?<=\n\n))[ \t]*+(?P<time>{CLOCK})[ \t]*+\n(?=\S)")
_BARE = re.compile(rf"(?:\A|(?<=\n\n)|(?<=\n \n))(?P<name>{_NAME})[ ]{{2,}}\n(?=\S)")


def _timed(text: str) -> list[Mark]:
    marks = []
    for found in _TIMED.finditer(text):
        label = (found["name"] or found["name2"] or "").strip()
        code = found["time"] or found["boxed"] or found["time2"] or found["boxed2"] or ""
        if can_be_label(label) and not _YEAR.search(label):
            marks.append(Mark(found.start(), found.end(), label, seconds(code)))
    return marks


def _bare(text: str) -> list[Mark]:
    marks = [Mark(found.start(), found.end(), found["name"].strip()) for found in _BARE.finditer(text)]
    counts = Counter(normal(mark.label) for mark in marks)
    return [mark for mark in marks if counts[normal(mark.label)] > 1 and can_be_label(mark.label)]


@lru_cache(maxsize=1)
def _marks(text: str) -> tuple[Mark, ...]:
    """Where somebody starts to speak. Several conventions ask, one text at a time."""
    timed, bare = _timed(text), _bare(text)
    if timed:  # Otter leaves the name out where it knows none
        found = _UNNAMED.finditer(text, timed[0].at)
        timed += [Mark(line.start(), line.end(), "", seconds(line["time"])) for line in found]
    names = {normal(mark.label) for mark in timed}
    if not timed:
        return tuple(bare)
    return tuple(sorted(timed + [mark for mark in bare if normal(mark.label) in names], key=lambda mark: mark.at))


def recognise(text: str) -> bool:
    """Whether speaker lines stand above at least three turns, and one speaker has more than one."""
    marks = _marks(text)
    named = [normal(mark.label) for mark in marks if mark.label]
    return len(named) >= 3 and len(set(named)) < len(named)


def read(text: str) -> Transcript:
    """The turns below the speaker lines."""
    return Transcript(text, utterances(text, _marks(text)))
