"""The coefficients against values worked out by hand, published ones, their definition, and statsmodels."""

from collections.abc import Sequence
from itertools import permutations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from statsmodels.stats.inter_rater import cohens_kappa

from voc.tasks.agree.coefficients import ac1, alpha, alpha_of_many, kappa, measure_agreement, share


def alpha_by_definition(units: Sequence[Sequence[int]]) -> float:
    """1 − Dₒ / Dₑ, value by value (Krippendorff 2011): pairs within units, each unit weighed by 1 / (values − 1),
    against all pairs of paired values."""
    paired = [unit for unit in units if len(unit) > 1]
    values = [value for unit in paired for value in unit]
    observed = sum(sum(a != b for a, b in permutations(unit, 2)) / (len(unit) - 1) for unit in paired) / len(values)
    expected = sum(a != b for a, b in permutations(values, 2)) / (len(values) * (len(values) - 1))
    return 1 - observed / expected


GWET = np.array([[118.0, 5.0], [2.0, 0.0]])
"""The paradox: nearly all agree, and kappa is below zero (Gwet 2008 discusses such tables)."""


def test_share_and_kappa_by_hand() -> None:
    table = np.array([[20.0, 5.0], [10.0, 15.0]])
    assert share(table) == pytest.approx(35 / 50)
    assert kappa(table) == pytest.approx((0.7 - 0.5) / 0.5)


def test_alpha_by_hand() -> None:
    """Ten units, both coders: coincidences 14 + 4 alike, 2 unlike of 20 values; n₀ = 14 + 1, n₁ = 4 + 1."""
    table = np.array([[7.0, 1.0], [0.0, 2.0]])
    expected = (15 * 14 + 5 * 4) / (20 * 19)
    assert alpha(table) == pytest.approx((0.9 - expected) / (1 - expected))


def test_ac1_holds_where_kappa_falls_below_zero() -> None:
    """π₁ = (123 + 120) / 250 = 0.972; pₑ = 2 · 0.972 · 0.028 = 0.054432; pₒ = 118 / 125 = 0.944."""
    assert kappa(GWET) < 0
    assert ac1(GWET) == pytest.approx((0.944 - 0.054432) / (1 - 0.054432))


CODINGS = st.integers(2, 5).flatmap(
    lambda k: st.lists(st.tuples(st.integers(0, k - 1), st.integers(0, k - 1)), min_size=3, max_size=40)
)


@given(CODINGS)
@settings(max_examples=60, deadline=None)
def test_kappa_is_that_of_the_library_and_alpha_that_of_its_definition(pairs: list[tuple[int, int]]) -> None:
    a, b = (np.array(side) for side in zip(*pairs, strict=True))
    k = int(max(a.max(), b.max())) + 1
    # With one category on both sides neither coefficient is defined.
    assume(len({*a, *b}) > 1)
    table = np.zeros((k, k))
    np.add.at(table, (a, b), 1.0)
    assert alpha(table) == pytest.approx(alpha_by_definition(pairs))
    assert kappa(table) == pytest.approx(cohens_kappa(table, return_results=False))


@given(st.lists(st.tuples(*[st.integers(-1, 3)] * 3), min_size=2, max_size=30))
@settings(max_examples=60, deadline=None)
def test_alpha_of_many_with_gaps_is_that_of_its_definition(rows: list[tuple[int, int, int]]) -> None:
    ratings = np.array(rows, dtype=np.int64).T
    paired = ratings[:, (ratings >= 0).sum(axis=0) >= 2]
    if len(set(paired[paired >= 0].tolist())) < 2:
        assert alpha_of_many(ratings) is None
        return
    units = [[value for value in row if value >= 0] for row in rows]
    assert alpha_of_many(ratings) == pytest.approx(alpha_by_definition(units))


def test_alpha_of_krippendorffs_own_example() -> None:
    """Krippendorff (2011), section C: four observers, twelve units, gaps; nominal alpha is 0.743."""
    gap = -1
    ratings = np.array(
        [
            [1, 2, 3, 3, 2, 1, 4, 1, 2, gap, gap, gap],
            [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, gap, 3],
            [gap, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, gap],
            [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, gap],
        ]
    )
    assert alpha_of_many(np.where(ratings == gap, -1, ratings)) == pytest.approx(0.743, abs=0.0005)


def test_figures_have_intervals_over_people_that_hold_the_value() -> None:
    random = np.random.default_rng(1)
    a = random.integers(0, 3, 300)
    b = np.where(random.random(300) < 0.8, a, random.integers(0, 3, 300))
    figures = measure_agreement(a, b, 3, [f"r-{i // 5}" for i in range(300)])
    for name in ("share", "kappa", "alpha", "ac1"):
        low, high = figures.intervals[name]
        assert low < getattr(figures, name) < high
    assert figures == measure_agreement(a, b, 3, [f"r-{i // 5}" for i in range(300)])


def test_people_are_drawn_whole_so_few_people_give_wide_intervals() -> None:
    a = np.tile([0, 1, 0, 1, 0], 40)
    b = np.where(np.arange(200) < 100, a, 1 - a)
    few = measure_agreement(a, b, 2, [f"r-{i // 50}" for i in range(200)])
    many = measure_agreement(a, b, 2, [f"r-{i}" for i in range(200)])
    width = [figures.intervals["share"][1] - figures.intervals["share"][0] for figures in (few, many)]
    assert width[0] > 2 * width[1]


def test_figures_without_enough_people_or_segments_say_nothing() -> None:
    assert measure_agreement(np.array([0, 1]), np.array([0, 1]), 2, ["a", "b"]).intervals["kappa"] is None
    nothing = measure_agreement(np.array([], dtype=int), np.array([], dtype=int), 3, [])
    assert (nothing.n, nothing.share, nothing.kappa, nothing.alpha, nothing.ac1) == (0, None, None, None, None)
    alike = measure_agreement(np.zeros(9, int), np.zeros(9, int), 1, [f"r-{i}" for i in range(9)])
    assert (alike.share, alike.kappa, alike.ac1) == (1.0, None, None)
