"""``project.qde`` and codebooks → records. XML is parsed without DOCTYPE, entities or network.

What programs write beyond the standard is tolerated: children in any order, braces around GUIDs, capital letters, a
text inside the XML or beside it. Pictures, sound and film have no text and are named as unread; their transcripts are
read.
"""

from __future__ import annotations

import codecs
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Any

from voc.errors import FormatError, ReadError
from voc.files.limits import MAX_ARCHIVE_BYTES, MAX_ENTRY_BYTES, MAX_TEXT_BYTES, check_archive, check_size
from voc.ingest.projects.refi_positions import line_feeds, located
from voc.ingest.projects.refi_records import (
    CODEBOOK_NAMESPACE,
    PROJECT_NAMESPACE,
    Case,
    Coding,
    Project,
    RefiCode,
    RefiNote,
    RefiSet,
    Selection,
    TextSource,
    User,
    Variable,
    VariableType,
    VariableValue,
)

MAX_DEPTH = 40
"""Codes below codes: real codebooks stay below ten."""
_KINDS: dict[str, VariableType] = {
    "text": "Text",
    "boolean": "Boolean",
    "integer": "Integer",
    "float": "Float",
    "date": "Date",
    "datetime": "DateTime",
}
Load = Callable[[str], str]
"""A path inside the project ("internal://….txt") → the text as stored, without a byte order mark."""


def read_project(qde: bytes, name: str, load: Load) -> Project:
    """The project in ``project.qde``.

    Args:
        qde: the file's bytes.
        name: how the file is called in errors.
        load: reads a source; a ReadError makes it one of ``unread``.

    Raises:
        FormatError: no project of REFI-QDA, or broken or hostile XML.
    """
    root = _root(qde, name, "Project", PROJECT_NAMESPACE)
    reader = _Sources(load, one_end="atlas" in root.get("origin", "").casefold())
    sources = tuple(reader.read(_one(root, "Sources")))
    return Project(
        name=root.get("name", ""),
        origin=root.get("origin", ""),
        users=tuple(User(_guid(one), one.get("name", "")) for one in _all(_one(root, "Users"), "User")),
        codes=_codes(_one(_one(root, "CodeBook"), "Codes"), name),
        variables=tuple(
            Variable(_guid(one), one.get("name", ""), _KINDS.get(one.get("typeOfVariable", "").casefold(), "Text"))
            for one in _all(_one(root, "Variables"), "Variable")
        ),
        cases=tuple(_case(one) for one in _all(_one(root, "Cases"), "Case")),
        sources=sources,
        notes=tuple(
            RefiNote(_guid(one), one.get("name", ""), _words(one, "PlainTextContent"))
            for one in _all(_one(root, "Notes"), "Note")
        ),
        sets=tuple(_set(one) for one in _all(_one(root, "Sets"), "Set")),
        description=_words(root, "Description"),
        unread=tuple(reader.unread),
    )


def read_codebook(qdc: bytes, name: str) -> tuple[RefiCode, ...]:
    """The codes of a .qdc file, in either namespace.

    Raises:
        FormatError: no codebook of REFI-QDA, or broken or hostile XML.
    """
    return _codes(_one(_root(qdc, name, "CodeBook", CODEBOOK_NAMESPACE), "Codes"), name)


def _root(data: bytes, name: str, tag: str, namespace: str) -> Any:
    from lxml import etree  # type: ignore[import-untyped]

    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.LxmlError, ValueError) as error:
        raise FormatError(f"{name}: must hold well-formed XML, found a broken one. Export it again.") from error
    if root.getroottree().docinfo.doctype:
        raise FormatError(f"{name}: holds an XML DOCTYPE, which a project never has. It was not read.")
    if root.tag not in {f"{{{namespace}}}{tag}", f"{{{PROJECT_NAMESPACE}}}{tag}", tag}:
        raise FormatError(f"{name}: must hold a <{tag}> of REFI-QDA, found something else. Export it as REFI-QDA.")
    return root


def _local(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]


def _all(element: Any, name: str) -> Iterator[Any]:
    if element is not None:
        yield from (child for child in element if _local(child) == name)


def _one(element: Any, name: str) -> Any:
    return next(_all(element, name), None)


def _words(element: Any, name: str) -> str:
    found = _one(element, name)
    return "".join(found.itertext()) if found is not None else ""


def _tidy(guid: str) -> str:
    return guid.strip().strip("{}").casefold()


def _guid(element: Any) -> str:
    return _tidy(element.get("guid", ""))


def _targets(element: Any, name: str) -> tuple[str, ...]:
    return tuple(_tidy(one.get("targetGUID", "")) for one in _all(element, name))


