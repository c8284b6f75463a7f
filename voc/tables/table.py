"""A file with tables, a table, and how header rows become names of columns."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from operator import itemgetter
from pathlib import Path
from typing import Any, Literal

from pydantic import TypeAdapter

from voc.files.decode import count_characters
from voc.files.limits import Budget, budget_for
from voc.schema import Reason
from voc.tables.cell_markup import clean_text
from voc.tables.cells import parse_rating
from voc.tables.column_names import ANSWER, name_key
from voc.tables.dates import is_date

Use = Literal["respondent", "row", "date", "rating", "text", "title", "context", "closed", "personal", "ignore"]
"""The use of a column by the convention of a survey program. "row" numbers the answer sheets of one file, so the same
number in another file is another person; "context" is what somebody else said before the row's text; "closed" is an
answer from a list, never free text."""

MAX_HEADER_NAME = 120
"""Characters of a cell in a second header row. A longer one is an answer to an open question."""
HEADER_SEARCH_ROWS = 50
"""Rows that are searched for the header; title lines and comments above it take far fewer."""
MAX_ROWS_OF_FIRST_BLOCK = 2
"""Rows of a block about the whole file, above the block with the rows of the table."""
MIN_HEADER_SHARE = 0.5
"""A header has at least this share (0–1) of the filled cells of the fullest row; title lines fill one or two."""


@dataclass(frozen=True, slots=True)
class TableFile:
    """A file that holds tables. ``name`` is its name in messages; ``suffix`` is that of `file_suffix`.

    ``text`` and ``notes`` are set when the caller has decoded the file already (JSON may also be a transcript);
    otherwise the file is streamed from ``path``.
    """

    path: Path
    name: str
    suffix: str
    budget: Budget
    text: str = ""
    notes: tuple[str, ...] = ()

    @classmethod
    def from_path(cls, path: Path, name: str = "") -> TableFile:
        """A file on disk, named in messages by its own name unless ``name`` is given.

        Raises:
            OSError: the file does not exist.
        """
        name = name or path.name
        return cls(path, name, file_suffix(path), budget_for(name, path.stat().st_size))


def file_suffix(path: Path) -> str:
    """The suffix of a file in lower case, "" when it has none; packed CSV and TSV files count as unpacked.

    >>> file_suffix(Path("Answers.CSV.gz")), file_suffix(Path("notes.txt.gz"))
    ('.csv', '.gz')
    """
    suffix = path.suffix.lower()
    unpacked = Path(path.stem).suffix.lower()
    return unpacked if suffix == ".gz" and unpacked in {".csv", ".tsv"} else suffix


@dataclass(frozen=True, slots=True)
class Table:
    """One table of a file: the result of every reader of this package.

    Attributes:
        header: unique, non-empty names of the columns.
        questions: what each column asks; the column's name where the file says nothing else.
        rows: texts; each row has exactly as many cells as ``header``.
        first_row: the number of the first of ``rows`` in the file, as a spreadsheet counts (the first is 1).
        sheet: the name of the sheet, "" where a file has no sheets.
        title: the line above the header, "" where there is none.
        notes: sentences for the reader of the report about how the table was read.
        file_notes: sentences about the whole file; all of its tables have the same.
        reason: why only a part could be read, "" when all was read.
        open_columns: positions that the export marks as open text; empty when it marks none.
        cells: the header row as written, before names were made unique.
        header_rows: the rows as written of a header that has several; empty for a single one.
        uses: position → use of the column by the export's convention.
        staff: names of the people who wrote the rows that were left out.
        are_messages: whether the texts are mails or chats, so that greetings and closings are no words about anything.
        kind: "survey" when the export is one of a survey, whatever its columns look like; else "".
        scales: position → worst and best value of a rating by the export's convention.
        width: the number of columns that the file has; those behind them repeat its cells. 0 when all are of the file.
        left_out: the characters of the file's cells that are not in ``rows``, by reason.
    """

    header: tuple[str, ...]
    questions: tuple[str, ...]
    rows: Sequence[list[str]]
    first_row: int = 2
    sheet: str = ""
    title: str = ""
    notes: tuple[str, ...] = ()
    file_notes: tuple[str, ...] = ()
    reason: str = ""
    open_columns: frozenset[int] = frozenset()
    cells: tuple[str, ...] = ()
    header_rows: tuple[tuple[str, ...], ...] = ()
    uses: Mapping[int, Use] = field(default_factory=dict)
    scales: Mapping[int, tuple[float, float]] = field(default_factory=dict)
    staff: tuple[str, ...] = ()
    are_messages: bool = False
    kind: Literal["", "survey"] = ""
    width: int = 0
    left_out: Mapping[Reason, int] = field(default_factory=dict)

    @classmethod
    def from_rows(cls, names: Sequence[str], rows: Sequence[list[str]], *, first_row: int) -> Table:
        """A table of which only the names of its columns are known."""
        header = make_header(names)
        left_out: dict[Reason, int] = {"header row": count_characters("".join(names))}
        return cls(
            header.names, header.names, rows, first_row, notes=header.notes, cells=tuple(names), left_out=left_out
        )

    def label(self, position: int) -> str:
        """What messages call a column: its question, followed by its name when questions repeat."""
        question, name = self.questions[position], self.header[position]
        if question == name or self.questions.count(question) == 1:
            return question
        return f"{question} ({name})" if len(name) <= 30 else name

    def count_by_column(self) -> list[int]:
        """The characters of the file's columns, without white space."""
        width = self.width or len(self.header)
        return [count_characters("".join(map(itemgetter(position), self.rows))) for position in range(width)]

    def with_left_out(self, reason: Reason, n: int) -> Table:
        """The same table of a file with ``n`` more characters, which are left out."""
        return replace(self, left_out={**self.left_out, reason: self.left_out.get(reason, 0) + n}) if n else self

    def after(self, step: Callable[[Table], Table], reason: Reason) -> Table:
        """The table after a step, with the characters that the step has taken from it as left out for a reason.

        Where the step writes more (labels for codes), these are taken for the cells of the file.
        """
        table = step(self)
        if table.rows is self.rows:
            return table
        width = self.width or len(self.header)
        table = replace(table, width=min(width, len(table.header)))
        return table.with_left_out(reason, max(sum(self.count_by_column()) - sum(table.count_by_column()), 0))

    def with_note(self, note: str) -> Table:
        """The same table with one more note."""
        return replace(self, notes=(*self.notes, note))


