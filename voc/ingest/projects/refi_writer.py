"""Records → XML, the children of each element in the order that the schema demands (Project.xsd, Codebook.xsd)."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from typing import Any

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
    Variable,
    VariableValue,
)

_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot hold, not even escaped."""


def plain(text: str) -> str:
    """A text that XML can hold: each character that it cannot becomes U+FFFD, so that positions stay."""
    return text if text.isprintable() else _FORBIDDEN.sub("\ufffd", text)


def project_xml(project: Project) -> bytes:
    """``project.qde``: UTF-8 with a declaration; texts stand beside it in ``sources/``."""
    root = _root("Project", PROJECT_NAMESPACE, name=project.name or "voc", origin=project.origin)
    user = project.users[0].guid if project.users else ""
    _set(root, creatingUserGUID=user)
    if project.users:
        users = _add(root, "Users")
        for one in project.users:
            _add(users, "User", guid=one.guid, name=one.name)
    if project.codes:
        _codes(_add(_add(root, "CodeBook"), "Codes"), project.codes)
    if project.variables:
        _variables(_add(root, "Variables"), project.variables)
    kinds = {variable.guid: variable.kind for variable in project.variables}
    if project.cases:
        _cases(_add(root, "Cases"), project.cases, kinds)
    if project.sources:
        sources = _add(root, "Sources")
        for source in project.sources:
            _source(sources, source, user, kinds)
    if project.notes:
        _notes(_add(root, "Notes"), project.notes, user)
    if project.sets:
        _sets(_add(root, "Sets"), project.sets)
    _text(root, "Description", project.description)
    return _bytes(root)


def codebook_xml(codes: Sequence[RefiCode], origin: str) -> bytes:
    """A .qdc file: the codes alone."""
    root = _root("CodeBook", CODEBOOK_NAMESPACE, origin=origin)
    _codes(_add(root, "Codes"), codes)
    return _bytes(root)


def source_file(guid: str) -> str:
    """The name of a source's text inside ``sources/``."""
    return f"{guid}.txt"


def _root(tag: str, namespace: str, /, **attributes: str) -> Any:
    from lxml import etree  # type: ignore[import-untyped]

    root = etree.Element(f"{{{namespace}}}{tag}", nsmap={None: namespace})
    _set(root, **attributes)
    return root


def _bytes(root: Any) -> bytes:
    from lxml import etree

    written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return written


def _set(element: Any, /, **attributes: str) -> None:
    for name, value in attributes.items():
        if value:
            element.set(name, plain(value))


def _add(parent: Any, tag: str, /, **attributes: str) -> Any:
    from lxml import etree

    head, _, _ = parent.tag.partition("}")
    told = {name: plain(value) for name, value in attributes.items() if value}
    return etree.SubElement(parent, f"{head}}}{tag}", told)


def _text(parent: Any, name: str, text: str) -> None:
    if text:
        _add(parent, name).text = plain(text)


def _refs(parent: Any, name: str, guids: Iterable[str]) -> None:
    for guid in guids:
        _add(parent, name, targetGUID=guid)


def _codes(parent: Any, codes: Sequence[RefiCode]) -> None:
    for code in codes:
        element = _add(parent, "Code", guid=code.guid, name=code.name, isCodable=str(code.codable).lower())
        if not code.name:
            element.set("name", "")
        _set(element, color=code.color)
        _text(element, "Description", code.description)
        _codes(element, code.codes)


def _variables(parent: Any, variables: Sequence[Variable]) -> None:
    for variable in variables:
        _add(parent, "Variable", guid=variable.guid, name=variable.name or "?", typeOfVariable=variable.kind)


def _values(parent: Any, values: Sequence[VariableValue], kinds: dict[str, Any]) -> None:
    for value in values:
        element = _add(parent, "VariableValue")
        _refs(element, "VariableRef", [value.variable])
        _add(element, f"{kinds[value.variable]}Value").text = plain(value.text)


def _cases(parent: Any, cases: Sequence[Case], kinds: dict[str, Any]) -> None:
    for case in cases:
        element = _add(parent, "Case", guid=case.guid, name=case.name)
        _values(element, case.values, kinds)
        _refs(element, "SourceRef", case.sources)
        _refs(element, "SelectionRef", case.selections)


def _source(parent: Any, source: TextSource, user: str, kinds: dict[str, Any]) -> None:
    path = f"internal://{source_file(source.guid)}"
    element = _add(parent, "TextSource", guid=source.guid, name=source.name, plainTextPath=path, creatingUser=user)
    _text(element, "Description", source.description)
    for selection in source.selections:
        _selection(element, selection, user)
    _codings(element, source.codings, user)
    _refs(element, "NoteRef", source.notes)
    _values(element, source.values, kinds)


def _selection(parent: Any, selection: Selection, user: str) -> None:
    element = _add(
        parent,
        "PlainTextSelection",
        guid=selection.guid,
        name=selection.name,
        startPosition=str(selection.start),
        endPosition=str(selection.end),
        creatingUser=user,
    )
    _codings(element, selection.codings, user)


def _codings(parent: Any, codings: Sequence[Coding], user: str) -> None:
    for coding in codings:
        element = _add(parent, "Coding", guid=coding.guid, creatingUser=coding.user or user)
        _refs(element, "CodeRef", [coding.code])


def _notes(parent: Any, notes: Sequence[RefiNote], user: str) -> None:
    for note in notes:
        element = _add(parent, "Note", guid=note.guid, name=note.name, creatingUser=user)
        _text(element, "PlainTextContent", note.text)


def _sets(parent: Any, sets: Sequence[RefiSet]) -> None:
    for one in sets:
        element = _add(parent, "Set", guid=one.guid, name=one.name or "?")
        _text(element, "Description", one.description)
        _refs(element, "MemberCode", one.codes)
        _refs(element, "MemberSource", one.sources)


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


def pack_project(project: Project) -> bytes:
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
