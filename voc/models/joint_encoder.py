"""Two encoders as one: what one knows of words and subjects, and what the other learned of claims and touchpoints."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from voc.models.encoder import Encoder
from voc.schema import Floats

MATTER_WEIGHT = 0.5
"""Weight of the encoder of matters beside the Universal Sentence Encoder; benchmarks/vectors.py compares weights."""


class JointEncoder:
    """The vectors of both encoders side by side, those of matters weighted.

    The cosine of two joint vectors is the mean of both cosines, that of matters weighted by the square of
    MATTER_WEIGHT.
    """

    def __init__(self, words: Encoder, matter: Encoder) -> None:
        # With the hash of the weights, since the name is part of the cache key.
        self.name = f"voc-{matter.name.rpartition('-')[2]}-{MATTER_WEIGHT:g}"
        self.dimensions = words.dimensions + matter.dimensions
        self._words, self._matter = words, matter

    def encode(self, texts: Sequence[str]) -> Floats:
        """Encode n texts: float32 (n, ``dimensions``), rows of unit length; see `voc.models.encoder.Encoder`."""
        parts = [self._words.encode(texts), MATTER_WEIGHT * self._matter.encode(texts)]
        # Both have rows of a fixed length, so one number normalises all.
        return np.asarray(np.hstack(parts) / np.sqrt(1 + MATTER_WEIGHT**2), np.float32)
