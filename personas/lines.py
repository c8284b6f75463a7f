"""The researcher's own hand on the lines of a persona: pinned lines stay, rejected ones go."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from personas.evidence import Facts
from personas.traits import make_trait
from voc.decisions.codebook import PersonaDecision
from voc.schema import Analysis, Persona, Trait

People = tuple[Collection[str], Collection[str]]
"""The members, and everybody whom they are compared with."""


def line_key(kind: str, subject_id: str) -> str:
    """How a line is named in `codebook.toml`.

    >>> line_key("goal", "t-0123456789")
    'goal:t-0123456789'
    """
    return f"{kind}:{subject_id}"


def decided_lines(
    analysis: Analysis, facts: Facts, lines: Sequence[Trait], decision: PersonaDecision, people: People
) -> tuple[Trait, ...]:
    """The lines without rejected ones, and with pinned ones first in their kind.

    A pinned line that was not listed is listed when at least one member shows it: nothing is pinned that nobody says.
    """
    members, others = set(people[0]), set(people[1])
    there = {line_key(line.kind, line.subject_id): line for line in lines}
    known = {line_key(fact.kind, fact.subject_id): fact for fact in facts.facts}
    pinned = []
    for key in decision.pin:
        line = there.get(key) or (
            make_trait(analysis, facts, known[key], members, others - members) if key in known else None
        )
        if line is not None and line not in pinned:
            pinned.append(line)
    free = [one for key, one in there.items() if key not in {*decision.pin, *decision.reject}]
    kinds = list(dict.fromkeys(one.kind for one in [*lines, *pinned]))
    return tuple(line for kind in kinds for line in [*pinned, *free] if line.kind == kind)


def without_rejected(persona: Persona, rejected: Collection[str]) -> Persona:
    """The same persona with nothing that a rejected line says in other places either."""

    def kept(kind: str, subject_id: str) -> bool:
        return line_key(kind, subject_id) not in rejected

    return replace(
        persona,
        counter=tuple(one for one in persona.counter if kept(one.kind, one.subject_id)),
        differences=tuple(
            one for one in persona.differences if one.kind == "attribute" or kept(one.value, one.subject_id)
        ),
        channels=tuple(one for one in persona.channels if kept(one.kind, one.subject_id)),
        touchpoints=tuple(one for one in persona.touchpoints if kept(one.kind, one.subject_id)),
    )


def lost_lines(personas: Sequence[Persona], decisions: Mapping[str, PersonaDecision], facts: Facts) -> list[str]:
    """Pinned lines that no member shows, and rejected ones that nobody in the study shows, as sentences."""
    said = {line_key(fact.kind, fact.subject_id) for fact in facts.facts}
    waiting = []
    for persona in sorted(personas, key=lambda one: one.persona_id):
        decision = decisions.get(persona.persona_id)
        if decision is None:
            continue
        listed = {line_key(one.kind, one.subject_id) for one in persona.traits}
        where = f'[personas."{persona.persona_id}"]'
        waiting += [f"{where} pin: no member shows {key} now." for key in decision.pin if key not in listed]
        waiting += [f"{where} reject: nobody shows {key} now." for key in decision.reject if key not in said]
    return waiting
