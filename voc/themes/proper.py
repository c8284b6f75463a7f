"""Words that name nobody's matter: names of people, and a brand that all themes speak of."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass

from voc.privacy.dictionary import is_unknown
from voc.privacy.lists import first_names
from voc.text import tokens
from voc.themes.keywords import Usage
from voc.themes.material import Material

_THEMES = 0.6
"""A brand is everywhere when at least this share of the themes holds it …"""
_OFTEN = 0.03
"""… and at least this share of all rows."""
_PERSONS = 3
"""An English word with a capital that no dictionary knows is somebody's name where fewer persons use it …"""
_STUDY = 8
"""… in a study of at least this many persons."""
_STEM = 6
"""Words that share this many first letters with a brand belong to it."""
_READ = 20_000
"""How many rows are read for their capitals."""
_CAPITAL = 4
"""A word is a name when it has a capital more than this many times as often as not."""


@dataclass(frozen=True, slots=True)
class Proper:
    """``people``: words that are names of people or little known places; ``brands``: names that are everywhere."""

    people: frozenset[str]
    brands: frozenset[str]

    def excludes(self, lemma: str) -> bool:
        """Whether no name of a theme should hold the lemma."""
        return lemma in self.people or any(lemma[:_STEM] == brand[:_STEM] for brand in self.brands)


def proper_words(material: Material, words: Usage[str], count: int) -> Proper:
    """Look at the words that a study uses, with the capitals that they are written with."""
    capital: Counter[str] = Counter()
    small: Counter[str] = Counter()
    persons: dict[str, set[int]] = defaultdict(set)
    german: set[str] = set()
    for row, person in zip(material.segments[:_READ], material.person[:_READ].tolist(), strict=True):
        for token in tokens(row.text):
            if token.kind == "word":
                word = token.text.lower()
                (capital if token.text[0].isupper() else small)[word] += 1
                persons[word].add(person)
                if row.language == "de":
                    german.add(word)
    names = {word for word in capital if capital[word] > _CAPITAL * small[word]}
    firsts = {name.lower() for name in first_names()}
    several = len(set(material.person.tolist())) >= _STUDY
    rare = {
        word for word in names - german if several and len(persons[word]) < _PERSONS and is_unknown(word.capitalize())
    }
    common = {word for word, share in words.rows.items() if share >= _OFTEN and word in names}
    brands = {
        word
        for word in common
        if is_unknown(word) and sum((theme, word) in words.inside for theme in range(count)) >= _THEMES * count
    }
    return Proper(frozenset((names & firsts) | rare), frozenset(brands))
