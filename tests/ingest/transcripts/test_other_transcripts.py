"""Headings, speaker lines, notes, Whisper, talks in tables: one convention each."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from voc.errors import NothingReadableError
from voc.ingest.transcripts.utterances import trim
from voc.schema import Corpus, Document

Read = Callable[..., Corpus]


def said(document: Document) -> list[tuple[str, str, str]]:
    """(speaker, role, words) of each turn."""
    return [(turn.speaker, turn.role, document.text[turn.start : turn.end]) for turn in document.turns]


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
    assert [(turn.question, words) for turn, (_, _, words) in zip(document.turns, said(document), strict=True)] == [
        ("What did you buy?", "Shoes."),
        ("How was it?", "Fine, I think."),
        ("How was it?", "Second paragraph, *really* good."),
        ("And then?", "one thing"),
        ("And then?", "another thing"),
    ]
    assert document.text == GUIDE
    (respondent,) = corpus.respondents
    assert (respondent.label, dict(respondent.attributes)) == ("Ada", {"age": "34", "gender": "female", "job": "Nurse"})


def test_headings_that_do_not_ask_make_notes(read: Read) -> None:
    corpus = read("a.md", "# Visit\n\nThe shop was loud.\n\n# Later\n\nHe left without paying.\n")
    assert corpus.sources[0].reader == "notes"
    assert [words for _, _, words in said(corpus.documents[0])] == ["The shop was loud.", "He left without paying."]


@pytest.mark.parametrize(
    "line",
    ["Ada Berg  {}  ", "{} Ada Berg", "Ada Berg ({})", "**Ada Berg** [{}]", "[{}] Ada Berg", "Ada Berg   {}"],
)
def test_speaker_lines_above_the_turns(read: Read, line: str) -> None:
    other = line.replace("Ada Berg", "Ben Tal")
    text = "\n\n".join(f"{head.format(time)}\nSagt etwas.\n\nUnd mehr." for head, time in
                       [(line, "0:05"), (other, "1:05"), (line, "2:05"), (other, "1:02:05")])  # fmt: skip
    (document,) = read("a.txt", text + "\n\nTranscribed by https://otter.ai\n").documents
    assert said(document)[0] == ("Ada Berg", "participant", "Sagt etwas.\n\nUnd mehr.")
    assert [turn.time_s for turn in document.turns] == [5.0, 65.0, 125.0, 3725.0]
    assert "otter" not in said(document)[-1][2]


def test_speaker_lines_without_times_end_with_two_spaces(read: Read) -> None:
    text = "\n\n".join(f"{name}  \nSome words here." for name in ("Ada Berg", "Ben Tal", "Ada Berg", "Ben Tal"))
    assert [label for label, _, _ in said(read("a.md", text).documents[0])] == ["Ada Berg", "Ben Tal"] * 2


def test_named_interviewer_in_the_header(read: Read) -> None:
    text = "Interviewer is Ada Berg.\n\nAda Berg  0:01\nHello.\n\nBen Tal  0:05\nHow so?\n\nAda Berg  0:07\nWell.\n"
    (document,) = read("a.txt", text).documents
    assert [role for _, role, _ in said(document)] == ["interviewer", "participant", "interviewer"]


def test_notes_are_one_participant_and_said_to_be(read: Read) -> None:
    corpus = read("a.txt", "Die Kundin sucht lange.\n\nSie findet den Knopf nicht.\n")
    assert len(corpus.respondents) == 1
    assert "notes of one participant" in corpus.sources[0].notes[0]


def test_time_codes_without_readable_turns_are_refused(read: Read) -> None:
    text = "\n".join(f"[00:0{n}:00]\nwas auch immer gesagt wurde" for n in range(5))
    with pytest.raises(NothingReadableError, match="time codes") as caught:
        read("a.txt", text)
    assert "was auch immer" not in str(caught.value)


def test_whisper_segments_with_speakers(read: Read) -> None:
    segments = [
        {"start": 0.0, "end": 1.0, "text": " Los?", "speaker": "SPEAKER_00"},
        {"start": 1.0, "end": 2.0, "text": " Ja.", "speaker": "SPEAKER_01"},
        {"start": 2.0, "end": 3.5, "text": " Gern.", "speaker": "SPEAKER_01"},
    ]
    corpus = read("a.json", json.dumps({"text": "", "segments": segments}))
    assert [(label, words) for label, _, words in said(corpus.documents[0])] == [
        ("SPEAKER_00", "Los?"),
        ("SPEAKER_01", "Ja. Gern."),
    ]
    assert corpus.sources[0].reader == "whisperx-json"


def test_talk_in_a_table_has_turns(read: Read) -> None:
    rows = 'timestamp,speaker,words\n,,(noise)\n[00:00:03],AB:,Who are you?\n,CD:,"It was me&#8212;well."\n'
    rows += ",AB:,And now?\n,CD:,Now?\n"
    (document,) = read("a.csv", rows + ",AB:,Why?\n,CD:,Because it rained.\n").documents
    assert [role for _, role, _ in said(document)][:3] == ["other", "interviewer", "participant"]
    assert said(document)[2][2] == "It was me—well."
    assert document.turns[1].time_s == 3.0


def test_generic_labels_are_per_file_and_names_are_not(read: Read, tmp_path) -> None:  # type: ignore[no-untyped-def]
    from voc.ingest import read_folder

    for name in ("a", "b"):
        (tmp_path / f"{name}.txt").write_text("I: Was?\nB: Das.\nI: Gut?\nB: Ja.\n")
        (tmp_path / f"{name}2.txt").write_text("I: Was?\nAda Berg: Das.\nI: Gut?\nAda Berg: Ja.\n")
    corpus = read_folder([tmp_path])
    assert [respondent.label for respondent in corpus.respondents] == ["B", "Ada Berg", "B"]
    assert corpus.respondents[1].sources == ("a2.txt", "b2.txt")


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
