"""What a workbook or table says about its own columns: hints below the header, a title, lines below it, a legend sheet.

Such a line is no answer. It says which end of a scale is best ("1 = sehr zufrieden … 5 = gar nicht zufrieden"), which
number stands for no answer ("99 = not asked"), or who an abbreviation is. It is known by what it explains: numbers,
abbreviations and names of columns that the table has.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace

from voc.ingest.respondent_attributes import canonical_attribute
from voc.ingest.surveys.scale_direction import ends_in, states_agreement
from voc.privacy.names import label_name
from voc.tables import column_names
from voc.tables.cells import parse_rating
from voc.tables.dates import is_date
from voc.tables.missing_answers import code_in, codes_explained, is_no_answer
from voc.tables.missing_cells import note_on_codes
from voc.tables.table import Table, tidy_name

MAX_HINT_ROWS = 3
"""Rows below the header that may explain it."""
MAX_HINT = 60
"""Characters of a hint that states no scale ("free text", "DD.MM.YYYY")."""
MIN_HINTS = 2
"""Columns of numbers or dates that have words in such a row; a single one may be an answer."""
MAX_LINES = 60
"""Rows of a sheet that only explains."""
MAX_LINE = 400
"""Characters of a line that explains; a longer one is somebody's text."""
MAX_NOTE_ROWS = 8
"""Filled rows at the end of a table that may explain it."""
MIN_EXPLAINED = 0.5
"""Share (0–1) of the lines of a sheet that must explain something of the others."""
MIN_LIKE = 0.7
"""Share (0–1) of a column's cells that are numbers or dates, so that words below its name are no answer."""
MAX_LEVELS = 21
"""Different numbers of a column to which a line about any column applies; more are measurements."""
MAX_DIFFERENT = 4
"""Numbers that may all be different on a scale; more number the rows."""
_EXPLAINED = re.compile(r"\s*([^=:→\n]{1,60}?)\s*(?:=|:|→|\s[–-]\s)\s*\S")
_WORD = re.compile(r"[^\W\d_]{3,}")


def without_legend_sheets(tables: Sequence[Table]) -> list[Table]:
    """The tables without those that only explain the others, which are applied to them."""
    legends = {number for number in range(len(tables)) if _is_legend(tables, number)}
    answers = [table for number, table in enumerate(tables) if number not in legends]
    if not legends or not answers:
        return list(tables)
    lines = [line for number in sorted(legends) for line in _lines(tables[number])]
    sheets = ", ".join(f"'{tables[number].sheet}'" for number in sorted(legends))
    note = f"Sheet {sheets} explains the others and holds no answers."
    return [_with_lines(table, lines).with_note(note) for table in answers]


def use_hint_rows(table: Table) -> Table:
    """The table without the rows that explain its columns, and with what they, its title and its last lines say."""
    hints: list[int] = []
    for offset, row in enumerate(table.rows[:MAX_HINT_ROWS]):
        if any(row):
            if not _is_hint_row(table, row, table.rows[offset + 1 :]):
                break
            hints.append(offset)
    last = [offset for offset in _last_lines(table) if offset not in hints]
    title = [table.title] if ends_in(table.title) else []
    if not (hints or last or title):
        return table
    # Emptied and not taken out, so that the numbers of rows in notes stay those of the file.
    rows = [[""] * len(row) if offset in {*hints, *last} else row for offset, row in enumerate(table.rows)]
    explained = replace(table, rows=rows)
    for offset in hints:
        for position, cell in enumerate(table.rows[offset]):
            if cell.strip():
                explained = _with_ends(explained, cell, _reach(explained, table.rows[offset], position))
    explained = _with_lines(explained, [*title, *("".join(table.rows[offset]) for offset in last)])
    if hints or last:
        numbers = ", ".join(str(table.first_row + offset) for offset in (*hints, *last))
        explained = explained.with_note(f"Rows left out because they explain the columns: {numbers}.")
    return explained


def _is_hint_row(table: Table, row: Sequence[str], below: Sequence[Sequence[str]]) -> bool:
    """Whether a row has words, and none of the numbers and dates of the rows below it: ends of a scale, or several."""
    filled = [position for position, cell in enumerate(row) if cell.strip() and not is_no_answer(cell)]
    typed = [position for position in filled if _is_of_kind(below[:200], position, _is_number_or_date)]
    hints = [position for position in typed if ends_in(row[position])]
    if any(_is_number_or_date(row[position]) for position in typed if position not in hints):
        return False
    longest = max((len(row[position]) for position in filled if position not in hints), default=0)
    return longest <= MAX_HINT and (bool(hints) or len(typed) >= MIN_HINTS)


def _reach(table: Table, row: Sequence[str], position: int) -> list[int]:
    """The columns for which a hint holds: its own, and those on its right that have none, as below a merged cell."""
    columns = [position]
    for right in range(position + 1, len(row)):
        if row[right].strip() or not _is_of_kind(table.rows[:200], right, _is_number):
            break
        columns.append(right)
    return columns


def _last_lines(table: Table) -> list[int]:
    """The rows at the end with a single cell that states the ends of a scale or a code for no answer."""
    filled = [offset for offset, row in enumerate(table.rows[-200:], max(0, len(table.rows) - 200)) if any(row)]
    lines: list[int] = []
    for offset in reversed(filled[-MAX_NOTE_ROWS:]):
        cells = [cell for cell in table.rows[offset] if cell.strip()]
        if len(table.header) < 3 or len(cells) != 1 or len(cells[0]) > MAX_LINE:
            break
        if ends_in(cells[0]) or codes_explained(cells[0]):
            lines.append(offset)
    return sorted(lines)


