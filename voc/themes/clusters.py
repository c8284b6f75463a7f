"""Dense regions of the map → clusters: HDBSCAN, merging to a readable number, and the nearest cluster of every row.

HDBSCAN: Campello, Moulavi & Sander, Density-Based Clustering Based on Hierarchical Density Estimates, PAKDD 2013.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from voc.schema import Floats, Ints
from voc.themes.graph import Doubles, unit_rows

_LINKED = 3000
"""Above this number of rows the quadratic tree of `linked_groups` is not worth its cost."""


def dense_regions(places: Doubles, min_cluster_size: int, min_samples: int, *, leaves: bool = False) -> Ints:
    """HDBSCAN of a map: int32 (n,), the cluster of each row or −1. ``leaves`` takes the finest clusters of the tree."""
    import warnings

    import hdbscan

    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", category=FutureWarning, module="hdbscan|sklearn")
        warnings.filterwarnings("ignore", category=SyntaxWarning, module="hdbscan")
        model = hdbscan.HDBSCAN(
            min_cluster_size=min_cluster_size,
            min_samples=min_samples,
            cluster_selection_method="leaf" if leaves else "eom",
            approx_min_span_tree=False,
            core_dist_n_jobs=1,
        )
        return np.asarray(model.fit_predict(np.ascontiguousarray(places)), np.int32)


def centres(vectors: Floats, labels: Ints, count: int) -> Floats:
    """The mean direction of each cluster: float32 (count, d), rows of length one (zero for an empty cluster)."""
    total = np.zeros((count, vectors.shape[1]), np.float64)
    kept = labels >= 0
    np.add.at(total, labels[kept], vectors[kept])
    return unit_rows(total).astype(np.float32)


def merged(vectors: Floats, labels: Ints, number: int, *, never_below: float = 2.0) -> Ints:
    """Join the two nearest clusters again and again until ``number`` are left and no two are nearer than a limit.

    The tree is Ward's over the centres, each weighted by its size: joining two costs
    ``n_a · n_b / (n_a + n_b) · |a − b|²``, so that small neighbours go first and large themes stay apart.

    Args:
        vectors: float32 (n, d), rows of length one.
        labels: int32 (n,), clusters 0… or −1.
        number: how many clusters to keep at most.
        never_below: clusters whose centres have a cosine above this are joined in any case (2: none).

    Returns:
        int32 (n,), clusters numbered anew from 0, by size, largest first.
    """
    labels = _compact(labels)
    count = int(labels.max(initial=-1)) + 1
    sums = np.zeros((count, vectors.shape[1]), np.float64)
    np.add.at(sums, labels[labels >= 0], vectors[labels >= 0])
    sizes = np.bincount(labels[labels >= 0], minlength=count).astype(np.float64)
    target = np.arange(count)
    alive = list(range(count))
    while len(alive) > 1:
        mean = sums[alive] / sizes[alive][:, None]
        unit = mean / np.maximum(np.linalg.norm(mean, axis=1, keepdims=True), 1e-12)
        cosine = unit @ unit.T
        weight = sizes[alive]
        cost = (weight[:, None] * weight / (weight[:, None] + weight)) * (2.0 - 2.0 * cosine)
        score = cost if len(alive) > number else 2.0 - 2.0 * cosine
        np.fill_diagonal(score, np.inf)
        a, b = np.unravel_index(int(np.argmin(np.round(score, 9))), score.shape)
        if len(alive) <= number and cosine[a, b] <= never_below:
            break
        keep, gone = alive[min(a, b)], alive[max(a, b)]
        sums[keep] += sums[gone]
        sizes[keep] += sizes[gone]
        target[target == gone] = keep
        alive.remove(gone)
    return _compact(np.where(labels >= 0, target[labels], -1))


def _compact(labels: NDArray[np.integer]) -> Ints:
    """Number the clusters from 0 by size, largest first; equal sizes by their first row."""
    found, first, size = np.unique(labels[labels >= 0], return_index=True, return_counts=True)
    order = np.lexsort((first, -size))
    new = {int(found[place]): rank for rank, place in enumerate(order)}
    return np.array([new.get(int(label), -1) for label in labels], np.int32)


def linked_groups(vectors: Floats, number: int) -> Ints:
    """Average-link groups of a few rows: int32 (n,); groups of fewer than two rows are −1 unless there is only one."""
    from scipy.cluster.hierarchy import fcluster, linkage
    from scipy.spatial.distance import squareform

    n = len(vectors)
    if n < 2 or number < 2 or n > _LINKED:
        return np.zeros(n, np.int32)
    distance = np.round(1.0 - np.clip(vectors @ vectors.T, -1.0, 1.0), 6).astype(np.float64)
    np.fill_diagonal(distance, 0.0)
    tree = linkage(squareform((distance + distance.T) / 2, checks=False), method="average")
    labels = np.asarray(fcluster(tree, number, criterion="maxclust"), np.int32) - 1
    sizes = np.bincount(labels)
    return labels if (sizes < 2).all() else np.where(sizes[labels] >= 2, labels, -1).astype(np.int32)
