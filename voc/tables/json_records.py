"""Turn the records of a JSON file into rows: nested fields become columns, and no value replaces another.

- "author": {"name": …} becomes the column "author.name".
- A list of questions with answers becomes a column per question.
- A list of messages with senders becomes a row per message, each with the fields of its conversation. Help desks write
  the first message into the conversation itself, and its words in several formats: each is read once.
- Other lists of records become numbered columns ("items.text", "items.text (2)").
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import Any

from voc.tables.cell_markup import clean_text
from voc.tables.cells import cell_text

MAX_DEPTH = 4
"""Levels of records inside records that become columns; deeper ones stay JSON in one cell."""
MAX_REPEATS = 200
"""Numbered columns of one field; the values of a longer list are joined in the last one."""

_QUESTION_KEYS = ("question", "question_text", "questionText", "questionTitle", "prompt")
# Names of questions only beside a plain answer: a review has a title and a text too.
_LABEL_KEYS = ("title", "label", "heading", "name")
_ANSWER_KEYS = ("answer", "answer_text", "answerText", "response", "responseValue", "value")
_WORDS_KEYS = frozenset(
    {"body", "comment", "content", "message", "msg", "text", "plain_body", "body_text", "html_body"}
)
_SENDER_KEYS = frozenset(
    {"author", "author_id", "author_type", "direction", "from", "incoming", "message_type", "private", "public", "role",
     "sender", "sender_type", "sent_by", "user"}
)  # fmt: skip
# Fields of a conversation with its first message: the words alone, or a message.
_OPENING_KEYS = ("description", "source", "first_message", "firstMessage", "initial_message", "opening_message")
# Fields with who asked. Of a product with reviews, nobody wrote the description.
_ASKER_KEYS = frozenset(
    {"author", "contact", "creator", "customer", "customer_id", "reporter", "requester", "requester_id", "submitter",
     "submitter_id", "user", "user_id"}
)  # fmt: skip
# Who wrote a first message that is nothing but words: the person who asked, in public.
_OF_OPENING = {"incoming": True, "public": True, "private": False}
_FORMATS = frozenset({"html", "plain", "plaintext", "stripped", "text"})
# Keys of the best title of a question or choice that is itself a record.
_TITLE_KEYS = ("title", "label", "text", "name", "heading", "value", "ref", "id")

Record = Mapping[str, Any]


def find_records(data: Any) -> Iterator[Record]:
    """The objects of the outermost list; else of all lists of objects inside one object; else the objects inside it."""
    if isinstance(data, list):
        yield from (item for item in data if isinstance(item, dict))
    elif isinstance(data, dict):
        lists = [value for value in data.values() if isinstance(value, list) and value and isinstance(value[0], dict)]
        if lists and not has_messages(data):
            yield from (item for item in chain.from_iterable(lists) if isinstance(item, dict))
        elif data and all(isinstance(value, dict) for value in data.values()):
            yield from data.values()
        elif data:
            yield data


def is_list_of_records(value: Any) -> bool:
    """Whether a value is a list that holds nothing but objects, at least one."""
    return isinstance(value, list) and bool(value) and all(isinstance(item, dict) for item in value)


def record_rows(record: Record, number: int = 1, like: Sequence[Record] = ()) -> Iterator[dict[str, str]]:
    """The rows of a record, columns with their texts: one, or one for each message of a conversation.

    A conversation without an id gets the ``number`` of its record. ``like`` are messages of another one in the file:
    somebody may have written and got no answer.
    """
    record = _in_one_format(record)
    opening = _opening_key(record)
    messages = _messages_key(record, 1 if opening else 2)
    if messages is None and not (opening and like):
        yield _cells(_flatten(record))
        return
    path, items = messages or ((), ())
    items = list(map(_in_one_format, items))
    if opening:
        items = _with_opening(record, opening, items, items or like)
        record = _without(record, (opening,))
    own = _cells(_flatten(_without(record, path)))
    # The messages may have ids of their own.
    own = {"conversation_id" if name == "id" else name: text for name, text in own.items()}
    if not any("id" in name.casefold().replace("_", " ").split() for name in own):
        own = {"conversation_id": str(number), **own}
    for item in items:
        yield {**own, **_cells(_flatten(item))}


def _opening_key(record: Record) -> str:
    """The field with the first message of a conversation; "" when there is none."""
    for key in _OPENING_KEYS:
        value = record.get(key)
        is_message = isinstance(value, dict) and bool(_SENDER_KEYS & value.keys()) and bool(_words_of(value))
        if is_message or (isinstance(value, str) and value.strip() and _ASKER_KEYS & record.keys()):
            return key
    return ""


def _with_opening(record: Record, key: str, items: list[Record], like: Sequence[Record]) -> list[Record]:
    """The messages behind the first one of their conversation, unless it is among them; with fields ``like`` others."""
    value = record[key]
    words = value if isinstance(value, str) else _words_of(value)
    if any(_squeezed(_words_of(item)) == _squeezed(words) for item in items):
        return items
    keys = dict.fromkeys(chain.from_iterable(like))
    message = _in_one_format(value) if isinstance(value, dict) else dict(_OF_OPENING)
    first = {name: own for name, own in message.items() if name in keys and name != "type"}
    if isinstance(value, str):
        first[next(name for name in keys if name in _WORDS_KEYS)] = value
    if "author_id" in keys and "requester_id" in record:
        first.setdefault("author_id", record["requester_id"])
    return [first | ({"type": like[0].get("type")} if "type" in keys else {}), *items]


def _words_of(message: Record) -> str:
    return next((value for key, value in message.items() if key in _WORDS_KEYS and isinstance(value, str)), "")


def _squeezed(text: str) -> str:
    return "".join(character for character in clean_text(text).casefold() if character.isalnum())


def _in_one_format(record: Record) -> Record:
    """A record without the same words in another format ("body", "plain_body"), under the name of the first."""
    first: dict[str, str] = {}
    fields: dict[str, Any] = {}
    for key, value in record.items():
        stem = " ".join(part for part in key.casefold().replace("-", "_").split("_") if part not in _FORMATS) or "text"
        name = first.setdefault(stem, key) if isinstance(value, str) else key
        if name == key or _squeezed(str(fields[name] or value)) != _squeezed(str(value)):
            fields[key] = value
        else:
            fields[name] = fields[name] or value
    return fields


def messages_of(records: Sequence[Record]) -> Sequence[Record]:
    """The messages of the first conversation among records; empty when there is none."""
    return next((messages[1] for record in records if (messages := _messages_key(record))), ())


def has_messages(record: Record) -> bool:
    """Whether a record is a conversation: it has a list of messages with their senders."""
    return _messages_key(record) is not None


def _messages_key(record: Record, n_min: int = 2) -> tuple[tuple[str, ...], Sequence[Record]] | None:
    """The path to the list of at least ``n_min`` messages in a record, and the messages; None when it has none."""
    for key, value in record.items():
        if is_list_of_records(value) and _are_messages(value, n_min):
            return (key,), value
        if isinstance(value, dict):
            for inner, inner_value in value.items():
                if is_list_of_records(inner_value) and _are_messages(inner_value, n_min):
                    return (key, inner), inner_value
    return None


def _are_messages(items: Sequence[Record], n_min: int) -> bool:
    keys = set(chain.from_iterable(items))
    return len(items) >= n_min and bool(keys & _WORDS_KEYS) and bool(keys & _SENDER_KEYS)


def _without(record: Record, path: tuple[str, ...]) -> dict[str, Any]:
    """A record without the value at a path."""
    if not path:
        return dict(record)
    first, *rest = path
    if not rest:
        return {key: value for key, value in record.items() if key != first}
    return {key: _without(value, tuple(rest)) if key == first else value for key, value in record.items()}


def _cells(fields: Iterator[tuple[str, str]]) -> dict[str, str]:
    """Columns with their texts; a second value of the same name gets a column with a number."""
    cells: dict[str, str] = {}
    counts: dict[str, int] = {}
    for name, text in fields:
        number = counts[name] = counts.get(name, 0) + 1
        if number <= MAX_REPEATS:
            cells[name if number == 1 else f"{name} ({number})"] = text
        else:
            last = f"{name} ({MAX_REPEATS})"
            cells[last] = f"{cells[last]}; {text}"
    return cells


def _flatten(record: Record, parent: str = "", depth: int = 0) -> Iterator[tuple[str, str]]:
    """Names and texts of all fields of a record."""
    for key, value in record.items():
        name = f"{parent}{key}"
        if isinstance(value, dict) and depth < MAX_DEPTH:
            yield from _flatten(value, f"{name}.", depth + 1)
        elif is_list_of_records(value) and depth < MAX_DEPTH:
            yield from _flatten_list(value, name, depth)
        elif isinstance(value, list):
            yield name, "; ".join(cell_text(item) for item in value)
        else:
            yield name, cell_text(value)


def _flatten_list(items: Sequence[Record], name: str, depth: int) -> Iterator[tuple[str, str]]:
    keys = _pair_keys(items)
    for item in items:
        if keys is not None and (question := title_of(item.get(keys[0]))):
            yield question, _answer_text(item.get(keys[1]))
        else:
            # Some exports write pairs as objects with a single field: [{"Pros": "…"}, {"Cons": "…"}]
            yield from _flatten(item, "" if len(item) == 1 else f"{name}.", depth + 1)


def _pair_keys(items: Sequence[Record]) -> tuple[str, str] | None:
    """The fields with the question and its answer, None when a list does not hold such pairs."""
    for question in (*_QUESTION_KEYS, *_LABEL_KEYS):
        titles = [title_of(item.get(question)) for item in items]
        if not all(titles) or len(set(titles)) < len(titles):
            continue
        for answer in _ANSWER_KEYS if question in _LABEL_KEYS else (*_ANSWER_KEYS, "text", "answers"):
            if answer != question and any(answer in item for item in items):
                return question, answer
    return None


def title_of(value: Any, depth: int = 0) -> str:
    """The words of a question or choice: a text, or a record with a title."""
    if isinstance(value, str):
        return " ".join(value.split())
    if isinstance(value, dict) and depth < MAX_DEPTH:
        return next((text for key in _TITLE_KEYS if (text := title_of(value.get(key), depth + 1))), "")
    return ""


def _answer_text(value: Any) -> str:
    if isinstance(value, dict):
        return title_of(value) or cell_text(value)
    if isinstance(value, list):
        return "; ".join(title_of(item) or cell_text(item) for item in value)
    return cell_text(value)
