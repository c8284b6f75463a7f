"""Hard sentences of our own, read by the product: `tests/models/hard_sentences.toml`."""

from __future__ import annotations

import tomllib

import numpy as np

from benchmarks.readings.tables import table
from training.data import ROOT
from voc.models.encoder_registry import load_encoder
from voc.models.readings import predict_readings
from voc.schema import SENTIMENTS

SENTENCES = ROOT / "tests" / "models" / "hard_sentences.toml"
NEITHER = 0.5
"""A mixed sentence is read as such where its polarity lies between minus and plus this."""


def sentences() -> dict[str, list[dict[str, str]]]:
    """Text, kind and gold of every sentence, by language."""
    return tomllib.loads(SENTENCES.read_text(encoding="utf-8"))


def right(language: str) -> list[bool]:
    """Which sentences of a language are read as they should be, in the order of the file."""
    rows = sentences()[language]
    texts = [row["text"] for row in rows]
    found = predict_readings(texts, load_encoder("use").encode(texts), [language] * len(texts))
    return [
        bool(
            abs(found.polarity[i]) <= NEITHER
            if row["gold"] == "mixed"
            else SENTIMENTS[found.sentiment[i]] == row["gold"]
        )
        for i, row in enumerate(rows)
    ]


def judge() -> str:
    """How many of each kind are read right."""
    lines = []
    kinds = list(dict.fromkeys(row["kind"] for rows in sentences().values() for row in rows))
    held = {language: np.array(right(language)) for language in sentences()}
    for kind in kinds:
        cells = [kind]
        for language, rows in sentences().items():
            mine = np.array([row["kind"] == kind for row in rows])
            cells.append(f"{held[language][mine].sum()} of {mine.sum()}")
        lines.append(cells)
    lines.append(["all", *(f"{one.sum()} of {len(one)}" for one in held.values())])
    return table(["kind", *sentences()], lines)
