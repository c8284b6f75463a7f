"""Time codes as transcription programs write them: ``[00:01:02]``, ``(1:02)``, ``#00:01:02-8#``, ``00:01.5``."""

from __future__ import annotations

import re

CLOCK = r"\d{1,3}:\d{1,2}(?::\d{2})?(?:[.,\-]\d{1,3})?"
"""A time without brackets; tenths may follow a dot, a comma or (f4) a hyphen."""
RANGE = rf"{CLOCK}(?:[ \t]*+(?:-->|[-–—])[ \t]*+{CLOCK})?"
BRACKETED = rf"(?:\[\s?(?:{RANGE}|\d{{1,3}}\.\d{{2}})\s?\]|\(\s?{RANGE}\s?\)|\{{\s?{RANGE}\s?\}}|\#\s?{CLOCK}\s?\#)"
_LOOSE = CLOCK.replace(r"\d{2}", r"\d{1,2}")
ARROW_LINE = re.compile(rf"^[ \t]*+(?P<start>{_LOOSE})[ \t]*+-->[ \t]*+(?P<end>{_LOOSE})", re.M)
"""Teams in Word writes ``0:0:5.100``, with single digits."""

_CLOCK = re.compile(r"(\d{1,3}):(\d{1,2})(?::(\d{1,2}))?(?:[.,\-](\d{1,3}))?")
_AT_EDGE = re.compile(rf"^[ \t]*+(?:{BRACKETED}|{CLOCK})(?=\s|\Z)|{BRACKETED}[ \t]*+$", re.M)
INLINE = re.compile(rf"{BRACKETED}|^[ \t]*+{CLOCK}[ \t]*+$", re.M)
"""A time inside a text: in brackets, or alone on its line."""
_MINUTES = re.compile(r"\[\s?(\d{1,3})\.(\d{2})\s?\]")


def seconds(text: str) -> float | None:
    """Seconds from the start of the first time in ``text``; None when there is none.

    >>> seconds("[00:01:02]"), seconds("#01:00:06-8#"), seconds("55:21"), seconds("[02.30]"), seconds("no time")
    (62.0, 3606.8, 3321.0, 150.0, None)
    """
    found = _CLOCK.search(text)
    if found is None:
        minutes = _MINUTES.search(text)
        return 60.0 * int(minutes[1]) + int(minutes[2]) if minutes else None
    first, second, third, fraction = found.groups()
    whole = int(first) * 60 + int(second) if third is None else int(first) * 3600 + int(second) * 60 + int(third)
    return round(whole + (float(f"0.{fraction}") if fraction else 0.0), 3)


def count_time_lines(text: str) -> int:
    """How many lines begin or end with a time code: three or more mean that the text is a transcript."""
    return sum(1 for _ in _AT_EDGE.finditer(text))
