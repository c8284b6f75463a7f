"""Exported chats: heads of messages in many forms of date, and what the tool writes into them."""

from __future__ import annotations

import pytest

from tests.ingest.transcripts.turns import Read, words_of

TALK = [
    ("Lena Brandt", "How was the bus?"),
    ("Oskar", "Late, two things:\n- no seat\n- a broken door"),
    ("Lena Brandt", "What did you do?"),
    ("Oskar", "I walked, at 12:40"),
]


@pytest.mark.parametrize(
    "head",
    [
        "03.08.26, 12:31 - {}: ", "8/3/26, 1:04\u202fPM - {}: ", "03/08/2026, 1:04 pm - {}: ",
        "2026-08-03 12:31 - {}: ",
        "[03.08.26, 12:31:05] {}: ", "[8/3/26, 1:04:05\u202fPM] {}: ", "\u200e[2026-08-03, 12:31:05] {}: ",
        "[3.8.2026 klo 12.31.05] {}: ", "[03.08.2026 12:31:05] {}: ", "12:31:05 From {} to Everyone: ",
        "12:31:05\t From  {} : ", "12:31:05 From {} to Everyone:\n\t", "12:31:05 Von {} an alle: ",
    ],
)  # fmt: skip
def test_heads_of_messages(head: str, read: Read) -> None:
    corpus = read("chat.txt", "\ufeff" + "\n".join(head.format(name) + words for name, words in TALK) + "\n")
    assert corpus.sources[0].reader == "chat"
    assert words_of(corpus.documents[0]) == TALK
    assert {turn.time_s for turn in corpus.documents[0].turns} == {None}


def messages(*bodies: str, head: str = "03.08.26, 12:31 - ") -> str:
    return "".join(f"{head}{name}: {words}\n" for name, words in TALK) + "".join(f"{head}{body}\n" for body in bodies)


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("Nachrichten und Anrufe sind Ende-zu-Ende-verschlüsselt.", "lines of the tool 1"),
        ("Lena Brandt hat den Betreff von „Bus“ zu „Bus: Tagebuch“ geändert", "lines of the tool 1"),
        ("Oskar: <Medien ausgeschlossen>", "attachments, places and calls 1"),
        ("Oskar: <Media omitted>", "attachments, places and calls 1"),
        ("Oskar: Bild weggelassen", "attachments, places and calls 1"),
        ("Oskar: image omitted", "attachments, places and calls 1"),
        ("Oskar: null", "attachments, places and calls 1"),
        ("Oskar: Standort: https://maps.example.org/?q=1,2", "attachments, places and calls 1"),
        ("Oskar: Missed voice call", "attachments, places and calls 1"),
        ("Oskar: Diese Nachricht wurde gelöscht.", "deleted messages 1"),
        ("Oskar: You deleted this message", "deleted messages 1"),
        ("Oskar: \u200eOskar added Mia", "lines of the tool 1"),
        ('Oskar: Reacted to "I walked" with 👍', "reactions 1"),
    ],
)
def test_what_the_tool_writes_is_nobodys_words_and_counted(body: str, kind: str, read: Read) -> None:
    corpus = read("chat.txt", messages(body))
    assert words_of(corpus.documents[0]) == TALK
    assert any(note.startswith("Left out") and kind in note for note in corpus.sources[0].notes)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("Oskar: It was full <Diese Nachricht wurde bearbeitet.>", "It was full"),
        ("Oskar: It was full \u200e<This message was edited>", "It was full"),
        ("Oskar: IMG-20260803-WA0001.jpg (Datei angehängt)\nIt was full", "It was full"),
        ("Oskar: It was full \u200e<attached: 00000013-PHOTO.jpg>", "It was full"),
        ('Oskar: Replying to "How was the bus?"\n\n\tIt was full', "It was full"),
        ("~ Oskar: It was full", "It was full"),
        ("+49 170 1234567: It was full", "It was full"),
    ],
)
def test_words_beside_an_addition_of_the_tool_stay(body: str, words: str, read: Read) -> None:
    assert words_of(read("chat.txt", messages(body)).documents[0])[-1][1] == words


def test_diary_with_dates_is_no_chat(read: Read) -> None:
    text = "03.08.2026: The shop was full.\n\n04.08.2026: The till was broken.\n\n05.08.2026: Today it was fine.\n"
    corpus = read("a.txt", text)
    assert corpus.sources[0].reader == "notes"
    assert len(corpus.respondents) == 1
