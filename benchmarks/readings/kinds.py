"""Statement kinds, and the sentiment of interviews, against the labels made by hand."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import f1_score

from benchmarks.readings import folds
from benchmarks.readings.folds import RECIPE
from benchmarks.readings.kept import Arrays, kept
from benchmarks.readings.measures import Classes, agreement, calibration_error, softmax, three_classes, two_sided
from benchmarks.readings.rows import FOLDS, label_columns, talk
from benchmarks.readings.tables import figure, met, table
from training import statements
from training.calibrate import logits
from training.data import encode
from voc.models.features import grams
from voc.models.heads import load_head
from voc.models.readings import fitting
from voc.models.statements import inputs
from voc.schema import SENTIMENTS, STATEMENTS, Floats

INTERVIEWS = ("divekit_de", "hci2024/interviews_de", "hci2024/interviews_en", "mlss_en", "games_en")
SURVEYS = ("jupyter_surveys", "softwaresaved_survey", "pandas_survey")
TOGETHER = ("interviews (hci2024, de)", "interviews (hci2024, en)")
"""Sources that are the same talks in two languages: left out together."""
SEEN = ("reviews", "all")
"""Groups with rows of sets that teach sentiment: their sentiment is not judged here."""
NEEDED, OF_SECOND = 0.70, 0.85
_SOURCES = (
    *RECIPE, "training/statements.py", "voc/models/cues.py", "voc/models/statements.py",
    "voc/models/weights/sentiment.npz",
)  # fmt: skip


def judge() -> str:
    """The tables of statement kinds."""
    held = label_columns()
    truth, read = _kinds(held["label"]), kept("statement kinds", _SOURCES, _left_out)["odds"].argmax(axis=1)
    talk = np.isin(held["set"], INTERVIEWS)
    again = held["second"] != ""
    lines = []
    for name, mine in _groups(held["set"]):
        own = agreement(truth[mine], read[mine])
        twice = mine & again
        second = agreement(truth[twice], _kinds(held["second"][twice]))
        both = agreement(truth[twice], read[twice])
        cells = [
            str(int(mine.sum())),
            *map(figure, own),
            str(int(twice.sum())),
            *map(figure, second),
            *map(figure, both),
        ]
        lines.append([name, *cells])
    head = ["left out", "segments", "accuracy", "kappa", "macro-F1", "read twice", "two readings: accuracy", "kappa"]
    main = table([*head, "macro-F1", "voc on these: accuracy", "kappa", "macro-F1"], lines)
    reached = agreement(truth[talk], read[talk])[2]
    twice = talk & again
    ratio = agreement(truth[twice], read[twice])[2] / agreement(truth[twice], _kinds(held["second"][twice]))[2]
    needs = table(
        ["interviews left out", "figure", "needed", ""],
        [
            ["macro-F1", figure(reached), f"{NEEDED:.2f}", met(reached, NEEDED)],
            ["macro-F1 ÷ macro-F1 of the second reading", figure(ratio), f"{OF_SECOND:.2f}", met(ratio, OF_SECOND)],
        ],
    )
    return f"{needs}\n\n{main}\n\nF1 of each kind, interviews left out:\n\n{_each(truth[talk], read[talk])}"


def sentiment_of_talk() -> str:
    """Sentiment of the segments of interviews and surveys against the hand labels; mixed ones are left out."""
    held, odds = label_columns(), sentiments()
    truth = np.array([SENTIMENTS.index(cell) if cell in SENTIMENTS else -1 for cell in held["sentiment"]])
    lines = []
    for name, mine in _groups(held["set"]):
        known = mine & (truth >= 0)
        if name in SEEN:
            continue
        right, kappa, _ = agreement(truth[known], odds[known].argmax(axis=1))
        counts = [str(int((truth[mine] == kind).sum())) for kind in range(len(SENTIMENTS))]
        two, three = two_sided(truth[mine], odds[mine]), three_classes(truth[mine], odds[mine])
        error = calibration_error(truth[mine], odds[mine])
        lines.append([name, *counts, *map(figure, (right, kappa, three, two, error))])
    head = ["segments of", *SENTIMENTS, "accuracy", "kappa", "macro-F1, three classes", "+/−"]
    return table([*head, "calibration error"], lines)


def sentiments() -> Floats:
    """Odds (n, 3) of all labelled segments: of interviews and surveys by a head that saw none of their folder."""
    texts = label_columns()["text"].tolist()
    head = load_head("sentiment")
    odds = head.probabilities(np.asarray(encode("benchmark", texts)), grams(texts))
    for fold in FOLDS:
        odds[talk(fold)[0]] = softmax(folds.talk(fold), head.calibration)
    return odds


def _groups(sets: NDArray[np.str_]) -> list[tuple[str, NDArray[np.bool_]]]:
    talk, survey = np.isin(sets, INTERVIEWS), np.isin(sets, SURVEYS)
    one = [(name, sets == name) for name in INTERVIEWS]
    return [*one, ("all interviews", talk), ("surveys", survey), ("reviews", ~talk & ~survey), ("all", sets != "")]


def _kinds(cells: NDArray[np.str_]) -> Classes:
    return np.array([STATEMENTS.index(cell) for cell in cells.tolist()], np.int64)


def _each(truth: Classes, read: Classes) -> str:
    one = f1_score(truth, read, average=None, labels=range(len(STATEMENTS)), zero_division=0)
    return table(
        ["", *STATEMENTS],
        [
            ["segments", *(str(int((truth == kind).sum())) for kind in range(len(STATEMENTS)))],
            ["F1", *(figure(value, 2) for value in one)],
        ],
    )


def _left_out() -> Arrays:
    """Kinds of all labelled segments, each read by a head fitted without its source: float32 (n, 8) odds."""
    hand, weak = statements.labelled(), statements.weak()
    sources = sorted(set(hand.sources.tolist()) - set(TOGETHER))
    odds = np.zeros((len(hand.texts), len(STATEMENTS)), np.float32)
    x, found = np.asarray(encode("benchmark", hand.texts)), grams(hand.texts)
    felt = sentiments()
    features = inputs(hand.texts, x, found, felt)
    for group in (*((source,) for source in sources), TOGETHER):
        mine = np.isin(hand.sources, group)
        if not mine.any():
            continue
        parts = [hand, weak]
        for source in group:
            parts = [statements.without(part, source) for part in parts]
        z = logits(statements.train(parts), features, found)[mine]
        odds[mine] = fitting(softmax(z), felt[mine])
    return {"odds": odds}
