"""Parse cells written the German or English way: text, numbers and ratings. Dates are in `voc.tables.dates`.

Examples are "1.234,5", "12 %", "€ 9,90", "00:01:23", "4 von 5" and "★★★". A cell without a value gives None or "".
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any, Literal

from voc.files.decode import tidy
from voc.tables.rating_labels import numbered_label, read_label

DecimalMark = Literal[",", "."]

_NUMBER = re.compile(r"[-+]?[\d.,]+")
_GROUPED = re.compile(r"[-+]?\d{1,3}([.,])\d{3}(?:\1\d{3})*")
_CLOCK = re.compile(r"(?:(\d+):)?(\d{1,2}):(\d{2})(?:[.,]\d+)?")
_DURATION = re.compile(r"(?:(\d+)\s*(?:h|std\.?)\s*)?(?:(\d+)\s*m(?:in\.?)?\s*)?(?:(\d+)\s*s(?:ek\.?|ec\.?)?)?", re.I)
# Apostrophes are Swiss thousands separators; the no-break spaces are those of spreadsheets.
_UNITS = re.compile(r"[\s\u00a0\u202f'’%€$£]|EUR|USD|CHF|GBP", re.I)

# Portals write "Rated 4 out of 5 stars".
_RATING_OF = re.compile(
    r"^\s*(?:(?:rated|rating|bewertung|bewertet mit|score):?\s+)?(\d+(?:[.,]\d+)?)\s*(?:/|von|of|out of|aus)\s*(\d+)",
    re.I,
)
# Clock times, dates and ranges begin with a number too, but are no ratings.
_RATING_FIRST = re.compile(r"^\s*([-+−]?\d+(?:[.,]\d+)?)(?!\d|\s*[.:/-]\s*\d)")
# "2 bis 3", "4-5": between two marks that follow each other; "3-5" is a range of something.
_BETWEEN = re.compile(r"\s*(\d)\s*(?:-|–|bis|to)\s*(\d)\s*", re.I)
_STARS = re.compile(r"^\s*([★⭐✭✮*\ufe0f]{1,20})(½?)([☆✩\s\ufe0f]{0,20})(?:\(\d(?:[.,]\d)?\)\s*)?$")


def tidy_cell(cell: str) -> str:
    """A cell's text without control characters and outer white space."""
    return tidy(cell).strip()


def cell_text(value: Any) -> str:
    """A typed value of a spreadsheet, JSON, Parquet or SPSS file as text.

    A missing value is "", whole numbers have no ".0", dates are ISO 8601, and records are JSON.

    >>> cell_text(4.0), cell_text(None), cell_text(True), cell_text({"a": 1})
    ('4', '', 'TRUE', '{"a": 1}')
    """
    if isinstance(value, str):
        return tidy_cell(value)
    if value is None or value != value:  # noqa: PLR0124  (NaN is the only value that differs from itself)
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    return json.dumps(value, ensure_ascii=False, default=str) if isinstance(value, dict) else str(value)


def find_decimal_mark(cells: Iterable[str], *, is_german: bool) -> DecimalMark:
    """The decimal mark of a table by its unambiguous cells; by its language when there is none, or a tie.

    A cell is unambiguous when it has both marks (the last is the decimal mark), one mark twice between groups of
    three digits, or anything but three digits behind its only mark.

    >>> find_decimal_mark(["1.234", "0,5"], is_german=False), find_decimal_mark(["1.234"], is_german=True)
    (',', ',')
    """
    votes = {",": 0, ".": 0}
    for cell in cells:
        number = _UNITS.sub("", cell)
        if not _NUMBER.fullmatch(number):
            continue
        dot, comma = number.rfind("."), number.rfind(",")
        if dot >= 0 and comma >= 0:  # "1.234,5"
            votes["." if dot > comma else ","] += 1
        elif dot >= 0 or comma >= 0:
            mark, other = (".", ",") if dot >= 0 else (",", ".")
            # "1.234.567" can only be groups of thousands, "1.234" may be either, "0.125" and "12.5" are decimals.
            if number.count(mark) > 1:
                votes[other] += bool(_GROUPED.fullmatch(number))
            elif not _GROUPED.fullmatch(number) or number.lstrip("+-").startswith("0"):
                votes[mark] += 1
    if votes[","] != votes["."]:
        return "," if votes[","] > votes["."] else "."
    return "," if is_german else "."


def parse_number(cell: str, decimal_mark: DecimalMark) -> float | None:
    """The number in a cell, None when there is none. Clock times and durations are in seconds; "12 %" is 0.12.

    >>> parse_number("1.234,5", ","), parse_number("12 %", ","), parse_number("1m 23s", ".")
    (1234.5, 0.12, 83.0)
    """
    text = cell.strip()
    if clock := _CLOCK.fullmatch(text):
        return float(int(clock[1] or 0) * 3600 + int(clock[2]) * 60 + int(clock[3]))
    if text and (duration := _DURATION.fullmatch(text)) and any(duration.groups()):
        hours, minutes, seconds = (int(part or 0) for part in duration.groups())
        return float(hours * 3600 + minutes * 60 + seconds)
    number = _UNITS.sub("", text).replace("\u2212", "-")
    if not _NUMBER.fullmatch(number):
        return None
    try:
        value = float(number.replace("." if decimal_mark == "," else ",", "").replace(decimal_mark, "."))
    except ValueError:  # dots and commas only, or two decimal marks as in a date
        return None
    return value / 100 if "%" in text else value


def parse_count(cell: str) -> int | None:
    """A count as a whole number, None for anything else. Both marks can only separate thousands here.

    >>> parse_count("1.234"), parse_count("12,000"), parse_count("12.0"), parse_count("12.5")
    (1234, 12000, 12, None)
    """
    number = _UNITS.sub("", cell)
    if _GROUPED.fullmatch(number):
        return int(re.sub("[.,]", "", number))
    number = re.sub(r"[.,]0+$", "", number)
    return int(number) if re.fullmatch(r"[-+]?\d+", number) else None


def parse_rating(cell: str) -> float | None:
    """The rating in a cell: "4", "4,5", "4/5", "4 von 5", "5 Sterne", "★★★", "2 bis 3"; None when there is none.

    >>> parse_rating("4,5"), parse_rating("4 von 5"), parse_rating("★★★☆☆"), parse_rating("great")
    (4.5, 4.0, 3.0, None)
    """
    if stars := _STARS.match(cell):
        return _count_stars(stars[1]) + 0.5 * bool(stars[2])
    if (between := _BETWEEN.fullmatch(cell)) and int(between[2]) == int(between[1]) + 1:
        return int(between[1]) + 0.5
    rating = _RATING_OF.match(cell) or _RATING_FIRST.match(cell)
    if rating:
        return float(rating[1].replace(",", ".").replace("−", "-"))
    # "sehr gut (1)"; in "Hamburg (3)" the number is no rating.
    labelled = numbered_label(cell) if cell.rstrip().endswith(")") else None
    return labelled[0] if labelled and read_label(labelled[1]) else None


def _count_stars(stars: str) -> float:
    return float(len(stars.replace("\ufe0f", "")))


def highest_rating(cell: str) -> float | None:
    """The upper end of the scale if a cell states it ("4/5", "4 von 5", "★★★☆☆"), else None."""
    if (stars := _STARS.match(cell)) and (n_empty := len(re.findall("[☆✩]", stars[3]))):
        return _count_stars(stars[1]) + bool(stars[2]) + n_empty
    rating = _RATING_OF.match(cell)
    return float(rating[2]) if rating else None
