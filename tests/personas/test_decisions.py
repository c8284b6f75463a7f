"""The researcher's decisions about groups: pure functions, and their effect on drafts."""

import json

import numpy as np
import pytest

from personas import build_personas, check_personas, personas_before
from personas.decisions import Before, decide_groups
from tests.personas.written_tables import tables_of
from voc.decisions.codebook import parse_codebook
from voc.schema import stable_id
from voc.study import Study

PEOPLE = [f"r-{number:02d}" for number in range(20)]
FIRST, SECOND, THIRD = PEOPLE[:8], PEOPLE[8:14], PEOPLE[14:18]
A, B, C = (stable_id("p", *members) for members in (FIRST, SECOND, THIRD))


def places(people):
    """Even and odd people are far from each other."""
    numbers = [int(one[2:]) for one in people]
    return np.array([[10.0 * (number % 2), 0.01 * number] for number in numbers])


def decide(text="", found=(FIRST, SECOND, THIRD), before=None):
    return decide_groups(found, PEOPLE, parse_codebook(text), before or Before(), places)


def members(decided):
    return {group.persona_id: list(group.respondents) for group in decided.groups}


def again(decided):
    """What the next run knows of this one."""
    drafted = {who: group.persona_id for group in decided.groups for who in group.respondents}
    return Before(decided.grouped, drafted)


def entry(key, *lines):
    return "\n".join([f'[personas."{key}"]', *lines, ""])


def test_without_decisions_groups_are_as_found() -> None:
    assert members(decide()) == {A: FIRST, B: SECOND, C: THIRD}
    assert decide().waiting == ()


def test_ids_stay_while_most_people_are_the_same() -> None:
    later = decide(found=([*FIRST[1:], PEOPLE[18]], SECOND[:2], [*THIRD, *SECOND[2:]]), before=again(decide()))
    ids = members(later)
    assert ids[A] == [*FIRST[1:], PEOPLE[18]]
    assert B not in ids or C not in ids
    assert len(ids) == 3


def test_an_id_that_another_group_inherits_is_replaced() -> None:
    was = Before(dict.fromkeys(SECOND, A), dict.fromkeys(SECOND, A))
    ids = members(decide(before=was))
    assert ids[A] == SECOND
    assert len(ids) == 3


def test_merge_follows_its_chain_and_keeps_on_holding() -> None:
    text = entry(A, f'merge_into = "{B}"') + entry(B, f'merge_into = "{C}"')
    first = decide(text)
    assert members(first) == {C: PEOPLE[:18]}
    assert first.groups[0].by_hand == "merged"
    assert members(decide(text, before=again(first))) == members(first)


def test_split_cuts_by_what_people_say_and_parts_keep_their_ids() -> None:
    first = decide(entry(A, "split = 2"))
    parts = [group for group in first.groups if group.by_hand == "part"]
    assert sorted(list(part.respondents) for part in parts) == [FIRST[0::2], FIRST[1::2]]
    fewer = [one for one in FIRST if one not in FIRST[0:4:2]]
    later = decide(entry(A, "split = 2"), found=(fewer, SECOND, THIRD), before=again(first))
    even = next(part.persona_id for part in parts if FIRST[4] in part.respondents)
    assert members(later)[even] == FIRST[4::2]
    assert A not in members(later)


def test_a_part_can_be_named_and_merged_on() -> None:
    first = decide(entry(A, "split = 2"))
    part = next(group for group in first.groups if FIRST[0] in group.respondents)
    text = entry(A, "split = 2") + entry(part.persona_id, f'merge_into = "{B}"')
    later = decide(text, before=again(first))
    assert members(later)[B] == sorted([*SECOND, *FIRST[0::2]])
    assert later.waiting == ()


def test_what_flows_into_a_group_is_there_before_it_is_cut() -> None:
    cut = decide(entry(A, f'merge_into = "{B}"') + entry(B, "split = 2"))
    parts = sorted(list(group.respondents) for group in cut.groups if group.by_hand == "part")
    assert parts == [PEOPLE[0:14:2], PEOPLE[1:14:2]]


def test_too_small_a_group_is_not_cut_and_that_is_said() -> None:
    found = decide(entry(C, "split = 3"))
    assert members(found)[C] == THIRD
    assert "4 people are too few" in found.waiting[0]


def test_anchors_find_a_group_whose_id_has_changed() -> None:
    text = entry("p-0000000001", 'title = "X"', f"anchors = {json.dumps(SECOND[:5])}")
    assert members(decide(text))["p-0000000001"] == SECOND
    scattered = entry("p-0000000001", 'title = "X"', f"anchors = {json.dumps([FIRST[0], SECOND[0]])}")
    found = decide(scattered)
    assert set(members(found)) == {A, B, C}
    assert found.waiting == ('[personas."p-0000000001"] title: no persona has the id p-0000000001 now.',)


def test_a_group_with_a_decision_of_its_own_is_not_taken_by_anchors() -> None:
    text = entry("p-0000000001", f"anchors = {json.dumps(SECOND)}", 'title = "X"') + entry(B, 'title = "Mine"')
    assert B in members(decide(text))


