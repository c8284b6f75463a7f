"""Copies of an interview: the same words, or nearly the same, in several files."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from voc.duplicates.records import Copy
from voc.duplicates.shingles import Hashes, contained, sample, shingles, words
from voc.schema import Document

NEAR = 0.6
"""Share of a participants' five-word sequences that stand in the other talk, from which on it is a copy. Measured on
six studies: copies .88 and more, other talks .03 and less; a word error of 5 % leaves about .77."""
FEWEST = 30
"""Shingles of what participants say; below that, equal words may be chance."""
_AS_LONG = 0.8
"""A copy may be kept in place of the longest one when it has so much of its words."""


@dataclass(frozen=True, slots=True)
class _Talk:
    """``said`` by participants, ``heard`` from everybody. ``rank`` is better when greater."""

    document: Document
    said: Hashes
    heard: Hashes
    length: int
    rank: tuple[bool, bool, bool, int]


def copies_of_talks(documents: Sequence[Document]) -> list[Copy]:
    """Interviews that are copies of another one.

    What participants say is compared, because the questions of a guide are the same in every talk. Of several copies
    one is kept: of those that are about as long as the longest, one with speakers, then one with time codes, then one
    that is no PDF (whose lines were joined by guess), then the longest, then the first by path.
    """
    talks = [talk for one in documents if one.kind == "interview" and len((talk := _talk(one)).said) >= FEWEST]
    talks.sort(key=lambda one: (-one.length, one.document.source, one.document.document_id))
    near = _pairs(talks)
    groups: dict[int, list[int]] = {}
    for at in range(len(talks)):
        first = next((lead for lead in groups if (lead, at) in near), None)
        groups.setdefault(at if first is None else first, []).append(at)
    found = []
    for lead, members in groups.items():
        long = [at for at in members if talks[at].length >= _AS_LONG * talks[lead].length]
        kept = max(long, key=lambda at: (talks[at].rank, -at))
        for at in members:
            if at != kept:
                pair = min(at, kept), max(at, kept)
                share = near.get(pair) or _share(talks[pair[0]], talks[pair[1]])
                same = "the same words" if share >= 0.995 else f"{100 * share:.0f} % of the same words"
                found.append(Copy(talks[at].document, talks[kept].document, same))
    return found


def _talk(document: Document) -> _Talk:
    """Participants' shingles do not reach over a question, which a copy without speakers has in between."""
    runs: list[list[str]] = [[]]
    heard: list[str] = []
    for turn in document.turns:
        spoken = words(document.text[turn.start : turn.end])
        heard += spoken
        if turn.role == "participant":
            runs[-1] += spoken
        else:
            runs.append([])
    speakers = len({turn.speaker for turn in document.turns}) > 1
    timed = any(turn.time_s is not None for turn in document.turns)
    native = not document.source.lower().endswith(".pdf")
    said = np.asarray(np.unique(np.concatenate([shingles(run) for run in runs])), np.uint64)
    return _Talk(document, said, shingles(heard), len(heard), (speakers, timed, native, len(heard)))


def _pairs(talks: Sequence[_Talk]) -> dict[tuple[int, int], float]:
    """The pairs of talks that are near, first the longer one, with the share of words in common."""
    places: dict[int, list[int]] = defaultdict(list)
    for at, talk in enumerate(talks):
        for value in sample(talk.heard).tolist():
            places[value].append(at)
    found = {}
    for at, talk in enumerate(talks):
        hashes = sample(talk.said).tolist()
        common = Counter(other for value in hashes for other in places[value] if other != at)
        for other, n in common.items():
            if n >= 0.3 * len(hashes):
                pair = min(at, other), max(at, other)
                share = _share(talks[pair[0]], talks[pair[1]])
                if share >= NEAR:
                    found[pair] = share
    return found


def _share(one: _Talk, two: _Talk) -> float:
    return max(contained(one.said, two.heard), contained(two.said, one.heard))
