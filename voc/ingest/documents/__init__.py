"""Read documents (plain text, Word, OpenDocument, rich text, PDF, web pages) as text with one paragraph per line.

Every offset of a study refers to this text. Headings become Markdown headings (``# ``) and bold paragraphs
``**like this**``, so that the transcript conventions read every format with one grammar.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from pathlib import Path

from voc.files.decode import count_characters, decode, tidy
from voc.files.limits import MAX_TEXT_BYTES, check_line_length, check_size
from voc.ingest.documents.office import load_odt, load_rtf
from voc.ingest.documents.otranscribe import load_otranscribe
from voc.ingest.documents.pdf import load_pdf
from voc.ingest.documents.web_page import load_web_page
from voc.ingest.documents.word import load_docx
from voc.ingest.file_content import DocumentText

_PROSE = frozenset({".txt", ".text", ".md", ".markdown"})
# Captions and JSON have rules of their own for these.
_ENTITY = re.compile(r"&(?:[A-Za-z]{2,8}\d{0,2}|#\d{2,6}|#[xX][0-9A-Fa-f]{2,5});")

__all__ = ["LOADERS", "load_plain_text"]


_MARKUP = (".eaf", ".exb", ".tei", ".xml", ".ttml", ".dfxp")


def load_plain_text(path: Path, name: str) -> DocumentText:
    """Decode a text file; the notes name its encoding when it is not UTF-8.

    Raises:
        ReadError: the file is too large, has a line that is too long, or holds no text.
    """
    check_size(name, path.stat().st_size, MAX_TEXT_BYTES)
    text, notes = decode(path.read_bytes(), name)
    n_markup = 0
    if path.suffix.lower() in _PROSE and (n_entities := len(_ENTITY.findall(text))):
        n_before = count_characters(text)
        text = tidy(html.unescape(text))
        n_markup = n_before - count_characters(text)
        notes = (*notes, f"{n_entities} characters were written as in HTML ('&uuml;') and were resolved.")
    # JSON and XML may be a single line, and their parsers have limits of their own.
    if path.suffix.lower() not in {".json", *_MARKUP}:
        check_line_length(name, text)
    return DocumentText(text, tuple(notes), {"markup": n_markup})


LOADERS: dict[str, Callable[[Path, str], DocumentText]] = {
    **dict.fromkeys((".txt", ".text", ".md", ".markdown", ".vtt", ".srt", ".sbv", ".textgrid"), load_plain_text),
    **dict.fromkeys((".json", *_MARKUP), load_plain_text),
    **dict.fromkeys((".html", ".htm", ".xhtml"), load_web_page),
    ".otr": load_otranscribe,
    ".docx": load_docx,
    ".odt": load_odt,
    ".rtf": load_rtf,
    ".pdf": load_pdf,
}
"""File suffix → function of a path and the file's name in the study. Tables have their own readers."""
