"""Look-ups over the statements of a study for searching and filtering: arrays aligned with the statements."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from voc.schema import Analysis, Ints, Respondent

MOST_ATTRIBUTE_VALUES = 30
"""An attribute with more values (a postcode, an age in years) is no filter."""

UNKNOWN = "unknown"
"""The language of statements that are too short to tell."""

Mask = NDArray[np.bool_]


class Coded:
    """A value per statement as a number: ``values`` in order of appearance, ``codes`` int32 (n,) positions in them."""

    def __init__(self, column: Iterable[str]) -> None:
        """Number the values of `column`, one per statement."""
        numbers: dict[str, int] = {}
        self.codes: Ints = np.array([numbers.setdefault(value, len(numbers)) for value in column], np.int32)
        self.values: tuple[str, ...] = tuple(numbers)
        self._numbers: Mapping[str, int] = numbers

    def is_value(self, value: str) -> Mask:
        """Which statements have this value."""
        mask: Mask = self.codes == self._numbers.get(value, -1)
        return mask

    def is_any(self, values: Iterable[str]) -> Mask:
        """Which statements have one of these values."""
        mask: Mask = np.isin(self.codes, [self._numbers[value] for value in values if value in self._numbers])
        return mask


class StatementIndex:
    """What is looked up to find statements; made once for a study."""

    def __init__(self, analysis: Analysis) -> None:
        """Index the statements of `analysis`."""
        self._analysis = analysis
        segments = analysis.segments
        self.people = Coded(segment.respondent_id for segment in segments)
        self.files = Coded(segment.source for segment in segments)
        # A filter with the value "" is no filter.
        self.languages = Coded(segment.language or UNKNOWN for segment in segments)
        self.respondents: Mapping[str, Respondent] = {
            person.respondent_id: person for person in analysis.corpus.respondents
        }

    @cached_property
    def folded(self) -> Sequence[str]:
        """The texts in which words are searched, without differences of case."""
        return [segment.text.casefold() for segment in self._analysis.segments]

    @cached_property
    def attributes(self) -> Mapping[str, tuple[str, ...]]:
        """Name of an attribute → its values, where there are not too many of them to choose from."""
        values: dict[str, Counter[str]] = {}
        for person in self.people.values:
            known = self.respondents[person].attributes if person in self.respondents else {}
            for name, value in known.items():
                values.setdefault(name, Counter())[value] += 1
        return {
            name: tuple(sorted(counts))
            for name, counts in sorted(values.items())
            if 2 <= len(counts) <= MOST_ATTRIBUTE_VALUES
        }

    def has_attribute(self, name: str, value: str) -> Mask:
        """Which statements are of people with this attribute."""
        return self.people.is_any(
            person
            for person in self.people.values
            if person in self.respondents and self.respondents[person].attributes.get(name) == value
        )

    def has_words(self, terms: Iterable[str]) -> Mask:
        """Which statements contain all of these, each folded."""
        terms = list(terms)
        return np.array([all(term in text for term in terms) for text in self.folded], np.bool_)
