"""Read the texts of files that are about to leave the house, each with the place where a person finds it.

A place is named as the program that opens the file names it: a sheet with its row, a slide, a page, a line, the
anchor of a part of a page. Every format that `voc export` writes has a reader here; pictures have no text.
"""

from __future__ import annotations

import csv
import io
import json
import unicodedata
import zipfile
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath
from typing import Any

Placed = tuple[str, str]
"""A place inside a file, and a text there."""

_MAX_DEPTH = 2
"""Archives inside archives that are opened: a .qdpx holds .docx files."""
_INLINE = frozenset(
    {"a", "abbr", "b", "bdi", "br", "cite", "code", "em", "i", "mark", "q", "small", "span", "strong", "u"}
)
"""Elements of a page that do not end a sentence."""
_SHOWN = ("alt", "title", "aria-label", "placeholder", "content", "data-name")
"""Attributes of a page that hold words for people."""
_OFFICE = frozenset({".docx", ".pptx", ".xlsx"})
_CODE = frozenset({"script", "style"})
_APPLICATION = "docProps/app.xml"
"""Names the program that a format asks for ("Microsoft Macintosh Word"), and nobody."""
_SOFT_HYPHENS = str.maketrans("", "", "\u00ad\ufffe")
"""Pages of a PDF have them where a word goes on in the next line."""


def read_output(path: str, content: bytes) -> Iterator[Placed]:
    """The texts of a file with their places, in the order of the file; texts are in composed form and never empty.

    Args:
        path: of the file, below the folder that is written; its ending says what the file is.
        content: of the file.
    """
    for place, text in _read(path, content, 0):
        if written := unicodedata.normalize("NFC", " ".join(text.translate(_SOFT_HYPHENS).split())):
            yield place, written


def _read(path: str, content: bytes, depth: int) -> Iterator[Placed]:
    suffix = PurePosixPath(path).suffix.lower()
    if suffix in _OFFICE and not zipfile.is_zipfile(io.BytesIO(content)):
        yield from _lines(content)
    elif suffix in _READERS:
        yield from _READERS[suffix](content)
    elif depth <= _MAX_DEPTH and zipfile.is_zipfile(io.BytesIO(content)):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for member in archive.namelist():
                yield from (
                    (f"{member}, {place}", text) for place, text in _read(member, archive.read(member), depth + 1)
                )


def _lines(content: bytes) -> Iterator[Placed]:
    for number, line in enumerate(content.decode("utf-8-sig", "replace").splitlines(), 1):
        yield f"line {number}", line


def _rows(content: bytes) -> Iterator[Placed]:
    rows = csv.reader(io.StringIO(content.decode("utf-8-sig", "replace"), newline=""))
    head = next(rows, [])
    yield from (("row 1", name) for name in head)
    for number, row in enumerate(rows, 2):
        names = [*head, *[""] * len(row)]
        yield from ((f"row {number}, {name}", cell) for name, cell in zip(names, row, strict=False))


def _json(content: bytes) -> Iterator[Placed]:
    try:
        yield from _values(json.loads(content.decode("utf-8-sig")), "")
    except ValueError:
        yield from _lines(content)


def _values(value: Any, path: str) -> Iterator[Placed]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from _values(item, f"{path}[{number}]")
    elif isinstance(value, dict):
        for name, item in value.items():
            yield path, name
            yield from _values(item, f"{path}.{name}" if path else name)


def _page(content: bytes) -> Iterator[Placed]:
    from lxml import etree, html  # type: ignore[import-untyped]

    root = html.document_fromstring(content.decode("utf-8", "replace"))
    anchors: dict[Any, str] = {}
    words: list[str] = []
    place = ""
    for event, element in etree.iterwalk(root, events=("start", "end")):
        name = element.tag if isinstance(element.tag, str) else ""
        if event == "start":
            parent = element.getparent()
            anchors[element] = element.get("id") or (anchors.get(parent, "") if parent is not None else "")
            yield from ((_anchor(anchors[element]), element.get(key)) for key in _SHOWN if element.get(key))
        if name not in _INLINE:
            yield place, "".join(words)
            words = []
        place = _anchor(anchors[element] if event == "start" else anchors.get(element.getparent(), ""))
        text = element.text if event == "start" else element.tail
        is_code = event == "start" and name in _CODE
        # A script may carry the data of the page, which people see once it has run.
        if is_code and "json" in element.get("type", "") and text:
            yield from ((place, value) for _, value in _values(json.loads(text), ""))
        words += [" " if name == "br" else "", "" if is_code else text or ""]
    yield place, "".join(words)


