"""The first screen: findings that say more than titles, and no quote that may be the interviewer's question."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

import pytest

from reports.html.report import render_html
from reports.view import View, build_view
from reports.view.key_findings import KEY_FINDINGS
from tests.reports.fake_study import FakeStudy
from voc.schema import Analysis, Personas

QUESTIONS = (
    "No speakers are named, and 9 questions are among the words of the one participant: if this is an interview, they "
    "count as answers. Export it with speakers (Teams: .vtt or .docx), or write I: and B: before the turns."
)


@pytest.fixture(scope="module")
def view(study: FakeStudy) -> View:
    return build_view(*study)


def without_roles(analysis: Analysis) -> Analysis:
    """The study as if nothing had said who asks, with a question in every statement."""
    corpus = analysis.corpus
    sources = tuple(replace(source, notes=(QUESTIONS,)) for source in corpus.sources)
    segments = tuple(replace(segment, text=f"{segment.text}?") for segment in analysis.segments)
    return replace(analysis, corpus=replace(corpus, sources=sources), segments=segments)


def test_findings_lead_into_the_report_and_repeat_no_title(view: View, study: FakeStudy) -> None:
    findings = view.glance.findings
    page = render_html(view)
    assert 3 <= len(findings) <= KEY_FINDINGS
    assert all(f'id="{finding.target}"' in page for finding in findings)
    titles = {fact.title for fact in (*view.glance.pains, *view.glance.best)}
    assert not titles & {finding.title for finding in findings}
    assert len({finding.sentence for finding in findings}) == len(findings)


def test_quote_of_a_pain_point_says_more_than_its_title(study: FakeStudy) -> None:
    analysis, personas = study
    said = analysis.segments[analysis.pain_points[0].quotes[0]].text
    echo = replace(analysis.pain_points[0], title=f"App: {said}")
    quotes = build_view(replace(analysis, pain_points=(echo,)), personas).glance.pains[0].quotes
    assert said not in [quote.text for quote in quotes]


def test_people_without_personas_are_shown_by_mood(study: FakeStudy) -> None:
    glance = build_view(study.analysis, Personas((), refusal="…")).glance
    moods = [person.mood.polarity for person in glance.people]
    assert len(moods) == build_view(*study).total
    assert moods == sorted(moods)


def test_dots_of_people_count_as_the_sentence_about_the_mood(study: FakeStudy) -> None:
    view = build_view(study.analysis, Personas((), refusal="…"))
    dots = Counter(person.balance for person in view.glance.people)
    mood = view.glance.findings[0].sentence
    assert [int(n) for n in re.findall(r"\d+", mood)] == [
        dots["positive"],
        view.total,
        dots["negative"],
        dots["mixed"],
    ]


def test_head_says_where_roles_are_unclear(view: View, study: FakeStudy) -> None:
    assert view.head.caution == ""
    unclear = build_view(without_roles(study.analysis), study.personas)
    assert str(len(study.analysis.corpus.sources)) in unclear.head.caution
    assert 'class="caution"' in render_html(unclear)


def test_quotes_that_may_be_questions_never_lead(study: FakeStudy) -> None:
    glance = build_view(without_roles(study.analysis), study.personas).glance
    assert glance.pains
    assert not [fact for fact in (*glance.pains, *glance.best) if fact.quotes]
