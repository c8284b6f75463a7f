"""Moments of truth: trouble, delight, valleys and peaks."""

import numpy as np
import pytest

from tests.journey.journey_kit import Said, readings_of, segments_of, tags_of
from voc.numbers.moments import FEWEST, difference_interval, is_clear, moments
from voc.schema import Document


def study(journey, *, rated=True, reverse=False):
    """Twenty people: ten troubled at returns (low ratings), ten delighted by the delivery; all speak of payment."""
    said = []
    for number in range(20):
        bad = number < 10
        place = "Returns" if bad else "Delivery"
        said.append(Said(f"p{number:02}", f"{place} {number}", -0.8 if bad else 0.8, "pain" if bad else "praise"))
        said.append(Said(f"p{number:02}", f"Payment {number}", 0.0))
    names = [one.text.split()[0].lower() for one in said]
    if reverse:
        said, names = said[::-1], names[::-1]
    ratings = [0.2 + 0.02 * number + 0.3 * (number >= 10) for number in range(20)]
    documents = [
        Document(f"d-p{number:02}", "talk.txt", "review", "", (), ratings={"rating": rating})
        for number, rating in enumerate(ratings)
    ]
    return moments(segments_of(said), documents if rated else [], readings_of(said), tags_of(journey, names), journey)


def test_trouble_and_delight_are_set_against_all_others_who_rated(journey):
    found = {(one.touchpoint_id, one.side): one for one in study(journey)}
    assert set(found) == {("returns", "trouble"), ("delivery", "delight")}
    trouble = found["returns", "trouble"]
    assert (trouble.n_with, trouble.n_without) == (10, 10)
    assert trouble.difference == pytest.approx(-0.5)
    assert trouble.low < -0.5 < trouble.high < 0
    assert is_clear(trouble)
    assert found["delivery", "delight"].difference == pytest.approx(0.5)


def test_without_ratings_there_are_valleys_and_peaks(journey):
    found = {one.touchpoint_id: one for one in study(journey, rated=False)}
    assert found["returns"].side == "valley"
    assert found["delivery"].side == "peak"
    assert found["delivery"].difference == pytest.approx(0.8, abs=1e-6)
    assert not is_clear(found["payment"])


def test_moments_do_not_depend_on_the_order_of_segments(journey):
    assert study(journey) == study(journey, reverse=True)


def test_few_people_make_no_moment(journey):
    said = [Said(f"p{i}", "Returns", -0.8, "pain") for i in range(FEWEST - 1)]
    names = ["returns"] * len(said)
    assert moments(segments_of(said), [], readings_of(said), tags_of(journey, names), journey) == ()


def test_difference_interval_is_near_welch():
    rng = np.random.default_rng(1)
    one, two = rng.normal(0.3, 0.2, 400), rng.normal(0.5, 0.3, 300)
    low, high = difference_interval(one, two)
    middle, half = one.mean() - two.mean(), 1.96 * np.sqrt(one.var() / 400 + two.var() / 300)
    assert (low, high) == pytest.approx((middle - half, middle + half), abs=0.006)
    assert difference_interval(one[::-1], two) == (low, high)


def test_intervals_of_ratings_with_few_levels_are_those_of_resampled_people():
    rng = np.random.default_rng(3)
    stars = rng.choice([0.0, 0.25, 0.5, 0.75, 1.0], size=200)
    jittered = stars + np.linspace(0, 1e-6, 200)
    low, high = difference_interval(stars, np.zeros(6))
    other_low, other_high = difference_interval(jittered, np.zeros(6))
    assert low == pytest.approx(other_low, abs=0.006)
    assert high == pytest.approx(other_high, abs=0.006)
