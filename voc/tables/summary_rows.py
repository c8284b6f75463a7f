"""Leave out the rows of a table that nobody answered: a repeated header, totals, and lines that a program writes below.

Such rows are emptied and not removed, so that the numbers of the rows below them stay right.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Sequence
from dataclasses import replace
from importlib.resources import files

from voc.tables.cells import parse_rating
from voc.tables.dates import is_date
from voc.tables.listing import list_rows
from voc.tables.table import Table, tidy_name

_FILE = tomllib.loads((files("voc.tables") / "summary_rows.toml").read_text("utf-8"))
_LABEL = "|".join(_FILE["totals"])
# "Durchschnitt", "n = 20", "Total (20)", "Anzahl Kommentare: 10": a label, and at most one number with its unit.
_TOTALS = re.compile(
    rf"(?:{_LABEL})\s*(?:[:=]?\s*\(?\s*(?:n\s*=\s*)?\d[\d.,]*\s?%?(?:\s[^\W\d_]{{1,20}})?\s*\)?)?\s*:?", re.I
)
_FOOTER = re.compile(rf"(?:{'|'.join(_FILE['footers'])})", re.I)
# "4,2", "41 %", "18 answers": a number with its unit.
_NUMBER = re.compile(r"[-+−Ø]?\s?\d[\d.,]*\s?(?:%|€|\$|/\s?\d+|[^\W\d_]{2,20})?")

MAX_LABEL = 60
"""Characters of a label of totals; a longer cell is somebody's sentence."""
MIN_WIDTH_OF_ANSWERS = 3
"""Usual filled cells of a row in a table where a row with one cell is no answer."""
MAX_TAIL_ROWS = 12
"""Filled rows at the end of a table that are searched for totals and footers; no program writes as many."""
MIN_NAMES_OF_HEADER = 2
"""Filled cells of a header row that is recognised where it is repeated."""
MAX_LISTED_ROWS = 8
"""Row numbers that a note lists."""


def without_summary_rows(table: Table) -> Table:
    """The table with its repeated headers, totals and footers emptied, and a note that counts each of them."""
    repeated = _repeated_headers(table)
    totals = _totals(table, set(repeated))
    footers = _footers(table, {*repeated, *totals})
    dropped = {*repeated, *totals, *footers}
    if not dropped:
        return table
    rows = [[""] * len(row) if offset in dropped else row for offset, row in enumerate(table.rows)]
    table = replace(table, rows=rows)
    for offsets, what in (
        (repeated, "repeat the header"),
        (totals, "hold totals or averages"),
        (footers, "hold a line of the program that wrote the table"),
    ):
        if offsets:
            table = table.with_note(f"Rows left out because they {what}: {len(offsets)} ({_list(table, offsets)}).")
    return table


def _list(table: Table, offsets: Sequence[int]) -> str:
    return list_rows([table.first_row + offset for offset in offsets], MAX_LISTED_ROWS)


def _repeated_headers(table: Table) -> list[int]:
    """Rows equal to the header, each with the second header row below it where the table repeats that one too."""
    if table.header_rows:
        return _repeated_joined_headers(table)
    header = [tidy_name(cell).casefold() for cell in table.cells or table.header]
    first = next((position for position, cell in enumerate(header) if cell), None)
    if first is None:
        return []
    repeated: list[int] = []
    for offset, row in enumerate(table.rows):
        if row[first] and tidy_name(row[first]).casefold() == header[first]:
            if [tidy_name(cell).casefold() for cell in row] == header:
                repeated.append(offset)
        elif repeated and repeated[-1] == offset - 1 and offset > 1 and row == table.rows[0]:
            repeated.append(offset)
    return repeated


def _repeated_joined_headers(table: Table) -> list[int]:
    """Rows equal to one of the several rows of the header."""
    headers = {tuple(tidy_name(cell).casefold() for cell in row) for row in table.header_rows}
    # A row with one name may as well be an answer.
    headers = {row for row in headers if sum(map(bool, row)) >= MIN_NAMES_OF_HEADER}
    rows = (tuple(tidy_name(cell[:MAX_LABEL]).casefold() for cell in row) for row in table.rows)
    return [offset for offset, row in enumerate(rows) if row in headers]


