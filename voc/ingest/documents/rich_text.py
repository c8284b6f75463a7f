"""Rich text (.rtf) and OpenDocument text (.odt) → text: paragraphs, headings and tables in order."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from voc.errors import EmptyError, FormatError
from voc.files.decode import tidy
from voc.files.limits import MAX_TEXT_BYTES, check_archive, check_line_length, check_size

_ODT_SKIPPED = {
    "text:tracked-changes", "office:annotation", "office:annotation-end", "text:note", "text:table-of-content",
    "office:forms", "text:sequence-decls", "text:soft-page-break", "text:user-field-decls", "text:variable-decls",
}  # fmt: skip
MAX_DEPTH = 60
"""Nesting of elements of a document: real ones stay below 20."""


def load_rtf(path: Path, name: str) -> tuple[str, tuple[str, ...]]:
    """The text of an .rtf file, a paragraph a line.

    Raises:
        EmptyError: there is no text.
        FormatError: it is no RTF, or broken.
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
    return _checked(text.replace("|\n", "\n"), name)


def load_odt(path: Path, name: str) -> tuple[str, tuple[str, ...]]:
    """The text of an .odt file, an empty line between paragraphs; comments and deleted text are left out.

    Raises:
        EmptyError: there is no text.
        FormatError: it is no .odt, hostile, or broken.
    """
    check_size(name, path.stat().st_size, MAX_TEXT_BYTES)
    check_archive(path, name)
    import odfdo
    from lxml.etree import LxmlError  # type: ignore[import-untyped]

    try:
        document = odfdo.Document(str(path))
        if document.get_type() not in {"text", "text-template"}:
            raise FormatError(f"{name}: must be a text document (.odt). Save the text as .odt, .docx or .txt.")
        bold = _bold_styles(document)
        text = "\n\n".join(_blocks(document.body, bold, 0))
    except (LxmlError, KeyError, ValueError, TypeError, AttributeError, OSError, zipfile.BadZipFile) as error:
        raise FormatError(
            f"{name}: must be an OpenDocument text (.odt), found a broken one ({type(error).__name__}). "
            "Open it in LibreOffice and save it again."
        ) from error
    return _checked(text, name)


def _checked(text: str, name: str) -> tuple[str, tuple[str, ...]]:
    text = tidy(text).strip("\n")
    if not text.strip():
        raise EmptyError(f"{name}: holds no text, perhaps only pictures. Save its text as .docx or .txt.")
    check_line_length(name, text)
    return text, ()


def _bold_styles(document: Any) -> frozenset[str]:
    """Names of the paragraph and text styles that are bold by themselves."""
    names = set()
    for family in ("paragraph", "text"):
        for style in document.get_styles(family=family):
            properties = style.get_properties(area="text") or {}
            if properties.get("fo:font-weight") == "bold" and style.name:
                names.add(style.name)
    return frozenset(names)


def _blocks(element: Any, bold: frozenset[str], depth: int) -> Iterator[str]:
    if depth > MAX_DEPTH:
        raise ValueError("elements are nested too deeply")
    for child in element.children:
        if child.tag in _ODT_SKIPPED:
            continue
        if child.tag == "text:h":
            level = child.get_attribute("text:outline-level")
            title = " ".join(_words(child, 0).split())
            if title:
                yield f"{'#' * min(int(level) if str(level).isdigit() else 1, 6)} {title}"
        elif child.tag == "text:p":
            words = _words(child, 0).strip()
            if words:
                yield f"**{words}**" if _is_bold(child, words, bold) else words
        elif child.tag == "table:table":
            yield from _table(child, bold, depth)
        else:
            yield from _blocks(child, bold, depth + 1)


def _is_bold(paragraph: Any, words: str, bold: frozenset[str]) -> bool:
    if "\n" in words or len(words) > 200 or words.endswith(":"):
        return False
    if paragraph.get_attribute("text:style-name") in bold:
        return True
    spans = [child for child in paragraph.children if child.tag == "text:span"]
    inside = "".join(_words(span, 0) for span in spans if span.get_attribute("text:style-name") in bold)
    return bool(spans) and "".join(inside.split()) == "".join(words.split())


def _table(table: Any, bold: frozenset[str], depth: int) -> Iterator[str]:
    """A small table as Markdown, a talk in a table as ``label: words``, else one paragraph a cell."""
    rows = [
        [" ".join(" ".join(_blocks(cell, frozenset(), depth + 1)).split()) for cell in cells] for cells in _rows(table)
    ]
    rows = [row for row in rows if any(row)]
    width = max((len(row) for row in rows), default=0)
    if len(rows) >= 2 and width >= 2 and len(rows) <= 20 and max(len(cell) for row in rows for cell in row) <= 60:
        lines = [f"| {' | '.join(cell.replace('|', '/') for cell in row)} |" for row in rows]
        yield "\n".join([lines[0], "|" + " --- |" * width, *lines[1:]])
        return
    for row in rows:
        cells = [cell for cell in row if cell]
        if len(cells) == 2 and len(cells[0]) <= 40:
            yield f"{cells[0].rstrip(':')}: {cells[1]}"
        else:
            yield from cells


def _rows(element: Any) -> Iterator[list[Any]]:
    for child in element.children:
        if child.tag == "table:table-row":
            yield [cell for cell in child.children if cell.tag == "table:table-cell"]
        elif child.tag.startswith("table:table-") and child.tag != "table:table-column":
            yield from _rows(child)


def _words(element: Any, depth: int) -> str:
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
            count = child.get_attribute("text:c")
            parts.append(" " * min(int(count) if str(count).isdigit() else 1, 100))
        elif child.tag not in _ODT_SKIPPED:
            parts.append(_words(child, depth + 1))
        parts.append(re.sub(r"\s+", " ", child.tail or ""))
    return "".join(parts)
