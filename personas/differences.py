"""What sets the members of a group apart from the others, with tests that are corrected for their number.

Two families of tests, each corrected by itself: lines (who says what about which matter) and attributes, which the
grouping has never seen. Groups are formed by what people say, so a test of a line tells how clear a difference is and
is no proof that there are groups; that is tested before (`grouping`).

In small studies most tests could not come out at all, whatever the people say. Such tests are not counted: of m tests,
only the k that could fall below level / k (Tarone 1990, "A modified Bonferroni method for discrete data", Biometrics
46), and a p-value is corrected to k times itself. Where all tests could come out this is Bonferroni's correction.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from math import comb

import numpy as np
from numpy.typing import NDArray

from personas.attributes import as_numbers, known_attributes, named_values
from personas.evidence import ELSEWHERE, Facts
from voc.schema import Difference, Respondent

LEVEL = 0.025
"""For each of the two families, so that a study reports anything that is chance in at most one case of twenty."""
MIN_SHOWING = 3
"""A matter that fewer people speak of is not tested."""
MOST_LINES = 8

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class _Test:
    """One comparison; ``p_value`` is not corrected; ``least`` is the smallest that these numbers of people allow."""

    group: int
    difference: Difference
    least: float


@dataclass(frozen=True, slots=True)
class Compared:
    """What was tested of attributes: significant differences of each group, and the attributes without one."""

    differences: tuple[Difference, ...]
    alike: tuple[str, ...]


def line_differences(
    facts: Facts, groups: Sequence[Collection[str]], everybody: Collection[str]
) -> list[tuple[Difference, ...]]:
    """Lines that members show more often or more seldom than the others among ``everybody``, largest effects first."""
    tests = []
    for number, members in enumerate(groups):
        inside = set(members)
        outside = set(everybody) - inside
        for fact in facts.facts:
            if fact.subject_id == ELSEWHERE:
                continue
            n_in = sum(who in inside for who in fact.people)
            n_out = sum(who in outside for who in fact.people)
            if inside and outside and n_in + n_out >= MIN_SHOWING:
                effect = n_in / len(inside) - n_out / len(outside)
                counts = (n_in, len(inside), n_out, len(outside))
                tests.append(
                    _Test(
                        number,
                        Difference(
                            "trait", fact.subject, fact.subject_id, fact.kind, *counts, effect, "risk_difference", 1.0
                        ),
                        1.0,
                    )
                )
    kept = _significant(_exact(tests))
    return [_largest(kept, number)[:MOST_LINES] for number in range(len(groups))]


def attribute_differences(
    respondents: Sequence[Respondent], groups: Sequence[Collection[str]], everybody: Collection[str]
) -> list[Compared]:
    """Attributes that members have otherwise than the others among ``everybody``, largest effects first.

    A name counts once: of an attribute's values that differ, the one that differs most.
    """
    named: list[_Test] = []
    measured: list[_Test] = []
    for attribute, known in known_attributes(respondents).items():
        present = {who: value for who, value in known.items() if who in everybody}
        numbers = as_numbers(known)
        for number, members in enumerate(groups):
            inside = set(members)
            ours = [who for who in present if who in inside]
            theirs = [who for who in present if who not in inside]
            if len(ours) < MIN_SHOWING or len(theirs) < MIN_SHOWING:
                continue
            if numbers:
                measured.append(_measured(attribute, number, numbers, (ours, theirs)))
            else:
                named += [_named(attribute, number, value, known, (ours, theirs)) for value in named_values(known)]
    tests = [*_exact(named), *measured]
    kept = _significant(tests)
    result = []
    for number in range(len(groups)):
        mine: dict[str, Difference] = {}
        for difference in _largest(kept, number):
            mine.setdefault(difference.subject_id, difference)
        tested = dict.fromkeys(one.difference.subject_id for one in tests if one.group == number)
        result.append(Compared(tuple(mine.values()), tuple(sorted(one for one in tested if one not in mine))))
    return result


def _named(
    attribute: str, group: int, value: str, known: Mapping[str, str], people: tuple[Sequence[str], Sequence[str]]
) -> _Test:
    ours, theirs = people
    n_in, n_out = (sum(known[who] == value for who in side) for side in people)
    a, b, c, d = n_in, len(ours) - n_in, n_out, len(theirs) - n_out
    spread = float(a + b) * (c + d) * (a + c) * (b + d)
    effect = (a * d - b * c) / np.sqrt(spread) if spread else 0.0
    counts = (n_in, len(ours), n_out, len(theirs))
    return _Test(
        group, Difference("attribute", attribute, attribute, value, *counts, float(effect), "cramers_v", 1.0), 1.0
    )


def _measured(
    attribute: str, group: int, numbers: Mapping[str, float], people: tuple[Sequence[str], Sequence[str]]
) -> _Test:
    from scipy.stats import mannwhitneyu

    ours, theirs = ([numbers[who] for who in side] for side in people)
    found = mannwhitneyu(ours, theirs, alternative="two-sided")
    middle = float(np.median([*ours, *theirs]))
    above = [sum(one > middle for one in side) for side in (ours, theirs)]
    delta = 2 * float(found.statistic) / (len(ours) * len(theirs)) - 1
    counts = (above[0], len(ours), above[1], len(theirs))
    difference = Difference(
        "attribute", attribute, attribute, f"> {middle:g}", *counts, delta, "cliffs_delta", float(found.pvalue)
    )
    return _Test(group, difference, 2 / comb(len(ours) + len(theirs), len(ours)))


def _exact(tests: Sequence[_Test]) -> list[_Test]:
    """Fisher's exact test of each table, two-sided by doubling the smaller tail."""
    from scipy.stats import hypergeom

    if not tests:
        return []
    table = np.array([_counts(one.difference) for one in tests], dtype=np.int64)
    n_in, of_in, n_out, of_out = table.T
    total, showing = of_in + of_out, n_in + n_out
    most, fewest = np.minimum(of_in, showing), np.maximum(0, showing - of_out)

    def p_values(at: NDArray[np.int64]) -> Floats:
        below = hypergeom.cdf(at, total, of_in, showing)
        above = hypergeom.sf(at - 1, total, of_in, showing)
        doubled: Floats = np.minimum(1.0, 2 * np.minimum(below, above))
        return doubled

    observed, least = p_values(n_in), np.minimum(p_values(most), p_values(fewest))
    return [
        replace(one, difference=replace(one.difference, p_value=float(p)), least=float(smallest))
        for one, p, smallest in zip(tests, observed, least, strict=True)
    ]


def _counts(one: Difference) -> tuple[int, int, int, int]:
    return one.n_in, one.of_in, one.n_out, one.of_out


def _significant(tests: Sequence[_Test]) -> list[_Test]:
    """Those whose corrected p-value is at most LEVEL, with it."""
    number = possible(np.array([one.least for one in tests]))
    corrected = [
        replace(one, difference=replace(one.difference, p_value=min(1.0, number * one.difference.p_value)))
        for one in tests
        if one.least <= LEVEL / number
    ]
    return [one for one in corrected if one.difference.p_value <= LEVEL]


def possible(least: Floats) -> int:
    """The smallest k for which at most k of the tests could fall below LEVEL / k. ``least`` float64 (m,), m may be 0.

    >>> possible(np.array([0.5, 0.5, 0.001])), possible(np.zeros(3))
    (1, 3)
    """
    return next((k for k in range(1, len(least) + 1) if int((least <= LEVEL / k).sum()) <= k), max(len(least), 1))


def _largest(tests: Sequence[_Test], group: int) -> tuple[Difference, ...]:
    mine = [one.difference for one in tests if one.group == group]
    return tuple(sorted(mine, key=lambda one: (-round(abs(one.effect), 6), -one.effect, one.value, one.subject_id)))
