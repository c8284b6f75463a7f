"""The pain points on a plane: places follow the numbers, and labels overlap neither each other nor other dots."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations, product

import pytest

from reports.charts.geometry import Box, text_box
from reports.charts.pain_matrix import HEADROOM, NARROW, RADIUS, WIDE, PainMatrix, draw_matrix
from reports.view import build_view
from reports.view.page_records import PainCard
from tests.reports.fake_study import fake_study

TITLE = "Waited five weeks for my money after returning the second pair of shoes"
CROWDED = ((16, 0.71), (9, 0.73), (8, 0.61), (7, 0.67), (9, 0.45), (5, 0.7), (5, 0.66), (5, 0.56), (3, 0.49))
ON_EACH_OTHER = ((4, 0.66), (4, 0.66), (4, 0.64), (4, 0.63), (12, 0.2))


def cards(places: Sequence[tuple[int, float]]) -> tuple[PainCard, ...]:
    (card, *_) = build_view(*fake_study("en")).pains
    return tuple(
        replace(card, rank=rank, title=TITLE, people=people, intensity=intensity)
        for rank, (people, intensity) in enumerate(places, 1)
    )


@pytest.fixture(scope="module", params=list(product((CROWDED, ON_EACH_OTHER), (True, False))))
def matrix(request: pytest.FixtureRequest) -> PainMatrix:
    places, named = request.param
    return draw_matrix(cards(places), width=WIDE if named else NARROW, named=named)


def label_boxes(matrix: PainMatrix) -> list[Box]:
    return [text_box(dot.label.text, dot.label) for dot in matrix.dots if dot.label]


def test_every_dot_is_where_its_numbers_are(matrix: PainMatrix) -> None:
    people, x = matrix.ticks[1]
    per_person = (x - matrix.left) / people
    for dot in matrix.dots:
        assert dot.x == pytest.approx(matrix.left + per_person * dot.pain.people, abs=0.5)
    # The scale ends a little above the strongest pain point: the rest would be empty.
    highest = min(1.0, max(dot.pain.intensity for dot in matrix.dots) + HEADROOM)
    limits = {"very_negative": (0.5, highest), "negative": (0.15, 0.5), "mixed": (0.0, 0.15)}
    for dot in matrix.dots:
        (band,) = [band for band in matrix.bands if limits[band.word][0] <= dot.pain.intensity < limits[band.word][1]]
        low, high = limits[band.word]
        place = (dot.pain.intensity - low) / (high - low)
        assert dot.y == pytest.approx(band.bottom - place * (band.bottom - band.top), abs=0.3)


def test_labels_overlap_nothing(matrix: PainMatrix) -> None:
    boxes = label_boxes(matrix)
    assert not [pair for pair in combinations(boxes, 2) if pair[0].overlaps(pair[1])]
    dots = [Box(dot.x - RADIUS, dot.y - RADIUS, dot.x + RADIUS, dot.y + RADIUS) for dot in matrix.dots]
    assert not [pair for pair in product(boxes, dots) if pair[0].overlaps(pair[1])]


def test_every_dot_has_its_rank(matrix: PainMatrix) -> None:
    labels = [dot.label.text if dot.label else "" for dot in matrix.dots]
    assert [label.split(".")[0] for label in labels] == [str(dot.pain.rank) for dot in matrix.dots]


def test_labels_stay_inside_and_clear_of_the_words_of_the_scale(matrix: PainMatrix) -> None:
    for box in label_boxes(matrix):
        assert box.left >= matrix.left
        assert box.right <= matrix.width


def test_labels_of_dots_on_each_other_are_in_their_order() -> None:
    matrix = draw_matrix(cards(ON_EACH_OTHER), width=WIDE)
    stack = [dot for dot in matrix.dots if dot.pain.people == 4]
    heights = [dot.label.y for dot in sorted(stack, key=lambda dot: (dot.y, dot.pain.rank)) if dot.label]
    assert len(heights) == 4
    assert heights == sorted(heights)


def test_a_narrow_matrix_has_ranks_only() -> None:
    matrix = draw_matrix(cards(CROWDED), width=NARROW, named=False)
    assert [dot.label.text for dot in matrix.dots if dot.label] == [str(rank) for rank in range(1, 10)]


def test_a_wide_matrix_names_most_pain_points() -> None:
    labels = [dot.label.text for dot in draw_matrix(cards(CROWDED), width=WIDE).dots if dot.label]
    assert sum("Waited" in label for label in labels) >= 6


@pytest.mark.parametrize(
    ("mildest", "words"),
    [
        (0.1, ["very_negative", "negative", "mixed"]),
        (0.3, ["very_negative", "negative"]),
        (0.5, ["very_negative"]),
    ],
)
def test_the_scale_has_the_whole_part_of_each_word_it_needs(mildest: float, words: list[str]) -> None:
    matrix = draw_matrix(cards([(4, 0.7), (3, mildest)]), width=WIDE)
    assert [band.word for band in matrix.bands] == words
    assert (matrix.bands[0].top, matrix.bands[-1].bottom) == (matrix.top, matrix.bottom)
