"""The report as PDF, typeset by Typst: page numbers, contents, bookmarks, and tags for screen readers (PDF/UA-1)."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from contextlib import closing, suppress
from datetime import UTC
from importlib.resources import files
from typing import Any
from xml.sax.saxutils import escape

import pypdfium2  # type: ignore[import-untyped]

from reports.charts.emotion_curve import PhaseColumn, draw_curve
from reports.exports.appearance import OWN_APPEARANCE, Appearance, logo_picture
from reports.exports.file_bytes import OFFICE_DATE, Files, replace_invalid_xml, single_line
from reports.exports.plain_text import few_marker, in_quotation_marks
from reports.exports.report_document import (
    BulletList,
    Card,
    CurvePicture,
    Drawing,
    Heading,
    Paragraph,
    Part,
    ReportDocument,
    TextTable,
    Verbatim,
    build_document,
)
from reports.exports.targets import uninstalled_extras
from reports.exports.text_size import fit_columns, wrap_long_words
from reports.html.picture_file import draw_picture
from reports.language import Catalogue, load_words
from reports.view import View, build_view
from voc.errors import OutputError, UsageError
from voc.schema import Analysis, Personas

FONT = "Libertinus Serif"
"""It comes with Typst. Letters that it lacks (emoji, Arabic, Chinese) are taken from this computer's fonts."""
POINTS_PER_CM = 72 / 2.54
SIDE_MARGIN, TOP_MARGIN, BOTTOM_MARGIN = 74.0, 71.0, 68.0
"""Points around the text of a page."""
TABLE_SIZE, CELL_PADDING = 9.0, 10.0
"""Letters of a table, which are measured in Arial (FONT is narrower), and what a cell needs beside its text."""
LEAST_FILLED = 1 / 3
"""Share of a page that must be filled, or it looks nearly white."""
STRETCHES = (1.0, 1.06, 0.94, 1.12, 0.88)
"""Distances of lines to try, in units of the normal one, where the last page is nearly white."""
RUNNING_TITLE = 80
"""Characters of the title at the top of each page; more would wrap into the text."""
CURVE_WIDTH, CURVE_HEIGHT = 640.0, 250.0
"""Size of the emotion curve in units of its drawing; Typst scales it to the width of the text."""
NAME_SIZE, NOTE_SIZE = 13, 11
DIAMOND_RADIUS = 7.0
_LONG_WORD = re.compile(r"(\S{30})(?=\S)")
_LANGUAGE = re.compile("[a-z]{2}")


def export_pdf(analysis: Analysis, personas: Personas, appearance: Appearance = OWN_APPEARANCE) -> Files:
    """Target ``pdf``: the report to print and to send, in the language of the study.

    Raises:
        UsageError: the extra `pdf` is not installed.
        OutputError: Typst could not typeset the report.
    """
    # Checked before the report is built: that takes seconds, and the message is the same.
    if "pdf" in uninstalled_extras():
        raise UsageError(
            "PDF needs the extra `pdf`, which is not installed. Install it with: pip install 'voc-personas[pdf]'."
        )
    view, words = build_view(analysis, personas), load_words(analysis.language)
    return {"report.pdf": render_pdf(build_document(view, words), view, words, appearance)}


def render_pdf(
    document: ReportDocument, view: View, words: Catalogue, appearance: Appearance = OWN_APPEARANCE
) -> bytes:
    """The typeset pages; the same document gives the same bytes on the same computer.

    Sections and personas begin a page, unless that would leave the page before them nearly white.
    """
    look, paper = appearance.look, appearance.paper_size(words.language)
    width = paper.width_cm * POINTS_PER_CM - 2 * SIDE_MARGIN
    # Each part is made once: only its page break and the distance of lines change between tries.
    title, colours = _breakable(document.title), look.colours
    parts = [_part(part, view, words, colours, width) for part in document.parts]
    data = {
        "title": title or "–",
        "running_title": title[:RUNNING_TITLE],
        "kicker": single_line(look.kicker),
        "footer": single_line(look.footer),
        "logo": list(logo_picture(look) or b""),
        "logo_text": single_line(look.logo_text),
        "lines": [_breakable(line) for line in document.lines],
        "language": words.language,
        "paper": paper.typst,
        "margins": {"side": SIDE_MARGIN, "top": TOP_MARGIN, "bottom": BOTTOM_MARGIN},
        "font": FONT,
        "colours": {name: colours[name] for name in ("ink", "soft", "line")},
        "words": {"contents": words("page.contents"), "page": words("document.page")},
        "parts": parts,
        "stretch": 1.0,
    }
    # The breaks are taken away again below, where the pages show that they leave one nearly white.
    headings = [part for part in parts if part["kind"] == "heading"]
    pages = _typeset(data)
    # Two sections on one page move only what comes before the next new page, so this ends soon.
    while places := [place for place in _after_white_pages(pages) if headings[place]["page"]]:
        for place in places:
            headings[place]["page"] = False
        pages = _typeset(data)
    return _fill_last_page(data, pages)


