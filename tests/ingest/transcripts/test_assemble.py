"""Whose words a file holds, and what its name says about them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.ingest.transcripts.turns import Read
from voc.ingest import read_folder


def test_generic_labels_are_per_file_and_names_are_not(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.txt").write_text("I: Was?\nB: Das.\nI: Gut?\nB: Ja.\n")
        (tmp_path / f"{name}2.txt").write_text("I: Was?\nAda Berg: Das.\nI: Gut?\nAda Berg: Ja.\n")
    corpus = read_folder([tmp_path])
    assert [respondent.label for respondent in corpus.respondents] == ["B", "Ada Berg", "B"]
    assert corpus.respondents[1].sources == ("a2.txt", "b2.txt")


def test_files_of_one_code_in_one_folder_are_one_person(tmp_path: Path) -> None:
    for folder, name in (("x", "P05a"), ("x", "P5b"), ("x", "P06"), ("y", "P05")):
        (tmp_path / folder).mkdir(exist_ok=True)
        (tmp_path / folder / f"{name}.txt").write_text(f"Sie sucht lange in {name}.\n", "utf-8")
    corpus = read_folder([tmp_path])
    assert [respondent.sources for respondent in corpus.respondents] == [
        ("x/P05a.txt", "x/P5b.txt"), ("x/P06.txt",), ("y/P05.txt",),
    ]  # fmt: skip


def test_file_name_tells_role_gender_and_age_and_the_head_wins(read: Read) -> None:
    corpus = read("Student_W23.txt", "Alter: 24\n\nI: Was?\n\nB: Das.\n\nI: Und?\n\nB: Ja.\n")
    assert dict(corpus.respondents[0].attributes) == {"role": "student", "gender": "female", "age": "24"}
    assert "From the file's name: gender female, role student." in corpus.sources[0].notes


def test_labels_tell_gender_and_age(read: Read) -> None:
    corpus = read(
        "a.txt",
        "I: Was?\n\nP3 (w, 34): Das.\n\nP4 (m, 61): Jenes.\n\nI: Gut?\n\nP3 (w, 34): Ja.\n\nP4 (m, 61): Nein.\n",
    )
    assert [dict(respondent.attributes) for respondent in corpus.respondents] == [
        {"gender": "female", "age": "34"},
        {"gender": "male", "age": "61"},
    ]


def test_header_lines_are_attributes_and_a_name_is_the_respondents_label(read: Read) -> None:
    head = "Name: Ute Sommer\nAlter: 41\nVersicherung: gesetzlich\nBranche: Pflege\nHausarzt: Dr. Ole Roth\n\n"
    corpus = read("a.txt", head + "I: Was stört?\n\nB: Die Wartezeit.\n\nI: Und sonst?\n\nB: Nichts.\n")
    (respondent,) = corpus.respondents
    assert respondent.label == "Ute Sommer"
    assert dict(respondent.attributes) == {"age": "41", "versicherung": "gesetzlich", "industry": "Pflege"}
    assert {turn.speaker for turn in corpus.documents[0].turns} == {"I", "B"}


def test_header_lines_about_the_project_are_no_attributes(read: Read) -> None:
    head = "Projekt: Nordbad\nMethode: Telefon\nAnlass: Umzug\n\n"
    corpus = read("a.txt", head + "I: Was stört?\n\nB: Die Wartezeit.\n\nI: Und sonst?\n\nB: Nichts.\n")
    assert dict(corpus.respondents[0].attributes) == {}


@pytest.mark.parametrize(
    ("line", "attributes"),
    [
        ("Interview 7 (w, 41, Studentin)", {"gender": "female", "age": "41", "role": "studentin"}),
        ("# Gespräch 2, 3.5.2026, männlich, 58 Jahre", {"gender": "male", "age": "58"}),
        ("Interview 34, Kiel", {}),
    ],
)
def test_the_first_line_says_who_answers(line: str, attributes: dict[str, str], read: Read) -> None:
    talk = "I: How was it?\n\nB: It was loud.\n\nI: And then?\n\nB: Then it was quiet.\n"
    assert read("a.md", f"{line}\n\n{talk}").respondents[0].attributes == attributes
