"""The board on which decisions about themes and personas are carried out."""

from __future__ import annotations

import numpy as np

from voc.decisions.board import AnchoredGroup, Board, cut, inherit_ids


def test_relabelling_a_group_to_an_id_that_exists_merges_the_two() -> None:
    board = Board({"r-1": "a", "r-2": "b", "r-3": "a"})
    board.relabel("a", "b")
    assert board.present() == {"b"}
    assert board.members("b") == ["r-1", "r-2", "r-3"]
    board.remove("b")
    assert board.present() == set()


def test_anchors_find_the_group_that_holds_most_of_them_unless_its_id_is_reserved() -> None:
    board = Board({0: "a", 1: "a", 2: "b", 3: "b", 4: "b"})
    assert board.find_by_anchors([0, 2, 3, 9], ()) == AnchoredGroup("b", 2)
    assert board.find_by_anchors([0, 2, 3, 9], {"b"}) == AnchoredGroup("a", 1)
    assert board.find_by_anchors([9], ()) == AnchoredGroup("", 0)


def test_a_tie_of_anchors_is_broken_by_id_and_not_by_order() -> None:
    board = Board({0: "b", 1: "a"})
    assert board.find_by_anchors([0, 1], ()) == board.find_by_anchors([1, 0], ()) == AnchoredGroup("a", 1)


def test_cut_gives_larger_parts_first_and_keeps_every_item() -> None:
    vectors = np.array([[0.0], [0.1], [9.0], [0.2], [9.1]])
    assert cut(["v", "w", "x", "y", "z"], vectors, 2) == [["v", "w", "y"], ["x", "z"]]


def test_a_group_inherits_an_id_when_more_than_half_of_both_is_shared() -> None:
    before = {"s-1": "old", "s-2": "old", "s-3": "old"}
    everything = {"s-1", "s-2", "s-3", "s-4", "s-5"}
    groups = [["s-1", "s-2", "s-4"], ["s-3", "s-5"]]
    assert inherit_ids(groups, ["a", "b"], before, items=everything, prefix="t") == ["old", "b"]
    half = [["s-1"], ["s-2"]]
    two_before = {"s-1": "old", "s-2": "old"}
    assert inherit_ids(half, ["a", "b"], two_before, items={"s-1", "s-2"}, prefix="t") == ["a", "b"]


def test_an_own_id_that_another_group_inherits_is_replaced() -> None:
    ids = inherit_ids([["s-1"], ["s-2"]], ["a", "b"], {"s-2": "a"}, items={"s-1", "s-2"}, prefix="t")
    assert ids[1] == "a"
    assert ids[0].startswith("t-")
