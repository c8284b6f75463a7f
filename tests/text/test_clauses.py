"""Goals and hurdles: the clause as it stands, and none where the words do not give it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voc.text.clauses import find_goal, find_hurdle


def goal(text: str, language: str) -> str | None:
    span = find_goal(text, language)
    return text[slice(*span)] if span else None


def hurdle(text: str, language: str) -> str | None:
    span = find_hurdle(text, language)
    return text[slice(*span)] if span else None


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("de", "Ich wollte nur kurz meine Adresse ändern, und dann war alles weg.", "meine Adresse ändern"),
        ("de", "Eigentlich wollte ich die Jacke umtauschen.", "die Jacke umtauschen"),
        ("de", "Ich bin extra hingefahren, um den Mantel anzuprobieren.", "um den Mantel anzuprobieren"),
        ("de", "Ich hab versucht, den Termin zu verschieben.", "den Termin zu verschieben"),
        ("de", "Wir möchten gern per Lastschrift zahlen, aber das gibt es nicht.", "per Lastschrift zahlen"),
        ("en", "I just wanted to change my address, but the page froze.", "change my address"),
        ("en", "We were trying to move the appointment and nobody answered.", "move the appointment"),
        ("en", "I needed to print the ticket because the gate has no scanner.", "print the ticket"),
    ],
)
def test_a_goal_is_the_clause_that_names_it(language: str, text: str, expected: str) -> None:
    assert goal(text, language) == expected


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Ich wollte meine Ruhe."),
        ("de", "Ich möchte noch sagen, dass alles gut war."),
        ("de", "Um 14 Uhr kam der Bote."),
        ("de", "Das wollte ich nicht."),
        ("de", "Die Lieferung war schnell."),
        ("en", "I would like to thank the team."),
        ("en", "I want to like it."),
        ("en", "It was fine."),
        ("fr", "Je voulais changer mon adresse."),
    ],
)
def test_no_goal_is_made_up(language: str, text: str) -> None:
    assert goal(text, language) is None


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        (
            "de",
            "Ich wollte zahlen, aber die Seite hat meine Karte nicht angenommen.",
            "die Seite hat meine Karte nicht angenommen",
        ),
        ("de", "Der Knopf ließ sich nicht drücken.", "Der Knopf ließ sich nicht drücken"),
        ("de", "Schön gestaltet, leider fehlt die Suche völlig.", "fehlt die Suche völlig"),
        ("de", "Auf die Antwort habe ich drei Wochen gewartet.", "Auf die Antwort habe ich drei Wochen gewartet"),
        ("en", "Nice shop, but I couldn't find the opening hours.", "I couldn't find the opening hours"),
        ("de", "Niemand konnte mir sagen, ob das stimmt.", "Niemand konnte mir sagen, ob das stimmt"),
        ("en", "The parcel never arrived.", "The parcel never arrived"),
        ("en", "They kept losing my details.", "They kept losing my details"),
    ],
)
def test_a_hurdle_is_the_clause_that_names_it(language: str, text: str, expected: str) -> None:
    assert hurdle(text, language) == expected


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Es gab überhaupt kein Problem."),
        ("de", "Alles hat auf Anhieb geklappt."),
        ("de", "Ich weiß nicht."),
        ("de", "Falls etwas nicht passt, rufe ich an."),
        ("de", "Bei Fragen, die er mir, so oft ich auch fragte, konnte nicht erklären."),
        ("en", "I can't complain."),
        ("en", "There was no problem at all."),
        ("en", "If it doesn't fit, I send it back."),
        ("en", "Great service."),
        ("it", "Non funziona niente."),
    ],
)
def test_no_hurdle_is_made_up(language: str, text: str) -> None:
    assert hurdle(text, language) is None


@given(st.text(max_size=200), st.sampled_from(["de", "en", "", "fr"]))
def test_ranges_are_inside_any_text(text: str, language: str) -> None:
    for span in filter(None, (find_goal(text, language), find_hurdle(text, language))):
        assert 0 <= span.start < span.end <= len(text)
        assert text[slice(*span)] == text[slice(*span)].strip()


@pytest.mark.parametrize("text", ["um " * 5000, "ich wollte " * 3000, "nicht zu " * 4000, "had to " * 4000])
def test_long_repetitive_texts_are_read_in_time(text: str) -> None:
    find_goal(text, "de")
    find_hurdle(text, "de")
    find_hurdle(text, "en")
