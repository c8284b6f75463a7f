"""Lines that explain a table are no answers: hints below the header, a title, lines at the end, a legend sheet."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from voc.ingest import read_folder
from voc.schema import Corpus

TEXTS = (
    "Die Rutsche war den ganzen Tag gesperrt.",
    "Am Kiosk ging es flott.",
    "Das Wasser war eiskalt und trüb.",
    "Mein Sohn hat hier schwimmen gelernt.",
    "Die Spinde klemmen seit Wochen.",
    "Liegewiese mit viel Schatten, herrlich.",
)
MARKS = (5, 2, 5, 1, 4, 1)
HEADER = ["Nr", "Becken", "Kasse", "Was ist Ihnen aufgefallen?"]


def rows() -> list[list[Any]]:
    return [[number + 1, mark, min(mark + 1, 5), TEXTS[number]] for number, mark in enumerate(MARKS)]


def read(tmp_path: Path, **sheets: list[list[Any]]) -> Corpus:
    book = Workbook()
    book.remove(book.active)
    for name, content in sheets.items():
        sheet = book.create_sheet(name)
        for row in content:
            sheet.append(row)
    book.save(tmp_path / "freibad.xlsx")
    return read_folder([tmp_path / "freibad.xlsx"])


def scales_of(corpus: Corpus) -> list[str]:
    return sorted(corpus.documents[0].scales.values())


ENDS = "1 = sehr gut, 5 = sehr schlecht"


@pytest.mark.parametrize(
    "table",
    [
        [HEADER, [None, ENDS, None, None], *rows()],
        [HEADER, [None, ENDS, ENDS, "in eigenen Worten"], *rows()],
        [["Umfrage im Freibad", None, None, None], [ENDS, None, None, None], HEADER, *rows()],
        [HEADER, *rows(), [None, None, None, None], [ENDS, None, None, None]],
        [HEADER, *rows(), [None, ENDS, None, None]],
    ],
    ids=["below one name", "below each name", "title", "below a gap", "last row"],
)
def test_a_line_with_the_ends_of_a_scale_holds_for_its_columns(tmp_path: Path, table: list[list[Any]]) -> None:
    corpus = read(tmp_path, Juli=table)
    assert [document.text for document in corpus.documents] == list(TEXTS)
    assert scales_of(corpus) == ["5 of 1–5, 1 is best", "5 of 1–5, 1 is best"]


def test_a_row_of_kinds_below_the_header_is_no_answer(tmp_path: Path) -> None:
    kinds = ["fortlaufend", "ganze Zahl", "ganze Zahl", "Freitext"]
    corpus = read(tmp_path, Juli=[HEADER, kinds, *rows()])
    assert [document.text for document in corpus.documents] == list(TEXTS)
    assert "Rows left out because they explain the columns: 2." in corpus.sources[0].notes


@pytest.mark.parametrize(
    "first",
    [
        [7, 2, "k. A.", "Ich gebe nach Schulnoten: 1 = sehr gut, 5 = mangelhaft."],
        [7, "weiß nicht", "k. A.", "War nur kurz am Beckenrand."],
        [7, "geschlossen", 3, "Am Montag war das große Becken zu."],
    ],
)
def test_an_answer_in_the_first_row_stays(tmp_path: Path, first: list[Any]) -> None:
    corpus = read(tmp_path, Juli=[HEADER, first, *rows()])
    assert len(corpus.documents) == len(TEXTS) + 1
    assert corpus.documents[0].text == first[3]


LEGEND = [
    ["Legende"],
    ["Becken: 1 = sehr gut, 5 = sehr schlecht"],
    ["9 = keine Angabe"],
    ["tw = Thorben Wachendorf"],
]


def test_a_legend_sheet_explains_and_answers_nothing(tmp_path: Path) -> None:
    answers = [[*row, "tw"] for row in rows()]
    answers[1][1], answers[2][3] = 9, "Herr Wachendorf hat gleich das Wasser geprüft."
    corpus = read(tmp_path, Juli=[[*HEADER, "Helfer"], *answers], Schlüssel=LEGEND)
    assert len(corpus.respondents) == len(TEXTS)
    assert "Sheet 'Schlüssel' explains the others and holds no answers." in corpus.sources[0].notes
    assert corpus.documents[0].scales["rating"] == "5 of 1–5, 1 is best"
    assert "rating" not in corpus.documents[1].ratings
    assert "Thorben Wachendorf" in corpus.names


def test_a_sheet_with_answers_of_one_column_is_no_legend(tmp_path: Path) -> None:
    others = [["Was fehlt?"], ["Sonnenschirme: viel mehr davon!"], ["Kasse: eine zweite."], [TEXTS[0] + " Schade."]]
    answers = [*others, *([f"{text} Wirklich."] for text in TEXTS)]
    corpus = read(tmp_path, Juli=[HEADER, *rows()], August=answers)
    assert len(corpus.documents) == 2 * len(TEXTS) + 3
