"""One matter in figures and in people's words: intensity, emotion, verbatims, goal, hurdle, counter-voices."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from voc.journey.clauses import find_hurdle
from voc.journey.feelings import READABLE, person_means
from voc.journey.goals import asks_for_wishes, find_goal
from voc.journey.troubles import TROUBLED
from voc.journey.voices import Matter, Voices
from voc.schema import EMOTIONS, SENTIMENTS, STATEMENTS, Floats, Readings, Segment, Span, Tags, Taxonomy, Themes
from voc.words import content_words

MAX_QUOTES = 3
MAX_COUNTER = 20
ASIDE, ASIDE_TOLD, ASIDE_HERE = 0.4, 0.3, 0.1
"""Cosines to the matter from which what the same people say besides may name their goal: anywhere, in a word of it, and
at its touchpoint, …"""
OTHERS = 0.5
"""… and from which what other people say may."""
CENTRAL = 0.45
"""Cosine to the matter from which one of its own statements may name the goal without a word of it."""
SAME_SUBJECT = 0.25
"""Cosine to the matter from which a positive statement is a counter-voice."""
SHORT = (3, 14)
"""Words of a statement that is a goal or a hurdle as a whole."""

_POSITIVE = SENTIMENTS.index("positive")
_PAIN = STATEMENTS.index("pain")
_WISHES = tuple(STATEMENTS.index(name) for name in ("goal", "need", "suggestion"))
_SURE_STATEMENT = 0.5
_OWN = re.compile(r"\b(?:I|we|ich|wir|mir|mich|uns)\b", re.IGNORECASE)
_SAME = 0.97
_FULL_HURDLE = 4
_TELLING = 5


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
        counts = [sum(emotion == k for _, emotion in found) for k in TROUBLED]
        return EMOTIONS[TROUBLED[int(np.argmax(counts))]] if any(counts) else ""

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
            names = find_hurdle(segments[row].text, segments[row].language) is not None
            pain = int(readings.statement[row]) == _PAIN
            told = bool(set(self.words[:_TELLING]) & set(self.material.voices.words[row]))
            return round(1.5 * self.near[k] + sure + 0.5 * readable + 0.3 * names + 0.3 * pain + 0.3 * told, 6)

        ranked = sorted((-worth(k, row), self.material.voices.ids[row], row) for k, row in enumerate(self.rows))
        return [row for _, _, row in ranked]

    def goal(self, ranked: Sequence[int]) -> Span | None:
        """What these people wanted, in their words: of the matter's own, of theirs near it, of others very near it;
        first what says a word of the matter."""
        own = [(row, span) for row in ranked if (span := self._found(row, find_goal) or self._wish(row))]
        near = dict(zip(self.rows, self.near, strict=True))
        for _, span in own:
            if self._tells(span):
                return span
        rows = self._around()
        around = [span for row in rows if (span := self._found(row, find_goal) or self._wish(row))]
        for span in around:
            if self._tells(span):
                return span
        central = [span for row, span in own if near[row] >= CENTRAL]
        theirs = {row for row in rows if self.material.person(row) in self.people}
        mine = [span for span in around if span.segment in theirs and self._is_own(span)]
        return next(iter([*central, *mine]), None)

    def _tells(self, span: Span) -> bool:
        """Whether a word of the matter is in it."""
        segment = self.material.segments[span.segment]
        said = content_words(segment.text[span.start : span.end], segment.language)
        return bool(set(self.words[:_TELLING]) & set(said))

    def _is_own(self, span: Span) -> bool:
        """Whether somebody wants it for themselves, rather than thinks that it ought to be."""
        segment = self.material.segments[span.segment]
        return bool(_OWN.search(segment.text[: span.start]))

    def hurdle(self, ranked: Sequence[int]) -> Span | None:
        """What stood in the way: the best full clause that says so in a word of the matter, else another, else a short
        verbatim as a whole."""
        found = [(k, span) for k, row in enumerate(ranked) if (span := self._found(row, find_hurdle))]
        if found:
            return min(found, key=lambda one: (-self._fullness(one[1]), one[0]))[1]
        return next((span for row in ranked if (span := self._whole(row, (_PAIN,)))), None)

    def _fullness(self, span: Span) -> int:
        """2 for a clause of some length with a word of the matter in it, less without."""
        clause = self.material.segments[span.segment].text[span.start : span.end]
        return (len(clause.split()) >= _FULL_HURDLE) + self._tells(span)

    def _wish(self, row: int) -> Span | None:
        """A short verbatim that is a wish as a whole, or answers a question for wishes, and names no trouble. In a talk
        what is one hangs on what is said before."""
        segment, sentiment = self.material.segments[row], int(self.material.readings.sentiment[row])
        if sentiment == _POSITIVE or "?" in segment.text or find_hurdle(segment.text, segment.language):
            return None
        if segment.kind == "interview":
            return None
        if asks_for_wishes(segment.question) and self._is_short(row):
            return Span(row, 0, len(segment.text))
        return self._whole(row, _WISHES)

    def _found(self, row: int, find: Callable[[str, str], tuple[int, int] | None]) -> Span | None:
        segment = self.material.segments[row]
        found = find(segment.text, segment.language)
        return Span(row, *found) if found else None

    def _whole(self, row: int, statements: Iterable[int]) -> Span | None:
        readings = self.material.readings
        asked = "?" in self.material.segments[row].text
        fits = (
            not asked
            and int(readings.statement[row]) in statements
            and readings.statement_confidence[row] >= _SURE_STATEMENT
        )
        return Span(row, 0, len(self.material.segments[row].text)) if fits and self._is_short(row) else None

    def _is_short(self, row: int) -> bool:
        return SHORT[0] <= self.material.n_words(row) <= SHORT[1] and "\n" not in self.material.segments[row].text

    def _around(self) -> list[int]:
        """What is said near the matter and is no trouble: by these people first, then in a word of it by others;
        nearest first."""
        material, own, telling = self.material, set(self.rows), set(self.words[:_TELLING])
        people, there = set(self.people), self.matter.touchpoint
        rows = [row for row in range(len(material.segments)) if row not in own and self._touches(row)]
        rows = [row for row in rows if material.person(row) in people or telling & set(material.voices.words[row])]
        if not rows:
            return []
        fitting = []
        for row, cosine in zip(rows, material.voices.cosines(rows, [self.rows])[:, 0].tolist(), strict=True):
            mine, told = material.person(row) in people, bool(telling & set(material.voices.words[row]))
            here = there >= 0 and int(material.tags.touchpoint[row]) == there
            if cosine >= (OTHERS if not mine else ASIDE_HERE if here else ASIDE_TOLD if told else ASIDE):
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
        ranked = sorted((-near[k], material.voices.ids[i], i) for k, i in enumerate(rows) if near[k] >= SAME_SUBJECT)
        return tuple(i for _, _, i in ranked[:MAX_COUNTER])
