"""Draw the deck: native titles, texts, charts and tables that any slide program can edit. 16:9, sizes in points."""

from __future__ import annotations

import copy
import io
from collections.abc import Sequence
from typing import Any

from pptx.enum.dml import MSO_THEME_COLOR
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE
from pptx.util import Pt

from reports.charts.geometry import shorten
from reports.exports.appearance import OWN_APPEARANCE, Appearance
from reports.exports.file_bytes import Files, language_tag, normalize_zip, set_core_properties, single_line
from reports.exports.slides.drawing import SlideBox, draw_bars, draw_curve, draw_table, lay_out_table, rgb
from reports.exports.slides.fit import CUT_WIDTH, Group, Para, flow, limit_words
from reports.exports.slides.master import BOTTOM, INNER_WIDTH, MARGIN, TOP, WIDTH, new_presentation
from reports.exports.slides.plan import BarSlide, CardSlide, CurveSlide, Slide, TableSlide, TextSlide, plan_deck
from reports.exports.text_size import LINE_HEIGHT, count_lines
from reports.html.look import OWN_LOOK, Look
from reports.language import Catalogue, load_words
from reports.view import View, build_view
from voc.schema import Analysis, Personas

LEAD_HEIGHT = 34.0
COLUMN_GAP = 40.0
LEFT_WIDTH, FIGURE_HEIGHT, FIGURE_SIZE = 290.0, 116.0, 60.0
"""The left part of a slide with cards, its figure with the caption, and the letters of the figure."""
CARD_GAP, CARD_PADDING = 14.0, 12.0
MIN_CARD_ROWS = 2
"""A card is at most half as high as the slide, however few there are."""
TITLE_SIZES, FIRST_TITLE_SIZES = (28, 25, 22), (40, 34, 28)
TITLE_LINES = 2
LEAD_SIZES = (16.0, 14.0, 12.0)
SMALLEST_LEAD = 11.0


def export_pptx(analysis: Analysis, personas: Personas, appearance: Appearance = OWN_APPEARANCE) -> Files:
    """Target ``pptx``: the deck, in the language of the study."""
    view, words = build_view(analysis, personas), load_words(analysis.language)
    return {"study.pptx": render_deck(view, words, appearance.look)}


def render_deck(view: View, words: Catalogue, look: Look = OWN_LOOK) -> bytes:
    """All slides as a file; the same view gives the same bytes."""
    deck = Deck(words, look)
    deck.add_title_slide(view)
    for slide in plan_deck(view, words):
        deck.add(slide)
    set_core_properties(deck.file.core_properties, single_line(view.head.title), language_tag(words.language))
    buffer = io.BytesIO()
    deck.file.save(buffer)
    return normalize_zip(buffer.getvalue())


