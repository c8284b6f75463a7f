"""JSON records become rows without losing a value."""

from __future__ import annotations

from voc.tables.json_records import find_records, record_rows


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
