"""The arithmetic of groups: a few directions, groups in them, and how well each person sits. Pure functions."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float64]
Index = NDArray[np.int64]

DIMENSIONS = 5
MIN_SIZE = 3
MIN_SHARE = 0.08
MAX_APART = 0.15
"""At most this share of the people may stand apart from the groups when a number of groups is tried."""
ROUNDS = 20
EXTRA_BRANCHES = 3


@dataclass(frozen=True, slots=True)
class Space:
    """Where profiles are compared: ``centre`` (columns,) and ``directions`` (columns, d)."""

    centre: Matrix
    directions: Matrix


def fit_space(profiles: Matrix) -> Space:
    """The leading principal directions of the profiles, at most DIMENSIONS."""
    from scipy.linalg import eigh

    centre = profiles.mean(axis=0)
    centred = profiles - centre
    wide = centred.shape[1] > centred.shape[0]
    products = centred @ centred.T if wide else centred.T @ centred
    size = len(products)
    values, vectors = eigh(products, subset_by_index=(max(0, size - DIMENSIONS), size - 1), driver="evr")
    leading, values = vectors[:, ::-1], values[::-1]
    if wide:  # the directions follow from the people's own coordinates along them
        leading = (centred.T @ leading) / np.sqrt(np.maximum(values, 1e-12))
    return Space(centre, leading)


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


def branch_labels(places: Matrix, most: int) -> list[Index]:
    """Ward's tree cut into 1, 2, … ``most`` branches: one int64 (n,) each, numbered from the top of the tree."""
    from scipy.cluster.hierarchy import linkage

    n = len(places)
    merges = linkage(places, method="ward")[:, :2].astype(int).tolist()
    cuts = []
    for branches in range(1, min(most, n) + 1):
        label = [0] * (2 * n - 1)
        split, used = 2 * n - branches, 0
        for node in range(2 * n - 2, n - 1, -1):
            left, right = merges[node - n]
            label[left] = label[node]
            if node >= split:
                used += 1
                label[right] = used
            else:
                label[right] = label[node]
        cuts.append(np.array(label[:n], dtype=np.int64))
    return cuts


def cut(places: Matrix, branches: list[Index], k: int) -> Index | None:
    """``k`` groups of sufficient size, int64 (n,), −1 for people apart; None where the tree does not give them.

    ``branches`` is what `branch_labels` gives. A person unlike all others makes a branch of their own; such branches
    are set apart, not counted as groups. The groups are then refined by moving people to the nearest centre (Lloyd).
    """
    n = len(places)
    smallest = max(MIN_SIZE, int(np.ceil(MIN_SHARE * n)))
    for labels in branches[k - 1 : k + EXTRA_BRANCHES]:
        sizes = np.bincount(labels)
        large = np.flatnonzero(sizes >= smallest)
        if len(large) > k:
            return None
        if len(large) == k and sizes[large].sum() >= (1 - MAX_APART) * n:
            refined = refine(places, _renumbered(labels, large))
            return refined if np.bincount(refined[refined >= 0], minlength=k).min() >= smallest else None
    return None


def _renumbered(labels: Index, kept: Index) -> Index:
    new = np.full(int(labels.max()) + 1, -1, dtype=np.int64)
    new[kept] = np.arange(len(kept))
    return new[labels]


def refine(places: Matrix, labels: Index) -> Index:
    """Move everybody in a group to the nearest centre until nobody moves; people apart stay apart."""
    inside = np.flatnonzero(labels >= 0)
    among, own = places[inside], labels[inside]
    k = int(own.max()) + 1
    for _ in range(ROUNDS):
        nearest = to_centres(among, centres(among, own)).argmin(axis=1)
        if np.bincount(nearest, minlength=k).min() == 0 or bool((nearest == own).all()):
            break
        own = nearest
    refined = labels.copy()
    refined[inside] = own
    return refined


def centres(places: Matrix, labels: Index) -> Matrix:
    """Mean place of each group, float64 (k, d)."""
    member = (labels[:, None] == np.arange(int(labels.max()) + 1)).astype(np.float64)
    middle: Matrix = (member.T @ places) / member.sum(axis=0)[:, None]
    return middle


def to_centres(places: Matrix, centre: Matrix) -> Matrix:
    """Euclidean distances of people to centres, float64 (n, k)."""
    squares = (places**2).sum(axis=1)[:, None] + (centre**2).sum(axis=1)[None, :]
    away: Matrix = np.sqrt(np.maximum(squares - 2 * places @ centre.T, 0.0))
    return away


def clear(places: Matrix, labels: Index, margin: float) -> NDArray[np.bool_]:
    """Who is nearer to the centre of their group than to the next by at least this share of the distance. bool (n,)"""
    away = np.sort(to_centres(places, centres(places, labels)), axis=1)
    return (labels >= 0) & (away[:, 0] <= (1 - margin) * away[:, 1])


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


def rand_index(one: Index, other: Index) -> float:
    """The adjusted Rand index of two groupings of the same people (Hubert & Arabie 1985), 1 for the same groups."""
    _, first = np.unique(one, return_inverse=True)
    _, second = np.unique(other, return_inverse=True)
    table = np.zeros((first.max() + 1, second.max() + 1))
    np.add.at(table, (first, second), 1.0)

    def pairs(counts: Matrix) -> float:
        return float((counts * (counts - 1)).sum() / 2)

    both, rows, columns = pairs(table), pairs(table.sum(axis=1)), pairs(table.sum(axis=0))
    expected = rows * columns / (len(one) * (len(one) - 1) / 2)
    most = (rows + columns) / 2
    return 1.0 if most == expected else (both - expected) / (most - expected)
