"""Names that a colleague would write: nouns and phrases of the segments, each once, no filler, no pseudonym."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from tests.themes.studies import MATTERS_DE, MATTERS_EN, direction, one_segment, planted
from voc.schema import Floats, Segment
from voc.text import candidate_phrases, is_content, tokens
from voc.themes import find_themes
from voc.themes.phrases import Encode, capitalise_name, find_capitals, spell_english, spell_german

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
    assert spell_german(written) == name


def test_abbreviations_are_upper_case_where_a_quarter_writes_them_so() -> None:
    texts = ["We sent the pdf by mail.", "They print the pdf at home."] * 2 + ["Then the PDF was lost."] * 3
    texts += ["Such a long queue.", "We left the queue."] * 6 + ["What a LONG queue."]
    named = find_capitals([(text, candidate_phrases(text, "en"), "en") for text in texts])
    assert spell_english("pdf", named) == "PDF"
    assert spell_english("long queue", named) == "long queue"


def test_english_forms_keep_names_and_abbreviations() -> None:
    assert spell_english("API Access in Dubai", {"dubai": "Dubai"}) == "API access in Dubai"
    assert capitalise_name("lost runs") == "Lost runs"


def test_vague_nouns_do_not_name_a_theme_alone() -> None:
    texts = [
        "The whole thing with the zipper is a matter of time.",
        "That zipper on the jacket is an issue.",
        "Another issue, the zipper of the jacket.",
        "It is an issue of the jacket zipper.",
        "The zipper was an issue from the start.",
    ]
    segments, vectors = with_matter(texts, "en")
    names = [theme.name.lower() for theme in find_themes(segments, vectors, language="en").themes]
    assert any("zipper" in name for name in names)
    assert not any(word in name.split() for name in names for word in ("issue", "matter", "time", "start"))


def test_a_brand_in_all_themes_names_none() -> None:
    segments, vectors, _ = planted(MATTERS_EN)
    branded = [
        one_segment(place, f"{segment.text} at Quorvanta" if place % 5 == 0 else segment.text, segment.respondent_id)
        for place, segment in enumerate(segments)
    ]
    themes = find_themes(branded, vectors, language="en").themes
    assert "quorvanta" not in " ".join(theme.name for theme in themes).lower()


def test_first_names_and_names_of_few_name_nothing() -> None:
    segments, vectors, _ = planted(MATTERS_EN)
    named = [
        one_segment(place, f"{segment.text} as Sabine and Domoldessa say", f"r-{place % 2}")
        if segment.respondent_id in ("r-0", "r-1")
        else segment
        for place, segment in enumerate(segments)
    ]
    names = " ".join(theme.name for theme in find_themes(named, vectors, language="en").themes).lower()
    assert "sabine" not in names
    assert "domoldessa" not in names


def test_the_vector_of_a_phrase_decides_between_phrases_said_equally_often() -> None:
    texts = ["The heel and the lace wore out."] * 5
    segments, vectors = with_matter([f"{text} {number}" for number, text in enumerate(texts)], "en")

    def encode(near: str) -> Encode:
        return lambda texts: np.stack([direction("extra" if near in text else text, 64) for text in texts])

    for near in ("heel", "lace"):
        names = [
            theme.name.lower() for theme in find_themes(segments, vectors, language="en", encode=encode(near)).themes
        ]
        assert any(name.startswith(near) for name in names), names


def test_two_words_for_one_thing_do_not_stand_side_by_side() -> None:
    texts = [
        "The lavatory was dirty.",
        "I looked for the washroom.",
        "Every lavatory was locked.",
        "A washroom without soap.",
        "The tap dripped.",
    ]
    segments, vectors = with_matter(texts, "en")

    def encode(texts: Sequence[str]) -> Floats:
        same = ("lavatory", "washroom", "tap")
        return np.stack([direction("extra" if any(word in text for word in same) else text, 64) for text in texts])

    names = [theme.name.lower() for theme in find_themes(segments, vectors, language="en", encode=encode).themes]
    assert any("lavatory" in name or "washroom" in name for name in names)
    assert not any("lavatory" in name and "washroom" in name for name in names)
