"""Who says what: the words, the meaning, the theme and the touchpoint of each segment, and how similar segments are."""

from __future__ import annotations

import math
import re
import tomllib
import zlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

from voc.schema import Floats, Segment, Tags, Themes
from voc.text import content_words
from voc.text.words import is_vague_noun

_BUCKETS = 1024
"""Words are hashed to this many signed columns (feature hashing; Weinberger et al. 2009): cosines are right to
±0.03."""


@dataclass(frozen=True, slots=True)
class SimilarityWeights:
    """How much the parts of a similarity count, and which words tell one subject from another."""

    meaning: float = 0.62
    """Weight of the cosine in meaning."""
    words: float = 0.38
    """Weight of the cosine of weighted words, which keeps apart what embeddings hold for the same."""
    same_theme: float = 0.05
    """Segments of one theme are this much more similar."""
    same_touchpoint: float = 0.08
    """Segments at one touchpoint are this much more similar."""
    rarity_power: float = 1.5
    """A word weighs its log rarity over people to this power, since what everybody mentions sets nothing apart."""
    distinctive_share: float = 0.25
    """A distinctive word of a group is used by at least this share of its people, and by two of them."""
    subject_share: float = 0.2
    """A word that this share of all people use is a subject of the whole study and sets no group apart."""
    theme_share: float = 0.5
    """A group has the theme of at least this share of its segments."""


DEFAULT_SIMILARITY = SimilarityWeights()


@dataclass(frozen=True, slots=True)
class PainCandidate:
    """Segments that may be one pain point: positions of the segments, sorted by segment id, and the positions of their
    touchpoint and theme, or −1."""

    touchpoint: int
    theme: int
    rows: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class SegmentIndex:
    """What is known about n segments, aligned.

    ``people`` are respondent ids ("" for nobody), ``words`` the distinct content lemmas of each segment, ``vectors``
    float32 (n, d) meanings, centred on the study's mean and of length one; ``speakers`` counts the people who use a
    lemma; ``n_people`` is the number of respondents.
    """

    ids: Sequence[str]
    people: Sequence[str]
    words: Sequence[tuple[str, ...]]
    speakers: Counter[str]
    n_people: int
    vectors: Floats
    tags: Tags
    themes: Themes
    weights: SimilarityWeights = DEFAULT_SIMILARITY

    @staticmethod
    def build(
        segments: Sequence[Segment],
        embeddings: Floats,
        tags: Tags,
        themes: Themes,
        weights: SimilarityWeights = DEFAULT_SIMILARITY,
    ) -> SegmentIndex:
        """Index n segments with embeddings float32 (n, d)."""
        words = [tuple(dict.fromkeys(content_words(segment.text, segment.language))) for segment in segments]
        people = [segment.respondent_id for segment in segments]
        uses = {(person, word) for person, row in zip(people, words, strict=True) for word in row if person}
        speakers = Counter(word for _, word in uses)
        ids = [segment.segment_id for segment in segments]
        n_people = len({person for person in people if person})
        return SegmentIndex(ids, people, words, speakers, n_people, _centre(embeddings), tags, themes, weights)

    def count_people(self, rows: Iterable[int]) -> int:
        """The number of people behind these rows."""
        return len({self.people[row] for row in rows})

    def sort_by_id(self, rows: Iterable[int]) -> list[int]:
        """The distinct rows in the order of segment ids, so that no result depends on the order of files."""
        return sorted(set(rows), key=self.ids.__getitem__)

    def is_subject(self, word: str) -> bool:
        """Whether a word is used by so large a share of people that it is a subject of the whole study."""
        return self.speakers[word] >= self.weights.subject_share * max(1, self.n_people)

    def cosines(self, rows: Sequence[int], group: Sequence[int]) -> NDArray[np.float64]:
        """float64 (n,): cosines in meaning of n rows to the centre of a group."""
        centre = mean_direction(self.vectors[self.sort_by_id(group)])
        # A product with a matrix, not a vector: BLAS would take another kernel and another last bit.
        return np.asarray(np.round(self.vectors[list(rows)] @ centre[None, :].T, 5), dtype=np.float64)[:, 0]

    def cohesion(self, rows: Sequence[int], without: Sequence[int] = ()) -> float:
        """Mean cosine in meaning between two of the rows, after the mean of the rows ``without`` is subtracted."""
        k = len(rows)
        if k < 2:
            return 1.0
        vectors = self.vectors[self.sort_by_id(rows)].astype(np.float64)
        if without:
            vectors -= np.round(self.vectors[self.sort_by_id(without)].mean(0, dtype=np.float64), 6)
            vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12)
        return round((float((vectors.sum(0) ** 2).sum()) - k) / (k * (k - 1)), 5)

    def similarity_vectors(self, rows: Sequence[int]) -> Floats:
        """float32 (n, d): vectors whose products are similarities; see `SimilarityWeights` for their parts."""
        rows, weights = list(rows), self.weights
        touchpoints = self.tags.touchpoint
        parts = [
            self.vectors[rows] * math.sqrt(weights.meaning),
            self._word_vectors(rows) * math.sqrt(weights.words),
            _one_hot(self.themes.assignment[rows], len(self.themes.themes)) * math.sqrt(weights.same_theme),
            _one_hot(touchpoints[rows], int(touchpoints.max(initial=-1)) + 1) * math.sqrt(weights.same_touchpoint),
        ]
        return np.concatenate(parts, axis=1).astype(np.float32)

    def _word_vectors(self, rows: Sequence[int]) -> Floats:
        """float32 (n, _BUCKETS): weighted words, rows of length one or zero."""
        n_people = max(2, self.n_people)
        rarity = {
            word: math.log(n_people / n) ** self.weights.rarity_power
            for word, n in self.speakers.items()
            if 1 < n < n_people
        }
        vectors = np.zeros((len(rows), _BUCKETS), dtype=np.float32)
        for k, row in enumerate(rows):
            for word in self.words[row]:
                if word in rarity:
                    number = zlib.crc32(word.encode())
                    vectors[k, number % _BUCKETS] += rarity[word] if number >> 31 else -rarity[word]
        return np.asarray(vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9))

    def distinctive_words(self, rows: Sequence[int]) -> tuple[str, ...]:
        """The lemmas that set these rows apart, the best first: many of their people use them, and few others do."""
        uses = {(self.people[row], word) for row in rows for word in self.words[row]}
        counts = Counter(word for _, word in uses if not is_vague(word))
        n_people = self.count_people(rows)
        needed = max(min(2, n_people), self.weights.distinctive_share * n_people)
        worth = {word: n * (n / max(n, self.speakers[word])) ** 0.5 for word, n in counts.items() if n >= needed}
        return tuple(sorted(worth, key=lambda word: (-round(worth[word], 6), word)))

    def make_candidate(self, touchpoint: int, rows: Iterable[int]) -> PainCandidate:
        """A candidate of these rows, with the theme that most of them have."""
        ordered = tuple(self.sort_by_id(rows))
        themes = Counter(int(self.themes.assignment[row]) for row in ordered)
        theme, n = min(themes.items(), key=lambda item: (-item[1], item[0]), default=(-1, 0))
        return PainCandidate(touchpoint, theme if n >= self.weights.theme_share * len(ordered) else -1, ordered)


