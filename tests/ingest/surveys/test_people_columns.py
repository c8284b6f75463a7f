"""Values decide what is personal, and names of people are pseudonyms and never attributes."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from voc.ingest import read_folder
from voc.privacy.protect import protect
from voc.schema import Corpus

ReadRows = Callable[..., Corpus]
TEXTS = (
    "Die Suppe war kalt und fad.",
    "Wir saßen lange ohne Karte.",
    "Der Nachtisch war ein Gedicht.",
    "Draußen war es zu windig.",
    "Die Rechnung stimmte nicht.",
    "Das Brot schmeckt wie früher.",
)
PEOPLE = ("Henrike Bahlsen", "Torben Ahrens", "Silke Brodersen", "Hauke Iversen", "Maren Detlefsen", "Birte Claussen")


@pytest.mark.parametrize(
    ("column", "values"),
    [
        ("Phone", ("iOS", "Android")),
        ("Address", ("du", "Sie")),
        ("Mail", ("ja", "nein")),
        ("Location", ("Terrasse", "Saal")),
        ("Standort", ("Filiale", "Online")),
    ],
)
def test_choices_are_facts_whatever_the_column_is_called(
    read_rows: ReadRows, column: str, values: tuple[str, str]
) -> None:
    corpus = read_rows([[column, "Kommentar"], *([values[n % 2], text] for n, text in enumerate(TEXTS))])
    assert corpus.respondents[0].attributes == {column: values[0]}


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("Phone", "0431 55512{n}"),
        ("Address", "Deichweg {n}, 25813 Husum"),
        ("Mail", "gast{n}@beispiel.de"),
        ("Vorname", "Ilka"),
    ],
)
def test_personal_data_are_no_facts(read_rows: ReadRows, column: str, value: str) -> None:
    corpus = read_rows([[column, "Kommentar"], *([value.format(n=n), text] for n, text in enumerate(TEXTS))])
    assert corpus.respondents[0].attributes == {}
    assert f"Personal data, not read: '{column}'." in corpus.sources[0].notes


@pytest.mark.parametrize("column", ["Bearbeiter", "Ansprechpartner", "assignee", "Spalte 7", "agent.name"])
def test_names_of_others_are_pseudonyms_and_no_facts(read_rows: ReadRows, column: str) -> None:
    staff = ("Swantje Lorenzen", "Eike Feddersen", "Swantje Lorenzen")
    rows = [["Nr.", column, "Kommentar"], *([str(n), staff[n % 3], text] for n, text in enumerate(TEXTS))]
    rows[1][2] = "Frau Lorenzen brachte die kalte Suppe."
    corpus = read_rows(rows)
    assert all(not respondent.attributes for respondent in corpus.respondents)
    assert protect(corpus).corpus.documents[0].text == "Frau [Name 1] brachte die kalte Suppe."


def test_first_name_and_surname_are_the_respondents_own(read_rows: ReadRows) -> None:
    rows = [["Kundennummer", "Vorname", "Nachname", "Kommentar"]]
    rows += [[f"88{n}", *PEOPLE[n].split(), text] for n, text in enumerate(TEXTS)]
    rows[2][3] = "Ich, Torben Ahrens, saß lange ohne Karte."
    protected = protect(read_rows(rows))
    assert protected.corpus.documents[1].text == "Ich, [Person 2], saß lange ohne Karte."
    assert ("person", "[Person 2]", "Torben Ahrens") in {
        (row.kind, row.pseudonym, row.original) for row in protected.key
    }


def test_nested_names_tell_respondents_apart(tmp_path: Path) -> None:
    records = [
        {"speaker": {"display_name": PEOPLE[n % 3]}, "seat": "A" if n % 2 else "B", "comment": text}
        for n, text in enumerate(TEXTS)
    ]
    (tmp_path / "c.json").write_text(json.dumps(records), "utf-8")
    corpus = read_folder([tmp_path])
    assert len(corpus.respondents) == 3
    assert not any("display" in name for person in corpus.respondents for name in person.attributes)


def test_ids_are_no_facts(read_rows: ReadRows) -> None:
    rows = [["table_id", "Kommentar"], *([f"T{n % 2}", text] for n, text in enumerate(TEXTS))]
    assert read_rows(rows).respondents[0].attributes == {}


@pytest.mark.parametrize("column", ["Bearbeiter", "assigned_to", "Kunde", "user"])
def test_accounts_and_initials_of_people_are_no_facts(read_rows: ReadRows, column: str) -> None:
    accounts = ("hbah", "tahr", "sbro", "hive", "mdet")
    rows = [[column, "Kommentar"], *([accounts[n // 2 % 5], f"{TEXTS[n % 6]} Tag {n}."] for n in range(12))]
    assert read_rows(rows).respondents[0].attributes == {}


def test_kinds_of_customers_are_facts(read_rows: ReadRows) -> None:
    rows = [["Customer", "Comment"], *(["new" if n % 3 else "regular", text] for n, text in enumerate(TEXTS))]
    assert read_rows(rows).respondents[0].attributes == {"Customer": "regular"}


def test_words_that_are_not_read_are_counted(read_rows: ReadRows) -> None:
    rows = [
        ["Was hat gestört?", "Sonstiges"],
        *([text, "" if n else "Ein Kind am Nebentisch weinte."] for n, text in enumerate(TEXTS)),
    ]
    notes = " ".join(read_rows(rows).sources[0].notes)
    assert "Columns with words that were not read: 'Sonstiges' (1 cells)." in notes
