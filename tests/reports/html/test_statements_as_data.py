"""Statements as data: exact, checked like every quote, and never markup."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from reports.html.report import STATEMENT_FIELDS, render_html, statements_as_data
from reports.language import load_words
from reports.view import build_view
from reports.view.page_records import StatementEntry
from reports.view.voices import BYTES_PER_STATEMENT
from tests.reports import fake_study as fake
from tests.reports.fake_study import FakeStudy
from voc.study.quotes import quotes_in_html
from voc.themes.neighbours import NEIGHBOURS

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


def size_of_texts(entry: StatementEntry) -> int:
    texts = entry.quote.text + entry.quote.person + entry.quote.place + entry.tokens
    return len(re.sub("['&<>]", r"\\u0000", texts).encode())


def test_more_statements_make_more_data_and_no_more_of_the_page() -> None:
    sizes, pages = [], []
    for n in (6_000, 12_000):
        analysis = fake.big_analysis(n)
        neighbours = np.zeros((n, NEIGHBOURS), np.int32)
        view = build_view(replace(analysis, neighbours=neighbours), fake.refused("Zu wenige."))
        text = render_html(view)
        data = Counter(re.findall(r'\["(s-[0-9a-f]{10})",', text))
        elements = Counter(re.findall(r'<li id="(s-[0-9a-f]{10})"', text))
        assert not data.keys() & elements.keys()
        assert data | elements == dict.fromkeys((s.segment_id for s in analysis.segments), 1)
        sizes.append(len(text.encode()) - sum(map(size_of_texts, view.voices.rest)))
        pages.append(re.sub(r"<script.*?</script>", "", text, flags=re.DOTALL).count("<"))
    assert (sizes[1] - sizes[0]) / 6_000 <= BYTES_PER_STATEMENT
    assert pages[1] - pages[0] < 100


def test_10000_statements_in_other_letters_stay_under_3_mb() -> None:
    analysis = fake.big_analysis(10_000)
    segments = tuple(replace(segment, text="Посылка пришла только через три недели.") for segment in analysis.segments)
    view = build_view(replace(analysis, segments=segments), fake.refused("Zu wenige."))
    assert len(view.voices.rest) > 9_000
    assert len(render_html(view).encode()) < 3_000_000


def test_statements_that_cannot_be_read_are_a_finding(tmp_path: Path) -> None:
    page = tmp_path / "report.html"
    page.write_text('<script type="application/json" data-quotes>{"rows": [1]}</script>', encoding="utf-8")
    _, findings = quotes_in_html(page)
    assert findings == ["report.html line 1: the statements cannot be read (TypeError)."]
