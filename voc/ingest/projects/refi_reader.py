"""Read projects (.qdpx) and codebooks (.qdc) safely.

The archive is checked before it is opened. XML is parsed without DOCTYPE, entities or network. Deviations from the
standard are tolerated: children in any order, braces around GUIDs, capital letters, a text inside the XML or beside it.
Pictures, sound and film are listed as unread, unless they have a transcript.
"""

from __future__ import annotations

import codecs
import tempfile
import unicodedata
import zipfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import unquote

from voc.errors import FormatError, ReadError
from voc.files.limits import MAX_ARCHIVE_BYTES, MAX_ENTRY_BYTES, MAX_TEXT_BYTES, check_archive, check_size, parse_xml
from voc.ingest.documents import LOADERS
from voc.ingest.projects import refi_records as refi
from voc.ingest.projects.refi_positions import locate_selections, with_line_feeds

MAX_CODE_DEPTH = 40
"""Levels of a codebook; real ones have fewer than ten."""
MAX_ENTRIES = 50_000
"""Entries of a project's archive; a survey of ten thousand answers has ten thousand texts."""

_OFFICE_SUFFIXES = {".docx", ".odt", ".rtf", ".pdf"}
_VARIABLE_TYPES: dict[str, refi.VariableType] = {
    "text": "Text",
    "boolean": "Boolean",
    "integer": "Integer",
    "float": "Float",
    "date": "Date",
    "datetime": "DateTime",
}
SourceLoader = Callable[[str], str]
"""A path inside the project ("internal://….txt") → the text as stored, without a byte order mark."""


def open_project(path: Path, name: str) -> refi.Project:
    """The project in a .qdpx file, with the texts of its sources as they are stored.

    Raises:
        ReadError: not a REFI-QDA project, hostile, broken or too large.
    """
    check_size(name, path.stat().st_size, MAX_ARCHIVE_BYTES)
    check_archive(path, name, max_entries=MAX_ENTRIES)
    with zipfile.ZipFile(path) as archive:
        # Programs disagree on capitals ("Sources/"), and some write backslashes. In reverse order, the first of the
        # entries that differ only in this overwrites the others.
        entries = {_plain_path(entry): entry for entry in sorted(archive.namelist(), reverse=True)}
        documents = [entry for entry in sorted(entries) if entry.endswith(".qde") and "/" not in entry]
        if not documents:
            raise FormatError(f"{name}: must hold project.qde, found none. Export the project as REFI-QDA (.qdpx).")
        qde = archive.read(entries["project.qde" if "project.qde" in documents else documents[0]])
        return parse_project(qde, name, lambda inner: _load_source(archive, entries, inner))


def open_codebook(path: Path, name: str) -> tuple[refi.RefiCode, ...]:
    """The codes of a .qdc file.

    Raises:
        ReadError: not a REFI-QDA codebook, hostile, broken or too large.
    """
    check_size(name, path.stat().st_size, MAX_TEXT_BYTES)
    return parse_codebook(path.read_bytes(), name)


def _load_source(archive: zipfile.ZipFile, entries: Mapping[str, str], inner: str) -> str:
    """The text of a source of which the project gives the path."""
    entry = _find_entry(entries, inner)
    if entry is None:
        scheme = inner.partition("://")[0].casefold() if "://" in inner else ""
        if scheme in {"", "internal"}:
            raise FormatError("its text is missing in the project. Export it again with its sources.")
        raise FormatError("is not inside the project. Export it with its sources inside.")
    filename = PurePosixPath(entry.replace("\\", "/")).name
    suffix = PurePosixPath(filename.casefold()).suffix
    is_office = suffix in _OFFICE_SUFFIXES
    if archive.getinfo(entry).file_size > (MAX_ENTRY_BYTES if is_office else MAX_TEXT_BYTES):
        raise FormatError("its text is too long. Split it.")
    data = archive.read(entry)
    return _office_text(data, suffix, filename) if is_office else _decode(data)


def _find_entry(entries: Mapping[str, str], path: str) -> str | None:
    """The entry of the archive that a path means, None when there is none.

    The standard writes "internal://NAME" for sources/NAME, and "relative://" and "absolute://" for files outside. Some
    programs leave the scheme out, write backslashes, or give the path on the disk they exported from, although the file
    is inside: then its name decides.
    """
    location = _plain_path(unquote(path))
    location = location.partition("://")[2] if "://" in location else location
    location = location.lstrip("/").removeprefix("./")
    name = PurePosixPath(location).name
    for candidate in (f"sources/{location}", location, f"sources/{name}", name):
        # The project itself is no source.
        if candidate in entries and not candidate.endswith(".qde"):
            return entries[candidate]
    return None


