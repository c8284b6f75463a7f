"""The lines of a persona: traits of its members with their evidence, what they use, and who says the opposite.

Nothing is a trait that nobody said.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from personas.evidence import AGAINST, NO_SUBJECT, SAID_KINDS, SELF_KINDS, TALKED_KINDS, Fact, Facts
from voc.schema import SENTIMENTS, Analysis, CounterVoice, Span, Trait, TraitKind
from voc.text.catalogue import load_catalogue

CHANNELS = ("online", "offline")


@dataclass(frozen=True, slots=True)
class TraitThresholds:
    """When a fact becomes a line of a persona, and which lines are shown."""

    min_people: int = 2
    """A trait is shown by at least this many members; one person is an anecdote."""
    min_share: float = 0.03
    """A trait is shown by at least this share of the members."""
    lone_share: float = 0.2
    """In a group so small that one person is this share, a kind without any other trait may rest on one person."""
    min_lift: float = 1.2
    """Themes and touchpoints that others bring up nearly as often do not set a persona apart."""
    common_touchpoint: float = 0.5
    """Touchpoints that at least this share of the members use are listed even if others use them as well."""
    max_lines: int = 4
    """A persona shows at most this many lines of a kind."""
    max_themes: int = 5
    """A persona shows at most this many themes."""
    max_touchpoints: int = 6
    """A persona shows at most this many touchpoints among its lines."""
    small_group: int = 12
    """In a group of up to this many people, what one person says of themselves can be a line."""
    max_lone_lines: int = 3
    """Lines of one person fill a kind up to this number of lines."""
    max_spans: int = 5
    """A trait keeps at most this many of people's own sentences."""
    same_evidence: float = 0.6
    """A theme and a touchpoint that share this much of the smaller one's segments are one matter."""
    own_words: float = 0.3
    """When the best proof of a line is chosen, people's own sentence weighs this much against readability (0–1)."""
    clear_feeling: float = 0.3
    """When the best proof of a pain or praise is chosen, a polarity of 1 weighs this much against readability."""
    counter_confidence: float = 0.6
    """A reading speaks against a line only with at least this confidence (0–1)."""
    max_counter_voices: int = 4
    """A persona shows at most this many counter-voices."""


THRESHOLDS = TraitThresholds()


def find_traits(
    analysis: Analysis,
    facts: Facts,
    members: Collection[str],
    others: Collection[str],
    thresholds: TraitThresholds = THRESHOLDS,
) -> tuple[Trait, ...]:
    """The lines of one persona: by kind in the order of SAID_KINDS and TALKED_KINDS, the most telling first.

    ``others`` are the people of the other groups and those who fit none; ``lift`` compares with them.
    """
    inside, outside = set(members), set(others)
    traits = [
        trait
        for fact in facts.facts
        if (trait := make_trait(analysis, facts, fact, inside, outside, thresholds)) is not None
    ]
    lines: list[Trait] = []
    for kind in (*SAID_KINDS, *TALKED_KINDS):
        chosen = _choose(kind, [trait for trait in traits if trait.kind == kind], len(inside), thresholds)
        if kind in SELF_KINDS and len(chosen) < thresholds.max_lines:
            rest = _rest_of_kind(facts, kind, chosen)
            trait = make_trait(analysis, facts, rest, inside, outside, thresholds)
            is_small = len(inside) <= thresholds.small_group
            if trait is not None and (is_small or len(trait.respondents) >= thresholds.min_people):
                chosen.append(trait)
        lines += chosen
    return tuple(lines)


def make_trait(
    analysis: Analysis,
    facts: Facts,
    fact: Fact,
    inside: set[str],
    outside: set[str],
    thresholds: TraitThresholds = THRESHOLDS,
) -> Trait | None:
    """The line that a fact makes of the members ``inside``; None where none of them shows it."""
    showing = tuple(person for person in fact.people if person in inside)
    if not showing:
        return None
    n_outside = sum(person in outside for person in fact.people)
    # Where none of the others shows it there is no lift; `telling` takes that for the largest.
    lift = (len(showing) / len(inside)) / (n_outside / len(outside)) if n_outside else None
    segments = _best_first(analysis, facts, fact, showing, thresholds)
    own_sentences: dict[str, Span] = {}
    for position in segments:
        if (position, fact.kind) in facts.spans:
            own_sentences.setdefault(analysis.segments[position].respondent_id, facts.spans[position, fact.kind])
    spans = tuple(own_sentences.values())[: thresholds.max_spans]
    return Trait(fact.kind, fact.subject, fact.subject_id, showing, segments, lift, spans)


