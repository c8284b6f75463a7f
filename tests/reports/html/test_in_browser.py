"""report.html in Chromium: no word is broken, nothing sticks out sideways, and the closed page stays short."""

from __future__ import annotations

import html
import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from benchmarks.browser.__main__ import BROWSERS
from reports.html.report import render_html
from reports.view import build_view
from tests.reports import fake_study as fake
from tests.reports.fake_study import FakeStudy

CHROMIUM = next(filter(None, map(shutil.which, BROWSERS)), None)
WIDTHS = (390, 768, 1280, 1600)
SCRIPT = (Path(__file__).parent / "measure_page.js").read_text("utf-8")

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason=f"no browser found (tried: {', '.join(BROWSERS)})"),
]


def measure(report: str, folder: Path, widths: tuple[int, ...]) -> list[dict[str, Any]]:
    """What is wrong at each width, and how long the closed page is."""
    frames = "".join(
        f'<iframe width="{width}" height="800" style="border: 0" srcdoc="{html.escape(report)}"></iframe>'
        for width in widths
    )
    page = folder / "frames.html"
    page.write_text(f"<!doctype html><meta charset=utf-8><pre></pre>{frames}<script>{SCRIPT}</script>", "utf-8")
    options = ["--headless", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=20000", "--dump-dom"]
    command = [str(CHROMIUM), *options, f"--user-data-dir={folder / 'profile'}", page.as_uri()]
    dom = subprocess.run(command, check=True, capture_output=True, text=True, encoding="utf-8", timeout=300).stdout
    result = re.search(r"<pre>(.*?)</pre>", dom, re.S)
    assert result
    measured: list[dict[str, Any]] = json.loads(html.unescape(result[1]))
    return measured


def test_no_word_is_broken_and_nothing_sticks_out_at_any_width(study: FakeStudy, tmp_path: Path) -> None:
    measured = measure(render_html(build_view(*study)), tmp_path, WIDTHS)
    assert [one["width"] for one in measured] == list(WIDTHS)
    assert {one["width"]: one["broken"] + one["outside"] for one in measured} == {width: [] for width in WIDTHS}
    assert next(one for one in measured if one["width"] == 1280)["first_screen"] <= 800


def test_closed_page_of_a_large_study_is_short(tmp_path: Path) -> None:
    report = render_html(build_view(fake.big_analysis(10_000), fake.refused("Zu wenige.")))
    (measured,) = measure(report, tmp_path, (1280,))
    assert measured["height"] <= 9_000
    assert measured["first_screen"] <= 800
