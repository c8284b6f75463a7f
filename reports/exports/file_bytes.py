"""Office files with the same bytes for the same content: sorted members, one fixed stamp."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from datetime import datetime
from typing import Any

STAMP = datetime(2000, 1, 1)
"""Created, changed and printed then."""
FIRST = "[Content_Types].xml"
"""Stands first, as the Open Packaging Conventions advise."""
_LANGUAGE = re.compile("[a-z]{2,3}")
_BLANKS = re.compile(r"[\s\x00]+")
MEMBER_STAMP = (1980, 1, 1, 0, 0, 0)


def repacked(content: bytes, changed: Mapping[str, bytes] | None = None) -> bytes:
    """A zip archive with its members in order of their names and without times; ``changed`` replaces members."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        for name in sorted(source.namelist(), key=lambda one: (one != FIRST, one)):
            member = zipfile.ZipInfo(name, MEMBER_STAMP)
            member.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(member, (changed or {}).get(name) or source.read(name))
    return buffer.getvalue()


def describe(properties: Any, title: str, language: str) -> None:
    """Set the core properties of a python-docx or python-pptx file; nobody is named, no clock is asked."""
    properties.title, properties.language = title[:255], language
    properties.author = properties.last_modified_by = properties.comments = properties.keywords = ""
    properties.created = properties.modified = properties.last_printed = STAMP
    properties.revision = 1


def tag_of(language: str, default: str = "en") -> str:
    """The tag of a language for spelling: "de-DE"; of ``default`` where ``language`` is none.

    >>> tag_of("fr", "de"), tag_of("?!", "de")
    ('fr', 'de-DE')
    """
    found = language if _LANGUAGE.fullmatch(language) else default
    return {"de": "de-DE", "en": "en-GB"}.get(found, found)


def one_line(text: str) -> str:
    """A text without line ends and control characters that XML cannot carry.

    >>> one_line("a\\n b\\x00c")
    'a b c'
    """
    from reports.exports.files import in_xml

    return in_xml(_BLANKS.sub(" ", text).strip())
