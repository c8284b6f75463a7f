"""What survey programs write where somebody did not answer: "[NA] nicht beantwortet", "-99", "Not answered".

The words and codes are in `missing_answers.toml`; `voc.tables.missing_cells` empties such cells.
"""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files

_FILE = tomllib.loads((files("voc.tables") / "missing_answers.toml").read_text("utf-8"))
CODES = frozenset(map(float, _FILE["codes"]))
"""Numbers that stand for no answer, where they are no level of a scale."""
_WORDS = frozenset(_FILE["words"])
# "[NA] nicht beantwortet", "[-9]", "[N/A]": SoSci Survey and others put the code in front, in square brackets.
_BRACKETED = re.compile(r"\[(?:na|n/a|-\d{1,4})\](?:\s.{0,60})?", re.I)
# "-9 - nicht beantwortet", "99 (keine Angabe)", "-77 = no answer"
_CODE_AND_WORDS = re.compile(r"-?\d{1,4}\s{0,3}[-–=:.(]\s{0,3}(\D{1,60})")
_EXPLAINED_CODE = re.compile(r"(?<![\w.,])(-?\d{1,4})\s{0,3}[=:]\s{0,3}([^\d=;,)\]\n]{2,60})")
_CODE = re.compile(r"-?\d{1,4}(?:[.,]0{1,2})?")
_EDGES = " .,;:!…\"'()<>*#"


def is_no_answer(cell: str) -> bool:
    """Whether a cell says in words or with a code that nobody answered.

    >>> is_no_answer("[NA] nicht beantwortet"), is_no_answer("k. A."), is_no_answer("-99"), is_no_answer("4")
    (True, True, True, False)
    """
    text = cell.strip()
    if len(text) > 80:
        return False
    return _says_nothing(text) or code_in(text) in CODES


def code_in(cell: str) -> float | None:
    """The number that a cell consists of, where it may be a code: at most four digits; else None."""
    text = cell.strip()
    return float(text.replace(",", ".")) if _CODE.fullmatch(text) else None


def codes_explained(text: str) -> set[float]:
    """The numbers that a header or a line of a legend says to stand for no answer.

    >>> codes_explained("Effort (1 = low, 5 = high, 99 = not applicable)"), codes_explained("98 = north")
    ({99.0}, set())
    """
    return {float(match[1]) for match in _EXPLAINED_CODE.finditer(text[:400]) if _says_nothing(match[2].strip())}


def is_bracketed(cell: str) -> bool:
    """Whether a cell begins with a code in square brackets, as no answer does ("[NA] not answered")."""
    return _BRACKETED.fullmatch(cell.strip()) is not None


def _says_nothing(text: str) -> bool:
    if _BRACKETED.fullmatch(text) or _key(text) in _WORDS:
        return True
    match = _CODE_AND_WORDS.fullmatch(text)
    return match is not None and _key(match[1]) in _WORDS


def _key(text: str) -> str:
    key = " ".join(text.casefold().replace("’", "'").split())
    # "-", "/" and "?" are their own keys.
    return " ".join(key.replace(". ", " ").strip(_EDGES).split()) if len(key) > 1 else key
