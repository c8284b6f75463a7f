"""What moved between two runs of a study: only what changed, by ids, in people."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from voc.schema import Persona
from voc.study import Study, load
from voc.tasks.moved import Move, Transfer, find_moves


@pytest.fixture
def before(study: Path) -> Study:
    return load(study)


def persona(key: str, title: str, people: tuple[str, ...]) -> Persona:
    return Persona(key, title, people, 0.5, 0, (), (), (), ())


def test_nothing_moved_in_the_same_study(before: Study) -> None:
    moved = find_moves(before, before)
    assert (moved.themes, moved.pain_points, moved.transfers, moved.n_new, moved.n_gone) == ((), (), (), 0, 0)


def test_a_new_name_is_no_move_and_a_theme_that_is_gone_is_one(before: Study) -> None:
    themes = before.analysis.themes
    last = len(themes.themes) - 1
    renamed = replace(themes.themes[0], name="Another name")
    assignment = themes.assignment.copy()
    assignment[assignment == last] = -1
    after_themes = replace(themes, themes=(renamed, *themes.themes[1:last]), assignment=assignment)
    after = replace(before, analysis=replace(before.analysis, themes=after_themes))
    (move,) = find_moves(before, after).themes
    assert (move.name, move.people_after) == (themes.themes[last].name, None) and move.people_before
    (back,) = find_moves(after, before).themes
    assert (back.people_before, back.people_after) == (None, move.people_before)


def test_pain_points_have_ranks_and_changes_of_people_come_first(before: Study) -> None:
    pain = before.analysis.pain_points[0] if before.analysis.pain_points else None
    if pain is None:
        pytest.skip("the small study has no pain point")
    people = tuple(f"r-{n}" for n in range(5))
    first, second = (replace(pain, pain_point_id=key, title=key, respondents=people[:3]) for key in ("a", "b"))
    grown = replace(first, respondents=people)
    old, new = (
        replace(before, analysis=replace(before.analysis, pain_points=points))
        for points in ((first, second), (second, grown))
    )
    assert find_moves(old, new).pain_points == (Move("a", 3, 5, 1, 2), Move("b", 3, 3, 2, 1))


def test_people_who_changed_persona_are_counted_and_newcomers_are_not(before: Study) -> None:
    a, b, c = sorted({segment.respondent_id for segment in before.analysis.segments if segment.respondent_id})[:3]
    old = replace(before.personas, personas=(persona("p-1", "Saver", (a, b)), persona("p-2", "Racer", (c,))))
    new = replace(before.personas, personas=(persona("p-1", "Thrifty", (a,)), persona("p-2", "Racer", (c, b))))
    moved = find_moves(replace(before, personas=old), replace(before, personas=new))
    assert moved.transfers == (Transfer("Thrifty", "Racer", 1),)
    alone = replace(before.analysis, segments=tuple(s for s in before.analysis.segments if s.respondent_id != b))
    alone = replace(
        alone, themes=replace(alone.themes, themes=(), assignment=alone.themes.assignment[: len(alone.segments)])
    )
    moved = find_moves(replace(before, personas=old), replace(before, analysis=alone, personas=new))
    assert (moved.transfers, moved.n_gone, moved.n_new) == ((), 1, 0)
