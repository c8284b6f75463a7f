"""What a target gives: files by name, as bytes; and how texts become bytes."""

from __future__ import annotations

import re
from collections.abc import Mapping

Files = Mapping[str, bytes]
"""Path below the folder of the export, with ``/``, → content."""

BOM = "\ufeff"
"""Spreadsheet programs read umlauts right only where a CSV starts with it."""

_NOT_IN_XML = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def utf8(text: str, *, bom: bool = False) -> bytes:
    """A text file with the line ends that it has."""
    return (BOM * bom + text).encode("utf-8")


def in_xml(text: str) -> str:
    """A text with "\ufffd" for characters that XML 1.0 cannot carry (its production Char).

    >>> in_xml("a\\x00b")
    'a\ufffdb'
    """
    return _NOT_IN_XML.sub("\ufffd", text)
