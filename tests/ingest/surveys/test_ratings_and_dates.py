from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voc.ingest.surveys.rating_scales import RatingScale, guess_scale
from voc.tables.cells import is_month_first, parse_date, parse_rating


@pytest.mark.parametrize(
    ("values", "name", "scale"),
    [
        ([1, 3, 5], "stars", RatingScale(1, 5)),
        ([0, 3, 5], "comfort", RatingScale(0, 5)),
        ([2, 6, 7], "score", RatingScale(1, 7)),
        ([3, 8, 10], "score", RatingScale(1, 10)),
        ([3, 8, 10], "NPS", RatingScale(0, 10)),
        ([0, 88], "score", RatingScale(0, 100)),
        ([0, 1], "recommended", RatingScale(0, 1)),
        ([-2, 1], "mood", RatingScale(-2, 2)),
        ([1, 4], "Note", RatingScale(1, 6, inverted=True)),
        ([2, 4], "Zufriedenheit (1–7)", RatingScale(1, 7)),
        ([2, 4], "auf einer Skala von 0 bis 10", RatingScale(0, 10)),
        ([1, 2, 1999], "year", None),
        ([], "stars", None),
    ],
)
def test_guess_scale(values: list[float], name: str, scale: RatingScale | None) -> None:
    assert guess_scale([float(value) for value in values], name) == scale


def test_guess_scale_from_cells_that_tell_the_upper_end() -> None:
    assert guess_scale([2.0, 4.0], "Bewertung", ["2 von 10", "4 von 10"]) == RatingScale(1, 10)


def test_share_turns_school_marks_round() -> None:
    assert RatingScale(1, 6, inverted=True).to_share(1) == 1.0
    assert RatingScale(1, 5).to_share(6) is None


@given(st.floats(0, 10), st.floats(0, 10))
def test_share_keeps_the_order(a: float, b: float) -> None:
    low, high = RatingScale(0, 10).to_share(min(a, b)), RatingScale(0, 10).to_share(max(a, b))
    assert low is not None
    assert high is not None
    assert 0 <= low <= high <= 1


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("4", 4),
        ("4,5", 4.5),
        ("4.5 Sterne", 4.5),
        ("4/5", 4),
        ("★★☆☆☆", 2),
        ("⭐⭐⭐", 3),
        ("n/a", None),
        ("2024-01-02", None),
    ],
)
def test_number(cell: str, number: float | None) -> None:
    assert parse_rating(cell) == number


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("2024-03-05T10:11:12Z", "2024-03-05"),
        ("05.03.2024", "2024-03-05"),
        ("5.3.24 10:00", "2024-03-05"),
        ("05-03-2024", "2024-03-05"),
        ("March 5, 2024", "2024-03-05"),
        ("5 March 2024", "2024-03-05"),
        ("5. März 2024", "2024-03-05"),
        ("31.02.2024", ""),
        ("1234567", ""),
    ],
)
def test_to_iso(cell: str, day: str) -> None:
    assert parse_date(cell) == day


def test_month_comes_first_is_told_by_the_column() -> None:
    assert is_month_first(["1/2/2024", "2/24/2015"])
    assert not is_month_first(["1/2/2024", "24/2/2015"])
    assert parse_date("2/24/2015", is_month_first=True) == "2015-02-24"
