"""Find what people wanted and what got in their way, in their own words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from voc.pains.profiles import PainInputs, PainProfile
from voc.pains.segment_index import PainCandidate, mean_direction
from voc.pains.wording import says_trouble
from voc.schema import SENTIMENTS, STATEMENTS, Floats, Span
from voc.text import content_words
from voc.text.clauses import TextRange
from voc.text.statements import StatementReading, asks_for_wishes, read_statement


@dataclass(frozen=True, slots=True)
class GoalThresholds:
    """Which wishes and clauses belong to a candidate. Cosines are in meaning, to the centre of the candidate."""

    min_cosine: float = 0.35
    """A segment names the goal of a candidate from this cosine on."""
    min_cosine_at_touchpoint: float = 0.1
    """The same for a segment at the candidate's touchpoint that says outright what somebody wanted."""
    min_wish_cosine_at_touchpoint: float = 0.3
    """The same for a segment at the touchpoint that is only read as a wish."""
    one_word_cosine: float = 0.5
    """From this cosine on, one rare word of the candidate is enough; otherwise it takes two."""
    own_word_share: float = 0.5
    """A word belongs to the candidate if this share of all people who use it use it there."""
    whole_share: float = 0.6
    """A wish of this share of a segment's words has the meaning of the segment."""
    central_cosine: float = 0.4
    """A clause of a segment this near to the centre names the hurdle even without a distinctive word."""
    min_words: int = 2
    """A whole segment with fewer words is no goal or hurdle."""
    max_words: int = 14
    """A whole segment with more words is no goal or hurdle."""
    full_words: int = 4
    """A clause of this many words is preferred as a hurdle to a shorter one."""
    min_confidence: float = 0.5
    """A whole segment is a goal or hurdle if its statement kind is at least this sure."""


DEFAULT_GOALS = GoalThresholds()

_POSITIVE = SENTIMENTS.index("positive")
_PAIN = STATEMENTS.index("pain")
_WISHES = tuple(STATEMENTS.index(name) for name in ("goal", "need", "suggestion"))


