"""What many resamples agree on: clusters that do not hang on who happened to be asked.

Evidence accumulation (Fred & Jain, Combining multiple clusterings using evidence accumulation, IEEE TPAMI 27, 2005) on
the edges of the neighbour graph alone: an edge counts by the share of resamples in which both its ends fall together.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from voc.schema import Floats
from voc.themes.fitting import Fit, agreement, fit, fit_graph
from voc.themes.graph import chart, neighbour_graph
from voc.themes.sizes import AGREEING, FEW, MOST, Sizes
from voc.themes.stability import Round, resampled

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

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
