"""Segments made ready for clustering: in a fixed order, with filler and repeats marked; and a sample of many rows."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from voc.schema import Ints, Segment, take_turns
from voc.segment import is_empty_answer
from voc.text import Token, content_of, tokens

_LONG_TEXT_WORDS = 12
"""A segment of at least this many words with at most one unique content word has no subject that could be filed."""
_MAX_WORD_CHARS = 60
"""A longer word is a link, a key or a line of dots."""


@dataclass(frozen=True, slots=True)
class PreparedSegments:
    """Segments sorted by id, so that nothing depends on the order they came in.

    ``order`` int64 (n,): row → position in the input. ``words``: the content words of each row. ``filler`` bool (n,):
    rows without content of their own. ``first`` int64 (n,): the first row with the same normalised text. ``person``
    int32 (n,): a number for each respondent.
    """

    order: NDArray[np.int64]
    segments: tuple[Segment, ...]
    words: tuple[tuple[str, ...], ...]
    filler: NDArray[np.bool_]
    first: NDArray[np.int64]
    person: Ints

    @property
    def languages(self) -> NDArray[np.str_]:
        """The language of each row: str (n,)."""
        return np.array([segment.language for segment in self.segments], dtype=np.str_)


def prepare_segments(segments: Sequence[Segment]) -> PreparedSegments:
    """Sort segments by id (then by text) and collect their content words, filler, repeats and respondents."""
    order = sorted(range(len(segments)), key=lambda position: (segments[position].segment_id, segments[position].text))
    rows = tuple(segments[position] for position in order)
    streams = [tokens(segment.text) for segment in rows]
    words = tuple(
        tuple(word for word in content_of(stream, segment.language) if len(word) <= _MAX_WORD_CHARS)
        for stream, segment in zip(streams, rows, strict=True)
    )
    # Stricter than segmentation, which keeps a bare "no" in an interview: it may answer a question, but is no theme.
    filler = [
        _has_no_content(stream, own) or is_empty_answer(segment.text, survey=True)
        for stream, own, segment in zip(streams, words, rows, strict=True)
    ]
    people: dict[str, int] = {}
    person = [people.setdefault(segment.respondent_id or segment.segment_id, len(people)) for segment in rows]
    seen: dict[str, int] = {}
    first = [
        seen.setdefault(_normalise(stream) or segment.text, row)
        for row, (stream, segment) in enumerate(zip(streams, rows, strict=True))
    ]
    return PreparedSegments(
        order=np.array(order, np.int64),
        segments=rows,
        words=words,
        filler=np.array(filler, bool),
        first=np.array(first, np.int64),
        person=np.array(person, np.int32),
    )


def _has_no_content(stream: Sequence[Token], words: Sequence[str]) -> bool:
    if len(set(words)) > 1:
        return False
    return not words or sum(token.kind == "word" for token in stream) >= _LONG_TEXT_WORDS


def _normalise(stream: Sequence[Token]) -> str:
    """A text without marks, placeholders and case: what two repeats share."""
    return " ".join(token.text.lower() for token in stream if token.kind in ("word", "number"))


def sample_rows(prepared: PreparedSegments, rows: NDArray[np.int64], size: int) -> NDArray[np.int64]:
    """At most ``size`` of the rows, chosen by their ids' hashes, every respondent's first before anyone's second.

    The same rows are chosen whatever else the study holds, as far as the size allows.

    Returns:
        int64 (≤ size,), ascending.
    """
    if len(rows) <= size:
        return rows
    shuffled = sorted(
        rows.tolist(), key=lambda row: hashlib.sha256(prepared.segments[row].segment_id.encode()).digest()
    )
    chosen = take_turns(shuffled, lambda row: int(prepared.person[row]))[:size]
    return np.array(sorted(chosen), np.int64)
