"""The emotion curve turned upright, one row a phase or touchpoint, so that it can be read on a phone. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reports.charts.emotion_curve import drawn
from reports.charts.geometry import LABEL, SMALL, radius, reach, runs, smooth, wrap
from reports.view.records import Mood, PhaseBlock, Place


@dataclass(frozen=True, slots=True)
class Line:
    """One row: a phase or a touchpoint with its mark on the polarity axis; ``x`` is None without data.

    ``personas`` are number, x and mood of each persona that says something there.
    """

    y: float
    x: float | None
    low: float | None
    high: float | None
    r: float
    phase: bool
    lines: tuple[str, ...]
    name: str
    mood: Mood
    personas: tuple[tuple[int, float, Mood], ...] = ()


@dataclass(frozen=True, slots=True)
class Rows:
    """Phases, and touchpoints below them, one under the other."""

    width: float
    height: float
    left: float
    zero: float
    right: float
    rows: tuple[Line, ...]
    paths: tuple[str, ...]


def rows(blocks: Sequence[PhaseBlock], *, width: float = 358.0, detailed: bool = False) -> Rows:
    """The same figures as `curve`, turned upright so that they can be read on a phone."""
    found: list[Place] = []
    for block in blocks:
        found.append(block.phase)
        found += drawn(blocks, block) if detailed else ()
    limit = reach([mood for place in found for mood in (place.mood, *(place.by_persona if detailed else ()))])
    left, right, top, step = 138.0, width - 10.0, 24.0, 36.0 if detailed else 40.0
    zero = (left + right) / 2
    scale = (right - left) / 2 / limit
    most = max((place.mood.people for place in found if place.touchpoint_id), default=1)
    lines = []
    for number, place in enumerate(found):
        mood, phase = place.mood, not place.touchpoint_id
        x, low, high = (
            None if value is None else round(zero + value * scale, 1) for value in (mood.polarity, mood.low, mood.high)
        )
        size = LABEL if phase else SMALL
        lines.append(
            Line(
                y=round(top + step * (number + 0.5), 1),
                x=x,
                low=low,
                high=high,
                r=6.0 if phase else min(10.0, radius(mood.people, most, 10.0)),
                phase=phase,
                lines=wrap(place.name, left - 14, size),
                name=place.name,
                mood=mood,
                personas=tuple(
                    (k, round(zero + one.polarity * scale, 1), one)
                    for k, one in enumerate(place.by_persona, 1)
                    if one.polarity is not None
                )
                if detailed
                else (),
            )
        )
    marks = [None if line.x is None or detailed else (line.y, line.x) for line in lines if line.phase]
    paths = tuple(smooth([(p[0], p[1]) for p in run], upright=True) for run in runs(marks) if len(run) > 1)
    return Rows(width, top + step * len(found) + 8, left, zero, right, tuple(lines), paths)
