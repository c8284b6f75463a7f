"""Code plans in a second sheet give questions, scales and words; they are no table of answers."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from voc.ingest import read_folder
from voc.schema import Corpus

TEXTS = (
    "The kiosk printed my ticket at once.",
    "I queued for the lift with two bags.",
    "The map at the entrance is upside down.",
    "Somebody carried my suitcase, lovely.",
    "No toilet on the whole platform.",
    "The announcements were clear.",
)
DATA: list[list[Any]] = [["no", "q1", "q2", "q3", "q4"]] + [
    [number, (1, 2, 4, 5, -8, 3)[number], number % 2 + 1, number % 5 + 1, text] for number, text in enumerate(TEXTS)
]
INLINE = [
    ["Variable", "Question", "Coding"],
    ["q1", "How do you like the station?", "1 = very good; 2 = good; 3 = so-so; 4 = poor; 5 = very poor; -8 = refused"],
    ["q2", "Do you commute?", "1 = yes; 2 = no"],
    ["q3", "Staff know their job.", "1 = strongly disagree; 2 = disagree; 3 = neither; 4 = agree; 5 = strongly agree"],
    ["q4", "What should change?", "open"],
]
BY_ROW = [
    ["Feld", "Frage", "Code", "Bedeutung"],
    ["q1", "Wie gefällt Ihnen der Bahnhof?", 1, "sehr gut"],
    *(
        [None, None, code, word]
        for code, word in ((2, "gut"), (3, "teils/teils"), (4, "schlecht"), (5, "sehr schlecht"))
    ),
    [None, None, -8, "verweigert"],
    ["q2", "Pendeln Sie?", 1, "ja"],
    [None, None, 2, "nein"],
    ["q4", "Was soll sich ändern?", None, None],
]


def read(tmp_path: Path, plan: list[list[Any]], sheet: str = "Codebook") -> Corpus:
    book = Workbook()
    for row in DATA:
        book.active.append(row)
    plan_sheet = book.create_sheet(sheet)
    for row in plan:
        plan_sheet.append(row)
    book.save(tmp_path / "station.xlsx")
    return read_folder([tmp_path / "station.xlsx"])


@pytest.mark.parametrize(("plan", "question"), [(INLINE, "What should change?"), (BY_ROW, "Was soll sich ändern?")])
def test_scale_question_and_words_come_from_the_plan(tmp_path: Path, plan: list[list[Any]], question: str) -> None:
    corpus = read(tmp_path, plan)
    assert [document.text for document in corpus.documents] == list(TEXTS)
    assert {document.turns[0].question for document in corpus.documents} == {question}
    assert corpus.documents[0].ratings["rating"] == 1.0  # 1 is very good
    assert corpus.documents[3].ratings["rating"] == 0.0
    assert "rating" not in corpus.documents[4].ratings
    attributes = [
        value
        for name, value in corpus.respondents[0].attributes.items()
        if name.casefold().startswith(("do", "pendeln"))
    ]
    assert attributes in (["yes"], ["ja"])
    assert any("is a code plan and no table of answers" in note for note in corpus.sources[0].notes)


def test_agreement_stays_a_question_to_the_user(tmp_path: Path) -> None:
    corpus = read(tmp_path, INLINE)
    assert corpus.documents[4].ratings == {}
    assert any("agreeing is not always good: 'q3'" in note for note in corpus.sources[0].notes)


def test_a_second_sheet_of_answers_is_no_plan(tmp_path: Path) -> None:
    others = [["Comment", "Line"], *([text + " Really.", "S1"] for text in TEXTS)]
    assert len(read(tmp_path, others, "More").documents) == 2 * len(TEXTS)


VALUES = [
    ["VAR", "RESPONSE", "MEANING"],
    *(
        ["q1", str(code), word]
        for code, word in ((1, "very good"), (2, "good"), (3, "so-so"), (4, "poor"), (5, "very poor"))
    ),
    ["q1", "-8", "refused"],
    ["q2", "1", "yes"],
    ["q2", "2", "no"],
]


def write(folder: Path, name: str, rows: list[list[Any]]) -> None:
    with (folder / name).open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)


@pytest.mark.parametrize(("data", "plan"), [("a_data.csv", "values.csv"), ("station.csv", "a_codes.csv")])
def test_a_file_explains_the_numbers_of_its_neighbour(tmp_path: Path, data: str, plan: str) -> None:
    write(tmp_path, data, DATA)
    write(tmp_path, plan, VALUES)
    corpus = read_folder([tmp_path])
    sources = {source.path: source for source in corpus.sources}
    assert sources[plan].status == "skipped"
    assert sources[plan].reason == f"explains the numbers in {data} and holds no answers."
    assert [document.text for document in corpus.documents] == list(TEXTS)
    assert [document.ratings.get("rating") for document in corpus.documents][:5] == [1.0, 0.75, 0.25, 0.0, None]
    assert corpus.respondents[0].attributes["q2"] == "yes"


def test_a_file_of_answers_with_a_column_called_variable_explains_nothing(tmp_path: Path) -> None:
    write(tmp_path, "station.csv", DATA)
    write(
        tmp_path, "more.csv", [["item", "comment"], *([f"No. {n}", f"{text} Twice."] for n, text in enumerate(TEXTS))]
    )
    assert len(read_folder([tmp_path]).documents) == 2 * len(TEXTS)


TEXT_PLAN = """Codebook of the station survey
no      running number
q1      How do you like the station?
        1 = very good
        2 = good
        3 = so-so
        4 = poor
        5 = very poor
