"""What members of a group show, with the segments that prove it: nothing is a trait that nobody said."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from personas.quotes import quality
from personas.wording import say
from voc.schema import SENTIMENTS, STATEMENTS, Analysis, Span, Trait, TraitKind, in_language
from voc.text.statements import read_statement

TALKED_KINDS: tuple[TraitKind, ...] = ("touchpoint", "theme")
SAID_KINDS: tuple[TraitKind, ...] = ("goal", "pain", "need", "behaviour", "motivation", "praise", "suggestion")
MIN_CONFIDENCE: Mapping[TraitKind, float] = {"pain": 0.35, "praise": 0.35, "suggestion": 0.45, "behaviour": 2.0}
SURE = 0.65
"""Statement kinds read with less confidence are no evidence; from here on for kinds that stand above with no figure of
their own. Single goals, needs and habits are often misread, and people's own words for them (`sayings`) are surer;
what somebody did once is no habit, so that habits are never read off the meaning."""
FELT, SPOKEN_SURE, SPOKEN_FELT = 0.35, 0.7, 0.55
"""A pain or praise is felt: its polarity is at least FELT away from 0. Who is interviewed tells stories, and a story is
neither; there the reading must be as sure as SPOKEN_SURE, the feeling as strong as SPOKEN_FELT, and a word must say
so. What they want, need and value, only their own words tell."""
FEWEST_WORDS = 3
"""Fewer words of an interview are an answer to something, and no statement."""
MOODS: tuple[TraitKind, ...] = ("pain", "praise")
OWN: tuple[TraitKind, ...] = ("goal", "need", "behaviour", "motivation")
"""Kinds that are about the speaker: what somebody else wants or does is no evidence of them."""
OF_ONESELF: tuple[TraitKind, ...] = ("goal", "pain", "need", "behaviour", "motivation")
ELSEWHERE = "other"
"""The subject of what people say of themselves away from all themes and touchpoints."""
SEGMENTS_A_MENTION = 60
"""Of every so many segments one must be about a theme or touchpoint before it counts as this person's: who talks for an
hour touches on everything once."""
SHORT_STATEMENT = (4, 30)
"""Words of a segment that can stand as somebody's own sentence as a whole."""
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
SMALL_GROUP, LONE_LINES = 12, 3
"""In a group of so few people what one person says of themselves is a line, where a kind has fewer lines than this."""
MOST_SPANS = 5
OWN_WORDS = 0.3
"""What people's own short sentence weighs against readability (0–1) when the best proof of a line is chosen."""
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
    """All facts of a study, sorted by (kind, subject id); how well each segment serves as a quote (n,); and the
    sentence by position and kind in which somebody says what they want, need, do …; ``given`` are the kinds of
    statements that each person makes, about whatever."""

    facts: tuple[Fact, ...]
    quality: NDArray[np.float64]
    spans: Mapping[tuple[int, TraitKind], Span]
    elsewhere: str
    given: Mapping[str, frozenset[TraitKind]]


def collect_facts(analysis: Analysis) -> Facts:
    """Go once through all segments and note who says what about which theme and touchpoint."""
    found: dict[tuple[TraitKind, str], dict[str, list[int]]] = {}
    names: dict[str, str] = {}
    spans: dict[tuple[int, TraitKind], Span] = {}
    given: dict[str, set[TraitKind]] = {}
    for position, segment in enumerate(analysis.segments):
        if not segment.respondent_id:
            continue
        said = said_kinds(analysis, position)
        given.setdefault(segment.respondent_id, set()).update(said)
        spans.update({(position, kind): span for kind, span in said.items() if span is not None})
        for subject in _subjects(analysis, position) or [_elsewhere(analysis)]:
            names[subject[1]] = subject[2]
            for kind in (subject[0], *said) if subject[1] != ELSEWHERE else _own(said):
                people = found.setdefault((kind, subject[1]), {})
                people.setdefault(segment.respondent_id, []).append(position)
    spoken = Counter(segment.respondent_id for segment in analysis.segments)
    facts = tuple(
        Fact(kind, names[subject_id], subject_id, {who: tuple(people[who]) for who in sorted(people)})
        for (kind, subject_id), mentions in sorted(found.items())
        if (people := mentions if kind in SAID_KINDS else _meant(mentions, spoken))
    )
    kinds = {who: frozenset(given[who]) for who in sorted(given)}
    return Facts(facts, quality(analysis), spans, _elsewhere(analysis)[2], kinds)


def _meant(mentions: Mapping[str, list[int]], spoken: Mapping[str, int]) -> dict[str, list[int]]:
    """Without people who touch on it in passing only."""
    return {who: at for who, at in mentions.items() if len(at) * SEGMENTS_A_MENTION >= spoken[who]}


def _own(said: Mapping[TraitKind, Span | None]) -> list[TraitKind]:
    """What people say of themselves in so many words; only this stands without a theme or touchpoint."""
    return [kind for kind in OF_ONESELF if said.get(kind) is not None]


def said_kinds(analysis: Analysis, position: int) -> dict[TraitKind, Span | None]:
    """The kinds of statement that a segment is evidence of, each with the sentence that says it where there is one.

    What is said in so many words counts first; what was read off the meaning where the reading is sure.
    """
    readings, segment = analysis.readings, analysis.segments[position]
    confidence, felt = float(readings.statement_confidence[position]), abs(float(readings.polarity[position]))
    statement = STATEMENTS[int(readings.statement[position])]
    spoken = segment.kind == "interview"
    if spoken and (len(segment.text.split()) < FEWEST_WORDS or confidence < SPOKEN_SURE or statement in OWN):
        confidence = 0.0
    if statement in MOODS and felt < (SPOKEN_FELT if spoken else FELT):
        confidence = 0.0
    words = read_statement(segment.text, segment.language)
    for mood in MOODS:
        if statement == mood and not words.has_tone_of(mood, needs_word=spoken):
            confidence = 0.0
    sentiment = SENTIMENTS[int(readings.sentiment[position])]
    return kinds_of(segment.text, segment.language, statement, sentiment, confidence, position)


