"""What goes into clustering: segments in a fixed order, filler and repeats told apart, a sample of very many."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from voc.schema import Ints, Segment
from voc.segment import is_empty_answer
from voc.text import Token, content_of, tokens

_LONG = 12
"""A segment of at least this many words …"""
_THIN = 1
"""… with no more than this many content words says nothing that could be filed."""
_LONGEST = 60
"""Characters of a word; what is longer is no word."""


@dataclass(frozen=True, slots=True)
class Material:
    """Segments sorted by id, so that nothing depends on the order they came in.

    ``order`` int64 (n,): row → position in what was handed in. ``words``: the content words of each row. ``filler``
    bool (n,): rows that carry no matter of their own. ``first`` int64 (n,): the first row with the same normalised
    text. ``person`` int32 (n,): a number for each respondent.
    """

    order: NDArray[np.int64]
    segments: tuple[Segment, ...]
    words: tuple[tuple[str, ...], ...]
    filler: NDArray[np.bool_]
    first: NDArray[np.int64]
    person: Ints


def gather(segments: Sequence[Segment]) -> Material:
    """Sort segments by id (then by text) and read what their words tell."""
    order = sorted(range(len(segments)), key=lambda place: (segments[place].segment_id, segments[place].text))
    rows = tuple(segments[place] for place in order)
    streams = [tokens(row.text) for row in rows]
    words = tuple(
        tuple(word for word in content_of(stream, row.language) if len(word) <= _LONGEST)
        for stream, row in zip(streams, rows, strict=True)
    )
    filler = np.array(
        [
            _says_nothing(stream, own) or is_empty_answer(row.text, survey=True)
            for stream, own, row in zip(streams, words, rows, strict=True)
        ],
        bool,
    )
    people: dict[str, int] = {}
    person = [people.setdefault(row.respondent_id or row.segment_id, len(people)) for row in rows]
    seen: dict[str, int] = {}
    first = [
        seen.setdefault(_plain(stream) or row.text, place)
        for place, (stream, row) in enumerate(zip(streams, rows, strict=True))
    ]
    return Material(
        np.array(order, np.int64), rows, words, filler, np.array(first, np.int64), np.array(person, np.int32)
    )


def _says_nothing(stream: Sequence[Token], words: Sequence[str]) -> bool:
    if not words:
        return True
    if len(set(words)) > _THIN:
        return False
    return sum(token.kind == "word" for token in stream) >= _LONG


def _plain(stream: Sequence[Token]) -> str:
    """A text without marks, placeholders and case: what makes two texts the same."""
    return " ".join(token.text.lower() for token in stream if token.kind in ("word", "number"))


def sample(material: Material, rows: NDArray[np.int64], size: int) -> NDArray[np.int64]:
    """At most ``size`` of the rows, chosen by their ids' hashes, every respondent's first before anyone's second.

    The same rows come out whatever else the study holds, as far as the size allows.

    Returns:
        int64 (≤ size,), ascending.
    """
    if len(rows) <= size:
        return rows
    digest = [hashlib.sha256(material.segments[row].segment_id.encode()).digest() for row in rows]
    shuffled = [int(rows[place]) for place in sorted(range(len(rows)), key=lambda place: digest[place])]
    said: dict[int, int] = {}
    turn = []
    for place, row in enumerate(shuffled):
        person = int(material.person[row])
        said[person] = said.get(person, 0) + 1
        turn.append((said[person], place, row))
    return np.array(sorted(row for _, _, row in sorted(turn)[:size]), np.int64)
