"""CSV and TSV → table: encoding, separator and quoting are found out; long cells and broken quotes are named.

Format after RFC 4180, plus what spreadsheets write: ``;`` and tab, ``sep=;`` lines, byte order marks, UTF-16.
"""

from __future__ import annotations

import codecs
import csv
import gzip
import io
import zlib
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from voc.errors import EmptyError, FormatError, LimitError
from voc.files.decode import Encoding, choose_encoding, tidy
from voc.files.limits import MAX_COLUMNS, MAX_LINE, MAX_TABLE_BYTES, Budget, check_ratio, check_size
from voc.ingest.file_content import FileToRead
from voc.tables.headers import first_header
from voc.tables.table import Table, make_header

SEPARATORS = (",", ";", "\t", "|")
MIN_EVENNESS = 0.6
"""Share of rows of the usual width below which a separator that the header lacks is taken for part of the text."""
_NO_SEPARATOR = "\x1f"
_SAMPLE = 1 << 18
_CHECK_EVERY = 5_000
_MAX_SEEN = 50_000


def read(content: FileToRead) -> list[Table]:
    """The one table of a CSV or TSV file (also packed with gzip).

    Raises:
        EmptyError: no header, or no row below it.
        FormatError: binary data, or no text of a table.
        LimitError: the file or one of its cells is too large.
    """
    check_size(content.name, content.path.stat().st_size, MAX_TABLE_BYTES)
    encoding = _encoding(content.path, content.name)
    separator, skipped = _dialect(content.path, encoding, content.suffix)
    rows, reason, notes = _rows(content, encoding, separator, skipped)
    if encoding.note:
        notes.insert(0, encoding.note)
    start = first_header(rows)
    if start < 0:
        raise EmptyError(f"{content.name}: holds no header and no rows.")
    cells = tuple(rows[start])
    header, renamed = make_header(cells)
    body = rows[start + 1 :]
    skipped += start
    if any(any(row) for row in rows[:start]):
        notes.append(f"The header stands in row {skipped + 1}; what is above it was passed over.")
    del rows
    ragged = _square(body, len(header))
    if ragged:
        notes.append(f"{ragged} rows have more or fewer cells than the header; they were cut or filled up.")
    body_filled = any(any(cell.strip() for cell in row) for row in body[:100]) or len(body) > 100
    if not body_filled:
        raise EmptyError(f"{content.name}: has a header ({len(header)} columns) and no rows below it.")
    return [Table(header, header, body, first_row=2 + skipped, notes=(*notes, *renamed), reason=reason, cells=cells)]


@contextmanager
def _opened(path: Path) -> Iterator[IO[bytes]]:
    with gzip.open(path, "rb") if path.suffix.lower() == ".gz" else path.open("rb") as stream:
        yield stream  # type: ignore[misc]


def _encoding(path: Path, name: str) -> Encoding:
    """The encoding by the whole file, read in pieces: one late byte decides between UTF-8 and Windows-1252."""
    try:
        with _opened(path) as stream:
            sample = stream.read(_SAMPLE)
            chosen = choose_encoding(sample, name, complete=len(sample) < _SAMPLE)
            if chosen.codec != "utf-8":
                return chosen
            decoder = codecs.getincrementaldecoder("utf-8")()
            total, packed = 0, path.stat().st_size
            piece = sample
            while piece:
                total += len(piece)
                check_size(name, total, MAX_TABLE_BYTES)
                check_ratio(name, packed, total)
                decoder.decode(piece)
                piece = stream.read(_SAMPLE)
            decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return Encoding("cp1252", "Windows-1252", "Not valid UTF-8: read as Windows-1252. Check the umlauts.")
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise FormatError(f"{name}: must be a valid gzip file, found a broken one. Pack it again.") from error
    return chosen


def _dialect(path: Path, encoding: Encoding, suffix: str) -> tuple[str, int]:
    """The separator, and how many lines stand before the header (``sep=;`` of Excel)."""
    with _opened(path) as stream:
        sample = stream.read(_SAMPLE)
    text = codecs.getincrementaldecoder(encoding.codec)(errors="replace").decode(sample)
    first = text.split("\n", 1)[0].strip().strip('"')
    if first.lower().startswith("sep=") and len(first) == 5:
        return first[4], 1
    if suffix in {".tsv", ".tab"} and "\t" in first:
        return "\t", 0
    chosen = max(SEPARATORS, key=lambda separator: _evenness(text, separator))
    if chosen not in first and _evenness(text, chosen)[0] < MIN_EVENNESS:
        return _NO_SEPARATOR, 0  # one column, whose text has commas
    return chosen, 0


