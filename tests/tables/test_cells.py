"""Numbers, ratings and dates in German and English writing."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voc.tables.cells import (
    DecimalMark,
    cell_text,
    find_decimal_mark,
    is_month_first,
    parse_count,
    parse_date,
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
        ("n/a", None),
        ("2024-01-02", None),
    ],
)
def test_parse_rating(cell: str, number: float | None) -> None:
    assert parse_rating(cell) == number


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("2024-03-05T10:11:12Z", "2024-03-05"),
        ("05.03.2024", "2024-03-05"),
        ("5.3.24 10:00", "2024-03-05"),
        ("05-03-2024", "2024-03-05"),
        ("March 5, 2024", "2024-03-05"),
        ("5 March 2024", "2024-03-05"),
        ("5. März 2024", "2024-03-05"),
        ("31.02.2024", ""),
        ("1234567", ""),
    ],
)
def test_parse_date(cell: str, day: str) -> None:
    assert parse_date(cell) == day


def test_is_month_first_is_settled_by_a_day_above_twelve() -> None:
    assert is_month_first(["1/2/2024", "2/24/2015"])
    assert not is_month_first(["1/2/2024", "24/2/2015"])
    assert parse_date("2/24/2015", is_month_first=True) == "2015-02-24"


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
