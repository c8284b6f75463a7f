"""Leave out what is written around a talk: summaries, action items, chapters and notes of meeting tools or researchers.

They are nobody's words, although their lists name people before a colon ("- Anna: send the invoice").
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from importlib.resources import files

from voc.ingest.file_content import LeftOut, Transcript, Utterance
from voc.ingest.transcripts.utterances import FRONT_MATTER, trim

MAX_TITLE = 60
"""Code points of the title of a section."""
MAX_TASKS = 0.2
"""Share (0–1) of the turns that may be lines of a list of tasks ("Anna: send the invoice"); more are talk."""
MAX_LISTED = 10
"""Titles that the note lists."""

_DATA = tomllib.loads(files("voc.ingest.transcripts").joinpath("summaries.toml").read_text("utf-8"))
_KINDS = {kind: re.compile("|".join(patterns), re.I) for kind, patterns in _DATA.items()}
# "Auswertung (Versuchsleitung)" says whose it is.
_AROUND_TITLE = re.compile(r"^[\W\d_]+|(?:\s\([^()\n]{1,40}\))?[\W_]*$")
_LIST_MARK = re.compile(r"[ \t]*+(?:[-*•▪◦–]|\d{1,2}[.)]|\[[ x]\])[ \t]")
_LINE = re.compile(r"^.*$", re.M)


@dataclass(frozen=True, slots=True)
class _SectionTitle:
    start: int
    end: int
    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class _Summary:
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
    left_out = [LeftOut(section.start, section.end, "summaries") for section in sections]
    notes = (*transcript.notes, *filter(None, (note,)))
    return replace(transcript, utterances=utterances, notes=notes, left_out=(*left_out, *transcript.left_out))


def _titles(text: str) -> Iterator[_SectionTitle]:
    """The lines that are titles of sections, or of the talk itself."""
    # Front matter has fields of these names ("todo:").
    front = FRONT_MATTER.match(text)
    for line in _LINE.finditer(text, front.end() if front else 0):
        if not 0 < len(line.group().strip()) <= MAX_TITLE:
            continue
        title = _AROUND_TITLE.sub("", line.group())
        for kind, pattern in _KINDS.items():
            if pattern.fullmatch(title):
                yield _SectionTitle(line.start(), line.end(), kind, title)
                break


def _find_sections(transcript: Transcript, titles: Sequence[_SectionTitle]) -> Iterator[_Summary]:
    text = transcript.text
    turns = _turn_lines(transcript)
    starts = [turn.start for turn in turns]
    below_empty = [position for position, turn in enumerate(turns) if turn.is_below_empty]
    talks = [title.start for title in titles if title.kind == "talk"]
    end = 0
    for title in titles:
        if title.start < end or title.kind == "talk":
            continue
        position = bisect_left(starts, title.end)
        end = starts[position] if position < len(starts) else len(text)
        if talks and talks[-1] > title.end and not bisect_left(starts, title.start):
            # A summary above the heading "Transcript" ends there, whatever its lists look like.
            end = talks[bisect_left(talks, title.end)]
        elif title.kind == "tasks":
            at = bisect_right(below_empty, position)
            below = below_empty[at] if at < len(below_empty) else len(turns)
            end_of_list = starts[below] if below < len(starts) else len(text)
            if below - position <= MAX_TASKS * len(turns) and text.find("?", title.end, end_of_list) < 0:
                end = end_of_list
        yield _Summary(title.start, end if text[title.end : end].strip() else title.end, title.end)


@dataclass(frozen=True, slots=True)
class _TurnLine:
    """Where the line with the label of a turn begins, and whether an empty line is above it."""

    start: int
    is_below_empty: bool


def _turn_lines(transcript: Transcript) -> list[_TurnLine]:
    """The lines with the labels of turns, without items of lists ("- Anna: send the invoice")."""
    text = transcript.text
    starts = [line.start() for line in _LINE.finditer(text)]
    has_words = [bool(line.group().strip()) for line in _LINE.finditer(text)]
    turns = []
    for utterance in transcript.utterances:
        at = bisect_right(starts, utterance.start) - 1
        # The label has a line of its own above the words, where these begin their line.
        at -= starts[at] == utterance.start and at > 0 and has_words[at - 1]
        if utterance.label and not _LIST_MARK.match(text, starts[at]):
            turns.append(_TurnLine(starts[at], at == 0 or not has_words[at - 1]))
    return turns


def _outside(transcript: Transcript, sections: Sequence[_Summary]) -> Iterator[Utterance]:
    starts = [section.start for section in sections]
    for utterance in transcript.utterances:
        position = bisect_left(starts, utterance.start + 1)
        if position and utterance.start < sections[position - 1].end:
            continue
        end = min(utterance.end, starts[position]) if position < len(starts) else utterance.end
        start, end = trim(transcript.text, utterance.start, end)
        if start < end:
            yield replace(utterance, start=start, end=end)
