"""Attributes from the head of a file, from questions of surveys, and from names of files."""

from __future__ import annotations

from voc.ingest.respondent_attributes import attribute_of_question, attributes_from_header, canonical_attribute


def read_header(header: str) -> tuple[dict[str, str], str]:
    """Attributes and the respondent's name."""
    facts = attributes_from_header(header)
    return facts.attributes, facts.name


def test_front_matter_gives_respondents_fields_only() -> None:
    header = "---\ntitle: Talk\nage: 41\nhistory:\n    v1:\n        comment: x\nrole: buyer\nemail: a@b.de\n---\n"
    assert read_header(header) == ({"age": "41", "role": "buyer"}, "")


def test_front_matter_section_about_the_respondent_gives_all_of_its_fields() -> None:
    header = "---\nrespondent:\n  name: Ada Berg\n  shoe size: 38\n  Alter: 34\nproject:\n  budget: 10\n---\n"
    assert read_header(header) == ({"shoe size": "38", "age": "34"}, "Ada Berg")


def test_header_lines_with_bars() -> None:
    assert read_header("Age: 58 | female\nBeruf: Lehrerin\nDatum: 1.2.2024\n") == (
        {"age": "58", "gender": "female", "job": "Lehrerin"},
        "",
    )


def test_table_with_fields_in_the_first_column() -> None:
    assert read_header("| Alter | 34 |\n| --- | --- |\n| Beruf | Koch |\n")[0] == {"age": "34", "job": "Koch"}


def test_empty_values_are_no_attributes() -> None:
    assert read_header("Alter: -\nBeruf: k. A.\nGeschlecht: n/a\n") == ({}, "")


def test_name_inside_a_sentence_of_the_header() -> None:
    assert read_header("Call. Interviewer: Tom Ash. Participant: Joy van der Berg, Cork.\n")[1] == "Joy van der Berg"


def test_names_of_fields() -> None:
    assert canonical_attribute("author_country") == "country"
    assert canonical_attribute("E-Mail") == ""
    assert attribute_of_question("Welches Geschlecht haben Sie?") == "gender"


def test_front_matter_about_a_respondent_gives_all_of_its_fields() -> None:
    front = "---\nalter: 38\nberuf: Pflege\nlauferfahrung: 6 Jahre\nwohnort: Dortmund\ndatum: 2026-03-10\n"
    front += "name: Ada Berg\nusername: adaberg\ne-mail: ada@example.org\nstart: 01.02.2026\ntitle: Gespräch\n---\n"
    attributes, _ = read_header(front)
    assert attributes == {"age": "38", "job": "Pflege", "lauferfahrung": "6 Jahre", "wohnort": "Dortmund"}


def test_front_matter_about_a_project_gives_only_known_fields() -> None:
    assert read_header("---\nacronym: x\nrole: Lead\nphase: two\nhistory:\n  v1: y\n---\n")[0] == {"role": "Lead"}


def test_table_about_a_respondent_gives_all_of_its_columns() -> None:
    table = "| Age | Job | Runs per week | Date |\n|---|---|---|---|\n| 29 | Nurse | 3 | 2026-03-10 |\n"
    assert read_header(table)[0] == {"age": "29", "job": "Nurse", "runs per week": "3"}


def test_a_table_of_a_respondent_gives_the_place_and_no_scores() -> None:
    table = "| Participant | K4 |\n| --- | --- |\n| Age | 44 |\n| Location | Whitby |\n| Quality score | 88/100 |\n"
    facts = attributes_from_header(table)
    assert (facts.name, facts.attributes) == ("K4", {"age": "44", "location": "Whitby"})
    assert "location" not in attributes_from_header(table.replace("Whitby", "Meeting room 2")).attributes


def test_a_description_is_no_name() -> None:
    facts = attributes_from_header("Alter: 41\nTeilnehmerin: Mutter, 41, drei Kinder\nDolmetscher: Milan S.\n")
    assert (facts.name, facts.attributes) == ("", {"age": "41", "role": "mutter"})
    assert attributes_from_header("Alter: 41\nTeilnehmerin: Wanda Kolb, Lehrerin\n").name == "Wanda Kolb"
