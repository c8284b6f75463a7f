"""What each respondent talks about, where, how it feels to them and what kinds of statements they make, as numbers.

A person's row is a mean over their segments, so that a talkative person weighs as much as a quiet one. The fewer
segments it rests on, the more it is shrunk towards the mean of everybody, so that one comment is not over-read. Rows
are centred on what is usual for the language, the kind of source and the question that a person's words come from:
none of them may make a group.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from personas.clustering import Index, Matrix
from voc.schema import EMOTIONS, STATEMENTS, Analysis, Segment


@dataclass(frozen=True, slots=True)
class EnoughSaid:
    """How much somebody must say."""

    segments: int = 3
    """A person with at least this many segments can form groups and gets a profile."""
    words: int = 40
    """A person with at least this many words can do so as well, in however few segments."""
    sentence_words: int = 4
    """Where hardly anybody said more than a single comment, comments of at least this many words form groups."""


ENOUGH = EnoughSaid()


def _default_weights() -> Mapping[str, float]:
    # What people are about weighs more than how they feel: mood alone would only separate happy from unhappy people.
    return {"theme": 1.4, "touchpoint": 0.7, "valence": 0.5, "emotion": 0.3, "statement": 0.7, "embedding": 1.4}


@dataclass(frozen=True, slots=True)
class FeatureSettings:
    """How features are weighed and shrunk."""

    shrinkage: float = 4.0
    """Segments' worth of "like everybody" that are added to each person."""
    stratum_shrinkage: float = 1.0
    """People's worth of "like everybody" that are added to each language, kind of source and question."""
    min_same_question: int = 5
    """A question is levelled out when at least this many people answer it; fewer give no usable mean."""
    embedding_dimensions: int = 24
    """The embeddings are reduced to this many directions."""
    weights: Mapping[str, float] = field(default_factory=_default_weights)
    """The share of each block of columns in the variance, as its square root."""


SETTINGS = FeatureSettings()
MOOD_STATEMENTS = {"pain", "praise", "other"}
"""Statement kinds that only say how people feel, or nothing; the others (goals, needs, habits …) set people apart."""


@dataclass(frozen=True, slots=True)
class FeatureBlock:
    """Columns of one kind: ``values`` float64 (segments, columns); ``are_counts`` when they are 0/1 and make shares."""

    name: str
    values: Matrix
    are_counts: bool


@dataclass(frozen=True, slots=True)
class RespondentFeatures:
    """Features of all segments by respondent, in an order that does not depend on the order of the files.

    ``respondent_ids`` are sorted and have at least one segment each; ``rows`` int64 (m,) are positions in
    ``Analysis.segments``, sorted by (respondent, segment id); ``starts`` int64 (n,) is where each person begins in
    ``rows``; ``stratum`` int64 (m,) numbers the situations (language, kind of source, question);
    ``n_segments``, ``n_words`` int64 (n,); ``has_interviews`` says whether any of it comes from interviews.
    """

    respondent_ids: tuple[str, ...]
    rows: Index
    starts: Index
    stratum: Index
    n_segments: Index
    n_words: Index
    blocks: tuple[FeatureBlock, ...]
    has_interviews: bool
    settings: FeatureSettings


def collect_features(analysis: Analysis, settings: FeatureSettings = SETTINGS) -> RespondentFeatures:
    """Collect every respondent's segments and their features."""
    # Sorted by id, so that the order of the files changes no bit of the sums below.
    order = sorted(
        (position for position, segment in enumerate(analysis.segments) if segment.respondent_id),
        key=lambda position: (analysis.segments[position].respondent_id, analysis.segments[position].segment_id),
    )
    segments = [analysis.segments[position] for position in order]
    rows = np.array(order, dtype=np.int64)
    owners = np.array([segment.respondent_id for segment in segments], dtype=object)
    ids, starts, n_segments = np.unique(owners, return_index=True, return_counts=True)
    n_words = np.array([len(segment.text.split()) for segment in segments], dtype=np.int64)
    stratum = _number_strata(segments, settings)
    return RespondentFeatures(
        tuple(ids.tolist()),
        rows,
        starts,
        stratum,
        n_segments,
        np.add.reduceat(n_words, starts) if len(ids) else np.zeros(0, np.int64),
        _blocks(analysis, rows, stratum, n_segments, settings) if len(ids) else (),
        any(segment.kind == "interview" for segment in segments),
        settings,
    )


