"""A head: the learned weights that read one property (sentiment, emotion, statement) from a text's vector and n-grams.

Heads are files of arrays without pickle in `voc/models/weights`, each with its model card; `python -m training`
rebuilds them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from voc.models.ngrams import NGrams
from voc.models.row_products import multiply_rows
from voc.schema import Floats
from voc.text.statements import marker_features

LINKS: tuple[Literal["softmax"], Literal["sigmoid"]] = ("softmax", "sigmoid")
"""Link functions by the number that a weight file gives."""
_SENTIMENT_SCALE = np.float32(3.0)
"""The factor on the three sentiment probabilities in the statement head's input: hand labels are few, so that three
numbers must weigh more than the vector's 512."""


@dataclass(frozen=True, slots=True)
class Head:
    """One hidden layer on the vector, plus linear weights of the vector itself and of the n-grams.

    For d dimensions, h hidden units and k classes: v float32 (d, k), w1 (d, h), b1 (h,), w2 (h, k), b2 (k,); table int8
    (N_BUCKETS, k) times table_scale (k,); ``calibration`` (2, k) multiplies logits by its first row and adds its
    second. ``link`` turns logits into probabilities: "softmax" (one of k) or "sigmoid" (each of k).
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

    def probabilities(self, vectors: Floats, ngrams: NGrams) -> Floats:
        """Calibrated probabilities of n texts: float32 (n, k). A row depends on its own text alone."""
        z = self.logits(vectors, ngrams) * self.calibration[0] + self.calibration[1]
        return sigmoid(z) if self.link == "sigmoid" else softmax(z)

    def logits(self, vectors: Floats, ngrams: NGrams) -> Floats:
        """Uncalibrated logits of n texts: float32 (n, k)."""
        hidden = np.maximum(multiply_rows(vectors, self.w1) + self.b1, 0)
        out = multiply_rows(hidden, self.w2) + multiply_rows(vectors, self.v) + self.b2
        return out + self._ngram_logits(ngrams)

    def _ngram_logits(self, ngrams: NGrams) -> Floats:
        # reduceat gives the next text's first value for a text without n-grams, so these are left out.
        filled = np.diff(ngrams.starts) > 0
        sums = np.zeros((len(filled), len(self.b2)), np.float32)
        if len(ngrams.buckets):
            values = self.table[ngrams.buckets] * ngrams.values[:, None]
            sums[filled] = np.add.reduceat(values, ngrams.starts[:-1][filled], axis=0)
        return np.asarray(sums * self.table_scale, np.float32)


def softmax(logits: Floats) -> Floats:
    """Probabilities float32 (n, k), rows of sum one."""
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.asarray(e / e.sum(axis=1, keepdims=True), np.float32)


def sigmoid(logits: Floats) -> Floats:
    """Probabilities in 0–1, each by itself: float32, of the same shape."""
    return np.asarray(1 / (1 + np.exp(-logits)), np.float32)


@cache
def load_head(name: str) -> Head:
    """Load the head "sentiment", "emotion" or "statement" from `voc/models/weights`."""
    with (files("voc.models") / "weights" / f"{name}.npz").open("rb") as stream:
        arrays: dict[str, Any] = dict(np.load(stream, allow_pickle=False))
    table, link = arrays.pop("table"), LINKS[int(arrays.pop("link"))]
    # The files hold half precision to be small; the table stays in 8 bits, a quarter of the memory.
    return Head(table=table, link=link, **{key: array.astype(np.float32) for key, array in arrays.items()})


def statement_inputs(texts: Sequence[str], vectors: Floats, sentiments: Floats) -> Floats:
    """What the statement head takes in place of a vector: vector, sentiment and cues side by side.

    Args:
        texts: n texts.
        vectors: float32 (n, 512).
        sentiments: float32 (n, 3), probabilities.

    Returns:
        float32 (n, 512 + 3 + markers), each part scaled.
    """
    return np.concatenate([vectors, sentiments * _SENTIMENT_SCALE, marker_features(texts)], axis=1)
