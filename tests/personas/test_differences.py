from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import fisher_exact

from benchmarks.simulate import Recipe, simulate
from personas.attributes import as_numbers, attribute_counts, named_values
from personas.differences import attribute_differences, line_differences, possible
from personas.evidence import collect_facts
from voc.schema import Respondent


def people(n, **columns):
    return tuple(
        Respondent(f"r-{i:03d}", str(i), ("s",), {name: str(values[i]) for name, values in columns.items()})
        for i in range(n)
    )


def halves(n):
    ids = [f"r-{i:03d}" for i in range(n)]
    return [ids[: n // 2], ids[n // 2 :]]


def test_a_name_that_members_have_more_often_is_reported_with_its_effect():
    role = ["boss"] * 18 + ["clerk"] * 2 + ["boss"] * 3 + ["clerk"] * 17
    groups = halves(40)
    first, second = attribute_differences(people(40, role=role), groups, {one for g in groups for one in g})
    (found,) = first.differences
    assert (found.subject, found.value, found.n_in, found.of_in, found.n_out, found.of_out) == (
        "role", "boss", 18, 20, 3, 20,
    )  # fmt: skip
    a, b, c, d = 18, 2, 3, 17
    phi = (a * d - b * c) / np.sqrt((a + b) * (c + d) * (a + c) * (b + d))
    assert found.effect == pytest.approx(phi)
    assert found.measure == "cramers_v"
    exact = fisher_exact([[18, 2], [3, 17]]).pvalue
    assert exact <= found.p_value <= 0.05
    assert second.differences[0].value == "clerk"
    assert first.alike == ()


def test_a_number_is_compared_by_rank():
    rng = np.random.default_rng(1)
    age = [*rng.integers(20, 40, 20), *rng.integers(45, 70, 20)]
    groups = halves(40)
    first, _ = attribute_differences(people(40, age=age), groups, {one for g in groups for one in g})
    (found,) = first.differences
    assert found.measure == "cliffs_delta"
    assert found.effect == pytest.approx(-1.0)
    assert found.n_in == 0
    assert found.value.startswith("> ")


def test_what_is_alike_is_named_and_not_printed_as_a_difference():
    groups = halves(40)
    both = attribute_differences(people(40, role=["boss", "clerk"] * 20), groups, {one for g in groups for one in g})
    assert [(one.differences, one.alike) for one in both] == [((), ("role",))] * 2


def test_chance_is_reported_in_at_most_one_study_of_twenty():
    rng = np.random.default_rng(4)
    groups = halves(60)
    everybody = {one for group in groups for one in group}
    wrong = 0
    for _ in range(200):
        columns = {
            "role": rng.choice(list("abc"), 60),
            "age": rng.integers(18, 80, 60),
            "city": rng.choice(list("xy"), 60),
        }
        wrong += any(one.differences for one in attribute_differences(people(60, **columns), groups, everybody))
    assert wrong <= 14


def test_tests_that_could_never_come_out_are_not_counted():
    assert possible(np.array([0.4, 0.3, 1e-4])) == 1
    assert possible(np.array([1e-6] * 4)) == 4
    assert possible(np.zeros(0)) == 1


def test_lines_are_compared_with_everybody_else():
    study = simulate(Recipe(n_people=40, n_groups=2, strength=0.8, seed=3))
    groups = [[rid for rid, one in study.groups.items() if one == number] for number in (0, 1)]
    found = line_differences(collect_facts(study.analysis), groups, set(study.groups))
    assert all(found)
    for one in (difference for mine in found for difference in mine):
        assert one.p_value <= 0.05
        assert one.effect == pytest.approx(one.n_in / one.of_in - one.n_out / one.of_out)
        assert (one.of_in, one.of_out) in {(len(groups[0]), len(groups[1])), (len(groups[1]), len(groups[0]))}


def test_numbers_are_shown_in_bands_and_long_lists_by_their_commonest():
    respondents = people(
        40, age=range(18, 58), town=[f"town {i}" for i in range(40)], land=["at"] * 28 + [f"l{i}" for i in range(12)]
    )
    ids = [one.respondent_id for one in respondents]
    counts = attribute_counts(respondents, ids)
    ages = [one for one in counts if one.attribute == "age"]
    assert [one.value for one in ages][:3] == ["15–19", "20–24", "25–29"]
    assert sum(one.n for one in ages) == 40
    assert not [one for one in counts if one.attribute == "town"]
    assert [(one.value, one.n, one.n_known) for one in counts if one.attribute == "land"] == [("at", 28, 40)]
    assert attribute_counts(tuple(replace(one, attributes={"age": " "}) for one in respondents), ids) == ()


def test_words_and_few_different_numbers_are_names():
    assert as_numbers({f"r-{i}": str(i % 3) for i in range(20)}) == {}
    assert named_values({f"r-{i}": str(i % 3) for i in range(20)}) == ("0", "1", "2")
    assert as_numbers({f"r-{i}": "nan" if i else "1" for i in range(20)}) == {}
