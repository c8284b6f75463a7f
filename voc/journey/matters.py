"""Troubled segments → matters: what lies together in meaning, at one touchpoint or at none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from voc.journey.troubles import Troubles
from voc.schema import Floats, Ints, Tags, Themes

HOME_SHARE = 0.5
"""A theme is at home at a touchpoint that this share of its tagged segments speaks of, …"""
HOME_OF_ALL = 0.2
"""… and this share of all its segments, …"""
HOME_LEAST = 3
"""… and this many segments."""
NEAR = 0.3
"""Cosine (vectors less their mean) from which a segment belongs to the centre of its touchpoint."""


@dataclass(frozen=True, slots=True)
class Nearness:
    """Cosines from which segments say the same (mean within a group), from which groups are one matter (mean between
    their centres), and from which what was left aside belongs to a matter after all (to its centre)."""

    together: float
    same_matter: float
    central: float


THERE = Nearness(0.28, 0.5, 0.35)
"""At one touchpoint, which says already what the words are about, …"""
ANYWHERE = Nearness(0.4, 0.62, 0.5)
"""… without one, …"""
FEW_VOICES = Nearness(0.3, 0.55, 0.42)
"""… and without one in a small study, where nobody says a thing twice."""
ECHO = 0.5
"""Cosine to the centre of a matter from which even words at its touchpoint speak of it too."""
ALIKE = 0.58
"""Cosine from which a row without a touchpoint says the same as one that has one."""
THEME_BONUS = 0.05
"""What a common theme adds to the cosine."""
THEME_SHARE = 0.5
"""A matter is of a theme that this share of its segments carries."""
MAX_LINKED = 3000
OWN_LEAST = 3
"""A matter that is not all that troubles people at its touchpoint needs this many people, …"""
SMALL_STUDY = 30
"""… and in a study with fewer respondents than this as few as any pain point."""


@dataclass(frozen=True, slots=True)
class Matter:
    """``touchpoint`` and ``theme`` are positions or −1; ``rows`` are positions of segments, by segment id."""

    touchpoint: int
    theme: int
    rows: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Voices:
    """Who says what of what, all aligned: ids of n segments, n people ("" for nobody), vectors float32 (n, d) less
    their mean, tags and themes."""

    ids: Sequence[str]
    people: Sequence[str]
    vectors: Floats
    tags: Tags
    themes: Themes

    def count(self, rows: Iterable[int]) -> int:
        """How many people stand behind these rows."""
        return len({self.people[row] for row in rows})

    def near(self, rows: Sequence[int], centre_of: Sequence[int], least: float) -> list[int]:
        """Those of the rows that lie near the centre of others."""
        if not rows or not centre_of:
            return []
        cosines = self.cosines(rows, [centre_of])[:, 0]
        return [row for row, cosine in zip(rows, cosines.tolist(), strict=True) if cosine >= least]

    def cosines(self, rows: Sequence[int], groups: Sequence[Sequence[int]]) -> NDArray[np.float64]:
        """Cosines of n rows to the centres of k groups: float64 (n, k), rounded so that no order of sums shows."""
        centres = np.stack([self.centre(group) for group in groups])
        with threadpool_limits(1):
            return np.asarray(np.round(self.unit(rows) @ centres.T, 6))

    def centre(self, rows: Sequence[int]) -> NDArray[np.float64]:
        """The mean direction of rows, of length one."""
        mean = np.round(self.unit(sorted(rows, key=self.ids.__getitem__)).mean(0), 9)
        return np.asarray(mean / max(float(np.linalg.norm(mean)), 1e-12))

    def agreement(self, rows: Sequence[int]) -> float:
        """Mean cosine between two of the rows; 1 for a single one."""
        k = len(rows)
        to_centre = float(self.cosines(rows, [rows]).mean())
        return round((to_centre**2 * k - 1) / (k - 1), 6) if k > 1 else 1.0

    def unit(self, rows: Sequence[int]) -> NDArray[np.float64]:
        """Vectors of rows, float64 (n, d), of length one."""
        vectors = self.vectors[list(rows)].astype(np.float64)
        return np.asarray(vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12))

    def matter(self, touchpoint: int, rows: Iterable[int]) -> Matter:
        """The matter of these rows, with the theme that most of them carry."""
        ordered = tuple(sorted(set(rows), key=self.ids.__getitem__))
        themes = Counter(int(self.themes.assignment[row]) for row in ordered)
        theme, n = min(themes.items(), key=lambda item: (-item[1], item[0]), default=(-1, 0))
        return Matter(touchpoint, theme if n >= THEME_SHARE * len(ordered) else -1, ordered)


def find_matters(voices: Voices, troubles: Troubles, *, least: int, n_respondents: int) -> list[Matter]:
    """Group the troubled rows; each matter has at least ``least`` people.

    Rows of one touchpoint, and rows of none, are grouped by meaning: groups by average linkage, groups whose centres
    lie near each other are one matter, and what was left aside joins the nearest matter that it is near enough to, and
    so do echoes. A row without a touchpoint goes to the home of its theme where it is near to what is said there, or to
    the touchpoint of a row that says nearly the same. Where nothing at a touchpoint lies together, what lies near its
    centre is its one matter. What stays too small is left out.
    """
    own = least if n_respondents < SMALL_STUDY else max(least, OWN_LEAST)
    matters: list[Matter] = []
    echoes: dict[int, list[int]] = {}
    for row in sorted(troubles.echoes, key=voices.ids.__getitem__):
        echoes.setdefault(int(voices.tags.touchpoint[row]), []).append(row)
    for touchpoint, rows in sorted(_by_touchpoint(voices, sorted(troubles.rows, key=voices.ids.__getitem__)).items()):
        nearness = THERE if touchpoint >= 0 else FEW_VOICES if n_respondents < SMALL_STUDY else ANYWHERE
        found = [group for group in groups_of(voices, rows, nearness) if voices.count(group) >= own]
        if touchpoint >= 0 and not found:
            whole = voices.near(rows, rows, NEAR)
            found = [whole] if voices.count(whole) >= least else []
        found = _completed(voices, rows, found, nearness.central)
        found = _completed(voices, echoes.get(touchpoint, []), found, ECHO)
        matters += [voices.matter(touchpoint, group) for group in found]
    return matters


def groups_of(voices: Voices, rows: Sequence[int], nearness: Nearness) -> list[list[int]]:
    """Rows that say the same; of more than `MAX_LINKED` rows the first of them (ids are hashes) make the groups."""
    linked = list(rows[:MAX_LINKED])
    themes = voices.themes.assignment[linked]
    groups = _linked(linked, voices.unit(linked), nearness.together, themes)
    firm = [group for group in groups if voices.count(group) > 1]
    if not firm:
        return groups
    centres = np.stack([voices.centre(group) for group in firm])
    joined = _linked(list(range(len(firm))), centres, nearness.same_matter)
    return [sorted({row for k in part for row in firm[k]}, key=voices.ids.__getitem__) for part in joined] + [
        group for group in groups if voices.count(group) <= 1
    ]


def _linked(items: list[int], unit: NDArray[np.float64], least: float, themes: Ints | None = None) -> list[list[int]]:
    """Items grouped by average linkage of the cosines of their vectors, in order of their first."""
    from scipy.cluster.hierarchy import fcluster, linkage
    from scipy.spatial.distance import squareform

    if len(items) < 2:
        return [items] if items else []
    with threadpool_limits(1):
        cosines = unit @ unit.T
    if themes is not None:
        cosines += THEME_BONUS * ((themes[:, None] == themes[None, :]) & (themes[:, None] >= 0))
    distances = np.round(np.clip(1.0 - cosines, 0.0, 2.0), 6)
    distances = np.maximum(distances, distances.T)
    np.fill_diagonal(distances, 0.0)
    labels = fcluster(linkage(squareform(distances, checks=False), "average"), 1.0 - least, "distance")
    groups: dict[int, list[int]] = {}
    for item, label in zip(items, labels.tolist(), strict=True):
        groups.setdefault(label, []).append(item)
    return list(groups.values())


def _completed(voices: Voices, rows: Sequence[int], groups: list[list[int]], central: float) -> list[list[int]]:
    """The groups with the rows left aside that lie near one of their centres."""
    taken = {row for group in groups for row in group}
    aside = [row for row in rows if row not in taken]
    if not aside or not groups:
        return groups
    cosines = voices.cosines(aside, groups)
    grown = [list(group) for group in groups]
    for row, best, cosine in zip(aside, cosines.argmax(1).tolist(), cosines.max(1).tolist(), strict=True):
        if cosine >= central:
            grown[best].append(row)
    return grown


def _by_touchpoint(voices: Voices, troubled: Sequence[int]) -> dict[int, list[int]]:
    """Rows by touchpoint, −1 for none; those without one go to the home of their theme where they fit."""
    at: dict[int, list[int]] = {}
    loose: dict[int, list[int]] = {}
    for row in troubled:
        touchpoint, theme = int(voices.tags.touchpoint[row]), int(voices.themes.assignment[row])
        if touchpoint >= 0 or theme < 0:
            at.setdefault(touchpoint, []).append(row)
        else:
            loose.setdefault(theme, []).append(row)
    homes = _homes(voices.tags, voices.themes)
    said = {key: list(rows) for key, rows in at.items()}
    for theme, rows in sorted(loose.items()):
        home = homes.get(theme, -1)
        there = [row for row in said.get(home, []) if home >= 0 and int(voices.themes.assignment[row]) == theme]
        near = set(voices.near(rows, there, NEAR))
        for row in rows:
            at.setdefault(home if row in near else -1, []).append(row)
    _adopt(voices, at)
    return {key: sorted(rows, key=voices.ids.__getitem__) for key, rows in at.items() if rows}


def _adopt(voices: Voices, at: dict[int, list[int]]) -> None:
    """Move rows without a touchpoint to the touchpoint of the row that says nearly the same."""
    placed = [(touchpoint, row) for touchpoint, rows in sorted(at.items()) if touchpoint >= 0 for row in rows]
    loose = at.get(-1, [])
    if not placed or not loose:
        return
    with threadpool_limits(1):
        cosines = np.round(voices.unit(loose) @ voices.unit([row for _, row in placed]).T, 6)
    at[-1] = []
    for row, best, cosine in zip(loose, cosines.argmax(1).tolist(), cosines.max(1).tolist(), strict=True):
        at[placed[best][0] if cosine >= ALIKE else -1].append(row)


def _homes(tags: Tags, themes: Themes) -> dict[int, int]:
    """Theme → the touchpoint that it is mostly about."""
    counts: dict[int, Counter[int]] = {}
    for touchpoint, theme in zip(tags.touchpoint.tolist(), themes.assignment.tolist(), strict=True):
        if theme >= 0 and touchpoint >= 0:
            counts.setdefault(theme, Counter())[touchpoint] += 1
    homes = {}
    for theme, counter in sorted(counts.items()):
        touchpoint, n = min(counter.items(), key=lambda item: (-item[1], item[0]))
        size = int((themes.assignment == theme).sum())
        if n >= max(HOME_LEAST, HOME_SHARE * counter.total(), HOME_OF_ALL * size):
            homes[theme] = touchpoint
    return homes
