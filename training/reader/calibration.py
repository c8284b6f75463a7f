"""Doubt: temperatures and thresholds, found on rows that the networks of the leave-out runs have not seen.

A group of classes that exclude each other gets one temperature (Guo et al., 2017, arXiv:1706.04599), the same for both
exits' own logits. Emotions are shifted so that their best threshold is EMOTION_THRESHOLD.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar
from sklearn.metrics import f1_score

from training import emotion
from training.data import load
from training.reader.predictions import text_logits
from training.reader.rows import targets_of
from training.reader.runs import EMOTION_RUN, RUNS
from training.segment_labels import LabelledSegment, read_segments
from training.sentiment_sets import labelled
from voc.models.reader_outputs import DEPTHS, GROUPS, N_OUTPUTS
from voc.models.readings import EMOTION_THRESHOLD
from voc.schema import EMOTIONS, Floats

SENTIMENT_SETS = (("a", "semeval2014_rest"), ("b", "bestande_de"))
"""Sets that the sentiment's temperature is fitted on, beside the segments, with the run that left them out."""
_SET_ROWS = 1500
_CLEAR = 0.7
"""A row of a set counts when one class has at least this probability (0–1)."""


def left_out_segments() -> Iterator[tuple[str, list[LabelledSegment]]]:
    """The labelled segments that each run leaves out."""
    for run, settings in RUNS.items():
        bases = {name.split("/")[0] for name in settings.left_out}
        segments = [segment for segment in read_segments() if segment.set_name.split("/")[0] in bases]
        if segments:
            yield run, segments


def calibrate() -> dict[str, NDArray[Any]]:
    """Scales and shifts of the outputs, by depth: "deep_scale", "deep_shift" float32 (N_OUTPUTS,) and so on."""
    result: dict[str, NDArray[Any]] = {}
    for depth, exit_ in DEPTHS.items():
        logits, targets, is_talk = [], [], []
        for run, segments in left_out_segments():
            logits.append(text_logits(run, [segment.text for segment in segments])[exit_])
            targets.append(np.array([targets_of(segment.final)[0] for segment in segments]))
            is_talk += [segment.form == "talk" for segment in segments]
        z, y = np.concatenate(logits), np.concatenate(targets)
        scale, shift = np.ones(N_OUTPUTS, np.float32), np.zeros(N_OUTPUTS, np.float32)
        for name in ("kind", "about", "status"):
            columns = GROUPS[name].columns
            scale[columns] = _temperature([(z[:, columns], y[:, columns])])
        columns = GROUPS["sentiment"].columns
        sets = [_set_rows(run, name, exit_) for run, name in SENTIMENT_SETS]
        scale[columns] = _temperature([(z[:, columns], y[:, columns]), *sets])
        shift[GROUPS["emotion"].columns] = _emotion_shifts(
            z[:, GROUPS["emotion"].columns], y[:, GROUPS["emotion"].columns], exit_
        )
        result |= {f"{depth}_scale": scale, f"{depth}_shift": shift}
    return result


def _temperature(parts: list[tuple[Floats, Floats]]) -> float:
    """The factor on logits with the least cross-entropy; each part counts alike."""

    def loss(scale: float) -> float:
        total = 0.0
        for z, y in parts:
            scaled = z * scale
            log_odds = scaled - np.logaddexp.reduce(scaled, axis=1, keepdims=True)
            total -= float((log_odds * y).sum(axis=1).mean())
        return total

    return float(minimize_scalar(loss, bounds=(0.2, 2.0), method="bounded").x)


def _set_rows(run: str, name: str, exit_: int) -> tuple[Floats, Floats]:
    """Logits and targets of clear rows of a set, spread evenly."""
    columns = GROUPS["sentiment"].columns
    rows, targets = [], []
    for part in labelled(name):
        if part.name == name:
            clear = part.targets.max(axis=1) >= _CLEAR
            rows.append(part.rows[clear])
            targets.append(part.targets[clear])
    joined, y = np.concatenate(rows), np.concatenate(targets)
    chosen = np.unique(np.linspace(0, len(joined) - 1, min(_SET_ROWS, len(joined))).astype(int))
    texts = load(name)["text"].to_numpy()[joined[chosen]].tolist()
    return text_logits(run, texts)[exit_][:, columns], np.eye(3)[y[chosen].argmax(axis=1)]


def emotion_logits(
    name: str, language: str, part: NDArray[np.bool_], exit_: int
) -> tuple[Floats, Floats, NDArray[np.bool_]]:
    """Logits, targets and which of them are known, of some rows of a set in a language, by EMOTION_RUN."""
    table = load(name)
    chosen = np.flatnonzero(part & (table["lang"] == language).to_numpy())
    targets, weights = emotion.emotion_targets(name)
    z = text_logits(EMOTION_RUN, table["text"].to_numpy()[chosen].tolist())[exit_][:, GROUPS["emotion"].columns]
    return z, targets[chosen], weights[chosen] > 0


def _emotion_shifts(z: Floats, y: Floats, exit_: int) -> Floats:
    """The shift of each emotion: its best threshold has the best mean F1 over the tuning tenths of the sets with
    emotions, and the left-out segments, which count twice."""
    parts = [(2, z, y, np.ones(y.shape, bool))]
    for name, language in (("brighter", "de"), ("brighter", "en"), ("goemotions", "en")):
        part = emotion.tuned_on(len(load(name)))
        parts.append((1, *emotion_logits(name, language, part, exit_)))
    thresholds = np.linspace(-6, 3, 91)
    sums = np.zeros((len(EMOTIONS), len(thresholds)))
    for times, logits, targets, known in parts:
        for column in range(len(EMOTIONS)):
            rows = known[:, column]
            truth = targets[rows, column] >= 0.5
            if truth.sum() >= 5:
                scores = [f1_score(truth, logits[rows, column] > threshold) for threshold in thresholds]
                sums[column] += times * np.array(scores)
    best = thresholds[sums.argmax(axis=1)]
    return np.asarray(np.log(EMOTION_THRESHOLD / (1 - EMOTION_THRESHOLD)) - best, np.float32)
