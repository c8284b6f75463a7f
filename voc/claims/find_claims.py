"""Find the phrases that most people of a study support, and who supports each.

1. A statement supports a phrase if it is nearer to it than statements of strangers come by chance. Each phrase has its
   own limit: the lowest at which at most a part of its supporters can be expected by chance (target and decoy, as in
   Elias & Gygi, Nature Methods 4, 2007).
2. A phrase is worth as much as people support it, as its supporters are alike, and as they use its words: among
   thousands of phrases, those of another area otherwise win by chance.
3. Phrases become claims by turns, those with the most people whom the claims before do not explain first. A phrase
   whose supporters mostly stand behind a claim already says the same in other words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from functools import reduce
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from voc.claims.title_bank import ClaimPhrase, Titles
from voc.schema import Floats

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

_CHANCE_SHARES = (0.0005, 0.001, 0.002, 0.004, 0.008, 0.015)
"""Limits that are tried for each phrase: the shares (0–1) of strangers that are nearer."""
_CHUNK = 256
"""Phrases whose nearness to all statements is in memory at a time."""
_EXPLAINED = 0.8
"""How much of a statement a claim explains that it supports (0–1): it may say two things."""


@dataclass(frozen=True, slots=True)
class ClaimStatements:
    """n statements: the respondent of each, and vectors as those of `Titles`.

    ``may_support`` and ``may_deny`` bool (n,): what is near to a phrase supports it, or denies it. Beside the title of
    a trouble clear praise denies it, and a wish does neither.
    """

    people: Sequence[str]
    may_support: NDArray[np.bool_]
    may_deny: NDArray[np.bool_]
    matter: Floats
    words: Floats

    def of_people(self) -> csr_matrix:
        """1 where a statement is of a person, sparse (people, n)."""
        from scipy.sparse import csr_matrix

        numbers = {person: number for number, person in enumerate(sorted(set(self.people)))}
        rows = [numbers[person] for person in self.people]
        return csr_matrix((np.ones(len(rows), np.float32), (rows, np.arange(len(rows)))), (len(numbers), len(rows)))


@dataclass(frozen=True, slots=True)
class Claim:
    """A phrase with the positions of the statements that support it and of those that deny it, the nearest first.

    ``vector`` float32 (d,) is the phrase's by the encoder of matters; statements whose product with it is above
    ``limit`` are about its matter.
    """

    phrase: ClaimPhrase
    supports: tuple[int, ...]
    contradicts: tuple[int, ...]
    vector: Floats = field(compare=False)
    limit: float


@dataclass(frozen=True, slots=True)
class ClaimLimits:
    """What counts as a claim. All shares and cosines are 0–1."""

    number: int = 30
    """At most this many claims."""
    min_people: int = 2
    """A claim needs this many people."""
    by_chance: float = 0.25
    """Share of a phrase's supporters that may be expected by chance."""
    min_alike: float = 0.1
    """Mean cosine of its supporters, centred on all statements."""
    min_words: float = 0.15
    """Mean cosine of a phrase with its supporters, by words."""
    same_claim: float = 0.5
    """A phrase that shares more than this part of its statements, or of a claim's, with that claim says the same."""
    phrases: int = 500
    """Phrases that the turns choose from, the worthiest first."""


DEFAULT_LIMITS = ClaimLimits()


@dataclass(frozen=True, slots=True)
class _Candidates:
    """k phrases by position, the limit of each, and which statements support each, float32 (k, n) of 0 and 1.

    ``quality`` float64 (k,) says how alike and how near in words the supporters are, 0–1; ``worth`` is that times the
    number of people.
    """

    positions: NDArray[np.int64]
    limits: Floats
    supports: Floats
    quality: NDArray[np.float64]
    worth: NDArray[np.float64]

    def select(self, rows: NDArray[np.int64]) -> _Candidates:
        return _Candidates(*(getattr(self, name.name)[rows] for name in fields(self)))

    def join(self, other: _Candidates) -> _Candidates:
        pairs = ((getattr(self, name.name), getattr(other, name.name)) for name in fields(self))
        return _Candidates(*(np.concatenate(pair) for pair in pairs))

    def worthiest(self, number: int) -> _Candidates:
        return self.select(np.argsort(-np.round(self.worth, 6), kind="stable")[:number])


def find_claims(statements: ClaimStatements, titles: Titles, limits: ClaimLimits = DEFAULT_LIMITS) -> list[Claim]:
    """The claims of a study, those with the most people whom the claims before do not explain first."""
    if not statements.may_support.any() or not titles.phrases:
        return []
    candidates = _find_candidates(statements, titles, limits)
    claims = []
    for row in _choose(candidates, statements.of_people(), limits):
        position = int(candidates.positions[row])
        vector, limit = titles.matter[position], float(candidates.limits[row])
        nearness = statements.matter @ vector
        is_near = nearness > limit
        order = np.argsort(-np.round(nearness, 5), kind="stable")
        supports = tuple(order[(is_near & statements.may_support)[order]].tolist())
        contradicts = tuple(order[(is_near & statements.may_deny)[order]].tolist())
        claims.append(Claim(titles.phrases[position], supports, contradicts, vector, limit))
    return claims


