"""The board of themes: statements move or make a theme of their own, and every decision can be taken back."""

from __future__ import annotations

from starlette.testclient import TestClient

from voc.decisions.codebook import code_id
from voc.workspace.open_study import OpenStudy

JSON = {"accept": "application/json"}


def do(browser: TestClient, study: OpenStudy, action: str, **fields: object) -> str:
    answer = browser.post(f"/study/{study.study_id}/do/{action}", data=fields, headers=JSON)
    assert answer.status_code == 200, answer.text
    return str(answer.json()["message"])


def page(browser: TestClient, study: OpenStudy, **query: str) -> str:
    answer = browser.get(f"/study/{study.study_id}/themes", params=query)
    assert answer.status_code == 200
    return answer.text


def members(study: OpenStudy, place: int) -> list[str]:
    return [study.study.analysis.segments[row].segment_id for row in study.loaded.members[place]]


def test_a_theme_opens_to_all_its_statements(browser: TestClient, opened: OpenStudy) -> None:
    theme = opened.study.analysis.themes.themes[0]
    text = page(browser, opened, open=theme.theme_id)
    assert all(f'name="segment" value="{segment_id}"' in text for segment_id in members(opened, 0))
    assert 'name="segment"' not in page(browser, opened)
    assert 'name="segment"' in page(browser, opened, open="unsorted")


def test_statements_are_moved_to_another_theme_and_out(browser: TestClient, opened: OpenStudy) -> None:
    target = opened.study.analysis.themes.themes[1].theme_id
    first, second = members(opened, 0)[:2]
    do(browser, opened, "sort-statements", what="move", theme=target, segment=[first])
    do(browser, opened, "sort-statements", what="move", theme="unsorted", segment=[second])
    decisions = opened.codebook.segments
    assert (decisions[first].theme, decisions[second].theme) == (target, "unsorted")
    text = page(browser, opened)
    assert "1 come, 0 go" in text and "0 come, 2 go" in text


def test_selected_statements_become_a_theme_of_their_own(browser: TestClient, opened: OpenStudy) -> None:
    chosen = members(opened, 0)[:2]
    do(browser, opened, "sort-statements", what="new", name="Eigenes <Thema>", segment=chosen)
    text = page(browser, opened)
    assert "Eigenes &lt;Thema&gt;" in text and "makes it of 2 statements" in text
    do(browser, opened, "unpin-theme", theme=code_id("Eigenes <Thema>"))
    assert "Eigenes &lt;Thema&gt;" not in page(browser, opened)
    assert not opened.codebook.segments


def test_nothing_chosen_is_explained(browser: TestClient, opened: OpenStudy) -> None:
    path = f"/study/{opened.study_id}/do/sort-statements"
    answer = browser.post(path, data={"what": "move", "theme": "unsorted"}, headers=JSON)
    assert answer.status_code == 422 and "Tick the boxes" in answer.json()["error"]


def test_what_the_next_run_does_is_on_the_card_and_taken_back(browser: TestClient, opened: OpenStudy) -> None:
    first, second = opened.study.analysis.themes.themes[:2]
    for action, key, sentence in (
        ("merge-theme", "merge_into", f"merges it into “{second.name}”"),
        ("split-theme", "split", "The next run splits it"),
        ("drop-theme", "drop", "The next run drops it"),
    ):
        do(browser, opened, action, theme=first.theme_id, into=second.theme_id, parts="2")
        assert sentence.replace("&", "&amp;") in page(browser, opened)
        do(browser, opened, "take-back", entry=first.theme_id, keys=key)
        assert sentence.replace("&", "&amp;") not in page(browser, opened)
    assert first.theme_id not in opened.codebook.themes


def test_a_pinned_theme_is_unpinned(browser: TestClient, opened: OpenStudy) -> None:
    theme = opened.study.analysis.themes.themes[0].theme_id
    do(browser, opened, "pin-theme", theme=theme)
    assert "unpin-theme" in page(browser, opened)
    do(browser, opened, "unpin-theme", theme=theme)
    assert "unpin-theme" not in page(browser, opened)


def test_order_and_search(browser: TestClient, opened: OpenStudy) -> None:
    text = page(browser, opened, sort="name")
    names = sorted((theme.name for theme in opened.study.analysis.themes.themes), key=str.casefold)
    places = [text.index(f">{name}</textarea>".replace("&", "&amp;")) for name in names]
    assert places == sorted(places)
    assert "Nothing fits" in page(browser, opened, words="no such words at all")
