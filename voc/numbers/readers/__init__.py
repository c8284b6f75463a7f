"""Readers of number files, and what they share: finding columns by heading and touchpoints by name.

A reader takes a `NumberSheet` and a `TouchpointFinder`, and returns `SheetNumbers`, or None for another kind of export.
The German and English headings are in `voc/numbers/columns.toml`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from functools import cache
from importlib.resources import files
from typing import Any

from voc.errors import FormatError, MappingError
from voc.schema import Experiment, Metric, Taxonomy
from voc.tables.cells import parse_count
from voc.tables.number_sheets import NumberRow, NumberSheet

Headings = Mapping[str, Collection[str]]
"""The meaning of a column → its headings in exports, in lower case."""

_WORD = re.compile(r"[^\W_]+")
# Names of the Data API and of forms are in camel case: "landingPage", "checkoutPayment".
_CAMEL_CASE = re.compile(r"(?<=[a-zäöüß])(?=[A-ZÄÖÜ])")


@dataclass(frozen=True, slots=True)
class SheetNumbers:
    """The numbers of one sheet.

    Attributes:
        metrics: numbers at touchpoints, or for the whole journey.
        experiments: A/B tests.
        customers: a customer's id in lower case → attributes.
        unplaced: labels of the export that belong to no touchpoint.
    """

    metrics: tuple[Metric, ...] = ()
    experiments: tuple[Experiment, ...] = ()
    customers: Mapping[str, Mapping[str, float | str]] = field(default_factory=dict)
    unplaced: tuple[str, ...] = ()


class TouchpointFinder:
    """Finds the touchpoint of a label: first by the patterns of `[metrics] touchpoints`, then by id, name or cue.

    All words of an id, name or cue must be in the label, one after the other. The longest such phrase wins; on a tie
    between touchpoints the label stays unassigned, which is better than a wrong touchpoint.

    Raises:
        MappingError: a pattern leads to no touchpoint of the journey.
    """

    def __init__(self, taxonomy: Taxonomy, patterns: Mapping[str, str]) -> None:
        known = [touchpoint.touchpoint_id for touchpoint in taxonomy.touchpoints]
        for pattern, touchpoint_id in patterns.items():
            if touchpoint_id not in known:
                raise MappingError(
                    f"[metrics] touchpoints: '{pattern}' leads to '{touchpoint_id}', which is no touchpoint of the "
                    f"journey '{taxonomy.taxonomy_id}'. Known: {', '.join(known)}."
                )
        self._patterns = {pattern.casefold(): touchpoint_id for pattern, touchpoint_id in patterns.items()}
        self._phrases: dict[str, set[str]] = {}
        for touchpoint in taxonomy.touchpoints:
            cues = [cue for cues in touchpoint.cues.values() for cue in cues]
            for text in (touchpoint.touchpoint_id, *touchpoint.names.values(), *cues):
                if phrase := _phrase(text):
                    self._phrases.setdefault(phrase, set()).add(touchpoint.touchpoint_id)

    def find(self, label: str) -> str:
        """The touchpoint's id, "" for none."""
        folded = " ".join(label.casefold().split())
        # The user's patterns in voc.toml win over guesses from names.
        for pattern, touchpoint_id in self._patterns.items():
            if fnmatchcase(folded, pattern):
                return touchpoint_id
        words = _phrase(label.split("?", maxsplit=1)[0])  # without the query string of a page
        phrases = [phrase for phrase in self._phrases if phrase in words]
        longest = max(map(_phrase_length, phrases), default=(0, 0))
        touchpoint_ids = {
            touchpoint_id
            for phrase in phrases
            if _phrase_length(phrase) == longest
            for touchpoint_id in self._phrases[phrase]
        }
        return touchpoint_ids.pop() if len(touchpoint_ids) == 1 else ""


def _phrase(text: str) -> str:
    """The words of a text with single blanks around each, so that `in` finds whole words; "" without any."""
    words = _WORD.findall(_CAMEL_CASE.sub(" ", text).casefold())
    return f" {' '.join(words)} " if words else ""


def _phrase_length(phrase: str) -> tuple[int, int]:
    """The length in words, then in characters."""
    return phrase.count(" "), len(phrase)


@dataclass(frozen=True, slots=True)
class NumberReader:
    """One kind of export: its title in messages, the columns it must have, and the function that reads it."""

    title: str
    needs: Headings
    read: Callable[[NumberSheet, TouchpointFinder], SheetNumbers | None]


@cache
def load_headings(section: str) -> Mapping[str, Any]:
    """A section of `columns.toml`."""
    loaded: Mapping[str, Any] = tomllib.loads((files("voc.numbers") / "columns.toml").read_text("utf-8"))[section]
    return loaded


def pick(headings: Mapping[str, Any], *meanings: str) -> Headings:
    """The headings of these meanings only."""
    return {meaning: headings[meaning] for meaning in meanings}


def find_columns(sheet: NumberSheet, headings: Headings) -> dict[str, int]:
    """The meaning of each known column → its position; of several columns with one meaning the first."""
    # Exports mark sorted columns with arrows and required fields with "*".
    names = [" ".join(name.casefold().split()).strip("*: ↑↓") for name in sheet.header]
    positions = {
        meaning: next((i for i, name in enumerate(names) if name in known), None) for meaning, known in headings.items()
    }
    return {meaning: position for meaning, position in positions.items() if position is not None}


def missing_columns(sheet: NumberSheet, headings: Headings) -> list[str]:
    """The meanings for which the sheet has no column."""
    columns = find_columns(sheet, headings)
    return [meaning for meaning in headings if meaning not in columns]


def cell_of(row: NumberRow, columns: Mapping[str, int], meaning: str) -> str:
    """The cell of a column, "" when the sheet has no such column."""
    return row.cells[columns[meaning]] if meaning in columns else ""


def whole_number(sheet: NumberSheet, row: NumberRow, column: int) -> int:
    """The count (0 or more) in a cell.

    Raises:
        FormatError: it is no such count; the message names file, row and column.
    """
    value = parse_count(row.cells[column])
    if value is None or value < 0:
        raise FormatError(
            f"{sheet.name} row {row.number}: '{sheet.header[column]}' must be a whole number from 0, found "
            f"'{row.cells[column]}'. Correct the cell."
        )
    return value
