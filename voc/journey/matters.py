"""Troubled segments → matters: what people say of one theme at one touchpoint, small ones merged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from voc.schema import Floats, Tags, Themes

HOME_SHARE = 0.5
"""A theme is at home at a touchpoint that this share of its tagged segments speaks of, …"""
HOME_OF_ALL = 0.2
"""… and this share of all its segments, …"""
HOME_LEAST = 3
"""… and this many segments."""
TINY_OWN_LEAST = 2
"""The same in a study so small that one person is enough for a touchpoint."""
NEAR = 0.3
"""Cosine (vectors less their mean) from which a segment belongs to the centre of a matter."""
TOGETHER = 0.4
"""Mean cosine within a matter that has no touchpoint: a theme as a whole is rarely one matter."""
CENTRAL = 0.5
"""Cosine to the centre of such a matter from which what was left aside belongs to it after all."""
MAX_LINKED = 3000
OWN_LEAST = 3
"""A pair of touchpoint and theme with fewer people joins the rest of its touchpoint, …"""
OWN_SHARE = 0.2
"""… and one with less than this share of the people whom the touchpoint troubles."""


@dataclass(frozen=True, slots=True)
class Matter:
    """``touchpoint`` and ``theme`` are positions or −1, never both −1; ``rows`` are positions of segments, sorted."""

    touchpoint: int
    theme: int
    rows: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Voices:
    """Who says what of what: n people ("" for nobody), vectors float32 (n, d) less their mean, tags and themes."""

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
        centre = self._unit(centre_of).mean(0)
        cosines = np.round(self._unit(rows) @ (centre / max(float(np.linalg.norm(centre)), 1e-12)), 6)
        return [row for row, cosine in zip(rows, cosines.tolist(), strict=True) if cosine >= least]

    def together(self, rows: Sequence[int]) -> list[int]:
        """The group of these rows that most people stand behind and that lies together (average linkage)."""
        from scipy.cluster.hierarchy import fcluster, linkage
        from scipy.spatial.distance import squareform

        if len(rows) < 2:
            return list(rows)
        linked = rows[:MAX_LINKED]
        unit = self._unit(linked)
        distances = np.round(np.clip(1.0 - unit @ unit.T, 0.0, 2.0), 6)
        np.fill_diagonal(distances, 0.0)
        labels = fcluster(linkage(squareform(distances, checks=False), "average"), 1.0 - TOGETHER, "distance")
        groups: dict[int, list[int]] = {}
        for row, label in zip(linked, labels.tolist(), strict=True):
            groups.setdefault(label, []).append(row)
        core = min(groups.values(), key=lambda group: (-self.count(group), -len(group), group[0]))
        return sorted({*core, *self.near(rows, core, CENTRAL)})

    def _unit(self, rows: Sequence[int]) -> NDArray[np.float64]:
        vectors = self.vectors[list(rows)].astype(np.float64)
        lengths: NDArray[np.float64] = np.linalg.norm(vectors, axis=1, keepdims=True)
        return vectors / np.maximum(lengths, 1e-12)


def find_matters(voices: Voices, troubled: Iterable[int], *, least: int) -> list[Matter]:
    """Group the troubled rows; each matter has at least ``least`` people.

    A segment without a touchpoint goes to the home of its theme where it is near to what is said there. A pair of
    touchpoint and theme that is too small joins the rest of its touchpoint, and where that is too small too, its
    theme. Of a theme without a touchpoint only what lies together is one matter. What speaks of neither, and what
    stays too small, is left out.
    """
    pairs, by_theme = _pairs(voices, sorted(troubled))
    own = max(least, OWN_LEAST) if least > 1 else TINY_OWN_LEAST
    at: dict[int, list[int]] = {}
    for (touchpoint, _), rows in sorted(pairs.items()):
        at.setdefault(touchpoint, []).extend(rows)
    kept: dict[tuple[int, int], list[int]] = {}
    rest: dict[int, dict[int, list[int]]] = {}
    for (touchpoint, theme), rows in sorted(pairs.items()):
        if theme >= 0 and voices.count(rows) >= max(own, OWN_SHARE * voices.count(at[touchpoint])):
            kept[touchpoint, theme] = rows
        else:
            rest.setdefault(touchpoint, {})[theme] = rows
    for touchpoint, parts in sorted(rest.items()):
        rows = [row for part in parts.values() for row in part]
        if voices.count(rows) >= least:
            kept[touchpoint, next(iter(parts)) if len(parts) == 1 else -1] = rows
            continue
        for theme, part in sorted(parts.items()):
            if theme >= 0:
                by_theme.setdefault(theme, []).extend(part)
    for theme, rows in sorted(by_theme.items()):
        together = voices.together(sorted(rows))
        if voices.count(together) >= own:
            kept[-1, theme] = together
    return [Matter(touchpoint, theme, tuple(sorted(rows))) for (touchpoint, theme), rows in sorted(kept.items())]


def _pairs(voices: Voices, troubled: Sequence[int]) -> tuple[dict[tuple[int, int], list[int]], dict[int, list[int]]]:
    """Rows by (touchpoint, theme), and those without a touchpoint by theme."""
    pairs: dict[tuple[int, int], list[int]] = {}
    homeless: dict[int, list[int]] = {}
    for row in troubled:
        touchpoint, theme = int(voices.tags.touchpoint[row]), int(voices.themes.assignment[row])
        if touchpoint >= 0:
            pairs.setdefault((touchpoint, theme), []).append(row)
        elif theme >= 0:
            homeless.setdefault(theme, []).append(row)
    tagged = {key: list(rows) for key, rows in pairs.items()}
    for theme, home in sorted(_homes(voices.tags, voices.themes).items()):
        near = set(voices.near(homeless.get(theme, []), tagged.get((home, theme), []), NEAR))
        if near:
            pairs[home, theme] = [*pairs[home, theme], *sorted(near)]
            homeless[theme] = [row for row in homeless[theme] if row not in near]
    return pairs, homeless


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
