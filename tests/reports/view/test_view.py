"""What the report says is true: counts, shares, sentences and the limits it sets itself."""

from __future__ import annotations

import re
from dataclasses import replace
from importlib import import_module

import numpy as np
import pytest

from reports.language import load_words
from reports.view import View, build_view
from reports.view.findings import pain_sentence
from reports.view.study_index import StudyIndex, mood_word
from tests.reports import fake_study as fake
from tests.reports.fake_study import FakeStudy
from voc.schema import MIN_PEOPLE, Feeling


@pytest.fixture(scope="module")
def view(german: FakeStudy):
    return build_view(*german)


@pytest.fixture(scope="module")
def facts(german: FakeStudy):
    return StudyIndex(german[0], load_words("de"))


def test_head_counts_people_statements_and_sources(view: View, german: FakeStudy) -> None:
    analysis, _ = german
    people = {segment.respondent_id for segment in analysis.segments}
    assert view.total == len(people) == 18
    assert view.head.counts == "18 Personen · 44 Aussagen · 6 Interviews, 1 Umfrage, 1 Datei mit Bewertungen"
    assert view.head.languages.startswith("Deutsch 64\u202f%, Englisch 34\u202f%")


def test_people_are_called_befragte_where_all_were_asked(german: FakeStudy) -> None:
    analysis, personas = german
    sources = tuple(source for source in analysis.corpus.sources if source.kind != "review")
    asked = replace(analysis, corpus=replace(analysis.corpus, sources=sources))
    view = build_view(asked, personas)
    assert view.head.counts.startswith("18 Befragte · ")
    assert "von 18 Befragten berichten davon" in view.pains[0].sentence


def test_pain_points_count_people_not_mentions(view: View, german: FakeStudy) -> None:
    analysis, _ = german
    for shown, pain in zip(view.pains, analysis.pain_points, strict=True):
        people = {analysis.segments[position].respondent_id for position in pain.segments}
        assert shown.people == len(people)
        assert shown.share == len(people) / 18
        assert shown.few == (len(people) < MIN_PEOPLE)


def test_numbers_in_pain_sentences_are_people_with_that_emotion(
    view: View, german: FakeStudy, facts: StudyIndex
) -> None:
    analysis, _ = german
    n_checked = 0
    for shown, pain in zip(view.pains, analysis.pain_points, strict=True):
        counts = {facts.words(f"feels.{emotion}"): n for emotion, n in facts.emotions(pain.segments)}
        for n, word in re.findall(r"(\d+) (\w+)\.", shown.sentence):
            if word in counts:
                assert counts[word] == int(n)
        most = re.search(r"die meisten klingen (\w+) \((\d+)\)", shown.sentence)
        if most:
            n_checked += 1
            assert counts[most[1]] == int(most[2])
            assert int(most[2]) * 2 > shown.people
    assert n_checked


@pytest.mark.parametrize(
    ("emotions", "sentence"),
    [
        (["frustration"] * 3, "3 von 18 Personen berichten davon; alle klingen frustriert."),
        (
            ["frustration"] * 3 + ["worry"],
            "4 von 18 Personen berichten davon; die meisten klingen frustriert (3), 1 besorgt.",
        ),
        (["frustration"] * 2 + ["worry"] * 2, "4 von 18 Personen berichten davon; 2 klingen frustriert, 2 besorgt."),
        (["", "", ""], "3 von 18 Personen berichten davon."),
        (["worry"], "1 von 18 Personen berichtet davon und klingt besorgt."),
    ],
)
def test_sentence_fits_the_emotions(german: FakeStudy, emotions, sentence) -> None:
    from voc.schema import EMOTIONS

    analysis, _ = german
    own = {}
    for position, row in enumerate(fake.SAID):
        own.setdefault(row[0], position)
    positions = list(own.values())[: len(emotions)]
    emotion = analysis.readings.emotion.copy()
    for position, name in zip(positions, emotions, strict=True):
        emotion[position] = EMOTIONS.index(name) if name else -1
    changed = StudyIndex(replace(analysis, readings=replace(analysis.readings, emotion=emotion)), load_words("de"))
    assert str(pain_sentence(changed, len(emotions), positions)) == sentence


def test_theme_people_split_without_rest(view: View) -> None:
    assert [theme.people for theme in view.themes.themes] == sorted(
        (t.people for t in view.themes.themes), reverse=True
    )
    for theme in view.themes.themes:
        assert theme.negative + theme.mixed + theme.positive == theme.people
    assert view.themes.unsorted == "13 von 44 Aussagen (30\u202f%) passen zu keinem Thema."


def test_balance_calls_a_person_mixed_when_good_and_bad_are_even(facts: StudyIndex) -> None:
    person = [p for p, row in enumerate(fake.SAID) if row[0] == 8]
    assert facts.balance(person) == {"negative": 1}
    assert facts.balance([person[0], next(p for p, row in enumerate(fake.SAID) if row[0] == 11)]) == {
        "negative": 1, "positive": 1,
    }  # fmt: skip


