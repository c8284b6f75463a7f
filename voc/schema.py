"""The records that pass between the stages: frozen, slotted, and nothing else crosses a stage boundary.

Offsets are code points in ``Document.text``; intervals are half open. Ids are stable: they come from content, never
from order. Everything numeric is aligned with ``Analysis.segments`` by position. Shares and scores are 0–1, polarity
is −1…1, times are seconds from the start of the recording.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Kind = Literal["interview", "survey", "review"]
Role = Literal["participant", "interviewer", "other"]
Status = Literal["read", "partial", "skipped"]
Language = Literal["de", "en"]
"""A language that the report can be written in; texts may be in any language (ISO 639-1, or "" for unknown)."""

SENTIMENTS = ("negative", "neutral", "positive")
EMOTIONS = ("joy", "gratitude", "trust", "surprise", "confusion", "frustration", "disappointment", "worry")
STATEMENTS = ("pain", "praise", "goal", "need", "behaviour", "motivation", "suggestion", "other")
MIN_PEOPLE = 3
"""Below this number of respondents a figure is marked as resting on too few people."""

Floats = NDArray[np.float32]
Ints = NDArray[np.int32]
Progress = Callable[[str, int, int], None]
"""``progress(stage, done, total)``; total 0 means that the end is not known."""


def no_progress(stage: str, done: int, total: int) -> None:
    """Report nothing: the default of every function that takes a ``progress``."""


def stable_id(prefix: str, *parts: str) -> str:
    """``prefix-`` and ten hexadecimal digits of the SHA-256 of the parts.

    Numbers of pseudonyms are left out ("[Person 3]" counts as "[Person]"), so that an id stays when another file
    joins the study and shifts the numbers.

    >>> stable_id("d", "a.md", "ask [Person 3]") == stable_id("d", "a.md", "ask [Person 14]")
    True
    """
    text = "\x1f".join(parts)
    if "[" in text:
        text = re.sub(r"\[([A-Za-z-]+) \d+\]", r"[\1]", text)
    return f"{prefix}-{hashlib.sha256(text.encode()).hexdigest()[:10]}"


# ---------------------------------------------------------------------------------------------------------- sources


@dataclass(frozen=True, slots=True)
class Source:
    """One input file and what became of it.

    ``path`` is relative to the input that held it, with ``/``; ``reader`` names the convention that was recognised
    ("teams-vtt", "table-csv", "" when skipped); ``reason`` says why a file was skipped or read in part, and what to
    do; ``notes`` are sentences about what was understood (columns, speakers and why they have their roles, encoding).
    """

    path: str
    kind: Kind
    reader: str
    status: Status
    reason: str = ""
    sha256: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Turn:
    """What one speaker says in one go: ``text[start:end]`` of its document.

    ``respondent_id`` is "" for interviewers and others. ``question`` is what the turn replies to ("" if unknown).
    """

    start: int
    end: int
    speaker: str
    role: Role
    respondent_id: str = ""
    time_s: float | None = None
    question: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """One interview, one answer to an open question, or one review.

    ``ratings`` maps a rating's name to its value on 0–1 ("rating" is the overall one); ``scales`` notes the original
    ("4 of 1–5"). ``locator`` says where in the source the text stands ("row 214"). ``date`` is ISO 8601 or "".
    Participants' text outside every turn belongs to nobody and is not analysed (headings, front matter).
    """

    document_id: str
    source: str
    kind: Kind
    text: str
    turns: tuple[Turn, ...]
    locator: str = ""
    date: str = ""
    ratings: Mapping[str, float] = field(default_factory=dict)
    scales: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Respondent:
    """One person who said something. ``label`` is what is shown ("Person 7"), never a name; ``sources`` are paths."""

    respondent_id: str
    label: str
    sources: tuple[str, ...]
    attributes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Corpus:
    """All that was read. Sorted: sources by path, documents by (source, position), respondents by kind (interview,
    survey, review) and then by first document."""

    sources: tuple[Source, ...]
    documents: tuple[Document, ...]
    respondents: tuple[Respondent, ...]


@dataclass(frozen=True, slots=True)
class Pseudonym:
    """One row of the key: what stands in the study, and what it stands for."""

    kind: str
    pseudonym: str
    original: str


@dataclass(frozen=True, slots=True)
class Protected:
    """A corpus without personal data, the only key to it, and how many places of each kind were replaced."""

    corpus: Corpus
    key: tuple[Pseudonym, ...]
    counts: Mapping[str, int]


# --------------------------------------------------------------------------------------------------------- segments


@dataclass(frozen=True, slots=True)
class Segment:
    """One thought of one speaker: ``text == document.text[start:end]``, always."""

    segment_id: str
    document_id: str
    respondent_id: str
    source: str
    kind: Kind
    role: Role
    start: int
    end: int
    time_s: float | None
    question: str
    text: str
    language: str


@dataclass(frozen=True, slots=True)
class Segmentation:
    """``segments`` are the participants' and are counted; ``context`` are all others' and are not.

    ``n_empty`` counts answers that say nothing ("-", "k. A.", "no comment"); they are in neither.
    """

    segments: tuple[Segment, ...]
    context: tuple[Segment, ...]
    n_empty: int


@dataclass(frozen=True, slots=True)
class Readings:
    """What was read off n segments.

    polarity float32 (n,) in −1…1; sentiment int32 (n,) into SENTIMENTS; confidence float32 (n,) in 0–1, the calibrated
    probability that ``sentiment`` is right; emotions float32 (n, 8) in 0–1, columns as EMOTIONS; emotion int32 (n,) the
    leading emotion or −1 for none; statement int32 (n,) into STATEMENTS; statement_confidence float32 (n,) in 0–1.
    """

    polarity: Floats
    sentiment: Ints
    confidence: Floats
    emotions: Floats
    emotion: Ints
    statement: Ints
    statement_confidence: Floats


# ----------------------------------------------------------------------------------------------------------- themes


@dataclass(frozen=True, slots=True)
class Theme:
    """A named matter. ``exemplars`` are positions of segments, nearest the centre first, of different people where
    possible. ``stability`` is the share of resamples in which the theme comes back (0–1, None if not measured).
    ``group`` names the group that the theme belongs to, where there are many themes ("" where there are few)."""

    theme_id: str
    name: str
    keywords: tuple[str, ...]
    exemplars: tuple[int, ...]
    stability: float | None = None
    group: str = ""


@dataclass(frozen=True, slots=True)
class Themes:
    """``assignment`` int32 (n,): position in ``themes`` or −1 (unsorted); ``score`` float32 (n,) in 0–1, the nearness
    to the theme; ``core`` bool (n,); ``tentative`` when there is too little material to trust the number of themes;
    ``note`` says in plain English why there are none, or what was set aside; ``waiting`` are sentences about decisions
    in codebook.toml that find nothing in this material."""

    themes: tuple[Theme, ...]
    assignment: Ints
    score: Floats
    core: NDArray[np.bool_]
    tentative: bool = False
    note: str = ""
    waiting: tuple[str, ...] = ()


# ---------------------------------------------------------------------------------------------------------- journey


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
class Tags:
    """``touchpoint`` int32 (n,): position in ``Taxonomy.touchpoints``, −1 unassigned; ``score`` float32 (n,) 0–1."""

    touchpoint: Ints
    score: Floats


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


# ---------------------------------------------------------------------------------------------------------- numbers


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


# --------------------------------------------------------------------------------------------------------- analysis


@dataclass(frozen=True, slots=True)
class Analysis:
    """Everything that is known about a study. ``embeddings`` float32 (n, d), rows of length one.

    ``language`` is the study's; ``n_empty`` counts answers that say nothing; ``redactions`` counts places replaced, by
    kind; ``encoder`` names the encoder of ``embeddings``; ``number_files`` maps the name of each file of figures to its
    SHA-256.
    """

    name: str
    language: Language
    corpus: Corpus
    key: tuple[Pseudonym, ...]
    redactions: Mapping[str, int]
    segments: tuple[Segment, ...]
    context: tuple[Segment, ...]
    n_empty: int
    encoder: str
    embeddings: Floats
    readings: Readings
    themes: Themes
    taxonomy: Taxonomy
    tags: Tags
    feelings: tuple[Feeling, ...]
    pain_points: tuple[PainPoint, ...]
    moments: tuple[Moment, ...] = ()
    metrics: tuple[Metric, ...] = ()
    experiments: tuple[Experiment, ...] = ()
    number_files: Mapping[str, str] = field(default_factory=dict)


# --------------------------------------------------------------------------------------------------------- personas

TraitKind = Literal["goal", "pain", "need", "behaviour", "motivation", "praise", "suggestion", "touchpoint", "theme"]


@dataclass(frozen=True, slots=True)
class Trait:
    """One line of a persona with its evidence. ``subject`` is what it is about, in words of the study's language (a
    theme's or touchpoint's name); ``subject_id`` its id. ``respondents`` are the members who show it (never empty),
    ``segments`` the positions that prove it, best first. ``lift`` is the share among members divided by the share
    among all others (None where the others have none)."""

    kind: TraitKind
    subject: str
    subject_id: str
    respondents: tuple[str, ...]
    segments: tuple[int, ...]
    lift: float | None = None


@dataclass(frozen=True, slots=True)
class AttributeCount:
    """How many members have this value of an attribute; ``n_known`` is how many members carry the attribute at all."""

    attribute: str
    value: str
    n: int
    n_known: int


@dataclass(frozen=True, slots=True)
class Persona:
    """A draft from ``respondents``, who are never invented. ``quote`` is the position of one member's own sentence.
    ``feelings`` are phase-level, of the members only. ``unknown`` lists kinds of traits that no source carries."""

    persona_id: str
    title: str
    respondents: tuple[str, ...]
    share_respondents: float
    quote: int
    traits: tuple[Trait, ...]
    attributes: tuple[AttributeCount, ...]
    feelings: tuple[Feeling, ...]
    unknown: tuple[str, ...]
    caveats: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Personas:
    """Persona drafts, or ``refusal``: the reason in the study's language why there are none ("" when there are).

    ``left_out`` maps a respondent's id to why they are in no group ("said too little", "fits no group").
    ``stability`` is the mean adjusted Rand index over resamples of the grouping (None when refused).
    """

    personas: tuple[Persona, ...]
    refusal: str = ""
    left_out: Mapping[str, str] = field(default_factory=dict)
    stability: float | None = None
    method: str = ""
