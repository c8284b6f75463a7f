"""The geometry of charts: smooth paths never overshoot, texts fit, shares fill the room, labels overlap nothing."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.charts.geometry import (
    Box,
    LabelRoom,
    band_path,
    radius,
    sample_curve,
    scale_limit,
    share_out,
    shorten,
    smooth_path,
    split_at_gaps,
    spots_around,
    text_width,
    wrap,
)
from reports.view.page_records import Mood

heights = st.lists(st.floats(-200, 200), min_size=2, max_size=9)
NAME = "A very long name of a touchpoint"


def test_labels_without_room_are_left_out() -> None:
    taken = [Box(0.0, 0.0, 100.0, 100.0)]
    assert LabelRoom(Box(0, 0, 100, 100), taken).place(NAME, spots_around(50, 50, 5)) is None


def test_labels_are_shortened_before_they_are_left_out() -> None:
    label = LabelRoom(Box(0, 0, 100, 100)).place(NAME, spots_around(50, 50, 5))
    assert label is not None
    assert label.text.endswith("…")


@given(heights)
def test_smooth_line_never_overshoots(values: list[float]) -> None:
    points = [(10.0 * number, value) for number, value in enumerate(values)]
    samples = sample_curve(points)
    assert samples
    for number, (a, b) in enumerate(pairwise(values)):
        low, high = min(a, b) - 1e-6, max(a, b) + 1e-6
        between = [y for x, y in samples if 10.0 * number <= x < 10.0 * number + 10]
        assert all(low <= y <= high for y in between)


@given(heights)
def test_paths_are_well_formed(values: list[float]) -> None:
    points = [(10.0 * number, value) for number, value in enumerate(values)]
    number = r"-?\d+\.\d"
    cubic = rf"(C{number} {number} {number} {number} {number} {number})"
    assert re.fullmatch(rf"M{number} {number}{cubic}{{{len(values) - 1}}}", smooth_path(points))
    assert re.fullmatch(rf"M.+{cubic}.+Z", band_path([(x, y, y + 1) for x, y in points]))


def test_upright_swaps_the_axes() -> None:
    assert smooth_path([(0, 5), (10, 5)], upright=True) == "M5.0 0.0C5.0 3.3 5.0 6.7 5.0 10.0"


def test_runs_are_split_where_something_is_missing() -> None:
    assert split_at_gaps([(1.0,), None, (2.0,), (3.0,), None]) == [[(1.0,)], [(2.0,), (3.0,)]]


@given(st.text(max_size=60), st.floats(20, 300))
def test_shortened_text_fits(text: str, width: float) -> None:
    assert text_width(shorten(text, width, 12), 12) <= width


@given(st.text(alphabet="ab -", max_size=80))
def test_wrapped_text_has_at_most_two_lines(text: str) -> None:
    lines = wrap(text, 60, 12)
    assert len(lines) <= 2
    assert all(text_width(line, 12) <= 60 for line in lines)


@given(st.lists(st.tuples(st.floats(1, 20), st.floats(0, 90)), min_size=1, max_size=8))
def test_shares_fill_the_room_and_keep_the_minimum(parts: list[tuple[float, float]]) -> None:
    weights, minimums = [w for w, _ in parts], [n for _, n in parts]
    widths = share_out(1000, weights, minimums)
    assert sum(widths) == pytest.approx(1000)
    assert all(width >= minimum - 1e-6 for width, minimum in zip(widths, minimums, strict=True))


def test_area_is_in_proportion_to_people() -> None:
    assert radius(40, 40, 12) == 12
    assert radius(10, 40, 12) == 6
    assert radius(0, 40, 12) == 3


def test_scale_is_never_too_narrow_nor_wider_than_polarity() -> None:
    small = Mood(0.05, -0.1, 0.2, "mixed", "neutral", 9, few=False)
    large = Mood(-0.9, -1.0, -0.8, "negative", "negative", 9, few=False)
    assert scale_limit([small]) == 0.4
    assert scale_limit([small, large]) == 1.0
