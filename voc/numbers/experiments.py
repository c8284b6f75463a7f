"""A/B tests: rates, differences with interval and p-value, and how many more visitors would be needed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from voc.numbers.proportions import holm, needed, newcombe, two_proportions
from voc.numbers.shares import LEVEL, wilson
from voc.schema import Experiment, Variant

Verdict = Literal["higher", "lower", "open"]


@dataclass(frozen=True, slots=True)
class Comparison:
    """One variant against the first. Rates and differences are 0–1; ``difference`` is ``variant − control``.

    ``p_value`` is corrected for the number of variants (Holm). ``more`` is how many further visitors each of the two
    would need to tell a difference of the measured size from chance (power 80 %): 0 when there are enough, None when
    the rates are equal. ``verdict`` is "open" unless ``p_value`` is below 0.05. ``uneven`` marks groups whose sizes
    differ so much that splitting by chance does not explain it (p < 0.001, for two variants of equal intent).
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


def rate(variant: Variant) -> tuple[float, float, float]:
    """The share of visitors who convert, with its 95 % interval (Wilson)."""
    low, high = wilson(variant.conversions, variant.visitors)
    return variant.conversions / variant.visitors, low, high


def compare(experiment: Experiment) -> tuple[Comparison, ...]:
    """Every variant against the first one, in their order."""
    control, *others = experiment.variants
    first = (control.conversions, control.visitors)
    pairs = [(one.conversions, one.visitors) for one in others]
    values = holm([two_proportions(first, second) for second in pairs])
    return tuple(
        _comparison(control, one, p_value, alone=len(others) == 1) for one, p_value in zip(others, values, strict=True)
    )


def _comparison(control: Variant, variant: Variant, p_value: float, *, alone: bool) -> Comparison:
    first, second = (control.conversions, control.visitors), (variant.conversions, variant.visitors)
    low, high = newcombe(first, second)
    before, after = first[0] / first[1], second[0] / second[1]
    enough = needed(before, after)
    verdict: Verdict = "open" if p_value >= 1 - LEVEL else "higher" if after > before else "lower"
    missing = None if enough is None else max(0, enough - min(control.visitors, variant.visitors))
    return Comparison(
        control=control,
        variant=variant,
        difference=after - before,
        low=low,
        high=high,
        p_value=p_value,
        more=missing if verdict == "open" else 0,
        verdict=verdict,
        uneven=alone and is_uneven(control.visitors, variant.visitors),
    )


def is_uneven(one: int, other: int) -> bool:
    """Whether a fair split would give groups this uneven less than once in 1,000 times (sample ratio mismatch)."""
    from scipy.stats import binomtest

    return bool(binomtest(one, one + other).pvalue < 0.001)