def test_emotion_cells_count_people(view: View, german: FakeStudy) -> None:
    analysis, _ = german
    feelings = {(one.phase_id, one.touchpoint_id): one for one in analysis.feelings}
    for block in view.phases:
        for place in (block.phase, *block.places):
            feeling = feelings[place.phase_id, place.touchpoint_id]
            for cell in place.cells:
                assert cell.people == round(feeling.emotions.get(cell.emotion, 0) * feeling.n_respondents)
                assert (cell.step > 0) == (cell.people > 0)


def test_places_without_data_are_named_not_counted(view: View) -> None:
    awareness = view.phases[0]
    assert awareness.silent == "Plakat"
    assert "poster" not in {place.touchpoint_id for place in awareness.places}


def test_no_interval_below_the_minimum(view: View) -> None:
    moods = [place.mood for block in view.phases for place in (block.phase, *block.places)]
    of_few = [mood for mood in moods if mood.people < MIN_PEOPLE]
    assert of_few
    assert all(mood.low is None and mood.few for mood in of_few)


def test_finding_leaves_out_phases_of_few_people(view: View) -> None:
    assert view.glance.finding == "Tiefpunkt der Stimmung: Kaufhandlung, Höhepunkt: Abwägung"


def test_finding_admits_chance_where_intervals_touch(german: FakeStudy) -> None:
    analysis, personas = german
    wide = tuple(replace(one, low=-0.9, high=0.9) if one.low is not None else one for one in analysis.feelings)
    finding = build_view(replace(analysis, feelings=wide), personas).glance.finding
    assert finding.endswith("der Abstand kann Zufall sein")


def test_best_moments_need_enough_people_and_a_good_mood(view: View, german: FakeStudy) -> None:
    analysis, _ = german
    feelings = {f"place-{one.touchpoint_id}": one for one in analysis.feelings}
    assert len(view.glance.best) == 2
    for fact in view.glance.best:
        assert feelings[fact.target].n_respondents >= MIN_PEOPLE
        assert feelings[fact.target].polarity > 0


def test_a_best_moment_is_one_that_most_speak_well_of(german: FakeStudy) -> None:
    analysis, personas = german
    best = build_view(analysis, personas).glance.best[0]
    place = best.target.removeprefix("place-")
    position = next(i for i, one in enumerate(analysis.taxonomy.touchpoints) if one.touchpoint_id == place)
    # The statements become neutral; the mean of the touchpoint stays as it is.
    sentiment = np.where(analysis.tags.touchpoint == position, 1, analysis.readings.sentiment).astype(np.int8)
    neutral = replace(analysis, readings=replace(analysis.readings, sentiment=sentiment))
    assert best.target not in {fact.target for fact in build_view(neutral, personas).glance.best}


def test_no_best_moment_is_said(german: FakeStudy) -> None:
    analysis, personas = german
    bad = tuple(replace(one, polarity=-0.5) if one.polarity is not None else one for one in analysis.feelings)
    glance = build_view(replace(analysis, feelings=bad), personas).glance
    assert glance.best == ()
    assert "mindestens 3 Personen" in glance.no_best


def test_gaps_name_what_is_thin(view: View) -> None:
    assert "Aufmerksamkeit und Befürwortung" in view.glance.gaps[0]
    assert len(view.glance.gaps) <= 3


def test_unsure_readings_are_marked(view: View, german: FakeStudy) -> None:
    analysis, _ = german
    confidence = {s.segment_id: c for s, c in zip(analysis.segments, analysis.readings.confidence, strict=True)}
    for voice in view.voices.voices:
        assert voice.quote.unsure == (confidence[voice.quote.segment_id] < 0.6)


def test_persona_traits_count_members(view: View, german: FakeStudy) -> None:
    _, personas = german
    for card, draft in zip(view.personas, personas.personas, strict=True):
        assert card.people == len(draft.respondents)
        lines = [line for group in card.groups for line in group.lines]
        assert all(0 < line.people <= card.people for line in lines)
        assert all(line.quotes for line in lines)
        unknown = next(group for group in card.groups if group.kind == "motivation")
        assert unknown.empty == "dazu sagt keine Quelle etwas."


def test_attributes_are_shares_of_those_who_carry_them(view: View) -> None:
    age = view.personas[0].attributes[0]
    assert age.values[0] == ("30–39", 4, pytest.approx(4 / 6))
    assert age.note == "bekannt bei 6 von 8"


def test_refusal_stands_in_place_of_cards(german: FakeStudy) -> None:
    view = build_view(german[0], fake.refused("Zu wenige."))
    assert view.personas == ()
    assert view.refusal == "Zu wenige."


