"""The writer's own words of a message, and everything that must not be taken for letter form."""

from __future__ import annotations

import time

import pytest

from voc.ingest.mail.own_words import read_message

TOP_POSTED = """Guten Tag Frau Ostermann,

der Kaffee kam kalt an den Tisch. Beim zweiten Mal auch.

Mit freundlichen Grüßen
Jorun Tiefenbach
Leitung Einkauf
Tiefenbach Möbel GmbH
Sitz der Gesellschaft: Lübeck, Amtsgericht Lübeck, HRB 40417

Am Di., 3. März 2026 um 10:04 Uhr schrieb Café Nord <hallo@cafe-nord.example>:
> Guten Tag,
> wir bedauern den schrecklichen Abend sehr.
> Viele Grüße
> Levin Abendroth
"""
BETWEEN_QUOTES = """> When did the parcel arrive?

On Thursday, with a hole in it.

> Do you have a picture?

Three of them. The lamp is bent.

Cheers
Imke
"""
OUTLOOK = """The app logs me out whenever I change my address.

Get Outlook for iOS
________________________________
From: Harbour Bank <service@harbour.example>
Sent: Monday, 2 March 2026 09:12
To: Tolva Reyes
Subject: Your feedback

Dear Ms Reyes,
we apologise for the dreadful outage.
"""
BOTTOM_POSTED = """On 2 Mar 2026, at 18:20, Parcel Desk
<desk@parcel.example> wrote:

> Please tell us what went wrong.
> The Parcel Desk

The driver left it in the rain.
Nobody rang the bell.
"""


@pytest.mark.parametrize(
    ("text", "own"),
    [
        (TOP_POSTED, "der Kaffee kam kalt an den Tisch. Beim zweiten Mal auch."),
        (BETWEEN_QUOTES, "On Thursday, with a hole in it.\n\nThree of them. The lamp is bent."),
        (OUTLOOK, "The app logs me out whenever I change my address."),
        (BOTTOM_POSTED, "The driver left it in the rain.\nNobody rang the bell."),
        (
            "##- Please type your reply above this line -##\nTicket #48213\nThe form ate my answers.\n"
            "Your ticket was closed.",
            "The form ate my answers.",
        ),
        (
            "Hallo liebes Team,\nder Teig ist roh.\nVielen Dank im Voraus und viele Grüße\nIhre Imke Solberg",
            "der Teig ist roh.",
        ),
        ("Guten Tag,\nder Ofen raucht.\nMit freundlichen Grüßen / Best regards\nImke", "der Ofen raucht."),
        ("Guten Tag,\nIhr\nOfen raucht.\n\nGruß\nImke", "Ihr\nOfen raucht."),
        ("Die Kasse piept.\n\nVon meinem iPhone gesendet", "Die Kasse piept."),
        (
            "Ich warte seit Mai.\n\n-----Ursprüngliche Nachricht-----\nVon: Amt\nGesendet: Montag\nAn: Jorun\n"
            "Betreff: Ihr Antrag\n\nWir bitten um Geduld.",
            "Ich warte seit Mai.",
        ),
        (
            "The lift is broken again.\n\nThis e-mail and its attachments are confidential.\nIf you are not the "
            "intended recipient, delete it.",
            "The lift is broken again.",
        ),
        (
            "The heating fails every night. Best regards Imke Solberg On Mon, 2 Mar 2026 at 08:00, Desk <d@e.example> "
            "wrote: > Dear tenant, we are sorry",
            "The heating fails every night.",
        ),
    ],
)
def test_only_the_writers_own_words_are_kept(text: str, own: str) -> None:
    assert read_message(text).own == own


@pytest.mark.parametrize(
    "text",
    [
        "Nice place.\n\nCheers, Tom",
        "Hello belly!\nThe shirt is too short.\n\nStill a nice colour.",
        "Am Montag schrieb mir Ihr Kollege:\n„Wir rufen an.“\nEr rief nie an.",
        "> 30 minutes in the queue\n> 20 Euro for that\nThat is too long.",
        "| Room | Noise |\n| --- | --- |\n| 12 | loud |\nI slept badly.",
        "Sent from my desk, which is easier than my phone.\nThe form ate my answers.",
        "Pro: quick\n--\nContra: the queue is not short at all.",
        "From: the very first day it rattled.\nTo: nobody's surprise it broke.",
        "Your ticket was closed although nothing was mended.\nThat is what I call rude.",
        "I am on holiday until Monday and my parcel is in the rain.",
        "They wrote: this is an automated reply. I want a human.",
    ],
)
def test_a_text_that_is_no_mail_is_left_as_it_is(text: str) -> None:
    message = read_message(text)
    assert message.own == text
    assert not message.is_mail


