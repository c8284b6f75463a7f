"""The tone of a text by its words."""

from __future__ import annotations

import pytest

from voc.text.tone import find_tone


@pytest.mark.parametrize(
    ("text", "language", "tone"),
    [
        ("Der Fahrer war nett und die Kiste kam schnell.", "de", 1),
        ("Wir mussten ewig auf den Monteur warten.", "de", -1),
        ("Der Fahrer war nett, aber die Kiste war kaputt.", "de", 0),
        ("The driver was friendly.", "en", 1),
        ("The box arrived damaged.", "en", -1),
        ("No problems at all.", "en", 0),
        ("La caisse est cassée.", "fr", 0),
        ("", "de", 0),
    ],
)
def test_find_tone(text: str, language: str, tone: int) -> None:
    assert find_tone(text, language) == tone
