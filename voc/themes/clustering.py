"""Vectors → clusters: settings for an amount of material, clusters on the map, and the nearest cluster of other rows.

`fit_clusters` draws the map of `voc.themes.graph` and finds clusters on it, by k-means ("spectral", the default) or by
HDBSCAN. `project_onto_map` and `assign_to_nearest` then place rows that were not clustered.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from voc.config import ClusterMethod, ThemesSection
from voc.schema import Floats, Ints
from voc.themes.graph import (
    Doubles,
    Eigenmap,
    build_eigenmap,
    build_neighbour_graph,
    core_agreement,
    nearest_columns,
    normalise_rows,
)

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

MIN_SEGMENTS = 8
"""With fewer segments than this that have content of their own there are no themes."""
FEW_SEGMENTS = 30
"""With fewer such segments than this themes are tentative and found by joining, since their graph says too little."""
MAX_FITTED = 6000
"""At most this many segments are clustered, since time grows with their square; the others are assigned."""
MAX_THEMES = 200
"""More themes than this are never looked for unless their number is fixed."""

_MAX_LINKED = 3000
"""Above this number of rows the quadratic tree of `link_rows` is not worth its time."""
_KMEANS_ROUNDS = 50
"""Iterations of k-means at most; from distant seeds it settles in far fewer."""
_BLOCK_ROWS = 2048
"""Rows whose cosines with all fitted rows are in memory at a time."""


@dataclass(frozen=True, slots=True)
class AssignmentThresholds:
    """What decides where a row belongs."""

    core_agreement: float = 0.6
    """A row is core when at least this share (0–1) of its neighbours, by weight, is in the same cluster."""
    map_weight: float = 0.5
    """How much nearness on the map counts beside the cosine; measured on clinc, massive, kununu and StackOverflow."""
    far_quantile: float = 0.02
    """A row is assigned when it is at least as near as all but this share (0–1) of the core, within the next two."""
    least_cosine: float = 0.1
    """No row is assigned below this cosine, however loose the core of its cluster is."""
    enough_cosine: float = 0.15
    """From this cosine on a row is assigned, however tight the core of its cluster is."""


@dataclass(frozen=True, slots=True)
class ClusterSettings:
    """How rows are clustered; `choose_settings` gives them for an amount of material."""

    neighbours: int
    """Nearest rows that each row points to in the graph."""
    min_eigenvalue: float
    """The smallest eigenvalue of a theme, 0–1; see `voc.themes.graph.build_eigenmap`."""
    n_themes: int | None
    """The number of themes where it is fixed, else None."""
    min_theme_size: int
    """A cluster of fewer rows is joined to its nearest."""
    method: ClusterMethod = "spectral"
    """How clusters are found on the map."""
    min_cluster_size: int = 5
    """Rows of the smallest cluster that HDBSCAN looks for."""
    min_samples: int = 5
    """Neighbours, the row itself among them, by which HDBSCAN measures density; 16 finds the same on labelled sets."""
    thresholds: AssignmentThresholds = field(default_factory=AssignmentThresholds)


_MIN_EIGENVALUE = {"coarse": 0.82, "normal": 0.77, "fine": 0.68}
_LITTLE_MATERIAL = 2000
_MIN_EIGENVALUE_LITTLE = _MIN_EIGENVALUE | {"normal": 0.74}
"""Up to 2,000 rows a theme holds a walk less well: at 600 and 1,300 rows of the five labelled sets the number of themes
at 0.74 was nearer the truth than at 0.77 on four of them (on the fifth, kununu_de, it rose from 15 to 17 of 12)."""
_CLUSTER_SIZE_FACTOR = {"coarse": 1.7, "normal": 1.0, "fine": 0.6}
"""HDBSCAN's smallest cluster by detail, beside that of "normal"."""


