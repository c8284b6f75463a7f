"""Formulas against statsmodels and scipy, to nine decimals."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np
import pytest
from scipy.stats import fisher_exact

from voc.numbers.proportions import (
    Proportion,
    compare,
    holm,
    is_small,
    is_uneven,
    needed,
    needed_exactly,
    newcombe,
    rate,
    two_proportions,
    wilson,
)
from voc.schema import Experiment, Variant

CASES = [
    ((120, 2400), (151, 2390)),
    ((8, 10), (3, 12)),
    ((0, 40), (5, 42)),
    ((30, 30), (28, 30)),
    ((500, 10_000), (560, 10_000)),
    ((29, 98), (56, 70)),
    ((1, 1000), (9, 1000)),
    ((49_000, 100_000), (50_000, 100_000)),
    ((7, 200), (7, 200)),
    ((333, 1111), (222, 999)),
    ((12, 12), (0, 9)),
    ((250, 5000), (300, 1500)),
]
TOLERANCE = {"rel": 1e-9, "abs": 1e-9}


@pytest.fixture(scope="module")
def oracle() -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return pytest.importorskip("statsmodels.stats.proportion", reason="statsmodels (group dev) is not installed")


@pytest.mark.parametrize(("first", "second"), CASES)
def test_wilson_agrees_with_statsmodels(first: Proportion, second: Proportion, oracle: Any) -> None:
    for count, total in (first, second):
        assert wilson(count, total) == pytest.approx(
            oracle.proportion_confint(count, total, method="wilson"), **TOLERANCE
        )
        assert wilson(count, total, 0.9) == pytest.approx(
            oracle.proportion_confint(count, total, alpha=0.1, method="wilson"), **TOLERANCE
        )


@pytest.mark.parametrize(("first", "second"), CASES)
def test_newcombe_agrees_with_statsmodels(first: Proportion, second: Proportion, oracle: Any) -> None:
    expected = oracle.confint_proportions_2indep(*second, *first, method="newcomb", compare="diff")
    assert newcombe(first, second) == pytest.approx(expected, **TOLERANCE)


@pytest.mark.parametrize(("first", "second"), CASES)
def test_two_proportions_agrees_with_statsmodels_or_scipy(first: Proportion, second: Proportion, oracle: Any) -> None:
    if is_small(first, second):
        table = [[first[0], first[1] - first[0]], [second[0], second[1] - second[0]]]
        expected = fisher_exact(table).pvalue
    else:
        counts, totals = np.array([first[0], second[0]]), np.array([first[1], second[1]])
        expected = oracle.proportions_ztest(counts, totals)[1]
    assert two_proportions(first, second) == pytest.approx(expected, **TOLERANCE)


def test_two_proportions_covers_both_tests() -> None:
    assert 3 <= sum(is_small(*case) for case in CASES) <= len(CASES) - 5


@pytest.mark.parametrize(
    ("first", "second"),
    # Without shares that are equal or as far apart as 0 and 1, for which the oracle divides by zero.
    [case for case in CASES if case[0][0] * case[1][1] != case[1][0] * case[0][1] and case != ((12, 12), (0, 9))],
)
def test_needed_agrees_with_statsmodels(first: Proportion, second: Proportion, oracle: Any) -> None:
    share_1, share_2 = first[0] / first[1], second[0] / second[1]
    expected = oracle.samplesize_proportions_2indep_onetail(share_2 - share_1, share_1, 0.8)
    assert needed_exactly(share_1, share_2) == pytest.approx(expected, **TOLERANCE)
    assert needed(share_1, share_2) == int(np.ceil(expected))


def test_holm_agrees_with_statsmodels(oracle: Any) -> None:
    multitest = pytest.importorskip("statsmodels.stats.multitest")
    values = [0.2, 0.01, 0.04, 0.03, 0.01, 0.9, 1.0]
    assert holm(values) == pytest.approx(multitest.multipletests(values, method="holm")[1], **TOLERANCE)


def test_needed_knows_no_number_for_equal_shares() -> None:
    assert needed(0.1, 0.1) is None


@pytest.mark.parametrize(("count", "total"), [(-1, 5), (6, 5), (0, 0)])
def test_wilson_refuses_what_is_no_share(count: int, total: int) -> None:
    with pytest.raises(ValueError, match="count <= total"):
        wilson(count, total)


def experiment(*counts: Proportion) -> Experiment:
    return Experiment("button", tuple(Variant(f"v{i}", n, k) for i, (k, n) in enumerate(counts)))


def test_compare_leaves_a_small_difference_open_and_says_how_many_more() -> None:
    (comparison,) = compare(experiment((100, 1000), (120, 1000)))
    assert comparison.verdict == "open"
    assert comparison.low < 0 < comparison.high
    assert comparison.more == needed(0.1, 0.12) - 1000
    assert not comparison.uneven


def test_compare_calls_a_clear_difference_by_its_direction() -> None:
    better, worse = compare(experiment((100, 1000), (200, 1000), (40, 1000)))
    assert (better.verdict, worse.verdict) == ("higher", "lower")
    assert better.more == worse.more == 0
    assert better.difference == pytest.approx(0.1)


def test_compare_corrects_for_several_variants() -> None:
    alone = compare(experiment((100, 1000), (130, 1000)))[0]
    among = compare(experiment((100, 1000), (130, 1000), (101, 1000), (99, 1000)))[0]
    assert alone.verdict == "higher"
    assert among.verdict == "open"
    assert among.p_value == pytest.approx(3 * alone.p_value)


def test_compare_has_no_number_where_rates_are_equal() -> None:
    (comparison,) = compare(experiment((7, 200), (7, 200)))
    assert (comparison.verdict, comparison.more, comparison.difference) == ("open", None, 0.0)


def test_compare_marks_groups_that_chance_does_not_make() -> None:
    assert is_uneven(5000, 5500)
    assert not is_uneven(5000, 5100)
    assert compare(experiment((50, 5000), (50, 5500)))[0].uneven


def test_rate_is_a_share_inside_its_interval() -> None:
    share, low, high = rate(Variant("a", 50, 5))
    assert share == 0.1
    assert low < share < high
