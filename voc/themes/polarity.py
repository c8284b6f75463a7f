"""Vectors without what only says whether people are pleased: praise and complaint of one matter lie together."""

from __future__ import annotations

import numpy as np

from voc.schema import Floats

LEAST = 100
"""From this number of segments on the direction of polarity is known well enough to be taken out."""


def without_polarity(vectors: Floats, polarity: Floats) -> Floats:
    """Take the direction out along which the vectors of these segments change with their polarity.

    The direction is the covariance of vectors and polarity. Without it a theme tells half as much about the sentiment
    of its segments, and as much about their matter as before (docs/themes.md).

    Args:
        vectors: float32 (n, d), rows of length one or zero.
        polarity: float32 (n,) in −1…1.

    Returns:
        float32 (n, d), rows of length one or zero; the vectors as they are when there are fewer than `LEAST` of them.
    """
    if len(vectors) < LEAST:
        return vectors
    rows = np.nan_to_num(vectors.astype(np.float64))
    felt = np.nan_to_num(polarity.astype(np.float64))
    direction = ((felt - felt.mean())[:, None] * (rows - rows.mean(axis=0))).sum(axis=0)
    length = float(np.linalg.norm(direction))
    if length < 1e-9:
        return vectors
    # Rounded, so that the order of the sum does not show in the last bits.
    direction = np.round(direction / length, 6)
    rows -= np.einsum("nd,d->n", rows, direction)[:, None] * direction
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    unit: Floats = np.divide(rows, lengths, out=np.zeros_like(rows), where=lengths > 1e-6).astype(np.float32)
    return unit
