"""Pieces of WordprocessingML that python-docx does not know: contents, page numbers, fields, ruled tables (ECMA-376
part 1, 17)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from reports.exports.documents.parts import Grid
from reports.exports.file_bytes import one_line

WIDTH_CM = 16.4
RULE, LINE = "17191C", "D9DAD5"
SMALL = 9


def bookmark(paragraph: Any, number: int) -> None:
    """A place that the table of contents leads to."""
    start = _element("bookmarkStart", id=str(number), name=f"_Toc{number:08}")
    paragraph._p.insert(1 if paragraph._p.pPr is not None else 0, start)
    paragraph._p.append(_element("bookmarkEnd", id=str(number)))


def add_contents(file: Any, entries: Sequence[tuple[int, str]]) -> None:
    """A table of contents as a field, filled already: each entry leads to its heading.

    Page numbers come when the program updates the field: only a program that sets the pages knows them.
    """
    for number, (level, text) in enumerate(entries):
        paragraph = file.add_paragraph(style=f"TOC {level}")
        if number == 0:
            _begin(paragraph._p, r'TOC \o "1-2" \h \z \u', dirty=True)
        link = _element("hyperlink", anchor=f"_Toc{number:08}", history="1")
        paragraph._p.append(link)
        link.append(_run(text))
        if number == len(entries) - 1:
            paragraph._p.append(_mark("end"))


def page_number(paragraph: Any, word: str) -> None:
    """The word for a page, and the number as a field, to the right."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    paragraph.add_run(f"{word} ")
    _begin(paragraph._p, "PAGE")
    paragraph._p.append(_run("1"))
    paragraph._p.append(_mark("end"))


def add_grid(file: Any, grid: Grid, fill_in: str, fields: Iterator[int]) -> None:
    """A table with thin rules; its header stands on each page, no row is split, and fields wait to be filled in."""
    from docx.shared import Cm

    table = file.add_table(rows=1 + len(grid.rows), cols=len(grid.header))
    table.autofit = False
    _ruled(table)
    for column, share in enumerate(grid.widths):
        table.columns[column].width = Cm(WIDTH_CM * share)
    # Read once: the library searches all of them for each row.
    rows = list(table.rows)
    for place, (row, cells) in enumerate(zip(rows, (grid.header, *grid.rows), strict=True)):
        properties = row._tr.get_or_add_trPr()
        properties.append(_element("cantSplit"))
        if place == 0:
            properties.append(_element("tblHeader"))
        for column, (cell, text) in enumerate(zip(list(row.cells), cells, strict=True)):
            cell.width = Cm(WIDTH_CM * grid.widths[column])
            paragraph = cell.paragraphs[0]
            _cell(paragraph, text, bold=place == 0, right=column in grid.numbers)
            if place and column in grid.fields:
                paragraph._p.append(_field(grid.header[column], fill_in, next(fields)))
    file.add_paragraph()


def _cell(paragraph: Any, text: str, *, bold: bool, right: bool) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(2)
    if text:
        run = paragraph.add_run(one_line(text))
        run.bold, run.font.size = bold or None, Pt(SMALL)
    if right:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _field(name: str, fill_in: str, number: int) -> Any:
    """A content control with a hint that goes away when somebody types."""
    control = _element("sdt")
    properties = _element("sdtPr")
    small = _element("rPr")
    small.append(_element("sz", val=str(2 * SMALL)))
    properties.append(small)
    properties.append(_element("alias", val=name))
    properties.append(_element("id", val=str(number)))
    properties.append(_element("showingPlcHdr"))
    properties.append(_element("text"))
    content = _element("sdtContent")
    content.append(_run(fill_in, grey=True))
    control.append(properties)
    control.append(content)
    return control


def _ruled(table: Any) -> None:
    borders = _element("tblBorders")
    for side, colour in (("top", RULE), ("bottom", RULE), ("insideH", LINE)):
        borders.append(_element(side, val="single", sz="4", space="0", color=colour))
    table._tbl.tblPr.append(borders)


def _begin(parent: Any, code: str, *, dirty: bool = False) -> None:
    """The start of a complex field up to where its result stands."""
    begin = _mark("begin")
    if dirty:
        begin[0].set(_name("dirty"), "true")
    parent.append(begin)
    run = _element("r")
    text = _element("instrText")
    text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    text.text = f" {code} "
    run.append(text)
    parent.append(run)
    parent.append(_mark("separate"))


def _mark(kind: str) -> Any:
    run = _element("r")
    run.append(_element("fldChar", fldCharType=kind))
    return run


def _run(text: str, *, grey: bool = False) -> Any:
    run = _element("r")
    if grey:
        properties = _element("rPr")
        properties.append(_element("color", val="858B93"))
        properties.append(_element("sz", val=str(2 * SMALL)))
        run.append(properties)
    found = _element("t")
    found.text = text
    found.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    run.append(found)
    return run


def _element(tag: str, **attributes: str) -> Any:
    from docx.oxml import OxmlElement

    found = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        found.set(_name(name), value)
    return found


def _name(name: str) -> str:
    from docx.oxml.ns import qn

    found: str = qn(f"w:{name}")
    return found
