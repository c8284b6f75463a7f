"""Our own sentences for what nature shows rarely: `training/labels/sentences.csv`, by `training/labels/SENTENCES.md`.

Each sentence has a near twin in the same language that looks alike and has another label. They train; they never test.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache

from training.data import ROOT
from training.segment_labels import SPAN_TASKS, Reading, Span, reading_of, spans_of

FILE = ROOT / "training" / "labels" / "sentences.csv"
PHENOMENA = (
    "negation", "irony", "understatement", "comparison", "wish", "fixed", "story", "filler", "others",
    "supposed", "slang", "asr", "need", "motive", "goal", "behaviour", "mixed", "neutral",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class OwnSentence:
    """A sentence with its labels. ``pair`` is the number that it shares with its twin; ``spans`` are by task."""

    pair: int
    language: str
    phenomenon: str
    text: str
    reading: Reading
    spans: dict[str, tuple[Span, ...]]


@cache
def read_sentences() -> tuple[OwnSentence, ...]:
    """All sentences, twins next to each other."""
    with FILE.open(encoding="utf-8", newline="") as stream:
        return tuple(
            OwnSentence(
                pair=int(row["pair"]),
                language=row["language"],
                phenomenon=row["phenomenon"],
                text=row["text"],
                reading=reading_of(row),
                spans={task: spans_of(row[task]) for task in SPAN_TASKS},
            )
            for row in csv.DictReader(stream)
        )
