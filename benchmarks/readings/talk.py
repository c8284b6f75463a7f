"""The sentiment of interviews and surveys, against the labels made by hand."""

from __future__ import annotations

import numpy as np

from benchmarks.readings import held_out_scores as folds
from benchmarks.readings.evaluation_sets import FOLDS, TALK, label_columns, talk
from benchmarks.readings.measures import agreement, calibration_error, softmax, three_classes, two_sided
from benchmarks.readings.tables import figure, table
from voc.models.heads import load_head
from voc.models.readings import ReadingContextWeights, add_log_odds
from voc.schema import SENTIMENTS, Floats


def judge() -> str:
    """The table, interviews with what is usual in a talk (`voc.models.readings`); mixed segments are not judged."""
    held = label_columns()
    spoken = np.isin(held["set"], _without(TALK[-1]))
    odds = add_log_odds(
        sentiments(), np.where(spoken[:, None], np.array(ReadingContextWeights().interview, np.float32), np.float32(0))
    )
    truth = np.array([SENTIMENTS.index(cell) if cell in SENTIMENTS else -1 for cell in held["sentiment"]])
    every = tuple(name for names in TALK for name in names)
    groups = [*((name, (name,)) for name in every), ("all interviews", _without(TALK[-1])), ("all", every)]
    lines = []
    for name, sets in groups:
        mine = np.isin(held["set"], sets)
        known = mine & (truth >= 0)
        right, kappa, _ = agreement(truth[known], odds[known].argmax(axis=1))
        counts = [str(int((truth[mine] == kind).sum())) for kind in range(len(SENTIMENTS))]
        two, three = two_sided(truth[mine], odds[mine]), three_classes(truth[mine], odds[mine])
        error = calibration_error(truth[mine], odds[mine])
        lines.append([name, *counts, *map(figure, (right, kappa, three, two, error))])
    head = ["left out", *SENTIMENTS, "accuracy", "kappa", "macro-F1, three classes", "+/−", "calibration error"]
    return table(head, lines)


def _without(surveys: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name for names in TALK for name in names if name not in surveys)


def sentiments() -> Floats:
    """Odds (n, 3) of all labelled segments by heads that saw none of their folder; 0 where no fold leaves it out."""
    odds = np.zeros((len(label_columns()["text"]), len(SENTIMENTS)), np.float32)
    for fold in FOLDS:
        odds[talk(fold)[0]] = softmax(folds.talk(fold), load_head("sentiment").calibration)
    return odds
