"""Cells that say that nobody answered, in words and codes."""

from __future__ import annotations

import pytest

from voc.tables.missing_answers import is_no_answer


@pytest.mark.parametrize(
    "cell",
    [
        "[NA] nicht beantwortet", "[-9] Nicht gefragt", "Nicht beantwortet", "Not answered", "k. A.", "K.A.", "N/A",
        "keine Angabe", "-99", "-9", "99", "-77 = keine Angabe", "99 (don’t know)", "-",
    ],
)  # fmt: skip
def test_words_and_codes_for_no_answer(cell: str) -> None:
    assert is_no_answer(cell)


@pytest.mark.parametrize(
    "cell", ["", "4", "-2", "nein", "Nichts", "[1] gut", "5 = sehr gut", "nicht beantwortete Mails"]
)
def test_answers_are_none(cell: str) -> None:
    assert not is_no_answer(cell)
