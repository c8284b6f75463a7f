"""Times, dates and durations in the head of a turn, as programs write them: ``0:03``, ``2 Minuten 3 Sekunden``,
``03.08.26, 12:31``, ``5:53 PM``."""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from importlib.resources import files

from voc.ingest.transcripts.utterances import BRACKETED, CLOCK, RANGE, parse_seconds

HEAD_WORDS = tomllib.loads(files("voc.ingest.transcripts").joinpath("heads.toml").read_text("utf-8"))


def any_of(patterns: list[str]) -> str:
    """A pattern for one of the patterns."""
    return rf"(?:{'|'.join(patterns)})"


_UNIT = rf"{any_of(HEAD_WORDS['time']['units'])}(?![^\W\d_])"
_MONTH = rf"{any_of(HEAD_WORDS['time']['months'])}(?![^\W_])"
_DAY = rf"{any_of(HEAD_WORDS['time']['days'])}(?![^\W_])"
_JOINT = rf"{any_of(HEAD_WORDS['time']['joints'])}(?![^\W_])"

# WhatsApp puts a narrow no-break space before "PM".
_BLANK = r"[ \t\u00a0\u202f]"
_DURATION_PART = rf"\d{{1,3}}{_BLANK}?{_UNIT}"
DURATION = rf"(?i:{_DURATION_PART}(?:,?{_BLANK}?(?:(?:and|und){_BLANK})?{_DURATION_PART}){{0,2}})"
"""A time in words: ``0 minutes 3 seconds``, ``1 Std. 2 Min.``, ``35m 12s``."""
DATE = (
    rf"(?i:\d{{1,4}}[./-]\d{{1,2}}(?:[./-](?:\d{{1,4}})?)?|\d{{1,2}}\.?{_BLANK}?{_MONTH}(?:{_BLANK}\d{{4}})?"
    rf"|{_MONTH}{_BLANK}\d{{1,2}}(?:,?{_BLANK}\d{{4}})?|{_DAY})"
)
"""A day: ``03.08.26``, ``8/3/26``, ``2026-08-03``, ``3. August 2026``, ``Today``."""
CLOCK_OF_DAY = rf"(?:\d{{1,2}}[:.]\d{{2}}(?:[:.]\d{{2}})?(?:{_BLANK}?(?i:[ap]\.?m\.?|uhr)(?![^\W_]))?)"
MOMENT = rf"{DATE},?{_BLANK}{{1,2}}(?:(?i:at|um|klo){_BLANK})?{CLOCK_OF_DAY}"
"""A day with a clock."""
_AFTERNOON = rf"\d{{1,2}}:\d{{2}}(?::\d{{2}})?{_BLANK}?(?i:[ap]\.?m\.?|uhr)(?![^\W_])"
# A copy of Teams may join the duration to the time: "3 seconds0:03".
TIME_OF_DAY = rf"(?:{MOMENT}|{_AFTERNOON})"
"""A time of day that says so: with a date, "PM" or "Uhr"."""
_BARE = rf"{MOMENT}|{_AFTERNOON}|{DURATION}(?:{_BLANK}?{CLOCK})?"
STAMP = rf"(?:{_BARE}|{RANGE})"
"""Any time in a head, without brackets."""
BOXED_STAMP = rf"(?:{BRACKETED}|[\[(]{_BLANK}?(?:{_BARE}){_BLANK}?[\])])"
"""Any time in a head, in brackets or emphasised."""

_DURATION = re.compile(DURATION)
_PART = re.compile(rf"(\d{{1,3}}){_BLANK}?({_UNIT})", re.I)
_OF_DAY = re.compile(rf"{MOMENT}|{_AFTERNOON}")
_NOTHING_ELSE = re.compile(
    rf"[\W_]*+(?:(?:\d++(?:{_BLANK}?{_UNIT})?+|{_MONTH}|{_DAY}|{_JOINT})[\W_]*+)++", re.I
)  # fmt: skip
_IS_STAMP = re.compile(rf"[\W_]*+(?:{BOXED_STAMP}|{STAMP})[\W_]*+")


@lru_cache(maxsize=4096)
def is_time(text: str) -> bool:
    """Whether a text holds nothing but numbers, times, dates, ranges and durations in words.

    >>> [is_time(text) for text in ("0 minutes 3 seconds", "03.08.26, 12", "35m 12s", "7", "S1", "Ada 3", "May")]
    [True, True, True, True, False, False, False]
    """
    return any(character.isdigit() for character in text) and _NOTHING_ELSE.fullmatch(text) is not None


def seconds_of(stamp: str) -> float | None:
    """Seconds from the start of the recording; None for a time of day, which does not say when the recording began.

    >>> seconds_of("2 Minuten 3 Sekunden"), seconds_of("1 hour 2 minutes"), seconds_of("[0:41]"), seconds_of("5:53 PM")
    (123.0, 3720.0, 41.0, None)
    """
    if _OF_DAY.search(stamp):
        return None
    duration = _DURATION.search(stamp)
    if duration is None:
        return parse_seconds(stamp)
    factors = {"h": 3600, "o": 3600, "u": 3600, "m": 60, "s": 1}
    total = 0.0
    for number, unit in _PART.findall(duration.group()):
        # "Std." and "Stunden" begin with the letter of a second.
        is_hour = unit.casefold().startswith("st")
        total += int(number) * (3600 if is_hour else factors[unit.casefold()[0]])
    return total
