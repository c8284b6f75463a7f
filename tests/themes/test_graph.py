"""Sentiment does not split a matter: the direction of polarity goes, the matter stays."""

from __future__ import annotations

import numpy as np

from tests.themes.studies import MATTERS_EN, direction, planted
from voc.schema import Floats
from voc.themes import find_themes, remove_polarity


def felt(n: int) -> Floats:
    return np.where(np.random.default_rng(5).random(n) < 0.5, -0.9, 0.9).astype(np.float32)


def judged(vectors: Floats, polarity: Floats, strength: float) -> Floats:
    rows = vectors + strength * polarity[:, None] * direction("how pleased people are", vectors.shape[1])
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


def test_praise_and_complaint_of_one_matter_are_one_theme() -> None:
    segments, vectors, truth = planted(MATTERS_EN, each=40)
    polarity = felt(len(segments))
    rows = remove_polarity(judged(vectors, polarity, 0.9), polarity)
    themes = find_themes(segments, rows, language="en")
    assert len(themes.themes) == len(MATTERS_EN)
    for theme in range(len(themes.themes)):
        inside = np.flatnonzero(themes.assignment == theme)
        assert len({truth[place] for place in inside}) == 1
        assert 0.2 < float((polarity[inside] > 0).mean()) < 0.8


def test_they_would_be_two_otherwise() -> None:
    segments, vectors, _ = planted(MATTERS_EN, each=40)
    split = find_themes(segments, judged(vectors, felt(len(segments)), 0.9), language="en")
    assert len(split.themes) > len(MATTERS_EN)


def test_rows_stay_of_length_one_and_float32() -> None:
    _, vectors, _ = planted(MATTERS_EN)
    vectors[3] = 0
    rows = remove_polarity(vectors, felt(len(vectors)))
    assert rows.dtype == np.float32
    assert rows.shape == vectors.shape
    assert np.allclose(np.linalg.norm(np.delete(rows, 3, axis=0), axis=1), 1, atol=1e-5)
    assert not rows[3].any()


def test_few_rows_and_constant_polarity_change_nothing() -> None:
    _, vectors, _ = planted(MATTERS_EN)
    assert (remove_polarity(vectors[:50], felt(50)) == vectors[:50]).all()
    assert (remove_polarity(vectors, np.zeros(len(vectors), np.float32)) == vectors).all()


def test_order_of_rows_does_not_matter() -> None:
    _, vectors, _ = planted(MATTERS_EN)
    polarity, order = felt(len(vectors)), np.random.default_rng(1).permutation(len(vectors))
    straight = remove_polarity(vectors, polarity)
    assert np.allclose(remove_polarity(vectors[order], polarity[order]), straight[order], atol=1e-7)
