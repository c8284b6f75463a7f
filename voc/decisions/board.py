"""A board that items are moved on while decisions are carried out: segments among themes, people among personas.

Decisions name groups by id, and ids change when the material changes. Two rules keep them valid: a group that still has
most of its items keeps the id of the run before (`inherit_ids`), and a group that lost its id all the same is found by
the decision's anchors, items that were in it when the decision was made (`Board.find_by_anchors`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from voc.schema import stable_id

Item = TypeVar("Item", int, str)

SAME_GROUP = 0.5
"""Two groups are the same when the Jaccard index (0–1) of their items is above this. Above one half, no group can be
the same as two others."""


@dataclass(frozen=True, slots=True)
class AnchoredGroup:
    """The group that holds most of a decision's anchors ("" for none), and how many it holds."""

    group_id: str
    n_anchors: int


@dataclass(slots=True)
class Board(Generic[Item]):
    """The group of each item; items in no group are absent. ``pending`` are sentences about decisions whose target does
    not exist."""

    group_of: dict[Item, str]
    pending: list[str] = field(default_factory=list)

    def present(self) -> set[str]:
        """Return the ids of the groups that have items."""
        return set(self.group_of.values())

    def members(self, group_id: str) -> list[Item]:
        """Return the items of a group, sorted."""
        return sorted(item for item, group in self.group_of.items() if group == group_id)

    def relabel(self, old_id: str, new_id: str) -> None:
        """Give a group another id, or merge it into the group that has this id already."""
        self.group_of = {item: new_id if group == old_id else group for item, group in self.group_of.items()}

    def remove(self, group_id: str) -> None:
        """Leave the items of a group in no group."""
        self.group_of = {item: group for item, group in self.group_of.items() if group != group_id}

    def find_by_anchors(self, anchors: Sequence[Item], reserved: Collection[str]) -> AnchoredGroup:
        """Return the group that holds most of `anchors`, among those whose id is not `reserved`."""
        groups = (self.group_of.get(anchor, "") for anchor in anchors)
        held = Counter(group for group in groups if group and group not in reserved)
        # Ties are broken by id, so that the order of the anchors does not matter.
        best = min(held, key=lambda group: (-held[group], group), default="")
        return AnchoredGroup(best, held[best])


def cut(items: Sequence[Item], vectors: NDArray[np.floating[Any]], n_parts: int) -> list[list[Item]]:
    """Cut items into parts by k-means over their vectors (n, d), larger parts first."""
    from sklearn.cluster import KMeans

    with threadpool_limits(1):
        # Rounded, because the last bits of a vector differ between machines and may change the parts.
        labels = KMeans(n_parts, n_init=10, random_state=0).fit_predict(np.round(vectors, 5)).tolist()
    parts = [[item for item, label in zip(items, labels, strict=True) if label == part] for part in range(n_parts)]
    return sorted(parts, key=len, reverse=True)


def inherit_ids(
    groups: Sequence[Collection[str]],
    own_ids: Sequence[str],
    before: Mapping[str, str],
    *,
    items: Collection[str],
    prefix: str,
) -> list[str]:
    """Return the id of each group: the one it had in the run before if it is still the same, otherwise its own.

    Args:
        groups: the items of each group; no item is in two.
        own_ids: the id of each group without a run before.
        before: the group id of each item in the run before.
        items: the items of this run that are compared; items that only one run knows say nothing about sameness.
        prefix: the first part of an id that is made because another group inherits a group's own id.
    """
    n_before = Counter(group_id for item, group_id in before.items() if item in items)
    inherited: dict[int, str] = {}
    for position, group in enumerate(groups):
        # Items that are new in this run are not in `shared`, and so do not count against sameness.
        shared = Counter(before[item] for item in group if item in before)
        for group_id, n_shared in sorted(shared.items()):
            if n_shared / (n_before[group_id] + shared.total() - n_shared) > SAME_GROUP:
                inherited[position] = group_id
    taken = set(inherited.values())
    return [
        inherited.get(position)
        or (own_id if own_id not in taken else stable_id(prefix, own_id, "beside the one before"))
        for position, own_id in enumerate(own_ids)
    ]
