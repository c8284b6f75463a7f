"""Pages show the study; actions write the same codebook as commands; other tabs are shown it."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from voc.decisions.codebook import load_codebook
from voc.tasks.theme import rename_theme
from voc.text.catalogue import load_catalogue
from voc.workspace.actions import ACTIONS
from voc.workspace.events import Events
from voc.workspace.known_studies import KnownStudies
from voc.workspace.open_study import OpenStudy
from voc.workspace.views import MENU, PAGES
from voc.workspace.workspace import Workspace

JSON = {"accept": "application/json"}


def test_the_first_page_lists_studies(browser: TestClient, opened: OpenStudy) -> None:
    assert f"/study/{opened.study_id}/overview" in browser.get("/").text


@pytest.mark.parametrize("page", sorted(PAGES))
@pytest.mark.parametrize("language", ["de", "en"])
def test_every_page_in_both_languages(browser: TestClient, opened: OpenStudy, page: str, language: str) -> None:
    browser.post("/language", data={"language": language})
    answer = browser.get(f"/study/{opened.study_id}/{page}")
    assert answer.status_code == 200
    assert f'<html lang="{language}">' in answer.text
    # A policy that allows no inline style or script is of use only if pages need none.
    assert "<script>" not in answer.text and " style=" not in answer.text and " onclick=" not in answer.text


def test_the_menu_has_only_pages() -> None:
    assert set(MENU) <= set(PAGES)


def test_both_catalogues_say_the_same() -> None:
    german, english = (load_catalogue("voc.workspace", language).entries for language in ("de", "en"))
    assert list(german) == list(english)


def test_clicking_writes_what_the_command_writes(
    browser: TestClient, opened: OpenStudy, study: Path, tmp_path: Path
) -> None:
    import shutil

    by_command = tmp_path / "by_command"
    shutil.copytree(study, by_command)
    theme = opened.study.analysis.themes.themes[0].theme_id
    rename_theme(by_command, theme, "Rückgabe & Geld")
    answer = browser.post(
        f"/study/{opened.study_id}/do/rename-theme", data={"theme": theme, "name": "Rückgabe & Geld"}, headers=JSON
    )
    assert answer.status_code == 200 and "Rückgabe & Geld" in answer.json()["message"]
    written = (opened.folder / "codebook.toml").read_bytes()
    assert written == (by_command / "codebook.toml").read_bytes()
    assert "Rückgabe &amp; Geld" in browser.get(f"/study/{opened.study_id}/themes").text


def test_a_refused_decision_says_why_and_changes_nothing(browser: TestClient, opened: OpenStudy) -> None:
    before = (opened.folder / "codebook.toml").read_bytes()
    path = f"/study/{opened.study_id}/do/rename-theme"
    answer = browser.post(path, data={"theme": "t-0000000000", "name": "x"}, headers=JSON)
    assert answer.status_code == 422 and "t-0000000000" in answer.json()["error"]
    assert browser.post(path, data={"theme": "t-0000000000", "name": "x"}).status_code == 422
    assert (opened.folder / "codebook.toml").read_bytes() == before


def test_unknown_pages_and_actions(browser: TestClient, opened: OpenStudy) -> None:
    assert browser.get(f"/study/{opened.study_id}/nothing").status_code == 404
    assert browser.post(f"/study/{opened.study_id}/do/nothing").status_code == 404
    assert "nothing" not in ACTIONS


def test_a_form_without_script_comes_back_to_its_page(browser: TestClient, opened: OpenStudy) -> None:
    theme = opened.study.analysis.themes.themes[0].theme_id
    fields = {"theme": theme, "name": "Neu", "next": f"/study/{opened.study_id}/themes"}
    answer = browser.post(f"/study/{opened.study_id}/do/rename-theme", data=fields, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, f"/study/{opened.study_id}/themes")


def test_what_a_command_changes_is_shown_at_once(browser: TestClient, opened: OpenStudy) -> None:
    theme = opened.study.analysis.themes.themes[0].theme_id
    browser.get(f"/study/{opened.study_id}/themes")
    rename_theme(opened.folder, theme, "Vom Befehl")
    assert "Vom Befehl" in browser.get(f"/study/{opened.study_id}/themes").text
    assert load_codebook(opened.folder / "codebook.toml") == opened.codebook


def test_a_form_that_is_too_large_is_refused(browser: TestClient, opened: OpenStudy) -> None:
    path = f"/study/{opened.study_id}/do/rename-theme"
    assert browser.post(path, content=b"name=" + b"x" * 5_000_000, headers=JSON).status_code == 422


def test_a_tab_that_comes_late_ends_at_once() -> None:
    async def listen() -> list[str]:
        events = Events()
        events.close()
        return [message async for message in events.listen()]

    assert asyncio.run(asyncio.wait_for(listen(), 5)) == ["retry: 1000\n\n"]


def test_all_tabs_hear_of_a_change_and_end_with_the_server() -> None:
    async def listen() -> list[str]:
        events = Events()
        tabs = [events.listen(), events.listen()]
        heard = [await anext(tab) for tab in tabs]
        events.send("changed", study="s", version="1")
        heard += [await anext(tab) for tab in tabs]
        events.close()
        for tab in tabs:
            heard += [message async for message in tab]
        return heard

    heard = asyncio.run(listen())
    assert heard.count('event: changed\ndata: {"study": "s", "version": "1"}\n\n') == 2


def test_a_study_that_is_held_elsewhere_is_not_opened(opened: OpenStudy, tmp_path: Path) -> None:
    other = Workspace(KnownStudies(tmp_path / "state"))
    with pytest.raises(Exception, match="already open"):
        other.get(opened.study_id)
    other.close()
