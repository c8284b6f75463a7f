"""What each respondent talks about, where, how it feels to them and what kinds of things they say: one row a person.

A person's row is a mean over their segments, so that a talkative person weighs as much as a quiet one, and it is
pulled towards the mean of everybody the fewer segments it rests on, so that one comment is not over-read. Rows are
centred on what is usual for the language, the kind of source and the question that a person's words come from: none
of them may make a group.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from voc.schema import EMOTIONS, STATEMENTS, Analysis, Segment

ENOUGH_SEGMENTS = 3
ENOUGH_WORDS = 40
SENTENCE_WORDS = 4
"""A single comment counts, where single comments are all there is, from this number of words on."""

SHRINKAGE = 4.0
"""Segments' worth of "like everybody" that are added to each person."""
STRATUM_SHRINKAGE = 1.0
"""People's worth of "like everybody" that are added to each language and kind of source."""
SAME_QUESTION = 5
"""A question is levelled out when at least this many people answer it."""
EMBEDDING_DIMENSIONS = 24
BLOCK_WEIGHTS = {"theme": 1.4, "touchpoint": 0.7, "valence": 0.5, "emotion": 0.3, "statement": 0.7, "embedding": 1.4}
"""What people are about weighs more than how they feel: mood alone would part the content from the discontent."""
MOODS = {"pain", "praise", "other"}
"""Statement kinds that say how people feel, or nothing; the others (goals, needs, habits …) tell people apart."""

Matrix = NDArray[np.float64]
Index = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Block:
    """Columns of one kind: ``values`` float64 (segments, columns); ``counts`` when they are 0/1 and make shares."""

    name: str
    values: Matrix
    counts: bool


@dataclass(frozen=True, slots=True)
class Voices:
    """The material of the profiles, in an order that does not depend on the order of the files.

    ``respondent_ids`` are sorted and have at least one segment each; ``rows`` int64 (m,) are positions in
    ``Analysis.segments``, sorted by (respondent, segment id); ``starts`` int64 (n,) is where each person begins in
    ``rows``; ``stratum`` int64 (m,) numbers the situations (language, kind of source, question);
    ``n_segments``, ``n_words`` int64 (n,); ``interviewed`` says whether any of it comes from interviews.
    """

    respondent_ids: tuple[str, ...]
    rows: Index
    starts: Index
    stratum: Index
    n_segments: Index
    n_words: Index
    blocks: tuple[Block, ...]
    interviewed: bool


def listen(analysis: Analysis) -> Voices:
    """Collect every respondent's segments and what was read off them."""
    segments = analysis.segments
    order = sorted(
        (position for position, segment in enumerate(segments) if segment.respondent_id),
        key=lambda position: (segments[position].respondent_id, segments[position].segment_id),
    )
    rows = np.array(order, dtype=np.int64)
    owners = [segments[position].respondent_id for position in order]
    ids = sorted(set(owners))
    starts = np.searchsorted(np.array(owners, dtype=object), ids).astype(np.int64) if ids else np.zeros(0, np.int64)
    words = np.array([len(segments[position].text.split()) for position in order], dtype=np.int64)
    n_words = np.add.reduceat(words, starts) if ids else np.zeros(0, np.int64)
    stratum = _strata([segments[position] for position in order])
    n_segments = np.diff(np.append(starts, len(rows)))
    weight = np.repeat(1.0 / (n_segments + SHRINKAGE), n_segments)
    return Voices(
        tuple(ids),
        rows,
        starts,
        stratum,
        n_segments,
        n_words,
        _blocks(analysis, rows, stratum, weight, _moods(analysis, rows, n_segments)) if ids else (),
        any(segments[position].kind == "interview" for position in order),
    )


def _strata(segments: Sequence[Segment]) -> Index:
    """Number the situations that words come from: language, kind of source, and the question where many answer it.

    Who answers "What annoyed you?" is annoyed; what counts is how an answer differs from the others' to the same.
    """
    asked: dict[tuple[str, str, str], set[str]] = {}
    for segment in segments:
        asked.setdefault((segment.language, segment.kind, segment.question), set()).add(segment.respondent_id)
    situations = [
        (segment.language, segment.kind, segment.question)
        if len(asked[segment.language, segment.kind, segment.question]) >= SAME_QUESTION
        else (segment.language, segment.kind, "")
        for segment in segments
    ]
    number = {name: position for position, name in enumerate(sorted(set(situations)))}
    return np.array([number[situation] for situation in situations], dtype=np.int64)


def _moods(analysis: Analysis, rows: Index, n_segments: Index) -> Matrix:
    """How content the person of each row is on the whole, float64 (m,): their mean polarity, shrunk towards 0."""
    owner = np.repeat(np.arange(len(n_segments)), n_segments)
    sums = np.bincount(owner, weights=analysis.readings.polarity[rows].astype(np.float64))
    moods: Matrix = (sums / (n_segments + 1.0))[owner]
    return moods


