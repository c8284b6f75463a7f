"""Decide which of people's codes and which of voc's labels count as one category.

1. A branch of codes counts as one code where it fits a label better than each of its codes does (themes only).
2. A code and a label of the same name are one category.
3. Of the others, each code gets at most one label, so that the total overlap is largest (assignment problem; overlap is
   the Jaccard index of their segments).
4. A code that is left over joins the label that has at least half of the code's segments, because it is narrower than
   that label.
5. A label that is left over joins the code that has at least half of the label's segments, unless the code's category
   has several codes already. One side of a category is always single, so that categories never merge.
6. What is left over stays alone.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from voc.schema.agreement import CodeKind

CodePath = tuple[str, ...]
"""A code as its path in the tree of codes, outermost first."""
Positions = frozenset[int]
CodedShares = Mapping[CodePath, float]
"""The codes of a segment → the share (0–1) of the segment that each covers."""
CategoryShares = Mapping[int, float]
"""The categories of a segment → the share (0–1) of the segment that each covers."""


@dataclass(frozen=True, slots=True)
class MatchThresholds:
    """When a code and a label are alike enough to be one category."""

    min_overlap: float = 0.1
    """Pairs with a smaller Jaccard index (0–1) are not assigned to each other: nearly every pair shares a little."""
    min_shared: int = 2
    """Number of segments that a code and a label must share: a single one may be chance."""
    min_narrower: float = 0.5
    """Share (0–1) of its segments that a leftover must have in its partner, so that it has no better one."""


@dataclass(frozen=True, slots=True)
class CategoryGroup:
    """A category as positions in the lists of codes and of labels. ``how`` and ``overlap`` as in `CategoryMatch`."""

    codes: tuple[int, ...]
    labels: tuple[int, ...]
    overlap: float
    how: str


@dataclass(frozen=True, slots=True)
class FoldedCode:
    """A code, or a branch that counts as one code, with the paths that count as it."""

    path: CodePath
    paths: tuple[CodePath, ...]


@dataclass(frozen=True, slots=True)
class Categories:
    """The common categories of people's codes and voc's labels, numbered as ``groups``."""

    codes: tuple[FoldedCode, ...]
    labels: tuple[str, ...]
    groups: tuple[CategoryGroup, ...]

    def names(self) -> list[str]:
        """Return the name of each category: the people's, with its whole path where two have the same name."""
        names, paths = [], []
        for group in self.groups:
            if group.codes:
                path = self.codes[group.codes[0]].path
                names.append(path[-1])
                paths.append(" > ".join(path))
            else:
                names.append(self.labels[group.labels[0]])
                paths.append(f"{names[-1]} (voc)")
        counts = Counter(names)
        return [name if counts[name] == 1 else path for name, path in zip(names, paths, strict=True)]

    def of_codes(self, coded: Sequence[CodedShares]) -> list[dict[int, float]]:
        """Return the categories of each segment by its codes."""
        category = {
            path: number
            for number, group in enumerate(self.groups)
            for code in group.codes
            for path in self.codes[code].paths
        }
        rows = []
        for codes in coded:
            row: dict[int, float] = {}
            for path, covered in codes.items():
                row[category[path]] = max(row.get(category[path], 0.0), covered)
            rows.append(row)
        return rows

    def of_labels(self, labels: Sequence[str]) -> NDArray[np.int64]:
        """Return the category of each segment by its label, int64 (n,), −1 for none."""
        category = {self.labels[label]: number for number, group in enumerate(self.groups) for label in group.labels}
        return np.array([category[label] if label else -1 for label in labels], dtype=np.int64)


def match_categories(
    kind: CodeKind, coded: Sequence[Sequence[CodedShares]], labels: Sequence[str], thresholds: MatchThresholds
) -> Categories:
    """Match the codes of all coders with voc's labels of the same n segments.

    Args:
        kind: sentiment is matched by name alone, because "negative" means negative however little the codings overlap.
        coded: for each coder the codes of the n segments.
        labels: voc's label of the n segments, "" for none.
        thresholds: how alike a code and a label must be.
    """
    positions: dict[CodePath, set[int]] = defaultdict(set)
    for rows in coded:
        for position, shares in enumerate(rows):
            for path in shares:
                positions[path].add(position)
    names = sorted({label for label in labels if label})
    label_sets = [frozenset(i for i, label in enumerate(labels) if label == name) for name in names]
    by_path = {path: frozenset(positions[path]) for path in sorted(positions)}
    folded = fold_branches(by_path, label_sets) if kind == "theme" else {path: path for path in by_path}
    codes = [
        FoldedCode(path, tuple(part for part in by_path if folded[part] == path))
        for path in sorted(set(folded.values()))
    ]
    code_sets = [frozenset().union(*(by_path[path] for path in code.paths)) for code in codes]
    same_name = _pair_same_names([code.path[-1] for code in codes], names)
    if kind == "sentiment":
        groups = _group_by_name(code_sets, label_sets, same_name)
    else:
        groups = match_sets(code_sets, label_sets, same_name, thresholds)
    return Categories(tuple(codes), tuple(names), tuple(groups))


