"""Find the phrases that most people of a study support, and who supports each.

1. The vectors of the judge say roughly which statements support which phrase, for all pairs at once.
2. Phrases are drawn by turns: the next one is the phrase with the most people that the phrases before do not explain.
3. The judge reads each drawn phrase with its nearest statements.
4. Phrases that the judge confirms become claims by turns again, those with the most new people first. A claim whose
   people mostly stand behind an earlier claim with the same statements says the same in other words and is left out.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from voc.claims.title_bank import ClaimPhrase, Titles
from voc.models.pair_judge import PairJudgements
from voc.models.reader_outputs import PAIR_CLASSES
from voc.schema import Floats, Ints, Progress, no_progress

_SUPPORTS, _CONTRADICTS = PAIR_CLASSES.index("supports"), PAIR_CLASSES.index("contradicts")


class ClaimJudge(Protocol):
    """What `find_claims` needs of `voc.models.pair_judge.PairJudge`."""

    def statement_vectors(self, statements: Sequence[str]) -> Floats:
        """Vectors of n statements, float32 (n, d), rows of length one."""

    def title_vectors(self, titles: Sequence[str], stored: Floats) -> Floats:
        """Vectors of n titles of the bank, comparable with those of statements; ``stored`` come with the bank."""

    def rough_probabilities(self, products: Floats) -> Floats:
        """Products of the vectors of phrases and statements as probabilities that the statement supports the phrase."""

    def judge(
        self, phrases: Sequence[str], statements: Sequence[str], pairs: Ints, progress: Progress = no_progress
    ) -> PairJudgements:
        """Judge pairs of positions."""


@dataclass(frozen=True, slots=True)
class ClaimStatements:
    """n statements: ``texts``, the respondent of each, and vectors float32 (n, VECTOR_WIDTH)."""

    texts: Sequence[str]
    people: Sequence[str]
    vectors: Floats

    def person_columns(self) -> tuple[int, Ints]:
        """The number of people, and the number of each statement's person, int32 (n,)."""
        numbers = {person: number for number, person in enumerate(sorted(set(self.people)))}
        return len(numbers), np.array([numbers[person] for person in self.people], np.int32)


@dataclass(frozen=True, slots=True)
class Claim:
    """A phrase with the positions of the statements that support it and of those that deny it, the surest first."""

    phrase: ClaimPhrase
    supports: tuple[int, ...]
    contradicts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ClaimLimits:
    """How many phrases and pairs are judged, and what counts. Probabilities are 0–1."""

    number: int = 30
    """At most this many claims."""
    phrases: int = 120
    """Phrases that the judge reads."""
    nearest: int = 30
    """ClaimStatements that the judge reads with each of them."""
    nearest_of_claims: int = 100
    """ClaimStatements that it reads with a phrase that becomes a claim."""
    min_support: float = 0.5
    """A statement counts for a phrase from this probability on."""
    min_people: int = 2
    """A claim needs this many people, most of them new."""
    same_claim: float = 0.5
    """A claim with more than this share of its statements in an earlier claim says the same."""


DEFAULT_LIMITS = ClaimLimits()
_SURE = 0.6
"""Each of the people needed counts with this expectation (0–1), since nobody is sure and few are wholly new."""
_EXPLAINED = 0.5
"""How much of a statement a claim explains that it supports (0–1): it may say two things."""


@dataclass
class _Judged:
    """Probabilities of the drawn phrases (k, n) that the judge has read; 0 where it has not."""

    supports: Floats
    contradicts: Floats
    is_read: NDArray[np.bool_] = field(init=False)

    def __post_init__(self) -> None:
        self.is_read = np.zeros(self.supports.shape, bool)


