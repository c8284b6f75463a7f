"""Spreadsheets: hidden parts are left out and named, merged cells hold for all of their rows and columns."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from voc.errors import EmptyError
from voc.tables.formats import read_spreadsheet
from voc.tables.table import TableFile


def read(book: openpyxl.Workbook, path: Path):
    book.save(path / "b.xlsx")
    return read_spreadsheet(TableFile.from_path(path / "b.xlsx"))


@pytest.fixture
def book() -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    book.active.title = "Umfrage"
    rows = [
        ["Person", "Team", "Antwort", "Notiz"],
        ["A1", "Nord", "Der Aufzug war defekt.", "x"],
        ["A2", None, "Die Schilder sind gut lesbar.", "y"],
        ["A3", None, "Mir war es zu laut.", "z"],
    ]
    for row in rows:
        book.active.append(row)
    return book


def test_hidden_sheets_are_left_out_and_named(book: openpyxl.Workbook, tmp_path: Path) -> None:
    for name, state in (("alt", "hidden"), ("uralt", "veryHidden")):
        sheet = book.create_sheet(name)
        sheet.append(["Antwort"])
        sheet.append(["Das gilt nicht mehr."])
        sheet.sheet_state = state
    (table,) = read(book, tmp_path)
    assert table.sheet == "Umfrage"
    assert "'alt' (2 rows), 'uralt' (2 rows)" in table.file_notes[0]


def test_comments_on_cells_are_counted(book: openpyxl.Workbook, tmp_path: Path) -> None:
    (without,) = read(book, tmp_path)
    assert not any("Comments" in note for note in without.file_notes)
    for cell in ("A2", "B2"):
        book.active[cell].comment = openpyxl.comments.Comment("Rückfrage am Telefon", "IK")
    (table,) = read(book, tmp_path)
    assert any(note.startswith("Comments on cells were left out: 2.") for note in table.file_notes)


def test_a_workbook_of_hidden_sheets_says_so(book: openpyxl.Workbook, tmp_path: Path) -> None:
    book.create_sheet("leer")
    book["Umfrage"].sheet_state = "hidden"
    book.active = 1
    with pytest.raises(EmptyError, match="Hidden sheets were left out: 'Umfrage'"):
        read(book, tmp_path)


def test_hidden_rows_and_columns_are_left_out_and_counted(book: openpyxl.Workbook, tmp_path: Path) -> None:
    book.active.row_dimensions[3].hidden = True
    book.active.column_dimensions["D"].hidden = True
    (table,) = read(book, tmp_path)
    assert table.header == ("Person", "Team", "Antwort")
    assert [row[0] for row in table.rows] == ["A1", "", "A3"], "row 4 is still row 4"
    assert any("Hidden columns were left out: 'Notiz'" in note for note in table.notes)
    assert any("Hidden rows were left out: 1" in note for note in table.notes)


def test_a_merged_cell_holds_for_all_of_its_rows(book: openpyxl.Workbook, tmp_path: Path) -> None:
    book.active.merge_cells("B2:B4")
    (table,) = read(book, tmp_path)
    assert [row[1] for row in table.rows] == ["Nord", "Nord", "Nord"]


def test_a_long_answer_in_a_merged_cell_is_read_once(book: openpyxl.Workbook, tmp_path: Path) -> None:
    book.active["C2"] = "Der Aufzug war defekt. " * 8
    book.active.merge_cells("C2:C4")
    (table,) = read(book, tmp_path)
    assert [bool(row[2]) for row in table.rows] == [True, False, False]


def test_merged_header_rows_become_names_and_a_merged_title_does_not(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (
        ["Frage 4: Was fehlt am Bahnsteig?", None, None, None],
        ["Person", "Bewertung", None, "Antwort"],
        [None, "Licht", "Lärm", None],
        ["B1", 2, 5, "Eine Bank im Schatten."],
        ["B2", 4, 4, "Eine Uhr, die geht."],
    ):
        book.active.append(row)
    for cells in ("A1:D1", "A2:A3", "B2:C2", "D2:D3"):
        book.active.merge_cells(cells)
    (table,) = read(book, tmp_path)
    assert table.header == ("Person", "Bewertung – Licht", "Bewertung – Lärm", "Antwort")
    assert (table.title, table.first_row) == ("Frage 4: Was fehlt am Bahnsteig?", 4)
    assert table.rows[0] == ["B1", "2", "5", "Eine Bank im Schatten."]