def _anchor(anchor: str) -> str:
    # The head of a page, before its first anchor, has no place of its own.
    return f"#{anchor}" if anchor else ""


def _drawing(content: bytes) -> Iterator[Placed]:
    """XML that is no page: the text of each element, and its attributes with words."""
    from lxml import etree

    for element in _elements(content):
        if etree.QName(element).localname in _CODE:
            continue
        for text in (element.text, element.tail, *element.attrib.values()):
            if text and not text.isspace():
                yield f"line {element.sourceline}", text


def _paragraphs(what: str) -> Callable[[bytes], Iterator[Placed]]:
    def read(content: bytes) -> Iterator[Placed]:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for member in sorted(archive.namelist()):
                if member.endswith(".xml") and member != _APPLICATION:
                    yield from _part(member, archive.read(member), what)

    return read


def _part(member: str, content: bytes, what: str) -> Iterator[Placed]:
    stem = PurePosixPath(member).stem
    paragraphs = list(_elements(content, "{*}p"))
    for number, paragraph in enumerate(paragraphs, 1):
        # "slide12" and "notesSlide12" are files of one slide each; a document is a single file of many paragraphs.
        place = f"{what} {number}" if stem == "document" else stem
        yield place, "".join(text.text or "" for text in paragraph.iter("{*}t"))
    if not paragraphs and member.startswith("docProps/"):
        yield from ((stem, element.text or "") for element in _elements(content))
    # What a picture shows is said to those who cannot see it.
    yield from ((stem, element.get("descr") or "") for element in _elements(content, "{*}docPr", "{*}cNvPr"))


def _elements(content: bytes, *tags: str) -> Iterator[Any]:
    """The elements of XML, of these tags if there are any; what is damaged is read as far as it can be."""
    from lxml import etree

    root = etree.fromstring(content, etree.XMLParser(resolve_entities=False, huge_tree=True, recover=True))
    return iter(()) if root is None else root.iter(*(tags or ("{*}*",)))


def _workbook(content: bytes) -> Iterator[Placed]:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    except CalamineError:
        # A damaged workbook still holds its words, in the parts of an archive.
        yield from _read("workbook.zip", content, 0)
        return
    for sheet in book.sheet_names:
        yield "sheet names", sheet
        for number, row in enumerate(book.get_sheet_by_name(sheet).to_python(skip_empty_area=False), 1):
            yield from ((f"{sheet}, row {number}", cell) for cell in row if isinstance(cell, str))


def _columns(content: bytes) -> Iterator[Placed]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    table = pq.read_table(io.BytesIO(content))
    for name, column in zip(table.column_names, table.columns, strict=True):
        yield "columns", name
        if pa.types.is_string(column.type) or pa.types.is_large_string(column.type) or pa.types.is_nested(column.type):
            for number, value in enumerate(column.to_pylist(), 1):
                yield from ((f"row {number}, {name}", text) for _, text in _values(value, ""))


def _pdf(content: bytes) -> Iterator[Placed]:
    import pypdfium2  # type: ignore[import-untyped]

    document = pypdfium2.PdfDocument(content)
    try:
        for number, page in enumerate(document, 1):
            # Lines end anywhere in a sentence, so that a page is read as a whole.
            yield f"page {number}", page.get_textpage().get_text_range()
    finally:
        document.close()


_READERS: dict[str, Callable[[bytes], Iterator[Placed]]] = {
    **dict.fromkeys((".csv", ".tsv"), _rows),
    **dict.fromkeys((".html", ".xhtml"), _page),
    **dict.fromkeys((".json",), _json),
    **dict.fromkeys((".md", ".mmd", ".txt"), _lines),
    **dict.fromkeys((".qdc", ".qde", ".svg", ".xml"), _drawing),
    ".docx": _paragraphs("paragraph"),
    ".parquet": _columns,
    ".pdf": _pdf,
    ".pptx": _paragraphs("slide"),
    ".xlsx": _workbook,
}
"""What reads the texts of a file, by its ending."""
