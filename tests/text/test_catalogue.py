"""The catalogue of sentences: keys, plural forms, and numbers as German and English write them."""

from __future__ import annotations

import pytest

from voc.text.catalogue import Catalogue, load_catalogue

ENTRIES = {"people": {"one": "{n} person", "other": "{n} people"}, "named": "<b>{name}</b>"}
DE, EN = Catalogue("de", ENTRIES), Catalogue("en", ENTRIES)
PACKAGES = ("personas", "personas.proto", "reports", "voc.cli", "voc.pains")


def test_the_plural_form_follows_n() -> None:
    assert [EN("people", n=n) for n in (0, 1, 2)] == ["0 people", "1 person", "2 people"]


def test_whole_numbers_get_the_separators_of_the_language() -> None:
    assert DE("people", n=12_345) == "12.345 people"
    assert EN("people", n=12_345) == "12,345 people"


def test_html_escapes_values_and_keeps_the_tags_of_the_catalogue() -> None:
    assert EN.html("named", name="<i>") == "<b>&lt;i&gt;</b>"


def test_unknown_keys_and_missing_fields_are_errors() -> None:
    with pytest.raises(KeyError):
        EN("no.such.key")
    with pytest.raises(KeyError):
        EN("named")
    assert EN.maybe("no.such.key", "default") == "default"
    assert EN.maybe("people", "default") == "default"


def test_decimals_have_a_real_minus_and_no_signed_zero() -> None:
    assert (DE.decimal(-0.4), EN.decimal(0.4), EN.decimal(-0.001)) == ("−0,40", "+0.40", "0.00")
    assert DE.two_decimals(0.8312) == "0,83"


@pytest.mark.parametrize("package", PACKAGES)
def test_both_languages_have_the_same_keys(package: str) -> None:
    german, english = load_catalogue(package, "de"), load_catalogue(package, "en")
    assert german.entries
    assert list(german.entries) == list(english.entries)
