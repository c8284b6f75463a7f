"""The page of codes: made, given to selected words, suggested, accepted and refused."""

from __future__ import annotations

import time

from starlette.testclient import TestClient

from voc.tasks.code import CodeRow, list_codes
from voc.workspace.open_study import OpenStudy
from voc.workspace.views.codes import order_codes

JSON = {"accept": "application/json"}


def act(browser: TestClient, opened: OpenStudy, action: str, **fields: str) -> dict[str, str]:
    answer = browser.post(f"/study/{opened.study_id}/do/{action}", data=fields, headers=JSON)
    assert answer.status_code == 200, answer.text
    return answer.json()


def page(browser: TestClient, opened: OpenStudy, code: str = "") -> str:
    for _ in range(50):
        text = browser.get(f"/study/{opened.study_id}/codes", params={"code": code}).text
        # The vectors of all statements are worked out in the background.
        if "data-wait" not in text:
            return text
        time.sleep(0.2)
    raise AssertionError("the suggestions never came")


def find(opened: OpenStudy, words: str) -> str:
    return next(segment.segment_id for segment in opened.study.analysis.segments if words in segment.text)


def test_words_get_a_new_code_which_suggests_more(browser: TestClient, opened: OpenStudy) -> None:
    segment = find(opened, "vier Wochen gewartet")
    answer = act(browser, opened, "give-code", segment=segment, words="vier Wochen gewartet", new="Geld kommt spät")
    assert "Geld kommt spät" in answer["message"]
    (code,) = list_codes(opened.folder)
    assert (code.accepted, code.examples) == ((segment,), ("vier Wochen gewartet",))
    text = page(browser, opened, "Geld kommt spät")
    suggested = [part.split('"')[0] for part in text.split('<li data-statement="')[1:]]
    assert suggested and segment not in suggested
    act(browser, opened, "refuse-code", segment=suggested[0], code="Geld kommt spät")
    act(browser, opened, "give-code", segment=suggested[-1], code="Geld kommt spät")
    (code,) = list_codes(opened.folder)
    assert code.refused == (suggested[0],) and set(code.accepted) == {segment, suggested[-1]}
    act(browser, opened, "take-code", segment=suggested[0], code="Geld kommt spät")
    assert list_codes(opened.folder)[0].refused == ()


def test_a_code_is_made_changed_and_deleted(browser: TestClient, opened: OpenStudy) -> None:
    answer = act(browser, opened, "write-code", name="A & B?", description="x", examples="eins\n\nzwei", colour="teal")
    assert answer["go"].endswith("/codes?code=A%20%26%20B%3F")
    assert list_codes(opened.folder)[0].examples == ("eins", "zwei")
    act(browser, opened, "write-code", code="A & B?", name="Neu", description="", examples="eins", parent="", colour="")
    (code,) = list_codes(opened.folder)
    assert (code.name, code.description, code.examples, code.colour) == ("Neu", "", ("eins",), "")
    assert "Neu" in page(browser, opened, "A & B?")
    act(browser, opened, "delete-code", code="Neu")
    assert list_codes(opened.folder) == ()


def test_what_is_coded_is_in_its_code_after_the_next_run(browser: TestClient, opened: OpenStudy) -> None:
    segment = find(opened, "vier Wochen gewartet")
    act(browser, opened, "give-code", segment=segment, new="Geld")
    assert opened.has_new_decisions
    assert "Geld" in browser.get(f"/study/{opened.study_id}/statements", params={"open": segment}).text


def row(key: str, parent: str = "") -> CodeRow:
    return CodeRow(key, key, "", (), parent, "", (), (), 0)


def test_codes_are_a_tree_in_which_none_is_lost() -> None:
    codes = [row("b", "a"), row("a"), row("c", "b"), row("orphan", "gone")]
    assert [(branch.code.key, branch.depth) for branch in order_codes(codes)] == [
        ("a", 0), ("b", 1), ("c", 2), ("orphan", 0),
    ]  # fmt: skip
