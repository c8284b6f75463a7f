"""An analysis → a project (.qdpx) or a codebook (.qdc) that programs for qualitative analysis open.

The same study gives the same bytes: GUIDs come from ids of the study, and there is no date. Every segment of a
participant is a selection with its codes; every document a source; every respondent a case.
"""

from __future__ import annotations

from collections import defaultdict

from voc.ingest.projects.refi.codes import codebook, codes_of
from voc.ingest.projects.refi.pack import pack, portable
from voc.ingest.projects.refi.people import People, guid_of_document, guid_of_segment
from voc.ingest.projects.refi.records import Coding, Note, Project, Selection, TextSource, User, guid_of
from voc.ingest.projects.refi.words import sentence
from voc.ingest.projects.refi.xml_writer import codebook_xml
from voc.schema import Analysis, Document, Personas, Source
from voc.version import __version__

ORIGIN = f"voc {__version__}"
_NAME = 40
"""Code points of a selection's name: the beginning of its words, as programs show it."""


def project_qdpx(analysis: Analysis, personas: Personas | None = None) -> bytes:
    """The .qdpx file of a study: REFI-QDA 1.5."""
    return pack(to_project(analysis, personas))


def codebook_qdc(analysis: Analysis) -> bytes:
    """The .qdc file of a study: its codes alone."""
    return codebook_xml(codebook(analysis), ORIGIN)


def to_project(analysis: Analysis, personas: Personas | None = None) -> Project:
    """A study as records of a project."""
    people = People(analysis, personas)
    return Project(
        name=analysis.name,
        origin=ORIGIN,
        users=(User(guid_of("user", "voc"), "voc"),),
        codes=codebook(analysis),
        variables=people.variables(),
        cases=people.cases(),
        sources=_sources(analysis, people),
        notes=tuple(_note(source, analysis) for source in analysis.corpus.sources),
        sets=people.sets(),
        description=sentence("description", analysis.language, version=__version__),
    )


def _sources(analysis: Analysis, people: People) -> tuple[TextSource, ...]:
    coded: dict[str, list[Selection]] = defaultdict(list)
    for segment, codes in zip(analysis.segments, codes_of(analysis), strict=True):
        codings = tuple(Coding(guid_of("coding", segment.segment_id, code), code) for code in codes)
        start = " ".join(segment.text[: 2 * _NAME].split())
        name = start if len(start) <= _NAME else f"{start[:_NAME].rstrip()}…"
        guid = guid_of_segment(segment.segment_id)
        coded[segment.document_id].append(Selection(guid, segment.start, segment.end, codings, name))
    return tuple(
        TextSource(
            guid_of_document(document.document_id),
            _name(document),
            portable(document.text),
            tuple(coded[document.document_id]),
            notes=(_note_guid(document.source),),
            values=people.values_of(document),
            description=document.document_id,
        )
        for document in analysis.corpus.documents
    )


def _name(document: Document) -> str:
    return f"{document.source}, {document.locator}" if document.locator else document.source


def _note_guid(path: str) -> str:
    return guid_of("note", path)


def _note(source: Source, analysis: Analysis) -> Note:
    """What was read of a file and how."""
    first = sentence("read_as", analysis.language, reader=source.reader or "–", status=source.status)
    return Note(_note_guid(source.path), source.path, "\n".join([first, *filter(None, [source.reason]), *source.notes]))
