"""Statements placed at touchpoints: complete lists, keys that exist, and no statement of a study that is measured."""

from collections import defaultdict

from tests.training.test_claims import TESTED, rows_of
from training.places import PLACED, TOUCHPOINTS, read_placed


def test_every_list_has_touchpoints_in_two_languages_and_every_key_is_one_of_them() -> None:
    lists: dict[str, set[str]] = defaultdict(set)
    for row in rows_of(TOUCHPOINTS):
        assert all(row.values()), row
        assert row["key"] not in lists[row["list"]]
        lists[row["list"]].add(row["key"])
    assert all(8 <= len(keys) <= 14 for keys in lists.values())
    for row in rows_of(PLACED):
        assert set(row["keys"].split()) <= lists[row["list"]]


def test_no_statement_comes_from_a_study_on_which_pairs_are_measured() -> None:
    assert {row["set"] for row in rows_of(PLACED)}.isdisjoint({row["set"] for row in rows_of(TESTED)})


def test_many_statements_are_nowhere_and_some_at_several_places(data: object) -> None:
    placed = read_placed()
    assert all(statement.text.strip() for statement in placed)
    counts = [len(statement.keys) for statement in placed]
    assert sum(count == 0 for count in counts) > 0.2 * len(counts)
    assert sum(count > 1 for count in counts) > 0.02 * len(counts)
