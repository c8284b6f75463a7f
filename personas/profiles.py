"""A profile of each person who said enough: what they talk about, feel where, want, need, fear, do and ask for.

Counted is within a person and compared with what is usual, so that talking much makes no profile richer than it is; who
made one comment has none, because one comment is no profile.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from personas.caveats import waves
from personas.describe import member_feelings
from personas.evidence import SAID_KINDS, TALKED_KINDS, Fact, Facts, make_trait
from personas.features import ENOUGH_SEGMENTS, ENOUGH_WORDS, SHRINKAGE
from personas.quotes import middle_of, typical_quote
from voc.schema import Analysis, Profile, Trait, TraitKind

MOST_LINES = 5
MOST_PROFILES = 300
"""With more people than this, profiles are made of those who said most."""


def write_profiles(analysis: Analysis, facts: Facts, placed: Mapping[str, str]) -> tuple[Profile, ...]:
    """The profiles, sorted by respondent; ``placed`` is the persona id of everybody in a group."""
    spoken: dict[str, list[int]] = {}
    for at, segment in enumerate(analysis.segments):
        if segment.respondent_id:
            spoken.setdefault(segment.respondent_id, []).append(at)
    words = {who: sum(len(analysis.segments[at].text.split()) for at in mine) for who, mine in spoken.items()}
    enough = [who for who, mine in spoken.items() if len(mine) >= ENOUGH_SEGMENTS or words[who] >= ENOUGH_WORDS]
    enough.sort(key=lambda who: (-words[who], who))
    chosen = sorted(enough[:MOST_PROFILES])
    usual = _usual(facts, spoken)
    mine: dict[str, list[Fact]] = {who: [] for who in chosen}
    for fact in facts.facts:
        for who in fact.people:
            if who in mine:
                mine[who].append(fact)
    month, middle = waves(analysis), middle_of(analysis)
    return tuple(
        Profile(
            respondent_id=who,
            n_segments=len(spoken[who]),
            n_words=words[who],
            sources=tuple(sorted({analysis.segments[at].source for at in spoken[who]})),
            traits=_traits(analysis, facts, mine[who], who, (len(spoken[who]), usual)),
            feelings=tuple(one for one in member_feelings(analysis, [who], spoken[who]) if one.n_segments),
            quote=typical_quote(analysis, facts.quality, [who], (), spoken[who], middle),
            persona_id=placed.get(who, ""),
            waves=tuple(sorted({month.get(analysis.segments[at].document_id, "") for at in spoken[who]} - {""})),
        )
        for who in chosen
    )


def _usual(facts: Facts, spoken: Mapping[str, Sequence[int]]) -> dict[tuple[TraitKind, str], float]:
    """The mean over all people of the share of their segments that a fact takes."""
    return {
        (fact.kind, fact.subject_id): sum(len(at) / len(spoken[who]) for who, at in fact.people.items()) / len(spoken)
        for fact in facts.facts
    }


def _traits(
    analysis: Analysis,
    facts: Facts,
    mine: Sequence[Fact],
    who: str,
    weight: tuple[int, Mapping[tuple[TraitKind, str], float]],
) -> tuple[Trait, ...]:
    """The most telling lines of each kind: how often they say it, pulled towards what is usual, against that."""
    n_segments, usual = weight
    ranked: list[tuple[float, Trait]] = []
    for fact in mine:
        trait = make_trait(analysis, facts, fact, {who}, set())
        if trait is None:
            continue
        share = usual[fact.kind, fact.subject_id]
        own = (len(trait.segments) + SHRINKAGE * share) / (n_segments + SHRINKAGE)
        lift = own / share
        ranked.append((own * float(np.sqrt(lift)), replace(trait, lift=lift if lift > 1 else None)))
    ranked.sort(key=lambda one: (-round(one[0], 6), one[1].subject_id))
    return tuple(
        trait
        for kind in (*SAID_KINDS, *TALKED_KINDS)
        for trait in [trait for _, trait in ranked if trait.kind == kind][:MOST_LINES]
    )
