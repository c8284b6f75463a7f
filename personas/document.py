"""`data/personas.json`: written from the drafts, and checked again from the file alone."""

from __future__ import annotations

import json
from typing import Any

from voc.schema import Analysis, Feeling, Persona, Personas, Trait

SCHEMA = "voc-personas/1"
QUOTES = 3


def personas_json(personas: Personas, analysis: Analysis) -> str:
    """The persona drafts as JSON text; the same drafts give the same text.

    Keys of the document::

        schema        "voc-personas/1"
        language      "de" | "en": the language of titles, subjects, caveats, refusal and method
        n_of          how many respondents the study has
        refusal       why there are no personas; "" when there are
        method        how the groups were found, in sentences
        stability     mean adjusted Rand index over resamples, −1…1; null when refused
        left_out      [{respondent_id, reason}], reason "said too little" | "fits no group" |
                      "put aside by hand"
        found_groups  [{persona_id, respondents}]: the groups as found, where decisions changed who is in which; else []
        personas      by size, largest first:
          persona_id, title
          n, n_of, share               members, respondents of the study, n / n_of
          respondents                  [respondent_id], sorted
          quote                        {segment_id, respondent_id, text}: one member's own sentence
          traits                       [{kind, subject, subject_id, n, n_of, lift, respondents, segments, quotes}]
            kind                       goal | pain | need | behaviour | motivation | praise | suggestion |
                                       touchpoint | theme
            n, n_of                    members who show it, members
            lift                       share among members / share among the people it is compared with (the other
                                       groups and those who fit none); null where none of them shows it
            respondents, segments      who shows it (sorted ids), what proves it (segment ids, best first)
            quotes                     up to three {segment_id, respondent_id, text}, of different members
          attributes                   [{attribute, value, n, n_known}]
          feelings                     [{phase_id, n_segments, n, polarity, low, high, emotions, n_pain, n_praise,
                                       best, worst}]: members only; polarity −1…1 or null; best and worst are
                                       segment ids or null
          unknown                      [kind]: kinds of traits that no member gives
          caveats                      [sentence]

    Numbers are rounded to four decimals. Ids resolve in data/segments.csv and data/respondents.csv; every text is an
    exact segment.
    """
    document = {
        "schema": SCHEMA,
        "language": analysis.language,
        "n_of": len(analysis.corpus.respondents),
        "refusal": personas.refusal,
        "method": personas.method,
        "stability": _rounded(personas.stability),
        "left_out": [{"respondent_id": rid, "reason": personas.left_out[rid]} for rid in sorted(personas.left_out)],
        "found_groups": _found_groups(personas),
        "personas": [_persona(persona, analysis) for persona in personas.personas],
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
        "traits": [_trait(trait, len(persona.respondents), analysis) for trait in persona.traits],
        "attributes": [
            {"attribute": one.attribute, "value": one.value, "n": one.n, "n_known": one.n_known}
            for one in persona.attributes
        ],
        "feelings": [_feeling(feeling, analysis) for feeling in persona.feelings],
        "unknown": list(persona.unknown),
        "caveats": list(persona.caveats),
    }


def _trait(trait: Trait, n_members: int, analysis: Analysis) -> dict[str, Any]:
    quoted: dict[str, int] = {}
    for at in trait.segments:
        quoted.setdefault(analysis.segments[at].respondent_id, at)
    return {
        "kind": trait.kind,
        "subject": trait.subject,
        "subject_id": trait.subject_id,
        "n": len(trait.respondents),
        "n_of": n_members,
        "lift": _rounded(trait.lift),
        "respondents": list(trait.respondents),
        "segments": [analysis.segments[at].segment_id for at in trait.segments],
        "quotes": [_quote(analysis, at) for at in list(quoted.values())[:QUOTES]],
    }


def _quote(analysis: Analysis, at: int) -> dict[str, str]:
    segment = analysis.segments[at]
    return {"segment_id": segment.segment_id, "respondent_id": segment.respondent_id, "text": segment.text}


def _feeling(feeling: Feeling, analysis: Analysis) -> dict[str, Any]:
    return {
        "phase_id": feeling.phase_id,
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
