"""Vectors → clusters: the map of the rows that are fitted, the clusters in it, the nearest cluster of every row."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from voc.schema import Floats, Ints
from voc.themes.clusters import centres, dense_regions, linked_groups, merged
from voc.themes.graph import Doubles, eigenmap, neighbour_graph, unit_rows
from voc.themes.sizes import FEW, Sizes

_BLOCK = 2048
_MAP_WEIGHT = 0.5
"""How much nearness on the map counts beside the cosine; measured on clinc, massive, kununu and StackOverflow."""
_FAR = 0.02
_BLOB = 0.08
"""A cluster with at least this share of the rows …"""
_LOOSE = 0.3
"""… whose mean vector is shorter than this holds rows that lie between the matters rather than one matter."""
_NEAR_ENOUGH = (0.1, 0.15)
"""A row is assigned when it is at least as near as all but this share of the core, within these bounds."""


@dataclass(frozen=True, slots=True)
class Fit:
    """``vectors`` float32 (m, d) that were clustered, their ``places`` float64 (m, q) on the map, their ``labels``
    int32 (m,) and whether density found the clusters (``dense``) or joining had to (too little material)."""

    vectors: Floats
    places: Doubles
    labels: Ints
    dense: bool


def fit(vectors: Floats, sizes: Sizes) -> Fit:
    """Cluster rows of length one.

    Where density finds fewer than two clusters, smaller ones are looked for, then neighbours are joined into groups.
    """
    n = len(vectors)
    places = eigenmap(neighbour_graph(vectors, sizes.neighbours), sizes.dimensions)
    labels = np.full(n, -1, np.int32)
    dense = n >= FEW
    if dense:
        labels = dense_regions(places, sizes.min_cluster_size, min(sizes.min_samples, n - 1))
        size = sizes.min_cluster_size
        while labels.max(initial=-1) + 1 < min(sizes.most, 2 if sizes.near <= 1 else sizes.most) and size > 3:
            size = max(3, round(size * 0.6))
            labels = _richer(labels, dense_regions(places, size, min(3, n - 1), leaves=True))
        labels = _without_blobs(vectors, labels, sizes)
    if labels.max(initial=-1) < 1:
        dense = False
        labels = linked_groups(vectors, max(1, min(sizes.most, n // 6)))
    return Fit(vectors, places, merged(vectors, labels, sizes.most, never_below=sizes.near), dense)


def _without_blobs(vectors: Floats, labels: Ints, sizes: Sizes) -> Ints:
    """Look once more, on a map of their own, at clusters that are both large and loose: matter between the matters.

    What is not dense there either is left to be assigned.
    """
    labels = labels.copy()
    for label in range(int(labels.max(initial=-1)) + 1):
        rows = np.flatnonzero(labels == label)
        loose = len(rows) > 0 and float(np.linalg.norm(vectors[rows].mean(axis=0))) < _LOOSE
        if not loose or len(rows) < max(_BLOB * len(vectors), 2 * sizes.min_cluster_size):
            continue
        places = eigenmap(neighbour_graph(vectors[rows], sizes.neighbours), sizes.dimensions)
        inner = dense_regions(places, sizes.min_cluster_size, sizes.min_samples)
        labels[rows] = np.where(inner >= 0, inner + labels.max() + 1, -1)
    return labels


def _richer(old: Ints, new: Ints) -> Ints:
    return new if new.max(initial=-1) > old.max(initial=-1) else old


def place_on_map(vectors: Floats, fitted: Fit, neighbours: int) -> Doubles:
    """Where rows that were not fitted lie on the map: the weighted mean of their nearest fitted rows, of length one."""
    k = min(neighbours, len(fitted.vectors))
    placed = np.zeros((len(vectors), fitted.places.shape[1]))
    for start in range(0, len(vectors), _BLOCK):
        cosine = vectors[start : start + _BLOCK] @ fitted.vectors.T
        best = np.sort(np.argpartition(-cosine, k - 1, axis=1)[:, :k], axis=1)
        weight = np.clip(np.take_along_axis(cosine, best, axis=1), 0.0, 1.0).astype(np.float64)
        placed[start : start + _BLOCK] = np.einsum("nk,nkq->nq", weight, fitted.places[best])
    return unit_rows(placed)


def nearest(vectors: Floats, places: Doubles, fitted: Fit) -> tuple[Ints, Floats, Floats]:
    """The nearest cluster of each row by cosine and place on the map.

    Returns:
        int32 (n,) the cluster; float32 (n,) the cosine to its centre; float32 (count,) the least cosine that a row
        needs to be assigned to each cluster.
    """
    count = int(fitted.labels.max(initial=-1)) + 1
    centre = centres(fitted.vectors, fitted.labels, count)
    centre_on_map = centres(fitted.places.astype(np.float32), fitted.labels, count)
    cosine = vectors @ centre.T
    joint = cosine + _MAP_WEIGHT * (places.astype(np.float32) @ centre_on_map.T)
    best = np.argmax(np.round(joint, 6), axis=1).astype(np.int32)
    return best, cosine[np.arange(len(best)), best], _least(fitted, centre)


def _least(fitted: Fit, centre: Floats) -> NDArray[np.float32]:
    own = fitted.labels >= 0
    cosine = np.einsum("nd,nd->n", fitted.vectors[own], centre[fitted.labels[own]])
    far = [np.quantile(cosine[fitted.labels[own] == label], _FAR) for label in range(len(centre))]
    return np.clip(np.array(far, np.float32), *_NEAR_ENOUGH)
