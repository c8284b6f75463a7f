"""Tables → a workbook to sort, filter, mark and print."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from reports.exports.material import material
from reports.exports.study_tables import (
    WORKSHOP_COLUMNS,
    pain_table,
    persona_table,
    quote_table,
    theme_table,
    touchpoint_table,
)
from reports.exports.tables.sheets import Table
from reports.language import Catalogue
from reports.view import View
from reports.view.facts import Facts
from voc.schema import EMOTIONS, Analysis, Personas

CREATED = datetime(2000, 1, 1)
"""A fixed stamp, so that the bytes stay the same."""
BAD, MIDDLE, GOOD = "#E8A87C", "#F4F4F2", "#7FC4BC"
"""Warm for negative, blue-green for positive, as everywhere in the report; dark text keeps its contrast on them."""
A4 = 9
"""Excel's number of the paper."""
HEADINGS = 2
"""Rows above the data: headings in words, and the names of the fields, by which `voc verify` finds the quotes."""

_WIDTHS = {
    "quote": 42,
    "quote_2": 42,
    "quote_3": 42,
    "best": 36,
    "worst": 36,
    "hypothesis": 40,
    "goal": 24,
    "theme": 20,
}
_WIDTHS |= {"hurdle": 24, "opportunity": 32, "subject": 28, "title": 26, "keywords": 28, "question": 28, "persona": 24}
_WIDTHS |= {"touchpoint": 21, "source": 22, "phase": 17, "contact": 26, "group": 20, "rank": 6, "unsure": 9}
_WIDTHS |= {"emotion": 14, "statement": 14, "sentiment": 11, "person": 11, "language": 11, "kind": 15, "mood": 13}
_WIDTHS |= {f"emotion_{name}": 13 for name in EMOTIONS}
_NO_CHARACTER = re.compile("[\ufffe\uffff]")
"""What XML cannot carry and the library does not escape."""
_PRINTED = {"pain_points": "quote", "touchpoints": "n_praise", "themes": "quote", "quotes": "emotion"}
"""Table → the last column that is printed, where not all are."""
_SHEETS = {"pain_points": 2, "touchpoints": 2, "themes": 1, "quotes": 1, "personas": 1, "stickies": 2}
"""Table → columns that stay in sight."""


def workbook_tables(view: View, facts: Facts, personas: Personas) -> tuple[Table, ...]:
    """The five tables, in the order of the sheets."""
    return (
        pain_table(view, facts),
        touchpoint_table(view, facts),
        theme_table(view, facts),
        quote_table(facts, personas),
        persona_table(facts, personas),
    )


def render_workbook(tables: Sequence[Table], view: View, words: Catalogue) -> bytes:
    """The tables as sheets, and how to read them as the last one."""
    import xlsxwriter

    buffer = io.BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
    book = xlsxwriter.Workbook(buffer, options)
    book.set_properties({"title": view.head.title, "created": CREATED})
    formats = _formats(book)
    for table in tables:
        _sheet(book, table, words, formats)
    notes = book.add_worksheet(words("table.readme"))
    notes.set_column(0, 0, 100)
    for number, line in enumerate(words("table.readme_lines", n=view.total).strip().splitlines()):
        notes.write_string(number, 0, line, formats["text"])
    book.close()
    return buffer.getvalue()


def _formats(book: Any) -> dict[str, Any]:
    cell = {"valign": "top"}
    return {
        "head": book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "bottom"}),
        "field": book.add_format({"font_size": 8, "font_color": "#5F5F5F"}),
        "text": book.add_format({**cell, "text_wrap": True}),
        "share": book.add_format({**cell, "num_format": "0%"}),
        "score": book.add_format({**cell, "num_format": "0.00"}),
        "signed": book.add_format({**cell, "num_format": "+0.00;\u22120.00;0.00"}),
        "bad": book.add_format({"bg_color": BAD}),
        "good": book.add_format({"bg_color": GOOD}),
    }


