"""How large the graph, the map and the clusters are for a given amount of material."""

from __future__ import annotations

from dataclasses import dataclass

from voc.config import ThemesSection

LEAST = 8
"""Below this number of segments with matter there are no themes."""
FEW = 30
"""Below this number of segments with matter themes are tentative and found by joining, not by density."""
FIT = 6000
"""At most this many segments are clustered; the others are assigned."""

_DETAIL = {"coarse": 0.6, "normal": 1.0, "fine": 1.7}


@dataclass(frozen=True, slots=True)
class Sizes:
    """``neighbours`` of each row, ``dimensions`` of the map, ``min_cluster_size``, ``min_samples`` and the ``most``
    themes that can be read. ``near`` is the cosine from which two clusters are one matter."""

    neighbours: int
    dimensions: int
    min_cluster_size: int
    min_samples: int
    most: int
    near: float


def sizes_for(n: int, config: ThemesSection) -> Sizes:
    """Sizes for ``n`` different segments with matter.

    Neighbours follow DESIGN.md (15), dimensions and smallest theme grow with the square root of the material up to
    what was measured there, and the number of themes with its cube root: 300 segments give at most 9 themes, 1,000 at
    most 14, 6,000 at most 25.
    """
    detail = _DETAIL[config.detail]
    most = config.number or round(min(1.4 * n ** (1 / 3), 25) * (detail if detail < 1 else 1.6 if detail > 1 else 1))
    dimensions = round(min(0.45 * n**0.5, 15) * detail)
    if config.number:
        dimensions = max(dimensions, min(config.number, 40))
    smallest = round(min(0.45 * n**0.5, 40) / detail)
    return Sizes(
        neighbours=min(15, max(3, n // 4)),
        dimensions=max(2, dimensions),
        min_cluster_size=max(3, smallest),
        min_samples=3 if n < 1000 else 4,
        most=max(1, most),
        near=2.0 if config.number or config.detail == "fine" else 0.62,
    )
