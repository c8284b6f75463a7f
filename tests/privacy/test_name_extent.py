"""How far a name reaches: initials belong to it, words around it do not."""

from __future__ import annotations

import pytest

from tests.privacy.test_protect import protected_text


@pytest.mark.parametrize(
    ("text", "changed"),
    [
        ("Checked by P. Hargreaves on Monday.", "Checked by [Name 1] on Monday."),
        ("I spoke to Moira K. about it.", "I spoke to [Name 1] about it."),
        ("Das hat Jonas B. geschrieben.", "Das hat [Name 1] geschrieben."),
        ("Geprüft: R. M. Steinbrück", "Geprüft: [Name 1]"),
        ("i. A. T. Wesseling", "i. A. [Name 1]"),
        ("We met Siobhan O'Dowd there.", "We met [Name 1] there."),
    ],
)
def test_initials_and_irish_surnames_go_with_the_name(text: str, changed: str) -> None:
    assert protected_text(text) == changed


@pytest.mark.parametrize(
    "text",
    [
        "Plan B. Danach ging es.",
        "Wir nehmen z. B. Telefone und u. a. Karten.",
        "Vitamin C. Orangen helfen.",
        "The U. S. Army store was shut.",
    ],
)
def test_letters_that_count_or_abbreviate_are_no_initials(text: str) -> None:
    assert protected_text(text) == text


def test_no_name_is_found_within_a_word() -> None:
    text = "Not Thursday, and Friday I'm in Bath; by Hannahville I mean the farm."
    assert protected_text(text) == text


@pytest.mark.parametrize(
    ("text", "changed"),
    [
        ("mrs pennington let us in", "mrs [Name 1] let us in"),
        ("herr wischnewski kommt um vier", "herr [Name 1] kommt um vier"),
        ("passt so, mfg p. wischnewski", "passt so, mfg [Name 1]"),
        ("all done now, cheers keeley", "all done now, cheers [Name 1]"),
        ("Hey it's kayleigh, ring me.", "Hey it's [Name 1], ring me."),
        ("Fritz' Antrag fehlt noch.", "[Name 1]' Antrag fehlt noch."),
    ],
)
def test_names_in_lower_case_and_genitives_are_found(text: str, changed: str) -> None:
    assert protected_text(text) == changed


@pytest.mark.parametrize(
    "text",
    [
        "i miss will and grace on tv",
        "ms teams crashed",
        "meine frau kann das",
        "that worked, thanks again",
        "danke schön",
    ],
)
def test_lower_case_titles_and_thanks_without_a_name_stay(text: str) -> None:
    assert protected_text(text) == text


@pytest.mark.parametrize(
    ("text", "n_names"),
    [
        ("Thanks, Anouk & Rufus x", 2),
        ("Yours faithfully, Capt. Edmund Farrow (ret.)", 1),
        ("Regards, The Accounts Team", 0),
    ],
)
def test_who_signs_is_replaced(text: str, n_names: int) -> None:
    assert protected_text(text).count("[Name") == n_names