@dataclass(frozen=True)
class GoalFinder:
    """Finds goals and hurdles of the candidates of one study, in people's own words.

    A goal belongs to a candidate if one of its people says it, in a word that sets the candidate apart, and if its
    segment is nearer in meaning to this candidate than to any other. No goal is better than a wrong one.
    """

    inputs: PainInputs
    candidates: tuple[PainCandidate, ...]
    thresholds: GoalThresholds = DEFAULT_GOALS

    @cached_property
    def _centres(self) -> Floats:
        vectors = self.inputs.index.vectors
        return np.stack([mean_direction(vectors[list(candidate.rows)]) for candidate in self.candidates])

    def find_goal(self, profile: PainProfile, ranked: Sequence[int]) -> Span | None:
        """What one of the people wanted: from the candidate's own segments first, then from others of its people.

        Args:
            profile: of one of the candidates.
            ranked: its rows, the most telling first.
        """
        index = self.inputs.index
        own = [
            (row, cosine) for row, cosine in self._keep_nearest(profile, ranked) if cosine >= self.thresholds.min_cosine
        ]
        # Another segment must also be near to the quotes, because its goal is printed beside them.
        quoted = mean_direction(index.vectors[list(profile.choose_quotes(ranked))])
        others = [
            (row, min(cosine, round(float(index.vectors[row] @ quoted), 5)))
            for row, cosine in self._keep_nearest(profile, self._other_rows(profile))
        ]
        others.sort(key=lambda pair: (-pair[1], index.ids[pair[0]]))
        return self._first_goal(own, profile) or self._first_goal(others, profile)

    def find_hurdle(self, profile: PainProfile, ranked: Sequence[int]) -> Span | None:
        """What got in the way, from the quotes before other rows.

        A clause that names a hurdle in a distinctive word comes first, then a short segment as a whole with such a
        word, then any such clause of a central segment, then the best row as a whole.
        """
        rows = [*profile.choose_quotes(ranked), *ranked]
        clauses = [span for row in rows if (span := self._span(row, self._read(row).hurdle))]
        shared = [span for span in clauses if self._distinctive_in(span, profile)]
        full = [span for span in shared if len(self._text(span).split()) >= self.thresholds.full_words]
        if shared:
            return (full or shared)[0]
        for row in rows:
            whole = self._whole_segment(row, (_PAIN,))
            if whole and self._distinctive_in(whole, profile):
                return whole
        cosines = dict(zip(profile.rows, profile.cosines, strict=True))
        central = [span for span in clauses if cosines[span.segment] >= self.thresholds.central_cosine]
        return central[0] if central else self._whole_segment(rows[0], (_PAIN,))

    def _other_rows(self, profile: PainProfile) -> list[int]:
        """What the people of the candidate say elsewhere, but not at other touchpoints."""
        own, touchpoint = set(profile.rows), profile.candidate.touchpoint
        rows = [row for person in profile.people for row in self.inputs.rows_of[person] if row not in own]
        return [row for row in rows if int(self.inputs.tags.touchpoint[row]) in (-1, touchpoint)]

    def _keep_nearest(self, profile: PainProfile, rows: Sequence[int]) -> list[tuple[int, float]]:
        """The rows that are nearer to the candidate than to any other, with their cosines to it.

        A row at the candidate's touchpoint only competes with the other candidates there.
        """
        if not rows:
            return []
        cosines = np.round(self.inputs.index.vectors[list(rows)] @ self._centres.T, 5)
        own = cosines[:, self.candidates.index(profile.candidate)]
        touchpoint = profile.candidate.touchpoint
        is_elsewhere = np.array([candidate.touchpoint for candidate in self.candidates]) != touchpoint
        is_at_touchpoint = (self.inputs.tags.touchpoint[list(rows)] == touchpoint) & (touchpoint >= 0)
        rivals = np.where(is_at_touchpoint[:, None] & is_elsewhere, -1.0, cosines)
        is_nearest = (own >= rivals.max(1)) & (own >= self.thresholds.min_cosine_at_touchpoint)
        return [(rows[k], float(own[k])) for k in np.flatnonzero(is_nearest).tolist()]

    def _first_goal(self, rows: Iterable[tuple[int, float]], profile: PainProfile) -> Span | None:
        """The first goal or wish that belongs to the candidate by its words or by its meaning."""
        for row, cosine in rows:
            span = self._span(row, self._read(row).goal) or self._find_wish(row)
            if span and (self._shares_words(span, cosine, profile) or self._shares_meaning(span, cosine, profile)):
                return span
        return None

    def _shares_words(self, span: Span, cosine: float, profile: PainProfile) -> bool:
        """Whether half of its words occur in the candidate, and one of them belongs to it or two are rare."""
        index, limits = self.inputs.index, self.thresholds
        words = self._distinctive_in(span, profile)
        if not words or cosine < limits.min_cosine:
            return False
        if 2 * len(self._words_elsewhere(span, profile)) < len(self._words(span)):
            return False
        rare = [word for word in words if not index.is_subject(word)]
        is_own = span.segment in profile.rows
        if len(rare) > 1 or (rare and cosine >= limits.one_word_cosine and not is_own):
            return True
        return any(self._count_speakers(word, profile) >= limits.own_word_share * index.speakers[word] for word in rare)

    def _shares_meaning(self, span: Span, cosine: float, profile: PainProfile) -> bool:
        """Whether a segment outside the candidate means it: at its touchpoint, or as a wish and little else."""
        limits, touchpoint = self.thresholds, profile.candidate.touchpoint
        if span.segment in profile.rows:
            return False
        if touchpoint >= 0 and int(self.inputs.tags.touchpoint[span.segment]) == touchpoint:
            says_goal = self._read(span.segment).goal is not None
            return cosine >= (limits.min_cosine_at_touchpoint if says_goal else limits.min_wish_cosine_at_touchpoint)
        n_words = len(self._text(span).split())
        is_whole = n_words >= limits.whole_share * self.inputs.count_words(span.segment)
        words = self._words_elsewhere(span, profile)
        return is_whole and cosine >= limits.min_cosine and not all(self.inputs.index.is_subject(w) for w in words)

    def _words(self, span: Span) -> set[str]:
        return set(content_words(self._text(span), self.inputs.segments[span.segment].language))

    def _words_elsewhere(self, span: Span, profile: PainProfile) -> list[str]:
        """Its words that other segments of the candidate have too."""
        rows = [row for row in profile.rows if row != span.segment]
        words = {word for row in rows for word in self.inputs.index.words[row]}
        return [word for word in self._words(span) if word in words]

    def _distinctive_in(self, span: Span, profile: PainProfile) -> list[str]:
        """The distinctive words of the candidate in a span."""
        words = self._words(span)
        return [word for word in profile.words[: self.inputs.quotes.n_words] if word in words]

    def _count_speakers(self, word: str, profile: PainProfile) -> int:
        index = self.inputs.index
        return index.count_people(row for row in profile.rows if word in index.words[row])

    def _text(self, span: Span) -> str:
        return self.inputs.segments[span.segment].text[span.start : span.end]

    def _read(self, row: int) -> StatementReading:
        segment = self.inputs.segments[row]
        return read_statement(segment.text, segment.language)

    def _span(self, row: int, text_range: TextRange | None) -> Span | None:
        return Span(row, *text_range) if text_range else None

    def _find_wish(self, row: int) -> Span | None:
        """A short segment that is a wish as a whole, or answers a question for wishes, and names no trouble."""
        segment, sentiment = self.inputs.segments[row], int(self.inputs.readings.sentiment[row])
        # In an interview a segment that reads as a wish depends on what was said before it.
        if sentiment == _POSITIVE or "?" in segment.text or segment.kind == "interview":
            return None
        if says_trouble(segment.text, segment.language):
            return None
        if asks_for_wishes(segment.question) and self._is_short(row):
            return Span(row, 0, len(segment.text))
        return self._whole_segment(row, _WISHES)

    def _whole_segment(self, row: int, statements: Iterable[int]) -> Span | None:
        """The whole segment, if it is short and surely a statement of one of these kinds."""
        readings, text = self.inputs.readings, self.inputs.segments[row].text
        is_sure = readings.statement_confidence[row] >= self.thresholds.min_confidence
        is_kind = int(readings.statement[row]) in statements
        return Span(row, 0, len(text)) if is_sure and is_kind and "?" not in text and self._is_short(row) else None

    def _is_short(self, row: int) -> bool:
        n_words = self.inputs.count_words(row)
        return (
            self.thresholds.min_words <= n_words <= self.thresholds.max_words
            and "\n" not in self.inputs.segments[row].text
        )
