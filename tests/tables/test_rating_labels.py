"""Labels of rating scales in German and English, and symbols."""

from __future__ import annotations

import pytest

from voc.tables.rating_labels import find_label_scale, label_key, read_label


def shares(cells: list[str], name: str = "Zufriedenheit", siblings: tuple[str, ...] = ()) -> list[float] | None:
    scale = find_label_scale(cells, name, siblings=siblings)
    return None if scale is None else [round(scale.shares[label_key(cell)], 2) for cell in cells]


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (
            ["sehr zufrieden", "eher zufrieden", "weder noch", "eher unzufrieden", "sehr unzufrieden"],
            [1, 0.75, 0.5, 0.25, 0],
        ),
        (["Completely satisfied", "Neither satisfied nor dissatisfied", "Completely dissatisfied"], [1, 0.5, 0]),
        (["trifft voll zu", "trifft eher zu", "trifft eher nicht zu", "trifft gar nicht zu"], [1, 0.67, 0.33, 0]),
        (["stimme zu", "teils/teils", "lehne ab"], [1, 0.5, 0]),
        (["Strongly agree", "Agree", "Neutral", "Disagree", "Strongly disagree"], [1, 0.75, 0.5, 0.25, 0]),
        (["very likely", "likely", "unlikely", "very unlikely"], [1, 0.67, 0.33, 0]),
        (
            ["Extremely easy", "Very easy", "Moderately easy", "Slightly easy", "Not at all easy"],
            [1, 0.75, 0.5, 0.25, 0],
        ),
        (["Excellent", "Very good", "Good", "Fair", "Poor"], [1, 0.75, 0.5, 0.25, 0]),
        (["sehr gut", "gut", "befriedigend", "ausreichend", "mangelhaft", "ungenügend"], [1, 0.8, 0.6, 0.4, 0.2, 0]),
        (["hervorragend", "gut", "geht so", "schlecht", "katastrophal"], [1, 0.75, 0.5, 0.25, 0]),
        (["not difficult at all", "slightly difficult", "extremely difficult"], [1, 0.33, 0]),
        (["gar nicht aufwendig", "sehr aufwendig"], [1, 0]),
        (["👍🏽", "👎"], [1, 0]),
        (["🙂", "😐", "☹️"], [1, 0.5, 0]),
        (["🟢", "🟡", "🔴"], [1, 0.5, 0]),
        (["++", "+", "o", "-", "--"], [1, 0.75, 0.5, 0.25, 0]),
    ],
)
def test_labels_are_placed_from_worst_to_best(cells: list[str], expected: list[float]) -> None:
    assert shares(cells) == expected
    assert shares(cells[::-1]) == expected[::-1]


def test_happy_customers_only_leave_the_middle_where_it_is() -> None:
    assert shares(["sehr zufrieden", "zufrieden", "neutral"]) == [1, 0.75, 0.5]


def test_a_level_of_another_row_of_the_grid_counts() -> None:
    assert shares(["zufrieden", "unzufrieden"]) == [1, 0]
    assert shares(["zufrieden", "unzufrieden"], siblings=("sehr zufrieden", "neutral")) == [0.75, 0.25]


@pytest.mark.parametrize(
    "cells",
    [
        ["oft", "manchmal", "selten"],
        ["always", "sometimes", "never"],
        ["täglich", "wöchentlich"],
        ["Berlin", "Hamburg"],
        ["sehr gut", "Die Suppe war sehr gut"],
        ["zufrieden", "wahrscheinlich"],
        ["sehr wichtig", "unwichtig"],
        ["gut", "keine Angabe"],
        ["5", "1"],
    ],
)
def test_other_answers_are_no_labels(cells: list[str]) -> None:
    assert shares(cells) is None


def test_yes_and_no_rate_only_where_the_name_asks_for_it() -> None:
    assert shares(["ja", "nein"], "War die Antwort hilfreich?") == [1, 0]
    assert shares(["👍 Ja", "👎 Nein"], "War die Antwort hilfreich?") == [1, 0]
    assert shares(["ja", "nein"], "Haben Sie ein Auto?") is None
    assert shares(["grün", "gelb", "rot"], "Ampel") == [1, 0.5, 0]
    assert shares(["grün", "gelb", "rot"], "Farbe des Rahmens") is None


def test_agreement_and_found_sentiments_do_not_rate_by_themselves() -> None:
    for cells in (["stimme zu", "stimme nicht zu"], ["positive", "negative"], ["hoch", "niedrig"]):
        scale = find_label_scale(cells, "x")
        assert scale is not None
        assert not scale.rates_by_itself


def test_denials_turn_a_label() -> None:
    levels = [read_label(key) for key in ("zufrieden", "nicht so zufrieden", "nicht zufrieden", "gar nicht zufrieden")]
    assert [label.level for label in levels if label] == [0.5, -0.2, -0.5, -1.0]