def _codes(element: Any, name: str, depth: int = 0) -> tuple[RefiCode, ...]:
    if depth > MAX_DEPTH:
        raise FormatError(f"{name}: codes may lie at most {MAX_DEPTH} deep. Flatten the codebook and export it again.")
    return tuple(
        RefiCode(
            _guid(one),
            " ".join(one.get("name", "").split()),
            _words(one, "Description").strip(),
            one.get("color", ""),
            one.get("isCodable", "true").casefold() not in {"false", "0"},
            _codes(one, name, depth + 1),
        )
        for one in _all(element, "Code")
    )


def _values(element: Any) -> tuple[VariableValue, ...]:
    found = []
    for one in _all(element, "VariableValue"):
        targets = _targets(one, "VariableRef")
        text = next((child.text for child in one if _local(child).endswith("Value") and child.text), "")
        if targets and text.strip():
            found.append(VariableValue(targets[0], text.strip()))
    return tuple(found)


def _case(element: Any) -> Case:
    return Case(
        _guid(element),
        " ".join(element.get("name", "").split()),
        _values(element),
        _targets(element, "SourceRef"),
        _targets(element, "SelectionRef"),
    )


def _set(element: Any) -> RefiSet:
    return RefiSet(
        _guid(element),
        element.get("name", ""),
        _words(element, "Description"),
        _targets(element, "MemberCode"),
        _targets(element, "MemberSource"),
    )


def _codings(element: Any) -> tuple[Coding, ...]:
    found = []
    for one in _all(element, "Coding"):
        codes = _targets(one, "CodeRef")
        user = one.get("creatingUser", "") or element.get("creatingUser", "")
        found += [Coding(_guid(one), code, _tidy(user)) for code in codes]
    return tuple(found)


def _selections(element: Any, name: str = "PlainTextSelection") -> list[Selection]:
    found = []
    for one in _all(element, name):
        try:
            start, end = int(one.get("startPosition", "")), int(one.get("endPosition", ""))
        except ValueError:
            continue  # a selection without positions codes nothing
        found.append(Selection(_guid(one), start, end, _codings(one), one.get("name", "")))
    return found


class _Sources:
    """Reads the sources; what has no text is remembered by its number, because names are often those of people."""

    def __init__(self, load: Load, *, one_end: bool) -> None:
        self.load, self.one_end = load, one_end
        self.unread: list[str] = []
        self.place = ""

    def read(self, element: Any) -> Iterator[TextSource]:
        for number, one in enumerate(element if element is not None else (), 1):
            kind, name, self.place = _local(one), one.get("name", ""), f"source {number}"
            if kind == "TextSource":
                yield from self._text(one, one, name)
            elif kind == "PDFSource":
                text = _one(one, "Representation")
                yield from self._text(one, one if text is None else text, name)
            elif kind in {"AudioSource", "VideoSource"} and _one(one, "Transcript") is not None:
                for transcript in _all(one, "Transcript"):
                    yield from self._text(one, transcript, transcript.get("name", "") or name)
            else:
                self.unread.append(f"{self.place}: holds no text (a picture, sound or film without a transcript).")

    def _text(self, about: Any, element: Any, name: str) -> Iterator[TextSource]:
        """One text; ``about`` carries the source's codings and variables."""
        path = element.get("plainTextPath") or element.get("richTextPath") or element.get("path") or ""
        raw = _words(element, "PlainTextContent")
        if not raw and path:
            try:
                raw = self.load(path)
            except ReadError as error:
                self.unread.append(f"{self.place}: {error}")
                return
        if not raw.strip():
            self.unread.append(f"{self.place}: holds no text.")
            return
        found = [*_selections(element), *_transcribed(element)]
        if not (element.get("plainTextPath") or _words(element, "PlainTextContent")):
            found = []  # positions count a plain text that is not there
        yield TextSource(
            _guid(about),
            " ".join(name.split()),
            line_feeds(raw),
            located(raw, found, one_end=self.one_end),
            _codings(about),
            _targets(about, "NoteRef"),
            _values(about),
            _words(about, "Description").strip(),
        )


def _transcribed(element: Any) -> list[Selection]:
    """Selections of a transcript lie between two of its synchronisation points."""
    points = {_guid(one): one.get("position", "") for one in _all(element, "SyncPoint")}
    found = []
    for one in _all(element, "TranscriptSelection"):
        start, end = (points.get(_tidy(one.get(side, "")), "") for side in ("fromSyncPoint", "toSyncPoint"))
        if start.isdecimal() and end.isdecimal():
            found.append(Selection(_guid(one), int(start), int(end), _codings(one), one.get("name", "")))
    return found


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


def load_codebook_codes(path: Path, name: str) -> tuple[RefiCode, ...]:
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
