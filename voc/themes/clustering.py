"""How the graph and the number of themes follow the amount of material and the wanted detail."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from voc.config import ThemesSection
from voc.schema import Floats, Ints
from voc.themes.graph import Chart, Doubles, chart, neighbour_graph, unit_rows

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix


LEAST = 8
"""Below this number of segments with matter there are no themes."""
FEW = 30
"""Below this number of segments with matter themes are tentative and found by joining, not by their graph."""
FIT = 6000
"""At most this many segments are clustered; the others are assigned."""
MOST = 200
"""More themes than this are never looked for unless they are asked for by number."""

AGREEING = 0.6
"""A row is core when at least this share of its neighbours, by weight, belongs to the same cluster."""

_STAYING = {"coarse": 0.82, "normal": 0.77, "fine": 0.68}
_LITTLE = 2000
_STAYING_OF_LITTLE = _STAYING | {"normal": 0.74}
"""With less material a theme holds a walk less well: at 600 and 1,300 rows of the five labelled sets the count at 0.74
lay nearer the truth than at 0.77 on four of them (on the fifth, kununu_de, it rose from 15 to 17 of 12)."""


@dataclass(frozen=True, slots=True)
class Sizes:
    """``neighbours`` of each row in the graph; ``staying``, the least eigenvalue of a theme (0–1, see `graph.chart`);
    the ``number`` of themes when it was asked for; ``smallest``, the least rows of a theme."""

    neighbours: int
    staying: float
    number: int | None
    smallest: int


def sizes_for(n: int, config: ThemesSection) -> Sizes:
    """Sizes for ``n`` different segments with matter.

    Neighbours grow with the square root of the material, from 5 up to the 15 of DESIGN.md at 4,000 rows: with as many
    neighbours as a theme has rows no walk on the graph could stay inside it.
    """
    return Sizes(
        neighbours=max(3, min(max(round(0.24 * n**0.5), 5), 15, n // 4)),
        staying=(_STAYING_OF_LITTLE if n <= _LITTLE else _STAYING)[config.detail],
        number=config.number,
        smallest=3 if n < 1000 else 5,
    )


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
