"""One dimension: people's codes against voc's labels, segment by segment."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from voc.tasks.agree.coefficients import alpha_of_many, figures, kappa
from voc.tasks.agree.matching import Group, folded, matched
from voc.tasks.agree.records import UNCODED, Coder, Difference, Dimension, Kind, Match, PerCode

N_SHUFFLES = 20
MAX_QUOTES = 3
Ints = NDArray[np.int64]
Path = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Material:
    """n segments that somebody looked at.

    ``ours`` holds each one's label of voc's ("" for none); ``coded`` maps a coder to the codes of each segment with the
    share of it that is covered; ``looked_at`` a coder to the positions of what they saw.
    """

    kind: Kind
    ids: tuple[str, ...]
    people: tuple[str, ...]
    lengths: tuple[int, ...]
    ours: tuple[str, ...]
    coded: Mapping[str, Sequence[Mapping[Path, float]]]
    looked_at: Mapping[str, frozenset[int]]
    n_codings: Mapping[str, int]


def compare(material: Material) -> Dimension:
    """Match the codes with voc's labels, then measure."""
    codes, ours, groups = _match(material, material.ours)
    names = _names(groups, codes, ours)
    human = {name: _labels(rows, codes, groups) for name, rows in material.coded.items()}
    label = _own(material.ours, ours, groups)
    categories = list(zip(names, groups, strict=True))
    coders = tuple(_coder(name, material, human[name], label, categories) for name in sorted(material.coded))
    among, everybody = _many(material, human, label)
    return Dimension(
        kind=material.kind,
        matches=tuple(
            Match(name, tuple(" > ".join(codes[i][0]) for i in one.codes), tuple(ours[j] for j in one.ours),
                  one.overlap, one.how)
            for name, one in zip(names, groups, strict=True)
        ),
        coders=coders,
        differences=_differences(material, human, label, names),
        among=among,
        with_ours=everybody,
    )  # fmt: skip


Codes = list[tuple[Path, tuple[Path, ...]]]
"""A code as it counts, with the paths that count as it."""


def _match(material: Material, own: Sequence[str]) -> tuple[Codes, list[str], list[Group]]:
    sets: dict[Path, set[int]] = defaultdict(set)
    for rows in material.coded.values():
        for place, row in enumerate(rows):
            for path in row:
                sets[path].add(place)
    ours = sorted({one for one in own if one})
    ours_sets = [frozenset(i for i, one in enumerate(own) if one == name) for name in ours]
    frozen = {path: frozenset(sets[path]) for path in sorted(sets)}
    counts = folded(frozen, ours_sets) if material.kind == "theme" else {path: path for path in frozen}
    codes: Codes = [
        (one, tuple(path for path in frozen if counts[path] == one)) for one in sorted(set(counts.values()))
    ]
    code_sets = [frozenset().union(*(frozen[path] for path in paths)) for _, paths in codes]
    low = [name.casefold() for name in ours]
    named, taken = [], set()
    for place, (path, _) in enumerate(codes):
        if path[-1].casefold() in low and path[-1].casefold() not in taken:
            named.append((place, low.index(path[-1].casefold())))
            taken.add(path[-1].casefold())
    if material.kind == "sentiment":
        return codes, ours, _by_name_alone(codes, ours, dict(named), code_sets, ours_sets)
    return codes, ours, matched(code_sets, ours_sets, named)


def _by_name_alone(
    codes: Codes,
    ours: Sequence[str],
    named: Mapping[int, int],
    a: Sequence[frozenset[int]],
    b: Sequence[frozenset[int]],
) -> list[Group]:
    """Negative is negative: sentiment is never matched by overlap."""
    groups = [
        Group((i,), (named[i],), len(a[i] & b[named[i]]) / max(len(a[i] | b[named[i]]), 1), "name")
        if i in named
        else Group((i,), (), 0.0, "alone")
        for i in range(len(codes))
    ]
    return groups + [Group((), (j,), 0.0, "alone") for j in range(len(ours)) if j not in named.values()]


def _names(groups: Sequence[Group], codes: Codes, ours: Sequence[str]) -> list[str]:
    """A category is called as people call it, told apart where two are called alike."""
    names = [codes[one.codes[0]][0][-1] if one.codes else ours[one.ours[0]] for one in groups]
    alike = Counter(names)
    paths = [" > ".join(codes[one.codes[0]][0]) if one.codes else f"{ours[one.ours[0]]} (voc)" for one in groups]
    return [name if alike[name] == 1 else path for name, path in zip(names, paths, strict=True)]


def _labels(rows: Sequence[Mapping[Path, float]], codes: Codes, groups: Sequence[Group]) -> list[dict[int, float]]:
    """The categories of each segment with the share of it that each covers."""
    place = {path: i for i, (_, paths) in enumerate(codes) for path in paths}
    group = {i: g for g, one in enumerate(groups) for i in one.codes}
    found = []
    for row in rows:
        own: dict[int, float] = {}
        for path, covered in row.items():
            g = group[place[path]]
            own[g] = max(own.get(g, 0.0), covered)
        found.append(own)
    return found


def _own(labels: Sequence[str], ours: Sequence[str], groups: Sequence[Group]) -> Ints:
    group = {ours[j]: g for g, one in enumerate(groups) for j in one.ours}
    return np.array([group[one] if one else -1 for one in labels], dtype=np.int64)


def _first(rows: Sequence[Mapping[int, float]], size: Counter[int]) -> Ints:
    """One category a segment: the one that covers most of it, the rarer one of two that cover alike; −1 for none."""
    return np.array([min(row, key=lambda g: (-row[g], size[g], g)) if row else -1 for row in rows], dtype=np.int64)


