"""What sets the members of a group apart, and how their attributes (age, role, country …) are distributed.

Two families of tests, each corrected separately: lines (who says what about which subject) and attributes, which the
grouping has never seen. Groups are formed by what people say, so a test of a line shows how clear a difference is; it
does not prove that there are groups; `grouping` tests that before. Attributes describe a group and never make one.

In small studies most tests could not reach significance, whatever the people say. Such tests are not counted: of m
tests, only the k that could fall below level / k (Tarone 1990, "A modified Bonferroni method for discrete data",
Biometrics 46), and a p-value is corrected to k times itself. Where all tests could reach it this is Bonferroni's
correction.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from personas.evidence import NO_SUBJECT, Facts
from voc.schema import MIN_PEOPLE, AttributeCount, Difference, Respondent

LEVEL = 0.025
"""The significance level of each of the two families: at most one study in twenty then reports a chance result."""


@dataclass(frozen=True, slots=True)
class DifferenceThresholds:
    """What is tested and shown."""

    level: float = LEVEL
    """A test is significant up to this corrected p-value, in each of the two families."""
    min_people: int = 3
    """A subject that fewer people speak of, and an attribute that is known of fewer people, is not tested."""
    max_lines: int = 8
    """A persona shows at most this many lines as differences."""
    max_values: int = 12
    """An attribute with more values than this is shown by its most common ones only."""
    common_share: float = 0.5
    """The most common values must cover at least this share of people; else it is nearly a name of each."""
    min_numbers: int = 7
    """An attribute of at least this many different numbers is measured; one of fewer is a set of categories."""
    max_bands: int = 10
    """A measured attribute is shown in at most this many bands."""


THRESHOLDS = DifferenceThresholds()

Values = Mapping[str, str]
"""The value of an attribute by respondent id."""
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class AttributeComparison:
    """Significant differences of a group in attributes, largest first, and the attributes tested without a result."""

    differences: tuple[Difference, ...]
    alike: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _GroupTest:
    """One comparison; its p-value is not corrected; ``min_p`` is the smallest that these numbers of people allow."""

    group: int
    difference: Difference
    min_p: float = 1.0


def line_differences(
    facts: Facts,
    groups: Sequence[Collection[str]],
    everybody: Collection[str],
    thresholds: DifferenceThresholds = THRESHOLDS,
) -> list[tuple[Difference, ...]]:
    """Lines that members show more or less often than the others among ``everybody``, largest effects first."""
    tests = []
    for number, members in enumerate(groups):
        inside = set(members)
        outside = set(everybody) - inside
        for fact in facts.facts:
            if fact.subject_id == NO_SUBJECT:
                continue
            n_in = sum(person in inside for person in fact.people)
            n_out = sum(person in outside for person in fact.people)
            if inside and outside and n_in + n_out >= thresholds.min_people:
                effect = n_in / len(inside) - n_out / len(outside)
                subject = (fact.subject, fact.subject_id, fact.kind)
                counts = (n_in, len(inside), n_out, len(outside))
                tests.append(_GroupTest(number, Difference("trait", *subject, *counts, effect, "risk_difference", 1.0)))
    significant = _significant(_fisher(tests), thresholds.level)
    return [_largest_first(significant, number)[: thresholds.max_lines] for number in range(len(groups))]


def attribute_differences(
    respondents: Sequence[Respondent],
    groups: Sequence[Collection[str]],
    everybody: Collection[str],
    thresholds: DifferenceThresholds = THRESHOLDS,
) -> list[AttributeComparison]:
    """Attributes in which members differ from the others among ``everybody``, largest effects first.

    Of an attribute's values that differ, only the one that differs most is given.
    """
    categories: list[_GroupTest] = []
    numeric: list[_GroupTest] = []
    for attribute, values in attribute_values(respondents).items():
        present = {person: value for person, value in values.items() if person in everybody}
        numbers = as_numbers(values, thresholds)
        for number, members in enumerate(groups):
            inside = set(members)
            ours = [person for person in present if person in inside]
            theirs = [person for person in present if person not in inside]
            if len(ours) < thresholds.min_people or len(theirs) < thresholds.min_people:
                continue
            if numbers:
                sides = ([numbers[person] for person in ours], [numbers[person] for person in theirs])
                numeric.append(_compare_numbers(attribute, number, *sides))
            else:
                held = ([values[person] for person in ours], [values[person] for person in theirs])
                common = common_values(values, thresholds)
                categories += [_compare_category(attribute, number, value, *held) for value in common]
    tests = [*_fisher(categories), *numeric]
    significant = _significant(tests, thresholds.level)
    comparisons = []
    for number in range(len(groups)):
        largest: dict[str, Difference] = {}
        for difference in _largest_first(significant, number):
            largest.setdefault(difference.subject_id, difference)
        tested = {test.difference.subject_id for test in tests if test.group == number}
        comparisons.append(AttributeComparison(tuple(largest.values()), tuple(sorted(tested - largest.keys()))))
    return comparisons


def _compare_category(attribute: str, group: int, value: str, ours: Sequence[str], theirs: Sequence[str]) -> _GroupTest:
    """Cramér's V of a value, with its sign; the p-value comes from `_fisher`."""
    n_in, n_out = (sum(held == value for held in side) for side in (ours, theirs))
    counts = (n_in, len(ours), n_out, len(theirs))
    effect = cramers_v(*counts)
    return _GroupTest(group, Difference("attribute", attribute, attribute, value, *counts, effect, "cramers_v", 1.0))


