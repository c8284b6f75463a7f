"""Leave out what is written around a talk: summaries, action items, chapters and notes of meeting tools or researchers.

They stand in for nobody's words, although their lists name people before a colon ("- Anna: send the invoice").
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from importlib.resources import files

from voc.ingest.file_content import Transcript, Utterance
from voc.ingest.transcripts.utterances import FRONT_MATTER, trim

MAX_TITLE = 60
"""Code points of the title of a section."""
MAX_TASKS = 0.2
"""Share (0–1) of the turns that may be lines of a list of tasks ("Anna: send the invoice"); more are talk."""
MAX_LISTED = 10
"""Titles that the note lists."""

_DATA = tomllib.loads(files("voc.ingest.transcripts").joinpath("summaries.toml").read_text("utf-8"))
_KINDS = {kind: re.compile("|".join(patterns), re.I) for kind, patterns in _DATA.items()}
_AROUND_TITLE = re.compile(r"^[\W\d_]+|[\W_]+$")
_LIST_MARK = re.compile(r"[ \t]*+(?:[-*•▪◦–]|\d{1,2}[.)]|\[[ x]\])[ \t]")
_LINE = re.compile(r"^.*$", re.M)


@dataclass(frozen=True, slots=True)
class _Title:
    start: int
    end: int
    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class _Section:
    """A section with its title; one that ends with its title is a topic of the talk."""

    start: int
    end: int
    end_of_title: int

    @property
    def has_words(self) -> bool:
        return self.end > self.end_of_title


def without_summaries(transcript: Transcript) -> Transcript:
    """The transcript without the sections around the talk, with a note that names and counts them.

    A transcript without labels keeps them: there, everything may be notes.
    """
    if not any(utterance.label for utterance in transcript.utterances):
        return transcript
    titles = list(_titles(transcript.text))
    sections = list(_find_sections(transcript, titles))
    utterances = tuple(_outside(transcript, sections))
    if not sections or not utterances:
        return transcript
    note = ""
    starts = [section.start for section in sections if section.has_words]
    if starts:
        inside = [section for section in sections if section.has_words]
        n_words = sum(len(transcript.text[section.start : section.end].split()) for section in inside)
        names = [title.text for title in titles if any(own.start <= title.start < own.end for own in inside)]
        listed = ", ".join(list(dict.fromkeys(names))[:MAX_LISTED])
        note = f"Left out as summaries and notes around the talk: {listed} ({n_words} words)."
    return replace(transcript, utterances=utterances, notes=(*transcript.notes, *filter(None, (note,))))


def _titles(text: str) -> Iterator[_Title]:
    """The lines that are titles of sections, or of the talk itself."""
    # Front matter has fields of these names ("todo:").
    front = FRONT_MATTER.match(text)
    for line in _LINE.finditer(text, front.end() if front else 0):
        if not 0 < len(line.group().strip()) <= MAX_TITLE:
            continue
        title = _AROUND_TITLE.sub("", line.group())
        for kind, pattern in _KINDS.items():
            if pattern.fullmatch(title):
                yield _Title(line.start(), line.end(), kind, title)
                break


def _find_sections(transcript: Transcript, titles: Sequence[_Title]) -> Iterator[_Section]:
    text = transcript.text
    turns = [
        (start, is_below_empty)
        for utterance in transcript.utterances
        if utterance.label
        for start, is_below_empty in [_turn_line(text, utterance)]
        if _LIST_MARK.match(text, start) is None
    ]
    starts = [start for start, _ in turns]
    talks = [title.start for title in titles if title.kind == "talk"]
    end = 0
    for title in titles:
        if title.start < end or title.kind == "talk":
            continue
        position = bisect_left(starts, title.end)
        end = starts[position] if position < len(starts) else len(text)
        talk = talks[bisect_left(talks, title.end)] if talks and talks[-1] > title.end else None
        if talk is not None and not bisect_left(starts, title.start):
            # A summary above the heading "Transcript" ends there, whatever its lists look like.
            end = talk
        elif title.kind == "tasks":
            below = next((n for n in range(position + 1, len(turns)) if turns[n][1]), len(turns))
            end_of_list = starts[below] if below < len(starts) else len(text)
            if below - position <= MAX_TASKS * len(turns) and "?" not in text[title.end : end_of_list]:
                end = end_of_list
        yield _Section(title.start, end if text[title.end : end].strip() else title.end, title.end)


def _turn_line(text: str, utterance: Utterance) -> tuple[int, bool]:
    """Where the line with the label of a turn begins, and whether an empty line is above it."""
    start = _line_start(text, utterance.start)
    above = text[_line_start(text, max(start - 1, 0)) : max(start - 1, 0)]
    # The label has a line of its own above the words, where these begin their line.
    if start == utterance.start and above.strip():
        start = _line_start(text, start - 1)
        above = text[_line_start(text, max(start - 1, 0)) : max(start - 1, 0)]
    return start, not above.strip()


def _line_start(text: str, offset: int) -> int:
    return text.rfind("\n", 0, offset) + 1


def _outside(transcript: Transcript, sections: Sequence[_Section]) -> Iterator[Utterance]:
    starts = [section.start for section in sections]
    for utterance in transcript.utterances:
        position = bisect_left(starts, utterance.start + 1)
        if position and utterance.start < sections[position - 1].end:
            continue
        end = min(utterance.end, starts[position]) if position < len(starts) else utterance.end
        start, end = trim(transcript.text, utterance.start, end)
        if start < end:
            yield replace(utterance, start=start, end=end)