def _after_white_pages(pages: bytes) -> list[int]:
    """The numbers of the headings with which a page begins that follows a nearly white one."""
    starts = _heading_pages(pages)
    white = {number for number, share in enumerate(measure_pages(pages)) if share < LEAST_FILLED}
    return [place for place, page in enumerate(starts) if page - 1 in white and page not in starts[:place]]


def _fill_last_page(data: dict[str, Any], pages: bytes) -> bytes:
    """The pages with the last section on the page before it, or with lines a little closer or wider, where that keeps
    the last page from being nearly white."""
    last = max((place for place, part in enumerate(data["parts"]) if part.get("page")), default=0)
    parts = [{**part, "page": part.get("page") and place != last} for place, part in enumerate(data["parts"])]
    for stretch in STRETCHES:
        for changed in (data, {**data, "parts": parts}):
            if min(measure_pages(pages)) >= LEAST_FILLED:
                return pages
            pages = _typeset({**changed, "stretch": stretch})
    return pages


def measure_pages(pages: bytes) -> list[float]:
    """How far down each page is filled, as a share of the height between its margins, 0–1."""
    with closing(pypdfium2.PdfDocument(pages)) as document:
        return [_measure_page(page) for page in document]


def _measure_page(page: Any) -> float:
    height: float = page.get_height()
    text = page.get_textpage()
    lows: list[float] = [text.get_rect(number)[1] for number in range(text.count_rects())]
    # Running title and page number are in the margins.
    body = [low for low in lows if BOTTOM_MARGIN < low < height - TOP_MARGIN]
    return (height - TOP_MARGIN - min(body, default=height - TOP_MARGIN)) / (height - TOP_MARGIN - BOTTOM_MARGIN)


def _heading_pages(pages: bytes) -> list[int]:
    """The page that each heading is on, counted from 0."""
    with closing(pypdfium2.PdfDocument(pages)) as document:
        destinations = [bookmark.get_dest() for bookmark in document.get_toc()]
        return [destination.get_index() for destination in destinations if destination is not None]


def _typeset(data: Mapping[str, Any]) -> bytes:
    import typst

    # PDF/UA forbids letters that no font of this computer has. Better an untagged report than none for an emoji.
    with suppress(typst.TypstError):
        return _compile(data, tagged=True)
    try:
        return _compile(data, tagged=False)
    except typst.TypstError as error:
        raise OutputError(
            "report.pdf: Typst could not typeset the report. Export docx and print that instead; please report the "
            "message of `voc --debug`."
        ) from error


def _compile(data: Mapping[str, Any], *, tagged: bool) -> bytes:
    import typst

    pages: bytes = typst.compile(
        files("reports.exports").joinpath("pdf.typ").read_bytes(),
        format="pdf",
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        pdf_standards=["ua-1"] if tagged else [],
        timestamp=int(OFFICE_DATE.replace(tzinfo=UTC).timestamp()),
    )
    return pages


def _part(part: Part, view: View, words: Catalogue, colours: Mapping[str, str], width: float) -> dict[str, Any]:
    """A part as `pdf.typ` reads it; ``width`` is that of the text in points."""
    if isinstance(part, Heading):
        # Bookmarks of PDF/UA must not be empty.
        return {"kind": "heading", "level": part.level, "text": _breakable(part.text) or "–", "page": part.page}
    if isinstance(part, Paragraph | Verbatim):
        return _text(part, words)
    if isinstance(part, BulletList):
        return {"kind": "bullets", "lines": [_breakable(line) for line in part.lines]}
    if isinstance(part, Card):
        rows = [
            {"label": _breakable(row.label), "lines": [_text(line, words) for line in row.lines]} for row in part.rows
        ]
        return {"kind": "card", "rows": rows}
    if isinstance(part, TextTable):
        texts = [part.header, *part.rows]
        widths = fit_columns(texts, width, TABLE_SIZE, CELL_PADDING)
        cells = [
            [
                wrap_long_words(single_line(cell), column - CELL_PADDING, TABLE_SIZE)
                for cell, column in zip(row, widths, strict=True)
            ]
            for row in texts
        ]
        return {"kind": "table", "rows": cells, "widths": widths, "numeric": sorted(part.numeric)}
    return _picture(part, view, words, colours)


