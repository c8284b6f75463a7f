"""Codes and themes become categories by the rule that is written down."""

from voc.tasks.agree.matching import folded, matched


def sets(*ranges):
    return [frozenset(range(a, b)) for a, b in ranges]


def pairs(groups):
    return {(one.codes, one.ours): one.how for one in groups}


def test_the_assignment_is_the_best_in_all_and_not_greedy():
    codes = sets((0, 10), (0, 3))
    ours = sets((0, 6), (5, 10))
    assert pairs(matched(codes, ours)) == {((0,), (1,)): "best", ((1,), (0,)): "best"}


def test_a_narrower_code_joins_the_theme_that_holds_it():
    codes = sets((0, 10), (10, 14), (50, 60))
    ours = sets((0, 14), (80, 90))
    found = pairs(matched(codes, ours))
    assert found == {((0, 1), (0,)): "narrower", ((2,), ()): "alone", ((), (1,)): "alone"}


def test_two_themes_join_one_broad_code():
    assert pairs(matched(sets((0, 20)), sets((0, 11), (11, 20)))) == {((0,), (0, 1)): "narrower"}


def test_names_go_first_even_where_they_overlap_less():
    codes, ours = sets((0, 10), (20, 23)), sets((8, 30), (0, 8))
    assert pairs(matched(codes, ours))[(0,), (1,)] == "best"
    assert ((0,), (1,)) not in pairs(matched(codes, ours, [(0, 0)]))


def test_categories_never_grow_into_each_other():
    codes, ours = sets((0, 10), (20, 30)), sets((20, 30), (0, 10))
    found = pairs(matched(codes, ours, [(0, 0)]))
    assert found == {((0, 1), (0,)): "narrower", ((), (1,)): "alone"}


def test_a_single_shared_segment_matches_nothing():
    assert set(pairs(matched(sets((0, 2)), sets((1, 3)))).values()) == {"alone"}


def test_nothing_on_a_side_leaves_the_other_alone():
    assert pairs(matched([], sets((0, 3)))) == {((), (0,)): "alone"}
    assert pairs(matched(sets((0, 3)), [])) == {((0,), ()): "alone"}


def test_a_branch_is_one_code_where_it_fits_better_as_a_whole():
    codes = {
        ("Tools", "SHAP"): frozenset(range(5)),
        ("Tools", "Plots"): frozenset(range(5, 10)),
        ("Pain", "Slow"): frozenset(range(20, 30)),
        ("Pain", "Ugly"): frozenset(range(30, 40)),
    }
    now = folded(codes, sets((0, 10), (20, 30), (30, 40)))
    assert now["Tools", "SHAP"] == now["Tools", "Plots"] == ("Tools",)
    assert now["Pain", "Slow"] == ("Pain", "Slow")
