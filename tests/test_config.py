"""What of the configuration may be handed on: it counts the people that it names, and names none of them."""

from __future__ import annotations

import json

from voc.config import hide_people, parse_config

SPEAKERS = {"interviewer": ["Ilse Frager"], "participant": ["Bodo Antwort", "Cora"]}
NAMES = ("Ilse", "Bodo", "Cora", "Dora", "gespraech_dora")


def test_hidden_configuration_counts_people_and_names_none() -> None:
    config = parse_config(
        {
            "privacy": {"names": ["Dora Dritt"], "keep": ["Acme"]},
            "speakers": SPEAKERS,
            "files": {"gespraech_dora.md": {"speakers": SPEAKERS}},
            "journey": {"taxonomy": "software"},
        }
    )
    hidden = hide_people(config)
    assert not [name for name in NAMES if name in json.dumps(hidden)]
    assert hidden["speakers"] == {"interviewer": ["[hidden]"], "participant": ["[hidden]"] * 2, "other": []}
    assert list(hidden["files"]) == ["[hidden 1]"]
    assert hidden["privacy"]["keep"] == ["Acme"]
    assert hidden["journey"] == {"taxonomy": "software"}
