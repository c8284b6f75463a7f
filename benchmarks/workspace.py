"""Measure how quick the workspace is with a large study, in process and without a network.

    python -m benchmarks.workspace [STUDY] [--runs 15] [--rows 10000]

Prints the median and the slowest of each request in milliseconds, beside what is wanted. Without a study it makes one
of the airline tweets next to this repository, which takes minutes. What is measured is a copy.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from starlette.testclient import TestClient

from benchmarks.speed import TWEETS, prepare
from voc.decisions.codebook import SegmentDecision
from voc.schema import SENTIMENTS
from voc.tasks.label import label_statements
from voc.tasks.run import make_study
from voc.workspace.app import Workspace, create_app
from voc.workspace.guard import Guard
from voc.workspace.known_studies import KnownStudies
from voc.workspace.open_study import OpenStudy

PORT = 8737
TOKEN = "benchmark"
N_DECIDED = 2000
"""Statements that a team has decided about before the second half is measured."""


def make_tweets(folder: Path, n_rows: int) -> Path:
    """Make the study of the first airline tweets in `folder`."""
    table, config, _ = prepare(TWEETS, "text", folder)
    lines = table.read_text("utf-8").splitlines(keepends=True)
    table.write_text("".join(lines[: n_rows + 1]), encoding="utf-8")
    return make_study([table], folder / "study", config=config).out


def measure(name: str, limit: int, runs: int, request: Callable[[int], object]) -> None:
    """Call ``request(number)`` several times and print the milliseconds."""
    times = []
    for number in range(runs):
        start = time.perf_counter()
        request(number)
        times.append(1000 * (time.perf_counter() - start))
    print(f"{name:44} {statistics.median(times):7.0f} ms   slowest {max(times):7.0f} ms   wanted {limit:5} ms")


def measure_pages(browser: TestClient, study: OpenStudy, runs: int) -> None:
    """Filters, searches, pages and corrections."""
    base = f"/study/{study.study_id}"
    segments = study.study.analysis.segments

    def get(path: str) -> None:
        assert browser.get(base + path).status_code == 200

    def correct(number: int) -> None:
        row = (37 * number) % len(segments)
        sentiment = SENTIMENTS[(int(study.labels.readings.sentiment[row]) + 1) % 3]
        fields = {"segment": segments[row].segment_id, "sentiment": sentiment}
        answer = browser.post(f"{base}/do/label-statements", data=fields, headers={"accept": "application/json"})
        assert answer.status_code == 200, answer.text

    theme = study.study.analysis.themes.themes[0].theme_id if study.study.analysis.themes.themes else "none"
    documents = [page[0][0].document_id for page in study.loaded.document_pages]
    measure("statements, any page", 100, runs, lambda number: get(f"/statements?page={number + 2}"))
    measure("filter: sentiment", 100, runs, lambda number: get(f"/statements?sentiment={SENTIMENTS[number % 3]}"))
    measure("filter: theme and emotion", 100, runs, lambda _: get(f"/statements?theme={theme}&emotion=frustration"))
    measure("search: two words", 100, runs, lambda number: get(f"/statements?q=flight+{'abcdefgh'[number % 8]}"))
    measure("a correction is saved", 100, runs, correct)
    measure("the page after a correction", 100, runs, lambda number: (correct(number + 50), get("/statements"))[1])
    measure("a statement is opened", 100, runs, lambda n: get(f"/statements?open={segments[n].segment_id}"))
    measure("list of documents", 1000, runs, lambda _: get("/documents"))
    measure("a document", 1000, runs, lambda number: get(f"/document?id={documents[number % len(documents)]}"))
    measure("history", 1000, runs, lambda _: get("/history"))
    get("/statements?q=lost+luggage&meaning=yes")
    study.loaded.meaning.wait()
    measure("search by meaning, once it is ready", 100, runs, lambda _: get("/statements?q=lost+luggage&meaning=yes"))


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("study", type=Path, nargs="?")
    parser.add_argument("--runs", type=int, default=15)
    parser.add_argument("--rows", type=int, default=10_000)
    options = parser.parse_args()
    if options.study is None and not TWEETS.exists():
        sys.exit(f"{TWEETS} does not exist. Name a study: python -m benchmarks.workspace STUDY")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if options.study:
            shutil.copytree(options.study, folder / "study", copy_function=shutil.copy2)
        else:
            make_tweets(folder, options.rows)
        workspace = Workspace(KnownStudies(folder / "state"))
        study = workspace.add(folder / "study")
        origin = f"http://127.0.0.1:{PORT}"
        browser = TestClient(Guard(create_app(workspace), PORT, TOKEN), base_url=origin, headers={"origin": origin})
        browser.get("/", params={"token": TOKEN})
        measure(
            "first page, with the study loaded from disk",
            1000,
            1,
            lambda _: browser.get(f"/study/{study.study_id}/statements"),
        )
        print(f"{len(study.study.analysis.segments)} statements")
        measure_pages(browser, study, options.runs)
        ids = [segment.segment_id for segment in study.study.analysis.segments[-N_DECIDED:]]
        start = time.perf_counter()
        label_statements(study.study, ids, kind="suggestion", note="Nachfragen")
        decided: dict[int, SegmentDecision] = dict(study.labels.decided)
        print(f"\nwith {len(decided)} decided statements, decided in {time.perf_counter() - start:.2f} s at once")
        measure_pages(browser, study, options.runs)
        workspace.close()


if __name__ == "__main__":
    main()
