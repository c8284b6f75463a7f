"""Dates as people and programs write them."""

from __future__ import annotations

import pytest

from voc.tables.dates import (
    DateOrder,
    NumberKind,
    find_number_kind,
    find_order,
    is_month_first,
    parse_date,
    parse_number_date,
    parse_period,
)


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
        ("Di, 5. März 2024, 14:05 Uhr", "2024-03-05"),
        ("5. Jänner 2024", "2024-01-05"),
        ("05-Mar-24", "2024-03-05"),
        ("05/Mar/24 08:00 AM", "2024-03-05"),
        ("Tue Mar 05 14:05:00 UTC 2024", "2024-03-05"),
        ("2024-03-05T23:30:00+01:00", "2024-03-05"),
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


@pytest.mark.parametrize(("cell", "day"), [("25/3/2024", "2024-03-25"), ("3/25/2024", "2024-03-25")])
@pytest.mark.parametrize("month_first", [True, False])
def test_a_date_with_one_reading_has_it_in_either_order(cell: str, day: str, month_first: bool) -> None:
    assert parse_date(cell, is_month_first=month_first) == day


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("03/2026", "2026-03-01"),
        ("2026-03", "2026-03-01"),
        ("März 2026", "2026-03-01"),
        ("Q3 2026", "2026-07-01"),
        ("2026-Q3", "2026-07-01"),
        ("3. Quartal 2026", "2026-07-01"),
        ("KW 12/2026", "2026-03-16"),
        ("2026-W12", "2026-03-16"),
        ("KW 12", ""),
        ("KW 54/2026", ""),
        ("13/2026", ""),
        ("Anna 2026", ""),
    ],
)
def test_parse_period_gives_the_first_day(cell: str, day: str) -> None:
    assert parse_period(cell) == day


@pytest.mark.parametrize(
    ("cell", "kind", "day"),
    [
        ("46082", NumberKind.DAYS, "2026-03-01"),
        ("46082,75", NumberKind.DAYS, "2026-03-01"),
        ("1772323200", NumberKind.SECONDS, "2026-03-01"),
        ("1772323200123", NumberKind.MILLISECONDS, "2026-03-01"),
        ("20260301", NumberKind.COMPACT, "2026-03-01"),
        ("20260301140500", NumberKind.COMPACT, "2026-03-01"),
    ],
)
def test_numbers_of_programs_are_dates(cell: str, kind: NumberKind, day: str) -> None:
    assert find_number_kind([cell]) == kind
    assert parse_number_date(cell, kind) == day


def test_numbers_of_the_old_excel_for_mac_are_four_years_later() -> None:
    assert parse_number_date("44620", NumberKind.DAYS_1904) == parse_number_date("46082", NumberKind.DAYS)


@pytest.mark.parametrize("cells", [["12", "80"], ["46082", "1772323200"], ["12345"], ["99999999"], ["morgen"]])
def test_other_numbers_are_no_dates(cells: list[str]) -> None:
    assert find_number_kind(cells) is None


@pytest.mark.parametrize(
    ("cells", "order"),
    [
        (["1/2/2026", "13/2/2026"], DateOrder.DAY_FIRST),
        (["1-2-2026", "2-13-2026"], DateOrder.MONTH_FIRST),
        (["13/2/2026", "2/13/2026"], DateOrder.BOTH),
        (["1/2/2026"], DateOrder.UNCLEAR),
        (["3/3/2026", "01.02.2026", "2026-02-01"], DateOrder.NO_MATTER),
    ],
)
def test_find_order(cells: list[str], order: DateOrder) -> None:
    assert find_order(cells) == order
