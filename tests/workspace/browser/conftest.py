"""`voc open` as a user starts it, and Debian's Chromium in front of it. Nothing is downloaded."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.browser.__main__ import BROWSERS
from tests.paths import ROOT

CHROMIUM = next(filter(None, map(shutil.which, BROWSERS)), None)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All tests of this folder take long, and need a browser."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.slow)
            item.add_marker(pytest.mark.skipif(CHROMIUM is None, reason=f"no browser found (tried: {BROWSERS})"))


@dataclass
class Served:
    """A workspace that runs: its process, the address with the token, and the study in it."""

    process: subprocess.Popen[str]
    url: str
    study: Path
    environment: dict[str, str]

    @property
    def root(self) -> str:
        """The address without path and token."""
        return re.match(r"http://[^/]+", self.url)[0]  # type: ignore[index]


def start(study: Path | None, environment: dict[str, str]) -> tuple[subprocess.Popen[str], str]:
    """Start `voc open` and wait for its address."""
    command = [sys.executable, "-m", "voc", "open", *([str(study)] if study else []), "--no-browser"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment)
    assert process.stdout is not None
    address = re.search(r"http\S+", process.stdout.readline())
    assert address, process.communicate(timeout=20)
    return process, address[0]


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """Folders of this test alone for what the workspace keeps."""
    own = {"VOC_STATE": str(tmp_path / "state"), "VOC_PROJECTS": str(tmp_path / "projects")}
    return {**os.environ, **own, "PYTHONPATH": str(ROOT)}


@pytest.fixture
def served(study: Path, tmp_path: Path, environment: dict[str, str]) -> Iterator[Served]:
    """The small study in a workspace."""
    copy = tmp_path / "study"
    shutil.copytree(study, copy, copy_function=shutil.copy2)
    process, url = start(copy, environment)
    workspace = Served(process, url, copy, environment)
    yield workspace
    # A test may have killed the first one and started another.
    if workspace.process.poll() is None:
        workspace.process.send_signal(signal.SIGINT)
    workspace.process.communicate(timeout=30)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """One browser for the tests of a file; every test has a context of its own.

    Playwright runs an event loop as long as it is open, in which other tests could not start theirs.
    """
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def page(chromium: Browser, served: Served) -> Iterator[Page]:
    """A tab on the study's first page. Any error of a script, and any request to elsewhere, fails the test."""
    context = chromium.new_context(viewport={"width": 1280, "height": 800}, locale="en-GB")
    tab = context.new_page()
    errors: list[str] = []
    tab.on("pageerror", lambda error: errors.append(str(error)))
    tab.on(
        "request",
        lambda request: errors.append(request.url) if not request.url.startswith((served.root, "data:")) else None,
    )
    tab.goto(served.url)
    yield tab
    context.close()
    assert errors == []
