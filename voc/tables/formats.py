"""The file formats of tables, and readers for all but CSV: spreadsheets, JSON, Parquet and SPSS.

A new format needs a function from a `TableFile` to its tables, and an entry in `FORMATS`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from voc.errors import EmptyError, FormatError, LimitError
from voc.files.content_kinds import content_kind, is_web_page
from voc.files.decode import count_characters, decode
from voc.files.limits import (
    MAX_COLUMNS,
    MAX_ENTRY_BYTES,
    MAX_TABLE_BYTES,
    MAX_TEXT_BYTES,
    MEGABYTE,
    check_archive,
    check_size,
)
from voc.files.web_pages import read_web_page
from voc.tables.cells import cell_text
from voc.tables.column_names import names_rating
from voc.tables.csv_files import read_csv
from voc.tables.hidden_cells import HiddenCells, count_comments, find_hidden_cells
from voc.tables.json_records import find_records, messages_of, record_rows
from voc.tables.merged_cells import MergedCells, fill_merged_rows, find_merged_header
from voc.tables.table import Table, TableFile, tidy_name, title_above
from voc.tables.value_labels import scale_of_labels

MAX_SHEETS = 200
"""Sheets of a workbook; no real one comes near."""
MAX_BYTES = 5 * MAX_TEXT_BYTES
"""Bytes of a file that its library reads as a whole."""
JSON_SUFFIXES = frozenset({".json", ".jsonl", ".ndjson"})
_BATCH_ROWS = 5_000


@dataclass(frozen=True, slots=True)
class TableFormat:
    """A file format; ``name`` is the last part of a reader's name in the study ("table-csv")."""

    name: str
    suffixes: frozenset[str]
    read: Callable[[TableFile], list[Table]]


def read_spreadsheet(file: TableFile) -> list[Table]:
    """Every visible sheet with a header and rows; titles above the header are skipped.

    Hidden sheets, rows and columns are left out, because their author has put them aside; notes say which.

    Raises:
        ReadError: no visible sheet has rows, or the file is too large, broken or no spreadsheet.
    """
    tables, without_table = [], []
    sheets = open_sheets(file)
    visible = [sheet for sheet in sheets if not sheet.is_hidden]
    is_excel = file.suffix in {".xlsx", ".xlsm"}
    hidden_cells = find_hidden_cells(file.path, file.name) if is_excel else {}
    for sheet in visible:
        if table := _sheet_table(sheet, hidden_cells.get(sheet.name, HiddenCells())):
            tables.append(table)
        elif any(any(row) for row in sheet.rows):
            without_table.append(sheet.name)
        file.budget.check()
    notes = []
    if hidden := [f"'{sheet.name}' ({len(sheet.rows)} rows)" for sheet in sheets if sheet.is_hidden]:
        notes.append(
            f"Hidden sheets were left out: {', '.join(hidden)}. Unhide them in the workbook to have them read."
        )
    if is_excel and (n_comments := count_comments(file.path, file.name)):
        notes.append(
            f"Comments on cells were left out: {n_comments}. Copy what a respondent said into a cell to have it read."
        )
    if not tables:
        raise EmptyError(f"{file.name}: no sheet has a header and rows below it. {' '.join(notes)}".rstrip())
    if without_table:
        listed = ", ".join(f"'{name}'" for name in without_table)
        notes.append(f"Sheets without a header and rows below it were left out: {listed}.")
    n_hidden, n_without = (
        sum(count_characters("".join(map(cell_text, row))) for sheet in own for row in sheet.rows)
        for own in (
            [sheet for sheet in sheets if sheet.is_hidden],
            [sheet for sheet in visible if sheet.name in without_table],
        )
    )
    tables[0] = tables[0].with_left_out("hidden cells", n_hidden).with_left_out("sheets not read", n_without)
    return [replace(table, file_notes=tuple(notes)) for table in tables]


