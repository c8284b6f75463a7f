"""Cells that a spreadsheet program would run as a formula: written with an apostrophe, and read back without it."""

from __future__ import annotations

import re

# Apostrophes before it count too, so that every text comes back exactly as it was.
_FORMULA = re.compile(r"'*+[=+\-@\t\r]")
_ESCAPED = re.compile(r"'++[=+\-@\t\r]")


def escape_formula(text: str) -> str:
    """A leading apostrophe before a text that a spreadsheet would run as a formula.

    >>> escape_formula("=1+1"), escape_formula("- late"), escape_formula("late"), escape_formula("'=1")
    ("'=1+1", "'- late", 'late', "''=1")
    """
    return f"'{text}" if _FORMULA.match(text) else text


def unescape_formula(text: str) -> str:
    """The text that `escape_formula` was given.

    >>> unescape_formula("'=1+1"), unescape_formula("'twas late"), unescape_formula("''=1")
    ('=1+1', "'twas late", "'=1")
    """
    return text[1:] if _ESCAPED.match(text) else text
