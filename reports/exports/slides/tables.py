"""Native tables of the deck, as many rows on a slide as fit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from reports.charts.geometry import shorten
from reports.exports.file_bytes import one_line
from reports.exports.slides.drawing import rgb
from reports.exports.slides.fit import LEADING, count_lines, tame
from reports.exports.slides.master import MARGIN, WIDTH
from reports.exports.slides.plan import TableSlide

SIZE = 12.0
PAD = 5.0
"""Room at each side of a cell."""
MOST_LINES = 2
NOTHING = "\u00a0"
"""In an empty cell, which else would be as tall as the largest text."""
TONE_COLUMN = 3
NUMBERS = 2
"""The column that is coloured, and the one with numbers."""


def pages(one: TableSlide, room: float) -> list[list[int]]:
    """Numbers of the rows on each slide; the first row of a slide says the phase again (`draw_table`)."""
    found: list[list[int]] = [[]]
    used = _tall(one.header, one)
    for number, row in enumerate(one.rows):
        tall = _tall(row, one)
        if found[-1] and used + tall > room:
            found.append([])
            used = _tall(one.header, one)
        found[-1].append(number)
        used += tall
    return found


def _inner(one: TableSlide, column: int) -> float:
    return (WIDTH - 2 * MARGIN) * one.widths[column] - 2 * PAD


def _cut(text: str, one: TableSlide, column: int) -> str:
    width = _inner(one, column)
    text = tame(text)
    if count_lines(text, width, SIZE) <= MOST_LINES:
        return text
    return shorten(text, MOST_LINES * width * 0.8, SIZE)


def _tall(row: Sequence[str], one: TableSlide) -> float:
    lines = max(min(MOST_LINES, count_lines(tame(cell), _inner(one, k), SIZE)) for k, cell in enumerate(row))
    return lines * SIZE * LEADING + 2 * PAD


def draw_table(
    slide: Any, one: TableSlide, rows: Sequence[int], box: tuple[float, ...], colours: dict[str, str]
) -> None:
    """A table of the rows, with a thin rule under each and no fill."""
    from pptx.util import Pt

    frame = slide.shapes.add_table(len(rows) + 1, len(one.header), *(Pt(value) for value in box))
    frame.name = one_line(one.title)[:80]
    table = frame.table
    _plain(table)
    for column, share in enumerate(one.widths):
        table.columns[column].width = Pt(box[2] * share)
    _row(table, 0, one.header, one, ("soft", ""), colours)
    for place, number in enumerate(rows, 1):
        row = list(one.rows[number])
        if place == 1 and not row[0]:
            row[0] = next(one.rows[k][0] for k in range(number, -1, -1) if one.rows[k][0])
        _row(table, place, row, one, ("ink", one.tones[number]), colours)


def _row(
    table: Any, place: int, cells: Sequence[str], one: TableSlide, tones: tuple[str, str], colours: dict[str, str]
) -> None:
    from pptx.enum.text import PP_ALIGN
    from pptx.util import Pt

    table.rows[place].height = Pt(_tall(cells, one))
    for column, text in enumerate(cells):
        cell = table.cell(place, column)
        cell.margin_left = cell.margin_right = cell.margin_top = cell.margin_bottom = Pt(PAD)
        paragraph = cell.text_frame.paragraphs[0]
        run = paragraph.add_run()
        run.text = one_line(_cut(text, one, column)) or NOTHING
        tone = tones[1] if column == TONE_COLUMN and tones[1] else tones[0]
        run.font.size, run.font.bold = Pt(SIZE), place == 0 or column == 0
        run.font.color.rgb = rgb(colours[tone])
        if column == NUMBERS:
            paragraph.alignment = PP_ALIGN.RIGHT
        _rule(cell, colours["rule" if place == 0 else "line"])


def _plain(table: Any) -> None:
    """The style "No Style, No Grid" of the slide programs; the first row stays marked as the header."""
    from pptx.oxml.ns import qn

    properties = table._tbl.tblPr
    properties.find(qn("a:tableStyleId")).text = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
    table.first_row, table.horz_banding = True, False


def _rule(cell: Any, colour: str) -> None:
    from lxml import etree  # type: ignore[import-untyped]
    from pptx.oxml.ns import qn

    properties = cell._tc.get_or_add_tcPr()
    line = etree.SubElement(properties, qn("a:lnB"), w="9525")
    fill = etree.SubElement(line, qn("a:solidFill"))
    etree.SubElement(fill, qn("a:srgbClr"), val=colour.lstrip("#").upper())
