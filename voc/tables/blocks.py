"""Read and write tables of any size in blocks, one block in memory at a time, for `voc score`.

Cells keep their types (numbers, dates) where the format has any, so a copy of a table has the same content.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain, count, islice
from pathlib import Path
from typing import Any

from voc.errors import EmptyError, FormatError, OutputError, UsageError
from voc.files.limits import Budget
from voc.tables.cells import cell_text
from voc.tables.csv_files import stream_rows, write_csv_rows
from voc.tables.formats import open_sheets
from voc.tables.table import HEADER_SEARCH_ROWS, TableFile, find_header, make_header

BLOCK_ROWS = 4096
"""Rows in memory at a time."""
SUFFIXES = (".csv", ".tsv", ".jsonl", ".parquet", ".xlsx")

Block = list[list[Any]]
Write = Callable[[Block], None]


@dataclass(frozen=True, slots=True)
class _OpenTable:
    """An opened table: the names of its columns, and the rows below its header."""

    columns: list[str]
    rows: Iterator[list[Any]]


def read_column_names(path: Path) -> list[str]:
    """The unique names of a table's columns, in order; raises the errors of `read_blocks`."""
    return _open(path).columns


def read_blocks(path: Path) -> Iterator[Block]:
    """The rows of a table below its header, in blocks of at most `BLOCK_ROWS`, each row as wide as the header.

    Raises:
        UsageError: the file is missing or of another format.
        ReadError: the table cannot be read or has no header; the message names the row if it is known.
    """
    source = _open(path)
    width = len(source.columns)
    while block := list(islice(source.rows, BLOCK_ROWS)):
        yield [[*row[:width], *[None] * (width - len(row))] for row in block]


def _open(path: Path) -> _OpenTable:
    if not path.is_file():
        raise UsageError(f"{path}: there is no such file.")
    # No time limit: blocks are read while the rows before them are scored, which takes far longer.
    file = replace(TableFile.from_path(path), budget=Budget(path.name, math.inf))
    if file.suffix in {".csv", ".tsv"}:
        return _below_header(stream_rows(file), file)
    if file.suffix == ".xlsx":
        return _below_header(chain.from_iterable(sheet.rows for sheet in open_sheets(file)[:1]), file)
    if file.suffix == ".jsonl":
        return _open_json_lines(file)
    if file.suffix == ".parquet":
        return _open_parquet(file)
    raise UsageError(f"{path.name}: `voc score` reads {', '.join(SUFFIXES)}. Save the table as one of them.")


def _below_header(rows: Iterator[list[Any]], file: TableFile) -> _OpenTable:
    """Find the header as all readers do; titles and comments above it are skipped."""
    head = list(islice(rows, HEADER_SEARCH_ROWS))
    texts = [[cell_text(cell) for cell in row] for row in head]
    start = find_header(texts)
    if start < 0:
        raise EmptyError(f"{file.name}: has no header row. Put the names of the columns into its first row.")
    return _OpenTable(list(make_header(texts[start]).names), chain(head[start + 1 :], rows))


def _open_json_lines(file: TableFile) -> _OpenTable:
    # A first pass collects the names of all columns, because a later object may have one that no earlier has.
    columns: dict[str, None] = {}
    for record in _json_records(file):
        columns.update(dict.fromkeys(record))
    if not columns:
        raise EmptyError(f"{file.name}: holds no objects. Write one JSON object a line.")
    return _OpenTable(list(columns), ([record.get(name) for name in columns] for record in _json_records(file)))


def _json_records(file: TableFile) -> Iterator[dict[str, Any]]:
    with file.path.open(encoding="utf-8-sig") as stream:
        for number, line in enumerate(stream, 1):
            if not line.strip():
                continue
            try:
                record = json.loads(line)
            except ValueError as error:
                raise FormatError(
                    f"{file.name} line {number}: must be a JSON object ({error}). Write one object a line."
                ) from error
            if not isinstance(record, dict):
                raise FormatError(f"{file.name} line {number}: must be an object, found {type(record).__name__}.")
            yield record


def _open_parquet(file: TableFile) -> _OpenTable:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        source = pq.ParquetFile(file.path)
    except pa.ArrowException as error:
        raise FormatError(f"{file.name}: cannot be read as Parquet ({error}).") from error

    def rows() -> Iterator[list[Any]]:
        try:
            for batch in source.iter_batches(batch_size=BLOCK_ROWS):
                yield from map(list, zip(*(column.to_pylist() for column in batch.columns), strict=True))
        except pa.ArrowException as error:
            raise FormatError(f"{file.name}: cannot be read as Parquet ({error}).") from error

    return _OpenTable(list(source.schema_arrow.names), rows())


@contextmanager
def open_writer(path: Path, suffix: str, columns: Sequence[str], numeric: frozenset[str]) -> Iterator[Write]:
    """Yield a function that appends a block to a new table of the format named by ``suffix``.

    ``numeric`` names the columns that hold numbers where the format is typed (Parquet).

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


def _csv_writer(path: Path, columns: Sequence[str], _: frozenset[str]) -> Iterator[Write]:
    with path.open("w", encoding="utf-8", newline="") as file:
        write_csv_rows(file, [columns])
        yield partial(write_csv_rows, file)


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
                typed: Iterable[Any] = cells
                if field.name not in numeric:
                    typed = [None if cell is None else str(cell) for cell in cells]
                arrays.append(pa.array(typed, field.type))
            writer.write_table(pa.Table.from_arrays(arrays, schema=schema))

        yield write


def _xlsx_writer(path: Path, columns: Sequence[str], _: frozenset[str]) -> Iterator[Write]:
    import xlsxwriter

    options = {
        "constant_memory": True,
        # A respondent's "=1+1" and "http://…" stay text: a table of answers must not run formulas or hold links.
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "nan_inf_to_errors": True,
    }
    with xlsxwriter.Workbook(str(path), options) as book:
        sheet = book.add_worksheet("scored")
        sheet.freeze_panes(1, 0)
        sheet.write_row(0, 0, columns)
        row_numbers = count(1)

        def write(block: Block) -> None:
            for row in block:
                sheet.write_row(next(row_numbers), 0, [_xlsx_cell(value) for value in row])

        yield write


def _xlsx_cell(value: Any) -> str | int | float:
    if isinstance(value, int | float | str):
        return value
    return "" if value is None else str(value)
