"""Phases and touchpoints of the customer journey; what people feel there, what troubles them, what was measured."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from voc.schema.types import Floats, Ints


@dataclass(frozen=True, slots=True)
class Phase:
    """A phase of the journey; ``names`` by language; ``when`` it is relative to the purchase ("" if unknown)."""

    phase_id: str
    names: Mapping[str, str]
    when: Literal["", "before", "purchase", "after"] = ""


@dataclass(frozen=True, slots=True)
class Touchpoint:
    """A contact between a customer and the brand. All texts are by language. Cues are phrases that name it; examples
    are sentences of customers, in any language, that the team has accepted for it."""

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
class JourneyFit:
    """The built-in journey that fits a study ("none" if none does), and the share of statements that each one places
    (0–1; empty if none was tried)."""

    name: str
    shares: Mapping[str, float] = field(default_factory=dict)

    @property
    def share(self) -> float:
        """The share of statements that the journey places, 0–1; 0 if it was not tried."""
        return self.shares.get(self.name, 0.0)


@dataclass(frozen=True, slots=True)
class FurtherTag:
    """A further touchpoint that a segment is about: the segment's position, the touchpoint's, and the score (0–1)."""

    segment: int
    touchpoint: int
    score: float


@dataclass(frozen=True, slots=True)
class Tags:
    """``touchpoint`` int32 (n,): position in ``Taxonomy.touchpoints``, −1 unassigned; ``score`` float32 (n,) 0–1.

    ``also`` are further touchpoints of segments that have one, sorted by segment and then by score, best first.
    """

    touchpoint: Ints
    score: Floats
    also: tuple[FurtherTag, ...] = ()


@dataclass(frozen=True, slots=True)
class Feeling:
    """What people feel in a phase (``touchpoint_id`` "") or at a touchpoint.

    ``polarity`` is the mean over people of each person's mean, −1…1, with a 95 % bootstrap interval over people
    (``low``, ``high``). All three are None without data; the interval is None below MIN_PEOPLE. ``emotions`` maps an
    emotion to the share of people who show it (0–1). ``best`` and ``worst`` are positions of segments or −1.
    """

    phase_id: str
    touchpoint_id: str
    n_segments: int
    n_respondents: int
    # Over people and not over segments, so that somebody who talks much does not count more.
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
    """A part of a segment: ``segments[segment].text[start:end]``."""

    segment: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class SentenceParts:
    """What a sentence of the product is made of, so that it can be written in another language than the study's.

    ``key`` is that of its catalogue. ``texts`` are words of the study by field, ``ids`` say for some of these fields
    what they name: a touchpoint, a phase, or a key of the catalogue. ``numbers`` are whole, ``figures`` have two
    decimals. ``attributes`` are names of attributes as the sources have them.
    """

    key: str
    texts: Mapping[str, str] = field(default_factory=dict)
    ids: Mapping[str, str] = field(default_factory=dict)
    numbers: Mapping[str, int] = field(default_factory=dict)
    figures: Mapping[str, float] = field(default_factory=dict)
    attributes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PainPoint:
    """A single problem that people report.

    ``segments`` are positions, worst first; ``quotes`` are one to three of them, of different people; ``counter`` are
    positions of segments that say the opposite. ``severity`` is 0–1; ``intensity`` (0–1) is the mean over these people
    of their mean negativity. ``goal`` and ``hurdle`` are people's own words, None where nobody says them. ``wording``
    is what a title with the name of a touchpoint is made of. ``workshop`` is what a team
    filled in: owner, effort, impact, status, opportunity, hypothesis.
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
    # Spans and not texts: what a report puts into people's mouths must be a part of what they said.
    goal: Span | None
    hurdle: Span | None
    quotes: tuple[int, ...]
    counter: tuple[int, ...] = ()
    intensity: float = 0.0
    wording: SentenceParts | None = None
    workshop: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PainPoints:
    """``points`` are ranked, worst first; ``waiting`` are sentences about pending decisions in codebook.toml, whose
    pain point does not exist."""

    points: tuple[PainPoint, ...]
    waiting: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment of truth: a touchpoint whose trouble or delight goes along with a different overall rating.

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


@dataclass(frozen=True, slots=True)
class Metric:
    """A number that was measured, not said: a row of data/metrics.csv. ``touchpoint_id`` is "" for the whole journey.

    ``unit`` is "" for counts, "share" for 0–1, "s" for seconds, otherwise as in the source. ``period`` is "" or ISO
    8601 ("2026-01-01/2026-03-31"); ``source`` is the file's name. ``n`` is the sample of a mean or share (None: a sum).
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
    """A variant in an A/B test: ``0 <= conversions <= visitors``."""

    name: str
    visitors: int
    conversions: int


@dataclass(frozen=True, slots=True)
class Experiment:
    """An A/B test. The first of ``variants`` is the control."""

    name: str
    variants: tuple[Variant, ...]
    touchpoint_id: str = ""
    period: str = ""
    source: str = ""


def in_language(names: Mapping[str, str], language: str) -> str:
    """Return the text in this language; if there is none, the first text in any language; "" for no text at all.

    >>> in_language({"de": "Kauf", "en": "Purchase"}, "en"), in_language({"de": "Kauf"}, "en"), in_language({}, "en")
    ('Purchase', 'Kauf', '')
    """
    return names.get(language) or next(iter(names.values()), "")
