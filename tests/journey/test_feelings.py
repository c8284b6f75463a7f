"""Feelings: people before mentions, honest intervals, nothing where nobody speaks, the same whatever the order."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.journey.statements import Statement, make_readings, make_segments, make_tags
from voc.journey import measure_feelings
from voc.journey.feelings import MAX_VALUES, SOURCE_KIND, FeelingSplit, bootstrap_interval, person_means, split_feelings
from voc.schema import Feeling, Respondent, Taxonomy

LOUD = [Statement("loud", f"Das Paket kam wieder zu spät, Nummer {n}.", -0.9, "pain", "frustration") for n in range(10)]
STATEMENTS = [
    *LOUD,
    Statement("b", "Die Lieferung war am nächsten Morgen da, großartig.", 0.8, "praise", "joy"),
    Statement("c", "Der Bote war freundlich und hat kurz angerufen.", 0.6, "praise", "joy"),
    Statement("d", "Die Verpackung war ordentlich.", 0.3),
    Statement("", "Ein Satz von niemandem über die Lieferung.", -1.0, "pain"),
    Statement("e", "Ich laufe gern am Fluss.", 0.9, "other", "joy"),
]
IDS = ["delivery"] * 12 + ["packaging", "delivery", ""]


def felt(taxonomy: Taxonomy, phase: str, touchpoint: str = "") -> Feeling:
    result = measure_feelings(make_segments(STATEMENTS), make_readings(STATEMENTS), make_tags(taxonomy, IDS), taxonomy)
    return next(feeling for feeling in result if (feeling.phase_id, feeling.touchpoint_id) == (phase, touchpoint))


def test_rows_follow_the_taxonomy_phase_first(taxonomy: Taxonomy) -> None:
    result = measure_feelings(make_segments(STATEMENTS), make_readings(STATEMENTS), make_tags(taxonomy, IDS), taxonomy)
    expected = []
    for phase in taxonomy.phases:
        expected.append((phase.phase_id, ""))
        expected += [(t.phase_id, t.touchpoint_id) for t in taxonomy.touchpoints if t.phase_id == phase.phase_id]
    assert [(feeling.phase_id, feeling.touchpoint_id) for feeling in result] == expected


def test_ten_mentions_of_one_person_are_one_person(taxonomy: Taxonomy) -> None:
    delivery = felt(taxonomy, "retention", "delivery")
    assert (delivery.n_segments, delivery.n_respondents) == (12, 3)
    assert delivery.polarity == pytest.approx((-0.9 + 0.8 + 0.6) / 3, abs=1e-6)
    assert delivery.emotions["frustration"] == pytest.approx(1 / 3)
    assert delivery.emotions["joy"] == pytest.approx(2 / 3)
    assert (delivery.n_pain, delivery.n_praise) == (10, 2)


def test_exemplars_are_really_positive_and_negative(taxonomy: Taxonomy) -> None:
    delivery = felt(taxonomy, "retention", "delivery")
    assert STATEMENTS[delivery.worst].polarity < 0
    assert STATEMENTS[delivery.best].text.startswith("Die Lieferung war am nächsten")
    packaging = felt(taxonomy, "retention", "packaging")
    assert packaging.worst == -1
    assert STATEMENTS[packaging.best].person == "d"


def test_the_phase_counts_each_person_once(taxonomy: Taxonomy) -> None:
    phase = felt(taxonomy, "retention")
    assert (phase.n_segments, phase.n_respondents) == (13, 4)


def test_no_data_is_said(taxonomy: Taxonomy) -> None:
    nothing = felt(taxonomy, "awareness", "poster")
    assert (nothing.polarity, nothing.low, nothing.high) == (None, None, None)
    assert (nothing.n_segments, nothing.n_respondents, nothing.n_pain, nothing.n_praise) == (0, 0, 0, 0)
    assert (nothing.best, nothing.worst) == (-1, -1)
    assert set(nothing.emotions.values()) == {0.0}


def test_too_few_people_have_no_interval(taxonomy: Taxonomy) -> None:
    assert felt(taxonomy, "retention", "packaging").low is None
    delivery = felt(taxonomy, "retention", "delivery")
    assert delivery.low is not None
    assert delivery.high is not None
    assert delivery.low < delivery.polarity < delivery.high  # type: ignore[operator]


def test_the_order_of_segments_does_not_matter(taxonomy: Taxonomy) -> None:
    order = np.random.default_rng(1).permutation(len(STATEMENTS))
    statements = [STATEMENTS[i] for i in order]
    ids = [IDS[i] for i in order]
    one = measure_feelings(make_segments(STATEMENTS), make_readings(STATEMENTS), make_tags(taxonomy, IDS), taxonomy)
    other = measure_feelings(make_segments(statements), make_readings(statements), make_tags(taxonomy, ids), taxonomy)
    for a, b in zip(one, other, strict=True):
        assert (a.polarity, a.low, a.high, a.emotions) == (b.polarity, b.low, b.high, b.emotions)
        assert (STATEMENTS[a.worst].text if a.worst >= 0 else "") == (statements[b.worst].text if b.worst >= 0 else "")


@given(st.lists(st.floats(-1, 1), min_size=3, max_size=40))
def test_the_interval_holds_within_the_data_and_is_repeatable(values: list[float]) -> None:
    array = np.array(values)
    low, high = bootstrap_interval(array)
    assert array.min() - 1e-9 <= low <= high <= array.max() + 1e-9
    assert (low, high) == bootstrap_interval(array[::-1])


def test_the_interval_covers_the_mean_about_as_often_as_it_says() -> None:
    draw = np.random.default_rng(0)
    inside = 0
    for _ in range(200):
        low, high = bootstrap_interval(draw.uniform(-1, 1, size=40))
        inside += low <= 0 <= high
    assert 180 <= inside <= 199


def test_person_means_are_sorted_and_exact() -> None:
    assert person_means(["b", "a", "b"], np.array([1.0, 0.5, 0.0])) == {"a": 0.5, "b": 0.5}


SPLIT_STATEMENTS = [
    Statement(f"p{n}", f"Satz Nummer {n} über die Sache.", 0.6 if n < 4 else -0.6, "pain", "joy") for n in range(8)
]
SPLIT_TOUCHPOINTS = ["delivery"] * 7 + ["returns"]


def split(taxonomy: Taxonomy, attributes: list[dict[str, str]], *, reviews: int = 0) -> list[FeelingSplit]:
    segments = make_segments(SPLIT_STATEMENTS)
    kinds = [replace(segment, kind="review" if n < reviews else "survey") for n, segment in enumerate(segments)]
    people = [Respondent(f"p{n}", f"Person {n}", ("a.csv",), known) for n, known in enumerate(attributes)]
    return list(
        split_feelings(kinds, make_readings(SPLIT_STATEMENTS), make_tags(taxonomy, SPLIT_TOUCHPOINTS), taxonomy, people)
    )


def test_each_value_counts_its_own_people_and_small_cells_are_marked(taxonomy: Taxonomy) -> None:
    result = split(taxonomy, [{"Rolle": "neu" if n < 4 else "treu"} for n in range(8)])
    at = {(item.value, item.feeling.touchpoint_id): item for item in result}
    assert {item.attribute for item in result} == {"Rolle"}
    new, loyal = at["neu", "delivery"], at["treu", "delivery"]
    assert (new.feeling.n_respondents, new.feeling.polarity, new.few) == (4, pytest.approx(0.6), False)
    assert (loyal.feeling.n_respondents, loyal.feeling.polarity) == (3, pytest.approx(-0.6))
    assert at["treu", "returns"].few
    assert ("neu", "returns") not in at
    assert new.feeling.low is not None
    assert at["treu", "returns"].feeling.low is None


def test_kind_of_source_splits_where_there_are_two(taxonomy: Taxonomy) -> None:
    assert {review.attribute for review in split(taxonomy, [{}] * 8, reviews=4)} == {SOURCE_KIND}
    assert split(taxonomy, [{}] * 8) == []


def test_what_nearly_everybody_has_of_their_own_splits_nothing(taxonomy: Taxonomy) -> None:
    assert MAX_VALUES >= 8
    assert split(taxonomy, [{"Ort": f"Ort {n}"} for n in range(8)]) == []
    assert split(taxonomy, [{"Land": "Österreich"}] * 8) == []
