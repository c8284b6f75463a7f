"""Measure statement kinds against hand-labelled segments, and the agreement of two labellings of the same segments."""

from __future__ import annotations

from functools import partial

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import f1_score

from benchmarks.readings.evaluation_sets import label_columns
from benchmarks.readings.held_out_scores import RECIPE
from benchmarks.readings.measures import Classes, agreement, softmax
from benchmarks.readings.page import figure, met, table
from benchmarks.readings.result_cache import Arrays, cached
from training import statements
from training.data import encode
from training.fit import logits
from voc.models.heads import statement_inputs
from voc.models.ngrams import hash_ngrams
from voc.models.readings import align_statements
from voc.schema import STATEMENTS, Floats

INTERVIEWS = ("divekit_de", "hci2024/interviews_de", "hci2024/interviews_en", "mlss_en", "games_en")
SURVEYS = ("jupyter_surveys", "softwaresaved_survey", "pandas_survey")
MIN_MACRO_F1 = 0.70
"""Required macro-F1 on held-out interviews."""
MIN_RATIO = 0.85
"""Required macro-F1 relative to that of the second labelling, which no model can exceed by much."""
_SOURCES = (
    *RECIPE, "training/statements.py", "voc/text/statements.py", "voc/models/heads.py",
    "voc/models/weights/sentiment.npz",
)  # fmt: skip


def measure() -> str:
    """Make the tables of statement kinds."""
    columns = label_columns()
    truth, read = _kinds(columns["label"]), _held_out_odds().argmax(axis=1)
    interviews = np.isin(columns["set"], INTERVIEWS)
    labelled_twice = columns["second"] != ""
    lines = []
    for name, rows in _groups(columns["set"]):
        twice = rows & labelled_twice
        second = agreement(truth[twice], _kinds(columns["second"][twice]))
        cells = [
            str(int(rows.sum())),
            *map(figure, agreement(truth[rows], read[rows])),
            str(int(twice.sum())),
            *map(figure, second),
            *map(figure, agreement(truth[twice], read[twice])),
        ]
        lines.append([name, *cells])
    head = ["held out", "segments", "accuracy", "kappa", "macro-F1", "labelled twice"]
    scores = ["accuracy", "kappa", "macro-F1"]
    head += [f"second labelling: {scores[0]}", *scores[1:], f"voc on these: {scores[0]}", *scores[1:]]
    main = table(head, lines)
    macro = agreement(truth[interviews], read[interviews])[2]
    twice = interviews & labelled_twice
    ratio = agreement(truth[twice], read[twice])[2] / agreement(truth[twice], _kinds(columns["second"][twice]))[2]
    targets = table(
        ["held-out interviews", "figure", "required", ""],
        [
            ["macro-F1", figure(macro), f"{MIN_MACRO_F1:.2f}", met(macro, MIN_MACRO_F1)],
            ["macro-F1 ÷ macro-F1 of the second labelling", figure(ratio), f"{MIN_RATIO:.2f}", met(ratio, MIN_RATIO)],
        ],
    )
    each = _f1_of_kinds(truth[interviews], read[interviews])
    return f"{targets}\n\n{main}\n\nF1 of each kind, held-out interviews:\n\n{each}"


def _groups(sets: NDArray[np.str_]) -> list[tuple[str, NDArray[np.bool_]]]:
    interviews, surveys = np.isin(sets, INTERVIEWS), np.isin(sets, SURVEYS)
    return [
        *((name, sets == name) for name in INTERVIEWS),
        ("all interviews", interviews),
        ("surveys", surveys),
        ("reviews", ~interviews & ~surveys),
        ("all", sets != ""),
    ]


def _kinds(cells: NDArray[np.str_]) -> Classes:
    return np.array([STATEMENTS.index(cell) for cell in cells.tolist()], np.int64)


def _f1_of_kinds(truth: Classes, read: Classes) -> str:
    scores = f1_score(truth, read, average=None, labels=range(len(STATEMENTS)), zero_division=0)
    return table(
        ["", *STATEMENTS],
        [
            ["segments", *(str(int((truth == kind).sum())) for kind in range(len(STATEMENTS)))],
            ["F1", *(figure(value, 2) for value in scores)],
        ],
    )


def _held_out_odds() -> Floats:
    """Probabilities (n, 8) of the kinds of all labelled segments by heads trained without their source."""
    hand, weak = statements.labelled(), statements.weak()
    odds = np.zeros((len(hand.texts), len(STATEMENTS)), np.float32)
    for source in sorted(set(hand.sources.tolist())):
        rows = hand.sources == source
        parts = [statements.rows_without(part, source) for part in (hand, weak)]
        odds[rows] = cached(f"kinds without {source}", _SOURCES, partial(_train_and_read, parts, rows))["odds"]
    return odds


def _train_and_read(parts: list[statements.Statements], rows: NDArray[np.bool_]) -> Arrays:
    hand = statements.labelled()
    texts = [text for text, is_chosen in zip(hand.texts, rows, strict=True) if is_chosen]
    vectors, ngrams = np.asarray(encode("labels", hand.texts))[rows], hash_ngrams(texts)
    sentiments = hand.sentiments[rows]
    z = logits(statements.train(parts), statement_inputs(texts, vectors, sentiments), ngrams)
    return {"odds": align_statements(softmax(z), sentiments)}
