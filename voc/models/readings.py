"""Texts and their context → readings: sentiment, emotions, statement kind, whom it is about, and its status.

The context is the kind of source, the question that a text answers, and the rating given with it. "The parking lot" is
no complaint; as the answer to "What annoyed you?" it is one. A sentence of a five-star review is more probably praise
than the same sentence alone. Nearly three sentences in four of an interview take no side. The context is added to what
the words say, as log-odds, and never replaces it. Only questions of surveys count: in an interview, "Did anything go
wrong?" may be answered "No, all fine".
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

import numpy as np

from voc.models.heads import softmax
from voc.models.text_readers import TextReader, TextReadings
from voc.schema import EMOTIONS, SENTIMENTS, STATEMENTS, STATUS, Document, Floats, Ints, Readings, Segment
from voc.schema.vocabulary import EMOTION_TABLE, Valence
from voc.text.language import is_readable

EMOTION_THRESHOLD = 0.35
"""An emotion counts from this strength (0–1) on; training shifts each emotion so that its best threshold is here."""
CLEAR_SENTIMENT = 0.8
"""A text that is negative or positive for certain shows at least this strength (0–1) of an emotion that follows it."""

QuestionKind = Literal["pain", "praise", "suggestion", ""]


@dataclass(frozen=True, slots=True)
class ReadingContextWeights:
    """How much the context of a text counts beside its words, in log-odds on SENTIMENTS and STATEMENTS."""

    rating: float = 1.1
    """Log-odds of negative and of positive at the ends of a rating scale: nine judging sentences in ten of one-star
    and five-star reviews judge as the stars do, and log(9) = 2.2 is shared by the two."""
    interview: tuple[float, float, float] = (0.2, 0.6, 0.0)
    """Log-odds on SENTIMENTS in an interview: half of what fits best on held-out hand-labelled interviews (0.5, 1.4,
    0.0), since the whole would miss most of the few complaints."""
    pain_question: tuple[float, float, float] = (1.5, 0.0, -1.0)
    """Log-odds on SENTIMENTS of an answer to a question that asks for pain points."""
    praise_question: tuple[float, float, float] = (-1.0, 0.0, 1.5)
    """Log-odds on SENTIMENTS of an answer to a question that asks for praise."""
    suggestion_question: tuple[float, float, float] = (0.0, 0.5, -1.0)
    """Log-odds on SENTIMENTS of an answer to a question that asks for suggestions."""
    statement: float = 5.5
    """Log-odds on the kind of statement that a question asks for, times P(asserted)² where the reader tells the status:
    a bare noun ("the car park") answers the question, a denial ("nothing, really") does not."""


_DEFAULT_WEIGHTS = ReadingContextWeights()


@dataclass(frozen=True, slots=True)
class ReadingContext:
    """Log-odds to add, a row per text: ``sentiment`` float32 (n, 3), ``statement`` float32 (n, 8)."""

    sentiment: Floats
    statement: Floats

    def select(self, rows: Ints) -> ReadingContext:
        """The context of the texts at the positions ``rows``."""
        return ReadingContext(self.sentiment[rows], self.statement[rows])


def predict_readings(
    texts: Sequence[str], vectors: Floats, reader: TextReader, *, context: ReadingContext | None = None
) -> Readings:
    """Read sentiment, emotions and kind of statement from n texts.

    Args:
        texts: n texts.
        vectors: float32 (n, 512), the vectors that the encoder "use" gives the texts, whichever encoder the study has.
        reader: the model to use; see `voc.models.text_readers`.
        context: log-odds from source, question and rating; none by default.

    Returns:
        Readings of n segments. A text's reading depends on that text and its context alone.
    """
    return add_context(reader.read(texts, vectors), context or empty_context(len(texts)))


def add_context(words: TextReadings, context: ReadingContext) -> Readings:
    """Add the context to the readings of n texts, make them agree with each other, and pick the best class of each."""
    sentiments = add_log_odds(words.sentiments, context.sentiment)
    emotions = align_emotions(words.emotions, sentiments)
    asserted = words.status[:, [STATUS.index("asserted")]] if words.status.any() else np.float32(1)
    statements = align_statements(add_log_odds(words.kinds, context.statement * asserted**2), sentiments)
    sentiment = sentiments.argmax(axis=1).astype(np.int32)
    emotion = leading_emotion(emotions, sentiment)
    return Readings(
        polarity=sentiments[:, SENTIMENTS.index("positive")] - sentiments[:, SENTIMENTS.index("negative")],
        sentiment=sentiment,
        confidence=sentiments.max(axis=1),
        emotions=emotions,
        emotion=emotion,
        intensity=_intensity_of(emotion, words.intensities),
        statement=statements.argmax(axis=1).astype(np.int32),
        statement_confidence=statements.max(axis=1),
        about=_likeliest(words.about),
        status=_likeliest(words.status),
    )


def join_readings(parts: Sequence[Readings], order: Ints) -> Readings:
    """Concatenate readings and reorder them: row i of the result is row ``order[i]`` of the concatenation."""
    return Readings(*(np.concatenate([getattr(part, name) for part in parts])[order] for name in Readings.__slots__))


def leave_unread(readings: Readings, languages: Sequence[str], texts: Sequence[str]) -> Readings:
    """Take the readings off texts in languages that the readers do not know: neutral, no emotion, kind "other".

    Words of unknown language are left unread, too; emoji alone are read.

    A guess from a language that the reader was not trained on looks like any other reading, and is often the contrary.

    Args:
        readings: of n texts.
        languages: ISO 639-1 of each text, "" where unknown.
        texts: the n texts.
    """
    unread = np.array([not is_readable(*pair) for pair in zip(languages, texts, strict=True)], bool)
    if not unread.any():
        return readings
    # Integers that are positions without a class to fall back to are −1: "cannot tell".
    blank = {"sentiment": SENTIMENTS.index("neutral"), "statement": STATEMENTS.index("other"), "intensity": 0}
    blank |= {"emotion": -1, "about": -1, "status": -1}
    columns = {}
    for name in Readings.__slots__:
        column = getattr(readings, name).copy()
        column[unread] = blank.get(name, 0)
        columns[name] = column
    return Readings(**columns)


def _intensity_of(emotion: Ints, intensities: Floats) -> Ints:
    """The intensity of the leading emotion, 1–3; 0 without one, and where the reader cannot tell: int32 (n,)."""
    strength = np.rint(np.take_along_axis(intensities, np.maximum(emotion, 0)[:, None], axis=1)[:, 0])
    return np.where(emotion >= 0, strength, 0).astype(np.int32)


def _likeliest(probabilities: Floats) -> Ints:
    """The likeliest class of each row, −1 for a row of zeros: int32 (n,)."""
    return np.where(probabilities.any(axis=1), probabilities.argmax(axis=1), -1).astype(np.int32)


def align_emotions(emotions: Floats, sentiments: Floats) -> Floats:
    """Make emotions agree with the sentiment.

    A good emotion is no stronger than 1 − p(negative), a bad one no stronger than 1 − p(positive). A clear complaint
    or clear praise raises the emotions that follow the sentiment, in proportion to their predicted probabilities, which
    are often too low: most emotion labels in training are not from customers. Other emotions keep theirs.

    Args:
        emotions: float32 (n, 8) in 0–1, columns as EMOTIONS.
        sentiments: float32 (n, 3), columns as SENTIMENTS.
    """
    aligned = emotions.copy()
    negative, positive = SENTIMENTS.index("negative"), SENTIMENTS.index("positive")
    sides: tuple[tuple[Valence, int, int], ...] = ((1, positive, negative), (-1, negative, positive))
    for valence, agreeing, opposite in sides:
        columns = _columns(valence)
        aligned[:, columns] = np.minimum(aligned[:, columns], 1 - sentiments[:, [opposite]])
        following = [column for column in columns if EMOTION_TABLE[column].follows_sentiment]
        strongest = aligned[:, following].max(axis=1)
        target = np.maximum(strongest, CLEAR_SENTIMENT * sentiments[:, agreeing])
        aligned[:, following] *= (target / np.maximum(strongest, 1e-6))[:, None]
    return np.clip(aligned, 0, 1)


def leading_emotion(emotions: Floats, sentiment: Ints) -> Ints:
    """The strongest emotion that does not contradict the sentiment, or −1 where none is strong enough: int32 (n,).

    Args:
        emotions: float32 (n, 8) in 0–1, columns as EMOTIONS.
        sentiment: int32 (n,), positions in SENTIMENTS.
    """
    allowed = emotions.copy()
    allowed[np.ix_(sentiment == SENTIMENTS.index("negative"), _columns(1))] = 0
    allowed[np.ix_(sentiment == SENTIMENTS.index("positive"), _columns(-1))] = 0
    return np.where(allowed.max(axis=1) >= EMOTION_THRESHOLD, allowed.argmax(axis=1), -1).astype(np.int32)


def _columns(valence: Valence) -> list[int]:
    return [EMOTIONS.index(emotion.name) for emotion in EMOTION_TABLE if emotion.valence == valence]


def align_statements(statements: Floats, sentiments: Floats) -> Floats:
    """Make kinds of statement agree with the sentiment: a positive text is no pain, a negative one no praise.

    The probability of pain is multiplied by (1 − p(positive))² and that of praise by (1 − p(negative))².

    Args:
        statements: float32 (n, 8), rows of sum one, columns as STATEMENTS.
        sentiments: float32 (n, 3), columns as SENTIMENTS.
    """
    aligned = statements.copy()
    aligned[:, STATEMENTS.index("pain")] *= (1 - sentiments[:, SENTIMENTS.index("positive")]) ** 2
    aligned[:, STATEMENTS.index("praise")] *= (1 - sentiments[:, SENTIMENTS.index("negative")]) ** 2
    return np.asarray(aligned / np.maximum(aligned.sum(axis=1, keepdims=True), 1e-9), np.float32)


def build_context(
    segments: Sequence[Segment], documents: Sequence[Document], weights: ReadingContextWeights = _DEFAULT_WEIGHTS
) -> ReadingContext:
    """The context of n segments: what is usual in interviews, the question of a survey, the rating of a review."""
    ratings = {document.document_id: document.ratings.get("rating") for document in documents}
    context = empty_context(len(segments))
    question_kinds = {question: classify_question(question) for question in {segment.question for segment in segments}}
    for row, segment in enumerate(segments):
        rating = ratings.get(segment.document_id)
        if segment.kind == "review" and rating is not None:
            lean = 2 * rating - 1
            context.sentiment[row] += np.array([-lean, 0, lean], np.float32) * weights.rating
        if segment.kind == "interview":
            context.sentiment[row] += np.array(weights.interview, np.float32)
        if segment.kind == "survey" and (kind := question_kinds[segment.question]):
            context.sentiment[row] += np.array(getattr(weights, f"{kind}_question"), np.float32)
            context.statement[row, STATEMENTS.index(kind)] += weights.statement
    return context


def empty_context(n: int) -> ReadingContext:
    """The context of n texts without source, question or rating: it changes nothing."""
    return ReadingContext(np.zeros((n, len(SENTIMENTS)), np.float32), np.zeros((n, len(STATEMENTS)), np.float32))


def add_log_odds(probabilities: Floats, log_odds: Floats) -> Floats:
    """Probabilities float32 (n, k), rows of sum one, with log-odds (n, k) added; rows of zeros change nothing."""
    moved = softmax(np.log(np.maximum(probabilities, 1e-6)) + log_odds)
    # log and exp round: a text without context keeps its probabilities to the last bit.
    return np.where(log_odds.any(axis=1, keepdims=True), moved, probabilities)


def classify_question(question: str) -> QuestionKind:
    """What an open question asks for; "" for several kinds at once, or none of them.

    >>> [classify_question(text) for text in ("Was hat Sie geärgert?", "What do you like best?")]
    ['pain', 'praise']
    >>> classify_question("What do you like or dislike?"), classify_question("Was gefällt Ihnen nicht?")
    ('', 'pain')
    """
    pain, praise, suggestion = (_question_pattern(kind) for kind in ("pain", "praise", "suggestion"))
    text = question.casefold()
    # "Was gefällt Ihnen nicht?" holds a word of praise inside a phrase of pain.
    matches: list[QuestionKind] = []
    if pain.search(text):
        matches.append("pain")
    if praise.search(pain.sub(" ", text)):
        matches.append("praise")
    if suggestion.search(text):
        matches.append("suggestion")
    return matches[0] if len(matches) == 1 else ""


@cache
def _question_pattern(kind: str) -> re.Pattern[str]:
    patterns = tomllib.loads((files("voc.models") / "questions.toml").read_text("utf-8"))
    return re.compile("|".join(patterns[kind]))
