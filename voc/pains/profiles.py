"""Describe a candidate: how many people it troubles and how much, quotes, and counter-voices."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from voc.journey.feelings import READABLE, person_means
from voc.pains.segment_index import DEFAULT_SIMILARITY, PainCandidate, SegmentIndex, SimilarityWeights
from voc.schema import EMOTIONS, SENTIMENTS, STATEMENTS, Floats, Readings, Segment, Tags, Taxonomy, Themes
from voc.text.statements import BAD_EMOTION_COLUMNS, read_statement


@dataclass(frozen=True, slots=True)
class QuoteThresholds:
    """Which segments represent a candidate."""

    n_words: int = 5
    """This many of the most distinctive words of a candidate are looked for in a text."""
    max_quotes: int = 3
    """A pain point has at most this many quotes."""
    same_quote: float = 0.97
    """Of two segments with a higher cosine only one is quoted."""
    max_counter: int = 20
    """A pain point has at most this many counter-voices."""
    min_counter_cosine: float = 0.25
    """A positive segment is a counter-voice if its cosine to the candidate is at least this."""


DEFAULT_QUOTES = QuoteThresholds()

_POSITIVE = SENTIMENTS.index("positive")
_PAIN = STATEMENTS.index("pain")


@dataclass(frozen=True)
class PainInputs:
    """The segments of a study and what is known about them, aligned; ``embeddings`` float32 (n, d) of length one."""

    segments: Sequence[Segment]
    embeddings: Floats
    readings: Readings
    tags: Tags
    themes: Themes
    taxonomy: Taxonomy
    similarity: SimilarityWeights = DEFAULT_SIMILARITY
    quotes: QuoteThresholds = DEFAULT_QUOTES

    @cached_property
    def index(self) -> SegmentIndex:
        """Words, vectors and people of the segments."""
        return SegmentIndex.build(self.segments, self.embeddings, self.tags, self.themes, self.similarity)

    @cached_property
    def rows_of(self) -> dict[str, list[int]]:
        """The rows of each respondent."""
        rows: dict[str, list[int]] = {}
        for row, segment in enumerate(self.segments):
            rows.setdefault(segment.respondent_id, []).append(row)
        return rows

    def count_words(self, row: int) -> int:
        """The number of words of a segment."""
        return len(self.segments[row].text.split())


@dataclass(frozen=True, slots=True)
class PainProfile:
    """A candidate with its figures.

    ``rows`` are sorted from the worst, ``people`` by id; ``intensity`` (0–1) is the mean over people of their mean
    negativity; ``cosines`` are those of each row to the candidate's centre; ``words`` are its distinctive lemmas.
    """

    inputs: PainInputs
    candidate: PainCandidate
    rows: tuple[int, ...]
    people: tuple[str, ...]
    intensity: float
    cosines: tuple[float, ...]
    words: tuple[str, ...]

    @staticmethod
    def build(inputs: PainInputs, candidate: PainCandidate) -> PainProfile:
        """Measure a candidate."""
        index, polarity = inputs.index, inputs.readings.polarity
        rows = sorted(candidate.rows, key=lambda row: (round(float(polarity[row]), 6), index.ids[row]))
        negativity = np.clip(-polarity[rows].astype(np.float64), 0, 1)
        means = person_means([index.people[row] for row in rows], negativity)
        return PainProfile(
            inputs=inputs,
            candidate=candidate,
            rows=tuple(rows),
            people=tuple(means),
            intensity=sum(means.values()) / len(means),
            cosines=tuple(index.cosines(rows, rows).tolist()),
            words=index.distinctive_words(candidate.rows),
        )

    def emotion(self) -> str:
        """The bad emotion that most of these people show, "" if nobody shows one."""
        emotion, people = self.inputs.readings.emotion, self.inputs.index.people
        shown = Counter(column for _, column in {(people[row], int(emotion[row])) for row in self.rows})
        most = max(BAD_EMOTION_COLUMNS, key=lambda column: shown[column])
        return EMOTIONS[most] if shown[most] else ""

    def rank_rows(self) -> list[int]:
        """The rows from the most telling: central, sure and strong, readable, with a hurdle or a distinctive word."""
        inputs, readings = self.inputs, self.inputs.readings
        words = set(self.words[: inputs.quotes.n_words])

        def worth(row: int, cosine: float) -> float:
            segment = inputs.segments[row]
            is_readable = READABLE[0] <= len(segment.text) <= READABLE[1]
            strength = float(readings.confidence[row]) * max(0.0, -float(readings.polarity[row]))
            has_hurdle = read_statement(segment.text, segment.language).hurdle is not None
            is_pain = int(readings.statement[row]) == _PAIN
            has_word = bool(words & set(inputs.index.words[row]))
            # The weight of the cosine is the largest, because a quote has to be typical before all else.
            bonus = 0.4 * is_readable + 0.3 * has_hurdle + 0.3 * is_pain + 0.5 * has_word
            return round(2.5 * cosine + 0.7 * strength + bonus, 6)

        ranked = [
            (-worth(row, cosine), inputs.index.ids[row], row)
            for row, cosine in zip(self.rows, self.cosines, strict=True)
        ]
        return [row for *_, row in sorted(ranked)]

    def choose_quotes(self, ranked: Sequence[int]) -> tuple[int, ...]:
        """The first rows of different people that are not nearly the same."""
        limits, embeddings, people = self.inputs.quotes, self.inputs.embeddings, self.inputs.index.people
        quotes: list[int] = []
        for row in ranked:
            is_new_person = people[row] not in {people[quote] for quote in quotes}
            is_alike = bool(quotes) and float((embeddings[quotes] @ embeddings[row]).max()) > limits.same_quote
            if is_new_person and not is_alike:
                quotes.append(row)
            if len(quotes) == limits.max_quotes:
                break
        return tuple(quotes)

    def find_counter_voices(self) -> tuple[int, ...]:
        """Positive segments by other people at the same touchpoint or theme about the same, nearest first."""
        inputs, candidate, limits = self.inputs, self.candidate, self.inputs.quotes
        is_counter = inputs.readings.sentiment == _POSITIVE
        if candidate.touchpoint >= 0:
            is_counter &= inputs.tags.touchpoint == candidate.touchpoint
        elif candidate.theme >= 0:
            is_counter &= inputs.themes.assignment == candidate.theme
        index, people = inputs.index, {"", *self.people}
        rows = [row for row in np.flatnonzero(is_counter).tolist() if index.people[row] not in people]
        if not rows:
            return ()
        cosines = index.cosines(rows, self.rows).tolist()
        ranked = sorted((-cosine, index.ids[row], row) for row, cosine in zip(rows, cosines, strict=True))
        return tuple(row for cosine, _, row in ranked if -cosine >= limits.min_counter_cosine)[: limits.max_counter]
