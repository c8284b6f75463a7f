"""The people behind a pain point: how strongly they feel, what represents them, what they wanted, and who disagrees."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from voc.claims import ClaimJudge
from voc.journey.feelings import READABLE, person_means
from voc.schema import (
    BAD_EMOTIONS,
    EMOTIONS,
    SENTIMENTS,
    STATEMENTS,
    Floats,
    Ints,
    Readings,
    Segment,
    Span,
    Tags,
    Taxonomy,
    Themes,
)
from voc.text.statements import read_statement

_MAX_QUOTES = 3
_SAME_QUOTE = 0.97
"""Of two segments with a higher cosine only one is quoted."""
_MAX_COUNTER = 20
_PLACE_SHARE = 0.4
"""A pain point is at the touchpoint, or has the theme, of at least this share of its segments (0–1)."""
_GOAL_MATTER = 0.6
"""A goal belongs to a pain point if it is about its matter with this probability."""
_GOAL_WORDS = (3, 22)
"""Words of a segment that is quoted as a goal."""
_MAX_GOALS = 20
"""Statements of wishes that are judged for each pain point."""

_POSITIVE = SENTIMENTS.index("positive")
_WISHES = [STATEMENTS.index(name) for name in ("goal", "need", "suggestion")]


@dataclass(frozen=True, slots=True)
class PainInputs:
    """The segments of a study and what is known about them, aligned; ``embeddings`` float32 (n, d) of length one."""

    segments: Sequence[Segment]
    embeddings: Floats
    readings: Readings
    tags: Tags
    themes: Themes
    taxonomy: Taxonomy


@dataclass(frozen=True, slots=True)
class Voices:
    """``rows`` are the segments that say the pain, the surest first; ``people`` are sorted; ``counter`` are segments of
    others that deny it; ``intensity`` (0–1) is the mean over people of their mean negativity."""

    rows: tuple[int, ...]
    people: tuple[str, ...]
    counter: tuple[int, ...]
    intensity: float

    @staticmethod
    def build(inputs: PainInputs, rows: Sequence[int], counter: Sequence[int]) -> Voices:
        """Count the people behind some segments."""
        ordered = sorted(rows, key=lambda row: inputs.segments[row].segment_id)
        negativity = np.clip(-inputs.readings.polarity[ordered].astype(np.float64), 0, 1)
        means = person_means([inputs.segments[row].respondent_id for row in ordered], negativity)
        others = [row for row in counter if inputs.segments[row].respondent_id not in means]
        return Voices(tuple(rows), tuple(means), tuple(others[:_MAX_COUNTER]), sum(means.values()) / len(means))

    def rows_from_worst(self, inputs: PainInputs) -> tuple[int, ...]:
        """The rows by polarity, the most negative first."""
        polarity, segments = inputs.readings.polarity, inputs.segments
        return tuple(sorted(self.rows, key=lambda row: (round(float(polarity[row]), 6), segments[row].segment_id)))

    def emotion(self, inputs: PainInputs) -> str:
        """The bad emotion that most of these people show, "" if nobody shows one."""
        segments, emotion = inputs.segments, inputs.readings.emotion
        shown = {(segments[row].respondent_id, EMOTIONS[emotion[row]]) for row in self.rows if emotion[row] >= 0}
        counts = Counter(name for _, name in shown if name in BAD_EMOTIONS)
        return min(counts, key=lambda name: (-counts[name], EMOTIONS.index(name)), default="")

    def touchpoint(self, inputs: PainInputs) -> int:
        """The touchpoint that most of the rows have, if enough do; −1 otherwise."""
        return self._most_frequent(inputs.tags.touchpoint)

    def theme(self, inputs: PainInputs) -> int:
        """The theme that most of the rows have, if enough do; −1 otherwise."""
        return self._most_frequent(inputs.themes.assignment)

    def _most_frequent(self, positions: Ints) -> int:
        counts = Counter(int(positions[row]) for row in self.rows if positions[row] >= 0)
        position, n = min(counts.items(), key=lambda item: (-item[1], item[0]), default=(-1, 0))
        return position if n >= _PLACE_SHARE * len(self.rows) else -1

    def choose_quotes(self, inputs: PainInputs) -> tuple[int, ...]:
        """The surest readable rows, of different people and not nearly the same."""
        low, high = READABLE
        readable = [row for row in self.rows if low <= len(inputs.segments[row].text) <= high]
        quotes: list[int] = []
        for row in [*readable, *self.rows]:
            people = {inputs.segments[quote].respondent_id for quote in quotes}
            is_alike = bool(quotes) and float((inputs.embeddings[quotes] @ inputs.embeddings[row]).max()) > _SAME_QUOTE
            if inputs.segments[row].respondent_id not in people and not is_alike:
                quotes.append(row)
            if len(quotes) == _MAX_QUOTES:
                break
        return tuple(quotes)

    def find_hurdle(self, inputs: PainInputs) -> Span | None:
        """The clause of a quote that names what got in the way; None where no clause is clear."""
        for row in self.choose_quotes(inputs):
            clause = read_statement(inputs.segments[row].text, inputs.segments[row].language).hurdle
            if clause:
                return Span(row, *clause)
        return None

    def find_goal(self, inputs: PainInputs, phrase: str, judge: ClaimJudge) -> Span | None:
        """What one of these people wanted, in their words; None where none of them says it about this matter."""
        wishes = list(self._wishes(inputs))[:_MAX_GOALS]
        if not wishes:
            return None
        pairs = np.array([(0, i) for i in range(len(wishes))], np.int32)
        matter = judge.judge([phrase], [inputs.segments[row].text for row in wishes], pairs).same_matter
        best = int(matter.argmax())
        return _goal_span(inputs.segments[wishes[best]], wishes[best]) if matter[best] >= _GOAL_MATTER else None

    def _wishes(self, inputs: PainInputs) -> Iterator[int]:
        """Short statements of the same people that say a goal, a need or a wish."""
        people, own, readings = set(self.people), set(self.rows), inputs.readings
        is_wish = np.isin(readings.statement, _WISHES) & (readings.sentiment != _POSITIVE)
        for row in np.flatnonzero(is_wish).tolist():
            segment = inputs.segments[row]
            n_words = len(segment.text.split())
            is_short = _GOAL_WORDS[0] <= n_words <= _GOAL_WORDS[1] and "\n" not in segment.text
            if segment.respondent_id in people and row not in own and is_short and "?" not in segment.text:
                yield row


def _goal_span(segment: Segment, row: int) -> Span:
    """The clause that says the goal, otherwise the whole segment."""
    clause = read_statement(segment.text, segment.language).goal
    return Span(row, *clause) if clause else Span(row, 0, len(segment.text))
