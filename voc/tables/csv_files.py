"""Read CSV and TSV files, and write CSV, everywhere in the product.

The format is RFC 4180, plus what spreadsheets and vendors write: ``;``, tab and ``|`` between cells, ``sep=;`` lines,
byte order marks, UTF-16, gzip, comment lines with ``#``, quotation marks that are not doubled or never close.

`read_csv` returns one table, `read_rows` all rows of a file that may hold several tables, `stream_rows` one row at a
time of a file that may be larger than the memory. All three find encoding, separator and quoting in the same way.
"""

from __future__ import annotations

import codecs
import csv
import gzip
import io
import sys
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, Any, TextIO

from voc.errors import EmptyError, FormatError, LimitError
from voc.files.decode import UTF8, WINDOWS_1252, Encoding, choose_encoding, compose, count_characters
from voc.files.limits import MAX_COLUMNS, MAX_LINE, MAX_TABLE_BYTES, check_ratio, check_size
from voc.files.mojibake import repair_mojibake
from voc.tables.table import Table, TableFile, find_header, title_above

SEPARATORS = (",", ";", "\t", "|")
"""Separators; of equally good ones the first wins."""
MIN_EVENNESS = 0.6
"""A separator that the header lacks must cut at least this share (0–1) of the rows into the usual number of cells."""
SAMPLE_BYTES = 1 << 18
"""Bytes at the beginning of a file that decide about its separator."""
SAMPLE_ROWS = 200
"""Rows that are compared to find the separator: enough to outvote texts with commas, few enough to be instant."""
# No text has this character, so each line is one cell.
_NO_SEPARATOR = "\x1f"
_ROWS_BETWEEN_CHECKS = 5_000
_MAX_SHARED_CELLS = 50_000
_CLOSE_THE_QUOTE = "Close it, or export the table again."


@dataclass(frozen=True, slots=True)
class CsvLayout:
    """How a file is written. ``skipped_lines`` are lines before the first row (1 for ``sep=;`` of Excel, else 0)."""

    encoding: Encoding
    separator: str
    skipped_lines: int = 0


@dataclass(frozen=True, slots=True)
class CsvRows:
    """All rows of a file as written, of any width and including empty ones.

    Attributes:
        rows: cells without the quotation marks around them; outer white space is kept.
        first_row: the number of the first row in the file, as a spreadsheet counts (2 after a ``sep=;`` line).
        separator: what separates the cells.
        reason: why the last rows are missing, "" when all rows were read.
        notes: sentences about encoding and quoting.
    """

    rows: list[list[str]]
    first_row: int
    separator: str
    reason: str = ""
    notes: tuple[str, ...] = ()


class _QuotingError(Exception):
    """The quotation marks of ``row`` (from 1) break the rules of CSV; ``is_open`` says that one never closes."""

    def __init__(self, row: int, *, is_open: bool) -> None:
        super().__init__(row)
        self.row, self.is_open = row, is_open


def read_csv(file: TableFile) -> list[Table]:
    """The one table of a CSV or TSV file; titles and comments above its header are skipped.

    Raises:
        EmptyError: no header, or no row below it.
        ReadError: the errors of `read_rows`.
    """
    content = read_rows(file)
    rows, notes = content.rows, list(content.notes)
    start = find_header(rows)
    if start < 0:
        raise EmptyError(f"{file.name}: holds no header and no rows.")
    width = len(rows[start])
    header_row = content.first_row + start
    if any(any(row) for row in rows[:start]):
        notes.append(f"The header is in row {header_row}; the rows above it were skipped.")
    n_above = sum(count_characters("".join(row)) for row in rows[:start])
    body = rows[start + 1 :]
    ragged = _make_rectangular(body, width, content.separator)
    if ragged.n_rows:
        cut = f"; {ragged.n_cut} cells with text were cut off" if ragged.n_cut else ""
        notes.append(f"{ragged.n_rows} rows have more or fewer cells than the header; they were cut or padded{cut}.")
    if ragged.n_joined:
        notes.append(f"{ragged.n_joined} texts in the last column have a separator and no quotation marks; read whole.")
    if len(body) <= 100 and not any(cell.strip() for row in body for cell in row):
        raise EmptyError(f"{file.name}: has a header ({width} columns) and no rows below it.")
    table = Table.from_rows(rows[start], body, first_row=header_row + 1)
    table = table.with_left_out("head", n_above).with_left_out("cut off", ragged.n_characters)
    title = title_above(rows[:start])
    return [replace(table, title=title, notes=(*notes, *table.notes), reason=content.reason)]


