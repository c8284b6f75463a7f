"""The configuration names people: in full in private/, counted in what may be handed on."""

from __future__ import annotations

import json
from pathlib import Path

from voc.config import StudyConfig, parse_config, without_people
from voc.study import write_config
from voc.study.folder import CONFIG

SPEAKERS = {"interviewer": ["Ilse Frager"], "participant": ["Bodo Antwort", "Cora"]}
NAMES = ("Ilse", "Bodo", "Cora", "Dora", "gespraech_dora")


def config() -> StudyConfig:
    return parse_config(
        {
            "privacy": {"names": ["Dora Dritt"], "keep": ["Acme"]},
            "speakers": SPEAKERS,
            "files": {"gespraech_dora.md": {"speakers": SPEAKERS}},
            "journey": {"taxonomy": "software"},
        }
    )


def test_what_may_be_handed_on_counts_people_and_names_none():
    told = without_people(config())
    assert not [name for name in NAMES if name in json.dumps(told)]
    assert told["speakers"] == {"interviewer": ["[hidden]"], "participant": ["[hidden]"] * 2, "other": []}
    assert list(told["files"]) == ["[hidden 1]"]
    assert told["privacy"]["keep"] == ["Acme"]
    assert told["journey"] == {"taxonomy": "software"}


def test_private_holds_it_in_full_for_the_owner_only(tmp_path: Path):
    write_config(config(), tmp_path)
    path = tmp_path / CONFIG
    assert StudyConfig.model_validate(json.loads(path.read_text("utf-8"))) == config()
    assert path.stat().st_mode & 0o077 == 0
