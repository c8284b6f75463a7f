"""`voc verify` finds every personas.json that does not prove what it says, even when its hash was written anew."""

from __future__ import annotations

import copy
import hashlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from personas import check_personas
from voc.cli.main import app
from voc.study import verify_study

Json = dict[str, Any]
Mutation = Callable[[Json], object]
Find = Callable[[Mutation], list[str]]


@pytest.fixture(scope="module")
def study(inputs: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two personas by hand, so that there are some whatever a run finds."""
    out = tmp_path_factory.mktemp("mutated") / "study"
    for arguments in (
        ["run", inputs, "--out", out, "--quiet"],
        ["persona", "new", out, "Die einen", "talk_one.txt", "talk_two.txt"],
        ["persona", "new", out, "Die anderen", "talk_three.txt", "talk_four.txt"],
        ["run", inputs, "--out", out, "--quiet"],
    ):
        result = CliRunner().invoke(app, [str(one) for one in arguments], env={"COLUMNS": "100"})
        assert result.exit_code == 0, result.output or result.exception
    return out


@pytest.fixture(scope="module")
def document(study: Path) -> Json:
    return json.loads((study / "data" / "personas.json").read_text("utf-8"))


@pytest.fixture
def findings_after(study: Path, document: Json, tmp_path: Path) -> Find:
    """Mutate the document, make its hash in the manifest fit, and return the findings about it."""

    def find(mutate: Mutation) -> list[str]:
        folder = tmp_path / "study"
        if folder.exists():
            shutil.rmtree(folder)
        shutil.copytree(study, folder)
        broken = copy.deepcopy(document)
        mutate(broken)
        assert broken != document, "the mutation changed nothing"
        text = json.dumps(broken, ensure_ascii=False, indent=1) + "\n"
        (folder / "data" / "personas.json").write_text(text, encoding="utf-8", newline="")
        manifest = json.loads((folder / "data" / "manifest.json").read_text("utf-8"))
        manifest["files"]["data/personas.json"] = hashlib.sha256(text.encode()).hexdigest()
        (folder / "data" / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
        return [
            finding for finding in verify_study(folder, check_personas=check_personas) if "personas.json" in finding
        ]

    return find


def first(document: Json) -> Json:
    return document["personas"][0]


def second(document: Json) -> Json:
    return document["personas"][1]


def trait(document: Json) -> Json:
    return first(document)["traits"][0]


def longest_trait(document: Json) -> Json:
    traits = [trait for persona in document["personas"] for trait in persona["traits"]]
    return max(traits, key=lambda trait: len(trait["segments"]))


def test_the_study_itself_holds_and_has_what_is_mutated(study: Path, document: Json) -> None:
    assert verify_study(study, check_personas=check_personas) == []
    assert len(document["personas"]) >= 2
    assert all(persona["traits"] for persona in document["personas"][:2])


def drop_a_quoted_segment(document: Json) -> None:
    longest = longest_trait(document)
    longest["segments"].remove(longest["quotes"][0]["segment_id"])


def drop_all_segments(document: Json) -> None:
    trait(document)["segments"] = []


def swap_segments_between_personas(document: Json) -> None:
    ours, theirs = trait(document)["segments"], second(document)["traits"][0]["segments"]
    ours[0], theirs[0] = theirs[0], ours[0]


def swap_traits_between_personas(document: Json) -> None:
    first(document)["traits"][0], second(document)["traits"][0] = second(document)["traits"][0], trait(document)


def swap_members_between_personas(document: Json) -> None:
    ours, theirs = first(document)["respondents"], second(document)["respondents"]
    ours[0], theirs[0] = theirs[0], ours[0]


def add_a_member_to_two(document: Json) -> None:
    first(document)["respondents"].append(second(document)["respondents"][0])
    first(document)["n"] += 1


def count_one_more(document: Json) -> None:
    trait(document)["n"] += 1


def count_one_more_member(document: Json) -> None:
    first(document)["n"] += 1


def count_fewer_people_in_the_study(document: Json) -> None:
    document["n_of"] -= 1


def change_the_share(document: Json) -> None:
    first(document)["share"] = 0.99


def change_the_base(document: Json) -> None:
    trait(document)["n_of"] += 1


def change_the_lift(document: Json) -> None:
    trait(document)["lift"] = 9.5


def quote_another_segment(document: Json) -> None:
    quote = second(document)["traits"][0]["quotes"][0]
    trait(document)["quotes"][0]["segment_id"] = quote["segment_id"]


def quote_nothing(document: Json) -> None:
    trait(document)["quotes"] = []


def rewrite_a_quote(document: Json) -> None:
    trait(document)["quotes"][0]["text"] += " Wirklich."


def rewrite_the_persona_s_sentence(document: Json) -> None:
    first(document)["quote"]["text"] = "Ich bin immer in Eile."


def take_somebody_else_s_sentence(document: Json) -> None:
    first(document)["quote"] = second(document)["quote"]


def invent_a_trait(document: Json) -> None:
    invented = copy.deepcopy(trait(document))
    invented.update(kind="goal", subject="Reich werden", subject_id="t-0000000000")
    first(document)["traits"].append(invented)


def invent_a_trait_without_evidence(document: Json) -> None:
    invented = {
        **trait(document),
        "subject_id": "t-0000000000",
        "segments": [],
        "quotes": [],
        "respondents": [],
        "n": 0,
    }
    first(document)["traits"].append(invented)


def rename_the_subject(document: Json) -> None:
    trait(document)["subject"] = "Ein ganz anderes Thema"


def turn_a_line_into_another_kind(document: Json) -> None:
    traits = [trait for persona in document["personas"] for trait in persona["traits"]]
    next(trait for trait in traits if trait["kind"] == "theme")["kind"] = "touchpoint"


def invent_an_attribute(document: Json) -> None:
    first(document)["attributes"].append({"attribute": "age", "value": "34", "n": 2, "n_known": 2})


def invent_a_difference(document: Json) -> None:
    first(document).setdefault("differences", []).append(
        {
            "kind": "attribute", "subject": "age", "subject_id": "age", "value": "young", "n_in": 2, "of_in": 2,
            "n_out": 0, "of_out": 2, "effect": 0.9, "measure": "cramers_v", "p_value": 0.001,
        }
    )  # fmt: skip


def invent_a_difference_of_a_line(document: Json) -> None:
    line = trait(document)
    first(document).setdefault("differences", []).append(
        {
            "kind": "trait", "subject": line["subject"], "subject_id": line["subject_id"], "value": line["kind"],
            "n_in": 2, "of_in": 2, "n_out": 0, "of_out": 9,
            "effect": 1.0, "measure": "risk_difference", "p_value": 0.001,
        }
    )  # fmt: skip


def more_people_feel_it(document: Json) -> None:
    next(feeling for feeling in first(document)["feelings"] if feeling["n"])["n"] += 5


def change_a_mood(document: Json) -> None:
    feelings = first(document)["feelings"]
    feeling = next(feeling for feeling in feelings if feeling["polarity"] is not None)
    feeling["polarity"] = -feeling["polarity"] + 0.5


def leave_a_member_out_as_well(document: Json) -> None:
    document["left_out"].append({"respondent_id": first(document)["respondents"][0], "reason": "fits no group"})


def forget_who_is_left_out(document: Json) -> None:
    document["left_out"] = document["left_out"][1:]


def drop_a_persona(document: Json) -> None:
    del document["personas"][1]


def refuse_beside_personas(document: Json) -> None:
    document["refusal"] = "Keine Gruppen."


def member_who_is_nobody(document: Json) -> None:
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


@pytest.mark.parametrize("mutate", MUTATIONS, ids=lambda mutation: mutation.__name__)
def test_every_mutation_is_found_even_with_a_fitting_hash(findings_after: Find, mutate: Mutation) -> None:
    assert findings_after(mutate)


def test_no_segment_of_any_trait_can_be_swapped_for_another_persona_s(findings_after: Find, document: Json) -> None:
    for number, persona in enumerate(document["personas"][:2]):
        other = document["personas"][1 - number]["traits"][0]["segments"][0]
        for place in range(len(persona["traits"])):

            def swap(broken: Json, number: int = number, place: int = place, other: str = other) -> None:
                broken["personas"][number]["traits"][place]["segments"][0] = other

            assert findings_after(swap), (number, place)
