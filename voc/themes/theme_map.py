"""The map of themes: a disc for each theme, near those with a similar meaning, and a place for every segment.

Distances between discs are those between the themes' centres, laid flat by metric multidimensional scaling (stress
majorisation, de Leeuw 1977, from the classical solution of Torgerson 1952, so that nothing is random); then discs that
overlap are pushed apart. Inside a disc a segment leans towards the themes that it is rather near to, and is the farther
out the less typical it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from threadpoolctl import threadpool_limits

from voc.schema import Floats, Ints, Segment, Themes
from voc.themes.clustering import cluster_centres
from voc.themes.graph import Doubles, centre_by_language


@dataclass(frozen=True, slots=True)
class MapLayout:
    """How discs and places are laid out, in units of the map's side."""

    cover: float = 0.38
    """The share (0–1) of the square that all discs cover together."""
    spread: float = 0.7
    """The width over which centres are drawn apart before discs push each other: with less, discs fill the square."""
    min_radius: float = 0.018
    """The radius of the smallest disc, so that a pointer finds it."""
    gap: float = 0.008
    """The space between two discs."""
    inner_share: float = 0.92
    """The share (0–1) of a disc's radius within which its segments are placed."""


_LAYOUT = MapLayout()
_MAX_ITERATIONS = 300
"""Iterations of scaling and of pushing apart; both settle in far fewer for a readable number of themes."""
_SETTLED = 1e-4
"""Scaling stops when no centre moves farther than this in one iteration."""
_GOLDEN_ANGLE = np.pi * (3 - 5**0.5)
"""The angle between seeds of a sunflower: points at its multiples fill a disc evenly."""
_DECIMALS = 4
"""Decimals of coordinates in the study's tables."""


def add_theme_map(themes: Themes, segments: Sequence[Segment], embeddings: Floats) -> Themes:
    """Lay themes out: each with its ``disc``, and ``places`` of the segments. No two discs overlap.

    Args:
        themes: aligned with ``segments``; each has at least one segment.
        segments: n segments.
        embeddings: float32 (n, d), their vectors.
    """
    # One thread, so that sums are in the same order on every machine.
    with threadpool_limits(1):
        languages = np.array([segment.language for segment in segments], dtype=np.str_)
        discs, places = _lay_out(centre_by_language(embeddings, languages), themes.assignment, len(themes.themes))
    placed = tuple(
        replace(theme, disc=(x, y, radius)) for theme, (x, y, radius) in zip(themes.themes, discs.tolist(), strict=True)
    )
    return replace(themes, themes=placed, places=places)


def _lay_out(vectors: Floats, assignment: Ints, count: int, layout: MapLayout = _LAYOUT) -> tuple[Doubles, Floats]:
    """Discs float64 (count, 3) as x, y, radius; and places float32 (n, 2), −1 for unsorted segments."""
    places = np.full((len(vectors), 2), -1.0, np.float32)
    if count == 0:
        return np.zeros((0, 3)), places
    sizes = np.bincount(assignment[assignment >= 0], minlength=count).astype(np.float64)
    centres = cluster_centres(vectors, assignment, count).astype(np.float64)
    # The area of a disc, not its radius, is in proportion to the number of segments.
    radius = np.maximum(np.sqrt(layout.cover * sizes / sizes.sum() / np.pi), layout.min_radius)
    points, radius = _fill_square(_push_apart(_scale_to_plane(centres), radius, layout), radius)
    for theme in range(count):
        rows = np.flatnonzero(assignment == theme)
        cosine = vectors[rows].astype(np.float64) @ centres.T
        places[rows] = points[theme] + radius[theme] * layout.inner_share * _places_in_disc(cosine, points, theme)
    discs = np.asarray(np.column_stack([points, radius]), np.float64)
    return np.round(discs, _DECIMALS), np.round(places, _DECIMALS)


