"""The journey shows every phase, with the people and the worst pain point of each touchpoint as the report has them."""

from __future__ import annotations

from starlette.testclient import TestClient

from voc.tasks.pain_point import rename_pain_point
from voc.workspace.open_study import OpenStudy
from voc.workspace.requests import Fields
from voc.workspace.views import journey


def test_touchpoints_have_people_and_their_worst_pain(browser: TestClient, opened: OpenStudy) -> None:
    analysis = opened.study.analysis
    pain = next(point for point in analysis.pain_points if point.touchpoint_id)
    rename_pain_point(opened.study, pain.pain_point_id, "Kein <Drucker>")
    text = browser.get(f"/study/{opened.study_id}/journey").text
    assert all(f'id="phase-{phase.phase_id}"' in text for phase in analysis.taxonomy.phases)
    assert "Kein &lt;Drucker&gt;" in text
    shown = journey.show(opened, Fields({}), "en")["phases"]
    people = {card.touchpoint_id: card.n_people for phase in shown for card in phase.touchpoints}  # type: ignore[attr-defined]
    spoken = {f.touchpoint_id: f.n_respondents for f in analysis.feelings if f.touchpoint_id and f.n_respondents}
    assert people == spoken
