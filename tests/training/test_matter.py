"""Training of the encoder of matters: matrices without held-out lines, and batches that know what is strange."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from training.matter.batches import BatchDraw, NearPhrases
from training.matter.rows import (
    NEITHER,
    SUPPORTS,
    UNKNOWN,
    claim_matrices,
    held_out_studies,
    pair_matrices,
    titles,
    training_studies,
)
from voc.schema import Floats


def _spread(phrases: Sequence[str]) -> Floats:
    """Vectors of phrases in a few directions, so that some are near to each other."""
    rng = np.random.default_rng(0)
    vectors = rng.normal(size=(len(phrases), 8))
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), np.float32)


@pytest.fixture(scope="module")
def draw(data: object) -> BatchDraw:
    rng = np.random.default_rng(0)
    return BatchDraw(NearPhrases(_spread, rng), rng)


@pytest.mark.slow
def test_a_matrix_says_for_every_line_what_it_is_to_every_claim() -> None:
    for study in (*training_studies(), *held_out_studies()):
        assert study.relation.shape == study.matter.shape == (len(study.phrases), len(study.texts))
        # Only windows may be unclear.
        assert (study.relation[:, : study.n_lines] != UNKNOWN).mean() > 0.99
        assert ((study.relation == SUPPORTS).sum(axis=1) >= 2).all()
    for matrix in (*claim_matrices(are_stories=True), *pair_matrices(np.random.default_rng(0))):
        assert matrix.relation.shape == (len(matrix.phrases), len(matrix.texts))


def test_held_out_studies_are_not_trained_on() -> None:
    own = {text for study in training_studies() for text in study.texts}
    held_out = [text for study in held_out_studies() for text in study.texts[: study.n_lines]]
    assert len(held_out) > 2000
    # A few short lines ("Nein.") are said in many studies.
    assert np.mean([text in own for text in held_out]) < 0.01


def test_batches_have_supports_and_strangers(draw: BatchDraw) -> None:
    batch = draw.draw()
    assert batch.relation.shape == (len(batch.phrases), len(batch.statements)) == batch.is_own.shape
    assert (batch.relation[batch.is_own] == SUPPORTS).sum() > 10
    # Statements of one matrix support no phrase of another; where phrases are nearly the same it is unknown.
    assert set(np.unique(batch.relation[~batch.is_own])) == {UNKNOWN, NEITHER}
    bank = {title for pair in titles() for title in pair}
    assert sum(phrase in bank for phrase in batch.phrases) >= 16


def test_every_study_comes_once_before_any_comes_again(draw: BatchDraw) -> None:
    n_batches = len(training_studies()) // 2
    lines = {text: number for number, study in enumerate(training_studies()) for text in study.texts[: study.n_lines]}
    rng = np.random.default_rng(1)
    fresh = BatchDraw(NearPhrases(_spread, rng), rng)
    seen = {lines[text] for _ in range(n_batches) for text in fresh.draw().statements if text in lines}
    assert len(seen) == len(training_studies())


def test_placed_lines_stand_with_all_touchpoints_of_their_study(draw: BatchDraw) -> None:
    placed = [part for _ in range(5) for part in draw.draw().placed]
    assert placed
    for part in placed:
        assert part.is_about.shape == (len(part.touchpoints), len(part.statements))
        assert not part.is_about.all()
