"""The judge of pairs for systems without onnxruntime: the cosine of the embedded encoder's vectors.

It cannot tell a denial from a support, and misses stories; claims are then few and plain.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from voc.models.encoder import Encoder
from voc.models.heads import sigmoid
from voc.models.pair_judge import PairJudgements
from voc.schema import Floats, Ints, Progress, no_progress

_SLOPE, _MIDDLE = 14.0, 0.5
"""Logistic curve from cosine to probability: half of the pairs with the cosine _MIDDLE support their phrase."""


class CosineJudge:
    """A `ClaimJudge` without weights of its own."""

    def __init__(self, encoder: Encoder) -> None:
        """Use an encoder for phrases and statements alike."""
        self._encoder = encoder

    def statement_vectors(self, statements: Sequence[str]) -> Floats:
        """Vectors of the encoder, float32 (n, d)."""
        return self._encoder.encode(statements)

    def title_vectors(self, titles: Sequence[str], stored: Floats) -> Floats:
        """Vectors of the encoder; the stored ones are those of another judge."""
        return self._encoder.encode(titles)

    def rough_probabilities(self, products: Floats) -> Floats:
        """Cosines as probabilities."""
        return sigmoid(np.asarray(_SLOPE * (products - _MIDDLE), np.float32))

    def judge(
        self, phrases: Sequence[str], statements: Sequence[str], pairs: Ints, progress: Progress = no_progress
    ) -> PairJudgements:
        """Judge n pairs, int (n, 2); nothing contradicts."""
        first, second = self._encoder.encode(phrases)[pairs[:, 0]], self._encoder.encode(statements)[pairs[:, 1]]
        supports = self.rough_probabilities((first * second).sum(axis=1))
        progress("judge claims", len(pairs), len(pairs))
        return PairJudgements(np.stack([supports, np.zeros_like(supports), 1 - supports], axis=1), supports)
