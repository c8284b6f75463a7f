"""What respondents say about which theme and touchpoint, the segments that prove it, and which make good quotes."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from voc.schema import SENTIMENTS, STATEMENTS, Analysis, Span, Trait, TraitKind, in_language
from voc.text.catalogue import load_catalogue
from voc.text.statements import read_statement

TALKED_KINDS: tuple[TraitKind, ...] = ("touchpoint", "theme")
"""Traits that only say what people talk about."""
SAID_KINDS: tuple[TraitKind, ...] = ("goal", "pain", "need", "behaviour", "motivation", "praise", "suggestion")
"""Traits that are statements, in the order of a persona's lines."""
MOODS: tuple[TraitKind, ...] = ("pain", "praise")
OWN_KINDS: tuple[TraitKind, ...] = ("goal", "need", "behaviour", "motivation")
"""Kinds about the speaker: what somebody else wants or does is no evidence of them."""
SELF_KINDS: tuple[TraitKind, ...] = ("goal", "pain", "need", "behaviour", "motivation")
"""Kinds that people's own sentences can prove even where they are about no theme or touchpoint."""
AGAINST: Mapping[str, str] = {"pain": "positive", "praise": "negative"}
"""The sentiment that contradicts a kind of statement."""
NO_SUBJECT = "other"
"""The subject id of what people say of themselves, but about no theme or touchpoint."""


@dataclass(frozen=True, slots=True)
class EvidenceThresholds:
    """When a segment is evidence of a kind of statement."""

    mood_confidence: float = 0.35
    """A statement read as pain or praise needs at least this confidence (0–1)."""
    suggestion_confidence: float = 0.45
    """A statement read as a suggestion needs at least this confidence."""
    confidence: float = 0.65
    """Goals, needs and motivations need this confidence: they are often misread, and people's own words are surer."""
    polarity: float = 0.35
    """A pain or praise needs at least this absolute polarity; nearer to 0 the statement is neutral."""
    interview_confidence: float = 0.7
    """In an interview, which is full of stories that are neither, a pain or praise needs this confidence."""
    interview_polarity: float = 0.55
    """In an interview, a pain or praise needs this absolute polarity."""
    min_interview_words: int = 3
    """Fewer words of an interview are an answer to something and no statement."""
    sentence_words: tuple[int, int] = (4, 30)
    """A segment of at least and at most this many words counts as a whole as somebody's own sentence."""
    segments_per_mention: int = 60
    """At least one in this many segments of a person must be about a theme or touchpoint before it counts as theirs:
    in an hour of talk people touch on everything once."""


THRESHOLDS = EvidenceThresholds()


