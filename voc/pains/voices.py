"""Who says what of what: meaning, words, theme and touchpoint of each statement, and how near statements are."""

from __future__ import annotations

import math
import zlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from voc.schema import Floats, Segment, Tags, Themes
from voc.text import content_words
from voc.text.words import is_vague_noun

BY_MEANING, BY_WORDS, BY_THEME, BY_PLACE = 0.62, 0.38, 0.05, 0.08
"""How much the cosine of meanings, the cosine of words, a common theme and a common touchpoint count in likeness."""
RARITY = 1.5
"""Power of the log rarity (over people) that weighs a word: what everybody speaks of tells no matter from another."""
_BUCKETS = 1024
"""Words share this many columns, each with a sign (Weinberger et al. 2009, feature hashing): cosines hold to ±0.03."""
SHARED = 0.25
"""A word that this share of its people (and two) say can stand for a matter."""
OFTEN = 0.2
"""A word that this share of all people say is a subject of the study and tells no matter."""
THEME_SHARE = 0.5
"""A matter is of a theme that this share of its segments carries."""
_SAYS_NOTHING = frozenset(
    (  # noqa: SIM905
        "experience complaint bother problem issue trouble star review rating opinion person year hour minute "
        "time future erlebnis erfahrung beschwerde ärger kritik schwierigkeit stern bewertung stunde zeit zukunft "
        "absolute absolutely total terrible poor awful worst bad schlecht furchtbar good nice great difficult "
        "hard lack gut leider schwierig missing need annoying sadly annoy frustrate concern afraid complain anger "
        "stören nerven ärgern frustrieren disappoint disappointing disappointed enttäuschen enttäuscht "
        "enttäuschend shame unfortunately"
    ).split()
)
"""Verdicts and measures."""


