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


UNSIGNED = (
    "so magst du kurz erzählen was du machst ja ich fahre jeden tag mit dem bus zur arbeit und wie findest du die neue "
    "linie die ist viel zu voll man steht immer und was würdest du ändern mehr busse am morgen das wäre schon gut"
)


def captions_of(text: str) -> str:
    words = text.split()
    lines = [" ".join(words[at : at + 6]) for at in range(0, len(words), 6)]
    return "".join(f"{n + 1}\n00:00:{n:02d},000 --> 00:00:{n:02d},900\n{line}\n\n" for n, line in enumerate(lines))


def test_questions_without_signs_are_known_by_their_words(read: Read) -> None:
    assert read("a.srt", captions_of(UNSIGNED)).sources[0].notes[0].startswith("No speakers are named, and 3 questions")


def test_one_who_talks_alone_asks_nobody(read: Read) -> None:
    text = UNSIGNED.replace(" du ", " man ").replace("magst man", "ich mag")
    assert not any("questions are among" in note for note in read("a.srt", captions_of(text)).sources[0].notes)


def split_talk(ends: str, starts: str) -> str:
    turns = [
        ("Speaker 1", "How was the ride?"),
        ("Speaker 2", f"Long and the bus{ends}"),
        ("Speaker 3", f"{starts} late."),
    ]
    lines = [(label, f"{words[:-1]} {n}{words[-1]}") for n in range(4) for label, words in turns]
    return "".join(f"{label}  0:{n:02d}\n{words}\n\n" for n, (label, words) in enumerate(lines))


def test_a_label_that_ends_the_sentences_of_another_one_is_said(read: Read) -> None:
    notes = read("a.txt", split_talk(" that", "came in")).sources[0].notes
    assert any(
        note.startswith("'Speaker 3' goes on with broken sentences of 'Speaker 2' in 4 of 4 turns") for note in notes
    )


def test_speakers_with_whole_sentences_are_two(read: Read) -> None:
    notes = read("a.txt", split_talk(" was full.", "It was")).sources[0].notes
    assert not any("broken sentences" in note for note in notes)