def _sheet(book: Any, table: Table, words: Catalogue, formats: dict[str, Any]) -> None:
    """Headings in the study's language, the field names under them, then the rows."""
    sheet = book.add_worksheet(words(f"table.sheet_{table.name}"))
    for column, field in enumerate(table.columns):
        hidden = {"level": 1, "hidden": True} if _is_id(field) or _is_empty(table, column) else {}
        sheet.set_column(column, column, _WIDTHS.get(field, 10), None, hidden)
        sheet.write_string(0, column, heading(field, words), formats["head"])
        sheet.write_string(1, column, field, formats["field"])
    styles = [formats[_style(field)] for field in table.columns]
    for number, row in enumerate(table.rows, HEADINGS):
        for column, cell in enumerate(row):
            if isinstance(cell, str):
                sheet.write_string(number, column, _NO_CHARACTER.sub("\ufffd", cell), formats["text"])
            elif cell is not None:
                sheet.write_number(number, column, cell, styles[column])
    if table.rows:
        _colours(sheet, table, words, formats)
    sheet.freeze_panes(HEADINGS, _SHEETS[table.name])
    sheet.autofilter(1, 0, len(table.rows) + 1, len(table.columns) - 1)
    _print_set_up(sheet, table)


def heading(field: str, words: Catalogue) -> str:
    """The name of a field in words."""
    emotion = field.removeprefix("emotion_")
    return words(f"emotion.{emotion}") if emotion != field else words(f"table.{field}")


def _is_id(field: str) -> bool:
    """Ids are folded away: they are for programs, and for looking a statement up."""
    return field.endswith(("_segment_id", "_from"))


def _is_empty(table: Table, column: int) -> bool:
    """Whether nothing stands in a column that is not for the workshop: it would only take room."""
    if not table.rows or table.columns[column] in WORKSHOP_COLUMNS:
        return False
    return all(row[column] in ("", None) for row in table.rows)


def _style(field: str) -> str:
    if field.startswith(("share", "emotion_")):
        return "share"
    if field.startswith("polarity"):
        return "signed"
    return "score" if field in {"severity", "intensity", "stability"} else "text"


def _colours(sheet: Any, table: Table, words: Catalogue, formats: dict[str, Any]) -> None:
    last = len(table.rows) + HEADINGS - 1
    scale: dict[str, str | int] = {"type": "3_color_scale", "min_type": "num", "mid_type": "num", "max_type": "num"}
    scale |= {"min_value": -1, "mid_value": 0, "max_value": 1}
    scale |= {"min_color": BAD, "mid_color": MIDDLE, "max_color": GOOD}
    shade: dict[str, str | int] = {
        "type": "2_color_scale",
        "min_type": "num",
        "max_type": "num",
        "min_value": 0,
        "max_value": 1,
    }
    shade |= {"min_color": "#FFFFFF", "max_color": "#9A9A96"}
    for column, field in enumerate(table.columns):
        if field == "polarity":
            sheet.conditional_format(HEADINGS, column, last, column, scale)
        elif field == "severity":
            bar = {"type": "data_bar", "bar_color": BAD, "min_type": "num", "min_value": 0}
            sheet.conditional_format(HEADINGS, column, last, column, bar)
        elif field.startswith("emotion_"):
            sheet.conditional_format(HEADINGS, column, last, column, shade)
        elif field == "sentiment":
            for mood, style in (("negative", "bad"), ("positive", "good")):
                rule = {"type": "cell", "criteria": "==", "value": f'"{words(f"sentiment.{mood}")}"'}
                sheet.conditional_format(HEADINGS, column, last, column, {**rule, "format": formats[style]})


def _print_set_up(sheet: Any, table: Table) -> None:
    """A4 landscape, one page wide, headings on each page, page numbers."""
    last = table.columns.index(_PRINTED.get(table.name, table.columns[-1]))
    sheet.print_area(0, 0, len(table.rows) + 1, last)
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.set_header("&L&A")
    sheet.set_footer("&L&F&R&P / &N")
    sheet.hide_gridlines(2)


def xlsx(analysis: Analysis, personas: Personas) -> dict[str, bytes]:
    """Target ``xlsx``: the workbook with all statements."""
    view, facts = material(analysis, personas)
    return {"study.xlsx": render_workbook(workbook_tables(view, facts, personas), view, facts.words)}
