"""Pages beside a report that cannot hold all statements: complete, in order, checked like the report."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import pytest

from reports.html.report import STATEMENTS_PER_PAGE, count_statement_pages, render_html, render_statement_pages
from reports.view import View, build_view
from tests.reports import fake_study as fake
from voc.study.quotes import quotes_in_html

N = 3_001


@pytest.fixture
def view(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(import_module("reports.view.voices"), "ROOM", 1000)
    return build_view(fake.big_analysis(N), fake.refused("Zu wenige."))


def test_they_hold_every_statement_once_in_order(view: View, tmp_path: Path) -> None:
    pages = render_statement_pages(view)
    assert list(pages) == ["1.html", "2.html"]
    found = []
    for name, text in pages.items():
        (tmp_path / name).write_text(text, encoding="utf-8", newline="")
        quotes, findings = quotes_in_html(tmp_path / name)
        assert findings == []
        assert len(quotes) <= STATEMENTS_PER_PAGE
        assert len(text.encode()) < 3_000_000
        found += [(quote.segment_id, quote.text) for quote in quotes]
    assert found == [(segment.segment_id, segment.text) for segment in fake.big_analysis(N).segments]


def test_the_report_leads_to_them_and_they_back(view: View) -> None:
    text = render_html(view)
    assert [f'href="voices/{n}.html"' in text for n in (1, 2, 3)] == [True, True, False]
    assert all('href="../report.html#voices"' in page for page in render_statement_pages(view).values())


def test_there_are_none_where_the_report_holds_all() -> None:
    view = build_view(fake.big_analysis(N), fake.refused("Zu wenige."))
    assert count_statement_pages(view) == 0
    assert render_statement_pages(view) == {}
    assert "voices/1.html" not in render_html(view)
