"""Chats exported as JSON: people's messages as turns, and nothing of machines or of the program."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from tests.ingest.transcripts.turns import Read, turns_of, words_of

PEOPLE = {"U1": "Nora Felden", "U2": "Piet Okker", "U3": "Sanne Vries"}
TALK = [
    ("U1", "How did you park today?"),
    ("U2", "Badly, the barrier stayed shut & I waited."),
    ("U3", "Fine, it opened at once."),
    ("U1", "What did the app say?"),
    ("U2", "Nothing at all."),
    ("U1", "And how did you pay?"),
    ("U3", "By card, two taps."),
]
SAID = [(PEOPLE[who], words) for who, words in TALK]


def at(minute: int) -> str:
    return f"2026-03-01T10:{minute:02}:00"


def slack() -> Any:
    messages: list[dict[str, Any]] = [
        {"type": "message", "subtype": "channel_join", "user": "U2", "ts": "1772359000.1", "text": "<@U2> has joined"},
        {"type": "message", "subtype": "bot_message", "bot_id": "B1", "username": "Daily", "ts": "1772359001.1",
         "text": "How is it going?"},
    ]  # fmt: skip
    for number, (who, words) in enumerate(TALK):
        text = words.replace("&", "&amp;")
        blocks = [{"type": "rich_text", "elements": [{"type": "text", "text": text}]}]
        messages.append(
            {"type": "message", "user": who, "ts": f"{1772359200 + number}.0001", "text": text, "blocks": blocks}
        )
    messages.append(
        {"type": "message", "user": "U2", "ts": "1772359300.1", "text": "<https://files.example/a.png|a.png>"}
    )
    users = [{"id": who, "name": who.lower(), "profile": {"real_name": name}} for who, name in PEOPLE.items()]
    return {
        "users": users,
        "messages": [*messages, {"type": "message", "user": "U9", "ts": "1772359301.1", "text": ":tada:"}],
    }


def telegram() -> Any:
    messages: list[dict[str, Any]] = [
        {"id": 1, "type": "service", "date": at(0), "actor": "Nora Felden", "action": "invite_members", "text": ""}
    ]
    for number, (who, words) in enumerate(TALK):
        text = [words[:4], {"type": "bold", "text": words[4:]}]
        entities = [{"type": "plain", "text": words}]
        messages.append(
            {"id": number + 2, "type": "message", "date": at(number), "from": PEOPLE[who], "from_id": f"user{who}",
             "text": text, "text_entities": entities}
        )  # fmt: skip
    return {"name": "Parking", "type": "private_group", "messages": messages}


def discord() -> Any:
    messages = [
        {"id": str(number), "type": "Default" if number else "Reply", "timestamp": f"{at(number)}+00:00",
         "content": words,
         "author": {"id": who, "name": who, "nickname": PEOPLE[who], "isBot": False}, "reactions": []}
        for number, (who, words) in enumerate(TALK)
    ]  # fmt: skip
    author = {"id": "8", "name": "levels", "nickname": "levels", "isBot": True}
    bot = {
        "id": "90",
        "type": "Default",
        "timestamp": at(50),
        "content": "Level up!",
        "author": author,
        "reactions": [],
    }
    return {"guild": {"name": "Beta"}, "channel": {"topic": "Say anything"}, "messages": [*messages, bot]}


def teams() -> Any:
    messages: list[dict[str, Any]] = [
        {"messageType": "message", "createdDateTime": f"{at(number)}Z",
         "from": {"application": None, "user": {"id": who, "displayName": PEOPLE[who]}},
         "body": {"contentType": "html", "content": f"<p>{words.replace('&', '&amp;')}</p>"}}
        for number, (who, words) in enumerate(TALK)
    ]  # fmt: skip
    event = {"messageType": "systemEventMessage", "createdDateTime": at(0), "from": None, "body": {"content": "<x/>"}}
    return {"value": [*messages, event]}


@pytest.mark.parametrize("export", [slack, telegram, discord, teams])
def test_only_what_people_wrote_is_a_turn_once_each(export: Callable[[], Any], read: Read) -> None:
    corpus = read("a.json", json.dumps(export()))
    assert corpus.sources[0].reader == "chat-json"
    assert words_of(corpus.documents[0]) == SAID
    assert {speaker: role for speaker, role, _ in turns_of(corpus.documents[0])} == {
        "Nora Felden": "interviewer", "Piet Okker": "participant", "Sanne Vries": "participant",
    }  # fmt: skip
    assert corpus.documents[0].date == "2026-03-01"


def test_what_is_left_out_is_counted(read: Read) -> None:
    notes = read("a.json", json.dumps(slack())).sources[0].notes
    assert "Left out, because they are nobody's words: lines of the tool 2, attachments and calls 2." in notes


def test_bots_are_counted(read: Read) -> None:
    assert any("messages of bots 1" in note for note in read("a.json", json.dumps(discord())).sources[0].notes)


def test_references_and_marks_of_slack_are_shown_as_words(read: Read) -> None:
    data = slack()
    data["messages"][3]["text"] = "<@U3> *Badly*, see <https://example.org/p|the page> in <#C1|parking> :sob:"
    words = words_of(read("a.json", json.dumps(data)).documents[0])[1][1]
    assert words == "Sanne Vries Badly, see the page in parking"


def test_answers_in_a_thread_follow_its_question(read: Read) -> None:
    data = slack()
    data["messages"].append(
        {
            "type": "message",
            "user": "U3",
            "ts": "1772450000.1",
            "thread_ts": "1772359200.0001",
            "text": "In the street.",
        }
    )
    turn = next(
        turn
        for document in [read("a.json", json.dumps(data)).documents[0]]
        for turn in document.turns
        if document.text[turn.start : turn.end] == "In the street."
    )
    assert turn.question == "How did you park today?"


def test_reviews_with_author_and_date_are_no_chat(read: Read) -> None:
    reviews = [
        {"author": f"A{number % 4}", "date": at(number), "text": f"The barrier number {number} was slow and loud."}
        for number in range(12)
    ]
    assert read("a.json", json.dumps(reviews)).sources[0].reader == "table-json"


def test_tickets_that_say_who_the_customer_is_stay_a_table(read: Read) -> None:
    messages = [
        {"conversation_id": number // 2, "type": "message", "subtype": None, "created_at": at(number),
         "author": {"type": "user" if number % 2 == 0 else "admin", "name": "Ida"},
         "body": f"It hums at night {number}."}
        for number in range(8)
    ]  # fmt: skip
    assert read("a.json", json.dumps(messages)).sources[0].reader == "table-json"