def _number_strata(segments: Sequence[Segment], settings: FeatureSettings) -> Index:
    """Number the situations that words come from: language, kind of source, and the question if many answer it.

    Everybody who answers "What annoyed you?" is annoyed, so an answer is compared with others to the same question.
    """
    situations = [(segment.language, segment.kind, segment.question) for segment in segments]
    respondents: dict[tuple[str, str, str], set[str]] = {}
    for situation, segment in zip(situations, segments, strict=True):
        respondents.setdefault(situation, set()).add(segment.respondent_id)
    common = {situation for situation, people in respondents.items() if len(people) >= settings.min_same_question}
    strata = [situation if situation in common else (*situation[:2], "") for situation in situations]
    number = {stratum: position for position, stratum in enumerate(sorted(set(strata)))}
    return np.array([number[stratum] for stratum in strata], dtype=np.int64)


def _blocks(
    analysis: Analysis, rows: Index, stratum: Index, n_segments: Index, settings: FeatureSettings
) -> tuple[FeatureBlock, ...]:
    """Columns of all kinds.

    Feelings count against a person's own mood: happy against unhappy people is the first thing that reviews show and
    the last that a persona needs; what a person is happy or unhappy about is what sets them apart.
    """
    readings = analysis.readings
    owner = np.repeat(np.arange(len(n_segments)), n_segments)
    polarity = readings.polarity[rows].astype(np.float64)
    # A person's mood is their mean polarity, shrunk towards 0 by one segment.
    mood = (np.bincount(owner, weights=polarity) / (n_segments + 1.0))[owner]
    themes = _one_hot(analysis.themes.assignment[rows], len(analysis.themes.themes))
    touchpoints = _one_hot(analysis.tags.touchpoint[rows], len(analysis.taxonomy.touchpoints))
    kinds = [number for number, name in enumerate(STATEMENTS) if name not in MOOD_STATEMENTS]
    statements = _one_hot(readings.statement[rows], len(STATEMENTS))[:, kinds]
    emotions = readings.emotions[rows].astype(np.float64).reshape(len(rows), len(EMOTIONS))
    valence = np.hstack([themes, touchpoints]) * (readings.polarity[rows] - mood)[:, None]
    weight = np.repeat(1.0 / (n_segments + settings.shrinkage), n_segments)
    embeddings = _reduce(analysis.embeddings[rows].astype(np.float64), stratum, weight, settings.embedding_dimensions)
    return (
        FeatureBlock("theme", themes, are_counts=True),
        FeatureBlock("touchpoint", touchpoints, are_counts=True),
        FeatureBlock("valence", valence, are_counts=False),
        FeatureBlock("emotion", emotions, are_counts=False),
        FeatureBlock("statement", statements, are_counts=True),
        FeatureBlock("embedding", embeddings, are_counts=False),
    )


def _one_hot(values: np.ndarray[tuple[int], np.dtype[np.integer]], n: int) -> Matrix:
    """float64 (m, n); a row of zeros where the value is −1."""
    result: Matrix = (values[:, None] == np.arange(n)).astype(np.float64)
    return result


def _reduce(vectors: Matrix, stratum: Index, weight: Matrix, dimensions: int) -> Matrix:
    """The leading directions of the vectors, each stratum centred on its own mean first; ``weight`` float64 (m,)."""
    # Without this, the leading directions of a bilingual study would be its languages.
    for number in range(int(stratum.max(initial=-1)) + 1):
        inside = stratum == number
        vectors[inside] -= np.average(vectors[inside], axis=0, weights=weight[inside])
    _, directions = np.linalg.eigh((vectors * weight[:, None]).T @ vectors)
    reduced: Matrix = vectors @ directions[:, ::-1][:, :dimensions]
    return reduced


