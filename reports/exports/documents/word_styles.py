"""The styles of the Word document: what is changed there changes everywhere. From python-docx's template."""

from __future__ import annotations

from typing import Any

LEAD, LABEL, NOTE, SOURCE = "Lead", "Label", "Note", "Quote Source"
TYPEFACE = "Arial"
MARGIN_CM = 2.3
"""A4, so that a line has 60–75 characters."""
_SIZES = {"Title": 26, "Heading 1": 18, "Heading 2": 13, "Heading 3": 11, "Normal": 10.5, "TOC Heading": 14}
_SPACE = {"Title": (0, 12), "Heading 1": (0, 10), "Heading 2": (18, 4), "Heading 3": (12, 3), "Normal": (0, 6)}


def new_document(colours: dict[str, str], language: str) -> Any:
    """An empty A4 document with our styles."""
    from docx import Document
    from docx.shared import Cm, Pt

    file = Document()
    section = file.sections[0]
    section.page_width, section.page_height = Cm(21.0), Cm(29.7)
    section.left_margin = section.right_margin = Cm(MARGIN_CM)
    section.top_margin = section.bottom_margin = Cm(2.3)
    for name, size in _SIZES.items():
        _letter(file.styles[name], size, colours["ink"])
    for name, (before, after) in _SPACE.items():
        form = file.styles[name].paragraph_format
        form.space_before, form.space_after = Pt(before), Pt(after)
    for name in ("Heading 1", "Heading 2", "Heading 3"):
        file.styles[name].paragraph_format.keep_with_next = True
    _border(file.styles["Title"])
    quote = file.styles["Quote"]
    _letter(quote, 11, colours["ink"], italic=False)
    form = quote.paragraph_format
    form.left_indent, form.space_before, form.space_after, form.keep_with_next = Cm(0.7), Pt(6), Pt(0), True
    _own(file, colours)
    file.styles["List Bullet"].paragraph_format.space_after = Pt(3)
    _language(file, language)
    return file


def _own(file: Any, colours: dict[str, str]) -> None:
    """Styles that the template does not have."""
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import Cm, Pt

    for name, size, tone, bold in (
        (LEAD, 12.5, "ink", False),
        (LABEL, 10.5, "ink", True),
        (NOTE, 9, "soft", False),
        (SOURCE, 9, "soft", False),
        ("TOC 1", 10.5, "ink", True),
        ("TOC 2", 10.5, "ink", False),
    ):
        style = file.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = file.styles["Normal"]
        _letter(style, size, colours[tone], bold=bold)
        style.paragraph_format.space_after = Pt(3)
    file.styles[LABEL].paragraph_format.keep_with_next = True
    file.styles[LABEL].paragraph_format.space_before = Pt(8)
    source = file.styles[SOURCE].paragraph_format
    source.left_indent, source.space_after = Cm(0.7), Pt(8)
    file.styles["TOC 2"].paragraph_format.left_indent = Cm(0.6)
    for name in ("TOC 1", "TOC 2"):
        from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER

        stop = Cm(21.0 - 2 * MARGIN_CM)
        file.styles[name].paragraph_format.tab_stops.add_tab_stop(stop, WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)


def _letter(style: Any, size: float, colour: str, *, bold: bool | None = None, italic: bool | None = None) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    font = style.font
    font.name, font.size = TYPEFACE, Pt(size)
    font.color.rgb = RGBColor(*bytes.fromhex(colour.lstrip("#")))
    if bold is not None:
        font.bold = bold
    if italic is not None:
        font.italic = italic
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for kind in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{kind}"), None)
    for kind in ("ascii", "hAnsi", "cs"):
        fonts.set(qn(f"w:{kind}"), TYPEFACE)


def _border(style: Any) -> None:
    """The template draws a blue line under the title."""
    from docx.oxml.ns import qn

    properties = style.element.get_or_add_pPr()
    for found in properties.findall(qn("w:pBdr")):
        properties.remove(found)


def _language(file: Any, language: str) -> None:
    from docx.oxml.ns import qn

    for found in file.styles.element.iter(qn("w:lang")):
        found.set(qn("w:val"), language)
