"""Small studies: files that can be read, and labels of lines and windows."""

from __future__ import annotations

from training.studies import FOLDER, PlacedLine, SmallStudy, StudyClaim, read_studies, relation_of, second_marks

CLAIM = StudyClaim(
    "Antwort dauert", "Answer is slow", frozenset({"A2"}), (("A4", "A5"),), frozenset({"R1"}), frozenset({"R2"})
)


def test_every_study_has_eight_claims_that_lines_support_and_lines_that_deny() -> None:
    studies = read_studies()
    assert len(studies) == len(list(FOLDER.glob("*.txt"))) > 200
    for study in studies:
        assert len(study.claims) == 8
        assert all(len(claim.alone) + len(claim.together) >= 2 for claim in study.claims), study.area
        assert sum(bool(claim.against) for claim in study.claims) >= 4, study.area
        assert set("ABR") == {name[0] for name in study.lines}
        if study.places:
            assert study.places.keys() == study.lines.keys()
            assert 7 <= len(study.touchpoints) <= 12


def test_a_second_reader_marks_the_same_lines() -> None:
    pairs = list(second_marks())
    assert len(pairs) == 8 * 18
    both = sum(len(first.alone & second.alone) for first, second in pairs)
    assert both > 0.9 * sum(len(first.alone | second.alone) for first, second in pairs)


def test_a_unit_supports_a_claim_if_a_line_or_a_whole_story_does() -> None:
    assert relation_of(("A2",), CLAIM) == ("supports", True)
    assert relation_of(("A1", "A2"), CLAIM) == ("supports", True)
    assert relation_of(("A3", "A4", "A5"), CLAIM) == ("supports", True)
    # Half a story alone says nothing, but is about the matter; with another line it may say it.
    assert relation_of(("A4",), CLAIM) == ("neither", True)
    assert relation_of(("A3", "A4"), CLAIM) is None
    assert relation_of(("R1",), CLAIM) == ("contradicts", True)
    assert relation_of(("R2",), CLAIM) == ("neither", True)
    assert relation_of(("B9",), CLAIM) == ("neither", False)


def test_windows_are_consecutive_lines_of_one_interview() -> None:
    lines = {"A1": "eins", "A2": "zwei", "B1": "one", "R1": "gut", "R2": "schlecht"}
    study = SmallStudy("x", lines, (CLAIM,), (), {"A1": PlacedLine((), needs_context=False)})
    units = study.units()
    assert units["A1", "A2"] == "eins zwei"
    assert ("A2", "B1") not in units
    assert ("R1", "R2") not in units
