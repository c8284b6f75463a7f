"""Two tabs stay in step, half-written text is kept, and a killed server loses nothing."""

from __future__ import annotations

import random
import signal
import subprocess

from playwright.sync_api import Browser, Page, expect

from tests.workspace.browser.conftest import Served, start
from voc.decisions.codebook import load_codebook
from voc.tasks.theme import list_themes


def rename(tab: Page, name: str) -> None:
    """Rename the first theme, as one does it."""
    field = tab.locator(".title textarea").first
    field.fill(name)
    field.press("Enter")


def test_the_other_tab_shows_it_at_once(page: Page, served: Served) -> None:
    page.get_by_role("link", name="Themes").click()
    other = page.context.new_page()
    other.goto(page.url)
    rename(page, "From the first tab")
    expect(page.locator("#status")).to_contain_text("From the first tab")
    expect(other.locator(".title textarea").first).to_have_value("From the first tab")


def test_a_half_written_name_is_not_thrown_away(page: Page, served: Served) -> None:
    page.get_by_role("link", name="Themes").click()
    other = page.context.new_page()
    other.goto(page.url)
    field = other.locator(".title textarea").nth(1)
    field.fill("half writ")
    rename(page, "Elsewhere")
    expect(page.locator("#status")).to_contain_text("Elsewhere")
    other.wait_for_timeout(500)
    expect(field).to_have_value("half writ")


def test_ctrl_c_stops_cleanly_with_tabs_open(page: Page, served: Served) -> None:
    served.process.send_signal(signal.SIGINT)
    _, errors = served.process.communicate(timeout=15)
    assert (served.process.returncode, errors) == (0, "")


RENAME = """async ([path, theme, name]) => {
  const headers = {Accept: "application/json"};
  const body = new URLSearchParams({theme, name});
  try { return (await fetch(path, {method: "POST", headers, body})).ok; } catch { return false; }
}"""


def test_a_killed_server_loses_no_decision(chromium: Browser, served: Served) -> None:
    """Kill −9 at random instants while one edits: the codebook is whole and holds what was confirmed last."""
    chance = random.Random(1)
    theme = list_themes(served.study).themes[0].theme_id
    context = chromium.new_context(locale="en-GB")
    last = ""
    for round_ in range(10):
        tab = context.new_page()
        tab.goto(served.url)
        address = f"{tab.url.rpartition('/')[0]}/do/rename-theme"
        wait = f"{chance.uniform(0.1, 0.8):.3f}"
        killer = subprocess.Popen(["sh", "-c", f"sleep {wait}; kill -9 {served.process.pid}"])
        for number in range(1000):
            name = f"round {round_} number {number}"
            if not tab.evaluate(RENAME, [address, theme, name]):
                break
            last = name
        killer.wait()
        served.process.communicate()
        decision = load_codebook(served.study / "codebook.toml").themes.get(theme)
        # The one that was not confirmed may have been written all the same.
        assert (decision.name if decision else "") in (last, name)
        last = decision.name if decision else ""
        tab.close()
        served.process, served.url = start(served.study, served.environment)
    context.close()
    assert last
