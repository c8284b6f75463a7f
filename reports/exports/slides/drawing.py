"""Native charts and tables for the deck, which can be edited in the slide program.

Where python-pptx has no call, the elements follow ECMA-376 part 1, 21.1 and 21.2 (DrawingML). Sizes are in points.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import xlsxwriter
from lxml import etree  # type: ignore[import-untyped]
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LEGEND_POSITION,
    XL_MARKER_STYLE,
    XL_TICK_LABEL_POSITION,
    XL_TICK_MARK,
)
from pptx.enum.text import PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Pt

from reports.charts.geometry import scale_limit, shorten
from reports.exports.file_bytes import OFFICE_DATE, single_line
from reports.exports.slides.fit import limit_words
from reports.exports.slides.plan import BarSlide, CurveSlide, TableSlide
from reports.exports.text_size import LINE_HEIGHT, count_lines, fit_columns
from reports.exports.workbook import TEXT_STAYS_TEXT
from reports.language import Catalogue

PHASE_NAME, THEME_NAME = 24, 40
"""Characters of a name on the axis of the curve and of the bars."""
CELL_MARGIN = 5.0
LINES_PER_CELL = 2
EMPTY_CELL = "\u00a0"
"""An empty cell gets this: without any text it would be as tall as the template's largest letters."""
NUMBER_COLUMN, MOOD_COLUMN = 2, 3
"""The columns of a table that are aligned to the right, and coloured."""
NO_STYLE_NO_GRID = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
"""The id of this table style in every slide program."""


@dataclass(frozen=True, slots=True)
class SlideBox:
    """A rectangle on a slide."""

    left: float
    top: float
    width: float
    height: float

    def to_points(self) -> tuple[Any, ...]:
        """Left, top, width, height for python-pptx."""
        return Pt(self.left), Pt(self.top), Pt(self.width), Pt(self.height)


@dataclass(frozen=True, slots=True)
class Series:
    """The values of a chart under one name; None is a gap."""

    name: str
    values: Sequence[float | None]


def rgb(colour: str) -> Any:
    """A colour like "#0b655d" for python-pptx."""
    return RGBColor(*bytes.fromhex(colour.lstrip("#")))  # type: ignore[no-untyped-call]


def draw_curve(slide: Any, curve: CurveSlide, box: SlideBox, colours: dict[str, str], words: Catalogue) -> None:
    """A line over the phases with an error bar for each interval; a gap where nobody speaks."""
    names = [f"{_axis_name(name, PHASE_NAME)}\n{words('count.people', n=mood.people)}" for name, mood in curve.points]
    series = [Series(words("deck.polarity"), [mood.polarity for _, mood in curve.points])]
    chart = _add_chart(slide, XL_CHART_TYPE.LINE_MARKERS, names, series, box)
    # A little more than the limit, so that the markers at the ends are not cut.
    limit = round(scale_limit([mood for _, mood in curve.points]) + 0.05, 2)
    axis = chart.value_axis
    axis.minimum_scale, axis.maximum_scale = -limit, limit
    axis.has_major_gridlines = False
    axis.visible = False
    chart.category_axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    _style_axis(chart.category_axis, colours)
    line = chart.plots[0].series[0]
    line.smooth = False
    line.format.line.color.rgb, line.format.line.width = rgb(colours["ink"]), Pt(2.25)
    line.marker.style, line.marker.size = XL_MARKER_STYLE.DIAMOND, 12
    for number, (_, mood) in enumerate(curve.points):
        colour = rgb(colours[{"negative": "neg", "positive": "pos"}.get(mood.tone, "mid")])
        marker = line.points[number].marker
        marker.style, marker.size = XL_MARKER_STYLE.DIAMOND, 12
        marker.format.fill.solid()
        marker.format.fill.fore_color.rgb = colour
        marker.format.line.color.rgb = colour
    _add_error_bars(line, curve, colours["soft"])


