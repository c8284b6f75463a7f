"""Matters: likeness in meaning and words, common words that make none, places, coherence; and how they are titled."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests.journey.statements import Statement, make_readings, make_segments, make_tags, make_themes
from voc.models.encoder import Encoder
from voc.pains import PainInputs, find_pain_points
from voc.pains.candidates import CandidateFinder
from voc.pains.segment_index import SegmentIndex, is_vague
from voc.pains.wording import says_trouble, write_opportunity
from voc.schema import PainPoint, Taxonomy
from voc.text.clauses import find_goal
from voc.text.statements import asks_for_wishes, find_troubles, question_polarity, read_statement

REFUND = [
    Statement("a", "Auf mein Geld habe ich fünf Wochen gewartet.", -0.8, "pain", "frustration"),
    Statement("b", "Das Geld war nach einem Monat noch nicht da.", -0.8, "pain", "frustration"),
    Statement("c", "The refund took a whole month.", -0.8, "pain", "frustration", "en"),
    Statement("d", "Still no refund after six weeks.", -0.8, "pain", "frustration", "en"),
    Statement("e", "Mein Geld kam erst nach drei Mahnungen zurück.", -0.8, "pain", "frustration"),
]
SCREEN = [
    Statement("f", "Der Bildschirm flackert beim Start.", -0.6, "pain", "frustration"),
    Statement("g", "Nach dem Start flackert der Bildschirm minutenlang.", -0.6, "pain", "frustration"),
    Statement("h", "Bildschirm flackert, sobald es dunkel wird.", -0.6, "pain", "frustration"),
]
CALM = [Statement(f"x{n}", f"Am Mittwoch Nummer {n} war ich im Garten.", 0.1) for n in range(30)]
ALL = [*REFUND, *SCREEN, *CALM]
IDS = ["returns"] * 5 + [""] * 33


def index_of(taxonomy: Taxonomy, encoder: Encoder, statements: list[Statement], ids: list[str]) -> SegmentIndex:
    segments = make_segments(statements)
    themes = make_themes([-1] * len(statements), [])
    return SegmentIndex.build(
        segments, encoder.encode([statement.text for statement in statements]), make_tags(taxonomy, ids), themes
    )


def points_of(
    taxonomy: Taxonomy, encoder: Encoder, statements: list[Statement], ids: list[str]
) -> tuple[PainPoint, ...]:
    inputs = PainInputs(
        make_segments(statements),
        encoder.encode([statement.text for statement in statements]),
        make_readings(statements),
        make_tags(taxonomy, ids),
        make_themes([-1] * 5 + [0] * 3 + [-1] * (len(statements) - 8), ["Anzeige"]),
        taxonomy,
    )
    return find_pain_points(inputs, "de").points


def test_one_matter_across_languages_and_another_beside_it(taxonomy: Taxonomy, encoder: Encoder) -> None:
    refund, screen = points_of(taxonomy, encoder, ALL, IDS)
    assert refund.respondents == ("a", "b", "c", "d", "e")
    assert refund.touchpoint_id == "returns"
    assert screen.respondents == ("f", "g", "h")
    assert screen.touchpoint_id == ""


def test_titles_are_clauses_in_the_language_of_the_study(taxonomy: Taxonomy, encoder: Encoder) -> None:
    refund, screen = points_of(taxonomy, encoder, ALL, IDS)
    german = {statement.text.rstrip(".") for statement in REFUND if statement.language == "de"}
    assert refund.title.removeprefix("Rücksendung: ") in german
    assert "Bildschirm" in screen.title
    assert write_opportunity(screen, taxonomy, "de") == (
        f"Wie könnten wir dafür sorgen, dass es nicht mehr heißt: „{screen.title}“?"
    )
    assert write_opportunity(replace(screen, title="Bildschirm"), taxonomy, "de").startswith(
        "Wie könnten wir „Bildschirm“"
    )


def test_a_word_that_everybody_says_makes_no_matter(taxonomy: Taxonomy, encoder: Encoder) -> None:
    about = ["Das Auto ist rot.", "Ein Auto parkt am Tor.", "Mit dem Auto zur Oma.", "Mein Auto heißt Frida."]
    stalled = ["Das Auto springt nicht an.", "Morgens springt das Auto nicht an.", "Wieder sprang das Auto nicht an."]
    texts = [*stalled, *(f"{about[n % 4]} {n}" for n in range(37))]
    statements = [Statement(f"p{n}", text, -0.5, "pain", "frustration") for n, text in enumerate(texts)]
    finder = CandidateFinder(index_of(taxonomy, encoder, statements, [""] * 40))
    assert finder.top_word([3, 4, 5, 6]) == "auto"
    assert not finder.has_more_than_common_word([3, 4, 5, 6])
    assert finder.has_more_than_common_word([0, 1, 2])


def test_a_matter_lies_where_half_of_it_lies_if_the_journey_fits(taxonomy: Taxonomy, encoder: Encoder) -> None:
    index = index_of(taxonomy, encoder, ALL, ["returns", "returns", "returns", "", "delivery", *[""] * 33])
    order = [touchpoint.touchpoint_id for touchpoint in taxonomy.touchpoints]
    assert CandidateFinder(index).find_touchpoint(range(5)) == order.index("returns")
    assert CandidateFinder(index).find_touchpoint(range(8)) == -1
    few = replace(index, tags=make_tags(taxonomy, ["returns", "returns", "returns", *[""] * 35]))
    assert CandidateFinder(few).find_touchpoint(range(3)) == -1


def test_likeness_is_of_meaning_and_words(taxonomy: Taxonomy, encoder: Encoder) -> None:
    vectors = index_of(taxonomy, encoder, ALL, IDS).similarity_vectors(range(len(ALL)))
    assert vectors.dtype == np.float32
    likeness = vectors @ vectors.T
    assert likeness[0, 1] > likeness[0, 5]
    assert likeness[5, 6] > likeness[5, 1]
    assert likeness.max() <= 1 + 0.05 + 0.08 + 1e-5


def test_words_tell_a_matter_from_others(taxonomy: Taxonomy, encoder: Encoder) -> None:
    index = index_of(taxonomy, encoder, ALL, IDS)
    assert set(index.distinctive_words(range(5))[:2]) == {"geld", "refund"}
    assert index.distinctive_words([0]) != ()
    assert is_vague("problem")
    assert not is_vague("refund")


def test_answers_to_a_question_for_troubles_are_troubles(taxonomy: Taxonomy) -> None:
    statements = [
        Statement("a", "Die Öffnungszeiten am Samstag.", 0.0, "other", question="Was hat Sie zuletzt geärgert?"),
        Statement("b", "Die Öffnungszeiten am Samstag.", 0.0, "other", question="Und sonst?"),
        Statement("c", "Die netten Leute am Tresen.", 0.7, "praise", "joy", question="Was hat Sie zuletzt geärgert?"),
        Statement("d", "Manchmal dauert es ewig bei euch.", -0.5, "pain", "frustration", question="Was gefällt Ihnen?"),
    ]
    result = find_troubles(make_segments(statements), make_readings(statements), make_tags(taxonomy, [""] * 4))
    assert result.rows == (0,)


@pytest.mark.parametrize(
    ("question", "asks"),
    [
        ("Was stört Sie am meisten?", -1),
        ("What makes it difficult to use?", -1),
        ("Was gefällt Ihnen?", 1),
        ("What do you like best?", 1),
        ("What was the best and the worst?", 0),
        ("Seit wann sind Sie dabei?", 0),
    ],
)
def test_questions_ask_for_troubles_or_praise(question: str, asks: int) -> None:
    assert question_polarity(question) == asks
    assert not asks_for_wishes(question)


@pytest.mark.parametrize(
    ("text", "language", "goal"),
    [
        ("Es wäre schön, wenn man den Termin verschieben könnte.", "de", "man den Termin verschieben könnte"),
        ("Der Fahrer sollte vorher anrufen.", "de", "Der Fahrer sollte vorher anrufen"),
        ("I wish the driver had called me before.", "en", "the driver had called me before"),
        ("It would be nice to choose the day.", "en", "choose the day"),
        ("The form should remember my address.", "en", "The form should remember my address"),
        ("It was dirtier than it should be.", "en", None),
        ("Sollte man das wissen?", "de", None),
        ("You should be ashamed of this.", "en", None),
    ],
)
def test_wishes_are_goals(text: str, language: str, goal: str | None) -> None:
    result = find_goal(text, language)
    assert (None if result is None else text[slice(*result)]) == goal


@pytest.mark.parametrize(
    ("clause", "language", "says"),
    [
        ("No undo", "en", True),
        ("Lack of seats", "en", True),
        ("Geringes Gehalt", "de", True),
        ("Die App stürzt beim Speichern ab", "de", True),
        ("Immer wieder montags", "de", False),
        ("A cup of tea", "en", False),
    ],
)
def test_titles_prefer_what_says_that_something_is_wrong(clause: str, language: str, says: bool) -> None:
    assert says_trouble(clause, language) is says


@pytest.mark.parametrize(
    ("text", "language", "praised"),
    [
        ("Mehrarbeit ist hier die Ausnahme.", "de", True),
        ("Kostenlos geflickt und pünktlich geliefert.", "de", True),
        ("Super, aber viel zu teuer.", "de", False),
        ("Delays are rare on this line.", "en", True),
        ("It would be great to have a map.", "en", False),
        ("A great idea, but the screen stays black.", "en", False),
        ("Een prima winkel.", "nl", False),
    ],
)
def test_praise_is_told_from_what_only_sounds_like_it(text: str, language: str, praised: bool) -> None:
    (segment,) = make_segments([Statement("a", text, -0.3, "pain", "frustration", language)])
    assert read_statement(segment.text, segment.language).is_praise is praised


def test_goals_of_other_matters_are_left_out(taxonomy: Taxonomy, encoder: Encoder) -> None:
    wish = Statement("a", "Ich wollte mein Geld bald zurück haben.", 0.0, "goal")
    far = Statement("f", "Ich wollte am Sonntag einen Kuchen backen.", 0.0, "goal")
    refund, screen = points_of(taxonomy, encoder, [*ALL, wish, far], [*IDS, "returns", ""])
    assert refund.goal is not None
    assert refund.goal.segment == len(ALL)
    assert screen.goal is None


def test_a_hurdle_comes_from_a_quote_in_a_word_of_the_matter(taxonomy: Taxonomy, encoder: Encoder) -> None:
    for point in points_of(taxonomy, encoder, ALL, IDS):
        assert point.hurdle is None or point.hurdle.segment in point.segments
    screen = points_of(taxonomy, encoder, ALL, IDS)[1]
    assert "Bildschirm" in screen.title
