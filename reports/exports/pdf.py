"""The report as PDF, set by Typst: page numbers, contents, bookmarks, and tags for screen readers (PDF/UA-1)."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import UTC
from importlib.resources import files
from typing import Any

from reports.exports.documents.parts import Bullets, Curve, Document, Grid, Heading, Part, Said, Text
from reports.exports.documents.pdf_curve import curve_svg
from reports.exports.file_bytes import STAMP, one_line
from reports.exports.material import material
from reports.exports.report_document import document_of
from reports.exports.targets import missing
from reports.html.colours import tokens
from reports.language import Catalogue
from reports.view import View
from voc.errors import OutputError, UsageError
from voc.schema import Analysis, Personas

FONT = "Libertinus Serif"
"""Comes with Typst. Letters that it does not have (emoji, Arabic, Chinese) come from this computer's fonts."""
MARKS = {"de": ("„", "“"), "en": ("“", "”")}
COLOURS = ("ink", "soft", "line")
TITLE = 80
"""Characters of the title at the top of each page."""
_LONG_WORD = re.compile(r"(\S{30})(?=\S)")
_BREAK = "\u200b"
"""A line may break here, unseen."""


def pdf(analysis: Analysis, personas: Personas) -> dict[str, bytes]:
    """Target ``pdf``: the report to print and to send, in the language of the study.

    Raises:
        UsageError: the extra `pdf` is not installed.
        OutputError: the pages could not be set.
    """
    if "pdf" in missing():
        raise UsageError(
            "PDF needs the extra `pdf`, which is not installed. Install it with: pip install 'voc-personas[pdf]'."
        )
    view, facts = material(analysis, personas)
    return {"report.pdf": render_pdf(document_of(view, facts.words), view, facts.words)}


def render_pdf(document: Document, view: View, words: Catalogue) -> bytes:
    """The pages as a file; the same document gives the same bytes on the same computer."""
    import typst

    colours = tokens()[0]
    data = {
        "title": _text(document.title) or "–",
        "short": _text(document.title)[:TITLE],
        "lines": [_text(line) for line in document.lines],
        "language": words.language,
        "font": FONT,
        "colours": {name: colours[name] for name in COLOURS},
        "words": {"contents": words("page.contents"), "page": words("document.page")},
        "parts": [_part(part, view, words, colours) for part in document.parts],
    }
    try:
        return _set(data, tagged=True)
    except typst.TypstError:
        # The standard forbids letters that no font of this computer has; the report is not held back for an emoji.
        pass
    try:
        return _set(data, tagged=False)
    except typst.TypstError as error:
        raise OutputError(
            "report.pdf: the pages could not be set. Export docx and print that; please report it with `voc --debug`."
        ) from error


def _set(data: Mapping[str, Any], *, tagged: bool) -> bytes:
    """The pages; ``tagged`` when they must hold to PDF/UA-1."""
    import typst

    made: bytes = typst.compile(
        files("reports.exports").joinpath("pdf.typ").read_bytes(),
        format="pdf",
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        pdf_standards=["ua-1"] if tagged else [],
        timestamp=int(STAMP.replace(tzinfo=UTC).timestamp()),
    )
    return made


def _part(part: Part, view: View, words: Catalogue, colours: Mapping[str, str]) -> dict[str, Any]:
    if isinstance(part, Heading):
        return {"kind": "heading", "level": part.level, "text": _text(part.text) or "–", "page": part.page}
    if isinstance(part, Text):
        return {"kind": part.kind, "text": _text(part.text)}
    if isinstance(part, Said):
        opening, closing = MARKS[words.language]
        text = f"{opening}{_text(part.quote.text)}{closing}"
        language = part.quote.language if re.fullmatch("[a-z]{2}", part.quote.language) else words.language
        return {"kind": "said", "text": text, "source": _text(part.source), "language": language}
    if isinstance(part, Bullets):
        return {"kind": "bullets", "lines": [_text(line) for line in part.lines]}
    if isinstance(part, Grid):
        return {
            "kind": "grid",
            "header": [_text(cell) for cell in part.header],
            "rows": [[_text(cell) for cell in row] for row in part.rows],
            "widths": list(part.widths),
            "numbers": sorted(part.numbers),
        }
    assert isinstance(part, Curve)  # noqa: S101 - the last of the parts
    return {"kind": "curve", "svg": curve_svg(view, words, colours, FONT), "alt": _text(part.alt), "note": part.note}


def _text(text: str) -> str:
    """One line whose long words may break."""
    return _LONG_WORD.sub(rf"\1{_BREAK}", one_line(text))
