"""Only the browser that was given the address gets an answer, and only our own pages change anything."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from tests.workspace.conftest import ORIGIN, PORT, TOKEN
from voc.workspace.app import create_app
from voc.workspace.guard import POLICY, REPORT_POLICY, Guard
from voc.workspace.open_study import OpenStudy

PAGES = ("/", "/static/workspace.css", "/events", "/nothing")


@pytest.mark.parametrize("path", PAGES)
def test_nothing_without_the_token(stranger: TestClient, path: str) -> None:
    assert stranger.get(path).status_code == 403
    assert stranger.get(path, params={"token": "guessed"}).status_code == 403


def test_the_token_is_exchanged_for_a_cookie_and_leaves_the_address(stranger: TestClient) -> None:
    answer = stranger.get("/", params={"token": TOKEN, "tab": "1"}, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/?tab=1")
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie and "samesite=strict" in cookie and TOKEN.lower() not in cookie
    assert stranger.get("/").status_code == 200


def test_the_cookie_of_another_start_is_worth_nothing(browser: TestClient, workspace) -> None:
    again = TestClient(Guard(create_app(workspace), PORT, TOKEN), base_url=ORIGIN, cookies=browser.cookies)
    assert again.get("/").status_code == 403


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:8737", "127.0.0.1", "127.0.0.1:1", "localhost.evil:8737", ""]
)
def test_a_name_that_was_made_to_point_here_is_refused(browser: TestClient, host: str) -> None:
    assert browser.get("/", headers={"host": host}).status_code == 421


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "null", "", "http://127.0.0.1:1", f"https://127.0.0.1:{PORT}"]
)
def test_another_page_cannot_change_anything(browser: TestClient, opened: OpenStudy, origin: str) -> None:
    before = (opened.folder / "codebook.toml").read_bytes()
    theme = opened.study.analysis.themes.themes[0].theme_id
    path = f"/study/{opened.study_id}/do/rename-theme"
    answer = browser.post(path, data={"theme": theme, "name": "Hacked"}, headers={"origin": origin})
    assert answer.status_code == 403
    assert (opened.folder / "codebook.toml").read_bytes() == before


def test_another_page_learns_nothing(browser: TestClient) -> None:
    for site in ("cross-site", "same-site"):
        assert browser.get("/", headers={"sec-fetch-site": site}).status_code == 403


def test_every_answer_has_the_policy(browser: TestClient, opened: OpenStudy) -> None:
    for path in ("/", "/static/workspace.mjs", "/nothing", f"/study/{opened.study_id}/themes"):
        headers = browser.get(path).headers
        assert headers["content-security-policy"] == POLICY
        assert headers["x-content-type-options"] == "nosniff"
    report = browser.get(f"/study/{opened.study_id}/files/report.html").headers
    assert report["content-security-policy"] == REPORT_POLICY
    assert "allow-same-origin" not in REPORT_POLICY


@pytest.mark.parametrize(
    "path",
    [
        "private/pseudonyms.csv", "../study/private/pseudonyms.csv", "workshop/../private/pseudonyms.csv",
        "workshop/%2e%2e/private/pseudonyms.csv", "workshop/..%2fprivate/pseudonyms.csv", "/etc/passwd",
        "documents//etc/passwd", "..%5cprivate", "codebook.toml", "data/%00",
    ],
)  # fmt: skip
def test_no_path_leads_out_of_what_is_shown(browser: TestClient, opened: OpenStudy, path: str) -> None:
    answer = browser.get(f"/study/{opened.study_id}/files/{path}")
    assert answer.status_code in (404, 303)
    assert b"original" not in answer.content and b"root:" not in answer.content


def test_a_link_out_of_the_study_is_not_followed(browser: TestClient, opened: OpenStudy) -> None:
    (opened.folder / "workshop").mkdir(exist_ok=True)
    (opened.folder / "workshop" / "key.csv").symlink_to(opened.folder / "private" / "pseudonyms.csv")
    assert browser.get(f"/study/{opened.study_id}/files/workshop/key.csv").status_code == 404


@pytest.mark.parametrize("key", ["..", "0" * 12, "%2e%2e%2f", "a/b"])
def test_only_studies_on_the_list_have_an_address(browser: TestClient, opened: OpenStudy, key: str) -> None:
    assert browser.get(f"/study/{key}/themes").status_code == 404


@pytest.mark.parametrize("path", ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)"])
def test_the_language_button_leads_nowhere_else(browser: TestClient, path: str) -> None:
    answer = browser.post("/language", data={"language": "de", "next": path}, follow_redirects=False)
    assert answer.headers["location"] == "/"
