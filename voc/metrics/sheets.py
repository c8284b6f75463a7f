"""Files of figures → sheets: comment lines, a header, rows. CSV, TSV and spreadsheets; nothing is guessed as text.

Google Analytics 4 puts lines with ``#`` above each table and may put several into one file; Salesforce puts an empty
line and its copyright under the table. Both are told apart from rows here.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from voc.errors import EmptyError, FormatError, ReadError, UsageError
from voc.ingest.decode import decode
from voc.ingest.limits import MAX_LINE, MAX_TEXT_BYTES, Budget, check_size
from voc.metrics.figures import Decimal, decimal_mark

SEPARATORS = (",", ";", "\t", "|")
_GERMAN = (
    "besuch",
    "datum",
    "anzahl",
    "aufruf",
    "nutzer",
    "kunden",
    "wert",
    "ereignis",
    "umsatz",
    "variante",
    "konver",
)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table of figures. ``name`` is the file's; ``comments`` stood above it; ``rows`` are (row number, cells), each
    as wide as ``header``; ``decimal`` is how numbers are written in it."""

    name: str
    header: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    comments: tuple[str, ...] = ()
    decimal: Decimal = "."


@dataclass(slots=True)
class _Section:
    comments: list[str] = field(default_factory=list)
    header: list[str] = field(default_factory=list)
    rows: list[tuple[int, list[str]]] = field(default_factory=list)


def read_sheets(path: Path) -> tuple[list[Sheet], str]:
    """The tables of a file, and its SHA-256.

    Raises:
        UsageError: the file does not exist, cannot be read, or holds no table.
    """
    if not path.is_file():
        raise UsageError(f"{path}: there is no such file of figures. Check the path after --metrics.")
    try:
        check_size(path.name, path.stat().st_size, MAX_TEXT_BYTES)
        is_book = path.suffix.lower() in {".xlsx", ".xlsm", ".xls", ".ods"}
        sections = list(_spreadsheet(path) if is_book else _text(path))
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
    except ReadError as error:
        raise UsageError(f"--metrics {error}") from error
    except OSError as error:
        raise UsageError(f"{path}: cannot be read ({error.strerror}). Close it in other programs.") from error
    sheets = [sheet for section in sections if (sheet := _sheet(path.name, section))]
    if not sheets:
        raise UsageError(f"{path.name}: must hold a table with a header and rows, found none. Export it again as CSV.")
    return sheets, digest


def _text(path: Path) -> Iterator[_Section]:
    text, _ = decode(path.read_bytes(), path.name)
    lines = [line for line in text.split("\n") if line.strip() and not line.lstrip('"').startswith("#")]
    if not lines:
        raise EmptyError(f"{path.name}: holds no rows.")
    first = lines[0]
    separator = first.strip().strip('"')[4] if first.lower().startswith("sep=") and len(first.strip()) == 5 else ""
    separator = separator or max(SEPARATORS, key=lambda one: max(line.count(one) for line in lines[:3]))
    csv.field_size_limit(MAX_LINE)
    try:
        yield from _sections(list(csv.reader(io.StringIO(text, newline=""), delimiter=separator)))
    except csv.Error as error:
        raise FormatError(f"{path.name}: cannot be read as CSV ({error}). Export it again.") from error


def _sections(rows: list[list[str]]) -> Iterator[_Section]:
    """Cut at comments, and at an empty row that is followed by a row of another width."""
    section, gap = _Section(), False
    for number, row in enumerate(rows, 1):
        cells = [cell.strip() for cell in row]
        while cells and not cells[-1]:
            cells.pop()
        if number == 1 and cells and cells[0].lower().startswith("sep="):
            continue
        if not cells:
            gap = bool(section.header)
        elif cells[0].startswith("#"):
            if section.header:
                yield section
                section, gap = _Section(), False
            section.comments.append(" ".join(cells).lstrip("# ").strip())
        elif not section.header or (gap and (len(cells) < 2 or len(cells) > len(section.header))):
            if section.header:
                yield section
                section = _Section(comments=section.comments)
            section.header, gap = cells, False
        else:
            section.rows.append((number, cells))
            gap = False
    yield section


def _spreadsheet(path: Path) -> Iterator[_Section]:
    from voc.ingest.records import Content, Settings
    from voc.ingest.tables import sheets

    content = Content(path, path.name, path.suffix.lower(), Settings(), Budget(path.name))
    for table in sheets.read(content):
        rows = [(table.first_row + i, [cell.strip() for cell in row]) for i, row in enumerate(table.rows) if any(row)]
        yield _Section(header=list(table.header), rows=rows)


def _sheet(name: str, section: _Section) -> Sheet | None:
    width = len(section.header)
    if width < 2 or not section.rows:
        return None
    rows = tuple((number, tuple([*cells, *[""] * width][:width])) for number, cells in section.rows)
    german = any(part in title.casefold() for title in section.header for part in _GERMAN)
    decimal = decimal_mark((cell for _, cells in rows for cell in cells), german=german)
    return Sheet(name, tuple(section.header), rows, tuple(filter(None, section.comments)), decimal)
