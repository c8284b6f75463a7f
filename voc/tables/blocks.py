"""Tables as a stream of blocks: read any size, write any size, one block in memory at a time."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any, TextIO

from voc.errors import FormatError, OutputError, UsageError
from voc.files.decode import choose_encoding

BLOCK = 4096
"""Rows in memory at a time."""
SAMPLE = 65536
"""Bytes that decide about the encoding and the separator."""
SUFFIXES = (".csv", ".tsv", ".jsonl", ".parquet", ".xlsx")

Block = list[list[Any]]
Write = Callable[[Block], None]


def count_columns(table: Path) -> list[str]:
    """The names of a table's columns, in order.

    Raises:
        UsageError: the file is missing or of another format.
        FormatError: it cannot be read.
    """
    if not table.is_file():
        raise UsageError(f"{table}: there is no such file.")
    return _named(next(_rows(table), []), table)


def read_blocks(table: Path) -> Iterator[Block]:
    """The rows of a table below its header, in blocks of at most BLOCK rows, each as wide as the header.

    Raises:
        FormatError: the table cannot be read; the message names the row where one is known.
    """
    rows = _rows(table)
    width = len(_named(next(rows, []), table))
    while block := list(islice(rows, BLOCK)):
        yield [[*row[:width], *[None] * (width - len(row))] for row in block]


def _named(header: Sequence[Any], table: Path) -> list[str]:
    if not header:
        raise FormatError(f"{table.name}: has no header row. Put the names of the columns into its first row.")
    return [str(name) for name in header]


def _rows(table: Path) -> Iterator[list[Any]]:
    readers = {".csv": _csv_rows, ".tsv": _csv_rows, ".jsonl": _json_rows, ".parquet": _parquet_rows, ".xlsx": _xlsx}
    reader = readers.get(table.suffix.lower())
    if reader is None:
        raise UsageError(f"{table.name}: `voc score` reads {', '.join(SUFFIXES)}. Save the table as one of them.")
    return reader(table)


def _csv_rows(table: Path) -> Iterator[list[Any]]:
    csv.field_size_limit(sys.maxsize)
    encoding, head = _encoding(table)
    delimiter = "\t" if table.suffix.lower() == ".tsv" else max(",;\t", key=head.count)
    with table.open(encoding=encoding, errors="replace", newline="") as file:
        reader = csv.reader(file, delimiter=delimiter)
        try:
            yield from reader
        except csv.Error as error:
            raise FormatError(
                f"{table.name} line {reader.line_num}: {error}. Mend the line or leave it out."
            ) from error


def _encoding(table: Path) -> tuple[str, str]:
    """The codec of the whole file, and its first line."""
    with table.open("rb") as raw:
        sample = raw.read(SAMPLE)
    codec = choose_encoding(sample, table.name, complete=len(sample) < SAMPLE).codec
    try:
        with table.open(encoding=codec, newline="") as file:
            while file.read(SAMPLE * 16):
                pass
    except UnicodeDecodeError:
        codec = "cp1252"
    return codec, sample.decode(codec, "replace").split("\n", 1)[0]


def _json_rows(table: Path) -> Iterator[list[Any]]:
    columns: dict[str, None] = {}
    for record in _json_records(table):
        columns.update(dict.fromkeys(record))
    yield list(columns)
    for record in _json_records(table):
        yield [record.get(name) for name in columns]


def _json_records(table: Path) -> Iterator[dict[str, Any]]:
    with table.open(encoding="utf-8-sig") as file:
        for number, line in enumerate(file, 1):
            if not line.strip():
                continue
            try:
                record = json.loads(line)
            except ValueError as error:
                raise FormatError(f"{table.name} line {number}: no JSON ({error}). One object a line.") from error
            if not isinstance(record, dict):
                raise FormatError(f"{table.name} line {number}: must be an object, found {type(record).__name__}.")
            yield record


def _parquet_rows(table: Path) -> Iterator[list[Any]]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        file = pq.ParquetFile(table)
        yield list(file.schema_arrow.names)
        for batch in file.iter_batches(batch_size=BLOCK):
            yield from map(list, zip(*(column.to_pylist() for column in batch.columns), strict=True))
    except pa.ArrowException as error:
        raise FormatError(f"{table.name}: cannot be read as Parquet ({error}).") from error


def _xlsx(table: Path) -> Iterator[list[Any]]:
    from python_calamine import CalamineError, CalamineWorkbook

    from voc.files.limits import check_archive

    check_archive(table, table.name)
    try:
        yield from CalamineWorkbook.from_path(str(table)).get_sheet_by_index(0).iter_rows()
    except CalamineError as error:
        raise FormatError(f"{table.name}: cannot be read as a workbook ({error}). Save it again as .xlsx.") from error


@contextmanager
def open_writer(path: Path, suffix: str, columns: Sequence[str], numeric: frozenset[str]) -> Iterator[Write]:
    """Yield a function that appends a block to a new table of the format that `suffix` names.

    `numeric` names the columns that hold numbers where the format is typed (Parquet).

    Raises:
        UsageError: the format is not written.
        OutputError: the file cannot be written.
    """
    writers = {".csv": _csv_writer, ".jsonl": _json_writer, ".parquet": _parquet_writer, ".xlsx": _xlsx_writer}
    writer = writers.get(suffix)
    if writer is None:
        raise UsageError(f"--out: `voc score` writes {', '.join(writers)}, not '{suffix}'.")
    try:
        yield from writer(path, columns, numeric)
    except OSError as error:
        raise OutputError(f"{path}: cannot be written ({error.strerror}). Choose another --out.") from error


def write_csv_rows(file: TextIO, rows: Iterable[Sequence[Any]]) -> None:
    """Append rows to a CSV file with ``\\n`` line ends.

    Rows with a carriage return are quoted throughout: up to Python 3.12 the `csv` module would leave it bare, and the
    row would break there when it is read.
    """
    plain = csv.writer(file, lineterminator="\n")
    quoted = csv.writer(file, lineterminator="\n", quoting=csv.QUOTE_ALL)
    for row in rows:
        broken = any(isinstance(cell, str) and "\r" in cell for cell in row)
        (quoted if broken else plain).writerow(row)


def _csv_writer(path: Path, columns: Sequence[str], _: frozenset[str]) -> Iterator[Write]:
    with path.open("w", encoding="utf-8", newline="") as file:
        write_csv_rows(file, [columns])

        def write(block: Block) -> None:
            write_csv_rows(file, block)

        yield write


def _json_writer(path: Path, columns: Sequence[str], _: frozenset[str]) -> Iterator[Write]:
    with path.open("w", encoding="utf-8", newline="") as file:

        def write(block: Block) -> None:
            for row in block:
                file.write(json.dumps(dict(zip(columns, row, strict=True)), ensure_ascii=False, default=str) + "\n")

        yield write


def _parquet_writer(path: Path, columns: Sequence[str], numeric: frozenset[str]) -> Iterator[Write]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = pa.schema([pa.field(name, pa.float64() if name in numeric else pa.string()) for name in columns])
    with pq.ParquetWriter(path, schema) as writer:

        def write(block: Block) -> None:
            arrays = []
            for field, cells in zip(schema, zip(*block, strict=True), strict=True):
                typed = cells if field.name in numeric else [None if cell is None else str(cell) for cell in cells]
                arrays.append(pa.array(typed, field.type))
            writer.write_table(pa.Table.from_arrays(arrays, schema=schema))

        yield write


def _xlsx_writer(path: Path, columns: Sequence[str], _: frozenset[str]) -> Iterator[Write]:
    import xlsxwriter

    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "nan_inf_to_errors": True,
    }
    with xlsxwriter.Workbook(str(path), options) as book:
        sheet = book.add_worksheet("scored")
        sheet.freeze_panes(1, 0)
        sheet.write_row(0, 0, columns)
        place = 0

        def write(block: Block) -> None:
            nonlocal place
            for row in block:
                place += 1
                sheet.write_row(place, 0, [_cell(value) for value in row])

        yield write


def _cell(value: Any) -> str | int | float:
    if isinstance(value, int | float | str):
        return value
    return "" if value is None else str(value)
