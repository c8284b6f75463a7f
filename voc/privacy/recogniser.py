"""Find names of people that nothing announces ("asked Priya about it"): a linear model over words and their neighbours.

The weights (`voc/models/weights/names.npz`, with a model card) are made by `python -m training.names`. The sum of a
few integers per word gives the same result on every machine.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from voc.privacy.names import Mention, is_known_pair
from voc.privacy.word_features import Sentence, features, is_candidate, lists_of, read_sentence

WEIGHTS = "names.npz"
SCALE = 16
"""Weights are kept in a byte each: 16 of 1024 parts of a logit are a step."""
_PARTICLES = frozenset("von van de der den del della di da dos la le el al bin ibn ter ten zu".split())
"""Words in lower case inside a name ("Friederike von Plessen")."""
_AND = ("&", "and", "und", "'s")
_BETWEEN = re.compile(r"[ \u00a0]")
_HAS_LETTERS = re.compile(r"[^\W\d_]{2}")


class Vocabulary(dict[int, int]):
    """`word_hash` of ordinary words → how they are mostly written; hashable by identity, for caches."""

    __hash__ = object.__hash__  # type: ignore[assignment]


@dataclass(frozen=True, slots=True)
class NameModel:
    """Integer weights by bucket, and the sums from which a word is a name, alone and beside a name."""

    weights: NDArray[np.int32]
    bias: int
    threshold: int
    beside: int
    vocabulary: Vocabulary

    def score(self, sentence: Sentence, at: int) -> int:
        """How much speaks for a name, as a sum of weights."""
        return int(self.weights[features(sentence, at, self.vocabulary)].sum()) + self.bias


@cache
def load_model() -> NameModel:
    """The weights of the package."""
    with (files("voc.models") / "weights" / WEIGHTS).open("rb") as file, np.load(file, allow_pickle=False) as arrays:
        words = zip(np.cumsum(arrays["words"], dtype=np.uint64).tolist(), arrays["kinds"].tolist(), strict=True)
        bias, threshold, beside = arrays["thresholds"].tolist()
        return NameModel(arrays["weights"].astype(np.int32) * SCALE, bias, threshold, beside, Vocabulary(words))


def find_unannounced(text: str, model: NameModel | None = None) -> list[Mention]:
    """People's names that the words around them give away, ascending."""
    model = model or load_model()
    if not _HAS_LETTERS.search(text):
        return []
    sentence = read_sentence(text)
    scores: dict[int, int] = {
        at: model.score(sentence, at)
        for at in range(len(sentence.tokens))
        if is_candidate(sentence, at, model.vocabulary)
    }
    mentions = []
    end_of_last = -1
    for at in sorted(scores):
        if at <= end_of_last or scores[at] < model.threshold:
            continue
        first, last = _reach(text, sentence, scores, at, model.beside)
        end_of_last = last
        if not _is_known(sentence, first, last):
            mentions.append(Mention(sentence.tokens[first].start, sentence.tokens[last].end))
    return mentions


def _is_known(sentence: Sentence, first: int, last: int) -> bool:
    """Whether a name is, or is within, the name of a brand or a figure ("Ben & Jerry's", "Uncle Sam")."""
    words = [token.text for token in sentence.tokens[max(0, first - 2) : last + 3] if token.text not in _AND]
    return any(is_known_pair(pair) for pair in pairwise(words))


def _reach(text: str, sentence: Sentence, scores: Mapping[int, int], at: int, beside: int) -> tuple[int, int]:
    """The first and last token of the name around a word: what is beside a name needs less to belong to it."""
    first = last = at
    tokens = sentence.tokens

    def is_joined(left: int, right: int) -> bool:
        return _BETWEEN.fullmatch(text[tokens[left].end : tokens[right].start]) is not None

    while first and is_joined(first - 1, first) and scores.get(first - 1, beside - 1) >= beside:
        first -= 1
    while last + 1 < len(tokens) and is_joined(last, last + 1):
        following = last + 1
        while following + 1 < len(tokens) and tokens[following].text in _PARTICLES and is_joined(following, following + 1):
            following += 1
        # A surname that is in no list follows a first name that is.
        is_surname = following in scores and "F" in lists_of(tokens[last].text) and not sentence.is_lower
        if not is_surname and scores.get(following, beside - 1) < beside:
            break
        last = following
    return first, last
