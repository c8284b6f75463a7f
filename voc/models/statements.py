"""What the statement head looks at: the vector, the sentiment, and the cues."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from voc.models.features import Grams
from voc.models.heads import load_head
from voc.schema import Floats
from voc.text.statements.cues import cues

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
