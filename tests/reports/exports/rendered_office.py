"""Office files as LibreOffice lays them out: the words of their pages with their places."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium

SOFFICE = shutil.which("soffice")
WORD = re.compile(r"\w+")


class PlacedWord(NamedTuple):
    """A word on a page with its box in points; y grows upwards."""

    text: str
    left: float
    bottom: float
    right: float
    top: float


Pages = list[list[PlacedWord]]


def render_with_libreoffice(files: Mapping[str, bytes], folder: Path) -> dict[str, Pages]:
    """The words of each file's pages, by the name of the file."""
    for name, content in files.items():
        (folder / name).write_bytes(content)
    pages = {}
    for name in files:
        # A profile of its own: LibreOffice refuses a second process with the same one.
        profile = f"-env:UserInstallation=file://{folder / 'profile'}"
        command = [
            SOFFICE or "soffice",
            profile,
            "--headless",
            "--convert-to",
            "pdf",
            "--outdir",
            folder,
            folder / name,
        ]
        subprocess.run(command, check=True, capture_output=True, timeout=300)
        pages[name] = words_of((folder / name).with_suffix(".pdf").read_bytes())
        (folder / name).with_suffix(".pdf").unlink()
    return pages


def words_of(pdf: bytes) -> Pages:
    """The words of each page. A word that is broken over two lines is two words."""
    document = pypdfium2.PdfDocument(pdf)
    pages = []
    for page in document:
        text_page = page.get_textpage()
        letters = [
            (chr(pdfium.FPDFText_GetUnicode(text_page.raw, index)), text_page.get_charbox(index))
            for index in range(text_page.count_chars())
        ]
        text = "".join(letter if len(letter) == 1 else " " for letter, _ in letters)
        pages.append([_placed(found, [box for _, box in letters]) for found in WORD.finditer(text)])
        text_page.close()
    document.close()
    return pages


def _placed(found: re.Match[str], boxes: list[tuple[float, float, float, float]]) -> PlacedWord:
    lefts, bottoms, rights, tops = zip(*boxes[found.start() : found.end()], strict=True)
    return PlacedWord(found[0], min(lefts), min(bottoms), max(rights), max(tops))


def missing_words(texts: Iterable[str], pages: Pages) -> Counter[str]:
    """The words of a file that its pages do not show as often: those broken over lines, and those cut off."""
    # A path breaks behind its separators, where a zero-width space allows it.
    wanted = Counter(word for text in texts for word in WORD.findall(text))
    return wanted - Counter(word.text for page in pages for word in page)


def overlapping_words(pages: Pages, share: float = 0.2) -> list[tuple[int, str, str]]:
    """Pairs of words that cover each other by more than a share of the smaller one, with the page."""
    overlaps = []
    for number, page in enumerate(pages, 1):
        for a, b in combinations(page, 2):
            width = min(a.right, b.right) - max(a.left, b.left)
            height = min(a.top, b.top) - max(a.bottom, b.bottom)
            if width > 0 and height > 0:
                smaller = min((word.right - word.left) * (word.top - word.bottom) for word in (a, b))
                if width * height > share * smaller:
                    overlaps.append((number, a.text, b.text))
    return overlaps
