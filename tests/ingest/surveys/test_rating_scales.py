"""Scales: by the values, by the name, and by the other ratings of the same rows."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voc.ingest.surveys.rating_scales import RatingScale, guess_scale
from voc.schema import Corpus

ReadRows = Callable[..., Corpus]


def stars(read_rows: ReadRows, rows: list[tuple[str, ...]], header: tuple[str, ...]) -> tuple[Corpus, str]:
    corpus = read_rows(
        [["comment", *header], *([f"Der Besuch Nummer {n} war für mich so.", *row] for n, row in enumerate(rows))]
    )
    return corpus, " ".join(corpus.sources[0].notes)


def test_zero_is_no_rating_where_the_rest_of_the_row_is_good(read_rows: ReadRows) -> None:
    rows = [(str(n), str(n), str(n)) for n in (1, 2, 3, 4, 5) for _ in range(8)]
    rows += [("0", "4", "5")] * 8
    corpus, notes = stars(read_rows, rows, ("staff_rating", "food_rating", "wifi_rating"))
    assert "0 was read as 'not rated' in 'staff_rating'" in notes
    assert corpus.documents[0].scales["staff_rating"] == "1 of 1–5"
    assert "staff_rating" not in corpus.documents[-1].ratings
    assert corpus.documents[-1].ratings["wifi_rating"] == 1.0


def test_zero_is_the_worst_where_the_rest_of_the_row_is_bad(read_rows: ReadRows) -> None:
    rows = [(str(n), str(n), str(n)) for n in (1, 2, 3, 4, 5) for _ in range(8)]
    rows += [("0", "1", "0"), ("0", "0", "1")] * 4
    corpus, notes = stars(read_rows, rows, ("staff_rating", "food_rating", "wifi_rating"))
    assert "not rated" not in notes
    assert corpus.documents[-1].ratings["staff_rating"] == 0.0


@pytest.mark.parametrize(("name", "unrated"), [("stars", True), ("rating", False)])
def test_zero_alone_is_judged_by_the_name(read_rows: ReadRows, name: str, unrated: bool) -> None:
    _, notes = stars(read_rows, [(str(n % 6),) for n in range(30)], (name,))
    assert ("not rated" in notes) == unrated


def test_few_values_of_a_longer_scale_are_noted_and_left_out(read_rows: ReadRows) -> None:
    rows = [(str(n), str(n), str(n)) for n in (1, 2, 3, 4, 5) for _ in range(40)]
    rows += [(str(n), "3", "3") for n in (6, 7, 8, 9) for _ in range(2)]
    corpus, notes = stars(read_rows, rows, ("overall_rating", "food_rating", "wifi_rating"))
    assert "mixes two scales" in notes
    assert corpus.documents[199].scales["rating"] == "5 of 1–5"
    assert "rating" not in corpus.documents[-1].ratings


@pytest.mark.parametrize("n_above", [0, 1, 3, 8])
def test_parts_of_a_table_with_two_scales_are_read_like_the_whole(read_rows: ReadRows, n_above: int) -> None:
    rows = [(str(n), str(n), str(n)) for n in (1, 2, 3, 4, 5) for _ in range(40)]
    rows += [(str(n), "4", "4") for n in (6, 7, 8, 9, 10) for _ in range(n_above + 1)]
    corpus, _ = stars(read_rows, rows, ("overall_rating", "food_rating", "wifi_rating"))
    assert corpus.documents[199].scales["rating"] == "5 of 1–5"


def test_ten_point_scale_stays_one(read_rows: ReadRows) -> None:
    rows = [(str(n), str((n + 1) // 2), str((n + 1) // 2)) for n in range(1, 11) for _ in range(5)]
    corpus, notes = stars(read_rows, rows, ("overall_rating", "food_rating", "wifi_rating"))
    assert "mixes" not in notes
    assert corpus.documents[-1].scales["rating"] == "10 of 1–10"


def test_scale_of_ten_with_zero_for_recommendation_stays(read_rows: ReadRows) -> None:
    _, notes = stars(read_rows, [(str(n % 11),) for n in range(40)], ("NPS",))
    assert "Scale 0–10" in notes


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


def test_guess_scale_from_cells_that_state_the_upper_end() -> None:
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


def test_words_at_the_ends_of_ten_are_numbers(read_rows: ReadRows) -> None:
    cells = ["3", "very likely", "7", "very unlikely", "9", "5", "8"]
    corpus, _ = stars(read_rows, [(cell,) for cell in cells], ("How likely are you to recommend us?",))
    assert [document.ratings["rating"] for document in corpus.documents] == [0.3, 1.0, 0.7, 0.0, 0.9, 0.5, 0.8]
