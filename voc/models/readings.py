"""Texts to readings: sentiment, emotions and the kind of statement."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from voc.models.context import Context, no_context, shifted
from voc.models.features import grams
from voc.models.heads import load_head
from voc.models.statements import inputs
from voc.schema import EMOTIONS, SENTIMENTS, STATEMENTS, Floats, Ints, Readings

_BATCH = 4096
LEAD = 0.35
"""An emotion counts from this strength on; each emotion is scaled so that its best mark lies here."""
_GOOD = [EMOTIONS.index(name) for name in ("joy", "gratitude", "trust")]
_PLEASED = [EMOTIONS.index(name) for name in ("joy", "trust")]
_ANNOYED = [EMOTIONS.index(name) for name in ("frustration", "disappointment")]
_RAISED = 0.8
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
    plain = load_head("sentiment").probabilities(vectors, found)
    sentiments = shifted(plain, context.sentiment)
    emotions = agree(load_head("emotion").probabilities(vectors, found), sentiments)
    judged = load_head("statement").probabilities(inputs(texts, vectors, found, plain), found)
    statements = fitting(shifted(judged, context.statement), sentiments)
    sentiment = sentiments.argmax(axis=1).astype(np.int32)
    return Readings(
        polarity=sentiments[:, SENTIMENTS.index("positive")] - sentiments[:, SENTIMENTS.index("negative")],
        sentiment=sentiment,
        confidence=sentiments.max(axis=1),
        emotions=emotions,
        emotion=leading(emotions, sentiment),
        statement=statements.argmax(axis=1).astype(np.int32),
        statement_confidence=statements.max(axis=1),
    )


def agree(emotions: Floats, sentiments: Floats) -> Floats:
    """Make emotions agree with the sentiment.

    A good emotion is no stronger than 1 − p(negative), a bad one no stronger than 1 − p(positive). A clear complaint
    is frustration or disappointment and clear praise joy or trust, in the proportion in which the head sees them, even
    where the head was taught by other people's language and is too shy; worry and gratitude must be seen by the head.

    Args:
        emotions: float32 (n, 8) in 0–1, columns as EMOTIONS.
        sentiments: float32 (n, 3), columns as SENTIMENTS.
    """
    out = emotions.copy()
    for mine, raised, other, own in ((_GOOD, _PLEASED, 0, 2), (_BAD, _ANNOYED, 2, 0)):
        out[:, mine] = np.minimum(out[:, mine], 1 - sentiments[:, other : other + 1])
        best = out[:, raised].max(axis=1)
        wanted = np.maximum(best, _RAISED * sentiments[:, own])
        out[:, raised] *= (wanted / np.maximum(best, 1e-6))[:, None]
    return np.clip(out, 0, 1)


def leading(emotions: Floats, sentiment: Ints) -> Ints:
    """The strongest emotion that does not contradict the sentiment, or −1 where none is strong enough: int32 (n,)."""
    allowed = emotions.copy()
    for contradicting, name in ((_GOOD, "negative"), (_BAD, "positive")):
        allowed[np.ix_(sentiment == SENTIMENTS.index(name), contradicting)] = 0
    return np.where(allowed.max(axis=1) >= LEAD, allowed.argmax(axis=1), -1).astype(np.int32)


def fitting(statements: Floats, sentiments: Floats) -> Floats:
    """Statement kinds that fit the sentiment: nobody praises in anger, or names a pain with a smile.

    The probability of pain is multiplied by (1 − p(positive))² and that of praise by (1 − p(negative))².

    Args:
        statements: float32 (n, 8), rows of sum one, columns as STATEMENTS.
        sentiments: float32 (n, 3), columns as SENTIMENTS.
    """
    out = statements.copy()
    out[:, STATEMENTS.index("pain")] *= (1 - sentiments[:, SENTIMENTS.index("positive")]) ** 2
    out[:, STATEMENTS.index("praise")] *= (1 - sentiments[:, SENTIMENTS.index("negative")]) ** 2
    return np.asarray(out / np.maximum(out.sum(axis=1, keepdims=True), 1e-9), np.float32)
