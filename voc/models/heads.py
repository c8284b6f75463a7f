"""A head: what was learned to read one thing off a text, from its vector and its n-grams."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from voc.models.ngrams import Grams
from voc.schema import Floats
from voc.text.statements.cues import cues

_ROWS = 256
LINKS = ("softmax", "sigmoid")


@dataclass(frozen=True, slots=True)
class Head:
    """One hidden layer on the vector, plus weights of the vector itself and of the n-grams.

    For d dimensions, h hidden units and k classes: v float32 (d, k), w1 (d, h), b1 (h,), w2 (h, k), b2 (k,); table int8
    (PLACES, k) times table_scale (k,); ``calibration`` (2, k) multiplies logits by its first row and adds
    its second.
    ``link`` turns logits into probabilities: "softmax" (one of k) or "sigmoid" (each of k).
    """

    v: Floats
    w1: Floats
    b1: Floats
    w2: Floats
    b2: Floats
    table: NDArray[np.int8]
    table_scale: Floats
    calibration: Floats
    link: Literal["softmax", "sigmoid"]

    def probabilities(self, vectors: Floats, grams: Grams) -> Floats:
        """Calibrated probabilities of n texts: float32 (n, k). A row depends on its own text alone."""
        z = self.logits(vectors, grams) * self.calibration[0] + self.calibration[1]
        if self.link == "sigmoid":
            return np.asarray(1 / (1 + np.exp(-z)), np.float32)
        e = np.exp(z - z.max(axis=1, keepdims=True))
        return np.asarray(e / e.sum(axis=1, keepdims=True), np.float32)

    def logits(self, vectors: Floats, grams: Grams) -> Floats:
        """Uncalibrated logits of n texts: float32 (n, k)."""
        n, d = vectors.shape
        out = np.empty((n, len(self.b2)), np.float32)
        block = np.zeros((_ROWS, d), np.float32)
        with threadpool_limits(1, user_api="blas"):
            for start in range(0, n, _ROWS):
                part = vectors[start : start + _ROWS]
                block[: len(part)] = part
                hidden = np.maximum(block @ self.w1 + self.b1, 0)
                out[start : start + _ROWS] = (hidden @ self.w2 + block @ self.v + self.b2)[: len(part)]
        return out + self._from_grams(grams)

    def _from_grams(self, grams: Grams) -> Floats:
        filled = np.diff(grams.starts) > 0
        sums = np.zeros((len(filled), len(self.b2)), np.float32)
        if len(grams.places):
            values = self.table[grams.places] * grams.values[:, None]
            sums[filled] = np.add.reduceat(values, grams.starts[:-1][filled], axis=0)
        return np.asarray(sums * self.table_scale, np.float32)


@cache
def load_head(name: str) -> Head:
    """Read the head "sentiment", "emotion" or "statement" from `voc/models/weights`."""
    with (files("voc.models") / "weights" / f"{name}.npz").open("rb") as stream:
        arrays = dict(np.load(stream, allow_pickle=False))
    return Head(
        v=arrays["v"].astype(np.float32),
        w1=arrays["w1"].astype(np.float32),
        b1=arrays["b1"].astype(np.float32),
        w2=arrays["w2"].astype(np.float32),
        b2=arrays["b2"].astype(np.float32),
        table=arrays["table"],
        table_scale=arrays["table_scale"].astype(np.float32),
        calibration=arrays["calibration"].astype(np.float32),
        link=LINKS[int(arrays["link"])],  # type: ignore[arg-type]
    )


DIMENSIONS = 512
SENTIMENT_SCALE = np.float32(3.0)
"""Labels made by hand are few, so that three figures of sentiment must weigh more than the vector's 512 entries."""


def inputs(texts: Sequence[str], vectors: Floats, grams: Grams, sentiments: Floats | None = None) -> Floats:
    """Stack what the head takes in place of a vector.

    Args:
        texts: n texts.
        vectors: float32 (n, 512).
        grams: their n-grams.
        sentiments: float32 (n, 3) probabilities, read off the texts when they are not given.

    Returns:
        float32 (n, 512 + 3 + cues): vector, sentiment, cues, each scaled.
    """
    if sentiments is None:
        sentiments = load_head("sentiment").probabilities(vectors, grams)
    return np.concatenate([vectors, sentiments * SENTIMENT_SCALE, cues(texts)], axis=1)
