"""From vectors to a map on which themes are dense: centring, the neighbour graph and its Laplacian eigenmap.

The graph is the union of every row's nearest neighbours by cosine; the map is the bottom of the spectrum of the
graph's normalised Laplacian (Belkin & Niyogi, Laplacian Eigenmaps, Neural Computation 15, 2003), which is the top of
the spectrum of a random walk on it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from voc.schema import Floats, Ints

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

Doubles = NDArray[np.float64]

MIN_ROWS_FOR_POLARITY = 100
"""With fewer segments than this the direction of polarity is not known well enough to be removed."""
MIN_ROWS_FOR_OWN_MEAN = 15
"""A language with fewer rows than this is centred on the mean of all rows, since its own would be mostly chance."""

_BLOCK_ROWS = 1024
"""Rows whose cosines with all others are in memory at a time."""
_DECIMALS = 4
"""Vectors are rounded to this, so that the last bits of an encoder do not decide between neighbours."""
_AXES_PER_THEME = 1.3
"""Axes of the map for each theme; measured on the five sets of benchmarks/themes.py, as the steps are."""
_WALK_STEPS = 4
"""Steps of the diffusion: the more steps, the less the last axes weigh."""
_FIRST_GUESS_THEMES = 25
"""Eigenvectors for this many themes are computed first; more only where that was too few, since they cost time."""
_GROWTH = 1.7
"""When there were too few eigenvectors, this many times as many are computed next."""
_DENSE_SOLVER_ROWS = 400
"""Up to this many rows LAPACK's dense solver is faster than ARPACK, and never fails to converge."""
_BRIDGE_WEIGHT = 1e-3
"""The weight of the edge that ties a separate part of the graph to its largest part, beside weights of 0–1."""


def centre_by_language(vectors: Floats, languages: NDArray[np.str_]) -> Floats:
    """Subtract each language's mean, so that languages meet, and scale rows to length one; zero rows stay zero.

    Args:
        vectors: float32 (n, d).
        languages: str (n,).

    Returns:
        float32 (n, d), rows of length one or zero; what is not finite counts as zero.
    """
    # Some encoders return NaN for a text that they cannot read.
    rows: Floats = np.nan_to_num(vectors.astype(np.float32), nan=0.0, posinf=0.0, neginf=0.0)
    np.round(rows, _DECIMALS, out=rows)
    filled = (rows != 0).any(axis=1)
    if not filled.any():
        return rows
    overall_mean = rows[filled].mean(axis=0, dtype=np.float64).astype(np.float32)
    centred = rows.copy()
    for language in np.unique(languages):
        own = filled & (languages == language)
        enough = own.sum() >= MIN_ROWS_FOR_OWN_MEAN
        centred[own] -= rows[own].mean(axis=0, dtype=np.float64).astype(np.float32) if enough else overall_mean
    length = np.linalg.norm(centred, axis=1, keepdims=True)
    np.divide(centred, length, out=centred, where=length > 1e-6)
    centred[length[:, 0] <= 1e-6] = 0.0
    np.round(centred, 6, out=centred)
    return centred


def remove_polarity(vectors: Floats, polarity: Floats) -> Floats:
    """Remove the direction along which vectors change with polarity, so that praise and complaint of one thing meet.

    The direction is the covariance of vectors and polarity. Without it a theme says half as much about the sentiment
    of its segments, and as much about their subject as before (docs/themes.md).

    Args:
        vectors: float32 (n, d), rows of length one or zero.
        polarity: float32 (n,) in −1…1.

    Returns:
        float32 (n, d), rows of length one or zero; the same vectors when there are fewer than `MIN_ROWS_FOR_POLARITY`.
    """
    if len(vectors) < MIN_ROWS_FOR_POLARITY:
        return vectors
    rows = np.nan_to_num(vectors.astype(np.float64))
    values = np.nan_to_num(polarity.astype(np.float64))
    direction = ((values - values.mean())[:, None] * (rows - rows.mean(axis=0))).sum(axis=0)
    length = float(np.linalg.norm(direction))
    if length < 1e-9:
        return vectors
    # Rounded, so that the order of the sum does not show in the last bits.
    direction = np.round(direction / length, 6)
    rows -= np.einsum("nd,d->n", rows, direction)[:, None] * direction
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    unit: Floats = np.divide(rows, lengths, out=np.zeros_like(rows), where=lengths > 1e-6).astype(np.float32)
    return unit


