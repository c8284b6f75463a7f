"""The deck, read back with python-pptx: native, fitting, in one language, and the same bytes on any day."""

from __future__ import annotations

import io
import re
import zipfile

import openpyxl
from lxml import etree
from pptx import Presentation
from pptx.enum.chart import XL_CHART_TYPE

from reports.exports.slides.deck import export_pptx
from reports.exports.slides.fit import Group, Para, flow, limit_words, measure_height
from reports.exports.slides.master import HEIGHT, WIDTH
from reports.exports.slides.plan import LONGEST_QUOTE, PAIN_SLIDES
from reports.exports.text_size import count_lines
from reports.language import load_words
from reports.view import build_view
from tests.reports.exports.exported_study import ExportedStudy
from tests.reports.fake_study import FakeStudy

EMU = 12700
ENGLISH = re.compile(r"\b(the|of|people|respondents?|statements?|pain points?|mixed|joy|mood)\b", re.I)


def deck_of(files: ExportedStudy):
    return Presentation(io.BytesIO(files.files["pptx"]["study.pptx"]))


def texts_of(slide):
    for shape in slide.shapes:
        if shape.has_text_frame:
            yield from (run.text for paragraph in shape.text_frame.paragraphs for run in paragraph.runs)
        elif shape.has_table:
            yield from (cell.text for row in shape.table.rows for cell in row.cells)


