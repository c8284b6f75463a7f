"""How often a theme comes back when a fifth of the people is left out.

After Hennig, Cluster-wise assessment of cluster stability, Computational Statistics & Data Analysis 52 (2007): a theme
comes back in a resample when a cluster there has a Jaccard index of at least one half with it, over the rows of both.
"""

from __future__ import annotations

import numpy as np

from voc.schema import Floats, Ints
from voc.themes.fitting import fit, nearest
from voc.themes.sizes import Sizes

ROUNDS = 8
ROWS = 2000
_SHARE = 0.8
_BACK = 0.5
_LEAST_PEOPLE = 5


def theme_stability(vectors: Floats, labels: Ints, person: Ints, sizes: Sizes) -> list[float | None]:
    """The share of resamples in which each theme comes back, 0–1; None for each where too few people spoke.

    Args:
        vectors: float32 (m, d), rows of length one, at most ``ROWS`` or a little more.
        labels: int32 (m,), the theme of each row or −1; every theme 0…max.
        person: int32 (m,).
        sizes: the sizes for m rows, with the smallest cluster in proportion to m.
    """
    count = int(labels.max(initial=-1)) + 1
    people = np.unique(person)
    if len(people) < _LEAST_PEOPLE or not count:
        return [None] * count
    random = np.random.default_rng(20)
    back = np.zeros(count)
    for _ in range(ROUNDS):
        kept = random.permutation(len(people))[: max(2, round(_SHARE * len(people)))]
        rows = np.flatnonzero(np.isin(person, people[kept]))
        again = fit(vectors[rows], sizes)
        found = again.labels
        loose = found < 0
        if loose.any():
            best, cosine, least = nearest(vectors[rows][loose], again.places[loose], again)
            found = found.copy()
            found[loose] = np.where(cosine >= least[best], best, -1)
        back += _best_overlap(labels[rows], found, count) >= _BACK
    return [round(float(share), 2) for share in back / ROUNDS]


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
