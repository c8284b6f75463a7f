"""The pictures: their titles are findings that the counts support, and there is none where nothing can be compared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pytest

from reports.language import load_words
from reports.view import View, build_view
from reports.view.pictures import BARS, Pictures
from tests.reports.fake_study import SAID, FakeStudy, fake_study, refused
from voc.schema import MIN_PEOPLE, Analysis

N_OLD = 9
"""People of the study made by `with_groups` who are "old"; the others are "young"."""


def pictures_of(analysis: Analysis) -> Pictures:
    return build_view(analysis, refused("none")).pictures


def with_sentiment(analysis: Analysis, by_person: Mapping[int, int]) -> Analysis:
    """The study in which everything that a person says has one sentiment: 0, 1 or 2."""
    sentiment = np.array([by_person.get(row[0], 1) for row in SAID], np.int32)
    return replace(analysis, readings=replace(analysis.readings, sentiment=sentiment))


def with_groups(analysis: Analysis) -> Analysis:
    people = analysis.corpus.respondents
    known = tuple(
        replace(person, attributes={"Kundschaft": "alt" if number < N_OLD else "neu"})
        for number, person in enumerate(people)
    )
    return replace(analysis, corpus=replace(analysis.corpus, respondents=known))


@pytest.fixture(scope="module")
def view(german: FakeStudy) -> View:
    return build_view(*german)


def test_themes_have_the_counts_of_their_list_most_negative_first(view: View) -> None:
    picture = view.pictures.themes
    assert picture
    cards = {card.anchor: card for card in view.themes.themes}
    for bar in (*picture.bars, *picture.rest):
        card = cards[bar.target]
        assert (bar.people, bar.negative, bar.mixed, bar.positive) == (
            card.people,
            card.negative,
            card.mixed,
            card.positive,
        )
    shares = [bar.negative / bar.people for bar in picture.bars]
    assert len(shares) > 2
    assert shares == sorted(shares, reverse=True)


def test_a_majority_that_could_be_chance_is_hedged(german: FakeStudy) -> None:
    everybody = range(18)
    surely = pictures_of(with_sentiment(german.analysis, dict.fromkeys(everybody, 0))).themes
    # Of the people who speak of returns, a few more are negative than not.
    narrowly = pictures_of(with_sentiment(german.analysis, dict.fromkeys((0, 1, 2, 3, 6, 7), 0))).themes
    assert surely
    assert narrowly
    assert surely.title == "„Rücksendung dauert“ ist überwiegend negativ: 9 von 9 Personen"
    assert narrowly.title == "„Rücksendung dauert“ ist eher negativ: 6 von 9 Personen; die Mehrheit kann Zufall sein"


def test_without_a_majority_the_title_claims_none(german: FakeStudy) -> None:
    few = pictures_of(with_sentiment(german.analysis, {0: 0})).themes
    nobody = pictures_of(with_sentiment(german.analysis, {})).themes
    assert few
    assert nobody
    assert few.title.startswith("Kein Thema ist überwiegend negativ; am ehesten „")
    assert nobody.title == "Niemand spricht überwiegend negativ von einem Thema"


def test_few_people_never_make_the_title_nor_a_bar(german: FakeStudy) -> None:
    # Advice is spoken of by four people; now by two, who are all negative.
    assignment = german.analysis.themes.assignment.copy()
    advice = np.flatnonzero(assignment == 3)
    assignment[advice[2:]] = -1
    analysis = with_sentiment(german.analysis, {SAID[position][0]: 0 for position in advice[:2]})
    picture = pictures_of(replace(analysis, themes=replace(analysis.themes, assignment=assignment))).themes
    assert picture
    assert "Beratung" not in picture.title
    assert [bar.name for bar in picture.rest] == ["Beratung zum Laufstil"]
    assert all(bar.people >= MIN_PEOPLE for bar in picture.bars)
    assert load_words("de")("picture.rest_few", n=1, minimum=MIN_PEOPLE) in picture.measure


def test_groups_that_differ_clearly_are_named_with_their_counts(german: FakeStudy) -> None:
    apart = {number: 0 if number < N_OLD else 2 for number in range(18)}
    groups = pictures_of(with_groups(with_sentiment(german.analysis, apart))).groups
    assert groups
    assert groups.title == "Kundschaft: „alt“ ist öfter negativ (9 von 9 Personen) als „neu“ (0 von 9)"
    assert [bar.name for bar in groups.panels[0].bars] == ["alt", "neu"]


def test_groups_that_could_differ_by_chance_are_not_called_different(german: FakeStudy) -> None:
    slightly = dict.fromkeys((0, 1, 2, 3, N_OLD), 0)
    groups = pictures_of(with_groups(with_sentiment(german.analysis, slightly))).groups
    assert groups
    assert groups.title == "Kein klarer Unterschied zwischen Gruppen: Kundschaft"
    assert groups.panels[0].title == (
        "Kundschaft: kein klarer Unterschied; am häufigsten negativ ist „alt“ (4 von 9 Personen), am seltensten „neu“ "
        "(1 von 9)"
    )


def test_one_clear_pair_among_many_comparisons_is_corrected_for_their_number(german: FakeStudy) -> None:
    # 6 of 9 against 1 of 9 is below 0.05 alone (Fisher: 0.0498), and above it among the comparisons of two attributes.
    analysis = with_groups(with_sentiment(german.analysis, dict.fromkeys((0, 1, 2, 3, 4, 5, N_OLD), 0)))
    alone = pictures_of(analysis).groups
    people = tuple(
        replace(person, attributes={**person.attributes, "Region": "NOS"[number % 3]})
        for number, person in enumerate(analysis.corpus.respondents)
    )
    many = pictures_of(replace(analysis, corpus=replace(analysis.corpus, respondents=people))).groups
    assert alone
    assert many
    assert "öfter negativ" in alone.title
    assert "Kein klarer Unterschied" in many.title


def test_personas_are_compared_by_the_same_themes(view: View, german: FakeStudy) -> None:
    personas = view.pictures.personas
    assert personas
    assert len({tuple(bar.name for bar in panel.bars) for panel in personas.panels}) == 1
    assert [panel.whole for panel in personas.panels] == [card.people for card in view.personas]
    for panel, persona in zip(personas.panels, german.personas.personas, strict=True):
        assert panel.bars[0].people == len(persona.respondents)
        assert all(bar.people == bar.negative + bar.mixed + bar.positive <= panel.whole for bar in panel.bars)
    assert personas.title == "Am häufigsten negativ ist Persona A (6 von 8 Personen), am seltensten Persona B (1 von 7)"


def test_the_worst_pain_point_is_the_title(view: View) -> None:
    picture = view.pictures.pains
    assert picture
    assert picture.title == f"Am schwersten wiegt „{view.pains[0].title}“: {view.pains[0].people} von 18 Personen"
    assert all(f"{pain.rank}. {pain.title}: {pain.people} Person" in picture.values for pain in view.pains)


def test_a_pain_point_of_few_people_is_named_as_such(german: FakeStudy) -> None:
    pains = german.analysis.pain_points
    few = tuple(replace(pain, respondents=pain.respondents[:2]) for pain in pains)
    picture = pictures_of(replace(german.analysis, pain_points=few)).pains
    assert picture
    assert "mit weniger als 3 Personen: 2 von 18 Personen" in picture.title


def test_many_pain_points_leave_the_least_severe_to_the_table(german: FakeStudy) -> None:
    pains = tuple(replace(german.analysis.pain_points[0], pain_point_id=f"p-{number}") for number in range(BARS + 2))
    picture = pictures_of(replace(german.analysis, pain_points=pains)).pains
    assert picture
    assert [pain.rank for pain in picture.pains] == list(range(1, BARS + 1))
    assert [pain.rank for pain in picture.rest] == [BARS + 1, BARS + 2]
    assert picture.measure.endswith("2 weitere, weniger schwere sind nicht gezeichnet.")


def test_nothing_to_compare_makes_no_picture(german: FakeStudy) -> None:
    # Everybody has another age, nobody is in a persona, and there is a single pain point.
    pictures = pictures_of(replace(german.analysis, pain_points=german.analysis.pain_points[:1]))
    assert pictures.groups is None
    assert pictures.personas is None
    assert pictures.pains is None
    no_themes = np.full(len(SAID), -1, np.int32)
    analysis = replace(german.analysis, themes=replace(german.analysis.themes, themes=(), assignment=no_themes))
    assert pictures_of(analysis).themes is None


def test_sources_of_another_kind_are_no_groups(german: FakeStudy) -> None:
    kinds = {segment.kind for segment in german.analysis.segments}
    assert len(kinds) == 3
    assert pictures_of(german.analysis).groups is None


def test_many_themes_leave_the_smallest_to_the_table() -> None:
    study = fake_study("en")
    base = study.analysis.themes.themes[0]
    n = BARS + 3
    themes = tuple(replace(base, theme_id=f"t-{number:010x}", name=f"Theme {number}") for number in range(n))
    # Each theme gets three people with a statement each.
    assignment = np.array([number // 3 if number // 3 < n else -1 for number in range(len(SAID))], np.int32)
    people = [f"r-{number:03}" for number in range(len(SAID))]
    segments = tuple(
        replace(segment, respondent_id=who) for segment, who in zip(study.analysis.segments, people, strict=True)
    )
    analysis = replace(
        study.analysis,
        segments=segments,
        themes=replace(study.analysis.themes, themes=themes, assignment=assignment),
        pain_points=(),
    )
    picture = pictures_of(analysis).themes
    assert picture
    assert len(picture.bars) == BARS
    assert len(picture.bars) + len(picture.rest) == len({number for number in assignment.tolist() if number >= 0})
    assert "not drawn" in picture.measure
