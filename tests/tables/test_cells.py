"""Numbers and ratings in German and English writing."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voc.tables.cells import (
    DecimalMark,
    cell_text,
    find_decimal_mark,
    highest_rating,
    parse_count,
    parse_number,
    parse_rating,
)


@pytest.mark.parametrize(
    ("cell", "decimal", "value"),
    [
        ("1.234,5", ",", 1234.5),
        ("1,234.5", ".", 1234.5),
        ("1.234", ",", 1234.0),
        ("1.234", ".", 1.234),
        ("12,5 %", ",", 0.125),
        ("€ 9,90", ",", 9.9),
        ("1 234,00 EUR", ",", 1234.0),
        ("1'234.00", ".", 1234.0),
        ("−3", ".", -3.0),
        ("00:01:23", ".", 83.0),
        ("1m 23s", ".", 83.0),
        ("1 Min. 23 Sek.", ",", 83.0),
        ("", ".", None),
        ("n/a", ".", None),
        ("-", ".", None),
    ],
)
def test_parse_number_reads_both_writings(cell: str, decimal: DecimalMark, value: float | None) -> None:
    assert parse_number(cell, decimal) == value


@pytest.mark.parametrize(
    ("cells", "is_german", "mark"),
    [
        (["1.234,50", "10"], False, ","),
        (["1,234.50", "10"], True, "."),
        (["0,5"], False, ","),
        (["0.125"], True, "."),
        (["1.234.567"], False, ","),
        (["1.234"], True, ","),
        (["1.234"], False, "."),
        (["12.5", "/a,b", "24.12.2026"], True, "."),
        ([], True, ","),
    ],
)
def test_decimal_mark_goes_by_the_cells_without_doubt(cells: list[str], is_german: bool, mark: str) -> None:
    assert find_decimal_mark(cells, is_german=is_german) == mark


@pytest.mark.parametrize(
    ("cell", "value"), [("1.234", 1234), ("2,390", 2390), ("12.0", 12), ("7", 7), ("12.5", None), ("viele", None)]
)
def test_parse_count_takes_marks_for_thousands(cell: str, value: int | None) -> None:
    assert parse_count(cell) == value


@given(st.integers(-(10**9), 10**9))
def test_what_either_language_writes_is_read_back(value: int) -> None:
    english = f"{value:,}"
    german = english.replace(",", ".")
    assert parse_count(english) == parse_count(german) == value
    assert parse_number(f"{english}.50", ".") == parse_number(f"{german},50", ",")


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("4", 4),
        ("4,5", 4.5),
        ("4.5 Sterne", 4.5),
        ("4/5", 4),
        ("★★☆☆☆", 2),
        ("⭐⭐⭐", 3),
        ("★★½☆☆", 2.5),
        ("★★★★☆ (4)", 4),
        ("Rated 4 out of 5 stars", 4),
        ("10 - völlig zufrieden", 10),
        ("sehr gut (1)", 1),
        ("Hamburg (3)", None),
        ("n/a", None),
        ("2024-01-02", None),
    ],
)
def test_parse_rating(cell: str, number: float | None) -> None:
    assert parse_rating(cell) == number


@pytest.mark.parametrize(
    ("cell", "end"), [("4/5", 5), ("4,0 von 5 Sternen", 5), ("★★★☆☆", 5), ("★★½☆☆", 5), ("★★★", None), ("4", None)]
)
def test_highest_rating_is_stated_in_words_or_by_empty_stars(cell: str, end: float | None) -> None:
    assert highest_rating(cell) == end


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (float("nan"), ""),
        (True, "TRUE"),
        (4.0, "4"),
        (4.5, "4.5"),
        (date(2024, 3, 1), "2024-03-01"),
        (" a\x00b ", "ab"),
        ({"a": "ä"}, '{"a": "ä"}'),
    ],
)
def test_cell_text(value: object, text: str) -> None:
    assert cell_text(value) == text
