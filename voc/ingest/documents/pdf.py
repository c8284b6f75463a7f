"""Read PDFs as text in reading order: runs of characters with positions, which `page_layout` joins to paragraphs.

pypdfium2 gives characters with boxes in the order in which the file draws them. That order is only a hint, so lines are
built from positions. Pictures of text are not read: such a file is skipped, and the message says what to do.
"""

from __future__ import annotations

import ctypes
import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from voc.errors import EmptyError, FormatError, LimitError
from voc.files.content_kinds import PROTECTED
from voc.files.decode import tidy
from voc.files.limits import MAX_TEXT_BYTES, check_line_length, check_size
from voc.ingest.documents.page_layout import TextRun, compose_text
from voc.ingest.file_content import DocumentText

MAX_PAGES = 3_000
"""Pages of a PDF; no interview or report comes near it."""
MAX_UNDECODED = 0.1
"""Share of characters without a Unicode value above which the file is refused: its fonts do not name their letters."""

_LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"})
_HYPHENS = {0x02, 0xAD, 0xFFFE}
"""Codes of the hyphen at a line's end as pdfium reports it, and the soft hyphen."""
_UNDECODED = re.compile("[\ue000-\uf8ff\ufffd]")
_BOLD_FONT = re.compile(rb"bold|black|heavy|semibold", re.I)
_OCR = "Run text recognition (OCR) over it, or save the text as .docx or .txt."


def load_pdf(path: Path, name: str) -> DocumentText:
    """The text of a PDF in reading order, without page numbers, running heads and line numbers.

    Raises:
        ReadError: too large, encrypted, broken, only pictures, or with letters that cannot be decoded.
    """
    check_size(name, path.stat().st_size, MAX_TEXT_BYTES)
    pages = _read_pages(path, name)
    n_empty = sum(not page for page in pages)
    if n_empty == len(pages):
        raise EmptyError(f"{name}: its pages are pictures without text. {_OCR}")
    composed = compose_text(pages)
    text, notes = tidy(composed.text.translate(_LIGATURES)), composed.notes
    if len(_UNDECODED.findall(text)) > MAX_UNDECODED * len(text):
        raise FormatError(f"{name}: its letters cannot be decoded, because its fonts do not name them. {_OCR}")
    if not any(character.isalnum() for character in text):
        raise EmptyError(f"{name}: its pages hold no words. {_OCR}")
    check_line_length(name, text)
    if n_empty:
        notes = (*notes, f"{n_empty} of {len(pages)} pages hold no text (pictures or empty): they are not read.")
    return DocumentText(text, notes, composed.left_out)


def _read_pages(path: Path, name: str) -> list[list[TextRun]]:
    import pypdfium2  # type: ignore[import-untyped]

    try:
        with pypdfium2.PdfDocument(path) as document:
            if len(document) > MAX_PAGES:
                raise LimitError(f"{name}: may have at most {MAX_PAGES:,} pages, found {len(document):,}. Split it.")
            return [_read_page(document[number], number) for number in range(len(document))]
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).casefold():
            raise FormatError(f"{name}: {PROTECTED}") from error
        raise FormatError(
            f"{name}: must be a PDF, found a broken one. Save it again from the program it comes from, or as .docx."
        ) from error


def _read_page(page: Any, number: int) -> list[TextRun]:
    """The text runs of one page that are inside its visible box."""
    import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

    left, bottom, right, top = page.get_bbox()
    textpage = page.get_textpage()
    try:
        box = pdfium.FS_RECTF()
        builder = _RunBuilder(number, top)
        for index in range(pdfium.FPDFText_CountChars(textpage)):
            code = pdfium.FPDFText_GetUnicode(textpage, index)
            if code in {0x0A, 0x0D}:
                builder.end_run()
            elif pdfium.FPDFText_IsGenerated(textpage, index) == 1:
                builder.add_space()
            elif pdfium.FPDFText_GetLooseCharBox(textpage, index, ctypes.byref(box)):
                character = "\u00ad" if code in _HYPHENS else chr(code) if 0 < code < 0x110000 else "\ufffd"
                if character.isspace():
                    builder.add_space()
                elif not 0xD800 <= code <= 0xDFFF:
                    builder.add(character, box, textpage, index)
        builder.end_run()
        height = top - bottom
        # Some programs leave text outside the visible page.
        return [
            replace(run, height=height)
            for run in builder.runs
            if run.right > left and run.left < right and run.bottom > 0 and run.top < height
        ]
    finally:
        textpage.close()
        page.close()


def _is_bold(textpage: Any, index: int) -> bool:
    """Whether the font of a character is a bold one, by its name."""
    import pypdfium2.raw as pdfium

    name = ctypes.create_string_buffer(128)
    flags = ctypes.c_int()
    pdfium.FPDFText_GetFontInfo(textpage, index, name, len(name), ctypes.byref(flags))
    return _BOLD_FONT.search(name.value) is not None


@dataclass(slots=True)
class _Bounds:
    """The box around the characters of a run, in points from the top left corner of the page."""

    left: float
    right: float
    top: float
    bottom: float


class _RunBuilder:
    """Collects characters into runs: a new run starts on another line and after a gap wider than a line is high."""

    def __init__(self, page: int, page_top: float) -> None:
        self.runs: list[TextRun] = []
        self._page, self._page_top = page, page_top
        self._start_run()

    def _start_run(self) -> None:
        self._text, self._space_pending, self._bold = "", False, False
        self._box = _Bounds(0.0, 0.0, 0.0, 0.0)
        self._heights = 0.0

    def add_space(self) -> None:
        self._space_pending = bool(self._text)

    def add(self, character: str, raw_box: Any, textpage: Any, index: int) -> None:
        """Put one more character, with its box on the page, at the end of the run or into a new one."""
        # PDF counts upwards from the bottom of the page.
        box = _Bounds(raw_box.left, raw_box.right, self._page_top - raw_box.top, self._page_top - raw_box.bottom)
        if self._text and self._is_apart(box):
            self.end_run()
        # A run is bold when every word is; the font is looked up once per word, because the call is slow.
        if not self._text or (self._bold and self._space_pending):
            self._bold = _is_bold(textpage, index)
        if not self._text:
            self._box = replace(box)
        self._text += (" " if self._space_pending else "") + character
        self._space_pending = False
        self._heights += (box.bottom - box.top) * len(character)
        own = self._box
        own.right, own.left = max(own.right, box.right), min(own.left, box.left)
        own.top, own.bottom = min(own.top, box.top), max(own.bottom, box.bottom)

    def _is_apart(self, box: _Bounds) -> bool:
        """Whether a character is on another line than the run, or far from its last character."""
        own = self._box
        size = max(own.bottom - own.top, 1.0)
        overlap = min(box.bottom, own.bottom) - max(box.top, own.top)
        # Characters of one line, also raised and lowered ones, overlap by at least 40 % of their height.
        if overlap < 0.4 * min(size, max(box.bottom - box.top, 0.1)):
            return True
        return box.left - own.right > size or box.left < own.left - 0.5 * size or box.right < own.right - size

    def end_run(self) -> None:
        if self._text:
            size = max(self._heights / len(self._text.replace(" ", "")), 1.0)
            box = self._box
            # Rounded to tenths of a point, because the position of the same line differs slightly from page to page.
            left, right, top, bottom, size = (
                round(value, 1) for value in (box.left, box.right, box.top, box.bottom, size)
            )
            self.runs.append(
                TextRun(self._page, self._page_top, left, right, top, bottom, size, self._text, self._bold)
            )
        self._start_run()
