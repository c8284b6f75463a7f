"""The tables of a study as an Excel workbook to sort, filter, mark and print: target `xlsx`."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import xlsxwriter

from reports.exports.appearance import OWN_APPEARANCE, Appearance
from reports.exports.file_bytes import OFFICE_DATE, Files
from reports.exports.study_tables import WORKSHOP_COLUMNS, Cell, ExportTable, column_kind, tabulate_study
from reports.exports.text_size import count_lines, measure_width, widest_word
from reports.language import Catalogue, load_words
from reports.paper import PAPERS
from reports.view import View, build_view
from voc.schema import Analysis, Personas

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
TYPEFACE, SIZE, NAME_SIZE = "Arial", 10, 7
"""Letters of the cells, and of the column names. Every computer has Arial, or a substitute with the same widths."""
CHARACTER = 5.25
"""Points of width of a column per character of its width, without the cell's margin."""
LINE, CELL_MARGIN = 12.75, 3.25
"""Points of height of a line of a row, and of the space around its lines. They make no row as high as an Excel row is
anyway: xlsxwriter would write no height, and LibreOffice choose one."""
INDENT = 2
"""Characters of a column's width that its texts leave free."""
HIGHEST_ROW = 409.0
"""No row can be higher (a limit of Excel), so a quote that needs more lines needs a wider column."""
SAFE_LENGTH = 100
"""Characters of a text that any row can hold."""
NARROWEST, WIDEST = 6, 120
"""Characters of the narrowest column, and of the widest: a quote of some 4,000 characters fits into it."""


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
WIDTHS = {
    "contact": 26, "goal": 24, "hurdle": 24, "keywords": 28, "owner": 12, "effort": 10, "impact": 10, "persona": 34,
    "quote": 44, "status": 10, "title": 30,
}  # fmt: skip
"""Widths that long texts wrap at, and that a workshop writes in, in characters."""
UNPRINTED_WIDTH = 60
"""The same for columns that are not printed: there a wide column costs nothing, and a narrow one makes rows high."""
DEFAULT_WIDTH = 18
_NONCHARACTER = re.compile("[\ufffe\uffff]")
"""XML cannot carry these, and xlsxwriter escapes all others but not them."""
_LINE_END = re.compile(r"\r\n|[\n\r]")


def export_xlsx(analysis: Analysis, personas: Personas, appearance: Appearance = OWN_APPEARANCE) -> Files:
    """Target ``xlsx``: the workbook with all statements."""
    view, words = build_view(analysis, personas), load_words(analysis.language)
    return {"study.xlsx": render_workbook(tabulate_study(analysis, personas), view, words, appearance)}


