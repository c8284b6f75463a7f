"""The emotion head: how public labels map to the eight emotions, rows, weights and figures.

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

import numpy as np

from training.data import load, vectors
from training.fit import FitConfig, Rows, fit
from training.sentiment_sets import PLANS, labelled
from voc.models.features import grams
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
        targets[:, column] = [bool(names & found) for found in labels]
        weights[:, column] = trust
    if name == "goemotions":
        only = [found & {"disapproval", "anger", "annoyance", "disgust"} == {"disapproval"} for found in labels]
        targets[np.array(only), EMOTIONS.index("frustration")] = 0.5
    if name == "brighter":
        asked = [set(json.loads(cell)) for cell in table["labelled_for"]]
        for column, emotion in enumerate(EMOTIONS):
            weights[[not set(mapping.get(emotion, "-").split()) & names for names in asked], column] = 0
    return targets, weights


def contrast_targets(name: str) -> tuple[Floats, Floats, Floats]:
    """What a set with sentiment says about emotions: the praise shows no bad one and the complaint no good one.

    Returns:
        vectors (n, 512), targets (n, 8), weights (n, 8) of the rows that are clear.
    """
    parts = labelled(name)
    rows = np.concatenate([part.rows for part in parts])
    clear = np.concatenate([part.targets for part in parts])
    targets = np.zeros((len(rows), len(EMOTIONS)), np.float32)
    weights = np.zeros_like(targets)
    for emotions, column in ((_BAD, 2), (_GOOD, 0)):
        for emotion in emotions:
            weights[clear[:, column] == 1, EMOTIONS.index(emotion)] = 0.3
    weights[clear[:, 1] == 1] = 0.2
    keep = weights.any(axis=1)
    return np.asarray(vectors(name)[rows[keep]]), targets[keep], weights[keep]


CONTRAST = ("german_hotel_absa", "mobasa", "m_absa", "acos", "semeval2014_rest", "clinc150", "massive_de")


def train() -> dict[str, Floats]:
    """Fit on all rows of all sets."""
    texts: list[str] = []
    parts: list[tuple[Floats, Floats, Floats]] = []
    for name in MAPS:
        texts += load(name)["text"].tolist()
        parts.append((np.asarray(vectors(name)), *emotion_targets(name)))
    assert set(CONTRAST) <= set(PLANS)
    for name in CONTRAST:
        x, targets, weights = contrast_targets(name)
        parts.append((x, targets, weights))
        rows = np.concatenate([part.rows for part in labelled(name)])
        clear = np.concatenate([part.targets for part in labelled(name)])
        texts += load(name)["text"].to_numpy()[rows[(clear == 1).any(axis=1)]].tolist()
    x, targets, weights = (np.concatenate(arrays) for arrays in zip(*parts, strict=True))
    weights = weights / weights.mean()
    return fit(Rows(x, grams(texts), targets, np.asarray(weights, np.float32)), CONFIG)
