"""People's codes and voc's labels become categories by the rule that is written in the module."""

from voc.tasks.agree.categories import CategoryGroup, fold_branches, match_sets


def sets(*ranges: tuple[int, int]) -> list[frozenset[int]]:
    return [frozenset(range(a, b)) for a, b in ranges]


def how_matched(groups: list[CategoryGroup]) -> dict[tuple[tuple[int, ...], tuple[int, ...]], str]:
    return {(group.codes, group.labels): group.how for group in groups}


def test_the_assignment_is_the_best_in_all_and_not_greedy() -> None:
    codes = sets((0, 10), (0, 3))
    labels = sets((0, 6), (5, 10))
    assert how_matched(match_sets(codes, labels)) == {((0,), (1,)): "best", ((1,), (0,)): "best"}


def test_a_narrower_code_joins_the_theme_that_holds_it() -> None:
    codes = sets((0, 10), (10, 14), (50, 60))
    labels = sets((0, 14), (80, 90))
    groups = how_matched(match_sets(codes, labels))
    assert groups == {((0, 1), (0,)): "narrower", ((2,), ()): "alone", ((), (1,)): "alone"}


def test_two_themes_join_one_broad_code() -> None:
    assert how_matched(match_sets(sets((0, 20)), sets((0, 11), (11, 20)))) == {((0,), (0, 1)): "narrower"}


def test_names_go_first_even_where_they_overlap_less() -> None:
    codes, labels = sets((0, 10), (20, 23)), sets((8, 30), (0, 8))
    assert how_matched(match_sets(codes, labels))[(0,), (1,)] == "best"
    assert ((0,), (1,)) not in how_matched(match_sets(codes, labels, {0: 0}))


def test_categories_never_grow_into_each_other() -> None:
    codes, labels = sets((0, 10), (20, 30)), sets((20, 30), (0, 10))
    groups = how_matched(match_sets(codes, labels, {0: 0}))
    assert groups == {((0, 1), (0,)): "narrower", ((), (1,)): "alone"}


def test_a_single_shared_segment_matches_nothing() -> None:
    assert set(how_matched(match_sets(sets((0, 2)), sets((1, 3)))).values()) == {"alone"}


def test_nothing_on_a_side_leaves_the_other_alone() -> None:
    assert how_matched(match_sets([], sets((0, 3)))) == {((), (0,)): "alone"}
    assert how_matched(match_sets(sets((0, 3)), [])) == {((0,), ()): "alone"}


def test_a_branch_is_one_code_where_it_fits_better_as_a_whole() -> None:
    codes = {
        ("Tools", "SHAP"): frozenset(range(5)),
        ("Tools", "Plots"): frozenset(range(5, 10)),
        ("Pain", "Slow"): frozenset(range(20, 30)),
        ("Pain", "Ugly"): frozenset(range(30, 40)),
    }
    folded = fold_branches(codes, sets((0, 10), (20, 30), (30, 40)))
    assert folded["Tools", "SHAP"] == folded["Tools", "Plots"] == ("Tools",)
    assert folded["Pain", "Slow"] == ("Pain", "Slow")
