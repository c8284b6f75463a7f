"""Hard sentences of our own: how many the product's weights read as they should."""

from __future__ import annotations

import pytest

from benchmarks.readings.hard_sentences import right, sentences

MUST_HOLD = {"de": 26, "en": 26}
"""Of 44 in each language. What is missed: irony, comparisons and understatement without a word of feeling."""


@pytest.mark.parametrize("language", sorted(MUST_HOLD))
def test_hard_sentences_are_read_right(language: str) -> None:
    found = right(language)
    wrong = [
        f"{row['gold']}: {row['text']}" for row, held in zip(sentences()[language], found, strict=True) if not held
    ]
    assert sum(found) >= MUST_HOLD[language], "\n".join(wrong)