def test_quotes_are_of_different_people_first(facts: StudyIndex) -> None:
    mine = [p for p, row in enumerate(fake.SAID) if row[0] in (0, 1)]
    chosen = facts.pick(mine, 3)
    assert [fake.SAID[p][0] for p in chosen] == [0, 1, 0]


def test_same_words_are_quoted_once(german: FakeStudy) -> None:
    analysis, _ = german
    segments = (replace(analysis.segments[0], text="Gleich."), replace(analysis.segments[5], text="Gleich."))
    twice = StudyIndex(replace(analysis, segments=segments + analysis.segments[2:]), load_words("de"))
    assert twice.pick([0, 1], 2) == [0]


def test_place_is_a_time_or_a_row_in_the_language_of_the_report(view: View) -> None:
    places = {voice.quote.source: voice.quote.place for voice in view.voices.voices}
    assert re.fullmatch(r"\d+:\d\d", places["Interview_1.docx"])
    assert re.fullmatch(r"Zeile \d+", places["umfrage.csv"])


def test_locator_words_are_translated_one_by_one(german: FakeStudy) -> None:
    analysis, _ = german
    documents = tuple(replace(document, locator="sheet row 7, row 14") for document in analysis.corpus.documents)
    changed = StudyIndex(replace(analysis, corpus=replace(analysis.corpus, documents=documents)), load_words("de"))
    position = next(p for p, segment in enumerate(analysis.segments) if segment.time_s is None)
    assert changed.place(position) == "Blatt row 7, Zeile 14"


def test_hours_are_shown_past_sixty_minutes(german: FakeStudy) -> None:
    analysis, _ = german
    late = replace(analysis, segments=(replace(analysis.segments[0], time_s=3725.9), *analysis.segments[1:]))
    assert StudyIndex(late, load_words("de")).place(0) == "1:02:05"


def test_files_of_one_name_keep_their_folders(german: FakeStudy) -> None:
    analysis, _ = german
    sources = analysis.corpus.sources
    twin = replace(sources[0], path="andere/Interview_1.docx")
    facts = StudyIndex(replace(analysis, corpus=replace(analysis.corpus, sources=(*sources, twin))), load_words("de"))
    assert facts.source_names["interviews/Interview_1.docx"] == "interviews/Interview_1.docx"
    assert facts.source_names["interviews/Interview_2.docx"] == "Interview_2.docx"


def test_what_was_left_out_is_said(view: View) -> None:
    lines = " ".join(view.method.omitted + view.method.left_out)
    assert "1 Datei wurde ausgelassen" in lines
    assert "7 Antworten sagen nichts" in lines
    assert "2 Personen sind in keiner Persona: zu wenig gesagt." in lines


def test_filters_find_what_they_name(view: View, german: FakeStudy) -> None:
    analysis, _ = german
    theme = next(choice for choice in view.voices.themes if choice.name == "App stürzt ab")
    found = [voice for voice in view.voices.voices if theme.token in voice.tokens.split()]
    assert len(found) == int((analysis.themes.assignment == 2).sum())
    tokens = {token for voice in view.voices.voices for token in voice.tokens.split()}
    choices = view.voices.moods + view.voices.touchpoints + view.voices.themes + view.voices.personas
    assert {choice.token for choice in choices} <= tokens


def test_large_studies_hold_the_rest_as_data() -> None:
    analysis = fake.big_analysis(3_001)
    view = build_view(analysis, fake.refused("Zu wenige."))
    assert 0 < len(view.voices.voices) < 500
    shown = {voice.quote.segment_id for voice in view.voices.voices}
    assert {quote.segment_id for pain in view.pains for quote in pain.quotes} <= shown
    every = sorted(view.voices.voices + view.voices.rest, key=lambda voice: voice.place)
    assert [voice.quote.segment_id for voice in every] == [segment.segment_id for segment in analysis.segments]
    assert view.voices.note == ""


def test_studies_too_large_for_one_page_say_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_module("reports.view.voices"), "ROOM", 1000)
    view = build_view(fake.big_analysis(3_001), fake.refused("Zu wenige."))
    assert view.voices.rest == ()
    assert "von 3.001 Aussagen" in view.voices.note
    assert len(view.voices.beyond) == 3_001 - len(view.voices.voices)


@pytest.mark.parametrize("polarity", np.linspace(-1, 1, 21).tolist())
def test_words_of_a_mood_follow_its_sign(polarity) -> None:
    _, tone = mood_word(polarity)
    assert tone in {"negative": -1, "neutral": 0, "positive": 1}
    assert (tone == "negative") == (polarity <= -0.15)


def test_a_feeling_without_data_is_no_zero(facts: StudyIndex) -> None:
    mood = facts.mood(Feeling("retention", "", 0, 0, None, None, None, {}, 0, 0))
    assert mood.polarity is None
    assert mood.word == "keine Daten"