def _coder(
    name: str,
    material: Material,
    human: Sequence[Mapping[int, float]],
    label: Ints,
    categories: Sequence[tuple[str, Group]],
) -> Coder:
    seen = np.array(sorted(material.looked_at[name]), dtype=np.int64)
    rows = [human[i] for i in seen]
    mine, theirs = label[seen], _first(rows, Counter(g for row in rows for g in row))
    people = [material.people[i] for i in seen]
    both = (mine >= 0) & (theirs >= 0)
    several = sum(len(row) > 1 for row in rows)
    hits = [int(mine[k]) in rows[k] for k in np.flatnonzero(both)]
    per_code = _per_code(rows, mine, categories, people)
    known = [one.figures.kappa for one in per_code if one.figures.kappa is not None]
    k = len(categories)
    return Coder(
        name=name,
        n_codings=material.n_codings[name],
        n_looked_at=len(seen),
        both=figures(theirs[both], mine[both], k, [one for one, keep in zip(people, both, strict=True) if keep]),
        everything=figures(np.where(theirs < 0, k, theirs), np.where(mine < 0, k, mine), k + 1, people),
        codes=per_code,
        mean_kappa=float(np.mean(known)) if known else None,
        any_match=float(np.mean(hits)) if hits else None,
        chance=_chance(name, material) if material.kind != "sentiment" else None,
        n_several=several,
    )


def _per_code(
    rows: Sequence[Mapping[int, float]],
    mine: Ints,
    categories: Sequence[tuple[str, Group]],
    people: Sequence[str],
) -> tuple[PerCode, ...]:
    found = []
    for g, (name, group) in enumerate(categories):
        if group.how == "alone":
            continue
        a = np.array([g in row for row in rows], dtype=np.int64)
        b = (mine == g).astype(np.int64)
        if a.any() or b.any():
            n_both = int((a & b).sum())
            told = figures(a, b, 2, people)
            found.append(PerCode(name, n_both, int(a.sum()), int(b.sum()), told))
    return tuple(sorted(found, key=lambda one: (-one.n_human, one.name)))


def _chance(name: str, material: Material) -> float | None:
    """Mean kappa where both coded after voc's labels were shuffled among the segments and matched anew."""
    random = np.random.default_rng(0)
    own = np.array(material.ours, dtype=np.str_)
    found = []
    for _ in range(N_SHUFFLES):
        shuffled = [str(one) for one in own[random.permutation(len(own))]]
        codes, ours, groups = _match(material, shuffled)
        human = _labels(material.coded[name], codes, groups)
        theirs = _first(human, Counter(g for row in human for g in row))
        mine = _own(shuffled, ours, groups)
        both = (mine >= 0) & (theirs >= 0)
        table = np.zeros((len(groups), len(groups)))
        np.add.at(table, (theirs[both], mine[both]), 1.0)
        value = float(kappa(table)) if both.any() else float("nan")
        found += [] if np.isnan(value) else [value]
    return float(np.mean(found)) if found else None


def _many(
    material: Material, human: Mapping[str, Sequence[Mapping[int, float]]], label: Ints
) -> tuple[float | None, float | None]:
    """Alpha among the people, and with voc; what somebody did not look at is a gap, "not coded" a category."""
    if len(human) < 2:
        return None, None
    none = 1 + max(
        [int(label.max(initial=-1)), *(g for rows in human.values() for row in rows for g in row)], default=0
    )
    rows = []
    for name in sorted(human):
        first = _first(human[name], Counter(g for row in human[name] for g in row))
        seen = np.isin(np.arange(len(label)), list(material.looked_at[name]))
        rows.append(np.where(seen, np.where(first < 0, none, first), -1))
    return alpha_of_many(np.stack(rows)), alpha_of_many(np.stack([*rows, np.where(label < 0, none, label)]))


def _differences(
    material: Material, human: Mapping[str, Sequence[Mapping[int, float]]], label: Ints, names: Sequence[str]
) -> tuple[Difference, ...]:
    """Pairs of categories that differ, most frequent first, each with up to `MAX_QUOTES` segments of several people."""
    places: dict[tuple[str, str], list[int]] = defaultdict(list)
    for coder in sorted(human):
        rows = human[coder]
        first = _first(rows, Counter(g for row in rows for g in row))
        for i in sorted(material.looked_at[coder]):
            theirs, mine = int(first[i]), int(label[i])
            if theirs != mine and mine not in rows[i]:
                pair = (names[theirs] if theirs >= 0 else UNCODED, material.ours[i] if mine >= 0 else UNCODED)
                places[pair].append(i)
    found = [
        Difference(a, b, len(rows), tuple(material.ids[i] for i in _telling(material, sorted(set(rows)))))
        for (a, b), rows in places.items()
    ]
    return tuple(sorted(found, key=lambda one: (not (one.human and one.ours), -one.n, one.human, one.ours)))


def _telling(material: Material, rows: Sequence[int]) -> list[int]:
    """Segments of a readable length first, every person's first before anyone's second."""
    turns: Counter[str] = Counter()
    ranked: list[tuple[int, int, int]] = []
    for i in sorted(rows, key=lambda i: (not 40 <= material.lengths[i] <= 300, material.ids[i])):
        ranked.append((turns[material.people[i]], len(ranked), i))
        turns[material.people[i]] += 1
    return [i for _, _, i in sorted(ranked)[:MAX_QUOTES]]
