"""A study is made in the browser: created, filled, looked at, corrected, made and opened."""

from __future__ import annotations

import shutil
from dataclasses import asdict
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from voc.tasks.moved import Move, Moved, Transfer
from voc.tasks.settings import read_settings
from voc.workspace.drafts import Drafts
from voc.workspace.jobs import Job, State
from voc.workspace.known_studies import study_id
from voc.workspace.open_study import OpenStudy
from voc.workspace.workspace import Workspace

JSON = {"accept": "application/json"}
TALK = b"I: How was the shop?\nAnna: The checkout was slow and the parcel came late. I was annoyed.\n" * 3


@pytest.fixture(autouse=True)
def projects(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("VOC_PROJECTS", str(tmp_path / "projects"))
    return tmp_path / "projects"


@pytest.fixture
def page(browser: TestClient) -> str:
    """The page of a new study."""
    answer = browser.post("/new", data={"name": "Shop: 2026/27"}, headers=JSON)
    assert answer.status_code == 200
    return str(answer.json()["go"])


def test_a_new_study_has_a_harmless_folder_and_its_own_name(browser: TestClient, page: str, projects: Path) -> None:
    assert [folder.name for folder in projects.iterdir()] == ["Shop_ 2026_27"]
    assert read_settings(projects / "Shop_ 2026_27" / "inputs" / "voc.toml").study.name == "Shop: 2026/27"
    assert "Shop: 2026/27" in browser.get(page).text and page in browser.get("/").text


@pytest.mark.parametrize("name", ["..", " . ", "/", ""])
def test_a_name_that_is_none_is_refused(browser: TestClient, projects: Path, name: str) -> None:
    answer = browser.post("/new", data={"name": name}, headers=JSON)
    assert answer.status_code in (200, 422)
    assert all(folder.parent == projects for folder in projects.glob("*"))


def test_a_name_that_is_taken_is_refused(browser: TestClient, page: str) -> None:
    answer = browser.post("/new", data={"name": "Shop: 2026/27"}, headers=JSON)
    assert answer.status_code == 422 and "another name" in answer.json()["error"]


def test_the_place_can_be_chosen(browser: TestClient, tmp_path: Path) -> None:
    browser.post("/new", data={"name": "x", "place": str(tmp_path / "elsewhere")}, headers=JSON)
    assert (tmp_path / "elsewhere" / "x" / "inputs").is_dir()


def test_a_folder_of_this_computer_is_read_where_it_is(
    browser: TestClient, workspace: Workspace, inputs: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "mine"
    shutil.copytree(inputs, folder)
    before = sorted(path.name for path in folder.iterdir())
    page = browser.post("/new", data={"name": "mine", "folder": str(folder)}, headers=JSON).json()["go"]
    workspace.jobs.cancel(page.rpartition("/")[2])
    file = before[0]
    assert browser.put(f"{page}/files", params={"path": "x.txt"}, content=b"x", headers=JSON).status_code == 422
    assert browser.post(f"{page}/do/remove", data={"path": file}, headers=JSON).status_code == 422
    assert sorted(path.name for path in folder.iterdir()) == before
    answer = browser.post("/new", data={"name": "y", "folder": str(tmp_path / "nothing")}, headers=JSON)
    assert answer.status_code == 422 and "no such folder" in answer.json()["error"]


def test_drafts_are_kept_and_can_be_taken_off_the_list(
    browser: TestClient, workspace: Workspace, page: str, projects: Path
) -> None:
    again = Drafts(workspace.known.folder)
    assert [draft.folder.name for draft in again.all()] == ["Shop_ 2026_27"]
    browser.post(f"{page}/do/forget", headers=JSON)
    assert browser.get(page).status_code == 404 and page not in browser.get("/").text
    assert (projects / "Shop_ 2026_27" / "inputs").is_dir()


def test_nothing_starts_without_files(browser: TestClient, page: str) -> None:
    for action in ("look", "start"):
        answer = browser.post(f"{page}/do/{action}", headers=JSON)
        assert answer.status_code == 422 and "no files" in answer.json()["error"]
    assert browser.post(f"{page}/do/nothing", headers=JSON).status_code == 404
    assert browser.get("/new/0123456789ab").status_code == 404


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_page_shows_what_would_be_read(browser: TestClient, workspace: Workspace, page: str, language: str) -> None:
    browser.post("/language", data={"language": language})
    browser.put(f"{page}/files", params={"path": "<b>talk</b>.txt"}, content=TALK)
    browser.put(f"{page}/files", params={"path": "photo.png"}, content=b"\x89PNG\r\n\x1a\n" + b"x" * 100)
    assert browser.post(f"{page}/do/look", headers=JSON).status_code == 200
    assert "data-job" in browser.get(page).text
    job = workspace.jobs.wait(page.rpartition("/")[2], 60)
    assert job and job.state == "done", job
    html = browser.get(page).text
    assert "_b_talk" in html and "photo.png" in html and "<script>" not in html and " style=" not in html
    seen, refused = ("1 Datei gelesen", "1 ausgelassen") if language == "de" else ("1 file read", "1 left out")
    asks = "es fragt: I" if language == "de" else "asked by: I"
    assert seen in html and refused in html and asks in html
    # A file more, and what is shown does not hold any longer.
    browser.put(f"{page}/files", params={"path": "second.txt"}, content=TALK + b"I: Thanks.\n")
    assert ("geändert" if language == "de" else "have changed") in browser.get(page).text


def test_a_file_that_cannot_be_read_is_no_dead_end(browser: TestClient, workspace: Workspace, page: str) -> None:
    browser.put(f"{page}/files", params={"path": "photo.png"}, content=b"\x89PNG\r\n\x1a\n" + b"x" * 100)
    browser.post(f"{page}/do/look")
    job = workspace.jobs.wait(page.rpartition("/")[2], 60)
    assert job and job.state == "failed" and "photo.png" in job.error
    assert "photo.png" in browser.get(page).text


def test_nothing_is_decided_while_the_study_is_made_again(
    browser: TestClient, workspace: Workspace, opened: OpenStudy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workspace.jobs, "is_running", lambda key: key == opened.study_id)
    theme = opened.study.analysis.themes.themes[0].theme_id
    before = (opened.folder / "codebook.toml").read_bytes()
    fields = {"theme": theme, "name": "x"}
    answer = browser.post(f"/study/{opened.study_id}/do/rename-theme", data=fields, headers=JSON)
    assert answer.status_code == 422 and (opened.folder / "codebook.toml").read_bytes() == before


@pytest.mark.slow
def test_from_files_to_an_open_study(
    browser: TestClient, workspace: Workspace, page: str, inputs: Path, projects: Path
) -> None:
    for path in sorted(inputs.iterdir()):
        assert browser.put(f"{page}/files", params={"path": path.name}, content=path.read_bytes()).status_code == 200
    assert browser.post(f"{page}/do/start", headers=JSON).status_code == 200
    study = projects / "Shop_ 2026_27" / "study"
    assert browser.post(f"{page}/do/start", headers=JSON).status_code == 422
    assert browser.put(f"{page}/files", params={"path": "x.txt"}, content=b"x", headers=JSON).status_code == 422
    job = workspace.jobs.wait(study_id(study), 300)
    assert job and job.state == "done", job
    answer = browser.get(f"{page}/study")
    assert answer.status_code == 200 and "Shop: 2026/27" in answer.text
    assert f"/study/{study_id(study)}/overview" in browser.get("/").text


def again(opened: OpenStudy, state: State = "running", **values: object) -> Job:
    return Job(opened.study_id, "again", state=state, **values)  # type: ignore[arg-type]


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_page_of_a_run_says_how_far_it_is_and_what_moved(
    browser: TestClient, workspace: Workspace, opened: OpenStudy, language: str
) -> None:
    browser.post("/language", data={"language": language})
    page = f"/study/{opened.study_id}/run"
    assert f'action="{page}"' in browser.get(page).text
    jobs = workspace.jobs._jobs
    jobs[opened.study_id] = again(opened, stage="themes")
    html = browser.get(page).text
    assert f'action="{page}/cancel"' in html and ("Themen finden" if language == "de" else "Finding themes") in html
    answer = browser.post(page, headers=JSON)
    assert answer.status_code == 422 and "already" in answer.json()["error"]
    moved = Moved(
        themes=(Move("<b>Fees</b>", None, 4), Move("Queue", 5, None), Move("App", 2, 6)),
        pain_points=(Move("Too slow", 3, 3, 4, 1), Move("Too dear", 5, 4, 1, 2)),
        transfers=(Transfer("Saver", "", 2),),
        n_new=1, n_gone=0, statements_before=10, statements_after=1200,
    )  # fmt: skip
    jobs[opened.study_id] = again(opened, "done", result={"moved": asdict(moved)})
    html = " ".join(browser.get(page).text.split())
    expected = {
        "de": ["Fees&lt;/b&gt;: neu, 4 Personen", "Queue: nicht mehr da, zuvor 5 Personen", "App: 2 → 6 Personen",
               "Too slow, steigt von Rang 4 auf 1", "Too dear: 5 → 4 Personen, fällt von Rang 1 auf 2",
               "2 Personen: Saver → in keiner Persona", "10 Aussagen vorher, 1.200 jetzt. 1 Person ist"],
        "en": ["Fees&lt;/b&gt;: new, 4 people", "Queue: gone, 5 people before", "Too slow, up from rank 4 to 1"],
    }[language]  # fmt: skip
    assert [sentence for sentence in expected if sentence not in html] == []
    jobs[opened.study_id] = again(opened, "failed", error="a.csv <does> not exist now.")
    assert "a.csv &lt;does&gt; not exist now." in browser.get(page).text


@pytest.mark.slow
def test_a_study_is_made_again_with_what_was_decided(
    browser: TestClient, workspace: Workspace, opened: OpenStudy
) -> None:
    theme = opened.study.analysis.themes.themes[0].theme_id
    browser.post(f"/study/{opened.study_id}/do/drop-theme", data={"theme": theme}, headers=JSON)
    assert (
        opened.has_new_decisions
        and f'action="/study/{opened.study_id}/run"' in browser.get(f"/study/{opened.study_id}/overview").text
    )
    go = browser.post(f"/study/{opened.study_id}/run", headers=JSON).json()["go"]
    job = workspace.jobs.wait(opened.study_id, 300)
    assert job and job.state == "done", job
    assert not opened.has_new_decisions
    assert theme not in {theme.theme_id for theme in opened.study.analysis.themes.themes}
    assert any(move["people_after"] is None for move in job.result["moved"]["themes"])
    assert browser.get(go).status_code == 200


@pytest.mark.slow
def test_the_demo_is_one_click_away_and_made_once(browser: TestClient, workspace: Workspace, projects: Path) -> None:
    page = browser.post("/demo", headers=JSON).json()["go"]
    assert browser.post("/demo", headers=JSON).json()["go"] == page
    job = workspace.jobs.wait(study_id(projects / "Demo" / "study"), 400)
    assert job and job.state == "done", job
    assert browser.post("/demo", headers=JSON).json()["go"].endswith("/overview")