@dataclass(frozen=True, slots=True)
class Worksheet:
    """One sheet of a workbook: its rows of numbers, texts, dates and truth values, all of the same width.

    ``merged`` are its merged cells.
    """

    name: str
    rows: list[list[Any]]
    is_hidden: bool = False
    merged: tuple[MergedCells, ...] = ()


def open_sheets(file: TableFile) -> list[Worksheet]:
    """All sheets of a workbook (.xlsx, .xlsm, .xls, .ods) with typed cells.

    Raises:
        ReadError: the file is too large, broken or no spreadsheet.
    """
    check_size(file.name, file.path.stat().st_size, MAX_BYTES)
    if file.suffix == ".xls":  # the old format is no archive
        if is_web_page(file.path):
            return _html_sheets(file)
        kind = content_kind(file.path)
        if kind is not None and kind.suffix != file.suffix:
            raise FormatError(f"{file.name}: must be a spreadsheet, found {kind.name}. Remedy: {kind.remedy}.")
    else:
        check_archive(file.path, file.name)
    import python_calamine as calamine

    try:
        book = calamine.load_workbook(str(file.path))
        sheets = [sheet for sheet in book.sheets_metadata if sheet.typ == calamine.SheetTypeEnum.WorkSheet]
        if len(sheets) > MAX_SHEETS:
            raise LimitError(f"{file.name}: may have at most {MAX_SHEETS} sheets, found {len(sheets)}.")
        return [
            _open_sheet(
                book.get_sheet_by_name(sheet.name), is_hidden=sheet.visible != calamine.SheetVisibleEnum.Visible
            )
            for sheet in sheets
        ]
    except LimitError:
        raise
    except BaseException as error:
        # A panic of the Rust library derives from BaseException, as do the exceptions that end the program.
        if isinstance(error, KeyboardInterrupt | SystemExit | GeneratorExit | MemoryError):
            raise
        raise FormatError(
            f"{file.name}: must be a spreadsheet, found a broken or protected one ({type(error).__name__}). "
            "Open it in Excel or LibreOffice and save it again as .xlsx or .csv."
        ) from error


def _open_sheet(sheet: Any, *, is_hidden: bool) -> Worksheet:
    # The library knows merged cells since 0.3.2, and only those of Excel's formats.
    ranges = getattr(sheet, "merged_cell_ranges", None) or ()
    merged = tuple(MergedCells(top, left, bottom, right) for (top, left), (bottom, right) in ranges)
    return Worksheet(sheet.name, sheet.to_python(skip_empty_area=False), is_hidden, merged)


def _html_sheets(file: TableFile) -> list[Worksheet]:
    """The tables of a web page named .xls, as many web applications export them."""
    source, _ = decode(file.path.read_bytes(), file.name)
    tables = [block for block in read_web_page(source).blocks if not isinstance(block, str)]
    if not tables:
        raise EmptyError(f"{file.name}: is a web page and holds no table. Export it as .csv or .xlsx.")
    return [Worksheet(f"table {number}", rows) for number, rows in enumerate(tables, 1)]