def find_claims(
    statements: ClaimStatements,
    titles: Titles,
    judge: ClaimJudge,
    *,
    limits: ClaimLimits = DEFAULT_LIMITS,
    progress: Progress = no_progress,
) -> list[Claim]:
    """The claims of a study, those with the most people first."""
    if not len(statements.texts) or not len(titles.phrases):
        return []
    vectors = judge.title_vectors([phrase.text for phrase in titles.phrases], titles.vectors)
    products = vectors @ statements.vectors.T
    n_people, columns = statements.person_columns()

    def expected_people(probabilities: Floats) -> NDArray[np.float64]:
        """The expected number of people behind each row of probabilities (k, n)."""
        misses = np.zeros((n_people, len(probabilities)))
        np.add.at(misses, columns, np.log1p(-np.clip(probabilities, 0, 0.999)).T)
        return np.asarray((1 - np.exp(misses)).sum(axis=0))

    drawn = _draw_phrases(judge.rough_probabilities(products), expected_people, limits.phrases)
    phrases = [titles.phrases[position] for position in drawn]
    order = np.argsort(-products[drawn], axis=1, kind="stable")
    judged = _Judged(*(np.zeros((len(drawn), len(columns)), np.float32) for _ in range(2)))

    def read(rows: Sequence[int], nearest: int, progress: Progress) -> None:
        pairs = [(row, int(i)) for row in rows for i in order[row, :nearest] if not judged.is_read[row, i]]
        texts = [phrase.text for phrase in phrases]
        relation = judge.judge(texts, statements.texts, np.array(pairs, np.int32).reshape(-1, 2), progress).relation
        for (row, i), probabilities in zip(pairs, relation, strict=True):
            judged.supports[row, i], judged.contradicts[row, i] = probabilities[_SUPPORTS], probabilities[_CONTRADICTS]
            judged.is_read[row, i] = True

    read(range(len(drawn)), limits.nearest, progress)
    chosen = _choose(judged, expected_people, lambda row: read([row], limits.nearest_of_claims, no_progress), limits)
    return [
        Claim(
            phrases[row],
            _surest(judged.supports[row], limits.min_support),
            _surest(judged.contradicts[row], limits.min_support),
        )
        for row in chosen
    ]


ExpectedPeople = Callable[[Floats], NDArray[np.float64]]


def _draw_phrases(probabilities: Floats, expected_people: ExpectedPeople, number: int) -> list[int]:
    """Positions of the phrases to judge, by turns; probabilities (m, n) are rough."""
    unexplained = np.ones(probabilities.shape[1], np.float32)
    drawn: list[int] = []
    for _ in range(min(number, len(probabilities))):
        worth = np.round(expected_people(probabilities * unexplained), 6)
        worth[drawn] = -1
        best = int(worth.argmax())
        drawn.append(best)
        # Halved, because the rough probabilities are often wrong: near phrases get their turns too.
        unexplained *= 1 - 0.5 * probabilities[best]
    return drawn


def _choose(
    judged: _Judged, expected_people: ExpectedPeople, read_more: Callable[[int], None], limits: ClaimLimits
) -> list[int]:
    """Rows of the phrases that become claims. A phrase is read with more statements before it does."""
    unexplained = np.ones(judged.supports.shape[1], np.float32)
    chosen: list[int] = []
    closed: set[int] = set()
    is_complete: set[int] = set()
    while len(chosen) < limits.number:
        sure = np.where(judged.supports >= limits.min_support, judged.supports, 0)
        worth = np.round(expected_people(sure * unexplained), 6)
        worth[sorted(closed)] = -1
        best = int(worth.argmax())
        if worth[best] < _SURE * limits.min_people:
            break
        if best not in is_complete:
            read_more(best)
            is_complete.add(best)
            continue
        closed.add(best)
        own = sure[best] > 0
        if not any((own & (sure[row] > 0)).sum() > limits.same_claim * own.sum() for row in chosen):
            chosen.append(best)
            unexplained *= 1 - _EXPLAINED * own
    return chosen


def _surest(probabilities: Floats, least: float) -> tuple[int, ...]:
    rows = np.flatnonzero(probabilities >= least)
    return tuple(rows[np.argsort(-probabilities[rows], kind="stable")].tolist())
