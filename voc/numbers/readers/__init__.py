"""What the readers of number files share: columns by their headings, touchpoints by their names, and the result.

In: a `NumberSheet`, and a `TouchpointFinder` for the journey. Out: `SheetNumbers`, or None when it is another kind of
export. Headings in German and English are in `voc/numbers/columns.toml`.
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
"""What a column means → how exports name it, in lower case."""

_WORD = re.compile(r"[^\W_]+")
# Names of the Data API and of forms are in camel case: "landingPage", "checkoutPayment".
_CAMEL_CASE = re.compile(r"(?<=[a-zäöüß])(?=[A-ZÄÖÜ])")


@dataclass(frozen=True, slots=True)
class SheetNumbers:
    """What a sheet says.

    Attributes:
        metrics: numbers at touchpoints, or for the whole journey.
        experiments: A/B tests.
        customers: a customer's id, as the export writes it but in lower case → attributes.
        unplaced: labels of the export that belong to no touchpoint.
    """

    metrics: tuple[Metric, ...] = ()
    experiments: tuple[Experiment, ...] = ()
    customers: Mapping[str, Mapping[str, float | str]] = field(default_factory=dict)
    unplaced: tuple[str, ...] = ()


class TouchpointFinder:
    """Finds the touchpoint of a label: by the patterns of `[metrics] touchpoints` first, then by id, name and cue.

    By name, all words of a touchpoint's id, name or cue must be in the label one after the other. The longest such
    phrase wins, and a tie between touchpoints is no answer: unassigned is better than wrong.

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
        # What a person wrote in voc.toml goes before what is guessed from names.
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
    """The words of a text between single blanks, also at both ends, so that `in` finds whole words; "" for none."""
    words = _WORD.findall(_CAMEL_CASE.sub(" ", text).casefold())
    return f" {' '.join(words)} " if words else ""


def _phrase_length(phrase: str) -> tuple[int, int]:
    """The length in words, then in characters."""
    return phrase.count(" "), len(phrase)


@dataclass(frozen=True, slots=True)
class NumberReader:
    """One kind of export: its title in messages, the columns it cannot do without, and the function that reads it."""

    title: str
    needs: Headings
    read: Callable[[NumberSheet, TouchpointFinder], SheetNumbers | None]


@cache
def load_headings(section: str) -> Mapping[str, Any]:
    """A section of `columns.toml`."""
    loaded: Mapping[str, Any] = tomllib.loads((files("voc.numbers") / "columns.toml").read_text("utf-8"))[section]
    return loaded


def pick(headings: Mapping[str, Any], *meanings: str) -> Headings:
    """The headings of some meanings only."""
    return {meaning: headings[meaning] for meaning in meanings}


def find_columns(sheet: NumberSheet, headings: Headings) -> dict[str, int]:
    """The position of every column that is there, by its meaning; the first column with one of the names."""
    columns: dict[str, int] = {}
    names = [_fold(name) for name in sheet.header]
    for meaning, known in headings.items():
        position = next((i for i, name in enumerate(names) if name in known), None)
        if position is not None:
            columns[meaning] = position
    return columns


def _fold(name: str) -> str:
    """A heading as `columns.toml` writes it; exports mark sorted columns with arrows and required fields with "*"."""
    return " ".join(name.replace("\u00a0", " ").casefold().split()).strip("*: ↑↓")


def missing_columns(sheet: NumberSheet, headings: Headings) -> list[str]:
    """The meanings of columns that are not there."""
    columns = find_columns(sheet, headings)
    return [meaning for meaning in headings if meaning not in columns]


def cell_of(row: NumberRow, columns: Mapping[str, int], meaning: str) -> str:
    """The cell of a column, "" where the sheet has no such column."""
    return row.cells[columns[meaning]] if meaning in columns else ""


def whole_number(sheet: NumberSheet, row: NumberRow, column: int) -> int:
    """A count of at least 0.

    Raises:
        FormatError: the cell holds none; the message names file, row and column.
    """
    value = parse_count(row.cells[column])
    if value is None or value < 0:
        raise FormatError(
            f"{sheet.name} row {row.number}: '{sheet.header[column]}' must be a whole number from 0, found "
            f"'{row.cells[column]}'. Correct the cell."
        )
    return value
