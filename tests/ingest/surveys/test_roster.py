"""respondents.csv beside the transcripts."""

from __future__ import annotations

from pathlib import Path

import pytest

from voc.ingest import read_folder
from voc.schema import Corpus

TALK = "I: How was {n}?\n\nB: It was fine with {n}.\n\nI: And then?\n\nB: Then {n} went home.\n"
GROUP = (
    "I: How was it?\n\nAnna Berg: It was fine for me.\n\nI: And for you?\n\nOle Dahl: It was cold there.\n\n"
    "Anna Berg: Not for me.\n\nOle Dahl: It was for me.\n"
)


@pytest.fixture
def talks(tmp_path: Path) -> Path:
    for name in ("P01_first visit", "P02", "P02-later", "P03"):
        (tmp_path / f"{name}.txt").write_text(TALK.format(n=name))
    return tmp_path


def attributes(corpus: Corpus) -> dict[str, dict[str, str]]:
    return {respondent.sources[0]: dict(respondent.attributes) for respondent in corpus.respondents}


def test_table_about_the_files_gives_attributes_and_joins(talks: Path) -> None:
    (talks / "people.csv").write_text(
        "Nr.;Alter;Beruf;E-Mail;Kundentyp\nP01;34;Ärztin in einer großen Klinik;a@b.de;neu\n"
        "P02;51;Tischler;c@d.de;alt\nP09;20;Koch;e@f.de;neu\n"
    )
    corpus = read_folder([talks])
    about = next(source for source in corpus.sources if source.path == "people.csv")
    assert (about.reader, about.kind, about.status) == ("respondents-table", "interview", "read")
    assert attributes(corpus) == {
        "P01_first visit.txt": {"age": "34", "job": "Ärztin in einer großen Klinik", "segment": "neu"},
        "P02-later.txt": {"age": "51", "job": "Tischler", "segment": "alt"},
        "P03.txt": {},
    }
    joined = corpus.respondents[1]
    assert joined.sources == ("P02-later.txt", "P02.txt")
    turns = [turn for item in corpus.documents for turn in item.turns if turn.role == "participant"]
    assert {turn.respondent_id for turn in turns} == {respondent.respondent_id for respondent in corpus.respondents}
    assert "1 rows name neither a file" in " ".join(about.notes)


def test_rows_with_one_id_join_the_files_that_they_name(talks: Path) -> None:
    (talks / "people.csv").write_text("file,respondent,age\nP03.txt,A7,34\nP01_first visit.txt,A7,34\nP02.txt,A8,51\n")
    corpus = read_folder([talks])
    assert len(corpus.respondents) == 3
    assert corpus.respondents[0].sources == ("P01_first visit.txt", "P03.txt")


def test_table_about_speakers(tmp_path: Path) -> None:
    (tmp_path / "group.txt").write_text(GROUP)
    (tmp_path / "people.csv").write_text("Person,Rolle,Gruppe\nAnna Berg,Leitung,A\nOle Dahl,Team,B\n")
    corpus = read_folder([tmp_path])
    assert {respondent.label: dict(respondent.attributes) for respondent in corpus.respondents} == {
        "Anna Berg": {"role": "Leitung", "segment": "A"},
        "Ole Dahl": {"role": "Team", "segment": "B"},
    }


def test_what_the_talk_itself_says_goes_first(tmp_path: Path) -> None:
    (tmp_path / "P1.md").write_text("---\nage: 34\n---\n" + TALK.format(n="it"))
    (tmp_path / "people.csv").write_text("id,age,country\nP1,99,AT\n")
    assert dict(read_folder([tmp_path]).respondents[0].attributes) == {"age": "34", "country": "AT"}


def test_survey_with_answers_is_no_table_about_people(talks: Path) -> None:
    rows = "".join(f'P0{n},"The step number {n} was too long for me."\n' for n in (1, 2, 3))
    (talks / "survey.csv").write_text("participant,What was bad?\n" + rows)
    corpus = read_folder([talks])
    assert next(source for source in corpus.sources if source.path == "survey.csv").reader == "table-csv"


def test_spreadsheet_about_people_is_read_whatever_the_order(talks: Path) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    for row in (["Teilnehmer", "Alter"], ["P01", 34], ["P03", 28]):
        book.active.append(row)
    book.save(talks / "A first file.xlsx")
    assert attributes(read_folder([talks]))["P03.txt"] == {"age": "28"}
