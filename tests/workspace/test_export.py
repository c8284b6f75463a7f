"""What leaves the workspace: chosen, checked, written beside the study, and only what was written can be taken."""

from __future__ import annotations

import csv
import time

import pytest
from starlette.testclient import TestClient

from reports.exports.targets import TARGETS
from voc.workspace.app import Workspace
from voc.workspace.exporting import GROUPS, export_folder
from voc.workspace.open_study import OpenStudy

JSON = {"accept": "application/json"}


def export(browser: TestClient, workspace: Workspace, opened: OpenStudy, **fields: object) -> str:
    """Export, wait, and return the page."""
    assert browser.post(f"/study/{opened.study_id}/export", data=fields, headers=JSON).status_code == 200
    for _ in range(600):
        if not workspace.jobs.is_running(opened.study_id):
            break
        time.sleep(0.1)
    return browser.get(f"/study/{opened.study_id}/export").text


def test_every_target_is_in_one_group() -> None:
    assert sorted(name for names in GROUPS.values() for name in names) == sorted(TARGETS)


@pytest.mark.slow
def test_files_are_written_beside_the_study_and_can_be_taken(
    browser: TestClient, workspace: Workspace, opened: OpenStudy
) -> None:
    page = export(browser, workspace, opened, to=["csv", "stickies", "md"], language="en", share="team")
    names = sorted(path.relative_to(export_folder(opened)).as_posix() for path in export_folder(opened).rglob("*.*"))
    assert "report.md" in names and any(name.startswith("stickies/paste_") for name in names)
    for name in names:
        assert f"export/files/{name}" in page
    answer = browser.get(f"/study/{opened.study_id}/export/files/csv/themes.csv")
    assert answer.headers["content-disposition"].startswith("attachment")
    assert len(list(csv.reader(answer.text.splitlines()))) > 1
    assert "data-copy=" in page
    for made_up in ("../study/private/pseudonyms.csv", "private/pseudonyms.csv", "/etc/passwd", "nothing.csv"):
        assert browser.get(f"/study/{opened.study_id}/export/files/{made_up}").status_code == 404


def test_nothing_chosen_is_said(browser: TestClient, opened: OpenStudy) -> None:
    answer = browser.post(f"/study/{opened.study_id}/export", data={"to": "unknown"}, headers=JSON)
    assert answer.status_code == 422 and "Nothing is chosen" in answer.json()["error"]
    assert not export_folder(opened).exists()


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_page_in_both_languages(browser: TestClient, opened: OpenStudy, language: str) -> None:
    browser.post("/language", data={"language": language})
    assert browser.get(f"/study/{opened.study_id}/export").status_code == 200
