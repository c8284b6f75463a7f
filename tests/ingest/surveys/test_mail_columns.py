"""Who wrote the rows of a table of mails: senders are people, the company's side and machines are not."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from voc.schema import Corpus

ReadRows = Callable[..., Corpus]
DESK = ("Werkstatt", "werkstatt@klavier-abel.example")


def outlook(names: list[str], mails: list[tuple[str, str, tuple[str, str], tuple[str, str]]]) -> list[list[str]]:
    """An export of Outlook: subject, body, then name, address and kind of the sender and of the recipient."""
    rows = [[*names, "Priorität"]]
    return [*rows, *([subject, body, *who, "SMTP", *to, "SMTP", "Normal"] for subject, body, who, to in mails)]


GERMAN = ["Betreff", "Text", "Von: (Name)", "Von: (Adresse)", "Von: (Typ)", "An: (Name)", "An: (Adresse)", "An: (Typ)"]
ENGLISH = [
    "Subject",
    "Body",
    "From: (Name)",
    "From: (Address)",
    "From: (Type)",
    "To: (Name)",
    "To: (Address)",
    "To: (Type)",
]
FRENCH = ["Objet", "Corps", "De : (nom)", "De : (adresse)", "De : (type)", "À : (nom)", "À : (adresse)", "À : (type)"]
NELE, OLE = ("Nele Harms", "nele@harms.example"), ("Ole Jansen", "ole.jansen@gmx.de")
MAILS = [
    ("Stimmung", "Das Pedal quietscht seit der letzten Stimmung.", NELE, DESK),
    ("AW: Stimmung", "Liebe Frau Harms, wir schauen es uns an.", DESK, NELE),
    ("AW: AW: Stimmung", "Der Techniker war da, jetzt ist Ruhe.", NELE, DESK),
    ("Automatic reply: Rundbrief", "Bin wandern.", OLE, DESK),
    ("Unzustellbar: Rundbrief", "Die Adresse gibt es nicht.", ("Postamt", "post@mx.example"), DESK),
    ("Beleg 77", "Ihr Beleg liegt bereit.", ("Kassensystem", "noreply@kasse.example"), DESK),
    ("Leihklavier", "Die Miete ist fair, der Aufbau hat aber drei Stunden gedauert.", OLE, DESK),
]


@pytest.mark.parametrize("header", [GERMAN, ENGLISH, FRENCH])
def test_senders_are_people_and_subjects_their_context(read_rows: ReadRows, header: list[str]) -> None:
    corpus = read_rows(outlook(header, MAILS))
    assert [document.locator for document in corpus.documents] == ["row 2", "row 4", "row 8"]
    assert [document.turns[0].question for document in corpus.documents] == ["Stimmung", "Stimmung", "Leihklavier"]
    assert corpus.documents[0].turns[0].respondent_id == corpus.documents[1].turns[0].respondent_id
    assert len(corpus.respondents) == 2
    assert not any(respondent.attributes for respondent in corpus.respondents)
    notes = " ".join(corpus.sources[0].notes)
    assert "left out: 1 of agents, bots or the company and 3 mails that a machine sent" in notes
    assert f"The subject ('{header[0]}') is the context of its mail." in notes


def test_name_and_address_may_share_a_cell(read_rows: ReadRows) -> None:
    rows = [
        ["Date", "From", "To", "Subject", "Content"],
        ["2026-03-01", '"Harms, Nele" <nele@harms.example>', DESK[1], "Pedal", "It squeaks whenever I play softly."],
        ["2026-03-02", f"Piano desk [mailto:{DESK[1]}]", "nele@harms.example", "Re: Pedal", "We will come on Friday."],
        ["2026-03-03", "nele@harms.example (Nele)", DESK[1], "Re: Pedal", "Nobody came on Friday, I waited all day."],
        ["2026-03-04", "ole.jansen@gmx.de", DESK[1], "Rent", "Fair price, and the stool is comfortable."],
    ]
    corpus = read_rows(rows)
    assert [document.locator for document in corpus.documents] == ["row 2", "row 4", "row 5"]
    assert len(corpus.respondents) == 2


def test_people_on_the_server_of_the_mailbox_are_of_the_company(read_rows: ReadRows) -> None:
    inside = [(name, f"/o=ExchangeLabs/ou=Group/cn=Recipients/cn={name}") for name in ("Annahme", "Ute Falk")]
    mails = [
        ("Pedal", "Es quietscht schon wieder.", NELE, inside[0]),
        ("Feier", "Am Montag gibt es Kuchen.", inside[1], inside[0]),
        ("Miete", "Die Rechnung kam doppelt.", OLE, inside[0]),
    ]
    corpus = read_rows(outlook(GERMAN, mails))
    assert [document.locator for document in corpus.documents] == ["row 2", "row 4"]


def test_an_unclear_company_is_said(read_rows: ReadRows) -> None:
    mails = [
        ("Hallo", "Kommst du morgen zur Probe ins Haus?", NELE, OLE),
        ("AW: Hallo", "Ja, aber erst nach sechs Uhr abends.", OLE, NELE),
    ]
    corpus = read_rows(outlook(GERMAN, mails))
    assert len(corpus.documents) == 2
    assert any("which side is the company's is not clear" in note for note in corpus.sources[0].notes)


def test_a_journey_from_one_town_to_another_is_no_mail(read_rows: ReadRows) -> None:
    rows = [["From", "To", "Comment"]]
    rows += [
        ["Kiel", "Ulm", "The train was late and far too warm."],
        ["Bonn", "Trier", "I liked the quiet coach a lot."],
    ]
    corpus = read_rows(rows)
    assert len(corpus.documents) == 2
    assert not any("senders" in note for note in corpus.sources[0].notes)
