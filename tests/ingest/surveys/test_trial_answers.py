"""Texts that look like trials of a survey are pointed at, and stay."""

from __future__ import annotations

import pytest

from voc.ingest.surveys.trial_answers import find_trials
from voc.tables.table import Table


@pytest.mark.parametrize(
    "text", ["test", "Test 2", "Testeintrag, bitte ignorieren", "asdf", "Test entry - please delete"]
)
def test_trials_are_found(text: str) -> None:
    table = Table.from_rows(["Why?"], [["It rained."], [text]], first_row=2)
    assert find_trials(table, [0]) == [3]


@pytest.mark.parametrize(
    "text", ["", "Test bestanden", "The test drive was fun.", "Testen Sie das bitte selbst einmal."]
)
def test_words_about_tests_are_none(text: str) -> None:
    assert find_trials(Table.from_rows(["Why?"], [[text]], first_row=2), [0]) == []
