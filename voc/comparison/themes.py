"""Themes of two waves made comparable: matched by their centres, then every segment of both sorted by one rule.

Each wave finds its own themes, and where they are cut differs by chance. To call every theme that the other wave lacks
"new" would be wrong. So all themes of both are put into one list, and the segments of both waves are sorted anew.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from voc.comparison.material import Wave
from voc.schema import Floats

SAME = 0.55
"""Cosine of two centres (of centred vectors) from which on, each being the other's nearest, they are one theme."""
KEPT = 0.2
"""Share of a theme's own segments that lie further from its centre than what still belongs to it."""

_Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class CommonTheme:
    """One theme of the joint list: its id in each wave ("" where only the other has it), name and keywords."""

    theme_a: str
    theme_b: str
    name: str

    @property
    def key(self) -> str:
        """The id in A, else in B."""
        return self.theme_a or self.theme_b


@dataclass(frozen=True, slots=True)
class CommonThemes:
    """The joint list, and per wave the position of each segment's theme in it (int, −1 unsorted)."""

    themes: tuple[CommonTheme, ...]
    rows_a: NDArray[np.int64]
    rows_b: NDArray[np.int64]

    def position(self, theme_id: str, *, earlier: bool) -> int:
        """Where a theme of one wave stands in the joint list, −1 for none."""
        ids = [one.theme_a if earlier else one.theme_b for one in self.themes]
        return ids.index(theme_id) if theme_id in ids else -1


def common_themes(a: Wave, b: Wave, vectors_a: Floats, vectors_b: Floats) -> CommonThemes:
    """Match and sort. Vectors float32 (n, d), a row per segment of each wave.

    A segment belongs to the nearest theme, if it is as near to its centre as most of the theme's own segments are.
    Own segments are measured without themselves, so that the wave that a theme comes from has no advantage.
    """
    from threadpoolctl import threadpool_limits

    with threadpool_limits(1):
        return _common(a, b, vectors_a, vectors_b)


def _common(a: Wave, b: Wave, vectors_a: Floats, vectors_b: Floats) -> CommonThemes:
    mean = (vectors_a.mean(0, dtype=np.float64) + vectors_b.mean(0, dtype=np.float64)) / 2
    one, two = _unit(vectors_a - mean), _unit(vectors_b - mean)
    sums_a, ids_a = _sums(a, one)
    sums_b, ids_b = _sums(b, two)
    pairs = _matched(_unit(sums_a), _unit(sums_b))
    names_a, names_b = ({row["theme_id"]: row["name"] for row in wave.tables.themes} for wave in (a, b))
    rows = [(i, pairs.get(i, -1)) for i in range(len(ids_a))]
    rows += [(-1, j) for j in range(len(ids_b)) if j not in pairs.values()]
    themes, sums = [], []
    for i, j in rows:
        first, second = (ids_a[i] if i >= 0 else ""), (ids_b[j] if j >= 0 else "")
        themes.append(CommonTheme(first, second, names_a[first] if first else names_b[second]))
        sums.append((sums_a[i] if i >= 0 else 0.0) + (sums_b[j] if j >= 0 else 0.0))
    if not themes:
        return CommonThemes((), np.full(len(one), -1), np.full(len(two), -1))
    totals = np.array(sums)
    own_a = _own(a, {theme.theme_a: k for k, theme in enumerate(themes) if theme.theme_a})
    own_b = _own(b, {theme.theme_b: k for k, theme in enumerate(themes) if theme.theme_b})
    near_a, near_b = _nearness(one, totals, own_a), _nearness(two, totals, own_b)
    limits = _limits(near_a, own_a, near_b, own_b)
    return CommonThemes(tuple(themes), _sorted_in(near_a, limits), _sorted_in(near_b, limits))


def _unit(vectors: _Array | Floats) -> _Array:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    found: _Array = np.asarray(vectors / np.maximum(lengths, 1e-12), dtype=np.float64)
    return found


def _sums(wave: Wave, vectors: _Array) -> tuple[_Array, list[str]]:
    """The sum of each theme's vectors, and the themes' ids in the study's order."""
    ids = [row["theme_id"] for row in wave.tables.themes if row["theme_id"] in set(wave.themes)]
    labels = np.array(wave.themes, dtype=object)
    sums = [vectors[labels == theme_id].sum(0) for theme_id in ids]
    return (np.array(sums) if sums else np.zeros((0, vectors.shape[1]))), ids


def _matched(a: _Array, b: _Array) -> dict[int, int]:
    """Positions in A → in B of themes that are each other's nearest, and near enough."""
    if not len(a) or not len(b):
        return {}
    cosines = np.round(a @ b.T, 9)
    forth, back = cosines.argmax(1), cosines.argmax(0)
    return {i: int(j) for i, j in enumerate(forth) if back[j] == i and cosines[i, j] >= SAME}


def _own(wave: Wave, positions: dict[str, int]) -> NDArray[np.int64]:
    return np.array([positions.get(theme_id, -1) for theme_id in wave.themes], dtype=np.int64)


def _nearness(vectors: _Array, sums: _Array, own: NDArray[np.int64]) -> _Array:
    """Cosine of each segment to each centre (n, k); to its own theme's centre without itself."""
    near: _Array = vectors @ _unit(sums).T
    rows = np.flatnonzero(own >= 0)
    rest = _unit(sums[own[rows]] - vectors[rows])
    near[rows, own[rows]] = (vectors[rows] * rest).sum(1)
    rounded: _Array = np.round(near, 9)
    return rounded


def _limits(near_a: _Array, own_a: NDArray[np.int64], near_b: _Array, own_b: NDArray[np.int64]) -> _Array:
    limits = []
    for k in range(near_a.shape[1]):
        values = np.concatenate([near_a[own_a == k, k], near_b[own_b == k, k]])
        limits.append(float(np.quantile(values, KEPT)))
    return np.array(limits)


def _sorted_in(near: _Array, limits: _Array) -> NDArray[np.int64]:
    best = near.argmax(1)
    return np.where(near[np.arange(len(near)), best] >= limits[best], best, -1)
