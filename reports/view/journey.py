"""Phases and touchpoints: who speaks of them, how it sounds, what people want there and what stands in the way."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from markupsafe import Markup

from reports.view.facts import Facts, emotion_tone
from reports.view.records import EmotionCell, Mood, PhaseBlock, Place, Quote
from reports.view.splits import Splits
from voc.schema import EMOTIONS, STATEMENTS, Feeling, Personas, Phase, Touchpoint

WANTS = 2
HURDLES = 3
DOES = 8
"""So many verbatims of what people do are offered to the blueprint, which takes those that fit."""
SHORT = 220
STEPS = (0.0, 0.1, 0.25, 0.5)
"""Shares of people above which a cell of the table gets the next shade."""

_WISHES = frozenset({STATEMENTS.index("goal"), STATEMENTS.index("need")})
_ACTIONS = frozenset({STATEMENTS.index("behaviour")})


def phase_blocks(facts: Facts, personas: Personas) -> tuple[PhaseBlock, ...]:
    """Every phase in its order, with the touchpoints that somebody speaks of."""
    splits = Splits(facts, personas)
    return tuple(_block(facts, personas, splits, phase) for phase in facts.analysis.taxonomy.phases)


def _block(facts: Facts, personas: Personas, splits: Splits, phase: Phase) -> PhaseBlock:
    touchpoints = [one for one in facts.analysis.taxonomy.touchpoints if one.phase_id == phase.phase_id]
    places: list[Place] = []
    silent: list[str] = []
    for touchpoint in touchpoints:
        feeling = feeling_at(facts, phase.phase_id, touchpoint.touchpoint_id)
        if feeling is None or not feeling.n_respondents:
            silent.append(facts.words.named(touchpoint.names))
        else:
            place = _touchpoint(facts, touchpoint, feeling)
            positions = facts.at_touchpoint(touchpoint.touchpoint_id)
            places.append(
                replace(
                    place,
                    actors=_actors(facts, personas, positions),
                    by_persona=splits.by_persona(positions),
                    splits=splits.at(positions),
                )
            )
    positions = [position for one in touchpoints for position in facts.at_touchpoint(one.touchpoint_id)]
    whole = replace(_phase(facts, phase, sorted(positions)), by_persona=splits.by_persona(positions))
    return PhaseBlock(whole, tuple(places), ", ".join(silent))


def feeling_at(facts: Facts, phase_id: str, touchpoint_id: str = "") -> Feeling | None:
    """The feeling of a phase or touchpoint, None when the analysis has none."""
    return facts.feelings.get((phase_id, touchpoint_id))


def _phase(facts: Facts, phase: Phase, positions: list[int]) -> Place:
    feeling = feeling_at(facts, phase.phase_id)
    mood = facts.mood(feeling)
    does = _of_kind(facts, positions, _ACTIONS)
    return Place(
        anchor=f"phase-{phase.phase_id}",
        phase_id=phase.phase_id,
        touchpoint_id="",
        name=facts.words.named(phase.names),
        description="",
        traits="",
        statements=feeling.n_segments if feeling else 0,
        token=f"a{facts.phase_order[phase.phase_id]}",
        mood=mood,
        cells=_cells(feeling),
        sentence=_sentence(facts, mood, feeling.n_segments if feeling else 0),
        does=facts.quotes((position for position in does if len(facts.segments[position].text) <= SHORT), DOES),
        n_does=len(facts.respondents(does)),
    )


def _touchpoint(facts: Facts, touchpoint: Touchpoint, feeling: Feeling) -> Place:
    positions = facts.at_touchpoint(touchpoint.touchpoint_id)
    wishes = _of_kind(facts, positions, _WISHES)
    mood = facts.mood(feeling)
    return Place(
        anchor=f"place-{touchpoint.touchpoint_id}",
        phase_id=touchpoint.phase_id,
        touchpoint_id=touchpoint.touchpoint_id,
        name=facts.words.named(touchpoint.names),
        description=facts.words.named(touchpoint.descriptions),
        traits=_traits(facts, touchpoint),
        statements=feeling.n_segments,
        token=f"c{facts.order[touchpoint.touchpoint_id]}",
        mood=mood,
        cells=_cells(feeling),
        sentence=_sentence(facts, mood, feeling.n_segments),
        wants=facts.quotes(wishes, WANTS),
        n_wants=len(facts.respondents(wishes)),
        hurdles=_hurdles(facts, touchpoint.touchpoint_id),
        best=facts.quote(feeling.best) if feeling.best >= 0 else None,
        worst=facts.quote(feeling.worst) if feeling.worst >= 0 and feeling.worst != feeling.best else None,
    )


def _of_kind(facts: Facts, positions: Iterable[int], kinds: frozenset[int]) -> list[int]:
    """Those that say something of these kinds, the surest first."""
    readings = facts.analysis.readings
    found = [position for position in positions if int(readings.statement[position]) in kinds]
    return sorted(found, key=lambda position: (-float(readings.statement_confidence[position]), position))


def _actors(facts: Facts, personas: Personas, positions: list[int]) -> tuple[str, ...]:
    who = set(facts.respondents(positions))
    names = tuple(persona.title for persona in personas.personas if who & set(persona.respondents))
    return names or (facts.words("count.everybody_asked" if facts.asked else "count.everybody"),)


def _traits(facts: Facts, touchpoint: Touchpoint) -> str:
    keys = (touchpoint.channel, touchpoint.owner, touchpoint.medium, touchpoint.mode)
    kinds = ("channel", "owner", "medium", "mode")
    names = [facts.words(f"touchpoint.{kind}.{key}") for kind, key in zip(kinds, keys, strict=True)]
    return " · ".join(dict.fromkeys(name for name in names if name))


def _sentence(facts: Facts, mood: Mood, statements: int) -> Markup:
    if not mood.people:
        return facts.words.html("journey.place_none")
    of = facts.of(mood.people)
    said = facts.words("count.statements", n=statements)
    return facts.words.html("journey.place", n=mood.people, of=of, statements=said, mood=mood.word)


def _cells(feeling: Feeling | None) -> tuple[EmotionCell, ...]:
    if feeling is None or not feeling.n_respondents:
        return ()
    cells = []
    for emotion in EMOTIONS:
        share = float(feeling.emotions.get(emotion, 0.0))
        people = round(share * feeling.n_respondents)
        step = sum(share > limit for limit in STEPS) if people else 0
        cells.append(EmotionCell(emotion, people, share, step, emotion_tone(emotion)))
    return tuple(cells)


def _hurdles(facts: Facts, touchpoint_id: str) -> tuple[tuple[str, str, Quote | None], ...]:
    """Title, id and own words of the pain points at a touchpoint, worst first."""
    pains = [pain for pain in facts.analysis.pain_points if pain.touchpoint_id == touchpoint_id]
    return tuple(
        (pain.title, f"pain-{pain.pain_point_id}", facts.span(pain.hurdle) if pain.hurdle else None)
        for pain in pains[:HURDLES]
    )
