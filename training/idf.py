"""The inverse document frequency of each n-gram, counted on sets that no accuracy is measured on."""

from __future__ import annotations

import numpy as np

from training.data import load
from training.weights import FOLDER
from voc.models.ngrams import IDF_STEP, N_BUCKETS, hash_ngrams

SETS = (
    "amazon_alexa", "flausch2025", "goemotions", "jameda_de", "kununu_de", "massive_de", "potts", "ryanair",
    "sentihood", "womens_clothing", "xed",
)  # fmt: skip
MIN_TEXTS = 6
"""N-grams in fewer texts than this get weight 0: they teach noise."""
_BATCH_TEXTS = 4096
"""Texts whose n-grams are in memory at a time."""


def build() -> None:
    """Count and write `voc/models/weights/idf.npy`, uint8 (N_BUCKETS,) in steps of 1/16."""
    counts = np.zeros(N_BUCKETS, np.int64)
    n = 0
    for name in SETS:
        texts = load(name)["text"].tolist()
        n += len(texts)
        for start in range(0, len(texts), _BATCH_TEXTS):
            # Weight 1 for all buckets: with weight 0 an n-gram would not be counted.
            ngrams = hash_ngrams(texts[start : start + _BATCH_TEXTS], np.ones(N_BUCKETS, np.float32))
            counts += np.bincount(ngrams.buckets, minlength=N_BUCKETS)
    idf = np.where(counts >= MIN_TEXTS, np.log((1 + n) / (1 + counts)) + 1, 0)
    FOLDER.mkdir(parents=True, exist_ok=True)
    np.save(FOLDER / "idf.npy", np.clip(np.rint(idf * IDF_STEP), 0, 255).astype(np.uint8))
