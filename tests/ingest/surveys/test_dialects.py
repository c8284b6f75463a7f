"""Exports of survey programs are recognised and tidied."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from voc.ingest import read_folder
from voc.schema import Corpus

ReadRows = Callable[..., Corpus]
ANSWERS = (
    "Ich habe lange nach dem Knopf gesucht.",
    "Am Ende hat mir ein Kollege geholfen.",
    "The page was quick and the form was short.",
    "Nobody told me that it would take a week.",
    "Die Anleitung war gut, aber viel zu klein gedruckt.",
    "I had to type my number in three times.",
)
COUNTRIES = ("AT", "DE", "AT", "DE", "AT", "DE")


def questions(corpus: Corpus) -> set[str]:
    return {turn.question for document in corpus.documents for turn in document.turns}


def texts(corpus: Corpus) -> set[str]:
    return {document.text for document in corpus.documents}


def notes(corpus: Corpus) -> str:
    return " ".join(corpus.sources[0].notes)


def test_surveymonkey_joins_its_two_header_rows(read_rows: ReadRows) -> None:
    upper = [
        "Respondent ID", "Collector ID", "Start Date", "End Date", "IP Address", "Email Address", "First Name",
        "Last Name", "Custom Data 1", "In which country do you live?", "What held you up?", "Which devices do you use?",
        "", "", "Tell us two things you would change", "",
    ]  # fmt: skip
    lower = [""] * 9 + [
        "Response",
        "Open-Ended Response",
        "Phone",
        "Tablet",
        "Other (please specify)",
        "First",
        "Second",
    ]
    rows = [
        [f"1000{n}", "77", "03/01/2024 10:00:00 AM", "03/14/2024 10:09:00 AM", "1.2.3.4", f"a{n}@b.de", "Ann", "Lee",
         "x", COUNTRIES[n], ANSWERS[n], "Phone", "Tablet" if n % 2 else "", "", f"Mir fehlt die Nummer {n} darin.",
         f"Please make step {n} a little shorter."]
        for n in range(6)
    ]  # fmt: skip
    corpus = read_rows([upper, lower, *rows])
    assert corpus.sources[0].reader == "surveymonkey-csv"
    assert questions(corpus) == {
        "What held you up?",
        "Tell us two things you would change – First",
        "Tell us two things you would change – Second",
    }
    assert len(corpus.respondents) == 6
    assert dict(corpus.respondents[0].attributes) == {"country": "AT", "Which devices do you use?": "Phone"}
    assert corpus.respondents[1].attributes["Which devices do you use?"] == "Phone; Tablet"
    assert corpus.documents[0].date == "2024-03-14"
    assert corpus.documents[0].locator == "row 3"
    assert "This reader is unverified" in notes(corpus)
    assert "Personal data, not read: 'IP Address', 'Email Address', 'First Name'" in notes(corpus)


@pytest.mark.parametrize("first", ["Timestamp", "Zeitstempel"])
def test_google_forms_are_told_by_their_time(read_rows: ReadRows, first: str) -> None:
    rows = [[f"{n + 1}.03.2024 10:00:00", f"a{n}@b.de", ANSWERS[n], COUNTRIES[n]] for n in range(6)]
    corpus = read_rows([[first, "E-Mail-Adresse", "Was hat Sie aufgehalten?", "In which country do you live?"], *rows])
    assert corpus.sources[0].reader == "google-forms-csv"
    assert corpus.documents[0].date == "2024-03-01"
    assert questions(corpus) == {"Was hat Sie aufgehalten?"}
    assert "Personal data, not read: 'E-Mail-Adresse'" in notes(corpus)
    assert "unverified" not in notes(corpus)


def test_microsoft_forms_are_read_by_position(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(
        ["ID", "Start time", "Completion time", "Email", "Name", "What do you think of our\nlatest letter?", "Email"]
    )
    for n, answer in enumerate(ANSWERS):
        day = datetime.datetime(2024, 3, n + 1, 10)
        other = f"Your e-mail came too late for me, {n} days."
        sheet.append([n + 1, day, day, "anonymous", "Ann Lee", answer, other])
    book.save(tmp_path / "forms.xlsx")
    corpus = read_folder([tmp_path])
    assert corpus.sources[0].reader == "microsoft-forms-sheet"
    assert questions(corpus) == {"What do you think of our latest letter?", "Email"}
    assert len(corpus.respondents) == 6
    assert corpus.documents[0].date == "2024-03-01"
    assert "Personal data, not read: 'Email', 'Name'." in notes(corpus)


def test_typeform_joins_ticked_options(read_rows: ReadRows) -> None:
    header = ["#", "What made you come back?", "Coffee", "Tea", "Start Date (UTC)", "Submit Date (UTC)", "Network ID"]
    rows = [
        [
            f"h{n}x",
            ANSWERS[n],
            "Coffee" if n % 2 else "",
            "Tea",
            "2024-03-01 10:00:00",
            f"2024-03-0{n + 1} 10:00:00",
            f"n{n}",
        ]
        for n in range(6)
    ]
    corpus = read_rows([header, *rows])
    assert corpus.sources[0].reader == "typeform-csv"
    assert texts(corpus) == set(ANSWERS)
    assert [respondent.label for respondent in corpus.respondents] == [f"h{n}x" for n in range(6)]
    assert [respondent.attributes["Coffee / Tea"] for respondent in corpus.respondents] == ["Tea", "Coffee; Tea"] * 3
    assert corpus.documents[5].date == "2024-03-06"
    assert "Personal data, not read: 'Network ID'" in notes(corpus)


LIME = ["submitdate", "lastpage", "startlanguage", "seed"]


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["Q1", "Q2[SQ001]", "Q2[other]"], {"Q1"}),
        (
            ["Q1. Was hat gestört?", "Q2[SQ001]. Wie oft? [Montag]", "Q2[other]. Wie oft? [Sonstiges]"],
            {"Was hat gestört?"},
        ),
        (["34X5X61", "34X5X62SQ001", "34X5X62other"], {"34X5X61"}),
    ],
)
def test_limesurvey_columns_by_code_text_or_number(read_rows: ReadRows, names: list[str], expected: set[str]) -> None:
    rows = [
        [str(n), f"2024-03-0{n + 1} 09:00:00", "3", "de", "99", ANSWERS[n], "oft" if n % 2 else "nie", ""]
        for n in range(6)
    ]
    corpus = read_rows([["id", *LIME, *names], *rows])
    assert corpus.sources[0].reader == "limesurvey-csv"
    assert questions(corpus) <= expected | {""}
    assert texts(corpus) == set(ANSWERS)
    assert len(corpus.respondents) == 6


def test_alchemer_puts_the_question_before_its_option(read_rows: ReadRows) -> None:
    header = ["Response ID", "Time Started", "Date Submitted", "Status", "Reason #1:Why did you stop?", "City"]
    rows = [
        [str(n), "3/1/2024 10:00", f"3/{n + 1}/2024 10:00", "Deleted" if n == 5 else "Complete", ANSWERS[n], "Graz"]
        for n in range(6)
    ]
    corpus = read_rows([header, *rows])
    assert corpus.sources[0].reader == "alchemer-csv"
    assert questions(corpus) == {"Why did you stop? [Reason #1]"}
    assert len(corpus.documents) == 5
    assert "1 deleted answers were left out" in notes(corpus)


def test_google_play_export_in_utf_16(read_rows: ReadRows) -> None:
    header = [
        "Package Name", "App Version Code", "App Version Name", "Reviewer Language", "Device",
        "Review Submit Date and Time", "Review Submit Millis Since Epoch", "Review Last Update Date and Time",
        "Review Last Update Millis Since Epoch", "Star Rating", "Review Title", "Review Text",
        "Developer Reply Date and Time", "Developer Reply Millis Since Epoch", "Developer Reply Text", "Review Link",
    ]  # fmt: skip
    rows = [
        ["org.example", "7", "1.7", "de", "phone9", f"2024-03-0{n + 1}T08:00:00Z", "1", "2024-03-09", "1",
         str(2 + n % 2), "", ANSWERS[n] if n < 4 else "", "", "", "", "https://x.example"]
        for n in range(6)
    ]  # fmt: skip
    corpus = read_rows([header, *rows], codec="utf-16")
    assert corpus.sources[0].reader == "google-play-csv"
    assert (len(corpus.documents), corpus.documents[0].kind) == (4, "review")
    assert corpus.documents[0].scales["rating"] == "2 of 1–5"
    assert "2 of 6 rows have no text" in notes(corpus)
    assert corpus.sources[0].status == "read"


def test_qualtrics_leaves_out_previews_by_word_and_by_number(read_rows: ReadRows) -> None:
    header = [
        "StartDate",
        "EndDate",
        "Status",
        "IPAddress",
        "RecipientEmail",
        "ResponseId",
        "DistributionChannel",
        "Q1",
        "Q2_TEXT",
    ]
    questions_in_words = [
        "Start Date",
        "End Date",
        "Response Type",
        "IP",
        "Mail",
        "Response ID",
        "Channel",
        "Your age?",
        "What held you up?",
    ]
    ids = [
        f'{{"ImportId":"{name}"}}'
        for name in ("startDate", "endDate", "status", "ip", "mail", "_recordId", "ch", "QID1_TEXT", "QID2_TEXT")
    ]
    statuses = ["IP Address", "Survey Preview", "0", "1", "IP Address", "IP Address"]
    channels = ["anonymous", "preview", "anonymous", "preview", "anonymous", "preview"]
    rows = [
        [
            "2024-03-01",
            f"2024-03-0{n + 1}",
            statuses[n],
            "1.2.3.4",
            "a@b.de",
            f"R_{n}",
            channels[n],
            str(30 + n),
            ANSWERS[n],
        ]
        for n in range(6)
    ]
    corpus = read_rows([header, questions_in_words, ids, *rows], "q.tsv", codec="utf-16")
    assert texts(corpus) == {ANSWERS[0], ANSWERS[2], ANSWERS[4]}
    assert [document.locator for document in corpus.documents] == ["row 4", "row 6", "row 8"]
    assert "3 previews, tests or spam were left out" in notes(corpus)
    assert dict(corpus.respondents[0].attributes) == {"age": "30"}, "an age that is typed in is no text"


def test_merged_header_rows_become_one(read_rows: ReadRows) -> None:
    rows = [[COUNTRIES[n], ANSWERS[n], f"Sagt mir bitte, was in Punkt {n} steht.", str(1 + n % 5)] for n in range(6)]
    corpus = read_rows([["Land", "Offene Fragen", "", "Sterne"], ["", "Was war gut?", "Was hat gestört?", ""], *rows])
    assert questions(corpus) == {"Offene Fragen – Was war gut?", "Offene Fragen – Was hat gestört?"}
    assert corpus.documents[0].locator == "row 3"
    assert "Two header rows" in notes(corpus)


def test_one_column_of_text_with_commas_keeps_its_commas(read_rows: ReadRows, tmp_path: Path) -> None:
    lines = ["comment", "I came, I saw, I left again.", "Too slow, and too far away for me.", "It was fine, really."]
    (tmp_path / "c.csv").write_text("\n".join(lines) + "\n")
    assert texts(read_folder([tmp_path])) == set(lines[1:])


def test_title_lines_above_the_header_are_passed_over(read_rows: ReadRows) -> None:
    rows = [[COUNTRIES[n], "2024-03-01", str(n % 5 + 1), ANSWERS[n]] for n in range(6)]
    corpus = read_rows([["Export of March"], [], ["Land", "Datum", "Sterne", "Kommentar"], *rows])
    assert texts(corpus) == set(ANSWERS)
    assert corpus.documents[0].locator == "row 4"
    assert "The header is in row 3" in notes(corpus)


def test_zendesk_tickets_are_read_with_their_subject(read_rows: ReadRows) -> None:
    rows = [[str(n), f"Frage zu Bestellung {n}", ANSWERS[n], f"2024-03-0{n + 1}T08:00:00Z"] for n in range(6)]
    corpus = read_rows([["id", "subject", "description", "created_at"], *rows])
    assert corpus.documents[0].text == f"Frage zu Bestellung 0\n\n{ANSWERS[0]}"
    assert corpus.documents[1].date == "2024-03-02"


def test_same_participants_in_two_waves_are_one(tmp_path: Path) -> None:
    for wave in (1, 2):
        lines = ["Teilnehmer-ID,Was hat gestört?"]
        lines += [f'{n},"{answer} ({wave})"' for n, answer in enumerate(ANSWERS)]
        (tmp_path / f"welle{wave}.csv").write_text("\n".join(lines) + "\n")
    corpus = read_folder([tmp_path])
    assert (len(corpus.documents), len(corpus.respondents)) == (12, 6)
    assert corpus.respondents[0].sources == ("welle1.csv", "welle2.csv")
    assert "Respondents who are in other files too: 6 in welle2.csv." in corpus.sources[0].notes


def test_numbers_of_answer_sheets_are_nobody_in_another_file(tmp_path: Path) -> None:
    for wave in (1, 2):
        lines = ["Response ID,Was hat gestört?"] + [f'{n},"{answer} ({wave})"' for n, answer in enumerate(ANSWERS)]
        (tmp_path / f"welle{wave}.csv").write_text("\n".join(lines) + "\n")
    assert len(read_folder([tmp_path]).respondents) == 12
