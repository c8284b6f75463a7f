"""Themes found again and again while a fifth of the people is left out, and how often each one comes back.

After Hennig, Cluster-wise assessment of cluster stability, Computational Statistics & Data Analysis 52 (2007): a theme
comes back in a resample when a cluster there has a Jaccard index of at least one half with it, over the rows kept.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from voc.schema import Floats, Ints
from voc.themes.clustering import AGREEING, FEW, MOST, Fit, Sizes, agreement, fit, fit_graph, nearest, place_on_map
from voc.themes.graph import chart, neighbour_graph

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix


ROUNDS = 16
_LEFT_OUT = 5
"""One person in so many is left out of a resample."""
_BACK = 0.5
_LEAST_PEOPLE = 5
"""With fewer people their single segments are left out instead, which says less: no stability is given then."""


@dataclass(frozen=True, slots=True)
class Round:
    """One resample: which rows were ``kept`` bool (n,), the cluster of every row, kept or not, int32 (n,) (−1: near
    none), and how many clusters there were."""

    kept: NDArray[np.bool_]
    labels: Ints
    count: int


def resampled(vectors: Floats, people: Sequence[str], rows: Sequence[str], sizes: Sizes) -> list[Round]:
    """Cluster n rows `ROUNDS` times without a fifth of the people.

    Who is left out hangs on a person's own id and the round alone, so that one more person changes nothing about the
    others.

    Args:
        vectors: float32 (n, d), rows of length one.
        people: the respondent's id of each row.
        rows: an id of each row itself, for material of fewer than five people.
        sizes: as for `fit`.
    """
    keys = people if len(set(people)) >= _LEAST_PEOPLE else rows
    rounds = []
    for number in range(ROUNDS):
        left_out = {key: _hash(f"{number} {key}") % _LEFT_OUT == 0 for key in sorted(set(keys))}
        kept = np.array([not left_out[key] for key in keys], bool)
        if kept.sum() >= FEW:
            rounds.append(_round(vectors, kept, sizes))
    return rounds


def _round(vectors: Floats, kept: NDArray[np.bool_], sizes: Sizes) -> Round:
    again = fit(vectors[kept], sizes)
    places = np.zeros((len(vectors), again.places.shape[1]))
    places[kept] = again.places
    places[~kept] = place_on_map(vectors[~kept], again, sizes.neighbours)
    best, cosine, least = nearest(vectors, places, again)
    labels = np.where(cosine >= least[best], best, -1).astype(np.int32)
    return Round(kept, labels, int(again.labels.max(initial=-1)) + 1)


def _hash(text: str) -> int:
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:4], "big")


def theme_stability(labels: Ints, people: Sequence[str], rounds: Sequence[Round]) -> list[float | None]:
    """The share of resamples in which each theme comes back, 0–1; None for each where too few people spoke.

    Args:
        labels: int32 (n,), the theme of each row or −1; every theme 0…max.
        people: the respondent's id of each row.
        rounds: resamples of the same rows.
    """
    count = int(labels.max(initial=-1)) + 1
    if not count or not rounds or len(set(people)) < _LEAST_PEOPLE:
        return [None] * count
    back = np.zeros(count)
    for one in rounds:
        back += _best_overlap(labels[one.kept], one.labels[one.kept], count) >= _BACK
    return [round(float(share), 2) for share in back / len(rounds)]


def _best_overlap(ours: Ints, theirs: Ints, count: int) -> Floats:
    """The best Jaccard index of each of our clusters with any of theirs: float32 (count,)."""
    other = int(theirs.max(initial=-1)) + 1
    table = np.zeros((count, other + 1), np.float64)
    both = ours >= 0
    np.add.at(table, (ours[both], theirs[both]), 1.0)
    size = table.sum(axis=1)
    sizes = np.bincount(theirs[theirs >= 0], minlength=other)
    union = size[:, None] + sizes[None, :] - table[:, :other]
    share = np.divide(table[:, :other], union, out=np.zeros_like(union), where=union > 0)
    best: Floats = share.max(axis=1, initial=0.0).astype(np.float32)
    return best


ROWS = 2000
"""More rows than this are clustered once: they are steady by their number, and resampling them takes long."""
_WEAKEST = 1e-3
"""What is left of an edge whose ends never fall together, so that the graph stays in one part."""


def consensus_fit(
    vectors: Floats, people: Sequence[str], rows: Sequence[str], sizes: Sizes
) -> tuple[Fit, Sequence[Round]]:
    """Cluster rows by what resamples agree on, with as many clusters as half of them find.

    Args:
        vectors: float32 (n, d), rows of length one.
        people: the respondent's id of each row.
        rows: an id of each row.
        sizes: as for `fit`.

    Returns:
        the clusters, and the resamples; none of these where material is too little or too much.
    """
    if not FEW <= len(vectors) <= ROWS:
        return fit(vectors, sizes), ()
    graph = neighbour_graph(vectors, sizes.neighbours)
    rounds = resampled(vectors, people, rows, sizes)
    if not rounds or chart(graph, sizes.staying, sizes.number, MOST).count < 2:
        return fit(vectors, sizes), rounds
    number = sizes.number or max(2, int(np.ceil(np.median([one.count for one in rounds]))))
    agreed = _agreed(graph, rounds)
    found = fit_graph(vectors, agreed, chart(agreed, sizes.staying, number, MOST), sizes)
    return replace(found, core=agreement(graph, found.labels) >= AGREEING), rounds


def _agreed(graph: csr_matrix, rounds: Sequence[Round]) -> csr_matrix:
    """The graph with each edge weighed by the share of resamples in which its ends are in one cluster."""
    from scipy.sparse import csr_matrix

    edges = graph.tocoo()
    together = np.zeros(len(edges.data))
    for one in rounds:
        ends = one.labels[edges.row]
        together += (ends == one.labels[edges.col]) & (ends >= 0)
    share = together / len(rounds) + _WEAKEST
    return csr_matrix((edges.data * share, (edges.row, edges.col)), shape=graph.shape)
