"""What changed between two waves, and what may be chance."""

import random
from dataclasses import replace

import pytest

from reports.html.waves import PAGE, TABLE, render_waves, waves_view, write_comparison
from tests.tasks.compare.waves import PLACES, encode, wave
from voc.errors import OutputError, UsageError
from voc.numbers.proportions import newcombe, two_proportions
from voc.tasks.compare import compare_studies
from voc.tasks.compare.compare import corrected
from voc.tasks.compare.records import Change

BEFORE = [("t-label", "returns", 60, -0.7), ("t-card", "payment", 20, -0.5), ("t-late", "delivery", 30, 0.4)]
AFTER = [("t-label", "returns", 15, -0.7), ("t-card", "payment", 22, -0.5), ("t-late", "delivery", 30, -0.4)]


@pytest.fixture(scope="module")
def found():
    later = wave("B", [*AFTER, ("t-app", "payment", 25, -0.6)], prefix="u", places=(*PLACES, ("app", "App")))
    return compare_studies(wave("A", BEFORE), later, encode, fixes={"returns": "Label in the parcel"})


def row(found, kind, name):
    (one,) = [one for one in found.changes if one.kind == kind and one.name == name]
    return one


def test_compare_finds_what_shrank_in_people_with_interval(found):
    one = row(found, "pain", "Label missing")
    assert 45 <= one.people_a <= 60
    assert 10 <= one.people_b <= 15
    assert (one.total_a, one.total_b) == (100, 100)
    assert one.verdict == "shrunk"
    assert (one.low, one.high) == newcombe((one.people_a, 100), (one.people_b, 100))
    assert one.low < one.difference < one.high < 0


def test_compare_matches_themes_whose_ids_differ(found):
    one = row(found, "theme", "Label missing")
    assert one.people_a > 3 * one.people_b > 0
    assert [change.name for change in found.changes if change.kind == "theme"].count("Label missing") == 1


def test_compare_finds_what_is_new(found):
    assert row(found, "pain", "App crashes").verdict == "appeared"
    assert row(found, "theme", "App crashes").people_a == 0
    assert found.new_touchpoints == ("app",)


def test_compare_matches_pain_points_of_one_touchpoint_whose_ids_and_titles_differ():
    later = wave("B", AFTER, prefix="u")
    for pain in later.pain_points:
        pain["title"] = pain["title"].upper()
    changes = compare_studies(wave("A", BEFORE), later, encode).changes
    pains = {one.key: one for one in changes if one.kind == "pain"}
    assert set(pains) == {"tp-0", "tp-1", "up-2"}
    assert pains["tp-0"].later == "LABEL MISSING"
    assert pains["tp-0"].in_a
    assert pains["tp-0"].in_b


def test_compare_never_matches_pain_points_of_two_touchpoints():
    moved = [("t-label", "payment", 60, -0.7)]
    changes = compare_studies(wave("A", BEFORE[:1]), wave("B", moved, prefix="u"), encode).changes
    verdicts = {one.key: one.verdict for one in changes if one.kind == "pain"}
    assert verdicts == {"tp-0": "gone", "up-0": "appeared"}


def test_compare_counts_a_pain_point_that_only_one_wave_cut_out_in_both():
    later = wave("B", BEFORE, prefix="u")
    later = replace(later, pain_points=[], segments=[{**row, "pain_point_id": ""} for row in later.segments])
    changes = compare_studies(wave("A", BEFORE), later, encode).changes
    for one in changes:
        if one.kind == "pain":
            assert one.verdict == "open"
            assert not one.in_b
            assert abs(one.people_a - one.people_b) <= 0.25 * one.people_a


def test_compare_counts_praise_at_a_touchpoint_to_no_pain_point():
    glad = [(theme, place, n, abs(mood)) for theme, place, n, mood in BEFORE]
    changes = compare_studies(wave("A", BEFORE), wave("B", glad, prefix="u"), encode).changes
    assert {(one.people_b, one.verdict) for one in changes if one.kind == "pain"} == {(0, "gone")}


def test_compare_reads_pain_points_of_studies_by_their_quotes_where_segments_do_not_tell():
    old = wave("A", BEFORE)
    for pain in old.pain_points:
        members = [row["segment_id"] for row in old.segments if row["pain_point_id"] == pain["pain_point_id"]]
        pain |= dict(zip(("quote_segment_id", "quote_2_segment_id", "quote_3_segment_id"), members, strict=False))
    old = replace(old, segments=[{k: v for k, v in row.items() if k != "pain_point_id"} for row in old.segments])
    changes = compare_studies(old, wave("B", AFTER, prefix="u"), encode).changes
    assert next(one for one in changes if one.key == "tp-0").verdict == "shrunk"


def test_compare_leaves_open_what_may_be_chance(found):
    assert row(found, "pain", "Card declined").verdict == "open"


def test_compare_tells_mood_apart_from_how_many_speak(found):
    assert row(found, "touchpoint", "Delivery").verdict == "open"
    mood = row(found, "mood", "Delivery")
    assert mood.verdict == "shrunk"
    assert mood.difference == pytest.approx(-0.8)


def test_compare_the_other_way_round_turns_every_sign():
    a, b = wave("A", BEFORE), wave("B", AFTER, prefix="u")
    forth = {(one.kind, one.name): one for one in compare_studies(a, b, encode).changes}
    back = {(one.kind, one.name): one for one in compare_studies(b, a, encode).changes}
    assert forth.keys() == back.keys()
    for key, one in forth.items():
        assert back[key].difference == pytest.approx(-one.difference)


