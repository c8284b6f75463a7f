"""`voc verify` finds every personas.json that does not prove what it says, even when its hash was written anew."""

import copy
import hashlib
import json
import shutil

import pytest
from typer.testing import CliRunner

from personas import check_personas
from voc.cli.main import app
from voc.study import verify_study


@pytest.fixture(scope="module")
def study(inputs, tmp_path_factory):
    """Two personas by hand, so that there are some whatever a run finds."""
    out = tmp_path_factory.mktemp("mutated") / "study"
    for arguments in (
        ["run", inputs, "--out", out, "--quiet"],
        ["persona", "new", out, "Die einen", "talk_anna.txt", "talk_bernd.txt"],
        ["persona", "new", out, "Die anderen", "talk_clara.txt", "talk_david.txt"],
        ["run", inputs, "--out", out, "--quiet"],
    ):
        result = CliRunner().invoke(app, [str(one) for one in arguments], env={"COLUMNS": "100"})
        assert result.exit_code == 0, result.output or result.exception
    return out


@pytest.fixture(scope="module")
def document(study):
    return json.loads((study / "data" / "personas.json").read_text("utf-8"))


@pytest.fixture
def changed(study, document, tmp_path):
    """``changed(change)``: what is found after a change of the document, with all hashes as if it were written so."""

    def find(change):
        folder = tmp_path / "study"
        if folder.exists():
            shutil.rmtree(folder)
        shutil.copytree(study, folder)
        broken = copy.deepcopy(document)
        change(broken)
        assert broken != document, "the mutation changed nothing"
        text = json.dumps(broken, ensure_ascii=False, indent=1) + "\n"
        (folder / "data" / "personas.json").write_text(text, encoding="utf-8", newline="")
        manifest = json.loads((folder / "data" / "manifest.json").read_text("utf-8"))
        manifest["files"]["data/personas.json"] = hashlib.sha256(text.encode()).hexdigest()
        (folder / "data" / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
        return [one for one in verify_study(folder, check_personas=check_personas) if "personas.json" in one]

    return find


def first(document):
    return document["personas"][0]


def second(document):
    return document["personas"][1]


def trait(document, number=0):
    return first(document)["traits"][number]


def long_trait(document):
    return max((one for each in document["personas"] for one in each["traits"]), key=lambda one: len(one["segments"]))


def test_the_study_itself_holds_and_has_what_is_mutated(study, document):
    assert verify_study(study, check_personas=check_personas) == []
    assert len(document["personas"]) >= 2
    assert all(each["traits"] for each in document["personas"][:2])


def drop_a_quoted_segment(document):
    one = long_trait(document)
    one["segments"].remove(one["quotes"][0]["segment_id"])


def drop_all_segments(document):
    trait(document)["segments"] = []


def swap_segments_between_personas(document):
    one, other = trait(document), second(document)["traits"][0]
    one["segments"][0], other["segments"][0] = other["segments"][0], one["segments"][0]


def swap_traits_between_personas(document):
    first(document)["traits"][0], second(document)["traits"][0] = second(document)["traits"][0], trait(document)


def swap_members_between_personas(document):
    one, other = first(document)["respondents"], second(document)["respondents"]
    one[0], other[0] = other[0], one[0]


def add_a_member_to_two(document):
    first(document)["respondents"].append(second(document)["respondents"][0])
    first(document)["n"] += 1


def count_one_more(document):
    trait(document)["n"] += 1


def count_one_more_member(document):
    first(document)["n"] += 1


def count_fewer_people_in_the_study(document):
    document["n_of"] -= 1


def change_the_share(document):
    first(document)["share"] = 0.99


def change_the_base(document):
    trait(document)["n_of"] += 1


def change_the_lift(document):
    trait(document)["lift"] = 9.5


def quote_another_segment(document):
    one = second(document)["traits"][0]["quotes"][0]
    trait(document)["quotes"][0]["segment_id"] = one["segment_id"]


def quote_nothing(document):
    trait(document)["quotes"] = []


def rewrite_a_quote(document):
    trait(document)["quotes"][0]["text"] += " Wirklich."


def rewrite_the_persona_s_sentence(document):
    first(document)["quote"]["text"] = "Ich bin immer in Eile."


def take_somebody_else_s_sentence(document):
    first(document)["quote"] = second(document)["quote"]


def invent_a_trait(document):
    invented = copy.deepcopy(trait(document))
    invented.update(kind="goal", subject="Reich werden", subject_id="t-0000000000")
    first(document)["traits"].append(invented)


def invent_a_trait_without_evidence(document):
    invented = {
        **trait(document),
        "subject_id": "t-0000000000",
        "segments": [],
        "quotes": [],
        "respondents": [],
        "n": 0,
    }
    first(document)["traits"].append(invented)


def rename_the_subject(document):
    trait(document)["subject"] = "Ein ganz anderes Thema"


def turn_a_line_into_another_kind(document):
    one = next(one for each in document["personas"] for one in each["traits"] if one["kind"] == "theme")
    one["kind"] = "touchpoint"


def invent_an_attribute(document):
    first(document)["attributes"].append({"attribute": "age", "value": "34", "n": 2, "n_known": 2})


def invent_a_difference(document):
    first(document).setdefault("differences", []).append(
        {
            "kind": "attribute", "subject": "age", "subject_id": "age", "value": "young", "n_in": 2, "of_in": 2,
            "n_out": 0, "of_out": 2, "effect": 0.9, "measure": "cramers_v", "p_value": 0.001,
        }
    )  # fmt: skip


def invent_a_difference_of_a_line(document):
    one = trait(document)
    first(document).setdefault("differences", []).append(
        {
            "kind": "trait", "subject": one["subject"], "subject_id": one["subject_id"], "value": one["kind"],
            "n_in": 2, "of_in": 2, "n_out": 0, "of_out": 9,
            "effect": 1.0, "measure": "risk_difference", "p_value": 0.001,
        }
    )  # fmt: skip


def more_people_feel_it(document):
    next(one for one in first(document)["feelings"] if one["n"])["n"] += 5


def change_a_mood(document):
    one = next(one for one in first(document)["feelings"] if one["polarity"] is not None)
    one["polarity"] = -one["polarity"] + 0.5


def leave_a_member_out_as_well(document):
    document["left_out"].append({"respondent_id": first(document)["respondents"][0], "reason": "fits no group"})


def forget_who_is_left_out(document):
    document["left_out"] = document["left_out"][1:]


def drop_a_persona(document):
    del document["personas"][1]


def refuse_beside_personas(document):
    document["refusal"] = "Keine Gruppen."


def member_who_is_nobody(document):
    first(document)["respondents"][0] = "r-0000000000"


MUTATIONS = (
    drop_a_quoted_segment, drop_all_segments, swap_segments_between_personas, swap_traits_between_personas,
    swap_members_between_personas, add_a_member_to_two, count_one_more, count_one_more_member,
    count_fewer_people_in_the_study, change_the_share, change_the_base, change_the_lift, quote_another_segment,
    quote_nothing, rewrite_a_quote, rewrite_the_persona_s_sentence, take_somebody_else_s_sentence, invent_a_trait,
    invent_a_trait_without_evidence, rename_the_subject, turn_a_line_into_another_kind, invent_an_attribute,
    invent_a_difference, invent_a_difference_of_a_line, more_people_feel_it, change_a_mood, leave_a_member_out_as_well,
    forget_who_is_left_out, drop_a_persona, refuse_beside_personas, member_who_is_nobody,
)  # fmt: skip


@pytest.mark.parametrize("mutate", MUTATIONS, ids=lambda one: one.__name__)
def test_every_mutation_is_found_even_with_fresh_hashes(changed, mutate):
    assert changed(mutate)


def test_no_segment_of_any_trait_can_be_swapped_for_another_persona_s(changed, document):
    for number, persona in enumerate(document["personas"][:2]):
        other = document["personas"][1 - number]["traits"][0]["segments"][0]
        for place in range(len(persona["traits"])):

            def swap(broken, number=number, place=place, other=other):
                broken["personas"][number]["traits"][place]["segments"][0] = other

            assert changed(swap), (number, place)