def _totals(table: Table, skipped: Collection[int]) -> list[int]:
    """Rows whose other cells are numbers: beside a label of totals in front, or in any cell at the end of the table."""
    if len(table.header) < 2:
        return []
    usual = _usual_width(table)
    tail = set(_tail(table, skipped))
    totals = []
    for offset, row in enumerate(table.rows):
        filled = [cell.strip() for cell in row if cell and not cell.isspace()]
        # "Average" may stand behind the average, below the texts.
        label = next((cell for cell in (filled if offset in tail else filled[:1]) if _is_total(cell)), "")
        if not label:
            continue
        others = [cell.strip() for cell in row if cell.strip() and cell.strip() != label]
        are_numbers = all(_NUMBER.fullmatch(cell) or _is_total(cell) for cell in others)
        # "Average | | | Share of replies | 41 %": where rows have dates, a label of totals is none of an answer.
        is_odd = label == filled[0] and _is_odd_label(table, offset)
        are_numbers |= is_odd and all(len(cell) <= MAX_LABEL for cell in others)
        # "Total" may be an answer: then its row is as full as the others, or the only cell of a comment column.
        is_sparse = 1 + len(others) < usual or (offset in tail and offset and not any(table.rows[offset - 1]))
        # A formula without a stored value leaves nothing but its label; an answer has an id or a date beside it.
        is_below_gap = offset > 0 and not any(table.rows[offset - 1])
        is_alone = is_below_gap and usual >= MIN_WIDTH_OF_ANSWERS and not row[0].strip() and _begins_rows(table)
        is_label = bool(others) or _has_number(label) or (offset in tail and (bool(row[0].strip()) or is_alone))
        if are_numbers and is_sparse and is_label:
            totals.append(offset)
    return [offset for offset in totals if offset in tail or _is_odd_label(table, offset)]


def _begins_rows(table: Table) -> bool:
    """Whether nearly every row has something in its first column."""
    rows = [row for row in table.rows[:200] if any(row)]
    return sum(bool(row[0].strip()) for row in rows) >= 0.9 * len(rows) - 1


def _is_total(cell: str) -> bool:
    return len(cell) <= MAX_LABEL and _TOTALS.fullmatch(cell) is not None


def _has_number(text: str) -> bool:
    return any(character.isdigit() for character in text)


def _is_odd_label(table: Table, offset: int) -> bool:
    """Whether the label of a row in the middle is in a column of dates or numbers, where it can be no answer."""
    column = next(position for position, cell in enumerate(table.rows[offset]) if cell.strip())
    return _is_machine_written(table, column)


def _footers(table: Table, skipped: Collection[int]) -> list[int]:
    """Lines of a program at the end: with words that programs write, or a sentence below a gap in a column of dates."""
    if len(table.header) < 2:
        return []
    footers: list[int] = []
    for offset in _tail(table, skipped):
        row = table.rows[offset]
        filled = [position for position, cell in enumerate(row) if cell.strip()]
        cell = row[filled[0]].strip()
        is_below_gap = offset > 0 and (not any(table.rows[offset - 1]) or offset - 1 in skipped)
        is_foreign = filled == [0] and not _is_machine_text(cell) and _is_machine_written(table, 0)
        is_foreign &= is_below_gap or bool(footers) or len(table.header) >= MIN_WIDTH_OF_ANSWERS
        if len(filled) > 2 or not (is_foreign or (_FOOTER.match(cell) and (filled[0] == 0 or is_below_gap))):
            break
        footers.append(offset)
    return sorted(footers)


def _tail(table: Table, skipped: Collection[int]) -> list[int]:
    """The last filled rows, from the last one up, without those that are left out anyway."""
    tail: list[int] = []
    for offset in range(len(table.rows) - 1, -1, -1):
        if offset not in skipped and any(cell.strip() for cell in table.rows[offset]):
            tail.append(offset)
            if len(tail) == MAX_TAIL_ROWS:
                break
    return tail


def _usual_width(table: Table) -> int:
    """The median number of filled cells in the first rows."""
    widths = sorted(sum(bool(cell.strip()) for cell in row) for row in table.rows[:200] if any(row))
    return widths[len(widths) // 2] if widths else 0


def _is_machine_written(table: Table, column: int) -> bool:
    """Whether nearly all cells of a column are dates or numbers."""
    cells = [row[column].strip() for row in table.rows[:200] if row[column].strip()]
    return len(cells) >= 3 and sum(map(_is_machine_text, cells)) >= 0.7 * len(cells)


def _is_machine_text(cell: str) -> bool:
    return parse_rating(cell) is not None or is_date(cell)
