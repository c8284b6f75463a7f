"""Cells → numbers, in German and English writing: "1.234,5", "1,234.5", "12 %", "€ 9,90", "00:01:23", "1m 23s"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal

Decimal = Literal[",", "."]

_PLAIN = re.compile(r"[-+]?[\d.,]+")
_GROUPS = re.compile(r"[-+]?\d{1,3}([.,])\d{3}(?:\1\d{3})*")
_CLOCK = re.compile(r"(?:(\d+):)?(\d{1,2}):(\d{2})(?:[.,]\d+)?")
_SPOKEN = re.compile(r"(?:(\d+)\s*(?:h|std\.?)\s*)?(?:(\d+)\s*m(?:in\.?)?\s*)?(?:(\d+)\s*s(?:ek\.?|ec\.?)?)?", re.I)
_EXTRA = re.compile(r"[\s\u00a0\u202f'’%€$£]|EUR|USD|CHF|GBP", re.I)


def decimal_mark(cells: Iterable[str], *, german: bool) -> Decimal:
    """The decimal mark of a table, by the cells that tell; by its language where none does.

    A cell tells when it has both marks (the last is the decimal mark), one mark twice between groups of three, or
    something other than three digits behind its only mark.

    >>> decimal_mark(["1.234", "0,5"], german=False), decimal_mark(["1.234"], german=True)
    (',', ',')
    """
    votes = {",": 0, ".": 0}
    for cell in cells:
        found = _EXTRA.sub("", cell)
        if not _PLAIN.fullmatch(found):
            continue
        dot, comma = found.rfind("."), found.rfind(",")
        if dot >= 0 and comma >= 0:
            votes["." if dot > comma else ","] += 1
        elif dot >= 0 or comma >= 0:
            mark, other = (".", ",") if dot >= 0 else (",", ".")
            if found.count(mark) > 1:
                votes[other] += bool(_GROUPS.fullmatch(found))
            elif not _GROUPS.fullmatch(found) or found.lstrip("+-").startswith("0"):
                votes[mark] += 1
    if votes[","] != votes["."]:
        return "," if votes[","] > votes["."] else "."
    return "," if german else "."


def number(cell: str, decimal: Decimal) -> float | None:
    """The value of a cell, None when it is no number. A clock time is seconds; "12 %" is 0.12.

    >>> number("1.234,5", ","), number("1,234.5", "."), number("12 %", ","), number("1m 23s", ".")
    (1234.5, 1234.5, 0.12, 83.0)
    """
    text = cell.strip()
    if clock := _CLOCK.fullmatch(text):
        return float(int(clock[1] or 0) * 3600 + int(clock[2]) * 60 + int(clock[3]))
    if text and (spoken := _SPOKEN.fullmatch(text)) and any(spoken.groups()):
        hours, minutes, seconds = (int(part or 0) for part in spoken.groups())
        return float(hours * 3600 + minutes * 60 + seconds)
    found = _EXTRA.sub("", text).replace("\u2212", "-")
    if not _PLAIN.fullmatch(found) or not any(one.isdigit() for one in found):
        return None
    plain = found.replace("." if decimal == "," else ",", "").replace(decimal, ".")
    try:
        value = float(plain)
    except ValueError:
        return None
    return value / 100 if "%" in text else value


def count(cell: str) -> int | None:
    """A whole number of things, None for anything else; both marks can only set groups apart here.

    >>> count("1.234"), count("12,000"), count("12.0"), count("12.5")
    (1234, 12000, 12, None)
    """
    found = _EXTRA.sub("", cell)
    if _GROUPS.fullmatch(found):
        return int(re.sub("[.,]", "", found))
    found = re.sub(r"[.,]0+$", "", found)
    return int(found) if re.fullmatch(r"[-+]?\d+", found) else None