def read_rows(file: TableFile) -> CsvRows:
    """All rows of a CSV or TSV file. Quoting is read strictly first, then as tolerantly as spreadsheets read it.

    Raises:
        FormatError: binary data, a broken gzip file, or a quotation mark in the first row that never closes.
        LimitError: the file, a line or a cell is too large.
    """
    check_size(file.name, file.path.stat().st_size, MAX_TABLE_BYTES)
    layout = find_layout(file, max_bytes=MAX_TABLE_BYTES)
    notes = [layout.encoding.note] if layout.encoding.note else []
    reason = ""
    rows: list[list[str]] = []
    try:
        _collect(_parse(file, layout, strict=True), rows)
    except _QuotingError as problem:
        if problem.is_open:
            if len(rows) < 2:
                raise FormatError(_never_closes(file, problem.row)) from problem
            reason = (
                f"Row {problem.row} opens a cell with a quotation mark that never closes: read up to row "
                f"{problem.row - 1}. {_CLOSE_THE_QUOTE}"
            )
        else:
            rows.clear()
            _collect(_parse(file, layout, strict=False), rows)
            notes.append(f"Quotation marks near row {problem.row} are not doubled as in CSV; read as written.")
    return CsvRows(rows, 1 + layout.skipped_lines, layout.separator, reason, tuple(notes))


def stream_rows(file: TableFile) -> Iterator[list[str]]:
    """The rows of a CSV or TSV file of any size, one in memory at a time, as in `CsvRows`.

    The file is parsed twice, because only its end shows whether a quotation mark closes, and rows that a consumer has
    taken from the stream cannot be taken back.

    Raises:
        FormatError: binary data, a broken gzip file, or a quotation mark that never closes.
        LimitError: a line or a cell is too large.
    """
    layout = find_layout(file, max_bytes=sys.maxsize)
    strict = True
    try:
        for _ in _parse(file, layout, strict=True):
            pass
    except _QuotingError as problem:
        if problem.is_open:
            raise FormatError(_never_closes(file, problem.row)) from problem
        strict = False
    yield from _parse(file, layout, strict=strict)


def find_layout(file: TableFile, *, max_bytes: int) -> CsvLayout:
    """Encoding, separator and ``sep=`` line of a file.

    Raises:
        FormatError: binary data, or a broken gzip file.
        LimitError: it unpacks to more than ``max_bytes``, or is packed as tightly as a zip bomb.
    """
    encoding = _find_encoding(file, max_bytes)
    with _opened(file.path) as stream:
        sample = stream.read(SAMPLE_BYTES)
    text = codecs.getincrementaldecoder(encoding.codec)(errors="replace").decode(sample)
    first = _first_line(text)
    if first.lower().startswith("sep=") and len(first) == 5:
        return CsvLayout(encoding, first[4], skipped_lines=1)
    return CsvLayout(encoding, _find_separator(_without_comments(text), file.suffix))


def _find_encoding(file: TableFile, max_bytes: int) -> Encoding:
    """The encoding by the whole file, read in pieces: a single late byte can rule out UTF-8."""
    try:
        with _opened(file.path) as stream:
            sample = stream.read(SAMPLE_BYTES)
            encoding = choose_encoding(sample, file.name, complete=len(sample) < SAMPLE_BYTES)
            # A later byte can only contradict UTF-8.
            if encoding != UTF8:
                return encoding
            decoder = codecs.getincrementaldecoder("utf-8")()
            total, packed = 0, file.path.stat().st_size
            piece = sample
            while piece:
                total += len(piece)
                check_size(file.name, total, max_bytes)
                check_ratio(file.name, packed, total)
                decoder.decode(piece)
                piece = stream.read(SAMPLE_BYTES)
            decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return WINDOWS_1252
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise FormatError(f"{file.name}: must be a valid gzip file, found a broken one. Pack it again.") from error
    return encoding