def render_workbook(
    tables: Sequence[ExportTable], view: View, words: Catalogue, appearance: Appearance = OWN_APPEARANCE
) -> bytes:
    """The tables as sheets; the last sheet says how to read them."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, TEXT_STAYS_TEXT)
    book.set_properties({"title": view.head.title, "created": OFFICE_DATE})
    writer = _BookWriter(book, words, appearance)
    for table in tables:
        writer.add_sheet(table)
    writer.add_lines(words("table.readme"), words("table.readme_lines", n=view.total).strip().splitlines())
    book.close()
    return buffer.getvalue()


class _BookWriter:
    """Adds sheets to a workbook in the formats of one look."""

    def __init__(self, book: Any, words: Catalogue, appearance: Appearance) -> None:
        self.book, self.words = book, words
        self.colours = appearance.look.colours
        # A sheet is scaled to its page, so only who asks for Letter needs it.
        self.paper = PAPERS[appearance.paper or "a4"]
        font = {"font_name": TYPEFACE, "font_size": SIZE, "valign": "top"}
        heading: dict[str, Any] = {"bold": True, "bottom": 1, "text_wrap": True, "valign": "bottom"}
        # Without the indent, the text of a column would touch that of the next.
        left: dict[str, Any] = {"align": "left", "indent": 1}
        number: dict[str, Any] = {"align": "right", "indent": 1}
        formats = {
            "heading": heading | left,
            "numeric_heading": heading | number,
            "column_name": left | {"font_size": NAME_SIZE, "font_color": self.colours["soft"]},
            "text": left | {"text_wrap": True},
            "long": left,
            "count": number,
            "share": number | {"num_format": "0%"},
            "score": number | {"num_format": "0.00"},
            "polarity": number | {"num_format": "+0.00;\u22120.00;0.00"},
        }
        self.formats = {name: book.add_format({**font, **spec}) for name, spec in formats.items()}
        for tone, colour in (("negative", "neg-4"), ("positive", "pos-4")):
            self.formats[tone] = book.add_format({"bg_color": self.colours[colour]})

    def add_sheet(self, table: ExportTable) -> None:
        """Headings in the study's language, the column names under them, then the rows, each as high as its texts."""
        sheet = self.book.add_worksheet(self.words(f"table.sheet_{table.name}"))
        last_printed = table.columns.index(LAYOUTS[table.name].last_printed or table.columns[-1])
        headings = [column_heading(column, self.words) for column in table.columns]
        texts = [list(map(_shown, row, table.columns)) for row in table.rows]
        widths = [
            _column_width(column, headings[number], [row[number] for row in texts], printed=number <= last_printed)
            for number, column in enumerate(table.columns)
        ]
        folded = [_is_folded(table, number) for number in range(len(table.columns))]
        for number, column in enumerate(table.columns):
            options = {"level": 1, "hidden": True} if folded[number] else {}
            sheet.set_column(number, number, widths[number], None, options)
            numeric = column_kind(column) != "text"
            sheet.write_string(0, number, headings[number], self.formats["numeric_heading" if numeric else "heading"])
            sheet.write_string(1, number, column, self.formats["column_name"])
        sheet.set_row(0, _row_height(headings, widths, folded, bold=True))
        # Formats are looked up once per column: a study has tens of thousands of cells.
        number_formats = [self.formats[column_kind(column)] for column in table.columns]
        for row_number, (row, shown) in enumerate(zip(table.rows, texts, strict=True), HEADER_ROWS):
            # LibreOffice shows one line of a row without a height, and the next lines over the rows below.
            sheet.set_row(row_number, _row_height(shown, widths, folded))
            for number, cell in enumerate(row):
                if isinstance(cell, str):
                    # LibreOffice would show the lines that a row cannot hold over the next row.
                    holds = len(cell) < SAFE_LENGTH or _text_height(shown[number], widths[number]) <= HIGHEST_ROW
                    sheet.write_string(row_number, number, shown[number], self.formats["text" if holds else "long"])
                elif cell is not None:
                    sheet.write_number(row_number, number, cell, number_formats[number])
        if table.rows:
            self._add_colours(sheet, table)
        sheet.freeze_panes(HEADER_ROWS, LAYOUTS[table.name].frozen_columns)
        sheet.autofilter(1, 0, len(table.rows) + 1, len(table.columns) - 1)
        self._set_up_print(sheet, len(table.rows) + 1, last_printed)
        sheet.repeat_rows(0)

    def add_lines(self, name: str, lines: Sequence[str]) -> None:
        """A sheet with a sentence per row."""
        sheet, width = self.book.add_worksheet(name), 100
        sheet.set_column(0, 0, width)
        for number, line in enumerate(lines):
            sheet.set_row(number, _row_height([line], [width], [False]))
            sheet.write_string(number, 0, line, self.formats["text"])
        self._set_up_print(sheet, len(lines) - 1, 0)

    def _add_colours(self, sheet: Any, table: ExportTable) -> None:
        """Colour moods, shade shares and draw severity as bars, by rules that survive sorting."""
        last, colours = len(table.rows) + HEADER_ROWS - 1, self.colours
        mood: dict[str, Any] = {"type": "3_color_scale", "min_type": "num", "mid_type": "num", "max_type": "num"}
        mood |= {"min_value": -1, "mid_value": 0, "max_value": 1}
        mood |= {"min_color": colours["neg-4"], "mid_color": colours["mid-1"], "max_color": colours["pos-4"]}
        share: dict[str, Any] = {"type": "2_color_scale", "min_type": "num", "max_type": "num"}
        share |= {"min_value": 0, "max_value": 1, "min_color": "#FFFFFF", "max_color": SHADE}
        bar: dict[str, Any] = {"type": "data_bar", "bar_color": colours["neg-4"], "min_type": "num", "min_value": 0}
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
                    {
                        "type": "cell",
                        "criteria": "==",
                        "value": f'"{self.words(f"sentiment.{tone}")}"',
                        "format": self.formats[tone],
                    }
                    for tone in ("negative", "positive")
                ]
            for rule in rules:
                sheet.conditional_format(HEADER_ROWS, number, last, number, rule)

    def _set_up_print(self, sheet: Any, last_row: int, last_column: int) -> None:
        """Landscape, one page wide, page numbers."""
        # Fitted to one page in width and to as many as needed in length (0).
        sheet.print_area(0, 0, last_row, last_column)
        sheet.set_landscape()
        sheet.set_paper(self.paper.excel)
        sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
        sheet.fit_to_pages(1, 0)
        sheet.set_header("&L&A")
        sheet.set_footer("&L&F&R&P / &N")
        sheet.hide_gridlines(2)


def _shown(cell: Cell, column: str) -> str:
    """What a cell shows, as text: a number in its longest format."""
    if isinstance(cell, str):
        return _NONCHARACTER.sub("\ufffd", cell)
    if cell is None:
        return ""
    return {"share": "100%", "count": str(cell)}.get(column_kind(column), "+0.00")


def _column_width(column: str, heading: str, texts: Sequence[str], *, printed: bool) -> float:
    """The width of a column in characters: as wide as its texts, wrapped at `WIDTHS` unless a word is longer or the
    longest text would be higher than a row can be."""
    words = [widest_word([heading], SIZE, bold=True), widest_word([column], NAME_SIZE), widest_word(texts, SIZE)]
    longest = max(texts, key=len, default="")
    wrapped = WIDTHS.get(column, DEFAULT_WIDTH) if printed or column in WORKSHOP_COLUMNS else UNPRINTED_WIDTH
    text = WIDTHS[column] if column in WORKSHOP_COLUMNS else measure_width(longest, SIZE) / CHARACTER
    width = max(NARROWEST, max(words) / CHARACTER + INDENT, min(text + INDENT, wrapped))
    while width < WIDEST and _text_height(longest, width) > HIGHEST_ROW:
        width += 10
    return round(min(width, WIDEST), 1)


def _text_height(text: str, width: float, *, bold: bool = False) -> float:
    """The height of a cell with a text in a column of a width in characters, in points."""
    room = (width - INDENT) * CHARACTER
    lines = sum(count_lines(line, room, SIZE, bold=bold) for line in _LINE_END.split(text))
    return lines * LINE + CELL_MARGIN


def _row_height(texts: Sequence[str], widths: Sequence[float], folded: Sequence[bool], *, bold: bool = False) -> float:
    """The height at which every text of a row is shown, in points. Texts of folded columns do not count, nor those that
    no row can hold."""
    shown = (
        _text_height(text, width, bold=bold)
        for text, width, hidden in zip(texts, widths, folded, strict=True)
        if not hidden
    )
    return max((height for height in shown if height <= HIGHEST_ROW), default=LINE + CELL_MARGIN)


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
