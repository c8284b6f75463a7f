"""What the spreadsheet library does not tell of an .xlsx workbook: hidden rows and columns, and comments on cells."""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass
from pathlib import Path

from voc.files.limits import MAX_ENTRY_BYTES, parse_xml

# Tags are searched by expression, because parsing the sheet a second time would double the time that it takes to read.
_ROW = re.compile(rb"<(?:\w+:)?row\b([^<>]*+)>")
_COLUMN = re.compile(rb"<(?:\w+:)?col\b([^<>]*+)>")
_HIDDEN = re.compile(rb"""\bhidden=["'](?:1|true)["']""")
_ROW_NUMBER = re.compile(rb"""\br=["'](\d{1,7})["']""")
_FIRST = re.compile(rb"""\bmin=["'](\d{1,5})["']""")
_LAST = re.compile(rb"""\bmax=["'](\d{1,5})["']""")
# Beside "threadedComments", Excel writes every comment here too.
_COMMENTS = re.compile(r"xl/(?:comments/)?comments?\d*\.xml")
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT_RELATION = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"


@dataclass(frozen=True, slots=True)
class HiddenCells:
    """The hidden rows and columns of a sheet, counted from 0."""

    rows: frozenset[int] = frozenset()
    columns: frozenset[int] = frozenset()


def find_hidden_cells(path: Path, name: str) -> dict[str, HiddenCells]:
    """Sheet → its hidden rows and columns, for the sheets of an .xlsx or .xlsm file that have any.

    ``path`` has passed `check_archive`. A workbook that is built in another way has no entry: it was read all the same.
    """
    hidden: dict[str, HiddenCells] = {}
    with zipfile.ZipFile(path) as archive:
        for sheet, entry in _sheet_entries(archive, name).items():
            if archive.getinfo(entry).file_size > MAX_ENTRY_BYTES:
                continue
            content = archive.read(entry)
            if b"hidden=" in content:
                cells = HiddenCells(_hidden_rows(content), _hidden_columns(content))
                if cells.rows or cells.columns:
                    hidden[sheet] = cells
    return hidden


def count_comments(path: Path, name: str) -> int:
    """The comments on cells of an .xlsx or .xlsm file; a thread of comments counts once for each cell.

    ``path`` has passed `check_archive`.
    """
    cells: set[tuple[str, str]] = set()
    with zipfile.ZipFile(path) as archive:
        for entry in archive.namelist():
            if _COMMENTS.fullmatch(entry) and archive.getinfo(entry).file_size <= MAX_ENTRY_BYTES:
                comments = parse_xml(archive.read(entry), name).iterfind(".//{*}comment")
                cells |= {(entry, comment.get("ref", "")) for comment in comments}
    return len(cells)


def _sheet_entries(archive: zipfile.ZipFile, name: str) -> dict[str, str]:
    """Name of each sheet → its entry in the archive."""
    entries = set(archive.namelist())
    if not {"xl/workbook.xml", "xl/_rels/workbook.xml.rels"} <= entries:
        return {}
    relations = parse_xml(archive.read("xl/_rels/workbook.xml.rels"), name)
    targets = {relation.get("Id"): relation.get("Target", "") for relation in relations}
    sheets: dict[str, str] = {}
    for sheet in parse_xml(archive.read("xl/workbook.xml"), name).iterfind(".//{*}sheet"):
        target = targets.get(sheet.get(_RELATION) or sheet.get(_STRICT_RELATION), "")
        entry = target.removeprefix("/") if target.startswith("/") else f"xl/{target}"
        if entry in entries:
            sheets[sheet.get("name", "")] = entry
    return sheets


def _hidden_rows(content: bytes) -> frozenset[int]:
    rows: set[int] = set()
    position = -1
    for tag in _ROW.finditer(content):
        number = _ROW_NUMBER.search(tag[1])
        # A row without a number follows the one before it.
        position = int(number[1]) - 1 if number else position + 1
        if _HIDDEN.search(tag[1]):
            rows.add(position)
    return frozenset(rows)


def _hidden_columns(content: bytes) -> frozenset[int]:
    columns: set[int] = set()
    for tag in _COLUMN.finditer(content):
        first, last = _FIRST.search(tag[1]), _LAST.search(tag[1])
        if first and last and _HIDDEN.search(tag[1]):
            columns.update(range(int(first[1]) - 1, min(int(last[1]), 1 << 14)))
    return frozenset(columns)
