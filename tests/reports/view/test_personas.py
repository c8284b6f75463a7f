"""Persona cards, their marks and curves, the profiles of respondents, and the tables to paste."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from pathlib import Path

import pytest

from reports.charts.emotion_curve import draw_small_curve
from reports.exports.boards import export_smaply, export_stickies
from reports.exports.markdown import export_md
from reports.exports.report_files import export_profiles
from reports.html.report import SIDE, draw_avatar, render_html
from reports.view import build_view
from tests.reports import fake_study as fake
from tests.reports.fake_study import FakeStudy
from voc.schema import CounterVoice, Difference, Profile, Span


@pytest.fixture(scope="module")
def rich():
    """The study with a sentence, differences, a counter-voice, questions and two profiles."""
    analysis = fake.fake_analysis("de")
    drafts = fake.fake_personas(analysis)
    first = drafts.personas[0]
    pain = next(one for one in first.traits if one.kind == "pain")
    said = replace(pain, spans=(Span(pain.segments[0], 0, len(analysis.segments[pain.segments[0]].text)),))
    apart = Difference("attribute", "age", "age", "40–49", 6, 8, 1, 9, 0.62, "cramers_v", 0.004)
    line_difference = Difference("trait", "Rücksendung", "returns", "pain", 6, 8, 1, 9, 0.64, "risk_difference", 0.0004)
    first = replace(
        first,
        traits=tuple(said if one is pain else one for one in first.traits),
        differences=(apart, line_difference),
        counter=(CounterVoice("pain", "Rücksendung", "returns", pain.respondents[:1], pain.segments[:1]),),
        questions=("Warum?",),
    )
    who = [analysis.segments[0].respondent_id, analysis.segments[3].respondent_id]
    one = replace(pain, respondents=(who[0],), lift=None)
    profiled = tuple(
        Profile(person, 3, 40, ("umfrage.csv",), (one,) if person == who[0] else (), (), 0, first.persona_id)
        for person in who
    )
    return analysis, replace(drafts, personas=(first, *drafts.personas[1:]), profiles=profiled)


def test_a_mark_is_the_same_each_time_differs_by_id_and_has_nothing_round() -> None:
    assert draw_avatar("pe-1") == draw_avatar("pe-1") != draw_avatar("pe-2")
    for number in range(50):
        drawn = draw_avatar(f"pe-{number}")
        assert not re.search(r"<circle|<ellipse|[ACQSacqs]\d", drawn)
        tones = [int(tone) for tone in re.findall(r'class="t(\d)"', drawn)]
        rows = [tones[at : at + SIDE] for at in range(0, SIDE * SIDE, SIDE)]
        assert any(row != row[::-1] for row in rows)


def test_a_line_is_someones_own_sentence(rich: FakeStudy) -> None:
    view = build_view(*rich)
    group = next(one for one in view.personas[0].groups if one.kind == "pain")
    assert group.lines[0].own_words is not None
    assert group.lines[0].quotes


def test_differences_are_told_in_plain_words_attributes_apart_from_what_grouped(rich: FakeStudy) -> None:
    card = build_view(*rich).personas[0]
    (attribute,) = card.set_apart
    (trait,) = card.differences
    assert str(attribute.claim) == "Alter: <b>40–49</b>"
    assert "75\u202f% hier (6 von 8), 11\u202f% der anderen (1 von 9)" in attribute.shares.replace("\xa0", "\u202f")
    assert "großer Unterschied (Cramérs V +0,62)" in attribute.proof
    assert "64 Prozentpunkte mehr" in trait.proof


def test_nothing_significant_is_said() -> None:
    analysis = fake.fake_analysis("de")
    page = render_html(build_view(analysis, fake.fake_personas(analysis)))
    assert "Kein Unterschied zu den anderen ist statistisch gesichert" in page
    assert "Nicht erhoben: " in page


def test_profiles_stand_in_a_small_report_and_are_linked(rich: FakeStudy) -> None:
    page = render_html(build_view(*rich))
    people = [part.split("</details>")[0] for part in page.split('<details class="person">')[1:]]
    for one in rich[1].profiles:
        assert any(f'id="{one.respondent_id}"' in person for person in people)
        assert f'href="#{one.respondent_id}"' in page


def test_profiles_become_pages_with_quotes_as_they_were_said(rich: FakeStudy, tmp_path: Path) -> None:
    from voc.study.quotes import quotes_in_html

    made = export_profiles(*rich)
    assert set(made) == {"profiles/index.html", *(f"profiles/{one.respondent_id}.html" for one in rich[1].profiles)}
    texts = {segment.segment_id: segment.text for segment in rich[0].segments}
    for name, content in made.items():
        path = tmp_path / name.replace("/", "-")
        path.write_bytes(content)
        quotes, findings = quotes_in_html(path)
        assert findings == []
        assert all(quote.text in texts[quote.segment_id] for quote in quotes)
    assert export_profiles(rich[0], replace(rich[1], profiles=())).keys() == {"profiles/index.html"}


def test_small_curve_leaves_a_gap_where_nobody_speaks(rich: FakeStudy) -> None:
    moods = build_view(*rich).personas[0].moods
    curve = draw_small_curve(moods)
    assert [stop.y is None for stop in curve.stops] == [mood.polarity is None for _, mood in moods]
    assert all(0 <= stop.y <= curve.base for stop in curve.stops if stop.y is not None)


def test_tables_to_paste_have_a_column_a_persona(rich: FakeStudy) -> None:
    titles = [one.title for one in rich[1].personas]
    table = list(csv.reader(io.StringIO(export_smaply(*rich)["smaply_personas.csv"].decode("utf-8-sig"))))
    assert table[0][1:] == titles
    assert {"Schmerzpunkte", "Was wir noch nicht wissen"} <= {row[0] for row in table}
    notes = list(csv.reader(io.StringIO(export_stickies(*rich)["stickies/paste_personas.csv"].decode("utf-8-sig"))))
    assert notes[0] == titles
    assert all("\n" not in cell or "Erst hieß" in cell for row in notes for cell in row)


def test_markdown_tells_differences_and_questions(rich: FakeStudy) -> None:
    text = export_md(*rich)["personas.md"].decode()
    assert "### Was sie von den anderen unterscheidet" in text
    assert "Warum?" in text
