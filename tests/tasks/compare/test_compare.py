"""What changed between two waves, and what may be chance."""

import random
from dataclasses import replace
from pathlib import Path

import pytest

from reports.html.waves import PAGE, TABLE, render_waves, waves_view, write_comparison
from tests.tasks.compare.waves import TOUCHPOINTS, Talk, encode, reorder, wave
from voc.errors import OutputError, UsageError
from voc.numbers.proportions import newcombe, two_proportions
from voc.schema import Language
from voc.schema.comparison import Change, ChangeKind, Comparison
from voc.tasks.compare import compare_studies
from voc.tasks.compare.compare import correct

BEFORE = [
    Talk("t-label", "returns", 60, -0.7),
    Talk("t-card", "payment", 20, -0.5),
    Talk("t-late", "delivery", 30, 0.4),
]
AFTER = [
    Talk("t-label", "returns", 15, -0.7),
    Talk("t-card", "payment", 22, -0.5),
    Talk("t-late", "delivery", 30, -0.4),
]
LATER = wave("B", [*AFTER, Talk("t-app", "payment", 25, -0.6)], prefix="u", touchpoints=(*TOUCHPOINTS, ("app", "App")))


@pytest.fixture(scope="module")
def comparison() -> Comparison:
    return compare_studies(wave("A", BEFORE), LATER, encode, fixes={"returns": "Label in the parcel"})


def find_change(comparison: Comparison, kind: ChangeKind, name: str) -> Change:
    (change,) = [change for change in comparison.changes if change.kind == kind and change.name == name]
    return change


def test_compare_finds_what_shrank_in_people_with_interval(comparison: Comparison) -> None:
    change = find_change(comparison, "pain", "Label missing")
    assert 45 <= change.people_a <= 60
    assert 10 <= change.people_b <= 15
    assert (change.total_a, change.total_b) == (100, 100)
    assert change.verdict == "shrunk"
    assert (change.low, change.high) == newcombe((change.people_a, 100), (change.people_b, 100))
    assert change.low < change.difference < change.high < 0


def test_compare_matches_themes_whose_ids_differ(comparison: Comparison) -> None:
    change = find_change(comparison, "theme", "Label missing")
    assert change.people_a > 3 * change.people_b > 0
    assert [change.name for change in comparison.changes if change.kind == "theme"].count("Label missing") == 1


def test_compare_finds_what_is_new(comparison: Comparison) -> None:
    assert find_change(comparison, "pain", "App crashes").verdict == "appeared"
    assert find_change(comparison, "theme", "App crashes").people_a == 0
    assert comparison.new_touchpoints == ("app",)


def test_compare_matches_pain_points_of_one_touchpoint_whose_ids_and_titles_differ() -> None:
    later = wave("B", AFTER, prefix="u")
    in_capitals = tuple(replace(pain, title=pain.title.upper()) for pain in later.analysis.pain_points)
    later = replace(later, analysis=replace(later.analysis, pain_points=in_capitals))
    changes = compare_studies(wave("A", BEFORE), later, encode).changes
    pains = {change.key: change for change in changes if change.kind == "pain"}
    assert set(pains) == {"tp-0", "tp-1", "up-2"}
    assert pains["tp-0"].later == "LABEL MISSING"
    assert pains["tp-0"].in_a
    assert pains["tp-0"].in_b


def test_compare_never_matches_pain_points_of_two_touchpoints() -> None:
    moved = [Talk("t-label", "payment", 60, -0.7)]
    changes = compare_studies(wave("A", BEFORE[:1]), wave("B", moved, prefix="u"), encode).changes
    verdicts = {change.key: change.verdict for change in changes if change.kind == "pain"}
    assert verdicts == {"tp-0": "gone", "up-0": "appeared"}


def test_compare_counts_a_pain_point_that_only_one_wave_cut_out_in_both() -> None:
    later = wave("B", BEFORE, prefix="u")
    later = replace(later, analysis=replace(later.analysis, pain_points=()))
    changes = compare_studies(wave("A", BEFORE), later, encode).changes
    pains = [change for change in changes if change.kind == "pain"]
    assert len(pains) == 2
    for pain in pains:
        assert pain.verdict == "open"
        assert not pain.in_b
        assert abs(pain.people_a - pain.people_b) <= 0.25 * pain.people_a


def test_compare_counts_praise_at_a_touchpoint_to_no_pain_point() -> None:
    glad = [replace(talk, polarity=abs(talk.polarity)) for talk in BEFORE]
    changes = compare_studies(wave("A", BEFORE), wave("B", glad, prefix="u"), encode).changes
    assert {(change.people_b, change.verdict) for change in changes if change.kind == "pain"} == {(0, "gone")}


def test_compare_leaves_open_what_may_be_chance(comparison: Comparison) -> None:
    assert find_change(comparison, "pain", "Card declined").verdict == "open"


def test_compare_tells_mood_apart_from_how_many_speak(comparison: Comparison) -> None:
    assert find_change(comparison, "touchpoint", "Delivery").verdict == "open"
    mood = find_change(comparison, "mood", "Delivery")
    assert mood.verdict == "shrunk"
    assert mood.difference == pytest.approx(-0.8)


def test_compare_the_other_way_round_turns_every_sign() -> None:
    a, b = wave("A", BEFORE), wave("B", AFTER, prefix="u")
    forth = {(change.kind, change.name): change for change in compare_studies(a, b, encode).changes}
    back = {(change.kind, change.name): change for change in compare_studies(b, a, encode).changes}
    assert forth.keys() == back.keys()
    for key, change in forth.items():
        assert back[key].difference == pytest.approx(-change.difference)


