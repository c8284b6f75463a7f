"""Charts: labels hit nothing, lines never overshoot, and what is drawn is what was counted."""

from __future__ import annotations

import re
from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.charts import chart_rows
from reports.charts import emotion_curve as charts
from reports.charts.geometry import band, radius, reach, runs, sampled, shares, shorten, smooth, text_width, wrap
from reports.charts.labels import BOLD, Room, around, overlap, text_box
from reports.view import build_view
from reports.view.records import Mood

heights = st.lists(st.floats(-200, 200), min_size=2, max_size=9)


@pytest.fixture(scope="module")
def view(german):
    return build_view(*german)


@pytest.fixture(scope="module")
def journey(view):
    return charts.curve(view.phases, view.personas, width=1120, height=460, detailed=True)


def _boxes(chart):
    found = [(dot.label, 1.0) for dot in chart.dots] + [(line.label, BOLD) for line in chart.lines]
    return [text_box(one.text, one.x, one.y, one.side, stretch) for one, stretch in found if one]


def test_labels_do_not_overlap(journey):
    boxes = _boxes(journey)
    assert len(boxes) >= 10
    for a, b in combinations(boxes, 2):
        assert not overlap(a, b)


def test_labels_stay_inside_the_chart(journey):
    for box in _boxes(journey):
        assert box[0] >= 0
        assert box[2] <= journey.width


def test_labels_without_room_are_left_out():
    everything = [(0.0, 0.0, 100.0, 100.0)]
    name = "A very long name of a touchpoint"
    assert Room((0, 0, 100, 100), everything).label(name, around(50, 50, 5)) is None


def test_labels_are_shortened_before_they_are_left_out():
    found = Room((0, 0, 100, 100)).label("A very long name of a touchpoint", around(50, 50, 5))
    assert found is not None
    assert found.text.endswith("…")


def test_a_persona_has_a_line_and_a_mark_where_it_says_something(view, journey):
    assert [line.number for line in journey.lines] == [1, 2]
    for line in journey.lines:
        moods = [place.by_persona[line.number - 1] for block in view.phases for place in block.places]
        assert len(line.marks) == sum(mood.polarity is not None for mood in moods)
        for _, y, _, mood in line.marks:
            assert (journey.zero - y) * mood.polarity >= 0


def test_phases_are_wide_enough_for_their_names(view):
    names = [column.lines[0] for column in charts.curve(view.phases, width=640, height=236).columns]
    assert names == [block.phase.name for block in view.phases]


def test_every_touchpoint_with_data_has_a_dot(view, journey):
    spoken = {place.anchor for block in view.phases for place in block.places}
    assert {dot.place.anchor for dot in journey.dots} == spoken
    assert journey.not_drawn == 0


def test_dots_stand_on_the_side_of_their_polarity(view, journey):
    polarity = {place.anchor: place.mood.polarity for block in view.phases for place in block.places}
    for dot in journey.dots:
        assert (journey.zero - dot.y) * polarity[dot.place.anchor] >= 0


def test_no_dot_hides_behind_a_phase_mark(journey):
    for dot in journey.dots:
        assert all(abs(dot.x - c.x) > 12 or abs(dot.y - c.y) > 12 for c in journey.columns if c.y is not None)


def test_columns_fill_the_chart(journey):
    assert journey.columns[0].left == journey.left
    assert journey.columns[-1].left + journey.columns[-1].width == pytest.approx(journey.right, abs=0.5)
    for a, b in pairwise(journey.columns):
        assert a.left + a.width == pytest.approx(b.left, abs=0.2)


def test_rows_show_the_same_places(view):
    upright = chart_rows.rows(view.phases, detailed=True)
    assert len(upright.rows) == sum(1 + len(block.places) for block in view.phases)
    for line in upright.rows:
        if line.x is not None:
            assert (line.x - upright.zero) * line.mood.polarity >= 0


def test_a_phase_without_data_has_no_mark(fake):
    from dataclasses import replace

    analysis = fake.fake_analysis("de")
    silent = replace(analysis, feelings=tuple(one for one in analysis.feelings if one.phase_id != "conversion"))
    chart = charts.curve(build_view(silent, fake.fake_personas(silent)).phases, width=600, height=236)
    assert [column.y is None for column in chart.columns] == [False, False, True, False, False]
    assert len(chart.paths) == 2


@given(heights)
def test_smooth_line_never_overshoots(values):
    points = [(10.0 * number, value) for number, value in enumerate(values)]
    for (_, a), (_, b) in pairwise(points):
        low, high = min(a, b) - 1e-6, max(a, b) + 1e-6
        start = 10.0 * next(i for i, pair in enumerate(pairwise(values)) if pair == (a, b))
        inside = [y for x, y in sampled(points) if start <= x < start + 10]
        assert all(low <= y <= high for y in inside)


@given(heights)
def test_paths_are_well_formed(values):
    points = [(10.0 * number, value) for number, value in enumerate(values)]
    number = r"-?\d+\.\d"
    cubic = rf"(C{number} {number} {number} {number} {number} {number})"
    assert re.fullmatch(rf"M{number} {number}{cubic}{{{len(values) - 1}}}", smooth(points))
    assert re.fullmatch(rf"M.+{cubic}.+Z", band([(x, y, y + 1) for x, y in points]))


def test_upright_exchanges_the_axes():
    assert smooth([(0, 5), (10, 5)], upright=True) == "M5.0 0.0C5.0 3.3 5.0 6.7 5.0 10.0"


def test_runs_are_cut_where_something_is_missing():
    assert runs([(1.0,), None, (2.0,), (3.0,), None]) == [[(1.0,)], [(2.0,), (3.0,)]]


@given(st.text(max_size=60), st.floats(20, 300))
def test_shortened_text_fits(text, width):
    assert text_width(shorten(text, width, 12), 12) <= width


@given(st.text(alphabet="ab -", max_size=80))
def test_wrapped_text_has_at_most_two_lines(text):
    lines = wrap(text, 60, 12)
    assert len(lines) <= 2
    assert all(text_width(line, 12) <= 60 for line in lines)


@given(st.lists(st.tuples(st.floats(1, 20), st.floats(0, 90)), min_size=1, max_size=8))
def test_shares_fill_the_room_and_keep_the_least(parts):
    weights, least = [w for w, _ in parts], [n for _, n in parts]
    widths = shares(1000, weights, least)
    assert sum(widths) == pytest.approx(1000)
    assert all(width >= need - 1e-6 for width, need in zip(widths, least, strict=True))


def test_area_is_in_proportion_to_people():
    assert radius(40, 40, 12) == 12
    assert radius(10, 40, 12) == 6
    assert radius(0, 40, 12) == 3


def test_scale_is_symmetric_and_never_too_narrow():
    small = Mood(0.05, -0.1, 0.2, "mixed", "neutral", 9, False)
    large = Mood(-0.9, -1.0, -0.8, "negative", "negative", 9, False)
    assert reach([small]) == 0.4
    assert reach([small, large]) == 1.0