def _best_first(
    analysis: Analysis, facts: Facts, fact: Fact, showing: Sequence[str], thresholds: TraitThresholds
) -> tuple[int, ...]:
    """Order segments: the best of each person, then the second of each; good ones are readable and clear in feeling."""
    tone = {"pain": -thresholds.clear_feeling, "praise": thresholds.clear_feeling}.get(fact.kind, 0.0)

    def score(position: int) -> float:
        own_words = thresholds.own_words * ((position, fact.kind) in facts.spans)
        return float(facts.quality[position]) + tone * float(analysis.readings.polarity[position]) + own_words

    ranked: list[tuple[int, float, str, int]] = []
    for person in showing:
        own = sorted((-score(at), analysis.segments[at].segment_id, at) for at in fact.people[person])
        ranked += [(turn, *scored) for turn, scored in enumerate(own)]
    return tuple(position for *_, position in sorted(ranked))


def _choose(kind: TraitKind, traits: Sequence[Trait], n: int, thresholds: TraitThresholds) -> list[Trait]:
    """The most telling traits of a kind in a group of ``n``, each about another matter."""
    with_subject = [trait for trait in traits if trait.subject_id != NO_SUBJECT]
    min_people = max(thresholds.min_people, thresholds.min_share * n)
    kept = [trait for trait in with_subject if len(trait.respondents) >= min_people]
    if kind in TALKED_KINDS:
        common = thresholds.common_touchpoint * n if kind == "touchpoint" else np.inf
        kept = [
            trait
            for trait in kept
            if trait.lift is None or trait.lift >= thresholds.min_lift or len(trait.respondents) >= common
        ]
    elif not kept:
        kept = [trait for trait in with_subject if len(trait.respondents) >= thresholds.lone_share * n]
    max_lines = {"theme": thresholds.max_themes, "touchpoint": thresholds.max_touchpoints}.get(
        kind, thresholds.max_lines
    )
    # The most telling first, so that of two lines about one matter the better one stays.
    chosen = _add_distinct([], _by_telling(kept, n), max_lines, thresholds)
    if kind in SELF_KINDS and n <= thresholds.small_group:
        # In so small a group a single person's own sentence is still worth a line.
        own = _by_telling([trait for trait in with_subject if trait.spans], n)
        chosen = _add_distinct(chosen, own, max(len(chosen), thresholds.max_lone_lines), thresholds)
    return chosen


def _by_telling(traits: Sequence[Trait], n: int) -> list[Trait]:
    return sorted(traits, key=lambda trait: (-telling(trait, n), trait.subject_id))


def _add_distinct(
    chosen: Sequence[Trait], more: Sequence[Trait], max_lines: int, thresholds: TraitThresholds
) -> list[Trait]:
    """Add to ``chosen`` those of ``more`` that are about another matter, up to ``max_lines``."""
    result = list(chosen)
    for trait in more:
        if len(result) < max_lines and not any(_is_same_matter(trait, other, thresholds) for other in result):
            result.append(trait)
    return result


def _is_same_matter(trait: Trait, other: Trait, thresholds: TraitThresholds) -> bool:
    ours, theirs = set(trait.segments), set(other.segments)
    overlap = thresholds.same_evidence * min(len(ours), len(theirs))
    return trait.subject == other.subject or len(ours & theirs) >= overlap


def _rest_of_kind(facts: Facts, kind: TraitKind, chosen: Sequence[Trait]) -> Fact:
    """Gather in one fact what people say of themselves in their own words and no chosen line has."""
    listed = {position for trait in chosen for position in trait.segments}
    people: dict[str, set[int]] = {}
    for fact in facts.facts:
        for person, positions in fact.people.items() if fact.kind == kind else ():
            own = {position for position in positions if position not in listed and (position, kind) in facts.spans}
            people.setdefault(person, set()).update(own)
    kept = {person: tuple(sorted(people[person])) for person in sorted(people) if people[person]}
    return Fact(kind, facts.no_subject, NO_SUBJECT, kept)


