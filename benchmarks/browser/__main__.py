"""Open reports in Chromium and list the checks that fail.

    npm install --prefix benchmarks/browser        # once: playwright-core and axe-core
    python -m benchmarks.browser STUDY… [--hostile] [--chromium PATH]

README.md in this folder lists the checks. ``--hostile`` also makes and checks a study of hostile texts. Exits with 1 if
a check fails.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.browser.hostile import write_hostile

FOLDER = Path(__file__).parent
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")


def main() -> int:
    """Check the reports of the given studies."""
    parser = argparse.ArgumentParser(description="Open reports in Chromium and list the checks that fail.")
    parser.add_argument("studies", nargs="*", type=Path, metavar="STUDY", help="study folders, or HTML files")
    parser.add_argument("--hostile", action="store_true", help="also make and check a study of hostile texts")
    parser.add_argument("--chromium", help="path of the browser; by default the first on PATH")
    arguments = parser.parse_args()
    browser = arguments.chromium or next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        parser.error(f"no browser found. Name one with --chromium (tried: {', '.join(BROWSERS)})")
    with tempfile.TemporaryDirectory() as folder:
        pages = [study if study.suffix == ".html" else study / "report.html" for study in arguments.studies]
        if arguments.hostile:
            pages.append(_hostile_study(Path(folder)) / "report.html")
        missing = [str(page) for page in pages if not page.is_file()]
        if missing or not pages:
            parser.error(f"missing reports: {', '.join(missing)}" if missing else "name a study, or use --hostile")
        return _check(browser, pages)


def _hostile_study(folder: Path) -> Path:
    write_hostile(folder / "sources")
    command = [sys.executable, "-m", "voc", "run", str(folder / "sources"), "--out", str(folder / "hostile")]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env={**os.environ, "VOC_CACHE": "off"})
    return folder / "hostile"


def _check(browser: str, pages: list[Path]) -> int:
    command = ["node", str(FOLDER / "check.js"), browser, *(str(page.resolve()) for page in pages)]
    failed = 0
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, encoding="utf-8") as process:
        assert process.stdout is not None
        for line in process.stdout:
            finding = json.loads(line)
            failed += not finding["ok"]
            name = Path(finding["report"]).parent.name
            print(
                f"{'ok  ' if finding['ok'] else 'FAIL'} {name:20} {finding['check']:32} {finding['found']}", flush=True
            )
    if process.returncode:
        print("The browser stopped before the end of the checks.", file=sys.stderr)
    print(f"{failed} checks failed." if failed else "All checks passed.")
    return 1 if failed or process.returncode else 0


if __name__ == "__main__":
    sys.exit(main())