def choose_settings(n: int, config: ThemesSection) -> ClusterSettings:
    """Settings for ``n`` unique segments with content.

    Neighbours grow with the square root of the material, from 5 up to the usual 15 at 4,000 rows: with as many
    neighbours as a theme has rows no walk on the graph could stay inside it. HDBSCAN's smallest cluster grows as well,
    up to 40 rows.
    """
    return ClusterSettings(
        neighbours=max(3, min(max(round(0.24 * n**0.5), 5), 15, n // 4)),
        min_eigenvalue=(_MIN_EIGENVALUE_LITTLE if n <= _LITTLE_MATERIAL else _MIN_EIGENVALUE)[config.detail],
        n_themes=config.number,
        min_theme_size=3 if n < 1000 else 5,
        method=config.method,
        min_cluster_size=max(3, round(min(0.45 * n**0.5, 40) * _CLUSTER_SIZE_FACTOR[config.detail])),
    )


@dataclass(frozen=True, slots=True)
class Clustering:
    """Rows and the clusters found in them.

    ``vectors`` float32 (m, d); their ``places`` float64 (m, q) on the map; ``labels`` int32 (m,), the cluster of each
    row or −1; ``core`` bool (m,); ``dense``: whether the map gave the clusters, or rows were joined because there is
    too little material.
    """

    vectors: Floats
    places: Doubles
    labels: Ints
    core: NDArray[np.bool_]
    dense: bool
    thresholds: AssignmentThresholds = field(default_factory=AssignmentThresholds)

    @property
    def count(self) -> int:
        """The number of clusters."""
        return int(self.labels.max(initial=-1)) + 1


def fit_clusters(vectors: Floats, settings: ClusterSettings) -> Clustering:
    """Cluster rows of length one."""
    graph = build_neighbour_graph(vectors, settings.neighbours)
    # HDBSCAN cannot be asked for a number: its map stays as it is, and merging brings the number down afterwards.
    n_themes = settings.n_themes if settings.method == "spectral" else None
    eigenmap = build_eigenmap(graph, settings.min_eigenvalue, n_themes, MAX_THEMES)
    return fit_on_map(vectors, graph, eigenmap, settings)


def fit_on_map(vectors: Floats, graph: csr_matrix, eigenmap: Eigenmap, settings: ClusterSettings) -> Clustering:
    """Cluster rows on the map of their graph; fewer than `FEW_SEGMENTS` rows, or rows of a single theme, are linked."""
    n, places = len(vectors), eigenmap.places
    labels = np.zeros(n, np.int32)
    if n >= FEW_SEGMENTS and settings.method == "hdbscan":
        labels = hdbscan_on_map(places, settings.min_cluster_size, settings.min_samples)
    elif n >= FEW_SEGMENTS and eigenmap.n_themes > 1:
        labels = _refine(vectors, places, kmeans_on_map(places, eigenmap.n_themes), settings.thresholds)
    dense = n >= FEW_SEGMENTS and (labels.max() > 0 if settings.method == "hdbscan" else eigenmap.n_themes > 1)
    # One theme, or no two dense regions: the map shows nothing that joining by cosine would not.
    if not dense:
        labels = link_rows(vectors, max(1, settings.n_themes or n // 6))
        labels = merge_clusters(vectors, labels, settings.n_themes or len(labels))
        return Clustering(vectors, places, labels, labels >= 0, dense=False, thresholds=settings.thresholds)
    labels = merge_clusters(vectors, labels, settings.n_themes or MAX_THEMES, min_size=settings.min_theme_size)
    core = core_agreement(graph, labels) >= settings.thresholds.core_agreement
    return Clustering(vectors, places, labels, core, dense=True, thresholds=settings.thresholds)


def kmeans_on_map(places: Doubles, count: int) -> Ints:
    """k-means on the map from one seed a theme: int32 (n,), numbered from 0.

    Seeds are the pivots of a column-pivoted QR factorisation (Damle, Minden & Ying, Simple, direct and efficient
    multi-way spectral clustering, Information and Inference 8, 2019): rows that are as far apart as any. They need no
    random start, so that a little more material changes little.
    """
    from scipy.linalg import qr
    from sklearn.cluster import KMeans

    # k-means cannot place more clusters than there are distinct points.
    count = min(count, len(np.unique(np.round(places, 6), axis=0)))
    if count < 2:
        return np.zeros(len(places), np.int32)
    # The axes leave the constant one out, without which the corners of k groups do not span k dimensions.
    corners = np.hstack([np.full((len(places), 1), count**-0.5), places[:, : count - 1]])
    _, pivots = qr(np.round(corners, 9).T, mode="r", pivoting=True)
    seeds = places[pivots[:count]]
    model = KMeans(count, init=seeds, n_init=1, max_iter=_KMEANS_ROUNDS, random_state=0)
    return np.asarray(model.fit_predict(places), np.int32)


def hdbscan_on_map(places: Doubles, min_cluster_size: int, min_samples: int) -> Ints:
    """HDBSCAN on the map: int32 (n,), the cluster of each row, or −1 for rows in no dense region.

    Campello, Moulavi & Sander, Density-Based Clustering Based on Hierarchical Density Estimates, PAKDD 2013.

    Args:
        places: float64 (n, q), rows of length one, or zero for a row that is on no map.
        min_cluster_size: rows of the smallest cluster.
        min_samples: neighbours, the row itself among them, by which density is measured.
    """
    from sklearn.cluster import HDBSCAN

    labels = np.full(len(places), -1, np.int32)
    # Rows without a neighbour are all at the origin, where they would look like the densest cluster of all.
    on_map = np.flatnonzero(places.any(axis=1))
    if len(on_map) >= max(min_cluster_size, min_samples):
        model = HDBSCAN(min_cluster_size=min_cluster_size, min_samples=min_samples, copy=True)
        labels[on_map] = model.fit_predict(places[on_map])
    return labels


def link_rows(vectors: Floats, number: int) -> Ints:
    """Average-link groups of a few rows: int32 (n,); groups of fewer than two rows are −1 unless there is only one."""
    from scipy.cluster.hierarchy import fcluster, linkage
    from scipy.spatial.distance import squareform

    n = len(vectors)
    if n < 2 or number < 2 or n > _MAX_LINKED:
        return np.zeros(n, np.int32)
    # Rounded, so that ties are ties on every machine; likewise below wherever a minimum or maximum is taken.
    distance = np.round(1.0 - np.clip(vectors @ vectors.T, -1.0, 1.0), 6).astype(np.float64)
    np.fill_diagonal(distance, 0.0)
    tree = linkage(squareform((distance + distance.T) / 2, checks=False), method="average")
    labels = np.asarray(fcluster(tree, number, criterion="maxclust"), np.int32) - 1
    sizes = np.bincount(labels)
    return labels if (sizes < 2).all() else np.where(sizes[labels] >= 2, labels, -1).astype(np.int32)


def cluster_centres(vectors: Floats, labels: Ints, count: int) -> Floats:
    """The mean direction of each cluster: float32 (count, d), rows of length one (zero for an empty cluster)."""
    return normalise_rows(_cluster_sums(vectors, labels, count)).astype(np.float32)


def _cluster_sums(vectors: Floats, labels: Ints, count: int) -> Doubles:
    """The sum of each cluster's rows: float64 (count, d)."""
    from scipy.sparse import csr_matrix

    kept = labels >= 0
    n = int(kept.sum())
    membership = csr_matrix((np.ones(n), (labels[kept], np.arange(n))), shape=(count, n))
    return np.asarray(membership @ vectors[kept].astype(np.float64))


def merge_clusters(vectors: Floats, labels: Ints, number: int, *, min_size: int = 1) -> Ints:
    """Join the two nearest clusters again and again until ``number`` are left; first, join clusters that are too small.

    The tree is Ward's over the centres, each weighted by its size: joining two costs
    ``n_a · n_b / (n_a + n_b) · |a − b|²``, so that small neighbours go first and large themes stay apart.

    Args:
        vectors: float32 (n, d), rows of length one.
        labels: int32 (n,), clusters 0… or −1.
        number: how many clusters to keep at most.
        min_size: a cluster of fewer rows is joined to the one with the nearest centre.

    Returns:
        int32 (n,), clusters numbered anew from 0, by size, largest first.
    """
    labels = _renumber_by_size(labels)
    count = int(labels.max(initial=-1)) + 1
    sums = _cluster_sums(vectors, labels, count)
    sizes = np.bincount(labels[labels >= 0], minlength=count).astype(np.float64)
    target = np.arange(count)
    alive = list(range(count))
    while len(alive) > 1 and (len(alive) > number or sizes[alive].min() < min_size):
        mean = sums[alive] / sizes[alive][:, None]
        unit = mean / np.maximum(np.linalg.norm(mean, axis=1, keepdims=True), 1e-12)
        cosine = unit @ unit.T
        weight = sizes[alive]
        cost = (weight[:, None] * weight / (weight[:, None] + weight)) * (2.0 - 2.0 * cosine)
        np.fill_diagonal(cost, np.inf)
        if weight.min() < min_size:
            # Only the smallest cluster may choose its neighbour in this round.
            cost[np.argsort(weight, kind="stable")[1:]] = np.inf
        a, b = np.unravel_index(int(np.argmin(np.round(cost, 9))), cost.shape)
        keep, gone = alive[min(a, b)], alive[max(a, b)]
        sums[keep] += sums[gone]
        sizes[keep] += sizes[gone]
        target[target == gone] = keep
        alive.remove(gone)
    return _renumber_by_size(np.where(labels >= 0, target[labels], -1))


def _renumber_by_size(labels: NDArray[np.integer]) -> Ints:
    """Number the clusters from 0 by size, largest first; equal sizes by their first row."""
    old, first, size = np.unique(labels[labels >= 0], return_index=True, return_counts=True)
    order = np.lexsort((first, -size))
    new = {int(old[position]): rank for rank, position in enumerate(order)}
    return np.array([new.get(int(label), -1) for label in labels], np.int32)


def _refine(vectors: Floats, places: Doubles, labels: Ints, thresholds: AssignmentThresholds) -> Ints:
    """Move each row to the cluster that is nearest by cosine and on the map: k-means saw the map alone."""
    clustering = Clustering(vectors, places, labels, labels >= 0, dense=True, thresholds=thresholds)
    best: Ints = np.argmax(np.round(_similarity(vectors, places, clustering), 6), axis=1).astype(np.int32)
    return best


def _similarity(vectors: Floats, places: Doubles, clustering: Clustering) -> Floats:
    """The similarity of n rows with each cluster, by cosine and on the map: float32 (n, count)."""
    centres = cluster_centres(clustering.vectors, clustering.labels, clustering.count)
    on_map = cluster_centres(clustering.places.astype(np.float32), clustering.labels, clustering.count)
    weight = clustering.thresholds.map_weight
    similarity: Floats = vectors @ centres.T + weight * (places.astype(np.float32) @ on_map.T)
    return similarity


def project_onto_map(vectors: Floats, clustering: Clustering, neighbours: int) -> Doubles:
    """Places float64 (n, q) of rows that were not clustered: the weighted mean of their nearest rows that were."""
    k = min(neighbours, len(clustering.vectors))
    places = np.zeros((len(vectors), clustering.places.shape[1]))
    for start in range(0, len(vectors), _BLOCK_ROWS):
        nearest, cosine = nearest_columns(vectors[start : start + _BLOCK_ROWS] @ clustering.vectors.T, k)
        weight = np.clip(cosine, 0.0, 1.0).astype(np.float64)
        places[start : start + _BLOCK_ROWS] = np.einsum("nk,nkq->nq", weight, clustering.places[nearest])
    return normalise_rows(places)


@dataclass(frozen=True, slots=True)
class Assignment:
    """The nearest cluster of n rows.

    ``labels`` int32 (n,), −1 where no cluster is near enough; ``cosine`` float32 (n,) to the centre of the nearest.
    """

    labels: Ints
    cosine: Floats


def assign_to_nearest(vectors: Floats, places: Doubles, clustering: Clustering) -> Assignment:
    """Assign each row to its nearest cluster by cosine and place on the map, where it is near enough.

    Args:
        vectors: float32 (n, d), rows of length one.
        places: float64 (n, q), their places on the map of ``clustering``.
        clustering: at least one cluster.
    """
    centres = cluster_centres(clustering.vectors, clustering.labels, clustering.count)
    nearest = np.argmax(np.round(_similarity(vectors, places, clustering), 6), axis=1).astype(np.int32)
    cosine = (vectors @ centres.T)[np.arange(len(nearest)), nearest]
    near_enough = cosine >= _required_cosine(clustering, centres)[nearest]
    return Assignment(np.where(near_enough, nearest, -1).astype(np.int32), cosine)


def _required_cosine(clustering: Clustering, centres: Floats) -> Floats:
    """The cosine to its centre that each cluster requires of a row: float32 (count,)."""
    # A cluster without core rows has nothing to measure by, and requires the least.
    thresholds = clustering.thresholds
    own = clustering.core & (clustering.labels >= 0)
    labels = clustering.labels[own]
    cosine = np.einsum("nd,nd->n", clustering.vectors[own], centres[labels])
    far = [
        np.quantile(cosine[labels == label], thresholds.far_quantile) if (labels == label).any() else 0.0
        for label in range(len(centres))
    ]
    return np.clip(np.array(far, np.float32), thresholds.least_cosine, thresholds.enough_cosine)