def _blocks(analysis: Analysis, rows: Index, stratum: Index, weight: Matrix, moods: Matrix) -> tuple[Block, ...]:
    """Columns of all kinds. Feelings count against a person's own mood: happy against unhappy people is the first thing
    that reviews show and the last that a persona needs; what a person is happy or unhappy about is what tells."""
    readings = analysis.readings
    n_themes = len(analysis.themes.themes)
    theme = analysis.themes.assignment[rows].astype(np.int64)
    touchpoint = analysis.tags.touchpoint[rows].astype(np.int64)
    polarity = (readings.polarity[rows] - moods)[:, None]
    themes = _one_hot(theme, n_themes)
    touchpoints = _one_hot(touchpoint, len(analysis.taxonomy.touchpoints))
    kinds = [number for number, name in enumerate(STATEMENTS) if name not in MOODS]
    statements = _one_hot(readings.statement[rows].astype(np.int64), len(STATEMENTS))[:, kinds]
    emotions = readings.emotions[rows].astype(np.float64).reshape(len(rows), len(EMOTIONS))
    return (
        Block("theme", themes, counts=True),
        Block("touchpoint", touchpoints, counts=True),
        Block("valence", np.hstack([themes, touchpoints]) * polarity, counts=False),
        Block("emotion", emotions, counts=False),
        Block("statement", statements, counts=True),
        Block("embedding", _reduced(analysis.embeddings[rows].astype(np.float64), stratum, weight), counts=False),
    )


def _one_hot(values: Index, n: int) -> Matrix:
    """float64 (m, n); a row of zeros where the value is −1."""
    result = np.zeros((len(values), n))
    known = np.flatnonzero(values >= 0)
    result[known, values[known]] = 1.0
    return result


def _reduced(vectors: Matrix, stratum: Index, weight: Matrix) -> Matrix:
    """The leading directions of the vectors, each stratum centred on its own mean first; ``weight`` float64 (m,)."""
    for number in range(int(stratum.max(initial=-1)) + 1):
        mine = stratum == number
        vectors[mine] -= np.average(vectors[mine], axis=0, weights=weight[mine])
    _, directions = np.linalg.eigh((vectors * weight[:, None]).T @ vectors)
    reduced: Matrix = vectors @ directions[:, ::-1][:, :EMBEDDING_DIMENSIONS]
    return reduced


def subset(voices: Voices, people: Index) -> Voices:
    """The voices of some people only; ``people`` int64 are positions in ``respondent_ids``, ascending."""
    kept = np.concatenate(
        [np.arange(voices.starts[one], voices.starts[one] + voices.n_segments[one]) for one in people]
    )
    n_segments = voices.n_segments[people]
    return Voices(
        tuple(voices.respondent_ids[one] for one in people),
        voices.rows[kept],
        np.cumsum(n_segments) - n_segments,
        voices.stratum[kept],
        n_segments,
        voices.n_words[people],
        tuple(Block(block.name, block.values[kept], block.counts) for block in voices.blocks),
        voices.interviewed,
    )


def profiles(voices: Voices, *, drivers: Index | None = None, order: Index | None = None) -> Matrix:
    """One row a person, float64 (n, columns); every block brings variance in proportion to its weight.

    ``drivers`` int64 are the people whose variance is meant (all without it). ``order`` int64 (m,) exchanges segments
    between people: what profiles look like when it is chance who said what.
    """
    n = len(voices.respondent_ids)
    counted = np.arange(n) if drivers is None else drivers
    stratum = voices.stratum if order is None else voices.stratum[order]
    presence = np.add.reduceat(_one_hot(stratum, int(stratum.max()) + 1), voices.starts, axis=0)
    presence /= presence.sum(axis=1, keepdims=True)
    parts = [np.zeros((n, 0))]
    for block in voices.blocks:
        if not block.values.shape[1]:
            continue
        sums = np.add.reduceat(block.values if order is None else block.values[order], voices.starts, axis=0)
        part = _shares(sums, presence) if block.counts else _means(sums, voices.n_segments, presence)
        inertia = float(np.sqrt((part[counted] ** 2).sum() / len(counted)))
        if inertia > 1e-9:
            parts.append(part * (BLOCK_WEIGHTS[block.name] / inertia))
    return np.hstack(parts)


def _shares(counts: Matrix, presence: Matrix) -> Matrix:
    """Shares on the square-root scale (Hellinger), shrunk to and centred on what is usual for their strata."""
    total = counts.sum(axis=1, keepdims=True)
    observed = counts / np.maximum(total, 1.0)
    usual = _usual(observed, presence, total / (total + SHRINKAGE))
    shares: Matrix = (counts + SHRINKAGE * usual) / (total + SHRINKAGE)
    return np.sqrt(shares) - np.sqrt(usual)


def _means(sums: Matrix, n_segments: Index, presence: Matrix) -> Matrix:
    """Means, shrunk to and centred on what is usual for their strata."""
    n = n_segments[:, None].astype(np.float64)
    means = sums / n
    trust = n / (n + SHRINKAGE)
    return (means - _usual(means, presence, trust)) * trust


def _usual(values: Matrix, presence: Matrix, trust: Matrix) -> Matrix:
    """What is usual where each person's words come from: the mean over the people of their strata.

    ``trust`` float64 (n, 1) in 0–1 lets people count the less the fewer segments they have.
    """
    weighted = presence * trust
    weight = weighted.sum(axis=0)
    everybody = (trust[:, 0] @ values) / max(float(trust.sum()), 1e-12)
    by_stratum = (weighted.T @ values + STRATUM_SHRINKAGE * everybody) / (weight + STRATUM_SHRINKAGE)[:, None]
    usual: Matrix = presence @ by_stratum
    return usual
