from dataclasses import replace

import numpy as np
import pytest

from benchmarks.simulate import Recipe, simulate, take
from personas.clustering import distances
from personas.features import listen, profiles, subset


def rows_by_person(voices):
    return dict(zip(voices.respondent_ids, profiles(voices), strict=True))


def repeat_person(analysis, rid, times):
    """The same study with everything that one person says said `times` times over."""
    picked = [at for at, one in enumerate(analysis.segments) if one.respondent_id == rid]
    more = take(analysis, [*range(len(analysis.segments)), *(picked * (times - 1))])
    segments = tuple(replace(one, segment_id=f"s-{row:06d}") for row, one in enumerate(more.segments))
    return replace(more, segments=segments)


@pytest.fixture(scope="module")
def plain():
    return simulate(Recipe(n_people=20, n_groups=2, seed=3)).analysis


def test_listen_counts_segments_and_words(plain):
    voices = listen(plain)
    assert voices.respondent_ids == tuple(sorted({one.respondent_id for one in plain.segments}))
    for person, rid in enumerate(voices.respondent_ids):
        mine = [one for one in plain.segments if one.respondent_id == rid]
        assert voices.n_segments[person] == len(mine)
        assert voices.n_words[person] == sum(len(one.text.split()) for one in mine)


def test_profiles_do_not_depend_on_the_order_of_segments(plain):
    shuffled = take(plain, np.random.default_rng(0).permutation(len(plain.segments)))
    np.testing.assert_array_equal(profiles(listen(plain)), profiles(listen(shuffled)))


def test_a_talkative_person_hardly_moves_the_others(plain):
    voices = listen(plain)
    loud = voices.respondent_ids[0]
    before = distances(profiles(voices)[1:])
    after = distances(profiles(listen(repeat_person(plain, loud, 20)))[1:])
    assert np.corrcoef(before.ravel(), after.ravel())[0, 1] > 0.97


def test_few_segments_are_read_with_caution(plain):
    voices = listen(plain)
    rid = max(voices.respondent_ids, key=lambda one: voices.n_segments[voices.respondent_ids.index(one)])
    mine = [at for at, one in enumerate(plain.segments) if one.respondent_id == rid]
    quiet = take(plain, [at for at in range(len(plain.segments)) if at not in set(mine[1:])])
    lengths = {one: float(np.linalg.norm(row)) for one, row in rows_by_person(listen(quiet)).items()}
    assert lengths[rid] < np.median(list(lengths.values()))


def test_language_and_kind_are_levelled_out():
    study = simulate(
        Recipe(n_people=40, n_groups=2, languages=("de", "en"), kinds=("interview", "survey"), seed=4)
    ).analysis
    voices = listen(study)
    rows = profiles(voices)
    speech = {one.respondent_id: (one.language, one.kind) for one in study.segments}
    typical = float(np.linalg.norm(rows, axis=1).mean())
    for part in sorted(set(speech.values())):
        mine = rows[[speech[rid] == part for rid in voices.respondent_ids]]
        assert np.linalg.norm(mine.mean(axis=0)) < 0.35 * typical


def test_subset_keeps_people_whole(plain):
    voices = listen(plain)
    people = np.array([1, 4, 7])
    some = subset(voices, people)
    assert some.respondent_ids == tuple(voices.respondent_ids[one] for one in people)
    owners = {plain.segments[at].respondent_id for at in some.rows}
    assert owners == set(some.respondent_ids)
    assert some.n_segments.sum() == len(some.rows)
    assert all(
        plain.segments[some.rows[start]].respondent_id == rid
        for start, rid in zip(some.starts, some.respondent_ids, strict=True)
    )
