"""Write projects as XML and .qdpx archives; the same project gives the same bytes.

The children of each element are in the order of the schema (Project.xsd, Codebook.xsd).
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from typing import Any

from voc.ingest.projects import refi_records as refi

# The earliest date that a zip file can hold: a project has no date, so that its bytes do not change.
_DATE = (1980, 1, 1, 0, 0, 0)
_UNIX = 3
_LINE_END = re.compile("\r\n?")
# Characters that XML 1.0 cannot hold, not even escaped.
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def pack_project(project: refi.Project) -> bytes:
    """The .qdpx file: ``project.qde`` and a UTF-8 text per source, sorted, without dates."""
    parts = {f"sources/{_filename(source.guid)}": portable_text(source.text).encode() for source in project.sources}
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in [("project.qde", project_xml(project)), *sorted(parts.items())]:
            entry = zipfile.ZipInfo(name, _DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            # The default is the system of this computer, which would change the bytes.
            entry.create_system = _UNIX
            # By default, only the owner may read the files when they are unpacked on Unix.
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, data)
    return stream.getvalue()


def portable_text(text: str) -> str:
    """A text of the same length in which every program counts the same positions.

    Programs differ in whether ``\\r\\n`` is one position or two, and whether a byte order mark is one, so neither is
    written. Characters that XML forbids become U+FFFD.

    >>> portable_text("a\\r\\nb\\rc")
    'a \\nb\\nc'
    """
    text = _LINE_END.sub(lambda end: " \n" if len(end[0]) == 2 else "\n", _xml_text(text))
    # A word joiner takes the position of the byte order mark, and is as invisible.
    return "\u2060" + text[1:] if text.startswith("\ufeff") else text


def project_xml(project: refi.Project) -> bytes:
    """``project.qde`` as UTF-8 with a declaration; the texts of the sources are in files of their own."""
    root = _new_root("Project", refi.PROJECT_NAMESPACE, name=project.name or "voc", origin=project.origin)
    user = project.users[0].guid if project.users else ""
    _set_attributes(root, creatingUserGUID=user)
    if project.users:
        users = _add(root, "Users")
        for item in project.users:
            _add(users, "User", guid=item.guid, name=item.name)
    if project.codes:
        _add_codes(_add(_add(root, "CodeBook"), "Codes"), project.codes)
    if project.variables:
        _add_variables(_add(root, "Variables"), project.variables)
    kinds = {variable.guid: variable.kind for variable in project.variables}
    if project.cases:
        _add_cases(_add(root, "Cases"), project.cases, kinds)
    if project.sources:
        sources = _add(root, "Sources")
        for source in project.sources:
            _add_source(sources, source, user, kinds)
    if project.notes:
        _add_notes(_add(root, "Notes"), project.notes, user)
    if project.sets:
        _add_sets(_add(root, "Sets"), project.sets)
    _add_text(root, "Description", project.description)
    return _to_bytes(root)


def codebook_xml(codes: Sequence[refi.RefiCode], origin: str) -> bytes:
    """A .qdc file: the codes alone."""
    root = _new_root("CodeBook", refi.CODEBOOK_NAMESPACE, origin=origin)
    _add_codes(_add(root, "Codes"), codes)
    return _to_bytes(root)


def _filename(guid: str) -> str:
    return f"{guid}.txt"


def _xml_text(text: str) -> str:
    """The text with U+FFFD for each character that XML cannot hold, so that positions stay the same."""
    return text if text.isprintable() else _FORBIDDEN.sub("\ufffd", text)


def _new_root(tag: str, namespace: str, /, **attributes: str) -> Any:
    from lxml import etree  # type: ignore[import-untyped]

    root = etree.Element(f"{{{namespace}}}{tag}", nsmap={None: namespace})
    _set_attributes(root, **attributes)
    return root


def _to_bytes(root: Any) -> bytes:
    from lxml import etree

    data: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return data


def _set_attributes(element: Any, /, **attributes: str) -> None:
    """Set the attributes that have a value."""
    for name, value in attributes.items():
        if value:
            element.set(name, _xml_text(value))


def _add(parent: Any, tag: str, /, **attributes: str) -> Any:
    from lxml import etree

    namespace, _, _ = parent.tag.partition("}")
    element = etree.SubElement(parent, f"{namespace}}}{tag}")
    _set_attributes(element, **attributes)
    return element


def _add_text(parent: Any, tag: str, text: str) -> None:
    if text:
        _add(parent, tag).text = _xml_text(text)


def _add_references(parent: Any, tag: str, guids: Iterable[str]) -> None:
    for guid in guids:
        _add(parent, tag, targetGUID=guid)


def _add_codes(parent: Any, codes: Sequence[refi.RefiCode]) -> None:
    for code in codes:
        element = _add(parent, "Code", guid=code.guid, name=code.name, isCodable=str(code.codable).lower())
        # The schema demands a name, even an empty one.
        if not code.name:
            element.set("name", "")
        _set_attributes(element, color=code.color)
        _add_text(element, "Description", code.description)
        _add_codes(element, code.codes)


def _add_variables(parent: Any, variables: Sequence[refi.Variable]) -> None:
    for variable in variables:
        # Here and in sets the schema demands a name, and programs show it.
        _add(parent, "Variable", guid=variable.guid, name=variable.name or "?", typeOfVariable=variable.kind)


def _add_values(parent: Any, values: Sequence[refi.VariableValue], kinds: dict[str, Any]) -> None:
    for value in values:
        element = _add(parent, "VariableValue")
        _add_references(element, "VariableRef", [value.variable])
        _add(element, f"{kinds[value.variable]}Value").text = _xml_text(value.text)


def _add_cases(parent: Any, cases: Sequence[refi.Case], kinds: dict[str, Any]) -> None:
    for case in cases:
        element = _add(parent, "Case", guid=case.guid, name=case.name)
        _add_values(element, case.values, kinds)
        _add_references(element, "SourceRef", case.sources)
        _add_references(element, "SelectionRef", case.selections)


def _add_source(parent: Any, source: refi.TextSource, user: str, kinds: dict[str, Any]) -> None:
    path = f"internal://{_filename(source.guid)}"
    element = _add(parent, "TextSource", guid=source.guid, name=source.name, plainTextPath=path, creatingUser=user)
    _add_text(element, "Description", source.description)
    for selection in source.selections:
        _add_selection(element, selection, user)
    _add_codings(element, source.codings, user)
    _add_references(element, "NoteRef", source.notes)
    _add_values(element, source.values, kinds)


def _add_selection(parent: Any, selection: refi.Selection, user: str) -> None:
    element = _add(
        parent,
        "PlainTextSelection",
        guid=selection.guid,
        name=selection.name,
        startPosition=str(selection.start),
        endPosition=str(selection.end),
        creatingUser=user,
    )
    _add_codings(element, selection.codings, user)


def _add_codings(parent: Any, codings: Sequence[refi.Coding], user: str) -> None:
    for coding in codings:
        element = _add(parent, "Coding", guid=coding.guid, creatingUser=coding.user or user)
        _add_references(element, "CodeRef", [coding.code])


def _add_notes(parent: Any, notes: Sequence[refi.RefiNote], user: str) -> None:
    for note in notes:
        element = _add(parent, "Note", guid=note.guid, name=note.name, creatingUser=user)
        _add_text(element, "PlainTextContent", note.text)


def _add_sets(parent: Any, sets: Sequence[refi.RefiSet]) -> None:
    for item in sets:
        element = _add(parent, "Set", guid=item.guid, name=item.name or "?")
        _add_text(element, "Description", item.description)
        _add_references(element, "MemberCode", item.codes)
        _add_references(element, "MemberSource", item.sources)
