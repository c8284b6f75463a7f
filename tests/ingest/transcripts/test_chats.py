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
        ("Oskar: <Medien ausgeschlossen>", "attachments and calls 1"),
        ("Oskar: <Media omitted>", "attachments and calls 1"),
        ("Oskar: Bild weggelassen", "attachments and calls 1"),
        ("Oskar: image omitted", "attachments and calls 1"),
        ("Oskar: null", "attachments and calls 1"),
        ("Oskar: Standort: https://maps.example.org/?q=1,2", "attachments and calls 1"),
        ("Oskar: Missed voice call", "attachments and calls 1"),
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


DIARY = (
    "04.05.26, 18:05 - Team Kantine: Was war heute gut?\n"
    "04.05.26, 19:12 - Ole Roth: Der Salat.\n"
    "05.05.26, 12:10 - +49 1512 0034817: Die Schlange war lang.\n"
    "05.05.26, 12:30 - Team Kantine: Wie lange hast du gewartet?\n"
    "05.05.26, 12:40 - +49 1512 0034817: Zehn Minuten.\n"
    "05.05.26, 20:15 - {change}\n"
    "06.05.26, 12:15 - {new}: Heute ging es schnell.\n"
    "06.05.26, 12:20 - Ole Roth: Bei mir auch.\n"
)


@pytest.mark.parametrize(
    ("change", "new"),
    [
        ("+49 1512 0034817 hat zu +49 1761 5550923 gewechselt.", "+49 1761 5550923"),
        ("+49 1512 0034817 changed to +49 1761 5550923", "+49 1761 5550923"),
        ("+49 1512 0034817 changed their phone number to +49 1761 5550923. Tap to message.", "+49 1761 5550923"),
        ("Ole Roth hat zu +49 1761 5550923 gewechselt.", "+49 1512 0034817"),
    ],
)
def test_a_changed_number_is_the_same_person(read: Read, change: str, new: str) -> None:
    corpus = read("chat.txt", DIARY.format(change=change, new=new))
    assert len(corpus.respondents) == 2
    assert any(note.startswith("Numbers that changed") for note in corpus.sources[0].notes)


def test_changes_in_a_circle_end(read: Read) -> None:
    line = "05.05.26, 21:00 - +49 1761 5550923 hat zu +49 1512 0034817 gewechselt.\n"
    text = DIARY.format(change="+49 1512 0034817 hat zu +49 1761 5550923 gewechselt.", new="+49 1761 5550923") + line
    assert read("chat.txt", text).documents


def test_a_question_ends_with_its_day(read: Read) -> None:
    (document,) = read("chat.txt", DIARY.format(change="Ole Roth hat die Gruppe verlassen.", new="Ada Berg")).documents
    assert [turn.question for turn in document.turns if turn.role == "participant"] == [
        "Was war heute gut?", "", "Wie lange hast du gewartet?", "", "",
    ]  # fmt: skip


def test_a_chat_has_the_date_of_its_first_message(read: Read) -> None:
    corpus = read("chat.txt", DIARY.format(change="Ole Roth hat die Gruppe verlassen.", new="Ada Berg"))
    assert corpus.documents[0].date == "2026-05-04"
    assert any("2026-05-06" in note for note in corpus.sources[0].notes)


@pytest.mark.parametrize(
    ("days", "date"),
    [(("4/5/26", "4/6/26"), ""), (("4/5/26", "4/15/26"), "2026-04-05"), (("4/5/26", "15/5/26"), "2026-05-04")],
)
def test_days_and_months_of_a_chat_are_not_guessed(read: Read, days: tuple[str, str], date: str) -> None:
    first, last = days
    text = f"{first}, 12:31 - Ada: Wie war es?\n{first}, 12:32 - Ole: Gut.\n{last}, 12:33 - Ole: Sehr gut.\n"
    assert read("chat.txt", text).documents[0].date == date
