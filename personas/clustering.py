"""The arithmetic of grouping: a few directions, clusters in them, and how well each person fits theirs. Pure functions.

"Outliers" are people in no cluster; their label is −1.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float64]
Index = NDArray[np.int64]

MAX_ROUNDS = 20
"""At most this many rounds of Lloyd's algorithm, which could go back and forth between equal distances."""


@dataclass(frozen=True, slots=True)
class RespondentClusterThresholds:
    """What counts as a cluster."""

    dimensions: int = 5
    """People are compared in this many principal directions; other spaces did no better (docs/personas.md)."""
    min_size: int = 3
    """A cluster has at least this many people."""
    min_share: float = 0.08
    """A cluster holds at least this share of the people."""
    max_outliers: float = 0.15
    """At most this share of the people may be outliers when a number of clusters is tried."""
    extra_branches: int = 3
    """The tree may be cut into this many more branches than clusters, the rest being outliers."""


DEFAULTS = RespondentClusterThresholds()


@dataclass(frozen=True, slots=True)
class Space:
    """Principal directions of the people's features: ``centre`` (columns,) and ``directions`` (columns, d)."""

    centre: Matrix
    directions: Matrix


def fit_space(features: Matrix, thresholds: RespondentClusterThresholds = DEFAULTS) -> Space:
    """The leading principal directions of the features, float64 (n, columns)."""
    from scipy.linalg import eigh

    centre = features.mean(axis=0)
    centred = features - centre
    # The smaller of both Gram matrices has the same leading directions, and this runs hundreds of times.
    is_wide = centred.shape[1] > centred.shape[0]
    products = centred @ centred.T if is_wide else centred.T @ centred
    size = len(products)
    values, vectors = eigh(products, subset_by_index=(max(0, size - thresholds.dimensions), size - 1), driver="evr")
    directions, values = vectors[:, ::-1], values[::-1]
    # A direction without any spread has an eigenvalue of 0, which must not be divided by.
    if is_wide:
        directions = (centred.T @ directions) / np.sqrt(np.maximum(values, 1e-12))
    return Space(centre, directions)


def project(features: Matrix, space: Space) -> Matrix:
    """People as points of the space, float64 (n, d).

    The length of each point is replaced by its square root, so that direction (what a person is about) counts more
    than length (how much of it they said).
    """
    points: Matrix = (features - space.centre) @ space.directions
    lengths = np.linalg.norm(points, axis=1, keepdims=True)
    scaled: Matrix = points / np.sqrt(np.maximum(lengths, 1e-9))
    return scaled


def distances(points: Matrix, others: Matrix) -> Matrix:
    """Euclidean distances of all pairs, float64 (n, m)."""
    from scipy.spatial.distance import cdist

    result: Matrix = cdist(points, others)
    return result


def cut_tree(points: Matrix, max_branches: int) -> list[Index]:
    """Ward's tree cut into 1, 2, … ``max_branches`` branches: labels int64 (n,) from 0 for each cut."""
    from scipy.cluster.hierarchy import linkage

    n = len(points)
    merges = linkage(points, method="ward")[:, :2].astype(int).tolist()
    cuts = []
    # `scipy.cluster.hierarchy.fcluster` gives the same branches, but its checks of the arguments cost more than the
    # cutting, and a study is cut some 2,000 times.
    for n_branches in range(1, min(max_branches, n) + 1):
        labels = [0] * (2 * n - 1)
        first_split, n_labels = 2 * n - n_branches, 1
        for node in range(2 * n - 2, n - 1, -1):
            left, right = merges[node - n]
            labels[left] = labels[right] = labels[node]
            if node >= first_split:
                labels[right] = n_labels
                n_labels += 1
        cuts.append(np.array(labels[:n], dtype=np.int64))
    return cuts


def find_clusters(
    points: Matrix, branches: list[Index], k: int, thresholds: RespondentClusterThresholds = DEFAULTS
) -> Index | None:
    """``k`` clusters of sufficient size, int64 (n,), or None where the tree does not give them.

    ``branches`` is what `cut_tree` gives. A person unlike all others makes a branch of their own; small branches are
    outliers and do not count as clusters. People are then moved to the nearest centre.
    """
    n = len(points)
    min_size = max(thresholds.min_size, int(np.ceil(thresholds.min_share * n)))
    for labels in branches[k - 1 : k + thresholds.extra_branches]:
        sizes = np.bincount(labels)
        large = np.flatnonzero(sizes >= min_size)
        # The tree has more clusters than k here; joining two of them again would be no branch of it.
        if len(large) > k:
            return None
        if len(large) == k and sizes[large].sum() >= (1 - thresholds.max_outliers) * n:
            new_labels = np.full(len(sizes), -1, dtype=np.int64)
            new_labels[large] = np.arange(k)
            refined = refine(points, new_labels[labels])
            return refined if np.bincount(refined[refined >= 0], minlength=k).min() >= min_size else None
    return None


def refine(points: Matrix, labels: Index) -> Index:
    """Move everybody to the nearest centre until nobody moves (Lloyd); outliers stay outliers."""
    inside = np.flatnonzero(labels >= 0)
    members, own = points[inside], labels[inside]
    k = int(own.max()) + 1
    for _ in range(MAX_ROUNDS):
        nearest = distances(members, centres(members, own)).argmin(axis=1)
        # There must stay k clusters: a move that would empty one ends the search.
        if np.bincount(nearest, minlength=k).min() == 0 or bool((nearest == own).all()):
            break
        own = nearest
    refined = labels.copy()
    refined[inside] = own
    return refined


def centres(points: Matrix, labels: Index) -> Matrix:
    """Mean point of each cluster, float64 (k, d)."""
    return np.stack([points[labels == cluster].mean(axis=0) for cluster in range(int(labels.max()) + 1)])


def margins(points: Matrix, centre: Matrix) -> Matrix:
    """How much nearer each person is to the nearest centre than to the next, as a share of the distance, 0–1 (n,)."""
    ranked = np.sort(distances(points, centre), axis=1)
    result: Matrix = 1 - ranked[:, 0] / np.maximum(ranked[:, 1], 1e-12)
    return result


def mean_silhouette(between: Matrix, labels: Index) -> float:
    """Rousseeuw's silhouette, −1…1, averaged over everybody in a cluster; ``between`` (n, n) are their distances.

    Someone alone in a cluster counts 0, as in scikit-learn, whose own function checks its arguments for longer than it
    calculates: the tests against chance call this some thousand times per study.
    """
    inside = np.flatnonzero(labels >= 0)
    own = labels[inside]
    is_member = (own[:, None] == np.arange(own.max() + 1)).astype(np.float64)
    sizes = is_member.sum(axis=0)
    sums = between[np.ix_(inside, inside)] @ is_member
    everybody = np.arange(len(inside))
    within = sums[everybody, own] / np.maximum(sizes[own] - 1, 1)
    others = sums / np.maximum(sizes, 1)
    others[:, sizes == 0] = np.inf
    others[everybody, own] = np.inf
    nearest = others.min(axis=1)
    fit = (nearest - within) / np.maximum(np.maximum(within, nearest), 1e-300)
    return float(np.where(sizes[own] > 1, fit, 0).mean())
