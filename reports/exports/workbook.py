"""The tables of a study as an Excel workbook to sort, filter, mark and print: target `xlsx`."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import xlsxwriter

from reports.exports.file_bytes import OFFICE_DATE, Files
from reports.exports.study_tables import WORKSHOP_COLUMNS, ExportTable, column_kind, tabulate_study
from reports.language import Catalogue, load_words
from reports.view import View, build_view
from voc.schema import EMOTIONS, Analysis, Personas

BAD, MIDDLE, GOOD = "#E8A87C", "#F4F4F2", "#7FC4BC"
"""Warm for negative and blue-green for positive, as in the report, but pale enough for dark text on them."""
SHADE = "#9A9A96"
"""The darkest shade of a share: emotions are told apart by their column, not by a colour."""
TEXT_STAYS_TEXT = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    # Otherwise xlsxwriter writes each sheet, with every verbatim, to a temporary file.
    "in_memory": True,
}
"""Options of xlsxwriter: no cell becomes a formula or a link, whatever a respondent wrote."""
HEADER_ROWS = 2
"""Rows above the data: headings in words, and the column names, by which `voc verify` finds the quotes."""
PAPER_A4 = 9
"""Excel's number for the paper size."""


@dataclass(frozen=True, slots=True)
class SheetLayout:
    """How many columns of a sheet stay visible while scrolling, and the last column that is printed ("": the last)."""

    frozen_columns: int
    last_printed: str = ""


LAYOUTS = {
    "pain_points": SheetLayout(2, "quote"),
    "touchpoints": SheetLayout(2, "n_praise"),
    "themes": SheetLayout(1, "quote"),
    "quotes": SheetLayout(1, "emotion"),
    "personas": SheetLayout(1),
    "stickies": SheetLayout(2),
}
"""By name of the table. The columns after the last printed one would make the print too small to read."""
DEFAULT_WIDTH = 10
WIDTHS = {
    "best": 36, "contact": 26, "emotion": 14, **{f"emotion_{name}": 13 for name in EMOTIONS}, "goal": 24, "group": 20,
    "hurdle": 24, "hypothesis": 40, "keywords": 28, "kind": 15, "language": 11, "mood": 13, "opportunity": 32,
    "person": 11, "persona": 24, "phase": 17, "question": 28, "quote": 42, "quote_2": 42, "quote_3": 42, "rank": 6,
    "sentiment": 11, "source": 22, "statement": 14, "subject": 28, "theme": 20, "title": 26, "touchpoint": 21,
    "unsure": 9, "worst": 36,
}  # fmt: skip
"""Width of a column in characters."""
_NONCHARACTER = re.compile("[\ufffe\uffff]")
"""XML cannot carry these, and xlsxwriter escapes all others but not them."""


def export_xlsx(analysis: Analysis, personas: Personas) -> Files:
    """Target ``xlsx``: the workbook with all statements."""
    view, words = build_view(analysis, personas), load_words(analysis.language)
    return {"study.xlsx": render_workbook(tabulate_study(analysis, personas), view, words)}


