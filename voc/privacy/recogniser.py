"""Find names of people that nothing announces ("asked Priya about it"): a linear model over words and their neighbours.

The weights (`voc/models/weights/names.npz`, with a model card) are made by `python -m training.names`. The sum of a
few integers per word gives the same result on every machine.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Container, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from voc.privacy.names import Mention, is_known_pair, is_role, is_unknown
from voc.privacy.word_features import (
    TokenisedText,
    features,
    first_names_in_lower_case,
    is_candidate,
    is_in_lower_case,
    is_month,
    is_ordinary,
    is_particle,
    is_unmistakable,
    listed_in_lower_case,
    lists_of,
    may_be_lower_name,
    may_be_name,
    names_deed,
    names_person,
    names_thing,
    read_sentence,
)

WEIGHTS = "names.npz"
SCALE = 16
"""Weights are kept in a byte each: 16 of 1024 parts of a logit are a step."""
_FOR_MONTHS = 2 * 1024
"""What must speak for a name in addition where the word is a month as well: two logits."""
_FOR_UNLISTED = 3072
"""The same where the word is in no list of names: most such words of a study are its products and rare nouns ("Kotlin",
"die Sohle"), which would go in all of its texts. Half of this finds two more of the 77 English names of a stranger, no
German one, and takes three times as many products of a study about software for people."""
_FOR_LOWER = 1024
"""The same for a small letter in a text that has capitals: most such words are slips of the finger."""
_FOR_UNLISTED_LOWER = 5120
"""The same in a text without capitals, where brands look like people ("namco")."""
_FOR_AGAIN = 2048
"""How much less is needed where the text names somebody so elsewhere ("somebody called Mark. Did Mark help?")."""
_AND = ("&", "and", "und", "'s")
_AUXILIARIES = frozenset(
    ["darf", "hat", "hatte", "ist", "kann", "konnte", "muss", "soll", "war", "wird", "wollte", "wurde"]
)
_BETWEEN = re.compile(r"[ \u00a0]")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


class Vocabulary(dict[int, int]):
    """`word_hash` of ordinary words → how they are mostly written; hashable by identity, for caches."""

    __hash__ = object.__hash__  # type: ignore[assignment]


@dataclass(frozen=True, slots=True)
class NameModel:
    """Integer weights by bucket, and the sums from which a word is a name: any, an ordinary word, one beside a name."""

    weights: NDArray[np.int32]
    bias: int
    threshold: int
    ordinary: int
    beside: int
    vocabulary: Vocabulary

    def score(self, sentence: TokenisedText, at: int) -> int:
        """How much speaks for a name, as a sum of weights."""
        return int(self.weights[features(sentence, at, self.vocabulary)].sum()) + self.bias


@cache
def load_model() -> NameModel:
    """The weights of the package."""
    with (files("voc.models") / "weights" / WEIGHTS).open("rb") as file, np.load(file, allow_pickle=False) as arrays:
        words = zip(np.cumsum(arrays["words"], dtype=np.uint64).tolist(), arrays["kinds"].tolist(), strict=True)
        bias, threshold, ordinary, beside = arrays["thresholds"].tolist()
        return NameModel(
            arrays["weights"].astype(np.int32) * SCALE, bias, threshold, ordinary, beside, Vocabulary(words)
        )


def find_unannounced(
    text: str, model: NameModel | None = None, announced: Container[str] = frozenset()
) -> list[Mention]:
    """People's names that the words around them give away, ascending; ``announced`` are words of names in the text."""
    model = model or load_model()
    # Most texts of a study hold no word that may be a name: they are not read further.
    words = _WORD.findall(text)
    if is_in_lower_case(text):
        if not any(may_be_lower_name(word.lower(), model.vocabulary) for word in words):
            return []
    elif first_names_in_lower_case().isdisjoint(words) and not any(
        may_be_name(word, model.vocabulary) for word in words
    ):
        return []
    sentence = read_sentence(text)
    scores: dict[int, int] = {
        at: model.score(sentence, at)
        for at in range(len(sentence.tokens))
        if is_candidate(sentence, at, model.vocabulary)
    }
    mentions = []
    end_of_last = -1
    likely = _likely_places(sentence, scores, model, announced)
    for at in sorted(scores):
        if at <= end_of_last or at not in likely:
            continue
        first, last = _reach(text, sentence, scores, at, model.beside)
        end_of_last = last
        are_roles = all(is_role(token.text) for token in sentence.tokens[first : last + 1])
        if not (are_roles or _is_known(sentence, first, last) or _is_thing(text, sentence, first, last)):
            mentions.append(Mention(sentence.tokens[first].start, sentence.tokens[last].end))
    return mentions


