"""Demographic lines of proto-personas, counted in the attributes that the sources carry."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from personas.proto.proto_file import load_aliases
from voc.schema import Respondent

_YEARS = re.compile(r"(\d{1,3})\s*(?:-|–|to|bis)\s*(\d{1,3})|(?:über|over|from|ab|>)\s*(\d{1,3})|(\d{1,3})")
_IS_AGE = re.compile(r"\b(age|aged|alter|alt|years?|jahre?|jährig\w*|yo|y/o)\b", re.I)
_AGE_TOLERANCE = 5
"""A line with a single age also covers this many years below and above it."""
_OLDEST = 150
"""The end of an open range of ages ("over 60")."""


@dataclass(frozen=True, slots=True)
class DemographicCount:
    """The respondents whose attribute has a value, and the number of respondents with any value of that attribute."""

    attribute: str
    people: tuple[str, ...]
    n_known: int


def count_demographic(line: str, respondents: Sequence[Respondent]) -> DemographicCount | None:
    """Count the respondents who have what a line says; None where no source carries such an attribute.

    >>> people = [Respondent("r-1", "", (), {"age": "37"}), Respondent("r-2", "", (), {"age": "61"})]
    >>> count_demographic("age 35–45", people)
    DemographicCount(attribute='age', people=('r-1',), n_known=2)
    """
    aliases = load_aliases()["demographics"]
    attributes = sorted({name for person in respondents for name in person.attributes})
    values = {name: _values(name, respondents) for name in attributes}
    years = _parse_years(line)
    if years is not None:
        age = next((name for name in attributes if name.strip().lower() in aliases["age"]), None)
        return None if age is None else _count(age, respondents, lambda value: _is_within(value, years))
    words = {word.lower() for word in re.findall(r"[^\W\d_]+", line)}
    genders = [set(aliases[gender]) for gender in ("female", "male", "diverse")]
    all_genders = set().union(*genders)
    for names in genders:
        # "m" is a gender as the value of an attribute, but not as a word of a line.
        if words & {name for name in names if len(name) > 1}:
            # An attribute is a gender if at least half of its values are one; a single "m" may mean anything.
            gender = next((n for n in attributes if len(values[n] & all_genders) * 2 >= len(values[n]) > 0), None)
            return None if gender is None else _count(gender, respondents, names.__contains__)
    whole = line.strip().lower()
    for attribute in attributes:
        matching = {v for v in values[attribute] if v == whole or v in words or (len(v) > 3 and v in whole)}
        if matching:
            return _count(attribute, respondents, matching.__contains__)
    named = next((name for name in attributes if name.strip().lower() in words), None)
    return None if named is None else _count(named, respondents, lambda value: False)


def _values(attribute: str, respondents: Sequence[Respondent]) -> set[str]:
    return {person.attributes.get(attribute, "").strip().lower() for person in respondents} - {""}


def _parse_years(line: str) -> tuple[int, int] | None:
    """The youngest and the oldest age that a line names; None where it names none."""
    match = _YEARS.search(line)
    if match is None or not (_IS_AGE.search(line) or match.group(1) or line.strip().isdigit()):
        return None
    low, high, over, single = match.groups()
    if low:
        return int(low), int(high)
    return (int(over), _OLDEST) if over else (int(single) - _AGE_TOLERANCE, int(single) + _AGE_TOLERANCE)


def _is_within(value: str, years: tuple[int, int]) -> bool:
    """Whether an age, or the middle of a range of ages, is within these years."""
    numbers = [int(number) for number in re.findall(r"\d{1,3}", value)][:2]
    return bool(numbers) and years[0] <= sum(numbers) / len(numbers) <= years[1]


def _count(attribute: str, respondents: Sequence[Respondent], fits: Callable[[str], bool]) -> DemographicCount:
    """Count those whose value, in lower case, fits."""
    known = {person.respondent_id: person.attributes.get(attribute, "").strip().lower() for person in respondents}
    known = {person: value for person, value in known.items() if value}
    return DemographicCount(
        attribute, tuple(sorted(person for person, value in known.items() if fits(value))), len(known)
    )
