"""Persona drafts with their evidence, and the profiles of the people that they are made from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from voc.schema.journey import Feeling, SentenceParts, Span

TraitKind = Literal[
    "goal", "pain", "need", "behaviour", "motivation", "praise", "suggestion", "touchpoint", "theme", "channel"
]
Measure = Literal["risk_difference", "cramers_v", "cliffs_delta"]


@dataclass(frozen=True, slots=True)
class Trait:
    """A line of a persona with its evidence.

    ``subject`` is what it is about, in the study's language (the name of a theme or touchpoint), ``subject_id`` its id
    (of a channel: online or offline). ``respondents`` are the members who show it (never empty), ``segments`` the
    positions that prove it, best first. ``lift`` is the share among members divided by the share among all others (None
    where the others have none). ``spans`` are people's own short sentences that say it, inside ``segments``, at most
    one per person, most telling first.
    """

    kind: TraitKind
    subject: str
    subject_id: str
    respondents: tuple[str, ...]
    # Every respondent has a segment here; `voc verify` counts again.
    segments: tuple[int, ...]
    lift: float | None = None
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class CounterVoice:
    """Members who say the opposite of a line: pleased where the others are not, or the reverse. ``kind``, ``subject``
    and ``subject_id`` are the line's; ``segments`` are positions, most telling first."""

    kind: TraitKind
    subject: str
    subject_id: str
    respondents: tuple[str, ...]
    segments: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """A tested difference between members and others; only significant ones are kept.

    ``kind`` "trait": ``value`` is a `TraitKind` and ``subject`` what it is about; ``n_in`` of ``of_in`` members and
    ``n_out`` of ``of_out`` others show it; ``effect`` is the difference of both shares (−1…1, risk difference), by
    Fisher's exact test. ``kind`` "attribute": ``subject`` is the attribute; ``of_in`` and ``of_out`` count those whose
    value is known. For categories, ``value`` is the one that differs most and ``effect`` Cramér's V with its sign
    (−1…1, negative where members have it less often), by Fisher's exact test. For numbers, ``value`` is "> median of
    all", ``n_in`` and ``n_out`` count those above it, and ``effect`` is Cliff's delta (−1…1, positive where members
    have more), by the Mann–Whitney test. The ``p_value`` is corrected for all tests of its kind in the study
    (Bonferroni after Tarone).
    """

    kind: Literal["trait", "attribute"]
    subject: str
    subject_id: str
    value: str
    n_in: int
    of_in: int
    n_out: int
    of_out: int
    # A measure of its own per kind of attribute: no single one is defined for shares, categories and numbers.
    effect: float
    measure: Measure
    p_value: float


@dataclass(frozen=True, slots=True)
class AttributeCount:
    """How many members have this value of an attribute; ``n_known`` is how many members have the attribute at all."""

    attribute: str
    value: str
    n: int
    n_known: int


@dataclass(frozen=True, slots=True)
class Profile:
    """A person who said enough: what they talk about, how they feel where, what they want, fear, do and ask for.

    ``traits`` have this person as their only respondent, and a ``lift`` only where they say it more than others do
    (their share of segments, shrunk towards everybody's, divided by everybody's); most telling first in each kind.
    ``feelings`` are theirs at phases and touchpoints. ``quote`` is the position of a sentence that is typical of them.
    ``persona_id`` is "" for people in no group. ``sources`` are paths, ``waves`` years and months or names of waves,
    both sorted.
    """

    respondent_id: str
    n_segments: int
    n_words: int
    sources: tuple[str, ...]
    traits: tuple[Trait, ...]
    feelings: tuple[Feeling, ...]
    quote: int
    persona_id: str = ""
    waves: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PersonaWording:
    """What a persona's sentences are made of; ``title`` is None where the team named the persona."""

    title: SentenceParts | None
    caveats: tuple[SentenceParts, ...]
    questions: tuple[SentenceParts, ...]


@dataclass(frozen=True, slots=True)
class Persona:
    """A draft made from ``respondents``, who are never invented. ``quote`` is the position of a member's own sentence.

    ``feelings`` are the members' alone: of phases (``touchpoint_id`` "") and touchpoints. ``unknown`` are kinds of
    traits that no source mentions. ``channels`` and ``touchpoints`` are all that members speak of, with how many do.
    ``questions`` are open questions to ask next, and ``caveats`` reasons to be careful (one source, one loud person,
    one language, one wave, few people), both in the study's language; ``wording`` is what these and the title are
    made of.
    """

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
    differences: tuple[Difference, ...] = ()
    counter: tuple[CounterVoice, ...] = ()
    channels: tuple[Trait, ...] = ()
    touchpoints: tuple[Trait, ...] = ()
    questions: tuple[str, ...] = ()
    wording: PersonaWording | None = None


@dataclass(frozen=True, slots=True)
class Personas:
    """Persona drafts, or the ``refusal``: why there are none, in the study's language ("" when there are).

    ``left_out`` maps a respondent's id to why they are in no group ("said too little", "fits no group", "put aside by
    hand"). ``stability`` is the mean adjusted Rand index over resamples of the grouping (None when refused).
    ``tentative``: groups of a small study that are found again on resamples, but have too few people to rule out
    chance. ``profiles`` are of everybody who said enough, sorted by id, whether or not there are drafts. ``found`` is
    the persona id of each respondent before the researcher's decisions about groups; ``waiting`` are sentences about
    pending decisions, whose target does not exist. ``refusal_wording`` and ``method_wording`` are what ``refusal`` and
    ``method`` are made of.
    """

    personas: tuple[Persona, ...]
    refusal: str = ""
    left_out: Mapping[str, str] = field(default_factory=dict)
    stability: float | None = None
    method: str = ""
    tentative: bool = False
    profiles: tuple[Profile, ...] = ()
    # The next run inherits ids from the groups as they were before decisions, and then carries out decisions again.
    found: Mapping[str, str] = field(default_factory=dict)
    waiting: tuple[str, ...] = ()
    refusal_wording: tuple[SentenceParts, ...] = ()
    method_wording: tuple[SentenceParts, ...] = ()
