"""`data/personas.json`: its records, and how they are made from the drafts. `personas/check.py` reads them again.

`docs/personas.schema.json` describes every key. Ids resolve in data/segments.csv and data/respondents.csv; every text
is an exact segment or an exact span of one. Numbers are rounded to four decimals.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from voc.schema import (
    Analysis,
    AttributeCount,
    CounterVoice,
    Difference,
    Feeling,
    Language,
    Persona,
    Personas,
    Profile,
    Span,
    Trait,
    TraitKind,
)
from voc.study.codec import encode

SCHEMA = "voc-personas/2"
MAX_QUOTES = 3
"""Quotes of a line, each of another person."""


@dataclass(frozen=True, slots=True)
class QuoteEntry:
    """A segment with its text."""

    segment_id: str
    respondent_id: str
    text: str


@dataclass(frozen=True, slots=True)
class SpanEntry:
    """A sentence inside a segment."""

    segment_id: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class LineEntry:
    """A trait, a channel or a touchpoint: ``n`` of ``n_of`` members show it."""

    kind: TraitKind
    subject: str
    subject_id: str
    n: int
    n_of: int
    lift: float | None
    respondents: tuple[str, ...]
    segments: tuple[str, ...]
    quotes: tuple[QuoteEntry, ...]
    spans: tuple[SpanEntry, ...]


@dataclass(frozen=True, slots=True)
class CounterEntry:
    """A counter-voice: ``n`` of ``n_of`` members say the opposite of a line."""

    kind: TraitKind
    subject: str
    subject_id: str
    n: int
    n_of: int
    respondents: tuple[str, ...]
    segments: tuple[str, ...]
    quotes: tuple[QuoteEntry, ...]


@dataclass(frozen=True, slots=True)
class FeelingEntry:
    """What members feel in a phase (``touchpoint_id`` "") or at a touchpoint."""

    phase_id: str
    touchpoint_id: str
    n_segments: int
    n: int
    polarity: float | None
    low: float | None
    high: float | None
    emotions: Mapping[str, float]
    n_pain: int
    n_praise: int
    best: str | None
    worst: str | None


@dataclass(frozen=True, slots=True)
class PersonaEntry:
    """A persona draft."""

    persona_id: str
    title: str
    n: int
    n_of: int
    share: float
    respondents: tuple[str, ...]
    quote: QuoteEntry
    traits: tuple[LineEntry, ...]
    channels: tuple[LineEntry, ...]
    touchpoints: tuple[LineEntry, ...]
    differences: tuple[Difference, ...]
    counter: tuple[CounterEntry, ...]
    attributes: tuple[AttributeCount, ...]
    feelings: tuple[FeelingEntry, ...]
    unknown: tuple[str, ...]
    questions: tuple[str, ...]
    caveats: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ProfileEntry:
    """A profile of one respondent."""

    respondent_id: str
    persona_id: str
    n_segments: int
    n_words: int
    sources: tuple[str, ...]
    waves: tuple[str, ...]
    quote: QuoteEntry
    traits: tuple[LineEntry, ...]
    feelings: tuple[FeelingEntry, ...]


@dataclass(frozen=True, slots=True)
class LeftOutEntry:
    """A respondent who is in no group, and why."""

    respondent_id: str
    reason: str


@dataclass(frozen=True, slots=True)
class FoundGroupEntry:
    """A group as it was found, before decisions by hand."""

    persona_id: str
    respondents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PersonasDocument:
    """The whole of data/personas.json."""

    schema: str
    language: Language
    n_of: int
    refusal: str
    method: str
    stability: float | None
    tentative: bool
    left_out: tuple[LeftOutEntry, ...]
    found_groups: tuple[FoundGroupEntry, ...]
    personas: tuple[PersonaEntry, ...]
    profiles: tuple[ProfileEntry, ...]


def personas_json(personas: Personas, analysis: Analysis) -> str:
    """The persona drafts as JSON text; the same drafts give the same text."""
    document = PersonasDocument(
        schema=SCHEMA,
        language=analysis.language,
        n_of=len(analysis.people),
        refusal=personas.refusal,
        method=personas.method,
        stability=_rounded(personas.stability),
        tentative=personas.tentative,
        left_out=tuple(LeftOutEntry(person, personas.left_out[person]) for person in sorted(personas.left_out)),
        found_groups=_found_groups(personas),
        personas=tuple(_persona(persona, analysis) for persona in personas.personas),
        profiles=tuple(_profile(profile, analysis) for profile in personas.profiles),
    )
    return json.dumps(encode(document), ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def _found_groups(personas: Personas) -> tuple[FoundGroupEntry, ...]:
    """Return the groups before decisions; none where decisions changed nothing."""
    if personas.found == {who: persona.persona_id for persona in personas.personas for who in persona.respondents}:
        return ()
    people: dict[str, list[str]] = {}
    for person in sorted(personas.found):
        people.setdefault(personas.found[person], []).append(person)
    return tuple(FoundGroupEntry(persona_id, tuple(people[persona_id])) for persona_id in sorted(people))


def _persona(persona: Persona, analysis: Analysis) -> PersonaEntry:
    n = len(persona.respondents)
    return PersonaEntry(
        persona_id=persona.persona_id,
        title=persona.title,
        n=n,
        n_of=len(analysis.people),
        share=_round(persona.share_respondents),
        respondents=persona.respondents,
        quote=_quote(analysis, persona.quote),
        traits=tuple(_line(trait, n, analysis) for trait in persona.traits),
        channels=tuple(_line(trait, n, analysis) for trait in persona.channels),
        touchpoints=tuple(_line(trait, n, analysis) for trait in persona.touchpoints),
        differences=tuple(
            # Three digits of a p-value, because four decimals would turn a small one into 0.
            replace(difference, effect=_round(difference.effect), p_value=float(f"{difference.p_value:.3g}"))
            for difference in persona.differences
        ),
        counter=tuple(_counter(voice, n, analysis) for voice in persona.counter),
        attributes=persona.attributes,
        feelings=tuple(_feeling(feeling, analysis) for feeling in persona.feelings),
        unknown=persona.unknown,
        questions=persona.questions,
        caveats=persona.caveats,
    )


def _profile(profile: Profile, analysis: Analysis) -> ProfileEntry:
    return ProfileEntry(
        respondent_id=profile.respondent_id,
        persona_id=profile.persona_id,
        n_segments=profile.n_segments,
        n_words=profile.n_words,
        sources=profile.sources,
        waves=profile.waves,
        quote=_quote(analysis, profile.quote),
        traits=tuple(_line(trait, 1, analysis) for trait in profile.traits),
        feelings=tuple(_feeling(feeling, analysis) for feeling in profile.feelings),
    )


def _line(trait: Trait, n_members: int, analysis: Analysis) -> LineEntry:
    return LineEntry(
        kind=trait.kind,
        subject=trait.subject,
        subject_id=trait.subject_id,
        n=len(trait.respondents),
        n_of=n_members,
        lift=_rounded(trait.lift),
        respondents=trait.respondents,
        segments=tuple(analysis.segments[position].segment_id for position in trait.segments),
        quotes=_quotes(analysis, trait.segments),
        spans=tuple(_span(analysis, span) for span in trait.spans),
    )


def _counter(voice: CounterVoice, n_members: int, analysis: Analysis) -> CounterEntry:
    return CounterEntry(
        kind=voice.kind,
        subject=voice.subject,
        subject_id=voice.subject_id,
        n=len(voice.respondents),
        n_of=n_members,
        respondents=voice.respondents,
        segments=tuple(analysis.segments[position].segment_id for position in voice.segments),
        quotes=_quotes(analysis, voice.segments),
    )


def _quotes(analysis: Analysis, positions: Sequence[int]) -> tuple[QuoteEntry, ...]:
    """The first segment of each person, up to MAX_QUOTES."""
    first: dict[str, int] = {}
    for position in positions:
        first.setdefault(analysis.segments[position].respondent_id, position)
    return tuple(_quote(analysis, position) for position in list(first.values())[:MAX_QUOTES])


def _quote(analysis: Analysis, position: int) -> QuoteEntry:
    segment = analysis.segments[position]
    return QuoteEntry(segment.segment_id, segment.respondent_id, segment.text)


def _span(analysis: Analysis, span: Span) -> SpanEntry:
    segment = analysis.segments[span.segment]
    return SpanEntry(segment.segment_id, span.start, span.end, segment.text[span.start : span.end])


def _feeling(feeling: Feeling, analysis: Analysis) -> FeelingEntry:
    return FeelingEntry(
        phase_id=feeling.phase_id,
        touchpoint_id=feeling.touchpoint_id,
        n_segments=feeling.n_segments,
        n=feeling.n_respondents,
        polarity=_rounded(feeling.polarity),
        low=_rounded(feeling.low),
        high=_rounded(feeling.high),
        emotions={name: _round(share) for name, share in sorted(feeling.emotions.items())},
        n_pain=feeling.n_pain,
        n_praise=feeling.n_praise,
        best=analysis.segments[feeling.best].segment_id if feeling.best >= 0 else None,
        worst=analysis.segments[feeling.worst].segment_id if feeling.worst >= 0 else None,
    )


def _round(value: float) -> float:
    # Adding 0.0 turns −0.0 into 0.0, which would be written differently for the same figure.
    return round(float(value), 4) + 0.0


def _rounded(value: float | None) -> float | None:
    return None if value is None else _round(value)
