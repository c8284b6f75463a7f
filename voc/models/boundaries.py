"""Where one thought ends and the next begins in text without punctuation and capitals, as speech recognition writes it.

The model is a regression on hashed features of each gap between two words: the words, endings and kinds of word around
it, and how far the next finite verb is. It knows German and English. `python -m training.boundaries` rebuilds it.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from voc.schema import Floats
from voc.text.lexicon import words as lexicon_words

# The weights were learned on these very features: any change here asks for `python -m training.boundaries`.
LANGUAGES = ("de", "en")
"""Languages that the model knows (ISO 639-1)."""
BITS = 17
"""Features share 2^17 buckets."""
MAX_WORDS = 60
"""Words of the longest thought."""
_ENDING = 3
"""Letters of a word's ending, which tells much of its part of speech."""
_VERB_AHEAD, _VERB_BEHIND, _OPENER_AHEAD, _OPENER_BEHIND = 6, 9, 4, 9
"""Words within which the nearest finite verb and the nearest opener of a subordinate clause are looked for."""
_PADDING = 9
"""Empty words between two texts: as many as any feature reaches, so that a text is read without its neighbours."""

_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)
"""The golden ratio times 2^64, see `voc.models.ngrams`."""

# Each feature joins attributes of words near the gap: W the word, E its ending, K its kind; −1 is the last word before
# the gap, 1 the first one after it.
_TEMPLATES = tuple(
    tuple((part[0], int(part[1:])) for part in template.split())
    for template in (
        "W-4", "W-3", "W-2", "W-1", "W1", "W2", "W3", "W4", "E-2", "E-1", "E1", "E2",
        "W-3 W-2", "W-2 W-1", "W-1 W1", "W1 W2", "W2 W3", "W-2 W1", "W-1 W2",
        "K-1 K1", "K1 K2", "K1 K3", "K-3 K-2 K-1", "K-2 K-1 K1", "K-1 K1 K2", "K1 K2 K3", "K2 K3 K4",
        "K-2 K-1 K1 K2", "K-1 K1 K2 K3", "K1 K2 K3 K4",
    )
)  # fmt: skip
# V is how far the next finite verb is, v the last one; O and o the same for openers of subordinate clauses.
# C is 1 inside a subordinate clause that has no verb yet, 2 behind the verb that closes it, 3 later, and 0 elsewhere.
_DISTANCE_TEMPLATES = (
    "V K1", "v K-1", "v V", "v V o", "o K-1 v", "V O K1", "v K1", "V K-1", "C K1", "C K1 K2", "C K-1", "C V",
)  # fmt: skip

Buckets = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class BoundaryModel:
    """Weights of all features: table int8 (2^BITS,) times ``scale``, and ``bias``; how long thoughts are.

    ``lengths`` float32 (2, MAX_WORDS + 1) is the log probability of a thought of so many words; the first column is
    unused. To it is added how much likelier than any run of so many words a thought is to have no finite verb (row 0),
    or to have one (row 1), in log-odds.
    """

    table: NDArray[np.int8]
    scale: float
    bias: float
    lengths: Floats

    def logits(self, texts: Sequence[Sequence[str]], language: str) -> list[Floats]:
        """How surely a thought ends at each gap: for a text of n words float32 (n − 1,), above 0 where it is likely."""
        buckets, starts = gap_buckets(texts, language, common_words(language))
        scores = self.score(buckets)
        return [scores[start:end] for start, end in pairwise(starts)]

    def score(self, buckets: Buckets) -> Floats:
        """The logits of n gaps with these features: float32 (n,)."""
        sums = self.table[buckets].sum(axis=1, dtype=np.int32)
        return np.asarray(sums * np.float32(self.scale) + np.float32(self.bias), np.float32)


@cache
def load_boundary_model() -> BoundaryModel:
    """Load `voc/models/weights/boundaries.npz`."""
    arrays = _weights()
    return BoundaryModel(arrays["table"], float(arrays["scale"]), float(arrays["bias"]), arrays["lengths"])


@cache
def common_words(language: str) -> frozenset[int]:
    """Codes of the words that were frequent in training: each is a kind of its own."""
    return frozenset(_weights()[f"common_{language}"].tolist())


@cache
def _weights() -> dict[str, Any]:
    with (files("voc.models") / "weights" / "boundaries.npz").open("rb") as stream:
        return dict(np.load(stream, allow_pickle=False))


def word_code(word: str) -> int:
    """The code of a word in lower case; all numbers share one."""
    return zlib.crc32(("0" if word.isdigit() else word).encode("utf-8", "replace"))


def gap_buckets(
    texts: Sequence[Sequence[str]], language: str, common: frozenset[int]
) -> tuple[Buckets, NDArray[np.int64]]:
    """The features of each gap between two words.

    Args:
        texts: the words of n texts, in lower case.
        language: "de" or "en".
        common: codes of the words that are a kind of their own.

    Returns:
        int32 (gaps, features), buckets in 0…2^BITS − 1; and int64 (n + 1,), where the gaps of each text begin.
    """
    padding = [_WordFeatures(0, 0, 0, is_verb=False, is_opener=False)] * _PADDING
    stream = list(padding)
    gaps: list[int] = []
    starts = [0]
    for text in texts:
        first = len(stream)
        stream += [_read_word(word, language, common) for word in text]
        gaps += range(first, len(stream) - 1)
        starts.append(len(gaps))
        stream += padding
    return _hash_features(stream, np.array(gaps, np.int64), language), np.array(starts)


