"""Persona drafts of groups and profiles of single respondents, each line with its evidence."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, fields, replace

import numpy as np

from personas.caveats import months_of_documents, open_questions, write_caveats
from personas.decisions import Group, decision_caveats
from personas.differences import attribute_counts, attribute_differences, line_differences
from personas.evidence import SAID_KINDS, TALKED_KINDS, Fact, Facts, mean_embedding, typical_quote
from personas.features import ENOUGH, SETTINGS
from personas.titles import write_titles
from personas.traits import find_channels, find_counter_voices, find_touchpoints, make_trait
from personas.wording import say
from voc.schema import Analysis, Feeling, Persona, PersonaWording, Profile, Readings, Trait, TraitKind

MAX_PROFILE_LINES = 5
"""Lines of a kind in a profile."""
MAX_PROFILES = 300
"""With more people than this, profiles are made of those who said most."""


@dataclass(frozen=True, slots=True)
class DraftContext:
    """What all drafts of a study share: its facts, whom groups are compared with, and whether most people made a
    single comment (``pooled``)."""

    analysis: Analysis
    facts: Facts
    everybody: Collection[str]
    pooled: bool


def write_drafts(context: DraftContext, groups: Sequence[Group], lines: Sequence[tuple[Trait, ...]]) -> list[Persona]:
    """A draft of each group; ``lines`` are its traits."""
    analysis, facts = context.analysis, context.facts
    respondents = analysis.corpus.respondents
    members = [group.respondents for group in groups]
    by_line = line_differences(facts, members, context.everybody)
    by_attribute = attribute_differences(respondents, members, context.everybody)
    titles = write_titles(analysis, members, lines)
    mean = mean_embedding(analysis)
    drafts = []
    for group, traits, title, of_lines, of_attributes in zip(groups, lines, titles, by_line, by_attribute, strict=True):
        own, others = group.respondents, set(context.everybody) - set(group.respondents)
        positions = sorted(position for person in own for position in facts.positions[person])
        feelings = member_feelings(analysis, positions)
        attributes = attribute_counts(respondents, own)
        counter = find_counter_voices(analysis, traits, own)
        known_kinds = {kind for person in own for kind in facts.kinds.get(person, ())}
        caveats = write_caveats(analysis, own, pooled=context.pooled, alike=of_attributes.alike)
        questions = open_questions(analysis, traits, counter, feelings, attributes)
        wording = PersonaWording(title.wording, (*decision_caveats(group), *caveats), questions)
        drafts.append(
            Persona(
                persona_id=group.persona_id,
                title=title.text,
                respondents=own,
                share_respondents=len(own) / len(analysis.people),
                quote=typical_quote(analysis, facts.quality, positions, title.traits, mean),
                traits=traits,
                attributes=attributes,
                feelings=feelings,
                unknown=tuple(kind for kind in SAID_KINDS if kind not in known_kinds),
                caveats=tuple(say(sentence, analysis) for sentence in wording.caveats),
                differences=(*of_lines, *of_attributes.differences),
                counter=counter,
                channels=find_channels(analysis, facts, own, others),
                touchpoints=find_touchpoints(analysis, facts, own, others),
                questions=tuple(say(sentence, analysis) for sentence in questions),
                wording=wording,
            )
        )
    return drafts


def member_feelings(analysis: Analysis, positions: Sequence[int]) -> tuple[Feeling, ...]:
    """What people feel in each phase, and at each touchpoint that they speak of, from the positions of their segments.

    ``best`` and ``worst`` are positions in ``Analysis.segments``.
    """
    from voc.journey import measure_feelings
    from voc.journey.tagging import select_tags

    rows = np.array(positions, dtype=np.int64)
    readings = Readings(*(getattr(analysis.readings, column.name)[rows] for column in fields(Readings)))
    # Measured anew among these segments, not averaged from the study's figures.
    feelings = measure_feelings(
        tuple(analysis.segments[position] for position in positions),
        readings,
        select_tags(analysis.tags, rows),
        analysis.taxonomy,
    )

    def in_analysis(row: int) -> int:
        return positions[row] if row >= 0 else -1

    return tuple(
        replace(feeling, best=in_analysis(feeling.best), worst=in_analysis(feeling.worst))
        for feeling in feelings
        # Every phase is listed, also a silent one; a touchpoint only if somebody speaks of it.
        if feeling.n_segments or not feeling.touchpoint_id
    )


def write_profiles(analysis: Analysis, facts: Facts, persona_ids: Mapping[str, str]) -> tuple[Profile, ...]:
    """A profile of each person who said enough, sorted by respondent: one comment is no profile.

    ``persona_ids`` holds the persona of everybody in a group.
    """
    positions = facts.positions
    n_words = {
        person: sum(len(analysis.segments[position].text.split()) for position in own)
        for person, own in positions.items()
    }
    enough = [
        person for person, own in positions.items() if len(own) >= ENOUGH.segments or n_words[person] >= ENOUGH.words
    ]
    # Those who said most, in the order of their ids.
    chosen = sorted(sorted(enough, key=lambda person: (-n_words[person], person))[:MAX_PROFILES])
    # The mean over all people of the share of their segments that a fact takes.
    usual = {
        (fact.kind, fact.subject_id): sum(len(at) / len(positions[person]) for person, at in fact.people.items())
        / len(positions)
        for fact in facts.facts
    }
    facts_by_person: dict[str, list[Fact]] = {person: [] for person in chosen}
    for fact in facts.facts:
        for person in fact.people:
            if person in facts_by_person:
                facts_by_person[person].append(fact)
    months, mean = months_of_documents(analysis), mean_embedding(analysis)
    profiles = []
    for person in chosen:
        own = positions[person]
        feelings = member_feelings(analysis, own)
        segments = [analysis.segments[position] for position in own]
        traits = _profile_traits(analysis, replace(facts, facts=tuple(facts_by_person[person])), person, own, usual)
        profiles.append(
            Profile(
                respondent_id=person,
                n_segments=len(own),
                n_words=n_words[person],
                sources=tuple(sorted({segment.source for segment in segments})),
                traits=traits,
                feelings=tuple(feeling for feeling in feelings if feeling.n_segments),
                quote=typical_quote(analysis, facts.quality, own, (), mean),
                persona_id=persona_ids.get(person, ""),
                waves=tuple(sorted({months.get(segment.document_id, "") for segment in segments} - {""})),
            )
        )
    return tuple(profiles)


def _profile_traits(
    analysis: Analysis,
    facts: Facts,
    person: str,
    positions: Sequence[int],
    usual: Mapping[tuple[TraitKind, str], float],
) -> tuple[Trait, ...]:
    """The most telling lines of each kind from a person's ``facts``: how often they say it, compared with the usual.

    Shares are within the person and shrunk towards the usual, so that talking much makes no profile richer than it is.
    """
    shrinkage = SETTINGS.shrinkage
    ranked: list[tuple[float, Trait]] = []
    for fact in facts.facts:
        trait = make_trait(analysis, facts, fact, {person}, set())
        if trait is None:
            continue
        usual_share = usual[fact.kind, fact.subject_id]
        own_share = (len(trait.segments) + shrinkage * usual_share) / (len(positions) + shrinkage)
        lift = own_share / usual_share
        ranked.append((own_share * float(np.sqrt(lift)), replace(trait, lift=lift if lift > 1 else None)))
    ranked.sort(key=lambda item: (-round(item[0], 6), item[1].subject_id))
    return tuple(
        trait
        for kind in (*SAID_KINDS, *TALKED_KINDS)
        for trait in [trait for _, trait in ranked if trait.kind == kind][:MAX_PROFILE_LINES]
    )
