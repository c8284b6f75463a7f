"""Read Word documents (.docx): paragraphs, headings, tables and text boxes in their order.

Tracked changes count as accepted. Comments, footnotes, deleted and hidden text are left out and counted: they are not
part of an interview.
"""

from __future__ import annotations

import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from voc.errors import FormatError
from voc.files.decode import count_characters, count_letters
from voc.files.limits import MAX_TEXT_BYTES, check_archive, check_size
from voc.ingest.documents.document_tables import TableNotes, table_lines
from voc.ingest.documents.paragraphs import MAX_HEADING, checked_text, left_out_note
from voc.ingest.file_content import DocumentText
from voc.schema import Reason

MAX_DEPTH = 60
"""Nesting of content controls, tables and text boxes; real documents stay below ten."""

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_TEXT_BOX = f"{_W}txbxContent"
# Word stores a text box twice: once more as a fallback for old versions.
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_SKIPPED = {f"{_W}moveFrom", f"{_W}del", _TEXT_BOX, f"{_W}footnoteReference", _FALLBACK}
_DELETED = {f"{_W}del", f"{_W}moveFrom"}
_NOTE_PARTS = {
    "comments": ("/comments", f"{_W}comment"),
    "footnotes": ("/footnotes", f"{_W}footnote"),
    "endnotes": ("/endnotes", f"{_W}endnote"),
}
"""What is left out → the end of the relationship type of its part, and its element."""


