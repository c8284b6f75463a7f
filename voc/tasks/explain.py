"""Explain how one text is read, and which words affect each reading most. Nothing is stored.

A word's effect is what the reading loses without it: the text is read again without each of its words (occlusion;
Zeiler & Fergus, 2014, arXiv:1311.2901; Li et al., 2016, arXiv:1612.08220).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from voc.errors import UsageError
from voc.models.encoder_registry import load_encoder
from voc.models.readings import add_context, empty_context
from voc.models.text_readers import load_text_reader
from voc.schema import EMOTIONS, SENTIMENTS, STATEMENTS, Floats, Readings
from voc.text import Token, tokens
from voc.text.feeling_words import trim_feelings
from voc.text.language import detect
from voc.text.lexicon import LANGUAGES
from voc.text.phrases import aspects, aspects_of

MAX_CHARACTERS = 2_000
"""A longer text is a document; every word of it would cost one more reading."""
MIN_EMOTION = 0.35
"""An emotion is named from this probability on, as in a study."""
MIN_EFFECT = 0.05
"""A word is named if the reading loses at least this much probability without it."""
MAX_WORDS = 5
"""At most this many words are named per reading."""

TextRange = tuple[int, int]
"""Start and end of a piece of the text, half open."""


@dataclass(frozen=True, slots=True)
class WordEffect:
    """What a word ``text[start:end]`` does to a reading: its probability (0–1) with the word and without it.

    ``becomes`` is the sentiment or statement kind that is read without the word, "" if it stays the same.
    """

    start: int
    end: int
    with_word: float
    without_word: float
    becomes: str = ""


@dataclass(frozen=True, slots=True)
class ExplainedReading:
    """One reading of the text, its probability (0–1), and the words with the strongest effects first."""

    subject: Literal["sentiment", "emotion", "statement"]
    name: str
    probability: float
    words: tuple[WordEffect, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """How a text is read.

    ``sentiments`` maps SENTIMENTS to probabilities. ``readings`` are the sentiment, the emotions from the strongest
    on, and the statement kind. ``feelings`` are the words that carry a feeling; ``aspects`` are what they are about,
    or all that is named if no word carries a feeling.
    """

    language: str
    polarity: float
    sentiments: Mapping[str, float]
    readings: tuple[ExplainedReading, ...]
    feelings: tuple[TextRange, ...]
    aspects: tuple[TextRange, ...]


def explain_text(text: str, language: str = "") -> Explanation:
    """Read one text, and read it again without each of its words.

    Args:
        text: one statement of at most 2,000 characters.
        language: "de" or "en"; detected if empty.

    Raises:
        UsageError: the text has no word, is too long, or is in a language that is not read.
        EncoderError: the embedded encoder cannot be loaded.
    """
    words = [token for token in tokens(text) if token.kind == "word"]
    if not words:
        raise UsageError("The text must have at least one word, found none. Put it in quotation marks.")
    if len(text) > MAX_CHARACTERS:
        raise UsageError(
            f"The text must have at most {MAX_CHARACTERS:,} characters, found {len(text):,}. Explain one statement at "
            "a time; `voc score` reads tables."
        )
    language = language or detect([text], LANGUAGES)[0]
    if not language:
        raise UsageError(
            "The text must be in German or English, found neither. If it is, say which with --language de or en."
        )
    encode = load_encoder("use").encode
    # The first row is the whole text, row i + 1 the text without word i.
    variants = [text, *(_remove_word(text, word) for word in words)]
    words_of_variants = load_text_reader("deep", cached=False).read(variants, encode(variants))
    readings = add_context(words_of_variants, empty_context(len(variants)))
    feelings = words_of_variants.feelings[0]
    phrases = aspects_of(text, language, feelings) if feelings else aspects(text, language)
    probabilities = sentiment_probabilities(readings)
    return Explanation(
        language=language,
        polarity=float(readings.polarity[0]),
        sentiments={name: float(probabilities[0, i]) for i, name in enumerate(SENTIMENTS)},
        readings=(
            _explain_sentiment(readings, probabilities, words),
            *_explain_emotions(readings, words),
            _explain_statement(readings, words),
        ),
        feelings=trim_feelings(text, feelings, language),
        aspects=tuple((phrase.start, phrase.end) for phrase in phrases),
    )


def sentiment_probabilities(readings: Readings) -> Floats:
    """Probabilities of SENTIMENTS, float32 (n, 3): the only ones that give this polarity and this confidence.

    They follow from p(positive) − p(negative), the probability of the sentiment that was read, and their sum of one.
    """
    polarity, confidence, sentiment = readings.polarity, readings.confidence, readings.sentiment
    neutral, positive = SENTIMENTS.index("neutral"), SENTIMENTS.index("positive")
    # For a negative text `confidence` is p(negative), and p(positive) is that plus the polarity.
    good = np.select(
        [sentiment == positive, sentiment == neutral],
        [confidence, (1 - confidence + polarity) / 2],
        confidence + polarity,
    )
    bad = good - polarity
    probabilities = np.clip(np.stack([bad, 1 - good - bad, good], axis=1), 0, 1)
    return np.asarray(probabilities / probabilities.sum(axis=1, keepdims=True), np.float32)


def _remove_word(text: str, word: Token) -> str:
    before, after = text[: word.start], text[word.end :]
    # Without two spaces in a row, which the encoder would read as another text.
    return before + (after.lstrip(" ") if before.endswith(" ") or not before else after)


def _explain_sentiment(readings: Readings, probabilities: Floats, words: Sequence[Token]) -> ExplainedReading:
    sentiment = int(readings.sentiment[0])
    names = [SENTIMENTS[int(variant)] for variant in readings.sentiment]
    effects = _rank_words(words, probabilities[:, sentiment], names)
    return ExplainedReading("sentiment", names[0], float(probabilities[0, sentiment]), effects)


def _explain_emotions(readings: Readings, words: Sequence[Token]) -> list[ExplainedReading]:
    values = readings.emotions
    order = sorted(range(len(EMOTIONS)), key=lambda emotion: (-float(values[0, emotion]), emotion))
    return [
        ExplainedReading("emotion", EMOTIONS[i], float(values[0, i]), _rank_words(words, values[:, i]))
        for i in order
        if values[0, i] >= MIN_EMOTION
    ]


def _explain_statement(readings: Readings, words: Sequence[Token]) -> ExplainedReading:
    # Only the probability of the kind that was read is known. Where another kind is read, this one has at most the
    # rest of its probability, and never more than it.
    is_same = readings.statement == readings.statement[0]
    confidence = readings.statement_confidence
    probabilities = np.where(is_same, confidence, np.minimum(1 - confidence, confidence))
    names = [STATEMENTS[int(variant)] for variant in readings.statement]
    return ExplainedReading("statement", names[0], float(confidence[0]), _rank_words(words, probabilities, names))


def _rank_words(words: Sequence[Token], probabilities: Floats, names: Sequence[str] = ()) -> tuple[WordEffect, ...]:
    """The words without which a reading loses most.

    ``probabilities`` (1 + words,) and ``names`` begin with the whole text; without names no word changes the reading.
    """
    loss = probabilities[0] - probabilities[1:]
    order = sorted(range(len(words)), key=lambda i: (-round(float(loss[i]), 4), words[i].start))
    return tuple(
        WordEffect(
            start=words[i].start,
            end=words[i].end,
            with_word=float(probabilities[0]),
            without_word=float(probabilities[i + 1]),
            becomes=names[i + 1] if names and names[i + 1] != names[0] else "",
        )
        for i in order[:MAX_WORDS]
        if loss[i] >= MIN_EFFECT
    )