def normalise_rows(rows: Doubles) -> Doubles:
    """Scale rows to length one; rows of length zero stay zero."""
    length = np.linalg.norm(rows, axis=1, keepdims=True)
    scaled: Doubles = np.divide(rows, length, out=np.zeros_like(rows), where=length > 1e-9)
    return scaled


def build_neighbour_graph(vectors: Floats, neighbours: int) -> csr_matrix:
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
    nearest = np.empty((n, k), np.int64)
    weight = np.empty((n, k), np.float64)
    for start in range(0, n, _BLOCK_ROWS):
        cosine = vectors[start : start + _BLOCK_ROWS] @ vectors.T
        own = np.arange(len(cosine))
        # Below every cosine, so that no row is its own neighbour.
        cosine[own, own + start] = -2.0
        block = slice(start, start + _BLOCK_ROWS)
        nearest[block], weight[block] = nearest_columns(cosine, k)
    rows = np.repeat(np.arange(n), k)
    graph = csr_matrix((np.clip(weight, 0.0, 1.0).ravel(), (rows, nearest.ravel())), shape=(n, n))
    graph.eliminate_zeros()
    # The union of both directions: a row that no other names still has its own neighbours.
    return graph.maximum(graph.T).tocsr()


def nearest_columns(cosine: Floats, k: int) -> tuple[NDArray[np.int64], Floats]:
    """The k largest entries of each row of (m, n): their columns int64 (m, k), ascending, and their values."""
    # Sorted, because argpartition returns the k largest in no fixed order.
    columns = np.sort(np.argpartition(-cosine, k - 1, axis=1)[:, :k], axis=1)
    return columns, np.take_along_axis(cosine, columns, axis=1)


@dataclass(frozen=True, slots=True)
class Eigenmap:
    """A graph drawn as a map.

    ``places`` float64 (n, q), rows of length one; ``eigenvalues`` float64 (≥ q + 1,), the largest of one step of the
    walk, largest first; ``n_themes``, how many themes the graph holds.
    """

    places: Doubles
    eigenvalues: Doubles
    n_themes: int


def build_eigenmap(graph: csr_matrix, min_eigenvalue: float, n_themes: int | None, max_themes: int) -> Eigenmap:
    """The map of a graph, and how many themes it holds.

    Think of a walk from segment to segment along the edges. Each group of segments that it hardly leaves gives the
    walk one eigenvalue near 1 (von Luxburg, A tutorial on spectral clustering, 2007; Deuflhard & Weber, Robust Perron
    cluster analysis, 2005), so the number of themes is the number of eigenvalues above ``min_eigenvalue``. The map is
    the diffusion map after four steps (Coifman & Lafon, 2006): axes that are hardly a theme of their own count less.

    Args:
        graph: symmetric, weights 0–1.
        min_eigenvalue: the smallest eigenvalue of a theme, 0–1.
        n_themes: the number of themes, when it is fixed.
        max_themes: at most this many themes.
    """
    n = graph.shape[0]
    graph = _bridge_parts(graph)
    degree = np.asarray(graph.sum(axis=1)).ravel()
    root = np.sqrt(np.where(degree > 0, degree, 1.0))
    values, vectors = _spectrum(graph, root, min_eigenvalue, n_themes, max_themes)
    # Rounded, because ARPACK is exact to its tolerance alone.
    count = n_themes or int(min((np.round(values, 6) > min_eigenvalue).sum(), max_themes))
    count = max(1, min(count, n - 1))
    axes = max(2, round(_AXES_PER_THEME * count))
    # The first eigenvector is the same for every row and says nothing.
    damping = np.clip(values[1 : axes + 1], 0.0, 1.0) ** _WALK_STEPS
    places: Doubles = vectors[:, 1 : axes + 1] * damping / root[:, None]
    places[degree == 0] = 0.0
    # Solvers return an eigenvector or its negative as they please; the largest entry of an axis is made positive.
    peak = places[np.argmax(np.round(np.abs(places), 8), axis=0), np.arange(places.shape[1])]
    return Eigenmap(normalise_rows(places * np.where(peak < 0, -1.0, 1.0)), values, count)


