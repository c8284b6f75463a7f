"""Only the customers' rows and columns of a support table are respondents' words."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from voc.config import parse_config
from voc.ingest import read_folder
from voc.privacy.protect import protect
from voc.schema import Corpus

ReadRows = Callable[..., Corpus]
FIRST = (
    "Mein Rad kam ohne Pedale.",
    "Der Sattel wackelt schon.",
    "Ihr Laden war am Montag zu.",
    "Die Klingel fehlt im Karton.",
)


def chat(kinds: dict[str, str], columns: list[str]) -> list[list[str]]:
    """Four conversations of a customer, an agent who asks, and the customer again."""
    rows = [["Ticket", "Name", *columns, "Nachricht"]]
    names = ("Gesa Thomsen", "Arne Petersen", "Wiebke Hansen", "Lars Ohlsen")
    for n, name in enumerate(names):
        rows += [
            [f"T{n}", name, kinds["customer"], FIRST[n]],
            [f"T{n}", "Knut Jespersen", kinds["company"], "Das tut uns furchtbar leid! Wann kam es an?"],
            [f"T{n}", name, kinds["customer"], f"Am {n + 3}. Mai gegen Mittag."],
        ]
    return rows


@pytest.mark.parametrize(
    ("column", "customer", "company"),
    [
        ("author_type", "end-user", "agent"),
        ("Absendertyp", "Kunde", "Mitarbeiter"),
        ("sender_type", "contact", "bot"),
        ("Rolle", "Kundin", "Kundenservice"),
        ("direction", "inbound", "outbound"),
        ("Richtung", "eingehend", "ausgehend"),
        ("incoming", "true", "false"),
        ("is_agent", "0", "1"),
    ],
)
def test_rows_of_the_company_are_context(read_rows: ReadRows, column: str, customer: str, company: str) -> None:
    corpus = read_rows(chat({"customer": customer, "company": company}, [column]))
    assert (len(corpus.respondents), len(corpus.documents)) == (4, 8)
    assert not any("furchtbar" in document.text for document in corpus.documents)
    assert corpus.documents[1].turns[0].question == "Das tut uns furchtbar leid! Wann kam es an?"
    assert (corpus.documents[0].turns[0].question, corpus.documents[1].locator) == ("", "row 4")
    assert any("left out: 4 of agents, bots or the company" in note for note in corpus.sources[0].notes)


def test_a_column_that_voc_toml_ignores_decides_nothing(read_rows: ReadRows, tmp_path: Path) -> None:
    read_rows(chat({"customer": "user", "company": "team"}, ["author_type"]))
    settings = parse_config({"columns": {"ignore": ["author_type"]}})
    assert len(read_folder([tmp_path / "s.csv"], settings).documents) == 12


def test_messages_of_conversations_in_json_are_told_apart(tmp_path: Path) -> None:
    chats = [
        {"messages": [
            {"role": "user", "content": text}, {"role": "assistant", "content": "Oje! Welches Rad ist es?"},
            {"role": "user", "content": "Das rote mit Korb."}]}
        for text in FIRST
    ]  # fmt: skip
    (tmp_path / "c.json").write_text(json.dumps(chats), "utf-8")
    tickets = [
        {"id": n, "requester_id": n + 50, "comments": [
            {"author_id": n + 50, "public": True, "body": f"{text} Bitte um Antwort."},
            {"author_id": 7, "public": True, "body": "Wir kümmern uns."},
            {"author_id": 7, "public": False, "body": "Das Übliche."}]}
        for n, text in enumerate(FIRST)
    ]  # fmt: skip
    (tmp_path / "t.json").write_text(json.dumps({"tickets": tickets}), "utf-8")
    chat_answers, ticket_answers = (read_folder([tmp_path / name]) for name in ("c.json", "t.json"))
    assert (len(chat_answers.respondents), len(chat_answers.documents)) == (4, 8)
    assert chat_answers.documents[1].turns[0].question == "Oje! Welches Rad ist es?"
    assert [document.text for document in ticket_answers.documents] == [f"{text} Bitte um Antwort." for text in FIRST]


def test_internal_notes_are_left_out_and_do_not_hide_the_question(read_rows: ReadRows) -> None:
    rows = chat({"customer": "customer", "company": "agent"}, ["author_type"])
    rows = [[*row[:3], "public" if n else "visibility", row[3]] for n, row in enumerate(rows)]
    rows.insert(3, ["T0", "Knut Jespersen", "agent", "internal", "Der ist aber pampig."])
    corpus = read_rows(rows)
    assert not any("pampig" in document.text for document in corpus.documents)
    assert corpus.documents[1].turns[0].question.endswith("Wann kam es an?")
    assert any("4 of agents, bots or the company and 1 notes" in note for note in corpus.sources[0].notes)


def forum(*authors: str) -> list[list[str]]:
    texts = (*FIRST, "Der Lenker ist krumm.", "Das Licht flackert nachts.")
    return [["Autor", "Nachricht"], *([author, text] for author, text in zip(authors, texts, strict=True))]


def test_programs_and_the_company_are_left_out_by_their_names_in_a_forum(read_rows: ReadRows) -> None:
    corpus = read_rows(forum("rad_gesa", "RadBot", "wiebke77", "knut (Support)", "rad_gesa", "wiebke77"))
    assert [document.text for document in corpus.documents] == [FIRST[0], FIRST[2], "Der Lenker ist krumm.",
                                                                "Das Licht flackert nachts."]  # fmt: skip
    assert len(corpus.respondents) == 2


def test_departments_in_brackets_make_nobody_the_company(read_rows: ReadRows) -> None:
    names = ("Gesa (Vertrieb)", "Knut (Support)", "Wiebke (Einkauf)")
    assert len(read_rows(forum(*names, *names)).respondents) == 3


def test_the_role_of_a_respondent_is_no_author(read_rows: ReadRows) -> None:
    rows = [["Rolle", "Kommentar"]] + [["Mitarbeiter" if n % 2 else "Kunde", text] for n, text in enumerate(FIRST)]
    assert len(read_rows(rows).documents) == 4


def test_the_names_of_agents_are_pseudonymised(read_rows: ReadRows) -> None:
    rows = chat({"customer": "customer", "company": "agent"}, ["author_type"])
    rows[1][3] = "Jespersen hat mich angerufen, sehr nett."
    text = protect(read_rows(rows)).corpus.documents[0].text
    assert "Jespersen" not in text and text.endswith("hat mich angerufen, sehr nett.")


@pytest.mark.parametrize(
    "column",
    ["Developer Reply", "Antwort des Inhabers", "Text der Antwort des Entwicklers", "Owner response", "Interne Notiz",
     "Unternehmensantwort", "agent_notes", "developerResponse.body"],
)  # fmt: skip
def test_columns_of_the_company_are_left_out_and_counted(read_rows: ReadRows, column: str) -> None:
    rows = [["Bewertung", "Text", column]]
    rows += [[str(n + 1), text, "Danke, wir kümmern uns sofort darum!" if n else ""] for n, text in enumerate(FIRST)]
    corpus = read_rows(rows)
    assert {document.text for document in corpus.documents} == set(FIRST)
    assert any(f"Words of the company, not read: '{column}' (3 cells)." == note for note in corpus.sources[0].notes)


@pytest.mark.parametrize("column", ["Wie war die Antwort des Supports?", "Kommentar zum Service", "Public comment"])
def test_comments_about_the_company_are_read(read_rows: ReadRows, column: str) -> None:
    corpus = read_rows([["Nr.", column], *([str(n), text] for n, text in enumerate(FIRST))])
    assert {document.text for document in corpus.documents} == set(FIRST)


def test_every_column_that_tells_the_author_is_used(read_rows: ReadRows) -> None:
    rows = [
        ["Vorgangs-Nr.", "Lfd.", "Verfasser", "Verfasser-Art", "Sichtbarkeit", "Kanal", "Nachricht"],
        ["V-1", "1", "Hedda Moll", "Kundin", "öffentlich", "E-Mail", "Der Reißverschluss hakt schon am ersten Tag."],
        ["V-1", "2", "Automat", "System", "intern", "Trigger", "An die Gruppe Jacken verteilt."],
        ["V-1", "3", "Kim Bauer", "Agent", "öffentlich", "E-Mail", "Wie oft wurde sie gewaschen?"],
        ["V-1", "4", "Kim Bauer", "Agent", "intern", "Notiz", "Charge 12, bekannt."],
        ["V-1", "5", "Hedda Moll", "Kundin", "intern", "E-Mail", "Noch nie, sie ist ja neu."],
        ["V-2", "1", "Hedda Moll", "Kundin", "öffentlich", "Chat", "Die Mütze dagegen sitzt wunderbar."],
        ["V-2", "2", "Mützi", "Bot", "öffentlich", "Chat", "Ich bin Mützi!"],
        ["V-2", "3", "Kurt Adam", "Partner", "öffentlich", "Chat", "Wir liefern den Stoff dazu aus Lodz."],
    ]
    corpus = read_rows(rows)
    assert [document.locator for document in corpus.documents] == ["row 2", "row 6", "row 7", "row 9"]
    assert len(corpus.respondents) == 2
    assert not any(respondent.attributes for respondent in corpus.respondents)
    notes = " ".join(corpus.sources[0].notes)
    assert "left out: 2 of agents, bots or the company and 2 notes" in notes
    assert "1 row is internal by one column, but a customer's by another" in notes
    assert "Read as customers, because the word tells neither a customer nor the company: 'Partner' (1)" in notes


def test_the_requester_writes_the_customers_rows(read_rows: ReadRows) -> None:
    rows = [
        ["Ticket #", "Requester", "Assignee", "Comment author", "Comment"],
        ["1", "Noemi Sander", "Fritz Held", "Noemi Sander", "The soup arrived cold and without a spoon."],
        ["1", "Noemi Sander", "Fritz Held", "Fritz Held", "We are sorry, here is a voucher."],
        ["2", "Ilse Prinz", "Fritz Held", "Ilse Prinz", "Please print the recipes in larger letters."],
    ]
    corpus = read_rows(rows)
    assert [document.locator for document in corpus.documents] == ["row 2", "row 4"]
    assert len(corpus.respondents) == 2


def test_roles_and_channels_of_a_survey_are_attributes(read_rows: ReadRows) -> None:
    answers = [
        "The till is slow on every single Saturday.",
        "You should have more sizes in the outlet.",
        "Please open on Sundays for those who work.",
        "I would not change anything at all.",
        "It is hard to park and it costs too much.",
        "The lift is broken, so I carry the pram.",
    ]
    rows = [["Respondent ID", "Channel", "User type", "What should we improve first?"]]
    rows += [[str(n), ("Shop", "Online")[n % 2], ("Admin", "Editor")[n % 2], text] for n, text in enumerate(answers, 1)]
    corpus = read_rows(rows)
    assert len(corpus.documents) == 6
    assert set(corpus.respondents[0].attributes) == {"Channel", "User type"}


def test_senders_of_tickets_are_the_people_and_the_subject_is_no_statement(read_rows: ReadRows) -> None:
    rows = [
        ["T1", "Kunde", "Gesa Thomsen <gesa@rad.example>", "Pedale", FIRST[0]],
        ["T1", "Agent", "Knut Jespersen", "AW: Pedale", "Das ist ja furchtbar."],
        ["T1", "Kunde", "Gesa Thomsen <gesa@rad.example>", "AW: AW: Pedale", FIRST[1]],
        ["T2", "Kunde", "Gesa Thomsen <gesa@rad.example>", "Laden zu", FIRST[2]],
        ["T3", "Kunde", "Arne-Uwe Petersen", "Klingel", FIRST[3]],
        ["T3", "Agent", "Knut Jespersen", "AW: Klingel", "Wir schicken eine."],
        ["T3", "Kunde", "Petersen, Arne-Uwe", "AW: AW: Klingel", "Danke, sie klingelt laut."],
    ]
    corpus = read_rows([["Ticket#", "Absendertyp", "Von", "Betreff", "Inhalt"], *rows])
    assert len(corpus.respondents) == 2
    assert [document.text for document in corpus.documents] == [*FIRST, "Danke, sie klingelt laut."]
    assert corpus.documents[1].turns[0].question == "Pedale"


def test_first_names_of_senders_leave_the_ticket_as_the_person(read_rows: ReadRows) -> None:
    rows = [
        [f"T{n}", kind, name, "Rad", text]
        for n, text in enumerate(FIRST)
        for kind, name in (("Kunde", "Gesa"), ("Agent", "Knut"))
    ]
    assert len(read_rows([["Ticket#", "Absendertyp", "Von", "Betreff", "Inhalt"], *rows]).respondents) == 4