def fold_branches(codes: Mapping[CodePath, Positions], labels: Sequence[Positions]) -> dict[CodePath, CodePath]:
    """Return the path that each code counts as: its own, or that of a branch that fits a label better as a whole."""
    folded = {path: path for path in codes}
    sets = dict(codes)
    # A coder may split finer than voc does: "Tools > SHAP" and "Tools > Plots" may together be one theme.
    branches = {path[:depth] for path in codes for depth in range(1, len(path))}
    # Deepest branches first, so that a branch of branches is compared with what its branches count as by then.
    for branch in sorted(sorted(branches), key=len, reverse=True):
        members = sorted({counted for counted in folded.values() if counted[: len(branch)] == branch})
        if len(members) < 2:
            continue
        whole = frozenset().union(*(sets[member] for member in members))
        if _best_overlap(whole, labels) > max(_best_overlap(sets[member], labels) for member in members):
            sets[branch] = whole
            folded = {path: branch if counted in members else counted for path, counted in folded.items()}
    return folded


def _best_overlap(segments: Positions, labels: Sequence[Positions]) -> float:
    return max((_jaccard(segments, label) for label in labels if segments & label), default=0.0)


def _jaccard(first: Positions, second: Positions) -> float:
    return len(first & second) / max(len(first | second), 1)


def _pair_same_names(codes: Sequence[str], labels: Sequence[str]) -> dict[int, int]:
    """Return code → label of the same name, whatever the case; each label once."""
    lowered = [label.casefold() for label in labels]
    pairs: dict[int, int] = {}
    for code, name in enumerate(codes):
        if name.casefold() in lowered and lowered.index(name.casefold()) not in pairs.values():
            pairs[code] = lowered.index(name.casefold())
    return pairs


def _group_by_name(
    codes: Sequence[Positions], labels: Sequence[Positions], same_name: Mapping[int, int]
) -> list[CategoryGroup]:
    groups = [
        CategoryGroup((code,), (same_name[code],), _jaccard(codes[code], labels[same_name[code]]), "name")
        if code in same_name
        else CategoryGroup((code,), (), 0.0, "alone")
        for code in range(len(codes))
    ]
    alone = (label for label in range(len(labels)) if label not in same_name.values())
    return groups + [CategoryGroup((), (label,), 0.0, "alone") for label in alone]


def match_sets(
    codes: Sequence[Positions],
    labels: Sequence[Positions],
    same_name: Mapping[int, int] | None = None,
    thresholds: MatchThresholds = MatchThresholds(),
) -> list[CategoryGroup]:
    """Match codes with labels by their segments; every code and label is in exactly one group.

    Args:
        codes: the segments of each code.
        labels: the segments of each label.
        same_name: code → label of pairs that are matched in advance.
        thresholds: how alike a code and a label must be.
    """
    from scipy.optimize import linear_sum_assignment

    same_name = same_name or {}
    shape = len(codes), len(labels)
    shared = np.array([[len(a & b) for b in labels] for a in codes], dtype=np.float64).reshape(shape)
    overlap = np.array([[_jaccard(a, b) for b in labels] for a in codes], dtype=np.float64).reshape(shape)
    usable = (overlap >= thresholds.min_overlap) & (shared >= thresholds.min_shared)
    usable[list(same_name), :] = False
    usable[:, list(same_name.values())] = False
    # The best total, not the best pair first: a greedy choice can leave two codes without any label.
    rows, columns = linear_sum_assignment(np.where(usable, -overlap, 0.0))
    best = {int(i): int(j) for i, j in zip(rows, columns, strict=True) if usable[i, j]}
    how = dict.fromkeys(best, "best") | dict.fromkeys(same_name, "name")
    pairs = _join_leftovers(shared, codes, labels, {**best, **same_name}, thresholds)
    return _connect(overlap, pairs, how)


def _join_leftovers(
    shared: NDArray[np.float64],
    codes: Sequence[Positions],
    labels: Sequence[Positions],
    pairs: Mapping[int, int],
    thresholds: MatchThresholds,
) -> list[tuple[int, int]]:
    """Return all pairs of a code and a label, with the leftovers that are narrower than a partner."""
    joined = list(pairs.items())
    if not shared.size:
        return joined
    for code, segments in enumerate(codes):
        label = int(shared[code].argmax())
        enough = max(thresholds.min_shared, thresholds.min_narrower * len(segments))
        if code not in pairs and segments and shared[code, label] >= enough:
            joined.append((code, label))
    n_codes = Counter(label for _, label in joined)
    # A label may not join the category of these codes: that category has several codes already.
    in_a_group = {code for code, label in joined if code not in pairs or n_codes[label] > 1}
    for label, segments in enumerate(labels):
        code = int(shared[:, label].argmax())
        enough = max(thresholds.min_shared, thresholds.min_narrower * len(segments))
        if label not in n_codes and segments and code not in in_a_group and shared[code, label] >= enough:
            joined.append((code, label))
    return joined


def _connect(
    overlap: NDArray[np.float64], pairs: Sequence[tuple[int, int]], how: Mapping[int, str]
) -> list[CategoryGroup]:
    """Return the connected codes and labels as groups, in the order of their first code; leftovers are alone."""
    n_codes, n_labels = overlap.shape
    # Nodes are the codes and then the labels; every node starts as a component of its own.
    component = list(range(n_codes + n_labels))
    for code, label in pairs:
        low, high = sorted((component[code], component[n_codes + label]))
        component = [low if number == high else number for number in component]
    groups = []
    for number in dict.fromkeys(component):
        members = [node for node, of in enumerate(component) if of == number]
        codes = tuple(node for node in members if node < n_codes)
        labels = tuple(node - n_codes for node in members if node >= n_codes)
        if not codes or not labels:
            groups.append(CategoryGroup(codes, labels, 0.0, "alone"))
            continue
        best = max(float(overlap[code, label]) for code in codes for label in labels)
        is_pair = len(codes) == len(labels) == 1
        groups.append(CategoryGroup(codes, labels, best, how.get(codes[0], "narrower") if is_pair else "narrower"))
    return groups
