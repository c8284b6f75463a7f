"""What members of a group show, with the segments that prove it: nothing is a trait that nobody said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from personas.quotes import quality
from voc.schema import SENTIMENTS, STATEMENTS, Analysis, Trait, TraitKind, in_language

SAID_KINDS: tuple[TraitKind, ...] = ("goal", "pain", "need", "behaviour", "motivation", "praise", "suggestion")
MIN_CONFIDENCE = 0.35
"""Statement kinds that were read with less confidence are no evidence."""
MIN_PEOPLE_SHOWING = 2
MIN_SHARE_SHOWING = 0.03
LONE_SHARE = 0.2
"""In a small group one person is this share, and may stand alone where no trait of the kind has two."""
MIN_LIFT = 1.2
"""Themes and touchpoints that others bring up as often do not tell a persona apart."""
COMMON_TOUCHPOINT = 0.5
"""Touchpoints that at least this share of the members use are listed even if others use them as well."""
MOST = {"touchpoint": 6, "theme": 5}
MOST_SAID = 4
SAME_EVIDENCE = 0.6
CLEAR_FEELING = 0.3
"""What a polarity of 1 weighs against readability (0–1) when the best proof of a pain or praise is chosen."""


@dataclass(frozen=True, slots=True)
class Fact:
    """Something said about a subject: who says it, and in which segments (positions)."""

    kind: TraitKind
    subject: str
    subject_id: str
    people: Mapping[str, tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Facts:
    """All facts of a study, sorted by (kind, subject id), and how well each segment serves as a quote (n,)."""

    facts: tuple[Fact, ...]
    quality: NDArray[np.float64]


def collect_facts(analysis: Analysis) -> Facts:
    """Go once through all segments and note who says what about which theme and touchpoint."""
    found: dict[tuple[TraitKind, str], dict[str, list[int]]] = {}
    names: dict[str, str] = {}
    for position, segment in enumerate(analysis.segments):
        if not segment.respondent_id:
            continue
        said = said_kind(analysis, position)
        for kind, subject_id, name in _subjects(analysis, position):
            names[subject_id] = name
            for one in (kind, said) if said else (kind,):
                people = found.setdefault((one, subject_id), {})
                people.setdefault(segment.respondent_id, []).append(position)
    facts = tuple(
        Fact(kind, names[subject_id], subject_id, {who: tuple(people[who]) for who in sorted(people)})
        for (kind, subject_id), people in sorted(found.items())
    )
    return Facts(facts, quality(analysis))


def said_kind(analysis: Analysis, position: int) -> TraitKind | None:
    """The kind of statement that a segment is evidence of; None for other kinds and doubtful readings."""
    readings = analysis.readings
    kind = STATEMENTS[int(readings.statement[position])]
    sentiment = SENTIMENTS[int(readings.sentiment[position])]
    if readings.statement_confidence[position] < MIN_CONFIDENCE:
        return None
    if (kind == "pain" and sentiment != "negative") or (kind == "praise" and sentiment != "positive"):
        return None
    return next((known for known in SAID_KINDS if known == kind), None)


def _subjects(analysis: Analysis, position: int) -> list[tuple[TraitKind, str, str]]:
    subjects: list[tuple[TraitKind, str, str]] = []
    theme = int(analysis.themes.assignment[position])
    if theme >= 0:
        subjects.append(("theme", analysis.themes.themes[theme].theme_id, analysis.themes.themes[theme].name))
    touchpoint = int(analysis.tags.touchpoint[position])
    if touchpoint >= 0:
        contact = analysis.taxonomy.touchpoints[touchpoint]
        name = in_language(contact.names, analysis.language) or contact.touchpoint_id
        subjects.append(("touchpoint", contact.touchpoint_id, name))
    return subjects


def find_traits(analysis: Analysis, facts: Facts, members: Sequence[str], others: Sequence[str]) -> tuple[Trait, ...]:
    """The lines of one persona: by kind in the order of `TraitKind`, the most telling first.

    ``others`` are the people of the other groups and those who fit none; ``lift`` compares with them.
    """
    inside, outside = set(members), set(others)
    traits = [
        trait for fact in facts.facts if (trait := make_trait(analysis, facts, fact, inside, outside)) is not None
    ]
    kinds: tuple[TraitKind, ...] = (*SAID_KINDS, "touchpoint", "theme")
    return tuple(trait for kind in kinds for trait in _best(kind, traits, len(inside)))


def make_trait(analysis: Analysis, facts: Facts, fact: Fact, inside: set[str], outside: set[str]) -> Trait | None:
    """The line that a fact makes of these members; None where none of them shows it."""
    showing = tuple(who for who in fact.people if who in inside)
    if not showing:
        return None
    elsewhere = sum(who in outside for who in fact.people)
    lift = None
    if elsewhere and outside:
        lift = (len(showing) / len(inside)) / (elsewhere / len(outside))
    segments = _best_first(analysis, facts, fact, showing)
    return Trait(fact.kind, fact.subject, fact.subject_id, showing, segments, lift)


def _best_first(analysis: Analysis, facts: Facts, fact: Fact, showing: Sequence[str]) -> tuple[int, ...]:
    """Everybody's best segment before anybody's second, the best of them first: clear in feeling, and readable."""
    tone = {"pain": -CLEAR_FEELING, "praise": CLEAR_FEELING}.get(fact.kind, 0.0)
    ranked: list[tuple[int, float, str, int]] = []
    for who in showing:
        mine = sorted(
            (
                -float(facts.quality[at]) - tone * float(analysis.readings.polarity[at]),
                analysis.segments[at].segment_id,
                at,
            )
            for at in fact.people[who]
        )
        ranked += [(turn, score, segment_id, at) for turn, (score, segment_id, at) in enumerate(mine)]
    return tuple(at for *_, at in sorted(ranked))


def _best(kind: TraitKind, traits: Sequence[Trait], n: int) -> list[Trait]:
    mine = [trait for trait in traits if trait.kind == kind]
    needed = max(MIN_PEOPLE_SHOWING, MIN_SHARE_SHOWING * n)
    kept = [trait for trait in mine if len(trait.respondents) >= needed]
    if kind == "theme":
        kept = [trait for trait in kept if trait.lift is None or trait.lift >= MIN_LIFT]
    elif kind == "touchpoint":
        usual = COMMON_TOUCHPOINT * n
        kept = [
            trait for trait in kept if trait.lift is None or trait.lift >= MIN_LIFT or len(trait.respondents) >= usual
        ]
    elif not kept:
        kept = [trait for trait in mine if len(trait.respondents) >= LONE_SHARE * n]
    kept.sort(key=lambda trait: (-telling(trait, n), trait.subject_id))
    chosen: list[Trait] = []
    for trait in kept:
        if not any(_same(trait, other) for other in chosen):
            chosen.append(trait)
    return chosen[: MOST.get(kind, MOST_SAID)]


def _same(trait: Trait, other: Trait) -> bool:
    """A theme and a touchpoint that rest on mostly the same segments are one matter."""
    ours, theirs = set(trait.segments), set(other.segments)
    return trait.subject == other.subject or len(ours & theirs) >= SAME_EVIDENCE * min(len(ours), len(theirs))


def telling(trait: Trait, n: int) -> float:
    """How much a line says about a group of ``n``: the share that shows it, times the root of its lift (1–4)."""
    lift = 4.0 if trait.lift is None else min(trait.lift, 4.0)
    return len(trait.respondents) / n * float(np.sqrt(max(lift, 0.0)))
