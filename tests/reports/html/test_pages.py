"""Feeling words in quotes: marked, verbatim all the same, and silent where nothing is known."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from reports.html.pages import MarkedText, find_marks, mark_feelings
from reports.html.report import render_html
from reports.view import View, build_view
from reports.view.page_records import MarkRange, ShownQuote
from tests.reports.fake_study import FakeStudy
from voc.schema import Span
from voc.study.quotes import quotes_in_html

QUOTE = ShownQuote("s-1", "A <dirty>\r\nroom & a rude clerk", "en", "Person 1", "a.txt", "", "negative", "", False)
RUDE = QUOTE.text.index("rude")
MARKS = {"s-1": MarkedText(QUOTE.text, (MarkRange(2, 9), MarkRange(RUDE, RUDE + 4)))}


def test_marked_words_stand_in_b_and_everything_is_escaped() -> None:
    assert mark_feelings(QUOTE, MARKS) == (
        'A <b class="feeling">&lt;dirty&gt;</b>&#13;\nroom &amp; a <b class="feeling">rude</b> clerk'
    )


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        ("a rude clerk", 'a <b class="feeling">rude</b> clerk'),
        ("clerk", "clerk"),
        ("a ru", "a ru"),
        ("r", "r"),
        ("elsewhere", "elsewhere"),
    ],
)
def test_a_part_has_the_marks_that_stand_wholly_in_it(part, expected) -> None:
    assert mark_feelings(replace(QUOTE, text=part, start=0, end=len(part)), MARKS) == expected


def test_a_quote_without_marks_is_as_it_was() -> None:
    assert mark_feelings(QUOTE, {}) == "A &lt;dirty&gt;&#13;\nroom &amp; a rude clerk"


@pytest.fixture(scope="module")
def view(study: FakeStudy):
    """Every first word of a text carries its feeling."""
    analysis, personas = study
    first_words = tuple(Span(row, 0, len(part.text.split(" ")[0])) for row, part in enumerate(analysis.segments))
    return build_view(replace(analysis, feeling_words=first_words), personas)


def test_only_statements_shown_as_good_or_bad_are_marked(view: View) -> None:
    marks = find_marks(view)
    moods = {voice.quote.segment_id: voice.quote.mood for voice in view.voices.voices}
    assert set(marks) == {key for key, mood in moods.items() if mood != "neutral"} != set()


def test_a_page_with_marks_quotes_verbatim(view: View, study: FakeStudy, tmp_path: Path) -> None:
    page = render_html(view, find_marks(view))
    (tmp_path / "report.html").write_bytes(page.encode())
    texts = {segment.segment_id: segment.text for segment in study[0].segments}
    quotes, findings = quotes_in_html(tmp_path / "report.html")
    assert findings == []
    for quote in quotes:
        assert quote.text == texts[quote.segment_id] if quote.span is None else quote.text in texts[quote.segment_id]
    assert page.count('<b class="feeling">') > 100
    assert view.language == "en" or "Unterstrichene Wörter" in page


def test_a_page_without_marks_does_not_explain_them(view: View) -> None:
    page = render_html(view)
    assert '<b class="feeling">' not in page
    assert "Unterstrichene" not in page