@dataclass(frozen=True, slots=True)
class Header:
    """Unique, non-empty names of columns, and notes about changed names."""

    names: tuple[str, ...]
    notes: tuple[str, ...] = ()


def tidy_name(name: str) -> str:
    """A column's name without control characters, markup, line breaks and double spaces."""
    return " ".join(clean_text(name).split())


def make_header(cells: Iterable[str]) -> Header:
    """Name every column: empty names become "Column 2", repeated ones "Comment (2)".

    >>> make_header(["Comment", "", "Comment"]).names
    ('Comment', 'Column 2', 'Comment (2)')
    """
    names: dict[str, None] = {}
    repeated: list[str] = []
    for position, cell in enumerate(cells, start=1):
        base = tidy_name(cell) or f"Column {position}"
        name, number = base, 1
        while name in names:
            number += 1
            name = f"{base} ({number})"
        if number > 1:
            repeated.append(base)
        names[name] = None
    if not repeated:
        return Header(tuple(names))
    listed = ", ".join(f"'{name}'" for name in dict.fromkeys(repeated))
    return Header(tuple(names), (f"Several columns have the same name and were numbered: {listed}.",))


def find_header(rows: Sequence[Sequence[str]]) -> int:
    """The position of the header row, -1 when all rows are empty.

    Titles and comments above it fill less than `MIN_HEADER_SHARE` of the cells that the fullest row fills.
    """
    widths = [sum(bool(cell.strip()) for cell in row) for row in rows[:HEADER_SEARCH_ROWS]]
    if not widths or max(widths) == 0:
        return -1
    least = max(1, MIN_HEADER_SHARE * max(widths))
    start = next(position for position, width in enumerate(widths) if width >= least)
    start = _below_first_block(rows, widths, start)
    # A title fills half of a table of two columns; then the row below it names a column of answers.
    below = rows[start + 1] if start + 1 < len(rows) else ()
    is_title = max(widths) == 2 and widths[start] == 1 and len(below) == 2 and all(below)
    return start + 1 if is_title and any(name_key(cell) in ANSWER for cell in below) else start


