"""Where members meet the brand, and who of them says the opposite of a line."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from personas.evidence import Fact, Facts, make_trait
from personas.wording import say
from voc.schema import SENTIMENTS, Analysis, CounterVoice, Trait, TraitKind

CHANNELS = ("online", "offline")
SURE = 0.6
"""How sure a reading must be that speaks against a line."""
MOST_COUNTER = 4
_OPPOSITE = {"pain": "positive", "praise": "negative"}


def touchpoints(
    analysis: Analysis, facts: Facts, members: Collection[str], others: Collection[str]
) -> tuple[Trait, ...]:
    """All touchpoints that members speak of, with how many do, most people first."""
    found = [
        trait
        for fact in facts.facts
        if fact.kind == "touchpoint" and (trait := make_trait(analysis, facts, fact, set(members), set(others)))
    ]
    return tuple(sorted(found, key=lambda one: (-len(one.respondents), one.subject_id)))


def channels(analysis: Analysis, facts: Facts, members: Collection[str], others: Collection[str]) -> tuple[Trait, ...]:
    """Online and offline, as far as members speak of touchpoints that are clearly one of them."""
    kinds = {one.touchpoint_id: one.channel for one in analysis.taxonomy.touchpoints}
    found = []
    for channel in CHANNELS:
        people: dict[str, set[int]] = {}
        for fact in facts.facts:
            if fact.kind == "touchpoint" and kinds.get(fact.subject_id) == channel:
                for who, positions in fact.people.items():
                    people.setdefault(who, set()).update(positions)
        spoken = {who: tuple(sorted(people[who])) for who in sorted(people)}
        name = say(analysis.language, "channel", channel)
        trait = make_trait(analysis, facts, Fact("channel", name, channel, spoken), set(members), set(others))
        if trait is not None:
            found.append(trait)
    return tuple(found)


def counter_voices(analysis: Analysis, traits: Sequence[Trait], members: Collection[str]) -> tuple[CounterVoice, ...]:
    """Members who are pleased by what a pain of the persona is about, or troubled by what it praises.

    Who says both is no counter-voice; a line that fewer people show than speak against it has none, for it says itself
    what fewer say.
    """
    inside = set(members)
    rows = [at for at, segment in enumerate(analysis.segments) if segment.respondent_id in inside]
    found = []
    for trait in traits:
        if trait.kind not in _OPPOSITE:
            continue
        wanted = SENTIMENTS.index(_OPPOSITE[trait.kind])
        against = [
            at
            for at in rows
            if trait.subject_id in _matters(analysis, at)
            and int(analysis.readings.sentiment[at]) == wanted
            and analysis.readings.confidence[at] >= SURE
            and analysis.segments[at].respondent_id not in trait.respondents
        ]
        people = tuple(sorted({analysis.segments[at].respondent_id for at in against}))
        if people and len(people) <= len(trait.respondents):
            against.sort(
                key=lambda at: (-round(abs(float(analysis.readings.polarity[at])), 4), analysis.segments[at].segment_id)
            )
            kind: TraitKind = trait.kind
            found.append(CounterVoice(kind, trait.subject, trait.subject_id, people, tuple(against)))
    found.sort(key=lambda one: (-len(one.respondents), one.kind, one.subject_id))
    return tuple(found[:MOST_COUNTER])


def _matters(analysis: Analysis, at: int) -> tuple[str, ...]:
    """The ids of the theme and the touchpoint that a segment is about."""
    theme, touchpoint = int(analysis.themes.assignment[at]), int(analysis.tags.touchpoint[at])
    ids = (analysis.themes.themes[theme].theme_id,) if theme >= 0 else ()
    return (*ids, analysis.taxonomy.touchpoints[touchpoint].touchpoint_id) if touchpoint >= 0 else ids
