"""Columns in which whoever keeps a table of answers writes remarks: "please call back", "HR", "leave out the name"."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Literal

from voc.ingest.surveys.column_profile import ColumnProfile
from voc.tables import column_names

MAX_FILLED = 0.5
"""Share (0–1) of the rows with a remark; a question is answered by more, and few rows need a remark."""
MIN_OF_STAFF = 0.5
"""Share (0–1) of the remarks that must be plain ones of staff for all to be."""
MAX_OF_RESPONDENT = 0.2
"""Share (0–1) of the remarks in which somebody may say "I"; respondents' last words do it more often."""
MAX_WORDS = 12
"""Words of a remark that is looked at; a longer one is somebody's answer."""

_NAME = re.compile(
    r"(?:(?:an|be)merkung(?:en)?|hinweise?|kommentare?|notiz(?:en)?|vermerke?|(?:comment|note|remark)s?)", re.I
)
# What is told to those who handle the answers.
_ORDER = re.compile(
    r"^(?:bitte|please|pls|todo|to do|siehe|s\.|vgl\.?|cf\.?|see|check|call(?:ed)?|rückruf|erledigt|done|dublette"
    r"|duplicate|doppelt|test|ignor\w+|nachfass\w*|follow[- ]up)\b"
    r"|\b(?:anonymisieren|einfügen|klären|kürzen|löschen|nachfragen|prüfen|schwärzen|streichen|übersetzen|weglassen"
    r"|weiterleiten|zurückrufen|rückruf|call(?:ed)? back|leave out|translate[d]?|remove|delete|follow up"
    r"|forward(?:ed)?)\b",
    re.I,
)
# Who answered, as others speak of them.
_THIRD_PERSON = re.compile(
    r"\b(?:kund(?:e|in)|teilnehmer(?:in)?|proband(?:in)?|tn|befragte[r]?|customer|respondent|participant|caller)\b",
    re.I,
)
_CODE = re.compile(r"[A-ZÄÖÜ]{1,3}\d{0,3}|\d{1,4}")
_CONTACT = re.compile(r"@\w|\d[\d /()-]{6,}")
_FIRST_PERSON = re.compile(r"\b(?:ich|mir|mich|mein\w*|wir|uns\w*|i|me|my|we|our|us)\b", re.I)


def who_remarks(name: str, cells: Collection[str], profile: ColumnProfile) -> Literal["staff", "unclear", ""]:
    """Whether the cells of a column are remarks of staff: by what it is called, and what most of them say.

    Args:
        name: the name of the column, beside others whose names are questions in words.
        cells: its filled cells.
        profile: of the column.

    Returns:
        "unclear" where some are; "" for a column of answers.
    """
    if _NAME.fullmatch(column_names.name_key(name)) is None or profile.filled > MAX_FILLED or not cells:
        return ""
    n_staff = sum(map(_is_of_staff, cells))
    n_respondent = sum(_FIRST_PERSON.search(cell) is not None for cell in cells)
    if not n_staff or n_respondent > MAX_OF_RESPONDENT * len(cells):
        return ""
    return "staff" if n_staff >= MIN_OF_STAFF * len(cells) and len(cells) > 1 else "unclear"


def _is_of_staff(cell: str) -> bool:
    text = cell.strip()
    if len(text.split()) > MAX_WORDS or _FIRST_PERSON.search(text):
        return False
    return any(pattern.search(text) for pattern in (_ORDER, _THIRD_PERSON, _CONTACT)) or bool(_CODE.fullmatch(text))
