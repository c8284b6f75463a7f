"""Questions as headings, answers below: written interviews and question guides that were filled in."""

from __future__ import annotations

import re
from dataclasses import dataclass

from voc.ingest.file_content import Transcript, Utterance
from voc.ingest.transcripts.utterances import count_time_lines, paragraphs

_HEADING = re.compile(
    r"^[ \t]*(?:(?P<hashes>#{1,6})[ \t]*(?P<title>.*?)[ \t#]*|\*\*(?P<bold>[^*\n]+\?)\*\*[ \t]*)$", re.M
)
_PREFIX = re.compile(r"^(?:question|frage|q|f)\s*\d{1,3}\s*[a-z]?\s*[:.)\-–]\s*", re.I)
_NUMBERED = re.compile(r"^(?:question|frage|q|f)\s*\d{1,3}\b", re.I)
_BOLD_LEVEL = 7


@dataclass(frozen=True, slots=True)
class _Heading:
    start: int
    end: int
    level: int
    title: str

    @property
    def asks(self) -> bool:
        return self.title.rstrip(' *_"”“').endswith("?") or _NUMBERED.match(self.title) is not None


def _headings(text: str) -> list[_Heading]:
    return [
        _Heading(
            found.start(),
            found.end(),
            len(found["hashes"]) if found["hashes"] else _BOLD_LEVEL,
            (found["title"] if found["hashes"] else found["bold"]).strip(),
        )
        for found in _HEADING.finditer(text)
    ]


def _questions(headings: list[_Heading]) -> list[_Heading]:
    """Headings that ask; below the first of them, deeper ones count too ("### Just in general.")."""
    top = min((heading.level for heading in headings if heading.asks), default=0)
    questions, inside = [], False
    for heading in headings:
        if heading.asks:
            inside = True
        elif heading.level < top or (heading.level == top and not inside):
            inside = False
        if heading.asks or (inside and heading.level >= top):
            questions.append(heading)
    return questions


def recognise(text: str) -> bool:
    """Whether at least two headings ask something, and they are most of the headings below the title."""
    if count_time_lines(text) >= 3:
        return False
    headings = _headings(text)
    asking = [heading for heading in headings if heading.asks]
    return len(asking) >= 2 and len(asking) >= 0.4 * len(headings)


def read(text: str) -> Transcript:
    """One utterance a paragraph of an answer, with the heading as its question; no label: one person answers."""
    headings = _headings(text)
    questions = set(_questions(headings))
    found = []
    for position, heading in enumerate(headings):
        if heading not in questions:
            continue
        end = headings[position + 1].start if position + 1 < len(headings) else len(text)
        question = " ".join(_PREFIX.sub("", heading.title).strip("*_ ").split())
        found += [Utterance(a, b, "", question=question) for a, b in paragraphs(text, heading.end, end)]
    return Transcript(
        text, tuple(found), (f"{len(questions)} headings were read as questions, the text below as answers.",)
    )