@contextmanager
def _opened(path: Path) -> Iterator[IO[bytes]]:
    with gzip.open(path, "rb") if path.suffix.lower() == ".gz" else path.open("rb") as stream:
        yield stream  # type: ignore[misc]


def _first_line(text: str) -> str:
    return text.split("\n", 1)[0].rstrip("\r").strip(' "')


def _without_comments(text: str) -> str:
    """The text without the comment lines that Google Analytics writes above a table.

    They would outvote a short table when separators are compared. The header of Typeform begins with "#" too, and can
    be dropped here, because the rows below it have the same separator.
    """
    rest = text
    while rest.lstrip('"').startswith(("#", "\n", "\r")):
        rest = rest.partition("\n")[2]
    return rest or text


def _find_separator(text: str, suffix: str) -> str:
    """The separator that cuts the rows most evenly; `_NO_SEPARATOR` when the file is one column of text."""
    first = _first_line(text)
    # Commas may cut the sentences in a .tsv file as evenly as tabs cut its cells, so its suffix decides.
    if suffix in {".tsv", ".tab"} and "\t" in first:
        return "\t"
    evenness = {separator: _evenness(text, separator) for separator in SEPARATORS}
    best = max(SEPARATORS, key=lambda separator: (evenness[separator].share, evenness[separator].width))
    # A title above the header also lacks the separator, but then the rows below it are even.
    if best not in first and evenness[best].share < MIN_EVENNESS:
        return _NO_SEPARATOR
    return best


@dataclass(frozen=True, slots=True)
class _Evenness:
    """``share`` (0–1) of the rows have the usual ``width`` in cells; the share is 0 when that is a single cell."""

    share: float
    width: int


def _evenness(text: str, separator: str) -> _Evenness:
    widths: list[int] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
            if row:
                widths.append(len(row))
            if len(widths) == SAMPLE_ROWS:
                break
    except csv.Error:
        pass  # a cell over the limit: only the rows before it are compared
    if not widths:
        return _Evenness(0.0, 0)
    width, count = Counter(widths).most_common(1)[0]
    return _Evenness(count / len(widths) if width > 1 else 0.0, width)


def _parse(file: TableFile, layout: CsvLayout, *, strict: bool) -> Iterator[list[str]]:
    """The rows of a file.

    Raises:
        _QuotingError: the quoting is wrong (only when ``strict``).
        FormatError: the file cannot be parsed at all.
        LimitError: a line, a cell or the number of columns is too large.
    """
    # The default limit of 131,072 characters is less than a long talk in one cell.
    csv.field_size_limit(MAX_LINE)
    number = layout.skipped_lines
    with _opened(file.path) as raw:
        stream = io.TextIOWrapper(raw, layout.encoding.codec, errors="replace", newline="")
        lines: Iterator[str] = map(compose, _lines(stream, file))
        if layout.encoding.is_double:
            lines = (repair_mojibake(line)[0] for line in lines)
        for _ in range(layout.skipped_lines):
            next(lines, "")
        try:
            for row in csv.reader(lines, delimiter=layout.separator, strict=strict):
                number += 1
                if number == 1 + layout.skipped_lines and len(row) > MAX_COLUMNS:
                    raise LimitError(
                        f"{file.name}: a table may have at most {MAX_COLUMNS:,} columns, found {len(row):,}."
                    )
                yield row
        except csv.Error as error:
            if "field larger" in str(error):
                raise LimitError(
                    f"{file.name} row {number + 1}: a cell may have at most {MAX_LINE:,} characters. "
                    "A quotation mark may be missing before it."
                ) from error
            if strict:
                raise _QuotingError(number + 1, is_open="unexpected end of data" in str(error)) from error
            raise FormatError(
                f"{file.name} row {number + 1}: cannot be read as CSV. Export the table again."
            ) from error


