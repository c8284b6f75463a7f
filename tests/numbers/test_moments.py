"""Moments of truth: trouble, delight, valleys and peaks."""

from __future__ import annotations

import numpy as np
import pytest

from tests.journey.statements import Statement, make_readings, make_segments, make_tags
from voc.numbers.moments import FEWEST, difference_interval, is_clear, moments
from voc.schema import Document, Moment, Taxonomy


def study(journey: Taxonomy, *, rated: bool = True, reverse: bool = False) -> tuple[Moment, ...]:
    """Twenty people: ten troubled at returns (low ratings), ten delighted by the delivery; all speak of payment."""
    statements = []
    for number in range(20):
        bad = number < 10
        place = "Returns" if bad else "Delivery"
        statements.append(
            Statement(f"p{number:02}", f"{place} {number}", -0.8 if bad else 0.8, "pain" if bad else "praise")
        )
        statements.append(Statement(f"p{number:02}", f"Payment {number}", 0.0))
    names = [statement.text.split()[0].lower() for statement in statements]
    if reverse:
        statements, names = statements[::-1], names[::-1]
    ratings = [0.2 + 0.02 * number + 0.3 * (number >= 10) for number in range(20)]
    documents = [
        Document(f"d-p{number:02}", "talk.txt", "review", "", (), ratings={"rating": rating})
        for number, rating in enumerate(ratings)
    ]
    return moments(
        make_segments(statements),
        documents if rated else [],
        make_readings(statements),
        make_tags(journey, names),
        journey,
    )


def test_trouble_and_delight_are_set_against_all_others_who_rated(journey: Taxonomy) -> None:
    moments_by_side = {(moment.touchpoint_id, moment.side): moment for moment in study(journey)}
    assert set(moments_by_side) == {("returns", "trouble"), ("delivery", "delight")}
    trouble = moments_by_side["returns", "trouble"]
    assert (trouble.n_with, trouble.n_without) == (10, 10)
    assert trouble.difference == pytest.approx(-0.5)
    assert trouble.low < -0.5 < trouble.high < 0
    assert is_clear(trouble)
    assert moments_by_side["delivery", "delight"].difference == pytest.approx(0.5)


def test_without_ratings_there_are_valleys_and_peaks(journey: Taxonomy) -> None:
    by_touchpoint = {moment.touchpoint_id: moment for moment in study(journey, rated=False)}
    assert by_touchpoint["returns"].side == "valley"
    assert by_touchpoint["delivery"].side == "peak"
    assert by_touchpoint["delivery"].difference == pytest.approx(0.8, abs=1e-6)
    assert not is_clear(by_touchpoint["payment"])


def test_moments_do_not_depend_on_the_order_of_segments(journey: Taxonomy) -> None:
    assert study(journey) == study(journey, reverse=True)


def test_few_people_make_no_moment(journey: Taxonomy) -> None:
    statements = [Statement(f"p{i}", "Returns", -0.8, "pain") for i in range(FEWEST - 1)]
    names = ["returns"] * len(statements)
    assert moments(make_segments(statements), [], make_readings(statements), make_tags(journey, names), journey) == ()


def test_difference_interval_is_near_welch() -> None:
    rng = np.random.default_rng(1)
    first, second = rng.normal(0.3, 0.2, 400), rng.normal(0.5, 0.3, 300)
    low, high = difference_interval(first, second)
    middle, half = first.mean() - second.mean(), 1.96 * np.sqrt(first.var() / 400 + second.var() / 300)
    assert (low, high) == pytest.approx((middle - half, middle + half), abs=0.006)
    assert difference_interval(first[::-1], second) == (low, high)


def test_intervals_of_ratings_with_few_levels_are_those_of_resampled_people() -> None:
    rng = np.random.default_rng(3)
    stars = rng.choice([0.0, 0.25, 0.5, 0.75, 1.0], size=200)
    jittered = stars + np.linspace(0, 1e-6, 200)
    low, high = difference_interval(stars, np.zeros(6))
    other_low, other_high = difference_interval(jittered, np.zeros(6))
    assert low == pytest.approx(other_low, abs=0.006)
    assert high == pytest.approx(other_high, abs=0.006)
