"""Measure the report of a large study in Chromium: size, time until it answers, filters, searches, height, memory.

    python -m benchmarks.report_page [reviews.csv] [--text comment] [--statements 10000] [--browser PATH] [--study DIR]

Makes a study of about so many statements with `voc run` (by default of the airline tweets next to this repository), or
takes one that exists (``--study``). Times include painting. Interactive is the time from the start of the navigation
until the answer to a click on a filter is painted; the click comes with DOMContentLoaded, when our script is ready.
Searches include the 40 ms that the page waits for the next key. All times are printed once more with a processor that
is throttled to a quarter. Exits with 1 if a limit is missed without the throttle.

Needs Playwright for Python in the environment that runs it, and Chromium: ``--browser``, VOC_BROWSER, or the first on
PATH. Without them nothing is measured.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.browser.__main__ import BROWSERS
from benchmarks.speed import TWEETS

MOST_BYTES = 3_000_000
MOST_MS_UNTIL_INTERACTIVE = 1000
MOST_MS_TO_ANSWER = 100
MOST_PIXELS = 9000
"""Height of the closed page at a width of 1280."""
LOADS, ROUNDS = 5, 10
"""Loads of the page, and rounds of each action; medians are printed."""
WIDTHS = (1280, 390)
THROTTLE = 4
SCRIPT = (Path(__file__).parent / "browser" / "report_page.js").read_text("utf-8")


@dataclass(frozen=True, slots=True)
class Figure:
    """A measured value with its unit; ``limit`` is the most that it may be, None without one."""

    name: str
    value: float
    unit: str
    limit: float | None = None

    @property
    def is_missed(self) -> bool:
        """Whether the value is over its limit."""
        return self.limit is not None and self.value > self.limit

    def __str__(self) -> str:
        limit = "" if self.limit is None else f"  {'MISSED' if self.is_missed else 'ok'} (at most {self.limit:,.0f})"
        return f"  {self.name:44} {self.value:12,.0f} {self.unit:6}{limit}"


def find_browser(path: str | None) -> str | None:
    """The browser of the option, of VOC_BROWSER, or the first on PATH."""
    return path or os.environ.get("VOC_BROWSER") or next(filter(None, map(shutil.which, BROWSERS)), None)


def choose_rows(rows: list[str], statements: int, folder: Path) -> list[str]:
    """The first rows, as many as are cut into so many statements."""
    from voc.ingest import read_folder
    from voc.segment import segment

    write_table(rows, folder / "all.csv")
    corpus = read_folder([folder / "all.csv"])
    # Each row is a document, in the order of the table.
    place = {document.document_id: number for number, document in enumerate(corpus.documents, 1)}
    ends = sorted(place[each.document_id] for each in segment(corpus).segments)
    return rows[: ends[statements - 1]] if len(ends) > statements else rows


def write_table(rows: list[str], path: Path) -> None:
    """Write a CSV with the column "comment"."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([["comment"], *([row] for row in rows)])


