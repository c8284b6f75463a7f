"""What is trimmed from the words of an utterance."""

from __future__ import annotations

import pytest

from voc.ingest.transcripts.utterances import SpeakerMark, split_utterances, trim


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


@pytest.mark.parametrize("line", ["Transcription ended after 00:12:09", "Ines Falk hat die Transkription beendet"])
@pytest.mark.parametrize("mark", ["", "**", "### ", "_"])
def test_the_foot_of_a_meeting_tool_ends_the_last_turn(line: str, mark: str) -> None:
    text = f"Ole: Das war es.\n\n{mark}{line}{mark.strip('# ')}\n\nNobody said this."
    (utterance,) = split_utterances(text, [SpeakerMark(0, 4, "Ole")])
    assert text[utterance.start : utterance.end] == "Das war es."
