import copy
import json

import pytest

from personas import personas_json
from personas.check import check_document


@pytest.fixture(scope="module")
def owners(study):
    return {one.segment_id: one.respondent_id for one in study.analysis.segments}


@pytest.fixture(scope="module")
def document(study, drafts):
    return json.loads(personas_json(drafts, study.analysis))


def test_a_built_document_holds(document, owners):
    assert check_document(document, owners) == []


def drop_segments(persona):
    persona["traits"][0]["segments"] = []


def drop_one_proof(persona):
    trait = persona["traits"][0]
    trait["respondents"] = trait["respondents"][1:]


def drop_quotes(persona):
    persona["traits"][1]["quotes"] = []


def foreign_quote(persona):
    persona["traits"][0]["quotes"][0]["segment_id"] = "s-0000000000"


def wrong_count(persona):
    persona["traits"][0]["n"] += 1


def wrong_size(persona):
    persona["n"] -= 1


def wrong_base(persona):
    persona["traits"][0]["n_of"] += 5


def no_member(persona):
    persona["traits"][0]["respondents"][0] = "r-99999"


def twice(persona):
    persona["respondents"].append(persona["respondents"][0])


def no_quote(persona):
    persona["quote"] = None


def swapped_owner(persona):
    persona["quote"]["respondent_id"] = "r-99999"


def empty_text(persona):
    persona["quote"]["text"] = " "


def impossible_attribute(persona):
    persona["attributes"].append({"attribute": "age", "value": "34", "n": 10, "n_known": 9})


def foreign_feeling(persona):
    persona["feelings"][0]["best"] = "s-0000000000"


MUTATIONS = (
    drop_segments, drop_one_proof, drop_quotes, foreign_quote, wrong_count, wrong_size, wrong_base, no_member, twice,
    no_quote, swapped_owner, empty_text, impossible_attribute, foreign_feeling,
)  # fmt: skip


@pytest.mark.parametrize("mutate", MUTATIONS, ids=lambda one: one.__name__)
def test_every_mutation_is_found(document, owners, mutate):
    broken = copy.deepcopy(document)
    mutate(broken["personas"][0])
    findings = check_document(broken, owners)
    assert findings
    assert all(finding.startswith("data/personas.json: ") for finding in findings)


def test_any_swapped_or_dropped_evidence_is_found(document, owners):
    for number, persona in enumerate(document["personas"]):
        for position in range(number % 3, len(persona["traits"]), 3):  # all of them would take half a minute
            trait = persona["traits"][position]
            stranger = next(one for one, who in owners.items() if who not in trait["respondents"])
            for change in ([], [stranger], ["s-unknown"]):
                broken = copy.deepcopy(document)
                broken["personas"][number]["traits"][position]["segments"][0:1] = change
                lone = [owners[one] for one in trait["segments"]].count(owners[trait["segments"][0]]) == 1
                quoted = trait["segments"][0] == trait["quotes"][0]["segment_id"]
                assert check_document(broken, owners) or not (change or lone or quoted)


def test_membership_in_two_groups_or_none_and_one_is_found(document, owners):
    broken = copy.deepcopy(document)
    broken["personas"][1]["respondents"].append(broken["personas"][0]["respondents"][0])
    broken["personas"][1]["n"] += 1
    assert any("also a member" in finding for finding in check_document(broken, owners))
    broken = copy.deepcopy(document)
    broken["left_out"].append({"respondent_id": broken["personas"][0]["respondents"][0], "reason": "fits no group"})
    assert any("left out" in finding for finding in check_document(broken, owners))


@pytest.mark.parametrize(
    "broken",
    [{}, {"personas": None}, [], {"personas": [], "refusal": ""}, {"personas": ["x"]}, {"personas": [{}]},
     {"personas": [{"traits": ["x"], "attributes": ["x"], "feelings": "x"}]},
     {"personas": [{"attributes": [{}], "feelings": [{"n": "x", "best": []}], "quote": []}]}],
)  # fmt: skip
def test_hostile_documents_give_findings_and_no_traceback(broken, owners):
    assert check_document(broken, owners)
