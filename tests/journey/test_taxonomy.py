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
    five, four, three = (load_taxonomy(name) for name in BUILT_IN[:3])
    assert [len(taxonomy.phases) for taxonomy in (five, four, three)] == [5, 4, 3]
    ids = [touchpoint.touchpoint_id for touchpoint in five.touchpoints]
    assert ids == [t.touchpoint_id for t in four.touchpoints] == [t.touchpoint_id for t in three.touchpoints]
    assert {t.phase_id for t in four.touchpoints if t.touchpoint_id in ("returns", "community")} == {"after_purchase"}


@pytest.mark.parametrize("name", BUILT_IN)
def test_touchpoint_names_differ_within_a_language(name: str) -> None:
    for language in ("de", "en"):
        names = [touchpoint.names[language] for touchpoint in load_taxonomy(name).touchpoints]
        assert len(set(names)) == len(names)


FIELD = {
    ("awareness", "online"): "social_media_ad search_result blog_post podcast_ad influencer_post display_ad",
    ("awareness", "offline"): "poster radio_spot friends_recommendation trade_fair print_ad",
    ("consideration", "online"): "website product_reviews comparison_portal webinar video chatbot price_comparison",
    ("consideration", "offline"): "shop_visit hotline_call advice_talk catalogue",
    ("conversion", "online"): "checkout buy_now payment live_chat account_creation product_configurator cart "
    "landing_page",
    ("conversion", "offline"): "contract_signing till telephone_order",
    ("retention", "online"): "order_confirmation delivery_tracking onboarding app_use help_pages email_support "
    "newsletter loyalty_programme returns invoice",
    ("retention", "offline"): "packaging delivery printed_invoice service_call loyalty_card repair complaint",
    ("retention", "both"): "product_use",
    ("advocacy", "online"): "review_written referral_link social_media_post community",
    ("advocacy", "offline"): "personal_recommendation",
}
"""The field's table of typical touchpoints, by phase and channel."""


def test_the_default_journey_has_every_touchpoint_of_the_field_in_its_phase_and_channel() -> None:
    result: dict[tuple[str, str], list[str]] = {}
    for touchpoint in load_taxonomy("five_phases").touchpoints:
        result.setdefault((touchpoint.phase_id, touchpoint.channel), []).append(touchpoint.touchpoint_id)
    assert {key: sorted(ids) for key, ids in result.items()} == {k: sorted(ids.split()) for k, ids in FIELD.items()}


@pytest.mark.parametrize(
    ("name", "contacts"),
    [
        ("software", "free_trial first_steps interface help_pages subscription_renewal cancellation"),
        ("travel", "booking_site airport seat catering wifi staff cleanliness room travel_refund"),
        ("retail", "website store_staff trying till self_checkout delivery returns loyalty_card"),
        ("services", "appointment waiting staff_manner expertise quote invoice claim"),
    ],
)
def test_ready_journeys_have_the_contacts_of_their_field(name: str, contacts: str) -> None:
    taxonomy = load_taxonomy(name)
    assert set(contacts.split()) <= {touchpoint.touchpoint_id for touchpoint in taxonomy.touchpoints}
    assert {touchpoint.channel for touchpoint in taxonomy.touchpoints} == {"online", "offline", "both"}
    assert {touchpoint.owner for touchpoint in taxonomy.touchpoints} == {"direct", "indirect"}


def test_single_touchpoints_are_taken_from_a_base_and_keep_all_but_their_phase() -> None:
    taxonomy = parse_taxonomy('base = "five_phases"\n[[phases]]\nname = "Kauf"\ntake = ["till", "cart"]')
    assert {t.touchpoint_id for t in taxonomy.touchpoints} == {"till", "cart"}
    till = next(t for t in load_taxonomy("five_phases").touchpoints if t.touchpoint_id == "till")
    taken = next(t for t in taxonomy.touchpoints if t.touchpoint_id == "till")
    assert taken.phase_id == "kauf"
    assert (taken.names, taken.cues, taken.medium) == (till.names, till.cues, till.medium)


def test_accepted_examples_are_read() -> None:
    taxonomy = parse_taxonomy(SMALL + 'examples = ["Die Brötchen waren von gestern."]')
    assert [t.examples for t in taxonomy.touchpoints] == [(), ("Die Brötchen waren von gestern.",)]


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
    ("old", "new", "message"),
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
        ('name = "Buchung"', 'name = "Buchung"\nexamples = "so"', "examples: must be a list of texts"),
        ('name = "Buchung"', 'name = "Buchung"\nid = "A B"', "id: must be small letters"),
        ('phase = "unterwegs"', 'phase = "danach"', "found 'danach'. Known: vor_der_reise, unterwegs"),
        ('name = "Frühstück"', 'name = "Buchung"', "'buchung' is used twice"),
        ('name = "Unterwegs"', 'name = "Unterwegs"\nfrom = ["x"]\n[extra]', "unknown key 'extra'"),
    ],
)
def test_a_wrong_journey_names_file_key_and_what_is_allowed(tmp_path: Path, old: str, new: str, message: str) -> None:
    file = tmp_path / "reise.toml"
    file.write_text(SMALL.replace(old, new, 1), "utf-8")
    with pytest.raises(TaxonomyError) as caught:
        load_taxonomy(str(file))
    assert str(file) in str(caught.value)
    assert message in str(caught.value)


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
    with pytest.raises(TaxonomyError, match="'tills' is no touchpoint of five_phases"):
        parse_taxonomy('base = "five_phases"\n[[phases]]\nname = "All"\ntake = ["tills"]')
    with pytest.raises(TaxonomyError, match="take: needs a line base"):
        parse_taxonomy('[[phases]]\nname = "All"\ntake = ["till"]')
    with pytest.raises(TaxonomyError, match="named twice"):
        parse_taxonomy('base = "five_phases"\n[[phases]]\nname = "All"\nfrom = ["awareness", "awareness"]')


@given(st.text(max_size=80))
def test_no_text_at_all_raises_anything_but_our_error(text: str) -> None:
    for given_text in (text, f"[[phases]]\nname = {text}", f"{text} = 1", SMALL + text):
        try:
            parse_taxonomy(given_text)
        except TaxonomyError as error:
            assert "journey.toml" in str(error)
