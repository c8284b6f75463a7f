"""Tables for spreadsheets: text stays text, whatever it starts with, and the same rows give the same bytes."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from reports.view import View
from reports.view.records import Pain, Quote
from reports.words import Words

Cell = str | int | float
Row = Sequence[Cell]

CREATED = datetime(2000, 1, 1)
"""A fixed stamp, so that the bytes stay the same."""
CELL_LIMIT = 32_767
"""Characters that a spreadsheet cell holds; a longer verbatim is left out rather than cut."""

PAIN_COLUMNS = (
    "rank", "title", "phase", "touchpoint", "theme", "n_respondents", "share_respondents", "n_segments", "intensity",
    "severity", "emotion", "goal", "goal_from", "hurdle", "hurdle_from", "quote", "quote_segment_id", "person",
    "source", "place", "quote_2", "quote_2_segment_id", "quote_3", "quote_3_segment_id",
    "opportunity", "hypothesis", "owner", "effort", "impact", "status",
)  # fmt: skip
WORKSHOP_COLUMNS = PAIN_COLUMNS[-4:]
"""Left empty for the workshop."""
STICKY_COLUMNS = (
    "phase",
    "touchpoint",
    "quote",
    "quote_segment_id",
    "person",
    "source",
    "place",
    "sentiment",
    "emotion",
)

_FORMULA = re.compile(r"[=+\-@\t\r]")
_WIDTHS = {
    "title": 32,
    "goal": 40,
    "hurdle": 40,
    "opportunity": 40,
    "hypothesis": 48,
    "quote": 60,
    "quote_2": 60,
    "quote_3": 60,
    "source": 28,
}


def guard(text: str) -> str:
    """A leading apostrophe before what a spreadsheet would take for a formula.

    >>> guard("=1+1"), guard("- late"), guard("late")
    ("'=1+1", "'- late", 'late')
    """
    return f"'{text}" if _FORMULA.match(text) else text


def csv_text(header: Sequence[str], rows: Sequence[Row]) -> str:
    """A table as CSV with LF line ends and guarded cells; all text is quoted (a bare CR would end a row otherwise)."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\n", quoting=csv.QUOTE_NONNUMERIC)
    writer.writerow(header)
    writer.writerows([guard(cell) if isinstance(cell, str) else cell for cell in row] for row in rows)
    return buffer.getvalue()


def pain_rows(view: View, words: Words) -> list[Row]:
    """One row a pain point, as PAIN_COLUMNS."""
    return [_pain_row(pain, words) for pain in view.pains]


def _pain_row(pain: Pain, words: Words) -> Row:
    first = pain.quotes[0] if pain.quotes else None
    return (
        pain.rank,
        pain.title,
        pain.phase,
        pain.touchpoint,
        pain.theme,
        pain.people,
        round(pain.share, 3),
        pain.statements,
        round(pain.intensity, 3),
        round(pain.severity, 3),
        words(f"emotion.{pain.emotion}") if pain.emotion else "",
        *_text_and_id(pain.goal),
        *_text_and_id(pain.hurdle),
        *_text_and_id(first),
        first.person if first else "",
        first.source if first else "",
        first.place if first else "",
        *[
            cell
            for number in (1, 2)
            for cell in _text_and_id(pain.quotes[number] if number < len(pain.quotes) else None)
        ],
        pain.opportunity,
        pain.hypothesis,
        *[""] * len(WORKSHOP_COLUMNS),
    )


def _text_and_id(quote: Quote | None) -> tuple[str, str]:
    if quote is None or len(quote.text) > CELL_LIMIT:
        return "", ""
    return quote.text, quote.segment_id


def write_workbook(view: View, words: Words, stickies: Sequence[Row], path: Path) -> None:
    """Pain points, the quotes behind them, and how to read them, as a workbook to sort and print."""
    import xlsxwriter

    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(str(path), options)
    book.set_properties({"title": view.head.title, "created": CREATED})
    _sheet(book, words, words("table.sheet_pains"), PAIN_COLUMNS, pain_rows(view, words))
    _sheet(book, words, words("table.sheet_quotes"), STICKY_COLUMNS, stickies)
    notes = book.add_worksheet(words("table.readme"))
    notes.set_column(0, 0, 100)
    for number, line in enumerate(words("table.readme_lines", n=view.total).strip().splitlines()):
        notes.write_string(number, 0, line)
    book.close()


def _sheet(book: Any, words: Words, name: str, columns: Sequence[str], rows: Sequence[Row]) -> None:
    """Headings in the study's language, the field names under them, then the rows."""
    sheet = book.add_worksheet(name)
    bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "bottom"})
    small = book.add_format({"font_size": 8, "font_color": "#707070"})
    text = book.add_format({"text_wrap": True, "valign": "top"})
    share = book.add_format({"num_format": "0%", "valign": "top"})
    score = book.add_format({"num_format": "0.00", "valign": "top"})
    for column, field in enumerate(columns):
        sheet.set_column(column, column, _WIDTHS.get(field, 18 if "id" in field else 14))
        sheet.write_string(0, column, words(f"table.{field}"), bold)
        sheet.write_string(1, column, field, small)
    for number, row in enumerate(rows, 2):
        for column, cell in enumerate(row):
            if isinstance(cell, str):
                sheet.write_string(number, column, cell, text)
            else:
                style = share if columns[column].startswith("share") else score if isinstance(cell, float) else text
                sheet.write_number(number, column, cell, style)
    if columns is PAIN_COLUMNS and rows:
        column = columns.index("severity")
        sheet.conditional_format(2, column, len(rows) + 1, column, {"type": "data_bar", "bar_color": "#D2601F"})
    sheet.freeze_panes(2, 2)
    sheet.autofilter(1, 0, len(rows) + 1, len(columns) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.hide_gridlines(2)
