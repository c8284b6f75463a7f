"""Count the changes that `voc compare` reports between halves of the airport reviews, by date and at random.

    python -m benchmarks.waves [--data ../shared/data/studies/airport_reviews] [--seeds 1 2 3] [--journey travel]
                               [--work DIR]

Each file is cut in two, each half is made into a study (`voc run`), and the two are compared. Random halves differ
only by chance, so at most 5 % of their rows may be reported as changed. The rating scale of each half is printed too,
because a scale that is read differently in one half would shift every polarity.
"""

from __future__ import annotations

import argparse
import csv
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from voc.analysis import EMBEDDED, encode_once, open_encoder
from voc.config import StudyConfig
from voc.ingest import read_folder
from voc.schema.comparison import Comparison
from voc.study import Study, load
from voc.tasks.compare import compare_studies
from voc.tasks.run import make_study

LIMIT = 0.05
"""At most this share (0–1) of the rows may be reported as changed between random halves."""
CHANGED = ("grown", "shrunk", "appeared", "gone")


@dataclass(frozen=True, slots=True)
class Halves:
    """How to cut the reviews in two; ``seed`` is None for a cut by date."""

    name: str
    seed: int | None


def cut(source: Path, folders: tuple[Path, Path], halves: Halves) -> None:
    """Write the two halves of a table, cut at the median of the column `date` or at random."""
    with source.open(encoding="utf-8", newline="") as file:
        header, *rows = list(csv.reader(file))
    if halves.seed is None:
        day = header.index("date")
        order = sorted(range(len(rows)), key=lambda i: rows[i][day])
    else:
        order = np.random.default_rng(halves.seed).permutation(len(rows)).tolist()
    middle = len(rows) // 2
    for folder, part in zip(folders, (order[:middle], order[middle:]), strict=True):
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / source.name).open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([header, *(rows[i] for i in sorted(part))])


def make_studies(data: Path, work: Path, halves: Halves, journey: str) -> tuple[Study, Study]:
    """Make a study of each half, and print its rating scales."""
    folders = work / f"{halves.name}-a", work / f"{halves.name}-b"
    for source in sorted(data.glob("*.csv")):
        cut(source, folders, halves)
    studies = []
    for folder in folders:
        out = folder.with_name(f"{folder.name}-study")
        if not out.is_dir():
            make_study([folder], out, language="en", journey=journey)
        studies.append(load(out))
        print(f"{folder.name}: {scales(folder)}")
    return studies[0], studies[1]


def scales(folder: Path) -> str:
    """Name the scale of the overall rating of each table."""
    scales_of_files = []
    for source in read_folder([folder], StudyConfig()).sources:
        notes = [note for note in source.notes if note.startswith("Scale") and "'overall_rating'" in note]
        scale = " ".join(note.split(" (")[0] for note in notes)
        scales_of_files.append(f"{source.path} {scale or 'not read'}")
    return ", ".join(scales_of_files)


def report(halves: Halves, comparison: Comparison) -> float:
    """Print the changed rows by kind; return their share of all rows with enough people to be tested."""
    tested = [row for row in comparison.changes if row.verdict != "few"]
    changed = [row for row in tested if row.verdict in CHANGED]
    kinds = Counter(row.kind for row in tested)
    by_kind = ", ".join(
        f"{kind} {sum(row.kind == kind for row in changed)} of {n}" for kind, n in sorted(kinds.items())
    )
    share = len(changed) / len(tested)
    print(f"{halves.name}: {comparison.totals[0]} and {comparison.totals[1]} people")
    print(f"  changed {len(changed)} of {len(tested)} rows ({share:.1%}; of all {len(comparison.changes)}): {by_kind}")
    for row in changed:
        print(f"    {row.kind} {row.verdict}: {row.key} {row.people_a} → {row.people_b}, p = {row.p_value:.4f}")
    return share


def main() -> int:
    """Print the figures; return 1 if too many rows are reported as changed between random halves."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    default = Path(__file__).parents[2] / "shared" / "data" / "studies" / "airport_reviews"
    parser.add_argument("--data", type=Path, default=default)
    parser.add_argument("--seeds", type=int, nargs="*", default=[1, 2, 3])
    parser.add_argument("--journey", default="travel")
    parser.add_argument("--work", type=Path, help="keep the halves and their studies here, and reuse existing ones")
    options = parser.parse_args()
    if not options.data.is_dir():
        print(f"{options.data} does not exist. Name the folder with the reviews with --data.", file=sys.stderr)
        return 2
    encoder = open_encoder(EMBEDDED)
    worst = 0.0
    for halves in [Halves("by-date", None), *(Halves(f"random-{seed}", seed) for seed in options.seeds)]:
        with tempfile.TemporaryDirectory() as name:
            a, b = make_studies(options.data, options.work or Path(name), halves, options.journey)
            share = report(halves, compare_studies(a, b, lambda texts: encode_once(encoder, texts)))
            sys.stdout.flush()
        worst = max(worst, share if halves.seed is not None else 0.0)
    print(f"random halves: at most {worst:.1%} of rows changed, the limit is {LIMIT:.0%}")
    return int(worst > LIMIT)


if __name__ == "__main__":
    sys.exit(main())
