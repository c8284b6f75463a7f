"""Shares, their differences, and A/B tests: intervals, p-values and sample sizes. Pure functions of counts.

scipy has Wilson's interval and the tests; Newcombe's interval, the sample size of two shares and Holm's correction are
written out here, because scipy lacks them (statsmodels has them, and the tests compare with it).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np

from voc.schema import Experiment, Variant

LEVEL = 0.95
"""Confidence level of every interval; 1 − LEVEL is the level of significance."""
POWER = 0.8
"""Chance of detecting a difference that exists, for which sample sizes are planned (a convention)."""
MIN_EXPECTED_COUNT = 5
"""Expected count of a cell of the 2 × 2 table below which the z-test is too inexact (Cochran 1954)."""
MAX_UNEVEN_P = 0.001
"""p-value below which two groups are too uneven for a fair split; this is usual for a sample ratio mismatch."""

Verdict = Literal["higher", "lower", "open"]
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
    """The two-sided p-value of equal shares: the pooled z-test (Fleiss 1981, ch. 2), or Fisher's exact test (1935) when
    an expected count is below `MIN_EXPECTED_COUNT`.

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
    """The size of each of two groups that tells two shares (0–1) apart (Fleiss 1981, eq. 3.14, two-sided).

    None when the shares are equal: no size is enough.

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
    """p-values corrected for their number (Holm 1979), in the same order; the chance of any false alarm is 1 − LEVEL.

    >>> holm([0.01, 0.04, 0.03])
    [0.03, 0.06, 0.06]
    """
    n = len(values)
    order = np.argsort(values, kind="stable")
    # A larger p-value is never corrected to a smaller one than the p-values before it.
    rising = np.maximum.accumulate(np.minimum(1.0, (n - np.arange(n)) * np.asarray(values, np.float64)[order]))
    corrected = np.empty(n)
    corrected[order] = rising
    return corrected.tolist()


def _check(count: int, total: int) -> None:
    if not 0 <= count <= total or total == 0:
        raise ValueError(f"a share needs 0 <= count <= total and total > 0, found {count} of {total}")


class Rate(NamedTuple):
    """The share of visitors who convert (0–1), with the ends of its 95 % interval (Wilson)."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class VariantComparison:
    """One variant compared with the first.

    Attributes:
        control: the first variant.
        variant: the other one.
        difference: rate of ``variant`` − rate of ``control`` (−1…1).
        low, high: its 95 % interval.
        p_value: p-value of equal rates, corrected for the number of variants (Holm).
        more: further visitors that each of the two needs to tell the measured difference from chance (power 80 %);
            0 when there are enough, None when the rates are equal.
        verdict: "open" unless ``p_value`` is below 0.05.
        uneven: whether chance does not explain how much the group sizes differ (only for two variants, which are meant
            to be equal).
    """

    control: Variant
    variant: Variant
    difference: float
    low: float
    high: float
    p_value: float
    more: int | None
    verdict: Verdict
    uneven: bool


def rate(variant: Variant) -> Rate:
    """The conversion rate of a variant."""
    interval = wilson(variant.conversions, variant.visitors)
    return Rate(variant.conversions / variant.visitors, interval.low, interval.high)


def compare(experiment: Experiment) -> tuple[VariantComparison, ...]:
    """Every further variant compared with the first, in order."""
    control, *others = experiment.variants
    first = (control.conversions, control.visitors)
    p_values = holm([two_proportions(first, (variant.conversions, variant.visitors)) for variant in others])
    return tuple(
        _compare_with(control, variant, p_value, is_only_one=len(others) == 1)
        for variant, p_value in zip(others, p_values, strict=True)
    )


def _compare_with(control: Variant, variant: Variant, p_value: float, *, is_only_one: bool) -> VariantComparison:
    first, second = (control.conversions, control.visitors), (variant.conversions, variant.visitors)
    interval = newcombe(first, second)
    before, after = first[0] / first[1], second[0] / second[1]
    enough = needed(before, after)
    verdict: Verdict = "open" if p_value >= 1 - LEVEL else "higher" if after > before else "lower"
    more = None if enough is None else max(0, enough - min(control.visitors, variant.visitors))
    return VariantComparison(
        control=control,
        variant=variant,
        difference=after - before,
        low=interval.low,
        high=interval.high,
        p_value=p_value,
        more=more if verdict == "open" else 0,
        verdict=verdict,
        uneven=is_only_one and is_uneven(control.visitors, variant.visitors),
    )


def is_uneven(first: int, second: int) -> bool:
    """Whether a fair split gives groups this uneven less often than once in 1,000 times (sample ratio mismatch)."""
    from scipy.stats import binomtest

    return bool(binomtest(first, first + second).pvalue < MAX_UNEVEN_P)
