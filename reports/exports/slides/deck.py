"""The deck: native titles, texts, charts and tables, to be edited in any slide program. 16:9: 960 × 540 points."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from reports.charts.geometry import shorten
from reports.exports.file_bytes import describe, one_line, repacked, tag_of
from reports.exports.material import material
from reports.exports.slides.drawing import Box, draw_bars, draw_curve, rgb
from reports.exports.slides.fit import BOLD, Group, Para, count_lines, flow, tame
from reports.exports.slides.master import MARGIN, WIDTH, new_deck, number
from reports.exports.slides.plan import BarSlide, CurveSlide, Slide, TableSlide, TextSlide, plan
from reports.exports.slides.tables import draw_table, pages
from reports.html.colours import tokens
from reports.language import Catalogue
from reports.view import View
from voc.schema import Analysis, Personas

TITLE_SIZES = (28, 25, 22)
TITLE_LINES = 2
TOP, LEAD, BOTTOM = 108.0, 34.0, 500.0
"""Where the body begins, the room of the line above it, and where the body ends."""
GUTTER = 40.0


def pptx(analysis: Analysis, personas: Personas) -> dict[str, bytes]:
    """Target ``pptx``: the deck, in the language of the study."""
    view, facts = material(analysis, personas)
    return {"study.pptx": render_deck(view, facts.words)}


def render_deck(view: View, words: Catalogue) -> bytes:
    """All slides as a file; the same view gives the same bytes."""
    colours = tokens()[0]
    deck = new_deck(colours, tag_of(words.language))
    describe(deck.core_properties, one_line(view.head.title), tag_of(words.language))
    _Deck(deck, words, colours).title(view)
    pen = _Deck(deck, words, colours)
    for slide in plan(view, words):
        pen.draw(slide)
    buffer = io.BytesIO()
    deck.save(buffer)
    return repacked(buffer.getvalue())


class _Deck:
    """A deck that is being drawn."""

    def __init__(self, deck: Any, words: Catalogue, colours: dict[str, str]) -> None:
        self.deck, self.words, self.colours = deck, words, colours

    def title(self, view: View) -> None:
        """The first slide: what was asked whom, and what that can and cannot say."""
        slide = self._slide(view.head.title, layout=0)
        lines: Group = (
            Para(view.head.counts, 20, tone="ink"),
            Para(view.head.languages, 16, tone="soft", space=8),
            Para(view.head.scope, 14, tone="soft", space=28),
        )
        ((page, *_),) = flow([[lines]], 800, 190)
        self._text(slide, page, (MARGIN, 260, 800, 190))

    def draw(self, one: Slide) -> None:
        """One slide, or several where its content needs them."""
        if isinstance(one, TextSlide):
            self._text_slides(one)
        elif isinstance(one, TableSlide):
            self._table_slides(one)
        else:
            self._chart_slide(one)

    def _text_slides(self, one: TextSlide) -> None:
        width = (WIDTH - 2 * MARGIN - GUTTER * (len(one.columns) - 1)) / len(one.columns)
        top = TOP + (LEAD if one.lead else 0)
        columns = flow(one.columns, width, BOTTOM - top)
        total = max([1, *(len(column) for column in columns)])
        for place in range(total):
            slide = self._slide(self._continued(one.title, place, total))
            if one.lead:
                self._lead(slide, one.lead)
            for k, column in enumerate(columns):
                if place < len(column):
                    self._text(slide, column[place], (MARGIN + k * (width + GUTTER), top, width, BOTTOM - top))
            if one.notes and place == 0:
                slide.notes_slide.notes_text_frame.text = "\n".join(one_line(line) for line in one.notes)

    def _table_slides(self, one: TableSlide) -> None:
        parts = pages(one, BOTTOM - TOP - 24)
        for place, rows in enumerate(parts):
            slide = self._slide(self._continued(one.title, place, len(parts)))
            draw_table(slide, one, rows, (MARGIN, TOP, WIDTH - 2 * MARGIN, 40), self.colours)
            self._text(slide, (Para(one.note, 11, tone="soft"),), (MARGIN, BOTTOM - 18, WIDTH - 2 * MARGIN, 18))

    def _chart_slide(self, one: CurveSlide | BarSlide) -> None:
        slide = self._slide(one.title)
        lines = count_lines(one.note, WIDTH - 2 * MARGIN, 12)
        below = BOTTOM - 4 - lines * 12 * 1.22
        box: Box = (MARGIN, TOP, WIDTH - 2 * MARGIN, below - TOP - 8)
        if isinstance(one, CurveSlide):
            draw_curve(slide, one, box, self.colours, self.words)
        else:
            draw_bars(slide, one, box, self.colours)
        frame = slide.shapes[-1]
        frame._element.nvGraphicFramePr.cNvPr.set("descr", one_line(one.alt)[:2000])
        frame.name = one_line(one.title)[:80]
        if isinstance(one, CurveSlide):
            for text, tone, y in (("chart.up", "pos-ink", TOP), ("chart.down", "neg-ink", below - 66)):
                self._text(slide, (Para(self.words(text), 12, tone=tone),), (MARGIN, y, 90, 18))
        self._text(slide, (Para(one.note, 12, tone="soft"),), (MARGIN, below, WIDTH - 2 * MARGIN, BOTTOM - below))

    # ------------------------------------------------------------------------------------------------------- pieces

    def _continued(self, title: str, place: int, total: int) -> str:
        return title if total == 1 else self.words("deck.continued", title=title, n=place + 1, total=total)

    def _slide(self, title: str, layout: int = 1) -> Any:
        from pptx.util import Pt

        slide = self.deck.slides.add_slide(self.deck.slide_layouts[layout])
        width = WIDTH - 2 * MARGIN
        text = tame(title)
        sizes = TITLE_SIZES if layout else (40, 34, 28)
        size = next((one for one in sizes if count_lines(text, width / BOLD, one) <= TITLE_LINES), sizes[-1])
        if count_lines(text, width / BOLD, size) > TITLE_LINES:
            text = shorten(text, TITLE_LINES * width * 0.85 / BOLD, size)
        slide.shapes.title.text = one_line(text) or "–"
        run = slide.shapes.title.text_frame.paragraphs[0].runs[0]
        run.font.size = Pt(size)
        _speaks(run, tag_of(self.words.language))
        if layout:
            number(slide)
        return slide

    def _lead(self, slide: Any, text: str) -> None:
        width = WIDTH - 2 * MARGIN
        size = next(
            (one for one in (16.0, 14.0, 12.0) if count_lines(tame(text), width, one) * one * 1.22 <= LEAD), 11.0
        )
        text = tame(text) if size > 11 else shorten(tame(text), width * 1.7, size)
        self._text(slide, (Para(text, size, tone="soft"),), (MARGIN, TOP - 6, width, LEAD))

    def _text(self, slide: Any, paras: Sequence[Para], box: Box) -> None:
        """Paragraphs in a box of their own, without margins."""
        from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE
        from pptx.util import Pt

        frame = slide.shapes.add_textbox(*(Pt(value) for value in box)).text_frame
        frame.word_wrap, frame.auto_size = True, MSO_AUTO_SIZE.NONE
        frame.vertical_anchor = MSO_ANCHOR.TOP
        frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
        for place, para in enumerate(paras):
            paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
            paragraph.space_before = Pt(para.space if place else 0)
            run = paragraph.add_run()
            run.text = one_line(para.text)
            run.font.size, run.font.bold = Pt(para.size), para.bold
            run.font.color.rgb = rgb(self.colours[para.tone])
            _speaks(run, tag_of(para.language, self.words.language))


def _speaks(run: Any, language: str) -> None:
    """The language of a text, for spelling and for reading aloud."""
    run._r.get_or_add_rPr().set("lang", language)