def _picture(part: CurvePicture | Drawing, view: View, words: Catalogue, colours: Mapping[str, str]) -> dict[str, Any]:
    if isinstance(part, CurvePicture):
        return {"kind": "curve", "svg": curve_svg(view, words, colours), "alt": _breakable(part.alt), "note": part.note}
    picture = part.picture
    texts = {"title": picture.title, "note": picture.measure, "alt": picture.values}
    svg = replace_invalid_xml(draw_picture(picture, words, colours, FONT))
    return {"kind": "picture", "svg": svg, **{name: _breakable(text) for name, text in texts.items()}}


def _text(part: Paragraph | Verbatim, words: Catalogue) -> dict[str, Any]:
    if isinstance(part, Paragraph):
        return {"kind": part.style, "text": _breakable(part.text)}
    text = in_quotation_marks(_breakable(part.quote.text), words)
    # Typst hyphenates by language and refuses a code that is none.
    language = part.quote.language if _LANGUAGE.fullmatch(part.quote.language) else words.language
    return {"kind": "verbatim", "text": text, "source": _breakable(part.source), "language": language}


def _breakable(text: str) -> str:
    """A text on one line, with a zero-width space (an unseen place to break) after every 30 letters of a long word."""
    return _LONG_WORD.sub("\\1\u200b", single_line(text))


def curve_svg(view: View, words: Catalogue, colours: Mapping[str, str]) -> str:
    """The emotion curve for print as SVG: a band for the intervals, the curve, and a diamond for each phase."""
    chart = draw_curve(view.phases, width=CURVE_WIDTH, height=CURVE_HEIGHT)
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{CURVE_WIDTH:g}" height="{CURVE_HEIGHT:g}" '
        f'viewBox="0 0 {CURVE_WIDTH:g} {CURVE_HEIGHT:g}" font-family="{escape(FONT)}" fill="{colours["ink"]}">'
    ]
    lines += [f'<path d="{band}" fill="{colours["band"]}"/>' for band in chart.bands]
    lines.append(
        f'<path d="M{chart.left} {chart.zero}H{chart.right}" stroke="{colours["mid"]}" stroke-width="1" fill="none"/>'
    )
    lines += [f'<path d="{path}" stroke="{colours["ink"]}" stroke-width="2" fill="none"/>' for path in chart.paths]
    for column in chart.columns:
        lines += _svg_of_phase(column, chart.bottom, words, colours)
    for word, colour, y in (("up", "pos-ink", chart.top - 12), ("down", "neg-ink", chart.bottom - 2)):
        text = escape(words(f"chart.{word}"))
        lines.append(f'<text x="{chart.left}" y="{y}" font-size="{NOTE_SIZE}" fill="{colours[colour]}">{text}</text>')
    return "\n".join([*lines, "</svg>"])


def _svg_of_phase(column: PhaseColumn, bottom: float, words: Catalogue, colours: Mapping[str, str]) -> list[str]:
    """Name and people below the curve; the diamond is hollow where few people speak and missing where nobody does."""
    people = words("count.people_short", n=column.people) + few_marker(column.mood, words)
    lines = [
        _svg_text(column.x, bottom + 24, NAME_SIZE, single_line(" ".join(column.lines)), colours["ink"]),
        _svg_text(column.x, bottom + 40, NOTE_SIZE, people, colours["soft"]),
    ]
    if column.y is not None:
        x, y, r = column.x, column.y, DIAMOND_RADIUS
        colour = colours[{"negative": "neg", "positive": "pos"}.get(column.mood.tone, "mid")]
        fill = colours["bg"] if column.mood.few else colour
        shape = f"M{x} {y - r:.1f}L{x + r:.1f} {y}L{x} {y + r:.1f}L{x - r:.1f} {y}Z"
        lines.append(f'<path d="{shape}" fill="{fill}" stroke="{colour}" stroke-width="2"/>')
    return lines


def _svg_text(x: float, y: float, size: int, text: str, colour: str) -> str:
    return f'<text x="{x}" y="{y:.1f}" font-size="{size}" text-anchor="middle" fill="{colour}">{escape(text)}</text>'
