"""What is trimmed from the words of an utterance."""

from __future__ import annotations

import pytest

from voc.ingest.transcripts.utterances import trim


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('*"Yes."*', "Yes."),
        ('"*Yes*"', "Yes"),
        ('*"Yes."*.', "Yes."),
        ("„Ja.“", "Ja."),
        ('"Yes" and "no"', '"Yes" and "no"'),
        ("*a* and *b*", "*a* and *b*"),
        ("**", ""),
        ("…", ""),
    ],
)
def test_trim_takes_marks_around_all_of_it_only(text: str, words: str) -> None:
    start, end = trim(text, 0, len(text))
    assert text[start:end] == words
