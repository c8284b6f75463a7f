"""Phrases and statements that support, contradict or miss them: `training/labels/pairs.csv`, by `PAIRS.md` beside it.

They train the judgement of pairs; they never test it. The order of the file tells the judgement: shuffle before use.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from dataclasses import dataclass
from functools import cache

from training.data import ROOT

FILE = ROOT / "training" / "labels" / "pairs.csv"
JUDGEMENTS = ("supports", "contradicts", "neither")


@dataclass(frozen=True, slots=True)
class JudgedStatement:
    """A statement with its judgement; ``why`` is one word of PAIRS.md ("story", "fixed", "other_matter" …)."""

    language: str
    text: str
    judgement: str
    why: str


@dataclass(frozen=True, slots=True)
class PhraseGroup:
    """A phrase in German and English, and eight statements about it, four in each language."""

    phrase_de: str
    phrase_en: str
    statements: tuple[JudgedStatement, ...]


@cache
def read_groups() -> tuple[PhraseGroup, ...]:
    """All groups, in the order of the file."""
    statements: dict[tuple[int, str, str], list[JudgedStatement]] = defaultdict(list)
    with FILE.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            judged = JudgedStatement(row["language"], row["statement"], row["judgement"], row["why"])
            statements[int(row["group"]), row["phrase_de"], row["phrase_en"]].append(judged)
    return tuple(PhraseGroup(german, english, tuple(group)) for (_, german, english), group in statements.items())
