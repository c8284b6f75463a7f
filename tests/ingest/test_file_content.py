from __future__ import annotations

from dataclasses import FrozenInstanceError
from itertools import repeat

import pytest

from voc.ingest.file_content import build_records
from voc.schema import Turn


def test_records_made_at_once_are_the_same_as_made_one_by_one() -> None:
    made = build_records(
        Turn,
        3,
        start=repeat(0),
        end=[1, 2, 3],
        speaker=["a", "b", "c"],
        role=repeat("participant"),
        respondent_id=["x", "y", "z"],
        time_s=repeat(None),
        question=repeat(""),
    )
    alone = [Turn(0, n, who, "participant", whose) for n, who, whose in ((1, "a", "x"), (2, "b", "y"), (3, "c", "z"))]
    assert made == alone
    assert [hash(turn) for turn in made] == [hash(turn) for turn in alone]
    with pytest.raises(FrozenInstanceError):
        made[0].start = 5  # type: ignore[misc]


def test_a_field_without_values_is_an_error() -> None:
    with pytest.raises(KeyError):
        build_records(Turn, 1, start=[0])