def _evenness(text: str, separator: str) -> tuple[float, int]:
    """How evenly a separator cuts the first rows: the share of rows of the usual width, then that width."""
    widths: list[int] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
            if row:
                widths.append(len(row))
            if len(widths) == 200:
                break
    except csv.Error:
        pass  # a cell over the limit: the rows before it have to do
    if not widths:
        return 0.0, 0
    width, count = Counter(widths).most_common(1)[0]
    return (count / len(widths) if width > 1 else 0.0), width


def _lines(stream: IO[str], name: str, budget: Budget) -> Iterator[str]:
    """Lines of at most `MAX_LINE` characters, so that a file without line ends cannot fill the memory."""
    number = 0
    while line := stream.readline(MAX_LINE + 1):
        number += 1
        if len(line) > MAX_LINE:
            raise LimitError(
                f"{name} line {number}: a line may have at most {MAX_LINE:,} characters. "
                "This is probably no table; export it again with one row a line."
            )
        if number % _CHECK_EVERY == 0:
            budget.check()
        yield line.replace("\0", "") if "\0" in line else line


def _rows(
    content: FileToRead, encoding: Encoding, separator: str, skipped: int
) -> tuple[list[list[str]], str, list[str]]:
    """Rows, the reason when they are not all, and notes. Strict quoting first; then as spreadsheets forgive it."""
    rows, problem, number = _parse(content, encoding, separator, skipped, strict=True)
    if not problem:
        return rows, "", []
    if "unexpected end of data" not in problem:
        rows, problem, _ = _parse(content, encoding, separator, skipped, strict=False)
        return rows, problem, [f"Quotation marks near row {number} are not doubled as CSV wants; read as they stand."]
    if len(rows) < 2:
        raise FormatError(f"{content.name} row {number}: a quotation mark opens a cell and never closes. {_QUOTES}")
    reason = (
        f"Row {number} opens a cell with a quotation mark that never closes: read up to row {number - 1}. {_QUOTES}"
    )
    return rows, reason, []


_QUOTES = "Close it, or export the table again."


def _parse(
    content: FileToRead, encoding: Encoding, separator: str, skipped: int, *, strict: bool
) -> tuple[list[list[str]], str, int]:
    csv.field_size_limit(MAX_LINE)
    rows: list[list[str]] = []
    with _opened(content.path) as raw:
        stream = io.TextIOWrapper(raw, encoding.codec, errors="replace", newline="")
        lines = _lines(stream, content.name, content.budget)
        for _ in range(skipped):
            next(lines, "")
        reader = csv.reader(lines, delimiter=separator, strict=strict, skipinitialspace=False)
        try:
            _keep(reader, rows)
        except csv.Error as error:
            number = len(rows) + 1 + skipped
            if "field larger" in str(error):
                raise LimitError(
                    f"{content.name} row {number}: a cell may have at most {MAX_LINE:,} characters. "
                    "A quotation mark may be missing before it."
                ) from error
            if strict:
                return rows, str(error), number
            raise FormatError(f"{content.name} row {number}: cannot be read as CSV. Export the table again.") from error
    if rows and len(rows[0]) > MAX_COLUMNS:
        raise LimitError(f"{content.name}: a table may have at most {MAX_COLUMNS:,} columns, found {len(rows[0]):,}.")
    return rows, "", 0


def _keep(reader: Iterator[list[str]], rows: list[list[str]]) -> None:
    """Add all rows; cells that come again (dates, stars, countries) are kept once."""
    seen: dict[str, str] = {}
    for row in reader:
        rows.append([*map(seen.setdefault, row, row)])
        if len(seen) > _MAX_SEEN:
            break
    rows.extend([*map(seen.get, row, row)] for row in reader)


def _square(rows: list[list[str]], width: int) -> int:
    """Cut or fill rows to ``width`` in place; how many needed it, without empty lines and trailing empty cells."""
    ragged = 0
    for row in rows:
        if len(row) == width:
            continue
        ragged += bool(row) and (len(row) < width or any(cell.strip() for cell in row[width:]))
        row[width:] = []
        row.extend([""] * (width - len(row)))
    return ragged


def tidy_cell(cell: str) -> str:
    """A cell's text without control characters and outer white space."""
    return tidy(cell).strip()
