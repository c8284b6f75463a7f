import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import adjusted_rand_score, silhouette_samples

from personas.clustering import branch_labels, cut, distances, fit_space, place, rand_index, refine, silhouettes


def blobs(sizes, seed=0, apart=8.0):
    rng = np.random.default_rng(seed)
    middles = apart * np.eye(5)[: len(sizes)]
    return np.vstack([middles[g] + rng.normal(size=(n, 5)) for g, n in enumerate(sizes)])


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.integers(2, 5))
def test_silhouettes_agree_with_scikit_learn(seed, k):
    rng = np.random.default_rng(seed)
    points = rng.normal(size=(30, 4))
    labels = np.concatenate([np.arange(k), rng.integers(0, k, 30 - k)])
    ours = silhouettes(distances(points), labels)
    theirs = silhouette_samples(points, labels)
    alone = np.bincount(labels)[labels] == 1
    np.testing.assert_allclose(ours[~alone], theirs[~alone], atol=1e-7)


def test_cut_finds_groups_and_sets_a_stranger_apart():
    points = np.vstack([blobs((8, 8, 8)), [[40.0, -40.0, 40.0, -40.0, 40.0]]])
    labels = cut(points, branch_labels(points, 6), 3)
    assert labels is not None
    assert labels[-1] == -1
    assert [len(set(labels[start : start + 8])) for start in (0, 8, 16)] == [1, 1, 1]
    assert len(set(labels[:24])) == 3


def test_cut_gives_no_group_below_three_people():
    points = blobs((9, 9, 2))
    labels = cut(points, branch_labels(points, 6), 3)
    assert labels is None or np.bincount(labels[labels >= 0]).min() >= 3


def test_refine_moves_people_to_the_nearest_centre():
    points = blobs((6, 6))
    wrong = np.repeat([0, 1], 6)
    wrong[0] = 1
    np.testing.assert_array_equal(refine(points, wrong), np.repeat([0, 1], 6))


def test_place_weighs_direction_more_than_length():
    rng = np.random.default_rng(0)
    profiles = rng.normal(size=(20, 9))
    space = fit_space(profiles)
    far = space.centre + 4 * (profiles - space.centre)
    np.testing.assert_allclose(place(far, space), 2 * place(profiles, space), atol=1e-9)


def test_branches_agree_with_scipy():
    from scipy.cluster.hierarchy import fcluster, linkage

    points = np.random.default_rng(3).normal(size=(25, 4))
    for branches, labels in enumerate(branch_labels(points, 9), start=1):
        theirs = fcluster(linkage(points, method="ward"), branches, "maxclust")
        assert adjusted_rand_score(theirs, labels) == 1.0
        assert set(labels) == set(range(branches))


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.integers(-1, 3), st.integers(0, 4)), min_size=2, max_size=40))
def test_rand_index_agrees_with_scikit_learn(pairs):
    one, other = np.array(pairs).T
    assert rand_index(one, other) == pytest.approx(adjusted_rand_score(one, other), abs=1e-9)
