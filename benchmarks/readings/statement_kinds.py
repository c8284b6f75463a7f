"""Statement kinds against the labels made by hand, and two readings of the same segments."""

from __future__ import annotations

from functools import partial

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import f1_score

from benchmarks.readings.evaluation_sets import label_columns
from benchmarks.readings.held_out_scores import RECIPE
from benchmarks.readings.measures import Classes, agreement, softmax
from benchmarks.readings.result_cache import Arrays, kept
from benchmarks.readings.tables import figure, met, table
from training import statements
from training.data import encode
from training.fit import logits
from voc.models.heads import statement_inputs
from voc.models.ngrams import hash_ngrams
from voc.models.readings import align_statements
from voc.schema import STATEMENTS, Floats

INTERVIEWS = ("divekit_de", "hci2024/interviews_de", "hci2024/interviews_en", "mlss_en", "games_en")
SURVEYS = ("jupyter_surveys", "softwaresaved_survey", "pandas_survey")
NEEDED, OF_SECOND = 0.70, 0.85
_SOURCES = (
    *RECIPE, "training/statements.py", "voc/text/statements.py", "voc/models/heads.py",
    "voc/models/weights/sentiment.npz",
)  # fmt: skip


def judge() -> str:
    """The tables of statement kinds."""
    held = label_columns()
    truth, read = _kinds(held["label"]), _left_out().argmax(axis=1)
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


def _left_out() -> Floats:
    """Kinds of all labelled segments, each read by a head fitted without its source: float32 (n, 8) odds."""
    hand, weak = statements.labelled(), statements.weak()
    odds = np.zeros((len(hand.texts), len(STATEMENTS)), np.float32)
    for source in sorted(set(hand.sources.tolist())):
        mine = hand.sources == source
        parts = [statements.rows_without(part, source) for part in (hand, weak)]
        odds[mine] = kept(f"kinds without {source}", _SOURCES, partial(_read, parts, mine))["odds"]
    return odds


def _read(parts: list[statements.Statements], mine: NDArray[np.bool_]) -> Arrays:
    hand = statements.labelled()
    texts = [text for text, wanted in zip(hand.texts, mine, strict=True) if wanted]
    vectors, found, felt = np.asarray(encode("labels", hand.texts))[mine], hash_ngrams(texts), hand.sentiments[mine]
    z = logits(statements.train(parts), statement_inputs(texts, vectors, found, felt), found)
    return {"odds": align_statements(softmax(z), felt)}
