"""Spreadsheets (.xlsx, .xlsm, .xls, .ods) → tables, one a sheet, read by python-calamine."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from voc.errors import EmptyError, FormatError, LimitError
from voc.files.limits import MAX_COLUMNS, MAX_TEXT_BYTES, check_archive, check_size
from voc.ingest.file_content import FileToRead
from voc.tables.headers import first_header
from voc.tables.table import Table, make_header

MAX_SHEETS = 200


def read(content: FileToRead) -> list[Table]:
    """Every sheet with a header and rows.

    Raises:
        EmptyError: no sheet has rows.
        FormatError: the file is no spreadsheet, or broken.
        LimitError: too large.
    """
    check_size(content.name, content.path.stat().st_size, 5 * MAX_TEXT_BYTES)
    if content.suffix != ".xls":
        check_archive(content.path, content.name)
    tables = []
    for sheet, rows in _sheets(content):
        table = _table(sheet, rows)
        if table is not None:
            tables.append(table)
        content.budget.check()
    if not tables:
        raise EmptyError(f"{content.name}: no sheet has a header and rows below it.")
    return tables


def _sheets(content: FileToRead) -> list[tuple[str, list[list[Any]]]]:
    import python_calamine as calamine

    try:
        book = calamine.load_workbook(str(content.path))
        names = [item.name for item in book.sheets_metadata if item.typ == calamine.SheetTypeEnum.WorkSheet]
        if len(names) > MAX_SHEETS:
            raise LimitError(f"{content.name}: may have at most {MAX_SHEETS} sheets, found {len(names)}.")
        return [(name, book.get_sheet_by_name(name).to_python(skip_empty_area=False)) for name in names]
    except LimitError:
        raise
    except BaseException as error:
        # a panic of the Rust library derives from BaseException; what ends the program must still pass
        if isinstance(error, KeyboardInterrupt | SystemExit | GeneratorExit | MemoryError):
            raise
        raise FormatError(
            f"{content.name}: must be a spreadsheet, found a broken or protected one ({type(error).__name__}). "
            "Open it in Excel or LibreOffice and save it again as .xlsx or .csv."
        ) from error


def _table(sheet: str, rows: list[list[Any]]) -> Table | None:
    """A sheet as a table; lines above the header that fill fewer than half of its cells (titles) are passed over."""
    texts = [[_text(cell) for cell in row] for row in rows]
    start = first_header(texts)
    if start < 0:
        return None
    used = [
        position for position, cell in enumerate(texts[start]) if cell or any(row[position] for row in texts[start:])
    ]
    body = [[row[position] for position in used] for row in texts[start + 1 :]]
    while body and not any(body[-1]):
        body.pop()
    if not body or len(used) > MAX_COLUMNS:
        return None
    cells = tuple(texts[start][position] for position in used)
    header, notes = make_header(cells)
    return Table(header, header, body, first_row=start + 2, sheet=sheet, notes=notes, cells=cells)


def _text(cell: Any) -> str:
    """A cell as people see it: whole numbers without ".0", dates in ISO 8601."""
    if isinstance(cell, str):
        return cell.strip()
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime | date | time):
        return cell.isoformat()
    if isinstance(cell, timedelta):
        return str(cell)
    return "" if cell is None else str(cell)
