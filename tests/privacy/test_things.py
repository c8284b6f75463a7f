"""A word that looks like a name stays where the study uses it as a thing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.privacy.corpora import corpus, table
from voc.privacy import protect


def changed(rows: list[str]) -> list[str]:
    return [document.text for document in protect(corpus(*table("t.csv", rows))).corpus.documents]


@pytest.mark.parametrize(
    "row",
    [
        "Bench next to Costa",
        "Im Costa war es voll und laut",
        "The Costa on the ground floor",
        "Costa for £4 is too much",
    ],
)
def test_a_shop_stays(row: str) -> None:
    assert changed([row]) == [row]


def test_who_is_announced_is_no_shop() -> None:
    assert changed(["Frau Costa half mir", "Neben Frau Costa und im Costa"])[0] == "Frau [Name 1] half mir"


def test_a_first_name_is_a_thing_only_where_the_study_says_so_twice() -> None:
    twice = ["The Alma app crashed", "Alma-Konto weg", "I talked with Alma"]
    assert changed(twice) == twice
    assert changed(["The Priya app crashed", "I asked Priya about it"])[1] == "I asked [Name 1] about it"


def test_the_values_of_a_category_name_no_people_but_a_column_of_people_does() -> None:
    def attributes(values: list[str]) -> list[str]:
        whole = corpus(*table("t.csv", ["Der war laut."] * len(values)))
        people = (
            replace(person, attributes={"x": value}) for person, value in zip(whole.respondents, values, strict=True)
        )
        return [
            person.attributes["x"] for person in protect(replace(whole, respondents=tuple(people))).corpus.respondents
        ]

    devices = ["Bosch Kestrel", "Miele Triflex", "Bosch Kestrel", "Sonstiges"]
    assert attributes(devices) == devices
    assert attributes(["Anna Kestrel", "Birgit Triflex"]) == ["[Name 1]", "[Name 2]"]


@pytest.mark.parametrize(
    ("head", "text", "expected"),
    [
        ("How likely are you to recommend Zuno to a friend?", "I use Zuno daily", "I use Zuno daily"),
        (
            "How likely are you to recommend Zuno to a friend?",
            "Zuno helped me, she is kind",
            "[Name 1] helped me, she is kind",
        ),
        ("How well did Kevin Tharwe support you?", "It was fine", "It was fine"),
    ],
)
def test_what_everybody_is_asked_about_is_no_person(head: str, text: str, expected: str) -> None:
    whole = corpus(*table("t.csv", [text]))
    documents = tuple(replace(document, ratings={head: 0.5}) for document in whole.documents)
    protected = protect(replace(whole, documents=documents))
    assert protected.corpus.documents[0].text == expected
    assert any("Zuno" in row.original for row in protected.key) == (expected != text)


def test_a_full_name_in_a_question_is_a_person() -> None:
    whole = corpus(*table("t.csv", ["It was fine"]))
    (document,) = whole.documents
    turns = (replace(document.turns[0], question="How well did Kevin Tharwe support you?"),)
    protected = protect(replace(whole, documents=(replace(document, turns=turns),)))
    assert protected.corpus.documents[0].turns[0].question == "How well did [Name 1] support you?"