def parts_of(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {one.filename: (one.date_time, archive.read(one)) for one in archive.infolist()}


def test_every_slide_has_a_title_and_stands_in_the_order_of_the_report(files: ExportedStudy) -> None:
    view, words = build_view(files.analysis, files.personas), load_words(files.analysis.language)
    deck = deck_of(files)
    assert (deck.slide_width, deck.slide_height) == (WIDTH * EMU, HEIGHT * EMU)
    titles = [slide.shapes.title.text for slide in deck.slides]
    assert all(titles)
    assert titles[0] == view.head.title
    assert titles[1] == words("section.glance")
    assert titles[2] == view.glance.finding
    assert titles[-1] == words("section.method")
    for pain in view.pains[:PAIN_SLIDES]:
        assert f"{pain.rank}. {' '.join(pain.title.split())}" in titles
    for persona in view.personas:
        assert any(persona.title in title for title in titles)


def test_curve_and_themes_are_native_charts_with_the_figures_of_the_report(files: ExportedStudy) -> None:
    view = build_view(files.analysis, files.personas)
    frames = [shape for slide in deck_of(files).slides for shape in slide.shapes if shape.has_chart]
    curve, themes, personas = frames
    assert list(curve.chart.plots[0].series[0].values) == [block.phase.mood.polarity for block in view.phases]
    bars = [tuple(series.values) for series in themes.chart.plots[0].series]
    shown = [(one.negative or None, one.mixed or None, one.positive or None) for one in view.themes.themes]
    assert list(zip(*bars, strict=True)) == shown
    assert view.pictures.personas
    drafts = view.pictures.personas.summary
    counts = [tuple(series.values) for series in personas.chart.plots[0].series]
    assert list(zip(*counts, strict=True)) == [
        (bar.negative or None, bar.mixed or None, bar.positive or None) for bar in drafts.bars
    ]
    # Of groups of different sizes the title compares shares, and so does the chart.
    assert personas.chart.chart_type == XL_CHART_TYPE.BAR_STACKED_100
    for frame, name in (
        (curve, view.phases[0].phase.name),
        (themes, view.themes.themes[0].name),
        (personas, drafts.bars[0].name),
    ):
        assert name in frame._element.nvGraphicFramePr.cNvPr.get("descr")
        book = openpyxl.load_workbook(io.BytesIO(frame.chart.part.chart_workbook.xlsx_part.blob))
        assert book.active["A2"].value.startswith(name[:10])


def test_notes_name_the_statements_of_the_quotes(files: ExportedStudy) -> None:
    view = build_view(files.analysis, files.personas)
    slides = {slide.shapes.title.text: slide for slide in deck_of(files).slides}
    for pain in view.pains[:PAIN_SLIDES]:
        slide = slides[f"{pain.rank}. {' '.join(pain.title.split())}"]
        shown = " ".join(texts_of(slide))
        short = [quote for quote in pain.quotes if len(quote.text) <= LONGEST_QUOTE]
        assert short
        for quote in short:
            assert " ".join(quote.text.split()) in shown
            assert quote.segment_id in slide.notes_slide.notes_text_frame.text


def test_card_of_a_persona_quotes_a_member_or_says_what_the_subject_is_to_them(files: ExportedStudy) -> None:
    view, words = build_view(files.analysis, files.personas), load_words(files.analysis.language)
    slides = {slide.shapes.title.text: slide for slide in deck_of(files).slides}
    assert view.personas
    for persona in view.personas:
        slide = next(slide for title, slide in slides.items() if persona.title in title)
        paras = [[para.text for para in shape.text_frame.paragraphs] for shape in slide.shapes if shape.has_text_frame]
        lines = {words(f"trait.{group.kind}"): group.lines[0] for group in persona.groups if group.lines}
        cards = [card for card in paras if card[0] in lines]
        assert cards
        for card in cards:
            line = lines[card[0]]
            assert card[1] != line.subject
            assert line.subject in " ".join(card)


def test_deck_holds_no_picture_and_texts_lie_on_the_slide(files: ExportedStudy) -> None:
    for slide in deck_of(files).slides:
        for shape in slide.shapes:
            assert shape.shape_type is None or shape.shape_type.name != "PICTURE"
            assert shape.left >= 0 and shape.top >= 0
            assert shape.left + shape.width <= WIDTH * EMU
            assert shape.top + shape.height <= HEIGHT * EMU


def test_texts_fit_their_boxes(files: ExportedStudy, hostile: ExportedStudy) -> None:
    for slide in [*deck_of(files).slides, *deck_of(hostile).slides]:
        for shape in slide.shapes:
            if not shape.has_text_frame or shape.is_placeholder:
                continue
            paras = [
                Para(paragraph.text, run.font.size.pt, bool(run.font.bold), space=paragraph.space_before.pt)
                for paragraph in shape.text_frame.paragraphs
                for run in paragraph.runs
            ]
            assert measure_height(paras, shape.width / EMU) <= shape.height / EMU, paras


def test_german_deck_holds_no_english(german: FakeStudy) -> None:
    from dataclasses import replace

    analysis, personas = german
    content = export_pptx(analysis, replace(personas, personas=()))["study.pptx"]
    deck = Presentation(io.BytesIO(content))
    view = build_view(analysis, personas)
    spoken = [" ".join(segment.text.split()) for segment in analysis.segments]
    own_words = [
        text
        for slide in deck.slides
        for text in texts_of(slide)
        if view.head.title not in text and not any(text.strip("„“") in segment for segment in spoken)
    ]
    assert len(own_words) > 20
    assert [text for text in own_words if ENGLISH.search(text)] == []


def test_bytes_do_not_know_the_day(files: ExportedStudy) -> None:
    for date, content in parts_of(files.files["pptx"]["study.pptx"]).values():
        assert date == (1980, 1, 1, 0, 0, 0)
        assert not re.search(rb"20[1-9]\d-\d\d-\d\dT", content)
    embedded = [c for name, (_, c) in parts_of(files.files["pptx"]["study.pptx"]).items() if name.endswith(".xlsx")]
    # The curve, the themes and the personas.
    assert len(embedded) == 3
    for book in embedded:
        assert {date for date, _ in parts_of(book).values()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"2000-01-01T" in parts_of(book)["docProps/core.xml"][1]


def test_hostile_words_break_no_xml_and_are_no_formula(hostile: ExportedStudy) -> None:
    for name, (_, content) in parts_of(hostile.files["pptx"]["study.pptx"]).items():
        if name.endswith((".xml", ".rels")):
            etree.fromstring(content)
        if name.endswith(".xlsx"):
            cells = [cell for row in openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows() for cell in row]
            assert all(cell.data_type in "sn" and not cell.hyperlink for cell in cells)
    assert len(deck_of(hostile).slides) > 5


def test_a_column_that_does_not_fit_continues_and_loses_nothing() -> None:
    groups: list[Group] = [(Para(f"Absatz {n} " + "wort " * 30, 14),) for n in range(40)]
    (pages,) = flow([groups], 400, 300)
    assert len(pages) > 3
    assert [para.text for page in pages for para in page] == [para.text for group in groups for para in group]
    assert all(measure_height(page, 400) <= 300 for page in pages)


def test_long_words_are_cut_and_counted() -> None:
    assert len(limit_words("W" * 10_000)) == 60
    assert count_lines("W" * 60, 100, 20) >= 9
    assert flow([[]], 100, 100) == [[()]]
