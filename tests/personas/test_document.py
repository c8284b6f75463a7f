import json

import jsonschema
import pytest

from benchmarks.simulate import Recipe, simulate
from personas import build_personas, personas_json
from tests.paths import ROOT

SCHEMA = ROOT / "docs/personas.schema.json"


@pytest.fixture(scope="module")
def validator():
    return jsonschema.Draft202012Validator(json.loads(SCHEMA.read_text("utf-8")))


def test_the_document_has_the_keys_that_its_schema_describes(study, drafts, validator):
    document = json.loads(personas_json(drafts, study.analysis))
    assert document["personas"]
    assert document["profiles"]
    assert [error.message for error in validator.iter_errors(document)] == []


def test_a_refusal_has_them_too(validator):
    analysis = simulate(Recipe(n_people=4)).analysis
    found = build_personas(analysis)
    assert found.refusal
    assert [error.message for error in validator.iter_errors(json.loads(personas_json(found, analysis)))] == []


def test_an_unknown_key_does_not_fit(study, drafts, validator):
    document = json.loads(personas_json(drafts, study.analysis))
    document["personas"][0]["age"] = 34
    assert list(validator.iter_errors(document))


def test_profiles_are_of_people_who_said_enough(study, drafts):
    ids = [profile.respondent_id for profile in drafts.profiles]
    assert ids == sorted(set(ids))
    placed = {who: persona.persona_id for persona in drafts.personas for who in persona.respondents}
    for profile in drafts.profiles:
        own = [at for at, one in enumerate(study.analysis.segments) if one.respondent_id == profile.respondent_id]
        assert profile.n_segments == len(own) >= 3
        assert profile.persona_id == placed.get(profile.respondent_id, "")
        assert profile.quote in own
        assert {at for trait in profile.traits for at in trait.segments} <= set(own)