@pytest.mark.parametrize(
    ("below", "kept"),
    [
        ("PS: Die Tür klemmt auch.", "PS: Die Tür klemmt auch."),
        ("Die Tür klemmt übrigens auch, und zwar seit Wochen.", "Die Tür klemmt übrigens auch, und zwar seit Wochen."),
        ("Bitte rufen Sie mich an", "Bitte rufen Sie mich an"),
    ],
)
def test_a_sentence_below_the_signature_is_the_writers(below: str, kept: str) -> None:
    text = f"Guten Tag,\ndie Klingel ist stumm.\n\nViele Grüße\nJorun Tiefenbach\n\n{below}"
    assert read_message(text).own == f"die Klingel ist stumm.\n\n{kept}"


def test_a_forwarded_mail_with_nothing_above_it_is_read() -> None:
    text = "-----Original Message-----\nFrom: Imke\nSent: Monday\nSubject: Door\n\nThe door sticks.\n\nRegards\nImke"
    assert read_message(text).own == "The door sticks."


def test_a_sentence_above_a_wrapped_head_is_not_swallowed() -> None:
    text = "On Friday it broke\nOn Mon, 2 Mar 2026 at 08:00, Desk\n<d@e.example> wrote:\n> Dear tenant"
    assert read_message(text).own == "On Friday it broke"


def test_names_in_the_parts_that_are_left_out_are_reported() -> None:
    assert read_message(TOP_POSTED).names == ("Frau Ostermann", "Jorun Tiefenbach", "Levin Abendroth")


@pytest.mark.parametrize(
    "text",
    [
        "Automatic reply: I am away.\nBack on Monday.",
        "Ich bin bis Montag nicht im Büro.\nIn dringenden Fällen hilft meine Vertretung.",
        "Thank you. This is an automatically generated e-mail.",
    ],
)
def test_automatic_replies_are_recognised(text: str) -> None:
    assert read_message(text).is_automatic


@pytest.mark.parametrize(
    "piece",
    [
        "On ",
        "> ",
        "From: a\n",
        "\n",
        "this e-mail ",
        "on 1\n",
        "<a@",
        "Best regards\n",
        "Hallo ",
        "On 1 May, 2 wrote:\n",
        "--\n",
    ],
)
def test_hostile_texts_take_linear_time(piece: str) -> None:
    started = time.monotonic()
    read_message(piece * 20_000 + "\nx")
    assert time.monotonic() - started < 5


@pytest.mark.parametrize(
    "card",
    [
        "Runa Seidel\nProkuristin\nSeidel Optik\nTel. 04421 555 0188",
        "i. A. Runa Seidel\nVerwaltung\nHafenstraße 3\n26382 Wilhelmshaven",
        "Runa Seidel, M.A.\nHead of Grinding | Seidel Optics Ltd\nDDI +49 4421 555 0188",
        "Runa Seidel\nruna@seidel-optik.example",
    ],
)
def test_a_business_card_needs_no_closing_above_it(card: str) -> None:
    words = "Die Gläser beschlagen im Bus.\nIch putze sie an jeder Haltestelle."
    message = read_message(f"{words}\n\n{card}")
    assert message.own == words
    assert message.parts["signature"] == 1


@pytest.mark.parametrize(
    "end",
    [
        "Runa Seidel",
        "Bitte rufen Sie mich an.\nTel. abends unter der Nummer von früher, sie hat sich nicht geändert.",
        "Guter Service\nFaire Preise\nWarme Suppe",
        "Schöner Strand\n5 Minuten zum Bus",
        "Hotel Meerblick war besser, Zimmer 4711 hatte Balkon.",
    ],
)
def test_words_at_the_end_are_no_business_card(end: str) -> None:
    text = f"Die Gläser beschlagen im Bus.\n\n{end}"
    assert read_message(text).own == text


@pytest.mark.parametrize(
    "notice",
    [
        "Der Inhalt dieser Mail ist vertraulich.",
        "Diese Mail ist nur für den Empfänger bestimmt.",
        "Vertraulich!",
        "Private & confidential",
        "This email is meant only for the addressee.",
        "Views expressed in this message are those of its sender.",
    ],
)
def test_a_notice_of_one_sentence_is_left_out(notice: str) -> None:
    assert read_message(f"Die Bügel drücken hinter dem Ohr.\n\n{notice}").own == "Die Bügel drücken hinter dem Ohr."


HEAD = "-----Original Message-----\nFrom: Optics Desk\nSent: 2 March 2026 06:00\nTo: Runa Seidel\nSubject: Glasses\n\n"


@pytest.mark.parametrize(
    "quoted",
    ["How do you like your new glasses?", "How do you like them?\n\nTell us more.\n\nKind regards\nThe Optics Desk"],
)
def test_an_answer_below_an_unmarked_quote_is_found_and_called_a_guess(quoted: str) -> None:
    message = read_message(f"{HEAD}{quoted}\n\nThey fog up on the bus, and I wipe them at every stop.")
    assert (message.own, message.is_guess) == ("They fog up on the bus, and I wipe them at every stop.", True)


def test_a_forwarded_mail_is_what_its_sender_sends() -> None:
    forwarded = HEAD.replace("Original", "Forwarded") + "We like them.\n\nI wear them every day."
    message = read_message(forwarded)
    assert (message.own, message.is_guess) == ("We like them.\n\nI wear them every day.", False)
