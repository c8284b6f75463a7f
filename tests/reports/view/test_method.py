"""Notes of the readers are said in the report's language, or marked as English."""

from __future__ import annotations

import re

import pytest

from reports.language import load_words
from reports.view.reader_notes import translate_note

DE, EN = load_words("de"), load_words("en")


@pytest.mark.parametrize(
    ("note", "said"),
    [
        ("Overall rating: 'Stars'.", "Gesamtbewertung: „Stars“."),
        ("Text: 'What is good?', 'What’s bad'.", "Text: „What is good?“, „What’s bad“."),
        (
            "Scale 1–5, 1 is best (the header says '1 = sehr gut'): 'Marks'.",
            "Skala 1–5, 1 ist am besten (im Spaltennamen steht „1 = sehr gut“): „Marks“.",
        ),
        (
            "Scale 1–5, 5 is best (the texts beside higher values are kinder): 'Stars'.",
            "Skala 1–5, 5 ist am besten (bei höheren Werten sind die Texte freundlicher): „Stars“.",
        ),
        (
            "Check 'Marks': its ratings contradict the texts, which are kinder beside the worse ratings (5 texts) than "
            'beside the better ones (6 texts). If 1 is best, write in voc.toml, below [columns]: scales = { "Marks" = '
            "[5, 1] }",
            "Bitte „Marks“ prüfen: Die Bewertungen widersprechen den Texten, die bei den schlechteren (5 Texte) "
            "freundlicher sind als bei den besseren (6 Texte). Wenn 1 am besten ist, gehört in voc.toml unter "
            '[columns]: scales = { "Marks" = [5, 1] }',
        ),
        (
            "Day and month of 'Date' cannot be told apart: the month was taken to be first, as in the US ('1/2/2026' = "
            "2026-01-02). If that is wrong, write in voc.toml, below [columns]: day_first = true",
            "In „Date“ sind Tag und Monat nicht zu unterscheiden: der Monat wurde zuerst gelesen, wie in den USA "
            "(„1/2/2026“ = 2026-01-02). Wenn das falsch ist, gehört in voc.toml unter [columns]: day_first = true",
        ),
        ("Speaker 'I': interviewer (label).", "Am Gespräch beteiligt: „I“, interviewt (laut Kürzel)."),
        (
            "12 of 90 rows have no text and were skipped.",
            "12 von 90 Zeilen haben keinen Text und wurden übergangen.",
        ),
    ],
)
def test_frequent_notes_are_said_in_german(note, said) -> None:
    assert translate_note(DE, note).text == said
    assert translate_note(DE, note).language == ""


def test_what_the_catalogue_does_not_have_is_marked_as_english() -> None:
    assert translate_note(DE, "A rare thing happened.").language == "en"


def test_english_notes_stay_as_they_are() -> None:
    assert translate_note(EN, "A rare thing happened.").text == "A rare thing happened."
    assert translate_note(EN, "Date: 'x'.").language == ""


def test_every_pattern_finds_its_own_sentence_first() -> None:
    keys = [key for key in EN.entries if key.startswith(("note.", "refusal."))]
    assert len(keys) > 20
    for key in keys:
        filled = re.sub(r"{(\w+)}", "7", str(EN.entries[key]))
        german = re.sub(r"{(\w+)}", "7", str(DE.entries[key]))
        assert translate_note(DE, filled).text == german, key
