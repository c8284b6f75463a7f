"""Every page of the workspace: nothing that axe finds, nothing that sticks out, nothing lost without a mouse."""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.workspace.browser.conftest import Served
from voc.workspace.views import PAGES

WIDTHS = (1280, 768, 390)
OUTSIDE = """() => {
  const inside = document.documentElement.clientWidth;
  const scrolls = (element) => element.closest("[class*=scroll], .menu ul");
  const sticksOut = (element) => element.getClientRects().length && element.getBoundingClientRect().right > inside + 1;
  return [...document.querySelectorAll("body *")]
    .filter((element) => sticksOut(element) && !scrolls(element))
    .map((element) => element.outerHTML.slice(0, 120));
}"""


def visit(chromium: Browser, served: Served, language: str, scheme: Any, width: int = 1280) -> Page:
    """A tab without the content policy, under which no test script could run."""
    context = chromium.new_context(
        viewport={"width": width, "height": 900}, locale=language, color_scheme=scheme, bypass_csp=True
    )
    tab = context.new_page()
    tab.goto(served.url)
    return tab


def addresses(tab: Page) -> list[str]:
    """The list of studies, and every page of the open study."""
    study = tab.url.rpartition("/")[0]
    return [tab.url.split("/study/")[0] + "/", *(f"{study}/{name}" for name in PAGES)]


@pytest.mark.parametrize("language", ["de-DE", "en-GB"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(chromium: Browser, served: Served, language: str, scheme: str) -> None:
    tab = visit(chromium, served, language, scheme)
    violations = {}
    for address in addresses(tab):
        tab.goto(address)
        for details in tab.locator("main details").all():
            details.evaluate("element => element.open = true")
        found = Axe().run(tab).response["violations"]
        violations |= {(address.rpartition("/")[2], v["id"]): [n["html"][:160] for n in v["nodes"][:3]] for v in found}
    tab.context.close()
    assert violations == {}


def test_nothing_sticks_out_at_any_width(chromium: Browser, served: Served) -> None:
    outside = {}
    for width in WIDTHS:
        tab = visit(chromium, served, "de-DE", "light", width)
        for address in addresses(tab):
            tab.goto(address)
            if found := tab.evaluate(OUTSIDE):
                outside[address.rpartition("/")[2], width] = found[:3]
        tab.context.close()
    assert outside == {}


def test_every_page_by_keyboard(chromium: Browser, served: Served) -> None:
    """The first Tab reaches the link to the content; every control has a name; none is a trap."""
    tab = visit(chromium, served, "en-GB", "light")
    for address in addresses(tab):
        tab.goto(address)
        tab.keyboard.press("Tab")
        assert tab.evaluate("document.activeElement.className") == "skip"
        tab.keyboard.press("Enter")
        assert tab.evaluate("document.activeElement.id") == "main"
        controls = tab.locator("main :is(a[href], button, input, select, textarea, summary):visible").count()
        for _ in range(2 * controls + 20):
            tab.keyboard.press("Tab")
            if tab.evaluate("document.activeElement === document.body"):
                break
        else:
            pytest.fail(f"{address}: the focus never leaves the page")
    tab.context.close()
