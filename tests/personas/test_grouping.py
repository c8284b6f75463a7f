import numpy as np
import pytest
from sklearn.metrics import adjusted_rand_score

from benchmarks.personas import agreement, exchange_people
from benchmarks.simulate import Recipe, simulate, take
from personas.features import listen, profiles
from personas.grouping import MIN_STABILITY, against_chance, choose_number, find_drivers, group_people


def grouped(recipe):
    study = simulate(recipe)
    voices = listen(study.analysis)
    return study, voices, group_people(voices)


@pytest.mark.parametrize(("n_people", "n_groups"), [(20, 2), (30, 3), (60, 4)])
def test_known_groups_are_found(n_people, n_groups):
    study, voices, found = grouped(Recipe(n_people=n_people, n_groups=n_groups, strength=0.75, seed=11))
    assert found.n_groups == n_groups
    assert agreement(study, found, voices.respondent_ids) >= 0.8
    assert found.stability >= MIN_STABILITY
    assert (found.labels < 0).mean() <= 0.15


def test_exchanged_and_permuted_studies_are_refused():
    refused = 0
    for seed in range(5):
        study = simulate(Recipe(n_people=14, n_groups=2, strength=0.75, seed=20 + seed)).analysis
        refused += bool(group_people(listen(exchange_people(study, seed))).refusal)
        rng = np.random.default_rng(seed)
        matrix = rng.permuted(profiles(listen(study)), axis=0)
        refused += choose_number(matrix, None, rng).labels is None
    assert refused >= 9


def test_language_makes_no_group():
    study, voices, found = grouped(Recipe(n_people=36, n_groups=3, strength=0.75, languages=("de", "en"), seed=31))
    language = {one.respondent_id: one.language for one in study.analysis.segments}
    spoken = [language[rid] for rid in voices.respondent_ids]
    assert found.n_groups == 3
    assert adjusted_rand_score(spoken, found.labels) < 0.1
    assert agreement(study, found, voices.respondent_ids) >= 0.8


def test_people_with_one_comment_join_but_do_not_drive():
    recipe = Recipe(n_people=60, n_groups=2, strength=0.8, one_comment=0.6, seed=42)
    study, voices, found = grouped(recipe)
    drivers = {voices.respondent_ids[one] for one in found.drivers}
    assert found.way == "said_enough"
    assert 0 < len(drivers) < 60
    kept = [at for at, one in enumerate(study.analysis.segments) if one.respondent_id in drivers]
    alone = take(study.analysis, kept)
    without = group_people(listen(alone))
    assert found.n_groups == without.n_groups == 2
    assert adjusted_rand_score(found.labels[found.drivers], without.labels) >= 0.9


def test_single_comments_are_pooled():
    _, voices, found = grouped(
        Recipe(n_people=80, n_groups=2, strength=0.9, one_comment=1.0, kinds=("review",), seed=5)
    )
    assert found.way == "pooled"
    assert len(found.drivers) == len(voices.respondent_ids)


def test_interviews_are_never_pooled_away():
    voices = listen(simulate(Recipe(n_people=100, one_comment=0.9, seed=6)).analysis)
    drivers, way = find_drivers(voices)
    assert way == "said_enough"
    assert (voices.n_segments[drivers] >= 3).all()


def test_against_chance_is_exact():
    rng = np.random.default_rng(0)
    p_values = [against_chance(draws[0], draws[1:])[0] for draws in rng.normal(size=(400, 20, 5))]
    assert abs(np.mean(np.array(p_values) <= 0.1) - 0.1) < 0.05


def test_against_chance_ignores_impossible_numbers():
    drawn = np.array([[0.1, np.nan], [0.2, 0.3], [0.15, 0.1]] * 33)
    p_value, excess = against_chance(np.array([0.9, np.nan]), drawn)
    assert p_value == pytest.approx(0.01)
    assert excess[0] > 3
    assert np.isnan(excess[1])
    assert against_chance(np.array([np.nan, np.nan]), drawn)[0] == 1.0
