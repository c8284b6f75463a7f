"""What templates, charts, maps and exports show: plain records, already counted, rounded, sorted and worded.

The templates of a company's own look read these fields by name, so renaming one breaks them (docs/look.md).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup


@dataclass(frozen=True, slots=True)
class ShownQuote:
    """A verbatim with its source. ``start`` and ``end`` (code points in the document) only for a part of a segment.

    ``mood`` is "negative", "neutral" or "positive"; ``emotion`` one of EMOTIONS or ""; ``unsure`` means that the
    reading has low confidence; ``place`` is a time, row or page in the source, "" where there is none. ``asks``: it may
    hold the interviewer's question.
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
    asks: bool = False


@dataclass(frozen=True, slots=True)
class Mood:
    """Mean polarity with its interval, −1…1, its word and its tone. ``few``: fewer than MIN_PEOPLE people."""

    polarity: float | None
    low: float | None
    high: float | None
    word: str
    tone: str
    people: int
    few: bool


@dataclass(frozen=True, slots=True)
class Finding:
    """A sentence with the verbatims that support it; ``target`` is the id of the element that it links to."""

    title: str
    sentence: Markup
    target: str
    quotes: tuple[ShownQuote, ...]
    few: bool = False


@dataclass(frozen=True, slots=True)
class PersonMood:
    """A respondent, the mean mood of everything that they say, and whether good or bad statements outweigh."""

    label: str
    mood: Mood
    balance: str


@dataclass(frozen=True, slots=True)
class ReportHead:
    """The title of the report and the lines under it; ``caution`` says where questions may be among the answers, ""
    where nowhere."""

    title: str
    counts: str
    languages: str
    scope: str
    caution: str = ""


@dataclass(frozen=True, slots=True)
class EmotionCell:
    """How many people show an emotion; ``step`` 0–4 is the shade of the cell."""

    emotion: str
    people: int
    share: float
    step: int
    tone: str


@dataclass(frozen=True, slots=True)
class MoodSplit:
    """How people with each value of an attribute feel, without intervals. ``spread`` is the difference between the
    highest and lowest mean of values with enough people; ``visible``: it is large enough to be shown first."""

    name: str
    values: tuple[tuple[str, Mood], ...]
    spread: float
    visible: bool


