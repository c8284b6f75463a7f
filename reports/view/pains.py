"""The pain points: ranked, counted in people, with their verbatims and the voices against."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from reports.view.facts import Facts
from reports.view.records import Pain
from voc.pains.wording import write_hypothesis, write_opportunity
from voc.schema import MIN_PEOPLE, PainPoint, Personas

QUOTES = 3
MORE = 5
COUNTER = 2


def pains(facts: Facts, personas: Personas) -> tuple[Pain, ...]:
    """All pain points in the analysis' order, which is their rank."""
    found = facts.analysis.pain_points
    largest = max((len(one.respondents) for one in found), default=1), max((one.severity for one in found), default=1.0)
    return tuple(_pain(facts, personas, (rank, pain), largest) for rank, pain in enumerate(found, 1))


def _pain(facts: Facts, personas: Personas, ranked: tuple[int, PainPoint], largest: tuple[int, float]) -> Pain:
    words = facts.words
    rank, pain = ranked
    most, worst = largest
    touchpoint = facts.touchpoints.get(pain.touchpoint_id)
    theme = facts.themes.get(pain.theme_id)
    people = len(pain.respondents)
    shown = facts.pick(pain.quotes or pain.segments, QUOTES)
    texts = {facts.segments[position].text for position in shown}
    others = [position for position in pain.segments if facts.segments[position].text not in texts]
    groups = _groups(personas, pain)
    named = [(number, members) for number, members in groups if members]
    tokens = [f"a{facts.phase_order.get(pain.phase_id, -1)}", *(f"p{number}" for number, _ in named)]
    tokens += [f"c{facts.order[pain.touchpoint_id]}"] if touchpoint else []
    tokens += [f"t{facts.theme_order[pain.theme_id]}"] if theme else []
    return Pain(
        anchor=f"pain-{pain.pain_point_id}",
        rank=rank,
        title=pain.title,
        phase=facts.phase_name(pain.phase_id),
        phase_order=facts.phase_order.get(pain.phase_id, len(facts.phase_order)),
        touchpoint=words.named(touchpoint.names) if touchpoint else "",
        touchpoint_order=facts.order.get(pain.touchpoint_id, len(facts.order)),
        theme=theme.name if theme else "",
        theme_id=pain.theme_id,
        people=people,
        share=facts.share(people),
        statements=len(pain.segments),
        intensity=pain.intensity,
        severity=pain.severity,
        opportunity=write_opportunity(pain, facts.analysis.taxonomy, facts.analysis.language),
        hypothesis=write_hypothesis(pain, facts.total, facts.analysis.language),
        longest_people=people / most,
        longest_severity=pain.severity / worst if worst else 0.0,
        emotion=pain.emotion,
        feeling=words.maybe(f"emotion.{pain.emotion}", "") if pain.emotion else "",
        sentence=pain_sentence(facts, people, pain.segments),
        few=people < MIN_PEOPLE,
        goal=facts.span(pain.goal) if pain.goal else None,
        hurdle=facts.span(pain.hurdle) if pain.hurdle else None,
        quotes=tuple(facts.quote(position) for position in shown),
        more=facts.quotes(others, MORE),
        counter=facts.quotes(sorted(pain.counter, key=facts.is_unsure), COUNTER),
        personas=words.list(
            [words("pain.members", title=personas.personas[number].title, n=members) for number, members in named]
        ),
        tokens=" ".join(tokens),
    )


def _groups(personas: Personas, pain: PainPoint) -> list[tuple[int, int]]:
    who = set(pain.respondents)
    return [(number, len(who & set(persona.respondents))) for number, persona in enumerate(personas.personas)]


def pain_sentence(facts: Facts, people: int, positions: Sequence[int]) -> Markup:
    """ "9 of 34 people report this; most of them sound frustrated (7), 2 worried." """
    words = facts.words
    ranked = facts.emotions(positions)
    ranked = [(emotion, n) for emotion, n in ranked if n * 5 >= people][:2]
    of = facts.of(people)
    if not ranked:
        return words.html("pain.sentence", n=people, of=of)
    emotion, n = ranked[0]
    if len(ranked) > 1 and n < people and ranked[1][1] * 4 > n * 3:
        also, second = ranked[1]
        feels = {"feels": words(f"feels.{emotion}"), "also": words(f"feels.{also}")}
        return words.html("pain.sentence_two", of=of, count=n, second=second, **feels)
    key = "pain.sentence_all" if n == people else "pain.sentence_most" if n * 2 > people else "pain.sentence_some"
    first = words.html(key, n=people, of=of, count=n, feels=words(f"feels.{emotion}"))
    if len(ranked) < 2:
        return first + "."
    emotion, n = ranked[1]
    return first + words.html("pain.sentence_second", n=n, feels=words(f"feels.{emotion}")) + "."
