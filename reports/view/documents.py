"""Pages to read whole documents on: who speaks, what was asked, and every statement in its place.

An interview has a page of its own. Answers and reviews are short, so that a page holds many of one file, all of a
person together.
"""

from __future__ import annotations

import bisect
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from reports.view.study_index import StudyIndex, clock
from voc.schema import Document, Role, Segment, Turn

PAGE_CHARACTERS = 60_000
"""A page of answers or reviews ends after the person with whom it gets longer than this."""


@dataclass(frozen=True, slots=True)
class TextPiece:
    """A part of a turn: a statement, or the text between statements (``segment_id`` "")."""

    text: str
    segment_id: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class ShownTurn:
    """What one speaker says in one go. ``question`` is what it replies to, "" if it is there already."""

    role: Role
    speaker: str
    time: str
    question: str
    pieces: tuple[TextPiece, ...]


@dataclass(frozen=True, slots=True)
class DocumentPart:
    """An interview, all answers of a person, or a review; ``anchor`` is the id of its first document."""

    anchor: str
    title: str
    turns: tuple[ShownTurn, ...]


@dataclass(frozen=True, slots=True)
class DocumentPage:
    """``name`` is that of the file without its ending, ``title`` the file that the documents come from."""

    name: str
    title: str
    parts: tuple[DocumentPart, ...]


def group_documents(documents: Iterable[Document]) -> Iterator[tuple[tuple[Document, ...], ...]]:
    """The documents of each page, in order: those of a part together."""
    for _, of_source in groupby(documents, key=lambda document: document.source):
        page: list[tuple[Document, ...]] = []
        length = 0
        for _, same in groupby(of_source, key=part_key):
            part = tuple(same)
            page.append(part)
            length += sum(len(document.text) for document in part)
            if part[0].kind == "interview" or length > PAGE_CHARACTERS:
                yield tuple(page)
                page, length = [], 0
        if page:
            yield tuple(page)


def part_key(document: Document) -> str:
    """What documents of one part have in common: the person for answers of a survey, else the document itself."""
    # An answer alone is half of what a person says; a review is all of it.
    if document.kind == "survey" and document.turns:
        return document.turns[0].respondent_id
    return document.document_id


def page_names(documents: Iterable[Document]) -> dict[str, str]:
    """Id of a document → name of its page without the ending: the id of the first document on it."""
    return {
        document.document_id: page[0][0].document_id
        for page in group_documents(documents)
        for part in page
        for document in part
    }


def build_document_pages(index: StudyIndex) -> Iterator[DocumentPage]:
    """The pages of all documents that anybody says something in."""
    statements: dict[str, list[Segment]] = defaultdict(list)
    for segment in index.segments:
        statements[segment.document_id].append(segment)
    documents = [document for document in index.analysis.corpus.documents if document.turns]
    for page in group_documents(documents):
        yield build_document_page(index, page, statements)


def build_document_page(
    index: StudyIndex, page: Sequence[Sequence[Document]], statements: Mapping[str, Sequence[Segment]]
) -> DocumentPage:
    """One page of `group_documents`, with the statements of each of its documents in order, by its id."""
    first = page[0][0]
    title = index.source_names.get(first.source, first.source)
    return DocumentPage(first.document_id, title, tuple(_build_part(index, part, statements) for part in page))


def _build_part(
    index: StudyIndex, part: Sequence[Document], statements: Mapping[str, Sequence[Segment]]
) -> DocumentPart:
    people = dict.fromkeys(turn.respondent_id for document in part for turn in document.turns if turn.respondent_id)
    title = [index.labels.get(person, person) for person in people] + [index.locator(part[0])]
    turns: list[ShownTurn] = []
    for document in part:
        heard = last_question = ""
        for turn in sorted(document.turns, key=lambda turn: (turn.start, turn.end)):
            question = turn.question.strip()
            # In a talk the question is mostly the turn before; said twice it would look like two questions.
            is_new = question != last_question and _plain(question) not in _plain(heard)
            turns.append(
                _build_turn(index, document, turn, statements.get(document.document_id, ()), question * is_new)
            )
            last_question = question or last_question
            heard = "" if turn.role == "participant" else heard + document.text[turn.start : turn.end]
    return DocumentPart(part[0].document_id, " · ".join(filter(None, title)), tuple(turns))


def _plain(text: str) -> str:
    return "".join(text.split()).casefold()


def _build_turn(
    index: StudyIndex, document: Document, turn: Turn, statements: Sequence[Segment], question: str
) -> ShownTurn:
    pieces: list[TextPiece] = []
    done = turn.start
    first = bisect.bisect_left(statements, turn.start, key=lambda segment: segment.start)
    for segment in statements[first:]:
        if segment.start >= turn.end:
            break
        pieces.append(TextPiece(document.text[done : segment.start]))
        pieces.append(TextPiece(segment.text, segment.segment_id, segment.language))
        done = segment.end
    pieces.append(TextPiece(document.text[done : turn.end]))
    speaker = (
        index.labels.get(turn.respondent_id, turn.respondent_id)
        if turn.role == "participant"
        else index.words("document_page.interviewer" if turn.role == "interviewer" else "document_page.other")
    )
    time = "" if turn.time_s is None else clock(turn.time_s)
    return ShownTurn(turn.role, speaker, time, question, tuple(piece for piece in pieces if piece.text))
