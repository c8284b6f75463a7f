"""What is known beside the words: the kind of source, the question that is answered, and the rating given with them.

"The parking lot" is no complaint; as the answer to "What annoyed you?" it is one. A sentence of a five-star review is
more probably praise than the same sentence alone. Nearly three sentences in four of a talk take no side. All are added
to what the words say, as log-odds, and never replace it. Of questions only those of surveys count: in a talk, "Did
anything go wrong?" may be answered "No, all fine".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from voc.schema import SENTIMENTS, STATEMENTS, Document, Floats, Segment

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
