"""The statements of a theme, pain point or line of a persona, a page at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from voc.schema import EMOTIONS, SENTIMENTS, Segment
from voc.workspace.open_study import LoadedStudy

PER_PAGE = 100
"""Statements shown at once; more take longer to read than to load."""


@dataclass(frozen=True, slots=True)
class ShownStatement:
    """A statement with who said it and how it reads; ``emotion`` is "" where it shows none."""

    segment: Segment
    person: str
    sentiment: str
    emotion: str


@dataclass(frozen=True, slots=True)
class StatementPage:
    """Some of ``n`` statements: those of ``page`` (1 is the first) of ``n_pages``."""

    statements: tuple[ShownStatement, ...]
    n: int
    page: int
    n_pages: int


def show_statement(loaded: LoadedStudy, position: int) -> ShownStatement:
    """The statement at a position of the study."""
    analysis = loaded.study.analysis
    segment, readings = analysis.segments[position], analysis.readings
    emotion = int(readings.emotion[position])
    return ShownStatement(
        segment=segment,
        person=loaded.labels.get(segment.respondent_id, segment.respondent_id),
        sentiment=SENTIMENTS[int(readings.sentiment[position])],
        emotion=EMOTIONS[emotion] if emotion >= 0 else "",
    )


def page_statements(loaded: LoadedStudy, positions: Sequence[int], page: int) -> StatementPage:
    """A page of the statements at these positions; the nearest one that exists where ``page`` does not."""
    n_pages = max(1, -(-len(positions) // PER_PAGE))
    # Statements that were sent away may have been the whole last page.
    page = min(max(page, 1), n_pages)
    shown = positions[(page - 1) * PER_PAGE : page * PER_PAGE]
    return StatementPage(tuple(show_statement(loaded, row) for row in shown), len(positions), page, n_pages)
