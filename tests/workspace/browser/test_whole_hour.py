"""A person's first hour: files in, run, read, decided, coded, run again; every correction holds; slides out."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.workspace.browser.test_new_study import PATIENCE, create
from tests.workspace.browser.test_new_study import server as server  # noqa: PLC0414 - a fixture
from tests.workspace.browser.test_new_study import tab as tab  # noqa: PLC0414
from voc.study import load
from voc.tasks.code import list_codes


def go(tab: Page, name: str) -> None:
    """Open a page of the study by the menu."""
    tab.get_by_role("navigation", name="Parts of the study").get_by_role("link", name=name, exact=True).click()
    expect(tab.get_by_role("heading", level=1)).to_be_visible()


def say(tab: Page, words: str) -> None:
    """Wait for what the workspace says."""
    expect(tab.locator("#status")).to_contain_text(words)


def decide_about_themes(tab: Page) -> None:
    """Rename a theme, drop another one, undo and redo it."""
    go(tab, "Themes")
    title = tab.locator("li.card .title textarea").first
    title.fill("Money and parcels")
    title.press("Enter")
    say(tab, "Money and parcels")
    card = tab.locator("li.card").nth(1)
    card.locator("summary").last.click()
    card.get_by_role("button", name="Drop").click()
    expect(card.locator(".pending")).to_be_visible()
    tab.get_by_role("button", name="Undo").click()
    expect(tab.locator("li.card").nth(1).locator(".pending")).to_have_count(0)
    tab.get_by_role("button", name="Redo").click()
    expect(tab.locator("li.card").nth(1).locator(".pending")).to_be_visible()


def label_twenty_statements(tab: Page) -> None:
    """Choose the first twenty statements by a click and a click with Shift, and call them neutral."""
    go(tab, "Statements")
    tab.locator(".pick").first.check()
    tab.locator(".pick").nth(19).click(modifiers=["Shift"])
    tab.locator("#bulk-more summary").click()
    tab.locator("#bulk-sentiment").select_option("neutral")
    tab.locator("#bulk button.primary").click()
    expect(tab.locator("[data-statement] .label.decided")).to_have_count(20)


def code_by_hand(tab: Page) -> None:
    """Give a new code to words that are selected."""
    tab.locator("[data-statement] q", has_text="vier Wochen gewartet").first.click(click_count=3)
    tab.locator("#bar-new").fill("Money comes late")
    tab.locator("#code-bar button").click()
    say(tab, "Money comes late")


def test_the_whole_hour(tab: Page, inputs: Path, environment: dict[str, str], tmp_path: Path) -> None:
    create(tab, inputs)
    study = Path(environment["VOC_PROJECTS"], "Talks", "study")
    tab.get_by_role("button", name="Make the study").click()
    tab.wait_for_url("**/overview", timeout=PATIENCE)
    n_themes = len(load(study).analysis.themes.themes)
    if n_themes < 2:
        pytest.fail("the study must have themes to decide about")

    decide_about_themes(tab)
    label_twenty_statements(tab)
    code_by_hand(tab)
    labelled = {
        segment.segment_id for segment in load(study).analysis.segments
        if tab.locator(f"#{segment.segment_id} .label.decided").count()
    }  # fmt: skip

    go(tab, "Overview")
    tab.get_by_role("button", name="Run again").first.click()
    expect(tab.get_by_role("heading", name="What moved")).to_be_visible(timeout=PATIENCE)
    analysis = load(study).analysis
    names = {theme.name for theme in analysis.themes.themes}
    assert {"Money and parcels", "Money comes late"} <= names
    neutral = {
        segment.segment_id
        for segment, polarity in zip(analysis.segments, analysis.readings.sentiment.tolist(), strict=True)
        if polarity == 1
    }
    assert len(labelled) >= 20 and labelled - {list_codes(study)[0].accepted[0]} <= neutral
    assert load(study).pending_decisions == ()

    go(tab, "Export")
    tab.get_by_label("Slides (PowerPoint)").check()
    tab.get_by_role("button", name="Write the files").click()
    with tab.expect_download(timeout=PATIENCE) as taken:
        tab.get_by_role("link", name="study.pptx").click(timeout=PATIENCE)
    taken.value.save_as(tmp_path / "study.pptx")
    assert "ppt/presentation.xml" in zipfile.ZipFile(tmp_path / "study.pptx").namelist()
