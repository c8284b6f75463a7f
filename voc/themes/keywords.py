"""Which words and phrases belong to a theme, counted by people and weighed against all others; and proper names.

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

from voc.privacy.names import first_names, is_unknown
from voc.text import tokens
from voc.themes.prepare import PreparedSegments

Item = TypeVar("Item", bound=Hashable)

MAX_ROW_SHARE = 0.25
"""A word in more than this share (0–1) of all rows belongs to no theme."""
_STRONGEST_WORDS = 5
"""Words by which the cohesion of a theme is measured, in each of its languages."""
_PRIOR = 0.005
"""Added to both shares, so that a word of one single person does not count as fully distinctive."""


@dataclass(frozen=True, slots=True)
class Usage(Generic[Item]):
    """How much each theme and the whole study use each item. A person who uses it n times counts √n.

    ``inside`` maps (theme, item) to that sum, ``people`` (theme, item) to the number of people, ``whole`` an item to
    its sum over all; ``rows`` maps an item to its share of rows. ``mass`` and ``total`` are the sums of √n over the
    people of each theme and of all.
    """

    inside: Mapping[tuple[int, Item], float]
    people: Mapping[tuple[int, Item], int]
    whole: Mapping[Item, float]
    rows: Mapping[Item, float]
    mass: Mapping[int, float]
    total: float


def count_usage(
    items: Sequence[Iterable[Item]], themes: Sequence[int], people: Sequence[int], weights: Sequence[float]
) -> Usage[Item]:
    """Count items by theme.

    Args:
        items: the items of each row; repeats within a row count once.
        themes: the theme of each row, or −1.
        people: a number for the person of each row.
        weights: how central each row is to its theme, 0–1.
    """
    by_person: dict[tuple[int, int, Item], float] = defaultdict(float)
    n_rows: dict[Item, float] = defaultdict(float)
    by_theme: dict[tuple[int, int], float] = defaultdict(float)
    for row_items, theme, person, row_weight in zip(items, themes, people, weights, strict=True):
        by_theme[theme, person] += row_weight
        # Sorted, because the order of a set differs between runs and sums of floats depend on it.
        for item in sorted(set(row_items), key=str):
            by_person[theme, person, item] += row_weight
            n_rows[item] += 1.0
    inside: dict[tuple[int, Item], float] = defaultdict(float)
    n_people: dict[tuple[int, Item], int] = defaultdict(int)
    whole: dict[Item, float] = defaultdict(float)
    for (theme, _, item), number in by_person.items():
        inside[theme, item] += sqrt(number)
        n_people[theme, item] += 1
        whole[item] += sqrt(number)
    mass: dict[int, float] = defaultdict(float)
    for (theme, _), number in by_theme.items():
        mass[theme] += sqrt(number)
    shares = {item: number / max(len(items), 1) for item, number in n_rows.items()}
    return Usage(inside, n_people, whole, shares, mass, sum(mass.values()))


def weigh_item(usage: Usage[Item], theme: int, item: Item) -> float:
    """How strongly an item belongs to a theme (0 or less: not at all)."""
    p = usage.inside.get((theme, item), 0.0) / max(usage.mass[theme], 1e-9)
    rest = max(usage.total - usage.mass[theme], 1e-9)
    q = max(usage.whole.get(item, 0.0) - usage.inside.get((theme, item), 0.0), 0.0) / rest
    return p * log((p + _PRIOR) / (q + _PRIOR)) if p > 0 else 0.0


def rank_items(usage: Usage[Item], theme: int) -> list[tuple[float, Item]]:
    """A theme's characteristic items with their weights, strongest first, equal ones by name."""
    weighted = [
        (round(weigh_item(usage, theme, item), 9), item)
        for owner, item in usage.inside
        if owner == theme and usage.rows[item] <= MAX_ROW_SHARE
    ]
    return sorted((pair for pair in weighted if pair[0] > 0), key=lambda pair: (-pair[0], str(pair[1])))


@dataclass(frozen=True, slots=True)
class Cohesion:
    """How firmly words hold a theme together: both numbers are low for a cluster of filler and bare judgements.

    ``share``: rows that hold one of its strongest words in their own language, 0–1. ``content_words``: unique content
    words of a row, on average.
    """

    share: float
    content_words: float


