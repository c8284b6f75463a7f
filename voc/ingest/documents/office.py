"""Read Word (.docx), OpenDocument (.odt) and rich text (.rtf): paragraphs, headings and tables in their order.

Tracked changes count as accepted. Comments, footnotes and deleted text are left out: they are not part of an interview.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from voc.errors import EmptyError, FormatError
from voc.files.decode import tidy
from voc.files.limits import MAX_TEXT_BYTES, check_archive, check_line_length, check_size
from voc.ingest.file_content import DocumentText

MAX_DEPTH = 60
"""Nesting of elements in an .odt file; real documents stay below 20, hostile ones would exhaust the stack."""
MAX_HEADING = 200
"""Code points of a bold paragraph that is still marked as a heading; longer ones are emphasised speech."""

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# Word stores a text box inside a paragraph, and again as a fallback for old versions: it would interrupt the sentence.
_DOCX_SKIPPED = {
    f"{_W}moveFrom", f"{_W}del", f"{_W}txbxContent", f"{_W}footnoteReference",
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
}  # fmt: skip
_ODT_SKIPPED = {
    "text:tracked-changes", "office:annotation", "office:annotation-end", "text:note", "text:table-of-content",
    "office:forms", "text:sequence-decls", "text:soft-page-break", "text:user-field-decls", "text:variable-decls",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class TableThresholds:
    """What distinguishes a small table about the respondent from an interview laid out as a table."""

    max_rows: int = 20
    """A table with more rows is an interview."""
    max_cell: int = 60
    """Code points of a cell; a table with a longer cell is an interview."""
    max_label: int = 40
    """Code points of a speaker label in the first of two cells, with the words in the second."""


def load_docx(path: Path, name: str) -> DocumentText:
    """The paragraphs and tables of a Word document, separated by empty lines.

    Raises:
        ReadError: not a .docx file, hostile, broken, or without any text.
    """
    check_size(name, path.stat().st_size, MAX_TEXT_BYTES)
    check_archive(path, name)
    import docx
    from docx.opc.exceptions import OpcError
    from lxml.etree import LxmlError  # type: ignore[import-untyped]

    broken = (OpcError, LxmlError, KeyError, ValueError, AttributeError, TypeError, IndexError, zipfile.BadZipFile)
    try:
        text = "\n\n".join(_docx_blocks(docx.Document(str(path))))
    except broken as error:
        raise FormatError(
            f"{name}: must be a Word document (.docx), found a broken one ({type(error).__name__}). "
            "Open it in Word or LibreOffice and save it again."
        ) from error
    return _checked(text, name)


def load_odt(path: Path, name: str) -> DocumentText:
    """The paragraphs and tables of an OpenDocument text, separated by empty lines.

    Raises:
        ReadError: not an .odt file, hostile, broken, or without any text.
    """
    check_size(name, path.stat().st_size, MAX_TEXT_BYTES)
    check_archive(path, name)
    import odfdo
    from lxml.etree import LxmlError

    broken = (LxmlError, KeyError, ValueError, TypeError, AttributeError, OSError, zipfile.BadZipFile)
    try:
        document = odfdo.Document(str(path))
        if document.get_type() not in {"text", "text-template"}:
            raise FormatError(f"{name}: must be a text document (.odt). Save the text as .odt, .docx or .txt.")
        text = "\n\n".join(_odt_blocks(document.body, _bold_styles(document), 0))
    except broken as error:
        raise FormatError(
            f"{name}: must be an OpenDocument text (.odt), found a broken one ({type(error).__name__}). "
            "Open it in LibreOffice and save it again."
        ) from error
    return _checked(text, name)


def load_rtf(path: Path, name: str) -> DocumentText:
    """The text of an .rtf file, one paragraph per line.

    Raises:
        ReadError: not an .rtf file, broken, or without any text.
    """
    check_size(name, path.stat().st_size, MAX_TEXT_BYTES)
    source = path.read_bytes().decode("cp1252", errors="replace")
    if not source.lstrip().startswith("{\\rtf"):
        raise FormatError(f"{name}: must be rich text (.rtf), found something else. Save it again as .rtf or .docx.")
    from striprtf.striprtf import rtf_to_text

    try:
        text = rtf_to_text(source, encoding="cp1252", errors="replace")  # type: ignore[no-untyped-call]
    except (ValueError, IndexError, KeyError, LookupError, OverflowError, TypeError, RecursionError) as error:
        raise FormatError(
            f"{name}: must be rich text (.rtf), found a broken one ({type(error).__name__}). "
            "Open it in Word or LibreOffice and save it as .docx."
        ) from error
    # striprtf ends every table row with "|".
    return _checked(text.replace("|\n", "\n"), name)


def _checked(text: str, name: str) -> DocumentText:
    text = tidy(text).strip("\n")
    if not text.strip():
        raise EmptyError(f"{name}: holds no text, perhaps only pictures. Save its text as .docx or .txt.")
    check_line_length(name, text)
    return DocumentText(text)


def _markdown_table(rows: list[list[str]], width: int, thresholds: TableThresholds) -> str:
    """A small table as Markdown, "" when it is an interview laid out as a table."""
    longest = max((len(cell) for row in rows for cell in row), default=0)
    if not (2 <= len(rows) <= thresholds.max_rows and longest <= thresholds.max_cell):
        return ""
    lines = [f"| {' | '.join(cell.replace('|', '/') for cell in row)} |" for row in rows]
    return "\n".join([lines[0], "|" + " --- |" * width, *lines[1:]])


def _spoken_row(cells: list[str], thresholds: TableThresholds) -> list[str]:
    """The paragraphs of a row: ``label: words`` for two cells of which the first is short, else its cells."""
    if len(cells) == 2 and len(cells[0]) <= thresholds.max_label:
        return [f"{cells[0].rstrip(':')}: {cells[1]}"]
    return cells


def _docx_blocks(document: Any) -> Iterator[str]:
    from docx.table import Table

    # `document.paragraphs` would leave out the tables, and with them interviews that are laid out as tables.
    for block in document.iter_inner_content():
        if isinstance(block, Table):
            yield from _docx_table(block)
        elif text := _docx_text(block._p).strip():
            yield _docx_paragraph(block, text)


def _docx_paragraph(paragraph: Any, text: str) -> str:
    """The text of a paragraph, marked when it is a heading or bold throughout."""
    style = (paragraph.style.name or "") if paragraph.style is not None else ""
    level = style.removeprefix("Heading ") if style.startswith("Heading ") else "1" if style == "Title" else ""
    if level.isdigit():
        return f"{'#' * min(int(level), 6)} {' '.join(text.split())}"
    runs = [run for run in paragraph.runs if run.text.strip()]
    # A bold paragraph that ends with a colon is the label of the turn below it, not a heading.
    is_heading = "\n" not in text and len(text) <= MAX_HEADING and not text.endswith(":")
    return f"**{text}**" if is_heading and runs and all(run.bold for run in runs) else text


def _docx_table(table: Any, thresholds: TableThresholds = TableThresholds()) -> Iterator[str]:
    rows = [
        [" ".join(" ".join(_docx_text(paragraph._p) for paragraph in cell.paragraphs).split()) for cell in row.cells]
        for row in table.rows
    ]
    if markdown := _markdown_table(rows, len(rows[0]) if rows else 0, thresholds):
        yield markdown
        return
    for row in rows:
        # python-docx repeats a merged cell in every column that it spans.
        yield from _spoken_row(list(dict.fromkeys(cell for cell in row if cell)), thresholds)


def _docx_text(element: Any) -> str:
    """All text below an element: inserted text counts, deleted and moved-away text does not."""
    parts: list[str] = []
    for child in element:
        if child.tag in _DOCX_SKIPPED:
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
            parts.append(_docx_text(child))
    return "".join(parts)


def _bold_styles(document: Any) -> frozenset[str]:
    """Names of the paragraph and text styles that are bold by themselves."""
    return frozenset(
        style.name
        for family in ("paragraph", "text")
        for style in document.get_styles(family=family)
        if style.name and (style.get_properties(area="text") or {}).get("fo:font-weight") == "bold"
    )


def _odt_blocks(element: Any, bold_styles: frozenset[str], depth: int) -> Iterator[str]:
    if depth > MAX_DEPTH:
        raise ValueError("elements are nested too deeply")
    for child in element.children:
        if child.tag in _ODT_SKIPPED:
            continue
        if child.tag == "text:h":
            level = child.get_attribute("text:outline-level")
            if title := " ".join(_odt_text(child, 0).split()):
                yield f"{'#' * min(int(level) if str(level).isdigit() else 1, 6)} {title}"
        elif child.tag == "text:p":
            if text := _odt_text(child, 0).strip():
                yield f"**{text}**" if _is_odt_heading(child, text, bold_styles) else text
        elif child.tag == "table:table":
            yield from _odt_table(child, depth)
        else:
            yield from _odt_blocks(child, bold_styles, depth + 1)


def _is_odt_heading(paragraph: Any, text: str, bold_styles: frozenset[str]) -> bool:
    """Whether a paragraph is short and bold throughout, by its own style or by the spans inside it."""
    if "\n" in text or len(text) > MAX_HEADING or text.endswith(":"):
        return False
    if paragraph.get_attribute("text:style-name") in bold_styles:
        return True
    spans = [child for child in paragraph.children if child.tag == "text:span"]
    bold = "".join(_odt_text(span, 0) for span in spans if span.get_attribute("text:style-name") in bold_styles)
    return bool(spans) and "".join(bold.split()) == "".join(text.split())


def _odt_table(table: Any, depth: int, thresholds: TableThresholds = TableThresholds()) -> Iterator[str]:
    rows = [
        [" ".join(" ".join(_odt_blocks(cell, frozenset(), depth + 1)).split()) for cell in cells]
        for cells in _odt_rows(table)
    ]
    rows = [row for row in rows if any(row)]
    width = max((len(row) for row in rows), default=0)
    markdown = _markdown_table(rows, width, thresholds) if width >= 2 else ""
    if markdown:
        yield markdown
        return
    for row in rows:
        yield from _spoken_row([cell for cell in row if cell], thresholds)


def _odt_rows(element: Any) -> Iterator[list[Any]]:
    """The cells of each row; rows may be inside groups (``table:table-header-rows`` and its like)."""
    for child in element.children:
        if child.tag == "table:table-row":
            yield [cell for cell in child.children if cell.tag == "table:table-cell"]
        elif child.tag.startswith("table:table-") and child.tag != "table:table-column":
            yield from _odt_rows(child)


def _odt_text(element: Any, depth: int) -> str:
    """All text inside a paragraph: line breaks and tabs count, comments and footnotes do not."""
    if depth > MAX_DEPTH:
        raise ValueError("elements are nested too deeply")
    parts = [re.sub(r"\s+", " ", element.text or "")]
    for child in element.children:
        if child.tag == "text:line-break":
            parts.append("\n")
        elif child.tag == "text:tab":
            parts.append("\t")
        elif child.tag == "text:s":
            # A count of spaces may be any number in a hostile file; 100 is more than any layout needs.
            count = child.get_attribute("text:c")
            parts.append(" " * min(int(count) if str(count).isdigit() else 1, 100))
        elif child.tag not in _ODT_SKIPPED:
            parts.append(_odt_text(child, depth + 1))
        parts.append(re.sub(r"\s+", " ", child.tail or ""))
    return "".join(parts)
