"""A project → the bytes of a .qdpx file: the same project gives the same bytes."""

from __future__ import annotations

import io
import re
import zipfile

from voc.ingest.projects.refi.records import Project
from voc.ingest.projects.refi.xml_writer import plain, project_xml, source_file

_DATE = (1980, 1, 1, 0, 0, 0)
"""The earliest date that a zip file can hold: a project has no date."""
_UNIX = 3
_LINE_END = re.compile("\r\n?")


def portable(text: str) -> str:
    """A source's text as every program counts it: as long as before, without a mark at the start or ``\\r``.

    Programs differ in whether ``\\r\\n`` is one position or two and whether a byte order mark is one, so neither is
    written. Characters that XML forbids become U+FFFD.

    >>> portable("a\\r\\nb\\rc")
    'a \\nb\\nc'
    """
    text = _LINE_END.sub(lambda end: " \n" if len(end[0]) == 2 else "\n", plain(text))
    return "\u2060" + text[1:] if text.startswith("\ufeff") else text


def pack(project: Project) -> bytes:
    """The .qdpx file: ``project.qde`` and one UTF-8 text per source, sorted, without dates."""
    parts = {f"sources/{source_file(one.guid)}": portable(one.text).encode() for one in project.sources}
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in [("project.qde", project_xml(project)), *sorted(parts.items())]:
            entry = zipfile.ZipInfo(name, _DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = _UNIX
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, data)
    return stream.getvalue()
