"""Shares and their differences: intervals, tests and sample sizes. Pure functions of counts."""

from __future__ import annotations

import math
from collections.abc import Sequence

from voc.numbers.shares import LEVEL, check, quantile, wilson

POWER = 0.8


def newcombe(first: tuple[int, int], second: tuple[int, int], level: float = LEVEL) -> tuple[float, float]:
    """The interval of ``second − first``, shares of (count, total): hybrid score (Newcombe 1998, method 10).

    >>> low, high = newcombe((29, 98), (56, 70))
    >>> round(low, 4), round(high, 4)
    (0.359, 0.616)
    """
    one, two = first[0] / first[1], second[0] / second[1]
    low_one, high_one = wilson(*first, level)
    low_two, high_two = wilson(*second, level)
    difference = two - one
    return (
        difference - math.hypot(two - low_two, high_one - one),
        difference + math.hypot(high_two - two, one - low_one),
    )


def two_proportions(first: tuple[int, int], second: tuple[int, int]) -> float:
    """The two-sided p-value that two shares of (count, total) are the same: the pooled z-test (Fleiss 1981, ch. 2).

    Where an expected count is below 5, Fisher's exact test (Fisher 1935) stands in, for the z-test is wrong there.
    """
    check(*first)
    check(*second)
    pooled = (first[0] + second[0]) / (first[1] + second[1])
    if is_small(first, second):
        from scipy.stats import fisher_exact

        table = [[first[0], first[1] - first[0]], [second[0], second[1] - second[0]]]
        return float(fisher_exact(table).pvalue)
    error = math.sqrt(pooled * (1 - pooled) * (1 / first[1] + 1 / second[1]))
    z = (second[0] / second[1] - first[0] / first[1]) / error
    return math.erfc(abs(z) / math.sqrt(2))


def is_small(first: tuple[int, int], second: tuple[int, int]) -> bool:
    """Whether an expected count of the 2 × 2 table is below 5 (Cochran 1954)."""
    pooled = (first[0] + second[0]) / (first[1] + second[1])
    return min(pooled, 1 - pooled) * min(first[1], second[1]) < 5


def needed(first: float, second: float, *, level: float = LEVEL, power: float = POWER) -> int | None:
    """How many are needed in each of two groups to tell two shares apart (Fleiss 1981, eq. 3.14, two-sided).

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
    mean = (first + second) / 2
    null = quantile((1 + level) / 2) * math.sqrt(2 * mean * (1 - mean))
    alternative = quantile(power) * math.sqrt(first * (1 - first) + second * (1 - second))
    return ((null + alternative) / (second - first)) ** 2


def holm(values: Sequence[float]) -> list[float]:
    """p-values corrected for their number (Holm 1979), in the order given: the chance of any false alarm is held.

    >>> holm([0.01, 0.04, 0.03])
    [0.03, 0.06, 0.06]
    """
    order = sorted(range(len(values)), key=lambda i: values[i])
    corrected = [0.0] * len(values)
    highest = 0.0
    for rank, i in enumerate(order):
        highest = max(highest, min(1.0, (len(values) - rank) * values[i]))
        corrected[i] = highest
    return corrected
