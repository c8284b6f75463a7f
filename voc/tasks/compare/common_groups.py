"""Make the themes or pain points of two waves comparable: match them, then sort all statements by one rule.

Each wave finds its own themes and pain points, and their borders differ by chance. To call every group that the other
wave lacks "new" would be wrong. So the groups of both waves are put into one list, and the segments of both waves are
sorted into it anew.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from voc.schema import Floats

_Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class CommonGroupThresholds:
    """When two groups are the same, and when a segment belongs to a group."""

    min_cosine: float = 0.55
    """Two groups are the same when each is the other's nearest and the cosine of their centres is at least this."""
    outer_share: float = 0.2
    """Share (0–1) of a group's own segments that lie too far from its centre to belong to it by the common rule."""
    min_segments: int = 10
    """A group of fewer segments says too little about what belongs to it; the limit of all groups is used instead."""


@dataclass(frozen=True, slots=True)
class WaveGroups:
    """The groups of one wave.

    ``labels`` are group ids by segment, "" for none; ``names`` maps group ids to names, in order. ``segment_places`` is
    the place of each segment, ``group_places`` that of each group: only groups of the same place can match, and only
    segments of that place can belong to them. ``name_vectors`` (float32, a row per name) count as one segment each.
    """

    labels: tuple[str, ...]
    names: Mapping[str, str]
    segment_places: tuple[str, ...]
    group_places: Mapping[str, str]
    name_vectors: Floats | None = None


@dataclass(frozen=True, slots=True)
class CommonGroup:
    """A group of the common list: its id and name in each wave, "" where only the other wave has it."""

    id_a: str
    id_b: str
    name_a: str
    name_b: str

    @property
    def key(self) -> str:
        """The id in A, or in B where A lacks it."""
        return self.id_a or self.id_b

    @property
    def name(self) -> str:
        """The name in A, or in B where A lacks it."""
        return self.name_a or self.name_b


@dataclass(frozen=True, slots=True)
class CommonGroups:
    """The common list, and per wave the position of each segment's group in it (int, −1 for none)."""

    groups: tuple[CommonGroup, ...]
    rows_a: NDArray[np.int64]
    rows_b: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class _Centres:
    """The groups of a wave that have segments: the sum of each one's unit vectors, and their ids, aligned."""

    sums: _Array
    ids: tuple[str, ...]


def find_common_groups(
    a: WaveGroups,
    b: WaveGroups,
    vectors_a: Floats,
    vectors_b: Floats,
    thresholds: CommonGroupThresholds = CommonGroupThresholds(),
) -> CommonGroups:
    """Match the groups of two waves and sort the segments of both into the common list.

    A segment belongs to the nearest group if it is as near to the group's centre as most of the group's own segments.
    Own segments are measured against the centre without themselves, so that the wave that a group comes from has no
    advantage.

    Args:
        a: the groups of the earlier wave.
        b: the groups of the later wave.
        vectors_a: float32 (n_a, d), a row per segment of `a`.
        vectors_b: float32 (n_b, d), a row per segment of `b`.
        thresholds: when groups are the same, and what belongs to them.
    """
    with threadpool_limits(1):
        # Both waves are centred on the same point, halfway: a larger wave must not pull the centre to itself.
        mean = (vectors_a.mean(0, dtype=np.float64) + vectors_b.mean(0, dtype=np.float64)) / 2
        units_a, units_b = _unit_rows(vectors_a - mean), _unit_rows(vectors_b - mean)
        centres_a, centres_b = _group_centres(a, units_a, mean), _group_centres(b, units_b, mean)
        pairs = _match_centres(a, b, centres_a, centres_b, thresholds.min_cosine)
        groups, sums, places = [], [], []
        for i, j in [
            *((i, pairs.get(i)) for i in range(len(centres_a.ids))),
            *((None, j) for j in range(len(centres_b.ids)) if j not in pairs.values()),
        ]:
            id_a = "" if i is None else centres_a.ids[i]
            id_b = "" if j is None else centres_b.ids[j]
            groups.append(CommonGroup(id_a, id_b, a.names.get(id_a, ""), b.names.get(id_b, "")))
            sums.append((0.0 if i is None else centres_a.sums[i]) + (0.0 if j is None else centres_b.sums[j]))
            places.append(a.group_places[id_a] if id_a else b.group_places[id_b])
        if not groups:
            return CommonGroups((), np.full(len(units_a), -1), np.full(len(units_b), -1))
        totals = np.array(sums)
        own_a = _positions_of_labels(a, {group.id_a: k for k, group in enumerate(groups) if group.id_a})
        own_b = _positions_of_labels(b, {group.id_b: k for k, group in enumerate(groups) if group.id_b})
        near_a, near_b = _nearness(units_a, totals, own_a), _nearness(units_b, totals, own_b)
        own_nearness = [np.concatenate([near_a[own_a == k, k], near_b[own_b == k, k]]) for k in range(len(groups))]
        limits = _limits(own_nearness, thresholds)
        return CommonGroups(
            tuple(groups),
            _assign(near_a, limits, a.segment_places, places),
            _assign(near_b, limits, b.segment_places, places),
        )


