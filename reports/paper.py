"""The paper that reports, documents and sheets are printed on: `[report] paper`, else by the study's language."""

from __future__ import annotations

from dataclasses import dataclass

from voc.config import Paper
from voc.schema import Language


@dataclass(frozen=True, slots=True)
class PaperSize:
    """A paper in portrait. ``css`` is its name in CSS, ``typst`` in Typst, ``excel`` its number in workbooks."""

    css: str
    typst: str
    excel: int
    width_cm: float
    height_cm: float


A4 = PaperSize("A4", "a4", 9, 21.0, 29.7)
LETTER = PaperSize("letter", "us-letter", 1, 21.59, 27.94)
PAPERS: dict[Paper, PaperSize] = {"a4": A4, "letter": LETTER}


def choose_paper(language: Language, paper: Paper | None = None) -> PaperSize:
    """The paper that was asked for, else that of the language: Letter for English, A4 for German.

    >>> choose_paper("en").css, choose_paper("en", "a4").css
    ('letter', 'A4')
    """
    return PAPERS[paper or ("letter" if language == "en" else "a4")]
