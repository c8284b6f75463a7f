"""The small emotion curve of one persona, over the phases. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reports.charts.geometry import SMALL, reach, runs, smooth, wrap
from reports.view.records import Mood

HEIGHT = 148.0
LEFT, TOP, BOTTOM = 16.0, 12.0, 44.0
FEWEST = 4
"""With fewer phases than this the columns are as wide as with so many."""


@dataclass(frozen=True, slots=True)
class Stop:
    """A phase on the curve; ``y``, ``low`` and ``high`` are None without data."""

    x: float
    y: float | None
    low: float | None
    high: float | None
    lines: tuple[str, ...]
    mood: Mood


@dataclass(frozen=True, slots=True)
class SmallCurve:
    """Where everything stands, in the chart's own pixels."""

    width: float
    height: float
    left: float
    zero: float
    base: float
    stops: tuple[Stop, ...]
    paths: tuple[str, ...]


def small_curve(moods: Sequence[tuple[str, Mood]], width: float = 540.0) -> SmallCurve:
    """The mood at each phase, in order, on a scale as tall as the farthest of them needs."""
    limit = reach([mood for _, mood in moods])
    base = HEIGHT - BOTTOM
    zero = (TOP + base) / 2
    scale = (base - TOP) / 2 / limit
    step = (width - LEFT) / max(len(moods), FEWEST)
    stops = []
    for number, (name, mood) in enumerate(moods):
        y, low, high = (
            None if value is None else round(zero - value * scale, 1) for value in (mood.polarity, mood.low, mood.high)
        )
        x = round(LEFT + step * (number + 0.5), 1)
        stops.append(Stop(x, y, low, high, wrap(name, step - 4, SMALL, 1), mood))
    known = runs([None if stop.y is None else (stop.x, stop.y) for stop in stops])
    paths = tuple(smooth([(one[0], one[1]) for one in run]) for run in known if len(run) > 1)
    return SmallCurve(width, HEIGHT, LEFT, zero, base, tuple(stops), paths)
