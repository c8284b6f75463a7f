"""Which words and phrases belong to a theme: counted by people, weighed against all other themes.

The weight of a word in a theme is its term of the Kullback–Leibler divergence, ``p · log(p / q)``, where ``p`` is the
share of the theme's people who use it and ``q`` the share of everybody else who do: a word has to be both frequent
here and rare elsewhere. It plays the part of class-based TF-IDF (Grootendorst, BERTopic, arXiv:2203.05794).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log, sqrt
from typing import Generic, TypeVar

from voc.privacy.dictionary import is_unknown
from voc.privacy.lists import first_names
from voc.text import tokens
from voc.themes.prepare import Material

Item = TypeVar("Item", bound=Hashable)

EVERYWHERE = 0.25
"""A word in more than this share of all rows belongs to no theme."""
_STRONGEST = 5
_PRIOR = 0.005
"""Added to both shares, so that a word of one single person does not count as fully distinctive."""


@dataclass(frozen=True, slots=True)
class Usage(Generic[Item]):
    """How much each theme and the whole use each item. A person who uses it n times counts √n.

    ``inside`` maps (theme, item) to that sum, ``people`` (theme, item) to the number of persons, ``whole`` an item to
    its sum over all; ``rows`` maps an item to its share of rows. ``mass`` and ``total`` are the sums of √n over the
    persons of each theme and of all.
    """

    inside: Mapping[tuple[int, Item], float]
    people: Mapping[tuple[int, Item], int]
    whole: Mapping[Item, float]
    rows: Mapping[Item, float]
    mass: Mapping[int, float]
    total: float


def count_usage(
    items: Sequence[Iterable[Item]], themes: Sequence[int], persons: Sequence[int], weights: Sequence[float]
) -> Usage[Item]:
    """Count items per theme. ``items`` of a row count once; ``weights`` 0–1 tell how central a row is to its theme."""
    counts: dict[tuple[int, int, Item], float] = defaultdict(float)
    rows: dict[Item, float] = defaultdict(float)
    said: dict[tuple[int, int], float] = defaultdict(float)
    for own, theme, person, weight in zip(items, themes, persons, weights, strict=True):
        said[theme, person] += weight
        for item in sorted(set(own), key=str):
            counts[theme, person, item] += weight
            rows[item] += 1.0
    inside: dict[tuple[int, Item], float] = defaultdict(float)
    people: dict[tuple[int, Item], int] = defaultdict(int)
    whole: dict[Item, float] = defaultdict(float)
    for (theme, _, item), number in counts.items():
        inside[theme, item] += sqrt(number)
        people[theme, item] += 1
        whole[item] += sqrt(number)
    mass: dict[int, float] = defaultdict(float)
    for (theme, _), number in said.items():
        mass[theme] += sqrt(number)
    count = max(len(items), 1)
    return Usage(inside, people, whole, {k: v / count for k, v in rows.items()}, mass, sum(mass.values()))


def weight(usage: Usage[Item], theme: int, item: Item) -> float:
    """How strongly an item belongs to a theme (0 or less: not at all)."""
    p = usage.inside.get((theme, item), 0.0) / max(usage.mass[theme], 1e-9)
    rest = max(usage.total - usage.mass[theme], 1e-9)
    q = max(usage.whole.get(item, 0.0) - usage.inside.get((theme, item), 0.0), 0.0) / rest
    return p * log((p + _PRIOR) / (q + _PRIOR)) if p > 0 else 0.0


def grip(
    words: Sequence[Sequence[str]], languages: Sequence[str], themes: Sequence[int], persons: Sequence[int]
) -> list[tuple[float, float]]:
    """How firmly words hold each theme together.

    Returns:
        for each theme the share of its rows that hold one of its five strongest words in their own language (0–1), and
        how many different content words a row has on average. Both are low for a cluster of filler and bare judgements.
    """
    count = max(themes, default=-1) + 1
    items = [{(language, word) for word in own} for own, language in zip(words, languages, strict=True)]
    usage = count_usage(items, themes, persons, [1.0] * len(items))
    top: list[set[tuple[str, str]]] = []
    for theme in range(count):
        order = [item for _, item in ranked(usage, theme)]
        spoken = sorted({language for language, _ in order})
        top.append({item for tongue in spoken for item in [one for one in order if one[0] == tongue][:_STRONGEST]})
    rows, held, different = [0] * count, [0] * count, [0] * count
    for own, theme in zip(items, themes, strict=True):
        if theme >= 0:
            rows[theme] += 1
            held[theme] += not top[theme].isdisjoint(own)
            different[theme] += len(own)
    return [(held[theme] / max(rows[theme], 1), different[theme] / max(rows[theme], 1)) for theme in range(count)]


def ranked(usage: Usage[Item], theme: int) -> list[tuple[float, Item]]:
    """A theme's items that speak for it, strongest first, equal ones by name; without items that are everywhere."""
    found = [
        (round(weight(usage, theme, item), 9), item)
        for own, item in usage.inside
        if own == theme and usage.rows[item] <= EVERYWHERE
    ]
    return sorted((pair for pair in found if pair[0] > 0), key=lambda pair: (-pair[0], str(pair[1])))


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