def draw_bars(slide: Any, bars: BarSlide, box: SlideBox, colours: dict[str, str]) -> None:
    """Stacked bars, the first theme on top, with their counts in them and a legend."""
    names = [_axis_name(theme.name, THEME_NAME) for theme in bars.rows]
    counts = zip(*((theme.negative, theme.mixed, theme.positive) for theme in bars.rows), strict=True)
    # None instead of zero, because a bar without people must not get a label "0".
    series = [Series(name, [n or None for n in row]) for name, row in zip(bars.series, counts, strict=True)]
    kind = XL_CHART_TYPE.BAR_STACKED_100 if bars.shares else XL_CHART_TYPE.BAR_STACKED
    chart = _add_chart(slide, kind, names, series, box)
    chart.category_axis.reverse_order = True
    _style_axis(chart.category_axis, colours)
    chart.value_axis.visible = False
    chart.value_axis.has_major_gridlines = False
    chart.value_axis.minimum_scale = 0
    chart.has_legend = True
    chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
    chart.legend.font.size = Pt(12)
    plot = chart.plots[0]
    plot.gap_width, plot.overlap = 45, 100
    for drawn, fill in zip(plot.series, ("neg-4", "mid-3", "pos-4"), strict=True):
        drawn.format.fill.solid()
        drawn.format.fill.fore_color.rgb = rgb(colours[fill])
        labels = drawn.data_labels
        labels.show_value = True
        labels.font.size, labels.font.color.rgb = Pt(11), rgb(colours["ink"])


def _add_chart(slide: Any, kind: Any, names: Sequence[str], series: Sequence[Series], box: SlideBox) -> Any:
    data: Any = CategoryChartData()  # type: ignore[no-untyped-call]
    data.categories = list(names)
    for row in series:
        data.add_series(row.name, row.values)
    chart = slide.shapes.add_chart(kind, *box.to_points(), data).chart
    chart.has_title = False
    chart.has_legend = False
    chart.font.size = Pt(12)
    chart.part.chart_workbook.update_from_xlsx_blob(_chart_workbook(names, series))
    return chart


def _chart_workbook(names: Sequence[str], series: Sequence[Series]) -> bytes:
    """The figures behind a chart, in the cells that python-pptx refers to.

    python-pptx's own workbook holds the time, and a name that begins with "=" would be a formula in it.
    """
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, TEXT_STAYS_TEXT)
    book.set_properties({"created": OFFICE_DATE})
    sheet = book.add_worksheet("Sheet1")
    for number, name in enumerate(names, 1):
        sheet.write_string(number, 0, name)
    for column, row in enumerate(series, 1):
        sheet.write_string(0, column, row.name)
        for number, value in enumerate(row.values, 1):
            if value is not None:
                sheet.write_number(number, column, value)
    book.close()
    return buffer.getvalue()


def _axis_name(text: str, characters: int) -> str:
    # At a size of 10, letters are about 6 points wide.
    return single_line(shorten(text, characters * 6.0, 10.0)) or "–"


def _style_axis(axis: Any, colours: dict[str, str]) -> None:
    axis.has_major_gridlines = False
    axis.major_tick_mark = XL_TICK_MARK.NONE
    axis.tick_labels.font.size = Pt(12)
    axis.tick_labels.font.color.rgb = rgb(colours["ink"])
    # Without this, slide programs turn long names instead of breaking them.
    axis._element.txPr.find(qn("a:bodyPr")).set("rot", "0")
    axis.format.line.color.rgb = rgb(colours["mid"])


def _add_error_bars(line: Any, curve: CurveSlide, colour: str) -> None:
    """Draw the interval of each phase as an error bar with its own length up and down."""
    up: list[float] = []
    down: list[float] = []
    for _, mood in curve.points:
        known = mood.polarity is not None and mood.low is not None and mood.high is not None
        up.append((mood.high or 0.0) - (mood.polarity or 0.0) if known else 0.0)
        down.append((mood.polarity or 0.0) - (mood.low or 0.0) if known else 0.0)
    bars = etree.Element(qn("c:errBars"))
    for tag, value in (("errDir", "y"), ("errBarType", "both"), ("errValType", "cust"), ("noEndCap", "0")):
        etree.SubElement(bars, qn(f"c:{tag}"), val=value)
    for tag, lengths in (("plus", up), ("minus", down)):
        literal = etree.SubElement(etree.SubElement(bars, qn(f"c:{tag}")), qn("c:numLit"))
        etree.SubElement(literal, qn("c:formatCode")).text = "General"
        etree.SubElement(literal, qn("c:ptCount"), val=str(len(lengths)))
        for number, length in enumerate(lengths):
            point = etree.SubElement(literal, qn("c:pt"), idx=str(number))
            etree.SubElement(point, qn("c:v")).text = repr(round(float(length), 4))
    stroke = etree.SubElement(etree.SubElement(bars, qn("c:spPr")), qn("a:ln"), w="12700")
    _add_solid_fill(stroke, colour)
    # The schema wants error bars before the categories of a series.
    line._element.find(qn("c:cat")).addprevious(bars)