def _is_legend(tables: Sequence[Table], number: int) -> bool:
    """Whether most lines of a sheet explain a number, an abbreviation or a column of the other sheets."""
    table, others = tables[number], [other for position, other in enumerate(tables) if position != number]
    lines = _lines(table)
    widest = max((len(other.header) for other in others), default=0)
    # A list of answers has as many columns as the others; a legend is short and narrow.
    if not 2 <= len(lines) <= MAX_LINES or len(table.header) > 3 or widest < 2 * len(table.header):
        return False
    if max(map(len, lines)) > MAX_LINE:
        return False
    cells = {cell.strip().casefold() for other in others for row in other.rows[:2000] for cell in row if len(cell) < 30}
    names = [name for other in others for name in other.header]
    words = {word.casefold() for name in names for word in _WORD.findall(name)}
    keys = {column_names.name_key(name) for name in names}

    def explains(line: str) -> bool:
        if ends_in(line):
            return True
        match = _EXPLAINED.match(line)
        key = match[1].casefold() if match else ""
        return bool(key) and (key in cells or column_names.name_key(key) in keys or key in words)

    n_explained = sum(map(explains, lines))
    return n_explained >= 2 and n_explained >= MIN_EXPLAINED * len(lines)


def _lines(table: Table) -> list[str]:
    """The rows of a sheet as lines "cell = cell", its header among them."""
    rows = [table.cells or table.header, *table.rows]
    return [" = ".join(filled) for row in rows if (filled := [cell for cell in map(tidy_name, row) if cell])]


def _with_lines(table: Table, lines: Sequence[str]) -> Table:
    """The table with what lines say that name their column or hold for every one they fit."""
    codes: set[float] = set()
    people: list[str] = []
    for line in lines:
        codes |= codes_explained(line)
        named = [p for p in range(len(table.header)) if _names_column(line, table.header[p])]
        if ends := ends_in(line):
            columns = named or [p for p in range(len(table.header)) if _may_have_ends(table, p, ends)]
            table = _with_ends(table, line, columns)
        match = _EXPLAINED.match(line)
        if match and match[1].isalpha():
            meaning = re.sub(r"\(.*?\)", " ", line[match.end() - 1 :]).strip(" .")
            people += [meaning] if len(label_name(meaning)) >= 2 else []
    if people:
        table = replace(table, staff=tuple(sorted({*table.staff, *people})))
    return _without_codes(table, codes) if codes else table


def _names_column(line: str, name: str) -> bool:
    """Whether a line begins with a column's name or a word of it: "Pain: 0 = none"."""
    match = _EXPLAINED.match(line)
    begin = match[1].casefold() if match else ""
    own = column_names.last_part(name)
    return bool(_WORD.search(begin)) and (
        column_names.name_key(begin) == column_names.name_key(own)
        or begin in {word.casefold() for word in _WORD.findall(own)}
    )


def _may_have_ends(table: Table, position: int, ends: tuple[float, float]) -> bool:
    """Whether a column that says nothing about its scale may have one with these ends."""
    names = {column_names.last_part(table.header[position]), table.questions[position]}
    if any(
        ends_in(name)
        or column_names.name_key(name) in column_names.IGNORED
        or canonical_attribute(name)
        or column_names.names_amount(name)
        or column_names.names_id(name)
        for name in names
    ):
        return False
    values = [number for row in table.rows if (number := parse_rating(row[position])) is not None]
    n_filled = sum(bool(row[position].strip()) and not is_no_answer(row[position]) for row in table.rows)
    inside = [number for number in values if ends[0] <= number <= ends[1]]
    is_full = len(inside) >= max(2, MIN_LIKE * n_filled)
    is_measured = len(set(inside)) > MAX_LEVELS or len(values) == len(set(values)) > MAX_DIFFERENT
    return is_full and not is_measured and max(inside) > (ends[0] + ends[1]) / 2


def _with_ends(table: Table, line: str, columns: Sequence[int]) -> Table:
    """The table in which a line with the ends of a scale is part of the questions of some columns."""
    if not (ends_in(line) or states_agreement(line)):
        return table
    questions = list(table.questions)
    for position in columns:
        questions[position] = f"{questions[position]} ({tidy_name(line)})"
    return replace(table, questions=tuple(questions))


def _without_codes(table: Table, codes: set[float]) -> Table:
    """The table with the codes for no answer emptied, where they are above or below all other numbers of a column."""
    rows = [list(row) for row in table.rows]
    counts: Counter[str] = Counter()
    for position in range(len(table.header)):
        others = [number for row in rows if (number := code_in(row[position])) is not None and number not in codes]
        for row in rows if others else ():
            number = code_in(row[position])
            if number in codes and not min(others) <= number <= max(others):
                counts[row[position].strip()] += 1
                row[position] = ""
    return replace(table, rows=rows).with_note(note_on_codes(counts)) if counts else table


def _is_of_kind(rows: Sequence[Sequence[str]], position: int, test: Callable[[str], bool]) -> bool:
    cells = [cell for row in rows if (cell := row[position].strip()) and not is_no_answer(cell)]
    return len(cells) >= 2 and sum(map(test, cells)) >= MIN_LIKE * len(cells)


def _is_number(cell: str) -> bool:
    return parse_rating(cell) is not None


def _is_number_or_date(cell: str) -> bool:
    return _is_number(cell) or is_date(cell)
