"""Dates as cells hold them: "3. März 2026", "03.03.26 14:05", ISO 8601, "Q1 2026", Excel's day numbers, Unix time.

`parse_date` reads what is a date in any column. Months, quarters and weeks (`parse_period`) and numbers
(`find_number_kind`) are dates only in a column whose name says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from enum import Enum

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan januar jänner jän", "february feb februar feber", "march mar märz mrz mär maerz", "april apr",
            "may mai", "june jun juni", "july jul juli", "august aug", "september sep sept", "october oct oktober okt",
            "november nov", "december dec dezember dez",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_WEEKDAY = r"\s*(?:[^\W\d_]{2,10}(?:[.,]{1,2}\s{0,3}|\s{1,3}))?"
_YEAR = r"(\d{4}|\d{2}(?!\d))"
_YEAR_FIRST = re.compile(r"\s*(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
_NUMERIC = re.compile(r"\s*(\d{1,2})([./-])\s?(\d{1,2})[./-]\s?(\d{4}|\d{2})(?!\d)")
# Jira and web servers write "02/Jun/25".
_DAY_MONTH = re.compile(rf"{_WEEKDAY}(\d{{1,2}})(?:\.|st|nd|rd|th)?[\s/-]\s*([^\W\d_]{{3,9}})\.?,?[\s/-]\s*{_YEAR}")
_MONTH_DAY = re.compile(rf"{_WEEKDAY}([^\W\d_]{{3,9}})\.?[\s-]\s*(\d{{1,2}})(?:st|nd|rd|th)?,?[\s-]\s*(\d{{4}})")
# "Tue Mar 03 14:05:00 UTC 2026", as Java and Twitter write it.
_YEAR_LAST = re.compile(r"\s*[^\W\d_]{3},?\s+([^\W\d_]{3})\s+(\d{1,2})\s+[\d:]{5,8}(?:\s+[\w:+-]{1,9})?\s+(\d{4})")
_MERIDIEM = re.compile(r"\d\s?[ap]\.?m\.?\b", re.I)

_MONTH_FORMS = (
    re.compile(r"(?P<month>\d{1,2})[./-](?P<year>\d{4})"),
    re.compile(r"(?P<year>\d{4})[./-](?P<month>\d{1,2})"),
    # "Mrz 26" and "Mar-26" are what Excel shows of a month.
    re.compile(r"(?P<name>[^\W\d_]{3,9})\.?[\s/-]\s?['’]?(?P<year>\d{4}|\d{2})"),
    re.compile(r"(?P<year>\d{4})[\s/-]\s?(?P<name>[^\W\d_]{3,9})"),
)
_QUARTER_FORMS = (
    re.compile(r"Q\s?(?P<quarter>[1-4])[\s/.-]{1,3}(?P<year>\d{4})", re.I),
    re.compile(r"(?P<year>\d{4})[\s/-]{0,3}Q\s?(?P<quarter>[1-4])", re.I),
    re.compile(r"(?P<quarter>[1-4])\.?\s?(?:quartal|quarter|Q)[\s/]{1,2}(?P<year>\d{4})", re.I),
)
_WEEK_FORMS = (
    re.compile(r"(?:KW|CW|W|week|woche|kalenderwoche)\s?(?P<week>\d{1,2})[\s/,.-]{1,3}(?P<year>\d{4})", re.I),
    re.compile(r"(?P<year>\d{4})[\s/-]{0,3}(?:KW|CW|W)\s?(?P<week>\d{1,2})", re.I),
    re.compile(r"(?P<week>\d{1,2})\.?\s?(?:KW|woche|kalenderwoche)[\s/,.-]{1,3}(?P<year>\d{4})", re.I),
)
_PLAIN_NUMBER = re.compile(r"\d{5,19}(?:[.,]\d{1,12})?")

FIRST_TWO_DIGIT_YEAR = 70
"""Two-digit years below this are of the 2000s, the others of the 1900s (POSIX draws the line at 69)."""
_MAX_PERIOD = 30
"""Characters of the longest month, quarter or week."""


class NumberKind(Enum):
    """What a whole column of numbers counts."""

    DAYS = "Excel's day numbers"
    DAYS_1904 = "Excel's day numbers of the 1904 calendar"
    SECONDS = "Unix time in seconds"
    MILLISECONDS = "Unix time in milliseconds"
    MICROSECONDS = "Unix time in microseconds"
    COMPACT = "dates in the form YYYYMMDD"


_BOUNDS = {
    NumberKind.DAYS: (20_000, 80_000),
    NumberKind.SECONDS: (5e8, 4.2e9),
    NumberKind.MILLISECONDS: (5e11, 4.2e12),
    NumberKind.MICROSECONDS: (5e14, 4.2e15),
}
"""Numbers of the years 1954 to 2119 (days) and 1985 to 2103 (Unix time)."""
_UNITS = {NumberKind.SECONDS: 1.0, NumberKind.MILLISECONDS: 1e-3, NumberKind.MICROSECONDS: 1e-6}
_DAY_ZERO = {NumberKind.DAYS: date(1899, 12, 30), NumberKind.DAYS_1904: date(1904, 1, 1)}


def parse_date(cell: str, *, is_month_first: bool = False) -> str:
    """The date at the beginning of a cell as YYYY-MM-DD, "" when there is none.

    ``is_month_first`` only matters for dates with slashes or hyphens whose first two numbers are both at most 12.

    >>> parse_date("24.02.2015 11:35"), parse_date("2/3/2015", is_month_first=True), parse_date("3. März 2024")
    ('2015-02-24', '2015-02-03', '2024-03-03')
    """
    if match := _YEAR_FIRST.match(cell):
        return _iso(*(int(part) for part in match.groups()))
    if match := _NUMERIC.match(cell):
        return _parse_numeric(match, is_month_first=is_month_first)
    if match := _YEAR_LAST.match(cell) or _MONTH_DAY.match(cell):
        return _iso(int(match[3]), _month(match[1]), int(match[2]))
    if match := _DAY_MONTH.match(cell):
        return _iso(_full_year(match[3]), _month(match[2]), int(match[1]))
    return ""


def _parse_numeric(match: re.Match[str], *, is_month_first: bool) -> str:
    first, separator, second, year = int(match[1]), match[2], int(match[3]), _full_year(match[4])
    if separator == ".":  # every country that writes dots puts the day first
        return _iso(year, second, first)
    if is_month_first:
        first, second = second, first
    return _iso(year, second, first) or _iso(year, first, second)


def parse_period(cell: str) -> str:
    """The first day of a month, a quarter or a calendar week as YYYY-MM-DD, "" when the cell is none of them.

    >>> parse_period("03/2026"), parse_period("Mrz 26"), parse_period("KW 12/2026"), parse_period("KW 12")
    ('2026-03-01', '2026-03-01', '2026-03-16', '')
    """
    text = cell.strip()
    if len(text) > _MAX_PERIOD:
        return ""
    for form in _QUARTER_FORMS:
        if match := form.fullmatch(text):
            return _iso(int(match["year"]), 3 * int(match["quarter"]) - 2, 1)
    for form in _WEEK_FORMS:
        if match := form.fullmatch(text):
            try:
                return date.fromisocalendar(int(match["year"]), int(match["week"]), 1).isoformat()
            except ValueError:
                return ""
    for form in _MONTH_FORMS:
        if match := form.fullmatch(text):
            groups = match.groupdict()
            month = _month(groups["name"]) if "name" in groups else int(groups["month"])
            return _iso(_full_year(groups["year"]), month, 1)
    return ""


def find_number_kind(cells: Iterable[str]) -> NumberKind | None:
    """What the numbers among some cells count, None when there are none or they are not all of one kind.

    >>> find_number_kind(["46082", "46083.5"]), find_number_kind(["1772323200"]), find_number_kind(["20260301"])
    (<NumberKind.DAYS: "Excel's day numbers">, <NumberKind.SECONDS: 'Unix time in seconds'>, \
<NumberKind.COMPACT: 'dates in the form YYYYMMDD'>)
    """
    numbers = [text for cell in cells if _PLAIN_NUMBER.fullmatch(text := cell.strip())]
    if not numbers:
        return None
    if all(_parse_compact(number) for number in numbers):
        return NumberKind.COMPACT
    values = [float(number.replace(",", ".")) for number in numbers]
    return next(
        (kind for kind, (low, high) in _BOUNDS.items() if all(low <= value <= high for value in values)),
        None,
    )


def parse_number_date(cell: str, kind: NumberKind) -> str:
    """The date that a number stands for as YYYY-MM-DD (in UTC), "" for any other cell.

    >>> parse_number_date("46082", NumberKind.DAYS), parse_number_date("44620", NumberKind.DAYS_1904)
    ('2026-03-01', '2026-03-01')
    """
    text = cell.strip()
    if not _PLAIN_NUMBER.fullmatch(text):
        return ""
    if kind is NumberKind.COMPACT:
        return _parse_compact(text)
    value = float(text.replace(",", "."))
    low, high = _BOUNDS.get(kind, _BOUNDS[NumberKind.DAYS])
    if not low <= value <= high:
        return ""
    if kind in _DAY_ZERO:
        return (_DAY_ZERO[kind] + timedelta(days=int(value))).isoformat()
    return datetime.fromtimestamp(value * _UNITS[kind], UTC).date().isoformat()


def is_date(cell: str) -> bool:
    """Whether a cell begins with a date."""
    return parse_date(cell) != ""


def could_be_date(cell: str) -> bool:
    """Whether a cell is a date in a column whose name says so."""
    return bool(parse_date(cell) or parse_period(cell) or find_number_kind([cell]))


class DateOrder(Enum):
    """What the cells of a column themselves say about the order of day and month."""

    NO_MATTER = "no date could be read in two ways"
    DAY_FIRST = "a first number above 12"
    MONTH_FIRST = "a second number above 12"
    BOTH = "both"
    UNCLEAR = "neither"


def find_order(cells: Iterable[str]) -> DateOrder:
    """The order of day and month in the dates with slashes or hyphens of a column.

    >>> find_order(["1/2/2026", "13/2/2026"]), find_order(["1/2/2026"])
    (<DateOrder.DAY_FIRST: 'a first number above 12'>, <DateOrder.UNCLEAR: 'neither'>)
    """
    pairs = [(int(match[1]), int(match[3])) for match in _ambiguous_dates(cells)]
    if all(first == second for first, second in pairs):
        return DateOrder.NO_MATTER
    day_first = any(first > 12 for first, _ in pairs)
    month_first = any(second > 12 for _, second in pairs)
    if day_first and month_first:
        return DateOrder.BOTH
    return DateOrder.DAY_FIRST if day_first else DateOrder.MONTH_FIRST if month_first else DateOrder.UNCLEAR


def has_hyphens(cells: Iterable[str]) -> bool:
    """Whether the dates whose order matters are all written with hyphens, which hardly anybody does month first."""
    separators = {match[2] for match in _ambiguous_dates(cells)}
    return separators == {"-"}


def has_meridiem(cells: Iterable[str]) -> bool:
    """Whether a time of the twelve-hour clock follows a date ("2/3/2026 4:05 PM"), as in the US."""
    return any(_MERIDIEM.search(cell[:60]) for cell in cells)


def is_month_first(cells: Sequence[str]) -> bool:
    """Whether the dates with slashes in a column begin with the month, as in the US: no first number is above 12."""
    dates = [match for match in _ambiguous_dates(cells) if match[2] == "/"]
    return bool(dates) and not any(int(match[1]) > 12 for match in dates)


def _ambiguous_dates(cells: Iterable[str]) -> list[re.Match[str]]:
    return [match for cell in cells if (match := _NUMERIC.match(cell)) and match[2] != "."]


def _parse_compact(text: str) -> str:
    if len(text) not in {8, 12, 14} or not text.isdigit() or not 1950 <= int(text[:4]) <= 2100:
        return ""
    return _iso(int(text[:4]), int(text[4:6]), int(text[6:8]))


def _month(name: str) -> int:
    return _MONTHS.get(name.casefold(), 0)


def _full_year(year: str) -> int:
    number = int(year)
    return number if len(year) > 2 else number + (2000 if number < FIRST_TWO_DIGIT_YEAR else 1900)


def _iso(year: int, month: int, day: int) -> str:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return ""
