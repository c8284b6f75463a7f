"""Trials of a survey are left out where the row says so twice, else pointed at; what was sent again counts once."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from voc.schema import Corpus

ReadRows = Callable[..., Corpus]
HEADER = ("Name", "Tags", "Sterne", "Kommentar")
ROWS = (
    ("Ada Berg", "", "4", "Der Bus kam pünktlich."),
    ("Bodo Klamm", "", "2", "Die Heizung war kaputt."),
    ("Cem Aslan", "", "3", "Die Sitze sind hart."),
)


def notes_and_texts(read_rows: ReadRows, *rows: Sequence[str]) -> tuple[str, list[str]]:
    corpus = read_rows([HEADER, *ROWS, *rows])
    return " ".join(corpus.sources[0].notes), [document.text for document in corpus.documents[3:]]


@pytest.mark.parametrize(
    "row",
    [
        ("", "", "1", "Probe: Testfall Formular, bitte löschen"),
        ("Dora Test", "", "1", "Test 2"),
        ("", "test", "1", "asdf"),
        ("Dora Ohm", "", "1", "testing the new form, ignore"),
    ],
)
def test_a_row_that_calls_itself_a_trial_twice_is_left_out(read_rows: ReadRows, row: Sequence[str]) -> None:
    notes, texts = notes_and_texts(read_rows, row, ("Eva Fink", "", "5", "Sehr leise Fahrt."))
    assert texts == ["Sehr leise Fahrt."]
    assert "1 trials of the survey's authors were left out (row 5). If" in notes


@pytest.mark.parametrize("text", ["test", "Test 2", "Testeintrag", "asdf asdf", "bla bla"])
def test_a_text_alone_is_pointed_at(read_rows: ReadRows, text: str) -> None:
    notes, texts = notes_and_texts(read_rows, ("Dora Ohm", "", "1", text))
    assert texts == [text]
    assert "look like trials were read as answers: row 5." in notes


@pytest.mark.parametrize(
    "text",
    [
        "Test bestanden",
        "The test drive was fun.",
        "Testen Sie das bitte selbst einmal.",
        "My test order arrived, please delete my account",
        "Der Test der Bremsen fehlte, bitte nachholen",
    ],
)
def test_words_about_tests_are_none(read_rows: ReadRows, text: str) -> None:
    notes, texts = notes_and_texts(read_rows, ("Dora Test", "test", "1", text))
    assert texts == [text]
    assert "trials" not in notes


def test_an_answer_that_was_sent_again_counts_once(read_rows: ReadRows) -> None:
    notes, texts = notes_and_texts(read_rows, ROWS[1], ("Bodo Klamm", "", "1", "Die Heizung war kaputt."))
    assert texts == ["Die Heizung war kaputt."], "with other stars, it is another answer"
    assert "1 answers were sent again by the same person and count once (row 5)." in notes


@pytest.mark.parametrize(("text", "n"), [("Too loud", 4), ("The door was locked at noon", 3)])
def test_from_one_network_address_only_long_answers_are_the_same(read_rows: ReadRows, text: str, n: int) -> None:
    header = ["Response ID", "IP Address", "Comment"]
    rows = [["1", "10.0.0.1", text], ["2", "10.0.0.1", text], ["3", "10.0.0.2", text], ["4", "", "The soup was cold"]]
    corpus = read_rows([header, *rows])
    assert len(corpus.documents) == n


def test_the_same_words_of_different_people_count_twice(read_rows: ReadRows) -> None:
    _, texts = notes_and_texts(read_rows, ("Dora Ohm", "", "2", "Die Heizung war kaputt."))
    assert texts == ["Die Heizung war kaputt."]