def test_people_are_moved_put_aside_and_lost_ones_named() -> None:
    text = "".join(
        f'[respondents."{who}"]\npersona = "{target}"\n'
        for who, target in ((FIRST[0], B), (FIRST[1], "none"), (PEOPLE[18], C), ("r-99", A), (FIRST[2], "p-gone"))
    )
    found = decide(text)
    ids = members(found)
    assert FIRST[0] in ids[B]
    assert PEOPLE[18] in ids[C]
    assert all(FIRST[1] not in people for people in ids.values())
    assert found.aside == {FIRST[1]}
    assert next(group for group in found.groups if group.persona_id == C).moved == (PEOPLE[18],)
    assert [sentence.split(":")[0] for sentence in found.waiting] == [
        '[respondents."r-02"] persona', '[respondents."r-99"]'
    ]  # fmt: skip


def test_moves_follow_merges_and_come_before_cuts() -> None:
    move = f'[respondents."{PEOPLE[18]}"]\npersona = "{A}"\n'
    assert PEOPLE[18] in members(decide(move + entry(A, f'merge_into = "{B}"')))[B]
    cut = decide(move + entry(A, "split = 2"))
    assert [*FIRST[0::2], PEOPLE[18]] in [list(group.respondents) for group in cut.groups]
    assert cut.waiting == ()


def test_groups_by_hand_take_their_people_and_stay() -> None:
    text = entry("mine", 'title = "Mine"', f"respondents = {json.dumps([FIRST[0], PEOPLE[19], 'r-77'])}")
    found = decide(text)
    assert members(found)["mine"] == [FIRST[0], PEOPLE[19]]
    assert members(found)[A] == FIRST[1:]
    assert found.waiting == ('[personas."mine"] respondents: nobody has the id r-77 now.',)
    assert members(decide(text, before=again(found))) == members(found)
    assert members(decide(text, found=()))["mine"] == [FIRST[0], PEOPLE[19]]


def test_drop_leaves_people_in_no_group() -> None:
    found = decide(entry(A, "drop = true"))
    assert set(members(found)) == {B, C}
    assert found.aside == set(FIRST)


def test_a_decision_that_finds_nothing_waits() -> None:
    text = entry("p-x", "drop = true") + entry("p-y", f'merge_into = "{A}"') + entry(B, 'merge_into = "p-z"')
    assert len(decide(text + entry("p-w", 'pin = ["goal:t-1"]')).waiting) == 4


def test_merging_personas_in_a_circle_is_an_error() -> None:
    from voc.errors import ConfigError

    with pytest.raises(ConfigError, match="p-1 → p-2 → p-1"):
        parse_codebook(entry("p-1", 'merge_into = "p-2"') + entry("p-2", 'merge_into = "p-1"'))


def test_drafts_carry_title_pinned_and_no_rejected_lines(study, drafts):
    one = drafts.personas[0]
    gone = one.traits[0]
    listed = {(trait.kind, trait.subject_id) for trait in one.traits}
    text = entry(
        one.persona_id, 'title = "Eilige"', f'reject = ["{gone.kind}:{gone.subject_id}"]', 'pin = ["goal:t-nowhere"]'
    )
    found = build_personas(study.analysis, codebook=parse_codebook(text))
    decided = next(each for each in found.personas if each.persona_id == one.persona_id)
    assert decided.title == "Eilige"
    assert (gone.kind, gone.subject_id) not in {(trait.kind, trait.subject_id) for trait in decided.traits}
    assert {(trait.kind, trait.subject_id) for trait in decided.traits} <= listed
    assert found.waiting == (f'[personas."{one.persona_id}"] pin: no member shows goal:t-nowhere now.',)


def test_a_pinned_line_that_was_not_listed_comes_first_with_its_evidence(study, drafts):
    from personas.evidence import collect_facts

    one = drafts.personas[0]
    listed = {(trait.kind, trait.subject_id) for trait in one.traits}
    fact = next(
        fact
        for fact in collect_facts(study.analysis).facts
        if (fact.kind, fact.subject_id) not in listed and set(fact.people) & set(one.respondents)
    )
    codebook = parse_codebook(entry(one.persona_id, f'pin = ["{fact.kind}:{fact.subject_id}"]'))
    found = build_personas(study.analysis, codebook=codebook)
    decided = next(each for each in found.personas if each.persona_id == one.persona_id)
    mine = [trait for trait in decided.traits if trait.kind == fact.kind]
    assert mine[0].subject_id == fact.subject_id
    assert set(mine[0].respondents) == set(fact.people) & set(one.respondents)
    assert check_personas(tables_of(study.analysis, found)) == []


def test_the_run_before_is_read_from_its_study(study, drafts, tmp_path):
    text = entry(drafts.personas[0].persona_id, "split = 2")
    found = build_personas(study.analysis, codebook=parse_codebook(text))
    before = personas_before(Study(tmp_path, study.analysis, found, {}))
    assert set(before.grouped.values()) == {one.persona_id for one in drafts.personas}
    assert len(set(before.drafted.values())) == len(drafts.personas) + 1
    assert build_personas(study.analysis, codebook=parse_codebook(text), before=before) == found
    assert personas_before(None) == Before()