def make_study(table: Path, text: str, statements: int, folder: Path) -> Path:
    """Run voc on as many rows as give so many statements, and return the study.

    Raises:
        CalledProcessError: the run failed.
    """
    opener = gzip.open if table.suffix == ".gz" else open
    with opener(table, "rt", encoding="utf-8", newline="") as stream:
        rows = [row[text] for row in csv.DictReader(stream)]
    write_table(choose_rows(rows, statements, folder), folder / "comments.csv")
    study = folder / "study"
    command = [sys.executable, "-m", "voc", "run", str(folder / "comments.csv"), "--out", str(study), "-q"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return study


@contextmanager
def open_page(browser: Any, report: Path, throttle: int, *, width: int = 1280) -> Iterator[tuple[Any, Any]]:
    """A loaded report and its session of the DevTools protocol."""
    context = browser.new_context(viewport={"width": width, "height": 800})
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": throttle})
    # Time on the processor says what a page costs also while other programs are running.
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    # The session and not an element of the page adds the script, because the policy of the page would refuse it.
    page.add_init_script(SCRIPT)
    page.goto(report.resolve().as_uri())
    try:
        yield page, session
    finally:
        context.close()


def measure_times(browser: Any, report: Path, throttle: int) -> list[Figure]:
    """Medians of the time until the report is interactive, and of its answers; limits hold without a throttle."""
    most_ready, most_answer = (MOST_MS_UNTIL_INTERACTIVE, MOST_MS_TO_ANSWER) if throttle == 1 else (None, None)
    loads, busy = [], []
    for _ in range(LOADS):
        with open_page(browser, report, throttle) as (page, session):
            loads.append(page.evaluate("pageSpeed.interactive"))
            metrics = {metric["name"]: metric["value"] for metric in session.send("Performance.getMetrics")["metrics"]}
            busy.append(1000 * metrics["TaskDuration"])
    figures = [
        Figure("content loaded, scripts ready", statistics.median(load["ready"] for load in loads), "ms"),
        Figure("interactive", statistics.median(load["answered"] for load in loads), "ms", most_ready),
        Figure("processor time of its main thread", statistics.median(busy), "ms"),
    ]
    with open_page(browser, report, throttle) as (page, _session):
        page.evaluate("pageSpeed.interactive")
        answers: Mapping[str, list[float]] = page.evaluate(f"pageSpeed.measureAnswers({ROUNDS})")
    return figures + [
        Figure(name, statistics.median(times), "ms", most_answer) for name, times in answers.items() if times
    ]


def measure_page(browser: Any, report: Path) -> list[Figure]:
    """Size, heights and memory of the report; its limits hold whatever the processor."""
    figures = [Figure("size", report.stat().st_size, "bytes", MOST_BYTES)]
    for width in WIDTHS:
        with open_page(browser, report, 1, width=width) as (page, session):
            height = page.evaluate("document.documentElement.scrollHeight")
            limit = MOST_PIXELS if width == WIDTHS[0] else None
            figures.append(Figure(f"height of the closed page at {width} px", height, "px", limit))
            session.send("HeapProfiler.collectGarbage")
            heap = session.send("Runtime.getHeapUsage")["usedSize"]
            nodes = session.send("Memory.getDOMCounters")["nodes"]
    return [*figures, Figure("memory of the script", heap / 1e6, "MB"), Figure("nodes in the page", nodes, "")]


def measure_report(report: Path, executable: str) -> list[Figure]:
    """Print all figures of a report, and return those without the throttle."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox"])
        figures = measure_page(browser, report) + measure_times(browser, report, 1)
        with open_page(browser, report, 1) as (page, _session):
            n_statements, n_similar = page.evaluate("pageSpeed.countStatements()")
        print(f"{n_statements:,} statements, {n_similar:,} of them with similar ones; load {os.getloadavg()[0]:.1f}\n")
        print(*figures, sep="\n")
        print(f"\nwith {THROTTLE}× throttle, for information")
        print(*measure_times(browser, report, THROTTLE), sep="\n")
        browser.close()
    return figures


def main() -> int:
    """Print the figures; 1 if a limit is missed."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.report_page", description=(__doc__ or "").split("\n", 1)[0]
    )
    parser.add_argument("table", type=Path, nargs="?", default=TWEETS)
    parser.add_argument("--text", default="text", help="column of the texts")
    parser.add_argument("--statements", type=int, default=10_000)
    parser.add_argument("--study", type=Path, help="measure this study instead of making one")
    parser.add_argument("--browser", help="path of Chromium")
    options = parser.parse_args()
    try:
        import playwright  # noqa: F401
    except ImportError:
        print("skipped: Playwright is not installed in this environment (pip install playwright).")
        return 0
    executable = find_browser(options.browser)
    if executable is None:
        print(f"skipped: no browser found. Name one with --browser or VOC_BROWSER (tried: {', '.join(BROWSERS)}).")
        return 0
    if options.study is None and not options.table.exists():
        print(f"skipped: {options.table} does not exist. Name a table with --text COLUMN, or a study with --study.")
        return 0
    with tempfile.TemporaryDirectory() as folder:
        study = options.study or make_study(options.table, options.text, options.statements, Path(folder))
        figures = measure_report(study / "report.html", executable)
    return int(any(figure.is_missed for figure in figures))


if __name__ == "__main__":
    sys.exit(main())
