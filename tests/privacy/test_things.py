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
