"""Cue phrases found in texts: whole words, endings tolerated, `*` for any beginning or end, small gaps allowed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_WORD = re.compile(r"\w+(?:[-'’]\w+)*")
_FOLD = str.maketrans({"ä": "a", "ö": "o", "ü": "u", "’": "'", "ß": "ss"})
_ENDINGS = re.compile(
    r"(?:e|n|s|r|m|t|d|en|er|es|em|et|st|te|ten|ter|tes|tem|test|tet|ern|ens|est|se|sen|innen|in|ed|ings?|'s)?"
)
_STRIP = re.compile(r"(?:en|es|ed|e|n|s)$")
_MIN_STEM = 4
_GAP = 3
"""Words of a phrase may have up to this many other words between them."""


def words(text: str) -> list[str]:
    """Split into folded words: small letters, umlauts as their vowels, parts of hyphenated words apart.

    >>> words("Der Rückgabe-Schein fehlte.")
    ['der', 'ruckgabe', 'schein', 'fehlte']
    """
    return [part for word in _WORD.findall(text.casefold()) for part in word.translate(_FOLD).split("-") if part]


@dataclass(frozen=True, slots=True)
class _Word:
    """One word of a cue: ``text`` is compared as ``mode`` says (exact, inflected, prefix, suffix, part)."""

    text: str
    mode: str

    def matches(self, word: str) -> bool:
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


class CueMatcher:
    """Finds the cues of many touchpoints in one pass.

    ``cues`` are rows of (phrase, language or "", owner); ``owner`` is any number, which `find` gives back.
    """

    def __init__(self, cues: Sequence[tuple[str, str, int]]) -> None:
        self._phrases: list[tuple[tuple[_Word, ...], str, int]] = []
        self._starts: dict[str, list[int]] = {}
        self._seen: dict[str, tuple[int, ...]] = {}
        for phrase, language, owner in cues:
            compiled = tuple(_compile_word(part) for part in _split(phrase))
            if compiled:
                first = compiled[0]
                key = first.text[:3] if first.mode in ("exact", "inflected", "prefix") and len(first.text) > 2 else ""
                self._starts.setdefault(key or (first.text if first.mode == "exact" else ""), []).append(
                    len(self._phrases)
                )
                self._phrases.append((compiled, language, owner))

    def find(self, text: str, language: str = "") -> Iterator[int]:
        """Yield the owner of a cue for every place where it stands.

        A cue of another language than ``language`` does not count, where both are known.
        """
        found = words(text)
        for position, word in enumerate(found):
            for number in self._candidates(word):
                phrase, spoken, owner = self._phrases[number]
                if (not spoken or not language or spoken == language) and _follows(phrase, found, position):
                    yield owner

    def _candidates(self, word: str) -> tuple[int, ...]:
        known = self._seen.get(word)
        if known is None:
            near = self._starts.get(word[:3], []) + self._starts.get("", [])
            known = tuple(number for number in near if self._phrases[number][0][0].matches(word))
            self._seen[word] = known
        return known


def _split(phrase: str) -> list[str]:
    return [part for part in re.split(r"[\s\-/,()]+", phrase.casefold().translate(_FOLD)) if part.strip("*")]


def _follows(phrase: tuple[_Word, ...], found: Sequence[str], position: int) -> bool:
    for word in phrase[1:]:
        for step in range(position + 1, min(position + 2 + _GAP, len(found))):
            if word.matches(found[step]):
                position = step
                break
        else:
            return False
    return True
