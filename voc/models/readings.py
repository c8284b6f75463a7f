"""Texts to readings: sentiment, emotions and the kind of statement."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from voc.models.context import Context, no_context, shifted
from voc.models.cues import NAMES, cues
from voc.models.features import grams
from voc.models.heads import load_head
from voc.schema import EMOTIONS, SENTIMENTS, STATEMENTS, Floats, Ints, Readings

_BATCH = 4096
_LEAD = 0.35
_GOOD = [EMOTIONS.index(name) for name in ("joy", "gratitude", "trust")]
_BAD = [EMOTIONS.index(name) for name in ("frustration", "disappointment", "worry")]


def read(
    texts: Sequence[str], vectors: Floats, languages: Sequence[str], *, context: Context | None = None
) -> Readings:
    """Read n texts.

    Args:
        texts: n texts.
        vectors: float32 (n, 512), the vectors that the encoder "use" gives the texts, whichever encoder the study has.
        languages: ISO 639-1 codes of the texts, "" where unknown. Words are looked up in German and English at once,
            so a wrong code does no harm.
        context: what is known of the texts beside their words; nothing without it.

    Returns:
        Readings of n segments. A text's reading depends on that text and its context alone.
    """
    context = context or no_context(len(texts))
    blocks = [slice(start, start + _BATCH) for start in range(0, max(len(texts), 1), _BATCH)]
    parts = [
        _read(texts[block], vectors[block], Context(context.sentiment[block], context.statement[block]))
        for block in blocks
    ]
    fields = (np.concatenate([getattr(part, name) for part in parts]) for name in Readings.__slots__)
    return Readings(*fields)


def _read(texts: Sequence[str], vectors: Floats, context: Context) -> Readings:
    found = grams(texts)
    sentiments = shifted(load_head("sentiment").probabilities(vectors, found), context.sentiment)
    emotions = agree(load_head("emotion").probabilities(vectors, found), sentiments)
    statements = shifted(_statements(cues(texts), sentiments), context.statement)
    sentiment = sentiments.argmax(axis=1).astype(np.int32)
    return Readings(
        polarity=sentiments[:, SENTIMENTS.index("positive")] - sentiments[:, SENTIMENTS.index("negative")],
        sentiment=sentiment,
        confidence=sentiments.max(axis=1),
        emotions=emotions,
        emotion=leading(emotions),
        statement=statements.argmax(axis=1).astype(np.int32),
        statement_confidence=statements.max(axis=1),
    )


def agree(emotions: Floats, sentiments: Floats) -> Floats:
    """Make emotions agree with the sentiment.

    A good emotion is no stronger than 1 − p(negative), a bad one no stronger than 1 − p(positive). A clear complaint
    is frustration or disappointment (or worry) and clear praise joy, gratitude or trust, in the proportion in which
    the head sees them, even where the head was taught by other people's language and is too shy.

    Args:
        emotions: float32 (n, 8) in 0–1, columns as EMOTIONS.
        sentiments: float32 (n, 3), columns as SENTIMENTS.
    """
    out = emotions.copy()
    for mine, other, own in ((_GOOD, 0, 2), (_BAD, 2, 0)):
        out[:, mine] = np.minimum(out[:, mine], 1 - sentiments[:, other : other + 1])
        best = out[:, mine].max(axis=1)
        wanted = np.maximum(best, 0.8 * sentiments[:, own])
        out[:, mine] *= (wanted / np.maximum(best, 1e-6))[:, None]
    return np.clip(out, 0, 1)


def leading(emotions: Floats) -> Ints:
    """The strongest emotion, or −1 where none is strong enough: int32 (n,)."""
    best = emotions.argmax(axis=1)
    return np.where(emotions.max(axis=1) >= _LEAD, best, -1).astype(np.int32)


_WEIGHTS: dict[str, dict[str, float]] = {
    "suggestion": {"wish": 2.0, "should": 1.6},
    "need": {"need": 1.8, "first_person": 0.4},
    "goal": {"goal": 1.8, "first_person": 0.3},
    "motivation": {"motive": 1.3, "first_person": 0.4},
    "behaviour": {"habit": 1.4, "first_person": 0.6},
    "other": {"question": 1.2},
}


def _statements(marks: Floats, sentiments: Floats) -> Floats:
    z = np.zeros((len(marks), len(STATEMENTS)), np.float32)
    for kind, weights in _WEIGHTS.items():
        for cue, weight in weights.items():
            z[:, STATEMENTS.index(kind)] += weight * marks[:, NAMES.index(cue)]
    z[:, STATEMENTS.index("pain")] = 3 * sentiments[:, 0] - 0.5
    z[:, STATEMENTS.index("praise")] = 3 * sentiments[:, 2] - 0.5
    z[:, STATEMENTS.index("other")] += 1.5 * sentiments[:, 1]
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return np.asarray(e / e.sum(axis=1, keepdims=True), np.float32)