def telling(trait: Trait, n: int) -> float:
    """How much a line says about a group of ``n``: the share that shows it, times the root of its lift (up to 4)."""
    lift = 4.0 if trait.lift is None else min(trait.lift, 4.0)
    return len(trait.respondents) / n * float(np.sqrt(max(lift, 0.0)))


# --------------------------------------------------------------------------------------- touchpoints and counter-voices


def find_touchpoints(
    analysis: Analysis, facts: Facts, members: Collection[str], others: Collection[str]
) -> tuple[Trait, ...]:
    """All touchpoints that members speak of, those of most people first."""
    traits = [
        trait
        for fact in facts.facts
        if fact.kind == "touchpoint" and (trait := make_trait(analysis, facts, fact, set(members), set(others)))
    ]
    return tuple(sorted(traits, key=lambda trait: (-len(trait.respondents), trait.subject_id)))


def find_channels(
    analysis: Analysis, facts: Facts, members: Collection[str], others: Collection[str]
) -> tuple[Trait, ...]:
    """Online and offline, as far as members speak of touchpoints that are clearly one of them."""
    channel_of = {touchpoint.touchpoint_id: touchpoint.channel for touchpoint in analysis.taxonomy.touchpoints}
    words = load_catalogue("personas", analysis.language)
    traits = []
    for channel in CHANNELS:
        people: dict[str, set[int]] = {}
        for fact in facts.facts:
            if fact.kind == "touchpoint" and channel_of.get(fact.subject_id) == channel:
                for person, positions in fact.people.items():
                    people.setdefault(person, set()).update(positions)
        in_order = {person: tuple(sorted(people[person])) for person in sorted(people)}
        fact = Fact("channel", words(f"channel.{channel}"), channel, in_order)
        traits.append(make_trait(analysis, facts, fact, set(members), set(others)))
    return tuple(trait for trait in traits if trait is not None)


def find_counter_voices(
    analysis: Analysis, traits: Sequence[Trait], members: Collection[str], thresholds: TraitThresholds = THRESHOLDS
) -> tuple[CounterVoice, ...]:
    """Members who are pleased by what a pain of the persona is about, or troubled by what it praises.

    People who say both do not count. A line with more opponents than supporters has no counter-voices: there the line
    is the exception, as its number of people shows.
    """
    readings, inside = analysis.readings, set(members)
    own = [position for position, segment in enumerate(analysis.segments) if segment.respondent_id in inside]
    voices = []
    for trait in traits:
        if trait.kind not in AGAINST:
            continue
        sentiment = SENTIMENTS.index(AGAINST[trait.kind])
        against = [
            position
            for position in own
            if trait.subject_id in _subject_ids(analysis, position)
            and int(readings.sentiment[position]) == sentiment
            and readings.confidence[position] >= thresholds.counter_confidence
            and analysis.segments[position].respondent_id not in trait.respondents
        ]
        people = tuple(sorted({analysis.segments[position].respondent_id for position in against}))
        if people and len(people) <= len(trait.respondents):
            against.sort(
                key=lambda at: (-round(abs(float(readings.polarity[at])), 4), analysis.segments[at].segment_id)
            )
            voices.append(CounterVoice(trait.kind, trait.subject, trait.subject_id, people, tuple(against)))
    voices.sort(key=lambda voice: (-len(voice.respondents), voice.kind, voice.subject_id))
    return tuple(voices[: thresholds.max_counter_voices])


def _subject_ids(analysis: Analysis, position: int) -> tuple[str, ...]:
    theme, touchpoint = int(analysis.themes.assignment[position]), int(analysis.tags.touchpoint[position])
    ids = (analysis.themes.themes[theme].theme_id,) if theme >= 0 else ()
    return (*ids, analysis.taxonomy.touchpoints[touchpoint].touchpoint_id) if touchpoint >= 0 else ids
