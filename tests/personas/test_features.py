"""Features of respondents: independent of order, fair to quiet people, level in language and source."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from benchmarks.simulate import Recipe, simulate, take
from personas.clustering import Matrix, distances
from personas.features import RespondentFeatures, collect_features, feature_matrix, select_respondents
from voc.schema import Analysis


def pairwise(points: Matrix) -> Matrix:
    return distances(points, points)


def rows_by_person(features: RespondentFeatures) -> dict[str, Matrix]:
    return dict(zip(features.respondent_ids, feature_matrix(features), strict=True))


def repeat_person(analysis: Analysis, person: str, times: int) -> Analysis:
    """The same study with everything that one person says said `times` times over."""
    own = [at for at, segment in enumerate(analysis.segments) if segment.respondent_id == person]
    more = take(analysis, [*range(len(analysis.segments)), *(own * (times - 1))])
    segments = tuple(replace(segment, segment_id=f"s-{row:06d}") for row, segment in enumerate(more.segments))
    return replace(more, segments=segments)


@pytest.fixture(scope="module")
def plain() -> Analysis:
    return simulate(Recipe(n_people=20, n_groups=2, seed=3)).analysis


def test_segments_and_words_are_counted_by_person(plain: Analysis) -> None:
    features = collect_features(plain)
    assert features.respondent_ids == tuple(sorted({segment.respondent_id for segment in plain.segments}))
    for person, rid in enumerate(features.respondent_ids):
        own = [segment for segment in plain.segments if segment.respondent_id == rid]
        assert features.n_segments[person] == len(own)
        assert features.n_words[person] == sum(len(segment.text.split()) for segment in own)


def test_profiles_do_not_depend_on_the_order_of_segments(plain: Analysis) -> None:
    shuffled = take(plain, np.random.default_rng(0).permutation(len(plain.segments)))
    np.testing.assert_array_equal(feature_matrix(collect_features(plain)), feature_matrix(collect_features(shuffled)))


def test_a_talkative_person_hardly_moves_the_others(plain: Analysis) -> None:
    features = collect_features(plain)
    loud = features.respondent_ids[0]
    before = pairwise(feature_matrix(features)[1:])
    after = pairwise(feature_matrix(collect_features(repeat_person(plain, loud, 20)))[1:])
    assert np.corrcoef(before.ravel(), after.ravel())[0, 1] > 0.97


def test_few_segments_are_read_with_caution(plain: Analysis) -> None:
    features = collect_features(plain)
    rid = max(features.respondent_ids, key=lambda person: features.n_segments[features.respondent_ids.index(person)])
    own = [at for at, segment in enumerate(plain.segments) if segment.respondent_id == rid]
    quiet = take(plain, [at for at in range(len(plain.segments)) if at not in set(own[1:])])
    lengths = {person: float(np.linalg.norm(row)) for person, row in rows_by_person(collect_features(quiet)).items()}
    assert lengths[rid] < np.median(list(lengths.values()))


def test_language_and_kind_are_levelled_out() -> None:
    study = simulate(
        Recipe(n_people=40, n_groups=2, languages=("de", "en"), kinds=("interview", "survey"), seed=4)
    ).analysis
    features = collect_features(study)
    rows = feature_matrix(features)
    speech = {segment.respondent_id: (segment.language, segment.kind) for segment in study.segments}
    typical = float(np.linalg.norm(rows, axis=1).mean())
    for part in sorted(set(speech.values())):
        mine = rows[[speech[rid] == part for rid in features.respondent_ids]]
        assert np.linalg.norm(mine.mean(axis=0)) < 0.35 * typical


def test_subset_keeps_people_whole(plain: Analysis) -> None:
    features = collect_features(plain)
    people = np.array([1, 4, 7])
    some = select_respondents(features, people)
    assert some.respondent_ids == tuple(features.respondent_ids[person] for person in people)
    owners = {plain.segments[at].respondent_id for at in some.rows}
    assert owners == set(some.respondent_ids)
    assert some.n_segments.sum() == len(some.rows)
    assert all(
        plain.segments[some.rows[start]].respondent_id == rid
        for start, rid in zip(some.starts, some.respondent_ids, strict=True)
    )
