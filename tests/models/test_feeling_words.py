"""Feeling words: what is marked, what is not, and where the marks begin and end."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence

import numpy as np
import pytest

from voc.models.encoder_registry import load_encoder
from voc.models.feeling_words import find_feeling_words
from voc.models.readings import predict_readings
from voc.models.text_readers import load_text_reader
from voc.schema import Floats

LEXICON = {
    "freundlich": 0.9, "langsam": -0.8, "zu klein": -0.7, "didn't help": -0.7, "funktioniert nicht": -0.8,
    "gefällt nicht": -0.7, "gefällt": 0.7, "quick": 0.5, "dirty": -0.9, "no reception": -0.7, "schade": -0.8,
    "bahnhof": -0.5, "frechheit": -0.9, "alt": -0.5, "fast": 0.9,
}  # fmt: skip

Marked = Callable[..., list[str]]
"""(text, polarity, language) → the words marked in it."""


@pytest.fixture
def marked(monkeypatch: pytest.MonkeyPatch) -> Marked:
    """The marked words of one text by a lexicon in place of the head."""

    def lexicon(phrases: Sequence[str], vectors: Floats, languages: Sequence[str]) -> object:
        polarity = np.array([LEXICON.get(text.removesuffix("."), 0.0) for text in phrases], np.float32)
        return dataclasses.make_dataclass("R", ["polarity"])(polarity)

    monkeypatch.setattr("voc.models.feeling_words.predict_readings", lexicon)

    def call(text: str, polarity: float = 0.0, language: str = "de") -> list[str]:
        encode = load_encoder("hashing").encode
        spans = find_feeling_words([text], [language], np.array([polarity], np.float32), encode)
        return [text[span.start : span.end] for span in spans]

    return call


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Die Bedienung war freundlich.", ["freundlich"]),
        ("Das Personal war wirklich sehr freundlich!", ["wirklich sehr freundlich"]),
        ("Der Empfang war nicht besonders freundlich.", ["nicht besonders freundlich"]),
        ("Die Seite lädt viel zu langsam.", ["viel zu langsam"]),
        ("Die Kabine ist zu klein.", ["zu klein"]),
        ("Die Kabine ist klein.", []),
        ("Der Filter funktioniert leider nicht.", ["funktioniert leider nicht"]),
        ("Das gefällt mir überhaupt nicht, schade.", ["gefällt mir überhaupt nicht", "schade"]),
        ("Ich fahre nicht, aber freundlich sind sie.", ["freundlich"]),
        ("Ich fahre mit dem Bus.", []),
        ("", []),
    ],
)
def test_feeling_words_take_negations_and_measures_along(marked: Marked, text: str, words: list[str]) -> None:
    assert marked(text) == words


def test_feeling_words_in_english(marked: Marked) -> None:
    assert marked("They didn't help and there was no reception.", language="en") == ["didn't help", "no reception"]
    assert marked("They didn’t help.", language="en") == ["didn’t help"]


def test_a_weaker_word_counts_where_the_text_is_read_alike(marked: Marked) -> None:
    text = "The check-in was quick."
    assert marked(text, 0.0, "en") == []
    assert marked(text, -0.8, "en") == []
    assert marked(text, 0.8, "en") == ["quick"]


def test_a_word_that_judges_in_one_language_only_is_marked_there_only(marked: Marked) -> None:
    assert marked("It was fast.", language="en") == ["fast"]
    assert marked("Das war fast alles.", language="de") == []


def test_a_german_noun_must_be_a_word_of_feeling_by_itself(marked: Marked) -> None:
    assert marked("Der Bahnhof ist alt, eine Frechheit.", -0.8) == ["alt", "Frechheit"]


def test_feeling_words_that_touch_are_one_span_and_order_is_by_place(marked: Marked) -> None:
    assert marked("Dirty freundlich, and dirty.", language="en") == ["Dirty freundlich", "dirty"]


def test_other_languages_have_no_marks_and_unknown_ones_may(marked: Marked) -> None:
    assert marked("La chambre: dirty", language="fr") == []
    assert marked("dirty!", language="") == ["dirty"]


def test_feeling_words_of_the_real_head_and_their_rows() -> None:
    texts = ["Der Service war furchtbar.", "Die Haltestelle liegt an der Hauptstraße.", "", "The food was excellent."]
    languages = ["de", "de", "", "en"]
    encode = load_encoder("use").encode
    polarity = predict_readings(texts, encode(texts), load_text_reader("deep")).polarity
    spans = find_feeling_words(texts, languages, polarity, encode)
    assert [(s.segment, texts[s.segment][s.start : s.end]) for s in spans] == [(0, "furchtbar"), (3, "excellent")]
    assert spans == find_feeling_words(texts, languages, polarity, encode)
