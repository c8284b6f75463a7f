"""Words that name nobody's matter: people's names, and a brand that every theme speaks of."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from voc.privacy.dictionary import is_unknown
from voc.privacy.lists import first_names
from voc.themes.keywords import Usage
from voc.themes.material import Material
from voc.words import tokens

_THEMES = 0.6
"""A brand is everywhere when at least this share of the themes holds it …"""
_OFTEN = 0.03
"""… and at least this share of all rows."""
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
    brands = {
        word
        for word in common
        if is_unknown(word) and sum((theme, word) in words.inside for theme in range(count)) >= _THEMES * count
    }
    return Proper(frozenset(people), frozenset(brands))
