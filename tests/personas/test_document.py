"""data/personas.json fits its JSON schema and can be decoded again."""

from __future__ import annotations

import json

import jsonschema
import pytest

from benchmarks.simulate import Recipe, Simulated, simulate
from personas import build_personas, personas_json
from personas.document import PersonasDocument
from tests.paths import ROOT
from voc.schema import Personas
from voc.study.codec import decode, encode

SCHEMA = ROOT / "docs/personas.schema.json"


@pytest.fixture(scope="module")
def validator() -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator(json.loads(SCHEMA.read_text("utf-8")))


def test_the_document_has_the_keys_that_its_schema_describes(
    study: Simulated, drafts: Personas, validator: jsonschema.Draft202012Validator
) -> None:
    document = json.loads(personas_json(drafts, study.analysis))
    assert document["personas"]
    assert document["profiles"]
    assert [error.message for error in validator.iter_errors(document)] == []


def test_a_refusal_has_them_too(validator: jsonschema.Draft202012Validator) -> None:
    analysis = simulate(Recipe(n_people=4)).analysis
    refused = build_personas(analysis)
    assert refused.refusal
    assert [error.message for error in validator.iter_errors(json.loads(personas_json(refused, analysis)))] == []


def test_an_unknown_key_does_not_fit(
    study: Simulated, drafts: Personas, validator: jsonschema.Draft202012Validator
) -> None:
    document = json.loads(personas_json(drafts, study.analysis))
    document["personas"][0]["age"] = 34
    assert list(validator.iter_errors(document))


def test_profiles_are_of_people_who_said_enough(study: Simulated, drafts: Personas) -> None:
    assert drafts.profiles
    ids = [profile.respondent_id for profile in drafts.profiles]
    assert ids == sorted(set(ids))
    placed = {person: persona.persona_id for persona in drafts.personas for person in persona.respondents}
    for profile in drafts.profiles:
        own = [
            at for at, segment in enumerate(study.analysis.segments) if segment.respondent_id == profile.respondent_id
        ]
        assert profile.n_segments == len(own) >= 3
        assert profile.persona_id == placed.get(profile.respondent_id, "")
        assert profile.quote in own
        assert {at for trait in profile.traits for at in trait.segments} <= set(own)


def test_the_document_can_be_decoded_again(study: Simulated, drafts: Personas) -> None:
    document = json.loads(personas_json(drafts, study.analysis))
    assert encode(decode(PersonasDocument, document)) == document
