"""Parquet → table, read by pyarrow in batches: columns of records become "parent.child"."""

from __future__ import annotations

from typing import Any

from voc.errors import EmptyError, FormatError, LimitError
from voc.files.limits import MAX_COLUMNS, MAX_ENTRY_BYTES, MAX_TABLE_BYTES, MEGABYTE, check_size
from voc.ingest.file_content import FileToRead
from voc.tables.jsonfile import plain
from voc.tables.table import Table, make_header

_BATCH = 5_000


def read(content: FileToRead) -> list[Table]:
    """The one table of a Parquet file.

    Raises:
        EmptyError: no columns, or no rows.
        FormatError: the file is no Parquet file, or broken.
        LimitError: too large, also when unpacked.
    """
    check_size(content.name, content.path.stat().st_size, MAX_ENTRY_BYTES)
    import pyarrow
    from pyarrow import parquet

    rows: list[list[str]] = []
    try:
        file = parquet.ParquetFile(content.path)
        names = [field.name for field in file.schema_arrow]
        _check(file, len(names), content.name)
        for batch in file.iter_batches(batch_size=_BATCH, use_threads=False):
            columns = [[plain(value) for value in column.to_pylist()] for column in batch.columns]
            rows.extend(list(row) for row in zip(*columns, strict=True))
            content.budget.check()
    except (pyarrow.ArrowException, ValueError, OverflowError, OSError) as error:
        raise FormatError(
            f"{content.name}: must be a Parquet file, found a broken or different one ({type(error).__name__}). "
            "Write it again, or export it as .csv."
        ) from error
    if not names or not rows:
        raise EmptyError(f"{content.name}: holds {len(names)} columns and {len(rows)} rows; there is nothing to read.")
    header, notes = make_header(names)
    return [Table(header, header, rows, first_row=1, notes=notes, cells=tuple(names))]


def _check(file: Any, n_columns: int, name: str) -> None:
    """Refuse what says of itself that it is too large to unpack."""
    if n_columns > MAX_COLUMNS:
        raise LimitError(f"{name}: a table may have at most {MAX_COLUMNS:,} columns, found {n_columns:,}.")
    size = sum(file.metadata.row_group(group).total_byte_size for group in range(file.num_row_groups))
    if size > MAX_TABLE_BYTES:
        raise LimitError(
            f"{name}: unpacks to more than {MAX_TABLE_BYTES // MEGABYTE} MB, found {size / MEGABYTE:.0f} MB. Split it."
        )