def _unit_rows(vectors: _Array | Floats) -> _Array:
    # The floor keeps a row of zeros (an empty text) from becoming nan.
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    units: _Array = np.asarray(vectors / np.maximum(lengths, 1e-12), dtype=np.float64)
    return units


def _group_centres(wave: WaveGroups, units: _Array, mean: _Array) -> _Centres:
    labels = np.array(wave.labels, dtype=object)
    # A group may have lost all its segments to people without a respondent id.
    used = set(wave.labels)
    sums, ids = [], []
    for position, group_id in enumerate(wave.names):
        if group_id not in used:
            continue
        total = units[labels == group_id].sum(0)
        if wave.name_vectors is not None:
            total = total + _unit_rows(wave.name_vectors[[position]] - mean)[0]
        sums.append(total)
        ids.append(group_id)
    return _Centres(np.array(sums) if sums else np.zeros((0, units.shape[1])), tuple(ids))


def _match_centres(
    a: WaveGroups, b: WaveGroups, centres_a: _Centres, centres_b: _Centres, min_cosine: float
) -> dict[int, int]:
    """Return positions in A → in B of groups of the same place that are each other's nearest, and near enough."""
    if not centres_a.ids or not centres_b.ids:
        return {}
    places_a = np.array([a.group_places[group_id] for group_id in centres_a.ids])
    places_b = np.array([b.group_places[group_id] for group_id in centres_b.ids])
    # Rounded, so that ties do not depend on the order of additions.
    cosines = np.round(_unit_rows(centres_a.sums) @ _unit_rows(centres_b.sums).T, 9)
    cosines = np.where(places_a[:, None] == places_b[None, :], cosines, -1.0)
    forth, back = cosines.argmax(1), cosines.argmax(0)
    return {i: int(j) for i, j in enumerate(forth) if back[j] == i and cosines[i, j] >= min_cosine}


def _positions_of_labels(wave: WaveGroups, positions: Mapping[str, int]) -> NDArray[np.int64]:
    return np.array([positions.get(group_id, -1) for group_id in wave.labels], dtype=np.int64)


def _nearness(units: _Array, sums: _Array, own: NDArray[np.int64]) -> _Array:
    """Return the cosine of each segment to each centre (n, k); to its own group's centre without itself."""
    near: _Array = units @ _unit_rows(sums).T
    rows = np.flatnonzero(own >= 0)
    without_itself = _unit_rows(sums[own[rows]] - units[rows])
    near[rows, own[rows]] = (units[rows] * without_itself).sum(1)
    rounded: _Array = np.round(near, 9)
    return rounded


def _limits(own_nearness: Sequence[_Array], thresholds: CommonGroupThresholds) -> _Array:
    """Return the least cosine to each centre at which a segment belongs to the group."""
    usual = np.quantile(np.concatenate(own_nearness), thresholds.outer_share)
    return np.array(
        [
            np.quantile(values, thresholds.outer_share) if len(values) >= thresholds.min_segments else usual
            for values in own_nearness
        ]
    )


def _assign(near: _Array, limits: _Array, segment_places: Sequence[str], places: Sequence[str]) -> NDArray[np.int64]:
    """Return the position of the nearest group of the same place that a segment is near enough to, or −1."""
    same_place = np.array(segment_places, dtype=object)[:, None] == np.array(places, dtype=object)[None, :]
    # Less than any cosine.
    near_here = np.where(same_place, near, -2.0)
    best = near_here.argmax(1)
    return np.where(near_here[np.arange(len(near)), best] >= limits[best], best, -1)
