"""One matter in figures and in people's words: intensity, emotion, verbatims, counter-voices."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from voc.journey.feelings import READABLE, person_means
from voc.pains.voices import Matter, Voices
from voc.schema import EMOTIONS, SENTIMENTS, STATEMENTS, Floats, Readings, Segment, Tags, Taxonomy, Themes
from voc.text.statements import BAD_EMOTION_COLUMNS, read_statement

MAX_QUOTES = 3
MAX_COUNTER = 20
SAME_SUBJECT = 0.25
"""Cosine to the matter from which a positive statement is a counter-voice."""
_POSITIVE = SENTIMENTS.index("positive")
_PAIN = STATEMENTS.index("pain")
_SAME = 0.97
TELLING = 5
"""So many of the words of a matter are looked for in what is said."""


@dataclass(frozen=True, slots=True)
class Material:
    """What matters are made of; everything is aligned with ``segments``."""

    segments: Sequence[Segment]
    embeddings: Floats
    readings: Readings
    tags: Tags
    themes: Themes
    taxonomy: Taxonomy
    voices: Voices

    @staticmethod
    def of(
        segments: Sequence[Segment],
        embeddings: Floats,
        readings: Readings,
        tags: Tags,
        themes: Themes,
        taxonomy: Taxonomy,
    ) -> Material:
        """Together with the voices in it."""
        voices = Voices.of(segments, embeddings, tags, themes)
        return Material(segments, embeddings, readings, tags, themes, taxonomy, voices)

    def person(self, row: int) -> str:
        """Who says it."""
        return self.segments[row].respondent_id

    def n_words(self, row: int) -> int:
        """How many words it has."""
        return len(self.segments[row].text.split())


@dataclass(frozen=True, slots=True)
class Portrait:
    """A matter with its figures: ``rows`` worst first, ``people`` sorted, ``intensity`` 0–1 (mean over people of their
    mean negativity), ``near`` the cosine of each row to the matter's centre, ``words`` the lemmas that tell it from
    others."""

    material: Material
    matter: Matter
    rows: tuple[int, ...]
    people: tuple[str, ...]
    intensity: float
    near: tuple[float, ...]
    words: tuple[str, ...]

    @staticmethod
    def of(material: Material, matter: Matter) -> Portrait:
        """Measure a matter."""
        ids, polarity = material.voices.ids, material.readings.polarity
        rows = sorted(matter.rows, key=lambda i: (round(float(polarity[i]), 6), ids[i]))
        means = person_means([material.person(i) for i in rows], np.clip(-polarity[rows].astype(np.float64), 0, 1))
        near = material.voices.cosines(rows, [rows])[:, 0].tolist()
        intensity = sum(means.values()) / len(means)
        words = material.voices.telling(matter.rows)
        return Portrait(material, matter, tuple(rows), tuple(means), intensity, tuple(near), words)

    def emotion(self) -> str:
        """The troubled emotion that most of these people show, "" where none shows one."""
        found = {(self.material.person(i), int(self.material.readings.emotion[i])) for i in self.rows}
        counts = [sum(emotion == k for _, emotion in found) for k in BAD_EMOTION_COLUMNS]
        return EMOTIONS[BAD_EMOTION_COLUMNS[int(np.argmax(counts))]] if any(counts) else ""

    def quotes(self, ranked: Sequence[int]) -> tuple[int, ...]:
        """One to three verbatims of different people: typical, sure, strong, of readable length, no two alike."""
        embeddings = self.material.embeddings
        chosen: list[int] = []
        for row in ranked:
            people = {self.material.person(i) for i in chosen}
            alike = bool(chosen) and float((embeddings[chosen] @ embeddings[row]).max()) > _SAME
            if self.material.person(row) not in people and not alike:
                chosen.append(row)
            if len(chosen) == MAX_QUOTES:
                break
        return tuple(chosen)

    def ranked(self) -> list[int]:
        """The rows, the most telling first: typical, sure, strong, readable, with a hurdle or a word of the matter."""
        readings, segments = self.material.readings, self.material.segments

        def worth(k: int, row: int) -> float:
            readable = READABLE[0] <= len(segments[row].text) <= READABLE[1]
            sure = float(readings.confidence[row]) * max(0.0, -float(readings.polarity[row]))
            names = read_statement(segments[row].text, segments[row].language).hurdle is not None
            pain = int(readings.statement[row]) == _PAIN
            told = bool(set(self.words[:TELLING]) & set(self.material.voices.words[row]))
            spoken = 0.4 * readable + 0.3 * names + 0.3 * pain + 0.5 * told
            return round(2.5 * self.near[k] + 0.7 * sure + spoken, 6)

        ranked = sorted((-worth(k, row), self.material.voices.ids[row], row) for k, row in enumerate(self.rows))
        return [row for _, _, row in ranked]

    def counter(self) -> tuple[int, ...]:
        """Positive segments on the same matter by other people, nearest first."""
        material, matter = self.material, self.matter
        same = np.ones(len(material.segments), dtype=bool)
        if matter.touchpoint >= 0:
            same &= material.tags.touchpoint == matter.touchpoint
        elif matter.theme >= 0:
            same &= material.themes.assignment == matter.theme
        positive = np.flatnonzero(same & (material.readings.sentiment == _POSITIVE))
        people = set(self.people)
        rows = [i for i in positive.tolist() if material.person(i) and material.person(i) not in people]
        if not rows:
            return ()
        near = material.voices.cosines(rows, [self.rows])[:, 0].tolist()
        ranked = sorted((-near[k], material.voices.ids[i], i) for k, i in enumerate(rows) if near[k] >= SAME_SUBJECT)
        return tuple(i for _, _, i in ranked[:MAX_COUNTER])
