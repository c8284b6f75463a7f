"""The upper level of the tree: groups of themes, where there are too many themes to read as one list."""

from __future__ import annotations

import numpy as np

from voc.schema import Floats, Ints

MANY = 12
"""Up to this number of themes one list is easily read, and there are no groups."""
_FEWEST = 3
_SMALL, _LARGE = 3, 6
"""On average a group has so many themes at least, and at most."""


def grouped(centres: Floats) -> Ints:
    """Group themes by how near their centres are.

    The tree is Ward's (Journal of the American Statistical Association 58, 1963) over the centres. It is cut where the
    next join is the largest step beyond the one before, where groups have three to six themes on average; a theme that
    stands alone joins the group with the nearest mean.

    Args:
        centres: float32 (themes, d), rows of length one.

    Returns:
        int32 (themes,), groups numbered from 0 by their first theme; every group has two themes or more; all −1 when
        there are no more than `MANY` themes.
    """
    from scipy.cluster.hierarchy import fcluster, linkage

    count = len(centres)
    if count <= MANY:
        return np.full(count, -1, np.int32)
    tree = linkage(np.round(centres.astype(np.float64), 5), method="ward")
    heights = np.round(tree[:, 2], 6)
    sizes = range(max(_FEWEST, -(-count // _LARGE)), count // _SMALL + 1)
    # Row count − k of the tree joins k groups to k − 1: where that costs much more than the join before, k is right.
    best = max(sizes, key=lambda size: (heights[count - size] - heights[count - size - 1], -size))
    labels = np.asarray(fcluster(tree, best, criterion="maxclust"), np.int64) - 1
    return _numbered(_without_single(centres, labels))


def _without_single(centres: Floats, labels: np.ndarray) -> np.ndarray:
    """Each theme that stands alone to the group of several with the nearest mean."""
    sizes = np.bincount(labels)
    several = np.flatnonzero(sizes > 1)
    means = np.stack([centres[labels == group].mean(axis=0, dtype=np.float64) for group in several])
    means /= np.maximum(np.linalg.norm(means, axis=1, keepdims=True), 1e-12)
    done = labels.copy()
    for theme in np.flatnonzero(sizes[labels] == 1):
        done[theme] = several[int(np.argmax(np.round(means @ centres[theme].astype(np.float64), 6)))]
    return done


def _numbered(labels: np.ndarray) -> Ints:
    new: dict[int, int] = {}
    return np.array([new.setdefault(int(label), len(new)) for label in labels], np.int32)
