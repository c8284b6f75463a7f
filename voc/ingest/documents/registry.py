"""Documents → text: plain text and captions are decoded, office formats and PDF become one paragraph a line.

A document's text is what every offset of the study refers to. Headings become Markdown headings ("# ") and wholly bold
paragraphs are written ``**so**``, so that one grammar serves all formats.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from voc.files.decode import decode
from voc.files.limits import MAX_TEXT_BYTES, check_line_length, check_size
from voc.ingest.documents.pdf import load_pdf
from voc.ingest.documents.rich_text import load_odt, load_rtf
from voc.ingest.documents.word import load_docx

Loader = Callable[[Path, str], tuple[str, tuple[str, ...]]]


def load_plain(path: Path, name: str) -> tuple[str, tuple[str, ...]]:
    """Decoded text and notes about the encoding.

    Raises:
        ReadError: too large, a line that is too long, or no text.
    """
    check_size(name, path.stat().st_size, MAX_TEXT_BYTES)
    text, notes = decode(path.read_bytes(), name)
    if path.suffix.lower() != ".json":
        check_line_length(name, text)
    return text, notes


LOADERS: dict[str, Loader] = {
    ".txt": load_plain,
    ".text": load_plain,
    ".md": load_plain,
    ".markdown": load_plain,
    ".vtt": load_plain,
    ".srt": load_plain,
    ".json": load_plain,
    ".html": load_plain,
    ".htm": load_plain,
    ".docx": load_docx,
    ".odt": load_odt,
    ".rtf": load_rtf,
    ".pdf": load_pdf,
}
"""Which loader makes text of which kind of file; tables have readers of their own."""
