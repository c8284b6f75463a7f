"""The surroundings of each statement and similar statements of others, as compact data for the report's script."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from reports.view.documents import page_names, part_key
from reports.view.study_index import StudyIndex
from voc.schema import Document, Segment

NO_NEIGHBOUR = 0xFFFF
"""Stands for −1 in 16 bits; positions are smaller, because neighbours are looked for among at most 20,000."""


@dataclass(frozen=True, slots=True)
class StatementContext:
    """The surroundings of the n statements of a study, in their order.

    ``steps`` has a character per statement: "i" begins an interview, "d" the answers of a person or a review, "t" a
    turn or an answer, "s" goes on. ``question_changes`` are pairs: the number of statements since the last change of
    the question, and the position of the new one in ``questions``. ``pages`` are the position of the first statement
    on each page of documents, and the page's name. ``neighbours`` are n × ``per_statement`` positions of 16 bits
    (little-endian) in base64, "" without.
    """

    steps: str
    question_changes: tuple[int, ...]
    questions: tuple[str, ...]
    pages: tuple[tuple[int, str], ...]
    neighbours: str = ""
    per_statement: int = 0


def build_context(index: StudyIndex) -> StatementContext:
    """The surroundings of all statements."""
    segments = index.segments
    changes: list[int] = []
    questions: dict[str, int] = {}
    last_change, last_question = 0, ""
    for position, segment in enumerate(segments):
        question = segment.question.strip()
        if question != last_question:
            changes += [position - last_change, questions.setdefault(question, len(questions))]
            last_change, last_question = position, question
    names = page_names(document for document in index.documents.values() if document.turns)
    pages: dict[str, int] = {}
    for position, segment in enumerate(segments):
        pages.setdefault(names[segment.document_id], position)
    neighbours = index.analysis.neighbours
    encoded = ""
    if neighbours is not None:
        packed = np.where(neighbours < 0, NO_NEIGHBOUR, neighbours).astype("<u2")
        encoded = base64.b64encode(packed.tobytes()).decode()
    return StatementContext(
        steps="".join(_steps(segments, index)),
        question_changes=tuple(changes),
        questions=tuple(questions),
        pages=tuple((position, name) for name, position in pages.items()),
        neighbours=encoded,
        per_statement=0 if neighbours is None else neighbours.shape[1],
    )


def _steps(segments: Sequence[Segment], index: StudyIndex) -> Iterator[str]:
    turns = {document_id: _turn_starts(document) for document_id, document in index.documents.items()}

    def begin(segment: Segment) -> str:
        return "i" if segment.kind == "interview" else "d"

    yield from map(begin, segments[:1])
    for before, segment in pairwise(segments):
        if before.document_id != segment.document_id:
            documents = index.documents[before.document_id], index.documents[segment.document_id]
            same = documents[0].source == documents[1].source and part_key(documents[0]) == part_key(documents[1])
            yield "t" if same else begin(segment)
        else:
            starts = turns[segment.document_id]
            same_turn = np.searchsorted(starts, [before.start, segment.start], side="right")
            yield "s" if same_turn[0] == same_turn[1] else "t"


def _turn_starts(document: Document) -> list[int]:
    return sorted(turn.start for turn in document.turns)
