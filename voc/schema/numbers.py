"""Figures from other systems, A/B tests and moments of truth."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Metric:
    """A figure that was measured, not said: a row of data/metrics.csv. ``touchpoint_id`` is "" for the whole journey.

    ``unit`` is "" for counts, "share" for 0–1, "s" for seconds, else as the source says; ``period`` is "" or ISO 8601
    ("2026-01-01/2026-03-31"); ``source`` is the file's name. ``n`` counts what a mean or share rests on (None: a sum).
    """

    touchpoint_id: str
    metric: str
    value: float
    unit: str = ""
    period: str = ""
    source: str = ""
    n: int | None = None


@dataclass(frozen=True, slots=True)
class Variant:
    """One arm of an A/B test: ``0 <= conversions <= visitors``."""

    name: str
    visitors: int
    conversions: int


@dataclass(frozen=True, slots=True)
class Experiment:
    """An A/B test. The first of ``variants`` is what the others are compared with."""

    name: str
    variants: tuple[Variant, ...]
    touchpoint_id: str = ""
    period: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Moment:
    """Whether a touchpoint goes along with the whole being rated otherwise.

    ``side`` "trouble" or "delight": ``difference`` is the mean overall rating (0–1) of people who show it there minus
    that of all others who rated. ``side`` "valley" or "peak", where nobody rated: the touchpoint's mean polarity minus
    the mean polarity of all people (−2…2). ``low`` and ``high`` are its 95 % interval (bootstrap over people);
    ``spread`` is the standard deviation over the people at the touchpoint, of ratings or of polarity.
    """

    touchpoint_id: str
    side: Literal["trouble", "delight", "valley", "peak"]
    n_with: int
    n_without: int
    difference: float
    low: float
    high: float
    spread: float
