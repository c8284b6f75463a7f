"""How telling each n-gram is, counted on sets that no figure is measured on."""

from __future__ import annotations

import numpy as np

from training.data import load
from training.weights import FOLDER
from voc.models.ngrams import IDF_STEP, N_BUCKETS, hash_ngrams

SETS = (
    "amazon_alexa", "flausch2025", "goemotions", "jameda_de", "kununu_de", "massive_de", "potts", "ryanair",
    "sentihood", "womens_clothing", "xed",
)  # fmt: skip
RARE = 6
"""N-grams in fewer texts teach noise."""


def build() -> None:
    """Count and write `voc/models/weights/idf.npy`, uint8 (N_BUCKETS,) in steps of 1/16."""
    seen = np.zeros(N_BUCKETS, np.int64)
    n = 0
    for name in SETS:
        texts = load(name)["text"].tolist()
        n += len(texts)
        for start in range(0, len(texts), 4096):
            found = hash_ngrams(texts[start : start + 4096], np.ones(N_BUCKETS, np.float32))
            seen += np.bincount(found.buckets, minlength=N_BUCKETS)
    idf = np.where(seen >= RARE, np.log((1 + n) / (1 + seen)) + 1, 0)
    FOLDER.mkdir(parents=True, exist_ok=True)
    np.save(FOLDER / "idf.npy", np.clip(np.rint(idf * IDF_STEP), 0, 255).astype(np.uint8))
