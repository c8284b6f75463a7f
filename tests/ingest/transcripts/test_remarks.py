"""Lines that hold no words, and talks without speakers."""

from __future__ import annotations

import pytest

from tests.ingest.transcripts.turns import Read, words_of


@pytest.mark.parametrize(
    "remark", ["(nods)", "[Pause]", "((coughs)) [door]", "(...)", "<laughs>", "{whispers}", "(laughs)."]
)
def test_turn_with_nothing_but_remarks_is_no_answer(remark: str, read: Read) -> None:
    corpus = read("a.txt", f"I: Do you go there?\n\nB: {remark}\n\nI: Why?\n\nB: (laughs) It is near.\n\n{remark}\n")
    assert words_of(corpus.documents[0]) == [
        ("I", "Do you go there?"), ("I", "Why?"), ("B", "(laughs) It is near.")
    ]  # fmt: skip
    has_words = any(character.isalnum() for character in remark)
    assert any(note.endswith("were left out: 2.") for note in corpus.sources[0].notes) == has_words


def test_words_that_are_hard_to_hear_stay(read: Read) -> None:
    corpus = read("a.txt", "I: Where?\n\nB: (station?)\n\nI: Why?\n\nB: It is near.\n")
    assert words_of(corpus.documents[0])[1] == ("B", "(station?)")


TIMED = "".join(
    f"00:00:{n * 4:02d}.000 --> 00:00:{n * 4 + 3:02d}.000\n\n{words}\n\n"
    for n, words in enumerate(["What did you see first?", "The colours.", "And what then?", "It went fine."], 1)
)


@pytest.mark.parametrize(
    ("name", "text"), [("a.txt", TIMED), ("b.txt", "What did you see?\n\nColours.\n\nAnd then?\n\nFine.\n")]
)
def test_questions_without_speakers_are_the_first_note(name: str, text: str, read: Read) -> None:
    notes = read(name, text).sources[0].notes
    (note,) = (note for note in notes if "No speakers are named" in note)
    assert note == notes[0]
    assert note.startswith("No speakers are named, and 2 questions are among the words")
    assert ".vtt or .docx" in note


def test_few_questions_of_one_person_are_no_reason_to_doubt(read: Read) -> None:
    text = "The shop was loud. Who needs that? I left. " + "I went on and it was fine. " * 30 + "Why not?\n"
    assert not any("questions are among" in note for note in read("a.txt", text).sources[0].notes)
