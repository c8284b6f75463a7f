"""The report as a Word document to edit: target `docx`. Real styles, contents, tables, and fields to fill in.

Where python-docx has no call, the elements follow ECMA-376 part 1, 17 (WordprocessingML).
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from reports.exports.appearance import OWN_APPEARANCE, Appearance, logo_picture
from reports.exports.file_bytes import Files, language_tag, normalize_zip, set_core_properties, single_line
from reports.exports.plain_text import in_quotation_marks, join_known
from reports.exports.report_document import (
    BulletList,
    Card,
    Drawing,
    Heading,
    Paragraph,
    Part,
    ReportDocument,
    TextTable,
    Verbatim,
    build_document,
)
from reports.exports.text_size import fit_columns, widest_word, wrap_long_words
from reports.html.look import Look
from reports.language import Catalogue, load_words
from reports.paper import PaperSize
from reports.view import build_view
from voc.schema import Analysis, Personas

LEAD, LABEL, NOTE, SOURCE = "Lead", "Label", "Note", "Quote Source"
"""Names of the styles that python-docx's template does not have."""
PARAGRAPH_STYLES = {"body": None, "lead": LEAD, "label": LABEL, "note": NOTE}
TYPEFACE = "Arial"
MARGIN_CM = 2.3
"""With 10.5-point Arial on A4 it gives lines of 60 to 75 characters."""
TABLE_POINTS = 9
LABEL_SHARE = 0.2
"""Share of a card's width that its labels take."""
CELL_PADDING = 12.0
"""Points of a cell's width beside its text: Word's own margins, and some air."""
LOGO_CM = 1.2
POINTS_PER_CM = 72 / 2.54


@dataclass(frozen=True, slots=True)
class StyleSpec:
    """A paragraph style. ``points`` None leaves the font alone, ``before`` and ``after`` None the space (in points)."""

    points: float | None
    colour: str = "ink"
    bold: bool | None = None
    italic: bool | None = None
    before: float | None = None
    after: float | None = None
    indent_cm: float | None = None
    keep_with_next: bool | None = None


TEMPLATE_STYLES = {
    "Title": StyleSpec(26, before=0, after=12),
    "Heading 1": StyleSpec(18, before=30, after=10, keep_with_next=True),
    "Heading 2": StyleSpec(13, before=18, after=4, keep_with_next=True),
    "Heading 3": StyleSpec(11, before=12, after=3, keep_with_next=True),
    "Normal": StyleSpec(10.5, before=0, after=6),
    "TOC Heading": StyleSpec(14),
    "List Bullet": StyleSpec(None, after=3),
    "Quote": StyleSpec(11, italic=False, before=6, after=0, indent_cm=0.7, keep_with_next=True),
}
"""What is changed in the styles of python-docx's template."""
OWN_STYLES = {
    LEAD: StyleSpec(12.5, bold=False),
    LABEL: StyleSpec(10.5, bold=True, before=8, keep_with_next=True),
    NOTE: StyleSpec(9, "soft", bold=False),
    SOURCE: StyleSpec(9, "soft", bold=False, after=8, indent_cm=0.7),
    "TOC 1": StyleSpec(10.5, bold=True),
    "TOC 2": StyleSpec(10.5, bold=False, indent_cm=0.6),
}


def export_docx(analysis: Analysis, personas: Personas, appearance: Appearance = OWN_APPEARANCE) -> Files:
    """Target ``docx``: the report as text, in the language of the study."""
    view, words = build_view(analysis, personas), load_words(analysis.language)
    return {"report.docx": render_docx(build_document(view, words), words, appearance)}


