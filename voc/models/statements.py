"""What the statement head looks at: the vector, the sentiment, and the cues."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from voc.models.cues import cues
from voc.models.features import Grams
from voc.models.heads import load_head
from voc.schema import Floats

DIMENSIONS = 512
VECTOR_SCALE, CUE_SCALE = np.float32(0.5), np.float32(0.9)
"""Few labels were made by hand, so that cues and sentiment (scale 1) must weigh more than the vector's 512 entries."""


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
    return np.concatenate([vectors * VECTOR_SCALE, sentiments, cues(texts) * CUE_SCALE], axis=1)
