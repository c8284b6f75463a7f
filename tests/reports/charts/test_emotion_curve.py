"""The emotion curve: labels overlap nothing, and what is drawn is what was counted."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations, pairwise

import pytest

from reports.charts.emotion_curve import Curve, draw_curve, draw_rows
from reports.charts.geometry import BOLD, Box, text_box
from reports.view import View, build_view
from tests.reports.fake_study import fake_analysis, fake_personas
from voc.schema import Analysis, Personas


@pytest.fixture(scope="module")
def view(german: tuple[Analysis, Personas]) -> View:
    return build_view(*german)


@pytest.fixture(scope="module")
def journey(view: View) -> Curve:
    return draw_curve(view.phases, view.personas, width=1120, height=460, detailed=True)


def polarities(view: View) -> dict[str, float]:
    """The polarity of each touchpoint by its anchor."""
    return {place.anchor: place.mood.polarity or 0.0 for block in view.phases for place in block.places}


@pytest.fixture(scope="module")
def label_boxes(journey: Curve) -> list[Box]:
    labels = [(dot.label, 1.0) for dot in journey.dots] + [(line.label, BOLD) for line in journey.lines]
    boxes = [text_box(label.text, label, stretch) for label, stretch in labels if label]
    assert len(boxes) >= 10
    return boxes


def test_labels_do_not_overlap(label_boxes: list[Box]) -> None:
    assert not [(a, b) for a, b in combinations(label_boxes, 2) if a.overlaps(b)]


def test_labels_stay_inside_the_chart(journey: Curve, label_boxes: list[Box]) -> None:
    assert not [box for box in label_boxes if box.left < 0 or box.right > journey.width]


def test_a_persona_has_a_line_and_a_mark_where_it_says_something(view: View, journey: Curve) -> None:
    assert [line.number for line in journey.lines] == [1, 2]
    for line in journey.lines:
        moods = [place.by_persona[line.number - 1] for block in view.phases for place in block.places]
        assert len(line.marks) == sum(mood.polarity is not None for mood in moods) > 0
        assert all((journey.zero - mark.y) * (mark.mood.polarity or 0.0) >= 0 for mark in line.marks)


def test_phases_are_wide_enough_for_their_names(view: View) -> None:
    names = [column.lines[0] for column in draw_curve(view.phases, width=640, height=236).columns]
    assert names == [block.phase.name for block in view.phases]


def test_every_touchpoint_with_data_has_a_dot(view: View, journey: Curve) -> None:
    assert {dot.place.anchor for dot in journey.dots} == polarities(view).keys()
    assert journey.not_drawn == 0


def test_dots_are_on_the_side_of_their_polarity(view: View, journey: Curve) -> None:
    polarity = polarities(view)
    assert journey.dots
    assert all((journey.zero - dot.y) * polarity[dot.place.anchor] >= 0 for dot in journey.dots)


def test_no_dot_hides_behind_the_mark_of_a_phase(journey: Curve) -> None:
    marks = [(column.x, column.y) for column in journey.columns if column.y is not None]
    assert marks
    assert all(abs(dot.x - x) > 12 or abs(dot.y - y) > 12 for dot in journey.dots for x, y in marks)


def test_columns_fill_the_chart(journey: Curve) -> None:
    assert journey.columns[0].left == journey.left
    assert journey.columns[-1].left + journey.columns[-1].width == pytest.approx(journey.right, abs=0.5)
    assert all(a.left + a.width == pytest.approx(b.left, abs=0.2) for a, b in pairwise(journey.columns))


def test_rows_show_the_same_places(view: View) -> None:
    chart = draw_rows(view.phases, detailed=True)
    assert len(chart.rows) == sum(1 + len(block.places) for block in view.phases)
    marks = [(row.x, row.mood.polarity or 0.0) for row in chart.rows if row.x is not None]
    assert marks
    assert all((x - chart.zero) * polarity >= 0 for x, polarity in marks)


def test_a_phase_without_data_has_no_mark() -> None:
    analysis = fake_analysis("de")
    feelings = tuple(feeling for feeling in analysis.feelings if feeling.phase_id != "conversion")
    silent = replace(analysis, feelings=feelings)
    chart = draw_curve(build_view(silent, fake_personas(silent)).phases, width=600, height=236)
    assert [column.y is None for column in chart.columns] == [False, False, True, False, False]
    assert len(chart.paths) == 2
