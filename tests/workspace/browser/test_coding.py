"""Select words, give them a code, and take the suggestions, as one does it with a mouse."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.workspace.browser.conftest import Served
from voc.tasks.code import list_codes


def test_selected_words_get_a_code(page: Page, served: Served) -> None:
    page.get_by_role("link", name="Statements", exact=True).click()
    statement = page.locator("[data-statement]", has_text="vier Wochen gewartet").first
    segment = statement.get_attribute("data-statement")
    # A triple click selects the sentence, as in any text.
    statement.locator("q").first.click(click_count=3)
    bar = page.locator("#code-bar")
    expect(bar).to_be_visible()
    bar.get_by_label("New code").fill("Money comes late")
    bar.get_by_role("button").click()
    expect(page.get_by_role("status").first).to_contain_text("Money comes late")
    (code,) = list_codes(served.study)
    assert code.accepted == (segment,) and "vier Wochen gewartet" in code.examples[0]

    page.get_by_role("link", name="Codes", exact=True).click()
    page.get_by_role("link", name="Money comes late").click()
    accept = page.get_by_role("button", name="Accept")
    expect(accept.first).to_be_visible(timeout=20_000)
    accept.first.click()
    expect(page.get_by_role("button", name="Take back")).to_have_count(2)
    page.get_by_role("button", name="Refuse").first.click()
    expect(page.get_by_role("status").first).to_contain_text("refused")
    (code,) = list_codes(served.study)
    assert (len(code.accepted), len(code.refused)) == (2, 1)


def test_escape_puts_the_bar_away(page: Page, served: Served) -> None:
    page.get_by_role("link", name="Statements", exact=True).click()
    page.locator("[data-statement] q").first.click(click_count=3)
    expect(page.locator("#code-bar")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#code-bar")).to_be_hidden()
    assert list_codes(served.study) == ()
