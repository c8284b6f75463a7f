"""Whose words lines are: each by itself, and on the average of many."""

from __future__ import annotations

import numpy as np
import pytest

from voc.models.authors import AUTHORS, MAX_LINES, author_probabilities, average_author

TALKS = {
    "participant": [
        "Ich nehme meistens den Bus um sieben, weil der spätere immer voll ist.",
        "Ehrlich gesagt hab ich das Formular nach zehn Minuten weggelegt.",
        "Meistens mach ich das abends, wenn die Kinder im Bett sind.",
        "Well, I just gave up and rang my daughter.",
        "I usually order on my phone, the laptop is too slow.",
    ],
    "interviewer": [
        "Können Sie mir erzählen, wie Sie das letzte Mal gebucht haben?",
        "Und was ging Ihnen dabei durch den Kopf?",
        "Okay, dann kommen wir jetzt zur zweiten Aufgabe.",
        "Could you walk me through what you did next?",
        "And how did that make you feel?",
    ],
    "company": [
        "Vielen Dank für Ihre Bewertung, wir haben Ihren Hinweis an die Fachabteilung weitergegeben.",
        "Das tut uns leid, bitte schreiben Sie uns Ihre Auftragsnummer.",
        "Thanks for reaching out, I've gone ahead and issued a refund.",
        "We're sorry to hear that. Please restart the app and try again.",
        "Our team is looking into this and will get back to you shortly.",
    ],
    "notes": [
        "Einverständniserklärung unterschrieben, Aufnahme ab Minute 3",
        "Block 2: Nutzungssituation (ca. 15 Minuten)",
        "Action items: share prototype, schedule follow-up",
        "P4 hesitates at step 3, scrolls back twice",
        "Q12_other: text field, 250 characters",
    ],
}


@pytest.mark.parametrize("author", TALKS)
def test_the_average_of_lines_says_who_wrote_them(author: str) -> None:
    average = average_author(TALKS[author])
    assert max(average, key=average.__getitem__) == author
    assert sum(average.values()) == pytest.approx(1)


def test_probabilities_are_of_a_line_alone() -> None:
    lines = [line for talk in TALKS.values() for line in talk]
    together = author_probabilities(lines)
    assert together.shape == (len(lines), len(AUTHORS))
    assert together.dtype == np.float32
    np.testing.assert_allclose(together.sum(axis=1), 1, atol=1e-5)
    np.testing.assert_array_equal(together[3:4], author_probabilities(lines[3:4]))


def test_nothing_and_blanks_say_nothing() -> None:
    assert author_probabilities([]).shape == (0, len(AUTHORS))
    assert set(average_author(["", "  "]).values()) == {1 / len(AUTHORS)}


def test_lines_beyond_the_sample_change_nothing() -> None:
    many = TALKS["company"] * MAX_LINES
    assert average_author(many)["company"] > 0.5


def test_one_odd_line_does_not_outweigh_the_others() -> None:
    average = average_author([*TALKS["participant"], TALKS["company"][0]])
    assert max(average, key=average.__getitem__) == "participant"
