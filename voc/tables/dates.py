"""Dates as exports write them → ISO 8601 dates (YYYY-MM-DD)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan januar jänner", "february feb februar", "march mar märz mrz", "april apr", "may mai",
            "june jun juni", "july jul juli", "august aug", "september sep sept", "october oct oktober okt",
            "november nov", "december dec dezember dez",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_ISO = re.compile(r"\s*(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
_SHORT = re.compile(r"\s*(\d{1,2})([./-])\s?(\d{1,2})[./-]\s?(\d{4}|\d{2})(?!\d)")
_DAY_MONTH = re.compile(r"\s*(?:\w+,\s*)?(\d{1,2})(?:\.|st|nd|rd|th)?\s+([^\W\d_]{3,9})\.?,?\s+(\d{4})")
_MONTH_DAY = re.compile(r"\s*(?:\w+,\s*)?([^\W\d_]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})")


def to_iso(value: str, *, month_first: bool = False) -> str:
    """The date in ``value`` as YYYY-MM-DD, "" when there is none.

    >>> to_iso("24.02.2015 11:35"), to_iso("2/24/2015", month_first=True), to_iso("3. März 2024"), to_iso("soon")
    ('2015-02-24', '2015-02-24', '2024-03-03', '')
    """
    if found := _ISO.match(value):
        year, month, day = (int(part) for part in found.groups())
    elif found := _SHORT.match(value):
        first, separator, second, year = int(found[1]), found[2], int(found[3]), int(found[4])
        day, month = (second, first) if month_first and separator == "/" else (first, second)
        year += 0 if year > 99 else 2000 if year < 70 else 1900
    elif found := _DAY_MONTH.match(value):
        day, month, year = int(found[1]), _MONTHS.get(found[2].casefold(), 0), int(found[3])
    elif found := _MONTH_DAY.match(value):
        day, month, year = int(found[2]), _MONTHS.get(found[1].casefold(), 0), int(found[3])
    else:
        return ""
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return ""


def is_date(value: str) -> bool:
    """Whether a cell is a date, whichever of day and month comes first."""
    return bool(to_iso(value) or to_iso(value, month_first=True))


def month_comes_first(values: Sequence[str]) -> bool:
    """Whether dates with slashes begin with the month: told by numbers above 12; American when nothing tells."""
    shorts = [found for value in values if (found := _SHORT.match(value)) and found[2] == "/"]
    if any(int(found[1]) > 12 for found in shorts):
        return False
    return bool(shorts)