def test_compare_a_study_with_itself_changes_nothing():
    same = compare_studies(wave("A", BEFORE), wave("A", BEFORE), encode)
    assert {one.verdict for one in same.changes} <= {"open", "few"}


def test_compare_does_not_depend_on_the_order_of_rows(found):
    later = wave("B", [*AFTER, ("t-app", "payment", 25, -0.6)], prefix="u", places=(*PLACES, ("app", "App")))
    mixed = list(later.segments)
    random.Random(1).shuffle(mixed)
    other = compare_studies(wave("A", BEFORE), replace(later, segments=mixed), encode, fixes={"returns": "x"})
    assert other.changes == found.changes


def test_corrected_calls_few_random_halves_changed():
    rng = random.Random(5)
    rows = []
    for number in range(400):
        share = rng.uniform(0.02, 0.4)
        counts = [sum(rng.random() < share for _ in range(300)) for _ in range(2)]
        p = two_proportions((counts[0], 300), (counts[1], 300))
        rows.append(
            Change("theme", str(number), "", "", "", *counts, 300, 300, difference=counts[1] - counts[0], p_value=p)
        )
    assert sum(one.verdict != "open" for one in corrected(rows)) <= 0.05 * len(rows)


def test_a_fix_says_what_became_of_it_in_people_and_what_that_does_not_prove(found):
    (fix,) = found.fixes
    assert fix.target == "Returns"
    assert (fix.trouble.people_a, fix.trouble.people_b) == (60, 15)
    assert fix.trouble.p_value == two_proportions((60, 100), (15, 100))
    assert fix.outcome == "helped"
    assert {one.touchpoint_id for one in fix.changes} == {"returns"}
    (block,) = waves_view(found).fixes
    assert "60 of 100" in block.figures
    assert "15 of 100" in block.figures
    assert "does not prove" in block.sentence


def test_fixes_are_corrected_for_their_number_and_may_not_have_helped():
    worse = [("t-label", "returns", 90, -0.7), ("t-card", "payment", 22, -0.5)]
    found = compare_studies(
        wave("A", BEFORE), wave("B", worse, prefix="u"), encode, fixes={"tp-0": "Label", "payment": "Card"}
    )
    outcomes = {fix.target: fix for fix in found.fixes}
    assert outcomes["Label missing"].outcome == "worse"
    assert outcomes["Payment"].outcome == "open"
    assert outcomes["Payment"].trouble.p_value == two_proportions((20, 100), (22, 100))
    blocks = {block.target: block for block in waves_view(found).fixes}
    assert "no proof that it did not help" in blocks["Payment"].sentence


def test_a_fix_for_too_few_is_not_judged():
    few = [("t-label", "returns", 1, -0.7)]
    (fix,) = compare_studies(wave("A", few), wave("B", few), encode, fixes={"returns": "x"}).fixes
    assert fix.outcome == "few"


def test_fixes_of_the_codebook_follow_merges(tmp_path):
    from voc.cli.compare import noted_fixes

    (tmp_path / "codebook.toml").write_text(
        '[pain_points."pp-1"]\nfix = "Label"\nmerge_into = "pp-2"\n[pain_points."pp-2"]\nfix = "Box"\n'
    )
    assert noted_fixes(tmp_path) == {"pp-2": "Label; Box"}
    assert noted_fixes(tmp_path / "none") == {}


def test_a_fix_for_nothing_is_refused_with_what_there_is():
    with pytest.raises(UsageError, match=r"--fix shipping=.*delivery.*tp-0"):
        compare_studies(wave("A", BEFORE), wave("B", AFTER), encode, fixes={"shipping": "x"})


def test_differences_between_the_studies_are_noted():
    a, b = wave("A", BEFORE, encoder="use", voc="1"), wave("B", AFTER, encoder="hub", voc="1")
    assert compare_studies(a, b, encode).notes == ("encoder",)


def test_an_empty_study_is_refused():
    with pytest.raises(UsageError, match="must have respondents"):
        compare_studies(wave("A", BEFORE), wave("B", [], people=0), encode)


@pytest.mark.parametrize("language", ["de", "en"])
def test_page_is_whole_escaped_and_asks_for_nothing(found, language):
    changes = tuple(replace(one, name=f"<b>{one.name}") for one in found.changes)
    page = render_waves(waves_view(replace(found, language=language, changes=changes, notes=("voc", "kinds"))))
    assert "<b>" not in page
    assert "default-src" in page
    assert "http" not in page.replace("http-equiv", "")
    assert ("geschrumpft" if language == "de" else "shrunk") in page


def test_write_comparison_replaces_only_its_own(found, tmp_path):
    out = tmp_path / "out"
    assert [path.name for path in write_comparison(found, out)] == [PAGE, TABLE]
    first = (out / PAGE).read_bytes(), (out / TABLE).read_bytes()
    write_comparison(found, out)
    assert ((out / PAGE).read_bytes(), (out / TABLE).read_bytes()) == first
    (out / "notes.txt").write_text("mine")
    with pytest.raises(OutputError, match="holds other things"):
        write_comparison(found, out)


@pytest.mark.parametrize("pairs", [["returns"], ["=x"], ["returns="], ["a=x", "a=y"]])
def test_fixes_must_be_target_and_text(pairs):
    from voc.cli.compare import parse_fixes

    with pytest.raises(UsageError, match="TARGET=TEXT"):
        parse_fixes(pairs)