@dataclass(frozen=True, slots=True)
class JourneyStep:
    """A phase (``touchpoint_id`` "") or a touchpoint of the journey; ``cells`` is empty without data.

    ``hurdles`` are title, anchor and verbatim of its pain points; ``actors`` the personas with members there;
    ``by_persona`` the mood of each persona, in their order; ``does`` what people say they do there.
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
    wants: tuple[ShownQuote, ...] = ()
    n_wants: int = 0
    hurdles: tuple[tuple[str, str, ShownQuote | None], ...] = ()
    actors: tuple[str, ...] = ()
    best: ShownQuote | None = None
    worst: ShownQuote | None = None
    does: tuple[ShownQuote, ...] = ()
    n_does: int = 0
    by_persona: tuple[Mood, ...] = ()
    splits: tuple[MoodSplit, ...] = ()


@dataclass(frozen=True, slots=True)
class PhaseBlock:
    """A phase with its touchpoints; ``silent`` names the touchpoints that nobody speaks of."""

    phase: JourneyStep
    places: tuple[JourneyStep, ...]
    silent: str


@dataclass(frozen=True, slots=True)
class PainCard:
    """A row of the table of pain points. ``tokens`` are what the filters look for; ``longest_people`` and
    ``longest_severity`` are the lengths of its bars, 0–1, relative to the largest of all pain points."""

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
    goal: ShownQuote | None
    hurdle: ShownQuote | None
    quotes: tuple[ShownQuote, ...]
    more: tuple[ShownQuote, ...]
    counter: tuple[ShownQuote, ...]
    personas: str
    tokens: str
    workshop: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ThemeCard:
    """A theme with its people by the balance of what they say; ``disc`` as in `voc.schema.Theme`. ``question`` is the
    one that most of its people answer, ``answering`` their number ("" and 0 where fewer than `MIN_PEOPLE` share one);
    ``praise`` is its best statement."""

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
    exemplars: tuple[ShownQuote, ...]
    praise: tuple[ShownQuote, ...]
    question: str
    answering: int
    token: str
    group: str
    disc: tuple[float, float, float] | None = None


@dataclass(frozen=True, slots=True)
class TraitLine:
    """A trait of a persona with its count and evidence. ``own_words`` is a member's sentence that expresses it; without
    one the line is its ``subject``. ``quotes`` are whole statements, that of ``own_words`` first."""

    subject: str
    people: int
    share: float
    lift: str
    few: bool
    quotes: tuple[ShownQuote, ...]
    own_words: ShownQuote | None = None
    mood: Mood | None = None


@dataclass(frozen=True, slots=True)
class TraitGroup:
    """The traits of one kind: those on the card, and ``more`` to open; ``empty`` says why there are none."""

    kind: str
    lines: tuple[TraitLine, ...]
    empty: str
    more: tuple[TraitLine, ...] = ()


@dataclass(frozen=True, slots=True)
class DifferenceLine:
    """What sets members apart: the shares among members (``here``) and others (``there``), 0–1, and sentences about
    them. ``proof`` gives effect size and p-value."""

    claim: Markup
    here: float
    there: float
    shares: str
    proof: str


@dataclass(frozen=True, slots=True)
class CounterLine:
    """Members who say the opposite of a trait."""

    sentence: Markup
    few: bool
    quotes: tuple[ShownQuote, ...]


@dataclass(frozen=True, slots=True)
class AttributeBlock:
    """An attribute with value, people and share of each value; ``note`` says for how many people it is known."""

    name: str
    values: tuple[tuple[str, int, float], ...]
    rest: str
    note: str


@dataclass(frozen=True, slots=True)
class PersonaCard:
    """A persona. ``name`` is a neutral placeholder ("Persona A"). ``differences`` are of traits, which took part in the
    grouping; ``set_apart`` of attributes, which did not. ``not_asked`` names what no source says about anybody."""

    anchor: str
    persona_id: str
    number: int
    name: str
    title: str
    people: int
    share: float
    size: Markup
    quote: ShownQuote | None
    groups: tuple[TraitGroup, ...]
    attributes: tuple[AttributeBlock, ...]
    moods: tuple[tuple[str, Mood], ...]
    caveats: tuple[str, ...]
    top: tuple[Markup, ...]
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
class ProfileCard:
    """A respondent: what they talk about, how they feel in each phase, and what they want, fear, do and suggest.

    ``persona`` is name, title and anchor of theirs, None without one; ``token`` filters the list of statements, ""
    where it has no filter by person.
    """

    anchor: str
    label: str
    persona: tuple[str, str, str] | None
    size: str
    sources: str
    attributes: tuple[tuple[str, str], ...]
    quote: ShownQuote | None
    groups: tuple[TraitGroup, ...]
    topics: tuple[TraitLine, ...]
    moods: tuple[tuple[str, Mood], ...]
    token: str


@dataclass(frozen=True, slots=True)
class ProfileList:
    """The profiles in the report. ``silent`` names who has none; ``elsewhere`` says where they are if not here."""

    profiles: tuple[ProfileCard, ...]
    silent: str
    elsewhere: Markup


@dataclass(frozen=True, slots=True)
class StatementEntry:
    """A statement in the list of all. ``place`` is its position in it; ``about`` names touchpoint and theme; ``tokens``
    are what the filters look for; ``profile`` is the id of the person's profile, "" where the page has none;
    ``document`` is the name of the page with the whole document, without its ending."""

    place: int
    quote: ShownQuote
    about: str
    question: str
    tokens: str
    profile: str = ""
    document: str = ""


@dataclass(frozen=True, slots=True)
class FilterChoice:
    """A value of a filter."""

    token: str
    name: str


@dataclass(frozen=True, slots=True)
class Note:
    """A reader's note about a file; ``language`` is "" where it is the report's."""

    text: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class SourceRow:
    """An input file and whether it was read."""

    path: str
    kind: str
    status: str
    reader: str
    documents: int
    statements: int
    people: int
    reason: Note | None
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class MarkRange:
    """A part ``text[start:end]`` of a text."""

    start: int
    end: int
