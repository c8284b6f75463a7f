"""Word documents → text: one paragraph a line, tables and headings in order, tracked changes accepted."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from voc.errors import EmptyError, FormatError
from voc.files.decode import tidy
from voc.files.limits import MAX_TEXT_BYTES, check_archive, check_line_length, check_size

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_SKIPPED = {f"{_W}moveFrom", f"{_W}del", f"{_W}txbxContent", f"{_W}footnoteReference", _MC_FALLBACK}


def load_docx(path: Path, name: str) -> tuple[str, tuple[str, ...]]:
    """The paragraphs and tables of a Word document in order, an empty line between them.

    Raises:
        ReadError: no .docx, hostile, broken, or without any text.
    """
    check_size(name, path.stat().st_size, MAX_TEXT_BYTES)
    check_archive(path, name)
    import docx
    from docx.opc.exceptions import OpcError
    from lxml.etree import LxmlError  # type: ignore[import-untyped]

    try:
        document = docx.Document(str(path))
        text = tidy("\n\n".join(_blocks(document)))
    except (
        OpcError,
        LxmlError,
        KeyError,
        ValueError,
        AttributeError,
        TypeError,
        IndexError,
        zipfile.BadZipFile,
    ) as error:
        raise FormatError(
            f"{name}: must be a Word document (.docx), found a broken one ({type(error).__name__}). "
            "Open it in Word or LibreOffice and save it again."
        ) from error
    if not text.strip():
        raise EmptyError(f"{name}: holds no text, perhaps only pictures. Save its text as .docx or .txt.")
    check_line_length(name, text)
    return text, ()


def _blocks(document: Any) -> Iterator[str]:
    from docx.table import Table

    for block in document.iter_inner_content():
        if isinstance(block, Table):
            yield from _table(block)
            continue
        text = _runs(block._p).strip()
        if text:
            yield _decorated(block, text)


def _decorated(paragraph: Any, text: str) -> str:
    style = (paragraph.style.name or "") if paragraph.style is not None else ""
    level = style.removeprefix("Heading ") if style.startswith("Heading ") else "1" if style == "Title" else ""
    if level.isdigit():
        return f"{'#' * min(int(level), 6)} {' '.join(text.split())}"
    runs = [run for run in paragraph.runs if run.text.strip()]
    if runs and all(run.bold for run in runs) and "\n" not in text and len(text) <= 200 and not text.endswith(":"):
        return f"**{text}**"
    return text


def _table(table: Any) -> Iterator[str]:
    """A table as Markdown when it is small (about the respondent), else one paragraph a cell (a talk in a table)."""
    rows = [[" ".join(_cell(cell).split()) for cell in row.cells] for row in table.rows]
    if len(rows) >= 2 and max((len(cell) for row in rows for cell in row), default=0) <= 60 and len(rows) <= 20:
        lines = [f"| {' | '.join(cell.replace('|', '/') for cell in row)} |" for row in rows]
        yield "\n".join([lines[0], "|" + " --- |" * len(rows[0]), *lines[1:]])
        return
    for row in rows:
        distinct = list(dict.fromkeys(cell for cell in row if cell))
        if len(distinct) == 2 and len(distinct[0]) <= 40:
            yield f"{distinct[0].rstrip(':')}: {distinct[1]}"
        else:
            yield from distinct


def _cell(cell: Any) -> str:
    return "\n".join(_runs(paragraph._p) for paragraph in cell.paragraphs)


def _runs(element: Any) -> str:
    """All text below an element: inserted text counts, deleted and moved-away text does not."""
    parts: list[str] = []
    for child in element:
        if child.tag in _SKIPPED:
            continue
        if child.tag == f"{_W}t":
            parts.append(child.text or "")
        elif child.tag == f"{_W}tab":
            parts.append("\t")
        elif child.tag in {f"{_W}br", f"{_W}cr"}:
            parts.append("\n")
        elif child.tag == f"{_W}noBreakHyphen":
            parts.append("-")
        elif child.tag not in {f"{_W}pPr", f"{_W}rPr"}:
            parts.append(_runs(child))
    return "".join(parts)
