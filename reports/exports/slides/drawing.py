"""Native charts of the deck, editable in the slide program: the curve as a line, themes as bars.

Elements that python-pptx does not know follow ECMA-376 part 1, 21.2 (DrawingML charts).
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from reports.charts.geometry import shorten
from reports.exports.file_bytes import STAMP, one_line
from reports.exports.slides.plan import BarSlide, CurveSlide
from reports.language import Catalogue

LABEL = 40
"""Characters of a name on an axis."""
Box = tuple[float, float, float, float]
"""Left, top, width, height in points."""


def draw_curve(slide: Any, one: CurveSlide, box: Box, colours: dict[str, str], words: Catalogue) -> Any:
    """A line over the phases with a whisker for each interval; gaps where nobody speaks."""
    from pptx.enum.chart import XL_CHART_TYPE, XL_MARKER_STYLE, XL_TICK_LABEL_POSITION
    from pptx.util import Pt

    names = [f"{_name(name, 24)}\n{words('count.people', n=mood.people)}" for name, mood in one.points]
    series = [(words("deck.polarity"), [mood.polarity for _, mood in one.points])]
    chart = _chart(slide, XL_CHART_TYPE.LINE_MARKERS, names, series, box)
    axis = chart.value_axis
    limit = _reach(one)
    axis.minimum_scale, axis.maximum_scale = -limit, limit
    axis.has_major_gridlines = False
    axis.visible = False
    chart.category_axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    _style_axis(chart.category_axis, colours)
    line = chart.plots[0].series[0]
    line.smooth = False
    line.format.line.color.rgb, line.format.line.width = rgb(colours["ink"]), Pt(2.25)
    line.marker.style, line.marker.size = XL_MARKER_STYLE.DIAMOND, 12
    for number, (_, mood) in enumerate(one.points):
        tone = {"negative": "neg", "positive": "pos"}.get(mood.tone, "mid")
        marker = line.points[number].marker
        marker.style, marker.size = XL_MARKER_STYLE.DIAMOND, 12
        marker.format.fill.solid()
        marker.format.fill.fore_color.rgb = rgb(colours[tone])
        marker.format.line.color.rgb = rgb(colours[tone])
    _whiskers(line, one, colours["soft"])
    return chart


def draw_bars(slide: Any, one: BarSlide, box: Box, colours: dict[str, str]) -> Any:
    """Stacked bars, the first on top, with their counts in them and a legend."""
    from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION
    from pptx.util import Pt

    names = [_name(name, LABEL) for name, _ in one.bars]
    series = [(name, [bar[place] or None for _, bar in one.bars]) for place, name in enumerate(one.series)]
    chart = _chart(slide, XL_CHART_TYPE.BAR_STACKED, names, series, box)
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
    for drawn, fill, ink in zip(plot.series, ("neg-4", "mid-3", "pos-4"), ("ink", "ink", "ink"), strict=True):
        drawn.format.fill.solid()
        drawn.format.fill.fore_color.rgb = rgb(colours[fill])
        labels = drawn.data_labels
        labels.show_value = True
        labels.font.size, labels.font.color.rgb = Pt(11), rgb(colours[ink])
    return chart


def _chart(slide: Any, kind: Any, names: Sequence[str], series: Sequence[tuple[str, list[Any]]], box: Box) -> Any:
    from pptx.chart.data import CategoryChartData
    from pptx.util import Pt

    data: Any = CategoryChartData()  # type: ignore[no-untyped-call]
    data.categories = list(names)
    for name, values in series:
        data.add_series(name, values)
    frame = slide.shapes.add_chart(kind, *(Pt(value) for value in box), data)
    chart = frame.chart
    chart.has_title = False
    chart.has_legend = False
    chart.font.size = Pt(12)
    chart.part.chart_workbook.update_from_xlsx_blob(_sheet(names, series))
    return chart


def _sheet(names: Sequence[str], series: Sequence[tuple[str, list[Any]]]) -> bytes:
    """The figures of a chart as a workbook, in the cells that python-pptx refers to; no name is a formula."""
    import xlsxwriter

    buffer = io.BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
    book = xlsxwriter.Workbook(buffer, options)
    book.set_properties({"created": STAMP})
    sheet = book.add_worksheet("Sheet1")
    for row, name in enumerate(names, 1):
        sheet.write_string(row, 0, name)
    for column, (name, values) in enumerate(series, 1):
        sheet.write_string(0, column, name)
        for row, value in enumerate(values, 1):
            if value is not None:
                sheet.write_number(row, column, value)
    book.close()
    return buffer.getvalue()


def _name(text: str, characters: int) -> str:
    return one_line(shorten(text, characters * 6.0, 10.0)) or "–"


def _reach(one: CurveSlide) -> float:
    from reports.charts.geometry import scale_limit

    return round(scale_limit([mood for _, mood in one.points]) + 0.05, 2)


def _style_axis(axis: Any, colours: dict[str, str]) -> None:
    from pptx.enum.chart import XL_TICK_MARK
    from pptx.oxml.ns import qn
    from pptx.util import Pt

    axis.has_major_gridlines = False
    axis.major_tick_mark = XL_TICK_MARK.NONE
    axis.tick_labels.font.size = Pt(12)
    axis.tick_labels.font.color.rgb = rgb(colours["ink"])
    # Long names are broken, not turned.
    axis._element.txPr.find(qn("a:bodyPr")).set("rot", "0")
    axis.format.line.color.rgb = rgb(colours["mid"])


def _whiskers(line: Any, one: CurveSlide, colour: str) -> None:
    """Error bars from the interval of each phase, as figures in the chart."""
    from lxml import etree  # type: ignore[import-untyped]
    from pptx.oxml.ns import qn

    up: list[float] = []
    down: list[float] = []
    for _, mood in one.points:
        known = mood.polarity is not None and mood.low is not None and mood.high is not None
        up.append((mood.high or 0.0) - (mood.polarity or 0.0) if known else 0.0)
        down.append((mood.polarity or 0.0) - (mood.low or 0.0) if known else 0.0)
    bars = etree.Element(qn("c:errBars"))
    for tag, value in (("errDir", "y"), ("errBarType", "both"), ("errValType", "cust"), ("noEndCap", "0")):
        etree.SubElement(bars, qn(f"c:{tag}"), val=value)
    for tag, values in (("plus", up), ("minus", down)):
        found = etree.SubElement(etree.SubElement(bars, qn(f"c:{tag}")), qn("c:numLit"))
        etree.SubElement(found, qn("c:formatCode")).text = "General"
        etree.SubElement(found, qn("c:ptCount"), val=str(len(values)))
        for number, length in enumerate(values):
            point = etree.SubElement(found, qn("c:pt"), idx=str(number))
            etree.SubElement(point, qn("c:v")).text = repr(round(float(length), 4))
    stroke = etree.SubElement(etree.SubElement(bars, qn("c:spPr")), qn("a:ln"), w="12700")
    fill = etree.SubElement(etree.SubElement(stroke, qn("a:solidFill")), qn("a:srgbClr"))
    fill.set("val", colour.lstrip("#").upper())
    line._element.find(qn("c:cat")).addprevious(bars)


def rgb(colour: str) -> Any:
    """A colour like "#0b655d" for the library."""
    from pptx.dml.color import RGBColor

    return RGBColor(*bytes.fromhex(colour.lstrip("#")))  # type: ignore[no-untyped-call]