def is_vague(word: str) -> bool:
    """Whether a lemma alone does not say what a pain point is about: a verdict, a measure, a filler noun."""
    return word in _vague_words() or is_vague_noun(word)


def mean_direction(vectors: Floats) -> Floats:
    """The mean of float32 (n, d), scaled to length one."""
    # Rounded, so that the order in which floats are summed cannot change a result.
    mean = np.round(vectors.mean(0, dtype=np.float64), 8)
    return np.asarray(mean / max(float(np.linalg.norm(mean)), 1e-12), dtype=np.float32)


@cache
def load_patterns() -> Mapping[str, Any]:
    """The content of `patterns.toml`."""
    return tomllib.loads(files("voc.pains").joinpath("patterns.toml").read_text("utf-8"))


@cache
def any_of(name: str, template: str) -> re.Pattern[str]:
    """A pattern for the entries of a list of `patterns.toml`, such as "trouble.de.first", inside a template."""
    entries: Any = load_patterns()
    for key in name.split("."):
        entries = entries[key]
    return re.compile(template.format(f"(?:{'|'.join(entries)})"), re.IGNORECASE)


@cache
def _vague_words() -> frozenset[str]:
    return frozenset(load_patterns()["vague"])


def _centre(embeddings: Floats) -> Floats:
    if not len(embeddings):
        return embeddings
    centred = np.asarray(embeddings - np.round(embeddings.mean(0, dtype=np.float64), 6), dtype=np.float32)
    return np.asarray(centred / np.maximum(np.linalg.norm(centred, axis=1, keepdims=True), 1e-12))


def _one_hot(positions: NDArray[np.int32], width: int) -> Floats:
    result = np.zeros((len(positions), max(1, width)), dtype=np.float32)
    rows = np.flatnonzero(positions >= 0)
    result[rows, positions[rows]] = 1.0
    return result
