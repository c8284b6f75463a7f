"""Attributes of respondents (age, role, country …): what they hold, and how members are spread over them.

Attributes describe a group and never make one.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence

from voc.schema import MIN_PEOPLE, AttributeCount, Respondent

MOST_VALUES = 12
"""An attribute with more names than this is shown by its commonest ones …"""
COMMON = 0.5
"""… where these hold for at least this share of people; otherwise it is as good as a name of each."""
NUMBERS = 7
"""Numbers with at least this many different values are measured, not named."""
BANDS = 10

Known = Mapping[str, str]
"""The value of an attribute by respondent id."""


def known_attributes(respondents: Sequence[Respondent]) -> dict[str, Known]:
    """The values of each attribute by respondent, sorted by attribute; blank ones are not known."""
    found: dict[str, dict[str, str]] = {}
    for respondent in respondents:
        for attribute, value in respondent.attributes.items():
            if value.strip():
                found.setdefault(attribute, {})[respondent.respondent_id] = value.strip()
    return {attribute: found[attribute] for attribute in sorted(found)}


def as_numbers(known: Known) -> dict[str, float]:
    """The values as numbers where the attribute is measured, else nothing.

    >>> as_numbers({"r-1": "3", "r-2": "old"})
    {}
    """
    numbers: dict[str, float] = {}
    for who, text in known.items():
        try:
            numbers[who] = float(text.replace(",", "."))
        except ValueError:
            return {}
    finite = all(math.isfinite(number) for number in numbers.values())
    return numbers if finite and len(set(numbers.values())) >= NUMBERS else {}


def named_values(known: Known) -> tuple[str, ...]:
    """The values that people share, the commonest first; nothing where nearly everybody has another one."""
    counts = Counter(known.values())
    ranked = sorted(counts, key=lambda value: (-counts[value], value))
    if len(ranked) <= MOST_VALUES:
        return tuple(ranked)
    common = [value for value in ranked[: MOST_VALUES - 1] if counts[value] >= MIN_PEOPLE]
    return tuple(common) if sum(counts[value] for value in common) >= COMMON * counts.total() else ()


def attribute_counts(respondents: Sequence[Respondent], members: Sequence[str]) -> tuple[AttributeCount, ...]:
    """How members are spread over the attributes that at least MIN_PEOPLE of them have known: names by size, numbers
    in bands that are the same for all groups, in order."""
    inside = set(members)
    found: list[AttributeCount] = []
    for attribute, known in known_attributes(respondents).items():
        mine = [who for who in members if who in known and who in inside]
        if len(mine) < MIN_PEOPLE:
            continue
        numbers = as_numbers(known)
        if numbers:
            held = Counter(_band(numbers[who], _step(numbers)) for who in mine)
            ranked = sorted(held)
            counts = [(_band_name(low, _step(numbers)), held[low]) for low in ranked]
        else:
            shown = set(named_values(known))
            named = Counter(known[who] for who in mine if known[who] in shown)
            counts = sorted(named.items(), key=lambda item: (-item[1], item[0]))
        found += [AttributeCount(attribute, value, n, len(mine)) for value, n in counts]
    return tuple(found)


def _step(numbers: Mapping[str, float]) -> float:
    """The width of a band: 1, 2, 5 or 10 times a power of ten, so that there are at most BANDS."""
    low, high = min(numbers.values()), max(numbers.values())
    power = 10.0 ** math.floor(math.log10(max(high - low, 1e-9) / BANDS))
    return next(width * power for width in (1, 2, 5, 10, 20) if (high - low) / (width * power) < BANDS)


def _band(value: float, step: float) -> float:
    return math.floor(value / step + 1e-9) * step


def _band_name(low: float, step: float) -> str:
    """
    >>> _band_name(30.0, 10.0), _band_name(0.5, 0.5)
    ('30–39', '0.5–1')
    """
    if step == 1:
        return f"{low:g}"
    return f"{low:g}–{low + step - 1:g}" if step > 1 else f"{low:g}–{low + step:g}"
