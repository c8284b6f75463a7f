"""The emotion head: how public labels map to the eight emotions, its training rows, their weights and thresholds.

| ours | GoEmotions | BRIGHTER | XED (Plutchik) |
|---|---|---|---|
| joy | joy, amusement, excitement, love, pride, relief | joy | joy |
| gratitude | gratitude | not labelled | not labelled |
| trust | admiration, approval, optimism | not labelled | trust |
| surprise | surprise | surprise | surprise |
| confusion | confusion | not labelled | not labelled |
| frustration | anger, annoyance, disgust, disapproval (half) | anger, disgust | anger, disgust |
| disappointment | disappointment, sadness, grief, remorse | sadness | sadness |
| worry | fear, nervousness | fear | fear |

Where a set has no label for an emotion, its rows say nothing about it (weight 0). Labels that fit none of the eight
(caring, curiosity, desire, embarrassment, realization, anticipation) count as none of them.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from training.data import encode, key_codes, load, vectors
from training.fit import FitConfig, Rows, fit, logits
from training.labels import read_labels
from training.sentiment_sets import labelled
from voc.models.ngrams import hash_ngrams
from voc.models.readings import EMOTION_THRESHOLD
from voc.schema import EMOTIONS, Floats

CONFIG = FitConfig(link="sigmoid", penalty=3e-5, iterations=40)
GOEMOTIONS = {
    "joy": "joy amusement excitement love pride relief",
    "gratitude": "gratitude",
    "trust": "admiration approval optimism",
    "surprise": "surprise",
    "confusion": "confusion",
    "frustration": "anger annoyance disgust disapproval",
    "disappointment": "disappointment sadness grief remorse",
    "worry": "fear nervousness",
}
BRIGHTER = {
    "joy": "joy", "surprise": "surprise", "frustration": "anger disgust", "disappointment": "sadness", "worry": "fear",
}  # fmt: skip
XED = BRIGHTER | {"trust": "trust"}
MAPS = {"goemotions": (GOEMOTIONS, 1.0), "brighter": (BRIGHTER, 1.5), "xed": (XED, 0.3)}
HAND_TRUST = 5.0
"""The weight of a hand-labelled segment: they are few, and the only ones in which people speak as customers do."""
INTERVIEW = "hci2024"
"""The hand-labelled interviews that thresholds are set on."""
MAX_SHIFT = 2.0
"""No emotion is raised by more, in log-odds: tweets are full of surprise and confusion, customers are not."""
_MIN_POSITIVES = 5
"""With fewer rows of an emotion than this a set says nothing about its threshold."""
# Not BAD_EMOTIONS of the vocabulary: the weights in the repository were trained without confusion among them.
_BAD = ("frustration", "disappointment", "worry")
_GOOD = ("joy", "gratitude", "trust")


def emotion_targets(name: str) -> tuple[Floats, Floats]:
    """Targets and weights of all rows of a set: float32 (n, 8) each."""
    mapping, trust = MAPS[name]
    table = load(name)
    labels = [set(json.loads(cell)) for cell in table["emotions"]]
    targets = np.zeros((len(table), len(EMOTIONS)), np.float32)
    weights = np.zeros_like(targets)
    for column, emotion in enumerate(EMOTIONS):
        if emotion not in mapping:
            continue
        names = set(mapping[emotion].split())
        targets[:, column] = [bool(names & row_labels) for row_labels in labels]
        weights[:, column] = trust
    if name == "goemotions":
        anger = {"disapproval", "anger", "annoyance", "disgust"}
        only_disapproval = [row_labels & anger == {"disapproval"} for row_labels in labels]
        targets[np.array(only_disapproval), EMOTIONS.index("frustration")] = 0.5
    if name == "brighter":
        # BRIGHTER's languages were not all labelled for the same emotions.
        labelled_for = [set(json.loads(cell)) for cell in table["labelled_for"]]
        for column, emotion in enumerate(EMOTIONS):
            weights[[not set(mapping.get(emotion, "-").split()) & names for names in labelled_for], column] = 0
    return targets, weights


@dataclass(frozen=True, slots=True)
class EmotionRows:
    """Training rows: n texts, vectors (n, 512), targets (n, 8) and weights (n, 8), columns as EMOTIONS."""

    texts: list[str]
    vectors: Floats
    targets: Floats
    weights: Floats


def contrast_rows(name: str) -> EmotionRows:
    """The clear rows of a set with sentiment: praise shows no bad emotion, and a complaint no good one."""
    parts = labelled(name)
    rows = np.concatenate([part.rows for part in parts])
    clear = np.concatenate([part.targets for part in parts])
    weights = contrast_weights(clear)
    keep = weights.any(axis=1)
    texts = load(name)["text"].to_numpy()[rows[keep]].tolist()
    return EmotionRows(texts, np.asarray(vectors(name)[rows[keep]]), np.zeros_like(weights[keep]), weights[keep])


def contrast_weights(sentiments: Floats) -> Floats:
    """How much the absence of each emotion counts, (n, 8), where a sentiment rules it out; ``sentiments`` (n, 3)."""
    weights = np.zeros((len(sentiments), len(EMOTIONS)), np.float32)
    for emotions, column in ((_BAD, 2), (_GOOD, 0)):
        for emotion in emotions:
            weights[sentiments[:, column] == 1, EMOTIONS.index(emotion)] = 0.3
    weights[sentiments[:, 1] == 1] = 0.2
    return weights


CONTRAST = ("german_hotel_absa", "mobasa", "m_absa", "acos", "semeval2014_rest", "clinc150", "massive_de")


def held_out(n: int) -> NDArray[np.bool_]:
    """Every tenth row: the test rows."""
    return np.asarray(np.arange(n) % 10 == 0)


def tuned_on(n: int) -> NDArray[np.bool_]:
    """Another tenth: the rows that thresholds are set on."""
    return np.asarray(np.arange(n) % 10 == 5)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What is held out: one tenth or two of the sets with emotions, with all copies of their rows (``tenths``), and the
    hand-labelled segments of sets whose names begin with one of ``hand``."""

    tenths: tuple[Callable[[int], NDArray[np.bool_]], ...] = ()
    hand: tuple[str, ...] = ()


