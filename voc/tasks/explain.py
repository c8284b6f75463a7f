"""`explain_text`: how one text is read, and the words that moved each reading most. Nothing of it is kept.

A word moves a reading by what the reading loses without it: the text is read once more for every word that is left out
(occlusion; Zeiler & Fergus, 2014, arXiv:1311.2901; Li et al., 2016, arXiv:1612.08220).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from voc.errors import UsageError
from voc.models.encoder_registry import load_encoder
from voc.models.feeling_words import find_feeling_words
from voc.models.readings import predict_readings
from voc.schema import EMOTIONS, SENTIMENTS, STATEMENTS, Floats, Readings
from voc.text import Token, tokens
from voc.text.language import detect
from voc.text.phrases import aspects, aspects_of

LIMIT = 2_000
"""One statement, not a document: so many characters at most."""
SHOWN = 0.35
"""An emotion is named from this strength on, as in a study."""
TELLING = 0.05
"""A word is named when the reading loses at least so much without it …"""
N_REASONS = 5
"""… and so many words at most for a reading."""

Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Reason:
    """A word ``text[start:end]``, the probability of a reading with and without it (0–1), and the sentiment or kind
    that is read without it ("" where it stays)."""

    start: int
    end: int
    with_word: float
    without_word: float
    becomes: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """One thing that is read off the text, how sure it is (0–1), and the words that moved it most, strongest first."""

    subject: Literal["sentiment", "emotion", "statement"]
    name: str
    probability: float
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """How a text is read. ``sentiments`` maps SENTIMENTS to probabilities; ``readings`` are the sentiment, emotions
    from the strongest on, and the statement kind; ``feelings`` and ``aspects`` are ``text[start:end]``: what the
    feeling is about, or all that is named where no word carries a feeling."""

    language: str
    polarity: float
    sentiments: Mapping[str, float]
    readings: tuple[Reading, ...]
    feelings: tuple[Range, ...]
    aspects: tuple[Range, ...]


def explain_text(text: str, language: str = "") -> Explanation:
    """Read one text, and read it again without each of its words.

    Args:
        text: one statement of up to 2,000 characters.
        language: "de" or "en"; detected when empty.

    Raises:
        UsageError: the text holds no word, or is too long.
        EncoderError: the embedded encoder cannot be loaded.
    """
    words = [token for token in tokens(text) if token.kind == "word"]
    if not words:
        raise UsageError("The text must hold at least one word, found none. Put it in quotation marks.")
    if len(text) > LIMIT:
        raise UsageError(
            f"The text must have at most {LIMIT:,} characters, found {len(text):,}. Explain one statement at a time; "
            "`voc score` reads tables."
        )
    language = language or detect([text], ("de", "en"))[0]
    encode = load_encoder("use").encode
    variants = [text, *(_without(text, word) for word in words)]
    readings = predict_readings(variants, encode(variants), [language] * len(variants))
    spans = find_feeling_words([text], [language], readings.polarity[:1], encode)
    feelings = tuple((span.start, span.end) for span in spans)
    about = aspects_of(text, language, feelings) if feelings else aspects(text, language)
    chances = sentiment_chances(readings)
    return Explanation(
        language=language,
        polarity=float(readings.polarity[0]),
        sentiments={name: float(chances[0, i]) for i, name in enumerate(SENTIMENTS)},
        readings=(_sentiment(readings, chances, words), *_emotions(readings, words), _statement(readings, words)),
        feelings=feelings,
        aspects=tuple((phrase.start, phrase.end) for phrase in about),
    )


def sentiment_chances(readings: Readings) -> Floats:
    """Probabilities of SENTIMENTS, float32 (n, 3): the only ones that give this polarity and this confidence.

    From p(positive) − p(negative), the probability of the sentiment that was read, and their sum of one.
    """
    polarity, sure, found = readings.polarity, readings.confidence, readings.sentiment
    neutral, positive = SENTIMENTS.index("neutral"), SENTIMENTS.index("positive")
    good = np.select([found == positive, found == neutral], [sure, (1 - sure + polarity) / 2], sure + polarity)
    bad = good - polarity
    chances = np.clip(np.stack([bad, 1 - good - bad, good], axis=1), 0, 1)
    return np.asarray(chances / chances.sum(axis=1, keepdims=True), np.float32)


def _without(text: str, word: Token) -> str:
    before, after = text[: word.start], text[word.end :]
    return before + (after.lstrip(" ") if before.endswith(" ") or not before else after)


def _sentiment(readings: Readings, chances: Floats, words: Sequence[Token]) -> Reading:
    found = int(readings.sentiment[0])
    others = [SENTIMENTS[int(one)] for one in readings.sentiment[1:]]
    name = SENTIMENTS[found]
    return Reading("sentiment", name, float(chances[0, found]), _reasons(words, chances[:, found], name, others))


def _emotions(readings: Readings, words: Sequence[Token]) -> list[Reading]:
    values = readings.emotions
    order = sorted(range(len(EMOTIONS)), key=lambda one: (-float(values[0, one]), one))
    return [
        Reading("emotion", EMOTIONS[one], float(values[0, one]), _reasons(words, values[:, one]))
        for one in order
        if values[0, one] >= SHOWN
    ]


def _statement(readings: Readings, words: Sequence[Token]) -> Reading:
    """The probability of a kind is known where that kind is read, and at most one minus the other kind's elsewhere."""
    same = readings.statement == readings.statement[0]
    sure = readings.statement_confidence
    chances = np.where(same, sure, np.minimum(1 - sure, sure))
    name = STATEMENTS[int(readings.statement[0])]
    others = [STATEMENTS[int(one)] for one in readings.statement[1:]]
    return Reading("statement", name, float(sure[0]), _reasons(words, chances, name, others))


def _reasons(words: Sequence[Token], chances: Floats, name: str = "", others: Sequence[str] = ()) -> tuple[Reason, ...]:
    """The words without which a reading loses most; ``chances`` (1 + words,) begins with the whole text."""
    lost = chances[0] - chances[1:]
    order = sorted(range(len(words)), key=lambda i: (-round(float(lost[i]), 4), words[i].start))
    return tuple(
        Reason(
            words[i].start,
            words[i].end,
            float(chances[0]),
            float(chances[i + 1]),
            others[i] if others and others[i] != name else "",
        )
        for i in order[:N_REASONS]
        if lost[i] >= TELLING
    )
