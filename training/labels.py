"""The hand-labelled segments: `training/labels/statements.csv`, read together with their texts."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from training.data import ROOT, DataError, data_folder, load
from voc.files.decode import decode
from voc.schema import EMOTIONS, SENTIMENTS, STATEMENTS, Floats

FILE = ROOT / "training" / "labels" / "statements.csv"
UNSEEN = ROOT / "training" / "cache" / "labels-sentiment-unseen.npy"
"""Sentiments (n, 3) of the labelled segments, predicted by a head that was trained without them; written by
`training.sentiment.calibrate`."""
SOURCES = {
    "hci2024/interviews_de": "interviews (hci2024)",
    "hci2024/interviews_en": "interviews (hci2024)",
    "divekit_de": "interviews (divekit, de)",
    "mlss_en": "interviews (mlss and games, en)",
    "games_en": "interviews (mlss and games, en)",
    "jupyter_surveys": "surveys",
    "softwaresaved_survey": "surveys",
    "pandas_survey": "surveys",
    "kununu_de": "kununu (de)",
    "bestande_de": "bestande (de)",
}
"""Groups that are held out together when a head is evaluated; every other set is in "other reviews". The German and the
English interviews of hci2024 are partly translations of each other, so they are one group."""
MIXED = (0.45, 0.1, 0.45)
"""Probabilities of (negative, neutral, positive) of a segment labelled "mixed"."""


@dataclass(frozen=True, slots=True)
class Labels:
    """n labelled segments.

    kinds and second int64 (n,) into STATEMENTS, second −1 where there was no second reading; sentiments float32 (n, 3)
    columns as SENTIMENTS; emotions float32 (n, 8) of 0 and 1, columns as EMOTIONS; sources (n,) values of SOURCES;
    sets (n,) the set or folder of each; at_random bool (n,), false where it was drawn for a cue.
    """

    texts: list[str]
    kinds: NDArray[np.int64]
    second: NDArray[np.int64]
    sentiments: Floats
    emotions: Floats
    sources: NDArray[np.str_]
    sets: NDArray[np.str_]
    at_random: NDArray[np.bool_]


@cache
def read_labels() -> Labels:
    """All labelled segments, in the order of the file.

    Raises:
        DataError: the shared data are absent.
    """
    with FILE.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    targets = {name: tuple(np.eye(3)[i]) for i, name in enumerate(SENTIMENTS)} | {"mixed": MIXED}
    return Labels(
        texts=[segment_text(row["set"], row["row"], int(row["start"]), int(row["end"])) for row in rows],
        kinds=np.array([STATEMENTS.index(row["label"]) for row in rows]),
        second=np.array([STATEMENTS.index(row["second"]) if row["second"] else -1 for row in rows]),
        sentiments=np.array([targets[row["sentiment"]] for row in rows], np.float32),
        emotions=np.array([[name in row["emotions"].split() for name in EMOTIONS] for row in rows], np.float32),
        sources=np.array([SOURCES.get(row["set"], "other reviews") for row in rows]),
        sets=np.array([row["set"] for row in rows]),
        at_random=np.array([row["drawn"] == "random" for row in rows]),
    )


def unseen_sentiments() -> Floats:
    """The sentiments in UNSEEN, float32 (n, 3).

    Raises:
        DataError: the step that writes it has not run.
    """
    if not UNSEEN.is_file():
        raise DataError(f"{UNSEEN.name} is missing: run `python -m training sentiment` first.")
    rows: Floats = np.load(UNSEEN)
    return rows


@cache
def _rows_by_id(name: str) -> dict[str, str]:
    table = load(name)
    return dict(zip(table["id"], table["text"], strict=True))


@cache
def _file(path: Path) -> str:
    return decode(path.read_bytes(), path.name)[0]


def segment_text(name: str, row: str, start: int, end: int) -> str:
    """The text of a segment: of a row of a labelled set, or of a file in a study's folder.

    Raises:
        DataError: the shared data are absent.
    """
    studies = data_folder().parent / "studies"
    if (studies / name).is_dir():
        return _file(studies / name / row)[start:end]
    return _rows_by_id(name)[row][start:end]
