"""One persona written down: everything that is known about the people of a group, each line with its evidence."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from personas.attributes import attribute_counts
from personas.caveats import alike, caveats
from personas.contacts import channels, counter_voices, touchpoints
from personas.decisions import Group, hand_caveats
from personas.describe import member_feelings, unknown_kinds
from personas.differences import Compared, attribute_differences, line_differences
from personas.evidence import Facts
from personas.questions import open_questions
from personas.quotes import typical_quote
from personas.titles import write_titles
from voc.schema import Analysis, Difference, Persona, Trait


@dataclass(frozen=True, slots=True)
class Material:
    """What all drafts of a study share: its facts, whom groups are compared with, and whether most people made one
    comment (``pooled``)."""

    analysis: Analysis
    facts: Facts
    everybody: Collection[str]
    pooled: bool


def write_drafts(material: Material, groups: Sequence[Group], lines: Sequence[tuple[Trait, ...]]) -> list[Persona]:
    """A draft of each group; ``lines`` are its traits."""
    analysis = material.analysis
    members = [group.respondents for group in groups]
    apart = line_differences(material.facts, members, material.everybody)
    people = attribute_differences(analysis.corpus.respondents, members, material.everybody)
    titles = write_titles(analysis, members, lines)
    drafts = []
    for place, group in enumerate(groups):
        quote = typical_quote(analysis, material.facts.quality, group.respondents, titles[place].traits)
        drafts.append(_draft(material, group, lines[place], (titles[place].text, quote), (apart[place], people[place])))
    return drafts


def _draft(
    material: Material,
    group: Group,
    traits: tuple[Trait, ...],
    face: tuple[str, int],
    differences: tuple[tuple[Difference, ...], Compared],
) -> Persona:
    """``face`` is the title and the position of the quote; ``differences`` those in lines and in attributes."""
    analysis, facts, members = material.analysis, material.facts, group.respondents
    others = set(material.everybody) - set(members)
    feelings = member_feelings(analysis, members)
    attributes = attribute_counts(analysis.corpus.respondents, members)
    counter = counter_voices(analysis, traits, members)
    return Persona(
        persona_id=group.persona_id,
        title=face[0],
        respondents=members,
        share_respondents=len(members) / len(analysis.corpus.respondents),
        quote=face[1],
        traits=traits,
        attributes=attributes,
        feelings=feelings,
        unknown=unknown_kinds(facts, members),
        caveats=(
            *hand_caveats(analysis.language, group),
            *caveats(analysis, members, pooled=material.pooled),
            *alike(analysis, differences[1].alike),
        ),
        differences=(*differences[0], *differences[1].differences),
        counter=counter,
        channels=channels(analysis, facts, members, others),
        touchpoints=touchpoints(analysis, facts, members, others),
        questions=open_questions(analysis, traits, counter, feelings, attributes),
    )
