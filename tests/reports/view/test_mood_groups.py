"""Splits of a touchpoint: the cells of data/touchpoint_splits.csv, with personas, small cells and no data marked."""

from __future__ import annotations

from dataclasses import replace

import pytest

from personas.wording import attribute_name
from reports.html.report import render_html
from reports.language import load_words
from reports.view import build_view
from reports.view.journey import VISIBLE_SPREAD, MoodGroups
from reports.view.study_index import StudyIndex
from tests.reports.fake_study import fake_analysis, fake_personas
from voc.journey.feelings import split_feelings
from voc.schema import MIN_PEOPLE, Analysis, Personas

RUNS = ("selten", "oft", "<b>täglich</b>")


@pytest.fixture(scope="module")
def study() -> tuple[Analysis, Personas]:
    analysis = fake_analysis("de")
    people = [segment.respondent_id for segment in analysis.segments]
    order = {who: number for number, who in enumerate(dict.fromkeys(people))}
    known = tuple(
        replace(one, attributes={"Läufe": RUNS[order.get(one.respondent_id, 0) % 3]})
        for one in analysis.corpus.respondents
    )
    analysis = replace(analysis, corpus=replace(analysis.corpus, respondents=known))
    return analysis, fake_personas(analysis)


def test_cells_are_those_of_the_table(study: tuple[Analysis, Personas]) -> None:
    analysis, personas = study
    facts = StudyIndex(analysis, load_words("de"))
    table = {
        (one.attribute, one.value, one.feeling.touchpoint_id): one
        for one in split_feelings(
            analysis.segments, analysis.readings, analysis.tags, analysis.taxonomy, analysis.corpus.respondents
        )
    }
    compared = 0
    for touchpoint in analysis.taxonomy.touchpoints:
        for split in MoodGroups(facts, personas).splits(facts.at_touchpoint(touchpoint.touchpoint_id)):
            for value, mood in split.values if split.name == "Läufe" else ():
                cell = table.get(("Läufe", value, touchpoint.touchpoint_id))
                assert (mood.polarity is None) == (cell is None)
                if cell:
                    assert mood.polarity == pytest.approx(cell.feeling.polarity)
                    assert (mood.people, mood.few) == (cell.feeling.n_respondents, cell.few)
                    compared += 1
    assert compared > 10


def test_personas_split_first_come_their_own_people(study: tuple[Analysis, Personas]) -> None:
    analysis, personas = study
    view = build_view(analysis, personas)
    for block in view.phases:
        for place in block.places:
            facts = StudyIndex(analysis, load_words("de"))
            who = set(facts.respondents(facts.at_touchpoint(place.touchpoint_id)))
            for persona, mood in zip(personas.personas, place.by_persona, strict=True):
                assert mood.people == len(who & set(persona.respondents))
                assert mood.few == (0 < mood.people < MIN_PEOPLE)
                assert (mood.polarity is None) == (mood.people == 0)


def test_attributes_that_the_catalogue_knows_are_named_in_the_language(study: tuple[Analysis, Personas]) -> None:
    analysis, personas = study
    renamed = tuple(
        replace(one, attributes={"customer since": one.attributes["Läufe"]}) for one in analysis.corpus.respondents
    )
    view = build_view(replace(analysis, corpus=replace(analysis.corpus, respondents=renamed)), personas)
    names = {split.name for block in view.phases for place in block.places for split in place.splits}
    assert attribute_name("customer since", "de") in names
    assert "customer since" not in names


def test_a_spread_needs_enough_people_on_both_sides(study: tuple[Analysis, Personas]) -> None:
    view = build_view(*study)
    splits = [split for block in view.phases for place in block.places for split in place.splits]
    assert splits
    for split in splits:
        sure = [mood.polarity for _, mood in split.values if not mood.few and mood.polarity is not None]
        assert split.visible == (len(sure) > 1 and max(sure) - min(sure) >= VISIBLE_SPREAD)


def test_phases_tell_what_people_do(study: tuple[Analysis, Personas]) -> None:
    view = build_view(*study)
    behaviour = {block.phase.phase_id: [quote.text for quote in block.phase.does] for block in view.phases}
    assert behaviour["consideration"] == [
        "I usually compare three shops before I buy.",
        "I read the bad reviews first.",
    ]
    assert [block.phase.n_does for block in view.phases] == [0, 2, 0, 0, 0]


def test_the_report_shows_the_splits_and_escapes_their_values(study: tuple[Analysis, Personas]) -> None:
    page = render_html(build_view(*study))
    assert "Wer es wie erlebt" in page
    assert "&lt;b&gt;täglich&lt;/b&gt;" in page
    assert "<b>täglich" not in page
    assert "data/touchpoint_splits.csv" in page


def test_splits_of_too_few_people_are_not_shown(study: tuple[Analysis, Personas]) -> None:
    splits = [split for block in build_view(*study).phases for place in block.places for split in place.splits]
    assert splits
    for split in splits:
        assert sum(mood.people >= MIN_PEOPLE for _, mood in split.values) > 1
