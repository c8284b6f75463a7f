"""The date of a talk comes from its head or its file's name, and a note says from where."""

from __future__ import annotations

import pytest

from tests.ingest.transcripts.turns import Read
from voc.ingest.transcripts.talk_dates import find_date

TALK = "I: Wie war es?\nB: Gut.\nI: Und?\nB: Nett.\n"


@pytest.mark.parametrize(
    ("head", "date"),
    [
        ("Datum: 7. Mai 2026", "2026-05-07"),
        ("**Completed:** 2026-05-07 21:47 GMT", "2026-05-07"),
        ("| Date | 7 May 2026 |", "2026-05-07"),
        ("Date & time: May 7th, 2026 at 3 pm", "2026-05-07"),
        ("Interviewdatum: 07.05.26", "2026-05-07"),
        ("Date: 5/7/2026 2:05 PM", "2026-05-07"),
        ("Datum: 7/5/2026", "2026-05-07"),
        ("Planung Kantine\n7. Mai 2026, 09:02", "2026-05-07"),
        ("Thursday, May 7, 2026 | 10:00 AM", "2026-05-07"),
        ("Interview K3, 07.05.2026", "2026-05-07"),
        ("Session 4 (May 7, 2026)", "2026-05-07"),
        ("Datei: 2026-05-07_K3.mp3", "2026-05-07"),
        # The date of a version, a person, a document or a deadline.
        ("Version 1.3, Stand 07.05.2026", ""),
        ("Interview mit Frau K., geb. 07.05.1961", ""),
        ("Prepared by Ada Berg, 7 May 2026.", ""),
        ("Date of birth: 7.5.1961", ""),
        ("Kunde seit 07.05.2019", ""),
    ],
)
def test_dates_of_a_head(head: str, date: str) -> None:
    assert find_date(head, "x.txt").iso == date


@pytest.mark.parametrize(
    ("name", "date"),
    [
        ("2026-05-07_P03.txt", "2026-05-07"), ("Interview 07.05.2026.docx", "2026-05-07"),
        ("GMT20260507-140213_Recording.txt", "2026-05-07"), ("20260507 K3.txt", "2026-05-07"),
        ("2026-05-07 bis 2026-05-09.txt", ""), ("P20.txt", ""), ("120260507.txt", ""), ("2026-13-07.txt", ""),
    ],
)  # fmt: skip
def test_dates_of_a_name(name: str, date: str) -> None:
    assert find_date("", f"talks/{name}").iso == date


def test_the_head_wins_over_the_name_and_the_note_says_so(read: Read) -> None:
    corpus = read("2026-05-09_K3.txt", f"Datum: 07.05.2026\n\n{TALK}")
    assert corpus.documents[0].date == "2026-05-07"
    assert "Date of the talk: 2026-05-07 ('Datum' in the head)." in corpus.sources[0].notes


def test_day_and_month_are_not_guessed() -> None:
    found = find_date("Date: 3/4/2026", "x.txt")
    assert found.iso == ""
    assert "two ways" in found.note
    assert "day_first" in found.note
    assert find_date("Date: 3/4/2026", "x.txt", day_first=True).iso == "2026-04-03"
    assert find_date("Date: 3/4/2026", "x.txt", day_first=False).iso == "2026-03-04"


def test_each_interview_of_a_file_has_its_own_date(read: Read) -> None:
    text = f"Interview 1\nDatum: 07.05.2026\n\n{TALK}\nInterview 2\nDatum: 08.05.2026\n\n{TALK}"
    assert [document.date for document in read("a.txt", text).documents] == ["2026-05-07", "2026-05-08"]


def test_a_sentence_of_a_turn_gives_no_date(read: Read) -> None:
    assert read("a.txt", TALK.replace("Gut.", "Am 07.05.2026 war es gut.")).documents[0].date == ""