@dataclass(frozen=True, slots=True)
class Fact:
    """Something said about a subject: the positions of the segments by respondent, both sorted."""

    kind: TraitKind
    subject: str
    subject_id: str
    people: Mapping[str, tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Facts:
    """All facts of a study.

    ``facts`` are sorted by (kind, subject id); ``quality`` (n,) says how well each segment serves as a quote; ``spans``
    are the sentences, by position and kind, in which somebody says what they want, need, do …; ``no_subject`` is the
    name of NO_SUBJECT; ``kinds`` are the kinds of statements that each person makes about anything; ``positions`` are
    those of all segments of each person, ascending.
    """

    facts: tuple[Fact, ...]
    quality: NDArray[np.float64]
    spans: Mapping[tuple[int, TraitKind], Span]
    no_subject: str
    kinds: Mapping[str, frozenset[TraitKind]]
    positions: Mapping[str, Sequence[int]]


@dataclass(frozen=True, slots=True)
class _Subject:
    kind: TraitKind
    subject_id: str
    name: str


def collect_facts(analysis: Analysis, thresholds: EvidenceThresholds = THRESHOLDS) -> Facts:
    """Go once through all segments and note who says what about which theme and touchpoint."""
    mentions: dict[tuple[TraitKind, str], dict[str, list[int]]] = {}
    names: dict[str, str] = {}
    spans: dict[tuple[int, TraitKind], Span] = {}
    kinds_by_person: dict[str, set[TraitKind]] = {}
    positions: dict[str, list[int]] = {}
    no_subject = _Subject("theme", NO_SUBJECT, load_catalogue("personas", analysis.language)("subject.other"))
    for position, segment in enumerate(analysis.segments):
        if not segment.respondent_id:
            continue
        positions.setdefault(segment.respondent_id, []).append(position)
        statements = statement_kinds(analysis, position, thresholds)
        kinds_by_person.setdefault(segment.respondent_id, set()).update(statements)
        spans.update({(position, kind): span for kind, span in statements.items() if span is not None})
        own_words = [kind for kind in SELF_KINDS if statements.get(kind) is not None]
        for subject in _subjects(analysis, position) or [no_subject]:
            names[subject.subject_id] = subject.name
            # Without a subject, only a person's own words about themselves are worth a line.
            for kind in own_words if subject is no_subject else (subject.kind, *statements):
                by_person = mentions.setdefault((kind, subject.subject_id), {})
                by_person.setdefault(segment.respondent_id, []).append(position)
    facts = []
    for (kind, subject_id), by_person in sorted(mentions.items()):
        people = {
            person: tuple(by_person[person])
            for person in sorted(by_person)
            if kind in SAID_KINDS or len(by_person[person]) * thresholds.segments_per_mention >= len(positions[person])
        }
        if people:
            facts.append(Fact(kind, names[subject_id], subject_id, people))
    kinds = {person: frozenset(kinds_by_person[person]) for person in sorted(kinds_by_person)}
    return Facts(tuple(facts), rate_quotes(analysis), spans, no_subject.name, kinds, positions)


def _subjects(analysis: Analysis, position: int) -> list[_Subject]:
    """The theme and the touchpoint that a segment is about."""
    subjects: list[_Subject] = []
    number = int(analysis.themes.assignment[position])
    if number >= 0:
        theme = analysis.themes.themes[number]
        subjects.append(_Subject("theme", theme.theme_id, theme.name))
    number = int(analysis.tags.touchpoint[position])
    if number >= 0:
        touchpoint = analysis.taxonomy.touchpoints[number]
        name = in_language(touchpoint.names, analysis.language) or touchpoint.touchpoint_id
        subjects.append(_Subject("touchpoint", touchpoint.touchpoint_id, name))
    return subjects


def statement_kinds(
    analysis: Analysis, position: int, thresholds: EvidenceThresholds = THRESHOLDS
) -> dict[TraitKind, Span | None]:
    """The kinds of statement that a segment is evidence of, each with the sentence that says it where there is one.

    In interviews, what people want, need, do and value is taken from their own words only, and a pain or praise needs
    a confident reading, a clear feeling and a word for it.
    """
    readings, segment = analysis.readings, analysis.segments[position]
    confidence, polarity = float(readings.statement_confidence[position]), float(readings.polarity[position])
    statement = STATEMENTS[int(readings.statement[position])]
    is_spoken = segment.kind == "interview"
    is_unsure = is_spoken and (
        len(segment.text.split()) < thresholds.min_interview_words
        or confidence < thresholds.interview_confidence
        or statement in OWN_KINDS
    )
    for mood in MOODS:
        if statement == mood:
            min_polarity = thresholds.interview_polarity if is_spoken else thresholds.polarity
            has_tone = read_statement(segment.text, segment.language).has_tone_of(mood, needs_word=is_spoken)
            is_unsure = is_unsure or abs(polarity) < min_polarity or not has_tone
    row = ReadSegment(
        segment.text,
        segment.language,
        statement,
        SENTIMENTS[int(readings.sentiment[position])],
        0.0 if is_unsure else confidence,
    )
    return statement_kinds_of(row, position, thresholds)


@dataclass(frozen=True, slots=True)
class ReadSegment:
    """A segment's text with what was read from it: statement kind, sentiment, and the confidence of the kind."""

    text: str
    language: str
    statement: str
    sentiment: str
    confidence: float


def statement_kinds_of(
    segment: ReadSegment, position: int, thresholds: EvidenceThresholds = THRESHOLDS
) -> dict[TraitKind, Span | None]:
    """`statement_kinds` of a segment given by its parts: people's own words first, then a confident reading."""
    text, sentiment = segment.text, segment.sentiment
    words = read_statement(text, segment.language)
    kinds: dict[TraitKind, Span | None] = {}
    for kind, start, end in words.self_statements:
        # A positive segment with words of pain is no complaint.
        if not (kind == "pain" and sentiment == "positive"):
            kinds.setdefault(kind, Span(position, start, end))
    reading = next((kind for kind in SAID_KINDS if kind == segment.statement), None)
    # What somebody did once is no habit, so habits are never read off the meaning.
    if reading is None or reading == "behaviour" or segment.confidence < _min_confidence(reading, thresholds):
        return kinds
    is_doubtful = words.rules_out(reading) or (reading in OWN_KINDS and not words.is_about_speaker)
    # Statement kind and sentiment are read by two models; where they contradict each other, neither is evidence.
    is_contradicted = {"pain": "negative", "praise": "positive"}.get(reading, sentiment) != sentiment
    # A pain in people's own words outweighs a praise read from the same segment.
    if is_doubtful or is_contradicted or (reading == "praise" and "pain" in kinds):
        return kinds
    fewest, most = thresholds.sentence_words
    is_sentence = fewest <= len(text.split()) <= most and "\n" not in text and not text.rstrip().endswith("?")
    kinds.setdefault(reading, Span(position, 0, len(text)) if is_sentence else None)
    return kinds


def _min_confidence(kind: TraitKind, thresholds: EvidenceThresholds) -> float:
    if kind in MOODS:
        return thresholds.mood_confidence
    return thresholds.suggestion_confidence if kind == "suggestion" else thresholds.confidence


_SHORTEST, _LONGEST = 40, 220
"""Characters of a quote that reads well on a card."""
_FEWEST_WORDS = 6
"""A quote of fewer words says nothing by itself."""
_START = re.compile(r"^[\"'„“”«»‚‘(]*[A-ZÄÖÜ0-9]")
_END = re.compile(r"[.!…][\"'“”«»‘’)]*$")
_DANGLING = re.compile(
    r"^\W*(und|oder|aber|also|denn|weil|dass|ja|nein|genau|and|or|but|so|because|yes|yeah|no|well|like)\b", re.I
)


def readability(text: str) -> float:
    """How well a text can be read by itself, 0–1: length, a proper start and end, no question, no dangling opener."""
    if len(text.split()) < _FEWEST_WORDS:
        return 0.1
    parts = (
        0.4 if _SHORTEST <= len(text) <= _LONGEST else 0.1,
        0.2 if _END.search(text) else 0.0,
        0.15 if _START.search(text) else 0.0,
        0.1 if not _DANGLING.search(text) else 0.0,
        # A bracket opens a pseudonym, an ellipsis marks a cut, a line break parts two thoughts.
        0.15 if not set("?[…\n") & set(text) else 0.0,
    )
    return float(sum(parts))


def rate_quotes(analysis: Analysis) -> NDArray[np.float64]:
    """How well each segment serves as a quote, float64 (n,) in 0–1: readable, and read with confidence."""
    readable = np.array([readability(segment.text) for segment in analysis.segments], dtype=np.float64)
    confidence = analysis.readings.confidence.astype(np.float64)
    return 0.6 * readable + 0.2 * confidence + 0.2 * analysis.readings.statement_confidence.astype(np.float64)


def mean_embedding(analysis: Analysis) -> NDArray[np.float64]:
    """The mean of all embeddings, float64 (d,); zeros without segments."""
    total: NDArray[np.float64] = analysis.embeddings.sum(axis=0, dtype=np.float64)
    return total / max(len(analysis.embeddings), 1)


def typical_quote(
    analysis: Analysis,
    quality: NDArray[np.float64],
    positions: Sequence[int],
    title_traits: Sequence[Trait],
    mean: NDArray[np.float64],
) -> int:
    """The position of one sentence: about what the title says, readable, and near to what the others say.

    Args:
        analysis: the study.
        quality: how well each segment serves as a quote (`rate_quotes`).
        positions: segments of the members, at least one.
        title_traits: the traits that the title is made from. Where these are themes or touchpoints, the sentence feels
            as most of what is said about them.
        mean: the mean of all embeddings (`mean_embedding`).
    """
    own = sorted(positions, key=lambda position: analysis.segments[position].segment_id)
    title_segments = {position for trait in title_traits for position in trait.segments}
    polarity = analysis.readings.polarity[own].astype(np.float64)
    is_on_topic = np.array([position in title_segments for position in own])
    usual_sign = np.sign(polarity[is_on_topic].sum()) if is_on_topic.any() else 0.0
    fit = is_on_topic * (1.0 + 0.3 * usual_sign * polarity)
    vectors = analysis.embeddings[own].astype(np.float64)
    focus = vectors[is_on_topic] if is_on_topic.any() else vectors
    # Nearness is measured from the study's mean, else the most average sentence of all would win everywhere.
    nearness = vectors @ (focus.mean(axis=0) - mean)
    spread = float(np.abs(nearness).max(initial=0.0)) or 1.0
    scores = 2.0 * quality[own] + fit + 0.6 * nearness / spread
    # Rounded, so that the last digits of a dot product do not decide between equal sentences.
    return own[int(np.argmax(np.round(scores, 6)))]
