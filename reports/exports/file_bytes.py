"""Text and Office files as bytes that are the same on any day and on any computer."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from datetime import datetime
from typing import Any

Files = Mapping[str, bytes]
"""Path below the export folder, with ``/``, → content."""

BOM = "\ufeff"
"""Without it, Excel reads the umlauts of a UTF-8 CSV as two characters each."""
OFFICE_DATE = datetime(2000, 1, 1)
"""Every Office file claims to be created, changed and printed then, because the clock must not change its bytes."""
_MEMBER_DATE = (1980, 1, 1, 0, 0, 0)
"""The earliest date that a zip archive can hold."""
_CONTENT_TYPES = "[Content_Types].xml"
"""The Open Packaging Conventions recommend that this member comes first."""
_NOT_IN_XML = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_BLANKS = re.compile(r"[\s\x00]+")
_LANGUAGE_CODE = re.compile("[a-z]{2,3}")


def encode_text(text: str, *, bom: bool = False) -> bytes:
    """A text as UTF-8, with its own line ends."""
    return (BOM * bom + text).encode("utf-8")


def replace_invalid_xml(text: str) -> str:
    """Replace characters that XML 1.0 cannot carry (its production Char) with "\ufffd".

    >>> replace_invalid_xml("a\\x00b")
    'a\ufffdb'
    """
    return _NOT_IN_XML.sub("\ufffd", text)


def single_line(text: str) -> str:
    """A text on one line, without characters that XML cannot carry.

    >>> single_line("a\\n b\\x00c")
    'a b c'
    """
    return replace_invalid_xml(_BLANKS.sub(" ", text).strip())


def normalize_zip(content: bytes) -> bytes:
    """A zip archive (.docx, .pptx) with its members sorted by name and without their times."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        for name in sorted(source.namelist(), key=lambda member: (member != _CONTENT_TYPES, member)):
            # A member that is written by its name alone would get the time of day.
            info = zipfile.ZipInfo(name, _MEMBER_DATE)
            info.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(info, source.read(name))
    return buffer.getvalue()


def set_core_properties(properties: Any, title: str, language: str) -> None:
    """Fill the core properties of a python-docx or python-pptx file without any person's name or the time."""
    # 255 characters is the limit of python-docx and python-pptx for a core property.
    properties.title, properties.language = title[:255], language
    properties.author = properties.last_modified_by = properties.comments = properties.keywords = ""
    properties.created = properties.modified = properties.last_printed = OFFICE_DATE
    properties.revision = 1


def language_tag(language: str, default: str = "en") -> str:
    """The tag by which spell checkers know a language, "de-DE"; ``default`` where the code is no language.

    >>> language_tag("fr", "de"), language_tag("?!", "de")
    ('fr', 'de-DE')
    """
    code = language if _LANGUAGE_CODE.fullmatch(language) else default
    return {"de": "de-DE", "en": "en-GB"}.get(code, code)
