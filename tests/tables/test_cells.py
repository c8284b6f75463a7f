"""Numbers in German and English writing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voc.tables.cells import find_decimal_mark, parse_count, parse_number


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
def test_number_reads_both_writings(cell, decimal, value):
    assert parse_number(cell, decimal) == value


@pytest.mark.parametrize(
    ("cells", "german", "mark"),
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
def test_decimal_mark_goes_by_the_cells_that_tell(cells, german, mark):
    assert find_decimal_mark(cells, is_german=german) == mark


@pytest.mark.parametrize(
    ("cell", "value"), [("1.234", 1234), ("2,390", 2390), ("12.0", 12), ("7", 7), ("12.5", None), ("viele", None)]
)
def test_count_reads_marks_as_groups(cell, value):
    assert parse_count(cell) == value


@given(st.integers(-(10**9), 10**9))
def test_count_and_number_read_what_either_language_writes(value):
    english = f"{value:,}"
    german = english.replace(",", ".")
    assert parse_count(english) == parse_count(german) == value
    assert parse_number(f"{english}.50", ".") == parse_number(f"{german},50", ",")
