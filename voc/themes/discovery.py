"""Segments and their vectors → named themes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from voc.config import ThemesSection
from voc.schema import Floats, Ints, Language, Progress, Segment, Themes, no_progress
from voc.themes.clustering import (
    FEW_SEGMENTS,
    MAX_FITTED,
    MIN_SEGMENTS,
    Clustering,
    assign_to_nearest,
    choose_settings,
    cluster_centres,
    merge_clusters,
    project_onto_map,
)
from voc.themes.describe import describe_themes
from voc.themes.graph import centre_by_language
from voc.themes.keywords import word_cohesion
from voc.themes.phrases import Encode, ThemeCentres
from voc.themes.prepare import PreparedSegments, prepare_segments, sample_rows
from voc.themes.resampling import (
    MAX_RESAMPLED,
    Resample,
    cluster_resamples,
    fit_consensus,
    settle_themes,
    theme_stability,
)

_DEFAULT_CONFIG = ThemesSection()
_MAP_NEIGHBOURS = 15
"""Nearest clustered rows that give a row its place on the map."""
_MAX_RETRIES = 3
"""How often more clusters are looked for where the number is fixed and some are filler."""


@dataclass(frozen=True, slots=True)
class FillerThresholds:
    """A cluster below both is no theme but filler and bare judgements; measured on ten sets, in both languages."""

    cohesion: float = 0.27
    """Share (0–1) of a cluster's rows that hold one of its five strongest words."""
    content_words: float = 3.0
    """Unique content words of a row, on average."""


_FILLER = FillerThresholds()


@dataclass(frozen=True, slots=True)
class _ThemeAssignment:
    """The theme of every row: ``labels`` int32 (n,) or −1, ``cosine`` float32 (n,), ``core`` bool (n,)."""

    labels: Ints
    cosine: Floats
    core: NDArray[np.bool_]


def find_themes(
    segments: Sequence[Segment],
    embeddings: Floats,
    *,
    language: Language,
    config: ThemesSection = _DEFAULT_CONFIG,
    encode: Encode | None = None,
    progress: Progress = no_progress,
) -> Themes:
    """Find what people speak of, and name it.

    The result depends on the segments and vectors alone, not on their order or the number of threads. Greetings,
    thanks and filler are left unsorted.

    Args:
        segments: n segments.
        embeddings: float32 (n, d), their vectors; rows of length one or zero.
        language: the language of the names.
        config: method, number and detail of the themes.
        encode: n texts → float32 (n, d), by the encoder of ``embeddings``: compares names with what they name.
        progress: called as ``progress("themes", done, 4)``.

    Returns:
        `Themes` aligned with ``segments``, larger themes first.

    Raises:
        ValueError: the number of vectors is not the number of segments.
    """
    if len(segments) != len(embeddings):
        raise ValueError(
            f"There must be one vector for each segment; found {len(embeddings)} for {len(segments)} segments."
        )
    if len(segments) < MIN_SEGMENTS:
        return _no_themes(len(segments), f"Fewer than {MIN_SEGMENTS} segments: too little material for themes.")
    # More threads would sum in another order, and the last bits would differ between machines.
    with threadpool_limits(1):
        return _find(segments, embeddings, language, config, encode, progress)


def _find(
    segments: Sequence[Segment],
    embeddings: Floats,
    language: Language,
    config: ThemesSection,
    encode: Encode | None,
    progress: Progress,
) -> Themes:
    prepared = prepare_segments(segments)
    progress("themes", 1, 4)
    vectors = centre_by_language(np.asarray(embeddings, np.float32)[prepared.order], prepared.languages)
    # A vector that equals its language's mean has no direction left, and so no theme.
    usable = ~prepared.filler & (np.abs(vectors).max(axis=1, initial=0.0) > 0)
    # A text that is sent a hundred times (retweets, templates) must not become a theme by its copies.
    unique = np.flatnonzero(usable & (prepared.first == np.arange(len(segments))))
    if len(unique) < MIN_SEGMENTS:
        return _no_themes(
            len(segments), f"Fewer than {MIN_SEGMENTS} segments say something of their own: too little for themes."
        )
    fitted_rows = sample_rows(prepared, unique, MAX_FITTED)
    clustering, resamples = _cluster(vectors[fitted_rows], prepared, fitted_rows, config)
    progress("themes", 2, 4)
    assigned = _assign_all(vectors, usable, prepared, fitted_rows, clustering)
    labels = _number_by_people(assigned.labels, prepared)
    labels, stability = _settle(vectors, labels, prepared, fitted_rows, resamples, config)
    progress("themes", 3, 4)
    centres = (
        ThemeCentres(cluster_centres(vectors, labels, int(labels.max(initial=-1)) + 1), encode) if encode else None
    )
    themes = describe_themes(prepared, labels, assigned.cosine, language, stability, centres)
    progress("themes", 4, 4)
    # Back into the order of the input.
    rows = np.empty(len(segments), np.int64)
    rows[prepared.order] = np.arange(len(segments))
    score = np.where(labels >= 0, np.clip(assigned.cosine, 0.0, 1.0), 0.0).astype(np.float32)
    return Themes(
        themes=themes,
        assignment=labels[rows],
        score=np.round(score, 4)[rows],
        core=(assigned.core & (labels >= 0))[rows],
        tentative=not clustering.dense or len(unique) < FEW_SEGMENTS or len(themes) < 2,
        note=_filler_note(int(prepared.filler.sum())),
    )


