"""Cues: whole words, endings, stars, gaps, languages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voc.journey import load_taxonomy
from voc.text.matching import CueMatcher, fold_words


def holds(cue: str, text: str) -> bool:
    return CueMatcher([(cue, "", 0)]).find(text) == {0}


@pytest.mark.parametrize(
    ("cue", "text"),
    [
        ("Rücksendung", "Die Rücksendungen dauern."),
        ("Rücksendung", "RÜCKSENDUNG, bitte"),
        ("Retoure*", "Wo ist der Retourenschein?"),
        ("*karton*", "Ein Riesenkartons-Turm"),
        ("geld zurück", "Das Geld habe ich nie zurück bekommen."),
        ("sent it back", "I sent it straight back"),
        ("Online-Shop", "im Online-Shop"),
        ("online shop", "the online-shop"),
        ("crashes", "it crashed twice"),
        ("App", "Die App!"),
        ("Preise", "der Preis"),
    ],
)
def test_a_cue_is_found_in_its_forms(cue: str, text: str) -> None:
    assert holds(cue, text)


@pytest.mark.parametrize(
    ("cue", "text"),
    [
        ("App", "der Appetit"),
        ("Kasse", "die Krankenkasse"),
        ("geld zurück", "zurück kam kein Geld"),
        ("geld zurück", "Geld haben wir hier alle nur noch selten zurück"),
        ("pairing", "nine pairs of shoes"),
        ("influencer", "a good influence"),
        ("refund", ""),
    ],
)
def test_a_cue_is_not_found_in_other_words(cue: str, text: str) -> None:
    assert not holds(cue, text)


def test_cues_of_another_language_do_not_count() -> None:
    matcher = CueMatcher([("till", "en", 0), ("Kasse", "de", 1)])
    assert matcher.find("till und Kasse", "de") == {1}
    assert matcher.find("till und Kasse", "en") == {0}
    assert matcher.find("till und Kasse", "") == {0, 1}


@given(st.text(max_size=60))
def test_words_never_fail_and_are_folded(text: str) -> None:
    assert all(word and word == word.casefold() for word in fold_words(text) if word.isascii())


def test_every_cue_of_the_journey_finds_itself() -> None:
    for touchpoint in load_taxonomy("five_phases").touchpoints:
        for cues in touchpoint.cues.values():
            for cue in cues:
                assert holds(cue, cue.replace("*", "")), cue
