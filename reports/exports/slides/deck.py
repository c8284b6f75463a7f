"""Draw the deck: native titles, texts, charts and tables that any slide program can edit. 16:9, sizes in points."""

from __future__ import annotations

import copy
import io
from collections.abc import Sequence
from typing import Any

from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE
from pptx.oxml.ns import qn
from pptx.util import Pt

from reports.charts.geometry import shorten
from reports.exports.file_bytes import Files, language_tag, normalize_zip, set_core_properties, single_line
from reports.exports.slides.drawing import SlideBox, draw_bars, draw_curve, draw_table, rgb, split_rows
from reports.exports.slides.fit import BOLD_WIDTH, CUT_WIDTH, LINE_HEIGHT, Group, Para, count_lines, flow, limit_words
from reports.exports.slides.plan import BarSlide, CurveSlide, Slide, TableSlide, TextSlide, plan_deck
from reports.html.look import own_palette
from reports.language import Catalogue, load_words
from reports.view import View, build_view
from voc.schema import Analysis, Personas

WIDTH, HEIGHT = 960.0, 540.0
MARGIN = 48.0
INNER_WIDTH = WIDTH - 2 * MARGIN
TOP, BOTTOM = 108.0, 500.0
"""Where the body of a slide begins and ends."""
LEAD_HEIGHT = 34.0
COLUMN_GAP = 40.0
TYPEFACE = "Arial"
"""Every computer has it, or a substitute with the same widths (Liberation Sans)."""
TEMPLATE_LAYOUTS = (0, 5)
"""The layouts of python-pptx's template that stay: title slide, and title only."""
TITLE_SIZES, FIRST_TITLE_SIZES = (28, 25, 22), (40, 34, 28)
TITLE_LINES = 2
LEAD_SIZES = (16.0, 14.0, 12.0)
SMALLEST_LEAD = 11.0


def export_pptx(analysis: Analysis, personas: Personas) -> Files:
    """Target ``pptx``: the deck, in the language of the study."""
    return {"study.pptx": render_deck(build_view(analysis, personas), load_words(analysis.language))}


def render_deck(view: View, words: Catalogue) -> bytes:
    """All slides as a file; the same view gives the same bytes."""
    deck = Deck(words, own_palette().light)
    deck.add_title_slide(view)
    for slide in plan_deck(view, words):
        deck.add(slide)
    set_core_properties(deck.file.core_properties, single_line(view.head.title), language_tag(words.language))
    buffer = io.BytesIO()
    deck.file.save(buffer)
    return normalize_zip(buffer.getvalue())


class Deck:
    """A presentation that grows slide by slide."""

    def __init__(self, words: Catalogue, colours: dict[str, str]) -> None:
        self.file = _new_presentation(colours["ink"])
        self.words, self.colours = words, colours

    def add_title_slide(self, view: View) -> None:
        """Add the first slide: who was asked, and what that can and cannot say."""
        slide = self._new_slide(view.head.title, first=True)
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
            if plan.notes and number == 0:
                slide.notes_slide.notes_text_frame.text = "\n".join(map(single_line, plan.notes))

    def _add_table_slides(self, plan: TableSlide) -> None:
        parts = split_rows(plan, INNER_WIDTH, BOTTOM - TOP - 24)
        for number, rows in enumerate(parts):
            slide = self._new_slide(self._numbered(plan.title, number, len(parts)))
            draw_table(slide, plan, rows, SlideBox(MARGIN, TOP, INNER_WIDTH, 40), self.colours)
            self._add_text(slide, (Para(plan.note, 11, tone="soft"),), SlideBox(MARGIN, BOTTOM - 18, INNER_WIDTH, 18))

    def _add_chart_slide(self, plan: CurveSlide | BarSlide) -> None:
        slide = self._new_slide(plan.title)
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
        text, width = limit_words(title), INNER_WIDTH / BOLD_WIDTH
        sizes = FIRST_TITLE_SIZES if first else TITLE_SIZES
        size = next((size for size in sizes if count_lines(text, width, size) <= TITLE_LINES), sizes[-1])
        if count_lines(text, width, size) > TITLE_LINES:
            text = shorten(text, TITLE_LINES * INNER_WIDTH * CUT_WIDTH / BOLD_WIDTH, size)
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

    def _add_text(self, slide: Any, paras: Sequence[Para], box: SlideBox) -> None:
        """Add paragraphs in a box without margins."""
        frame = slide.shapes.add_textbox(*box.to_points()).text_frame
        # The sizes are worked out here: a box that grows or shrinks its text differs from program to program.
        frame.word_wrap, frame.auto_size = True, MSO_AUTO_SIZE.NONE
        frame.vertical_anchor = MSO_ANCHOR.TOP
        frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
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