def _cluster(
    vectors: Floats, prepared: PreparedSegments, rows: NDArray[np.int64], config: ThemesSection
) -> tuple[Clustering, Sequence[Resample]]:
    """Clusters that words hold together, and their resamples; of a fixed number as many as there can be."""
    settings = choose_settings(len(rows), config)
    people, ids = _people_and_ids(prepared, rows)
    clustering, resamples = fit_consensus(vectors, people, ids, settings)
    kept = _drop_filler(clustering, prepared, rows)
    if not config.number:
        return kept, resamples
    # HDBSCAN finds as many clusters as there are: it cannot be asked for more.
    for _ in range(_MAX_RETRIES if config.method == "spectral" else 0):
        missing = config.number - kept.count
        if missing <= 0:
            break
        settings = replace(settings, n_themes=(settings.n_themes or config.number) + missing)
        clustering, resamples = fit_consensus(vectors, people, ids, settings)
        kept = _drop_filler(clustering, prepared, rows)
    return replace(kept, labels=merge_clusters(vectors, kept.labels, config.number)), resamples


def _drop_filler(
    clustering: Clustering,
    prepared: PreparedSegments,
    rows: NDArray[np.int64],
    thresholds: FillerThresholds = _FILLER,
) -> Clustering:
    """Drop clusters that no words of their own hold together: filler, bare praise and bare complaint."""
    cohesions = word_cohesion(
        [prepared.words[row] for row in rows],
        [prepared.segments[row].language for row in rows],
        clustering.labels.tolist(),
        prepared.person[rows].tolist(),
    )
    kept = [
        label
        for label, cohesion in enumerate(cohesions)
        if cohesion.share >= thresholds.cohesion or cohesion.content_words >= thresholds.content_words
    ]
    # Where all of it looks like filler, it is at least something to read.
    if len(kept) in (0, len(cohesions)):
        return clustering
    new_label = np.full(len(cohesions) + 1, -1, np.int32)
    new_label[kept] = np.arange(len(kept))
    return replace(clustering, labels=new_label[clustering.labels])


def _filler_note(n_filler: int) -> str:
    if not n_filler:
        return ""
    if n_filler == 1:
        return "1 segment of greeting, thanks or filler was set aside."
    return f"{n_filler} segments of greeting, thanks or filler were set aside."


def _no_themes(n: int, note: str) -> Themes:
    return Themes((), np.full(n, -1, np.int32), np.zeros(n, np.float32), np.zeros(n, bool), tentative=True, note=note)


def _assign_all(
    vectors: Floats,
    usable: NDArray[np.bool_],
    prepared: PreparedSegments,
    fitted_rows: NDArray[np.int64],
    clustering: Clustering,
) -> _ThemeAssignment:
    """Assign every row: core rows keep their cluster, the others go to the nearest, repeats follow their first row."""
    n = len(vectors)
    places = np.zeros((n, clustering.places.shape[1]))
    outside = usable.copy()
    outside[fitted_rows] = False
    places[fitted_rows] = clustering.places
    places[outside] = project_onto_map(vectors[outside], clustering, _MAP_NEIGHBOURS)
    assignment = assign_to_nearest(vectors, places, clustering)
    labels = np.where(usable, assignment.labels, -1).astype(np.int32)
    core = np.zeros(n, bool)
    core[fitted_rows] = clustering.core & (clustering.labels >= 0)
    labels[core] = clustering.labels[clustering.core & (clustering.labels >= 0)]
    repeats = usable & (prepared.first != np.arange(n))
    labels[repeats] = labels[prepared.first[repeats]]
    core[repeats] = core[prepared.first[repeats]]
    return _ThemeAssignment(labels, assignment.cosine, core)


def _number_by_people(labels: Ints, prepared: PreparedSegments) -> Ints:
    """Number themes anew by how many people, then how many rows they have, the most first."""
    count = int(labels.max(initial=-1)) + 1
    pairs = {(int(label), int(person)) for label, person in zip(labels, prepared.person, strict=True) if label >= 0}
    n_people = Counter(label for label, _ in pairs)
    n_rows = Counter(int(label) for label in labels if label >= 0)
    ranking = sorted(range(count), key=lambda label: (-n_people[label], -n_rows[label], label))
    new_label = np.full(count + 1, -1, np.int32)
    new_label[ranking] = np.arange(count)
    return new_label[labels]


def _settle(
    vectors: Floats,
    labels: Ints,
    prepared: PreparedSegments,
    fitted_rows: NDArray[np.int64],
    resamples: Sequence[Resample],
    config: ThemesSection,
) -> tuple[Ints, list[float | None]]:
    """The themes that come back, and how often each does: in the resamples that were clustered, or in those of a
    sample of many rows. Other themes join one that does or are left unsorted, unless their number is fixed."""
    count = int(labels.max(initial=-1)) + 1
    rows = sample_rows(prepared, fitted_rows, MAX_RESAMPLED)
    if len(rows) < FEW_SEGMENTS or not count:
        return labels, [None] * count
    people, ids = _people_and_ids(prepared, rows)
    if not resamples:
        settings = choose_settings(len(rows), ThemesSection(method=config.method))
        resamples = cluster_resamples(vectors[rows], people, ids, replace(settings, n_themes=max(count, 2)))
    # HDBSCAN takes a number as an upper limit only.
    if not config.number or config.method == "hdbscan":
        now = settle_themes(labels[rows], people, resamples)
        # Themes without a row in the sample stay as they are.
        now = np.concatenate([now, np.arange(len(now), count), [-1]]).astype(np.int32)
        labels = _number_by_people(now[labels], prepared)
        count = int(labels.max(initial=-1)) + 1
    stability = theme_stability(labels[rows], people, resamples)
    return labels, stability + [None] * (count - len(stability))


def _people_and_ids(prepared: PreparedSegments, rows: NDArray[np.int64]) -> tuple[list[str], list[str]]:
    """The respondent's id and the own id of each row."""
    segments = [prepared.segments[row] for row in rows]
    return [row.respondent_id or row.segment_id for row in segments], [row.segment_id for row in segments]