def _lines(stream: IO[str], file: TableFile) -> Iterator[str]:
    """Lines of at most `MAX_LINE` characters, so that a file without line ends cannot fill the memory."""
    number = 0
    while line := stream.readline(MAX_LINE + 1):
        number += 1
        if len(line) > MAX_LINE:
            raise LimitError(
                f"{file.name} line {number}: a line may have at most {MAX_LINE:,} characters. "
                "This is probably not a table; export it again with one row a line."
            )
        if number % _ROWS_BETWEEN_CHECKS == 0:
            file.budget.check()
        yield line.replace("\0", "") if "\0" in line else line


def _never_closes(file: TableFile, row: int) -> str:
    return f"{file.name} row {row}: a quotation mark opens a cell and never closes. {_CLOSE_THE_QUOTE}"


def _collect(source: Iterator[list[str]], rows: list[list[str]]) -> None:
    """Append all rows. Equal cells (dates, stars, countries) share one string, which saves much memory."""
    shared: dict[str, str] = {}
    for row in source:
        rows.append([*map(shared.setdefault, row, row)])
        if len(shared) > _MAX_SHARED_CELLS:
            break
    rows.extend([*map(shared.get, row, row)] for row in source)


@dataclass(slots=True)
class _Ragged:
    """Rows of another width than the header, filled cells that were cut off with their characters, and texts that were
    joined again."""

    n_rows: int = 0
    n_cut: int = 0
    n_joined: int = 0
    n_characters: int = 0


def _make_rectangular(rows: list[list[str]], width: int, separator: str) -> _Ragged:
    """Cut or fill rows to ``width`` in place, and count the ragged ones; empty lines and trailing blanks are not.

    A separator followed by a blank is punctuation: the sentence in the last column goes on behind it.
    """
    ragged = _Ragged()
    for row in rows:
        if len(row) == width:
            continue
        surplus = row[width:]
        if len(surplus) and all(cell.startswith(" ") for cell in surplus) and " " in row[width - 1].strip():
            row[width - 1] = separator.join(row[width - 1 :])
            ragged.n_joined += 1
        elif row:
            n_cut = sum(bool(cell.strip()) for cell in surplus)
            ragged.n_characters += count_characters("".join(surplus)) if n_cut else 0
            ragged.n_rows += len(row) < width or bool(n_cut)
            ragged.n_cut += n_cut
        row[width:] = []
        row.extend([""] * (width - len(row)))
    return ragged


def read_records(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file that voc itself has written (comma, UTF-8, header in the first row), by column.

    Raises:
        OSError, UnicodeDecodeError, csv.Error: the file cannot be read, or is no such table.
    """
    # A whole document, of any length, may be in one cell.
    csv.field_size_limit(sys.maxsize)
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def write_csv_rows(file: TextIO, rows: Iterable[Sequence[Any]], *, quote_text: bool = False) -> None:
    """Append rows to a CSV file with ``\\n`` line ends; ``quote_text`` puts quotation marks around every text.

    In rows with a carriage return every cell is quoted: up to Python 3.12, the `csv` module would leave it bare, and a
    reader would end the row there.
    """
    plain = csv.writer(file, lineterminator="\n", quoting=csv.QUOTE_NONNUMERIC if quote_text else csv.QUOTE_MINIMAL)
    quoted = csv.writer(file, lineterminator="\n", quoting=csv.QUOTE_ALL)
    for row in rows:
        has_return = not quote_text and any(isinstance(cell, str) and "\r" in cell for cell in row)
        (quoted if has_return else plain).writerow(row)


def csv_text(rows: Iterable[Sequence[Any]], *, quote_text: bool = False) -> str:
    """Rows as the text of a CSV file; see `write_csv_rows`."""
    buffer = io.StringIO(newline="")
    write_csv_rows(buffer, rows, quote_text=quote_text)
    return buffer.getvalue()
