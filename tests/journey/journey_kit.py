"""Segments, readings and themes of a few lines, for the journey's tests."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from voc.journey import tag_study
from voc.models.encoder import Encoder
from voc.schema import EMOTIONS, SENTIMENTS, STATEMENTS, Floats, Readings, Segment, Tags, Taxonomy, Theme, Themes


class Said(NamedTuple):
    """One statement and how it reads."""

    person: str
    text: str
    polarity: float = 0.0
    statement: str = "other"
    emotion: str = ""
    language: str = "de"
    question: str = ""


def segments_of(said: Sequence[Said]) -> tuple[Segment, ...]:
    """Segments with ids that depend on their content alone."""
    return tuple(
        Segment(
            segment_id=f"s-{one.person}-{hash_of(one.text):08x}",
            document_id=f"d-{one.person}",
            respondent_id=one.person,
            source="talk.txt",
            kind="interview",
            role="participant",
            start=0,
            end=len(one.text),
            time_s=None,
            question=one.question,
            text=one.text,
            language=one.language,
        )
        for one in said
    )


def hash_of(text: str) -> int:
    """The same number on every run."""
    return zlib.crc32(text.encode())


def readings_of(said: Sequence[Said]) -> Readings:
    """Readings as if they had been read off the texts."""
    polarity = np.array([one.polarity for one in said], np.float32)
    sentiment = np.where(polarity < -0.2, 0, np.where(polarity > 0.2, 2, 1)).astype(np.int32)
    assert SENTIMENTS == ("negative", "neutral", "positive")
    return Readings(
        polarity=polarity,
        sentiment=sentiment,
        confidence=np.full(len(said), 0.9, np.float32),
        emotions=np.zeros((len(said), len(EMOTIONS)), np.float32),
        emotion=np.array([EMOTIONS.index(one.emotion) if one.emotion else -1 for one in said], np.int32),
        statement=np.array([STATEMENTS.index(one.statement) for one in said], np.int32),
        statement_confidence=np.full(len(said), 0.9, np.float32),
    )


def themes_of(assignment: Sequence[int], names: Sequence[str]) -> Themes:
    """Themes by assignment."""
    return Themes(
        themes=tuple(Theme(f"t-{name}", name, (), ()) for name in names),
        assignment=np.array(assignment, np.int32),
        score=np.ones(len(assignment), np.float32),
        core=np.ones(len(assignment), bool),
    )


def tags_of(taxonomy: Taxonomy, ids: Sequence[str]) -> Tags:
    """Tags by touchpoint id, "" for unassigned."""
    order = [touchpoint.touchpoint_id for touchpoint in taxonomy.touchpoints]
    return Tags(np.array([order.index(name) if name else -1 for name in ids], np.int32), np.ones(len(ids), np.float32))


def tagged(said: Sequence[Said], taxonomy: Taxonomy, encoder: Encoder) -> tuple[list[str], Tags, Floats]:
    """Touchpoint ids ("" for unassigned), the tags and the vectors."""
    segments = segments_of(said)
    vectors = encoder.encode([one.text for one in said])
    tags = tag_study(segments, vectors, taxonomy, encoder.encode)
    names = [taxonomy.touchpoints[i].touchpoint_id if i >= 0 else "" for i in tags.touchpoint.tolist()]
    return names, tags, vectors
