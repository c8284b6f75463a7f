"""Journey files: the built-in ones are complete, own ones may be small, wrong ones are refused with key and remedy."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voc.errors import TaxonomyError
from voc.journey import load_taxonomy
from voc.journey.taxonomy import BUILT_IN, parse_taxonomy

SMALL = """
[[phases]]
name = "Vor der Reise"

[[phases]]
name = "Unterwegs"

[[touchpoints]]
phase = "Vor der Reise"
name = "Buchung"
description = "Die Reise im Netz aussuchen und buchen"

[[touchpoints]]
phase = "unterwegs"
name = "Frühstück"
description = "Was es morgens zu essen gibt"
"""


@pytest.mark.parametrize("name", BUILT_IN)
def test_built_in_journeys_are_bilingual_and_complete(name: str) -> None:
    taxonomy = load_taxonomy(name)
    phases = {phase.phase_id for phase in taxonomy.phases}
    assert {touchpoint.phase_id for touchpoint in taxonomy.touchpoints} == phases
    for phase in taxonomy.phases:
        assert set(phase.names) == {"de", "en"}
    for touchpoint in taxonomy.touchpoints:
        assert set(touchpoint.names) == set(touchpoint.descriptions) == set(touchpoint.cues) == {"de", "en"}
        assert all(len(cues) >= 5 for cues in touchpoint.cues.values()), touchpoint.touchpoint_id
        assert touchpoint.names["de"] != touchpoint.descriptions["de"]


def test_built_in_journeys_share_their_touchpoints() -> None:
    five, four, three = (load_taxonomy(name) for name in BUILT_IN)
    assert [len(taxonomy.phases) for taxonomy in (five, four, three)] == [5, 4, 3]
    ids = [touchpoint.touchpoint_id for touchpoint in five.touchpoints]
    assert ids == [t.touchpoint_id for t in four.touchpoints] == [t.touchpoint_id for t in three.touchpoints]
    assert {t.phase_id for t in four.touchpoints if t.touchpoint_id in ("returns", "community")} == {"after_purchase"}


def test_touchpoint_names_differ_within_a_language() -> None:
    for language in ("de", "en"):
        names = [touchpoint.names[language] for touchpoint in load_taxonomy("five_phases").touchpoints]
        assert len(set(names)) == len(names)


def test_small_own_journey_works_in_one_language(tmp_path: Path) -> None:
    file = tmp_path / "reise.toml"
    file.write_text(SMALL, "utf-8")
    taxonomy = load_taxonomy(str(file))
    assert taxonomy.taxonomy_id == "reise"
    assert [t.touchpoint_id for t in taxonomy.touchpoints] == ["buchung", "fruehstueck"]
    assert taxonomy.touchpoints[1].phase_id == "unterwegs"
    assert taxonomy.touchpoints[1].names == {"de": "Frühstück", "en": "Frühstück"}


def test_touchpoints_come_in_the_order_of_their_phases() -> None:
    head, first, second = SMALL.partition("[[touchpoints]]")[0], *SMALL.split("[[touchpoints]]")[1:]
    taxonomy = parse_taxonomy(f"{head}[[touchpoints]]{second}[[touchpoints]]{first}")
    assert [t.touchpoint_id for t in taxonomy.touchpoints] == ["buchung", "fruehstueck"]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("[[phases]]", "[[phases]", "not valid TOML"),
        ('name = "Buchung"', 'title = "Buchung"', "touchpoints[1].name: is missing"),
        ('name = "Buchung"', "name = 7", "touchpoints[1].names: must be a text"),
        ('name = "Buchung"', 'name = " "', "must be a text that is not empty"),
        ('name = "Buchung"', 'names = { fr = "Vol" }', "one text for each of: de, en"),
        ('name = "Buchung"', 'name = "Buchung"\nkanal = "online"', "unknown key 'kanal'. Known here: id, phase"),
        ('name = "Buchung"', 'name = "Buchung"\nchannel = "web"', "must be one of both, online, offline, found 'web'"),
        ('name = "Buchung"', 'name = "Buchung"\ncues = "buchen"', "cues: must be a list of texts"),
        ('name = "Buchung"', 'name = "Buchung"\ncues = ["*"]', "cues.de: must be a list of texts, none of them empty"),
        ('name = "Buchung"', 'name = "Buchung"\nid = "A B"', "id: must be small letters"),
        ('phase = "unterwegs"', 'phase = "danach"', "found 'danach'. Known: vor_der_reise, unterwegs"),
        ('name = "Frühstück"', 'name = "Buchung"', "'buchung' stands twice"),
        ('name = "Unterwegs"', 'name = "Unterwegs"\nfrom = ["x"]\n[extra]', "unknown key 'extra'"),
    ],
)
def test_a_wrong_journey_names_file_key_and_what_is_allowed(tmp_path: Path, old: str, new: str, told: str) -> None:
    file = tmp_path / "reise.toml"
    file.write_text(SMALL.replace(old, new, 1), "utf-8")
    with pytest.raises(TaxonomyError) as caught:
        load_taxonomy(str(file))
    assert str(file) in str(caught.value)
    assert told in str(caught.value)


def test_unknown_name_lists_the_choices() -> None:
    with pytest.raises(TaxonomyError, match="five_phases, four_phases, three_phases"):
        load_taxonomy("six_phases")


def test_missing_and_unreadable_files_are_told(tmp_path: Path) -> None:
    with pytest.raises(TaxonomyError, match="there is no such journey file"):
        load_taxonomy(str(tmp_path / "none.toml"))
    (tmp_path / "latin.toml").write_bytes('taxonomy_id = "grün"'.encode("latin-1"))
    with pytest.raises(TaxonomyError, match="Save it as UTF-8"):
        load_taxonomy(str(tmp_path / "latin.toml"))


def test_a_base_must_exist_and_its_phases_be_moved_once() -> None:
    with pytest.raises(TaxonomyError, match="base: must be one of"):
        parse_taxonomy('base = "nine"\n[[phases]]\nname = "All"')
    with pytest.raises(TaxonomyError, match="'service' is no phase of five_phases"):
        parse_taxonomy('base = "five_phases"\n[[phases]]\nname = "All"\nfrom = ["service"]')
    with pytest.raises(TaxonomyError, match="named twice"):
        parse_taxonomy('base = "five_phases"\n[[phases]]\nname = "All"\nfrom = ["awareness", "awareness"]')


@given(st.text(max_size=80))
def test_no_text_at_all_raises_anything_but_our_error(text: str) -> None:
    for given_text in (text, f"[[phases]]\nname = {text}", f"{text} = 1", SMALL + text):
        try:
            parse_taxonomy(given_text)
        except TaxonomyError as error:
            assert "journey.toml" in str(error)
