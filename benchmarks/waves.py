"""How many rows `voc compare` calls changed: airport reviews in halves by date, and in random halves.

    python -m benchmarks.waves [--data ../shared/data/studies/airport_reviews] [--seeds 1 2 3] [--journey travel]
                               [--work DIR]

Each file is cut in two, each half is a study of its own (`voc run`), and the two are compared. Between random halves
nothing has changed, so at most 5 % of the rows may be called changed. Printed beside: the scales that each half was
read with, for a scale read otherwise in one half would shift every mood.
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
from voc.tasks.run import StudyRequest, make_study

LIMIT = 0.05
"""Share of rows that chance may be taken for change."""
CLEAR = ("grown", "shrunk", "appeared", "gone")


@dataclass(frozen=True, slots=True)
class Halves:
    """One way to cut. ``seed`` is None for a cut by date."""

    name: str
    seed: int | None


def cut(source: Path, folders: tuple[Path, Path], halves: Halves) -> None:
    """Write the two halves of a table: rows up to the median of `date` and after it, or at random."""
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


def studies(data: Path, work: Path, halves: Halves, journey: str) -> tuple[Study, Study]:
    """Both halves as studies; prints the scales they were read with."""
    folders = work / f"{halves.name}-a", work / f"{halves.name}-b"
    for source in sorted(data.glob("*.csv")):
        cut(source, folders, halves)
    made = []
    for folder in folders:
        out = folder.with_name(f"{folder.name}-study")
        if not out.is_dir():
            make_study(StudyRequest((folder,), out, language="en", journey=journey))
        made.append(load(out))
        print(f"{folder.name}: {scales(folder)}")
    return made[0], made[1]


def scales(folder: Path) -> str:
    """The scale that the overall rating of each table is read with."""
    found = []
    for source in read_folder([folder], StudyConfig()).sources:
        told = [note.split(" (")[0] for note in source.notes if note.startswith("Scale") and "'overall_rating'" in note]
        found.append(f"{source.path} {' '.join(told) or 'not read'}")
    return ", ".join(found)


def report(halves: Halves, found: Comparison) -> float:
    """Print how many rows changed, by kind; their share."""
    tested = [one for one in found.changes if one.verdict != "few"]
    changed = [one for one in tested if one.verdict in CLEAR]
    kinds = Counter(one.kind for one in tested)
    by_kind = ", ".join(
        f"{kind} {sum(one.kind == kind for one in changed)} of {n}" for kind, n in sorted(kinds.items())
    )
    share = len(changed) / len(tested)
    print(f"{halves.name}: {found.totals[0]} and {found.totals[1]} people")
    print(f"  changed {len(changed)} of {len(tested)} rows ({share:.1%}; of all {len(found.changes)}): {by_kind}")
    for one in changed:
        print(f"    {one.kind} {one.verdict}: {one.key} {one.people_a} → {one.people_b}, p = {one.p_value:.4f}")
    return share


def main() -> int:
    """Print the figures; 1 when random halves are called changed too often."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    default = Path(__file__).parents[2] / "shared" / "data" / "studies" / "airport_reviews"
    parser.add_argument("--data", type=Path, default=default)
    parser.add_argument("--seeds", type=int, nargs="*", default=[1, 2, 3])
    parser.add_argument("--journey", default="travel")
    parser.add_argument("--work", type=Path, help="keep the halves and their studies here, and take those that are")
    options = parser.parse_args()
    if not options.data.is_dir():
        print(f"{options.data}: the reviews are not here; name their folder with --data.", file=sys.stderr)
        return 2
    encoder = open_encoder(EMBEDDED)
    worst = 0.0
    for halves in [Halves("by-date", None), *(Halves(f"random-{seed}", seed) for seed in options.seeds)]:
        with tempfile.TemporaryDirectory() as name:
            a, b = studies(options.data, options.work or Path(name), halves, options.journey)
            share = report(halves, compare_studies(a, b, lambda texts: encode_once(encoder, texts)))
            sys.stdout.flush()
        worst = max(worst, share if halves.seed is not None else 0.0)
    print(f"random halves: at most {worst:.1%} of rows changed, the limit is {LIMIT:.0%}")
    return int(worst > LIMIT)


if __name__ == "__main__":
    sys.exit(main())
