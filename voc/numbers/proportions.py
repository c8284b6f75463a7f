"""Shares and their differences: intervals, tests and sample sizes. Pure functions of counts.

scipy has Wilson's interval and the tests; Newcombe's interval, the sample size of two shares and Holm's correction are
written out here, because scipy has none of them (statsmodels has, and the tests hold them to it).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

LEVEL = 0.95
"""Level of every interval; 1 − LEVEL is the level of significance."""
POWER = 0.8
"""Chance of finding a difference that exists, by which sample sizes are planned (a convention)."""
MIN_EXPECTED_COUNT = 5
"""Expected count of a cell of the 2 × 2 table below which the z-test is too inexact (Cochran 1954)."""

Proportion = tuple[int, int]
"""(count, total), with 0 ≤ count ≤ total and total > 0."""


class Interval(NamedTuple):
    """Lower and upper end."""

    low: float
    high: float


def wilson(count: int, total: int, level: float = LEVEL) -> Interval:
    """The score interval of a share (Wilson 1927; Brown, Cai & DasGupta 2001), within 0–1.

    Raises:
        ValueError: unless ``0 <= count <= total`` and ``total > 0``.

    >>> low, high = wilson(8, 10)
    >>> round(low, 4), round(high, 4)
    (0.4902, 0.9433)
    """
    _check(count, total)
    from scipy.stats import binomtest

    interval = binomtest(count, total).proportion_ci(level, method="wilson")
    return Interval(float(interval.low), float(interval.high))


def newcombe(first: Proportion, second: Proportion, level: float = LEVEL) -> Interval:
    """The interval of ``second − first``: hybrid of score intervals (Newcombe 1998, method 10), within −1…1.

    >>> low, high = newcombe((29, 98), (56, 70))
    >>> round(low, 4), round(high, 4)
    (0.359, 0.616)
    """
    share_1, share_2 = first[0] / first[1], second[0] / second[1]
    interval_1, interval_2 = wilson(*first, level), wilson(*second, level)
    difference = share_2 - share_1
    return Interval(
        difference - math.hypot(share_2 - interval_2.low, interval_1.high - share_1),
        difference + math.hypot(interval_2.high - share_2, share_1 - interval_1.low),
    )


def two_proportions(first: Proportion, second: Proportion) -> float:
    """The two-sided p-value that two shares are the same: the pooled z-test (Fleiss 1981, ch. 2).

    Where an expected count is below `MIN_EXPECTED_COUNT`, it is Fisher's exact test (Fisher 1935).

    Raises:
        ValueError: a count is below 0 or above its total, or a total is 0.
    """
    _check(*first)
    _check(*second)
    from scipy.stats import chi2_contingency, fisher_exact

    table = [[first[0], first[1] - first[0]], [second[0], second[1] - second[0]]]
    if is_small(first, second):
        return float(fisher_exact(table).pvalue)
    # Without Yates' correction, chi-squared with one degree of freedom is the square of the pooled z.
    return float(chi2_contingency(table, correction=False).pvalue)


def is_small(first: Proportion, second: Proportion) -> bool:
    """Whether an expected count of the 2 × 2 table is below `MIN_EXPECTED_COUNT`."""
    pooled = (first[0] + second[0]) / (first[1] + second[1])
    return min(pooled, 1 - pooled) * min(first[1], second[1]) < MIN_EXPECTED_COUNT


def needed(first: float, second: float, *, level: float = LEVEL, power: float = POWER) -> int | None:
    """How many are needed in each of two groups to tell two shares (0–1) apart (Fleiss 1981, eq. 3.14, two-sided).

    None where the shares are equal: no number is enough.

    >>> needed(0.10, 0.12)
    3841
    """
    exact = needed_exactly(first, second, level=level, power=power)
    return None if exact is None else math.ceil(exact)


def needed_exactly(first: float, second: float, *, level: float = LEVEL, power: float = POWER) -> float | None:
    """`needed` before it is rounded up."""
    if first == second:
        return None
    from scipy.special import ndtri

    mean = (first + second) / 2
    null = float(ndtri((1 + level) / 2)) * math.sqrt(2 * mean * (1 - mean))
    alternative = float(ndtri(power)) * math.sqrt(first * (1 - first) + second * (1 - second))
    return ((null + alternative) / (second - first)) ** 2


def holm(values: Sequence[float]) -> list[float]:
    """p-values corrected for their number (Holm 1979), in their order: the chance of any false alarm stays 1 − LEVEL.

    >>> holm([0.01, 0.04, 0.03])
    [0.03, 0.06, 0.06]
    """
    order = sorted(range(len(values)), key=lambda i: values[i])
    corrected = [0.0] * len(values)
    highest = 0.0
    for rank, i in enumerate(order):
        # A larger p-value is never corrected to a smaller one than the p-values before it.
        highest = max(highest, min(1.0, (len(values) - rank) * values[i]))
        corrected[i] = highest
    return corrected


def _check(count: int, total: int) -> None:
    if not 0 <= count <= total or total == 0:
        raise ValueError(f"a share needs 0 <= count <= total and total > 0, found {count} of {total}")
