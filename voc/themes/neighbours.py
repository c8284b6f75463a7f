"""The statements of other people that mean most nearly the same as each statement, found in vectors."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from voc.schema import Floats, Ints, Segment
from voc.text.words import content_words

MOST_STATEMENTS = 20_000
"""With more statements none are looked for: time grows with the square of their number."""
NEIGHBOURS = 6
"""Neighbours of a statement: as many as a reader compares at a glance."""
MIN_SIMILARITY = 0.6
"""The least cosine of two statements about one matter; below it pairs share a mood or a turn of phrase."""
RARE_PAIRS, _PAIRS = 0.005, 20_000
"""A neighbour is also nearer than all but this share of so many pairs drawn at random: in some studies everybody speaks
of one subject, and some encoders find all texts alike."""
_CANDIDATES = 60
"""The nearest statements of each that are looked through for different people."""
_ROWS_AT_ONCE = 512
"""Rows of the matrix of similarities in memory: 40 MB with the most statements."""


def find_neighbours(segments: Sequence[Segment], vectors: Floats) -> Ints | None:
    """Find up to `NEIGHBOURS` statements of other people for each statement, nearest first.

    What the same person says is in the surroundings of the statement. Every person and every text is in a row
    once.

    Args:
        segments: the statements.
        vectors: float32 (n, d), their vectors, rows of unit length.

    Returns:
        int32 (n, NEIGHBOURS) of positions, −1 where fewer are near; None with more than `MOST_STATEMENTS` statements.
    """
    if len(segments) > MOST_STATEMENTS:
        return None
    neighbours = np.full((len(segments), NEIGHBOURS), -1, np.int32)
    # What says nothing ("Yes, exactly.") is near to all that says nothing.
    rows = np.array(
        [row for row, segment in enumerate(segments) if content_words(segment.text, segment.language)], np.int64
    )
    texts = [_letters(segment.text) for segment in segments]
    people = [segment.respondent_id for segment in segments]
    chosen = np.ascontiguousarray(vectors[rows])
    if not len(rows):
        return neighbours
    floor = max(MIN_SIMILARITY, _rare_similarity(chosen))
    # One thread adds up in one order, so that the same study has the same neighbours.
    with threadpool_limits(limits=1):
        for start in range(0, len(rows), _ROWS_AT_ONCE):
            similarity = chosen[start : start + _ROWS_AT_ONCE] @ chosen.T
            for row, near in zip(rows[start : start + _ROWS_AT_ONCE], _nearest(similarity, floor), strict=True):
                kept = _different(int(row), rows[near].tolist(), people, texts)
                neighbours[row, : len(kept)] = kept
    return neighbours


def _rare_similarity(vectors: Floats) -> float:
    """The cosine that only `RARE_PAIRS` of all pairs reach."""
    first, second = np.random.default_rng(0).integers(0, len(vectors), (2, _PAIRS))
    different = first != second
    if not different.any():
        return 1.0
    cosines = (vectors[first[different]] * vectors[second[different]]).sum(axis=1)
    return float(np.quantile(cosines, 1 - RARE_PAIRS))


def _nearest(similarity: Floats, floor: float) -> list[NDArray[np.int64]]:
    """The columns of each row that are near enough, nearest first; equals in their own order."""
    n = min(_CANDIDATES, similarity.shape[1])
    candidates = np.sort(np.argpartition(-similarity, n - 1, axis=1)[:, :n], axis=1)
    values = np.take_along_axis(similarity, candidates, axis=1)
    order = np.argsort(-values, axis=1, kind="stable")
    counts = (values >= floor).sum(axis=1)
    return [row[places[:count]] for row, places, count in zip(candidates, order, counts, strict=True)]


def _letters(text: str) -> str:
    return "".join(sign for sign in text.casefold() if sign.isalnum())


def _different(row: int, near: Sequence[int], people: Sequence[str], texts: Sequence[str]) -> list[int]:
    """The first `NEIGHBOURS` of some positions with people and texts that differ from each other and those of a row."""
    kept: list[int] = []
    seen_people, seen_texts = {people[row]}, {texts[row]}
    for position in near:
        if people[position] in seen_people or texts[position] in seen_texts:
            continue
        seen_people.add(people[position])
        seen_texts.add(texts[position])
        kept.append(position)
        if len(kept) == NEIGHBOURS:
            break
    return kept