@dataclass(frozen=True, slots=True)
class Matter:
    """``touchpoint`` and ``theme`` are positions or −1; ``rows`` are positions of segments, by segment id."""

    touchpoint: int
    theme: int
    rows: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Voices:
    """All aligned: ids of n segments, n people ("" for nobody), the distinct content lemmas of each, float32 (n, d)
    meanings less their mean and of length one, tags and themes. ``spoken`` counts the people who say a lemma."""

    ids: Sequence[str]
    people: Sequence[str]
    words: Sequence[tuple[str, ...]]
    spoken: Counter[str]
    meanings: Floats
    tags: Tags
    themes: Themes

    @staticmethod
    def of(segments: Sequence[Segment], embeddings: Floats, tags: Tags, themes: Themes) -> Voices:
        """Look at each segment once."""
        words = [tuple(dict.fromkeys(content_words(one.text, one.language))) for one in segments]
        people = [one.respondent_id for one in segments]
        said = {(person, word) for person, row in zip(people, words, strict=True) for word in row if person}
        spoken = Counter(word for _, word in said)
        return Voices([one.segment_id for one in segments], people, words, spoken, _unit(embeddings), tags, themes)

    def count(self, rows: Iterable[int]) -> int:
        """How many people stand behind these rows."""
        return len({self.people[row] for row in rows})

    def is_placed(self, least: float) -> bool:
        """Whether the journey places this share of all segments."""
        return int((self.tags.touchpoint >= 0).sum()) >= least * len(self.ids)

    def by_id(self, rows: Iterable[int]) -> list[int]:
        """Each row once, in the order of segment ids."""
        return sorted(set(rows), key=self.ids.__getitem__)

    def cosines(self, rows: Sequence[int], groups: Sequence[Sequence[int]]) -> NDArray[np.float64]:
        """Cosines in meaning of n rows to the centres of k groups: float64 (n, k), rounded so that no order of sums
        shows."""
        centres = np.stack([centre(self.meanings[self.by_id(group)]) for group in groups])
        products = self.meanings[list(rows)] @ centres.T
        return np.asarray(np.round(products, 5), dtype=np.float64)

    def agreement(self, rows: Sequence[int], beyond: Sequence[int] = ()) -> float:
        """Mean cosine in meaning between two of the rows, less what is the mean of ``beyond``; 1 for a single row."""
        k = len(rows)
        if k < 2:
            return 1.0
        vectors = self.meanings[self.by_id(rows)].astype(np.float64)
        if beyond:
            vectors -= np.round(self.meanings[self.by_id(beyond)].mean(0, dtype=np.float64), 6)
            vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12)
        return round((float((vectors.sum(0) ** 2).sum()) - k) / (k * (k - 1)), 5)

    def likenesses(self, rows: Sequence[int]) -> Floats:
        """Vectors whose products are the likeness of what is said: float32 (n, d). A likeness is 0.62 × cosine of
        meanings + 0.38 × cosine of words, and a little more for a common theme and a common touchpoint."""
        chosen = list(rows)
        parts = [
            self.meanings[chosen] * math.sqrt(BY_MEANING),
            self._worded(chosen) * math.sqrt(BY_WORDS),
            _one_hot(self.themes.assignment[chosen], len(self.themes.themes)) * math.sqrt(BY_THEME),
            _one_hot(self.tags.touchpoint[chosen], int(self.tags.touchpoint.max(initial=-1)) + 1) * math.sqrt(BY_PLACE),
        ]
        return np.concatenate(parts, axis=1).astype(np.float32)

    def _worded(self, rows: Sequence[int]) -> Floats:
        """Weighed words in buckets: float32 (n, _BUCKETS), rows of length one or zero."""
        n_people = max(2, len({person for person in self.people if person}))
        weights = {word: math.log(n_people / n) ** RARITY for word, n in self.spoken.items() if 1 < n < n_people}
        places = {word: _bucket(word) for word in weights}
        found = np.zeros((len(rows), _BUCKETS), dtype=np.float32)
        for k, row in enumerate(rows):
            for word in self.words[row]:
                if word in weights:
                    place, sign = places[word]
                    found[k, place] += sign * weights[word]
        return np.asarray(found / np.maximum(np.linalg.norm(found, axis=1, keepdims=True), 1e-9))

    def telling(self, rows: Sequence[int]) -> tuple[str, ...]:
        """The lemmas that tell these rows from others, the best first: said by many of their people and few besides."""
        said = {(self.people[row], word) for row in rows for word in self.words[row]}
        counts = Counter(word for _, word in said if not is_vague(word))
        n_people = self.count(rows)
        least = max(min(2, n_people), SHARED * n_people)
        worth = {word: n * (n / max(n, self.spoken[word])) ** 0.5 for word, n in counts.items() if n >= least}
        return tuple(sorted(worth, key=lambda word: (-round(worth[word], 6), word)))

    def matter(self, touchpoint: int, rows: Iterable[int]) -> Matter:
        """The matter of these rows, with the theme that most of them carry."""
        ordered = tuple(self.by_id(rows))
        themes = Counter(int(self.themes.assignment[row]) for row in ordered)
        theme, n = min(themes.items(), key=lambda item: (-item[1], item[0]), default=(-1, 0))
        return Matter(touchpoint, theme if n >= THEME_SHARE * len(ordered) else -1, ordered)


def is_vague(word: str) -> bool:
    """Whether a word alone does not say what a matter is: a verdict, a measure, a filler noun."""
    return word in _SAYS_NOTHING or is_vague_noun(word)


def centre(vectors: Floats) -> Floats:
    """The mean direction of float32 (n, d), of length one; rounded so that no order of sums shows."""
    mean = np.round(vectors.mean(0, dtype=np.float64), 8)
    return np.asarray(mean / max(float(np.linalg.norm(mean)), 1e-12), dtype=np.float32)


def _unit(embeddings: Floats) -> Floats:
    """Vectors less their mean, of length one; the mean is rounded so that no order of sums shows."""
    if not len(embeddings):
        return embeddings
    less = np.asarray(embeddings - np.round(embeddings.mean(0, dtype=np.float64), 6), dtype=np.float32)
    return np.asarray(less / np.maximum(np.linalg.norm(less, axis=1, keepdims=True), 1e-12))


def _bucket(word: str) -> tuple[int, int]:
    number = zlib.crc32(word.encode())
    return number % _BUCKETS, 1 if number >> 31 else -1


def _one_hot(positions: NDArray[np.int32], width: int) -> Floats:
    found = np.zeros((len(positions), max(1, width)), dtype=np.float32)
    known = np.flatnonzero(positions >= 0)
    found[known, positions[known]] = 1.0
    return found
