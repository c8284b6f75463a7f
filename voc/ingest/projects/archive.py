"""A .qdpx file → records. The archive is checked before it is opened, and nothing is ever unpacked beside it."""

from __future__ import annotations

import codecs
import tempfile
import zipfile
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from voc.errors import FormatError, ReadError
from voc.files.limits import MAX_ARCHIVE_BYTES, MAX_ENTRY_BYTES, MAX_TEXT_BYTES, check_archive, check_size
from voc.ingest.projects.refi.records import Code, Project
from voc.ingest.projects.refi.xml_reader import read_codebook, read_project

MAX_SOURCES = 50_000
"""Parts of a project: a survey of ten thousand answers has as many texts."""
_DOCUMENTS = {".docx", ".odt", ".rtf", ".pdf"}


def open_project(path: Path, name: str) -> Project:
    """The project in a .qdpx file, with the texts of its sources as they are stored.

    Raises:
        ReadError: no project of REFI-QDA, hostile, broken or too large.
    """
    check_size(name, path.stat().st_size, MAX_ARCHIVE_BYTES)
    check_archive(path, name, most=MAX_SOURCES)
    with zipfile.ZipFile(path) as archive:
        entries = {entry.casefold().replace("\\", "/"): entry for entry in sorted(archive.namelist(), reverse=True)}
        main = [entry for entry in sorted(entries) if entry.endswith(".qde") and "/" not in entry]
        if not main:
            raise FormatError(f"{name}: must hold project.qde, found none. Export the project as REFI-QDA (.qdpx).")
        qde = archive.read(entries["project.qde" if "project.qde" in main else main[0]])
        return read_project(qde, name, lambda inner: _source(archive, entries, inner))


def load_codes(path: Path, name: str) -> tuple[Code, ...]:
    """The codes of a .qdc file.

    Raises:
        ReadError: no codebook of REFI-QDA, hostile, broken or too large.
    """
    check_size(name, path.stat().st_size, MAX_TEXT_BYTES)
    return read_codebook(path.read_bytes(), name)


def _source(archive: zipfile.ZipFile, entries: Mapping[str, str], inner: str) -> str:
    """The text of a source that the project names as "internal://NAME"."""
    scheme, _, rest = inner.partition("://")
    if not rest or scheme.casefold() != "internal":
        raise FormatError("lies outside the project. Export it with its sources inside.")
    entry = entries.get(f"sources/{rest.casefold()}") or entries.get(rest.casefold())
    if entry is None:
        raise FormatError("its text is missing in the project. Export it again with its sources.")
    suffix = PurePosixPath(rest.casefold()).suffix
    if archive.getinfo(entry).file_size > (MAX_ENTRY_BYTES if suffix in _DOCUMENTS else MAX_TEXT_BYTES):
        raise FormatError("its text is too long. Split it.")
    data = archive.read(entry)
    return _document(data, suffix, rest) if suffix in _DOCUMENTS else _decoded(data)


def _decoded(data: bytes) -> str:
    """UTF-8, as the standard demands; UTF-16 with its mark and the Windows code page, as some write."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _document(data: bytes, suffix: str, name: str) -> str:
    """The text of a document that has no plain text beside it."""
    from voc.ingest.documents.registry import LOADERS

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"source{suffix}"
        path.write_bytes(data)
        try:
            text, _ = LOADERS[suffix](path, name)
        except ReadError as error:
            raise FormatError(str(error).removeprefix(f"{name}: ")) from error
    return text
