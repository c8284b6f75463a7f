"""From vectors to a map in which themes are dense: centring, the neighbour graph and its Laplacian eigenmap.

The graph is the union of every row's nearest neighbours by cosine; the map is the bottom of the spectrum of the
graph's normalised Laplacian (Belkin & Niyogi, Laplacian Eigenmaps, Neural Computation 15, 2003).
"""

from __future__ import annotations

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


def eigenmap(graph: csr_matrix, dimensions: int) -> Doubles:
    """The Laplacian eigenmap of a graph, rows scaled to length one.

    Rows without a neighbour lie at the origin. Signs are fixed by each vector's largest entry and the start vector of
    ARPACK is constant, so that the same graph gives the same map.

    Returns:
        float64 (n, dimensions).
    """
    from scipy.sparse import diags, identity

    n = graph.shape[0]
    joined = _joined(graph)
    degree = np.asarray(joined.sum(axis=1)).ravel()
    root = np.sqrt(np.where(degree > 0, degree, 1.0))
    scale = diags(1.0 / root)
    # The spectrum of D^-1/2 W D^-1/2 lies in -1…1; the shift keeps ARPACK on the wanted end.
    operator = scale @ joined @ scale + identity(n, format="csr")
    vectors: Doubles = _top_vectors(operator, min(dimensions + 1, n - 1))[:, 1:] / root[:, None]
    vectors[degree == 0] = 0.0
    peak = vectors[np.argmax(np.round(np.abs(vectors), 8), axis=0), np.arange(vectors.shape[1])]
    vectors = vectors * np.where(peak < 0, -1.0, 1.0)
    return unit_rows(vectors)


def unit_rows(rows: Doubles) -> Doubles:
    """Scale rows to length one; rows of length zero stay zero."""
    length = np.linalg.norm(rows, axis=1, keepdims=True)
    scaled: Doubles = np.divide(rows, length, out=np.zeros_like(rows), where=length > 1e-9)
    return scaled


def _top_vectors(operator: csr_matrix, count: int) -> Doubles:
    """The eigenvectors of the largest eigenvalues, largest first, float64 (n, count)."""
    from scipy.linalg import eigh
    from scipy.sparse.linalg import ArpackNoConvergence, eigsh

    n = operator.shape[0]
    if n > 400:
        start = 1.0 + 0.5 * np.sin(np.arange(n, dtype=np.float64))
        try:
            values, vectors = eigsh(operator, k=count, which="LA", v0=start, tol=1e-7, maxiter=20 * n)
            found: Doubles = vectors[:, np.argsort(-values, kind="stable")]
            return found
        except ArpackNoConvergence as error:
            if error.eigenvectors.shape[1] >= 2:
                part: Doubles = error.eigenvectors[:, np.argsort(-error.eigenvalues, kind="stable")]
                return part
    values, vectors = eigh(operator.toarray())
    every: Doubles = vectors[:, np.argsort(-values, kind="stable")[:count]]
    return every


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
