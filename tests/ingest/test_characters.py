"""Every character of a file is in a turn or left out for a reason, and a reader that loses words is found out."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest

from voc.duplicates import deduplicate
from voc.files.decode import count_characters
from voc.ingest import read_folder
from voc.ingest.characters import explain_difference, explain_gaps, notes_on_characters, to_character_count
from voc.ingest.file_content import LeftOut, Transcript
from voc.ingest.transcripts import labelled, registry
from voc.schema import CharacterCount, Corpus

Read = Callable[..., Corpus]

TALK = """\
---
age: 41
---

# A talk about parcels

I: How did the parcel reach you? [00:00:05]

B: **It lay in the rain.**

(laughs)

I: And then?

B: 1. I dried it.

2. I complained.
"""
CAPTIONS = """\
WEBVTT

NOTE made by a program

1
00:00:01.000 --> 00:00:03.000 align:start
<v Runa Falk>How &amp; when did it come?</v>

2
00:00:04.000 --> 00:00:06.000
<v Tjark Holm>On a <i>rainy</i> Monday.</v>
"""
PARAGRAPHS = {
    "talk.md": TALK,
    "captions.vtt": CAPTIONS,
    "rolling.srt": "".join(
        f"{n}\n00:00:0{n},000 --> 00:00:0{n},900\n{line}\n\n"
        for n, line in enumerate(
            ("it came on monday", "it came on monday\nin the rain", "in the rain\nand it was wet", "[Music]"), 1
        )
    ),
    "panel.txt": "A film\n0:01\n1 second\nit came late\n0:04\n4 seconds\nand it was wet\n0:09\n9 seconds\nso\n",
    "chat.txt": "".join(
        f"03.08.26, 12:3{n} - {line}\n"
        for n, line in enumerate(
            ("Runa created this group", "Runa: Did it come?", "Tjark: Wet.", "Runa: <Media omitted>", "Tjark: Yes.")
        )
    ),
    "answers.txt": "A page\n\n## How did it come?\n\n- late\n- wet\n\n## What did you do?\n\nI complained.\n",
    "several.txt": "".join(
        f"Interview {n}\nAlter: 4{n}\n\nI: How was it?\n\nB: It came in the rain.\n\nI: And?\n\nB: I complained.\n\n"
        for n in (1, 2)
    ),
    "maxqda.txt": "#TEXT Runa\n#CODE Delivery\nIt came late.\n#ENDCODE\n#TEXT Tjark\nNobody called.\n",
    "teams.txt": "".join(f"{name}   0:0{n}\nTurn {n}.\n\n" for n, name in enumerate(("Runa Falk", "Tjark Holm") * 2)),
    "film.ttml": '<tt xmlns="http://www.w3.org/ns/ttml"><head><title>Parcels</title></head><body><div>'
    '<p begin="1s" end="2s">It came late.</p><p begin="3s" end="4s">It was<br/>wet &amp; torn.</p></div></body></tt>',
    "talk.json": json.dumps({
        "title": "Talk about parcels",
        "created": "2026-08-03T10:00:00Z",
        "summary": "The parcel came late and the buyer has complained about it.",
        "segments": [
            {"id": "a1", "speaker": "Runa Falk", "start": 1.0, "end": 2.0, "text": "How did it come?"},
            {"id": "a2", "speaker": "Tjark Holm", "start": 3.0, "end": 4.0, "text": "It came in the rain – böse."},
            {"id": "a3", "speaker": "Runa Falk", "start": 5.0, "end": 6.0, "text": "And then?"},
        ],
    }),
    "survey.csv": "Export of March;;;;\nparticipant;date;Stars;Reply of the shop;What annoyed you?\n"
    + "".join(
        f"P{n};2026-03-0{n};{n};We are sorry for the delay.;The parcel number {n} came in the rain &amp; it was wet.\n"
        for n in range(1, 7)
    ),
    "talk.csv": "speaker,start,text,mood\n"
    + "".join(f"{name},{n},Words of turn {n} &amp; no more.,calm\n" for n, name in enumerate(("Runa", "Tjark") * 3)),
    "note.eml": "From: Runa Falk <runa@post.example>\nTo: help@shop.example\nSubject: Parcel\n\n"
    "Hello,\n\nmy parcel came in the rain.\n\nKind regards\nRuna Falk\n",
}  # fmt: skip


def count(corpus: Corpus) -> CharacterCount:
    (source,) = corpus.sources
    assert source.status == "read", source.reason
    assert source.characters is not None
    return source.characters


@pytest.mark.parametrize("name", sorted(PARAGRAPHS))
def test_every_character_is_used_or_left_out_for_a_reason(read: Read, name: str) -> None:
    corpus = read(name, PARAGRAPHS[name])
    own = count(corpus)
    spoken = [document.text[turn.start : turn.end] for document in corpus.documents for turn in document.turns]
    assert own.used == sum(map(count_characters, spoken)) > 0
    assert own.total == own.used + sum(own.left_out.values())
    assert own.unexplained == 0
    assert all(n > 0 for n in own.left_out.values())


@pytest.mark.parametrize("name", sorted(set(PARAGRAPHS) - {"survey.csv", "talk.csv", "note.eml"}))
def test_all_characters_of_a_text_count(read: Read, name: str) -> None:
    assert count(read(name, PARAGRAPHS[name])).total == count_characters(PARAGRAPHS[name])


def test_reasons_of_a_talk_are_named(read: Read) -> None:
    own = count(read("talk.md", TALK))
    assert own.left_out == {
        "head": count_characters(TALK[: TALK.index("I: How")]),
        "speakers": len("I:B:I:B:"),
        "times": len("[00:00:05]"),
        "remarks": len("(laughs)"),
        "markup": len("****"),
    }


def test_reasons_of_captions_are_named(read: Read) -> None:
    own = count(read("captions.vtt", CAPTIONS))
    assert own.used == count_characters("How & when did it come? On a rainy Monday.")
    assert own.left_out["ids"] == len("12")
    assert own.left_out["head"] == len("WEBVTT")
    assert own.left_out["remarks"] == count_characters("NOTE made by a program")
    assert own.left_out["markup"] == len("<i></i>") + len("amp;")


def test_repeats_of_rolling_captions_are_copies_and_sounds_remarks(read: Read) -> None:
    own = count(read("rolling.srt", PARAGRAPHS["rolling.srt"]))
    assert own.left_out["copies"] == count_characters("it came on monday in the rain")
    assert own.left_out["remarks"] == len("[Music]")


def test_reasons_of_a_talk_in_json_are_named(read: Read) -> None:
    own = count(read("talk.json", PARAGRAPHS["talk.json"]))
    assert own.left_out["speakers"] == count_characters("Runa Falk Tjark Holm Runa Falk")
    assert own.left_out["head"] == count_characters("Talk about parcels")
    assert own.left_out["summaries"] == count_characters("The parcel came late and the buyer has complained about it.")
    assert own.left_out["ids"] == len("a1a2a3") + len("2026-08-03T10:00:00Z")


def test_words_under_a_name_that_no_reader_knows_are_unexplained(read: Read) -> None:
    talk = json.loads(PARAGRAPHS["talk.json"])
    for segment in talk["segments"]:
        segment["murmur"] = "the box was torn"
    own = count(read("talk.json", json.dumps(talk)))
    assert own.unexplained == 3 * count_characters("the box was torn")


def test_cells_of_a_table_are_counted_by_the_use_of_their_column(read: Read) -> None:
    own = count(read("survey.csv", PARAGRAPHS["survey.csv"]))
    assert own.left_out["words of the company"] == 6 * count_characters("We are sorry for the delay.")
    assert own.left_out["head"] == count_characters("Export of March")
    assert own.left_out["ratings"] == 6
    assert own.left_out["dates"] == 6 * len("2026-03-01")
    assert own.left_out["ids"] == 6 * len("P1")
    assert own.left_out["markup"] == 6 * len("amp;")
    assert own.left_out["header row"] == count_characters("participant date Stars Reply of the shop What annoyed you?")


def test_letter_form_and_head_of_a_mail_are_left_out(read: Read) -> None:
    own = count(read("note.eml", PARAGRAPHS["note.eml"]))
    assert own.used == count_characters("my parcel came in the rain.")
    assert own.left_out["letter form"] == count_characters("Hello, Kind regards Runa Falk")
    assert set(own.left_out) == {"head", "letter form"}


def test_comments_of_a_word_document_count(tmp_path: Path) -> None:
    docx = pytest.importorskip("docx")
    document = docx.Document()
    for line in ("I: How did it come?", "B: In the rain.", "I: And then?", "B: I complained."):
        paragraph = document.add_paragraph(line)
    document.add_comment(paragraph.runs, text="Ask again here", author="Runa", initials="R")
    stream = BytesIO()
    document.save(stream)
    (tmp_path / "talk.docx").write_bytes(stream.getvalue())
    own = count(read_folder([tmp_path / "talk.docx"]))
    assert own.left_out == {"speakers": len("I:B:I:B:"), "remarks": count_characters("Ask again here")}


def test_hidden_sheets_of_a_workbook_count(tmp_path: Path) -> None:
    xlsxwriter = pytest.importorskip("xlsxwriter")
    with xlsxwriter.Workbook(str(tmp_path / "answers.xlsx")) as book:
        for name in ("Answers", "Old"):
            sheet = book.add_worksheet(name)
            for number, cell in enumerate(("What annoyed you?", *(f"It came late again, time {n}." for n in range(6)))):
                sheet.write(number, 0, cell)
        sheet.hide()
    own = count(read_folder([tmp_path / "answers.xlsx"]))
    n_rows = count_characters("".join(f"It came late again, time {n}." for n in range(6)))
    n_header = count_characters("What annoyed you?")
    assert own == CharacterCount(
        2 * (n_rows + n_header), n_rows, {"header row": n_header, "hidden cells": n_rows + n_header}
    )


def test_reader_that_loses_a_turn_is_found_out(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    def read_all_but_one(text: str) -> Transcript:
        transcript = labelled.read_labelled(text)
        return dataclasses.replace(transcript, utterances=(*transcript.utterances[:1], *transcript.utterances[2:]))

    lossy = [
        dataclasses.replace(item, parse=read_all_but_one) if item.name == "labelled" else item
        for item in registry.CONVENTIONS
    ]
    monkeypatch.setattr(registry, "CONVENTIONS", tuple(lossy))
    corpus = read("talk.md", TALK)
    own = count(corpus)
    assert own.unexplained == count_characters("**It lay in the rain.** (laughs)")
    assert own.total == own.used + sum(own.left_out.values())
    assert any("nothing explains them" in note for note in corpus.sources[0].notes)


def test_copies_are_moved_to_what_is_left_out(tmp_path: Path) -> None:
    long_talk = TALK + "".join(
        f"\nI: And parcel {n}?\n\nB: That one came {n} days late, in the rain.\n" for n in range(9)
    )
    for name in ("a.md", "b.md"):
        (tmp_path / name).write_text(long_talk, "utf-8")
    corpus = deduplicate(read_folder([tmp_path]))
    first, second = (source.characters for source in corpus.sources)
    assert first is not None
    assert second is not None
    assert (second.used, second.left_out["copies"]) == (0, first.used)
    assert second.total == first.total == sum(second.left_out.values())


def test_gaps_are_explained_by_their_reader_first() -> None:
    text = "Ada: Yes. [0:05] lost"
    assert +explain_gaps(text, [(5, 9)], [LeftOut(0, 4, "speakers")]) == {"speakers": 4, "times": 6, "unexplained": 4}


def test_removed_labels_and_times_are_explained_and_words_are_not() -> None:
    counts = explain_difference(["Ada: >> yes 12", "no, never"], ["yes", "no"], ["Ada"])
    assert +counts == {"speakers": 3, "times": 2, "markup": 4, "unexplained": 5}


def test_small_losses_are_shown_and_not_noted() -> None:
    count = to_character_count(1000, 990, {"times": 1})
    assert (count.unexplained, notes_on_characters(count)) == (9, [])
    assert notes_on_characters(to_character_count(1000, 980, {})) == [
        "20 characters (2 %) were left out and nothing explains them: check the documents of this file for words that "
        "are missing."
    ]
