"""The sentiment head: its training rows, their weights, what may teach when a set is held out, and its calibration.

Calibration on held-out sets finds one factor that turns logits into honest probabilities.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from training.data import encode, key_codes, load, vectors
from training.fit import FitConfig, Rows, fit, link, logits
from training.labels import UNSEEN, read_labels
from training.patterns import synthetic_sentences
from training.sentiment_sets import PLANS, Labelled, labelled
from voc.models.ngrams import NGrams, hash_ngrams
from voc.schema import Floats

CONFIG = FitConfig()
SYNTHETIC_TRUST = 4.0
"""The weight of a synthetic sentence: they are few and exact."""
HAND_TRUST = 1.5
"""The weight of a hand-labelled segment: they are few, and the only ones of spoken language."""
HAND = "labels"
"""The group of a hand-labelled segment is "labels/" and its set or folder."""
RELATED: dict[str, tuple[str, ...]] = {
    "acos": ("m_absa/laptop", "m_absa/restaurant", "acos/"),
    "m_absa": ("m_absa/", "acos/"),
    "labels/mlss_en": ("labels/mlss_en", "labels/games_en"),
}
"""Groups that share texts, or translations of them, with a set."""

CALIBRATION_SETS = ("bestande_de", "semeval2014_rest")
"""Held-out sets: customers on courses (German and English) and restaurants (English)."""
_CLEAR_PROBABILITY = 0.7
"""A row counts when one class has at least this probability (0–1); mixed ones have no right answer."""


@dataclass(frozen=True, slots=True)
class Pool:
    """All rows that may teach: vectors (n, d), n-grams, targets (n, 3), trust (n,), group and text key of each."""

    vectors: Floats
    ngrams: NGrams
    targets: Floats
    trust: Floats
    groups: NDArray[np.str_]
    keys: NDArray[np.uint64]


def pool(names: tuple[str, ...] = tuple(PLANS)) -> Pool:
    """Read the sets, the hand-labelled segments and the synthetic sentences."""
    parts: list[Labelled] = [part for name in names for part in labelled(name)]
    own, own_targets = synthetic_sentences()
    hand = read_labels()
    texts = [text for part in parts for text in load(part.name)["text"].to_numpy()[part.rows]] + hand.texts + own
    trust = [np.full(len(part.rows), part.trust, np.float32) for part in parts]
    trust += [np.full(len(hand.texts), HAND_TRUST, np.float32), np.full(len(own), SYNTHETIC_TRUST, np.float32)]
    groups = [np.full(len(part.rows), part.group) for part in parts]
    groups += [np.char.add(f"{HAND}/", hand.sets), np.full(len(own), "patterns")]
    encoded = [vectors(part.name)[part.rows] for part in parts]
    return Pool(
        vectors=np.concatenate([*encoded, encode("labels", hand.texts), encode("patterns", own)]),
        ngrams=hash_ngrams(texts),
        targets=np.concatenate([*(part.targets for part in parts), hand.sentiments, own_targets]),
        trust=np.concatenate(trust),
        groups=np.concatenate(groups),
        keys=key_codes(texts),
    )


def rows_without(rows: Pool, name: str) -> NDArray[np.bool_]:
    """The rows that may teach when ``name`` (a set, or "set/group") is held out: no row of it, no copy of one."""
    prefixes = (*RELATED.get(name, (name,)), f"{HAND}/{name}")
    related = [group for group in np.unique(rows.groups) if group.startswith(prefixes)]
    out = np.isin(rows.groups, related)
    base = name.split("/", maxsplit=1)[0]
    own = rows.keys[out] if base == HAND else key_codes(load(base)["text"].tolist())
    return ~out & ~np.isin(rows.keys, own)


def select(ngrams: NGrams, keep: NDArray[np.bool_]) -> NGrams:
    """The n-grams of some of the texts."""
    counts = np.diff(ngrams.starts)
    starts = np.zeros(int(keep.sum()) + 1, np.int64)
    np.cumsum(counts[keep], out=starts[1:])
    chosen = np.repeat(keep, counts)
    return NGrams(ngrams.buckets[chosen], ngrams.values[chosen], starts)


def weigh(rows: Pool, keep: NDArray[np.bool_]) -> Floats:
    """Row weights with mean 1: a group counts by the root of its size, and its classes alike, up to tenfold."""
    weights = balance(rows.trust[keep], rows.groups[keep], rows.targets[keep].argmax(axis=1))
    return np.asarray(weights / weights.mean(), np.float32)


def balance(trust: NDArray[np.floating], groups: NDArray[np.str_], classes: NDArray[np.int64]) -> NDArray[np.floating]:
    """Weights of n rows, in the dtype of ``trust``: a group counts by the root of its size, its classes alike.

    No row gets more than ten times the weight that it would have without the balance of classes. Among hand-labelled
    segments (groups that begin with HAND) the classes stay as frequent as people make them.
    """
    weights = trust.copy()
    for group in np.unique(groups):
        own = groups == group
        weights[own] /= np.sqrt(own.sum())
        if group.startswith(HAND):
            continue
        counts = np.bincount(classes[own], minlength=3)
        weights[own] *= np.minimum(counts.sum() / np.maximum(counts, 1) / (counts > 0).sum(), 10)[classes[own]]
    return weights


def train(rows: Pool, keep: NDArray[np.bool_], config: FitConfig = CONFIG) -> dict[str, Floats]:
    """Fit on the rows that are kept."""
    weights = weigh(rows, keep)
    return fit(
        Rows(rows.vectors[keep], select(rows.ngrams, keep), rows.targets[keep], np.repeat(weights[:, None], 3, axis=1)),
        config,
    )


def calibrate(rows: Pool) -> Floats:
    """Fit without CALIBRATION_SETS and without the hand-labelled segments, then find the scale on CALIBRATION_SETS.

    Each set counts alike. The head's predictions for the hand-labelled segments are kept for the statement head, which
    must learn from sentiments that no label of the same segment has taught.

    Returns:
        float32 (2, 3), rows as `voc.models.heads.Head.calibration`.
    """
    keep = np.logical_and.reduce([rows_without(rows, name) for name in (*CALIBRATION_SETS, f"{HAND}/")])
    arrays = train(rows, keep)
    z, targets, weights = [], [], []
    for name in CALIBRATION_SETS:
        base = name.split("/", 1)[0]
        for part in labelled(base):
            if part.group.startswith(name):
                clear = part.targets.max(axis=1) >= _CLEAR_PROBABILITY
                texts = load(base)["text"].to_numpy()[part.rows[clear]].tolist()
                z.append(logits(arrays, vectors(base)[part.rows[clear]], hash_ngrams(texts)))
                targets.append(np.eye(3, dtype=np.float32)[part.targets[clear].argmax(axis=1)])
                weights.append(np.full(len(texts), 1 / len(texts), np.float32))
    calibration = _fit_scale(np.concatenate(z), np.concatenate(targets), np.concatenate(weights))
    hand = read_labels()
    raw = logits(arrays, encode("labels", hand.texts), hash_ngrams(hand.texts))
    np.save(UNSEEN, link(raw * calibration[0] + calibration[1], "softmax"))
    return calibration


def _fit_scale(z: Floats, targets: Floats, weights: Floats) -> Floats:
    """A temperature (Guo et al., 2017, arXiv:1706.04599)."""
    # No shift of the classes: how many rows are neutral differs by source, so a shift would fit these sets alone.
    from scipy.optimize import minimize_scalar

    def loss(scale: float) -> float:
        return float(-np.sum(np.log(np.maximum(link(z * scale, "softmax"), 1e-7)) * targets * weights[:, None]))

    scale = minimize_scalar(loss, bounds=(0.2, 2.0), method="bounded").x
    return np.array([[scale] * 3, [0.0] * 3], np.float32)
