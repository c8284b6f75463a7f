"""A mark for each persona: a pattern of bars and corners in greys, made from its id, that stands for no person.

The pattern is never its own mirror image and holds nothing round, so that nobody reads a face into it. It says nothing
about the people: the same id gives the same pattern, whoever they are.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from markupsafe import Markup

SIDE = 4
"""Tiles a side."""
TILE = 16
TONES = 4
"""The fills are classes of the style sheet, ``t1`` (pale) to ``t4`` (ink)."""
_SHAPES = (
    "M0 0H16L0 16Z",
    "M0 0H16V16Z",
    "M16 0V16H0Z",
    "M0 0L16 16H0Z",
    "M0 0H16V8H0Z",
    "M0 0H8V16H0Z",
    "M0 0H16V16H0Z",
)
"""Four corners, two bars, a full tile."""


def avatar(persona_id: str) -> Markup:
    """The mark of a persona as an inline SVG of 64 by 64, hidden from screen readers, for it says nothing."""
    tiles = _tiles(persona_id)
    paths = "".join(
        f'<path class="t{tone}" d="{_SHAPES[shape]}" transform="translate({at % SIDE * TILE} {at // SIDE * TILE})"/>'
        for at, (shape, tone) in enumerate(tiles)
    )
    side = SIDE * TILE
    return Markup(  # noqa: S704 - drawn here, from numbers
        f'<svg class="avatar" viewBox="0 0 {side} {side}" width="{side}" height="{side}" aria-hidden="true" '
        f'focusable="false">{paths}</svg>'
    )


def _tiles(persona_id: str) -> list[tuple[int, int]]:
    """(shape, tone) of each tile, row by row; drawn again until the pattern has no axis of symmetry."""
    for turn in range(64):
        drawn = hashlib.sha256(f"{persona_id} {turn}".encode()).digest()
        tiles = [(byte % len(_SHAPES), 1 + (byte >> 4) % TONES) for byte in drawn[: SIDE * SIDE]]
        if not _mirrored(tiles):
            return tiles
    return tiles


def _mirrored(tiles: Sequence[tuple[int, int]]) -> bool:
    """Whether half the tiles or more have the tone of their mirror image, left to right."""
    pairs = [(tiles[row * SIDE + x][1], tiles[row * SIDE + SIDE - 1 - x][1]) for row in range(SIDE) for x in range(2)]
    return sum(left == right for left, right in pairs) * 2 >= len(pairs)
