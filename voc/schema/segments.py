"""Segments, and what was read off them."""

from __future__ import annotations

from dataclasses import dataclass

from voc.schema.basics import Floats, Ints, Kind, Role


@dataclass(frozen=True, slots=True)
class Segment:
    """One thought of one speaker: ``text == document.text[start:end]``, always."""

    segment_id: str
    document_id: str
    respondent_id: str
    source: str
    kind: Kind
    role: Role
    start: int
    end: int
    time_s: float | None
    question: str
    text: str
    language: str


@dataclass(frozen=True, slots=True)
class Segmentation:
    """``segments`` are the participants' and are counted; ``context`` are all others' and are not.

    ``n_empty`` counts answers that say nothing ("-", "k. A.", "no comment"); they are in neither.
    """

    segments: tuple[Segment, ...]
    context: tuple[Segment, ...]
    n_empty: int


@dataclass(frozen=True, slots=True)
class Readings:
    """What was read off n segments.

    polarity float32 (n,) in −1…1; sentiment int32 (n,) into SENTIMENTS; confidence float32 (n,) in 0–1, the calibrated
    probability that ``sentiment`` is right; emotions float32 (n, 8) in 0–1, columns as EMOTIONS; emotion int32 (n,) the
    leading emotion or −1 for none; statement int32 (n,) into STATEMENTS; statement_confidence float32 (n,) in 0–1.
    """

    polarity: Floats
    sentiment: Ints
    confidence: Floats
    emotions: Floats
    emotion: Ints
    statement: Ints
    statement_confidence: Floats
