"""What else is known about the members of a group: feelings, and what nobody gives."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from personas.evidence import SAID_KINDS, Facts
from voc.schema import (
    Analysis,
    Feeling,
    Readings,
)


def member_feelings(
    analysis: Analysis, members: Sequence[str], positions: Sequence[int] | None = None
) -> tuple[Feeling, ...]:
    """What the members feel in each phase, and at each touchpoint that they speak of; ``best`` and ``worst`` are
    positions in ``Analysis.segments``, and ``positions`` are the members' segments where they are known already."""
    from voc.journey import measure_feelings
    from voc.journey.tagging import select_tags

    inside = set(members)
    if positions is None:
        positions = [at for at, segment in enumerate(analysis.segments) if segment.respondent_id in inside]
    rows = np.array(positions, dtype=np.int64)
    felt = measure_feelings(
        tuple(analysis.segments[at] for at in rows),
        _readings_of(analysis.readings, rows),
        select_tags(analysis.tags, rows),
        analysis.taxonomy,
    )
    return tuple(
        replace(
            feeling,
            best=int(rows[feeling.best]) if feeling.best >= 0 else -1,
            worst=int(rows[feeling.worst]) if feeling.worst >= 0 else -1,
        )
        for feeling in felt
        if feeling.n_segments or not feeling.touchpoint_id
    )


def _readings_of(readings: Readings, rows: np.ndarray[tuple[int], np.dtype[np.int64]]) -> Readings:
    return Readings(
        readings.polarity[rows],
        readings.sentiment[rows],
        readings.confidence[rows],
        readings.emotions[rows],
        readings.emotion[rows],
        readings.statement[rows],
        readings.statement_confidence[rows],
    )


def unknown_kinds(facts: Facts, members: Sequence[str]) -> tuple[str, ...]:
    """The kinds of statements that no member gives, about whatever."""
    given = {kind for who in members for kind in facts.given.get(who, ())}
    return tuple(kind for kind in SAID_KINDS if kind not in given)
