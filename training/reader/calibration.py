"""Calibration: temperatures and thresholds, fitted on rows that the leave-out runs were not trained on.

At each exit, every softmax group gets one temperature (Guo et al., 2017, arXiv:1706.04599). The logits of each emotion
are shifted so that its best threshold is EMOTION_THRESHOLD. Other outputs are not calibrated.
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
"""Runs and public sets that they leave out: their rows calibrate sentiment together with the segments."""
_SET_ROWS = 1500
"""Rows of each of SENTIMENT_SETS at most."""
_CLEAR = 0.7
"""Rows are used if the target of one class is at least this probability (0–1): a mixed row has no right answer."""


def left_out_segments() -> Iterator[tuple[str, list[LabelledSegment]]]:
    """The labelled segments that each run leaves out."""
    for run, settings in RUNS.items():
        # Exact names, which excludes m_absa: a run leaves out some of its domains and trains on the others.
        segments = [segment for segment in read_segments() if segment.set_name in settings.left_out]
        if segments:
            yield run, segments


def calibrate() -> dict[str, NDArray[Any]]:
    """Scales and shifts of the outputs, by depth: "deep_scale", "deep_shift" float32 (N_OUTPUTS,) and so on."""
    result: dict[str, NDArray[Any]] = {}
    for depth, exit_ in DEPTHS.items():
        logits, targets = [], []
        for run, segments in left_out_segments():
            logits.append(text_logits(run, [segment.text for segment in segments])[exit_])
            targets.append(np.array([targets_of(segment.final)[0] for segment in segments]))
        z, y = np.concatenate(logits), np.concatenate(targets)
        scale, shift = np.ones(N_OUTPUTS, np.float32), np.zeros(N_OUTPUTS, np.float32)
        for name in ("kind", "about", "status"):
            columns = GROUPS[name].columns
            scale[columns] = _inverse_temperature([(z[:, columns], y[:, columns])])
        columns = GROUPS["sentiment"].columns
        sets = [_sentiment_logits(run, name, exit_) for run, name in SENTIMENT_SETS]
        scale[columns] = _inverse_temperature([(z[:, columns], y[:, columns]), *sets])
        columns = GROUPS["emotion"].columns
        shift[columns] = _emotion_shifts(z[:, columns], y[:, columns], exit_)
        result |= {f"{depth}_scale": scale, f"{depth}_shift": shift}
    return result


def _inverse_temperature(parts: list[tuple[Floats, Floats]]) -> float:
    """The inverse temperature (0.2–2) of least cross-entropy; all parts, (logits, targets) each, weigh the same."""

    def loss(scale: float) -> float:
        total = 0.0
        for z, y in parts:
            scaled = z * scale
            log_probabilities = scaled - np.logaddexp.reduce(scaled, axis=1, keepdims=True)
            total -= float((log_probabilities * y).sum(axis=1).mean())
        return total

    return float(minimize_scalar(loss, bounds=(0.2, 2.0), method="bounded").x)


def _sentiment_logits(run: str, name: str, exit_: int) -> tuple[Floats, Floats]:
    """Sentiment logits and one-hot targets, (n, 3) each, of up to _SET_ROWS clear rows spread evenly over a set."""
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
    """Logits of EMOTION_RUN, targets, and whether each target is known: (n, 8) each.

    Args:
        name: a set with emotions.
        language: "de" or "en".
        part: bool, which rows of the set to use; those in another language are dropped.
        exit_: number of layers, one of DEPTHS.
    """
    table = load(name)
    chosen = np.flatnonzero(part & (table["lang"] == language).to_numpy())
    targets, weights = emotion.emotion_targets(name)
    z = text_logits(EMOTION_RUN, table["text"].to_numpy()[chosen].tolist())[exit_][:, GROUPS["emotion"].columns]
    return z, targets[chosen], weights[chosen] > 0


def _emotion_shifts(z: Floats, y: Floats, exit_: int) -> Floats:
    """The shift of each emotion's logit, float32 (8,), that moves its best threshold to EMOTION_THRESHOLD.

    The best threshold maximises the sum of F1 over the left-out segments (``z`` and ``y``, (n, 8) each), which count
    twice because they are from customers, and the tuning tenths of the sets with emotions.
    """
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
