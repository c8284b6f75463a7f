"""Segments and their vectors → named themes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from voc.config import ThemesSection
from voc.schema import Floats, Ints, Language, Progress, Segment, Themes, no_progress
from voc.themes.clustering import FEW, FIT, LEAST, Fit, centres, merged, nearest, place_on_map, sizes_for
from voc.themes.describe import describe
from voc.themes.graph import centred
from voc.themes.keywords import grip
from voc.themes.phrases import Encode, Meaning
from voc.themes.prepare import Material, gather, sample
from voc.themes.resampling import ROWS, Round, consensus_fit, resampled, theme_stability

_GRIP = 0.27
_SHORT = 3.0
"""A cluster in which fewer rows than this share hold one of its five strongest words, and whose rows have fewer
content words than this on average, is no theme but filler and bare judgement; measured on ten sets, both languages."""
_TRIES = 3
"""How often more clusters are looked for where some of a wanted number are filler."""
_DEFAULT = ThemesSection()


def find_themes(
    segments: Sequence[Segment],
    embeddings: Floats,
    *,
    language: Language,
    config: ThemesSection = _DEFAULT,
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
        config: number and detail of the themes.
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
    if len(segments) < LEAST:
        return _none(len(segments), f"Fewer than {LEAST} segments: too little material for themes.")
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
    material = gather(segments)
    progress("themes", 1, 4)
    spoken = np.array([row.language for row in material.segments], dtype=np.str_)
    vectors = centred(np.asarray(embeddings, np.float32)[material.order], spoken)
    usable = ~material.filler & (np.abs(vectors).max(axis=1, initial=0.0) > 0)
    distinct = np.flatnonzero(usable & (material.first == np.arange(len(segments))))
    aside = int(material.filler.sum())
    if len(distinct) < LEAST:
        return _none(len(segments), f"Fewer than {LEAST} segments say something of their own: too little for themes.")
    fitted_rows = sample(material, distinct, FIT)
    fitted, rounds = _clusters(vectors[fitted_rows], material, fitted_rows, config)
    progress("themes", 2, 4)
    labels, cosine, core = _assign(vectors, usable, material, fitted_rows, fitted)
    labels, order = _by_people(labels, material)
    fitted = replace(fitted, labels=order[fitted.labels])
    stability = _stability(vectors, labels, material, fitted_rows, rounds)
    progress("themes", 3, 4)
    meaning = Meaning(centres(vectors, labels, int(labels.max(initial=-1)) + 1), encode) if encode else None
    themes = describe(material, labels, cosine, language, stability, meaning)
    progress("themes", 4, 4)
    back = np.empty(len(segments), np.int64)
    back[material.order] = np.arange(len(segments))
    score = np.where(labels >= 0, np.clip(cosine, 0.0, 1.0), 0.0).astype(np.float32)
    return Themes(
        themes=themes,
        assignment=labels[back],
        score=np.round(score, 4)[back],
        core=(core & (labels >= 0))[back],
        tentative=not fitted.dense or len(distinct) < FEW or len(themes) < 2,
        note=_note(aside),
    )


def _clusters(
    vectors: Floats, material: Material, rows: NDArray[np.int64], config: ThemesSection
) -> tuple[Fit, Sequence[Round]]:
    """Clusters that words hold together, and their resamples; of a wanted number as many as there can be."""
    sizes = sizes_for(len(rows), config)
    people, ids = _keys(material, rows)
    found, rounds = consensus_fit(vectors, people, ids, sizes)
    kept = _without_vague(found, material, rows)
    wanted = config.number
    for _ in range(_TRIES):
        missing = (wanted or 0) - int(kept.labels.max(initial=-1)) - 1
        if wanted is None or missing <= 0:
            break
        sizes = replace(sizes, number=(sizes.number or wanted) + missing)
        found, rounds = consensus_fit(vectors, people, ids, sizes)
        kept = _without_vague(found, material, rows)
    return replace(kept, labels=merged(vectors, kept.labels, wanted)) if wanted else kept, rounds


def _without_vague(fitted: Fit, material: Material, rows: NDArray[np.int64]) -> Fit:
    """Give up clusters that no words of their own hold together: filler, bare praise and bare complaint."""
    held = grip(
        [material.words[row] for row in rows],
        [material.segments[row].language for row in rows],
        fitted.labels.tolist(),
        material.person[rows].tolist(),
    )
    kept = [label for label, (share, length) in enumerate(held) if share >= _GRIP or length >= _SHORT]
    if len(kept) in (0, len(held)):
        return fitted
    new = np.full(len(held) + 1, -1, np.int32)
    new[kept] = np.arange(len(kept))
    return replace(fitted, labels=new[fitted.labels])


def _note(aside: int) -> str:
    if not aside:
        return ""
    counted = (
        "1 segment of greeting, thanks or filler was"
        if aside == 1
        else (f"{aside} segments of greeting, thanks or filler were")
    )
    return f"{counted} set aside."


def _none(n: int, note: str) -> Themes:
    return Themes((), np.full(n, -1, np.int32), np.zeros(n, np.float32), np.zeros(n, bool), tentative=True, note=note)


def _assign(
    vectors: Floats, usable: NDArray[np.bool_], material: Material, fitted_rows: NDArray[np.int64], fitted: Fit
) -> tuple[Ints, Floats, NDArray[np.bool_]]:
    """The cluster of every row, its cosine to the centre, and whether the row is core."""
    n = len(vectors)
    places = np.zeros((n, fitted.places.shape[1]))
    inside = np.zeros(n, bool)
    inside[fitted_rows] = True
    outside = usable & ~inside
    places[fitted_rows] = fitted.places
    places[outside] = place_on_map(vectors[outside], fitted, 15)
    best, cosine, least = nearest(vectors, places, fitted)
    labels = np.where(usable & (cosine >= least[best]), best, -1).astype(np.int32)
    core = np.zeros(n, bool)
    core[fitted_rows] = fitted.core & (fitted.labels >= 0)
    labels[core] = fitted.labels[fitted.core & (fitted.labels >= 0)]
    same = usable & (material.first != np.arange(n))
    labels[same] = labels[material.first[same]]
    core[same] = core[material.first[same]]
    return labels, cosine, core


def _by_people(labels: Ints, material: Material) -> tuple[Ints, Ints]:
    """Number themes by how many people, then how many rows they have; and where each old number went (−1 last)."""
    count = int(labels.max(initial=-1)) + 1
    pairs = {(int(label), int(who)) for label, who in zip(labels, material.person, strict=True) if label >= 0}
    people = Counter(label for label, _ in pairs)
    rows = Counter(int(label) for label in labels if label >= 0)
    ranking = sorted(range(count), key=lambda label: (-people[label], -rows[label], label))
    new = np.full(count + 1, -1, np.int32)
    new[ranking] = np.arange(count)
    return new[labels], new


def _stability(
    vectors: Floats, labels: Ints, material: Material, fitted_rows: NDArray[np.int64], rounds: Sequence[Round]
) -> list[float | None]:
    """How often each theme comes back: in the resamples that were clustered, or in those of a sample of many rows."""
    count = int(labels.max(initial=-1)) + 1
    rows = sample(material, fitted_rows, ROWS)
    if len(rows) < FEW or not count:
        return [None] * count
    people, ids = _keys(material, rows)
    if not rounds:
        sizes = replace(sizes_for(len(rows), _DEFAULT), number=max(count, 2))
        rounds = resampled(vectors[rows], people, ids, sizes)
    found = theme_stability(labels[rows], people, rounds)
    return found + [None] * (count - len(found))


def _keys(material: Material, rows: NDArray[np.int64]) -> tuple[list[str], list[str]]:
    """The respondent's id and the own id of each row."""
    ids = [material.segments[row].segment_id for row in rows]
    return [material.segments[row].respondent_id or one for row, one in zip(rows, ids, strict=True)], ids
