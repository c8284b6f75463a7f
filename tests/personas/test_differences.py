"""Differences and their tests; attributes in bands and by their most common values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import fisher_exact

from benchmarks.simulate import Recipe, simulate
from personas.differences import (
    as_numbers,
    attribute_counts,
    attribute_differences,
    common_values,
    count_possible,
    line_differences,
)
from personas.evidence import collect_facts
from voc.schema import Respondent


def people(n: int, **columns: Sequence[object]) -> tuple[Respondent, ...]:
    return tuple(
        Respondent(f"r-{i:03d}", str(i), ("s",), {name: str(values[i]) for name, values in columns.items()})
        for i in range(n)
    )


def halves(n: int) -> list[list[str]]:
    ids = [f"r-{i:03d}" for i in range(n)]
    return [ids[: n // 2], ids[n // 2 :]]


def everybody(groups: list[list[str]]) -> set[str]:
    return {person for group in groups for person in group}


def test_a_name_that_members_have_more_often_is_reported_with_its_effect() -> None:
    role = ["boss"] * 18 + ["clerk"] * 2 + ["boss"] * 3 + ["clerk"] * 17
    groups = halves(40)
    first, second = attribute_differences(people(40, role=role), groups, everybody(groups))
    (difference,) = first.differences
    assert (difference.subject, difference.value) == ("role", "boss")
    assert (difference.n_in, difference.of_in, difference.n_out, difference.of_out) == (18, 20, 3, 20)
    a, b, c, d = 18, 2, 3, 17
    phi = (a * d - b * c) / np.sqrt((a + b) * (c + d) * (a + c) * (b + d))
    assert difference.effect == pytest.approx(phi)
    assert difference.measure == "cramers_v"
    exact = fisher_exact([[18, 2], [3, 17]]).pvalue
    assert exact <= difference.p_value <= 0.05
    assert second.differences[0].value == "clerk"
    assert first.alike == ()


def test_a_number_is_compared_by_rank() -> None:
    rng = np.random.default_rng(1)
    age = [*rng.integers(20, 40, 20), *rng.integers(45, 70, 20)]
    groups = halves(40)
    first, _ = attribute_differences(people(40, age=age), groups, everybody(groups))
    (difference,) = first.differences
    assert difference.measure == "cliffs_delta"
    assert difference.effect == pytest.approx(-1.0)
    assert difference.n_in == 0
    assert difference.value.startswith("> ")


def test_what_is_alike_is_named_and_not_printed_as_a_difference() -> None:
    groups = halves(40)
    both = attribute_differences(people(40, role=["boss", "clerk"] * 20), groups, everybody(groups))
    assert [(comparison.differences, comparison.alike) for comparison in both] == [((), ("role",))] * 2


def test_chance_is_reported_in_at_most_one_study_of_twenty() -> None:
    rng = np.random.default_rng(4)
    groups = halves(60)
    all_people = everybody(groups)
    wrong = 0
    for _ in range(200):
        columns = {
            "role": rng.choice(list("abc"), 60),
            "age": rng.integers(18, 80, 60),
            "city": rng.choice(list("xy"), 60),
        }
        wrong += any(
            comparison.differences for comparison in attribute_differences(people(60, **columns), groups, all_people)
        )
    assert wrong <= 14


def test_tests_that_could_never_be_significant_are_not_counted() -> None:
    assert count_possible(np.array([0.4, 0.3, 1e-4])) == 1
    assert count_possible(np.array([1e-6] * 4)) == 4
    assert count_possible(np.zeros(0)) == 1


def test_lines_are_compared_with_everybody_else() -> None:
    study = simulate(Recipe(n_people=40, n_groups=2, strength=0.8, seed=3))
    groups = [[person for person, group in study.groups.items() if group == number] for number in (0, 1)]
    by_group = line_differences(collect_facts(study.analysis), groups, set(study.groups))
    assert all(by_group)
    for difference in (difference for differences in by_group for difference in differences):
        assert difference.p_value <= 0.05
        shares = difference.n_in / difference.of_in - difference.n_out / difference.of_out
        assert difference.effect == pytest.approx(shares)
        assert (difference.of_in, difference.of_out) in {
            (len(groups[0]), len(groups[1])),
            (len(groups[1]), len(groups[0])),
        }


def test_numbers_are_shown_in_bands_and_long_lists_by_their_commonest() -> None:
    respondents = people(
        40, age=range(18, 58), town=[f"town {i}" for i in range(40)], land=["at"] * 28 + [f"l{i}" for i in range(12)]
    )
    ids = [respondent.respondent_id for respondent in respondents]
    counts = attribute_counts(respondents, ids)
    ages = [count for count in counts if count.attribute == "age"]
    assert [count.value for count in ages][:3] == ["15–19", "20–24", "25–29"]
    assert sum(count.n for count in ages) == 40
    assert not [count for count in counts if count.attribute == "town"]
    assert [(count.value, count.n, count.n_known) for count in counts if count.attribute == "land"] == [("at", 28, 40)]
    assert (
        attribute_counts(tuple(replace(respondent, attributes={"age": " "}) for respondent in respondents), ids) == ()
    )


def test_words_and_few_different_numbers_are_names() -> None:
    assert as_numbers({f"r-{i}": str(i % 3) for i in range(20)}) == {}
    assert common_values({f"r-{i}": str(i % 3) for i in range(20)}) == ("0", "1", "2")
    assert as_numbers({f"r-{i}": "nan" if i else "1" for i in range(20)}) == {}
