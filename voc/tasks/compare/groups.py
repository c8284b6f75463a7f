"""Groups of statements in two waves made comparable: matched by their centres, then all statements sorted by one rule.

Each wave finds its own themes and pain points, and where they are cut differs by chance. To call every group that the
other wave lacks "new" would be wrong. So the groups of both are put into one list, and the segments of both waves are
sorted anew.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from voc.schema import Floats

SAME = 0.55
"""Cosine of two centres (of centred vectors) from which on, each being the other's nearest, they are one group."""
KEPT = 0.2
"""Share of a group's own segments that lie further from its centre than what still belongs to it."""

FEW = 10
"""Groups of fewer statements than this say too little about what still belongs to them; all groups' does instead."""

_Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Grouping:
    """The groups of one wave. ``labels`` are ids by segment, "" for none; ``names`` maps ids to names, in order.

    ``where`` is the place of each segment and ``places`` that of each group: only what stands at one place can be one,
    or belong to it. ``name_vectors`` (float32, a row per name) count as one statement each, where given.
    """

    labels: tuple[str, ...]
    names: Mapping[str, str]
    where: tuple[str, ...]
    places: Mapping[str, str]
    name_vectors: Floats | None = None


@dataclass(frozen=True, slots=True)
class CommonGroup:
    """One group of the joint list: its id and name in each wave, "" where only the other has it."""

    id_a: str
    id_b: str
    name_a: str
    name_b: str

    @property
    def key(self) -> str:
        """The id in A, else in B."""
        return self.id_a or self.id_b

    @property
    def name(self) -> str:
        """The name in A, else in B."""
        return self.name_a or self.name_b


@dataclass(frozen=True, slots=True)
class CommonGroups:
    """The joint list, and per wave the position of each segment's group in it (int, −1 for none)."""

    groups: tuple[CommonGroup, ...]
    rows_a: NDArray[np.int64]
    rows_b: NDArray[np.int64]


def common_groups(a: Grouping, b: Grouping, vectors_a: Floats, vectors_b: Floats) -> CommonGroups:
    """Match and sort. Vectors float32 (n, d), a row per segment of each wave.

    A segment belongs to the nearest group, if it is as near to its centre as most of the group's own segments are; for
    groups of FEW, as most segments of all groups are to theirs. Own segments are measured without themselves, so that
    the wave that a group comes from has no advantage.
    """
    from threadpoolctl import threadpool_limits

    with threadpool_limits(1):
        return _common(a, b, vectors_a, vectors_b)


def _common(a: Grouping, b: Grouping, vectors_a: Floats, vectors_b: Floats) -> CommonGroups:
    mean = (vectors_a.mean(0, dtype=np.float64) + vectors_b.mean(0, dtype=np.float64)) / 2
    one, two = _unit(vectors_a - mean), _unit(vectors_b - mean)
    sums_a, ids_a = _sums(a, one, mean)
    sums_b, ids_b = _sums(b, two, mean)
    pairs = _matched(_unit(sums_a), _unit(sums_b), [a.places[i] for i in ids_a], [b.places[i] for i in ids_b])
    rows = [(i, pairs.get(i, -1)) for i in range(len(ids_a))]
    rows += [(-1, j) for j in range(len(ids_b)) if j not in pairs.values()]
    groups, sums, places = [], [], []
    for i, j in rows:
        first, second = (ids_a[i] if i >= 0 else ""), (ids_b[j] if j >= 0 else "")
        groups.append(CommonGroup(first, second, a.names.get(first, ""), b.names.get(second, "")))
        sums.append((sums_a[i] if i >= 0 else 0.0) + (sums_b[j] if j >= 0 else 0.0))
        places.append(a.places[first] if first else b.places[second])
    if not groups:
        return CommonGroups((), np.full(len(one), -1), np.full(len(two), -1))
    totals = np.array(sums)
    own_a = _own(a, {group.id_a: k for k, group in enumerate(groups) if group.id_a})
    own_b = _own(b, {group.id_b: k for k, group in enumerate(groups) if group.id_b})
    near_a, near_b = _nearness(one, totals, own_a), _nearness(two, totals, own_b)
    limits = _limits(near_a, own_a, near_b, own_b)
    return CommonGroups(
        tuple(groups), _sorted_in(near_a, limits, a.where, places), _sorted_in(near_b, limits, b.where, places)
    )


def _unit(vectors: _Array | Floats) -> _Array:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    found: _Array = np.asarray(vectors / np.maximum(lengths, 1e-12), dtype=np.float64)
    return found


def _sums(wave: Grouping, vectors: _Array, mean: _Array) -> tuple[_Array, list[str]]:
    """The sum of each group's vectors, and the groups' ids in the study's order."""
    used = set(wave.labels)
    labels = np.array(wave.labels, dtype=object)
    sums, ids = [], []
    for position, group_id in enumerate(wave.names):
        if group_id in used:
            total = vectors[labels == group_id].sum(0)
            if wave.name_vectors is not None:
                total = total + _unit(wave.name_vectors[[position]] - mean)[0]
            sums.append(total)
            ids.append(group_id)
    return (np.array(sums) if sums else np.zeros((0, vectors.shape[1]))), ids


def _matched(a: _Array, b: _Array, places_a: list[str], places_b: list[str]) -> dict[int, int]:
    """Positions in A → in B of groups of one place that are each other's nearest, and near enough."""
    if not len(a) or not len(b):
        return {}
    cosines = np.where(np.array(places_a)[:, None] == np.array(places_b)[None, :], np.round(a @ b.T, 9), -1.0)
    forth, back = cosines.argmax(1), cosines.argmax(0)
    return {i: int(j) for i, j in enumerate(forth) if back[j] == i and cosines[i, j] >= SAME}


def _own(wave: Grouping, positions: dict[str, int]) -> NDArray[np.int64]:
    return np.array([positions.get(group_id, -1) for group_id in wave.labels], dtype=np.int64)


def _nearness(vectors: _Array, sums: _Array, own: NDArray[np.int64]) -> _Array:
    """Cosine of each segment to each centre (n, k); to its own group's centre without itself."""
    near: _Array = vectors @ _unit(sums).T
    rows = np.flatnonzero(own >= 0)
    rest = _unit(sums[own[rows]] - vectors[rows])
    near[rows, own[rows]] = (vectors[rows] * rest).sum(1)
    rounded: _Array = np.round(near, 9)
    return rounded


def _limits(near_a: _Array, own_a: NDArray[np.int64], near_b: _Array, own_b: NDArray[np.int64]) -> _Array:
    values = [np.concatenate([near_a[own_a == k, k], near_b[own_b == k, k]]) for k in range(near_a.shape[1])]
    usual = float(np.quantile(np.concatenate(values), KEPT))
    return np.array([float(np.quantile(one, KEPT)) if len(one) >= FEW else usual for one in values])


def _sorted_in(near: _Array, limits: _Array, where: tuple[str, ...], places: list[str]) -> NDArray[np.int64]:
    here = np.array(where, dtype=object)[:, None] == np.array(places, dtype=object)[None, :]
    inside = np.where(here, near, -2.0)
    best = inside.argmax(1)
    return np.where(inside[np.arange(len(near)), best] >= limits[best], best, -1)
