"""Tokens keep their offsets; fillers and stop words go; phrases are exact parts of the text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voc.text import candidate_phrases, content_words, is_content, is_noun, lemma, stop_words, tokens

HOSTILE = [
    "",
    " ",
    "\n\n",
    "...",
    "🙂🙂",
    "[Person 3]",
    "@someone",
    "12:30",
    "a" * 5000,
    "Ü" * 300,
    "\u0000",
    "'’'",
    "- -",
]


@given(st.text(max_size=200))
def test_tokens_stand_where_they_say(text: str) -> None:
    end = 0
    for token in tokens(text):
        assert text[token.start : token.end] == token.text
        assert token.start >= end
        end = token.end


@pytest.mark.parametrize("language", ["de", "en", "", "fr", "xx"])
@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_are_survived(text: str, language: str) -> None:
    assert isinstance(content_words(text, language), list)
    assert all(text[phrase.start : phrase.end] == phrase.text for phrase in candidate_phrases(text, language))


@given(st.text(alphabet="abe ü.ÄDie und of the Coffee\n,-’", max_size=120), st.sampled_from(["de", "en"]))
def test_phrases_are_exact_spans_of_one_to_five_words(text: str, language: str) -> None:
    for phrase in candidate_phrases(text, language):
        assert text[phrase.start : phrase.end] == phrase.text
        assert 1 <= len(tokens(phrase.text)) <= 5
        assert phrase.lemmas


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Ja, genau, halt so ein bisschen.", "de"),
        ("Hm, also quasi irgendwie schon, ne?", "de"),
        ("Herzlichen Dank und liebe Grüße!", "de"),
        ("Thank you very much!", "en"),
        ("Yeah, um, you know, kind of, I guess.", "en"),
        ("Hello there, thanks, bye.", "en"),
    ],
)
def test_filler_and_courtesy_hold_no_content(text: str, language: str) -> None:
    assert content_words(text, language) == []


def test_content_words_are_lemmas_with_umlauts() -> None:
    assert content_words("Die Rücksendungen waren verspätet.", "de")[0] == "rücksendung"
    assert "schuh" in content_words("Mit den Schuhen bin ich zufrieden.", "de")
    assert content_words("The parcels arrived twice.", "en")[0] == "parcel"


def test_numbers_placeholders_and_handles_are_no_content() -> None:
    assert content_words("[Person 3] paid 300 to @shop, see https://shop.example/x", "en") == ["pay"]


def test_words_that_matter_to_customers_are_no_stop_words() -> None:
    assert {"website", "order", "room", "price"}.isdisjoint(stop_words("en"))
    assert is_content("Suche", "de")
    assert is_content("help", "en")


def test_one_language_does_not_swallow_the_others_words() -> None:
    assert is_content("Kind", "de")  # a child; "kind of" is English filler
    assert not is_content("kind", "en")
    assert not is_content("and", "")
    assert not is_content("und", "")


def test_unknown_language_tells_words_by_length_and_has_no_phrases() -> None:
    assert content_words("les files sont longues", "fr") == ["files", "sont", "longues"]
    assert candidate_phrases("les files sont longues", "fr") == []
    assert lemma("longues", "fr") == "longues"


def test_german_nouns_are_told_at_a_sentence_start_and_in_lower_case() -> None:
    assert is_noun("Lieferung", sentence_start=True)
    assert is_noun("lieferung")
    assert not is_noun("Gehen", sentence_start=True)
    assert not is_noun("Schnell", sentence_start=True)


def test_german_compounds_and_gendered_forms_stay_whole() -> None:
    phrases = [phrase.text for phrase in candidate_phrases("Das Rücksendeetikett fehlte den Kund*innen.", "de")]
    assert "Rücksendeetikett" in phrases
    assert lemma("Kund*innen", "de") != ""


def test_german_phrases_take_adjectives_and_prepositions() -> None:
    phrases = [phrase.text for phrase in candidate_phrases("Uns fehlte die gründliche Beratung im Laden.", "de")]
    assert "gründliche Beratung" in phrases
    assert "Beratung im Laden" in phrases


def test_english_phrases_end_in_nouns_and_stop_at_verbs() -> None:
    phrases = [phrase.text for phrase in candidate_phrases("I lost my running history after the update.", "en")]
    assert "history after the update" in phrases
    assert not any(
        phrase.startswith(("I ", "my ", "the ")) or phrase.endswith((" the", " after")) for phrase in phrases
    )


def test_english_judgement_after_a_copula_is_no_noun() -> None:
    assert [phrase.text for phrase in candidate_phrases("The staff was brutal.", "en")] == ["staff"]


def test_phrases_do_not_cross_lines() -> None:
    assert "coffee machine" not in [phrase.text for phrase in candidate_phrases("coffee\nmachine", "en")]


def test_german_nouns_are_joined_by_the_genitive_and_not_by_other_articles() -> None:
    phrases = {
        phrase.text
        for phrase in candidate_phrases("Die Struktur des Unternehmens gefällt Studenten das Praktikum.", "de")
    }
    assert "Struktur des Unternehmens" in phrases
    assert "Studenten das Praktikum" not in phrases
