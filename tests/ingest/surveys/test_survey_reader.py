"""Surveys and reviews as tables: columns, respondents, sheets and settings."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from voc.config import parse_config
from voc.errors import MappingError
from voc.ingest import read_folder
from voc.schema import Corpus

Read = Callable[..., Corpus]

REVIEWS = """\
Datum;Sterne;Titel;Bewertung;Nutzername;E-Mail;Produkt
01.03.2024;5;Sehr gerne wieder;Die Schuhe passen und kamen schnell.;lauffuchs;a@b.de;Schuh
24.03.2024;1;Nie mehr hier;"Drei Wochen gewartet,
und dann die falsche Größe.";mona;c@d.de;Schuh
25.03.2024;3;Geht so halbwegs;;Gast;e@f.de;Jacke
26.03.2024;4;Ganz ordentlich eigentlich;"Die Jacke ist warm &amp; leicht.";Gast;g@h.de;Jacke
"""


def test_reviews_are_read_with_every_column_in_its_place(read: Read) -> None:
    corpus = read("r.csv", REVIEWS)
    first, second, third, fourth = corpus.documents
    assert first.text == "Sehr gerne wieder\n\nDie Schuhe passen und kamen schnell."
    assert "gewartet,\nund" in second.text
    assert third.text == "Geht so halbwegs"
    assert fourth.text.endswith("warm & leicht.")
    assert (first.kind, first.date, first.locator) == ("review", "2024-03-01", "row 2")
    assert (dict(first.ratings), dict(first.scales)) == ({"rating": 1.0}, {"rating": "5 of 1–5"})
    assert second.ratings["rating"] == 0.0
    labels = [respondent.label for respondent in corpus.respondents]
    assert labels == ["lauffuchs", "mona", "row 4", "row 5"], "'Gast' is nobody's name"
    assert dict(corpus.respondents[0].attributes) == {"Produkt": "Schuh"}
    notes = " ".join(corpus.sources[0].notes)
    assert "Personal data, not read: 'E-Mail'" in notes
    assert "Overall rating: 'Sterne'" in notes


SURVEY = [
    [
        "Zeitstempel",
        "Wie alt sind Sie?",
        "Was hat Ihnen gefallen?",
        "Wie heißt Ihr Kurs?",
        "Was hat gestört?",
        "Antwort-ID",
    ],
    [
        "2024/03/01 10:00",
        "25-34",
        "Die Leute waren freundlich zu mir.",
        "Python Basics",
        "Es war zu laut im Raum.",
        "A1",
    ],
    ["2024/03/02 10:00", "35-44", "Ich fand das Tempo angenehm.", "Web Design", "-", "A2"],
    ["2024/03/03 10:00", "25-34", "", "Data Science Intro", "Der Raum war kalt und dunkel.", "A3"],
    [
        "2024/03/04 10:00",
        "35-44",
        "Man hat viel für wenig Geld bekommen.",
        "Advanced Excel",
        "Nichts hat mich gestört.",
        "A4",
    ],
]


def as_csv(rows: list[list[str]], separator: str = ",") -> str:
    return "".join(separator.join(f'"{cell}"' for cell in row) + "\n" for row in rows)


def test_survey_gives_a_document_per_open_answer_with_its_question(read: Read) -> None:
    corpus = read("s.csv", as_csv(SURVEY))
    assert {document.kind for document in corpus.documents} == {"survey"}
    assert {document.turns[0].question for document in corpus.documents} == {
        "Was hat Ihnen gefallen?",
        "Was hat gestört?",
    }
    assert len(corpus.documents) == 7
    assert len(corpus.respondents) == 4
    assert dict(corpus.respondents[0].attributes) == {"age": "25-34"}
    assert all(document.date.startswith("2024-03-0") for document in corpus.documents)


def test_columns_of_voc_toml_win(read: Read) -> None:
    mapping = parse_config(
        {"files": {"s.csv": {"columns": {"text": ["Was hat gestört?"], "attributes": ["Wie heißt Ihr Kurs?"]}}}}
    )
    corpus = read("s.csv", as_csv(SURVEY), mapping)
    assert {document.turns[0].question for document in corpus.documents} == {"Was hat gestört?"}
    assert "Wie heißt Ihr Kurs?" in corpus.respondents[0].attributes


def test_mapping_to_a_missing_column_lists_the_columns(read: Read) -> None:
    with pytest.raises(
        MappingError, match=r"s\.csv: voc\.toml names 'Kommentar', but the columns are 'Zeitstempel', 'Wie alt"
    ):
        read("s.csv", as_csv(SURVEY), parse_config({"files": {"*.csv": {"columns": {"text": ["Kommentar"]}}}}))


def test_general_mapping_has_to_fit_one_file_only(read: Read, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("Meinung zum Kauf,x\nAlles war sehr gut hier.,1\nNichts war gut hier.,2\n")
    (tmp_path / "b.csv").write_text("comment,x\nAlles war sehr gut hier.,1\nNichts war gut hier.,2\n")
    corpus = read_folder([tmp_path], parse_config({"columns": {"text": ["Meinung zum Kauf"]}}))
    assert len(corpus.documents) == 4
    with pytest.raises(MappingError, match=r"'Preis', which no file has\. There are: .*'comment'"):
        read_folder([tmp_path], parse_config({"columns": {"text": ["Preis"]}}))


def test_scale_of_voc_toml(read: Read) -> None:
    settings_ = parse_config({"columns": {"scale": [1, 10]}})
    corpus = read("r.csv", "rating,review\n1,Das war leider gar nichts.\n5,Das war so mittel gut.\n", settings_)
    assert corpus.documents[1].ratings["rating"] == pytest.approx(4 / 9)


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_separators_are_found(read: Read, separator: str) -> None:
    assert len(read("s.csv", as_csv(SURVEY, separator)).documents) == 7


@pytest.mark.parametrize("codec", ["utf-16", "cp1252", "utf-8-sig"])
def test_encodings_of_tables(read: Read, codec: str) -> None:
    corpus = read("s.csv", as_csv(SURVEY).encode(codec))
    assert len(corpus.documents) == 7
    assert corpus.sources[0].notes[0].startswith(("Read as", "Not valid UTF-8"))


def test_late_cp1252_byte_decides_for_the_whole_file(read: Read) -> None:
    rows = "review\n" + "This was a fine day out.\n" * 20_000 + "Größe war falsch.\n"
    corpus = read("r.csv", rows.encode("cp1252"))
    assert corpus.documents[-1].text == "Größe war falsch."


def test_sep_line_of_excel(read: Read) -> None:
    corpus = read("s.csv", "sep=;\n" + as_csv(SURVEY, ";"))
    assert corpus.documents[0].locator == "row 3"


def test_gzip_table(read: Read) -> None:
    assert len(read("s.csv.gz", gzip.compress(as_csv(SURVEY).encode())).documents) == 7


def test_same_author_is_one_person_and_differing_attributes_go(read: Read) -> None:
    people = [("Ada B", "DE", "Eco"), ("Ada B", "DE", "First"), ("Ben T", "FR", "Eco"), ("Cem K", "FR", "First")]
    rows = "author,country,cabin,review\n"
    rows += "".join(f"{','.join(person)},The seat was fine for me {n}.\n" for n, person in enumerate(people))
    corpus = read("r.csv", rows)
    assert [respondent.label for respondent in corpus.respondents] == ["Ada B", "Ben T", "Cem K"]
    assert dict(corpus.respondents[0].attributes) == {"country": "DE"}


def test_duplicate_headers_are_numbered_and_both_read(read: Read) -> None:
    rows = "comment,comment\nThe first is fine.,The second is bad.\nGood service all round.,Cold food every time.\n"
    corpus = read("r.csv", rows)
    assert len(corpus.documents) == 4
    assert "same name" in " ".join(corpus.sources[0].notes)


def test_unclosed_quote_reads_what_stands_before_it(read: Read) -> None:
    rows = 'review\nThe first is fine.\nThe second is bad.\n"The third never ends.\nThe fourth is lost.\n'
    corpus = read("r.csv", rows)
    assert len(corpus.documents) == 2
    assert corpus.sources[0].status == "partial"
    assert "Row 4" in corpus.sources[0].reason


def test_quotes_that_are_not_doubled_are_forgiven(read: Read) -> None:
    rows = 'review,stars\n"He said "no" to me, twice",1\nAll was fine with it.,5\n'
    corpus = read("r.csv", rows)
    assert corpus.sources[0].status == "read"
    assert "not doubled" in " ".join(corpus.sources[0].notes)


def test_excel_sheets_dates_and_titles(read: Read, tmp_path: Path) -> None:
    import datetime

    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Umfrage"
    sheet.append(["Auswertung 2024"])
    sheet.append(["Datum", "Sterne", "Kommentar", "Land"])
    sheet.append([datetime.date(2024, 3, 1), 4, "Der Laden war schön hell.", "AT"])
    sheet.append([datetime.date(2024, 3, 2), 2, "Die Kasse war viel zu langsam.", "AT"])
    sheet.append([datetime.date(2024, 3, 3), 1, "Niemand hat mich gegrüßt.", "DE"])
    sheet.append([datetime.date(2024, 3, 3), 5, "Alles war wunderbar heute.", "DE"])
    other = book.create_sheet("Legende")
    other.append(["Code", "Wert"])
    other.append([1, 2])
    path = tmp_path / "s.xlsx"
    book.save(path)
    corpus = read_folder([path])
    first = corpus.documents[0]
    assert (first.text, first.date, first.locator) == (
        "Der Laden war schön hell.",
        "2024-03-01",
        "sheet Umfrage, row 3",
    )
    assert first.ratings["rating"] == 0.75
    assert dict(corpus.respondents[0].attributes) == {"country": "AT"}
    assert "Text: 'Kommentar'." in corpus.sources[0].notes, "a note of all sheets that were read names none"
    assert "Sheet 'Legende' was skipped: must have a column with text" in " ".join(corpus.sources[0].notes)
    mapping = {"files": {"s.xlsx": {"columns": {"text": ["Kommentar"]}}}}
    assert len(read_folder([path], parse_config(mapping)).documents) == 4, "a mapping has to fit one sheet only"


def test_json_records_nested_and_in_pairs(read: Read) -> None:
    records = [
        {
            "score": n,
            "title": f"Mein Titel Nummer {n}",
            "parts": [{"Gut finde ich": f"Die Leute sind mir lieb, Nummer {n}."}],
        }
        for n in (1, 5)
    ]
    corpus = read("r.json", json.dumps({"page": records}))
    assert len(corpus.respondents) == 2
    assert any(document.text == "Die Leute sind mir lieb, Nummer 1." for document in corpus.documents)


def test_json_lines(read: Read) -> None:
    lines = "\n".join(json.dumps({"review": f"Das war der Versuch Nummer {n}.", "stars": n}) for n in (1, 5, 3))
    assert [document.ratings["rating"] for document in read("r.jsonl", lines).documents] == [0.0, 1.0, 0.5]


def test_qualtrics_three_header_rows(read: Read) -> None:
    header = ["ResponseId", "Status", "IPAddress", "Q1", "Q2"]
    questions = ["Response ID", "Response Type", "IP Address", "Choose one", "Tell us more about it"]
    ids = [f'{{""ImportId"":""{name}""}}' for name in ("_recordId", "status", "ipAddress", "QID1", "QID2_TEXT")]
    rows = [
        ["R_1", "IP Address", "1.2.3.4", "2", "Fine"],
        ["R_2", "Survey Preview", "1.2.3.4", "1", "Only testing this"],
    ]
    corpus = read("q.csv", as_csv([header, questions, ids, *rows]))
    (document,) = corpus.documents
    assert (document.text, document.turns[0].question, document.locator) == ("Fine", "Tell us more about it", "row 4")
    assert corpus.sources[0].reader == "qualtrics-csv"


def test_long_form_survey_takes_questions_from_a_column(read: Read) -> None:
    rows = "respondent,question,text\n" + "".join(
        f"r{n},{question},It was number {n} for me {question}\n" for n in range(6) for question in ("likes", "dislikes")
    )
    corpus = read("s.csv", rows)
    assert len(corpus.respondents) == 6
    assert corpus.documents[0].turns[0].question == "likes"


@pytest.mark.parametrize(
    "question",
    [
        "Was möchten Sie uns noch sagen?",
        "Gibt es noch etwas, das wir wissen sollten?",
        "Sonstige Anmerkungen",
        "Any further remarks?",
        "Is there anything else you would like to add?",
    ],
)
def test_an_open_question_has_text_however_short_its_answers_are(question: str, read: Read) -> None:
    answers = ["top", "zu laut", "nett", "teuer", "kalt", "schön hell", "eng", "passt"]
    rows = "".join(f"{number};{answer}\n" for number, answer in enumerate(answers, 1))
    corpus = read("s.csv", f"Nr;{question}\n{rows}")
    assert [document.text for document in corpus.documents] == answers
    assert {turn.question for document in corpus.documents for turn in document.turns} == {question}


def test_a_closed_question_about_other_things_is_no_text(read: Read) -> None:
    rows = "".join(
        f"Der Weg zum {place} war gut zu finden und kurz.;{device}\n"
        for place, device in [("Kiosk", "Uhr"), ("Tor", "Uhr"), ("Bad", "Tablet"), ("Lift", "Uhr"), ("Platz", "Tablet")]
    )
    corpus = read("s.csv", f"Kommentar;Welche weiteren Geräte nutzen Sie?\n{rows}")
    assert len(corpus.documents) == 5
    assert not any("Tablet" in document.text for document in corpus.documents)


def test_notes_of_several_sheets_are_said_once(tmp_path: Path) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    for name, column in (("May", "Stars"), ("June", "Stars"), ("July", "City")):
        sheet = book.create_sheet(name)
        sheet.append([column, "Comment"])
        for n in range(5):
            sheet.append([n + 1 if column == "Stars" else f"Town {n}", f"The queue in {name} was long on day {n}."])
    book.remove(book.worksheets[0])
    book.save(tmp_path / "s.xlsx")
    notes = read_folder([tmp_path / "s.xlsx"]).sources[0].notes
    assert notes.count("Text: 'Comment'.") == 1
    assert "Sheets 'May', 'June': Overall rating: 'Stars'." in notes
