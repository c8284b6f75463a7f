"""Which end of a scale is best, by header, answers and name."""

from __future__ import annotations

import time

import pytest

from voc.ingest.surveys.scale_direction import ends_in, find_direction, states_ends
from voc.tables.column_names import names_rating


@pytest.mark.parametrize(
    ("name", "low_is_best", "ends"),
    [
        ("Beratung (1 = sehr gut, 6 = ungenügend)", True, (1, 6)),
        ("Overall (1=very dissatisfied; 7=very satisfied)", False, (1, 7)),
        ("How was it? 1 (best) – 6 (worst)", True, (1, 6)),
        ("Das Regal steht gerade, von 1 (stimme gar nicht zu) bis 7 (stimme voll zu)", False, (1, 7)),
        ("Please rate us, where 1 is excellent and 5 is poor", True, (1, 5)),
        ("Lieferung: sehr gut (1) bis sehr schlecht (5)", True, (1, 5)),
        ("1: very bad … 10: very good", False, (1, 10)),
        ("Zufriedenheit (1 bedeutet sehr zufrieden, 4 bedeutet gar nicht zufrieden)", True, (1, 4)),
        ("-2 = sehr schlecht bis 2 = sehr gut", False, (-2, 2)),
        (
            "Montage 1 = trifft voll und ganz zu; 2 = trifft eher zu; 3 = teils/teils; 4 = trifft gar nicht zu",
            True,
            (1, 4),
        ),
        ("Bewertung (1–5, 1 ist am besten)", True, None),
        ("Mühe (1 = niedrig, 5 = hoch)", True, (1, 5)),
        ("Zufriedenheit (1 = niedrig, 5 = hoch)", False, (1, 5)),
        ("Carrying effort (1 = very low effort, 7 = very high effort, 99 = not asked)", True, (1, 7)),
        ("Lärm in der Halle (1 = niedrig, 5 = hoch)", True, (1, 5)),
        ("Vertrauen (1 = gering, 5 = sehr hoch)", False, (1, 5)),
        ("Stress 0 low – 100 high", True, (0, 100)),
        ("Schmerz: 0 = keine Schmerzen, 10 = unerträglich", True, (0, 10)),
        ("Note für den Lift (1 = Sehr gut, 5 = Nicht genügend)", True, (1, 5)),
        ("Schulnote", True, None),
        ("Gesamtnote der Werkstatt", True, None),
        ("Customer Effort", True, None),
        ("Sternebewertung", False, None),
    ],
)
def test_headers_say_which_end_is_best(name: str, low_is_best: bool, ends: tuple[float, float] | None) -> None:
    direction = find_direction(name, name, ["2", "3"], is_german=False)
    assert direction is not None
    assert (direction.low_is_best, direction.ends) == (low_is_best, ends)


@pytest.mark.parametrize(
    "name",
    ["Bewertung", "Zufriedenheit (1-5)", "How easy was the effort of setting it up?", "Filiale 3 (Nord)", "Keynote"],
)
def test_other_headers_say_nothing(name: str) -> None:
    assert find_direction(name, name, ["2", "3"], is_german=True) is None


@pytest.mark.parametrize(
    ("line", "ends"),
    [
        ("1 = sehr gut … 5 = sehr schlecht", (1, 5)),
        ("Pain: 0 = no pain, 10 = the worst one can think of", (0, 10)),
        ("Schulnoten von 1 bis 6", (1, 6)),
        ("2 = Nord, 3 = Süd", None),
        ("97 = refused, 99 = not asked", None),
        ("I gave 2 stars, my wife 3", None),
    ],
)
def test_lines_that_label_a_scale(line: str, ends: tuple[float, float] | None) -> None:
    assert ends_in(line) == ends


@pytest.mark.parametrize(
    ("header", "rates"),
    [
        ("Effort (1 = low, 5 = high)", True),
        ("Income (1 = low, 5 = high)", False),
        ("Fear of heights (1 = low, 5 = high)", False),
        ("Lift (1 = poor, 5 = good)", True),
    ],
)
def test_amounts_rate_where_they_are_of_a_burden(header: str, rates: bool) -> None:
    assert states_ends(header) == rates


def test_the_question_counts_where_the_name_is_a_code() -> None:
    direction = find_direction("Q7", "Wie gut war die Bahn? (1 = sehr gut, 5 = sehr schlecht)", [], is_german=True)
    assert direction is not None
    assert direction.reason == "the header says '1 = sehr gut'"


def test_answers_with_number_and_words() -> None:
    low = find_direction("Sitz", "Sitz", ["1 - sehr gut", "3", "4"], is_german=True)
    high = find_direction("Seat", "Seat", ["10 (completely satisfied)", "4"], is_german=False)
    marks = find_direction("Sitz", "Sitz", ["gut (2)", "mangelhaft (5)"], is_german=True)
    assert low is not None
    assert high is not None
    assert marks is not None
    assert (low.low_is_best, high.low_is_best) == (True, False)
    assert marks.ends == (1, 6)


def test_a_grade_is_a_school_mark_in_german_tables_only() -> None:
    assert find_direction("Grade", "Grade", ["1"], is_german=True) is not None
    assert find_direction("Grade", "Grade", ["1"], is_german=False) is None


@pytest.mark.parametrize(
    "text",
    [
        "1 = " * 5_000,
        "1" + " und" * 5_000,
        "sehr " * 5_000 + "(1)",
        "(" * 5_000,
        "a" * 100_000,
        "a_" * 50_000,
        "1 (" * 5_000,
    ],
)
def test_hostile_headers_take_no_time(text: str) -> None:
    started = time.process_time()
    find_direction(text, text[::-1], [text] * 20, is_german=True)
    names_rating(text)
    assert time.process_time() - started < 2
