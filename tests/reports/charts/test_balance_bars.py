"""Bars of people: lengths are shares, counts have room, and labels leave the number of people free."""

from __future__ import annotations

from itertools import pairwise

import pytest

from reports.charts.balance_bars import NARROW, WIDE, draw_bars
from reports.charts.geometry import BOLD, LABEL, SMALL, text_width
from reports.language import load_words
from reports.view.pictures import BalanceBar, BalancePicture

WORDS = load_words("en")
LONG = "People who wait for a courier on a Saturday although they never ordered anything for a Saturday"


def picture(*bars: BalanceBar, whole: int = 0) -> BalancePicture:
    return BalancePicture("p", "title", "measure", bars, (), "values", whole)


def test_parts_of_a_bar_are_shares_side_by_side() -> None:
    (row,) = draw_bars(picture(BalanceBar("Delivery", 8, 4, 1, 3)), WORDS).rows
    assert [(part.tone, part.x, part.width) for part in row.parts] == [
        ("negative", 0.0, 50.0),
        ("neutral", 50.0, 12.5),
        ("positive", 62.5, 37.5),
    ]


def test_bars_of_one_group_are_as_long_as_the_people_who_speak() -> None:
    rows = draw_bars(picture(BalanceBar("All", 20, 10, 5, 5), BalanceBar("App", 5, 0, 5, 0), whole=20), WORDS).rows
    assert [sum(part.width for part in row.parts) for row in rows] == [100.0, 25.0]
    assert [row.size for row in rows] == ["20 of 20", "5 of 20"]
    # Nobody is no part of a bar.
    assert [part.tone for part in rows[1].parts] == ["neutral"]


def test_few_people_are_said_to_be_few_and_nobody_is_no_zero() -> None:
    rows = draw_bars(picture(BalanceBar("App", 2, 1, 1, 0), BalanceBar("Shop", 0, 0, 0, 0), whole=20), WORDS).rows
    assert [row.size for row in rows] == ["2 of 20 · few", "–"]
    assert rows[1].parts == ()


def test_a_count_is_written_only_where_it_has_room() -> None:
    (row,) = draw_bars(picture(BalanceBar("Delivery", 1000, 990, 6, 4)), WORDS).rows
    assert [part.count for part in row.parts] == ["990", "", ""]
    assert [part.people for part in row.parts] == [990, 6, 4]


@pytest.mark.parametrize("whole", [0, 40])
def test_labels_leave_the_number_of_people_free(whole: int) -> None:
    (row,) = draw_bars(picture(BalanceBar(LONG, 40, 20, 10, 10), whole=whole), WORDS).rows
    widths = {row.label: NARROW if whole else WIDE, row.short_label: NARROW}
    for label, width in widths.items():
        assert label.endswith("…")
        assert text_width(label, LABEL) * BOLD + text_width(row.size, SMALL) < width
    assert (row.label == row.short_label) == bool(whole)


def test_rows_do_not_overlap() -> None:
    drawing = draw_bars(picture(*(BalanceBar(f"Theme {n}", 9, 3, 3, 3) for n in range(5))), WORDS)
    tops = [row.y for row in drawing.rows]
    assert all(lower - upper >= 36 for upper, lower in pairwise(tops))
    assert drawing.height >= tops[-1] + 36