def _add_solid_fill(parent: Any, colour: str) -> None:
    fill = etree.SubElement(parent, qn("a:solidFill"))
    etree.SubElement(fill, qn("a:srgbClr"), val=colour.lstrip("#").upper())


@dataclass(frozen=True, slots=True)
class TableLayout:
    """A table in one size of letters: the widths of its columns, and the numbers of the rows on each slide."""

    size: float
    widths: list[float]
    slides: list[list[int]]


def lay_out_table(table: TableSlide, width: float, height: float) -> TableLayout:
    """The table in the first of its sizes in which one slide holds all rows, else in the last, on several slides."""
    layouts = (_lay_out(table, size, width, height) for size in table.sizes)
    layout = next(layouts)
    for smaller in layouts:
        if len(layout.slides) > 1:
            layout = smaller
    return layout


def _lay_out(table: TableSlide, size: float, width: float, height: float) -> TableLayout:
    texts = [[limit_words(cell) for cell in row] for row in (table.header, *table.rows)]
    widths = fit_columns(texts, width, size, 2 * CELL_MARGIN)
    slides: list[list[int]] = [[]]
    used = header = _row_height(table.header, size, widths, bold=True)
    for number, row in enumerate(table.rows):
        row_height = _row_height(row, size, widths)
        if slides[-1] and used + row_height > height:
            slides.append([])
            used = header
        slides[-1].append(number)
        used += row_height
    return TableLayout(size, widths, slides)


def draw_table(
    slide: Any, table: TableSlide, layout: TableLayout, part: int, at: SlideBox, colours: dict[str, str]
) -> None:
    """Draw the rows of one slide of a table with a thin rule under each and no fill."""
    rows = layout.slides[part]
    frame = slide.shapes.add_table(len(rows) + 1, len(table.header), *at.to_points())
    frame.name = single_line(table.title)[:80]
    drawn = frame.table
    drawn._tbl.tblPr.find(qn("a:tableStyleId")).text = NO_STYLE_NO_GRID
    drawn.first_row, drawn.horz_banding = True, False
    for column, width in enumerate(layout.widths):
        drawn.columns[column].width = Pt(width)
    for place, cells in enumerate([table.header, *(table.rows[number] for number in rows)]):
        drawn.rows[place].height = Pt(_row_height(cells, layout.size, layout.widths, bold=place == 0))
        for column, text in enumerate(cells):
            tone = "soft" if place == 0 else table.tones[rows[place - 1]] if column == MOOD_COLUMN else "ink"
            fitted = _fit_cell(text, layout.size, layout.widths[column], bold=place == 0)
            cell = drawn.cell(place, column)
            _fill_cell(cell, fitted, layout.size, bold=place == 0, colour=colours[tone])
            if column == NUMBER_COLUMN:
                cell.text_frame.paragraphs[0].alignment = PP_ALIGN.RIGHT
            _add_rule(cell, colours["rule" if place == 0 else "line"])


def _row_height(cells: Sequence[str], size: float, widths: Sequence[float], *, bold: bool = False) -> float:
    lines = max(
        min(LINES_PER_CELL, count_lines(limit_words(text), width - 2 * CELL_MARGIN, size, bold=bold))
        for text, width in zip(cells, widths, strict=True)
    )
    return lines * size * LINE_HEIGHT + 2 * CELL_MARGIN


def _fit_cell(text: str, size: float, width: float, *, bold: bool) -> str:
    """A text cut to the lines of a cell."""
    text, inner = limit_words(text), width - 2 * CELL_MARGIN
    if count_lines(text, inner, size, bold=bold) <= LINES_PER_CELL:
        return text
    # Breaking lines at spaces wastes up to a fifth of them.
    return shorten(text, LINES_PER_CELL * inner * 0.8, size)


def _fill_cell(cell: Any, text: str, size: float, *, bold: bool, colour: str) -> None:
    cell.margin_left = cell.margin_right = cell.margin_top = cell.margin_bottom = Pt(CELL_MARGIN)
    run = cell.text_frame.paragraphs[0].add_run()
    run.text = single_line(text) or EMPTY_CELL
    run.font.size, run.font.bold = Pt(size), bold
    run.font.color.rgb = rgb(colour)


def _add_rule(cell: Any, colour: str) -> None:
    line = etree.SubElement(cell._tc.get_or_add_tcPr(), qn("a:lnB"), w="9525")
    _add_solid_fill(line, colour)
