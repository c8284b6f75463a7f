"""Emotion per touchpoint, split by what is known about people: one attribute at a time, small cells kept and marked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields

import numpy as np

from voc.journey.feelings import feelings
from voc.journey.further import part_of
from voc.schema import MIN_PEOPLE, Feeling, Readings, Respondent, Segment, Tags, Taxonomy

KIND = "source_kind"
"""The attribute that every segment has: interview, survey or review."""
MOST_VALUES = 12
"""An attribute with more values than this (an age in years, a free text) splits nothing."""


@dataclass(frozen=True, slots=True)
class Split:
    """How the people with one value of an attribute feel at one place; ``few`` below MIN_PEOPLE."""

    attribute: str
    value: str
    feeling: Feeling
    few: bool


def split_feelings(
    segments: Sequence[Segment],
    readings: Readings,
    tags: Tags,
    taxonomy: Taxonomy,
    respondents: Sequence[Respondent],
) -> Iterator[Split]:
    """Every cell with data, by attribute, value, and the taxonomy's order; a cell without data is left out.

    An attribute splits when two to `MOST_VALUES` values of it are held by at least MIN_PEOPLE people each.
    """
    for attribute, values in attribute_columns(segments, respondents).items():
        for value in sorted({one for one in values if one}):
            rows = np.array([row for row, one in enumerate(values) if one == value], dtype=np.intp)
            part = Readings(*(getattr(readings, field.name)[rows] for field in fields(Readings)))
            placed = part_of(tags, rows)
            for feeling in feelings([segments[row] for row in rows], part, placed, taxonomy):
                if feeling.n_respondents:
                    yield Split(attribute, value, feeling, feeling.n_respondents < MIN_PEOPLE)


def attribute_columns(segments: Sequence[Segment], respondents: Sequence[Respondent]) -> Mapping[str, list[str]]:
    """The value of each segment, by attribute that splits; "" where it is not known."""
    people = {person.respondent_id: person.attributes for person in respondents}
    names = sorted({name for attributes in people.values() for name in attributes})
    columns = {KIND: [str(segment.kind) for segment in segments]}
    for name in names:
        columns[name] = [people.get(segment.respondent_id, {}).get(name, "") for segment in segments]
    return {name: column for name, column in columns.items() if _splits(segments, column)}


def _splits(segments: Sequence[Segment], column: Sequence[str]) -> bool:
    held = {(value, segment.respondent_id) for value, segment in zip(column, segments, strict=True) if value}
    sizes = Counter(value for value, _ in held)
    return 2 <= len(sizes) <= MOST_VALUES and sum(n >= MIN_PEOPLE for n in sizes.values()) >= 2
