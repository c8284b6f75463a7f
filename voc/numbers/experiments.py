"""A/B tests: rates, differences with interval and p-value, and how many more visitors would be needed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

from voc.numbers.proportions import LEVEL, holm, needed, newcombe, two_proportions, wilson
from voc.schema import Experiment, Variant

MAX_UNEVEN_P = 0.001
"""p-value below which two groups are too uneven for a fair split, as is usual for sample ratio mismatch."""

Verdict = Literal["higher", "lower", "open"]


class Rate(NamedTuple):
    """The share of visitors who convert (0–1), with the ends of its 95 % interval (Wilson)."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """One variant against the first.

    Attributes:
        control: the first variant.
        variant: the other one.
        difference: rate of ``variant`` − rate of ``control`` (−1…1).
        low, high: its 95 % interval.
        p_value: that the rates are the same, corrected for the number of variants (Holm).
        more: further visitors that each of the two needs to tell a difference of the measured size from chance
            (power 80 %); 0 when there are enough, None when the rates are equal.
        verdict: "open" unless ``p_value`` is below 0.05.
        uneven: whether the sizes of the groups differ so much that splitting by chance does not explain it (only for
            two variants, which are meant to be equal).
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
    """The rate of a variant."""
    interval = wilson(variant.conversions, variant.visitors)
    return Rate(variant.conversions / variant.visitors, interval.low, interval.high)


def compare(experiment: Experiment) -> tuple[Comparison, ...]:
    """Every variant against the first one, in their order."""
    control, *others = experiment.variants
    first = (control.conversions, control.visitors)
    p_values = holm([two_proportions(first, (variant.conversions, variant.visitors)) for variant in others])
    return tuple(
        _compare_with(control, variant, p_value, is_only_one=len(others) == 1)
        for variant, p_value in zip(others, p_values, strict=True)
    )


def _compare_with(control: Variant, variant: Variant, p_value: float, *, is_only_one: bool) -> Comparison:
    first, second = (control.conversions, control.visitors), (variant.conversions, variant.visitors)
    interval = newcombe(first, second)
    before, after = first[0] / first[1], second[0] / second[1]
    enough = needed(before, after)
    verdict: Verdict = "open" if p_value >= 1 - LEVEL else "higher" if after > before else "lower"
    more = None if enough is None else max(0, enough - min(control.visitors, variant.visitors))
    return Comparison(
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
    """Whether a fair split gives groups this uneven less than once in 1,000 times (sample ratio mismatch)."""
    from scipy.stats import binomtest

    return bool(binomtest(first, first + second).pvalue < MAX_UNEVEN_P)
