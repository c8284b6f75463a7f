"""A text and its translation are one answer, read in the original."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from voc.schema import Corpus

ReadRows = Callable[..., Corpus]
GERMAN = ("Der Bus fuhr vor der Zeit ab.", "Der Fahrer hat freundlich gewartet.", "Es gab keinen Platz für Koffer.")
ENGLISH = ("The bus left ahead of time.", "The driver waited kindly.", "There was no room for suitcases.")


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Kommentar", "Comment (translated)"),
        ("Review", "Review_translated"),
        ("Feedback", "Übersetzung"),
        ("Kommentar (DE)", "Kommentar (EN)"),
        ("comment_de", "comment_en"),
    ],
)
def test_the_original_is_read_once(read_rows: ReadRows, left: str, right: str) -> None:
    corpus = read_rows(
        [["Nr.", left, right], *([str(n), *pair] for n, pair in enumerate(zip(GERMAN, ENGLISH, strict=True)))]
    )
    assert [document.text for document in corpus.documents] == list(GERMAN)
    assert any("Read in the original" in note for note in corpus.sources[0].notes)


def test_a_translation_without_its_original_is_read(read_rows: ReadRows) -> None:
    rows = [["Kommentar", "Comment (translated)"], *map(list, zip(GERMAN, ENGLISH, strict=True))]
    rows[2][0] = ""
    texts = [document.text for document in read_rows(rows).documents]
    assert texts == [GERMAN[0], ENGLISH[1], GERMAN[2]]


def test_a_questionnaire_in_two_languages_is_read_in_both(read_rows: ReadRows) -> None:
    rows = [["Was fehlt? (DE)", "Was fehlt? (EN)"]]
    rows += [[text, ""] for text in GERMAN] + [["", text] for text in ENGLISH]
    assert {document.text for document in read_rows(rows).documents} == {*GERMAN, *ENGLISH}


@pytest.mark.parametrize(
    "name",
    ["Comment - Topics", "Comment - Parent Topics", "comment_sentiment_score", "Sentiment (Comment)", "Comment Tags",
     "Comment – Stimmung", "Themen zu Comment"],
)  # fmt: skip
def test_what_a_program_found_in_answers_is_neither_text_nor_attribute(read_rows: ReadRows, name: str) -> None:
    found = ("Start; too early", "Driver; helpful staff", "Room; Luggage; seats")
    answers = zip(ENGLISH, found, strict=True)
    corpus = read_rows([["Nr.", "Comment", name], *([str(n), *row] for n, row in enumerate(answers))])
    assert [document.text for document in corpus.documents] == list(ENGLISH)
    assert not any(respondent.attributes for respondent in corpus.respondents)
    assert any(note.startswith("Found in answers by a program") and name in note for note in corpus.sources[0].notes)


@pytest.mark.parametrize("name", ["What other topics should we cover?", "Route - Topics"])
def test_a_question_about_topics_is_read(read_rows: ReadRows, name: str) -> None:
    answers = zip(ENGLISH, GERMAN[::-1], strict=True)
    rows = [["Nr.", "Comment", name], *([str(n), *row] for n, row in enumerate(answers))]
    texts = {document.text for document in read_rows(rows).documents}
    assert texts >= set(ENGLISH)
    assert not any("by a program" in note for note in read_rows(rows).sources[0].notes)
