"""Cue phrases found in texts: whole words, endings tolerated, `*` for any beginning or end, small gaps allowed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_WORD = re.compile(r"\w+(?:'\w+)*")
_FOLD = str.maketrans({"ä": "a", "ö": "o", "ü": "u", "’": "'", "ß": "ss"})
_ENDINGS = re.compile(
    r"(?:e|n|s|r|m|t|d|en|er|es|em|et|st|te|ten|ter|tes|tem|test|tet|ern|ens|est|se|sen|innen|in|ed|ings?|'s)?"
)
_STRIP = re.compile(r"(?:en|es|ed|e|n|s)$")
_MIN_STEM = 4
_KEY = 3
_GAP = 3
"""Words of a phrase may have up to this many other words between them."""


def words(text: str) -> list[str]:
    """Split into folded words: small letters, umlauts as their vowels, parts of hyphenated words apart.

    >>> words("Der Rückgabe-Schein fehlte.")
    ['der', 'ruckgabe', 'schein', 'fehlte']
    """
    return _WORD.findall(text.casefold().translate(_FOLD))


@dataclass(frozen=True, slots=True)
class _Word:
    """One word of a cue: ``text`` is compared as ``mode`` says (exact, inflected, prefix, suffix, part)."""

    text: str
    mode: str

    def matches(self, word: str) -> bool:
        """Whether a folded word of a text (see `words`) is this word of the cue, as `mode` allows."""
        if self.mode == "prefix":
            return word.startswith(self.text)
        if self.mode == "suffix":
            return word.endswith(self.text)
        if self.mode == "part":
            return self.text in word
        if word == self.text:
            return True
        if self.mode == "exact" or not word.startswith(self.text[:3]):
            return False
        stem = _stem(self.text)
        return word.startswith(stem) and bool(_ENDINGS.fullmatch(word, len(stem)))


def _stem(word: str) -> str:
    stem = _STRIP.sub("", word)
    return stem if len(stem) >= _MIN_STEM else word


def _compile_word(text: str) -> _Word:
    before, after = text.startswith("*"), text.endswith("*")
    plain = text.strip("*")
    if before or after:
        return _Word(plain, "part" if before and after else "suffix" if before else "prefix")
    return _Word(plain, "inflected" if len(plain) >= _MIN_STEM else "exact")


@dataclass(frozen=True, slots=True)
class _Phrase:
    """``words`` are positions of patterns in order; ``needs`` the same as a set."""

    words: tuple[int, ...]
    needs: frozenset[int]
    language: str
    owner: int


class CueMatcher:
    """Finds the cues of many touchpoints in one pass.

    ``cues`` are rows of (phrase, language or "", owner); ``owner`` is any number, which `find` gives back.
    """

    def __init__(self, cues: Sequence[tuple[str, str, int]]) -> None:
        """Compile the cues; a phrase is looked up by its longest word, the rarest as a rule."""
        self._patterns: dict[_Word, int] = {}
        self._starts: dict[str, list[_Word]] = {}
        self._phrases: dict[int, list[_Phrase]] = {}
        self._seen: dict[str, frozenset[int]] = {}
        for text, language, owner in cues:
            compiled = [_compile_word(part) for part in _split(text)]
            if compiled:
                numbers = tuple(self._number(word) for word in compiled)
                anchor = max(zip(compiled, numbers, strict=True), key=lambda pair: (len(pair[0].text), pair[1]))[1]
                phrase = _Phrase(numbers, frozenset(numbers), language, owner)
                self._phrases.setdefault(anchor, []).append(phrase)

    def _number(self, word: _Word) -> int:
        if word not in self._patterns:
            self._patterns[word] = len(self._patterns)
            begins = word.mode not in ("suffix", "part") and len(word.text) >= _KEY
            self._starts.setdefault(word.text[:_KEY] if begins or word.mode == "exact" else "", []).append(word)
        return self._patterns[word]

    def find(self, text: str, language: str = "") -> set[int]:
        """Owners of the cues that the text holds.

        A cue of another language than ``language`` does not count, where both are known.
        """
        return set(self.places(text, language))

    def places(self, text: str, language: str = "") -> dict[int, frozenset[int]]:
        """As `find`, and for each owner the positions of the words of `text` that its cue may rest on."""
        found = [self._matching(word) for word in words(text)]
        held: frozenset[int] = frozenset().union(*found)
        return {
            phrase.owner: frozenset(place for place, here in enumerate(found) if here & phrase.needs)
            for pattern in held & self._phrases.keys()
            for phrase in self._phrases[pattern]
            if (not phrase.language or not language or phrase.language == language)
            and phrase.needs <= held
            and (len(phrase.words) == 1 or _in_order(phrase.words, found))
        }

    def _matching(self, word: str) -> frozenset[int]:
        known = self._seen.get(word)
        if known is None:
            near = self._starts.get(word[:_KEY], []) + self._starts.get("", [])
            known = frozenset(self._patterns[pattern] for pattern in near if pattern.matches(word))
            self._seen[word] = known
        return known


def _split(phrase: str) -> list[str]:
    return [part for part in re.split(r"[\s\-/,()]+", phrase.casefold().translate(_FOLD)) if part.strip("*")]


def _in_order(phrase: Sequence[int], found: Sequence[frozenset[int]]) -> bool:
    """Whether the words stand one after the other, each at most `_GAP` words after the one before."""
    return any(_follows(phrase, found, start) for start, here in enumerate(found) if phrase[0] in here)


def _follows(phrase: Sequence[int], found: Sequence[frozenset[int]], position: int) -> bool:
    for pattern in phrase[1:]:
        for step in range(position + 1, min(position + 2 + _GAP, len(found))):
            if pattern in found[step]:
                position = step
                break
        else:
            return False
    return True
