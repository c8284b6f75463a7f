"""The language of short texts among others."""

from __future__ import annotations

from voc.text.surroundings import detect_among

GERMAN = ("Die Kasse war schon um sieben zu.", "Man findet den Eingang kaum, schade.", "Ich komme gerne wieder her.")
ENGLISH = ("The till closed at seven already.", "I could hardly find the way in.")


def among(texts: list[str], files: list[str] | None = None, people: list[str] | None = None) -> list[str]:
    return detect_among(texts, ("de", "en"), files or ["a.csv"] * len(texts), people or [""] * len(texts))


def test_a_short_text_takes_the_only_language_of_its_file() -> None:
    assert among([*GERMAN, "Super", "UX", "Team top"])[3:] == ["de", "de", "de"]


def test_foreign_words_stay_unknown_in_a_file_of_one_language() -> None:
    assert among([*GERMAN, "lekker eten", "çok iyi", "très joli"])[3:] == ["", "", ""]


def test_nothing_is_taken_from_a_file_of_several_languages() -> None:
    assert among([*GERMAN, *ENGLISH, "Super"])[-1] == ""


def test_foreign_texts_without_a_name_make_a_file_one_of_several_languages() -> None:
    assert among([*GERMAN, "Er is hier geen mens", "Super"])[-1] == ""


def test_a_short_text_takes_the_language_of_its_person_first() -> None:
    texts, people = [*GERMAN, *ENGLISH, "Super", "Super"], ["r-1", "r-1", "r-1", "r-2", "r-2", "r-1", "r-2"]
    assert among(texts, people=people)[-2:] == ["de", "en"]


def test_files_do_not_lend_their_language_to_each_other() -> None:
    assert among([*GERMAN, "Super"], files=["a.csv", "a.csv", "a.csv", "b.csv"])[-1] == ""
