"""Rows that are no answer of a respondent: trials of the survey's authors, and answers that were sent twice.

A text that only says "test" is pointed at and stays. A row is left out where more of it says so: the text asks to be
ignored, or a name, a heading or a tag of the row calls it a test as well.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from voc.ingest.surveys.columns import ColumnPlan
from voc.ingest.surveys.dialects.left_out_rows import without_rows
from voc.ingest.surveys.people_columns import holds_own_names
from voc.tables import column_names
from voc.tables.listing import list_rows
from voc.tables.table import Table

MAX_LENGTH = 60
"""Characters of a text that is nothing but a trial; a longer one is somebody's answer about a test."""
MAX_REQUEST = 160
"""Characters of a text that calls itself a test and asks to be ignored."""
MAX_LISTED = 5
"""Rows that a note names; the rest is counted."""
MIN_WORDS = 4
"""Words of an answer sent twice from one network address: in an office, two people may write fewer by chance."""
_TRIAL = re.compile(
    r"\W{0,3}(?:test[-\s]?(?:eintrag|entry|antwort|answer|datensatz|lauf|run|response|data)?(?:\s*(?:test|\d+)){0,3}"
    r"|asdf\w*(?: asdf\w*)*|qwertz?\w*|lorem ipsum.*|(?:bla ?)+|(?:just|only|nur ein) (?:a )?test(?:ing)?)\W{0,3}"
    r"(?:\W{0,3}(?:bitte|please)\W{1,3}(?:ignorieren|löschen|ignore|delete|disregard|nicht beachten)\W{0,3})?",
    re.I,
)
# "Test durch Büro, bitte löschen", "testing new form, ignore"; "test order, please delete it" is a customer's wish.
_REQUEST = re.compile(
    r"\W*(?:\w+\W+){0,3}?\w*test\w*\b.{0,80}?(?:\b(?:bitte|please)\W+(?:\w+\W+){0,2}|[,;:–—-]\s*)"
    r"(?:ignor\w*|lösch\w*|delete|disregard|nicht (?:beachten|werten|zählen)|do not count)\b"
    r"(?!\s+(?:it|my|the|them|es|mein\w*|den|das|die)\b)",
    re.I | re.S,
)
_CALLED_TEST = re.compile(r"(?:[\w.-]{1,20} )?test(?:[- ]?(?:\w+ ?){1,2})?|test\w{0,10}@.*", re.I)


def _is_trial(cell: str) -> bool:
    return 0 < len(cell) <= MAX_LENGTH and _TRIAL.fullmatch(cell.strip()) is not None


def _asks_to_be_ignored(cell: str) -> bool:
    return len(cell) <= MAX_REQUEST and _REQUEST.match(cell) is not None


def find_trials(table: Table, plan: ColumnPlan) -> list[int]:
    """The numbers of the rows with a text that looks like a trial.

    >>> _is_trial("Testeintrag, bitte ignorieren"), _is_trial("Test bestanden")
    (True, False)
    """
    rows = enumerate(table.rows, start=table.first_row)
    return [number for number, row in rows if any(_is_trial(row[position]) for position in plan.texts)]


def without_trials(table: Table, plan: ColumnPlan) -> Table:
    """The table without the rows that say in more than one way that nobody answered there."""
    # Values of closed questions may be products ("Test kit").
    calling = [p for p in {*plan.names, *plan.personal, *plan.unused, plan.title, plan.respondent} if p is not None]
    is_trial = []
    for row in table.rows:
        filled = [row[position] for position in plan.texts if row[position].strip()]
        n_signs = sum(map(_is_trial, filled)) + any(_CALLED_TEST.fullmatch(row[p].strip()) for p in calling)
        has_sign = any(map(_is_trial, filled)) and n_signs >= 2
        is_trial.append(has_sign or any(_asks_to_be_ignored(cell) for cell in filled))
    numbers = _list_rows(table, is_trial)
    note = f"trials of the survey's authors were left out ({numbers}). If somebody answered there, reword the test."
    return without_rows(table, is_trial, note)


def without_repeated(table: Table, plan: ColumnPlan) -> Table:
    """The table without answers that the same person sent again: all that was answered is equal, and who answered."""
    names = [p for p in plan.names if holds_own_names(table.header[p], table.questions[p])]
    others = [p for p in plan.personal if p not in plan.names]
    if plan.respondent is not None and not _numbers_sheets(table, plan.respondent):
        names.append(plan.respondent)
    if not (names or others):
        return table
    answered = [*plan.texts, plan.title, plan.question, plan.rating, *plan.ratings, *plan.attributes]
    positions = [position for position in answered if position is not None]
    seen: set[tuple[str, ...]] = set()
    is_repeated = []
    for row in table.rows:
        person = _who(row, names, others)
        words = [word for position in plan.texts for word in row[position].split()]
        is_known = person[:1] == ("name",) or len(words) >= MIN_WORDS
        key = (*person, "", *(row[position].strip() for position in positions)) if person and words and is_known else ()
        is_repeated.append(bool(key) and key in seen)
        seen.add(key)
    note = f"answers were sent again by the same person and count once ({_list_rows(table, is_repeated)})."
    return without_rows(table, is_repeated, note)


def _numbers_sheets(table: Table, position: int) -> bool:
    key = column_names.name_key(table.header[position])
    return key in column_names.ROW_IDS or table.uses.get(position) == "row"


def _who(row: Sequence[str], names: Sequence[int], others: Sequence[int]) -> tuple[str, ...]:
    """Who answered, by names and addresses, else by the other personal data; empty when nothing tells."""
    cells = [" ".join(row[position].casefold().split()) for position in (*names, *others)]
    known = [cell for at, cell in enumerate(cells) if (at < len(names) or "@" in cell) and cell]
    known = [cell for cell in known if cell not in column_names.ANONYMOUS]
    if known:
        return ("name", *known)
    return ("other", *cells) if any(cells) else ()


def _list_rows(table: Table, is_left_out: Sequence[bool]) -> str:
    return list_rows([table.first_row + at for at, left_out in enumerate(is_left_out) if left_out], MAX_LISTED)
