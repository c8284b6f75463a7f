"""The report as a Word document for editing: real styles, a table of contents, tables, fields to fill in."""

from __future__ import annotations

import io
from itertools import count
from typing import Any

from reports.exports.documents.parts import Bullets, Document, Grid, Heading, Part, Said, Text
from reports.exports.documents.word_styles import LABEL, LEAD, NOTE, SOURCE, new_document
from reports.exports.documents.wordprocessing import add_contents, add_grid, bookmark, page_number
from reports.exports.file_bytes import describe, one_line, repacked, tag_of
from reports.exports.material import material
from reports.exports.report_document import document_of
from reports.html.colours import tokens
from reports.language import Catalogue
from voc.schema import Analysis, Personas

MARKS = {"de": ("„", "“"), "en": ("“", "”")}
KINDS = {"body": None, "lead": LEAD, "label": LABEL, "note": NOTE}


def docx(analysis: Analysis, personas: Personas) -> dict[str, bytes]:
    """Target ``docx``: the report as text, in the language of the study."""
    view, facts = material(analysis, personas)
    return {"report.docx": render_docx(document_of(view, facts.words), facts.words)}


def render_docx(document: Document, words: Catalogue) -> bytes:
    """The document as a file; the same document gives the same bytes."""
    language = tag_of(words.language)
    file = new_document(tokens()[0], language)
    describe(file.core_properties, one_line(document.title), language)
    file.add_paragraph(one_line(document.title), style="Title")
    for place, line in enumerate(document.lines):
        file.add_paragraph(one_line(line), style=None if place else LEAD)
    headings = [part for part in document.parts if isinstance(part, Heading) and part.level < 3]
    file.add_paragraph(words("page.contents"), style="TOC Heading")
    add_contents(file, [(one.level, one_line(one.text)) for one in headings])
    file.add_paragraph(words("document.update"), style=NOTE)
    pen = _Pen(file, words)
    for part in document.parts:
        pen.draw(part)
    section = file.sections[0]
    section.header.paragraphs[0].text = one_line(document.title)
    page_number(section.footer.paragraphs[0], words("document.page"))
    buffer = io.BytesIO()
    file.save(buffer)
    return repacked(buffer.getvalue())


class _Pen:
    """A document that is being written."""

    def __init__(self, file: Any, words: Catalogue) -> None:
        self.file, self.words, self.marks, self.fields = file, words, count(), count(1)

    def draw(self, part: Part) -> None:
        """A part after the others. The curve is left to the table of phases: a picture could not be edited."""
        if isinstance(part, Heading):
            paragraph = self.file.add_paragraph(one_line(part.text), style=f"Heading {part.level}")
            paragraph.paragraph_format.page_break_before = part.page or None
            if part.level < 3:
                bookmark(paragraph, next(self.marks))
        elif isinstance(part, Text):
            self.file.add_paragraph(one_line(part.text), style=KINDS[part.kind])
        elif isinstance(part, Said):
            self._said(part)
        elif isinstance(part, Bullets):
            for line in part.lines:
                self.file.add_paragraph(one_line(line), style="List Bullet")
        elif isinstance(part, Grid):
            add_grid(self.file, part, self.words("document.fill_in"), self.fields)

    def _said(self, part: Said) -> None:
        quote = part.quote
        opening, closing = MARKS[self.words.language]
        paragraph = self.file.add_paragraph(style="Quote")
        run = paragraph.add_run(f"{opening}{one_line(quote.text)}{closing}")
        language = run._r.get_or_add_rPr().makeelement(_w("lang"), {_w("val"): tag_of(quote.language, "en")})
        run._r.rPr.append(language)
        self.file.add_paragraph(one_line(part.source), style=SOURCE)


def _w(name: str) -> str:
    from docx.oxml.ns import qn

    found: str = qn(f"w:{name}")
    return found
