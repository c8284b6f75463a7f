"""Read web pages (.html): an article, a chat or an interview as text; tables in it as documents' tables are read."""

from __future__ import annotations

import re
from pathlib import Path

from voc.errors import EmptyError, FormatError
from voc.files.decode import decode, tidy
from voc.files.limits import MAX_TEXT_BYTES, check_line_length, check_size
from voc.files.web_pages import read_web_page
from voc.ingest.documents.document_tables import TableNotes, table_lines
from voc.ingest.file_content import DocumentText
from voc.ingest.transcripts.speech_recognition import is_noscribe_html
from voc.schema import Reason

MAX_TABLE_SHARE = 0.8
"""Share (0–1) of a page's text in one table that is no interview; above it, the page is a table and no text."""
MIN_TABLE_ROWS = 4
"""Rows of such a table."""
_VOC_REPORT = re.compile(r'<meta name="generator" content="voc">')


def load_web_page(path: Path, name: str) -> DocumentText:
    """The text of a web page, one block a paragraph. A noScribe transcript stays HTML: its anchors hold the times.

    Raises:
        ReadError: the file is too large, holds no text, or nothing but a table.
    """
    check_size(name, path.stat().st_size, MAX_TEXT_BYTES)
    source, notes = decode(path.read_bytes(), name)
    if is_noscribe_html(source):
        return DocumentText(source, tuple(notes))
    if _VOC_REPORT.search(source[:5_000]):
        raise FormatError(f"{name}: is a report of voc, and no respondent's words.")
    page = read_web_page(source)
    table_notes = TableNotes()
    lines: list[str] = []
    for block in page.blocks:
        if isinstance(block, str):
            lines.append(block)
            continue
        rows = [[" ".join(cell.split()) for cell in row] for row in block]
        n_interviews = table_notes.n_interviews
        table = table_lines(rows, table_notes)
        is_interview = table_notes.n_interviews > n_interviews
        if not is_interview and len(rows) >= MIN_TABLE_ROWS and len("".join(table)) > MAX_TABLE_SHARE * len(page.text):
            raise FormatError(
                f"{name}: is a web page that holds a table. Give it the ending .xls, and voc reads it as a table; or "
                "open it in Excel or LibreOffice and save it as .csv."
            )
        lines += table
    text = tidy("\n\n".join(lines))
    if not text.strip():
        raise EmptyError(f"{name}: holds no text. A page that loads its text later has to be saved as .txt or .docx.")
    check_line_length(name, text)
    unread = []
    if page.n_menu_words:
        unread.append(f"Menus, forms and footers of the page ({page.n_menu_words} words) were left out.")
    if page.n_hidden_words:
        unread.append(f"Text that the page hides ({page.n_hidden_words} words) was left out.")
    left_out: dict[Reason, int] = {"menus": page.n_menu_characters, "hidden text": page.n_hidden_characters}
    return DocumentText(text, (*notes, "Read as a web page.", *unread, *table_notes.sentences()), left_out)
