"""Names that a colleague would write: nouns and phrases of the segments, each once, no filler, no pseudonym."""

from __future__ import annotations

import numpy as np
import pytest
from studies import MATTERS_DE, MATTERS_EN, direction, one_segment, planted

from voc.schema import Floats, Segment
from voc.themes import find_themes
from voc.themes.forms import capitalised, english, german
from voc.words import is_content, tokens

COFFEE = [
    "The coffee machine was broken again.",
    "A coffee machine like that belongs in a museum.",
    "I liked the coffee machine by the window.",
    "We queued at the coffee machine for ages.",
    "My colleague cleaned the coffee machine himself.",
]
HOURS = [
    "Flexible Arbeitszeiten wären mir wichtig.",
    "Wir haben leider keine flexiblen Arbeitszeiten.",
    "Wegen flexibler Arbeitszeiten bin ich geblieben.",
    "Flexible Arbeitszeiten gibt es nur im Büro.",
    "Die flexiblen Arbeitszeiten sind ein Grund.",
]


def with_matter(texts: list[str], language: str) -> tuple[list[Segment], Floats]:
    matters = MATTERS_EN if language == "en" else MATTERS_DE
    segments, vectors, _ = planted(matters, language=language)
    extra = [
        one_segment(500 + place, f"{texts[place % 5]} {place}", f"r-{place % 12}", language) for place in range(30)
    ]
    rows = np.stack([direction("extra", 64) + 0.4 * direction(f"n{place}", 64) for place in range(30)])
    return segments + extra, np.concatenate([vectors, rows]).astype(np.float32)


def test_english_phrase_is_kept_whole() -> None:
    segments, vectors = with_matter(COFFEE, "en")
    names = [theme.name for theme in find_themes(segments, vectors, language="en").themes]
    assert "Coffee machine" in names


def test_german_phrase_stands_in_the_nominative() -> None:
    segments, vectors = with_matter(HOURS, "de")
    names = [theme.name for theme in find_themes(segments, vectors, language="de").themes]
    assert "Flexible Arbeitszeiten" in names


@pytest.mark.parametrize("language", ["de", "en"])
def test_names_are_unique_short_and_without_filler_at_the_edges(language: str) -> None:
    segments, vectors, _ = planted(MATTERS_EN if language == "en" else MATTERS_DE, language=language)
    names = [theme.name for theme in find_themes(segments, vectors, language=language).themes]
    assert len(set(names)) == len(names)
    for name in names:
        words = [token.text for token in tokens(name) if token.kind == "word"]
        assert 1 <= len(words) <= 5
        assert is_content(words[0], language)
        assert is_content(words[-1], language)
        assert name[0].isupper()


def test_names_hold_no_pseudonym_handle_or_number() -> None:
    segments, vectors, _ = planted(MATTERS_EN)
    marked = [
        one_segment(place, f"[Person {place % 4}] @shopname 4711 {segment.text}", segment.respondent_id)
        for place, segment in enumerate(segments)
    ]
    themes = find_themes(marked, vectors, language="en")
    written = " ".join(theme.name + " " + " ".join(theme.keywords) for theme in themes.themes).lower()
    assert not any(char.isdigit() or char in "@[]" for char in written)
    assert "person" not in written.split()
    assert "shopname" not in written


def test_a_word_that_is_everywhere_names_nothing() -> None:
    segments, vectors, _ = planted(MATTERS_EN)
    branded = [
        one_segment(place, f"{segment.text} says the Zephyrine store", segment.respondent_id)
        for place, segment in enumerate(segments)
    ]
    names = " ".join(theme.name for theme in find_themes(branded, vectors, language="en").themes)
    assert "Zephyrine" not in names
    assert "store" not in names.lower()


def test_mixed_study_is_named_in_the_studys_language_where_it_has_words_for_it() -> None:
    english_rows, first, _ = planted(MATTERS_EN)
    german_rows, second, _ = planted(MATTERS_DE, language="de")
    segments, vectors = english_rows + german_rows, np.concatenate([first, second])
    german_names = " ".join(theme.name for theme in find_themes(segments, vectors, language="de").themes)
    english_names = " ".join(theme.name for theme in find_themes(segments, vectors, language="en").themes)
    assert "Beratung" in german_names
    assert "advice" not in german_names.lower()
    assert "advice" in english_names.lower()


def test_only_the_other_language_is_better_than_no_name() -> None:
    segments, vectors, _ = planted(MATTERS_DE, language="de")
    names = [theme.name for theme in find_themes(segments, vectors, language="en").themes]
    assert any("Beratung" in name for name in names)


def test_keywords_keep_umlauts_and_capitals() -> None:
    segments, vectors, _ = planted(MATTERS_DE, language="de")
    keywords = {word for theme in find_themes(segments, vectors, language="de").themes for word in theme.keywords}
    assert {"Verkäuferin", "Läufe", "Rücksendung"} <= keywords


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("langen Wartezeiten", "lange Wartezeiten"),
        ("freundliches Personal", "freundliches Personal"),
        ("mangelnder Wertschätzung", "mangelnde Wertschätzung"),
        ("Kolleginnen und Kollegen", "Kolleginnen und Kollegen"),
        ("push-nachrichten", "Push-nachrichten"),
        ("iPad", "iPad"),
        ("demokratischer Prozess", "demokratischer Prozess"),
        ("regelmäßige Meetings", "regelmäßige Meetings"),
        ("Unternehmens", "Unternehmen"),
        ("guten Kaffee", ""),
    ],
)
def test_german_forms(written: str, name: str) -> None:
    assert german(written) == name


def test_english_forms_keep_names_and_abbreviations() -> None:
    assert english("API Access in Dubai", {"dubai": "Dubai"}) == "API access in Dubai"
    assert capitalised("lost runs") == "Lost runs"