def _sheet_table(sheet: Worksheet, hidden: HiddenCells) -> Table | None:
    texts = [[cell_text(cell) for cell in row] for row in sheet.rows]
    header = find_merged_header(texts, sheet.merged)
    if header is None:
        return None
    fill_merged_rows(texts, sheet.merged, first_row=header.end)
    body = texts[header.end :]
    # A table may begin right of column A, so empty columns without a name are dropped.
    columns = zip(header.names, *body, strict=True)
    used = [position for position, column in enumerate(columns) if any(column) and position not in hidden.columns]
    left_out = [
        header.names[position] or f"column {position + 1}"
        for position in sorted(hidden.columns)
        if position < len(header.names) and (header.names[position] or any(row[position] for row in body))
    ]
    n_hidden = 0
    rows = []
    for number, row in enumerate(body, start=header.end):
        is_hidden = number in hidden.rows and any(row)
        n_hidden += is_hidden
        # Emptied, not removed, so that the numbers of the rows below stay right.
        rows.append([""] * len(used) if is_hidden else [row[position] for position in used])
    # Workbooks count formatted rows below the table as rows.
    while rows and not any(rows[-1]):
        rows.pop()
    if not rows or len(used) > MAX_COLUMNS:
        return None
    table = Table.from_rows([header.names[position] for position in used], rows, first_row=header.end + 1)
    table = replace(table, sheet=sheet.name, title=title_above(texts[: header.start]))
    n_rows = sum(count_characters("".join(row)) for row in rows)
    n_header, n_above, n_body = (
        sum(count_characters("".join(row)) for row in part)
        for part in (texts[header.start : header.end], texts[: header.start], body)
    )
    # The names in merged header cells are written anew.
    table = replace(table, left_out={"header row": n_header, "head": n_above, "hidden cells": n_body - n_rows})
    if header.end - header.start > 1:
        upper = tuple(tuple(row[position] for position in used) for row in texts[header.start : header.end])
        table = replace(table, header_rows=upper)
        table = table.with_note(f"{header.end - header.start} header rows (merged cells) were read as one.")
    if left_out:
        listed = ", ".join(f"'{name}'" for name in left_out)
        table = table.with_note(
            f"Hidden columns were left out: {listed}. Unhide them in the workbook to have them read."
        )
    if n_hidden:
        note = f"Hidden rows were left out: {n_hidden}. Unhide them, or clear the filter, to have them read."
        table = table.with_note(note)
    return table


def read_json(file: TableFile) -> list[Table]:
    """The records of a .json (a list of objects, or an object that holds such lists), .jsonl or .ndjson file, as
    `voc.tables.json_records` turns them into rows.

    Raises:
        ReadError: the file is too large, is no JSON, or holds no records.
    """
    text, notes = file.text, file.notes
    if not text:
        check_size(file.name, file.path.stat().st_size, MAX_BYTES)
        text, notes = decode(file.path.read_bytes(), file.name)
    # The caller has decoded a .json file, and adds those notes; JSON Lines are decoded only here.
    is_lines = file.suffix in {".jsonl", ".ndjson"}
    records = list(_json_lines(text, file) if is_lines else find_records(load_json(text, file.name)))
    if not records:
        raise EmptyError(f"{file.name}: holds no records (objects in a list). Export one object a review or answer.")
    like = messages_of(records)
    flat = [row for number, record in enumerate(records, start=1) for row in record_rows(record, number, like)]
    names = list(dict.fromkeys(name for record in flat for name in record))
    if len(names) > MAX_COLUMNS:
        raise LimitError(f"{file.name}: a table may have at most {MAX_COLUMNS:,} fields, found {len(names):,}.")
    rows = [[record.get(name, "") for name in names] for record in flat]
    table = Table.from_rows(names, rows, first_row=1)
    return [replace(table, notes=(*table.notes, *notes)) if is_lines else table]


def load_json(text: str, name: str) -> Any:
    """The content of a JSON file.

    Raises:
        FormatError: it is no JSON.
    """
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        where = f" at line {error.lineno}" if isinstance(error, json.JSONDecodeError) else ""
        raise FormatError(f"{name}: must be valid JSON, found an error{where}. Export it again.") from error


def _json_lines(text: str, file: TableFile) -> Iterator[dict[str, Any]]:
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise FormatError(f"{file.name} line {number}: must be one JSON object a line. Export it again.") from error
        if isinstance(record, dict):
            yield record
        if number % 1000 == 0:
            file.budget.check()


