"""The sentiment head: rows, weights, and the figures on sets that were left out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from training.data import encode, key_codes, load, vectors
from training.fit import FitConfig, Rows, fit
from training.labels import read_labels
from training.patterns import sentences
from training.sentiment_sets import PLANS, Labelled, labelled
from voc.models.ngrams import NGrams, hash_ngrams
from voc.schema import Floats

CONFIG = FitConfig()
OWN_TRUST = 4.0
"""Sentences of our own are few and exact."""
HAND_TRUST = 1.5
"""Segments labelled by hand are few, and the only ones of spoken language."""
HAND = "labels"
"""The group of a segment labelled by hand is "labels/" and the set or folder it stands in."""
RELATED: dict[str, tuple[str, ...]] = {
    "acos": ("m_absa/laptop", "m_absa/restaurant", "acos/"),
    "m_absa": ("m_absa/", "acos/"),
    "labels/mlss_en": ("labels/mlss_en", "labels/games_en"),
}
"""Groups that hold the same texts, or translations of them, as a set."""


@dataclass(frozen=True, slots=True)
class Pool:
    """All rows that may teach: vectors (n, d), n-grams, targets (n, 3), trust (n,), group and text key of each."""

    vectors: Floats
    grams: NGrams
    targets: Floats
    trust: Floats
    groups: NDArray[np.str_]
    keys: NDArray[np.uint64]


def pool(names: tuple[str, ...] = tuple(PLANS)) -> Pool:
    """Read the sets, the segments labelled by hand, and the sentences of our own."""
    parts: list[Labelled] = [part for name in names for part in labelled(name)]
    own, own_targets = sentences()
    hand = read_labels()
    texts = [text for part in parts for text in load(part.name)["text"].to_numpy()[part.rows]] + hand.texts + own
    trust = [np.full(len(part.rows), part.trust, np.float32) for part in parts]
    trust += [np.full(len(hand.texts), HAND_TRUST, np.float32), np.full(len(own), OWN_TRUST, np.float32)]
    groups = [np.full(len(part.rows), part.group) for part in parts]
    groups += [np.char.add(f"{HAND}/", hand.sets), np.full(len(own), "patterns")]
    found = [vectors(part.name)[part.rows] for part in parts]
    return Pool(
        vectors=np.concatenate([*found, encode("labels", hand.texts), encode("patterns", own)]),
        grams=hash_ngrams(texts),
        targets=np.concatenate([*(part.targets for part in parts), hand.sentiments, own_targets]),
        trust=np.concatenate(trust),
        groups=np.concatenate(groups),
        keys=key_codes(texts),
    )


def without(rows: Pool, name: str) -> NDArray[np.bool_]:
    """The rows that may teach when ``name`` (a set, or "set/group") is judged: no row of it, no copy of one."""
    prefixes = (*RELATED.get(name, (name,)), f"{HAND}/{name}")
    related = [group for group in np.unique(rows.groups) if group.startswith(prefixes)]
    out = np.isin(rows.groups, related)
    base = name.split("/", maxsplit=1)[0]
    own = rows.keys[out] if base == HAND else key_codes(load(base)["text"].tolist())
    return ~out & ~np.isin(rows.keys, own)


def select(found: NGrams, keep: NDArray[np.bool_]) -> NGrams:
    """The n-grams of some of the texts."""
    counts = np.diff(found.starts)
    starts = np.zeros(int(keep.sum()) + 1, np.int64)
    np.cumsum(counts[keep], out=starts[1:])
    mine = np.repeat(keep, counts)
    return NGrams(found.buckets[mine], found.values[mine], starts)


def weigh(rows: Pool, keep: NDArray[np.bool_]) -> Floats:
    """Row weights with mean 1: a group counts by the root of its size, and its classes count alike, up to tenfold; only
    among the segments labelled by hand the classes stay as frequent as people make them."""
    weights = rows.trust[keep].copy()
    groups = rows.groups[keep]
    classes = rows.targets[keep].argmax(axis=1)
    for group in np.unique(groups):
        mine = groups == group
        weights[mine] /= np.sqrt(mine.sum())
        if group.startswith(HAND):
            continue
        counts = np.bincount(classes[mine], minlength=3)
        weights[mine] *= np.minimum(counts.sum() / np.maximum(counts, 1) / (counts > 0).sum(), 10)[classes[mine]]
    return np.asarray(weights / weights.mean(), np.float32)


def train(rows: Pool, keep: NDArray[np.bool_], config: FitConfig = CONFIG) -> dict[str, Floats]:
    """Fit on the rows that are kept."""
    weights = weigh(rows, keep)
    return fit(
        Rows(rows.vectors[keep], select(rows.grams, keep), rows.targets[keep], np.repeat(weights[:, None], 3, axis=1)),
        config,
    )
