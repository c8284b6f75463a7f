"""Texts that the authors of a survey typed to try it ("Testeintrag, bitte ignorieren"). They are only pointed at."""

from __future__ import annotations

import re
from collections.abc import Sequence

from voc.tables.table import Table

MAX_LENGTH = 60
"""Characters of such a text; a longer one is somebody's answer about a test."""
_TRIAL = re.compile(
    r"\W{0,3}(?:test[-\s]?(?:eintrag|entry|antwort|answer|datensatz|lauf|run|response|data)?(?:\s*(?:test|\d+)){0,3}"
    r"|asdf\w*|qwertz?\w*|lorem ipsum.*|(?:just|only|nur ein) (?:a )?test(?:ing)?)\W{0,3}"
    r"(?:\W{0,3}(?:bitte|please)\W{1,3}(?:ignorieren|löschen|ignore|delete|disregard|nicht beachten)\W{0,3})?",
    re.I,
)


def find_trials(table: Table, texts: Sequence[int]) -> list[int]:
    """The numbers of the rows with a text that looks like a trial.

    >>> _TRIAL.fullmatch("Testeintrag, bitte ignorieren") is not None, _TRIAL.fullmatch("Test bestanden") is not None
    (True, False)
    """
    rows = enumerate(table.rows, start=table.first_row)
    return [number for number, row in rows if any(_is_trial(row[position]) for position in texts)]


def _is_trial(cell: str) -> bool:
    return 0 < len(cell) <= MAX_LENGTH and _TRIAL.fullmatch(cell.strip()) is not None