def _find_candidates(statements: ClaimStatements, titles: Titles, limits: ClaimLimits) -> _Candidates:
    """The worthiest phrases that enough people support."""
    people = statements.of_people()
    centred = _centre(np.hstack([statements.words, statements.matter]), statements.may_support)
    starts = range(0, len(titles.phrases), _CHUNK)
    chunks = (range(start, min(start + _CHUNK, len(titles.phrases))) for start in starts)
    parts = (_judge(chunk, statements, titles, people, centred, limits) for chunk in chunks)
    return reduce(lambda kept, part: kept.join(part).worthiest(limits.phrases), parts).worthiest(limits.phrases)


def _judge(
    chunk: range, statements: ClaimStatements, titles: Titles, people: csr_matrix, centred: Floats, limits: ClaimLimits
) -> _Candidates:
    """Those of a chunk of phrases that could be claims."""
    nearness = titles.matter[chunk.start : chunk.stop] @ statements.matter.T
    nearness[:, ~statements.may_support] = -1
    strangers = titles.matter[chunk.start : chunk.stop] @ titles.strangers.T
    least = _limits_by_chance(nearness, strangers, int(statements.may_support.sum()), limits.by_chance)
    supports = (nearness > least[:, None]).astype(np.float32)
    n_people = _count_people(people, supports)
    alike = _mean_cosine(supports, centred)
    words = titles.words[chunk.start : chunk.stop]
    by_words = (supports @ statements.words * words).sum(axis=1) / np.maximum(supports.sum(axis=1), 1)
    is_claim = (n_people >= limits.min_people) & (alike >= limits.min_alike) & (by_words >= limits.min_words)
    quality = (alike * by_words).astype(np.float64)
    candidates = _Candidates(np.array(chunk, np.int64), least, supports, quality, quality * n_people)
    return candidates.select(np.flatnonzero(is_claim))


def _count_people(people: csr_matrix, supports: Floats) -> Floats:
    """The number of people behind each row of ``supports`` (k, n), whose values are 0–1: each counts with their largest
    sum, at most 1."""
    return np.asarray(np.minimum(people @ supports.T, 1).sum(axis=0), np.float32)


def _limits_by_chance(nearness: Floats, strangers: Floats, n: int, by_chance: float) -> Floats:
    """The limit of each phrase, float32 (k,); infinite where more would be expected by chance at every limit.

    ``nearness`` (k, statements) is −1 where a statement may not support; ``n`` statements may.
    """
    ordered = -np.sort(-strangers, axis=1)
    least = np.full(len(nearness), np.inf, np.float32)
    for share in _CHANCE_SHARES:
        limit = ordered[:, int(share * ordered.shape[1])]
        is_sure = (nearness > limit[:, None]).sum(axis=1) * by_chance >= share * n
        least = np.where(is_sure, limit, least)
    return least


def _centre(vectors: Floats, chosen: NDArray[np.bool_]) -> Floats:
    """Vectors minus the mean of the chosen ones, rows of length one."""
    centred = vectors - vectors[chosen].mean(axis=0)
    return np.asarray(centred / np.maximum(np.linalg.norm(centred, axis=1, keepdims=True), 1e-9), np.float32)


def _mean_cosine(supports: Floats, vectors: Floats) -> Floats:
    """The mean cosine of each two of a phrase's supporters, float32 (k,); 1 for one alone, 0 for none."""
    n = supports.sum(axis=1)
    # The squared length of the sum is n plus the cosines of all ordered pairs.
    squared = ((supports @ vectors) ** 2).sum(axis=1)
    return np.asarray(np.where(n > 1, (squared - n) / np.maximum(n * (n - 1), 1), n), np.float32)


def _choose(candidates: _Candidates, people: csr_matrix, limits: ClaimLimits) -> list[int]:
    """Rows of the candidates that become claims."""
    supports, quality = candidates.supports, candidates.quality
    sizes = supports.sum(axis=1)
    unexplained = np.ones(supports.shape[1], np.float32)
    chosen: list[int] = []
    is_open = np.ones(len(supports), bool)
    new_people = _count_people(people, supports)
    while len(chosen) < limits.number:
        worth = np.round(np.where(is_open & (new_people > limits.min_people - 0.5), new_people * quality, 0), 6)
        if not worth.any():
            break
        best = int(worth.argmax())
        is_open[best] = False
        shared = supports[chosen] @ supports[best]
        if not (shared > limits.same_claim * np.minimum(sizes[chosen], sizes[best])).any():
            chosen.append(best)
            unexplained *= 1 - _EXPLAINED * supports[best]
            new_people = _count_people(people, supports * unexplained)
    return chosen
