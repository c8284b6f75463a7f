"""What changed between two waves, and what may be chance."""

import random
from dataclasses import replace

import pytest

from reports.waves import PAGE, TABLE, render_waves, waves_view, write_comparison
from tests.comparison.waves import PLACES, encode, wave
from voc.comparison import compare_studies
from voc.comparison.compare import corrected
from voc.comparison.records import Change
from voc.errors import OutputError, UsageError
from voc.metrics.proportions import newcombe, two_proportions

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


def test_a_fix_says_what_became_of_it_and_what_that_does_not_prove(found):
    (fix,) = found.fixes
    assert fix.target == "Returns"
    assert {one.touchpoint_id for one in fix.changes} == {"returns"}
    (block,) = waves_view(found).fixes
    assert "does not prove" in block.sentence


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
