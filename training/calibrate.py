"""Calibration on sets that were left out: a figure that turns logits into honest probabilities."""

from __future__ import annotations

import numpy as np

from training.data import encode, load, vectors
from training.fit import link, logits
from training.labels import UNSEEN, read_labels
from training.sentiment import HAND, Pool, train, without
from training.sentiment_sets import PLANS, labelled
from voc.models.ngrams import hash_ngrams
from voc.schema import Floats

SETS = ("bestande_de", "semeval2014_rest")
"""Customers on courses (German and English) and restaurants (English)."""


def calibrate(rows: Pool) -> Floats:
    """Fit without SETS and without the segments labelled by hand, then find the scale on SETS.

    Each set counts alike. What that head makes of the segments labelled by hand is kept for the statement head, which
    must learn from a sentiment that was not taught by the very segment.

    Returns:
        float32 (2, 3), rows as `voc.models.heads.Head.calibration`.
    """
    keep = np.logical_and.reduce([without(rows, name) for name in (*SETS, f"{HAND}/")])
    arrays = train(rows, keep)
    z, targets, weights = [], [], []
    for name in SETS:
        base = name.split("/", 1)[0]
        for part in labelled(base):
            if part.group.startswith(name):
                clear = part.targets.max(axis=1) >= 0.7
                texts = load(base)["text"].to_numpy()[part.rows[clear]].tolist()
                z.append(logits(arrays, vectors(base)[part.rows[clear]], hash_ngrams(texts)))
                targets.append(np.eye(3, dtype=np.float32)[part.targets[clear].argmax(axis=1)])
                weights.append(np.full(len(texts), 1 / len(texts), np.float32))
    found = _fit(np.concatenate(z), np.concatenate(targets), np.concatenate(weights))
    hand = read_labels()
    of_hand = logits(arrays, encode("labels", hand.texts), hash_ngrams(hand.texts)) * found[0] + found[1]
    np.save(UNSEEN, link(of_hand, "softmax"))
    return found


def _fit(z: Floats, targets: Floats, weights: Floats) -> Floats:
    """A temperature and nothing else (Guo et al., 2017, arXiv:1706.04599): how many are neutral differs by source."""
    from scipy.optimize import minimize_scalar

    def loss(scale: float) -> float:
        return float(-np.sum(np.log(np.maximum(link(z * scale, "softmax"), 1e-7)) * targets * weights[:, None]))

    scale = minimize_scalar(loss, bounds=(0.2, 2.0), method="bounded").x
    return np.array([[scale] * 3, [0.0] * 3], np.float32)


assert {name.split("/", 1)[0] for name in SETS} <= set(PLANS)
