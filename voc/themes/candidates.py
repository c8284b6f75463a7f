"""What names are made of: the noun phrases of each theme's rows, how they are written, and how well they fit.

A phrase fits a theme when it is frequent there and rare elsewhere (`voc.themes.keywords`), and when its own vector lies
near the theme's centre and further from the others' (as KeyBERT ranks phrases: Grootendorst, 2020).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from voc.schema import Floats
from voc.text import Phrase, candidate_phrases
from voc.themes.forms import capitals, english, german, starts_sentence
from voc.themes.graph import unit_rows
from voc.themes.keywords import Usage, count_usage, ranked
from voc.themes.material import Material

_OWN_ROWS = 3
_OWN_SHARE = 0.15
"""From this number and share of rows in the study's language a theme takes its name from them."""
_READ = 400
"""How many of a theme's nearest rows are read for its name."""
_OPTIONS = 60
"""How many of a theme's phrases are compared with its centre."""
_RARE = 0.4
"""The power of a phrase's weight: below 1, so that a rarer phrase nearer the centre can win."""
_APART = 0.7
"""How much it counts that a phrase lies nearer this theme's centre than its three nearest others'."""
_ALONE = 0.4
"""What a phrase of one single person keeps of its fit, where a theme has other people too."""

_LONGEST = 60
"""Characters of a phrase that can be read as a name; what is longer is no phrase."""

Encode = Callable[[Sequence[str]], Floats]
"""n texts → float32 (n, d)."""
Key = tuple[str, ...]
"""The head's lemma, then the lemmas of a phrase, then "+" where words stand between them."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """How phrases are compared with themes: ``centres`` float32 (themes, d), rows of length one; ``encode`` turns n
    texts into float32 (n, d)."""

    centres: Floats
    encode: Encode


@dataclass(frozen=True, slots=True)
class Nouns:
    """``keys`` of each row, their ``usage``, how each is ``written``, and the ``rows`` of each theme."""

    keys: Sequence[frozenset[Key]]
    usage: Usage[Key]
    written: Mapping[Key, str]
    rows: Mapping[int, Sequence[int]]


@dataclass(frozen=True, slots=True)
class Fitting:
    """``options`` of each theme, best fit first, as (fit, key); ``vectors`` float32 (d,) of length one of each key,
    empty without an encoder."""

    options: Mapping[int, Sequence[tuple[float, Key]]]
    vectors: Mapping[Key, Floats]


def lemmas_of(key: Key) -> tuple[str, ...]:
    """The content words of a phrase."""
    return tuple(part for part in key[1:] if part != "+")


def collect(material: Material, labels: Sequence[int], scores: Sequence[float], language: str, count: int) -> Nouns:
    """The phrases of each theme's nearest rows in one language; with language "" in all of them."""
    phrases = _phrases(material, labels, scores, language, count)
    named = capitals((row.text, own, row.language) for row, own in zip(material.segments, phrases, strict=True))
    forms: dict[Key, Counter[str]] = defaultdict(Counter)
    keys: list[frozenset[Key]] = []
    for own, row in zip(phrases, material.segments, strict=True):
        mine = set()
        for phrase in own:
            text = _written(phrase, row.text, row.language, named)
            if text and len(text) <= _LONGEST and len(set(phrase.lemmas)) == len(phrase.lemmas):
                mine.add(_key(phrase))
                forms[_key(phrase)][text] += 1
        keys.append(frozenset(mine))
    usage = count_usage(keys, labels, material.person.tolist(), [max(0.05, score) for score in scores])
    written = {key: min(found, key=lambda form: (-found[form], form)) for key, found in forms.items()}
    rows: dict[int, list[int]] = defaultdict(list)
    for place, label in enumerate(labels):
        rows[label].append(place)
    return Nouns(keys, usage, written, rows)


def _phrases(
    material: Material, labels: Sequence[int], scores: Sequence[float], language: str, count: int
) -> list[list[Phrase]]:
    """The phrases of each theme's nearest rows; in another language only where almost none is in the study's.

    Without a language, those of all rows. A text that stands there more than once counts once.
    """
    size = Counter(labels)
    own = Counter(label for label, row in zip(labels, material.segments, strict=True) if row.language == language)
    foreign = {theme for theme in range(count) if own[theme] < max(_OWN_ROWS, _OWN_SHARE * size[theme])}
    phrases: list[list[Phrase]] = [[] for _ in labels]
    read: Counter[int] = Counter()
    for row in sorted(range(len(labels)), key=lambda row: (-scores[row], row)):
        segment, label = material.segments[row], labels[row]
        repeated = int(material.first[row]) != row
        if (
            label < 0
            or repeated
            or read[label] >= _READ
            or (language and segment.language != language and label not in foreign)
        ):
            continue
        phrases[row] = candidate_phrases(segment.text, segment.language)
        read[label] += 1
    return phrases


def _written(phrase: Phrase, text: str, language: str, named: Mapping[str, str]) -> str:
    if language == "de":
        return german(phrase.text, first=starts_sentence(text, phrase.start))
    return english(phrase.text, named)


def _key(phrase: Phrase) -> Key:
    bare = len(phrase.text.split()) == len(phrase.lemmas)
    return (phrase.head, *phrase.lemmas) if bare else (phrase.head, *phrase.lemmas, "+")


def fitting(nouns: Nouns, count: int, meaning: Meaning | None) -> Fitting:
    """How well each phrase fits each theme: the theme's strongest phrases, best first, equal ones by key."""
    strongest = {theme: ranked(nouns.usage, theme)[:_OPTIONS] for theme in range(count)}
    keys = sorted({key for options in strongest.values() for _, key in options})
    place = {key: position for position, key in enumerate(keys)}
    vectors, near = _nearness(nouns, keys, count, meaning)
    options: dict[int, list[tuple[float, Key]]] = {}
    for theme, own in strongest.items():
        top = own[0][0] if own else 1.0
        found = []
        for value, key in own:
            joined = key[-1] == "+"
            people = 1.0 if nouns.usage.people[theme, key] > 1 else _ALONE * (0.5 if joined else 1.0)
            found.append((round(people * (value / top) ** _RARE * float(near[place[key], theme]), 6), key))
        options[theme] = sorted(found, key=lambda pair: (-pair[0], pair[1]))
    return Fitting(options, {key: vectors[place[key]] for key in keys} if len(vectors) else {})


def _nearness(nouns: Nouns, keys: Sequence[Key], count: int, meaning: Meaning | None) -> tuple[Floats, Floats]:
    """Vectors (n, d) of the phrases, and (n, themes) how near each lies to each theme and not to others, above 0."""
    if meaning is None or len(keys) < 2:
        return np.zeros((0, 0), np.float32), np.ones((len(keys), count), np.float32)
    raw = np.asarray(meaning.encode([nouns.written[key] for key in keys]), np.float64)
    vectors = unit_rows(raw - raw.mean(axis=0)).astype(np.float32)
    cosine = np.asarray(vectors @ meaning.centres.T, np.float32)
    near = np.empty_like(cosine)
    for theme in range(count):
        others = np.sort(np.delete(cosine, theme, axis=1), axis=1)[:, -3:]
        apart = cosine[:, theme] - (others.mean(axis=1) if others.shape[1] else 0.0)
        near[:, theme] = cosine[:, theme] + _APART * apart
    return vectors, np.maximum(near, 0.02).round(4)