def kinds_of(
    text: str, language: str, statement: str, sentiment: str, confidence: float, position: int
) -> dict[TraitKind, Span | None]:
    """`said_kinds` of a segment given by its parts."""
    found: dict[TraitKind, Span | None] = {}
    words = read_statement(text, language)
    for kind, start, end in words.self_statements:
        if not (kind == "pain" and sentiment == "positive"):
            found.setdefault(kind, Span(position, start, end))
    read = next((known for known in SAID_KINDS if known == statement), None)
    against = {"pain": "negative", "praise": "positive"}
    if read is not None and (words.rules_out(read) or (read in OWN and not words.is_about_speaker)):
        read = None
    if read == "praise" and "pain" in found:
        read = None
    if read is not None and against.get(read, sentiment) == sentiment and confidence >= MIN_CONFIDENCE.get(read, SURE):
        least, most = SHORT_STATEMENT
        whole = least <= len(text.split()) <= most and "\n" not in text and not text.rstrip().endswith("?")
        found.setdefault(read, Span(position, 0, len(text)) if whole else None)
    return found


def _elsewhere(analysis: Analysis) -> tuple[TraitKind, str, str]:
    return ("theme", ELSEWHERE, say(analysis.language, "subject", ELSEWHERE))


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
    lines: list[Trait] = []
    for kind in (*SAID_KINDS, *TALKED_KINDS):
        chosen = _best(kind, traits, len(inside))
        rest = _rest(facts, kind, chosen) if kind in OF_ONESELF and len(chosen) < MOST_SAID else None
        trait = make_trait(analysis, facts, rest, inside, outside) if rest is not None else None
        few = trait is None or len(trait.respondents) < MIN_PEOPLE_SHOWING
        if trait is not None and not (few and len(inside) > SMALL_GROUP):
            chosen.append(trait)
        lines += chosen
    return tuple(lines)


def _rest(facts: Facts, kind: TraitKind, chosen: Sequence[Trait]) -> Fact:
    """What people say of themselves in so many words and no line has yet, about whatever it is, as one matter."""
    listed = {at for trait in chosen for at in trait.segments}
    people: dict[str, set[int]] = {}
    for fact in facts.facts:
        for who, positions in fact.people.items() if fact.kind == kind else ():
            fresh = {at for at in positions if at not in listed and (at, kind) in facts.spans}
            people.setdefault(who, set()).update(fresh)
    kept = {who: tuple(sorted(people[who])) for who in sorted(people) if people[who]}
    return Fact(kind, facts.elsewhere, ELSEWHERE, kept)


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
    own: dict[str, Span] = {}
    for at in segments:
        if (at, fact.kind) in facts.spans:
            own.setdefault(analysis.segments[at].respondent_id, facts.spans[at, fact.kind])
    return Trait(fact.kind, fact.subject, fact.subject_id, showing, segments, lift, tuple(own.values())[:MOST_SPANS])


def _best_first(analysis: Analysis, facts: Facts, fact: Fact, showing: Sequence[str]) -> tuple[int, ...]:
    """Everybody's best segment before anybody's second, the best of them first: clear in feeling, and readable."""
    tone = {"pain": -CLEAR_FEELING, "praise": CLEAR_FEELING}.get(fact.kind, 0.0)
    ranked: list[tuple[int, float, str, int]] = []
    for who in showing:
        mine = sorted(
            (
                -float(facts.quality[at])
                - tone * float(analysis.readings.polarity[at])
                - OWN_WORDS * ((at, fact.kind) in facts.spans),
                analysis.segments[at].segment_id,
                at,
            )
            for at in fact.people[who]
        )
        ranked += [(turn, score, segment_id, at) for turn, (score, segment_id, at) in enumerate(mine)]
    return tuple(at for *_, at in sorted(ranked))


def _best(kind: TraitKind, traits: Sequence[Trait], n: int) -> list[Trait]:
    mine = [trait for trait in traits if trait.kind == kind and trait.subject_id != ELSEWHERE]
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
    chosen = _apart([], _ranked(kept, n), MOST.get(kind, MOST_SAID))
    if kind in OF_ONESELF and n <= SMALL_GROUP:
        chosen = _apart(chosen, _ranked([trait for trait in mine if trait.spans], n), max(len(chosen), LONE_LINES))
    return chosen


def _ranked(traits: Sequence[Trait], n: int) -> list[Trait]:
    """The most telling first."""
    return sorted(traits, key=lambda trait: (-telling(trait, n), trait.subject_id))


def _apart(chosen: Sequence[Trait], more: Sequence[Trait], most: int) -> list[Trait]:
    """``chosen`` and what of ``more`` is another matter, at most ``most``."""
    result = list(chosen)
    for trait in more:
        if len(result) < most and not any(_same(trait, other) for other in result):
            result.append(trait)
    return result


def _same(trait: Trait, other: Trait) -> bool:
    """A theme and a touchpoint that rest on mostly the same segments are one matter."""
    ours, theirs = set(trait.segments), set(other.segments)
    return trait.subject == other.subject or len(ours & theirs) >= SAME_EVIDENCE * min(len(ours), len(theirs))


def telling(trait: Trait, n: int) -> float:
    """How much a line says about a group of ``n``: the share that shows it, times the root of its lift (1–4)."""
    lift = 4.0 if trait.lift is None else min(trait.lift, 4.0)
    return len(trait.respondents) / n * float(np.sqrt(max(lift, 0.0)))
