"""The researcher has the last word: codes are found first, and decisions survive when the material changes."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from tests.themes.studies import MATTERS_EN, direction, planted
from voc.config import ThemesSection
from voc.decisions.codebook import Codebook, code_id
from voc.decisions.themes import ThemeRequest, find_decided_themes
from voc.schema import Floats, Segment, Themes
from voc.themes import find_themes

SEGMENTS, VECTORS, TRUTH = planted(MATTERS_EN)


def encode(texts: Sequence[str]) -> Floats:
    """The direction of the matter that a text speaks of, or one of its own."""
    rows = []
    for text in texts:
        own = [matter for matter, phrases in MATTERS_EN.items() if any(phrase in text for phrase in phrases)]
        rows.append(direction(own[0] if own else text, 64))
    return np.array(rows, np.float32).reshape(-1, 64)


def decide(decisions: dict[str, object], keep: Sequence[int] = range(len(SEGMENTS))) -> tuple[Themes, list[Segment]]:
    segments = [SEGMENTS[row] for row in keep]
    request = ThemeRequest(Codebook.model_validate(decisions), ThemesSection())
    themes = find_decided_themes(segments, VECTORS[list(keep)], request, language="en", encode=encode)
    return themes, segments


def ids(themes: Themes) -> list[str]:
    return [theme.theme_id for theme in themes.themes]


def theme_of(themes: Themes, matter: str) -> str:
    """The id that most segments of a planted matter have."""
    own = [
        ids(themes)[label]
        for label, truth in zip(themes.assignment, TRUTH, strict=True)
        if truth == matter and label >= 0
    ]
    return max(sorted(set(own)), key=own.count)


def members(themes: Themes, theme_id: str) -> set[int]:
    return set(np.flatnonzero(themes.assignment == ids(themes).index(theme_id)).tolist())


@pytest.fixture(scope="module")
def plain() -> Themes:
    return find_themes(SEGMENTS, VECTORS, language="en", encode=encode)


def anchors(themes: Themes, theme_id: str) -> list[str]:
    rows = sorted(members(themes, theme_id), key=lambda row: -themes.score[row])
    return [SEGMENTS[row].segment_id for row in rows[:9]]


def test_without_decisions_nothing_changes(plain: Themes) -> None:
    themes, _ = decide({})
    assert themes.themes == plain.themes
    assert (themes.assignment == plain.assignment).all()


def test_rename_changes_the_name_alone(plain: Themes) -> None:
    target = theme_of(plain, "refund")
    themes, _ = decide({"themes": {target: {"name": "Money back"}}})
    assert {theme.theme_id: theme.name for theme in themes.themes}[target] == "Money back"
    assert members(themes, target) == members(plain, target)
    assert [theme.name for theme in themes.themes if theme.theme_id != target] == [
        theme.name for theme in plain.themes if theme.theme_id != target
    ]
    assert themes.waiting == ()


def test_merge_joins_the_segments_and_follows_a_chain(plain: Themes) -> None:
    first, second, third = (theme_of(plain, matter) for matter in ("refund", "delivery", "app"))
    themes, _ = decide({"themes": {first: {"merge_into": second}, second: {"merge_into": third}}})
    assert {first, second}.isdisjoint(ids(themes))
    assert members(themes, third) == members(plain, first) | members(plain, second) | members(plain, third)
    assert themes.waiting == ()
    merged = themes.themes[ids(themes).index(third)]
    assert merged.name == plain.themes[ids(plain).index(third)].name
    assert all(row in members(themes, third) for row in merged.exemplars)


def test_drop_leaves_the_segments_unsorted(plain: Themes) -> None:
    target = theme_of(plain, "app")
    themes, _ = decide({"themes": {target: {"drop": True}}})
    gone = sorted(members(plain, target))
    assert target not in ids(themes)
    assert (themes.assignment[gone] == -1).all()
    assert (themes.score[gone] == 0).all()


def test_split_cuts_a_merged_theme_into_its_matters(plain: Themes) -> None:
    merged, _ = decide({"codes": {"Both": {"examples": ["the refund", "the parcel"]}}})
    both = code_id("Both")
    held = {TRUTH[row] for row in members(merged, both)}
    assert held == {"refund", "delivery"}
    themes, _ = decide({"codes": {"Both": {"examples": ["the refund", "the parcel"]}}, "themes": {both: {"split": 2}}})
    assert both not in ids(themes)
    parts = [part for part in ids(themes) if members(themes, part) <= members(merged, both)]
    assert len(parts) == 2
    assert [len({TRUTH[row] for row in members(themes, part)}) for part in parts] == [1, 1]


def test_move_and_unsort_single_segments(plain: Themes) -> None:
    source, target = theme_of(plain, "app"), theme_of(plain, "refund")
    first, second = sorted(members(plain, source))[:2]
    themes, _ = decide(
        {
            "segments": {
                SEGMENTS[first].segment_id: {"theme": target},
                SEGMENTS[second].segment_id: {"theme": "unsorted"},
            }
        }
    )
    assert first in members(themes, target)
    assert themes.score[first] == 1
    assert themes.assignment[second] == -1


def test_codes_are_found_first_and_the_rest_makes_themes() -> None:
    themes, _ = decide({"codes": {"Money back": {"description": "the refund", "examples": ["my money back"]}}})
    own = code_id("Money back")
    held = [TRUTH[row] for row in members(themes, own)]
    assert held.count("refund") / len(held) > 0.9
    assert held.count("refund") >= 24
    assert themes.themes[ids(themes).index(own)].name == "Money back"
    assert len(themes.themes) >= 4


def test_a_segment_can_be_moved_into_a_code_by_its_name() -> None:
    stranger = TRUTH.index("app")
    themes, _ = decide(
        {
            "codes": {"Money back": {"examples": ["the refund"]}},
            "segments": {SEGMENTS[stranger].segment_id: {"theme": "money back"}},
        }
    )
    assert stranger in members(themes, code_id("Money back"))


def test_a_decision_about_a_theme_that_does_not_exist_is_pending_and_named() -> None:
    gone = "t-00000000aa"
    themes, _ = decide(
        {
            "codes": {"Weather": {"examples": ["rain on the moon"]}},
            "themes": {
                gone: {"name": "Ghost"},
                "t-00000000bb": {"merge_into": gone},
                "t-00000000cc": {"drop": True},
                "t-00000000dd": {"split": 3},
            },
            "segments": {"s-0000000000": {"theme": gone}},
        }
    )
    assert len(themes.waiting) == 6
    for key in (gone, "t-00000000bb", "t-00000000cc", "t-00000000dd", "s-0000000000", "Weather"):
        assert any(f'"{key}"' in sentence for sentence in themes.waiting), key


def test_anchors_find_a_theme_whose_id_has_changed(plain: Themes) -> None:
    target = theme_of(plain, "refund")
    decision = {"name": "Money back", "anchors": anchors(plain, target)}
    themes, _ = decide({"themes": {"t-00000000aa": decision}})
    assert members(themes, "t-00000000aa") == members(plain, target)
    assert themes.themes[ids(themes).index("t-00000000aa")].name == "Money back"
    assert themes.waiting == ()


def test_anchors_do_not_take_a_theme_that_was_decided_about(plain: Themes) -> None:
    target = theme_of(plain, "refund")
    themes, _ = decide(
        {
            "themes": {
                target: {"name": "The real one"},
                "t-00000000aa": {"name": "The thief", "anchors": anchors(plain, target)},
            }
        }
    )
    assert target in ids(themes)
    assert "The thief" not in [theme.name for theme in themes.themes]
    assert len(themes.waiting) == 1


@pytest.mark.parametrize("person", ["r-1", "r-5", "r-9"])
def test_all_decisions_survive_when_a_person_leaves(plain: Themes, person: str) -> None:
    refund, delivery, app = (theme_of(plain, matter) for matter in ("refund", "delivery", "app"))
    moved = next(row for row in sorted(members(plain, app)) if SEGMENTS[row].respondent_id == "r-2")
    decisions: dict[str, object] = {
        "themes": {
            refund: {"name": "Money back", "anchors": anchors(plain, refund)},
            delivery: {"merge_into": refund, "anchors": anchors(plain, delivery)},
            app: {"split": 2, "anchors": anchors(plain, app)},
        },
        "segments": {SEGMENTS[moved].segment_id: {"theme": refund}},
    }
    keep = [row for row, segment in enumerate(SEGMENTS) if segment.respondent_id != person]
    themes, segments = decide(decisions, keep)
    assert themes.waiting == ()
    place = ids(themes).index(refund)
    assert themes.themes[place].name == "Money back"
    inside = {TRUTH[keep[row]] for row in np.flatnonzero(themes.assignment == place)}
    assert {"refund", "delivery"} <= inside
    assert segments[keep.index(moved)].segment_id == SEGMENTS[moved].segment_id
    assert themes.assignment[keep.index(moved)] == place


def test_order_of_segments_does_not_matter_under_decisions(plain: Themes) -> None:
    refund, app = theme_of(plain, "refund"), theme_of(plain, "app")
    decisions: dict[str, object] = {
        "codes": {"Shop advice": {"examples": ["shop advice", "honest advice"]}},
        "themes": {refund: {"split": 2}, app: {"name": "The app"}},
    }
    straight, _ = decide(decisions)
    shuffled = np.random.default_rng(3).permutation(len(SEGMENTS)).tolist()
    other, _ = decide(decisions, shuffled)
    assert [(theme.theme_id, theme.name, theme.keywords) for theme in straight.themes] == [
        (theme.theme_id, theme.name, theme.keywords) for theme in other.themes
    ]
    assert (straight.assignment[shuffled] == other.assignment).all()
