"""Groups on the map: seeds that lie far apart, k-means from them, joining what is too near or too small."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from voc.schema import Floats, Ints
from voc.themes.graph import Doubles, unit_rows

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

_LINKED = 3000
"""Above this number of rows the quadratic tree of `linked_groups` is not worth its cost."""
_ROUNDS = 50


def groups_on_map(places: Doubles, count: int) -> Ints:
    """k-means on the map from one seed a theme: int32 (n,), numbered from 0.

    Seeds are the pivots of a column-pivoted QR factorisation (Damle, Minden & Ying, Simple, direct and efficient
    multi-way spectral clustering, Information and Inference 8, 2019): rows that lie as far apart as any. They need no
    random start, so that a little more material changes little.
    """
    from scipy.linalg import qr
    from sklearn.cluster import KMeans

    count = min(count, len(np.unique(np.round(places, 6), axis=0)))
    if count < 2:
        return np.zeros(len(places), np.int32)
    # The axes leave the constant one out, without which the corners of k groups do not span k dimensions.
    corners = np.hstack([np.full((len(places), 1), count**-0.5), places[:, : count - 1]])
    _, pivots = qr(np.round(corners, 9).T, mode="r", pivoting=True)
    seeds = places[pivots[:count]]
    model = KMeans(count, init=seeds, n_init=1, max_iter=_ROUNDS, random_state=0)
    return np.asarray(model.fit_predict(places), np.int32)


def centres(vectors: Floats, labels: Ints, count: int) -> Floats:
    """The mean direction of each cluster: float32 (count, d), rows of length one (zero for an empty cluster)."""
    kept = labels >= 0
    own = _members(labels[kept], count)
    total = np.asarray(own @ vectors[kept].astype(np.float64))
    return unit_rows(total).astype(np.float32)


def _members(labels: Ints, count: int) -> csr_matrix:
    """Which row belongs to which cluster: (count, n), ones and zeros."""
    from scipy.sparse import csr_matrix

    n = len(labels)
    return csr_matrix((np.ones(n), (labels, np.arange(n))), shape=(count, n))


def merged(vectors: Floats, labels: Ints, number: int, *, smallest: int = 1) -> Ints:
    """Join the two nearest clusters again and again until ``number`` are left; first, each too small one with its own.

    The tree is Ward's over the centres, each weighted by its size: joining two costs
    ``n_a · n_b / (n_a + n_b) · |a − b|²``, so that small neighbours go first and large themes stay apart.

    Args:
        vectors: float32 (n, d), rows of length one.
        labels: int32 (n,), clusters 0… or −1.
        number: how many clusters to keep at most.
        smallest: a cluster of fewer rows is joined to the one with the nearest centre.

    Returns:
        int32 (n,), clusters numbered anew from 0, by size, largest first.
    """
    labels = _compact(labels)
    count = int(labels.max(initial=-1)) + 1
    kept = labels >= 0
    sums = np.asarray(_members(labels[kept], count) @ vectors[kept].astype(np.float64))
    sizes = np.bincount(labels[labels >= 0], minlength=count).astype(np.float64)
    target = np.arange(count)
    alive = list(range(count))
    while len(alive) > 1 and (len(alive) > number or sizes[alive].min() < smallest):
        mean = sums[alive] / sizes[alive][:, None]
        unit = mean / np.maximum(np.linalg.norm(mean, axis=1, keepdims=True), 1e-12)
        cosine = unit @ unit.T
        weight = sizes[alive]
        cost = (weight[:, None] * weight / (weight[:, None] + weight)) * (2.0 - 2.0 * cosine)
        np.fill_diagonal(cost, np.inf)
        if weight.min() < smallest:
            cost[np.argsort(weight, kind="stable")[1:]] = np.inf
        a, b = np.unravel_index(int(np.argmin(np.round(cost, 9))), cost.shape)
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