def render_docx(document: ReportDocument, words: Catalogue, appearance: Appearance = OWN_APPEARANCE) -> bytes:
    """The document as a file; the same document gives the same bytes."""
    title, language, look = single_line(document.title), language_tag(words.language), appearance.look
    paper = appearance.paper_size(words.language)
    width_cm = paper.width_cm - 2 * MARGIN_CM
    file = _new_file(look.colours, language, paper, width_cm)
    set_core_properties(file.core_properties, title, language)
    _add_brand(file, look)
    file.add_paragraph(title, style="Title")
    for number, line in enumerate(document.lines):
        file.add_paragraph(single_line(line), style=LEAD if number == 0 else None)
    file.add_paragraph(words("page.contents"), style="TOC Heading")
    _add_contents(file, [heading for heading in document.headings if heading.level < 3])
    file.add_paragraph(words("document.update"), style=NOTE)
    writer = _PartWriter(file, words, look.colours, width_cm)
    for part in document.parts:
        writer.add(part)
    section = file.sections[0]
    section.header.paragraphs[0].text = title
    _add_page_number(section.footer.paragraphs[0], join_known(single_line(look.footer), words("document.page")))
    buffer = io.BytesIO()
    file.save(buffer)
    return normalize_zip(buffer.getvalue())


def _add_brand(file: Any, look: Look) -> None:
    """The logo and the line above the title."""
    picture = logo_picture(look)
    if picture:
        drawn = file.add_picture(io.BytesIO(picture), height=Cm(LOGO_CM))
        # python-docx has no call for the alternative text.
        drawn._inline.docPr.set("descr", single_line(look.logo_text))
    if look.kicker.strip():
        file.add_paragraph(single_line(look.kicker), style=NOTE)


class _PartWriter:
    """Appends parts to a file and numbers its bookmarks and fields."""

    def __init__(self, file: Any, words: Catalogue, colours: dict[str, str], width_cm: float) -> None:
        self.file, self.words, self.colours, self.width_cm = file, words, colours, width_cm
        self.bookmarks, self.field_ids = count(), count(1)

    def add(self, part: Part) -> None:
        """Append a part. Pictures are left to their tables: nobody could edit a drawing.

        No heading begins a page: only a program that lays out pages knows whether that leaves one nearly white.
        """
        if isinstance(part, Heading):
            paragraph = self.file.add_paragraph(single_line(part.text), style=f"Heading {part.level}")
            if part.level < 3:
                _add_bookmark(paragraph, next(self.bookmarks))
        elif isinstance(part, Paragraph):
            self.file.add_paragraph(single_line(part.text), style=PARAGRAPH_STYLES[part.style])
        elif isinstance(part, Verbatim):
            self._add_words(self.file.add_paragraph(style="Quote"), part)
            self.file.add_paragraph(single_line(part.source), style=SOURCE)
        elif isinstance(part, BulletList):
            for line in part.lines:
                self.file.add_paragraph(single_line(line), style="List Bullet")
        elif isinstance(part, TextTable):
            self._add_table(part)
        elif isinstance(part, Card):
            self._add_card(part)
        elif isinstance(part, Drawing) and part.table:
            self.file.add_paragraph(single_line(part.picture.title), style=PARAGRAPH_STYLES["label"])
            self._add_table(part.table)
            self.file.add_paragraph(single_line(part.picture.measure), style=NOTE)

    def _add_words(self, paragraph: Any, part: Verbatim) -> None:
        run = paragraph.add_run(in_quotation_marks(single_line(part.quote.text), self.words))
        # Without its own language every English quote would be underlined by a German spell checker.
        run._r.get_or_add_rPr().append(_element("lang", val=language_tag(part.quote.language, "en")))

    def _add_table(self, table: TextTable) -> None:
        """Add a table. Its header is repeated on each page, and fields to fill in are marked."""
        texts = [table.header, *table.rows]
        points = self.width_cm * POINTS_PER_CM
        widths = fit_columns(texts, points, TABLE_POINTS, CELL_PADDING)
        hint = self.words("document.fill_in")
        for number, row in enumerate(self._new_table(len(texts), widths)):
            if number == 0:
                row._tr.get_or_add_trPr().append(_element("tblHeader"))
            for column, (cell, text) in enumerate(zip(list(row.cells), texts[number], strict=True)):
                paragraph = cell.paragraphs[0]
                fitted = wrap_long_words(text, widths[column] - CELL_PADDING, TABLE_POINTS)
                _fill_cell(paragraph, fitted, bold=number == 0, right=column in table.numeric)
                if number and column in table.to_fill_in:
                    paragraph._p.append(
                        _field_to_fill_in(table.header[column], hint, self.colours["mid"], next(self.field_ids))
                    )
        self.file.add_paragraph()

    def _add_card(self, card: Card) -> None:
        """Add a table whose rows stay together; a quote and its source are one paragraph, to save room."""
        points = self.width_cm * POINTS_PER_CM
        label = widest_word([row.label for row in card.rows], TABLE_POINTS, bold=True) + CELL_PADDING
        label = max(points * LABEL_SHARE, label)
        rows = self._new_table(len(card.rows), [label, points - label])
        # The last row is not kept with what follows the card.
        for number, (row, drawn) in enumerate(zip(card.rows, rows, strict=True), 1):
            cells = list(drawn.cells)
            _fill_cell(cells[0].paragraphs[0], row.label, bold=True, right=False)
            for place, line in enumerate(row.lines):
                paragraph = cells[1].add_paragraph() if place else cells[1].paragraphs[0]
                self._add_card_line(paragraph, line)
            for paragraph in (paragraph for cell in cells for paragraph in cell.paragraphs):
                paragraph.paragraph_format.keep_with_next = number < len(card.rows) or None
        self.file.add_paragraph()

    def _add_card_line(self, paragraph: Any, line: Paragraph | Verbatim) -> None:
        paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(2)
        if isinstance(line, Paragraph):
            paragraph.style = PARAGRAPH_STYLES[line.style] or "Normal"
            run = paragraph.add_run(single_line(line.text))
        else:
            self._add_words(paragraph, line)
            run = paragraph.add_run(f" {single_line(line.source)}")
            run.font.color.rgb = RGBColor(*bytes.fromhex(self.colours["soft"].lstrip("#")))
        if paragraph.style.name == "Normal":
            for part in paragraph.runs:
                part.font.size = Pt(TABLE_POINTS)

    def _new_table(self, n_rows: int, widths: Sequence[float]) -> list[Any]:
        """The rows of a new table with thin rules and these widths in points; no row is split over pages."""
        drawn = self.file.add_table(rows=n_rows, cols=len(widths))
        # Word and LibreOffice would otherwise set the widths by the texts, each in its own way.
        drawn.autofit = False
        rules = [
            _element(side, val="single", sz="4", space="0", color=self.colours[colour].lstrip("#"))
            for side, colour in (("top", "rule"), ("bottom", "rule"), ("insideH", "line"))
        ]
        drawn._tbl.tblPr.append(_element("tblBorders", *rules))
        # Listed once: python-docx searches the whole table for each row.
        rows = list(drawn.rows)
        for column, width in enumerate(widths):
            drawn.columns[column].width = Pt(width)
        for row in rows:
            row._tr.get_or_add_trPr().append(_element("cantSplit"))
            for cell, width in zip(list(row.cells), widths, strict=True):
                cell.width = Pt(width)
        return rows


