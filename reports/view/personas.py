"""Persona cards: every trait with the members who show it, and what no source says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from reports.view.facts import Facts
from reports.view.records import AttributeBlock, Mood, Persona, TraitGroup, TraitLine
from voc.schema import MIN_PEOPLE, AttributeCount, Personas, Trait
from voc.schema import Persona as Draft

KINDS = ("goal", "need", "motivation", "pain", "behaviour", "praise", "suggestion", "touchpoint", "theme")
CORE = frozenset({"goal", "need", "motivation", "pain", "behaviour"})
"""Kinds that a card names even when there is nothing to say."""
TRAIT_QUOTES = 2
LINES = 5
VALUES = 4
OFTEN, TWICE, SELDOM = 1.25, 2.0, 0.75


def persona_cards(facts: Facts, personas: Personas) -> tuple[Persona, ...]:
    """One card per draft, in the given order."""
    return tuple(_card(facts, number, draft) for number, draft in enumerate(personas.personas))


def _card(facts: Facts, number: int, draft: Draft) -> Persona:
    words = facts.words
    people = len(draft.respondents)
    groups = tuple(_group(facts, draft, kind) for kind in KINDS)
    groups = tuple(group for group in groups if group.lines or group.empty)
    return Persona(
        anchor=f"persona-{draft.persona_id}",
        number=number + 1,
        title=draft.title,
        people=people,
        share=facts.share(people),
        size=words.html("persona.size", n=people, of=facts.of(people), share=words.percent(facts.share(people))),
        quote=facts.quote(draft.quote) if draft.quote >= 0 else None,
        groups=groups,
        attributes=_attributes(facts, draft.attributes, people),
        moods=_moods(facts, draft),
        caveats=draft.caveats,
        top=_top(facts, groups, people),
        token=f"p{number}",
    )


def _group(facts: Facts, draft: Draft, kind: str) -> TraitGroup:
    traits = [trait for trait in draft.traits if trait.kind == kind][:LINES]
    empty = ""
    if not traits and (kind in CORE or kind in draft.unknown):
        empty = facts.words("persona.unknown" if kind in draft.unknown else "persona.nothing_shared")
    return TraitGroup(kind, tuple(_line(facts, trait, len(draft.respondents)) for trait in traits), empty)


def _line(facts: Facts, trait: Trait, members: int) -> TraitLine:
    people = len(trait.respondents)
    return TraitLine(
        subject=trait.subject,
        people=people,
        share=people / members,
        lift=_lift(facts, trait),
        few=people < MIN_PEOPLE,
        quotes=facts.quotes(trait.segments, TRAIT_QUOTES),
    )


def _lift(facts: Facts, trait: Trait) -> str:
    lift = trait.lift
    if len(trait.respondents) < MIN_PEOPLE:
        return ""
    if lift is None:
        return facts.words("persona.lift_only")
    if lift >= TWICE:
        return facts.words("persona.lift_twice")
    if lift >= OFTEN:
        return facts.words("persona.lift_often")
    return facts.words("persona.lift_seldom") if lift <= SELDOM else ""


def _attributes(facts: Facts, counts: Sequence[AttributeCount], members: int) -> tuple[AttributeBlock, ...]:
    blocks = []
    for name in dict.fromkeys(count.attribute for count in counts):
        mine = sorted((one for one in counts if one.attribute == name), key=lambda one: (-one.n, one.value))
        known = max(one.n_known for one in mine)
        rest = len(mine) - VALUES
        blocks.append(
            AttributeBlock(
                name=facts.words.maybe(f"attribute.{name.replace(' ', '_')}", name),
                values=tuple((one.value, one.n, one.n / known if known else 0.0) for one in mine[:VALUES] if one.n),
                rest=facts.words("persona.more_values", n=rest) if rest > 0 else "",
                note=facts.words("persona.known", n=known, total=members) if known < members else "",
            )
        )
    return tuple(blocks)


def _moods(facts: Facts, draft: Draft) -> tuple[tuple[str, Mood], ...]:
    felt = {feeling.phase_id: feeling for feeling in draft.feelings if not feeling.touchpoint_id}
    return tuple(
        (facts.words.named(phase.names), facts.mood(felt.get(phase.phase_id)))
        for phase in facts.analysis.taxonomy.phases
    )


def _top(facts: Facts, groups: Sequence[TraitGroup], members: int) -> tuple[str, ...]:
    """The first trait of the kinds that tell most, for the small card."""
    by_kind = {group.kind: group.lines for group in groups}
    found = [(kind, by_kind[kind][0]) for kind in ("pain", "goal", "need", "praise") if by_kind.get(kind)]
    return tuple(
        facts.words(
            "persona.top", kind=facts.words(f"trait.{kind}"), subject=line.subject, n=line.people, total=members
        )
        for kind, line in found[:2]
    )


def left_out(facts: Facts, personas: Personas) -> tuple[str, ...]:
    """Why people are in no group, as sentences."""
    reasons = Counter(personas.left_out.values())
    ranked = sorted(reasons.items(), key=lambda pair: (-pair[1], pair[0]))
    words = facts.words
    return tuple(
        words("persona.left_out", n=n, reason=words.maybe(f"left_out.{reason.replace(' ', '_')}", reason))
        for reason, n in ranked
    )
