"""JSON records become rows without losing a value."""

from __future__ import annotations

from voc.tables.json_records import find_records, messages_of, record_rows


def rows(data: object) -> list[dict[str, str]]:
    return [row for record in find_records(data) for row in record_rows(record)]


def test_records_inside_records_become_columns() -> None:
    assert rows([{"a": {"b": 1}, "c": ["x", "y"]}]) == [{"a.b": "1", "c": "x; y"}]


def test_no_value_of_a_list_replaces_another() -> None:
    (row,) = rows([{"notes": [{"at": 1, "say": "erst"}, {"at": 2, "say": "dann"}]}])
    assert (row["notes.say"], row["notes.say (2)"]) == ("erst", "dann")


def test_questions_with_answers_become_columns() -> None:
    answers = [{"question": {"title": "Was fehlt?"}, "answer": "Ein Geländer."}, {"question": "Alter", "answer": 41}]
    assert rows([{"id": 3, "answers": answers}]) == [{"id": "3", "Was fehlt?": "Ein Geländer.", "Alter": "41"}]


def test_reviews_with_titles_are_no_questions() -> None:
    (row,) = rows([{"shop": "A", "reviews": [{"title": "Prima", "text": "Gute Birnen."}]}])
    assert row["reviews.text"] == "Gute Birnen."


def test_messages_become_rows_with_the_fields_of_their_conversation() -> None:
    messages = [{"id": 1, "body": "Hallo?", "author": {"type": "user"}}, {"id": 2, "body": "Ja?", "author": {}}]
    conversation = {"id": 9, "parts": {"total": 2, "items": messages}}
    first, second = rows({"conversations": [conversation]})
    assert first == {"conversation_id": "9", "parts.total": "2", "id": "1", "body": "Hallo?", "author.type": "user"}
    assert (second["conversation_id"], second["body"]) == ("9", "Ja?")


def test_the_first_message_of_a_ticket_is_read_once_and_in_one_format() -> None:
    ticket = {
        "id": 4, "description": "It leaks.", "requester_id": 7,
        "comments": [{"author_id": 7, "body": "<p>It leaks.</p>", "plain_body": "It leaks.", "public": True},
                     {"author_id": 9, "body": "Where?", "plain_body": "Where?", "public": True}],
    }  # fmt: skip
    both = rows({"tickets": [ticket]})
    assert [row["body"] for row in both] == ["<p>It leaks.</p>", "Where?"]
    assert not any("plain_body" in row for row in both)


def test_the_first_message_of_a_conversation_goes_before_its_answers() -> None:
    answer = {"body": "Where?", "user_id": 9, "incoming": False, "private": False}
    tickets = [
        {"id": 1, "description": "It leaks.", "requester_id": 7, "conversations": [answer, answer]},
        {"id": 2, "description": "It is late.", "requester_id": 8, "conversations": []},
    ]
    table = [row for ticket in tickets for row in record_rows(ticket, 1, messages_of(tickets))]
    assert [(row["body"], row["incoming"]) for row in table] == [
        ("It leaks.", "TRUE"), ("Where?", "FALSE"), ("Where?", "FALSE"), ("It is late.", "TRUE"),
    ]  # fmt: skip
    source = {"type": "conversation", "body": "Too small.", "author": {"type": "user", "name": "Ada"}}
    part = {"type": "part", "body": "Thanks.", "author": {"type": "admin", "name": "Bo"}}
    first, second = rows({"conversations": [{"id": 3, "source": source, "parts": [part]}]})
    assert (first["body"], first["author.name"], first["type"]) == ("Too small.", "Ada", "part")
    assert second["author.name"] == "Bo"


def test_the_description_of_a_product_is_no_message() -> None:
    reviews = [{"author": "Ada", "text": "It leaks."}, {"author": "Bo", "text": "Fast."}]
    assert [row["text"] for row in rows({"description": "A kettle.", "reviews": reviews})] == ["It leaks.", "Fast."]
