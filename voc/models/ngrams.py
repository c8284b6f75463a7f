"""Words, word pairs and parts of words as hashed n-grams; the encoder's vector alone loses wording.

The features are those of Wang & Manning (2012, ACL P12-2018) in the manner of scikit-learn's `TfidfVectorizer` with
`HashingVectorizer`: sublinear term frequency, inverse document frequency, and rows of unit length, once for words and
once for parts of words. All of it runs on whole batches in numpy.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from voc.schema import Floats

# The weights in voc/models/weights were learned on these very hashes: any change here asks for `python -m training`.
BITS = 18
"""Words and word pairs share 2^18 buckets, parts of words another 2^18."""
N_BUCKETS = 2 << BITS
"""The number of buckets, and the rows of every table of weights."""
IDF_STEP = 16.0
"""idf.npy holds bytes; each is the inverse document frequency times this number."""
_PART_LENGTHS = (3, 4, 5)
"""Characters of a part of a word."""
_MAX_CHARS = 4000
"""Characters of a text that are read; a segment is far shorter, a pasted log file may not be."""
_NEGATION_REACH = 3
"""This many words after a negation are counted a second time, as negated words."""
_SPACE = 32
_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)
"""The golden ratio times 2^64: Fibonacci hashing spreads the bits (Knuth, TAOCP 3, 6.4)."""
_TOKEN = re.compile(r"\w+(?:'\w+)?|[^\w\s]+")
_NEGATION = re.compile(
    r"nicht|nichts|nie|niemals|kein(?:e[mnrs]?)?|ohne|kaum|weder|not|no|never|nothing|without|hardly|neither|cannot"
    r"|\w+n't"
)

Codes = NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class NGrams:
    """Weighted n-grams of n texts, laid out as the rows of a CSR matrix (n, N_BUCKETS).

    Those of text i are ``starts[i]`` to ``starts[i + 1]``: ``buckets`` int32 (m,) in 0…N_BUCKETS−1, unique within a
    text and ascending; ``values`` float32 (m,); ``starts`` int64 (n + 1,).
    """

    buckets: NDArray[np.int32]
    values: Floats
    starts: NDArray[np.int64]


@cache
def load_idf() -> Floats:
    """The weight of each bucket: float32 (N_BUCKETS,), ln((1 + texts) / (1 + texts that have it)) + 1.

    A bucket that was too rare in training has weight 0.
    """
    with (files("voc.models") / "weights" / "idf.npy").open("rb") as stream:
        return np.asarray(np.load(stream, allow_pickle=False), np.float32) / np.float32(IDF_STEP)


def hash_ngrams(texts: Sequence[str], weights: Floats | None = None) -> NGrams:
    """Count, weigh and scale the n-grams of n texts, in lower case; the first 4,000 characters of a text count.

    Args:
        texts: n texts.
        weights: float32 (N_BUCKETS,), `load_idf` by default.
    """
    weights = load_idf() if weights is None else weights
    rows, buckets = _occurrences([text[:_MAX_CHARS].lower().replace("’", "'") for text in texts])
    pairs, counts = np.unique(rows * N_BUCKETS + buckets, return_counts=True)
    rows, buckets = pairs // N_BUCKETS, (pairs % N_BUCKETS).astype(np.int32)
    weighted = weights[buckets] > 0
    rows, buckets, counts = rows[weighted], buckets[weighted], counts[weighted]
    values = ((1 + np.log(counts)) * weights[buckets]).astype(np.float32)
    # Words and parts of words are scaled apart: a text has many more parts than words.
    half = rows * 2 + (buckets >> BITS)
    squares = np.bincount(half, values.astype(np.float64) ** 2, minlength=2 * len(texts))
    values *= (1 / np.sqrt(np.maximum(squares, 1e-12)))[half].astype(np.float32)
    return NGrams(buckets, values, np.searchsorted(rows, np.arange(len(texts) + 1)))


def _occurrences(texts: Sequence[str]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The row and the bucket of every n-gram: int64 (m,) each."""
    tokens: list[list[str]] = [_TOKEN.findall(text) for text in texts]
    counts = np.array([len(words) for words in tokens], np.int64)
    flat = [word for words in tokens for word in words]
    codes = np.fromiter((zlib.crc32(word.encode("utf-8", "replace")) for word in flat), np.uint64, len(flat))
    row = np.repeat(np.arange(len(texts)), counts)
    same_text = row[1:] == row[:-1]
    pairs = (_mix(codes[:-1]) ^ codes[1:])[same_text]
    negated = _is_negated(flat, row)
    word_rows = np.concatenate([row, row[1:][same_text], row[negated]])
    word_buckets = _bucket(np.concatenate([codes, pairs, _mix(~codes[negated])]), 0)
    part_rows, part_buckets = _parts(flat, row)
    return np.concatenate([word_rows, part_rows]), np.concatenate([word_buckets, part_buckets])


def _is_negated(words: Sequence[str], row: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which words follow a negation closely, in the same text and without a punctuation mark between: bool (m,)."""
    starts = np.fromiter((_NEGATION.fullmatch(word) is not None for word in words), bool, len(words))
    marks = np.fromiter((not word[0].isalnum() for word in words), bool, len(words))
    negated = np.zeros(len(words), bool)
    reach = starts
    for _ in range(_NEGATION_REACH):
        reach = np.concatenate([[False], reach[:-1] & (row[1:] == row[:-1])])[: len(words)] & ~marks
        negated |= reach
    return negated


def _parts(words: Sequence[str], row: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Row and bucket of each run of three to five characters in a word, which has a space at either end."""
    text = " " + "  ".join(words) + " " if words else ""
    chars = np.frombuffer(text.encode("utf-32-le", "replace"), np.uint32).astype(np.uint64)
    row_of_char = np.repeat(row, [len(word) + 2 for word in words])
    spaces = np.concatenate([[0], np.cumsum(chars == _SPACE)])
    rows, buckets = [], []
    for length in _PART_LENGTHS:
        n = max(len(chars) - length + 1, 0)
        code = np.full(n, length, np.uint64)
        for i in range(length):
            code = _mix(code ^ chars[i : i + n])
        # A run with a space anywhere but at its ends reaches from one word into the next.
        inside = spaces[length - 1 : length - 1 + n] == spaces[1 : 1 + n]
        rows.append(row_of_char[:n][inside])
        buckets.append(_bucket(code[inside], 1))
    return np.concatenate(rows), np.concatenate(buckets)


def _mix(codes: Codes) -> Codes:
    mixed = codes * _MULTIPLIER
    return np.asarray(mixed ^ (mixed >> np.uint64(29)), np.uint64)


def _bucket(codes: Codes, half: int) -> NDArray[np.int64]:
    """The bucket of each code in the first half (words) or the second (parts of words)."""
    return ((_mix(codes) * _MULTIPLIER) >> np.uint64(64 - BITS)).astype(np.int64) + (half << BITS)
