"""Emotion per touchpoint, split: people of one value only, small cells marked, nothing for what has no data."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.journey.journey_kit import Said, readings_of, segments_of, tags_of
from voc.journey.feelings import MAX_VALUES, SOURCE_KIND, FeelingSplit, split_feelings
from voc.schema import Respondent, Taxonomy

SAID = [Said(f"p{n}", f"Satz Nummer {n} über die Sache.", 0.6 if n < 4 else -0.6, "pain", "joy") for n in range(8)]
PLACES = ["delivery"] * 7 + ["returns"]


def split(taxonomy: Taxonomy, attributes: list[dict[str, str]], *, reviews: int = 0) -> list[FeelingSplit]:
    segments = segments_of(SAID)
    kinds = [replace(one, kind="review" if n < reviews else "survey") for n, one in enumerate(segments)]
    people = [Respondent(f"p{n}", f"Person {n}", ("a.csv",), known) for n, known in enumerate(attributes)]
    return list(split_feelings(kinds, readings_of(SAID), tags_of(taxonomy, PLACES), taxonomy, people))


def test_each_value_counts_its_own_people_and_small_cells_are_marked(taxonomy: Taxonomy) -> None:
    found = split(taxonomy, [{"Rolle": "neu" if n < 4 else "treu"} for n in range(8)])
    at = {(one.value, one.feeling.touchpoint_id): one for one in found}
    assert {one.attribute for one in found} == {"Rolle"}
    new, loyal = at["neu", "delivery"], at["treu", "delivery"]
    assert (new.feeling.n_respondents, new.feeling.polarity, new.few) == (4, pytest.approx(0.6), False)
    assert (loyal.feeling.n_respondents, loyal.feeling.polarity) == (3, pytest.approx(-0.6))
    assert at["treu", "returns"].few
    assert ("neu", "returns") not in at
    assert new.feeling.low is not None
    assert at["treu", "returns"].feeling.low is None


def test_kind_of_source_splits_where_there_are_two(taxonomy: Taxonomy) -> None:
    assert {one.attribute for one in split(taxonomy, [{}] * 8, reviews=4)} == {SOURCE_KIND}
    assert split(taxonomy, [{}] * 8) == []


def test_what_nearly_everybody_has_of_their_own_splits_nothing(taxonomy: Taxonomy) -> None:
    assert MAX_VALUES >= 8
    assert split(taxonomy, [{"Ort": f"Ort {n}"} for n in range(8)]) == []
    assert split(taxonomy, [{"Land": "Österreich"}] * 8) == []