def read_parquet(file: TableFile) -> list[Table]:
    """The one table of a Parquet file, read in batches.

    Raises:
        ReadError: the file is empty, broken, no Parquet file, or too large (also when unpacked).
    """
    check_size(file.name, file.path.stat().st_size, MAX_ENTRY_BYTES)
    import pyarrow
    from pyarrow import parquet

    rows: list[list[str]] = []
    try:
        source = parquet.ParquetFile(file.path)
        names = [field.name for field in source.schema_arrow]
        _check_parquet(source, len(names), file.name)
        for batch in source.iter_batches(batch_size=_BATCH_ROWS, use_threads=False):
            columns = [[cell_text(value) for value in column.to_pylist()] for column in batch.columns]
            rows.extend(list(row) for row in zip(*columns, strict=True))
            file.budget.check()
    except (pyarrow.ArrowException, ValueError, OverflowError, OSError) as error:
        raise FormatError(
            f"{file.name}: must be a Parquet file, found a broken or different one ({type(error).__name__}). "
            "Write it again, or export it as .csv."
        ) from error
    if not names or not rows:
        raise EmptyError(f"{file.name}: holds {len(names)} columns and {len(rows)} rows; there is nothing to read.")
    return [Table.from_rows(names, rows, first_row=1)]


def _check_parquet(source: Any, n_columns: int, name: str) -> None:
    """Raise a LimitError when a file is too large by its own metadata."""
    if n_columns > MAX_COLUMNS:
        raise LimitError(f"{name}: a table may have at most {MAX_COLUMNS:,} columns, found {n_columns:,}.")
    size = sum(source.metadata.row_group(group).total_byte_size for group in range(source.num_row_groups))
    if size > MAX_TABLE_BYTES:
        raise LimitError(
            f"{name}: unpacks to more than {MAX_TABLE_BYTES // MEGABYTE} MB, found {size / MEGABYTE:.0f} MB. Split it."
        )


def read_spss(file: TableFile) -> list[Table]:
    """The one table of an SPSS file (.sav, .zsav): variable labels are the questions, value labels the answers.

    Raises:
        ReadError: the file is empty, too large, broken or no SPSS file.
    """
    check_size(file.name, file.path.stat().st_size, MAX_BYTES)
    import pyreadstat

    try:
        columns, meta = pyreadstat.read_sav(str(file.path), output_format="dict")
    except (pyreadstat.ReadstatError, pyreadstat.PyreadstatError, ValueError, OverflowError, UnicodeError) as error:
        raise FormatError(
            f"{file.name}: must be an SPSS file, found a broken or different one ({type(error).__name__}). "
            "Open it in SPSS or PSPP and save it again, or export it as .csv with value labels."
        ) from error
    names = list(columns)
    n = max((len(values) for values in columns.values()), default=0)
    if not names or not n:
        raise EmptyError(f"{file.name}: holds {len(names)} variables and {n} cases; there is nothing to read.")
    questions = tuple(tidy_name(meta.column_names_to_labels.get(name) or "") or name for name in names)
    scales: dict[int, tuple[float, float]] = {}
    cells: list[list[str]] = []
    for position, name in enumerate(names):
        labels = meta.variable_value_labels.get(name, {})
        scale = scale_of_labels(labels) if names_rating(f"{name} {questions[position]}") else None
        if scale is not None:
            # A rating keeps its numbers; with its labels ("sehr zufrieden") it would become an attribute.
            scales[position], labels = scale, {}
        cells.append([cell_text(labels.get(value, value)) for value in columns[name]])
    rows = [list(row) for row in zip(*cells, strict=True)]
    return [replace(Table.from_rows(names, rows, first_row=1), questions=questions, scales=scales)]


FORMATS: tuple[TableFormat, ...] = (
    TableFormat("csv", frozenset({".csv", ".tsv", ".tab"}), read_csv),
    TableFormat("sheet", frozenset({".xlsx", ".xlsm", ".xls", ".ods"}), read_spreadsheet),
    TableFormat("spss", frozenset({".sav", ".zsav"}), read_spss),
    TableFormat("parquet", frozenset({".parquet"}), read_parquet),
    TableFormat("json", JSON_SUFFIXES, read_json),
)