def _scale_to_plane(centres: Doubles) -> Doubles:
    """Centres (k, d) of length one as points (k, 2) whose distances are near theirs."""
    k = len(centres)
    if k == 1:
        return np.zeros((1, 2))
    target = np.round(np.sqrt(np.clip(2.0 - 2.0 * centres @ centres.T, 0.0, 4.0)), 6)
    np.fill_diagonal(target, 0.0)
    centring = np.eye(k) - 1.0 / k
    values, axes = np.linalg.eigh(np.round(-0.5 * centring @ (target**2) @ centring, 9))
    points = axes[:, [-1, -2]] * np.sqrt(np.maximum(values[[-1, -2]], 1e-12))
    # The sign of an eigenvector is arbitrary: the largest entry of each axis is made positive.
    points *= np.where(points[np.abs(points).argmax(axis=0), [0, 1]] < 0, -1.0, 1.0)
    for _ in range(_MAX_ITERATIONS):
        distance = np.linalg.norm(points[:, None] - points[None], axis=2)
        pull = -np.divide(target, distance, out=np.zeros_like(target), where=distance > 1e-9)
        np.fill_diagonal(pull, 0.0)
        np.fill_diagonal(pull, -pull.sum(axis=1))
        moved = pull @ points / k
        has_settled = np.abs(moved - points).max() < _SETTLED
        points = moved
        if has_settled:
            break
    return np.asarray(points, np.float64)


def _push_apart(points: Doubles, radius: Doubles, layout: MapLayout) -> Doubles:
    """Scale the points into the unit square and push discs that overlap apart."""
    width = max(float(np.ptp(points, axis=0).max()), 1e-9)
    points = (points - points.mean(axis=0)) / width * layout.spread
    n = len(points)
    # Two centres at one point would have no direction to be pushed in.
    angle = np.arange(n) * _GOLDEN_ANGLE
    points = points + 1e-6 * np.column_stack([np.cos(angle), np.sin(angle)])
    least = radius[:, None] + radius[None] + layout.gap
    for _ in range(_MAX_ITERATIONS):
        step = points[:, None] - points[None]
        length = np.maximum(np.linalg.norm(step, axis=2), 1e-9)
        overlap = np.where(np.eye(n, dtype=bool), 0.0, np.maximum(least - length, 0.0))
        if overlap.max(initial=0.0) < 1e-6:
            break
        points = points + 0.5 * (step / length[..., None] * overlap[..., None]).sum(axis=1)
    return points


def _fill_square(points: Doubles, radius: Doubles) -> tuple[Doubles, Doubles]:
    """Points and radii scaled together so that the discs fill the unit square's width or height, in its middle."""
    low, high = (points - radius[:, None]).min(axis=0), (points + radius[:, None]).max(axis=0)
    scale = 1.0 / float((high - low).max())
    return (points - (low + high) / 2) * scale + 0.5, radius * scale


def _places_in_disc(cosine: Doubles, points: Doubles, theme: int) -> Doubles:
    """Places (m, 2) in the unit disc of a theme from its rows' cosines (m, k) with all centres.

    A row leans towards the themes that it is nearer to than its neighbours are; the less typical, the farther out.
    """
    m = len(cosine)
    order = np.lexsort((np.arange(m), -np.round(cosine[:, theme], 6)))
    rank = np.empty(m)
    rank[order] = np.arange(m)
    direction = points - points[theme]
    direction /= np.maximum(np.linalg.norm(direction, axis=1, keepdims=True), 1e-9)
    lean = np.round(cosine - cosine.mean(axis=0), 6) @ direction
    leans_nowhere = np.linalg.norm(lean, axis=1) < 1e-6
    angle = np.where(leans_nowhere, rank * _GOLDEN_ANGLE, np.arctan2(lean[:, 1], lean[:, 0]))
    # The root spreads ranks evenly over the area of the disc.
    places = np.sqrt((rank + 0.5) / m)[:, None] * np.column_stack([np.cos(angle), np.sin(angle)])
    return np.asarray(places, np.float64)
