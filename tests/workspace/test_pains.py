"""The table of pain points shows what is decided, and every form of it decides."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from voc.decisions.codebook import PainPointDecision
from voc.schema import PainPoint
from voc.workspace.open_study import OpenStudy

JSON = {"accept": "application/json"}


@pytest.fixture
def pain(opened: OpenStudy) -> PainPoint:
    """The pain point with most statements."""
    return max(opened.study.analysis.pain_points, key=lambda point: len(point.segments))


def do(browser: TestClient, study: OpenStudy, action: str, **fields: object) -> str:
    answer = browser.post(f"/study/{study.study_id}/do/{action}", data=fields, headers=JSON)
    assert answer.status_code == 200, answer.text
    return str(answer.json()["message"])


def page(browser: TestClient, study: OpenStudy, **query: str) -> str:
    answer = browser.get(f"/study/{study.study_id}/pains", params=query)
    assert answer.status_code == 200
    return answer.text


def decision(study: OpenStudy, pain: PainPoint) -> PainPointDecision:
    return study.codebook.pain_points.get(pain.pain_point_id, PainPointDecision())


def test_a_title_is_changed_in_place_and_taken_back(browser: TestClient, opened: OpenStudy, pain: PainPoint) -> None:
    do(browser, opened, "rename-pain", pain=pain.pain_point_id, title="Kein <Drucker>")
    text = page(browser, opened)
    assert "Kein &lt;Drucker&gt;" in text and f"Found as “{pain.title}”" in text
    do(browser, opened, "take-back", entry=pain.pain_point_id, keys="title")
    assert "Kein &lt;Drucker&gt;" not in page(browser, opened)


def test_what_the_next_run_does_is_on_the_row(browser: TestClient, opened: OpenStudy, pain: PainPoint) -> None:
    other = next(point for point in opened.study.analysis.pain_points if point != pain)
    do(browser, opened, "merge-pain", pain=pain.pain_point_id, into=other.pain_point_id)
    assert f"merges it into “{other.title}”" in page(browser, opened)
    do(browser, opened, "drop-pain", pain=pain.pain_point_id)
    assert "The next run drops it" in page(browser, opened)
    assert decision(opened, pain) == PainPointDecision(drop=True)


def test_what_a_run_has_dropped_can_be_taken_back(browser: TestClient, opened: OpenStudy) -> None:
    codebook = opened.folder / "codebook.toml"
    codebook.write_text('[pain_points."pp-0123456789"]\ntitle = "Längst weg"\ndrop = true\n', "utf-8")
    assert "Längst weg" in page(browser, opened)
    do(browser, opened, "take-back", entry="pp-0123456789", keys="drop")
    assert "Längst weg" not in page(browser, opened)


def test_statements_open_and_are_sent_away_and_back(browser: TestClient, opened: OpenStudy, pain: PainPoint) -> None:
    segments = [opened.study.analysis.segments[position] for position in pain.segments]
    closed, text = page(browser, opened), page(browser, opened, open=pain.pain_point_id)
    assert all(f'value="{segment.segment_id}"' in text for segment in segments)
    assert not any(f'value="{segment.segment_id}"' in closed for segment in segments)
    do(browser, opened, "leave-out-of-pain", pain=pain.pain_point_id, segment=segments[0].segment_id)
    text = page(browser, opened, open=pain.pain_point_id)
    assert (
        f'name="segment" value="{segments[0].segment_id}" autocomplete' not in text and "does not belong here" in text
    )
    do(browser, opened, "put-back-to-pain", pain=pain.pain_point_id, segment=segments[0].segment_id)
    assert decision(opened, pain).leave_out == ()


def test_the_workshop_fills_in_and_filters_by_it(browser: TestClient, opened: OpenStudy, pain: PainPoint) -> None:
    do(browser, opened, "plan-pain", pain=pain.pain_point_id, owner="Logistik", status="planned")
    assert decision(opened, pain).workshop == {"owner": "Logistik", "status": "planned"}
    text = page(browser, opened, status="planned")
    assert text.count('<tbody class="pain"') == 1 and f'id="{pain.pain_point_id}"' in text
    # A form without a field leaves its note as it is; an empty field removes it.
    do(browser, opened, "plan-pain", pain=pain.pain_point_id, owner="")
    assert decision(opened, pain).workshop == {"status": "planned"}


def test_search_and_order(browser: TestClient, opened: OpenStudy) -> None:
    points = opened.study.analysis.pain_points
    text = page(browser, opened, sort="name")
    titles = sorted((point.title for point in points), key=str.casefold)
    places = [text.index(f">{title}</textarea>") for title in titles]
    assert places == sorted(places)
    assert "Nothing fits" in page(browser, opened, words="no such words at all")
    assert page(browser, opened, words=titles[0].upper()).count('<tbody class="pain"') >= 1
