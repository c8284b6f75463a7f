"""One matter in figures and in people's words: intensity, emotion, verbatims, goal, hurdle, counter-voices."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from voc.journey.clauses import find_goal, find_hurdle
from voc.journey.feelings import READABLE, person_means
from voc.journey.matters import Matter, Voices
from voc.journey.troubles import TROUBLED
from voc.schema import EMOTIONS, SENTIMENTS, STATEMENTS, Floats, Readings, Segment, Span, Tags, Taxonomy, Themes

MAX_QUOTES = 3
MAX_COUNTER = 20
ASIDE = 0.25
"""Cosine to the matter from which what the same people say away from its touchpoint may name their goal, …"""
OTHERS = 0.45
"""… and from which what other people say may."""
SHORT = (3, 14)
"""Words of a statement that is a goal or a hurdle as a whole."""

_POSITIVE = SENTIMENTS.index("positive")
_PAIN, _GOAL, _NEED = (STATEMENTS.index(name) for name in ("pain", "goal", "need"))
_SURE_STATEMENT = 0.5
_OWN = re.compile(r"\b(?:I|we|my|ich|wir|mir|mich|uns|mein\w*)\b", re.IGNORECASE)
_SAME = 0.97
_FULL_HURDLE = 4


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
        voices = Voices(
            [segment.segment_id for segment in segments],
            [segment.respondent_id for segment in segments],
            _centred(embeddings),
            tags,
            themes,
        )
        return Material(segments, embeddings, readings, tags, themes, taxonomy, voices)

    def person(self, row: int) -> str:
        """Who says it."""
        return self.segments[row].respondent_id

    def n_words(self, row: int) -> int:
        """How many words it has."""
        return len(self.segments[row].text.split())


def _centred(embeddings: Floats) -> Floats:
    """Vectors less their mean; the mean is rounded so that no order of sums shows."""
    if not len(embeddings):
        return embeddings
    return np.asarray(embeddings - np.round(embeddings.mean(0, dtype=np.float64), 6), dtype=np.float32)


@dataclass(frozen=True, slots=True)
class Portrait:
    """A matter with its figures: ``rows`` worst first, ``people`` sorted, ``intensity`` 0–1 (mean over people of their
    mean negativity), ``near`` the cosine of each row to the matter's centre."""

    material: Material
    matter: Matter
    rows: tuple[int, ...]
    people: tuple[str, ...]
    intensity: float
    near: tuple[float, ...]

    @staticmethod
    def of(material: Material, matter: Matter) -> Portrait:
        """Measure a matter."""
        ids, polarity = material.voices.ids, material.readings.polarity
        rows = sorted(matter.rows, key=lambda i: (round(float(polarity[i]), 6), ids[i]))
        means = person_means([material.person(i) for i in rows], np.clip(-polarity[rows].astype(np.float64), 0, 1))
        near = material.voices.cosines(rows, [rows])[:, 0].tolist()
        return Portrait(material, matter, tuple(rows), tuple(means), sum(means.values()) / len(means), tuple(near))

    def emotion(self) -> str:
        """The troubled emotion that most of these people show, "" where none shows one."""
        found = {(self.material.person(i), int(self.material.readings.emotion[i])) for i in self.rows}
        counts = [sum(emotion == k for _, emotion in found) for k in TROUBLED]
        return EMOTIONS[TROUBLED[int(np.argmax(counts))]] if any(counts) else ""

    def quotes(self) -> tuple[int, ...]:
        """One to three verbatims of different people: typical, sure, strong, of readable length, no two alike."""
        embeddings = self.material.embeddings
        chosen: list[int] = []
        for row in self._ranked():
            people = {self.material.person(i) for i in chosen}
            alike = bool(chosen) and float((embeddings[chosen] @ embeddings[row]).max()) > _SAME
            if self.material.person(row) not in people and not alike:
                chosen.append(row)
            if len(chosen) == MAX_QUOTES:
                break
        return tuple(chosen)

    def _ranked(self) -> list[int]:
        readings, segments = self.material.readings, self.material.segments

        def worth(k: int, row: int) -> float:
            readable = READABLE[0] <= len(segments[row].text) <= READABLE[1]
            sure = float(readings.confidence[row]) * max(0.0, -float(readings.polarity[row]))
            names = find_hurdle(segments[row].text, segments[row].language) is not None
            pain = int(readings.statement[row]) == _PAIN
            return round(1.5 * self.near[k] + sure + 0.5 * readable + 0.3 * names + 0.3 * pain, 6)

        ranked = sorted((-worth(k, row), self.material.voices.ids[row], row) for k, row in enumerate(self.rows))
        return [row for _, _, row in ranked]

    def goal(self) -> Span | None:
        """What these people wanted, in their words: of the matter's own, of theirs near it, of others very near it."""
        own = self._ranked()
        for row in [*own, *self._around()]:
            span = self._found(row, find_goal)
            if span is None and row not in self.rows and self.material.person(row) in self.people:
                span = self._whole(row, (_GOAL, _NEED)) if _is_own(self.material.segments[row].text) else None
            if span:
                return span
        return None

    def hurdle(self) -> Span | None:
        """What stood in the way: the first full clause that says so, a short one, or a short verbatim as a whole."""
        ranked = self._ranked()
        short: Span | None = None
        for row in ranked:
            span = self._found(row, find_hurdle)
            if span and len(self.material.segments[row].text[span.start : span.end].split()) >= _FULL_HURDLE:
                return span
            short = short or span
        return short or next((span for row in ranked if (span := self._whole(row, (_PAIN,)))), None)

    def _found(self, row: int, find: Callable[[str, str], tuple[int, int] | None]) -> Span | None:
        segment = self.material.segments[row]
        found = find(segment.text, segment.language)
        return Span(row, *found) if found else None

    def _whole(self, row: int, statements: Iterable[int]) -> Span | None:
        readings = self.material.readings
        fits = int(readings.statement[row]) in statements and readings.statement_confidence[row] >= _SURE_STATEMENT
        return Span(row, 0, len(self.material.segments[row].text)) if fits and self._is_short(row) else None

    def _is_short(self, row: int) -> bool:
        return SHORT[0] <= self.material.n_words(row) <= SHORT[1] and "\n" not in self.material.segments[row].text

    def _around(self) -> list[int]:
        """What is said near the matter and is no trouble: by these people first, then by others; nearest first."""
        material, own = self.material, set(self.rows)
        rows = [i for i in range(len(material.segments)) if i not in own and self._touches(i)]
        if not rows:
            return []
        near = material.voices.cosines(rows, [self.rows])[:, 0].tolist()
        people, there = set(self.people), self.matter.touchpoint
        fitting = []
        for row, cosine in zip(rows, near, strict=True):
            mine = material.person(row) in people
            here = mine and there >= 0 and int(material.tags.touchpoint[row]) == there
            if here or cosine >= (ASIDE if mine else OTHERS):
                fitting.append((not mine, -cosine, material.voices.ids[row], row))
        return [row for *_, row in sorted(fitting)]

    def _touches(self, row: int) -> bool:
        there = int(self.material.tags.touchpoint[row])
        return bool(self.material.person(row)) and (there < 0 or there == self.matter.touchpoint)

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
        ranked = sorted((-near[k], material.voices.ids[i], i) for k, i in enumerate(rows) if near[k] >= ASIDE)
        return tuple(i for _, _, i in ranked[:MAX_COUNTER])


def _is_own(text: str) -> bool:
    """Whether somebody speaks of themselves."""
    return bool(_OWN.search(text))