def train(left_out: LeftOut = LeftOut()) -> dict[str, Floats]:
    """Fit on all rows of all sets and the hand-labelled segments, except those held out."""
    parts: list[EmotionRows] = []
    test_texts = [
        text for name in MAPS for tenth in left_out.tenths for text in load(name)["text"][tenth(len(load(name)))]
    ]
    test_keys = key_codes(test_texts)
    for name in MAPS:
        targets, weights = emotion_targets(name)
        own = load(name)["text"].tolist()
        keep = ~np.isin(key_codes(own), test_keys)
        texts = [text for text, kept in zip(own, keep, strict=True) if kept]
        parts.append(EmotionRows(texts, np.asarray(vectors(name))[keep], targets[keep], weights[keep]))
    parts += [contrast_rows(name) for name in CONTRAST]
    hand = read_labels()
    kept_hand = np.array([not (left_out.hand and name.startswith(left_out.hand)) for name in hand.sets])
    texts = [text for text, kept in zip(hand.texts, kept_hand, strict=True) if kept]
    trust = np.full((int(kept_hand.sum()), len(EMOTIONS)), HAND_TRUST, np.float32)
    parts.append(EmotionRows(texts, encode("labels", hand.texts)[kept_hand], hand.emotions[kept_hand], trust))
    weights = np.concatenate([part.weights for part in parts])
    rows = Rows(
        np.concatenate([part.vectors for part in parts]),
        hash_ngrams([text for part in parts for text in part.texts]),
        np.concatenate([part.targets for part in parts]),
        np.asarray(weights / weights.mean(), np.float32),
    )
    return fit(rows, CONFIG)


def calibrate() -> Floats:
    """Shift each emotion so that its best threshold is EMOTION_THRESHOLD: float32 (2, 8), a row of ones and the shifts.

    The threshold of an emotion is the logit with the best mean F1 over BRIGHTER in German and in English, GoEmotions (a
    tenth of each that is neither trained nor tested on), and the interviews of hci2024, which count twice because
    customers speak there.
    """
    arrays = train(LeftOut((held_out, tuned_on), (INTERVIEW,)))
    thresholds = np.linspace(-7, 3, 101)
    sums = np.zeros((len(EMOTIONS), len(thresholds)))
    for name, language, times in (("brighter", "de", 1), ("brighter", "en", 1), ("goemotions", "en", 1), ("", "", 2)):
        z, targets, is_known = _predictions(arrays, name, language)
        for column in range(len(EMOTIONS)):
            rows = is_known[:, column]
            truth = targets[rows, column] >= 0.5
            if truth.sum() >= _MIN_POSITIVES:
                scores = [_f1(truth, z[rows, column] > threshold) for threshold in thresholds]
                sums[column] += times * np.array(scores)
    best = thresholds[sums.argmax(axis=1)]
    shifts = np.minimum(np.log(EMOTION_THRESHOLD / (1 - EMOTION_THRESHOLD)) - best, MAX_SHIFT)
    return np.array([np.ones(len(EMOTIONS)), shifts], np.float32)


def _predictions(arrays: dict[str, Floats], name: str, language: str) -> tuple[Floats, Floats, NDArray[np.bool_]]:
    """Logits, targets and which of them are known, of the tuning tenth of a set, or of the held-out interviews."""
    if not name:
        hand = read_labels()
        chosen = np.char.startswith(hand.sets, INTERVIEW)
        texts = [text for text, kept in zip(hand.texts, chosen, strict=True) if kept]
        targets = hand.emotions[chosen]
        z = logits(arrays, encode("labels", hand.texts)[chosen], hash_ngrams(texts))
        return z, targets, np.ones(targets.shape, bool)
    table = load(name)
    chosen = tuned_on(len(table)) & (table["lang"] == language).to_numpy()
    targets, weights = emotion_targets(name)
    z = logits(arrays, vectors(name)[chosen], hash_ngrams(table["text"].to_numpy()[chosen].tolist()))
    return z, targets[chosen], weights[chosen] > 0


def _f1(truth: NDArray[np.bool_], predicted: NDArray[np.bool_]) -> float:
    return float(2 * (truth & predicted).sum() / max(truth.sum() + predicted.sum(), 1))
