"""The lexicon: word lists are sorted, patterns compile, both languages have the same entries."""

from __future__ import annotations

import tomllib
from importlib import resources
from itertools import pairwise
from typing import Any

import pytest

from voc.text import lexicon
from voc.text.statements import MARKERS

GERMAN_ONLY = {"words.genitive_articles"}
ENGLISH_ONLY = {
    "words.adjective_endings", "words.adjectives", "words.before_adjective", "words.before_verb", "words.nouns_in_ing",
    "words.nouns_in_ive", "words.nouns_in_ly", "words.verbs",
}  # fmt: skip
PATTERN_SECTIONS = (
    "clauses", "goals", "hurdles", "markers", "questions", "self_statements", "stance", "tone", "troubles", "withdrawn",
)  # fmt: skip


def entries(language: str) -> dict[str, Any]:
    """The entries of a lexicon by "section.key"."""
    text = (resources.files("voc.text.lexicon") / f"{language}.toml").read_text("utf-8")
    return {f"{section}.{key}": value for section, table in tomllib.loads(text).items() for key, value in table.items()}


def sort_key(word: str) -> tuple[str, str]:
    """Alphabetical, umlauts beside their vowels."""
    return word.casefold().translate(str.maketrans("äöü", "aou")).replace("ß", "ss"), word


def word_lists(language: str) -> dict[str, list[str]]:
    listed = ("words.", "segmentation.", "topics.")
    return {
        name: value.split() if isinstance(value, str) else value
        for name, value in entries(language).items()
        if name.startswith(listed)
    }


@pytest.mark.parametrize("language", lexicon.LANGUAGES)
def test_word_lists_are_sorted_and_name_each_word_once(language: str) -> None:
    lists = word_lists(language)
    assert len(lists) > 20
    unsorted = {
        f"{name}: {second}"
        for name, words in lists.items()
        for first, second in pairwise(words)
        if sort_key(first) >= sort_key(second)
    }
    assert unsorted == set()


@pytest.mark.parametrize("language", lexicon.LANGUAGES)
def test_every_pattern_compiles(language: str) -> None:
    counts = {section: len(lexicon.pattern_table(language, section)) for section in PATTERN_SECTIONS}
    assert all(counts.values()), counts


def test_both_languages_have_the_same_entries() -> None:
    german, english = set(entries("de")), set(entries("en"))
    assert german - english == GERMAN_ONLY
    assert english - german == ENGLISH_ONLY


def test_every_marker_of_the_statement_model_has_a_pattern() -> None:
    in_words = set(MARKERS) - {"question", "exclamation"}
    assert {name for name in entries("de") if name.startswith("markers.")} == {f"markers.{name}" for name in in_words}


def test_a_language_without_a_lexicon_has_no_words_and_patterns_that_match_nothing() -> None:
    assert lexicon.words("fr", "words.fillers") == frozenset()
    assert lexicon.pattern("fr", "tone.bad").search("problem") is None
    assert lexicon.patterns("fr", "hurdles.trouble") == ()
    assert lexicon.pattern_table("fr", "withdrawn") == {}
    assert "très" in lexicon.function_words("fr")
    assert lexicon.function_words("xx") == frozenset()


def test_an_unknown_entry_is_a_mistake_in_the_code() -> None:
    with pytest.raises(KeyError):
        lexicon.words("de", "words.no_such_list")