def cramers_v(n_in: int, of_in: int, n_out: int, of_out: int) -> float:
    """Cramér's V of a 2 × 2 table, −1…1: positive where more of the first have the value; 0 where nobody differs."""
    a, b, c, d = n_in, of_in - n_in, n_out, of_out - n_out
    product = float(a + b) * (c + d) * (a + c) * (b + d)
    return float((a * d - b * c) / np.sqrt(product)) if product else 0.0


def _compare_numbers(attribute: str, group: int, ours: Sequence[float], theirs: Sequence[float]) -> _GroupTest:
    """The Mann–Whitney test with Cliff's delta, shown as the people above the median of all."""
    from scipy.stats import mannwhitneyu

    result = mannwhitneyu(ours, theirs, alternative="two-sided")
    median = float(np.median([*ours, *theirs]))
    n_in, n_out = (sum(number > median for number in side) for side in (ours, theirs))
    delta = 2 * float(result.statistic) / (len(ours) * len(theirs)) - 1
    counts = (n_in, len(ours), n_out, len(theirs))
    subject = (attribute, attribute, f"> {median:g}")
    difference = Difference("attribute", *subject, *counts, delta, "cliffs_delta", float(result.pvalue))
    # All of one side above all of the other: the most extreme of all ways to split the people.
    return _GroupTest(group, difference, 2 / math.comb(len(ours) + len(theirs), len(ours)))


def _fisher(tests: Sequence[_GroupTest]) -> list[_GroupTest]:
    """Fisher's exact test of each table, two-sided by doubling the smaller tail.

    `scipy.stats.fisher_exact` takes one table at a time and has no smallest p-value, which Tarone's correction needs.
    """
    from scipy.stats import hypergeom

    if not tests:
        return []
    tables = [(d.n_in, d.of_in, d.n_out, d.of_out) for d in (test.difference for test in tests)]
    n_in, of_in, n_out, of_out = np.array(tables, dtype=np.int64).T
    total, showing = of_in + of_out, n_in + n_out

    def p_values(n: NDArray[np.int64]) -> Floats:
        below = hypergeom.cdf(n, total, of_in, showing)
        above = hypergeom.sf(n - 1, total, of_in, showing)
        doubled: Floats = np.minimum(1.0, 2 * np.minimum(below, above))
        return doubled

    most, fewest = np.minimum(of_in, showing), np.maximum(0, showing - of_out)
    min_p = np.minimum(p_values(most), p_values(fewest))
    return [
        replace(test, difference=replace(test.difference, p_value=float(p)), min_p=float(smallest))
        for test, p, smallest in zip(tests, p_values(n_in), min_p, strict=True)
    ]


def _significant(tests: Sequence[_GroupTest], level: float) -> list[_GroupTest]:
    """Return the tests whose corrected p-value is at most ``level``, with the corrected p-value."""
    n_counted = count_possible(np.array([test.min_p for test in tests]), level)
    corrected = [
        replace(test, difference=replace(test.difference, p_value=min(1.0, n_counted * test.difference.p_value)))
        for test in tests
        if test.min_p <= level / n_counted
    ]
    return [test for test in corrected if test.difference.p_value <= level]


