"""From files to themes: answers that say nothing reach no theme."""

from __future__ import annotations

import csv

import pytest

from voc.analysis import analyse
from voc.config import parse_config
from voc.ingest import read_folder
from voc.schema import Analysis

NOTHING = (
    "no comment", "No comments.", "n/a", "N/A", "-", "--", "nothing", "Nothing so far.", "don't know", "I don't know.",
    "weiß nicht", "Weiß ich nicht.", "keine Angabe", "k. A.", "nichts", "nichts besonderes", "keine Ahnung",
)  # fmt: skip
QUESTION = "What should we know about your last order?"
ANSWERS = (
    "The courier rang once and left with the parcel.",
    "Our parcel stood in the rain for {} hours.",
    "The refund took {} weeks to reach my account.",
    "I never saw the refund for the {} returned shoes.",
    "The app loses every run after {} kilometres or so.",
    "Since the update the app crashes {} times a day.",
    "The assistant measured both feet for {} minutes.",
    "In the shop they gave me honest advice about {} models.",
)
NUMBERS = ("two", "three", "four", "five", "six")


@pytest.fixture(scope="module")
def survey(tmp_path_factory: pytest.TempPathFactory) -> Analysis:
    """Eighty people who say something, and each answer that says nothing twice."""
    path = tmp_path_factory.mktemp("survey") / "answers.csv"
    said = [ANSWERS[place % 8].format(NUMBERS[place % 5]) for place in range(80)]
    rows = [[str(place), text] for place, text in enumerate([*said, *NOTHING, *NOTHING], 1)]
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([["respondent", QUESTION], *rows])
    config = parse_config({"files": {path.name: {"columns": {"text": [QUESTION]}}}})
    return analyse(read_folder([path], config), config)


def test_answers_that_say_nothing_are_counted_and_left_out(survey: Analysis) -> None:
    assert survey.n_empty == 2 * len(NOTHING)
    assert {segment.text for segment in survey.segments}.isdisjoint(NOTHING)


def test_no_theme_is_made_of_answers_that_say_nothing(survey: Analysis) -> None:
    assert survey.themes.themes
    words = {word.lower() for theme in survey.themes.themes for word in (*theme.name.split(), *theme.keywords)}
    assert words.isdisjoint({"comment", "comments", "nothing", "n/a", "angabe", "nichts", "ahnung", "weiß", "entfällt"})
