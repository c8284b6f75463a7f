"""The map of themes: a disc a theme, near each other where their words mean alike, and a place for every segment.

Distances between discs are those between the themes' centres, laid flat by metric multidimensional scaling (stress
majorisation, de Leeuw 1977, from the classical solution of Torgerson 1952, so that nothing is random); then discs that
overlap are pushed apart. Inside a disc a segment leans towards the themes that it is rather near to, and lies the
farther out the less typical it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from threadpoolctl import threadpool_limits

from voc.schema import Floats, Ints, Segment, Themes
from voc.themes.clustering import centres
from voc.themes.graph import Doubles, centred

_COVER = 0.38
"""The share of the square that all discs cover together."""
_SPREAD = 0.7
"""How far centres are drawn apart before discs push: less of it, and the discs fill the square."""
_SMALLEST = 0.018
_MARGIN = 0.92
_GOLDEN_ANGLE = np.pi * (3 - 5**0.5)
_GAP = 0.008
_ROUNDS = 300
_SETTLED = 1e-4
_DIGITS = 4


def with_map(themes: Themes, segments: Sequence[Segment], embeddings: Floats) -> Themes:
    """Lay themes out: each with its ``disc``, and ``places`` of the segments. No two discs overlap.

    Args:
        themes: aligned with ``segments``; each has at least one segment.
        segments: n segments.
        embeddings: float32 (n, d), their vectors.
    """
    with threadpool_limits(1):
        languages = np.array([segment.language for segment in segments], dtype=np.str_)
        discs, places = _laid_out(centred(embeddings, languages), themes.assignment, len(themes.themes))
    drawn = tuple(
        replace(theme, disc=(x, y, radius)) for theme, (x, y, radius) in zip(themes.themes, discs.tolist(), strict=True)
    )
    return replace(themes, themes=drawn, places=places)


def _laid_out(vectors: Floats, assignment: Ints, count: int) -> tuple[Doubles, Floats]:
    """Discs float64 (k, 3) and places float32 (n, 2)."""
    places = np.full((len(vectors), 2), -1.0, np.float32)
    if count == 0:
        return np.zeros((0, 3)), places
    sizes = np.bincount(assignment[assignment >= 0], minlength=count).astype(np.float64)
    middle = centres(vectors, assignment, count).astype(np.float64)
    radius = np.maximum(np.sqrt(_COVER * sizes / sizes.sum() / np.pi), _SMALLEST)
    centre, radius = _fit(_apart(_flat(middle), radius), radius)
    for theme in range(count):
        rows = np.flatnonzero(assignment == theme)
        likeness = vectors[rows].astype(np.float64) @ middle.T
        places[rows] = centre[theme] + radius[theme] * _MARGIN * _inside(likeness, centre, theme)
    discs = np.asarray(np.column_stack([centre, radius]), np.float64)
    return np.round(discs, _DIGITS), np.round(places, _DIGITS)


def _flat(middle: Doubles) -> Doubles:
    """Centres (k, d) of length one as points (k, 2) whose distances are near theirs."""
    k = len(middle)
    if k == 1:
        return np.zeros((1, 2))
    wanted = np.round(np.sqrt(np.clip(2.0 - 2.0 * middle @ middle.T, 0.0, 4.0)), 6)
    np.fill_diagonal(wanted, 0.0)
    keep = np.eye(k) - 1.0 / k
    values, axes = np.linalg.eigh(np.round(-0.5 * keep @ (wanted**2) @ keep, 9))
    points = axes[:, [-1, -2]] * np.sqrt(np.maximum(values[[-1, -2]], 1e-12))
    points *= np.where(points[np.abs(points).argmax(axis=0), [0, 1]] < 0, -1.0, 1.0)
    for _ in range(_ROUNDS):
        found = np.linalg.norm(points[:, None] - points[None], axis=2)
        pull = -np.divide(wanted, found, out=np.zeros_like(wanted), where=found > 1e-9)
        np.fill_diagonal(pull, 0.0)
        np.fill_diagonal(pull, -pull.sum(axis=1))
        moved = pull @ points / k
        done = np.abs(moved - points).max() < _SETTLED
        points = moved
        if done:
            break
    return np.asarray(points, np.float64)


def _apart(points: Doubles, radius: Doubles) -> Doubles:
    """Scale the points into the unit square and push discs that overlap apart."""
    span = max(float(np.ptp(points, axis=0).max()), 1e-9)
    points = (points - points.mean(axis=0)) / span * _SPREAD
    n = len(points)
    angle = np.arange(n) * _GOLDEN_ANGLE
    points = points + 1e-6 * np.column_stack([np.cos(angle), np.sin(angle)])
    need = radius[:, None] + radius[None] + _GAP
    for _ in range(_ROUNDS):
        step = points[:, None] - points[None]
        length = np.maximum(np.linalg.norm(step, axis=2), 1e-9)
        over = np.where(np.eye(n, dtype=bool), 0.0, np.maximum(need - length, 0.0))
        if over.max(initial=0.0) < 1e-6:
            break
        points = points + 0.5 * (step / length[..., None] * over[..., None]).sum(axis=1)
    return points


def _fit(points: Doubles, radius: Doubles) -> tuple[Doubles, Doubles]:
    """Discs scaled together so that they fill the unit square's width or height, in its middle."""
    low, high = (points - radius[:, None]).min(axis=0), (points + radius[:, None]).max(axis=0)
    scale = 1.0 / float((high - low).max())
    return (points - (low + high) / 2) * scale + 0.5, radius * scale


def _inside(likeness: Doubles, centre: Doubles, theme: int) -> Doubles:
    """Places (m, 2) in the unit disc of a theme from its rows' cosines (m, k) with all centres.

    A row leans towards the themes that it is nearer to than its neighbours are; the less typical, the farther out.
    """
    m = len(likeness)
    order = np.lexsort((np.arange(m), -np.round(likeness[:, theme], 6)))
    rank = np.empty(m)
    rank[order] = np.arange(m)
    way = centre - centre[theme]
    way /= np.maximum(np.linalg.norm(way, axis=1, keepdims=True), 1e-9)
    lean = np.round(likeness - likeness.mean(axis=0), 6) @ way
    turn = rank * _GOLDEN_ANGLE
    lone = np.linalg.norm(lean, axis=1) < 1e-6
    angle = np.where(lone, turn, np.arctan2(lean[:, 1], lean[:, 0]))
    places = np.sqrt((rank + 0.5) / m)[:, None] * np.column_stack([np.cos(angle), np.sin(angle)])
    return np.asarray(places, np.float64)