def _likely_places(
    sentence: TokenisedText, scores: Mapping[int, int], model: NameModel, announced: Container[str]
) -> frozenset[int]:
    """The tokens for which enough speaks: at their own place, or at other places of the same word in the text."""
    places: dict[str, list[int]] = defaultdict(list)
    for at in scores:
        places[sentence.tokens[at].text].append(at)
    likely: set[int] = set()
    for word, starts in places.items():
        may_be_word = is_ordinary(sentence, starts[0], model.vocabulary)
        threshold = model.ordinary if may_be_word else model.threshold
        threshold += _more_evidence(sentence, starts[0])
        is_name = word in announced or max(scores[at] for at in starts) >= threshold
        # "Frau Sommer, wie war der Sommer?": German nouns have capitals too.
        is_certain = not may_be_word or (sentence.language == "en" and not is_month(word))
        if is_name and is_certain:
            threshold -= _FOR_AGAIN
        likely |= {at for at in starts if scores[at] >= threshold}
    return frozenset(likely)


def _more_evidence(sentence: TokenisedText, at: int) -> int:
    word = sentence.tokens[at].text
    if is_month(word):
        return _FOR_MONTHS
    if sentence.is_lower:
        return 0 if word.lower() in listed_in_lower_case() else _FOR_UNLISTED_LOWER
    if word[0].islower():
        return _FOR_LOWER
    # "PDFBoard": no name begins like an acronym, unless all of it is in capitals.
    is_product = not word.isupper() and word[:2].isupper() and word[1:2].isalpha()
    return 0 if lists_of(word) else 4 * _FOR_UNLISTED if is_product else _FOR_UNLISTED


def _is_known(sentence: TokenisedText, first: int, last: int) -> bool:
    """Whether a name is, or is within, the name of a brand or a figure ("Ben & Jerry's", "Uncle Sam")."""
    words = [token.text for token in sentence.tokens[max(0, first - 2) : last + 3] if token.text not in _AND]
    return any(is_known_pair(pair) for pair in pairwise(words))


def _is_thing(text: str, sentence: TokenisedText, first: int, last: int) -> bool:
    """Whether a name is that of a shop, a work or an animal, which is beside it ("Café Anna", "the Nora dress")."""
    tokens = sentence.tokens
    is_after = first > 0 and names_thing(tokens[first - 1].text) and _is_joined(text, sentence, first - 1)
    is_before = last + 1 < len(tokens) and names_thing(tokens[last + 1].text) and _is_joined(text, sentence, last)
    return is_after or is_before


def can_spread(name: str) -> bool:
    """Whether a name that was found once is replaced in all texts of a study: each of its words can be nothing else,
    or it has two words and more.

    >>> can_spread("Priya"), can_spread("Koch"), can_spread("Grace Koch")
    (True, False, True)
    """
    if " " in name:
        return True
    return is_unmistakable(name, load_model().vocabulary) and bool(lists_of(name) or is_unknown(name))


def _is_joined(text: str, sentence: TokenisedText, left: int) -> bool:
    """Whether nothing but a space is between a token and the next."""
    return _BETWEEN.fullmatch(text[sentence.tokens[left].end : sentence.tokens[left + 1].start]) is not None


def _may_be_first_name(sentence: TokenisedText, at: int) -> bool:
    """Whether a surname may follow: none does behind a genitive ("Gesas Rückruf"); "Harrison" is a first name too."""
    lists = lists_of(sentence.tokens[at].text)
    return "s" not in lists and ("F" in lists or ("S" in lists and sentence.language == "en"))


def _may_be_surname(sentence: TokenisedText, at: int) -> bool:
    """Whether a word behind a first name is a surname though it is an ordinary word: in English by its capital, in
    German in front of the verb ("Silke Brandauer hat uns …"), where no noun follows a name."""
    word = sentence.tokens[at].text
    following = sentence.tokens[at + 1].text if at + 1 < len(sentence.tokens) else ""
    is_genitive = sentence.tokens[at - 1].text.endswith("s")
    if sentence.language == "de" and (is_genitive or not (following in _AUXILIARIES or names_deed(following))):
        return False
    if not word[0].isupper() or word.isupper() or names_thing(word):
        return False
    return not lists_of(word).strip("sFSO")


def _reach(text: str, sentence: TokenisedText, scores: Mapping[int, int], at: int, beside: int) -> tuple[int, int]:
    """The first and last token of the name around a word: what is beside a name needs less to belong to it."""
    first = last = at
    tokens = sentence.tokens
    while first and _is_joined(text, sentence, first - 1) and scores.get(first - 1, beside - 1) >= beside:
        # "Enkelin Leonie": who somebody is to others is no part of the name.
        if names_person(tokens[first - 1].text) and not lists_of(tokens[first - 1].text):
            break
        first -= 1
    while last + 1 < len(tokens) and _is_joined(text, sentence, last):
        following = last + 1
        while (
            following + 1 < len(tokens)
            and is_particle(tokens[following].text)
            and _is_joined(text, sentence, following)
        ):
            following += 1
        # A surname that is in no list follows a first name that is.
        is_surname = (
            _may_be_first_name(sentence, last)
            and not sentence.is_lower
            and (following in scores or _may_be_surname(sentence, following))
        )
        if not is_surname and scores.get(following, beside - 1) < beside:
            break
        last = following
    return first, last
