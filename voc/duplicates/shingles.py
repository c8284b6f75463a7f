"""Texts as sets of hashed five-word sequences, and how much of one lies in another.

Broder (1997), On the resemblance and containment of documents: shingles, containment, and a sample of the hashes that
are 0 modulo a number, which is the same sample for every text.
"""

from __future__ import annotations

import re
import zlib

import numpy as np
from numpy.typing import NDArray

Hashes = NDArray[np.uint64]

SIZE = 5
"""Words of a shingle."""
SAMPLED = 4
"""One hash of so many stands in the sample by which pairs are found."""
_WORD = re.compile(r"[^\W_]+")
_MULTIPLIER = np.uint64(6364136223846793005)
_MARK = re.compile(r"\[[A-Za-z-]+ \d+\]")


def words(text: str) -> list[str]:
    """The words of a text in lower case, without punctuation and pseudonyms."""
    return _WORD.findall(_MARK.sub(" ", text).casefold())


def shingles(spoken: list[str]) -> Hashes:
    """The distinct hashes of all sequences of SIZE words: uint64 (n,), ascending; empty for fewer words.

    >>> shingles("one two three four five six".split()).shape
    (2,)
    """
    if len(spoken) < SIZE:
        return np.zeros(0, np.uint64)
    codes = np.array([zlib.crc32(word.encode()) for word in spoken], np.uint64)
    length = len(codes) - SIZE + 1
    hashes = np.zeros(length, np.uint64)
    for offset in range(SIZE):
        hashes = hashes * _MULTIPLIER + codes[offset : offset + length]
    hashes ^= hashes >> np.uint64(29)
    return np.asarray(np.unique(hashes), np.uint64)


def sample(hashes: Hashes) -> Hashes:
    """The same part of every set: uint64 (m,), about one of SAMPLED."""
    return np.asarray(hashes[hashes % np.uint64(SAMPLED) == 0], np.uint64)


def contained(part: Hashes, whole: Hashes) -> float:
    """The share of ``part`` that lies in ``whole``, 0–1; both ascending. 0 for an empty part."""
    if not len(part) or not len(whole):
        return 0.0
    places = np.minimum(np.searchsorted(whole, part), len(whole) - 1)
    return float((whole[places] == part).mean())
