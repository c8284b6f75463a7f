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


def test_the_team_of_a_list_of_people_is_no_respondent_of_a_common_talk(tmp_path: Path) -> None:
    (tmp_path / "group.txt").write_text(GROUP)
    people = "Person,Rolle,Sprache,Nickname\nAnna Berg,Testerin,Deutsch,anb\nOle Dahl,Kiosk-Team,Dänisch,od\n"
    (tmp_path / "people.csv").write_text(people)
    corpus = read_folder([tmp_path])
    assert {respondent.label: dict(respondent.attributes) for respondent in corpus.respondents} == {
        "Anna Berg": {"role": "Testerin", "Sprache": "Deutsch"}
    }
    assert {turn.role for item in corpus.documents for turn in item.turns if turn.speaker == "Ole Dahl"} == {"other"}
    assert "Ole Dahl" in corpus.names
    about = next(source for source in corpus.sources if source.path == "people.csv")
    assert "Not used: 'Nickname'." in about.notes


def test_somebody_of_a_team_answers_in_an_interview_of_their_own(tmp_path: Path) -> None:
    for name in ("Anna", "Ole"):
        (tmp_path / f"{name}.txt").write_text(TALK.format(n=name).replace("B:", f"{name}:"))
    (tmp_path / "people.csv").write_text("Person,Rolle\nAnna,Testerin\nOle,Kiosk-Team\n")
    assert len(read_folder([tmp_path]).respondents) == 2


def test_senders_of_mails_are_named_by_their_addresses(tmp_path: Path) -> None:
    for n, name in enumerate(("ida", "jan")):
        head = f"From: {name.title()} Voss <{name}@post.example>\nTo: desk@shop.example\nSubject: {n}\n\n"
        (tmp_path / f"{n}.eml").write_text(f"{head}It broke {n} times.\n")
    (tmp_path / "customers.csv").write_text(
        "E-Mail;Gerät;invited\nIda@post.example;Lamp;yes\njan@post.example;Fan;no\n"
    )
    corpus = read_folder([tmp_path])
    assert [dict(respondent.attributes) for respondent in corpus.respondents] == [{"device": "Lamp"}, {"device": "Fan"}]


def test_a_row_about_the_meeting_is_above_the_rows_about_its_people(tmp_path: Path) -> None:
    (tmp_path / "group.txt").write_text(GROUP)
    report = "Room,Topic,Minutes,Seats\n7,Kiosk,30,2\n\nName,Guest,Minutes\nAnna Berg,Yes,29\nOle Dahl,No,28\n"
    (tmp_path / "people.csv").write_text(report)
    assert [dict(respondent.attributes) for respondent in read_folder([tmp_path]).respondents] == [
        {"Guest": "Yes", "Minutes": "29"}, {"Guest": "No", "Minutes": "28"},
    ]  # fmt: skip