def _plain_path(path: str) -> str:
    """A path in lower case, with "/" and composed letters: macOS writes "ü" as two characters."""
    return unicodedata.normalize("NFC", path).casefold().replace("\\", "/")


def _decode(data: bytes) -> str:
    """Decode UTF-8, as the standard demands, or UTF-16 and Windows-1252, as some programs write."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _office_text(data: bytes, suffix: str, name: str) -> str:
    """The text of a source that is stored as a document only."""
    # The libraries of these formats take a path.
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"source{suffix}"
        path.write_bytes(data)
        try:
            return LOADERS[suffix](path, name).text
        except ReadError as error:
            raise FormatError(str(error).removeprefix(f"{name}: ")) from error


def parse_project(qde: bytes, name: str, load: SourceLoader) -> refi.Project:
    """The project in ``project.qde``.

    Args:
        qde: the bytes of the file.
        name: what errors call the file.
        load: reads a source; when it raises a ReadError, the source is listed in ``unread``.

    Raises:
        FormatError: not a REFI-QDA project, or broken or hostile XML.
    """
    root = _parse_root(qde, name, "Project", refi.PROJECT_NAMESPACE)
    # Only ATLAS.ti is known to count "\r\n" as one position.
    reader = _SourceReader(load, is_crlf_one="atlas" in root.get("origin", "").casefold())
    sources = tuple(reader.read(_child(root, "Sources")))
    return refi.Project(
        name=root.get("name", ""),
        origin=root.get("origin", ""),
        users=tuple(refi.User(_guid(user), user.get("name", "")) for user in _children(_child(root, "Users"), "User")),
        codes=_codes(_child(_child(root, "CodeBook"), "Codes"), name),
        variables=tuple(_variable(element) for element in _children(_child(root, "Variables"), "Variable")),
        cases=tuple(_case(element) for element in _children(_child(root, "Cases"), "Case")),
        sources=sources,
        notes=tuple(
            refi.RefiNote(_guid(note), note.get("name", ""), _child_text(note, "PlainTextContent"))
            for note in _children(_child(root, "Notes"), "Note")
        ),
        sets=tuple(_set(element) for element in _children(_child(root, "Sets"), "Set")),
        description=_child_text(root, "Description"),
        unread=tuple(reader.unread),
    )


def parse_codebook(qdc: bytes, name: str) -> tuple[refi.RefiCode, ...]:
    """The codes of a .qdc file, in either namespace.

    Raises:
        FormatError: not a REFI-QDA codebook, or broken or hostile XML.
    """
    return _codes(_child(_parse_root(qdc, name, "CodeBook", refi.CODEBOOK_NAMESPACE), "Codes"), name)


def _parse_root(data: bytes, name: str, tag: str, namespace: str) -> Any:
    root = parse_xml(data, name)
    # Codebooks are also written in the namespace of projects, and some programs write none.
    if root.tag not in {f"{{{namespace}}}{tag}", f"{{{refi.PROJECT_NAMESPACE}}}{tag}", tag}:
        raise FormatError(f"{name}: must hold a <{tag}> of REFI-QDA, found something else. Export it as REFI-QDA.")
    return root


def _local_name(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]


def _children(element: Any, name: str) -> Iterator[Any]:
    """The children with this local name; none when ``element`` is None."""
    return (child for child in (element if element is not None else ()) if _local_name(child) == name)


def _child(element: Any, name: str) -> Any:
    return next(_children(element, name), None)


def _child_text(element: Any, name: str) -> str:
    child = _child(element, name)
    return "".join(child.itertext()) if child is not None else ""


def _clean_guid(guid: str) -> str:
    return guid.strip().strip("{}").casefold()


def _guid(element: Any) -> str:
    return _clean_guid(element.get("guid", ""))


def _targets(element: Any, name: str) -> tuple[str, ...]:
    return tuple(_clean_guid(child.get("targetGUID", "")) for child in _children(element, name))


def _codes(element: Any, name: str, depth: int = 0) -> tuple[refi.RefiCode, ...]:
    if depth > MAX_CODE_DEPTH:
        raise FormatError(
            f"{name}: codes may be nested at most {MAX_CODE_DEPTH} deep. Flatten the codebook and export it again."
        )
    return tuple(
        refi.RefiCode(
            _guid(code),
            " ".join(code.get("name", "").split()),
            _child_text(code, "Description").strip(),
            code.get("color", ""),
            code.get("isCodable", "true").casefold() not in {"false", "0"},
            _codes(code, name, depth + 1),
        )
        for code in _children(element, "Code")
    )


def _variable(element: Any) -> refi.Variable:
    kind = _VARIABLE_TYPES.get(element.get("typeOfVariable", "").casefold(), "Text")
    return refi.Variable(_guid(element), element.get("name", ""), kind)


def _values(element: Any) -> tuple[refi.VariableValue, ...]:
    values = []
    for value in _children(element, "VariableValue"):
        targets = _targets(value, "VariableRef")
        # The element is called after the type: TextValue, IntegerValue …
        text = next((child.text for child in value if _local_name(child).endswith("Value") and child.text), "")
        if targets and text.strip():
            values.append(refi.VariableValue(targets[0], text.strip()))
    return tuple(values)


def _case(element: Any) -> refi.Case:
    return refi.Case(
        _guid(element),
        " ".join(element.get("name", "").split()),
        _values(element),
        _targets(element, "SourceRef"),
        _targets(element, "SelectionRef"),
    )


def _set(element: Any) -> refi.RefiSet:
    return refi.RefiSet(
        _guid(element),
        element.get("name", ""),
        _child_text(element, "Description"),
        _targets(element, "MemberCode"),
        _targets(element, "MemberSource"),
    )


def _codings(element: Any) -> tuple[refi.Coding, ...]:
    """The codings of a selection or source. A coding without a user is by the user of the selection."""
    codings = []
    for coding in _children(element, "Coding"):
        user = _clean_guid(coding.get("creatingUser", "") or element.get("creatingUser", ""))
        codings += [refi.Coding(_guid(coding), code, user) for code in _targets(coding, "CodeRef")]
    return tuple(codings)


def _plain_selections(element: Any) -> list[refi.Selection]:
    selections = []
    for selection in _children(element, "PlainTextSelection"):
        try:
            start, end = int(selection.get("startPosition", "")), int(selection.get("endPosition", ""))
        except ValueError:
            continue  # a selection without positions codes nothing
        selections.append(refi.Selection(_guid(selection), start, end, _codings(selection), selection.get("name", "")))
    return selections


def _transcript_selections(element: Any) -> list[refi.Selection]:
    """The selections of a transcript, which refer to two of its synchronisation points."""
    points = {_guid(point): point.get("position", "") for point in _children(element, "SyncPoint")}
    selections = []
    for selection in _children(element, "TranscriptSelection"):
        start, end = (points.get(_clean_guid(selection.get(side, "")), "") for side in ("fromSyncPoint", "toSyncPoint"))
        if start.isdecimal() and end.isdecimal():
            name = selection.get("name", "")
            selections.append(refi.Selection(_guid(selection), int(start), int(end), _codings(selection), name))
    return selections


class _SourceReader:
    """Reads sources. Those without text are in ``unread`` by number, because a name is often that of a person."""

    def __init__(self, load: SourceLoader, *, is_crlf_one: bool) -> None:
        self.unread: list[str] = []
        self._load, self._is_crlf_one = load, is_crlf_one
        self._current = ""

    def read(self, sources: Any) -> Iterator[refi.TextSource]:
        for number, source in enumerate(sources if sources is not None else (), 1):
            kind, name, self._current = _local_name(source), source.get("name", ""), f"source {number}"
            transcripts = list(_children(source, "Transcript")) if kind in {"AudioSource", "VideoSource"} else []
            if kind == "TextSource":
                yield from self._read_text(source, source, name)
            elif kind == "PDFSource":
                text = _child(source, "Representation")
                yield from self._read_text(source, source if text is None else text, name)
            elif transcripts:
                for transcript in transcripts:
                    yield from self._read_text(source, transcript, transcript.get("name", "") or name)
            else:
                self.unread.append(f"{self._current}: holds no text (a picture, sound or film without a transcript).")

    def _read_text(self, source: Any, element: Any, name: str) -> Iterator[refi.TextSource]:
        """A text in ``element``; ``source`` carries the codings and variables."""
        raw = _child_text(element, "PlainTextContent")
        has_plain_text = bool(raw or element.get("plainTextPath"))
        path = element.get("plainTextPath") or element.get("richTextPath") or element.get("path") or ""
        if not raw and path:
            try:
                raw = self._load(path)
            except ReadError as error:
                self.unread.append(f"{self._current}: {error}")
                return
        if not raw.strip():
            self.unread.append(f"{self._current}: holds no text.")
            return
        # Positions refer to the plain text; without it they would select the wrong words of the document.
        selections = [*_plain_selections(element), *_transcript_selections(element)] if has_plain_text else []
        yield refi.TextSource(
            _guid(source),
            " ".join(name.split()),
            with_line_feeds(raw),
            locate_selections(raw, selections, is_crlf_one=self._is_crlf_one),
            _codings(source),
            _targets(source, "NoteRef"),
            _values(source),
            _child_text(source, "Description").strip(),
        )
