"""The date of a talk: in the head ("Datum: 23.04.2026", "12 May 2026, 09:02") or in the file's name."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from pathlib import PurePosixPath

from voc.tables.dates import DateOrder, find_order, has_hyphens, has_meridiem, parse_date

MAX_LINES = 60
"""Lines of a head that are searched for a date."""

_DATA = tomllib.loads(files("voc.ingest.transcripts").joinpath("talk_dates.toml").read_text("utf-8"))
# "Date: …", "**Completed:** …", "| Date | … |", "date = …".
_FIELD = re.compile(
    rf"[ \t>*_#|•-]*+(?P<name>{'|'.join(_DATA['fields'])})[*_ \t]*+(?:\([^()\n]{{1,30}}\))?[ \t]*+[:=|][*_ \t]*+"
    r"(?P<value>[^|\n]{1,80})",
    re.I,
)
_RECORDING = re.compile(
    rf"[ \t>*_#|•-]*+(?:{'|'.join(_DATA['recordings'])})[*_ \t]*+[:=|][*_ \t]*+(?P<value>[^|\n]{{1,120}})", re.I
)
_GERMAN = re.compile("|".join(_DATA["german"]), re.I)
# A line that is a date with or without a weekday and a clock, or that begins with a word for a talk.
_HEADLINE = re.compile(
    rf"[ \t*_#]*+(?:(?:{'|'.join(_DATA['talks'])})\b[^\n]{{0,80}}?"
    rf"(?:[,;:|(–—]|\s-|\s(?:am|on|of|vom|von))?\s{{0,4}})?\(?(?<!\d)"
    rf"(?P<value>(?:(?:{'|'.join(_DATA['weekdays'])})\b[.,]*\s*)?(?:{'|'.join(_DATA['shapes'])}))"
    r"(?![\w/])(?P<rest>[^\n]{0,60})",
    re.I,
)
_CLOCK_ONLY = re.compile(
    r"[\W_]*+(?:(?:um|at|ab|from|von|bis|to|uhr|am|pm|a\.m|p\.m|h|utc|gmt|cet|cest|mez|mesz|\d{1,2}[:.]\d{2}(?:[:.]\d{2})?|\d{1,2})"
    r"[\W_]*+)*+",
    re.I,
)
# Dates of a person or a version: "Interview mit Frau B., geb. 12.03.1960".
_OTHER_DATE = re.compile("|".join(_DATA["other_dates"]), re.I)
_IN_FILE_NAME = re.compile(
    r"(?<!\d)(?:(?P<iso>20\d\d([-_.]?)(?:0[1-9]|1[0-2])\2(?:0[1-9]|[12]\d|3[01]))"
    r"|(?P<german>(?:0?[1-9]|[12]\d|3[01])\.(?:0?[1-9]|1[0-2])\.20\d\d))(?!\d)"
)


@dataclass(frozen=True, slots=True)
class TalkDate:
    """When a talk took place, as YYYY-MM-DD or "", and a note about where that comes from, or why it is open."""

    iso: str = ""
    note: str = ""


def find_date(head: str, path: str, *, day_first: bool | None = None) -> TalkDate:
    """The date in the head of a talk, else in its file's name.

    Args:
        head: the text above the first turn.
        path: the file's name in the study.
        day_first: whether 1/2/2026 is 1 February; None when voc.toml does not say so.
    """
    open_date = TalkDate()
    for value, where in _dates_in_head(head):
        date = _read(value, where, day_first)
        if date.iso:
            return date
        open_date = open_date if open_date.note else date
    from_name = date_in_name(PurePosixPath(path).name)
    return TalkDate(from_name, f"Date of the talk: {from_name} (from the file's name).") if from_name else open_date


def date_in_name(name: str) -> str:
    """The date in the name of a file, "" when it has none or several.

    >>> date_in_name("2026-03-18_P03.txt"), date_in_name("GMT20251209-140213_Recording.vtt"), date_in_name("P20.txt")
    ('2026-03-18', '2025-12-09', '')
    """
    dates = set()
    for match in _IN_FILE_NAME.finditer(name):
        digits = re.sub(r"\D", "", match["iso"] or "")
        dates.add(parse_date(f"{digits[:4]}-{digits[4:6]}-{digits[6:]}" if digits else match["german"]))
    return dates.pop() if len(dates) == 1 else ""


def _dates_in_head(head: str) -> Iterator[tuple[str, str]]:
    """What may be the date of the talk, and where it is, the plainest first."""
    lines = head.split("\n")[:MAX_LINES]
    for pattern in (_FIELD, _HEADLINE):
        for line in lines:
            match = pattern.match(line)
            is_of_talk = match and (pattern is _FIELD or _CLOCK_ONLY.fullmatch(match["rest"]))
            if match and is_of_talk and not _OTHER_DATE.search(line[: match.start("value")]):
                name = f"'{match['name'].strip()}' in the head" if pattern is _FIELD else "from the head"
                yield (match["value"] if pattern is _FIELD else match["value"] + match["rest"]), name
    for line in lines:
        if (match := _RECORDING.match(line)) and (date := date_in_name(match["value"])):
            yield date, "from the name of the recording"


def _read(value: str, where: str, day_first: bool | None) -> TalkDate:
    """The date at the beginning of a value. A day and month that may be each other's are not guessed."""
    value = value.strip(" \t*_")
    if find_order([value]) is DateOrder.UNCLEAR and not has_hyphens([value]):
        is_month_first = None if day_first is None else not day_first
        if has_meridiem([value]):
            is_month_first = True
        elif is_month_first is None and _GERMAN.search(where):
            is_month_first = False
        if is_month_first is None:
            note = f"The date '{value[:20].split()[0]}' in the head can be read in two ways: left out."
            return TalkDate("", f"{note} Write day_first = true or false below [columns] in voc.toml.")
        date = parse_date(value, is_month_first=is_month_first)
    else:
        date = parse_date(value)
    return TalkDate(date, f"Date of the talk: {date} ({where}).") if date else TalkDate()
