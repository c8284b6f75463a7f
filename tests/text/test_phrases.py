"""Aspects: what a text is about, and what a feeling in it is about."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voc.text.phrases import aspects, aspects_of


def aspect_words(text: str, language: str, *feelings: str) -> list[str]:
    """The aspects of the feeling words in a text."""
    spans = [(text.index(word), text.index(word) + len(word)) for word in feelings]
    return [phrase.text for phrase in aspects_of(text, language, spans)]


@pytest.mark.parametrize(
    ("text", "language", "feelings", "expected"),
    [
        ("Die Lieferung war langsam, aber der Fahrer freundlich.", "de", ["langsam"], ["Lieferung"]),
        ("Die Lieferung war langsam, aber der Fahrer freundlich.", "de", ["freundlich"], ["Fahrer"]),
        ("Die Post kam spät, aber der Fahrer war höflich.", "de", ["spät", "höflich"], ["Post", "Fahrer"]),
        ("Ein unfreundlicher Empfang und ein Bett aus Holz.", "de", ["unfreundlicher"], ["Empfang"]),
        ("The check-in staff were rude.", "en", ["rude"], ["check-in staff"]),
        ("Friendly waiters. The parking garage lies below.", "en", ["Friendly"], ["waiters"]),
        ("It was awful. The parking garage lies below.", "en", ["awful"], []),
        ("The parking garage lies below.", "en", [], []),
        ("Le service était lent.", "fr", ["lent"], []),
    ],
)  # fmt: skip
def test_aspects_are_what_is_beside_the_feeling(
    text: str, language: str, feelings: list[str], expected: list[str]
) -> None:
    assert aspect_words(text, language, *feelings) == expected


def test_aspects_are_exact_spans_without_the_feeling_word() -> None:
    text = "Such lousy pizza!"
    (phrase,) = aspects_of(text, "en", [(5, 10)])
    assert (phrase.text, phrase.start, phrase.end, phrase.head) == ("pizza", 11, 16, "pizza")


def test_a_noun_of_feeling_is_its_own_aspect_only_where_nothing_else_is_near() -> None:
    assert aspect_words("Wieder Verspätung!", "de", "Verspätung") == ["Verspätung"]
    assert aspect_words("Der Zug hatte Verspätung.", "de", "Verspätung") == ["Zug"]


def test_aspects_include_hashtags_and_no_vague_nouns() -> None:
    assert [phrase.text for phrase in aspects("Schon wieder #Verspätung", "de")] == ["Verspätung"]
    assert aspects("In that way, a lot of things.", "en") == []


@given(st.text(alphabet="abcD éß#,.! \n", max_size=40), st.sampled_from(["de", "en", ""]))
def test_aspects_are_pieces_of_their_text(text: str, language: str) -> None:
    for phrase in [*aspects(text, language), *aspects_of(text, language, [(0, min(3, len(text)))])]:
        assert phrase.text == text[phrase.start : phrase.end] != ""
