"""Emotions: the recipe fitted on nine tenths of each set and judged on the tenth."""

from __future__ import annotations

import json

import numpy as np
from numpy.typing import NDArray

from benchmarks.readings.held_out_scores import RECIPE
from benchmarks.readings.measures import labels_macro
from benchmarks.readings.result_cache import Arrays, kept
from benchmarks.readings.tables import figure, met, table
from training import emotion
from training.data import load, vectors
from training.fit import logits
from voc.models.heads import load_head
from voc.models.ngrams import hash_ngrams
from voc.schema import EMOTIONS, Floats

Marks = NDArray[np.bool_]
SETS = (("brighter", "de", 0.60), ("brighter", "en", 0.66), ("goemotions", "en", None))
EKMAN_NEEDED = 0.55
MARK = 0.35
"""An emotion is read from this strength on, as in `voc.models.readings`."""
EKMAN: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "anger, disgust": (("anger", "disgust"), ("frustration",)),
    "fear": (("fear",), ("worry",)),
    "joy": (("joy",), ("joy", "gratitude", "trust")),
    "sadness": (("sadness",), ("disappointment",)),
    "surprise": (("surprise",), ("surprise", "confusion")),
}
"""Ekman's groups as GoEmotions has them: the set's labels, and ours; ours know no difference of anger and disgust."""


def judge() -> str:
    """The tables of emotions."""
    lines, single = [], []
    for name, language, needed in SETS:
        mine, targets, asked, found = _read(name, language)
        score = labels_macro(targets[:, asked], found[:, asked])
        wanted = [f"{needed:.2f}", met(score, needed)] if needed else ["", ""]
        lines.append([f"{name} ({language})", f"{len(mine):,}", f"{asked.sum()} emotions", figure(score), *wanted])
        each = [
            labels_macro(targets[:, [c]], found[:, [c]]) if asked[c] else float("nan") for c in range(len(EMOTIONS))
        ]
        single.append([f"{name} ({language})", *(figure(value, 2) for value in each)])
    truth, read = _ekman()
    score = labels_macro(truth, read)
    cells = ["goemotions (en)", f"{len(truth):,}", f"{len(EKMAN)} of Ekman's groups", figure(score)]
    lines.append([*cells, f"{EKMAN_NEEDED:.2f}", met(score, EKMAN_NEEDED)])
    neutral = ~truth.any(axis=1, keepdims=True), ~read.any(axis=1, keepdims=True)
    score = labels_macro(np.hstack([truth, neutral[0]]), np.hstack([read, neutral[1]]))
    lines.append(["goemotions (en)", f"{len(truth):,}", "the same and none of them", figure(score), "", ""])
    main = table(["a tenth held out of", "rows", "labels", "macro-F1", "needed", ""], lines)
    return f"{main}\n\nF1 of each emotion that a set asks for:\n\n{table(['', *EMOTIONS], single)}"


def _probabilities() -> Arrays:
    """Of the rows held out of each set: float32 (n, 8), before the product's calibration."""
    arrays = emotion.train(emotion.LeftOut((emotion.held_out,)))
    out = {}
    for name in sorted({name for name, _, _ in SETS}):
        rows = np.flatnonzero(emotion.held_out(len(load(name))))
        texts = load(name)["text"].to_numpy()[rows].tolist()
        out[name] = logits(arrays, np.asarray(vectors(name)[rows]), hash_ngrams(texts))
    return out


def _found(name: str) -> Marks:
    z = kept("emotions", (*RECIPE, "training/emotion.py"), _probabilities)[name]
    calibration = load_head("emotion").calibration
    odds: Floats = 1 / (1 + np.exp(-(z * calibration[0] + calibration[1])))
    return np.asarray(odds >= MARK)


def _read(name: str, language: str) -> tuple[NDArray[np.int64], Marks, Marks, Marks]:
    """Rows of one language that were held out, their targets (n, 8), which emotions are asked (8,), and those found."""
    held = np.flatnonzero(emotion.held_out(len(load(name))))
    mine = np.flatnonzero((load(name)["lang"] == language).to_numpy()[held])
    targets, weights = emotion.emotion_targets(name)
    rows = held[mine]
    truth = targets[rows] > 0.5
    asked = np.asarray((weights[rows] > 0).any(axis=0) & truth.any(axis=0))
    return rows, truth, asked, _found(name)[mine]


def _ekman() -> tuple[Marks, Marks]:
    """The groups that hold, and those read, in the rows held out of GoEmotions: bool (n, 5) each."""
    held = np.flatnonzero(emotion.held_out(len(load("goemotions"))))
    gold = [set(json.loads(cell)) for cell in load("goemotions")["ekman"].to_numpy()[held]]
    found = _found("goemotions")
    truth = np.array([[bool(set(theirs) & labels) for theirs, _ in EKMAN.values()] for labels in gold])
    columns = [[EMOTIONS.index(one) for one in mine] for _, mine in EKMAN.values()]
    return truth, np.stack([found[:, places].any(axis=1) for places in columns], axis=1)
