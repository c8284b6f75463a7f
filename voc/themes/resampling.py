"""Clusters of resamples without a fifth of the people: the consensus of all, and how often each theme comes back.

The consensus is evidence accumulation (Fred & Jain, Combining multiple clusterings using evidence accumulation, IEEE
TPAMI 27, 2005) on the edges of the neighbour graph alone: an edge counts by the share of resamples in which both its
ends are in one cluster. Stability is that of Hennig, Cluster-wise assessment of cluster stability, Computational
Statistics & Data Analysis 52 (2007): a theme comes back in a resample when a cluster there has a Jaccard index of at
least one half with it, over the rows kept.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from voc.schema import Floats, Ints
from voc.themes.clustering import (
    FEW_SEGMENTS,
    MAX_THEMES,
    Clustering,
    ClusterSettings,
    assign_to_nearest,
    fit_clusters,
    fit_on_map,
    project_onto_map,
)
from voc.themes.graph import build_eigenmap, build_neighbour_graph, core_agreement

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

N_RESAMPLES = 16
"""Resamples; with each the time of clustering is spent once more."""
MAX_RESAMPLED = 2000
"""More rows than this are clustered once: they are steady by their number, and resampling them takes long."""
_LEFT_OUT = 5
"""Each resample leaves out one in this many respondents."""
_SAME_CLUSTER = 0.5
"""The Jaccard index (0–1) from which on a cluster of a resample is the same theme; above one half only one can be."""
MIN_STABILITY = 0.5
"""A theme that comes back in a smaller share of the resamples (0–1) is no theme."""
_MIN_PEOPLE = 5
"""With fewer respondents single segments are left out instead, which says less: no stability is given then."""
_MIN_EDGE = 1e-3
"""The share that an edge keeps if its ends are never in one cluster, so that the graph stays in one part."""


@dataclass(frozen=True, slots=True)
class Resample:
    """The clusters of one resample of n rows.

    ``kept`` bool (n,): the rows that were clustered; ``labels`` int32 (n,): the nearest cluster of every row, kept or
    not, or −1; ``count``: how many clusters there were.
    """

    kept: NDArray[np.bool_]
    labels: Ints
    count: int


def cluster_resamples(
    vectors: Floats, people: Sequence[str], row_ids: Sequence[str], settings: ClusterSettings
) -> list[Resample]:
    """Cluster n rows `N_RESAMPLES` times without a fifth of the people.

    Who is left out depends on a person's own id and the round alone, so that one more person changes nothing about the
    others.

    Args:
        vectors: float32 (n, d), rows of length one.
        people: the respondent's id of each row.
        row_ids: an id of each row itself, for material of fewer than five people.
        settings: as for `fit_clusters`.
    """
    keys = people if len(set(people)) >= _MIN_PEOPLE else row_ids
    resamples = []
    for number in range(N_RESAMPLES):
        left_out = {key: _hash(f"{number} {key}") % _LEFT_OUT == 0 for key in sorted(set(keys))}
        kept = np.array([not left_out[key] for key in keys], bool)
        # In a small study a round may leave too few rows to be clustered.
        if kept.sum() >= FEW_SEGMENTS:
            resamples.append(_cluster_resample(vectors, kept, settings))
    return resamples


def _cluster_resample(vectors: Floats, kept: NDArray[np.bool_], settings: ClusterSettings) -> Resample:
    clustering = fit_clusters(vectors[kept], settings)
    places = np.zeros((len(vectors), clustering.places.shape[1]))
    places[kept] = clustering.places
    places[~kept] = project_onto_map(vectors[~kept], clustering, settings.neighbours)
    return Resample(kept, assign_to_nearest(vectors, places, clustering).labels, clustering.count)


def _hash(text: str) -> int:
    # Not hash(), which Python salts anew in every process.
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:4], "big")


def fit_consensus(
    vectors: Floats, people: Sequence[str], row_ids: Sequence[str], settings: ClusterSettings
) -> tuple[Clustering, Sequence[Resample]]:
    """Cluster rows by what resamples agree on, with as many clusters as half of them find.

    HDBSCAN clusters the map of all rows once: its resamples are for stability only.

    Args:
        vectors: float32 (n, d), rows of length one.
        people: the respondent's id of each row.
        row_ids: an id of each row.
        settings: as for `fit_clusters`.

    Returns:
        the clusters, and the resamples; none of these where there is too little material or too much.
    """
    if not FEW_SEGMENTS <= len(vectors) <= MAX_RESAMPLED:
        return fit_clusters(vectors, settings), ()
    resamples = cluster_resamples(vectors, people, row_ids, settings)
    if settings.method == "hdbscan" or not resamples:
        return fit_clusters(vectors, settings), resamples
    graph = build_neighbour_graph(vectors, settings.neighbours)
    if build_eigenmap(graph, settings.min_eigenvalue, settings.n_themes, MAX_THEMES).n_themes < 2:
        return fit_clusters(vectors, settings), resamples
    n_themes = settings.n_themes or max(2, int(np.ceil(np.median([resample.count for resample in resamples]))))
    agreed = _weigh_by_agreement(graph, resamples)
    eigenmap = build_eigenmap(agreed, settings.min_eigenvalue, n_themes, MAX_THEMES)
    clustering = fit_on_map(vectors, agreed, eigenmap, settings)
    # Core is measured on the plain graph: in the agreed one nearly all weight is inside clusters by construction.
    core = core_agreement(graph, clustering.labels) >= settings.thresholds.core_agreement
    return replace(clustering, core=core), resamples


def _weigh_by_agreement(graph: csr_matrix, resamples: Sequence[Resample]) -> csr_matrix:
    """The graph with each edge weighed by the share of resamples in which its ends are in one cluster."""
    from scipy.sparse import csr_matrix

    edges = graph.tocoo()
    together = np.zeros(len(edges.data))
    for resample in resamples:
        ends = resample.labels[edges.row]
        together += (ends == resample.labels[edges.col]) & (ends >= 0)
    share = together / len(resamples) + _MIN_EDGE
    return csr_matrix((edges.data * share, (edges.row, edges.col)), shape=graph.shape)


def theme_stability(labels: Ints, people: Sequence[str], resamples: Sequence[Resample]) -> list[float | None]:
    """The share of resamples in which each theme comes back, 0–1; None for each where too few people spoke.

    Args:
        labels: int32 (n,), the theme of each row or −1; every theme 0…max.
        people: the respondent's id of each row.
        resamples: of the same rows.
    """
    count = int(labels.max(initial=-1)) + 1
    if not count or not resamples or len(set(people)) < _MIN_PEOPLE:
        return [None] * count
    returns = np.zeros(count)
    for resample in resamples:
        overlap = _best_jaccard(labels[resample.kept], resample.labels[resample.kept], count)
        returns += overlap >= _SAME_CLUSTER
    return [round(float(share), 2) for share in returns / len(resamples)]


def settle_themes(labels: Ints, people: Sequence[str], resamples: Sequence[Resample]) -> Ints:
    """Where each of the themes 0…max belongs that come back in fewer than `MIN_STABILITY` of the resamples.

    The least stable theme is looked at first: it joins the theme in whose cluster most of its rows are found again, if
    that is so for at least half of its rows and resamples and both together come back often enough. Otherwise its rows
    belong to no theme.

    Args:
        labels: int32 (n,), the theme of each row or −1.
        people: the respondent's id of each row.
        resamples: of the same rows.

    Returns:
        int32 (themes,): the theme that each theme is part of now, itself or another, or −1.
    """
    count = int(labels.max(initial=-1)) + 1
    now = np.arange(count, dtype=np.int32)
    # One more place for the rows that have no theme already.
    while count and None not in (stability := theme_stability(np.append(now, -1)[labels], people, resamples)):
        shares = [share for share in stability if share is not None]
        present = sorted(set(now[now >= 0].tolist()))
        if not present:
            break
        weakest = min(present, key=lambda theme: (shares[theme], -theme))
        if shares[weakest] >= MIN_STABILITY:
            break
        current = np.append(now, -1)[labels]
        together = {other: _share_together(current, weakest, other, resamples) for other in present if other != weakest}
        best = max(together, key=lambda other: (round(together[other], 6), -other), default=-1)
        merged = np.where(current == weakest, best, current)
        is_one_theme = best >= 0 and together[best] >= _SAME_CLUSTER
        is_one_theme = is_one_theme and (theme_stability(merged, people, resamples)[best] or 0.0) >= MIN_STABILITY
        now[now == weakest] = best if is_one_theme else -1
    return now


def _share_together(labels: Ints, theme: int, other: int, resamples: Sequence[Resample]) -> float:
    """The share of a theme's rows (0–1, mean over the resamples) that are in the cluster with most rows of another."""
    shares = []
    for resample in resamples:
        own, others = (resample.labels[resample.kept & (labels == number)] for number in (theme, other))
        cluster = Counter(others[others >= 0].tolist()).most_common(1)
        shares.append(float((own == cluster[0][0]).mean()) if cluster and len(own) else 0.0)
    return float(np.mean(shares))


def _best_jaccard(labels: Ints, other_labels: Ints, count: int) -> Floats:
    """The best Jaccard index of each of ``count`` clusters with any cluster of the other labels: float32 (count,)."""
    n_others = int(other_labels.max(initial=-1)) + 1
    # The last column takes the rows that the other labels leave unassigned (−1).
    table = np.zeros((count, n_others + 1), np.float64)
    assigned = labels >= 0
    np.add.at(table, (labels[assigned], other_labels[assigned]), 1.0)
    sizes = np.bincount(other_labels[other_labels >= 0], minlength=n_others)
    union = table.sum(axis=1)[:, None] + sizes[None, :] - table[:, :n_others]
    share = np.divide(table[:, :n_others], union, out=np.zeros_like(union), where=union > 0)
    best: Floats = share.max(axis=1, initial=0.0).astype(np.float32)
    return best
