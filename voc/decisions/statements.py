"""Apply the researcher's decisions about statements: where they are cut, what they say, and where they belong."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from voc.decisions.codebook import NO_EMOTION, Codebook, SegmentDecision, missing_segment, words_id
from voc.models.readings import align_emotions, leading_emotion
from voc.schema import (
    EMOTIONS,
    SENTIMENTS,
    STATEMENTS,
    Analysis,
    Document,
    FurtherTag,
    PainPoint,
    Readings,
    Segment,
    Segmentation,
    Tags,
    Taxonomy,
    Themes,
)
from voc.segment.recut import join_segments, split_segment

SegmentDecisions = Mapping[str, SegmentDecision]
Columns = dict[str, Any]
"""The arrays of `Readings` by name, floats and integers."""

_NEGATIVE, _NEUTRAL, _POSITIVE = (SENTIMENTS.index(name) for name in ("negative", "neutral", "positive"))
_SIDES = {STATEMENTS.index("pain"): _NEGATIVE, STATEMENTS.index("praise"): _POSITIVE}
"""Kinds of statement that go with one sentiment only."""
MAX_QUOTES = 3
"""How many quotes a pain point has, as in data/pain_points.csv."""


@dataclass(frozen=True, slots=True)
class DecidedStatements:
    """The decisions about n segments: ``of`` maps positions to decisions, ``by_id`` the ids of the same segments.

    ``waiting`` are sentences about pending decisions.
    """

    of: Mapping[int, SegmentDecision] = field(default_factory=dict)
    by_id: SegmentDecisions = field(default_factory=dict)
    waiting: tuple[str, ...] = ()

    def put_into(self, codebook: Codebook) -> Codebook:
        """Return the codebook with the decisions under the ids that the segments have now."""
        return codebook.model_copy(update={"segments": self.by_id})


@dataclass(frozen=True, slots=True)
class Recut:
    """A segmentation in which segments are split and joined; ``new_ids`` are what each of them became, in order."""

    segmentation: Segmentation
    new_ids: Mapping[str, tuple[str, ...]]
    waiting: tuple[str, ...]


def recut(segmentation: Segmentation, documents: Iterable[Document], decisions: SegmentDecisions) -> Recut:
    """Split and join segments as decided; a decision that is not possible is in ``waiting``."""
    cuts = {key: decision for key, decision in decisions.items() if decision.split_at or decision.join_next}
    if not cuts:
        return Recut(segmentation, {}, ())
    by_id = {document.document_id: document for document in documents}
    new_key = _find_by_words(segmentation.segments, cuts)
    cutter = _Cutter(by_id, {new_key.get(key, key): decision for key, decision in cuts.items()})
    segments = cutter.cut(segmentation.segments)
    new_ids = cutter.new_ids | {old: cutter.new_ids[new] for old, new in new_key.items()}
    return Recut(replace(segmentation, segments=tuple(segments)), new_ids, tuple(cutter.waiting))


@dataclass(slots=True)
class _Cutter:
    documents: Mapping[str, Document]
    cuts: SegmentDecisions
    new_ids: dict[str, tuple[str, ...]] = field(default_factory=dict)
    waiting: list[str] = field(default_factory=list)

    def cut(self, segments: Iterable[Segment]) -> list[Segment]:
        queue, finished = deque(segments), []
        while queue:
            segment = queue.popleft()
            decision = self.cuts.get(segment.segment_id)
            # A decision holds once: what is split and joined again has its old id, and would be split for ever.
            if decision is None or segment.segment_id in self.new_ids:
                finished.append(segment)
            elif decision.split_at:
                queue.extendleft(reversed(self._split(segment, decision.split_at)))
            else:
                queue.appendleft(self._join(segment, queue))
        return finished

    def _split(self, segment: Segment, offsets: Sequence[int]) -> tuple[Segment, ...]:
        parts = split_segment(segment, self.documents[segment.document_id], offsets)
        if not parts:
            self.waiting.append(f'[segments."{segment.segment_id}"] split_at: the statement cannot be split there.')
            parts = (segment,)
        self.new_ids[segment.segment_id] = tuple(part.segment_id for part in parts)
        return parts

    def _join(self, segment: Segment, queue: deque[Segment]) -> Segment:
        """Join a segment with the one after it, and on while that one is to be joined, too."""
        document, last, joined = self.documents[segment.document_id], segment, segment
        members = [segment]
        while self.cuts.get(last.segment_id, SegmentDecision()).join_next:
            longer = join_segments(joined, queue[0], document) if queue else None
            if longer is None:
                self.waiting.append(
                    f'[segments."{last.segment_id}"] join_next: no statement of the same turn is after it.'
                )
                break
            joined, last = longer, queue.popleft()
            members.append(last)
        self.new_ids |= {member.segment_id: (joined.segment_id,) for member in members}
        return joined


def _find_by_words(segments: Iterable[Segment], decisions: SegmentDecisions) -> dict[str, str]:
    """Return the id of the only segment with the same words for each decision whose own segment does not exist."""
    segments = tuple(segments)
    present = {segment.segment_id for segment in segments}
    lost = {key: decision.words for key, decision in decisions.items() if decision.words and key not in present}
    if not lost:
        return {}
    ids: dict[str, list[str]] = defaultdict(list)
    for segment in segments:
        ids[words_id(segment.text)].append(segment.segment_id)
    # Words that several people say could be anyone's, so that the decision waits.
    return {key: ids[words][0] for key, words in lost.items() if len(ids.get(words, ())) == 1}


def locate_decisions(segments: Sequence[Segment], decisions: SegmentDecisions, cut: Recut) -> DecidedStatements:
    """Find the segment of every decision: by its id, by what it was cut into, or by its words.

    Args:
        segments: n segments, after splits and joins.
        decisions: by segment id.
        cut: the splits and joins.
    """
    position = {segment.segment_id: row for row, segment in enumerate(segments)}
    by_words = _find_by_words(segments, decisions)
    rank = {key: place for place, key in enumerate(cut.new_ids)}
    by_id: dict[str, SegmentDecision] = {}
    waiting = list(cut.waiting)
    # What is decided under a segment's own id wins, then what was decided about the first of those that were joined.
    for key in sorted(decisions, key=lambda key: (key not in position, rank.get(key, len(rank)), key)):
        decision = decisions[key]
        targets = cut.new_ids.get(key) or (key if key in position else by_words.get(key, ""),)
        present = [target for target in targets if target in position]
        if not present and decision != SegmentDecision(words=decision.words):
            waiting.append(missing_segment(key))
        for target in present:
            by_id[target] = by_id[target].fill_in(decision) if target in by_id else decision
    by_id = {segment_id: decision.resolve() for segment_id, decision in by_id.items()}
    of = {position[segment_id]: decision for segment_id, decision in by_id.items()}
    return DecidedStatements(dict(sorted(of.items())), by_id, tuple(waiting))


def label_readings(readings: Readings, decisions: Mapping[int, SegmentDecision]) -> Readings:
    """Replace readings by what the researcher decided, and make the others agree with it.

    A decided reading is certain: confidence 1, polarity −1, 0 or 1. A kind that does not go with a decided sentiment
    becomes its opposite (pain in a positive statement: praise), and so does a sentiment that contradicts a decided
    kind.

    Args:
        readings: of n segments.
        decisions: by position.
    """
    columns = {name: getattr(readings, name).copy() for name in Readings.__slots__}
    for row, decision in decisions.items():
        sentiment = SENTIMENTS.index(decision.sentiment) if decision.sentiment else None
        if decision.kind:
            kind = STATEMENTS.index(decision.kind)
            columns["statement"][row], columns["statement_confidence"][row] = kind, 1.0
            side, read = _SIDES.get(kind, _NEUTRAL), int(columns["sentiment"][row])
            if sentiment is None and _NEUTRAL not in (side, read) and side != read:
                sentiment = side
        elif sentiment is not None:
            columns["statement"][row] = _agreeing_kind(int(columns["statement"][row]), sentiment)
        if sentiment is not None:
            _set_sentiment(columns, row, sentiment)
        if decision.emotion:
            _set_emotion(columns, row, decision.emotion)
    return Readings(**columns)


def _agreeing_kind(kind: int, sentiment: int) -> int:
    if _NEUTRAL in (sentiment, _SIDES.get(kind, _NEUTRAL)):
        return kind
    return next(other for other, side in _SIDES.items() if side == sentiment)


def _set_sentiment(columns: Columns, row: int, sentiment: int) -> None:
    columns["sentiment"][row], columns["confidence"][row] = sentiment, 1.0
    columns["polarity"][row] = (sentiment == _POSITIVE) - (sentiment == _NEGATIVE)
    certain = np.zeros((1, len(SENTIMENTS)), np.float32)
    certain[0, sentiment] = 1.0
    emotions = align_emotions(columns["emotions"][[row]], certain)
    emotion = int(leading_emotion(emotions, np.array([sentiment], np.int32))[0])
    columns["emotions"][row] = emotions[0]
    _set_leading_emotion(columns, row, emotion)


def _set_emotion(columns: Columns, row: int, name: str) -> None:
    emotion = -1 if name == NO_EMOTION else EMOTIONS.index(name)
    # Other emotions go, too: the shares of people who show one are counted from all of them.
    columns["emotions"][row] = 0.0
    if emotion >= 0:
        columns["emotions"][row, emotion] = 1.0
    _set_leading_emotion(columns, row, emotion)


def _set_leading_emotion(columns: Columns, row: int, emotion: int) -> None:
    # How strong another emotion is was never read.
    if columns["emotion"][row] != emotion:
        columns["emotion"][row], columns["intensity"][row] = emotion, 0


def label_tags(
    tags: Tags, segments: Sequence[Segment], decisions: Mapping[int, SegmentDecision], taxonomy: Taxonomy
) -> tuple[Tags, tuple[str, ...]]:
    """Replace the touchpoints of segments by those that the researcher decided; also return pending decisions.

    Args:
        tags: of n segments.
        segments: the n segments.
        decisions: by position.
        taxonomy: the journey of the study.
    """
    position = {touchpoint.touchpoint_id: place for place, touchpoint in enumerate(taxonomy.touchpoints)}
    decided: dict[int, list[int]] = {}
    waiting = []
    for row, decision in decisions.items():
        if decision.touchpoints is None:
            continue
        missing = [touchpoint_id for touchpoint_id in decision.touchpoints if touchpoint_id not in position]
        waiting += [
            f'[segments."{segments[row].segment_id}"] touchpoints: the journey has no touchpoint {touchpoint_id} now.'
            for touchpoint_id in missing
        ]
        if not missing:
            decided[row] = [position[touchpoint_id] for touchpoint_id in dict.fromkeys(decision.touchpoints)]
    # Copied, since the arrays of a record are shared.
    touchpoint, score = tags.touchpoint.copy(), tags.score.copy()
    also = [tag for tag in tags.also if tag.segment not in decided]
    for row, places in decided.items():
        touchpoint[row], score[row] = (places[0], 1.0) if places else (-1, 0.0)
        also += [FurtherTag(row, place, 1.0) for place in places[1:]]
    # The sort is stable, so that the researcher's order stays.
    also.sort(key=lambda tag: (tag.segment, -tag.score))
    return Tags(touchpoint, score, tuple(also)), tuple(waiting)


def mark_statements(analysis: Analysis, decided: DecidedStatements) -> Analysis:
    """Add key quotes, which lead those of their theme and pain point, notes, and pending decisions to an analysis."""
    key_quotes = tuple(position for position, decision in decided.of.items() if decision.key_quote)
    notes = {key: decision.note for key, decision in sorted(decided.by_id.items()) if decision.note}
    return replace(
        analysis,
        themes=lead_themes(analysis.themes, key_quotes),
        pain_points=lead_pain_points(analysis.pain_points, key_quotes),
        key_quotes=key_quotes,
        notes=notes,
        decisions_waiting=(*decided.waiting, *analysis.decisions_waiting),
    )


def lead_themes(themes: Themes, key_quotes: Collection[int]) -> Themes:
    """Put key quotes before the other exemplars of their theme."""
    of_theme: dict[int, list[int]] = defaultdict(list)
    for position in key_quotes:
        of_theme[int(themes.assignment[position])].append(position)
    led = tuple(
        replace(theme, exemplars=_lead(theme.exemplars, of_theme.get(index, ())))
        for index, theme in enumerate(themes.themes)
    )
    return replace(themes, themes=led)


def lead_pain_points(points: Iterable[PainPoint], key_quotes: Collection[int]) -> tuple[PainPoint, ...]:
    """Put key quotes before the other quotes of their pain point, which has at most three."""
    led = []
    for point in points:
        first = [position for position in key_quotes if position in point.segments]
        led.append(replace(point, quotes=_lead(point.quotes, first)[:MAX_QUOTES]) if first else point)
    return tuple(led)


def _lead(positions: Sequence[int], first: Collection[int]) -> tuple[int, ...]:
    return tuple(dict.fromkeys([*sorted(first), *positions]))
