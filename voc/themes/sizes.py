"""How the graph and the number of themes follow the amount of material and the wanted detail."""

from __future__ import annotations

from dataclasses import dataclass

from voc.config import ThemesSection

LEAST = 8
"""Below this number of segments with matter there are no themes."""
FEW = 30
"""Below this number of segments with matter themes are tentative and found by joining, not by their graph."""
FIT = 6000
"""At most this many segments are clustered; the others are assigned."""
MOST = 200
"""More themes than this are never looked for unless they are asked for by number."""

AGREEING = 0.6
"""A row is core when at least this share of its neighbours, by weight, belongs to the same cluster."""

_STAYING = {"coarse": 0.82, "normal": 0.77, "fine": 0.68}
_LITTLE = 2000
_STAYING_OF_LITTLE = _STAYING | {"normal": 0.74}
"""With less material a theme holds a walk less well: at 600 and 1,300 rows of the five labelled sets the count at 0.74
lay nearer the truth than at 0.77 on four of them (on the fifth, kununu_de, it rose from 15 to 17 of 12)."""


@dataclass(frozen=True, slots=True)
class Sizes:
    """``neighbours`` of each row in the graph; ``staying``, the least eigenvalue of a theme (0–1, see `graph.chart`);
    the ``number`` of themes when it was asked for; ``smallest``, the least rows of a theme."""

    neighbours: int
    staying: float
    number: int | None
    smallest: int


def sizes_for(n: int, config: ThemesSection) -> Sizes:
    """Sizes for ``n`` different segments with matter.

    Neighbours grow with the square root of the material, from 5 up to the 15 of DESIGN.md at 4,000 rows: with as many
    neighbours as a theme has rows no walk on the graph could stay inside it.
    """
    return Sizes(
        neighbours=max(3, min(max(round(0.24 * n**0.5), 5), 15, n // 4)),
        staying=(_STAYING_OF_LITTLE if n <= _LITTLE else _STAYING)[config.detail],
        number=config.number,
        smallest=3 if n < 1000 else 5,
    )
