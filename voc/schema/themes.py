"""Themes, and which segment belongs to which."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from voc.schema.basics import Floats, Ints


@dataclass(frozen=True, slots=True)
class Theme:
    """A named matter. ``exemplars`` are positions of segments, nearest the centre first, of different people where
    possible. ``stability`` is the share of resamples in which the theme comes back (0–1, None if not measured).
    ``group`` names the group that the theme belongs to, where there are many themes ("" where there are few).
    ``disc`` is x, y and radius on the map of themes, a unit square with y downwards (None: no map)."""

    theme_id: str
    name: str
    keywords: tuple[str, ...]
    exemplars: tuple[int, ...]
    stability: float | None = None
    group: str = ""
    disc: tuple[float, float, float] | None = None


@dataclass(frozen=True, slots=True)
class Themes:
    """``assignment`` int32 (n,): position in ``themes`` or −1 (unsorted); ``score`` float32 (n,) in 0–1, the nearness
    to the theme; ``core`` bool (n,); ``tentative`` when there is too little material to trust the number of themes;
    ``note`` says in plain English why there are none, or what was set aside; ``waiting`` are sentences about decisions
    in codebook.toml that find nothing in this material; ``places`` float32 (n, 2): where each segment lies on the map
    of themes, −1 for unsorted ones (None: no map)."""

    themes: tuple[Theme, ...]
    assignment: Ints
    score: Floats
    core: NDArray[np.bool_]
    tentative: bool = False
    note: str = ""
    waiting: tuple[str, ...] = ()
    places: Floats | None = None
