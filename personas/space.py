"""The arithmetic of groups: a few directions, groups in them, and how well each person sits. Pure functions."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float64]
Index = NDArray[np.int64]

DIMENSIONS = 6
MIN_SIZE = 3
MIN_SHARE = 0.08
MAX_APART = 0.15
"""At most this share of the people may stand apart from the groups when a number of groups is tried."""
ROUNDS = 20


@dataclass(frozen=True, slots=True)
class Space:
    """Where profiles are compared: ``centre`` (columns,) and ``directions`` (columns, d)."""

    centre: Matrix
    directions: Matrix


def fit_space(profiles: Matrix) -> Space:
    """The leading principal directions of the profiles, at most DIMENSIONS."""
    centre = profiles.mean(axis=0)
    _, _, directions = np.linalg.svd(profiles - centre, full_matrices=False)
    return Space(centre, directions[:DIMENSIONS].T)


def place(profiles: Matrix, space: Space) -> Matrix:
    """Places of people, float64 (n, d). Lengths are halved on the log scale, so that direction (what a person is
    about) counts more than length (how much of it they said)."""
    places: Matrix = (profiles - space.centre) @ space.directions
    lengths = np.linalg.norm(places, axis=1, keepdims=True)
    scaled: Matrix = places / np.sqrt(np.maximum(lengths, 1e-9))
    return scaled


def distances(places: Matrix) -> Matrix:
    """Euclidean distances of all pairs, float64 (n, n)."""
    squares = (places**2).sum(axis=1)
    between: Matrix = np.sqrt(np.maximum(squares[:, None] + squares[None, :] - 2 * places @ places.T, 0.0))
    np.fill_diagonal(between, 0.0)
    return between


def merge_tree(places: Matrix) -> Matrix:
    """Ward's tree over the places, as `scipy.cluster.hierarchy.linkage` gives it."""
    from scipy.cluster.hierarchy import linkage

    tree: Matrix = linkage(places, method="ward")
    return tree


def cut(places: Matrix, tree: Matrix, k: int) -> Index | None:
    """``k`` groups of sufficient size, int64 (n,), −1 for people apart; None where the tree does not give them.

    A person unlike all others makes a branch of their own; such branches are set apart, not counted as groups. The
    groups are then refined by moving people to the nearest centre (Lloyd).
    """
    from scipy.cluster.hierarchy import fcluster

    n = len(places)
    smallest = max(MIN_SIZE, int(np.ceil(MIN_SHARE * n)))
    for branches in range(k, min(k + 4, n)):
        labels = fcluster(tree, branches, "maxclust").astype(np.int64) - 1
        sizes = np.bincount(labels)
        large = np.flatnonzero(sizes >= smallest)
        if len(large) > k:
            return None
        if len(large) == k and sizes[large].sum() >= (1 - MAX_APART) * n:
            refined = refine(places, _renumbered(labels, large))
            sizes = np.bincount(refined[refined >= 0], minlength=k)
            return refined if sizes.min() >= smallest else None
    return None


def _renumbered(labels: Index, kept: Index) -> Index:
    new = np.full(int(labels.max()) + 1, -1, dtype=np.int64)
    new[kept] = np.arange(len(kept))
    return new[labels]


def refine(places: Matrix, labels: Index) -> Index:
    """Move everybody in a group to the nearest centre until nobody moves; people apart stay apart."""
    labels = labels.copy()
    inside = np.flatnonzero(labels >= 0)
    for _ in range(ROUNDS):
        nearest = to_centres(places[inside], centres(places, labels)).argmin(axis=1)
        if len(np.unique(nearest)) <= labels.max() or bool((nearest == labels[inside]).all()):
            break
        labels[inside] = nearest
    return labels


def centres(places: Matrix, labels: Index) -> Matrix:
    """Mean place of each group, float64 (k, d)."""
    return np.stack([places[labels == group].mean(axis=0) for group in range(int(labels.max()) + 1)])


def to_centres(places: Matrix, centre: Matrix) -> Matrix:
    """Euclidean distances of people to centres, float64 (n, k)."""
    away: Matrix = np.sqrt(((places[:, None, :] - centre[None, :, :]) ** 2).sum(axis=2))
    return away


def silhouettes(between: Matrix, labels: Index) -> Matrix:
    """Rousseeuw's silhouette of everybody in a group, −1…1; 0 for people apart. float64 (n,)."""
    k = int(labels.max()) + 1
    member = (labels[:, None] == np.arange(k)).astype(np.float64)
    sizes = member.sum(axis=0)
    sums = between @ member
    inside = np.flatnonzero(labels >= 0)
    own = labels[inside]
    within = sums[inside, own] / np.maximum(sizes[own] - 1, 1)
    others = sums[inside] / np.maximum(sizes, 1)
    others[np.arange(len(inside)), own] = np.inf
    nearest = others.min(axis=1)
    result = np.zeros(len(labels))
    result[inside] = (nearest - within) / np.maximum(np.maximum(nearest, within), 1e-12)
    return result