def load_docx(path: Path, name: str) -> DocumentText:
    """The paragraphs, tables and text boxes of a Word document, separated by empty lines.

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
        reader = _DocxReader(docx.Document(str(path)))
        text = "\n\n".join(reader.blocks())
        notes = reader.notes()
        left_out = reader.left_out(text)
    except broken as error:
        raise FormatError(
            f"{name}: must be a Word document (.docx), found a broken one ({type(error).__name__}). "
            "Open it in Word or LibreOffice and save it again."
        ) from error
    return replace(checked_text(text, name, notes), left_out=left_out)


@dataclass(slots=True)
class _DocxReader:
    """Reads one document, and counts its text boxes and what is left out."""

    document: Any
    n_text_boxes: int = 0
    n_remarks: int = 0
    n_hidden: int = 0
    tables: TableNotes = field(default_factory=TableNotes)

    def blocks(self) -> Iterator[str]:
        """The paragraphs, with headings and bold ones marked."""
        yield from self._blocks(self.document.element.body, 0)

    def notes(self) -> tuple[str, ...]:
        """What was left out, and where text boxes were put."""
        left_out: Counter[str] = Counter()
        for relation in self.document.part.rels.values():
            for kind, (end, tag) in _NOTE_PARTS.items():
                if relation.reltype.endswith(end) and not relation.is_external:
                    texts = _note_texts(relation.target_part, tag)
                    left_out[kind] += len(texts)
                    self.n_remarks += sum(map(count_characters, texts))
        body = self.document.element.body
        deleted = [
            "".join(text.text or "" for text in passage.iter(f"{_W}delText", f"{_W}t"))
            for tag in _DELETED
            for passage in body.iter(tag)
        ]
        left_out["deleted passages"] = sum(map(bool, deleted))
        self.n_remarks += sum(map(count_characters, deleted))
        hidden = [
            "".join(text.text or "" for text in run.findall(f"{_W}t")) for run in body.iter(f"{_W}r") if _is_hidden(run)
        ]
        left_out["hidden passages"] = sum(map(bool, hidden))
        self.n_hidden += sum(map(count_characters, hidden))
        left_out["embedded documents"] = sum(1 for _ in body.iter(f"{_W}altChunk"))
        notes = [*self.tables.sentences(), *left_out_note(left_out)]
        if n := self.n_text_boxes:
            boxes = "1 text box was" if n == 1 else f"{n} text boxes were"
            notes.append(f"{boxes} read below the paragraph where {'it is' if n == 1 else 'they are'} anchored.")
        return tuple(notes)

    def left_out(self, text: str) -> dict[Reason, int]:
        """The characters of the document that are not in the text; of columns of tables, the letters."""
        n_letters = count_letters("".join(_texts(self.document.element.body)))
        n_lost = n_letters - count_letters(text) - self.tables.n_letters
        return {
            "remarks": self.n_remarks,
            "hidden text": self.n_hidden,
            "columns not read": self.tables.n_letters,
            "unexplained": max(n_lost, 0),
        }

    def _blocks(self, element: Any, depth: int) -> Iterator[str]:
        if depth > MAX_DEPTH:
            raise ValueError("elements are nested too deeply")
        for child in element:
            if child.tag == f"{_W}p":
                if text := _text(child).strip():
                    yield self._paragraph(child, text)
                yield from self._text_boxes(child, depth)
            elif child.tag == f"{_W}tbl":
                yield from table_lines(list(self._rows(child, depth)), self.tables)
            elif child.tag not in _SKIPPED:
                # Content controls (w:sdt), custom XML and inserted paragraphs hold blocks like those of the body.
                yield from self._blocks(child, depth + 1)

    def _paragraph(self, element: Any, text: str) -> str:
        """The text of a paragraph, marked when it is a heading or bold throughout."""
        from docx.text.paragraph import Paragraph

        paragraph = Paragraph(element, self.document._body)
        style = (paragraph.style.name or "") if paragraph.style is not None else ""
        level = style.removeprefix("Heading ") if style.startswith("Heading ") else "1" if style == "Title" else ""
        if level.isdigit():
            return f"{'#' * min(int(level), 6)} {' '.join(text.split())}"
        runs = [run for run in paragraph.runs if run.text.strip()]
        # A bold paragraph that ends with a colon is the label of the turn below it, not a heading.
        is_heading = "\n" not in text and len(text) <= MAX_HEADING and not text.endswith(":")
        return f"**{text}**" if is_heading and runs and all(run.bold for run in runs) else text

    def _text_boxes(self, paragraph: Any, depth: int) -> Iterator[str]:
        for box in _outermost(paragraph, _TEXT_BOX, depth):
            lines = list(self._blocks(box, depth + 1))
            self.n_text_boxes += bool(lines)
            yield from lines

    def _rows(self, element: Any, depth: int) -> Iterator[list[str]]:
        """The cells of each row; rows and cells may be in content controls."""
        for row in _outermost(element, f"{_W}tr", depth):
            cells: list[str] = []
            for cell in _outermost(row, f"{_W}tc", depth):
                cells.append(" ".join(" ".join(self._cell_blocks(cell, depth + 1)).split()))
                # A cell that spans columns is followed by empty ones, so that the columns below it stay in place.
                span = cell.find(f"{_W}tcPr/{_W}gridSpan")
                width = span.get(f"{_W}val", "1") if span is not None else "1"
                cells += [""] * (min(int(width), 100) - 1 if width.isdecimal() else 0)
            yield cells

    def _cell_blocks(self, cell: Any, depth: int) -> Iterator[str]:
        if depth > MAX_DEPTH:
            raise ValueError("elements are nested too deeply")
        for child in cell:
            if child.tag == f"{_W}p":
                yield _text(child)
                yield from self._text_boxes(child, depth)
            elif child.tag == f"{_W}tbl":
                yield from (" ".join(row) for row in self._rows(child, depth + 1))
            elif child.tag not in _SKIPPED:
                yield from self._cell_blocks(child, depth + 1)


def _outermost(element: Any, tag: str, depth: int) -> Iterator[Any]:
    """The elements with this tag below ``element`` that are in no other one of them, and in nothing that is skipped."""
    if depth > MAX_DEPTH:
        raise ValueError("elements are nested too deeply")
    for child in element:
        if child.tag == tag:
            yield child
        elif child.tag not in _SKIPPED:
            yield from _outermost(child, tag, depth + 1)


def _texts(element: Any) -> Iterator[str]:
    """All texts below an element that somebody sees who opens the document."""
    for child in element:
        if child.tag == f"{_W}t":
            yield child.text or ""
        # Text boxes are skipped where the words of a paragraph are read, and read below it.
        elif child.tag == _TEXT_BOX or not (child.tag in _SKIPPED or _is_hidden(child)):
            yield from _texts(child)


def _note_texts(part: Any, tag: str) -> list[str]:
    """The comments or notes of a part that have words; Word keeps separator lines among the footnotes."""
    from voc.files.limits import parse_xml

    root = parse_xml(part.blob, "notes")
    texts = ("".join(text.text or "" for text in note.iter(f"{_W}t")) for note in root.iter(tag))
    return [text for text in texts if text.strip()]


def _text(element: Any) -> str:
    """All text below an element: inserted text counts, deleted and moved-away text does not."""
    parts: list[str] = []
    for child in element:
        if child.tag in _SKIPPED or _is_hidden(child):
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
            parts.append(_text(child))
    return "".join(parts)


def _is_hidden(element: Any) -> bool:
    """Whether an element is a run with Word's format "hidden"."""
    mark = element.find(f"{_W}rPr/{_W}vanish") if element.tag == f"{_W}r" else None
    return mark is not None and mark.get(f"{_W}val", "1") not in {"0", "false", "off"}