def test_compare_a_study_with_itself_changes_nothing() -> None:
    same = compare_studies(wave("A", BEFORE), wave("A", BEFORE), encode)
    assert {change.verdict for change in same.changes} <= {"open", "few"}


def test_compare_does_not_depend_on_the_order_of_rows(comparison: Comparison) -> None:
    order = list(range(len(LATER.analysis.segments)))
    random.Random(1).shuffle(order)
    shuffled = compare_studies(wave("A", BEFORE), reorder(LATER, order), encode, fixes={"returns": "x"})
    assert shuffled.changes == comparison.changes


def test_correct_calls_few_random_halves_changed() -> None:
    rng = random.Random(5)
    rows = []
    for number in range(400):
        share = rng.uniform(0.02, 0.4)
        counts = [sum(rng.random() < share for _ in range(300)) for _ in range(2)]
        p = two_proportions((counts[0], 300), (counts[1], 300))
        rows.append(
            Change("theme", str(number), "", "", "", *counts, 300, 300, difference=counts[1] - counts[0], p_value=p)
        )
    assert sum(change.verdict != "open" for change in correct(rows)) <= 0.05 * len(rows)


def test_a_fix_says_what_became_of_it_in_people_and_what_that_does_not_prove(comparison: Comparison) -> None:
    (fix,) = comparison.fixes
    assert fix.target == "Returns"
    assert (fix.trouble.people_a, fix.trouble.people_b) == (60, 15)
    assert fix.trouble.p_value == two_proportions((60, 100), (15, 100))
    assert fix.outcome == "helped"
    assert {change.touchpoint_id for change in fix.changes} == {"returns"}
    (block,) = waves_view(comparison).fixes
    assert "60 of 100" in block.figures
    assert "15 of 100" in block.figures
    assert "does not prove" in block.sentence


def test_fixes_are_corrected_for_their_number_and_may_not_have_helped() -> None:
    worse = [Talk("t-label", "returns", 90, -0.7), Talk("t-card", "payment", 22, -0.5)]
    comparison = compare_studies(
        wave("A", BEFORE), wave("B", worse, prefix="u"), encode, fixes={"tp-0": "Label", "payment": "Card"}
    )
    outcomes = {fix.target: fix for fix in comparison.fixes}
    assert outcomes["Label missing"].outcome == "worse"
    assert outcomes["Payment"].outcome == "open"
    assert outcomes["Payment"].trouble.p_value == two_proportions((20, 100), (22, 100))
    blocks = {block.target: block for block in waves_view(comparison).fixes}
    assert "no proof that it did not help" in blocks["Payment"].sentence


def test_a_fix_for_too_few_is_not_judged() -> None:
    few = [Talk("t-label", "returns", 1, -0.7)]
    (fix,) = compare_studies(wave("A", few), wave("B", few), encode, fixes={"returns": "x"}).fixes
    assert fix.outcome == "few"


def test_fixes_of_the_codebook_follow_merges(tmp_path: Path) -> None:
    from voc.cli.compare import read_fixes

    (tmp_path / "codebook.toml").write_text(
        '[pain_points."pp-1"]\nfix = "Label"\nmerge_into = "pp-2"\n[pain_points."pp-2"]\nfix = "Box"\n'
    )
    assert read_fixes(tmp_path) == {"pp-2": "Label; Box"}
    assert read_fixes(tmp_path / "none") == {}


def test_a_fix_for_nothing_is_refused_with_what_there_is() -> None:
    with pytest.raises(UsageError, match=r"--fix shipping=.*delivery.*tp-0"):
        compare_studies(wave("A", BEFORE), wave("B", AFTER), encode, fixes={"shipping": "x"})


def test_differences_between_the_studies_are_noted() -> None:
    a, b = wave("A", BEFORE, encoder="use", voc="1"), wave("B", AFTER, encoder="hub", voc="1")
    assert compare_studies(a, b, encode).notes == ("encoder",)


def test_an_empty_study_is_refused() -> None:
    with pytest.raises(UsageError, match="must have respondents"):
        compare_studies(wave("A", BEFORE), wave("B", [], n_people=0), encode)


@pytest.mark.parametrize("language", ["de", "en"])
def test_page_is_whole_escaped_and_asks_for_nothing(comparison: Comparison, language: Language) -> None:
    changes = tuple(replace(change, name=f"<b>{change.name}") for change in comparison.changes)
    page = render_waves(waves_view(replace(comparison, language=language, changes=changes, notes=("voc", "kinds"))))
    assert "<b>" not in page
    assert "default-src" in page
    assert "http" not in page.replace("http-equiv", "")
    assert ("geschrumpft" if language == "de" else "shrunk") in page


def test_write_comparison_replaces_only_its_own(comparison: Comparison, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert [path.name for path in write_comparison(comparison, out)] == [PAGE, TABLE]
    first = (out / PAGE).read_bytes(), (out / TABLE).read_bytes()
    write_comparison(comparison, out)
    assert ((out / PAGE).read_bytes(), (out / TABLE).read_bytes()) == first
    (out / "notes.txt").write_text("mine")
    with pytest.raises(OutputError, match="holds other files"):
        write_comparison(comparison, out)


@pytest.mark.parametrize("pairs", [["returns"], ["=x"], ["returns="], ["a=x", "a=y"]])
def test_fixes_must_be_target_and_text(pairs: list[str]) -> None:
    from voc.cli.compare import parse_fixes

    with pytest.raises(UsageError, match="TARGET=TEXT"):
        parse_fixes(pairs)