def _spectrum(
    graph: csr_matrix, root: Doubles, min_eigenvalue: float, n_themes: int | None, max_themes: int
) -> tuple[Doubles, Doubles]:
    """Eigenvalues and eigenvectors of one step of the walk, as many as the map needs."""
    from scipy.sparse import diags, identity

    n = graph.shape[0]
    scale = diags(1.0 / root)
    # The spectrum of D^-1/2 W D^-1/2 is in −1…1; the shift by one keeps ARPACK at its upper end.
    operator = scale @ graph @ scale + identity(n, format="csr")
    k = min(n - 1, 1 + max(3, round(_AXES_PER_THEME * (n_themes or _FIRST_GUESS_THEMES))))
    while True:
        values, vectors = _top_vectors(operator, k)
        values = values - 1.0
        inside = min(int((values > min_eigenvalue).sum()), max_themes)
        if n_themes or k >= n - 1 or round(_AXES_PER_THEME * inside) + 1 <= k:
            return values, vectors
        k = min(n - 1, round(_AXES_PER_THEME * max_themes) + 1, round(_GROWTH * k))


def _top_vectors(operator: csr_matrix, k: int) -> tuple[Doubles, Doubles]:
    """The k largest eigenvalues, largest first, and their eigenvectors, float64 (n, k)."""
    from scipy.linalg import eigh
    from scipy.sparse.linalg import ArpackNoConvergence, eigsh

    n = operator.shape[0]
    if n > _DENSE_SOLVER_ROWS and k < n // 3:
        # A fixed start instead of ARPACK's random one, and not constant, which would be an eigenvector itself.
        start = 1.0 + 0.5 * np.sin(np.arange(n, dtype=np.float64))
        try:
            values, vectors = eigsh(operator, k=k, which="LA", v0=start, tol=1e-7, maxiter=20 * n)
            return _largest_first(values, vectors)
        except ArpackNoConvergence as error:
            if error.eigenvectors.shape[1] >= 2:
                return _largest_first(error.eigenvalues, error.eigenvectors)
    values, vectors = eigh(operator.toarray(), subset_by_index=(n - min(k, n), n - 1))
    return _largest_first(values, vectors)


def _largest_first(values: Doubles, vectors: Doubles) -> tuple[Doubles, Doubles]:
    order = np.argsort(-values, kind="stable")
    return values[order], vectors[:, order]


def _bridge_parts(graph: csr_matrix) -> csr_matrix:
    """Tie every smaller part of a graph to its largest by one weak edge: the map of a graph in parts is arbitrary."""
    from scipy.sparse import csr_matrix
    from scipy.sparse.csgraph import connected_components

    count, label = connected_components(graph, directed=False)
    if count == 1:
        return graph
    sizes = np.bincount(label)
    largest = int(np.argmax(sizes))
    # Single rows stay alone: they have no neighbour with a positive cosine, and no place on the map.
    firsts = np.array([int(np.flatnonzero(label == part)[0]) for part in range(count) if sizes[part] > 1])
    anchor = int(np.flatnonzero(label == largest)[0])
    others = firsts[firsts != anchor]
    edge = csr_matrix((np.full(len(others), _BRIDGE_WEIGHT), (others, np.full(len(others), anchor))), shape=graph.shape)
    return (graph + edge + edge.T).tocsr()


def core_agreement(graph: csr_matrix, labels: Ints) -> Doubles:
    """The share of each row's neighbours, by weight, in its own cluster: float64 (n,) in 0–1."""
    edges = graph.tocoo()
    same = (labels[edges.row] == labels[edges.col]) & (labels[edges.row] >= 0)
    inside = np.bincount(edges.row, weights=edges.data * same, minlength=len(labels))
    whole = np.bincount(edges.row, weights=edges.data, minlength=len(labels))
    return np.divide(inside, whole, out=np.zeros_like(inside), where=whole > 0)
