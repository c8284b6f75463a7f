"""The labelled sets that themes are measured on: which rows, which column is the truth."""

from __future__ import annotations

import csv
import gzip
import random
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from voc.schema import Language, Segment, stable_id

LABELLED = Path(__file__).resolve().parents[2] / "shared" / "data" / "labelled"
ROWS = 6000


@dataclass(frozen=True, slots=True)
class Labelled:
    """One set: its file, the column with the true theme, its language; only the ``themes`` most frequent themes where
    given; rows whose column ``only[0]`` is ``only[1]``; never the values in ``without``."""

    file: str
    column: str
    language: Language
    themes: int | None = None
    without: tuple[str, ...] = ("",)
    only: tuple[str, str] | None = None


SETS = {
    "clinc150": Labelled("clinc150", "theme", "en", None, ("", "oos")),
    "stackoverflow": Labelled("stc", "theme", "en", only=("corpus", "stackoverflow")),
    "us_airline": Labelled("us_airline_tweets", "theme", "en", None, ("", "Can't Tell")),
    "massive_de": Labelled("massive_de", "theme", "de"),
    "kununu_de": Labelled(
        "kununu_de", "aspect", "de", 12,
        ("", "Gut am Arbeitgeber finde ich", "Verbesserungsvorschläge", "Schlecht am Arbeitgeber finde ich"),
    ),
    "searchsnippets": Labelled("stc", "theme", "en", only=("corpus", "searchsnippets")),
}  # fmt: skip
"""searchsnippets was looked at once, after everything had been chosen."""


def load(which: Labelled, limit: int = ROWS) -> tuple[list[Segment], list[str]]:
    """At most ``limit`` segments and their true themes, drawn with a fixed seed.

    Raises:
        SystemExit: the set is not there.
    """
    path = LABELLED / f"{which.file}.csv.gz"
    if not path.exists():
        raise SystemExit(f"{path} is missing: the labelled sets lie beside the repository, in ../shared/data.")
    with gzip.open(path, "rt", encoding="utf-8", newline="") as handle:
        rows = [row for row in csv.DictReader(handle) if row[which.column] not in which.without]
    rows = [row for row in rows if row["lang"] == which.language]
    if which.only:
        rows = [row for row in rows if row[which.only[0]] == which.only[1]]
    kept = {label for label, _ in Counter(row[which.column] for row in rows).most_common(which.themes)}
    rows = [row for row in rows if row[which.column] in kept]
    random.Random(1).shuffle(rows)
    segments = [
        Segment(
            stable_id("s", row["id"]), row["id"], row.get("respondent") or row.get("author") or row["id"], which.file,
            "review", "participant", 0, len(row["text"]), None, "", row["text"], which.language,
        )
        for row in rows[:limit]
    ]  # fmt: skip
    return segments, [row[which.column] for row in rows[:limit]]
