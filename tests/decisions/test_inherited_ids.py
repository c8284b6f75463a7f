"""Theme ids stay from run to run where a theme stays the same."""

import numpy as np

from tests.themes.studies import MATTERS_EN, planted
from voc.config import ThemesSection
from voc.decisions.codebook import Codebook, ThemeDecision
from voc.decisions.themes import ThemeRequest, find_decided_themes, inherit_theme_ids
from voc.schema import Segment, Theme, Themes
from voc.themes import find_themes


def themes(assignment: list[int], ids: list[str]) -> Themes:
    labels = np.array(assignment, np.int32)
    named = tuple(Theme(theme_id, theme_id, (), ()) for theme_id in ids)
    return Themes(named, labels, np.ones(len(labels), np.float32), labels >= 0)


def ids_of(themes: Themes) -> list[str]:
    return [theme.theme_id for theme in themes.themes]


def first_segments(number: int) -> list[Segment]:
    return planted(MATTERS_EN)[0][:number]


def test_a_theme_that_keeps_most_of_its_segments_keeps_its_id() -> None:
    segments = first_segments(8)
    before = {segment.segment_id: "t-old" for segment in segments[:4]}
    inherited = inherit_theme_ids(themes([0, 0, 0, 1, 1, 1, 1, 1], ["t-a", "t-b"]), segments, before)
    assert ids_of(inherited) == ["t-old", "t-b"]


def test_half_is_not_enough_and_segments_new_to_the_study_do_not_count() -> None:
    segments = first_segments(8)
    split = {segment.segment_id: "t-old" for segment in segments[:4]}
    assert ids_of(inherit_theme_ids(themes([0, 0, 1, 1, -1, -1, -1, -1], ["t-a", "t-b"]), segments, split)) == [
        "t-a",
        "t-b",
    ]
    assert ids_of(inherit_theme_ids(themes([0] * 8, ["t-a"]), segments, split)) == ["t-old"]


def test_an_id_that_another_theme_inherits_is_replaced() -> None:
    segments = first_segments(8)
    before = {segment.segment_id: "t-a" for segment in segments[4:]}
    inherited = ids_of(inherit_theme_ids(themes([0, 0, 0, 0, 1, 1, 1, 1], ["t-a", "t-b"]), segments, before))
    assert inherited[1] == "t-a"
    assert len(set(inherited)) == 2


def test_a_run_onto_itself_changes_nothing() -> None:
    segments, vectors, _ = planted(MATTERS_EN)
    first = find_themes(segments, vectors, language="en")
    before = {
        segment.segment_id: first.themes[theme].theme_id
        for segment, theme in zip(segments, first.assignment, strict=True)
        if theme >= 0
    }
    assert ids_of(inherit_theme_ids(first, segments, before)) == ids_of(first)


def test_a_name_given_by_hand_stays_with_an_inherited_id() -> None:
    segments, vectors, _ = planted(MATTERS_EN)
    first = find_themes(segments, vectors, language="en")
    before = {
        segment.segment_id: f"t-{theme:010d}"
        for segment, theme in zip(segments, first.assignment, strict=True)
        if theme >= 0
    }
    codebook = Codebook(themes={"t-0000000000": ThemeDecision(name="Waiting")})
    request = ThemeRequest(codebook, ThemesSection(), before)
    inherited = find_decided_themes(
        segments, vectors, request, language="en", encode=lambda texts: np.zeros((len(texts), vectors.shape[1]), "f4")
    )
    assert "Waiting" in {theme.name for theme in inherited.themes}
    assert inherited.waiting == ()