q2      Do you commute? (1 = yes, 2 = no)
q3      Staff
        1 = very rude
        5 = very kind
q4      What should change? (open)
"""


@pytest.mark.parametrize("name", ["codebook.txt", "a_station.md"])
def test_a_text_explains_the_numbers_of_a_table_and_is_no_interview(tmp_path: Path, name: str) -> None:
    write(tmp_path, "station.csv", DATA)
    (tmp_path / name).write_text(TEXT_PLAN, "utf-8")
    corpus = read_folder([tmp_path])
    sources = {source.path: source for source in corpus.sources}
    assert sources[name].reason == "explains the numbers in station.csv and holds no answers."
    assert [document.text for document in corpus.documents] == list(TEXTS)
    assert [document.ratings.get("rating") for document in corpus.documents][:4] == [1.0, 0.75, 0.25, 0.0]
    assert corpus.documents[0].turns[0].question == "What should change? (open)"
    assert corpus.respondents[0].attributes["Do you commute?"] == "yes"


def test_a_code_book_beside_other_files_is_nobodys_talk(tmp_path: Path) -> None:
    (tmp_path / "variablen.txt").write_text(TEXT_PLAN, "utf-8")
    (tmp_path / "talk.txt").write_text("I: How was it?\n00:12 B: Fine.\nI: Why?\n00:20 B: It was warm.\n" * 3, "utf-8")
    corpus = read_folder([tmp_path])
    reasons = {source.path: source.reason for source in corpus.sources}
    assert reasons["variablen.txt"].startswith("looks like a code book")
    assert {document.source for document in corpus.documents} == {"talk.txt"}


def test_a_workbook_called_codebook_explains_a_table(tmp_path: Path) -> None:
    write(tmp_path, "station.csv", DATA)
    book = Workbook()
    for row in INLINE:
        book.active.append(row)
    book.save(tmp_path / "codebook.xlsx")
    corpus = read_folder([tmp_path])
    assert corpus.documents[0].ratings["rating"] == 1.0
    assert {source.path: source.status for source in corpus.sources} == {
        "codebook.xlsx": "skipped",
        "station.csv": "read",
    }


@pytest.mark.parametrize(
    ("statement", "best"), [("Satisfaction: I am happy with the app", 1.0), ("Satisfaction: The app is confusing", 0.0)]
)
def test_a_scale_with_words_at_its_ends_keeps_its_numbers(tmp_path: Path, statement: str, best: float) -> None:
    write(tmp_path, "station.csv", DATA)
    coded = [["q3", statement, code, word] for code, word in ((1, "strongly disagree"), (5, "strongly agree"))]
    coded += [["q2", "Commutes", code, word] for code, word in ((1, "yes"), (2, "no"))]
    write(tmp_path, "values.csv", [["VAR", "LABEL", "RESPONSE", "MEANING"], *coded])
    ratings = [dict(document.ratings) for document in read_folder([tmp_path]).documents]
    assert ratings[4] == {"rating": best}, "a 5"
    assert ratings[0] == {"rating": 1.0 - best}, "a 1"
