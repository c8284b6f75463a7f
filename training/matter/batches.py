"""Draw batches: some matrices, a sample of the statements of each, and titles that nobody was asked about.

Phrases and statements of different matrices are strangers, unless their phrases are nearly the same matter: such pairs
are unknown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from training.matter.rows import (
    NEITHER,
    SUPPORTS,
    UNKNOWN,
    Phrase,
    StatementMatrix,
    category_matrices,
    claim_matrices,
    pair_matrices,
    titles,
    training_studies,
)
from training.reader.pair_rows import phrase_of
from voc.schema import Floats

_STUDIES = 2
"""Small studies in a batch."""
_STATEMENTS, _OTHER_STATEMENTS = 30, 16
"""Statements of each small study, and of each other matrix."""
_RELATED, _SUPPORTING_WINDOWS, _WINDOWS = 0.6, 0.1, 0.04
"""Shares of these: lines that have to do with a claim, windows that support one, other windows."""
_TITLES = 16
"""Titles of the bank in a batch."""
_PLACED = 10
"""Placed lines of each small study in a batch."""
_STORIES_EVERY = 4
"""Every fourth batch has older stories in place of real statements."""
_NEAR_SHARE = 0.03
"""This share of random pairs of phrases counts as nearly the same matter."""
_SAMPLED_PAIRS = 20_000


@dataclass(frozen=True, slots=True)
class PlacedBatch:
    """n lines and q touchpoints of one study; ``is_about`` bool (q, n)."""

    statements: list[str]
    touchpoints: list[str]
    is_about: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class MatrixBatch:
    """p phrases and s statements; ``relation`` and ``matter`` int64 (p, s) as in `StatementMatrix`; ``is_own`` bool
    (p, s): phrase and statement come from one matrix."""

    phrases: list[str]
    statements: list[str]
    relation: NDArray[np.int64]
    matter: NDArray[np.int64]
    is_own: NDArray[np.bool_]
    placed: list[PlacedBatch]


class NearPhrases:
    """Which phrases are nearly the same matter, by vectors of the network before training."""

    def __init__(self, encode: Callable[[Sequence[str]], Floats], rng: np.random.Generator) -> None:
        """Encode the German phrases of all matrices; ``encode`` gives rows of unit length."""
        matrices = [*training_studies(), *claim_matrices(are_stories=True), *claim_matrices(are_stories=False)]
        matrices += [*pair_matrices(rng), *category_matrices(rng)]
        known = {german for matrix in matrices for german, _ in matrix.phrases}
        phrases = sorted(known | {german for german, _ in titles()})
        self._row = {phrase: row for row, phrase in enumerate(phrases)}
        self._vectors = encode(phrases)
        left, right = rng.integers(len(phrases), size=(2, _SAMPLED_PAIRS))
        products = np.einsum("nd,nd->n", self._vectors[left], self._vectors[right])
        self._least = float(np.quantile(products, 1 - _NEAR_SHARE))

    def are_near(self, phrases: Sequence[str]) -> NDArray[np.bool_]:
        """bool (p, p) for p German phrases; unknown phrases are near to none."""
        rows = [self._row.get(phrase, -1) for phrase in phrases]
        vectors = np.where(np.array(rows)[:, None] >= 0, self._vectors[rows], 0)
        return np.asarray(vectors @ vectors.T > self._least)


class BatchDraw:
    """Draws batches; every small study comes once before any comes again."""

    def __init__(self, near: NearPhrases, rng: np.random.Generator) -> None:
        self._near, self._rng = near, rng
        self._studies = self._forever(training_studies)
        self._others = self._forever(lambda: (*pair_matrices(rng), *category_matrices(rng)))
        self._n_drawn = 0

    def _forever(self, matrices: Callable[[], Sequence[StatementMatrix]]) -> Iterator[StatementMatrix]:
        while True:
            drawn = matrices()
            yield from (drawn[i] for i in self._rng.permutation(len(drawn)))

    def draw(self) -> MatrixBatch:
        """The next batch."""
        studies = [next(self._studies) for _ in range(_STUDIES)]
        claims = claim_matrices(are_stories=self._n_drawn % _STORIES_EVERY == 0)
        matrices = [*studies, claims[self._rng.integers(len(claims))]]
        if self._n_drawn % 2:
            matrices.append(next(self._others))
        self._n_drawn += 1
        batch = self._join(matrices)
        batch.placed.extend(self._draw_placed(study) for study in studies if study.placed)
        return batch

    def _join(self, matrices: Sequence[StatementMatrix]) -> MatrixBatch:
        rng = self._rng
        columns = [_draw_texts(matrix, rng) for matrix in matrices]
        statements = [matrix.texts[i] for matrix, chosen in zip(matrices, columns, strict=True) for i in chosen]
        bank = [titles()[i] for i in rng.integers(len(titles()), size=_TITLES)]
        pairs: list[Phrase] = [phrase for matrix in matrices for phrase in matrix.phrases] + bank
        owner_of_phrase = np.repeat(
            np.arange(len(matrices) + 1), [*(len(matrix.phrases) for matrix in matrices), len(bank)]
        )
        owner_of_statement = np.repeat(np.arange(len(matrices)), [len(chosen) for chosen in columns])
        relation = np.full((len(pairs), len(statements)), NEITHER, np.int64)
        matter = np.zeros_like(relation)
        near = self._near.are_near([german for german, _ in pairs])
        for number, (matrix, chosen) in enumerate(zip(matrices, columns, strict=True)):
            rows, own = np.flatnonzero(owner_of_phrase == number), np.flatnonzero(owner_of_statement == number)
            # What says a claim may say a claim of another matrix that is nearly the same.
            is_related = (matrix.matter[:, chosen] == 1) | (matrix.relation[:, chosen] != NEITHER)
            may_say = (near[:, rows].astype(np.int32) @ is_related.astype(np.int32)) > 0
            for codes, labels in ((relation, matrix.relation), (matter, matrix.matter)):
                codes[:, own] = np.where(may_say, UNKNOWN, codes[:, own])
                codes[np.ix_(rows, own)] = labels[:, chosen]
        phrases = [pair[rng.integers(2)] for pair in pairs]
        is_own = owner_of_phrase[:, None] == owner_of_statement
        return MatrixBatch(phrases, statements, relation, matter, is_own, [])

    def _draw_placed(self, study: StatementMatrix) -> PlacedBatch:
        lines = [study.placed[i] for i in self._rng.permutation(len(study.placed))[:_PLACED]]
        is_about = np.zeros((len(study.touchpoints), len(lines)), bool)
        for column, (_, own) in enumerate(lines):
            is_about[list(own), column] = True
        touchpoints = [phrase_of(touchpoint, self._rng) for touchpoint in study.touchpoints]
        return PlacedBatch([text for text, _ in lines], touchpoints, is_about)


def _draw_texts(matrix: StatementMatrix, rng: np.random.Generator) -> NDArray[np.int64]:
    """Positions of lines that have to do with a claim, of some windows, and of strange lines."""
    limit = _STATEMENTS if matrix.source == "studies" else _OTHER_STATEMENTS
    if len(matrix.texts) <= limit:
        return np.arange(len(matrix.texts))
    is_line = np.arange(len(matrix.texts)) < matrix.n_lines
    is_related = ((matrix.relation == SUPPORTS) | (matrix.matter == 1)).any(axis=0)
    supports = (matrix.relation == SUPPORTS).any(axis=0)
    drawn = [
        rng.permutation(np.flatnonzero(mask))[: int(limit * share)]
        for mask, share in (
            (is_line & is_related, _RELATED),
            (~is_line & supports, _SUPPORTING_WINDOWS),
            (~is_line & ~supports, _WINDOWS),
        )
    ]
    strangers = rng.permutation(np.flatnonzero(is_line & ~is_related))[: limit - sum(map(len, drawn))]
    return np.concatenate([*drawn, strangers])
