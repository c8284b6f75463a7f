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
