"""Measures of accuracy: pure functions of labels and scores."""

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
    """Return the macro-F1 of positive against negative over the rows with either label; NaN if a side is missing.

    Args:
        truth: int64 (n,), 0 negative, 1 neutral, 2 positive, -1 mixed or unclear.
        scores: float32 (n, 3), columns in this order; the larger of the two sides is the reading.
    """
    sided = (truth == NEGATIVE) | (truth == POSITIVE)
    if len(set(truth[sided].tolist())) < 2:
        return float("nan")
    read = np.where(scores[:, POSITIVE] > scores[:, NEGATIVE], POSITIVE, NEGATIVE)
    return float(f1_score(truth[sided], read[sided], average="macro", labels=[NEGATIVE, POSITIVE], zero_division=0))


def three_classes(truth: Classes, scores: Floats) -> float:
    """Return the macro-F1 of negative, neutral and positive without mixed rows; NaN if no row is neutral."""
    clear = truth >= 0
    if not (truth == NEUTRAL).any():
        return float("nan")
    return float(
        f1_score(truth[clear], scores[clear].argmax(axis=1), average="macro", labels=[0, 1, 2], zero_division=0)
    )


def calibration_error(truth: Classes, odds: Floats) -> float:
    """Return the expected calibration error of the top class in ten bins (Guo et al., 2017, arXiv:1706.04599), 0–1.

    Args:
        truth: int64 (n,); rows with −1 are left out. If no row is neutral, neutral cannot be right, and the two sides
            are scaled to sum 1.
        odds: float32 (n, 3), each row with sum 1.
    """
    clear = truth >= 0
    truth, odds = truth[clear], odds[clear]
    if not (truth == NEUTRAL).any():
        odds = odds * np.array([1, 0, 1], np.float32)
        odds = odds / odds.sum(axis=1, keepdims=True)
    confidence, right = odds.max(axis=1), odds.argmax(axis=1) == truth
    bins = np.minimum((confidence * BINS).astype(int), BINS - 1)
    return float(
        sum(abs(right[bins == b].mean() - confidence[bins == b].mean()) * (bins == b).mean() for b in sorted(set(bins)))
    )


def softmax(z: Floats, calibration: Floats | None = None) -> Floats:
    """Turn logits (n, k) into probabilities; ``calibration`` (2, k) multiplies by its first row and adds its second."""
    if calibration is not None:
        z = z * calibration[0] + calibration[1]
    return link(z, "softmax")


def parallel(first: Floats, second: Floats) -> tuple[float, float]:
    """Return how often two readings (n, 3) of the same rows agree: the share of equal classes, and the share of equal
    sides over the rows where neither is neutral."""
    a, b = first.argmax(axis=1), second.argmax(axis=1)
    sided = (a != NEUTRAL) & (b != NEUTRAL)
    return float((a == b).mean()), float((a[sided] == b[sided]).mean()) if sided.any() else float("nan")


def agreement(truth: Classes, read: Classes) -> tuple[float, float, float]:
    """Return accuracy, Cohen's kappa, and macro-F1 over the classes that occur in ``truth``."""
    classes = sorted(set(truth.tolist()))
    macro = f1_score(truth, read, average="macro", labels=classes, zero_division=0)
    return float((truth == read).mean()), float(cohen_kappa_score(truth, read)), float(macro)


def labels_macro(truth: NDArray[np.bool_], read: NDArray[np.bool_]) -> float:
    """Return the macro-F1 of several labels for each row, bool (n, k) each, over the labels that occur in ``truth``."""
    labels = np.flatnonzero(truth.any(axis=0))
    return float(np.mean([f1_score(truth[:, column], read[:, column], zero_division=0) for column in labels]))
