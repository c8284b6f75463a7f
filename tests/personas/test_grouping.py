"""Grouping: known groups are found, chance is refused, and language makes no group."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.metrics import adjusted_rand_score

from benchmarks.personas import agreement, exchange_people
from benchmarks.simulate import Recipe, Simulated, simulate, take
from personas.features import RespondentFeatures, collect_features, feature_matrix
from personas.grouping import (
    THRESHOLDS,
    PersonaGrouping,
    choose_number,
    compare_with_chance,
    find_drivers,
    group_respondents,
)


def grouped(recipe: Recipe) -> tuple[Simulated, RespondentFeatures, PersonaGrouping]:
    study = simulate(recipe)
    features = collect_features(study.analysis)
    return study, features, group_respondents(features)


@pytest.mark.parametrize(("n_people", "n_groups"), [(20, 2), (30, 3), (60, 4)])
def test_known_groups_are_found(n_people: int, n_groups: int) -> None:
    study, features, grouping = grouped(Recipe(n_people=n_people, n_groups=n_groups, strength=0.75, seed=11))
    assert grouping.n_groups == n_groups
    assert agreement(study, grouping, features.respondent_ids) >= 0.8
    assert grouping.stability is not None
    assert grouping.stability >= THRESHOLDS.min_stability
    assert (grouping.labels < 0).mean() <= 0.15


def test_exchanged_and_permuted_studies_are_refused() -> None:
    refused = 0
    for seed in range(5):
        study = simulate(Recipe(n_people=14, n_groups=2, strength=0.75, seed=20 + seed)).analysis
        refused += bool(group_respondents(collect_features(exchange_people(study, seed))).refusal)
        rng = np.random.default_rng(seed)
        matrix = rng.permuted(feature_matrix(collect_features(study)), axis=0)
        refused += choose_number(matrix, None, rng).labels is None
    assert refused >= 9


def test_language_makes_no_group() -> None:
    study, features, grouping = grouped(Recipe(n_people=36, n_groups=3, strength=0.75, languages=("de", "en"), seed=31))
    language = {segment.respondent_id: segment.language for segment in study.analysis.segments}
    spoken = [language[rid] for rid in features.respondent_ids]
    assert grouping.n_groups == 3
    assert adjusted_rand_score(spoken, grouping.labels) < 0.1
    assert agreement(study, grouping, features.respondent_ids) >= 0.8


def test_people_with_one_comment_join_but_do_not_drive() -> None:
    recipe = Recipe(n_people=60, n_groups=2, strength=0.8, one_comment=0.6, seed=42)
    study, features, grouping = grouped(recipe)
    drivers = {features.respondent_ids[person] for person in grouping.drivers}
    assert grouping.way == "said_enough"
    assert 0 < len(drivers) < 60
    kept = [at for at, segment in enumerate(study.analysis.segments) if segment.respondent_id in drivers]
    alone = take(study.analysis, kept)
    without = group_respondents(collect_features(alone))
    assert grouping.n_groups == without.n_groups == 2
    assert adjusted_rand_score(grouping.labels[grouping.drivers], without.labels) >= 0.9


def test_single_comments_are_pooled() -> None:
    _, features, grouping = grouped(
        Recipe(n_people=80, n_groups=2, strength=0.9, one_comment=1.0, kinds=("review",), seed=5)
    )
    assert grouping.way == "pooled"
    assert len(grouping.drivers) == len(features.respondent_ids)


def test_interviews_are_never_pooled_away() -> None:
    features = collect_features(simulate(Recipe(n_people=100, one_comment=0.9, seed=6)).analysis)
    drivers, way = find_drivers(features)
    assert way == "said_enough"
    assert (features.n_segments[drivers] >= 3).all()


def test_against_chance_is_exact() -> None:
    rng = np.random.default_rng(0)
    p_values = [compare_with_chance(draws[0], draws[1:])[0] for draws in rng.normal(size=(400, 20, 5))]
    assert abs(np.mean(np.array(p_values) <= 0.1) - 0.1) < 0.05


def test_against_chance_ignores_impossible_numbers() -> None:
    drawn = np.array([[0.1, np.nan], [0.2, 0.3], [0.15, 0.1]] * 33)
    p_value, excess = compare_with_chance(np.array([0.9, np.nan]), drawn)
    assert p_value == pytest.approx(0.01)
    assert excess[0] > 3
    assert np.isnan(excess[1])
    assert compare_with_chance(np.array([np.nan, np.nan]), drawn)[0] == 1.0
