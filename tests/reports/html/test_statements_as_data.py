"""Statements as data: exact, checked like every quote, and never markup."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from reports.html.report import STATEMENT_FIELDS, render_html, statements_as_data
from reports.language import load_words
from reports.view import build_view
from tests.reports import fake_study as fake
from tests.reports.fake_study import FakeStudy
from voc.study.quotes import quotes_in_html

NASTY = "</script><script>alert(1)</script> \u2028 <!-- & ' \" \U0001f600 \u202e"


@pytest.fixture
def large():
    analysis = fake.big_analysis(3_001)
    last = len(analysis.segments) - 1
    segments = (*analysis.segments[:last], replace(analysis.segments[last], text=NASTY))
    return replace(analysis, segments=segments), fake.refused("Zu wenige.")


def test_rows_hold_each_statement_and_its_names(large: FakeStudy) -> None:
    view = build_view(*large)
    data = json.loads(json.dumps(statements_as_data(view.voices.rest, load_words("de"))))
    assert len(data["rows"]) == len(view.voices.rest) > 2_000
    for row, voice in zip(data["rows"], view.voices.rest, strict=True):
        one = dict(zip(STATEMENT_FIELDS, row, strict=True))
        assert one["text"] == voice.quote.text
        assert data["sources"][one["source"]] == voice.quote.source
        assert data["abouts"][one["about"]] == voice.about
        assert (data["emotions"][one["emotion"]][0] if one["emotion"] >= 0 else "") == voice.quote.emotion


def test_the_page_holds_them_as_data_that_the_study_room_checks(large: FakeStudy, tmp_path: Path) -> None:
    analysis, personas = large
    page = tmp_path / "report.html"
    page.write_text(render_html(build_view(analysis, personas)), encoding="utf-8", newline="")
    quotes, findings = quotes_in_html(page)
    assert findings == []
    texts = {segment.segment_id: segment.text for segment in analysis.segments}
    assert {quote.segment_id for quote in quotes} == set(texts)
    for quote in quotes:
        assert quote.text == texts[quote.segment_id] if quote.span is None else quote.text in texts[quote.segment_id]
    assert "<script>alert" not in page.read_text("utf-8")


def test_statements_that_cannot_be_read_are_a_finding(tmp_path: Path) -> None:
    page = tmp_path / "report.html"
    page.write_text('<script type="application/json" data-quotes>{"rows": [1]}</script>', encoding="utf-8")
    _, findings = quotes_in_html(page)
    assert findings == ["report.html line 1: the statements cannot be read (TypeError)."]
