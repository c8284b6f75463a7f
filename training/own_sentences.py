"""Our own texts for what real data contain too rarely: for training, never for tests.

`training/labels/sentences.csv` holds sentences by `training/labels/SENTENCES.md`: each has a near twin in the same
language that looks alike and has another label. `training/labels/talk.csv` holds invented interviews by `TALK.md`
beside it, with kinds and sentiments as frequent as in real ones, because the shared data contain little German talk.

`training/labels/stories.csv` holds statements of invented small studies by `STORIES.md`, and `claims.csv` the claims
that they support: a vivid story supports one claim, and not every claim of its study.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache

from training.data import ROOT
from training.segment_labels import Reading, Span, reading_of, spans_of
from voc.models.reader_outputs import TOKEN_TASKS

SENTENCES = ROOT / "training" / "labels" / "sentences.csv"
TALK = ROOT / "training" / "labels" / "talk.csv"
STORIES = ROOT / "training" / "labels" / "stories.csv"
PHENOMENA = (
    "negation", "irony", "understatement", "comparison", "wish", "fixed", "story", "filler", "others",
    "supposed", "slang", "asr", "need", "motive", "goal", "behaviour", "mixed", "neutral",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class OwnSentence:
    """A text of ours with its labels; ``spans`` are by task.

    A sentence has the number of its ``pair``, which it shares with its twin, and the name of its ``phenomenon``; a
    segment of an invented interview has the number of the interview and "talk".
    """

    pair: int
    language: str
    phenomenon: str
    text: str
    reading: Reading
    spans: dict[str, tuple[Span, ...]]


@cache
def read_sentences() -> tuple[OwnSentence, ...]:
    """All sentences, twins next to each other."""
    with SENTENCES.open(encoding="utf-8", newline="") as stream:
        return tuple(_sentence(row, int(row["pair"]), row["phenomenon"]) for row in csv.DictReader(stream))


@cache
def read_talk() -> tuple[OwnSentence, ...]:
    """All segments of the invented interviews, in the order in which they are spoken."""
    with TALK.open(encoding="utf-8", newline="") as stream:
        return tuple(_sentence(row, int(row["interview"]), "talk") for row in csv.DictReader(stream))


@cache
def read_stories() -> tuple[str, ...]:
    """The texts of all statements of the invented small studies."""
    with STORIES.open(encoding="utf-8", newline="") as stream:
        return tuple(row["text"] for row in csv.DictReader(stream))


def _sentence(row: dict[str, str], pair: int, phenomenon: str) -> OwnSentence:
    spans = {task: spans_of(row[task]) for task in TOKEN_TASKS}
    return OwnSentence(pair, row["language"], phenomenon, row["text"], reading_of(row), spans)
