"""Questions as headings, paragraphs that alternate, and notes."""

from __future__ import annotations

import pytest

from tests.ingest.transcripts.turns import Read, turns_of, words_of
from voc.errors import NothingReadableError

GUIDE = """# Info
Interviewee: Ada

| Age | Gender | Job |
| --- | ------ | --- |
| 34  | Female | Nurse |

* recorded at home

# Transcript
## Question 1: What did you buy?

*"Shoes."*

### How was it?

"*Fine, I think.*"

Second paragraph, *really* good.

## Question 2: And then?
- one thing
- another thing
"""


def test_headings_are_the_questions_of_the_answers_below(read: Read) -> None:
    corpus = read("ada.md", GUIDE)
    (document,) = corpus.documents
    assert [(turn.question, words) for turn, (_, _, words) in zip(document.turns, turns_of(document), strict=True)] == [
        ("What did you buy?", "Shoes."),
        ("How was it?", "Fine, I think."),
        ("How was it?", "Second paragraph, *really* good."),
        ("And then?", "one thing"),
        ("And then?", "another thing"),
    ]
    assert document.text == GUIDE
    (respondent,) = corpus.respondents
    assert (respondent.label, dict(respondent.attributes)) == ("Ada", {"age": "34", "gender": "female", "job": "Nurse"})


def test_words_outside_the_answers_are_counted(read: Read) -> None:
    notes = read("ada.md", GUIDE).sources[0].notes
    assert "11 words above the first question or below other headings belong to no answer." in notes
    notes = read("b.md", "# Visit\n\n| a | b |\n\n**Two words**\n\nThe shop was loud.\n").sources[0].notes
    assert "4 words of tables, code, captions of pictures and bold lines were left out." in notes


def test_headings_that_do_not_ask_make_notes(read: Read) -> None:
    corpus = read("a.md", "# Visit\n\nThe shop was loud.\n\n# Later\n\nHe left without paying.\n")
    assert corpus.sources[0].reader == "notes"
    assert [words for _, _, words in turns_of(corpus.documents[0])] == ["The shop was loud.", "He left without paying."]


def test_notes_are_one_participant_and_said_to_be(read: Read) -> None:
    corpus = read("a.txt", "Die Kundin sucht lange.\n\nSie findet den Knopf nicht.\n")
    assert len(corpus.respondents) == 1
    assert "notes of one participant" in corpus.sources[0].notes[0]


def test_time_codes_without_readable_turns_are_refused(read: Read) -> None:
    text = "\n".join(f"[00:0{n}:00]\nwas auch immer gesagt wurde" for n in range(5))
    with pytest.raises(NothingReadableError, match="time codes") as caught:
        read("a.txt", text)
    assert "was auch immer" not in str(caught.value)


ASKS = ["Und wie ging es dann weiter?", "Mhm.", "Was haben Sie da gemacht?", "Okay.", "Warum war das so?", "Ja."]


LONG = "Also ich habe dann die App aufgemacht und lange gesucht, " * 5 + "und am Ende gar nichts gefunden."


def test_paragraphs_that_plainly_alternate_are_two_people(read: Read) -> None:
    text = "Gespräch 7\n\n" + "\n\n".join(part for ask in ASKS * 2 for part in (ask, LONG))
    corpus = read("a.txt", text)
    assert corpus.sources[0].reader == "alternating"
    assert "plainly alternate" in corpus.sources[0].notes[0]
    assert words_of(corpus.documents[0])[:2] == [("Interviewer", ASKS[0]), ("Interviewee", LONG)]
    assert corpus.documents[0].turns[1].question == ASKS[0]
    assert len(corpus.documents[0].turns) == 24


@pytest.mark.parametrize(
    "paragraphs",
    [
        [LONG] * 20,
        [ASKS[0], LONG] * 4,
        [ASKS[0], LONG, LONG, LONG] * 6,
        ["Sie sucht.", "Er findet.", "Beide gehen."] * 8,
        [LONG, ASKS[0], ASKS[2], LONG] * 6,
    ],
)
def test_paragraphs_that_do_not_alternate_stay_notes(paragraphs: list[str], read: Read) -> None:
    assert read("a.txt", "\n\n".join(paragraphs)).sources[0].reader == "notes"
