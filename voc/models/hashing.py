"""A small deterministic encoder for tests: signed hashes of words and character trigrams, no weights."""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence

import numpy as np

from voc.schema import Floats

_WORD = re.compile(r"\w+")


class HashingEncoder:
    """Texts that share words or parts of words are near each other. Fast, and without any meaning beyond that."""

    name = "hashing"

    def __init__(self, dimensions: int = 256) -> None:
        self.dimensions = dimensions

    def encode(self, texts: Sequence[str]) -> Floats:
        """Encode n texts: float32 (n, ``dimensions``), rows of unit length; a text without words has its own row."""
        out = np.zeros((len(texts), self.dimensions), np.float32)
        for i, text in enumerate(texts):
            for feature, weight in _features(text):
                code = zlib.crc32(feature.encode("utf-8", "surrogatepass"))
                out[i, (code >> 1) % self.dimensions] += weight if code & 1 else -weight
            length = np.sqrt(np.sum(out[i] * out[i]))
            if length == 0:
                out[i, 0] = length = 1.0
            out[i] /= length
        return out


def _features(text: str) -> list[tuple[str, float]]:
    words = _WORD.findall(text.casefold())
    grams = [f"#{padded[i : i + 3]}" for word in words for padded in (f" {word} ",) for i in range(len(padded) - 2)]
    return [(word, 1.0) for word in words] + [(gram, 0.3) for gram in grams]