def _new_presentation(ink: str) -> Any:
    """An empty presentation made from python-pptx's template; layout 0 is for the first slide, 1 for all others."""
    file = Presentation()
    file.slide_width, file.slide_height = Pt(WIDTH), Pt(HEIGHT)
    # A list of its own, because layouts are removed on the way.
    for number, layout in enumerate(list(file.slide_layouts)):
        if number not in TEMPLATE_LAYOUTS:
            file.slide_layouts.remove(layout)
    master = file.slide_master
    _set_typeface(master)
    for layout in (master, *file.slide_layouts):
        for shape in list(layout.placeholders):
            _move_placeholder(shape, first=layout is file.slide_layouts[0])
    _style_titles(master, ink)
    return file


def _move_placeholder(shape: Any, *, first: bool) -> None:
    kind = shape.placeholder_format.type
    if kind in (PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE):
        box = SlideBox(MARGIN, 110, INNER_WIDTH, 130) if first else SlideBox(MARGIN, 28, INNER_WIDTH, 68)
    elif kind == PP_PLACEHOLDER.SLIDE_NUMBER:
        box = SlideBox(WIDTH - MARGIN - 100, 508, 100, 20)
    elif kind in (PP_PLACEHOLDER.DATE, PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SUBTITLE):
        shape._element.getparent().remove(shape._element)
        return
    else:
        box = SlideBox(MARGIN, TOP, INNER_WIDTH, 392)
    shape.left, shape.top, shape.width, shape.height = box.to_points()


def _style_titles(master: Any, ink: str) -> None:
    """Titles are bold, to the left and at the bottom of their box, without the template's margins."""
    style = master._element.find(qn("p:txStyles")).find(qn("p:titleStyle")).find(qn("a:lvl1pPr"))
    style.set("algn", "l")
    run = style.find(qn("a:defRPr"))
    run.set("b", "1")
    run.set("sz", "2800")
    for old_fill in list(run.findall(qn("a:solidFill"))):
        run.remove(old_fill)
    fill = run.makeelement(qn("a:solidFill"), {})
    fill.append(fill.makeelement(qn("a:srgbClr"), {"val": ink.lstrip("#").upper()}))
    run.insert(0, fill)
    for layout in (master, *master.slide_layouts):
        for shape in layout.placeholders:
            body = shape._element.find(qn("p:txBody")).find(qn("a:bodyPr"))
            if shape.placeholder_format.type in (PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE):
                for child in list(body):
                    body.remove(child)
                body.append(body.makeelement(qn("a:noAutofit"), {}))
                body.set("anchor", "b")
            for side in ("lIns", "rIns", "tIns", "bIns"):
                body.set(side, "0")


def _set_typeface(master: Any) -> None:
    """Set the typeface in the theme, so that changing it there changes it everywhere."""
    for relation in master.part.rels.values():
        if relation.reltype.endswith("/theme"):
            part = relation.target_part
            arial = f'<a:latin typeface="{TYPEFACE}"/>'.encode()
            part._blob = part.blob.replace(b'<a:latin typeface="Calibri"/>', arial)


def _add_slide_number(slide: Any) -> None:
    """Copy the field with the slide's number from the layout; python-pptx does not copy it to a new slide."""
    for shape in slide.slide_layout.placeholders:
        if shape.placeholder_format.type == PP_PLACEHOLDER.SLIDE_NUMBER:
            slide.shapes._spTree.append(copy.deepcopy(shape._element))
