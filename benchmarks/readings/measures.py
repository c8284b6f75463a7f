"""The measures: pure functions of labels and scores."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import cohen_kappa_score, f1_score

from training.fit import link
from voc.schema import Floats

Classes = NDArray[np.int64]
NEGATIVE, NEUTRAL, POSITIVE = 0, 1, 2
BINS = 10


def two_sided(truth: Classes, scores: Floats) -> float:
    """Macro-F1 of positive against negative, on the rows that are one or the other; nan where a side is missing.

    Args:
        truth: int64 (n,), 0 negative, 1 neutral, 2 positive, -1 mixed or unclear.
        scores: float32 (n, 3), columns alike; the larger of the two sides is the reading.
    """
    sided = (truth == NEGATIVE) | (truth == POSITIVE)
    if len(set(truth[sided].tolist())) < 2:
        return float("nan")
    found = np.where(scores[:, POSITIVE] > scores[:, NEGATIVE], POSITIVE, NEGATIVE)
    return float(f1_score(truth[sided], found[sided], average="macro", labels=[NEGATIVE, POSITIVE], zero_division=0))


def three_classes(truth: Classes, scores: Floats) -> float:
    """Macro-F1 of negative, neutral and positive, without mixed rows; nan where no row is neutral."""
    known = truth >= 0
    if not (truth == NEUTRAL).any():
        return float("nan")
    return float(
        f1_score(truth[known], scores[known].argmax(axis=1), average="macro", labels=[0, 1, 2], zero_division=0)
    )


def calibration_error(truth: Classes, odds: Floats) -> float:
    """Expected calibration error of the leading class in ten bins (Guo et al., 2017, arXiv:1706.04599): 0-1.

    Args:
        truth: int64 (n,); rows of -1 are left out. Where no row is neutral, neutral is no answer that could be right,
            and the two sides are scaled to sum one.
        odds: float32 (n, 3), rows of sum one.
    """
    known = truth >= 0
    truth, odds = truth[known], odds[known]
    if not (truth == NEUTRAL).any():
        odds = odds * np.array([1, 0, 1], np.float32)
        odds = odds / odds.sum(axis=1, keepdims=True)
    sure, right = odds.max(axis=1), odds.argmax(axis=1) == truth
    bins = np.minimum((sure * BINS).astype(int), BINS - 1)
    return float(
        sum(abs(right[bins == b].mean() - sure[bins == b].mean()) * (bins == b).mean() for b in sorted(set(bins)))
    )


def softmax(z: Floats, calibration: Floats | None = None) -> Floats:
    """Logits (n, k) to probabilities; ``calibration`` (2, k) multiplies by its first row and adds its second."""
    if calibration is not None:
        z = z * calibration[0] + calibration[1]
    return link(z, "softmax")


def parallel(first: Floats, second: Floats) -> tuple[float, float]:
    """How often two readings (n, 3) of the same rows agree: share of equal classes of three, and share of equal sides
    where both readings take one."""
    one, other = first.argmax(axis=1), second.argmax(axis=1)
    both = (one != NEUTRAL) & (other != NEUTRAL)
    return float((one == other).mean()), float((one[both] == other[both]).mean()) if both.any() else float("nan")


def agreement(truth: Classes, found: Classes) -> tuple[float, float, float]:
    """Accuracy, Cohen's kappa, and macro-F1 over the kinds that occur in ``truth``."""
    kinds = sorted(set(truth.tolist()))
    macro = f1_score(truth, found, average="macro", labels=kinds, zero_division=0)
    return float((truth == found).mean()), float(cohen_kappa_score(truth, found)), float(macro)


def labels_macro(truth: NDArray[np.bool_], found: NDArray[np.bool_]) -> float:
    """Macro-F1 of labels of which several may hold at once: bool (n, k) each; labels that never hold are left out."""
    asked = np.flatnonzero(truth.any(axis=0))
    return float(np.mean([f1_score(truth[:, column], found[:, column], zero_division=0) for column in asked]))
