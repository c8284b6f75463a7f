"""Demographics of proto-personas against the attributes that the sources carry."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

NO_ATTRIBUTES = {"respondent_id", "source", "n_segments"}
AGE = {"age", "alter", "alter in jahren", "age group", "altersgruppe"}
GENDER = {
    "female": {"female", "woman", "women", "f", "w", "weiblich", "frau", "frauen"},
    "male": {"male", "man", "men", "m", "männlich", "mann", "männer"},
    "diverse": {"diverse", "non-binary", "nonbinary", "divers", "nichtbinär", "d"},
}
_YEARS = re.compile(r"(\d{1,3})\s*(?:-|–|to|bis)\s*(\d{1,3})|(?:über|over|from|ab|>)\s*(\d{1,3})|(\d{1,3})")
_IS_AGE = re.compile(r"\b(age|aged|alter|alt|years?|jahre?|jährig\w*|yo|y/o)\b", re.I)
_DECADE = 5
"""A single age stands for five years up and down."""


@dataclass(frozen=True, slots=True)
class Counted:
    """Who has a wanted value of an attribute, of how many whose attribute is known."""

    attribute: str
    who: tuple[str, ...]
    n_known: int


def demographic(line: str, respondents: Sequence[Mapping[str, str]]) -> Counted | None:
    """Count the respondents who have what a line says; None where no source carries such an attribute.

    >>> people = [{"respondent_id": "r-1", "age": "37"}, {"respondent_id": "r-2", "age": "61"}]
    >>> demographic("age 35–45", people)
    Counted(attribute='age', who=('r-1',), n_known=2)
    """
    columns = [name for name in (respondents[0] if respondents else {}) if name not in NO_ATTRIBUTES]
    years = _years(line)
    if years is not None:
        column = next((name for name in columns if name.strip().lower() in AGE), None)
        return None if column is None else _count(column, respondents, lambda value: _in_years(value, years))
    wanted = {word.lower() for word in re.findall(r"[^\W\d_]+", line)}
    for names in GENDER.values():
        if wanted & names - {"m", "f", "w", "d"}:
            column = next((name for name in columns if _holds(name, respondents, set().union(*GENDER.values()))), None)
            return None if column is None else _count(column, respondents, partial(_among, names))
    return _by_value(line, wanted, columns, respondents)


def _years(line: str) -> tuple[int, int] | None:
    found = _YEARS.search(line)
    if found is None or not (_IS_AGE.search(line) or found.group(1) or line.strip().isdigit()):
        return None
    low, high, over, single = found.groups()
    if low:
        return int(low), int(high)
    return (int(over), 150) if over else (int(single) - _DECADE, int(single) + _DECADE)


def _in_years(value: str, years: tuple[int, int]) -> bool:
    """Whether an age, or the middle of a range of ages, lies in these years."""
    numbers = [int(one) for one in re.findall(r"\d{1,3}", value)][:2]
    return bool(numbers) and years[0] <= sum(numbers) / len(numbers) <= years[1]


def _among(values: Collection[str], value: str) -> bool:
    return value.strip().lower() in values


def _holds(column: str, respondents: Sequence[Mapping[str, str]], names: set[str]) -> bool:
    values = {row[column].strip().lower() for row in respondents} - {""}
    return bool(values) and len(values & names) * 2 >= len(values)


def _by_value(
    line: str, wanted: set[str], columns: Sequence[str], respondents: Sequence[Mapping[str, str]]
) -> Counted | None:
    """An attribute that has a value of these words, or is named in the line."""
    whole = line.strip().lower()
    for column in columns:
        values = {row[column].strip().lower() for row in respondents} - {""}
        matching = {
            value for value in values if value == whole or value in wanted or (len(value) > 3 and value in whole)
        }
        if matching:
            return _count(column, respondents, partial(_among, matching))
    named = next((column for column in columns if column.strip().lower() in wanted), None)
    return None if named is None else _count(named, respondents, lambda value: False)


def _count(column: str, respondents: Sequence[Mapping[str, str]], fits: Callable[[str], bool]) -> Counted:
    known = [row for row in respondents if row[column].strip()]
    who = tuple(sorted(row["respondent_id"] for row in known if fits(row[column])))
    return Counted(column, who, len(known))
