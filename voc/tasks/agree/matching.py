"""Which codes and which themes are one category.

The rule, in this order. Codes and themes of the same name are one. Of the others, each code is given at most one theme
so that the overlap in all is largest (assignment problem; overlap is the Jaccard index of their segments); a pair
counts from `MIN_OVERLAP` on. A code that is left and has at least half of its segments in one theme is narrower than it
and joins it; a theme that is left and has at least half of its segments in one code joins that, unless the category has
several codes already: one side of a category is always single, so that categories never grow into each other. A code's
branch is taken as one code where it fits a theme better than each of its codes. What is left stays alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

MIN_OVERLAP = 0.1
MIN_SHARED = 2
"""Segments that a code and a theme must share."""
NARROWER = 0.5

Sets = Mapping[tuple[str, ...], frozenset[int]]


@dataclass(frozen=True, slots=True)
class Group:
    """A category: places in the lists of codes and of themes."""

    codes: tuple[int, ...]
    ours: tuple[int, ...]
    overlap: float
    how: str


def folded(codes: Sets, ours: Sequence[frozenset[int]]) -> dict[tuple[str, ...], tuple[str, ...]]:
    """Each code's path → the path that it counts as: its own, or that of a branch that fits better as a whole."""
    branches = sorted({path[:depth] for path in codes for depth in range(1, len(path))}, key=lambda path: -len(path))
    now = {path: path for path in codes}
    sets = {path: set(found) for path, found in codes.items()}
    for branch in branches:
        below = sorted({one for path, one in now.items() if one[: len(branch)] == branch})
        if len(below) < 2:
            continue
        whole = frozenset().union(*(sets[one] for one in below))
        if _best(whole, ours) > max(_best(sets[one], ours) for one in below):
            sets[branch] = set(whole)
            now = {path: branch if one in below else one for path, one in now.items()}
    return now


def _best(found: frozenset[int] | set[int], ours: Sequence[frozenset[int]]) -> float:
    return max((len(found & one) / len(found | one) for one in ours if found & one), default=0.0)


def matched(
    codes: Sequence[frozenset[int]], ours: Sequence[frozenset[int]], named: Sequence[tuple[int, int]] = ()
) -> list[Group]:
    """The categories. ``named`` are pairs of the same name. Every code and theme is in exactly one group."""
    from scipy.optimize import linear_sum_assignment

    shared = np.array([[len(a & b) for b in ours] for a in codes], dtype=np.float64).reshape(len(codes), len(ours))
    either = np.array([[len(a | b) for b in ours] for a in codes], dtype=np.float64).reshape(len(codes), len(ours))
    overlap = np.divide(shared, either, out=np.zeros_like(shared), where=either > 0)
    usable = np.where((overlap >= MIN_OVERLAP) & (shared >= MIN_SHARED), overlap, 0.0)
    usable[[i for i, _ in named], :] = 0.0
    usable[:, [j for _, j in named]] = 0.0
    rows, columns = linear_sum_assignment(-usable)
    pairs = {int(i): int(j) for i, j in zip(rows, columns, strict=True) if usable[i, j] > 0}
    how = dict.fromkeys(pairs, "best") | {i: "name" for i, _ in named}
    pairs |= dict(named)
    joined = _joined(shared, [len(a) for a in codes], [len(b) for b in ours], pairs)
    return _groups(overlap, joined, how, (len(codes), len(ours)))


def _joined(
    shared: NDArray[np.float64], n_codes: Sequence[int], n_ours: Sequence[int], pairs: Mapping[int, int]
) -> list[tuple[int, int]]:
    """The pairs, and those that are left and narrower than something."""
    found = list(pairs.items())
    taken = set(pairs.values())
    for i, n in enumerate(n_codes):
        if i not in pairs and n and shared.shape[1]:
            j = int(shared[i].argmax())
            if shared[i, j] >= max(MIN_SHARED, NARROWER * n):
                found.append((i, j))
    held = {j for _, j in found}
    broad = {i for i, j in found if i not in pairs or sum(other == j for _, other in found) > 1}
    for j, n in enumerate(n_ours):
        if j not in taken and j not in held and n and shared.shape[0]:
            i = int(shared[:, j].argmax())
            if i not in broad and shared[i, j] >= max(MIN_SHARED, NARROWER * n):
                found.append((i, j))
    return found


def _groups(
    overlap: NDArray[np.float64], joined: Sequence[tuple[int, int]], how: Mapping[int, str], size: tuple[int, int]
) -> list[Group]:
    """Connected codes and themes, by the first code; then what is alone."""
    n_codes, n_ours = size
    label = list(range(n_codes + n_ours))
    for i, j in joined:
        low, high = sorted((label[i], label[n_codes + j]))
        label = [low if one == high else one for one in label]
    groups = []
    for one in dict.fromkeys(label):
        members = [place for place, found in enumerate(label) if found == one]
        codes = tuple(place for place in members if place < n_codes)
        ours = tuple(place - n_codes for place in members if place >= n_codes)
        if not codes or not ours:
            groups.append(Group(codes, ours, 0.0, "alone"))
            continue
        best = max(float(overlap[i, j]) for i in codes for j in ours)
        single = len(codes) == len(ours) == 1
        groups.append(Group(codes, ours, best, how.get(codes[0], "narrower") if single else "narrower"))
    return groups
