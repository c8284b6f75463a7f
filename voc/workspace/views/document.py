"""One document in full: who asks, who answers, and every statement in its place, to be corrected there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from starlette.exceptions import HTTPException

from reports.view.documents import DocumentPage, build_document_page
from voc.schema import Document, Language
from voc.workspace.open_study import LoadedStudy, OpenStudy
from voc.workspace.requests import Fields
from voc.workspace.statement_filter import filter_address, find_statements
from voc.workspace.views.statement_rows import StatementRow, build_editor, build_rows, theme_choices


@dataclass(frozen=True, slots=True)
class ReadPiece:
    """A statement, or the ``text`` between statements (``row`` None)."""

    text: str
    row: StatementRow | None


@dataclass(frozen=True, slots=True)
class ReadTurn:
    """What one speaker says in one go; ``has_hits`` is whether the filter leaves any of its statements."""

    role: str
    speaker: str
    time: str
    question: str
    pieces: tuple[ReadPiece, ...]
    has_hits: bool


@dataclass(frozen=True, slots=True)
class ReadPart:
    """An interview, all answers of a person, or a review."""

    anchor: str
    title: str
    turns: tuple[ReadTurn, ...]


def show(study: OpenStudy, fields: Fields, language: Language) -> Mapping[str, object]:
    """The page of the statement ``at`` or of the document ``id``, and its neighbours; the first page without them.

    Raises:
        HTTPException: there is no such statement or document (404).
    """
    loaded = study.loaded
    number = _page_number(loaded, fields)
    page = loaded.document_pages[number]
    ids = [document.document_id for part in page for document in part]
    positions = [position for document_id in ids for position in loaded.by_document.get(document_id, [])]
    # A filter of the page is a search in the whole study; what is elsewhere does not count here.
    here = Fields({**fields.values, "similar": [], "meaning": []})
    query = filter_address(here)
    hits = find_statements(study, here)
    chosen = set(positions) & set(hits.positions) if query else set(positions)
    rows = dict(zip(positions, build_rows(study, positions, language, hits.terms), strict=True))
    by_id = {row.segment.segment_id: row for row in rows.values()}
    hit_ids = {rows[position].segment.segment_id for position in chosen}
    first = page[0][0].document_id
    address = urlencode({"id": first}) + (f"&{query}" if query else "")
    return {
        "title": loaded.report_index(language).source_names.get(page[0][0].source, page[0][0].source),
        "parts_of": _parts(_build(loaded, page, language), by_id, hit_ids if query else None),
        "hits": hit_ids if query else frozenset(),
        "n_hits": len(chosen),
        "n_statements": len(positions),
        "first": first,
        "query": query,
        "base": f"?{address}",
        "editor": build_editor(study, fields.get("open"), language) if fields.get("open") in by_id else None,
        "number_in_file": _same_file(loaded, number).index(number) + 1,
        "n_pages_in_file": len(_same_file(loaded, number)),
        "before": _name_of(loaded, number - 1, language),
        "after": _name_of(loaded, number + 1, language),
        "themes": theme_choices(study),
    }


def _page_number(loaded: LoadedStudy, fields: Fields) -> int:
    position = loaded.position_of.get(fields.get("at"))
    segments = loaded.study.analysis.segments
    if position is None and not fields.get("id") and loaded.document_pages:
        # The address without a document is that of the first one.
        return 0
    document_id = fields.get("id") if position is None else segments[position].document_id
    if document_id not in loaded.page_of:
        raise HTTPException(404)
    return loaded.page_of[document_id]


def _same_file(loaded: LoadedStudy, number: int) -> list[int]:
    source = loaded.document_pages[number][0][0].source
    return [place for place, page in enumerate(loaded.document_pages) if page[0][0].source == source]


def _name_of(loaded: LoadedStudy, number: int, language: Language) -> tuple[str, str] | None:
    """The id and the name of a page; None where there is none."""
    if not 0 <= number < len(loaded.document_pages):
        return None
    document = loaded.document_pages[number][0][0]
    names = loaded.report_index(language).source_names
    return document.document_id, names.get(document.source, document.source)


def _build(loaded: LoadedStudy, page: Sequence[Sequence[Document]], language: Language) -> DocumentPage:
    segments = loaded.study.analysis.segments
    statements = {
        document.document_id: [segments[row] for row in loaded.by_document.get(document.document_id, [])]
        for part in page
        for document in part
    }
    return build_document_page(loaded.report_index(language), page, statements)


def _parts(page: DocumentPage, rows: Mapping[str, StatementRow], hits: set[str] | None) -> list[ReadPart]:
    """The parts with the rows of their statements; where something is searched, without turns that do not have it."""
    parts = []
    for part in page.parts:
        turns = []
        for turn in part.turns:
            pieces = tuple(ReadPiece(piece.text, rows.get(piece.segment_id)) for piece in turn.pieces)
            has_hits = hits is None or any(piece.segment_id in hits for piece in turn.pieces)
            turns.append(ReadTurn(turn.role, turn.speaker, turn.time, turn.question, pieces, has_hits))
        if any(turn.has_hits for turn in turns):
            parts.append(ReadPart(part.anchor, part.title, tuple(turn for turn in turns if turn.has_hits)))
    return parts
