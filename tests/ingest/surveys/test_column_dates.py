"""How the date column is read, and what is said about it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from voc.config import parse_config
from voc.schema import Corpus

Read = Callable[..., Corpus]

ENGLISH = ("The bench was easy to carry.", "We could not find the hinge.", "It is a fine colour for us.")
GERMAN = ("Die Bank war leicht zu tragen.", "Wir haben das Scharnier nicht gefunden.", "Das ist eine schöne Farbe.")


def read_dates(
    read: Read, header: str, cells: list[str], texts: tuple[str, ...] = ENGLISH, **columns: object
) -> tuple[list[str], str]:
    rows = [f"{cell};{texts[number % 3]} {number}" for number, cell in enumerate(cells)]
    settings = parse_config({"columns": columns}) if columns else None
    corpus = read("a.csv", "\n".join([f"{header};review", *rows]) + "\n", settings)
    return [document.date for document in corpus.documents], " ".join(corpus.sources[0].notes)


def test_a_day_above_twelve_shows_the_order(read: Read) -> None:
    days, notes = read_dates(read, "Date", ["1/2/2026", "13/2/2026"])
    assert days == ["2026-02-01", "2026-02-13"]
    assert "Dates of 'Date' have the day first ('13/2/2026' shows it)." in notes


@pytest.mark.parametrize(
    ("header", "cells", "texts", "day", "reason"),
    [
        ("Date", ["1/2/2026", "3/4/2026"], ENGLISH, "2026-01-02", "the month was taken to be first, as in the US"),
        ("Date", ["1/2/2026", "3/4/2026"], GERMAN, "2026-02-01", "because the texts are German"),
        ("Datum", ["1/2/2026", "3/4/2026"], ENGLISH, "2026-02-01", "because the header is German"),
        ("Date;score", ["1/2/2026;4,5", "3/4/2026;1,5"], ENGLISH, "2026-02-01", "because numbers have a decimal comma"),
        ("Date;sent", ["1/2/2026;1/30/2026", "3/4/2026;2/1/2026"], GERMAN, "2026-01-02", "as in 'sent'"),
        ("Date", ["1/2/2026 4:05 PM", "3/4/2026 1:00 AM"], GERMAN, "2026-01-02", "because the times are in AM and PM"),
    ],
)
def test_evidence_decides_the_order_and_the_note_says_how_to_change_it(
    read: Read, header: str, cells: list[str], texts: tuple[str, ...], day: str, reason: str
) -> None:
    days, notes = read_dates(read, header, cells, texts)
    assert days[0] == day
    assert f"{reason} ('1/2/2026' = {day})" in notes
    assert f"day_first = {'true' if day == '2026-01-02' else 'false'}" in notes


def test_an_english_header_is_not_taken_for_german(read: Read) -> None:
    days, _ = read_dates(read, "Date;What was bad?;Note", ["1/2/2026;a;b", "3/4/2026;c;d"])
    assert days[0] == "2026-01-02"


def test_voc_toml_decides_the_order(read: Read) -> None:
    days, notes = read_dates(read, "Date", ["1/2/2026", "3/4/2026"], day_first=True)
    assert days == ["2026-02-01", "2026-04-03"]
    assert "cannot be told apart" not in notes


def test_dates_in_both_orders_are_noted(read: Read) -> None:
    days, notes = read_dates(read, "Date", ["1/2/2026", "13/2/2026", "2/14/2026"])
    assert days[1:] == ["2026-02-13", "2026-02-14"]
    assert "Dates of 'Date' are in both orders" in notes


@pytest.mark.parametrize(
    ("header", "cells", "days", "note"),
    [
        (
            "Datum",
            ["46082", "46083"],
            ["2026-03-01", "2026-03-02"],
            "Excel's day numbers (46082 = 2026-03-01)",
        ),
        ("Datum", ["01.03.2026", "46083"], ["2026-03-01", "2026-03-02"], "(46083 = 2026-03-02)"),
        ("timestamp", ["1772323200", "1772409600"], ["2026-03-01", "2026-03-02"], "Unix time in seconds"),
        ("created_at", ["1772323200000", "1772409600000"], ["2026-03-01", "2026-03-02"], "Unix time in milliseconds"),
        ("Monat", ["März 2026", "04/2026"], ["2026-03-01", "2026-04-01"], "the first day stands for each"),
        ("Quarter", ["Q1 2026", "Q2 2026"], ["2026-01-01", "2026-04-01"], "the first day stands for each"),
    ],
)
def test_numbers_and_periods_are_dates_where_the_name_says_so(
    read: Read, header: str, cells: list[str], days: list[str], note: str
) -> None:
    assert read_dates(read, header, cells)[0] == days
    assert note in read_dates(read, header, cells)[1]
    assert read_dates(read, "shelf", cells)[0] == ["", ""] or header == "Datum"


def test_other_dates_of_the_row_show_that_days_count_from_1904(read: Read) -> None:
    days, notes = read_dates(read, "Datum;Lieferung", ["44620;03.03.2026", "44621;02.03.2026"])
    assert days == ["2026-03-01", "2026-03-02"]
    assert "of the 1904 calendar" in notes


def test_what_cannot_be_read_is_counted(read: Read) -> None:
    days, notes = read_dates(read, "Datum", [*["01.03.2026"] * 9, "gestern"])
    assert days[-1] == ""
    assert "1 of 10 dates in 'Datum' could not be read and were left out, such as 'gestern'." in notes


def test_a_column_that_is_only_called_a_date_is_named(read: Read) -> None:
    days, notes = read_dates(read, "Datum", ["KW 12", "KW 13"])
    assert days == ["", ""]
    assert "'Datum' was not read as a date: too few of its cells are in a known form, such as 'KW 12'." in notes


@pytest.mark.parametrize(
    "header", ["Closed on", "Completed on", "Abgeschlossen am", "Eingang", "Ausgefüllt am", "Visit date"]
)
@pytest.mark.parametrize(("cell", "day"), [("46082", "2026-03-01"), ("2026-03-01 10:00", "2026-03-01")])
def test_headers_of_many_kinds_say_that_a_column_holds_dates(read: Read, header: str, cell: str, day: str) -> None:
    assert read_dates(read, header, [cell] * 3)[0] == [day] * 3


@pytest.mark.parametrize(
    ("cell", "day"), [("Mrz 26", "2026-03-01"), ("Okt-25", "2025-10-01"), ("Mar-26", "2026-03-01")]
)
@pytest.mark.parametrize("header", ["Monat", "Stay – Month"])
def test_months_with_years_of_two_digits(read: Read, header: str, cell: str, day: str) -> None:
    assert read_dates(read, header, [cell] * 3)[0] == [day] * 3


def test_dates_by_another_name_are_pointed_at(read: Read) -> None:
    days, notes = read_dates(read, "Mietbeginn", ["2024-05-01", "unklar", "2024-07-01"])
    assert days == [""] * 3
    assert 'write in voc.toml, below [columns]: date = "Mietbeginn"' in notes
