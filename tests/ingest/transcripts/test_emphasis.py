"""Marks of emphasis in what people say."""

from __future__ import annotations

from pathlib import Path

import pytest

from voc.ingest import read_folder
from voc.schema import Document


def _read(tmp_path: Path, text: str) -> Document:
    (tmp_path / "talk.md").write_text(text, encoding="utf-8")
    (document,) = read_folder([tmp_path]).documents
    return document


def _said(document: Document) -> list[str]:
    return [document.text[turn.start : turn.end] for turn in document.turns]


def test_emphasis_is_taken_out_of_turns_and_later_turns_stay_whole(tmp_path: Path) -> None:
    document = _read(
        tmp_path,
        "# Kite shop\n\nI: How did it go?\nB: The line was **so** long, and the __tail__ tore.\n"
        "I: And then?\nB: Then it **flew: ** high.\n",
    )
    assert [words.strip() for words in _said(document)] == [
        "How did it go?",
        "The line was so long, and the tail tore.",
        "And then?",
        "Then it flew:  high.",
    ]


def test_bold_labels_of_a_list_lose_both_marks(tmp_path: Path) -> None:
    document = _read(
        tmp_path,
        "# Notes of an interview\n\n## Troubles\n\n* **Wet strings**: They get heavy after rain and stay so.\n"
        "* **Knots**: She needs an hour to undo them every single time.\n",
    )
    assert "**" not in "".join(_said(document))
    assert "Wet strings: They get heavy" in document.text


@pytest.mark.parametrize("words", ["It is *laughs* odd.", "I live in _city_ now.", "Two ** stars ** apart.", "a__b__c"])
def test_other_signs_stay(tmp_path: Path, words: str) -> None:
    document = _read(tmp_path, f"I: How did it go?\nB: {words}\nI: And then?\nB: Nothing else happened there.\n")
    assert words in document.text
