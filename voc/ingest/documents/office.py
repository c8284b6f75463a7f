"""Read OpenDocument (.odt) and rich text (.rtf): paragraphs, headings, tables and text boxes in their order.

Tracked changes count as accepted. Comments, footnotes and deleted text are left out and counted: they are not part of
an interview.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from voc.errors import FormatError
from voc.files.limits import MAX_TEXT_BYTES, check_archive, check_size
from voc.ingest.documents.document_tables import TableNotes, table_lines
from voc.ingest.documents.paragraphs import MAX_HEADING, checked_text, left_out_note
from voc.ingest.file_content import DocumentText

MAX_DEPTH = 60
"""Nesting of elements in an .odt file; real documents stay below 20, hostile ones would exhaust the stack."""
_ODT_SKIPPED = {
    "text:tracked-changes", "office:annotation", "office:annotation-end", "text:note", "text:table-of-content",
    "draw:text-box", "office:forms", "text:sequence-decls", "text:soft-page-break", "text:user-field-decls",
    "text:variable-decls",
}  # fmt: skip
_RTF_MARK = "\ue000"
_RTF_BODY_LEVEL = 9
"""The outline level of body text, counted from 1; headings are above it."""
# In the table of styles: "{\\s1\\sbasedon0 … Heading 1;}", in German files "Überschrift" and "Titel".
_RTF_HEADING_STYLE = re.compile(
    r"\{\\s(?P<number>\d{1,4})(?!\d)[^{};]{0,2000}?[ ](?:heading|title|\\'dcberschrift|titel)"
    r"(?:[ ](?P<level>[1-9]))?;\}",
    re.I,
)
_RTF_PARAGRAPH_LEVEL = re.compile(r"\\s(?P<style>\d{1,4})(?![\d-])|\\outlinelevel(?P<level>\d)(?!\d)")
# A paragraph may have a style and a level, and so two marks.
_RTF_HEADING_MARK = re.compile(f"{_RTF_MARK}#* ?")
_RTF_HEADING_LINE = re.compile(rf"^[ \t]*(?:{_RTF_MARK}#+ )*{_RTF_MARK}(#+ [ \t]*\S.*)$", re.M)


def load_odt(path: Path, name: str) -> DocumentText:
    """The paragraphs and tables of an OpenDocument text, separated by empty lines.

    Raises:
        ReadError: not an .odt file, hostile, broken, or without any text.
    """
    check_size(name, path.stat().st_size, MAX_TEXT_BYTES)
    check_archive(path, name)
    import odfdo
    from lxml.etree import LxmlError  # type: ignore[import-untyped]

    broken = (LxmlError, KeyError, ValueError, TypeError, AttributeError, OSError, zipfile.BadZipFile)
    try:
        document = odfdo.Document(str(path))
        if document.get_type() not in {"text", "text-template"}:
            raise FormatError(f"{name}: must be a text document (.odt). Save the text as .odt, .docx or .txt.")
        reader = _OdtReader(_bold_styles(document))
        text = "\n\n".join(reader.blocks(document.body, 0))
        notes = reader.notes(document.body)
    except broken as error:
        raise FormatError(
            f"{name}: must be an OpenDocument text (.odt), found a broken one ({type(error).__name__}). "
            "Open it in LibreOffice and save it again."
        ) from error
    return checked_text(text, name, notes)


def load_rtf(path: Path, name: str) -> DocumentText:
    """The text of an .rtf file, one paragraph per line, with headings marked between empty lines.

    Raises:
        ReadError: not an .rtf file, broken, or without any text.
    """
    check_size(name, path.stat().st_size, MAX_TEXT_BYTES)
    source = path.read_bytes().decode("cp1252", errors="replace")
    if not source.lstrip().startswith("{\\rtf"):
        raise FormatError(f"{name}: must be rich text (.rtf), found something else. Save it again as .rtf or .docx.")
    from striprtf.striprtf import rtf_to_text

    try:
        text = rtf_to_text(_with_marked_headings(source), encoding="cp1252", errors="replace")  # type: ignore[no-untyped-call]
    except (ValueError, IndexError, KeyError, LookupError, OverflowError, TypeError, RecursionError) as error:
        raise FormatError(
            f"{name}: must be rich text (.rtf), found a broken one ({type(error).__name__}). "
            "Open it in Word or LibreOffice and save it as .docx."
        ) from error
    # striprtf ends every table row with "|".
    text = _RTF_HEADING_LINE.sub(r"\n\1\n", text.replace("|\n", "\n"))
    return checked_text(_RTF_HEADING_MARK.sub("", text), name)


def _with_marked_headings(source: str) -> str:
    """The source with a mark and "#" at the beginning of every paragraph that is a heading, by its style or its level:
    striprtf knows neither."""
    levels = {style["number"]: int(style["level"] or 1) for style in _RTF_HEADING_STYLE.finditer(source)}

    def mark(word: re.Match[str]) -> str:
        level = int(word["level"]) + 1 if word["level"] else levels.get(word["style"], 0)
        return f"{word.group()}{{{_RTF_MARK}{'#' * min(level, 6)} }}" if 0 < level <= _RTF_BODY_LEVEL else word.group()

    return _RTF_PARAGRAPH_LEVEL.sub(mark, source)


def _bold_styles(document: Any) -> frozenset[str]:
    """Names of the paragraph and text styles that are bold by themselves."""
    return frozenset(
        style.name
        for family in ("paragraph", "text")
        for style in document.get_styles(family=family)
        if style.name and (style.get_properties(area="text") or {}).get("fo:font-weight") == "bold"
    )


@dataclass(slots=True)
class _OdtReader:
    """Reads one .odt document; counts its text boxes and what is left out of its tables."""

    bold_styles: frozenset[str]
    n_text_boxes: int = 0
    tables: TableNotes = field(default_factory=TableNotes)

    def blocks(self, element: Any, depth: int) -> Iterator[str]:
        """The paragraphs below an element, with headings and bold ones marked."""
        if depth > MAX_DEPTH:
            raise ValueError("elements are nested too deeply")
        for child in element.children:
            if child.tag in _ODT_SKIPPED:
                continue
            if child.tag == "text:h":
                level = child.get_attribute("text:outline-level")
                if title := " ".join(_odt_text(child, 0).split()):
                    yield f"{'#' * min(int(level) if str(level).isdigit() else 1, 6)} {title}"
                yield from self._text_boxes(child, depth)
            elif child.tag == "text:p":
                if text := _odt_text(child, 0).strip():
                    yield f"**{text}**" if _is_odt_heading(child, text, self.bold_styles) else text
                yield from self._text_boxes(child, depth)
            elif child.tag == "table:table":
                yield from table_lines(list(self._rows(child, depth)), self.tables)
            elif child.tag == "draw:frame":
                yield from self._text_boxes(child, depth)
            else:
                yield from self.blocks(child, depth + 1)

    def notes(self, body: Any) -> tuple[str, ...]:
        """What was left out, and where text boxes were put."""
        left_out = {
            "comments": len(body.get_elements("descendant::office:annotation")),
            "footnotes and endnotes": len(body.get_elements("descendant::text:note")),
            "deleted passage": len(body.get_elements("descendant::text:deletion")),
        }
        notes = [*self.tables.sentences(), *left_out_note(left_out)]
        if n := self.n_text_boxes:
            boxes = "1 text box was" if n == 1 else f"{n} text boxes were"
            notes.append(f"{boxes} read below the paragraph where {'it is' if n == 1 else 'they are'} anchored.")
        return tuple(notes)

    def _text_boxes(self, element: Any, depth: int) -> Iterator[str]:
        if depth > MAX_DEPTH:
            raise ValueError("elements are nested too deeply")
        for child in element.children:
            if child.tag == "draw:text-box":
                lines = list(self.blocks(child, depth + 1))
                self.n_text_boxes += bool(lines)
                yield from lines
            elif child.tag not in _ODT_SKIPPED:
                yield from self._text_boxes(child, depth + 1)

    def _rows(self, table: Any, depth: int) -> Iterator[list[str]]:
        plain = _OdtReader(frozenset())
        for cells in _odt_rows(table):
            # Bold cells keep no marks, which would be in the middle of a line.
            yield [" ".join(" ".join(plain.blocks(cell, depth + 1)).split()) for cell in cells]


def _is_odt_heading(paragraph: Any, text: str, bold_styles: frozenset[str]) -> bool:
    """Whether a paragraph is short and bold throughout, by its own style or by the spans inside it."""
    if "\n" in text or len(text) > MAX_HEADING or text.endswith(":"):
        return False
    if paragraph.get_attribute("text:style-name") in bold_styles:
        return True
    spans = [child for child in paragraph.children if child.tag == "text:span"]
    bold = "".join(_odt_text(span, 0) for span in spans if span.get_attribute("text:style-name") in bold_styles)
    return bool(spans) and "".join(bold.split()) == "".join(text.split())


def _odt_rows(element: Any) -> Iterator[list[Any]]:
    """The cells of each row; rows may be inside groups (``table:table-header-rows`` and its like)."""
    for child in element.children:
        if child.tag == "table:table-row":
            yield [cell for cell in child.children if cell.tag in {"table:table-cell", "table:covered-table-cell"}]
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
