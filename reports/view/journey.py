"""Phases and touchpoints: who speaks of them, how it sounds, what people want there, and what hinders them.

Moods by attribute and persona are the cells of data/touchpoint_splits.csv without their intervals: they show where to
look, they test nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from markupsafe import Markup

from personas.wording import attribute_name
from reports.view.page_records import EmotionCell, JourneyStep, Mood, MoodSplit, PhaseBlock, ShownQuote
from reports.view.study_index import MIXED_BELOW, StudyIndex, emotion_tone
from voc.journey.feelings import SOURCE_KIND, attribute_columns, person_means
from voc.schema import EMOTIONS, MIN_PEOPLE, STATEMENTS, Feeling, Personas, Phase, Touchpoint

WISHES_SHOWN = 2
HURDLES_SHOWN = 3
ACTIONS_OFFERED = 8
"""Verbatims of what people do that are offered to the service blueprint, which takes those that fit."""
LONGEST_ACTION = 220
"""Characters of a verbatim that fits into the blueprint."""
SHADE_LIMITS = (0.0, 0.1, 0.25, 0.5)
"""Shares of people above which a cell of the emotion table gets the next shade."""
VISIBLE_SPREAD = 2 * MIXED_BELOW
"""A difference of this size cannot be between two moods that are both called mixed."""

_WISHES = frozenset({STATEMENTS.index("goal"), STATEMENTS.index("need")})
_ACTIONS = frozenset({STATEMENTS.index("behaviour")})


def build_journey(index: StudyIndex, personas: Personas) -> tuple[PhaseBlock, ...]:
    """Every phase in order, with the touchpoints that somebody speaks of."""
    groups = MoodGroups(index, personas)
    return tuple(_block(index, personas, groups, phase) for phase in index.analysis.taxonomy.phases)


def _block(index: StudyIndex, personas: Personas, groups: MoodGroups, phase: Phase) -> PhaseBlock:
    touchpoints = [point for point in index.analysis.taxonomy.touchpoints if point.phase_id == phase.phase_id]
    places: list[JourneyStep] = []
    silent: list[str] = []
    for touchpoint in touchpoints:
        feeling = index.feelings.get((phase.phase_id, touchpoint.touchpoint_id))
        if feeling is None or not feeling.n_respondents:
            silent.append(index.words.named(touchpoint.names))
        else:
            places.append(_touchpoint(index, personas, groups, touchpoint, feeling))
    positions = sorted(position for point in touchpoints for position in index.at_touchpoint(point.touchpoint_id))
    return PhaseBlock(_phase(index, groups, phase, positions), tuple(places), ", ".join(silent))


def _phase(index: StudyIndex, groups: MoodGroups, phase: Phase, positions: list[int]) -> JourneyStep:
    feeling = index.feelings.get((phase.phase_id, ""))
    mood = index.mood(feeling)
    statements = feeling.n_segments if feeling else 0
    actions = _of_kind(index, positions, _ACTIONS)
    short = (position for position in actions if len(index.segments[position].text) <= LONGEST_ACTION)
    return JourneyStep(
        anchor=f"phase-{phase.phase_id}",
        phase_id=phase.phase_id,
        touchpoint_id="",
        name=index.words.named(phase.names),
        description="",
        traits="",
        statements=statements,
        token=f"a{index.phase_order[phase.phase_id]}",
        mood=mood,
        cells=_emotion_cells(feeling),
        sentence=_sentence(index, mood, statements),
        does=index.quotes(short, ACTIONS_OFFERED),
        n_does=len(index.respondents(actions)),
        by_persona=groups.by_persona(positions),
    )


def _touchpoint(
    index: StudyIndex, personas: Personas, groups: MoodGroups, touchpoint: Touchpoint, feeling: Feeling
) -> JourneyStep:
    positions = index.at_touchpoint(touchpoint.touchpoint_id)
    wishes = _of_kind(index, positions, _WISHES)
    mood = index.mood(feeling)
    return JourneyStep(
        anchor=f"place-{touchpoint.touchpoint_id}",
        phase_id=touchpoint.phase_id,
        touchpoint_id=touchpoint.touchpoint_id,
        name=index.words.named(touchpoint.names),
        description=index.words.named(touchpoint.descriptions),
        traits=_kind_of_contact(index, touchpoint),
        statements=feeling.n_segments,
        token=f"c{index.order[touchpoint.touchpoint_id]}",
        mood=mood,
        cells=_emotion_cells(feeling),
        sentence=_sentence(index, mood, feeling.n_segments),
        wants=index.quotes(wishes, WISHES_SHOWN),
        n_wants=len(index.respondents(wishes)),
        hurdles=_hurdles(index, touchpoint.touchpoint_id),
        actors=_actors(index, personas, positions),
        best=index.quote(feeling.best) if feeling.best >= 0 else None,
        # With a single statement the best is the worst too; it is shown once.
        worst=index.quote(feeling.worst) if feeling.worst >= 0 and feeling.worst != feeling.best else None,
        by_persona=groups.by_persona(positions),
        splits=tuple(split for split in groups.splits(positions) if _is_comparable(split)),
    )


def _is_comparable(split: MoodSplit) -> bool:
    """Whether enough people have two of its values; with fewer, "no visible difference" would only mean too few."""
    return sum(mood.people >= MIN_PEOPLE for _, mood in split.values) > 1


def _of_kind(index: StudyIndex, positions: Iterable[int], kinds: frozenset[int]) -> list[int]:
    """The statements of these kinds, those with the highest confidence first."""
    readings = index.analysis.readings
    chosen = [position for position in positions if int(readings.statement[position]) in kinds]
    return sorted(chosen, key=lambda position: (-float(readings.statement_confidence[position]), position))


def _actors(index: StudyIndex, personas: Personas, positions: list[int]) -> tuple[str, ...]:
    people = set(index.respondents(positions))
    # A persona acts at a touchpoint where at least one of its members speaks of it.
    titles = tuple(persona.title for persona in personas.personas if people & set(persona.respondents))
    return titles or (index.words("count.everybody_asked" if index.everybody_asked else "count.everybody"),)


def _kind_of_contact(index: StudyIndex, touchpoint: Touchpoint) -> str:
    keys = {
        "channel": touchpoint.channel,
        "owner": touchpoint.owner,
        "medium": touchpoint.medium,
        "mode": touchpoint.mode,
    }
    names = [index.words(f"touchpoint.{kind}.{key}") for kind, key in keys.items()]
    return " · ".join(dict.fromkeys(name for name in names if name))


def _sentence(index: StudyIndex, mood: Mood, statements: int) -> Markup:
    if not mood.people:
        return index.words.html("journey.place_none")
    of, counted = index.of(mood.people), index.words("count.statements", n=statements)
    return index.words.html("journey.place", n=mood.people, of=of, statements=counted, mood=mood.word)


def _emotion_cells(feeling: Feeling | None) -> tuple[EmotionCell, ...]:
    if feeling is None or not feeling.n_respondents:
        return ()
    cells = []
    for emotion in EMOTIONS:
        share = float(feeling.emotions.get(emotion, 0.0))
        # The analysis stores shares; the table shows people.
        people = round(share * feeling.n_respondents)
        # A cell with a single person among many still gets the palest shade.
        step = sum(share > limit for limit in SHADE_LIMITS) if people else 0
        cells.append(EmotionCell(emotion, people, share, step, emotion_tone(emotion)))
    return tuple(cells)


def _hurdles(index: StudyIndex, touchpoint_id: str) -> tuple[tuple[str, str, ShownQuote | None], ...]:
    """Title, anchor and verbatim of the pain points at a touchpoint, worst first."""
    pains = [pain for pain in index.analysis.pain_points if pain.touchpoint_id == touchpoint_id]
    return tuple(
        (pain.title, f"pain-{pain.pain_point_id}", index.span(pain.hurdle) if pain.hurdle else None)
        for pain in pains[:HURDLES_SHOWN]
    )


class MoodGroups:
    """The groups whose moods are compared: personas, kinds of source, then values of attributes."""

    def __init__(self, index: StudyIndex, personas: Personas) -> None:
        self._index = index
        numbers = {person: str(n) for n, persona in enumerate(personas.personas) for person in persona.respondents}
        self._persona_column = [numbers.get(segment.respondent_id, "") for segment in index.segments]
        self._titles = [persona.title for persona in personas.personas]
        columns = attribute_columns(index.segments, index.analysis.corpus.respondents)
        self._columns = {name: columns[name] for name in sorted(columns, key=lambda name: name != SOURCE_KIND)}
        self._values = {name: sorted({value for value in column if value}) for name, column in self._columns.items()}

    def by_persona(self, positions: Sequence[int]) -> tuple[Mood, ...]:
        """The mood of each persona in these statements, in the order of the personas."""
        return self._moods(positions, self._persona_column, [str(number) for number in range(len(self._titles))])

    def splits(self, positions: Sequence[int]) -> tuple[MoodSplit, ...]:
        """The splits of these statements with data for two values or more, those with a visible spread first."""
        words = self._index.words
        splits = []
        if len(self._titles) > 1:
            splits.append(_split(words("split.persona"), self._titles, self.by_persona(positions)))
        for name, column in self._columns.items():
            values = self._values[name]
            moods = self._moods(positions, column, values)
            if name == SOURCE_KIND:
                splits.append(_split(words("split.source_kind"), [words(f"kind.{value}") for value in values], moods))
            else:
                splits.append(_split(attribute_name(name, self._index.words.language), values, moods))
        with_data = [split for split in splits if sum(mood.people > 0 for _, mood in split.values) > 1]
        return tuple(sorted(with_data, key=lambda split: -split.spread if split.visible else 0.0))

    def _moods(self, positions: Sequence[int], column: Sequence[str], values: Sequence[str]) -> tuple[Mood, ...]:
        rows: dict[str, list[int]] = {value: [] for value in values}
        for position in positions:
            # Segments without a respondent count nowhere: nobody knows whose group they would belong to.
            if column[position] in rows and self._index.segments[position].respondent_id:
                rows[column[position]].append(position)
        return tuple(self._mood(rows[value]) for value in values)

    def _mood(self, positions: Sequence[int]) -> Mood:
        if not positions:
            return self._index.mood(None)
        polarity = self._index.analysis.readings.polarity[list(positions)].astype(np.float64)
        means = person_means([self._index.segments[position].respondent_id for position in positions], polarity)
        return self._index.mean_mood(float(np.mean(list(means.values()))), len(means))


def _split(name: str, values: Sequence[str], moods: Sequence[Mood]) -> MoodSplit:
    sure = [mood.polarity for mood in moods if mood.polarity is not None and not mood.few]
    spread = max(sure) - min(sure) if len(sure) > 1 else 0.0
    return MoodSplit(name, tuple(zip(values, moods, strict=True)), spread, visible=spread >= VISIBLE_SPREAD)