def count_possible(min_p: Floats, level: float = LEVEL) -> int:
    """The smallest k for which at most k of the tests could fall below level / k; ``min_p`` float64 (m,).

    >>> count_possible(np.array([0.5, 0.5, 0.001])), count_possible(np.zeros(3))
    (1, 3)
    """
    counts = range(1, len(min_p) + 1)
    return next((k for k in counts if int((min_p <= level / k).sum()) <= k), max(len(min_p), 1))


def _largest_first(tests: Sequence[_GroupTest], group: int) -> tuple[Difference, ...]:
    differences = [test.difference for test in tests if test.group == group]
    return tuple(sorted(differences, key=lambda d: (-round(abs(d.effect), 6), -d.effect, d.value, d.subject_id)))


# ------------------------------------------------------------------------------------------------------- attributes


def attribute_values(respondents: Sequence[Respondent]) -> dict[str, Values]:
    """The values of each attribute by respondent, sorted by attribute; blank ones are unknown."""
    by_attribute: dict[str, dict[str, str]] = {}
    for respondent in respondents:
        for attribute, value in respondent.attributes.items():
            if value.strip():
                by_attribute.setdefault(attribute, {})[respondent.respondent_id] = value.strip()
    return {attribute: by_attribute[attribute] for attribute in sorted(by_attribute)}


def as_numbers(values: Values, thresholds: DifferenceThresholds = THRESHOLDS) -> dict[str, float]:
    """The values as numbers where the attribute is measured, else nothing.

    >>> as_numbers({"r-1": "3", "r-2": "old"})
    {}
    """
    try:
        numbers = {person: float(text.replace(",", ".")) for person, text in values.items()}
    except ValueError:
        return {}
    is_finite = all(math.isfinite(number) for number in numbers.values())
    return numbers if is_finite and len(set(numbers.values())) >= thresholds.min_numbers else {}


def common_values(values: Values, thresholds: DifferenceThresholds = THRESHOLDS) -> tuple[str, ...]:
    """The values that people share, most common first; none where nearly everybody has another one."""
    counts = Counter(values.values())
    ranked = sorted(counts, key=lambda value: (-counts[value], value))
    if len(ranked) <= thresholds.max_values:
        return tuple(ranked)
    common = [value for value in ranked[: thresholds.max_values - 1] if counts[value] >= MIN_PEOPLE]
    is_enough = sum(counts[value] for value in common) >= thresholds.common_share * counts.total()
    return tuple(common) if is_enough else ()


def attribute_counts(
    respondents: Sequence[Respondent], members: Collection[str], thresholds: DifferenceThresholds = THRESHOLDS
) -> tuple[AttributeCount, ...]:
    """How members are distributed over the attributes that are known of at least MIN_PEOPLE of them.

    Categories are sorted by size; numbers are in bands, in order, and the bands are the same for all groups.
    """
    counts: list[AttributeCount] = []
    for attribute, values in attribute_values(respondents).items():
        known = [person for person in members if person in values]
        if len(known) < MIN_PEOPLE:
            continue
        numbers = as_numbers(values, thresholds)
        if numbers:
            width = _band_width(list(numbers.values()), thresholds.max_bands)
            by_band = Counter(math.floor(numbers[person] / width + 1e-9) * width for person in known)
            by_value = [(_band_name(low, width), by_band[low]) for low in sorted(by_band)]
        else:
            shown = set(common_values(values, thresholds))
            by_category = Counter(values[person] for person in known if values[person] in shown)
            by_value = sorted(by_category.items(), key=lambda item: (-item[1], item[0]))
        counts += [AttributeCount(attribute, value, n, len(known)) for value, n in by_value]
    return tuple(counts)


def _band_width(numbers: Sequence[float], max_bands: int) -> float:
    """1, 2 or 5 times a power of ten, so that there are at most ``max_bands``."""
    extent = max(numbers) - min(numbers)
    power = 10.0 ** math.floor(math.log10(max(extent, 1e-9) / max_bands))
    return next(width * power for width in (1, 2, 5, 10, 20) if extent / (width * power) < max_bands)


def _band_name(low: float, width: float) -> str:
    """
    >>> _band_name(30.0, 10.0), _band_name(0.5, 0.5)
    ('30–39', '0.5–1')
    """
    if width == 1:
        return f"{low:g}"
    # Bands of whole numbers end before the next begins; bands of fractions share their edge.
    return f"{low:g}–{low + width - 1:g}" if width > 1 else f"{low:g}–{low + width:g}"
