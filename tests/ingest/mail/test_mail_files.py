"""Mail files: whose words they are, and what is told about the rest."""

from __future__ import annotations

from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

import pytest

from voc.errors import NothingReadableError
from voc.ingest import read_folder
from voc.privacy import protect
from voc.schema import Corpus

SHOP = "Velo Desk <support@velo.example>"
REPLY = (
    "The bell is too quiet.\n\nOn Mon, 4 May 2026 at 10:00, Velo Desk <support@velo.example> wrote:\n"
    "> How do you like it?\n"
)


def mail(sender: str, text: str, *, to: str = SHOP, subject: str = "Re: Your bike", **headers: str) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, to, subject
    message["Date"] = "Mon, 04 May 2026 12:00:00 +0200"
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(text)
    return message


@pytest.fixture
def read_mails(tmp_path: Path) -> Callable[..., Corpus]:
    def write_and_read(*messages: EmailMessage) -> Corpus:
        for number, message in enumerate(messages):
            (tmp_path / f"{number}.eml").write_bytes(bytes(message))
        return read_folder([tmp_path])

    return write_and_read


def test_a_mail_is_its_writers_words_with_subject_date_and_person(read_mails: Callable[..., Corpus]) -> None:
    corpus = read_mails(mail("Jörn Lax <joern@gmx.de>", REPLY))
    (document,) = corpus.documents
    assert (document.text, document.date) == ("The bell is too quiet.", "2026-05-04")
    assert document.turns[0].question == "Your bike"
    assert protect(corpus).corpus.documents[0].turns[0].speaker == "[Person 1]"


def test_the_company_that_answers_is_not_counted(read_mails: Callable[..., Corpus]) -> None:
    corpus = read_mails(
        mail("Ada <ada@gmx.de>", "The saddle is hard."),
        mail("Ben <ben@gmx.de>", "The light flickers."),
        mail("Tjorven Quastenberg <t.q@velo.example>", "We are terribly sorry.", to="ada@gmx.de"),
        mail("Ada <ada@gmx.de>", "Tjorven Quastenberg was kind, the saddle still is hard."),
    )
    assert [document.text for document in corpus.documents] == [
        "The saddle is hard.", "The light flickers.", "Tjorven Quastenberg was kind, the saddle still is hard.",
    ]  # fmt: skip
    assert len(corpus.respondents) == 2
    assert "mails of the company itself (1)" in " ".join(corpus.sources[2].notes)
    assert "Quastenberg" not in protect(corpus).corpus.documents[2].text


def test_attachments_are_named_and_html_is_read_where_there_is_no_plain_text(read_mails: Callable[..., Corpus]) -> None:
    message = mail("ada@gmx.de", "x")
    message.set_content(
        "<p>The <b>lock</b> jams.</p><blockquote>Sorry.</blockquote><p>Always.</p><blockquote>Oh.</blockquote>",
        subtype="html",
    )
    message.add_attachment(b"abc", maintype="image", subtype="png", filename="lock.png")
    corpus = read_mails(message)
    assert corpus.documents[0].text == "The lock jams.\n\nAlways."
    assert any("Attachments are not read: lock.png" in note for note in corpus.sources[0].notes)


def test_a_mailbox_is_a_document_for_each_mail_and_machines_are_left_out(tmp_path: Path) -> None:
    messages = [
        mail("ada@gmx.de", "The saddle is hard.\n\nFrom the first day."),
        mail("noreply@velo.example", "Your ticket was closed."),
        mail("ben@gmx.de", "I am away.", Auto_Submitted="auto-replied"),
        mail("cleo@gmx.de", "The chain squeaks."),
    ]
    box = b"".join(
        b"From x Mon May  4 12:00:00 2026\n" + bytes(message).replace(b"\n\nFrom the", b"\n\n>From the") + b"\n"
        for message in messages
    )
    (tmp_path / "a.mbox").write_bytes(box)
    corpus = read_folder([tmp_path])
    assert [(document.locator, document.text) for document in corpus.documents] == [
        ("mail 1", "The saddle is hard.\n\nFrom the first day."), ("mail 4", "The chain squeaks."),
    ]  # fmt: skip
    assert "mails that a machine sent (2)" in " ".join(corpus.sources[0].notes)


@pytest.mark.parametrize("name", ["a.eml", "a.mbox"])
def test_a_file_that_is_no_mail_says_so(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("nothing of a mail\n", "utf-8")
    with pytest.raises(NothingReadableError, match="must be a mail"):
        read_folder([tmp_path])


@pytest.mark.parametrize(
    ("stub", "is_stub"),
    [
        ("Bitte HTML-Ansicht nutzen.", True),
        ("To see this mail, switch to the HTML view.", True),
        ("Ihr Programm zeigt diese Nachricht nicht an.", True),
        ("The brake grabs when it rains, and your shop calls that normal.", False),
    ],
)
def test_html_is_read_where_the_plain_text_is_a_stub(
    read_mails: Callable[..., Corpus], stub: str, is_stub: bool
) -> None:
    message = mail("ada@gmx.de", stub)
    shown = "The brake grabs when it rains, and your shop calls that normal. I ride to work with it each day."
    message.add_alternative(f"<p>{shown}</p>", subtype="html")
    assert read_mails(message).documents[0].text == (shown if is_stub else stub)


@pytest.mark.parametrize(
    "subject", ["Abwesend: Newsletter", "Out of Office", "Undeliverable: May", "Réponse automatique : mai"]
)
def test_a_machines_mail_is_known_by_its_subject(read_mails: Callable[..., Corpus], subject: str) -> None:
    corpus = read_mails(mail("ada@gmx.de", "Back on Monday.", subject=subject), mail("ben@gmx.de", "Bell is loose."))
    assert [document.text for document in corpus.documents] == ["Bell is loose."]


def test_an_answer_to_a_machines_mail_is_a_persons(read_mails: Callable[..., Corpus]) -> None:
    corpus = read_mails(mail("ada@gmx.de", "Still nobody called me.", subject="AW: Automatische Antwort: Klingel"))
    assert len(corpus.documents) == 1


def test_a_part_whose_encoding_is_no_name_is_read(tmp_path: Path) -> None:
    data = bytes(mail("Ida Roth <ida@web.example>", "The bell is too quiet."))
    data = data.replace(b'charset="utf-8"', b'charset="ut\0f"')
    assert b"\0" in data
    (tmp_path / "a.eml").write_bytes(data)
    assert [document.text.strip() for document in read_folder([tmp_path]).documents] == ["The bell is too quiet."]
