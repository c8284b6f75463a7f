"""Phases and touchpoints, what people feel there, and what troubles them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from voc.schema.basics import Floats, Ints


@dataclass(frozen=True, slots=True)
class Phase:
    """A phase of the journey; ``names`` by language; ``when`` it lies beside the purchase ("" if unknown)."""

    phase_id: str
    names: Mapping[str, str]
    when: Literal["", "before", "purchase", "after"] = ""


@dataclass(frozen=True, slots=True)
class Touchpoint:
    """A contact between a customer and the brand. All texts by language; cues are phrases that name it; examples are
    what people said about it, in any language, accepted by the team."""

    touchpoint_id: str
    phase_id: str
    names: Mapping[str, str]
    descriptions: Mapping[str, str]
    cues: Mapping[str, tuple[str, ...]]
    channel: Literal["online", "offline", "both"] = "both"
    owner: Literal["direct", "indirect"] = "direct"
    medium: Literal["digital", "analog", "both"] = "both"
    mode: Literal["active", "passive"] = "active"
    examples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Taxonomy:
    """The phases of a journey in order, and their touchpoints in order."""

    taxonomy_id: str
    names: Mapping[str, str]
    phases: tuple[Phase, ...]
    touchpoints: tuple[Touchpoint, ...]


@dataclass(frozen=True, slots=True)
class FurtherTag:
    """Position of a segment that speaks of a further touchpoint, position of that touchpoint, and score 0–1."""

    segment: int
    touchpoint: int
    score: float


@dataclass(frozen=True, slots=True)
class Tags:
    """``touchpoint`` int32 (n,): position in ``Taxonomy.touchpoints``, −1 unassigned; ``score`` float32 (n,) 0–1.

    ``also`` names what else a segment speaks of, by segment, the best first; only segments that have a touchpoint.
    """

    touchpoint: Ints
    score: Floats
    also: tuple[FurtherTag, ...] = ()


@dataclass(frozen=True, slots=True)
class Feeling:
    """What people feel in one phase (``touchpoint_id`` "") or at one touchpoint.

    ``polarity`` is the mean over people of each person's mean, −1…1, with a 95 % bootstrap interval over people
    (``low``, ``high``); all three None without data, the interval None below MIN_PEOPLE. ``emotions`` maps an
    emotion to the share of people who show it (0–1). ``best`` and ``worst`` are positions of segments or −1.
    """

    phase_id: str
    touchpoint_id: str
    n_segments: int
    n_respondents: int
    polarity: float | None
    low: float | None
    high: float | None
    emotions: Mapping[str, float]
    n_pain: int
    n_praise: int
    best: int = -1
    worst: int = -1


@dataclass(frozen=True, slots=True)
class Span:
    """Words inside a segment: ``segments[segment].text[start:end]``."""

    segment: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class PainPoint:
    """One matter that troubles people.

    ``segments`` are positions, worst first; ``quotes`` are one to three of them, of different people; ``counter`` are
    positions of segments that say the opposite. ``severity`` is 0–1; ``intensity`` (0–1) is the mean over these people
    of their mean negativity. ``goal`` and ``hurdle`` are people's own words, None where the words do not give them.
    """

    pain_point_id: str
    title: str
    phase_id: str
    touchpoint_id: str
    theme_id: str
    segments: tuple[int, ...]
    respondents: tuple[str, ...]
    share_respondents: float
    severity: float
    emotion: str
    goal: Span | None
    hurdle: Span | None
    quotes: tuple[int, ...]
    counter: tuple[int, ...] = ()
    intensity: float = 0.0


@dataclass(frozen=True, slots=True)
class PainPoints:
    """``points`` ranked, the worst first; ``waiting`` are sentences about decisions in codebook.toml that find no pain
    point in this material."""

    points: tuple[PainPoint, ...]
    waiting: tuple[str, ...] = ()