def render_workbook(tables: Sequence[ExportTable], view: View, words: Catalogue) -> bytes:
    """The tables as sheets; the last sheet says how to read them."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, TEXT_STAYS_TEXT)
    book.set_properties({"title": view.head.title, "created": OFFICE_DATE})
    formats = _formats(book)
    for table in tables:
        _add_sheet(book, table, words, formats)
    readme = book.add_worksheet(words("table.readme"))
    readme.set_column(0, 0, 100)
    for number, line in enumerate(words("table.readme_lines", n=view.total).strip().splitlines()):
        readme.write_string(number, 0, line, formats["text"])
    book.close()
    return buffer.getvalue()


def _formats(book: Any) -> dict[str, Any]:
    """The cell formats: those of `column_kind`, and of headings and marks."""
    top = {"valign": "top"}
    return {
        "heading": book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "bottom"}),
        "column_name": book.add_format({"font_size": 8, "font_color": "#5F5F5F"}),
        "text": book.add_format({**top, "text_wrap": True}),
        "share": book.add_format({**top, "num_format": "0%"}),
        "score": book.add_format({**top, "num_format": "0.00"}),
        "polarity": book.add_format({**top, "num_format": "+0.00;\u22120.00;0.00"}),
        "negative": book.add_format({"bg_color": BAD}),
        "positive": book.add_format({"bg_color": GOOD}),
    }


def _add_sheet(book: Any, table: ExportTable, words: Catalogue, formats: dict[str, Any]) -> None:
    """Headings in the study's language, the column names under them, then the rows."""
    sheet = book.add_worksheet(words(f"table.sheet_{table.name}"))
    for number, column in enumerate(table.columns):
        folded = {"level": 1, "hidden": True} if _is_folded(table, number) else {}
        sheet.set_column(number, number, WIDTHS.get(column, DEFAULT_WIDTH), None, folded)
        sheet.write_string(0, number, column_heading(column, words), formats["heading"])
        sheet.write_string(1, number, column, formats["column_name"])
    # Formats are looked up once per column: a study has tens of thousands of cells.
    number_formats = [formats.get(column_kind(column), formats["text"]) for column in table.columns]
    for row_number, row in enumerate(table.rows, HEADER_ROWS):
        for number, cell in enumerate(row):
            if isinstance(cell, str):
                sheet.write_string(row_number, number, _NONCHARACTER.sub("\ufffd", cell), formats["text"])
            elif cell is not None:
                sheet.write_number(row_number, number, cell, number_formats[number])
    if table.rows:
        _add_colours(sheet, table, words, formats)
    sheet.freeze_panes(HEADER_ROWS, LAYOUTS[table.name].frozen_columns)
    sheet.autofilter(1, 0, len(table.rows) + 1, len(table.columns) - 1)
    _set_up_print(sheet, table)


def column_heading(column: str, words: Catalogue) -> str:
    """The name of a column in words."""
    emotion = column.removeprefix("emotion_")
    return words(f"emotion.{emotion}") if emotion != column else words(f"table.{column}")


def _is_folded(table: ExportTable, number: int) -> bool:
    """Whether a column is hidden behind a "+": ids, and columns without any cell that no workshop will fill in."""
    column = table.columns[number]
    # Ids are for programs and for looking a statement up; readers want the words.
    if column.endswith(("_segment_id", "_from")):
        return True
    if not table.rows or column in WORKSHOP_COLUMNS:
        return False
    return all(row[number] in ("", None) for row in table.rows)


def _add_colours(sheet: Any, table: ExportTable, words: Catalogue, formats: dict[str, Any]) -> None:
    """Colour moods, shade shares and draw severity as bars, by rules that survive sorting."""
    last = len(table.rows) + HEADER_ROWS - 1
    mood: dict[str, Any] = {"type": "3_color_scale", "min_type": "num", "mid_type": "num", "max_type": "num"}
    mood |= {"min_value": -1, "mid_value": 0, "max_value": 1, "min_color": BAD, "mid_color": MIDDLE, "max_color": GOOD}
    share: dict[str, Any] = {"type": "2_color_scale", "min_type": "num", "max_type": "num"}
    share |= {"min_value": 0, "max_value": 1, "min_color": "#FFFFFF", "max_color": SHADE}
    bar: dict[str, Any] = {"type": "data_bar", "bar_color": BAD, "min_type": "num", "min_value": 0}
    for number, column in enumerate(table.columns):
        rules: list[dict[str, Any]] = []
        if column == "polarity":
            rules = [mood]
        elif column == "severity":
            rules = [bar]
        elif column.startswith("emotion_"):
            rules = [share]
        elif column == "sentiment":
            # Compared with the word in the cell, which is in the study's language.
            rules = [
                {"type": "cell", "criteria": "==", "value": f'"{words(f"sentiment.{tone}")}"', "format": formats[tone]}
                for tone in ("negative", "positive")
            ]
        for rule in rules:
            sheet.conditional_format(HEADER_ROWS, number, last, number, rule)


def _set_up_print(sheet: Any, table: ExportTable) -> None:
    """A4 landscape, one page wide, headings on each page, page numbers."""
    last = table.columns.index(LAYOUTS[table.name].last_printed or table.columns[-1])
    # Fitted to one page in width and to as many as needed in length (0).
    sheet.print_area(0, 0, len(table.rows) + 1, last)
    sheet.set_landscape()
    sheet.set_paper(PAPER_A4)
    sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.set_header("&L&A")
    sheet.set_footer("&L&F&R&P / &N")
    sheet.hide_gridlines(2)
