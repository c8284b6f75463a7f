"""Segments, readings and themes of a few lines, for the journey's tests."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from voc.journey import tag_study
from voc.models.encoder import Encoder
from voc.schema import EMOTIONS, SENTIMENTS, STATEMENTS, Floats, Readings, Segment, Tags, Taxonomy, Theme, Themes


class Statement(NamedTuple):
    """One statement and how it reads."""

    person: str
    text: str
    polarity: float = 0.0
    statement: str = "other"
    emotion: str = ""
    language: str = "de"
    question: str = ""


def make_segments(statements: Sequence[Statement]) -> tuple[Segment, ...]:
    """Segments with ids that depend on their content alone."""
    return tuple(
        Segment(
            segment_id=f"s-{statement.person}-{hash_of(statement.text):08x}",
            document_id=f"d-{statement.person}",
            respondent_id=statement.person,
            source="talk.txt",
            kind="interview",
            role="participant",
            start=0,
            end=len(statement.text),
            time_s=None,
            question=statement.question,
            text=statement.text,
            language=statement.language,
        )
        for statement in statements
    )


def hash_of(text: str) -> int:
    """The same number on every run."""
    return zlib.crc32(text.encode())


def make_readings(statements: Sequence[Statement]) -> Readings:
    """Readings as if they had been read off the texts."""
    polarity = np.array([statement.polarity for statement in statements], np.float32)
    sentiment = np.where(polarity < -0.2, 0, np.where(polarity > 0.2, 2, 1)).astype(np.int32)
    assert SENTIMENTS == ("negative", "neutral", "positive")
    return Readings(
        polarity=polarity,
        sentiment=sentiment,
        confidence=np.full(len(statements), 0.9, np.float32),
        emotions=np.zeros((len(statements), len(EMOTIONS)), np.float32),
        emotion=np.array(
            [EMOTIONS.index(statement.emotion) if statement.emotion else -1 for statement in statements], np.int32
        ),
        intensity=np.zeros(len(statements), np.int32),
        statement=np.array([STATEMENTS.index(statement.statement) for statement in statements], np.int32),
        statement_confidence=np.full(len(statements), 0.9, np.float32),
        about=np.full(len(statements), -1, np.int32),
        status=np.full(len(statements), -1, np.int32),
    )


def make_themes(assignment: Sequence[int], names: Sequence[str]) -> Themes:
    """Themes by assignment."""
    return Themes(
        themes=tuple(Theme(f"t-{name}", name, (), ()) for name in names),
        assignment=np.array(assignment, np.int32),
        score=np.ones(len(assignment), np.float32),
        core=np.ones(len(assignment), bool),
    )


def make_tags(taxonomy: Taxonomy, ids: Sequence[str]) -> Tags:
    """Tags by touchpoint id, "" for unassigned."""
    order = [touchpoint.touchpoint_id for touchpoint in taxonomy.touchpoints]
    return Tags(np.array([order.index(name) if name else -1 for name in ids], np.int32), np.ones(len(ids), np.float32))


def tag_statements(
    statements: Sequence[Statement], taxonomy: Taxonomy, encoder: Encoder
) -> tuple[list[str], Tags, Floats]:
    """Touchpoint ids ("" for unassigned), the tags and the vectors."""
    segments = make_segments(statements)
    vectors = encoder.encode([statement.text for statement in statements])
    tags = tag_study(segments, vectors, taxonomy, encoder.encode)
    names = [taxonomy.touchpoints[i].touchpoint_id if i >= 0 else "" for i in tags.touchpoint.tolist()]
    return names, tags, vectors
