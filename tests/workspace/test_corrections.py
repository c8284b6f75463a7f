"""Corrections by clicking: they become keys of voc.toml, and the next look at the files follows them."""

from __future__ import annotations

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from voc.tasks.settings import read_settings
from voc.workspace.drafts import Draft
from voc.workspace.workspace import Workspace

JSON = {"accept": "application/json"}
TALK = "Kim: How was the shop?\nAnna: The checkout was slow and the parcel came late.\n" * 3
ROWS = "Grade,City,What went wrong?\n" + "".join(f"{n % 6 + 1},Bonn,Parcel {n} came too late.\n" for n in range(12))


@pytest.fixture
def draft(workspace: Workspace, tmp_path: Path) -> Draft:
    """A draft with a talk and a survey that were looked at."""
    draft = workspace.drafts.create("Shop", str(tmp_path / "projects"))
    (draft.inputs / "talk.txt").write_text(TALK)
    (draft.inputs / "survey.csv").write_text(ROWS)
    return draft


def correct(browser: TestClient, workspace: Workspace, draft: Draft, action: str, fields: dict[str, object]) -> str:
    """Send a form, wait for the look at the files that follows, and return the page."""
    answer = browser.post(f"/new/{draft.draft_id}/do/{action}", data=fields, headers=JSON)
    assert answer.status_code == 200, answer.text
    job = workspace.jobs.wait(draft.draft_id, 90)
    assert job and job.state == "done", job
    return browser.get(f"/new/{draft.draft_id}").text


def detail(draft: Draft, path: str) -> dict[str, list[dict[str, object]]]:
    assert draft.inspection
    return next(source["original"] for source in draft.inspection["sources"] if source["original"]["path"] == path)


def test_corrections_are_followed_and_taken_back(browser: TestClient, workspace: Workspace, draft: Draft) -> None:
    html = correct(browser, workspace, draft, "look", {})
    assert "Anna" in html and "What went wrong?" in html
    correct(
        browser,
        workspace,
        draft,
        "roles",
        {"path": "talk.txt", "label": ["Kim", "Anna"], "role": ["interviewer", "other"]},
    )
    roles = {speaker["label"]: speaker["role"] for speaker in detail(draft, "talk.txt")["speakers"]}
    assert roles["Anna"] == "other"
    columns = {
        "path": "survey.csv", "column": ["Grade", "City", "What went wrong?"], "use": ["rating", "ignore", "text"],
        "worst": ["6", "", ""], "best": ["1", "", ""],
    }  # fmt: skip
    html = correct(browser, workspace, draft, "columns", columns)
    uses = {column["name"]: (column["use"], column["scale"]) for column in detail(draft, "survey.csv")["columns"]}
    assert uses["City"] == ("ignore", None) and uses["Grade"] == ("rating", [6, 1])
    assert "<script>" not in html and " style=" not in html
    html = correct(browser, workspace, draft, "reset", {})
    assert read_settings(draft.settings).files == {} and read_settings(draft.settings).study.name == "Shop"


def test_a_file_is_left_out_and_taken_in_again(browser: TestClient, workspace: Workspace, draft: Draft) -> None:
    html = correct(browser, workspace, draft, "skip", {"path": "talk.txt"})
    assert "left out by voc.toml" in html and 'value="no"' in html
    correct(browser, workspace, draft, "skip", {"path": "talk.txt", "skip": "no"})
    assert detail(draft, "talk.txt")["speakers"]


def test_settings_of_the_study(browser: TestClient, workspace: Workspace, draft: Draft) -> None:
    fields = {"name": "Spring", "language": "de", "journey": "none", "names": "Kim\n\nAnna ", "keep": "Alma"}
    browser.post(f"/new/{draft.draft_id}/do/settings", data=fields, headers=JSON)
    browser.post(f"/new/{draft.draft_id}/do/word", data={"word": "Anna", "is_name": "no"}, headers=JSON)
    workspace.jobs.cancel(draft.draft_id)
    config = read_settings(draft.settings)
    assert (config.study.name, config.study.language, config.journey.taxonomy) == ("Spring", "de", "none")
    assert (config.privacy.names, config.privacy.keep) == (("Kim",), ("Alma", "Anna"))


@pytest.mark.parametrize(
    ("action", "fields"),
    [
        ("columns", {"path": "survey.csv", "column": ["City"], "use": ["rating"]}),
        ("columns", {"path": "survey.csv", "column": ["A"], "use": ["text"], "worst": ["bad"], "best": ["1"]}),
        ("roles", {"path": "talk.txt", "label": ["Anna"], "role": ["boss"]}),
        ("settings", {"name": "x", "language": "xx"}),
        ("settings", {"name": ""}),
    ],
)
def test_what_cannot_be_is_refused(browser: TestClient, draft: Draft, action: str, fields: dict[str, object]) -> None:
    before = draft.settings.read_bytes()
    answer = browser.post(f"/new/{draft.draft_id}/do/{action}", data=fields, headers=JSON)
    assert answer.status_code == 422 and answer.json()["error"]
    assert draft.settings.read_bytes() == before
