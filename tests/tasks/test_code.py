"""Codes by hand: accepted and refused, with their words, and suggestions that learn from both."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from voc.decisions.codebook import load_codebook
from voc.errors import ConfigError, UsageError
from voc.study import load
from voc.study.folder import CODEBOOK
from voc.tasks.code import (
    delete_code,
    give_code,
    list_codes,
    refuse_code,
    suggest_statements,
    take_code,
    write_code,
)


@pytest.fixture
def own(study: Path, tmp_path: Path) -> Path:
    shutil.copytree(study, tmp_path / "study")
    return tmp_path / "study"


def find(study: Path, words: str) -> str:
    return next(segment.segment_id for segment in load(study).analysis.segments if words in segment.text)


def test_a_code_is_made_and_changed(own: Path) -> None:
    write_code(own, "Money")
    assert write_code(own, " Refund ", description="Waiting for money", parent="money", colour="teal") == "Refund"
    write_code(own, "refund", new_name="Refund takes weeks", examples=["Das Geld kam spät.", " "])
    money, refund = list_codes(own)
    assert (money.name, refund.name, refund.parent, refund.colour) == ("Money", "Refund takes weeks", "Money", "teal")
    assert (refund.description, refund.examples) == ("Waiting for money", ("Das Geld kam spät.",))
    write_code(own, "Refund", description="", parent="")
    assert load_codebook(own / CODEBOOK).codes["Refund"].parent == ""


def test_a_code_is_not_below_itself(own: Path) -> None:
    write_code(own, "A")
    write_code(own, "B", parent="A")
    with pytest.raises(UsageError, match="below itself"):
        write_code(own, "A", parent="B")
    with pytest.raises(UsageError, match="no code"):
        write_code(own, "A", parent="C")


@pytest.mark.parametrize("wrong", [{"colour": "pink"}])
def test_an_unknown_colour_is_refused(own: Path, wrong: dict[str, str]) -> None:
    with pytest.raises(ConfigError, match="colour"):
        write_code(own, "A", **wrong)
    assert list_codes(own) == ()


def test_given_words_become_an_example_once(own: Path) -> None:
    write_code(own, "Refund")
    segment = find(own, "vier Wochen gewartet")
    for _ in range(2):
        give_code(own, "refund", [segment], words="vier Wochen gewartet")
    (code,) = list_codes(own)
    assert (code.accepted, code.examples) == ((segment,), ("vier Wochen gewartet",))
    with pytest.raises(UsageError, match="none of these"):
        give_code(own, "Refund", [segment], words="nie gesagt")


def test_refused_is_not_given_and_taken_is_neither(own: Path) -> None:
    write_code(own, "Refund", description="money back")
    segment = find(own, "vier Wochen gewartet")
    give_code(own, "Refund", [segment])
    refuse_code(own, "Refund", [segment])
    assert [(code.accepted, code.refused) for code in list_codes(own)] == [((), (segment,))]
    take_code(own, "Refund", [segment])
    assert [(code.accepted, code.refused) for code in list_codes(own)] == [((), ())]
    assert segment not in load_codebook(own / CODEBOOK).segments


def test_a_deleted_code_leaves_nothing_behind(own: Path) -> None:
    write_code(own, "Top")
    write_code(own, "Middle", parent="Top")
    write_code(own, "Below", parent="Middle")
    segment = find(own, "vier Wochen gewartet")
    give_code(own, "Middle", [segment])
    delete_code(own, "Middle")
    assert [(code.name, code.parent) for code in list_codes(own)] == [("Top", ""), ("Below", "Top")]
    assert segment not in load_codebook(own / CODEBOOK).segments


def test_suggestions_are_like_what_was_given_and_unlike_what_was_refused(own: Path) -> None:
    write_code(own, "Refund")
    accepted = find(own, "vier Wochen gewartet")
    give_code(own, "Refund", [accepted])
    first = suggest_statements(own, "Refund")
    assert first and accepted not in {entry.segment.segment_id for entry in first}
    assert any(word in first[0].segment.text for word in ("Geld", "Erstattung", "Rücksendung", "gewartet"))
    assert [entry.margin for entry in first] == sorted((entry.margin for entry in first), reverse=True)
    refuse_code(own, "Refund", [first[0].segment.segment_id])
    again = suggest_statements(own, "Refund")
    assert first[0].segment.segment_id not in {entry.segment.segment_id for entry in again}
    assert suggest_statements(own, "Refund", count=1) == again[:1]


@pytest.mark.parametrize("call", [give_code, refuse_code, take_code])
def test_an_unknown_code_is_named_with_the_known_ones(own: Path, call) -> None:
    write_code(own, "Refund")
    with pytest.raises(UsageError, match="Did you mean 'Refund'"):
        call(own, "Refnd", [find(own, "vier Wochen")])
    with pytest.raises(UsageError, match="s-nothing"):
        give_code(own, "Refund", ["s-nothing"])
