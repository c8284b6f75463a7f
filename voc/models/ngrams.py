"""Words, word pairs and parts of words as hashed n-grams, beside the encoder's vector, which loses wording.

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

BITS = 18
"""Words and word pairs share 2^18 places, parts of words another 2^18."""
PLACES = 2 << BITS
IDF_STEP = 16.0
_ORDERS = (3, 4, 5)
_MAX_CHARS = 4000
_SPACE = 32
_MIX = np.uint64(0x9E3779B97F4A7C15)
_TOKEN = re.compile(r"\w+(?:'\w+)?|[^\w\s]+")
_NEGATION = re.compile(
    r"nicht|nichts|nie|niemals|kein(?:e[mnrs]?)?|ohne|kaum|weder|not|no|never|nothing|without|hardly|neither|cannot"
    r"|\w+n't"
)
_REACH = 3
"""So many words after a negation count once more, as negated words."""
Codes = NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Grams:
    """Weighted n-grams of n texts: those of text i are ``starts[i]`` to ``starts[i + 1]``.

    places int32 (m,) in 0…PLACES−1, each once a text, in ascending order; values float32 (m,); starts int64 (n + 1,).
    """

    places: NDArray[np.int32]
    values: Floats
    starts: NDArray[np.int64]


@cache
def idf() -> Floats:
    """How telling each place is: float32 (PLACES,), ln((1 + texts) / (1 + texts that have it)) + 1; 0 where it is too
    rare to be known."""
    with (files("voc.models") / "weights" / "idf.npy").open("rb") as stream:
        return np.asarray(np.load(stream, allow_pickle=False), np.float32) / np.float32(IDF_STEP)


def grams(texts: Sequence[str], weights: Floats | None = None) -> Grams:
    """Count, weigh and scale the n-grams of n texts, in lower case; the first 4,000 characters of a text count.

    Args:
        texts: n texts.
        weights: float32 (PLACES,), `idf` by default.
    """
    weights = idf() if weights is None else weights
    rows, places = _occurrences([text[:_MAX_CHARS].lower().replace("’", "'") for text in texts])
    found, counts = np.unique(rows * PLACES + places, return_counts=True)
    rows, places = found // PLACES, (found % PLACES).astype(np.int32)
    known = weights[places] > 0
    rows, places, counts = rows[known], places[known], counts[known]
    values = ((1 + np.log(counts)) * weights[places]).astype(np.float32)
    block = rows * 2 + (places >> BITS)
    squares = np.bincount(block, values.astype(np.float64) ** 2, minlength=2 * len(texts))
    values *= (1 / np.sqrt(np.maximum(squares, 1e-12)))[block].astype(np.float32)
    return Grams(places, values, np.searchsorted(rows, np.arange(len(texts) + 1)))


def _occurrences(texts: Sequence[str]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The row and the place of every n-gram: int64 (m,) each."""
    words: list[list[str]] = [_TOKEN.findall(text) for text in texts]
    counts = np.array([len(found) for found in words], np.int64)
    flat = [word for found in words for word in found]
    codes = np.fromiter((zlib.crc32(word.encode("utf-8", "replace")) for word in flat), np.uint64, len(flat))
    row = np.repeat(np.arange(len(texts)), counts)
    same = row[1:] == row[:-1]
    pairs = (_mixed(codes[:-1]) ^ codes[1:])[same]
    negated = _negated(flat, row)
    word_rows = np.concatenate([row, row[1:][same], row[negated]])
    word_places = _place(np.concatenate([codes, pairs, _mixed(~codes[negated])]), 0)
    part_rows, part_places = _parts(flat, row)
    return np.concatenate([word_rows, part_rows]), np.concatenate([word_places, part_places])


def _negated(words: Sequence[str], row: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which words stand closely after a negation, in the same text and with no mark between: bool (m,)."""
    starts = np.fromiter((_NEGATION.fullmatch(word) is not None for word in words), bool, len(words))
    marks = np.fromiter((not word[0].isalnum() for word in words), bool, len(words))
    out = np.zeros(len(words), bool)
    reach = starts
    for _ in range(_REACH):
        reach = np.concatenate([[False], reach[:-1] & (row[1:] == row[:-1])])[: len(words)] & ~marks
        out |= reach
    return out


def _parts(words: Sequence[str], row: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Runs of three to five characters inside words, which have a space at either end."""
    text = " " + "  ".join(words) + " " if words else ""
    chars = np.frombuffer(text.encode("utf-32-le", "replace"), np.uint32).astype(np.uint64)
    of_word = np.repeat(row, [len(word) + 2 for word in words])
    spaces = np.concatenate([[0], np.cumsum(chars == _SPACE)])
    rows, places = [], []
    for order in _ORDERS:
        n = max(len(chars) - order + 1, 0)
        code = np.full(n, order, np.uint64)
        for i in range(order):
            code = _mixed(code ^ chars[i : i + n])
        inner = spaces[order - 1 : order - 1 + n] - spaces[1 : 1 + n]
        inside = inner == 0
        rows.append(of_word[:n][inside])
        places.append(_place(code[inside], 1))
    return np.concatenate(rows), np.concatenate(places)


def _mixed(codes: Codes) -> Codes:
    mixed = codes * _MIX
    return np.asarray(mixed ^ (mixed >> np.uint64(29)), np.uint64)


def _place(codes: Codes, block: int) -> NDArray[np.int64]:
    return ((_mixed(codes) * _MIX) >> np.uint64(64 - BITS)).astype(np.int64) + (block << BITS)
