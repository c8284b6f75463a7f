"""What the templates show: plain records, already counted, rounded, sorted and worded."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup


@dataclass(frozen=True, slots=True)
class Quote:
    """A verbatim with its source. ``start`` and ``end`` (code points in the document) only for a part of a segment.

    ``mood`` is "negative", "neutral" or "positive"; ``emotion`` an id of EMOTIONS or ""; ``unsure`` when the reading's
    confidence is below the limit; ``place`` is a time, row or page, "" when there is none.
    """

    segment_id: str
    text: str
    language: str
    person: str
    source: str
    place: str
    mood: str
    emotion: str
    unsure: bool
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Mood:
    """Mean polarity with its interval, −1…1, and its word. ``few`` when it rests on fewer than MIN_PEOPLE."""

    polarity: float | None
    low: float | None
    high: float | None
    word: str
    tone: str
    people: int
    few: bool


@dataclass(frozen=True, slots=True)
class Fact:
    """One sentence with the verbatims it rests on; ``target`` is the id it leads to."""

    title: str
    sentence: Markup
    target: str
    quotes: tuple[Quote, ...]
    few: bool = False


@dataclass(frozen=True, slots=True)
class Head:
    """Title, and the lines under it."""

    title: str
    counts: str
    languages: str
    scope: str


@dataclass(frozen=True, slots=True)
class EmotionCell:
    """People who show an emotion; ``step`` 0–4 is the shade."""

    emotion: str
    people: int
    share: float
    step: int
    tone: str


@dataclass(frozen=True, slots=True)
class Split:
    """How people with each value of an attribute feel, without intervals; ``spread`` is the distance between the means
    of those values that enough people have, ``visible`` when it is worth a look."""

    name: str
    values: tuple[tuple[str, Mood], ...]
    spread: float
    visible: bool


@dataclass(frozen=True, slots=True)
class Place:
    """A phase (``touchpoint_id`` "") or a touchpoint as the journey shows it; ``cells`` empty without data.

    ``hurdles`` are title, anchor and own words of its pain points; ``actors`` the personas with members there;
    ``by_persona`` how each persona feels there, in their order; ``does`` what people say that they do.
    """

    anchor: str
    phase_id: str
    touchpoint_id: str
    name: str
    description: str
    traits: str
    statements: int
    token: str
    mood: Mood
    cells: tuple[EmotionCell, ...]
    sentence: Markup
    wants: tuple[Quote, ...] = ()
    n_wants: int = 0
    hurdles: tuple[tuple[str, str, Quote | None], ...] = ()
    actors: tuple[str, ...] = ()
    best: Quote | None = None
    worst: Quote | None = None
    does: tuple[Quote, ...] = ()
    n_does: int = 0
    by_persona: tuple[Mood, ...] = ()
    splits: tuple[Split, ...] = ()


@dataclass(frozen=True, slots=True)
class PhaseBlock:
    """A phase with its touchpoints; ``silent`` are names of touchpoints that nobody speaks of."""

    phase: Place
    places: tuple[Place, ...]
    silent: str


@dataclass(frozen=True, slots=True)
class Pain:
    """One row of the pain-point table. ``tokens`` are what the filters look for;
    ``longest_people`` and ``longest_severity`` are 0–1, relative to the largest of all pain points.
    """

    anchor: str
    rank: int
    title: str
    phase: str
    phase_order: int
    touchpoint: str
    touchpoint_order: int
    theme: str
    theme_id: str
    people: int
    share: float
    statements: int
    intensity: float
    severity: float
    opportunity: str
    hypothesis: str
    longest_people: float
    longest_severity: float
    emotion: str
    feeling: str
    sentence: Markup
    few: bool
    goal: Quote | None
    hurdle: Quote | None
    quotes: tuple[Quote, ...]
    more: tuple[Quote, ...]
    counter: tuple[Quote, ...]
    personas: str
    tokens: str


@dataclass(frozen=True, slots=True)
class Theme:
    """One theme with its people by the balance of what they say; ``disc`` as in `voc.schema.Theme`."""

    anchor: str
    theme_id: str
    name: str
    people: int
    share: float
    statements: int
    negative: int
    mixed: int
    positive: int
    split: str
    few: bool
    keywords: tuple[str, ...]
    stability: str
    exemplars: tuple[Quote, ...]
    token: str
    group: str
    disc: tuple[float, float, float] | None = None


@dataclass(frozen=True, slots=True)
class TraitLine:
    """One trait with its count and proof."""

    subject: str
    people: int
    share: float
    lift: str
    few: bool
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class TraitGroup:
    """All traits of a kind; ``empty`` says why there are none."""

    kind: str
    lines: tuple[TraitLine, ...]
    empty: str


@dataclass(frozen=True, slots=True)
class AttributeBlock:
    """An attribute's values with people; ``note`` says how many carry it."""

    name: str
    values: tuple[tuple[str, int, float], ...]
    rest: str
    note: str


@dataclass(frozen=True, slots=True)
class Persona:
    """One persona card."""

    anchor: str
    number: int
    title: str
    people: int
    share: float
    size: Markup
    quote: Quote | None
    groups: tuple[TraitGroup, ...]
    attributes: tuple[AttributeBlock, ...]
    moods: tuple[tuple[str, Mood], ...]
    caveats: tuple[str, ...]
    top: tuple[str, ...]
    token: str


@dataclass(frozen=True, slots=True)
class Voice:
    """One statement in Voices; ``place`` among all; ``about`` names its touchpoint and theme, ``tokens`` are what the
    filters look for."""

    place: int
    quote: Quote
    about: str
    question: str
    tokens: str


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a filter."""

    token: str
    name: str


@dataclass(frozen=True, slots=True)
class SourceRow:
    """One input file and what became of it."""

    path: str
    kind: str
    status: str
    reader: str
    documents: int
    statements: int
    people: int
    reason: str
    notes: tuple[str, ...]
