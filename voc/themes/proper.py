"""Words that name nobody's matter: people's names, and a brand that every theme speaks of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from math import exp, log

from voc.privacy.dictionary import is_unknown
from voc.privacy.lists import first_names
from voc.themes.keywords import Usage
from voc.themes.material import Material
from voc.words import tokens

_SPREAD = 0.55
"""A brand is everywhere when it is spread as evenly as over this share of the themes …"""
_OFTEN = 0.02
"""… and stands in at least this share of all rows."""
_READ = 20_000
"""How many rows are read for their capitals."""


@dataclass(frozen=True, slots=True)
class Proper:
    """``people``: lemmas that are mostly written with a capital and are first names; ``brands``: names everywhere."""

    people: frozenset[str]
    brands: frozenset[str]

    def excludes(self, lemma: str) -> bool:
        """Whether no name of a theme should hold the lemma."""
        return lemma in self.people or lemma in self.brands


def proper_words(material: Material, words: Usage[str], count: int) -> Proper:
    """Look at the words that a study uses, with the capitals that they are written with."""
    firsts = {name.lower() for name in first_names()}
    capital: Counter[str] = Counter()
    small: Counter[str] = Counter()
    for row in material.segments[:_READ]:
        for token in tokens(row.text):
            if token.kind == "word":
                (capital if token.text[0].isupper() else small)[token.text.lower()] += 1
    people = {word for word in capital if word in firsts and capital[word] > 4 * small[word]}
    common = {word for word, share in words.rows.items() if share >= _OFTEN and capital[word] > 4 * small[word]}
    spread = _spread(words, common, count)
    brands = {word for word in common if spread[word] > _SPREAD and is_unknown(word)}
    return Proper(frozenset(people), frozenset(brands))


def _spread(words: Usage[str], common: set[str], count: int) -> Mapping[str, float]:
    """How evenly a word is used over the themes: the exponential of its entropy, as a share of their number."""
    spread: dict[str, float] = {}
    for word in sorted(common):
        shares = [words.inside.get((theme, word), 0.0) / max(words.mass[theme], 1e-9) for theme in range(count)]
        total = sum(shares)
        entropy = -sum(share / total * log(share / total) for share in shares if share > 0) if total > 0 else 0.0
        spread[word] = round(exp(entropy) / max(count, 1), 6)
    return spread