def _new_file(colours: dict[str, str], language: str, paper: PaperSize, width_cm: float) -> Any:
    """An empty document with our styles, made from python-docx's template."""
    file = Document()
    section = file.sections[0]
    section.page_width, section.page_height = Cm(paper.width_cm), Cm(paper.height_cm)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(MARGIN_CM)
    for name, spec in TEMPLATE_STYLES.items():
        _apply(spec, file.styles[name], colours)
    for name, spec in OWN_STYLES.items():
        style = file.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = file.styles["Normal"]
        style.paragraph_format.space_after = Pt(3)
        _apply(spec, style, colours)
    for name in ("TOC 1", "TOC 2"):
        tab_stops = file.styles[name].paragraph_format.tab_stops
        tab_stops.add_tab_stop(Cm(width_cm), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
    # The template draws a blue line under the title.
    title = file.styles["Title"].element.get_or_add_pPr()
    for border in title.findall(qn("w:pBdr")):
        title.remove(border)
    for element in file.styles.element.iter(qn("w:lang")):
        element.set(qn("w:val"), language)
    return file


def _apply(spec: StyleSpec, style: Any, colours: dict[str, str]) -> None:
    """Set what a spec says; None would delete a value of the template, so it is skipped."""
    paragraph = style.paragraph_format
    for name, value in (
        ("space_before", None if spec.before is None else Pt(spec.before)),
        ("space_after", None if spec.after is None else Pt(spec.after)),
        ("left_indent", None if spec.indent_cm is None else Cm(spec.indent_cm)),
        ("keep_with_next", spec.keep_with_next),
    ):
        if value is not None:
            setattr(paragraph, name, value)
    if spec.points is None:
        return
    font = style.font
    font.name, font.size = TYPEFACE, Pt(spec.points)
    font.color.rgb = RGBColor(*bytes.fromhex(colours[spec.colour].lstrip("#")))
    for name, flag in (("bold", spec.bold), ("italic", spec.italic)):
        if flag is not None:
            setattr(font, name, flag)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    # The typefaces of the template's theme would win over the one set here.
    for kind in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{kind}"), None)
    for kind in ("ascii", "hAnsi", "cs"):
        fonts.set(qn(f"w:{kind}"), TYPEFACE)


def _bookmark_name(number: int) -> str:
    return f"_Toc{number:08}"


def _add_bookmark(paragraph: Any, number: int) -> None:
    start = _element("bookmarkStart", id=str(number), name=_bookmark_name(number))
    # The properties of a paragraph must stay its first element.
    paragraph._p.insert(1 if paragraph._p.pPr is not None else 0, start)
    paragraph._p.append(_element("bookmarkEnd", id=str(number)))


def _add_contents(file: Any, headings: Sequence[Heading]) -> None:
    """Add a table of contents as a field that is filled already: each entry leads to its heading.

    Page numbers appear when the program updates the field: only a program that lays out pages knows them.
    """
    for number, heading in enumerate(headings):
        paragraph = file.add_paragraph(style=f"TOC {heading.level}")
        if number == 0:
            _begin_field(paragraph._p, r'TOC \o "1-2" \h \z \u', dirty=True)
        # A hyperlink to the bookmark works at once, before the field is updated.
        text = _element("r", _text_element("t", single_line(heading.text)))
        paragraph._p.append(_element("hyperlink", text, anchor=_bookmark_name(number), history="1"))
        if number == len(headings) - 1:
            paragraph._p.append(_field_mark("end"))


def _add_page_number(paragraph: Any, label: str) -> None:
    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    paragraph.add_run(f"{label} ")
    _begin_field(paragraph._p, "PAGE")
    paragraph._p.extend([_element("r", _text_element("t", "1")), _field_mark("end")])


def _begin_field(parent: Any, code: str, *, dirty: bool = False) -> None:
    """Append a complex field up to the place of its result; a dirty one is updated when the file is opened."""
    begin = _field_mark("begin")
    if dirty:
        begin[0].set(qn("w:dirty"), "true")
    instruction = _element("r", _text_element("instrText", f" {code} "))
    parent.extend([begin, instruction, _field_mark("separate")])


def _field_mark(kind: str) -> Any:
    return _element("r", _element("fldChar", fldCharType=kind))


def _fill_cell(paragraph: Any, text: str, *, bold: bool, right: bool) -> None:
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(2)
    if text:
        run = paragraph.add_run(single_line(text))
        run.bold, run.font.size = bold or None, Pt(TABLE_POINTS)
    if right:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _field_to_fill_in(name: str, hint: str, colour: str, number: int) -> Any:
    """A content control whose hint disappears when somebody types."""
    size = str(2 * TABLE_POINTS)
    grey = _element("rPr", _element("color", val=colour.lstrip("#")), _element("sz", val=size))
    return _element(
        "sdt",
        _element(
            "sdtPr",
            # The format of what is typed: without it, the text would be larger than the rest of the table.
            _element("rPr", _element("sz", val=size)),
            _element("alias", val=name),
            _element("id", val=str(number)),
            _element("showingPlcHdr"),
            _element("text"),
        ),
        _element("sdtContent", _element("r", grey, _text_element("t", hint))),
    )


def _text_element(tag: str, text: str) -> Any:
    element = _element(tag)
    element.text = text
    # Otherwise Word drops blanks at both ends.
    element.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return element


def _element(tag: str, *children: Any, **attributes: str) -> Any:
    element = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), value)
    element.extend(children)
    return element
