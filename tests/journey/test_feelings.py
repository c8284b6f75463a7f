"""Feelings: people before mentions, honest intervals, nothing where nobody speaks, the same whatever the order."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.journey.journey_kit import Said, readings_of, segments_of, tags_of
from voc.journey import measure_feelings
from voc.journey.feelings import bootstrap_interval, person_means
from voc.schema import Feeling, Taxonomy

LOUD = [Said("loud", f"Das Paket kam wieder zu spät, Nummer {n}.", -0.9, "pain", "frustration") for n in range(10)]
SAID = [
    *LOUD,
    Said("b", "Die Lieferung war am nächsten Morgen da, großartig.", 0.8, "praise", "joy"),
    Said("c", "Der Bote war freundlich und hat kurz angerufen.", 0.6, "praise", "joy"),
    Said("d", "Die Verpackung war ordentlich.", 0.3),
    Said("", "Ein Satz von niemandem über die Lieferung.", -1.0, "pain"),
    Said("e", "Ich laufe gern am Fluss.", 0.9, "other", "joy"),
]
IDS = ["delivery"] * 12 + ["packaging", "delivery", ""]


def felt(taxonomy: Taxonomy, phase: str, touchpoint: str = "") -> Feeling:
    result = measure_feelings(segments_of(SAID), readings_of(SAID), tags_of(taxonomy, IDS), taxonomy)
    return next(one for one in result if (one.phase_id, one.touchpoint_id) == (phase, touchpoint))


def test_rows_follow_the_taxonomy_phase_first(taxonomy: Taxonomy) -> None:
    result = measure_feelings(segments_of(SAID), readings_of(SAID), tags_of(taxonomy, IDS), taxonomy)
    wanted = []
    for phase in taxonomy.phases:
        wanted.append((phase.phase_id, ""))
        wanted += [(t.phase_id, t.touchpoint_id) for t in taxonomy.touchpoints if t.phase_id == phase.phase_id]
    assert [(one.phase_id, one.touchpoint_id) for one in result] == wanted


def test_ten_mentions_of_one_person_are_one_person(taxonomy: Taxonomy) -> None:
    delivery = felt(taxonomy, "retention", "delivery")
    assert (delivery.n_segments, delivery.n_respondents) == (12, 3)
    assert delivery.polarity == pytest.approx((-0.9 + 0.8 + 0.6) / 3, abs=1e-6)
    assert delivery.emotions["frustration"] == pytest.approx(1 / 3)
    assert delivery.emotions["joy"] == pytest.approx(2 / 3)
    assert (delivery.n_pain, delivery.n_praise) == (10, 2)


def test_exemplars_are_really_positive_and_negative(taxonomy: Taxonomy) -> None:
    delivery = felt(taxonomy, "retention", "delivery")
    assert SAID[delivery.worst].polarity < 0
    assert SAID[delivery.best].text.startswith("Die Lieferung war am nächsten")
    packaging = felt(taxonomy, "retention", "packaging")
    assert packaging.worst == -1
    assert SAID[packaging.best].person == "d"


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
    order = np.random.default_rng(1).permutation(len(SAID))
    said = [SAID[i] for i in order]
    ids = [IDS[i] for i in order]
    one = measure_feelings(segments_of(SAID), readings_of(SAID), tags_of(taxonomy, IDS), taxonomy)
    other = measure_feelings(segments_of(said), readings_of(said), tags_of(taxonomy, ids), taxonomy)
    for a, b in zip(one, other, strict=True):
        assert (a.polarity, a.low, a.high, a.emotions) == (b.polarity, b.low, b.high, b.emotions)
        assert (SAID[a.worst].text if a.worst >= 0 else "") == (said[b.worst].text if b.worst >= 0 else "")


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
