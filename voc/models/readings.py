"""Texts to readings: sentiment, emotions and the kind of statement."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from voc.models.heads import inputs, load_head
from voc.models.ngrams import grams
from voc.schema import EMOTIONS, SENTIMENTS, STATEMENTS, Document, Floats, Ints, Readings, Segment

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


Asked = Literal["pain", "praise", "suggestion", ""]

RATING_WEIGHT = 1.1
"""Log-odds of positive and of negative at the ends of a scale: in one-star and five-star reviews about nine sentences
that judge in ten judge as the stars do, so that log(9) = 2.2 lies between the two."""
ASKED_SENTIMENT = {"pain": (1.5, 0.0, -1.0), "praise": (-1.0, 0.0, 1.5), "suggestion": (0.0, 0.5, -1.0)}
"""Log-odds on SENTIMENTS by what a question asks for."""
SPOKEN = (0.2, 0.6, 0.0)
"""Log-odds on SENTIMENTS in a talk: half of what fits best on hand-labelled interviews that taught nothing (0.5, 1.4,
0.0), since the whole would miss most of the few complaints."""
ASKED_STATEMENT = 3.0
"""Log-odds on the statement kind that a question asks for."""

_PAIN = re.compile(
    r"\bärger|geärgert|\bstör(?:t|en|te)|gestört|\bnerv|genervt|\bfrust|schwierig|problem|\bhürde|\bschmerzpunkt"
    r"|(?:gefällt|gefiel|gefallen|gut|zufrieden)\b[^?]{0,40}\bnicht\b|\bnicht\b[^?]{0,24}(?:gefallen|gut|gefällt)"
    r"|\bschlecht|unzufrieden|\bannoy|\bbother|\bdislik|difficult|\bstruggl|pain points?|\bworst|\bchalleng|went wrong"
    r"|not (?:go|gone|going) (?:so )?well|(?:\bliked? [^?]{0,20})?\bleast\b|\bhate|\bmissing\b"
    r"|\bvermiss|\bhinder|\bverwirr|\bconfus"
)
_PRAISE = re.compile(
    r"gefällt|gefallen|\bgefiel|\bschätz|\bzufrieden|\bpositiv|am besten|\bmag(?:st|en)?\b|begeister|\bgut gelaufen"
    r"|\blikes?\b|\bliked\b|\benjoy|\blove|\bbest\b|favou?rite|pleasant|works? well|went well|\bappreciat|\bhappy with"
)
_SUGGESTION = re.compile(
    r"verbesser|besser machen|\bwünsch|\bwunsch|\bänder|sollten wir|könnten wir|\bvorschl|\bimprov|\bsuggest|\bchange"
    r"|should we|could we|\bwish|do better|what would you add|feature request"
)


@dataclass(frozen=True, slots=True)
class Context:
    """Log-odds to add, a row per text: ``sentiment`` float32 (n, 3), ``statement`` float32 (n, 8)."""

    sentiment: Floats
    statement: Floats


def asked_for(question: str) -> Asked:
    """What an open question asks for; "" for several things at once, or none of them.

    >>> [asked_for(text) for text in ("Was hat Sie geärgert?", "What do you like best?", "What should we improve?")]
    ['pain', 'praise', 'suggestion']
    >>> asked_for("What do you like or dislike?"), asked_for("Was gefällt Ihnen nicht?"), asked_for("How old are you?")
    ('', 'pain', '')
    """
    text = question.casefold()
    pain, suggestion = bool(_PAIN.search(text)), bool(_SUGGESTION.search(text))
    praise = bool(_PRAISE.search(_PAIN.sub(" ", text)))
    if pain + praise + suggestion != 1:
        return ""
    return "pain" if pain else "praise" if praise else "suggestion"


def context_of(segments: Sequence[Segment], documents: Sequence[Document]) -> Context:
    """The context of n segments: what is usual in a talk, survey questions, and overall ratings of reviews."""
    ratings = {one.document_id: one.ratings["rating"] for one in documents if "rating" in one.ratings}
    known = no_context(len(segments))
    sentiment, statement = known.sentiment, known.statement
    asked = {question: asked_for(question) for question in {one.question for one in segments}}
    for row, segment in enumerate(segments):
        if segment.kind == "review" and segment.document_id in ratings:
            lean = 2 * ratings[segment.document_id] - 1
            sentiment[row] += np.array([-lean, 0, lean], np.float32) * RATING_WEIGHT
        if segment.kind == "interview":
            sentiment[row] += np.array(SPOKEN, np.float32)
        if segment.kind == "survey" and (kind := asked[segment.question]):
            sentiment[row] += np.array(ASKED_SENTIMENT[kind], np.float32)
            statement[row, STATEMENTS.index(kind)] += ASKED_STATEMENT
    return known


def no_context(n: int) -> Context:
    """Nothing known beside the words of n texts."""
    return Context(np.zeros((n, len(SENTIMENTS)), np.float32), np.zeros((n, len(STATEMENTS)), np.float32))


def shifted(probabilities: Floats, log_odds: Floats) -> Floats:
    """Probabilities float32 (n, k), rows of sum one, with log-odds (n, k) added; rows of zeros change nothing."""
    z = np.log(np.maximum(probabilities, 1e-6)) + log_odds
    e = np.exp(z - z.max(axis=1, keepdims=True))
    moved = np.asarray(e / e.sum(axis=1, keepdims=True), np.float32)
    return np.where(log_odds.any(axis=1, keepdims=True), moved, probabilities)
