"""What stands in a column: how much of it is filled, distinct, numbers, dates, names, sentences."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from voc.tables.cells import is_date, parse_rating

SAMPLE_ROWS = 2_000
_URL = re.compile(r"^\s*(?:https?://|www\.)\S+", re.I)
_EMAIL = re.compile(r"^\s*[\w.+-]+@[\w-]+(?:\.[\w-]+)+\s*$")
_IP = re.compile(r"^\s*\d{1,3}(?:\.\d{1,3}){3}\s*$")
_PHONE = re.compile(r"^\s*\+?[\d\s()/-]{8,20}$")
_JSONISH = re.compile(r"^\s*[\[{].*[\]}]\s*$", re.S)
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_FUNCTION_WORDS = frozenset(
    word
    for line in (
        "the a an is are was were be been i my me we our you your it its this that to of and or but not no with for",
        "from in on at when if because so very too more have has had do does did can could would should will there",
        "they them he she der die das ein eine einen einem einer ist sind war waren sein ich mein meine wir unser",
        "sie ihr ihre es dass zu von und oder aber nicht kein keine mit für aus auf im in am an bei wenn weil so",
        "sehr mehr habe hat hatte haben wird wurde kann könnte sollte würde da man auch nur noch schon wie was wo",
        "als um den dem des mir mich uns i'm it's don't can't",
    )
    for word in line.split()
)


@dataclass(frozen=True, slots=True)
class Profile:
    """Shares are of filled cells (0–1), except ``filled`` (of all rows); lengths are means.

    ``capitals`` is the share of capitalised words in cells of two or more words: names and titles are near 1, English
    sentences near 0.1, German ones near 0.35. ``sentences`` is the share of cells of four or more words with a function
    word. ``parts`` is the share of distinct ones among all parts between commas or semicolons: low for answers ticked
    in a list of options. ``commonest`` is the share of the most frequent value.
    """

    n: int
    filled: float
    distinct: int
    distinct_share: float
    words: float
    chars: float
    numbers: float
    dates: float
    urls: float
    personal: float
    json: float
    capitals: float
    sentences: float
    parts: float
    commonest: float
    values: tuple[str, ...]


def sample(rows: Sequence[list[str]]) -> Sequence[list[str]]:
    """At most `SAMPLE_ROWS` rows, evenly spaced."""
    if len(rows) <= SAMPLE_ROWS:
        return rows
    step = len(rows) / SAMPLE_ROWS
    return [rows[int(position * step)] for position in range(SAMPLE_ROWS)]


def profile(rows: Sequence[list[str]], column: int) -> Profile:
    """The profile of one column over ``rows`` (a sample)."""
    values = [cell for row in rows if (cell := row[column].strip())]
    counts: dict[str, int] = {}
    for value in values:
        counts[value] = counts.get(value, 0) + 1
    n = len(values)
    distinct = list(counts)
    short = all(len(value) < 12 for value in distinct)
    words = [_WORD.findall(value[:2_000]) for value in distinct]
    many = [found for found in words if len(found) >= 2]
    parts = [part.strip().casefold() for value in distinct for part in re.split(r"[,;|]\s*", value[:500])]
    return Profile(
        n=n,
        filled=n / max(len(rows), 1),
        distinct=len(distinct),
        distinct_share=len(distinct) / max(n, 1),
        words=sum(len(value.split()) * count for value, count in counts.items()) / max(n, 1),
        chars=sum(len(value) * count for value, count in counts.items()) / max(n, 1),
        numbers=_share(counts, n, lambda value: len(value) < 20 and parse_rating(value) is not None),
        dates=_share(counts, n, lambda value: len(value) < 40 and is_date(value)),
        urls=0.0 if short else _share(counts, n, lambda value: _URL.match(value) is not None),
        personal=_share(counts, n, _is_personal),
        json=_share(counts, n, lambda value: _JSONISH.match(value[:5_000]) is not None),
        capitals=sum(sum(word[0].isupper() for word in found) for found in many) / max(sum(map(len, many)), 1),
        sentences=sum(len(found) >= 4 and not _FUNCTION_WORDS.isdisjoint(map(str.casefold, found)) for found in words)
        / max(len(distinct), 1),
        parts=len(set(parts)) / max(sum(value * _n_parts(key) for key, value in counts.items()), 1),
        commonest=max(counts.values(), default=0) / max(n, 1),
        values=tuple(values[:SAMPLE_ROWS]),
    )


def _n_parts(value: str) -> int:
    return value[:500].count(",") + value[:500].count(";") + value[:500].count("|") + 1


def _is_personal(value: str) -> bool:
    if len(value) > 80 or not ("@" in value or value[-1].isdigit()):
        return False
    if _EMAIL.match(value) or _IP.match(value):
        return True
    return value[0] in "+0" and _PHONE.match(value) is not None and not is_date(value)


def _share(counts: dict[str, int], n: int, test: Callable[[str], bool]) -> float:
    return sum(count for value, count in counts.items() if test(value)) / max(n, 1)
