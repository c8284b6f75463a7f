"""Whether a text says what a short phrase says, whatever the endings of the words.

`CueMatcher` finds the cues of touchpoints: phrases that a team wrote, taken word by word. `Topic` and `topic_shares`
compare the line of a proto-persona with what people say: the line's words count in any order, rare ones for more.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from voc.text.lexicon import words_of_all
from voc.text.words import lemma, tokens

# ------------------------------------------------------------------------------------------------- cues of touchpoints

MatchMode = Literal["exact", "inflected", "prefix", "suffix", "part"]

_WORD = re.compile(r"\w+(?:'\w+)*")
_FOLD = str.maketrans({"ä": "a", "ö": "o", "ü": "u", "’": "'", "ß": "ss"})
_CUE_BREAK = re.compile(r"[\s\-/,()]+")
# A word of a text may have all these endings, the cue itself only loses the few of `_STEM_ENDING`: the cue "pairing"
# stays whole, and is not found in "nine pairs of shoes".
_ENDINGS = re.compile(
    r"(?:e|n|s|r|m|t|d|en|er|es|em|et|st|te|ten|ter|tes|tem|test|tet|ern|ens|est|se|sen|innen|in|ed|ings?|'s)?"
)
_STEM_ENDING = re.compile(r"(?:en|es|ed|e|n|s)$")
_MIN_STEM = 4
"""Letters of the shortest word that is matched with other endings; too many words begin like a shorter one ("App")."""
_KEY_LENGTH = 3
"""First letters by which the words of cues are looked up; all inflected forms of a word share them."""
_MAX_GAP = 3
"""At most this many other words may separate two words of a cue ("sent it straight back")."""


def fold_words(text: str) -> list[str]:
    """Split into words in lower case, umlauts as their vowels, parts of hyphenated words apart.

    >>> fold_words("Der Rückgabe-Schein fehlte.")
    ['der', 'ruckgabe', 'schein', 'fehlte']
    """
    return _WORD.findall(text.casefold().translate(_FOLD))


@dataclass(frozen=True, slots=True)
class _CueWord:
    """One word of a cue, folded, and how a word of a text is compared with it."""

    text: str
    mode: MatchMode

    @staticmethod
    def parse(written: str) -> _CueWord:
        """Read a word as a team writes it: ``*`` matches any beginning or end."""
        plain = written.strip("*")
        if written.startswith("*"):
            return _CueWord(plain, "part" if written.endswith("*") else "suffix")
        if written.endswith("*"):
            return _CueWord(plain, "prefix")
        return _CueWord(plain, "inflected" if len(plain) >= _MIN_STEM else "exact")

    def matches(self, word: str) -> bool:
        """Whether a folded word of a text is this word of the cue, as `mode` allows."""
        if self.mode == "prefix":
            return word.startswith(self.text)
        if self.mode == "suffix":
            return word.endswith(self.text)
        if self.mode == "part":
            return self.text in word
        if word == self.text:
            return True
        if self.mode == "exact" or not word.startswith(self.text[:_KEY_LENGTH]):
            return False
        stem = _STEM_ENDING.sub("", self.text)
        stem = stem if len(stem) >= _MIN_STEM else self.text
        return word.startswith(stem) and _ENDINGS.fullmatch(word, len(stem)) is not None


@dataclass(frozen=True, slots=True)
class _CompiledCue:
    """A compiled cue: the numbers of its words in order and as a set, its language, and its owner's number."""

    words: tuple[int, ...]
    needs: frozenset[int]
    language: str
    owner: int


