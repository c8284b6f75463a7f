"""Figures beside the words: in the view, on the page, in sentences that do not overclaim."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from markupsafe import escape

from reports.html.report import render_html
from reports.language import load_words
from reports.view import build_view
from reports.view.numbers import outcome_sentence
from tests.reports.fake_study import FakeStudy
from voc.numbers.proportions import compare
from voc.schema import Experiment, Metric, Moment, Variant

METRICS = (
    Metric("", "NPS", -12.5, "points", "2026-Q1", "panel"),
    Metric("checkout", "views", 12_345, "", "2026-01-01/2026-03-31", "ga4.csv"),
    Metric("checkout", "bounce_rate", 0.125, "share", "", "ga4.csv"),
    Metric("poster", "<b>reach</b>", 0.999, "", "", "<i>.csv"),
    Metric("returns", "cases", 1.996, "per person", "", "crm.csv", 7),
)
TESTS = (
    Experiment("One page <1>", (Variant("A", 2400, 120), Variant("B", 2390, 151)), "checkout", "", "ab.csv"),
    Experiment("Label", (Variant("old", 1000, 100), Variant("new", 1000, 200)), "returns", "", "ab.csv"),
)
MOMENTS = (
    Moment("delivery", "delight", 9, 9, 0.05, -0.1, 0.2, 0.3),
    Moment("returns", "trouble", 8, 10, -0.31, -0.5, -0.12, 0.25),
)


@pytest.fixture
def full(study: FakeStudy):
    """(analysis with figures, personas) in both languages."""
    analysis, personas = study
    return replace(analysis, metrics=METRICS, experiments=TESTS, moments=MOMENTS), personas


def test_numbers_are_absent_where_there_are_none(study: FakeStudy) -> None:
    page = render_html(build_view(*study))
    assert 'id="numbers"' not in page
    assert "#numbers" not in page


def test_numbers_stand_beside_the_mood_of_their_touchpoint(full) -> None:
    view = build_view(*full)
    whole, poster, checkout, returns = view.numbers.places
    assert (poster.anchor, poster.mood.people) == ("", 0)
    assert (checkout.anchor, checkout.mood.people) == ("place-checkout", 4)
    german = view.language == "de"
    assert [one.value for one in checkout.figures] == (["12.345", "12,5\u202f%"] if german else ["12,345", "12.5%"])
    assert whole.figures[0].value == ("−12,50\u202fpoints" if german else "−12.50\u202fpoints")
    assert returns.figures[0].value == ("2,00" if german else "2.00")
    assert "7" in returns.figures[0].name


def test_numbers_page_is_escaped_and_leads_somewhere(full) -> None:
    page = render_html(build_view(*full))
    assert 'href="#numbers"' in page
    assert "<b>reach</b>" not in page
    assert "<i>.csv" not in page
    targets = set(re.findall(r'href="#([^"]+)"', page))
    assert targets <= set(re.findall(r'id="([^"]+)"', page))


def test_moments_show_the_clear_ones_first_and_say_what_they_are_not(full) -> None:
    view = build_view(*full)
    assert [(one.clear, one.tone) for one in view.numbers.moments] == [(True, "negative"), (False, "positive")]
    assert ("nicht, was wovon kommt" if view.language == "de" else "not what causes what") in view.numbers.note


def test_evidence_stands_at_the_pain_points_of_its_touchpoint(full) -> None:
    analysis, _ = full
    view = build_view(*full)
    places = {f"pain-{one.pain_point_id}": one.touchpoint_id for one in analysis.pain_points}
    assert {places[anchor] for anchor in view.numbers.evidence} == {"returns", "checkout"} & set(places.values())
    lines = next(lines for anchor, lines in view.numbers.evidence.items() if places[anchor] == "returns")
    assert lines[0].startswith("Dafür" if view.language == "de" else "For")
    assert all(line in render_html(view).replace("&#34;", '"') for line in lines)


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize(
    ("counts", "verdict", "more"),
    [
        (((2400, 120), (2390, 140)), "open", True),
        (((1000, 100), (1000, 200)), "higher", False),
        (((1000, 200), (1000, 100)), "lower", False),
        (((200, 7), (200, 7)), "open", False),
    ],
)
def test_outcome_sentence_says_what_the_test_shows_and_no_more(language, counts, verdict, more) -> None:
    words = load_words(language)
    variants = tuple(Variant(name, *pair) for name, pair in zip("AB", counts, strict=True))
    sentence = outcome_sentence(words, compare(Experiment("x", variants))[0])
    assert words(f"experiment.{verdict}") in sentence
    assert ("80 %" in sentence or "80%" in sentence) == more
    for word in ("proves", "beweist", "significant", "signifikant", "causes", "bewirkt"):
        assert word not in sentence


def test_figures_stand_beside_the_words_of_their_touchpoint(full) -> None:
    view = build_view(*full)
    page = render_html(view)
    assert view.numbers.beside
    for anchor, lines in view.numbers.beside.items():
        if any(place.anchor == anchor for block in view.phases for place in block.places):
            block = page.split(f'id="{anchor}"', 1)[1].split("</details>", 1)[0]
            assert all(str(escape(line)) in block for line in lines)
    measured = {one.touchpoint_id for one in (*full[0].metrics, *full[0].experiments)}
    assert set(view.numbers.beside) == {f"place-{one}" for one in measured if one}
