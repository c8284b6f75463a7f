"""PDF → text in reading order: pieces of lines with their places, which `documents_layout` puts together.

pypdfium2 gives characters with boxes in the order in which the file draws them; that order is only a hint, so lines are
built from places. Pictures of text are not read: such a file is skipped with the remedy.
"""

from __future__ import annotations

import ctypes
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

from voc.errors import EmptyError, FormatError, LimitError
from voc.files.decode import tidy
from voc.files.limits import MAX_TEXT_BYTES, check_line_length, check_size
from voc.ingest.documents.page_layout import Piece, compose

MAX_PAGES = 3_000
_LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"})
_HYPHENS = {0x02, 0xAD, 0xFFFE}
"""What pdfium reports for a hyphen that ends a line, and the soft hyphen."""
_UNDECODED = re.compile("[\ue000-\uf8ff\ufffd]")
_OCR = "Run text recognition (OCR) over it, or save the text as .docx or .txt."


def load_pdf(path: Path, name: str) -> tuple[str, tuple[str, ...]]:
    """The text of a PDF in reading order, without page numbers, running heads and line numbers.

    Raises:
        EmptyError: there is no text, only pictures.
        FormatError: encrypted, broken, or its letters cannot be decoded.
        LimitError: too large.
    """
    check_size(name, path.stat().st_size, MAX_TEXT_BYTES)
    pages = _pages(path, name)
    empty = sum(not page for page in pages)
    if empty == len(pages):
        raise EmptyError(f"{name}: its pages are pictures without text. {_OCR}")
    text, notes = compose(pages)
    text = tidy(text.translate(_LIGATURES))
    undecoded = len(_UNDECODED.findall(text))
    if undecoded > 0.1 * len(text):
        raise FormatError(f"{name}: its letters cannot be decoded, because the file does not name them. {_OCR}")
    if not any(character.isalnum() for character in text):
        raise EmptyError(f"{name}: its pages hold no words. {_OCR}")
    check_line_length(name, text)
    if empty:
        notes = (*notes, f"{empty} of {len(pages)} pages hold no text (pictures or empty): they are not read.")
    return text, notes


def _pages(path: Path, name: str) -> list[list[Piece]]:
    import pypdfium2  # type: ignore[import-untyped]

    try:
        with pypdfium2.PdfDocument(path) as document:
            if len(document) > MAX_PAGES:
                raise LimitError(f"{name}: may have at most {MAX_PAGES:,} pages, found {len(document):,}. Split it.")
            return [_pieces(document[number], number) for number in range(len(document))]
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).casefold():
            raise FormatError(f"{name}: is protected by a password. Save it without one.") from error
        raise FormatError(
            f"{name}: must be a PDF, found a broken one. Save it again from the program it comes from, or as .docx."
        ) from error


def _pieces(page: Any, number: int) -> list[Piece]:
    """What stands on one page: runs of characters side by side on one line."""
    import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

    left, bottom, right, top = page.get_bbox()
    textpage = page.get_textpage()
    try:
        box = pdfium.FS_RECTF()
        pieces: list[Piece] = []
        run = _Run(number, top)
        for index in range(pdfium.FPDFText_CountChars(textpage)):
            code = pdfium.FPDFText_GetUnicode(textpage, index)
            if code in {0x0A, 0x0D}:
                run.end(pieces)
                continue
            if pdfium.FPDFText_IsGenerated(textpage, index) == 1:
                run.space()
                continue
            if not pdfium.FPDFText_GetLooseCharBox(textpage, index, ctypes.byref(box)):
                continue
            character = "\u00ad" if code in _HYPHENS else chr(code) if 0 < code < 0x110000 else "\ufffd"
            if character.isspace():
                run.space()
            elif not 0xD800 <= code <= 0xDFFF:
                if run.breaks(box):
                    run.end(pieces)
                if not run.text or (run.bold and run.pending):
                    run.bold = _is_bold(textpage, index)
                run.add(character, box)
        run.end(pieces)
        height = top - bottom
        return [
            replace(piece, height=height)
            for piece in pieces
            if piece.right > left and piece.left < right and piece.bottom > 0 and piece.top < height
        ]  # some programs leave text beside the page, where nobody sees it
    finally:
        textpage.close()
        page.close()


def _is_bold(textpage: Any, index: int) -> bool:
    import pypdfium2.raw as pdfium

    name = ctypes.create_string_buffer(128)
    flags = ctypes.c_int()
    pdfium.FPDFText_GetFontInfo(textpage, index, name, len(name), ctypes.byref(flags))
    return re.search(rb"bold|black|heavy|semibold", name.value, re.I) is not None


class _Run:
    """Characters of one piece while they are gathered."""

    __slots__ = ("bold", "bottom", "height", "heights", "left", "page", "pending", "right", "text", "top")

    def __init__(self, page: int, height: float) -> None:
        self.page, self.height = page, height
        self._clear()

    def _clear(self) -> None:
        self.text, self.pending, self.bold = "", False, False
        self.left = self.right = self.top = self.bottom = self.heights = 0.0

    def space(self) -> None:
        self.pending = bool(self.text)

    def breaks(self, box: Any) -> bool:
        """Whether a character stands on another line, or far from the one before."""
        if not self.text:
            return False
        size = max(self.bottom - self.top, 1.0)
        top, bottom = self.height - box.top, self.height - box.bottom
        overlap = min(bottom, self.bottom) - max(top, self.top)
        if overlap < 0.4 * min(size, max(bottom - top, 0.1)):
            return True
        return bool(box.left - self.right > size or box.left < self.left - 0.5 * size or box.right < self.right - size)

    def add(self, character: str, box: Any) -> None:
        """Put one more character, with its box on the page, at the end of the line."""
        top, bottom = self.height - box.top, self.height - box.bottom
        if not self.text:
            self.left, self.top, self.bottom = box.left, top, bottom
            self.right = box.right
        self.text += (" " if self.pending else "") + character
        self.pending = False
        self.heights += (bottom - top) * len(character)
        self.right, self.left = max(self.right, box.right), min(self.left, box.left)
        self.top, self.bottom = min(self.top, top), max(self.bottom, bottom)

    def end(self, pieces: list[Piece]) -> None:
        if self.text:
            size = max(self.heights / len(self.text.replace(" ", "")), 1.0)
            left, right, top, bottom, size = (
                round(value, 1) for value in (self.left, self.right, self.top, self.bottom, size)
            )
            pieces.append(Piece(self.page, self.height, left, right, top, bottom, size, self.text, self.bold))
        self._clear()