class Deck:
    """A presentation that grows slide by slide."""

    def __init__(self, words: Catalogue, look: Look) -> None:
        self.words, self.colours, self.look = words, look.colours, look
        self.file = new_presentation(look)

    def add_title_slide(self, view: View) -> None:
        """Add the first slide: who was asked, and what that can and cannot say."""
        slide = self._new_slide(view.head.title, first=True)
        if self.look.kicker.strip():
            kicker = (Para(single_line(self.look.kicker), 16, tone="soft"),)
            self._add_text(slide, kicker, SlideBox(MARGIN, 80, INNER_WIDTH, 24))
        lines: Group = (
            Para(view.head.counts, 20),
            Para(view.head.languages, 16, tone="soft", space=8),
            Para(view.head.scope, 14, tone="soft", space=28),
        )
        box = SlideBox(MARGIN, 260, 800, 190)
        # Only the first page: a title slide does not continue.
        ((page, *_),) = flow([[lines]], box.width, box.height)
        self._add_text(slide, page, box)

    def add(self, slide: Slide) -> None:
        """Add one slide, or several where its content needs them."""
        if isinstance(slide, TextSlide):
            self._add_text_slides(slide)
        elif isinstance(slide, TableSlide):
            self._add_table_slides(slide)
        elif isinstance(slide, CardSlide):
            self._add_card_slide(slide)
        else:
            self._add_chart_slide(slide)

    def _add_text_slides(self, plan: TextSlide) -> None:
        n_columns = len(plan.columns)
        width = (INNER_WIDTH - COLUMN_GAP * (n_columns - 1)) / n_columns
        top = TOP + (LEAD_HEIGHT if plan.lead else 0)
        columns = flow(plan.columns, width, BOTTOM - top)
        n_slides = max([1, *map(len, columns)])
        for number in range(n_slides):
            slide = self._new_slide(self._numbered(plan.title, number, n_slides))
            if plan.lead:
                self._add_lead(slide, plan.lead)
            for k, pages in enumerate(columns):
                if number < len(pages):
                    left = MARGIN + k * (width + COLUMN_GAP)
                    self._add_text(slide, pages[number], SlideBox(left, top, width, BOTTOM - top))
            if number == 0:
                _add_notes(slide, plan.notes)

    def _add_table_slides(self, plan: TableSlide) -> None:
        layout = lay_out_table(plan, INNER_WIDTH, BOTTOM - TOP - 24)
        for number in range(len(layout.slides)):
            slide = self._new_slide(self._numbered(plan.title, number, len(layout.slides)))
            draw_table(slide, plan, layout, number, SlideBox(MARGIN, TOP, INNER_WIDTH, 40), self.colours)
            self._add_text(slide, (Para(plan.note, 11, tone="soft"),), SlideBox(MARGIN, BOTTOM - 18, INNER_WIDTH, 18))
            _add_notes(slide, plan.notes)

    def _add_card_slide(self, plan: CardSlide) -> None:
        """Draw the figure and the texts at the left, and the cards in a grid at the right."""
        slide = self._new_slide(plan.title)
        _add_notes(slide, plan.notes)
        figure: Group = (Para(plan.figure, FIGURE_SIZE, bold=True), Para(plan.caption, 16, tone="soft"))
        self._add_text(slide, figure, SlideBox(MARGIN, TOP, LEFT_WIDTH, FIGURE_HEIGHT))
        top = TOP + FIGURE_HEIGHT
        # Only the first page, here and below: a slide of cards does not continue.
        ((texts, *_),) = flow([plan.left], LEFT_WIDTH, BOTTOM - top)
        self._add_text(slide, texts, SlideBox(MARGIN, top, LEFT_WIDTH, BOTTOM - top))
        left = MARGIN + LEFT_WIDTH + COLUMN_GAP
        n_rows = max(MIN_CARD_ROWS, -(-len(plan.cards) // plan.columns))
        width = (WIDTH - MARGIN - left - CARD_GAP * (plan.columns - 1)) / plan.columns
        height = (BOTTOM - TOP - CARD_GAP * (n_rows - 1)) / n_rows
        for number, card in enumerate(plan.cards):
            row, column = divmod(number, plan.columns)
            box = SlideBox(left + column * (width + CARD_GAP), TOP + row * (height + CARD_GAP), width, height)
            ((texts, *_),) = flow([[card]], width - 2 * CARD_PADDING, height - 2 * CARD_PADDING)
            self._add_text(slide, texts, box, panel=True)

    def _add_chart_slide(self, plan: CurveSlide | BarSlide) -> None:
        slide = self._new_slide(plan.title)
        _add_notes(slide, plan.notes)
        note = Para(plan.note, 12, tone="soft")
        note_top = BOTTOM - 4 - count_lines(note.text, INNER_WIDTH, note.size) * note.size * LINE_HEIGHT
        box = SlideBox(MARGIN, TOP, INNER_WIDTH, note_top - TOP - 8)
        if isinstance(plan, CurveSlide):
            draw_curve(slide, plan, box, self.colours, self.words)
        else:
            draw_bars(slide, plan, box, self.colours)
        frame = slide.shapes[-1]
        # python-pptx has no call for the alternative text that screen readers speak.
        frame._element.nvGraphicFramePr.cNvPr.set("descr", single_line(plan.alt)[:2000])
        frame.name = single_line(plan.title)[:80]
        if isinstance(plan, CurveSlide):
            for key, tone, top in (("chart.up", "pos-ink", TOP), ("chart.down", "neg-ink", note_top - 66)):
                self._add_text(slide, (Para(self.words(key), 12, tone=tone),), SlideBox(MARGIN, top, 90, 18))
        self._add_text(slide, (note,), SlideBox(MARGIN, note_top, INNER_WIDTH, BOTTOM - note_top))

    def _numbered(self, title: str, number: int, total: int) -> str:
        return title if total == 1 else self.words("deck.continued", title=title, n=number + 1, total=total)

    def _new_slide(self, title: str, *, first: bool = False) -> Any:
        """A slide with its title in the largest size that fits two lines, shortened where none does."""
        slide = self.file.slides.add_slide(self.file.slide_layouts[0 if first else 1])
        text = limit_words(title)
        sizes = FIRST_TITLE_SIZES if first else TITLE_SIZES
        size = next(
            (size for size in sizes if count_lines(text, INNER_WIDTH, size, bold=True) <= TITLE_LINES), sizes[-1]
        )
        if count_lines(text, INNER_WIDTH, size, bold=True) > TITLE_LINES:
            text = shorten(text, TITLE_LINES * INNER_WIDTH * CUT_WIDTH, size)
        # An empty title would have no run, whose size and language are set next.
        slide.shapes.title.text = single_line(text) or "–"
        run = slide.shapes.title.text_frame.paragraphs[0].runs[0]
        run.font.size = Pt(size)
        _set_language(run, language_tag(self.words.language))
        if not first:
            _add_slide_number(slide)
        return slide

    def _add_lead(self, slide: Any, lead: str) -> None:
        text = limit_words(lead)
        fitting = (
            size for size in LEAD_SIZES if count_lines(text, INNER_WIDTH, size) * size * LINE_HEIGHT <= LEAD_HEIGHT
        )
        size = next(fitting, SMALLEST_LEAD)
        if size == SMALLEST_LEAD:
            text = shorten(text, 2 * INNER_WIDTH * CUT_WIDTH, size)
        self._add_text(slide, (Para(text, size, tone="soft"),), SlideBox(MARGIN, TOP - 6, INNER_WIDTH, LEAD_HEIGHT))

    def _add_text(self, slide: Any, paras: Sequence[Para], box: SlideBox, *, panel: bool = False) -> None:
        """Add paragraphs in a box without margins, or in a panel."""
        shape = slide.shapes.add_textbox(*box.to_points())
        frame = shape.text_frame
        if panel:
            shape.fill.solid()
            shape.fill.fore_color.theme_color = MSO_THEME_COLOR.BACKGROUND_2
        # The sizes are worked out here: a box that grows or shrinks its text differs from program to program.
        frame.word_wrap, frame.auto_size = True, MSO_AUTO_SIZE.NONE
        frame.vertical_anchor = MSO_ANCHOR.TOP
        frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = Pt(
            CARD_PADDING if panel else 0
        )
        for number, para in enumerate(paras):
            paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
            paragraph.space_before = Pt(para.space if number else 0)
            run = paragraph.add_run()
            run.text = single_line(para.text)
            run.font.size, run.font.bold = Pt(para.size), para.bold
            run.font.color.rgb = rgb(self.colours[para.tone])
            _set_language(run, language_tag(para.language, self.words.language))


def _set_language(run: Any, tag: str) -> None:
    """Set the language of a text, for spell checking and for reading aloud."""
    run._r.get_or_add_rPr().set("lang", tag)


def _add_notes(slide: Any, notes: Sequence[str]) -> None:
    """Set the speaker notes."""
    if notes:
        slide.notes_slide.notes_text_frame.text = "\n".join(map(single_line, notes))


def _add_slide_number(slide: Any) -> None:
    """Copy the field with the slide's number from the layout; python-pptx does not copy it to a new slide."""
    for shape in slide.slide_layout.placeholders:
        if shape.placeholder_format.type == PP_PLACEHOLDER.SLIDE_NUMBER:
            slide.shapes._spTree.append(copy.deepcopy(shape._element))
