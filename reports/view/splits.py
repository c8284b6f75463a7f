"""How a touchpoint sounds to different people: by what is known of them, by kind of source, and by persona.

The same cells as data/touchpoint_splits.csv, where the intervals stand; these here are for looking, not for testing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from reports.view.facts import TONE_LIMIT, Facts, mood_word
from reports.view.records import Mood, Split
from voc.journey.feelings import SOURCE_KIND, attribute_columns, person_means
from voc.schema import MIN_PEOPLE, Personas

APART = 2 * TONE_LIMIT
"""Two values differ visibly when the means of at least MIN_PEOPLE people each lie so far apart."""

Column = Sequence[str]


class Splits:
    """The columns by which statements are split; personas first, then the kind of source, then attributes by name."""

    def __init__(self, facts: Facts, personas: Personas) -> None:
        self._facts = facts
        member = {who: str(number) for number, one in enumerate(personas.personas) for who in one.respondents}
        self._persona: Column = [member.get(segment.respondent_id, "") for segment in facts.segments]
        self._titles = [one.title for one in personas.personas]
        found = attribute_columns(facts.segments, facts.analysis.corpus.respondents)
        self._columns: Mapping[str, Column] = {
            name: found[name] for name in sorted(found, key=lambda one: one != SOURCE_KIND)
        }
        self._values = {name: sorted({value for value in column if value}) for name, column in self._columns.items()}

    def by_persona(self, positions: Sequence[int]) -> tuple[Mood, ...]:
        """How it sounds to each persona, in their order."""
        return self._moods(positions, self._persona, [str(number) for number in range(len(self._titles))])

    def at(self, positions: Sequence[int]) -> tuple[Split, ...]:
        """Every split of these statements that has data for at least two values, those with a visible spread first."""
        words = self._facts.words
        found = []
        if len(self._titles) > 1:
            found.append(_split(words("split.persona"), self._titles, self.by_persona(positions)))
        for name, column in self._columns.items():
            values = self._values[name]
            shown = [words(f"kind.{value}") for value in values] if name == SOURCE_KIND else values
            title = words("split.source_kind") if name == SOURCE_KIND else name
            found.append(_split(title, shown, self._moods(positions, column, values)))
        known = [one for one in found if sum(mood.people > 0 for _, mood in one.values) > 1]
        return tuple(sorted(known, key=lambda one: -one.spread if one.visible else 0.0))

    def _moods(self, positions: Sequence[int], column: Column, values: Sequence[str]) -> tuple[Mood, ...]:
        rows: dict[str, list[int]] = {value: [] for value in values}
        for position in positions:
            if column[position] in rows and self._facts.segments[position].respondent_id:
                rows[column[position]].append(position)
        return tuple(self._mood(rows[value]) for value in values)

    def _mood(self, rows: Sequence[int]) -> Mood:
        if not rows:
            return self._facts.mood(None)
        polarity = self._facts.analysis.readings.polarity[list(rows)].astype(np.float64)
        means = person_means([self._facts.segments[row].respondent_id for row in rows], polarity)
        mean = float(np.mean(list(means.values())))
        word, tone = mood_word(mean)
        return Mood(mean, None, None, self._facts.words(f"mood.{word}"), tone, len(means), few=len(means) < MIN_PEOPLE)


def _split(name: str, values: Sequence[str], moods: Sequence[Mood]) -> Split:
    sure = [mood.polarity for mood in moods if mood.polarity is not None and not mood.few]
    spread = max(sure) - min(sure) if len(sure) > 1 else 0.0
    return Split(name, tuple(zip(values, moods, strict=True)), spread, visible=spread >= APART)
