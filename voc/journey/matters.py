"""Troubled segments → matters: what people say of one theme at one touchpoint, small ones merged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from voc.schema import Tags, Themes

HOME_SHARE = 0.5
"""A theme is at home at a touchpoint that this share of its tagged segments speaks of."""
HOME_LEAST = 3
OWN_LEAST = 3
"""A pair of touchpoint and theme with fewer people joins the rest of its touchpoint."""


@dataclass(frozen=True, slots=True)
class Matter:
    """``touchpoint`` and ``theme`` are positions or −1, never both −1; ``rows`` are positions of segments, sorted."""

    touchpoint: int
    theme: int
    rows: tuple[int, ...]


def find_matters(
    people: Sequence[str], troubled: Iterable[int], tags: Tags, themes: Themes, *, least: int
) -> list[Matter]:
    """Group the troubled rows; each matter has at least ``least`` people.

    A segment without a touchpoint goes to the home of its theme. A pair of touchpoint and theme that is too small
    joins the rest of its touchpoint, and where that is too small too, its theme. What speaks of neither, and what
    stays too small, is left out.
    """
    homes = _homes(tags, themes)
    pairs: dict[tuple[int, int], list[int]] = {}
    for row in sorted(troubled):
        theme = int(themes.assignment[row])
        touchpoint = int(tags.touchpoint[row])
        pairs.setdefault((touchpoint if touchpoint >= 0 else homes.get(theme, -1), theme), []).append(row)

    kept: dict[tuple[int, int], list[int]] = {}
    by_touchpoint: dict[int, dict[int, list[int]]] = {}
    by_theme: dict[int, list[int]] = {}
    for (touchpoint, theme), rows in sorted(pairs.items()):
        if touchpoint >= 0 and theme >= 0 and _count(people, rows) >= max(least, OWN_LEAST if least > 1 else 1):
            kept[touchpoint, theme] = rows
        elif touchpoint >= 0:
            by_touchpoint.setdefault(touchpoint, {})[theme] = rows
        elif theme >= 0:
            by_theme.setdefault(theme, []).extend(rows)
    for touchpoint, parts in sorted(by_touchpoint.items()):
        rows = [row for part in parts.values() for row in part]
        if _count(people, rows) >= least:
            kept[touchpoint, next(iter(parts)) if len(parts) == 1 else -1] = rows
            continue
        for theme, part in sorted(parts.items()):
            if theme >= 0:
                by_theme.setdefault(theme, []).extend(part)
    kept |= {(-1, theme): rows for theme, rows in sorted(by_theme.items()) if _count(people, rows) >= least}
    return [Matter(touchpoint, theme, tuple(sorted(rows))) for (touchpoint, theme), rows in sorted(kept.items())]


def _homes(tags: Tags, themes: Themes) -> dict[int, int]:
    """Theme → the touchpoint that it is mostly about."""
    counts: dict[int, Counter[int]] = {}
    for touchpoint, theme in zip(tags.touchpoint.tolist(), themes.assignment.tolist(), strict=True):
        if theme >= 0 and touchpoint >= 0:
            counts.setdefault(theme, Counter())[touchpoint] += 1
    homes = {}
    for theme, counter in sorted(counts.items()):
        touchpoint, n = min(counter.items(), key=lambda item: (-item[1], item[0]))
        if n >= HOME_LEAST and n >= HOME_SHARE * counter.total():
            homes[theme] = touchpoint
    return homes


def _count(people: Sequence[str], rows: Iterable[int]) -> int:
    return len({people[row] for row in rows})
