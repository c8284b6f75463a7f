"""What the templates show: plain records, already counted, rounded, sorted and worded."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from reports.view.notes import Note


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
    """One line of a persona with its count and proof. ``said`` is a sentence of one of them that says it; without it
    the line is its ``subject`` alone. ``quotes`` are whole statements, ``said``'s first."""

    subject: str
    people: int
    share: float
    lift: str
    few: bool
    quotes: tuple[Quote, ...]
    said: Quote | None = None
    mood: Mood | None = None


@dataclass(frozen=True, slots=True)
class TraitGroup:
    """The lines of a kind: those on the card, and ``more`` of them; ``empty`` says why there are none."""

    kind: str
    lines: tuple[TraitLine, ...]
    empty: str
    more: tuple[TraitLine, ...] = ()


@dataclass(frozen=True, slots=True)
class DifferenceLine:
    """What sets members apart: the shares here and among the others (0–1) and the sentences about it. ``proof`` names
    the test's figures."""

    claim: Markup
    here: float
    there: float
    shares: str
    proof: str


@dataclass(frozen=True, slots=True)
class CounterLine:
    """Members who say the opposite of a line."""

    sentence: Markup
    few: bool
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class AttributeBlock:
    """An attribute's values with people; ``note`` says how many carry it."""

    name: str
    values: tuple[tuple[str, int, float], ...]
    rest: str
    note: str


@dataclass(frozen=True, slots=True)
class Persona:
    """One persona card. ``name`` is a neutral placeholder ("Persona A"). ``differences`` are of lines that took part in
    the grouping, ``set_apart`` of attributes, which did not. ``not_asked`` names what no source holds."""

    anchor: str
    persona_id: str
    number: int
    name: str
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
    topics: TraitGroup
    channels: TraitGroup
    touchpoints: TraitGroup
    differences: tuple[DifferenceLine, ...] = ()
    set_apart: tuple[DifferenceLine, ...] = ()
    counter: tuple[CounterLine, ...] = ()
    questions: tuple[str, ...] = ()
    not_asked: str = ""


@dataclass(frozen=True, slots=True)
class Profile:
    """One respondent: what they talk about, feel where, want, fear, do and ask for. ``persona`` is name, title and
    anchor of theirs, None without. ``token`` filters the voices, "" where they cannot be filtered by person."""

    anchor: str
    label: str
    persona: tuple[str, str, str] | None
    size: str
    sources: str
    attributes: tuple[tuple[str, str], ...]
    quote: Quote | None
    groups: tuple[TraitGroup, ...]
    topics: tuple[TraitLine, ...]
    moods: tuple[tuple[str, Mood], ...]
    token: str


@dataclass(frozen=True, slots=True)
class People:
    """The profiles of a study; ``silent`` says who has none, ``elsewhere`` where they are when not in the report."""

    profiles: tuple[Profile, ...]
    silent: str
    elsewhere: Markup


@dataclass(frozen=True, slots=True)
class Voice:
    """One statement in Voices; ``place`` among all; ``about`` names its touchpoint and theme, ``tokens`` are what the
    filters look for; ``profile`` is the id of the person's profile, "" where the page has none."""

    place: int
    quote: Quote
    about: str
    question: str
    tokens: str
    profile: str = ""


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
    notes: tuple[Note, ...]
