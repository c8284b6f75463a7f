"""Notes of the readers are said in the report's language, or marked as English."""

from __future__ import annotations

import re

import pytest

from reports.language import load_words
from reports.view.method import translate_note

DE, EN = load_words("de"), load_words("en")


@pytest.mark.parametrize(
    ("note", "said"),
    [
        ("Overall rating: 'Stars'.", "Gesamtbewertung: „Stars“."),
        ("Text: 'What is good?', 'What’s bad'.", "Text: „What is good?“, „What’s bad“."),
        ("Scale 1–5 (taken from the values): 'Stars'.", "Skala 1–5 (aus den Werten erschlossen): „Stars“."),
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
    keys = [key for key in EN.entries if key.startswith("note.")]
    assert len(keys) > 20
    for key in keys:
        filled = re.sub(r"{(\w+)}", "x", str(EN.entries[key]))
        german = re.sub(r"{(\w+)}", "x", str(DE.entries[key]))
        assert translate_note(DE, filled).text == german, key
