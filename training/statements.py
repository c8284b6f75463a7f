"""The statement head: hand labels, weak labels from survey questions and headings, and synthetic sentences."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from training.data import encode, load
from training.labels import SOURCES, read_labels, unseen_sentiments
from training.patterns import synthetic_statements
from voc.models.heads import load_head, statement_inputs
from voc.models.ngrams import N_BUCKETS, hash_ngrams
from voc.schema import STATEMENTS, Floats

QUESTIONS: dict[tuple[str, str, str], str] = {
    ("jupyter_surveys", "question", "features_changes"): "suggestion",
    ("jupyter_surveys", "question", "first_experience_enhancements"): "suggestion",
    ("jupyter_surveys", "question", "difficult_aspects"): "pain",
    ("jupyter_surveys", "question", "pleasant_aspects"): "praise",
    ("jupyter_surveys", "question", "workflow_needs_not_addressed"): "need",
    ("kununu_de", "aspect", "Verbesserungsvorschläge"): "suggestion",
    ("kununu_de", "aspect", "Gut am Arbeitgeber finde ich"): "praise",
    ("kununu_de", "aspect", "Schlecht am Arbeitgeber finde ich"): "pain",
}
"""Set, column and value whose answers are, more often than not, of one kind."""
_WEAK_WEIGHT, _SYNTHETIC_WEIGHT = 0.012, 0.03
"""Weights of a weak label and of a synthetic sentence, beside 1 for a hand label."""
BALANCE = 0.5
"""0 leaves the kinds as frequent as they are, 1 makes all of them count alike."""


@dataclass(frozen=True, slots=True)
class Statements:
    """Training rows: texts, kinds as positions in STATEMENTS, weights, sources that are held out together, sentiments.

    ``sentiments`` float32 (n, 3) come from a head that was trained without the row.
    """

    texts: list[str]
    kinds: NDArray[np.int64]
    weights: Floats
    sources: NDArray[np.str_]
    sentiments: Floats


def labelled() -> Statements:
    """The hand labels with their texts, weight 1."""
    hand = read_labels()
    return Statements(hand.texts, hand.kinds, np.ones(len(hand.texts), np.float32), hand.sources, unseen_sentiments())


def weak() -> Statements:
    """Survey answers with the kind that their question asks for, and synthetic sentences; light weights."""
    texts: list[str] = []
    kinds: list[str] = []
    weights: list[float] = []
    sources: list[str] = []
    for (name, column, value), kind in QUESTIONS.items():
        table = load(name)
        answers = table["text"][(table[column] == value) & (table["text"].str.len() < 300)].tolist()[:400]
        texts += answers
        kinds += [kind] * len(answers)
        weights += [_WEAK_WEIGHT] * len(answers)
        sources += [SOURCES[name]] * len(answers)
    for kind, filled in synthetic_statements():
        texts.append(filled)
        kinds.append(kind)
        weights.append(_SYNTHETIC_WEIGHT)
        sources.append("own")
    return Statements(
        texts,
        np.array([STATEMENTS.index(kind) for kind in kinds]),
        np.array(weights, np.float32),
        np.array(sources),
        load_head("sentiment").probabilities(np.asarray(encode("weak", texts)), hash_ngrams(texts)),
    )


def train(parts: list[Statements]) -> dict[str, Floats]:
    """Fit a regression on all parts; rare kinds weigh more than they occur, or no text would be read as one of them."""
    from sklearn.linear_model import LogisticRegression

    texts = [text for part in parts for text in part.texts]
    kinds = np.concatenate([part.kinds for part in parts])
    weights = np.concatenate([part.weights for part in parts]).astype(np.float64)
    mass = np.bincount(kinds, weights, minlength=len(STATEMENTS))
    weights *= ((mass.mean() / np.maximum(mass, 1e-6)) ** BALANCE)[kinds]
    sentiments = np.concatenate([part.sentiments for part in parts])
    x = statement_inputs(texts, encode("statements", texts), sentiments)
    with threadpool_limits(1):
        model = LogisticRegression(C=0.7, max_iter=300).fit(x, kinds, sample_weight=weights)
    k = len(STATEMENTS)
    v, b = np.zeros((x.shape[1], k)), np.zeros(k)
    v[:, model.classes_], b[model.classes_] = model.coef_.T, model.intercept_
    empty = {
        "w1": np.zeros((x.shape[1], 0)),
        "b1": np.zeros(0),
        "w2": np.zeros((0, k)),
        "table": np.zeros((N_BUCKETS, k)),
    }
    return {key: array.astype(np.float32) for key, array in ({"v": v, "b2": b} | empty).items()}


def rows_without(rows: Statements, source: str) -> Statements:
    """The rows of all other sources."""
    keep = rows.sources != source
    texts = [text for text, kept in zip(rows.texts, keep, strict=True) if kept]
    return Statements(texts, rows.kinds[keep], rows.weights[keep], rows.sources[keep], rows.sentiments[keep])