class CueMatcher:
    """Finds the cues of many touchpoints in one pass.

    ``cues`` are rows of (phrase, language or "", owner); ``owner`` is any number, which `find` returns.
    """

    def __init__(self, cues: Sequence[tuple[str, str, int]]) -> None:
        """Compile the cues; each is looked up by its longest word, which is the rarest as a rule."""
        self._numbers: dict[_CueWord, int] = {}
        self._by_key: dict[str, list[_CueWord]] = {}
        self._cues: dict[int, list[_CompiledCue]] = {}
        self._cache: dict[str, frozenset[int]] = {}
        for phrase, language, owner in cues:
            folded = _CUE_BREAK.split(phrase.casefold().translate(_FOLD))
            words = [_CueWord.parse(part) for part in folded if part.strip("*")]
            if words:
                numbers = tuple(self._number(word) for word in words)
                longest = max(zip(words, numbers, strict=True), key=lambda pair: (len(pair[0].text), pair[1]))[1]
                self._cues.setdefault(longest, []).append(_CompiledCue(numbers, frozenset(numbers), language, owner))

    def find(self, text: str, language: str = "") -> set[int]:
        """Owners of the cues in the text.

        A cue of another language than ``language`` does not count, where both are known.
        """
        return set(self.positions(text, language))

    def positions(self, text: str, language: str = "") -> dict[int, frozenset[int]]:
        """As `find`, and for each owner the positions among `fold_words` of the words that its cue may rest on."""
        matched = [self._matching(word) for word in fold_words(text)]
        present: frozenset[int] = frozenset().union(*matched)
        return {
            cue.owner: frozenset(position for position, numbers in enumerate(matched) if numbers & cue.needs)
            for number in present & self._cues.keys()
            for cue in self._cues[number]
            if (not cue.language or not language or cue.language == language)
            and cue.needs <= present
            and (len(cue.words) == 1 or _are_in_order(cue.words, matched))
        }

    def _number(self, word: _CueWord) -> int:
        if word not in self._numbers:
            self._numbers[word] = len(self._numbers)
            begins_alike = word.mode not in ("suffix", "part") and len(word.text) >= _KEY_LENGTH
            # Words that may begin with anything are under the empty key, and are tried on every word of a text.
            key = word.text[:_KEY_LENGTH] if begins_alike or word.mode == "exact" else ""
            self._by_key.setdefault(key, []).append(word)
        return self._numbers[word]

    def _matching(self, word: str) -> frozenset[int]:
        numbers = self._cache.get(word)
        if numbers is None:
            candidates = self._by_key.get(word[:_KEY_LENGTH], []) + self._by_key.get("", [])
            numbers = frozenset(self._numbers[candidate] for candidate in candidates if candidate.matches(word))
            self._cache[word] = numbers
        return numbers


def _are_in_order(cue: Sequence[int], matched: Sequence[frozenset[int]]) -> bool:
    """Whether the words follow one another, with at most `_MAX_GAP` other words between two."""
    return any(_follow(cue, matched, start) for start, numbers in enumerate(matched) if cue[0] in numbers)


def _follow(cue: Sequence[int], matched: Sequence[frozenset[int]], position: int) -> bool:
    for word in cue[1:]:
        for candidate in range(position + 1, min(position + 2 + _MAX_GAP, len(matched))):
            if word in matched[candidate]:
                position = candidate
                break
        else:
            return False
    return True


# ----------------------------------------------------------------------------------------------- topics of short lines

_NEGATION_REACH = 4
"""Words behind a negation that it still negates; a comma ends its reach earlier."""
_MIN_SHARED_LETTERS = 4
"""First letters that two forms of one word share at least ("forgetful" and "forget" share six)."""
_ENOUGH_SHARED_LETTERS = 7
"""From this number of shared first letters on, the rest does not matter (compounds of one first part)."""
_SHARED_PART = 0.6
"""Below that number, this part of the longer word must be shared: "open" and "opera" are two words."""
_CLAUSE_MARKS = frozenset(",;.!?:–—")


@dataclass(frozen=True, slots=True)
class Topic:
    """What a short line is about: lemmas of its topic, its stance (−1, 0, 1), and whether it negates its topic."""

    lemmas: tuple[str, ...]
    stance: int
    is_negated: bool


