"""Calibration on held-out sets: one factor that turns logits into honest probabilities."""

from __future__ import annotations

import numpy as np

from training.data import encode, load, vectors
from training.fit import link, logits
from training.labels import UNSEEN, read_labels
from training.sentiment import HAND, Pool, rows_without, train
from training.sentiment_sets import PLANS, labelled
from voc.models.ngrams import hash_ngrams
from voc.schema import Floats

SETS = ("bestande_de", "semeval2014_rest")
"""Held-out sets: customers on courses (German and English) and restaurants (English)."""
_CLEAR = 0.7
"""A row counts when one class has at least this probability (0–1); mixed ones have no right answer."""


def calibrate(rows: Pool) -> Floats:
    """Fit without SETS and without the hand-labelled segments, then find the scale on SETS.

    Each set counts alike. The head's predictions for the hand-labelled segments are kept for the statement head, which
    must learn from sentiments that no label of the same segment has taught.

    Returns:
        float32 (2, 3), rows as `voc.models.heads.Head.calibration`.
    """
    keep = np.logical_and.reduce([rows_without(rows, name) for name in (*SETS, f"{HAND}/")])
    arrays = train(rows, keep)
    z, targets, weights = [], [], []
    for name in SETS:
        base = name.split("/", 1)[0]
        for part in labelled(base):
            if part.group.startswith(name):
                clear = part.targets.max(axis=1) >= _CLEAR
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
    # No shift of the classes: how many rows are neutral differs by source, so that a shift would fit SETS alone.
    from scipy.optimize import minimize_scalar

    def loss(scale: float) -> float:
        return float(-np.sum(np.log(np.maximum(link(z * scale, "softmax"), 1e-7)) * targets * weights[:, None]))

    scale = minimize_scalar(loss, bounds=(0.2, 2.0), method="bounded").x
    return np.array([[scale] * 3, [0.0] * 3], np.float32)


assert {name.split("/", 1)[0] for name in SETS} <= set(PLANS)