def _below_first_block(rows: Sequence[Sequence[str]], widths: Sequence[int], start: int) -> int:
    """The header of a second block below a blank row, which repeats a name of the first; else that of the first.

    Meeting services write a row about the meeting above the rows about who took part.
    """
    blank = next((position for position in range(start + 1, len(widths)) if not widths[position]), len(widths))
    if not 0 < blank - start - 1 <= MAX_ROWS_OF_FIRST_BLOCK or blank + 2 >= len(widths):
        return start
    names = {name_key(cell) for cell in rows[start] if cell.strip()}
    below = [name_key(cell) for cell in rows[blank + 1] if cell.strip()]
    # A name is no value: none of the cells is repeated, or a number or date.
    are_names = len(set(below)) == len(below) > 1 and not any(parse_rating(cell) or is_date(cell) for cell in below)
    return blank + 1 if are_names and names & set(below) else start


def title_above(rows: Sequence[Sequence[str]]) -> str:
    """The title of a table: the lowest of the rows above its header that has a single filled cell, "" without one.

    >>> title_above([["Survey 2026", ""], ["Question 1: What was good?", ""], ["", ""]])
    'Question 1: What was good?'
    """
    filled = [[cell for cell in map(tidy_name, row) if cell] for row in rows]
    return next((cells[0] for cells in reversed(filled) if len(cells) == 1), "")


def merge_names(upper: Sequence[str], lower: Sequence[str], *, single: Collection[int] = ()) -> list[str]:
    """One name per column from two header rows. As in exported merged cells, an upper name holds until the next one.

    Args:
        upper: the first header row.
        lower: the second header row, of the same length.
        single: positions of columns to which no upper name on their left applies.

    >>> merge_names(["Age", "Why?", ""], ["", "first", "second"])
    ['Age', 'Why? – first', 'Why? – second']
    """
    names: list[str] = []
    group = ""
    for position, (above, below) in enumerate(zip(map(tidy_name, upper), map(tidy_name, lower), strict=True)):
        # A single column ends the group to its left.
        group = "" if position in single else above or group
        name = above if position in single else group
        names.append(f"{name} – {below}" if name and below and below.casefold() != name.casefold() else name or below)
    return names


def merge_header_rows(table: Table, lower: Sequence[str], *, single: Collection[int] = ()) -> Table:
    """The table without its first row, whose texts ``lower`` become part of the names; see `merge_names`."""
    names = merge_names(table.cells or table.header, lower, single=single)
    header = make_header(names).names
    questions = tuple(name or unique for name, unique in zip(names, header, strict=True))
    return replace(table, header=header, questions=questions, rows=table.rows[1:], first_row=table.first_row + 1)


def with_one_header(table: Table) -> Table:
    """The table with its two header rows merged, or unchanged when it has one."""
    if not _has_two_header_rows(table):
        return table
    return merge_header_rows(table, table.rows[0]).with_note("Two header rows (merged cells) were read as one.")


def _has_two_header_rows(table: Table) -> bool:
    """Whether the first row continues the header.

    The header then has blanks to the right of a name, and below each blank a name that no later row repeats. Single
    columns have nothing in the second row, because their merged cell spans both rows. Without a single column, at least
    half of the columns must hold numbers below their names, or a first answer would be taken for a name.
    """
    upper = [cell.strip() for cell in table.cells]
    blank = [position for position in range(1, len(upper)) if not upper[position] and any(upper[:position])]
    if len(table.rows) < 2 or not blank:
        return False
    lower = [cell.strip() for cell in table.rows[0]]
    if not all(lower[position] for position in blank):
        return False
    if any(len(cell) > MAX_HEADER_NAME or parse_rating(cell) is not None or is_date(cell) for cell in lower if cell):
        return False
    # A ticked option is in many rows ("Tablet" below "Which devices?"); 500 rows are enough to see one twice.
    rows = table.rows[1:500]
    if any(row[position].strip() == lower[position] for row in rows for position in blank):
        return False
    single = [position for position in range(len(upper)) if position not in blank and position + 1 not in blank]
    if single:
        return not any(lower[position] for position in single)
    numeric = [
        all(parse_rating(row[position]) is not None for row in rows if row[position].strip())
        for position in range(len(upper))
    ]
    return sum(numeric) >= 0.5 * len(upper)


_ADAPTER = TypeAdapter(Table)


def to_plain(table: Table) -> dict[str, Any]:
    """Everything but the rows, as plain JSON values for another process."""
    plain: dict[str, Any] = _ADAPTER.dump_python(table, mode="json", exclude={"rows"})
    return plain


def from_plain(about: Mapping[str, Any], rows: list[list[str]]) -> Table:
    """The table that `to_plain` described, with its rows."""
    # Rows are added after validation, which would copy each of a million cells.
    return replace(_ADAPTER.validate_python({**about, "rows": []}), rows=rows)
