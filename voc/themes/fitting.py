"""Vectors → clusters: the map of the rows that are fitted, the clusters in it, the nearest cluster of every row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from voc.schema import Floats, Ints
from voc.themes.clusters import centres, groups_on_map, linked_groups, merged
from voc.themes.graph import Chart, Doubles, chart, neighbour_graph, unit_rows
from voc.themes.sizes import AGREEING, FEW, MOST, Sizes

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

_BLOCK = 2048
_MAP_WEIGHT = 0.5
"""How much nearness on the map counts beside the cosine; measured on clinc, massive, kununu and StackOverflow."""
_FAR = 0.02
_NEAR_ENOUGH = (0.1, 0.15)
"""A row is assigned when it is at least as near as all but this share of the core, within these bounds."""


@dataclass(frozen=True, slots=True)
class Fit:
    """``vectors`` float32 (m, d) that were clustered, their ``places`` float64 (m, q) on the map, their ``labels``
    int32 (m,), which of them are ``core`` bool (m,), and whether the graph gave the clusters (``dense``) or joining
    had to (too little material)."""

    vectors: Floats
    places: Doubles
    labels: Ints
    core: NDArray[np.bool_]
    dense: bool


def fit(vectors: Floats, sizes: Sizes) -> Fit:
    """Cluster rows of length one."""
    graph = neighbour_graph(vectors, sizes.neighbours)
    return fit_graph(vectors, graph, chart(graph, sizes.staying, sizes.number, MOST), sizes)


def fit_graph(vectors: Floats, graph: csr_matrix, drawn: Chart, sizes: Sizes) -> Fit:
    """Cluster rows on a map that is drawn; fewer than ``FEW`` rows, or rows of one single matter, are linked."""
    n, count = len(vectors), drawn.count
    dense = n >= FEW and count > 1
    if not dense:
        labels = linked_groups(vectors, max(1, sizes.number or n // 6))
        labels = merged(vectors, labels, sizes.number or len(labels))
        return Fit(vectors, drawn.places, labels, labels >= 0, dense)
    labels = groups_on_map(drawn.places, count)
    labels = _refined(vectors, drawn.places, labels)
    labels = merged(vectors, labels, sizes.number or MOST, smallest=sizes.smallest)
    return Fit(vectors, drawn.places, labels, agreement(graph, labels) >= AGREEING, dense)


def agreement(graph: csr_matrix, labels: Ints) -> Doubles:
    """The share of each row's neighbours, by weight, in its own cluster: float64 (n,) in 0–1."""
    edges = graph.tocoo()
    same = (labels[edges.row] == labels[edges.col]) & (labels[edges.row] >= 0)
    inside = np.bincount(edges.row, weights=edges.data * same, minlength=len(labels))
    whole = np.bincount(edges.row, weights=edges.data, minlength=len(labels))
    return np.divide(inside, whole, out=np.zeros_like(inside), where=whole > 0)


def _refined(vectors: Floats, places: Doubles, labels: Ints) -> Ints:
    """Each row to the cluster that is nearest by cosine and on the map."""
    joint = _joint(vectors, places, vectors, places, labels, int(labels.max()) + 1)
    best: Ints = np.argmax(np.round(joint, 6), axis=1).astype(np.int32)
    return best


def _joint(vectors: Floats, places: Doubles, own: Floats, own_places: Doubles, labels: Ints, count: int) -> Floats:
    centre = centres(own, labels, count)
    on_map = centres(own_places.astype(np.float32), labels, count)
    joint: Floats = vectors @ centre.T + _MAP_WEIGHT * (places.astype(np.float32) @ on_map.T)
    return joint


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
    cosine = vectors @ centre.T
    joint = _joint(vectors, places, fitted.vectors, fitted.places, fitted.labels, count)
    best = np.argmax(np.round(joint, 6), axis=1).astype(np.int32)
    return best, cosine[np.arange(len(best)), best], _least(fitted, centre)


def _least(fitted: Fit, centre: Floats) -> NDArray[np.float32]:
    own = fitted.core & (fitted.labels >= 0)
    cosine = np.einsum("nd,nd->n", fitted.vectors[own], centre[fitted.labels[own]])
    far = []
    for label in range(len(centre)):
        inside = cosine[fitted.labels[own] == label]
        far.append(np.quantile(inside, _FAR) if len(inside) else 0.0)
    return np.clip(np.array(far, np.float32), *_NEAR_ENOUGH)
