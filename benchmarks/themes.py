"""Themes against sets that people have labelled, beside k-means told the true number on the same vectors.

    python -m benchmarks.themes [--rows 4000] [--sets clinc150 kununu_de]

Prints for each set: rows, true themes, themes found, the share of rows assigned, and the adjusted mutual information
(AMI, sklearn) of the dense core (with its share), of all rows with "unsorted" as one group, and of k-means; seconds of
`find_themes` alone, and whether a second run on shuffled rows gives the same themes.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import random
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from threadpoolctl import threadpool_limits

from voc.models.encoder import load_encoder
from voc.schema import Floats, Language, Segment, stable_id
from voc.themes import find_themes

LABELLED = Path(__file__).resolve().parents[2] / "shared" / "data" / "labelled"


@dataclass(frozen=True, slots=True)
class Labelled:
    """One set: its file, the column with the true theme, its language, and how many of its themes are taken."""

    file: str
    column: str
    language: Language
    themes: int | None = None
    without: tuple[str, ...] = ("",)


SETS = {
    "clinc150": Labelled("clinc150", "theme", "en", 20, ("", "oos")),
    "us_airline": Labelled("us_airline_tweets", "theme", "en", None, ("", "Can't Tell")),
    "massive_de": Labelled("massive_de", "theme", "de", 15),
    "kununu_de": Labelled(
        "kununu_de", "aspect", "de", 10,
        ("", "Gut am Arbeitgeber finde ich", "Verbesserungsvorschläge", "Schlecht am Arbeitgeber finde ich"),
    ),
}  # fmt: skip


def load(which: Labelled, limit: int) -> tuple[list[Segment], list[str]]:
    """At most ``limit`` segments and their true themes: the most frequent themes, rows drawn with a fixed seed."""
    path = LABELLED / f"{which.file}.csv.gz"
    if not path.exists():
        raise SystemExit(f"{path} is missing: the labelled sets lie beside the repository, in ../shared/data.")
    with gzip.open(path, "rt", encoding="utf-8", newline="") as handle:
        rows = [row for row in csv.DictReader(handle) if row[which.column] not in which.without]
    rows = [row for row in rows if row["lang"] == which.language]
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


def measure(
    segments: Sequence[Segment], vectors: Floats, truth: Sequence[str], language: Language
) -> dict[str, object]:
    """The figures of one set."""
    from sklearn.cluster import KMeans
    from sklearn.metrics import adjusted_mutual_info_score as ami

    started = time.perf_counter()
    themes = find_themes(segments, vectors, language=language)
    seconds = time.perf_counter() - started
    labels = np.array(truth)
    with threadpool_limits(1):
        told = KMeans(len(set(truth)), n_init=3, random_state=0).fit_predict(vectors - vectors.mean(axis=0))
    order = np.random.default_rng(3).permutation(len(segments))
    again = find_themes([segments[place] for place in order], vectors[order], language=language)
    same = [one.theme_id for one in again.themes] == [one.theme_id for one in themes.themes] and bool(
        (again.assignment == themes.assignment[order]).all()
    )
    assigned = themes.assignment >= 0
    return {
        "rows": len(segments),
        "true": len(set(truth)),
        "found": len(themes.themes),
        "assigned": f"{assigned.mean():.0%}",
        "AMI core": f"{ami(labels[themes.core], themes.assignment[themes.core]):.2f} ({themes.core.mean():.0%})",
        "AMI assigned": f"{ami(labels[assigned], themes.assignment[assigned]):.2f}",
        "AMI all": f"{ami(labels, themes.assignment):.2f}",
        "k-means": f"{ami(labels, told):.2f}",
        "seconds": f"{seconds:.1f}",
        "same again": same,
    }


def main() -> None:
    """Measure the chosen sets and print one line each."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=4000, help="at most this many rows a set")
    parser.add_argument("--sets", nargs="*", default=list(SETS), choices=list(SETS))
    parser.add_argument("--names", action="store_true", help="print the names too")
    chosen = parser.parse_args()
    encoder = load_encoder("use")
    for name in chosen.sets:
        segments, truth = load(SETS[name], chosen.rows)
        vectors = encoder.encode([segment.text for segment in segments])
        figures = measure(segments, vectors, truth, SETS[name].language)
        print(f"{name:12}", "  ".join(f"{key} {value}" for key, value in figures.items()), flush=True)
        if chosen.names:
            found = find_themes(segments, vectors, language=SETS[name].language)
            print("   ", " | ".join(theme.name for theme in found.themes))


if __name__ == "__main__":
    main()
