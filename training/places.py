"""Statements placed at touchpoints: for training the judgement of what a statement is about.

`training/labels/touchpoints.csv` has lists of touchpoints of our own, each with a name and a description in two
languages; `placed.csv` says which touchpoints of each list a statement is about, and where the statement is (never its
text), by `PLACES.md` beside them. A statement was read against every touchpoint of its list.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache

from training.claims import statement_text
from training.data import ROOT

TOUCHPOINTS = ROOT / "training" / "labels" / "touchpoints.csv"
PLACED = ROOT / "training" / "labels" / "placed.csv"


@dataclass(frozen=True, slots=True)
class TouchpointPhrase:
    """A touchpoint as a journey file has it: its name and one line of description, in German and in English."""

    key: str
    name_de: str
    name_en: str
    description_de: str
    description_en: str


@dataclass(frozen=True, slots=True)
class PlacedStatement:
    """A statement with the touchpoints of one list; ``keys`` are those that it is about, perhaps none."""

    set_name: str
    text: str
    touchpoints: tuple[TouchpointPhrase, ...]
    keys: frozenset[str]


@cache
def read_placed() -> tuple[PlacedStatement, ...]:
    """All placed statements, in the order of the file; a statement stands once for each of its lists."""
    lists: dict[str, list[TouchpointPhrase]] = {}
    with TOUCHPOINTS.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            names = (row["name_de"], row["name_en"], row["description_de"], row["description_en"])
            lists.setdefault(row["list"], []).append(TouchpointPhrase(row["key"], *names))
    placed: list[PlacedStatement] = []
    with PLACED.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            text = statement_text(row["set"], row["row"], int(row["start"]), int(row["end"]))
            keys = frozenset(row["keys"].split())
            placed.append(PlacedStatement(row["set"], text, tuple(lists[row["list"]]), keys))
    return tuple(placed)
