"""What was decided, in words; undo and redo."""

from __future__ import annotations

from starlette.testclient import TestClient

from voc.workspace.open_study import OpenStudy

JSON = {"accept": "application/json"}


def _do(browser: TestClient, study: OpenStudy, action: str, **data: str) -> int:
    return browser.post(f"/study/{study.study_id}/do/{action}", data=data, headers=JSON).status_code


def test_an_edit_is_undone_and_done_again(browser: TestClient, opened: OpenStudy) -> None:
    segment_id = opened.study.analysis.segments[0].segment_id
    assert (opened.can_undo, opened.can_redo) == (False, False)
    assert _do(browser, opened, "label-statements", segment=segment_id, emotion="worry") == 200
    assert (opened.can_undo, opened.can_redo) == (True, False)
    assert _do(browser, opened, "undo") == 200
    assert (opened.labels.decided, opened.can_redo) == ({}, True)
    assert _do(browser, opened, "redo") == 200
    assert opened.labels.decided[0].emotion == "worry"
    assert _do(browser, opened, "redo") == 422


def test_edits_are_told_in_the_words_of_the_page(browser: TestClient, opened: OpenStudy) -> None:
    segment = opened.study.analysis.segments[0]
    _do(browser, opened, "label-statements", segment=segment.segment_id, sentiment="positive")
    theme = opened.study.analysis.themes.themes[0]
    _do(browser, opened, "rename-theme", theme=theme.theme_id, name="Ganz neu")
    _do(browser, opened, "undo")
    german = browser.get(f"/study/{opened.study_id}/history", headers={"accept-language": "de"}).text
    assert "Stimmung: wie gefunden → positiv" in german
    assert "Name: wie gefunden → Ganz neu" in german
    assert "rückgängig gemacht" in german
    assert segment.segment_id not in german


def test_a_damaged_history_closes_no_other_page(browser: TestClient, opened: OpenStudy) -> None:
    (opened.folder / "history.jsonl").write_text("no\n", encoding="utf-8")
    assert browser.get(f"/study/{opened.study_id}/statements").status_code == 200
    assert browser.get(f"/study/{opened.study_id}/history").status_code == 422
