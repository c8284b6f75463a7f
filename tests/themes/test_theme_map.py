"""The map of themes: discs that do not overlap, segments inside theirs, neighbours in meaning near each other."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voc.schema import Floats, Ints, Segment, Theme, Themes
from voc.themes import add_theme_map


def material(sizes: list[int], middles: np.ndarray, spread: float = 0.3) -> tuple[list[Segment], Floats, Themes]:
    """Segments around given centres, and the themes that hold them; the last three rows are unsorted."""
    rng = np.random.default_rng(7)
    labels = np.repeat(np.arange(len(sizes)), sizes)
    rows = middles[labels] + spread * rng.normal(size=(len(labels), middles.shape[1]))
    rows = np.vstack([rows, rng.normal(size=(3, middles.shape[1]))])
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    assignment: Ints = np.concatenate([labels, [-1] * 3]).astype(np.int32)
    segments = [
        Segment(f"s-{n}", "d-1", f"r-{n}", "a.csv", "review", "participant", 0, 1, None, "", "x", "en")
        for n in range(len(rows))
    ]
    themes = tuple(Theme(f"t-{n}", f"Theme {n}", (), (0,)) for n in range(len(sizes)))
    score = np.ones(len(rows), np.float32)
    return segments, rows.astype(np.float32), Themes(themes, assignment, score, assignment >= 0)


def discs(themes: Themes) -> np.ndarray:
    return np.array([theme.disc for theme in themes.themes])


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(1, 60), min_size=1, max_size=25))
def test_discs_lie_in_the_square_and_do_not_overlap(sizes: list[int]) -> None:
    middles = np.random.default_rng(len(sizes)).normal(size=(len(sizes), 24))
    found = add_theme_map(*_reordered(material(sizes, middles)))
    x, y, radius = discs(found).T
    assert (radius > 0).all()
    assert (x - radius).min() >= -0.001
    assert (y - radius).min() >= -0.001
    assert (x + radius).max() <= 1.001
    assert (y + radius).max() <= 1.001
    apart = np.hypot(x[:, None] - x, y[:, None] - y) - radius[:, None] - radius
    assert (apart[~np.eye(len(x), dtype=bool)] > 0).all()


def _reordered(parts: tuple[list[Segment], Floats, Themes]) -> tuple[Themes, list[Segment], Floats]:
    segments, rows, themes = parts
    return themes, segments, rows


def test_segments_lie_inside_their_disc_and_unsorted_ones_nowhere() -> None:
    themes, segments, rows = _reordered(material([30, 12, 4], np.eye(3, 16)))
    found = add_theme_map(themes, segments, rows)
    assert found.places is not None
    placed = found.assignment >= 0
    own = discs(found)[found.assignment[placed]]
    away = np.linalg.norm(found.places[placed] - own[:, :2], axis=1)
    assert (away <= own[:, 2]).all()
    assert (found.places[~placed] == -1).all()


def test_larger_themes_have_larger_discs() -> None:
    found = add_theme_map(*_reordered(material([90, 40, 10], np.eye(3, 16))))
    radius = discs(found)[:, 2]
    assert radius[0] > radius[1] > radius[2]
    assert radius[0] / radius[1] == pytest.approx((90 / 40) ** 0.5, rel=0.01)


def test_themes_of_like_meaning_are_neighbours() -> None:
    middles = np.eye(4, 16)
    middles[3] = 0.9 * middles[0] + 0.3 * middles[3]
    x, y, _ = discs(add_theme_map(*_reordered(material([30] * 4, middles, 0.1)))).T
    away = np.hypot(x - x[0], y - y[0])
    assert away[3] == min(away[1:])


def test_the_order_of_the_segments_does_not_matter() -> None:
    segments, rows, themes = material([20, 15, 9], np.eye(3, 16))
    turned = np.random.default_rng(1).permutation(len(rows))
    moved = Themes(themes.themes, themes.assignment[turned], themes.score[turned], themes.core[turned])
    here = add_theme_map(themes, segments, rows)
    there = add_theme_map(moved, [segments[place] for place in turned], rows[turned])
    np.testing.assert_allclose(discs(here), discs(there), atol=2e-4)


def test_no_theme_gives_an_empty_map() -> None:
    segments, rows, themes = material([1], np.eye(1, 8))
    none = Themes((), np.full(len(rows), -1, np.int32), themes.score, np.zeros(len(rows), bool))
    found = add_theme_map(none, segments, rows)
    assert found.places is not None
    assert (found.places == -1).all()
