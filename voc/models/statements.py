"""What the statement head looks at: the vector, the sentiment, and the cues."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from voc.models.cues import cues
from voc.models.features import Grams
from voc.models.heads import load_head
from voc.schema import Floats

_CUES, _SENTIMENT = np.float32(0.3), np.float32(0.5)
"""Bring cues and sentiment to the size of a vector's strongest entries."""


def inputs(texts: Sequence[str], vectors: Floats, grams: Grams, sentiments: Floats | None = None) -> Floats:
    """Stack what the head takes in place of a vector.

    Args:
        texts: n texts.
        vectors: float32 (n, 512).
        grams: their n-grams.
        sentiments: float32 (n, 3) probabilities, read off the texts when they are not given.

    Returns:
        float32 (n, d).
    """
    if sentiments is None:
        sentiments = load_head("sentiment").probabilities(vectors, grams)
    return np.concatenate([vectors, sentiments * _SENTIMENT, cues(texts) * _CUES], axis=1)
