"""Measure emotions: the recipe is trained on nine tenths of each set and evaluated on the rest."""

from __future__ import annotations

import json

import numpy as np
from numpy.typing import NDArray

from benchmarks.readings.held_out_scores import RECIPE
from benchmarks.readings.measures import labels_macro
from benchmarks.readings.page import figure, met, table
from benchmarks.readings.result_cache import Arrays, cached
from training import emotion
from training.data import load, vectors
from training.fit import logits
from voc.models.heads import load_head
from voc.models.ngrams import hash_ngrams
from voc.schema import EMOTIONS, Floats

Marks = NDArray[np.bool_]
SETS = (("brighter", "de", 0.60), ("brighter", "en", 0.66), ("goemotions", "en", None))
"""Set, language and required macro-F1."""
EKMAN_TARGET = 0.55
"""Required macro-F1 of Ekman's groups."""
MIN_STRENGTH = 0.35
"""An emotion is read from this strength on, as in `voc.models.readings`."""
EKMAN: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "anger, disgust": (("anger", "disgust"), ("frustration",)),
    "fear": (("fear",), ("worry",)),
    "joy": (("joy",), ("joy", "gratitude", "trust")),
    "sadness": (("sadness",), ("disappointment",)),
    "surprise": (("surprise",), ("surprise", "confusion")),
}
"""Ekman's groups in GoEmotions: the labels of the set, and our emotions, which do not separate anger from disgust."""


def measure() -> str:
    """Make the tables of emotions."""
    lines, single = [], []
    for name, language, target in SETS:
        rows, truth, labelled, read = _evaluate(name, language)
        score = labels_macro(truth[:, labelled], read[:, labelled])
        verdict = [f"{target:.2f}", met(score, target)] if target else ["", ""]
        lines.append([f"{name} ({language})", f"{len(rows):,}", f"{labelled.sum()} emotions", figure(score), *verdict])
        each = [
            labels_macro(truth[:, [c]], read[:, [c]]) if labelled[c] else float("nan") for c in range(len(EMOTIONS))
        ]
        single.append([f"{name} ({language})", *(figure(value, 2) for value in each)])
    truth, read = _ekman_groups()
    score = labels_macro(truth, read)
    cells = ["goemotions (en)", f"{len(truth):,}", f"{len(EKMAN)} of Ekman's groups", figure(score)]
    lines.append([*cells, f"{EKMAN_TARGET:.2f}", met(score, EKMAN_TARGET)])
    neutral = ~truth.any(axis=1, keepdims=True), ~read.any(axis=1, keepdims=True)
    score = labels_macro(np.hstack([truth, neutral[0]]), np.hstack([read, neutral[1]]))
    lines.append(["goemotions (en)", f"{len(truth):,}", "Ekman's groups and neutral", figure(score), "", ""])
    main = table(["a tenth held out of", "rows", "labels", "macro-F1", "required", ""], lines)
    return f"{main}\n\nF1 of each emotion that a set labels:\n\n{table(['', *EMOTIONS], single)}"


def _held_out_logits() -> Arrays:
    """Logits (n, 8) of the rows held out of each set, before the product's calibration."""
    arrays = emotion.train(emotion.LeftOut((emotion.held_out,)))
    scores = {}
    for name in sorted({name for name, _, _ in SETS}):
        rows = np.flatnonzero(emotion.held_out(len(load(name))))
        texts = load(name)["text"].to_numpy()[rows].tolist()
        scores[name] = logits(arrays, np.asarray(vectors(name)[rows]), hash_ngrams(texts))
    return scores


def _read_emotions(name: str) -> Marks:
    z = cached("emotions", (*RECIPE, "training/emotion.py"), _held_out_logits)[name]
    calibration = load_head("emotion").calibration
    odds: Floats = 1 / (1 + np.exp(-(z * calibration[0] + calibration[1])))
    return np.asarray(odds >= MIN_STRENGTH)


def _evaluate(name: str, language: str) -> tuple[NDArray[np.int64], Marks, Marks, Marks]:
    """Held-out rows of a language, their labels (n, 8), which emotions the set labels (8,), and the readings (n, 8)."""
    held_out = np.flatnonzero(emotion.held_out(len(load(name))))
    in_language = np.flatnonzero((load(name)["lang"] == language).to_numpy()[held_out])
    targets, weights = emotion.emotion_targets(name)
    rows = held_out[in_language]
    truth = targets[rows] > 0.5
    labelled = np.asarray((weights[rows] > 0).any(axis=0) & truth.any(axis=0))
    return rows, truth, labelled, _read_emotions(name)[in_language]


def _ekman_groups() -> tuple[Marks, Marks]:
    """Labels and readings of Ekman's groups in the held-out rows of GoEmotions: bool (n, 5) each."""
    held_out = np.flatnonzero(emotion.held_out(len(load("goemotions"))))
    gold = [set(json.loads(cell)) for cell in load("goemotions")["ekman"].to_numpy()[held_out]]
    emotions = _read_emotions("goemotions")
    truth = np.array([[bool(set(group) & labels) for group, _ in EKMAN.values()] for labels in gold])
    columns = [[EMOTIONS.index(name) for name in names] for _, names in EKMAN.values()]
    return truth, np.stack([emotions[:, own].any(axis=1) for own in columns], axis=1)
