"""Hard sentences of our own: how many the product's weights read as they should."""

from __future__ import annotations

import pytest

from benchmarks.readings.hard_sentences import read_correctly, sentences

MUST_HOLD = {"de": 26, "en": 26}
"""Of 44 in each language. Most misses are irony, comparison and understatement without a feeling word."""


@pytest.mark.parametrize("language", sorted(MUST_HOLD))
def test_hard_sentences_are_read_right(language: str) -> None:
    correct = read_correctly(language)
    wrong = [
        f"{row['gold']}: {row['text']}" for row, right in zip(sentences()[language], correct, strict=True) if not right
    ]
    assert sum(correct) >= MUST_HOLD[language], "\n".join(wrong)