@dataclass(frozen=True, slots=True)
class _WordFeatures:
    """Codes of a word, its ending and its kind, and whether it is a finite verb or opens a subordinate clause."""

    code: int
    ending: int
    kind: int
    is_verb: bool
    is_opener: bool


@lru_cache(maxsize=100_000)
def _read_word(word: str, language: str, common: frozenset[int]) -> _WordFeatures:
    code = word_code(word)
    ending = zlib.crc32(word[-_ENDING:].encode("utf-8", "replace"))
    kind = code if code in common else zlib.crc32(f"-{word[-2:]}".encode("utf-8", "replace"))
    return _WordFeatures(
        code,
        ending,
        kind,
        word in lexicon_words(language, "boundaries.finite_verbs"),
        word in lexicon_words(language, "boundaries.openers"),
    )


def _hash_features(stream: Sequence[_WordFeatures], gaps: NDArray[np.int64], language: str) -> Buckets:
    attributes = {
        "W": np.array([word.code for word in stream], np.uint64),
        "E": np.array([word.ending for word in stream], np.uint64),
        "K": np.array([word.kind for word in stream], np.uint64),
    }
    is_verb = np.array([word.is_verb for word in stream])
    is_opener = np.array([word.is_opener for word in stream])
    distances = {
        "V": _distance_ahead(is_verb, gaps, _VERB_AHEAD),
        "v": _distance_behind(is_verb, gaps, _VERB_BEHIND),
        "O": _distance_ahead(is_opener, gaps, _OPENER_AHEAD),
        "o": _distance_behind(is_opener, gaps, _OPENER_BEHIND),
    }
    distances["C"] = _clause_state(distances["o"], is_verb, gaps)

    def values(part: str) -> NDArray[np.uint64]:
        if part in distances:
            return distances[part]
        offset = int(part[1:])
        return attributes[part[0]][gaps + (offset if offset > 0 else offset + 1)]

    templates = [[f"{name}{offset}" for name, offset in template] for template in _TEMPLATES]
    templates += [template.split() for template in _DISTANCE_TEMPLATES]
    buckets = np.empty((len(gaps), len(templates)), np.int32)
    salt = zlib.crc32(language.encode())
    for column, template in enumerate(templates):
        codes = np.full(len(gaps), salt + column, np.uint64)
        for part in template:
            codes = _mix(_mix(codes) ^ values(part))
        buckets[:, column] = ((codes * _MULTIPLIER) >> np.uint64(64 - BITS)).astype(np.int32)
    return buckets


def _mix(codes: NDArray[np.uint64]) -> NDArray[np.uint64]:
    mixed = codes * _MULTIPLIER
    return np.asarray(mixed ^ (mixed >> np.uint64(29)), np.uint64)


def _distance_ahead(flags: NDArray[np.bool_], gaps: NDArray[np.int64], reach: int) -> NDArray[np.uint64]:
    """Words from each gap to the next flagged one; 0 where none is within reach."""
    return _nearest(flags, gaps, range(1, reach + 1))


def _distance_behind(flags: NDArray[np.bool_], gaps: NDArray[np.int64], reach: int) -> NDArray[np.uint64]:
    """Words from each gap back to the last flagged one; 0 where none is within reach."""
    return _nearest(flags, gaps, range(0, -reach, -1))


def _clause_state(
    opener: NDArray[np.uint64], is_verb: NDArray[np.bool_], gaps: NDArray[np.int64]
) -> NDArray[np.uint64]:
    n_verbs = np.append(0, np.cumsum(is_verb))
    since_opener = n_verbs[gaps + 1] - n_verbs[gaps + 1 - opener.astype(np.int64)]
    closes = (since_opener == 1) & is_verb[gaps]
    state = np.where(since_opener == 0, 1, np.where(closes, 2, 3))
    return np.where(opener > 0, state, 0).astype(np.uint64)


def _nearest(flags: NDArray[np.bool_], gaps: NDArray[np.int64], offsets: Iterable[int]) -> NDArray[np.uint64]:
    distances = np.zeros(len(gaps), np.uint64)
    for distance, offset in enumerate(offsets, 1):
        distances[flags[gaps + offset] & (distances == 0)] = distance
    return distances


def has_finite_verbs(words: Sequence[str], language: str) -> list[bool]:
    """Whether each word is a frequent finite verb."""
    return list(map(lexicon_words(language, "boundaries.finite_verbs").__contains__, words))


def best_cuts(gains: Floats, verbs: Sequence[bool], lengths: Floats) -> list[int]:
    """The most likely cuts of a text: numbers of the words before which a new thought begins, ascending.

    Args:
        gains: float32 (n − 1,), what a cut at each gap of a text of n words adds to the score of the whole.
        verbs: whether each of the n words is a finite verb.
        lengths: as in `BoundaryModel`, times their weight.
    """
    n = len(verbs)
    if n < 2:
        return []
    prior = lengths.astype(np.float64)
    padded_gains = np.append(gains.astype(np.float64), 0.0)
    n_verbs = np.append(0, np.cumsum(verbs, dtype=np.int64))
    scores = np.zeros(n + 1)
    begins = np.zeros(n + 1, np.int64)
    for end in range(1, n + 1):
        first = max(0, end - lengths.shape[1] + 1)
        has_verb = (n_verbs[end] > n_verbs[first:end]).astype(np.int64)
        totals = scores[first:end] + prior[has_verb, np.arange(end - first, 0, -1)]
        best = int(totals.argmax())
        scores[end], begins[end] = totals[best] + padded_gains[end - 1], first + best
    cuts, end = [], int(begins[n])
    while end > 0:
        cuts.append(end)
        end = int(begins[end])
    return cuts[::-1]
