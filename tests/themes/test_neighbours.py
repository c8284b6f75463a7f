"""Neighbours: statements of other people about the same matter, each person and text once, none where none is near."""

from __future__ import annotations

import numpy as np
import pytest

from voc.models.encoder import HashingEncoder
from voc.schema import Segment
from voc.themes import find_neighbours, neighbours

REFUND = "The refund took three weeks and nobody answered my letters."
TEXTS = (
    ("ann", REFUND),
    ("ann", "The refund took three long weeks."),
    ("ben", "My refund took three weeks, nobody answered."),
    ("ben", "My refund took three weeks and nobody answered letters."),
    ("cleo", "THE REFUND took three weeks and nobody answered my letters!"),
    ("dora", "Refund took three weeks."),
    ("emil", "Yes, exactly."),
    ("finn", "Purple mountains glow beneath an arctic moonrise."),
    ("gina", "Yes, exactly."),
)


def statements(texts):
    return tuple(
        Segment(
            segment_id=f"s-{number:010x}",
            document_id=f"d-{person}",
            respondent_id=person,
            source="a.csv",
            kind="review",
            role="participant",
            start=0,
            end=len(text),
            time_s=None,
            question="",
            text=text,
            language="en",
        )
        for number, (person, text) in enumerate(texts)
    )


def found(texts):
    segments = statements(texts)
    rows = find_neighbours(segments, HashingEncoder().encode([segment.text for segment in segments]))
    assert rows.dtype == np.int32
    assert rows.shape == (len(texts), neighbours.NEIGHBOURS)
    return [[position for position in row if position >= 0] for row in rows.tolist()]


@pytest.fixture(autouse=True)
def without_rare_pairs(monkeypatch: pytest.MonkeyPatch):
    # Among nine statements every pair is frequent.
    monkeypatch.setattr(neighbours, "RARE_PAIRS", 1.0)


def test_neighbours_are_other_people_each_once_nearest_first() -> None:
    first = found(TEXTS)[0]
    assert [TEXTS[position][0] for position in first] == ["ben", "dora"]
    assert first[0] == 3


def test_the_same_text_of_somebody_else_is_no_neighbour() -> None:
    assert 4 not in found(TEXTS)[0]
    assert found([("ann", REFUND), ("ben", REFUND.lower()), ("cleo", REFUND + "!!")]) == [[], [], []]


def test_statements_that_say_little_and_those_that_are_alone_have_none() -> None:
    rows = found(TEXTS)
    assert rows[6] == rows[7] == rows[8] == []
    assert not {6, 7, 8} & {position for row in rows for position in row}


def test_a_neighbour_is_nearer_than_nearly_all_pairs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(neighbours, "RARE_PAIRS", 0.0)
    nearest = [row for row in found(TEXTS) if row]
    assert all(len(row) == 1 for row in nearest)


def test_a_study_without_statements_or_with_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    assert found([]) == []
    assert found([("ann", REFUND)]) == [[]]
    monkeypatch.setattr(neighbours, "MOST_STATEMENTS", 2)
    assert find_neighbours(statements(TEXTS), np.zeros((len(TEXTS), 4), np.float32)) is None
