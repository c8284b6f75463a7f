"""A study without a terminal: files dropped on the page, corrected, made, cancelled, opened and made again."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.workspace.browser.conftest import start
from tests.workspace.browser.test_pages import OUTSIDE, WIDTHS

PATIENCE = 240_000
"""Milliseconds that a run may take on a busy computer."""

# A script cannot drop a folder of the disk, so the entries that a browser hands out for one are made here.
DROP = """files => {
  const entry = (name, text) => ({ isFile: true, fullPath: "/talks/" + name,
    file: (done) => done(new File([text], name)) });
  let parts = [Object.entries(files).map(([name, text]) => entry(name, text)), []];
  const folder = { isFile: false, createReader: () => ({ readEntries: (done) => done(parts.shift()) }) };
  const event = new Event("drop", { bubbles: true, cancelable: true });
  event.dataTransfer = { types: ["Files"], items: [{ webkitGetAsEntry: () => folder }] };
  document.getElementById("drop-zone").dispatchEvent(event);
}"""


@pytest.fixture
def server(environment: dict[str, str]) -> Iterator[tuple[subprocess.Popen[str], str]]:
    process, url = start(None, environment)
    yield process, url
    if process.poll() is None:
        process.send_signal(signal.SIGINT)
    process.communicate(timeout=30)


@pytest.fixture
def tab(chromium: Browser, server: tuple[subprocess.Popen[str], str]) -> Iterator[Page]:
    """The first page, without the content policy, under which axe could not run."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, locale="en-GB", bypass_csp=True)
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(server[1])
    yield page
    context.close()
    assert errors == []


def listens(tab: Page) -> None:
    """Wait until the script listens, when it shows its button: a person is never quicker, but a test is."""
    expect(tab.locator("label[for=pick-files]")).to_be_visible(timeout=30_000)


def create(tab: Page, inputs: Path) -> None:
    """A new study with the files of a folder, looked at."""
    tab.get_by_label("Name", exact=True).fill("Talks")
    tab.get_by_role("button", name="Create").click()
    listens(tab)
    tab.set_input_files("#pick-files", sorted(inputs.iterdir()))
    tab.locator(".sources").wait_for(timeout=PATIENCE)


def test_files_are_sent_looked_at_corrected_and_the_study_opens_and_is_made_again(
    tab: Page, inputs: Path, environment: dict[str, str]
) -> None:
    create(tab, inputs)
    for details in tab.locator("main details").all():
        details.evaluate("element => element.open = true")
    violations = {v["id"]: [n["html"][:160] for n in v["nodes"][:3]] for v in Axe().run(tab).response["violations"]}
    assert violations == {}
    for width in WIDTHS:
        tab.set_viewport_size({"width": width, "height": 900})
        assert tab.evaluate(OUTSIDE) == []
    tab.set_viewport_size({"width": 1280, "height": 900})

    other = tab.context.new_page()
    other.goto(tab.url)
    tab.get_by_role("button", name="Make the study").click()
    # The other tab hears of the run, and opens the study too when it is done.
    expect(other.locator("#job-stage")).to_be_visible(timeout=30_000)
    tab.wait_for_url("**/overview", timeout=PATIENCE)
    other.wait_for_url("**/overview", timeout=30_000)

    tab.goto(tab.url.replace("/overview", "/run"))
    tab.get_by_role("button", name="Run again").click()
    expect(other.locator("#job-line")).to_be_visible(timeout=30_000)
    expect(tab.get_by_role("heading", name="What moved")).to_be_visible(timeout=PATIENCE)
    assert Axe().run(tab).response["violations"] == []
    expect(other.locator("#job-line")).to_be_hidden()


def test_a_dropped_folder_is_kept_and_a_file_is_removed(tab: Page, environment: dict[str, str]) -> None:
    tab.get_by_label("Name", exact=True).fill("Talks")
    tab.get_by_role("button", name="Create").click()
    talk = "I: How was it?\nAnna: It was slow and far too dear for me.\n" * 3
    listens(tab)
    tab.evaluate(DROP, {"a.txt": talk, ".DS_Store": "x", "b.txt": talk.replace("slow", "quick")})
    tab.locator(".sources").wait_for(timeout=PATIENCE)
    inputs = Path(environment["VOC_PROJECTS"], "Talks", "inputs")
    assert sorted(path.name for path in (inputs / "talks").iterdir()) == ["a.txt", "b.txt"]
    tab.locator("#file-list").evaluate("element => element.open = true")
    tab.get_by_role("button", name="Remove talks/b.txt").click()
    expect(tab.get_by_text("have changed since")).to_be_visible()
    assert not (inputs / "talks" / "b.txt").exists()


def test_a_cancel_is_real_and_so_is_the_end_of_a_killed_server(
    tab: Page, inputs: Path, environment: dict[str, str], server: tuple[subprocess.Popen[str], str]
) -> None:
    create(tab, inputs)
    project = Path(environment["VOC_PROJECTS"], "Talks")
    tab.get_by_role("button", name="Make the study").click()
    expect(tab.locator("#job-stage")).not_to_have_text("Starting", timeout=60_000)
    tab.get_by_role("button", name="Cancel").click()
    expect(tab.get_by_text("Cancelled. The files are still here.")).to_be_visible()
    tab.get_by_role("button", name="Make the study").click()
    expect(tab.locator("#job-stage")).not_to_have_text("Starting", timeout=60_000)
    children = _children(server[0].pid)
    assert children
    server[0].kill()
    deadline = time.monotonic() + 30
    while any(map(_is_alive, children)) and time.monotonic() < deadline:
        time.sleep(0.2)
    assert not any(map(_is_alive, children))
    assert [path.name for path in project.iterdir()] == ["inputs"]


def _children(process: int) -> list[int]:
    lists = Path(f"/proc/{process}/task").glob("*/children")
    return [int(number) for file in lists for number in file.read_text().split()]


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True