def read_topic(line: str, kind: str, language: str) -> Topic:
    """Read a short line of a kind, such as "pain" or "goal".

    >>> read_topic("is annoyed by the chatbot", "pain", "en")
    Topic(lemmas=('chatbot',), stance=-1, is_negated=False)
    """
    words = [_plain(token.text) for token in tokens(line) if token.kind == "word"]
    happy, unhappy = words_of_all("topics.happy"), words_of_all("topics.unhappy")
    no_topic = happy | unhappy | words_of_all("topics.glue") | words_of_all("topics.wishes") | _negations()
    # A kind that has a stance of its own wins over the words: "good support is missing" is a pain.
    stance = -1 if kind == "pain" or unhappy & set(words) else 1 if kind == "praise" or happy & set(words) else 0
    lemmas = tuple(dict.fromkeys(lemma(word, language).lower() for word in words if word not in no_topic))
    return Topic(lemmas, stance, any(find_negations(line, language, lemmas)))


def is_same_word(first: str, second: str) -> bool:
    """Whether two lemmas are forms of one word, or share most of their letters from the first on.

    >>> is_same_word("forgetful", "forget"), is_same_word("democratic", "democracy"), is_same_word("open", "opera")
    (True, True, False)
    """
    if first == second:
        return True
    shared = 0
    for letter, other in zip(first, second, strict=False):
        if letter != other:
            break
        shared += 1
    needed = max(_MIN_SHARED_LETTERS, math.ceil(_SHARED_PART * max(len(first), len(second))))
    return shared >= min(needed, _ENOUGH_SHARED_LETTERS)


def find_negations(text: str, language: str, lemmas: Sequence[str]) -> list[bool]:
    """For each word of the text that is one of the lemmas: whether a negation reaches it."""
    negated, distance = [], _NEGATION_REACH + 1
    for token in tokens(text):
        if token.kind == "mark":
            distance = _NEGATION_REACH + 1 if token.text.strip() in _CLAUSE_MARKS else distance
        elif _plain(token.text) in _negations():
            distance = 0
        else:
            distance += 1
            if any(is_same_word(lemma(token.text, language).lower(), topic) for topic in lemmas):
                negated.append(distance <= _NEGATION_REACH)
    return negated


def mentions_speaker(text: str) -> bool:
    """Whether a text has a word of the first person.

    Wider than `StatementReading.is_about_speaker`: it also takes "im" for "I'm" without its apostrophe, although "im"
    is a German preposition. They are kept apart, because merging them would change what is found for proto-personas.
    """
    return any(_plain(token.text) in words_of_all("topics.self_words") for token in tokens(text))


def mentions_wish(text: str) -> bool:
    """Whether a text has a word of wishing or needing."""
    return any(token.text.lower() in words_of_all("topics.wishes") for token in tokens(text))


@dataclass(frozen=True, slots=True)
class TopicShare:
    """How much of a topic a text has.

    ``share`` is 0–1, rare words weighing more; ``n_words`` is how many of its lemmas the text has; ``rarest`` is how
    many texts have the rarest of these.
    """

    share: float
    n_words: int
    rarest: int


def topic_shares(
    lemmas: Sequence[str], texts_by_lemma: Mapping[str, frozenset[int]], n_texts: int
) -> dict[int, TopicShare]:
    """How much of a topic each text has, by the text's position; texts without any of it are absent.

    Args:
        lemmas: the lemmas of a topic.
        texts_by_lemma: for each lemma of the texts the positions of the texts that have it.
        n_texts: how many texts there are.
    """
    texts_with = {
        topic: frozenset[int]().union(*(texts_by_lemma[word] for word in texts_by_lemma if is_same_word(word, topic)))
        for topic in lemmas
    }
    weights = {topic: math.log(1 + n_texts / (1 + len(texts_with[topic]))) for topic in lemmas}
    total = sum(weights.values())
    shares: dict[int, TopicShare] = {}
    for topic in lemmas:
        for text in texts_with[topic]:
            before = shares.get(text, TopicShare(0.0, 0, n_texts))
            share, rarest = before.share + weights[topic] / total, min(before.rarest, len(texts_with[topic]))
            shares[text] = TopicShare(share, before.n_words + 1, rarest)
    return shares


def _plain(word: str) -> str:
    return word.lower().replace("’", "'")


def _negations() -> frozenset[str]:
    return words_of_all("topics.negations")
