"""Which words of a statement are marked as carrying its feeling."""

from __future__ import annotations

import pytest

from voc.text.feeling_words import trim_feelings


def _marked(text: str, marks: list[str], language: str) -> list[str]:
    ranges = [(text.index(mark), text.index(mark) + len(mark)) for mark in marks]
    return [text[start:end] for start, end in trim_feelings(text, ranges, language)]


@pytest.mark.parametrize(
    ("text", "mark", "language"),
    [
        ("The bus came on a Sunday.", "on", "en"),
        ("The bus came on a Sunday.", "on a", "en"),
        ("Das Heft lag da.", "da", "de"),
        ("Wir kochen sehr viel.", "sehr viel", "de"),
        ("She can.", "can", "en"),
    ],
)
def test_trim_feelings_leaves_out_function_words_alone(text: str, mark: str, language: str) -> None:
    assert _marked(text, [mark], language) == []


@pytest.mark.parametrize(
    ("text", "mark", "expected", "language"),
    [
        ("He sang like an owl.", "an owl", "owl", "en"),
        ("Das war eine Wonne für mich.", "eine Wonne für", "Wonne", "de"),
        ("Better than before.", "Better than", "Better", "en"),
        ("The lamp broke down.", "broke down", "broke down", "en"),
        ("Viel zu laut.", "Viel zu laut", "Viel zu laut", "de"),
        ("Das ist nicht schön.", "nicht schön", "nicht schön", "de"),
        ("It was not.", "not", "not", "en"),
        ("Das Brot ist gut.", "ist gut", "gut", "de"),
    ],
)
def test_trim_feelings_cuts_function_words_at_the_ends(text: str, mark: str, expected: str, language: str) -> None:
    assert _marked(text, [mark], language) == [expected]


@pytest.mark.parametrize("apostrophe", ["'", "’"])
def test_trim_feelings_widens_to_whole_words(apostrophe: str) -> None:
    text = f"I didn{apostrophe}t laugh."
    assert _marked(text, ["t laugh"], "en") == [f"didn{apostrophe}t laugh"]


def test_trim_feelings_joins_what_is_widened_to_the_same_word() -> None:
    """Overlapping marks would write a word twice into a quote."""
    assert _marked("Very good/nice, thanks.", ["Very good", "nice"], "en") == ["Very good/nice"]
    assert _marked("Nice and good.", ["good", "Nice"], "en") == ["Nice", "good"]


def test_trim_feelings_keeps_emojis() -> None:
    assert _marked("Fertig 🎉!", ["🎉"], "de") == ["🎉"]


def test_trim_feelings_of_an_unknown_language_only_widens() -> None:
    assert _marked("To bardzo dobrze.", ["bardzo dobr"], "") == ["bardzo dobrze"]
