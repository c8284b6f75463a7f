"""Measure the product on hard sentences of our own: `tests/models/hard_sentences.toml` and `unseen_sentences.toml`."""

from __future__ import annotations

import tomllib
from pathlib import Path

import numpy as np

from benchmarks.readings.page import table
from training.data import ROOT
from voc.models.encoder_registry import load_encoder
from voc.models.readings import predict_readings
from voc.models.text_readers import load_text_reader
from voc.schema import SENTIMENTS

SENTENCES = ROOT / "tests" / "models" / "hard_sentences.toml"
UNSEEN = ROOT / "benchmarks" / "readings" / "unseen_sentences.toml"
"""Written by somebody who had seen neither the training sentences nor the model; for evaluation only."""
MAX_MIXED_POLARITY = 0.5
"""A mixed sentence is read correctly if the absolute value of its polarity is at most this."""


def sentences(file: Path = SENTENCES) -> dict[str, list[dict[str, str]]]:
    """Return text, kind and gold label of every sentence, by language."""
    return tomllib.loads(file.read_text(encoding="utf-8"))


def read_correctly(language: str, file: Path = SENTENCES) -> list[bool]:
    """Return for each sentence of a language, in the order of the file, whether it is read as its label says."""
    rows = sentences(file)[language]
    texts = [row["text"] for row in rows]
    readings = predict_readings(texts, load_encoder("use").encode(texts), load_text_reader("deep"))
    return [
        bool(
            abs(readings.polarity[i]) <= MAX_MIXED_POLARITY
            if row["gold"] == "mixed"
            else SENTIMENTS[readings.sentiment[i]] == row["gold"]
        )
        for i, row in enumerate(rows)
    ]


def measure(file: Path = SENTENCES) -> str:
    """Make a table of the number of correct sentences of each kind."""
    lines = []
    kinds = list(dict.fromkeys(row["kind"] for rows in sentences(file).values() for row in rows))
    correct = {language: np.array(read_correctly(language, file)) for language in sentences(file)}
    for kind in kinds:
        cells = [kind]
        for language, rows in sentences(file).items():
            of_kind = np.array([row["kind"] == kind for row in rows])
            cells.append(f"{correct[language][of_kind].sum()} of {of_kind.sum()}")
        lines.append(cells)
    lines.append(["all", *(f"{part.sum()} of {len(part)}" for part in correct.values())])
    return table(["kind", *sentences(file)], lines)