def select_respondents(features: RespondentFeatures, people: Index) -> RespondentFeatures:
    """The features of some people only; ``people`` int64 are positions in ``respondent_ids``, ascending."""
    n_segments = features.n_segments[people]
    spans = zip(features.starts[people], n_segments, strict=True)
    kept = np.concatenate([np.arange(start, start + n) for start, n in spans])
    return replace(
        features,
        respondent_ids=tuple(features.respondent_ids[person] for person in people),
        rows=features.rows[kept],
        starts=np.cumsum(n_segments) - n_segments,
        stratum=features.stratum[kept],
        n_segments=n_segments,
        n_words=features.n_words[people],
        blocks=tuple(FeatureBlock(block.name, block.values[kept], block.are_counts) for block in features.blocks),
    )


def feature_matrix(features: RespondentFeatures, *, drivers: Index | None = None, order: Index | None = None) -> Matrix:
    """One row per person, float64 (n, columns); every block has variance in proportion to its weight.

    ``drivers`` int64 are the people whose variance is meant (everybody's by default). ``order`` int64 (m,) exchanges
    segments between people: what features look like when it is chance who said what.
    """
    n, settings = len(features.respondent_ids), features.settings
    counted = np.arange(n) if drivers is None else drivers
    # Segments are exchanged together with their situation, and stay centred on what is usual there.
    stratum = features.stratum if order is None else features.stratum[order]
    presence = np.add.reduceat(_one_hot(stratum, int(stratum.max()) + 1), features.starts, axis=0)
    presence /= presence.sum(axis=1, keepdims=True)
    parts = [np.zeros((n, 0))]
    for block in features.blocks:
        if not block.values.shape[1]:
            continue
        sums = np.add.reduceat(block.values if order is None else block.values[order], features.starts, axis=0)
        if block.are_counts:
            part = _shares(sums, presence, settings)
        else:
            part = _means(sums, features.n_segments, presence, settings)
        inertia = float(np.sqrt((part[counted] ** 2).sum() / len(counted)))
        # A block in which nobody differs has no variance that could be scaled.
        if inertia > 1e-9:
            parts.append(part * (settings.weights[block.name] / inertia))
    return np.hstack(parts)


def _shares(counts: Matrix, presence: Matrix, settings: FeatureSettings) -> Matrix:
    """Shares on the square-root scale (Hellinger), shrunk to the usual share of their strata and centred on it."""
    total = counts.sum(axis=1, keepdims=True)
    observed = counts / np.maximum(total, 1.0)
    usual = _usual(observed, presence, total / (total + settings.shrinkage), settings)
    shares: Matrix = (counts + settings.shrinkage * usual) / (total + settings.shrinkage)
    return np.sqrt(shares) - np.sqrt(usual)


def _means(sums: Matrix, n_segments: Index, presence: Matrix, settings: FeatureSettings) -> Matrix:
    """Means, shrunk to the usual mean of their strata and centred on it."""
    n = n_segments[:, None].astype(np.float64)
    trust = n / (n + settings.shrinkage)
    return (sums / n - _usual(sums / n, presence, trust, settings)) * trust


def _usual(values: Matrix, presence: Matrix, trust: Matrix, settings: FeatureSettings) -> Matrix:
    """What is usual where each person's words come from: the mean over the people of their strata.

    ``trust`` float64 (n, 1) in 0–1 lets people count the less the fewer segments they have.
    """
    weighted = presence * trust
    weight = weighted.sum(axis=0)
    shrinkage = settings.stratum_shrinkage
    everybody = (trust[:, 0] @ values) / max(float(trust.sum()), 1e-12)
    by_stratum = (weighted.T @ values + shrinkage * everybody) / (weight + shrinkage)[:, None]
    usual: Matrix = presence @ by_stratum
    return usual