def word_cohesion(
    words: Sequence[Sequence[str]], languages: Sequence[str], themes: Sequence[int], people: Sequence[int]
) -> list[Cohesion]:
    """The cohesion of each theme.

    Args:
        words: the content words of each row.
        languages: the language of each row.
        themes: the theme of each row, or −1.
        people: a number for the person of each row.
    """
    count = max(themes, default=-1) + 1
    items = [{(language, word) for word in row_words} for row_words, language in zip(words, languages, strict=True)]
    usage = count_usage(items, themes, people, [1.0] * len(items))
    strongest: list[set[tuple[str, str]]] = []
    for theme in range(count):
        by_language: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for _, item in rank_items(usage, theme):
            by_language[item[0]].append(item)
        strongest.append({item for ranking in by_language.values() for item in ranking[:_STRONGEST_WORDS]})
    n_rows, n_held, n_words = [0] * count, [0] * count, [0] * count
    for row_items, theme in zip(items, themes, strict=True):
        if theme >= 0:
            n_rows[theme] += 1
            n_held[theme] += not strongest[theme].isdisjoint(row_items)
            n_words[theme] += len(row_items)
    return [
        Cohesion(n_held[theme] / max(n_rows[theme], 1), n_words[theme] / max(n_rows[theme], 1))
        for theme in range(count)
    ]


@dataclass(frozen=True, slots=True)
class ProperNameThresholds:
    """When a word is somebody's name or a brand, which must not name a theme."""

    brand_themes: float = 0.6
    """A brand is in at least this share (0–1) of the themes."""
    brand_rows: float = 0.03
    """A brand is in at least this share (0–1) of all rows."""
    name_people: int = 3
    """A capitalised English word that no dictionary has is a name where fewer people than this use it."""
    study_people: int = 8
    """In a study of fewer people than this every word is rare, and the rule above says nothing."""
    capital_ratio: int = 4
    """A word counts as capitalised when it has a capital more than this many times as often as not."""


_PROPER_NAMES = ProperNameThresholds()
_BRAND_STEM = 6
"""Words that share this many first letters with a brand belong to it ("Lufthansa", "Lufthansas")."""
_MAX_ROWS_READ = 20_000
"""Rows that are read for their capitals; more would cost seconds and change nothing."""


@dataclass(frozen=True, slots=True)
class ProperNames:
    """``people``: words that are names of people or little known places; ``brands``: names that are in all themes."""

    people: frozenset[str]
    brands: frozenset[str]

    def excludes(self, lemma: str) -> bool:
        """Whether no name of a theme should hold the lemma."""
        return lemma in self.people or any(lemma[:_BRAND_STEM] == brand[:_BRAND_STEM] for brand in self.brands)


def find_proper_names(
    prepared: PreparedSegments, usage: Usage[str], count: int, thresholds: ProperNameThresholds = _PROPER_NAMES
) -> ProperNames:
    """Find proper names by the capitals that words are written with.

    Args:
        prepared: the rows.
        usage: usage of content words by theme.
        count: the number of themes.
        thresholds: when a word is a name.
    """
    capital: Counter[str] = Counter()
    small: Counter[str] = Counter()
    users: dict[str, set[int]] = defaultdict(set)
    german: set[str] = set()
    for segment, person in zip(prepared.segments, prepared.person[:_MAX_ROWS_READ].tolist(), strict=False):
        for token in tokens(segment.text):
            if token.kind == "word":
                word = token.text.lower()
                (capital if token.text[0].isupper() else small)[word] += 1
                users[word].add(person)
                if segment.language == "de":
                    german.add(word)
    capitalised = {word for word in capital if capital[word] > thresholds.capital_ratio * small[word]}
    # Pseudonyms have replaced most names before; these are the ones in passing ("as Sabine says").
    firsts = {name.lower() for name in first_names()}
    many_people = len(set(prepared.person.tolist())) >= thresholds.study_people
    # Every German noun has a capital, so that the capital says nothing there.
    rare = {
        word
        for word in capitalised - german
        if many_people and len(users[word]) < thresholds.name_people and is_unknown(word.capitalize())
    }
    frequent = {word for word, share in usage.rows.items() if share >= thresholds.brand_rows and word in capitalised}
    brands = {
        word
        for word in frequent
        if is_unknown(word)
        and sum((theme, word) in usage.inside for theme in range(count)) >= thresholds.brand_themes * count
    }
    return ProperNames(frozenset((capitalised & firsts) | rare), frozenset(brands))
