"""`data/personas.json`: written from the drafts, and checked again from the file alone."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from voc.schema import Analysis, CounterVoice, Difference, Feeling, Persona, Personas, Profile, Span, Trait

SCHEMA = "voc-personas/2"
QUOTES = 3


def personas_json(personas: Personas, analysis: Analysis) -> str:
    """The persona drafts as JSON text; the same drafts give the same text.

    `docs/personas.schema.json` describes every key. Numbers are rounded to four decimals. Ids resolve in
    data/segments.csv and data/respondents.csv; every text is an exact segment or an exact span of one.
    """
    document = {
        "schema": SCHEMA,
        "language": analysis.language,
        "n_of": len(analysis.corpus.respondents),
        "refusal": personas.refusal,
        "method": personas.method,
        "stability": _rounded(personas.stability),
        "tentative": personas.tentative,
        "left_out": [{"respondent_id": rid, "reason": personas.left_out[rid]} for rid in sorted(personas.left_out)],
        "found_groups": _found_groups(personas),
        "personas": [_persona(persona, analysis) for persona in personas.personas],
        "profiles": [_profile(profile, analysis) for profile in personas.profiles],
    }
    return json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def _found_groups(personas: Personas) -> list[dict[str, Any]]:
    if personas.found == {who: one.persona_id for one in personas.personas for who in one.respondents}:
        return []
    ids = sorted(set(personas.found.values()))
    return [
        {"persona_id": one, "respondents": sorted(who for who, key in personas.found.items() if key == one)}
        for one in ids
    ]


def _persona(persona: Persona, analysis: Analysis) -> dict[str, Any]:
    return {
        "persona_id": persona.persona_id,
        "title": persona.title,
        "n": len(persona.respondents),
        "n_of": len(analysis.corpus.respondents),
        "share": _rounded(persona.share_respondents),
        "respondents": list(persona.respondents),
        "quote": _quote(analysis, persona.quote),
        **{
            key: [_trait(trait, len(persona.respondents), analysis) for trait in lines]
            for key, lines in (
                ("traits", persona.traits),
                ("channels", persona.channels),
                ("touchpoints", persona.touchpoints),
            )
        },
        "differences": [_difference(difference) for difference in persona.differences],
        "counter": [_counter(voice, len(persona.respondents), analysis) for voice in persona.counter],
        "attributes": [
            {"attribute": one.attribute, "value": one.value, "n": one.n, "n_known": one.n_known}
            for one in persona.attributes
        ],
        "feelings": [_feeling(feeling, analysis) for feeling in persona.feelings],
        "unknown": list(persona.unknown),
        "questions": list(persona.questions),
        "caveats": list(persona.caveats),
    }


def _profile(profile: Profile, analysis: Analysis) -> dict[str, Any]:
    return {
        "respondent_id": profile.respondent_id,
        "persona_id": profile.persona_id,
        "n_segments": profile.n_segments,
        "n_words": profile.n_words,
        "sources": list(profile.sources),
        "waves": list(profile.waves),
        "quote": _quote(analysis, profile.quote),
        "traits": [_trait(trait, 1, analysis) for trait in profile.traits],
        "feelings": [_feeling(feeling, analysis) for feeling in profile.feelings],
    }


def _difference(one: Difference) -> dict[str, Any]:
    return {
        "kind": one.kind,
        "subject": one.subject,
        "subject_id": one.subject_id,
        "value": one.value,
        "n_in": one.n_in,
        "of_in": one.of_in,
        "n_out": one.n_out,
        "of_out": one.of_out,
        "effect": _rounded(one.effect),
        "measure": one.measure,
        "p_value": float(f"{one.p_value:.3g}"),
    }


def _counter(voice: CounterVoice, n_members: int, analysis: Analysis) -> dict[str, Any]:
    return {
        "kind": voice.kind,
        "subject": voice.subject,
        "subject_id": voice.subject_id,
        "n": len(voice.respondents),
        "n_of": n_members,
        "respondents": list(voice.respondents),
        "segments": [analysis.segments[at].segment_id for at in voice.segments],
        "quotes": _quotes(analysis, voice.segments),
    }


def _trait(trait: Trait, n_members: int, analysis: Analysis) -> dict[str, Any]:
    return {
        "kind": trait.kind,
        "subject": trait.subject,
        "subject_id": trait.subject_id,
        "n": len(trait.respondents),
        "n_of": n_members,
        "lift": _rounded(trait.lift),
        "respondents": list(trait.respondents),
        "segments": [analysis.segments[at].segment_id for at in trait.segments],
        "quotes": _quotes(analysis, trait.segments),
        "spans": [_span(analysis, span) for span in trait.spans],
    }


def _quotes(analysis: Analysis, segments: Sequence[int]) -> list[dict[str, str]]:
    """The first of each person, of QUOTES people."""
    quoted: dict[str, int] = {}
    for at in segments:
        quoted.setdefault(analysis.segments[at].respondent_id, at)
    return [_quote(analysis, at) for at in list(quoted.values())[:QUOTES]]


def _span(analysis: Analysis, span: Span) -> dict[str, Any]:
    segment = analysis.segments[span.segment]
    return {
        "segment_id": segment.segment_id,
        "start": span.start,
        "end": span.end,
        "text": segment.text[span.start : span.end],
    }


def _quote(analysis: Analysis, at: int) -> dict[str, str]:
    segment = analysis.segments[at]
    return {"segment_id": segment.segment_id, "respondent_id": segment.respondent_id, "text": segment.text}


def _feeling(feeling: Feeling, analysis: Analysis) -> dict[str, Any]:
    return {
        "phase_id": feeling.phase_id,
        "touchpoint_id": feeling.touchpoint_id,
        "n_segments": feeling.n_segments,
        "n": feeling.n_respondents,
        "polarity": _rounded(feeling.polarity),
        "low": _rounded(feeling.low),
        "high": _rounded(feeling.high),
        "emotions": {name: _rounded(share) for name, share in sorted(feeling.emotions.items())},
        "n_pain": feeling.n_pain,
        "n_praise": feeling.n_praise,
        "best": analysis.segments[feeling.best].segment_id if feeling.best >= 0 else None,
        "worst": analysis.segments[feeling.worst].segment_id if feeling.worst >= 0 else None,
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(float(value), 4) + 0.0
