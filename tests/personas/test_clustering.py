"""The arithmetic of grouping: the tree, clusters of sufficient size, and outliers."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from scipy.cluster.hierarchy import fcluster, linkage
from sklearn.metrics import adjusted_rand_score, silhouette_samples

from personas.clustering import Matrix, cut_tree, distances, find_clusters, fit_space, mean_silhouette, project, refine


def blobs(sizes: Sequence[int], seed: int = 0, apart: float = 8.0) -> Matrix:
    """Points around well separated centres."""
    rng = np.random.default_rng(seed)
    middles = apart * np.eye(5)[: len(sizes)]
    return np.vstack([middles[cluster] + rng.normal(size=(n, 5)) for cluster, n in enumerate(sizes)])


def test_the_silhouette_is_of_people_in_clusters_only() -> None:
    points = blobs((8, 8, 3))
    labels = np.repeat([0, 1, -1], (8, 8, 3))
    inside = labels >= 0
    expected = silhouette_samples(points[inside], labels[inside]).mean()
    assert mean_silhouette(distances(points, points), labels) == pytest.approx(expected)


def test_clusters_are_found_and_a_stranger_is_an_outlier() -> None:
    points = np.vstack([blobs((8, 8, 8)), [[40.0, -40.0, 40.0, -40.0, 40.0]]])
    labels = find_clusters(points, cut_tree(points, 6), 3)
    assert labels is not None
    assert labels[-1] == -1
    assert [len(set(labels[start : start + 8])) for start in (0, 8, 16)] == [1, 1, 1]
    assert len(set(labels[:24])) == 3


def test_no_cluster_has_fewer_than_three_people() -> None:
    points = blobs((9, 9, 2))
    labels = find_clusters(points, cut_tree(points, 6), 3)
    assert labels is not None
    assert np.bincount(labels[labels >= 0]).min() >= 3


def test_refine_moves_people_to_the_nearest_centre() -> None:
    points = blobs((6, 6))
    wrong = np.repeat([0, 1], 6)
    wrong[0] = 1
    np.testing.assert_array_equal(refine(points, wrong), np.repeat([0, 1], 6))


def test_projection_weighs_direction_more_than_length() -> None:
    rng = np.random.default_rng(0)
    features = rng.normal(size=(20, 9))
    space = fit_space(features)
    far = space.centre + 4 * (features - space.centre)
    np.testing.assert_allclose(project(far, space), 2 * project(features, space), atol=1e-9)


def test_branches_agree_with_scipy() -> None:
    points = np.random.default_rng(3).normal(size=(25, 4))
    cuts = cut_tree(points, 9)
    assert len(cuts) == 9
    for n_branches, labels in enumerate(cuts, start=1):
        expected = fcluster(linkage(points, method="ward"), n_branches, "maxclust")
        assert adjusted_rand_score(expected, labels) == 1.0
        assert set(labels) == set(range(n_branches))
