"""Codes for no answer are emptied where they cannot be an answer."""

from __future__ import annotations

import pytest

from voc.tables.missing_cells import without_missing_cells
from voc.tables.table import Table

TEXTS = ["The ferry was late again today.", "Nice crew and clean decks.", "I could not find my cabin."]


def emptied(cells: list[str]) -> list[str]:
    table = without_missing_cells(Table.from_rows(["A"], [[cell] for cell in cells], first_row=2))
    return [cell for cell, row in zip(cells, table.rows, strict=True) if cell and not row[0]]


@pytest.mark.parametrize("code", ["-99", "-9", "99", "-1", "[NA] not answered"])
def test_a_code_among_texts_is_no_text(code: str) -> None:
    assert emptied([*TEXTS, code]) == [code]


def test_negative_codes_among_positive_numbers_are_no_numbers() -> None:
    assert emptied(["3", "5", "1", "-77", "4", "-9"]) == ["-77", "-9"]


def test_numbers_below_zero_and_high_numbers_stay() -> None:
    assert emptied(["-9", "-3", "2", "8", "5"]) == []
    assert emptied(["99", "34", "51", "28"]) == []


def test_a_high_number_beside_a_short_scale_is_a_code() -> None:
    assert emptied(["1", "4", "2", "6", "3", "5", "99", "2"]) == ["99"]
    assert emptied(["1", "0", "1", "0", "0", "1", "99"]) == [], "counts of something"
    assert emptied(["12", "4", "60", "8", "3", "99"]) == []


def test_the_header_explains_a_code() -> None:
    rows = [["2"], ["8"], ["5"], ["14"]]
    table = without_missing_cells(Table.from_rows(["Rides (8 = not asked)"], rows, first_row=2))
    assert [row[0] for row in table.rows] == ["2", "", "5", "14"]


def test_they_are_counted() -> None:
    rows = [[text] for text in [*TEXTS, "-99", "-99"]]
    table = without_missing_cells(Table.from_rows(["Why?"], rows, first_row=2))
    assert table.notes == ("Codes of missing answers ('-99') were read as empty cells: 2.",)
