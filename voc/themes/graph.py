"""From vectors to a map in which themes are dense: centring, the neighbour graph and its Laplacian eigenmap.

The graph is the union of every row's nearest neighbours by cosine; the map is the bottom of the spectrum of the
graph's normalised Laplacian (Belkin & Niyogi, Laplacian Eigenmaps, Neural Computation 15, 2003), which is the top of
the spectrum of a random walk on it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from voc.schema import Floats

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix


Doubles = NDArray[np.float64]

_BLOCK = 1024
_DIGITS = 4
"""Vectors are rounded, so that the last bits of an encoder do not decide between neighbours."""
_AXES = 1.3
"""Axes of the map for each theme …"""
_STEPS = 4
"""… and steps of the walk: the last axes weigh little; measured on the five sets of benchmarks/themes.py."""
_GROWTH = 1.7
"""How many times as many axes are looked for when the first ones were too few."""
_OWN_MEAN_FROM = 15
"""From this number of rows a language is centred on its own mean; below, on the mean of all."""


def centred(vectors: Floats, languages: NDArray[np.str_]) -> Floats:
    """Subtract each language's mean, so that languages meet, and scale rows to length one; zero rows stay zero.

    Args:
        vectors: float32 (n, d).
        languages: str (n,).

    Returns:
        float32 (n, d), rows of length one or zero; what is not finite counts as zero.
    """
    rows: Floats = np.nan_to_num(vectors.astype(np.float32), nan=0.0, posinf=0.0, neginf=0.0)
    np.round(rows, _DIGITS, out=rows)
    filled = (rows != 0).any(axis=1)
    if not filled.any():
        return rows
    whole = rows[filled].mean(axis=0, dtype=np.float64).astype(np.float32)
    means = {}
    for language in np.unique(languages):
        own = filled & (languages == language)
        many = own.sum() >= _OWN_MEAN_FROM
        means[language] = rows[own].mean(axis=0, dtype=np.float64).astype(np.float32) if many else whole
    for language, mean in means.items():
        rows[filled & (languages == language)] -= mean
    length = np.linalg.norm(rows, axis=1, keepdims=True)
    np.divide(rows, length, out=rows, where=length > 1e-6)
    rows[length[:, 0] <= 1e-6] = 0.0
    np.round(rows, 6, out=rows)
    return rows


def neighbour_graph(vectors: Floats, neighbours: int) -> csr_matrix:
    """The symmetric graph of nearest neighbours by cosine.

    Args:
        vectors: float32 (n, d), rows of length one.
        neighbours: how many nearest rows each row points to.

    Returns:
        float64 csr (n, n), weights in 0–1, an edge where either row names the other; negative cosines are cut.
    """
    from scipy.sparse import csr_matrix

    n = len(vectors)
    k = min(neighbours, n - 1)
    near = np.empty((n, k), np.int64)
    weight = np.empty((n, k), np.float64)
    for start in range(0, n, _BLOCK):
        cosine = vectors[start : start + _BLOCK] @ vectors.T
        own = np.arange(len(cosine))
        cosine[own, own + start] = -2.0
        best = np.sort(np.argpartition(-cosine, k - 1, axis=1)[:, :k], axis=1)
        near[start : start + _BLOCK] = best
        weight[start : start + _BLOCK] = np.take_along_axis(cosine, best, axis=1)
    rows = np.repeat(np.arange(n), k)
    graph = csr_matrix((np.clip(weight, 0.0, 1.0).ravel(), (rows, near.ravel())), shape=(n, n))
    graph.eliminate_zeros()
    return graph.maximum(graph.T).tocsr()


@dataclass(frozen=True, slots=True)
class Chart:
    """A graph drawn as a map. ``places`` float64 (n, q), rows of length one; ``values`` float64 (≥ q + 1,), the largest
    eigenvalues of one step of the walk, largest first; ``count``, how many themes the graph holds."""

    places: Doubles
    values: Doubles
    count: int


def chart(graph: csr_matrix, staying: float, number: int | None, most: int) -> Chart:
    """The map of a graph, and how many themes it holds.

    Think of a walk from segment to segment along the edges. Each group of segments that it hardly leaves lends the
    walk one eigenvalue near 1 (von Luxburg, A tutorial on spectral clustering, 2007; Deuflhard & Weber, Robust Perron
    cluster analysis, 2005), so the number of themes is the number of eigenvalues above ``staying``. The map is the
    diffusion map after four steps (Coifman & Lafon, 2006): axes that are hardly a theme of their own count less.

    Args:
        graph: symmetric, weights 0–1.
        staying: the least eigenvalue of a theme, 0–1.
        number: how many themes, when that was asked for.
        most: at most this many themes.
    """
    n = graph.shape[0]
    joined = _joined(graph)
    degree = np.asarray(joined.sum(axis=1)).ravel()
    root = np.sqrt(np.where(degree > 0, degree, 1.0))
    values, vectors = _spectrum(joined, root, staying, number, most)
    count = number or int(min((np.round(values, 6) > staying).sum(), most))
    count = max(1, min(count, n - 1))
    axes = max(2, round(_AXES * count))
    places: Doubles = vectors[:, 1 : axes + 1] * np.clip(values[1 : axes + 1], 0.0, 1.0) ** _STEPS / root[:, None]
    places[degree == 0] = 0.0
    peak = places[np.argmax(np.round(np.abs(places), 8), axis=0), np.arange(places.shape[1])]
    return Chart(unit_rows(places * np.where(peak < 0, -1.0, 1.0)), values, count)


def _spectrum(
    graph: csr_matrix, root: Doubles, staying: float, number: int | None, most: int
) -> tuple[Doubles, Doubles]:
    """Eigenvalues and eigenvectors of one step of the walk, as many as the map needs."""
    from scipy.sparse import diags, identity

    n = graph.shape[0]
    scale = diags(1.0 / root)
    # The spectrum of D^-1/2 W D^-1/2 lies in -1…1; the shift keeps ARPACK on the wanted end.
    operator = scale @ graph @ scale + identity(n, format="csr")
    wanted = min(n - 1, 1 + max(3, round(_AXES * (number or 25))))
    while True:
        values, vectors = _top_vectors(operator, wanted)
        values = values - 1.0
        inside = min(int((values > staying).sum()), most)
        if number or wanted >= n - 1 or round(_AXES * inside) + 1 <= wanted:
            return values, vectors
        wanted = min(n - 1, round(_AXES * most) + 1, round(_GROWTH * wanted))


def unit_rows(rows: Doubles) -> Doubles:
    """Scale rows to length one; rows of length zero stay zero."""
    length = np.linalg.norm(rows, axis=1, keepdims=True)
    scaled: Doubles = np.divide(rows, length, out=np.zeros_like(rows), where=length > 1e-9)
    return scaled


def _top_vectors(operator: csr_matrix, count: int) -> tuple[Doubles, Doubles]:
    """The largest eigenvalues, largest first, and their eigenvectors, float64 (n, count)."""
    from scipy.linalg import eigh
    from scipy.sparse.linalg import ArpackNoConvergence, eigsh

    n = operator.shape[0]
    if n > 400 and count < n // 3:
        start = 1.0 + 0.5 * np.sin(np.arange(n, dtype=np.float64))
        try:
            values, vectors = eigsh(operator, k=count, which="LA", v0=start, tol=1e-7, maxiter=20 * n)
            return _sorted(values, vectors)
        except ArpackNoConvergence as error:
            if error.eigenvectors.shape[1] >= 2:
                return _sorted(error.eigenvalues, error.eigenvectors)
    values, vectors = eigh(operator.toarray(), subset_by_index=(n - min(count, n), n - 1))
    return _sorted(values, vectors)


def _sorted(values: Doubles, vectors: Doubles) -> tuple[Doubles, Doubles]:
    order = np.argsort(-values, kind="stable")
    return values[order], vectors[:, order]


def _joined(graph: csr_matrix) -> csr_matrix:
    """Tie every smaller part of a graph to its largest by one weak edge: the map of a graph in parts is arbitrary."""
    from scipy.sparse import csr_matrix
    from scipy.sparse.csgraph import connected_components

    count, label = connected_components(graph, directed=False)
    if count == 1:
        return graph
    sizes = np.bincount(label)
    main = int(np.argmax(sizes))
    firsts = np.array([int(np.flatnonzero(label == part)[0]) for part in range(count) if sizes[part] > 1])
    anchor = int(np.flatnonzero(label == main)[0])
    others = firsts[firsts != anchor]
    edge = csr_matrix((np.full(len(others), 1e-3), (others, np.full(len(others), anchor))), shape=graph.shape)
    return (graph + edge + edge.T).tocsr()


LEAST = 100
"""From this number of segments on the direction of polarity is known well enough to be taken out."""


def without_polarity(vectors: Floats, polarity: Floats) -> Floats:
    """Take the direction out along which the vectors of these segments change with their polarity.

    The direction is the covariance of vectors and polarity. Without it a theme tells half as much about the sentiment
    of its segments, and as much about their matter as before (docs/themes.md).

    Args:
        vectors: float32 (n, d), rows of length one or zero.
        polarity: float32 (n,) in −1…1.

    Returns:
        float32 (n, d), rows of length one or zero; the vectors as they are when there are fewer than `LEAST` of them.
    """
    if len(vectors) < LEAST:
        return vectors
    rows = np.nan_to_num(vectors.astype(np.float64))
    felt = np.nan_to_num(polarity.astype(np.float64))
    direction = ((felt - felt.mean())[:, None] * (rows - rows.mean(axis=0))).sum(axis=0)
    length = float(np.linalg.norm(direction))
    if length < 1e-9:
        return vectors
    # Rounded, so that the order of the sum does not show in the last bits.
    direction = np.round(direction / length, 6)
    rows -= np.einsum("nd,d->n", rows, direction)[:, None] * direction
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    unit: Floats = np.divide(rows, lengths, out=np.zeros_like(rows), where=lengths > 1e-6).astype(np.float32)
    return unit
