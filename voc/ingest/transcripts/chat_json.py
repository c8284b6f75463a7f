"""Read chats exported as JSON: Slack, Telegram, Discord, Teams, Google Chat, Messenger and others.

They name and nest their fields differently (`chat_json.toml`), but all write a list of records with words, a sender and
a moment. Joins, calls, new topics and the messages of bots are nobody's words. A message is read once, though Slack
and Telegram write its words twice, as text and as rich text. Conversations of customers with a company, which say who
is who, are read as tables (`voc.ingest.surveys.row_authors`).
"""

from __future__ import annotations

import json
import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from importlib.resources import files
from typing import Any

from voc.errors import FormatError
from voc.files.decode import count_characters, tidy
from voc.ingest.file_content import Transcript, Utterance
from voc.ingest.transcripts.caption_turns import Caption
from voc.ingest.transcripts.chats import MIN_MESSAGES, is_attachment, note_on_left_out
from voc.ingest.transcripts.json_strings import explain_json
from voc.ingest.transcripts.speakers import role_of_label
from voc.tables.cell_markup import clean_text

MAX_DEPTH = 6
"""Levels of nested lists and records in which messages are; a full export of Telegram has them on the fourth."""
MIN_SHARE = 0.6
"""Share (0–1) of the records of a list that must be messages."""
MAX_SECONDS = 1e11
"""A larger number of seconds since 1970 is one of milliseconds."""

_FIELDS: Mapping[str, Sequence[str]] = tomllib.loads(
    files("voc.ingest.transcripts").joinpath("chat_json.toml").read_text("utf-8")
)
_SIGNS, _OF_TABLES, _OF_PEOPLE = (frozenset(_FIELDS[key]) for key in ("signs", "of_tables", "of_people"))
_BOT_NAME = re.compile(r"(?:^|[\W_]|[a-z](?=B))[Bb]ot$")
# Slack: <@U05AB> or <@U05AB|ada>, <#C05AB|beta>, <!here>, <!date^1392734382^{date}|Feb 18>, <https://…|words>.
_SLACK_REFERENCE = re.compile(r"<([@#!]|mailto:|https?://)([^<>|\s]{0,2000})(?:\|([^<>\n]{0,500}))?>")
_SLACK_EMPHASIS = re.compile(r"(?<![\w*_~`])([*_~`]{1,3})(?=\S)([^\n]{0,2000}?\S|\S)\1(?![\w*_~`])")
# What others, or a program, wrote before: a line behind ">", a quote of Teams, and a block of code.
_BORROWED = {
    "quoted": re.compile(r"^[ \t]*+(?:>|&gt;)[^\n]*(?:\n|\Z)|<blockquote\b.{0,4000}?</blockquote>", re.M | re.S | re.I),
    "code": re.compile(r"```.{0,4000}?```|<(?:code|pre)\b.{0,4000}?</(?:code|pre)>", re.S | re.I),
}
_BORROWED_PIECES = {"blockquote": "quoted", "pre": "code"}
"""Types of the pieces of a message in Telegram."""
_EMOJI_NAME = re.compile(r"(?<![\w:]):[a-z0-9_+'-]{2,60}:(?::skin-tone-\d:)?(?!\w)")

Record = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class _SentMessage:
    """A message: ``sender`` is a name, or an id where no name is known, and "" where a machine wrote it.

    ``thread`` is the moment of the first message of its thread; moments are in seconds since 1970, 0 where unknown.
    """

    sender: str
    words: str
    moment: float = 0.0
    thread: float = 0.0


def is_chat_json(text: str) -> bool:
    """Whether the JSON has a list of messages of a chat."""
    return bool(_find_messages(text))


def read_chat_json(text: str) -> Transcript:
    """The messages as turns, those of a thread behind each other; a note counts what is left out.

    Raises:
        FormatError: the text is no such JSON.
    """
    records = _find_messages(text)
    if not records:
        raise FormatError("must be JSON with the messages of a chat, found none. Export it as text.")
    data = json.loads(text)
    names = dict(_names_by_id(data, 0))
    left_out: Counter[str] = Counter()
    ordinary = _OF_PEOPLE | {_commonest_kind(records)}
    messages = [message for record in records if (message := _message(record, names, ordinary, left_out))]
    if any(message.thread for message in messages):
        messages.sort(key=lambda message: (message.thread or message.moment, message.moment))
    paragraphs: list[str] = []
    utterances: list[Utterance] = []
    position = 0
    for message in messages:
        head = f"{message.sender}: "
        paragraphs.append(f"{head}{message.words}\n\n")
        start = position + len(head)
        # Nobody answers yesterday's question, except in its thread.
        day = _day(message.thread or message.moment)
        utterances.append(Utterance(start, start + len(message.words), message.sender, day=day))
        position += len(paragraphs[-1])
    captions = [Caption(0.0, 0.0, message.sender, message.words) for message in messages]
    counts = explain_json(text, captions)
    n_rest = count_characters(text) - sum(count_characters(message.words) for message in messages) - counts.total()
    # The words of bots and of the program are in no turn, and nothing else is the reason.
    n_unsaid = sum(count_characters(_words(_first(record, "words"), names)) for record in records)
    n_unsaid -= sum(count_characters(message.words) for message in messages)
    counts["machine lines"] += max(min(n_rest, n_unsaid), 0)
    notes = ["Read as a chat: a message is a turn.", *note_on_left_out(left_out)]
    if isinstance(data, dict) and (n_files := data.get("joined_files")):
        notes.append(f"Joined from {n_files} files of the export, one a day, with the names of users.json.")
    days = sorted(day for message in messages if (day := _day(message.moment)))
    if days:
        notes.append(f"Date of the chat: {days[0]} (its first message; the last: {days[-1]}).")
    return Transcript(
        "".join(paragraphs),
        tuple(utterances),
        tuple(notes),
        n_left_out=counts,
        date=days[0] if days else "",
    )


@lru_cache(maxsize=1)
def _find_messages(text: str) -> tuple[Record, ...]:
    """The records of all lists of messages in a file, by `_key`; none where it is no chat."""
    if text.lstrip()[:1] not in {"{", "["}:
        return ()
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return ()
    return tuple(record for records in _chats(data, 0) for record in records)


def _chats(data: Any, depth: int) -> Iterator[Sequence[Record]]:
    if depth > MAX_DEPTH:
        return
    if isinstance(data, list):
        records = [_flat(item) for item in data if isinstance(item, dict)]
        if _are_messages(records):
            yield records
            return
    for value in data if isinstance(data, list) else data.values() if isinstance(data, dict) else ():
        yield from _chats(value, depth + 1)


def _are_messages(records: Sequence[Record]) -> bool:
    """Whether records have words, a sender and a moment, and are of a chat."""
    if len(records) < MIN_MESSAGES:
        return False
    keys = {key for record in records for key in record}
    inner = {_key(name) for record in records for name in _record(record.get("author"))}
    if "isbot" in inner:
        keys.add("authorisbot")
    if keys & _OF_TABLES or {"type", "role"} & inner or not keys & _SIGNS:
        return False
    n = sum(all(_first(record, kind) is not None for kind in ("words", "sender", "moment")) for record in records)
    return n >= max(MIN_MESSAGES, MIN_SHARE * len(records))


def _message(
    record: Record, names: Mapping[str, str], ordinary: frozenset[str], left_out: Counter[str]
) -> _SentMessage | None:
    """What somebody wrote; None for what is nobody's words, which is counted."""
    sender, is_machine = _sender(record, names)
    n_before = left_out.total()
    words = _words(_first(record, "words"), names, left_out)
    is_borrowed = left_out.total() > n_before
    if record.get("deleteddatetime") or record.get("subtype") == "tombstone":
        left_out["deleted"] += 1
    elif not sender or _kind(record) not in ordinary:
        left_out["system"] += 1
    elif is_machine or _BOT_NAME.search(sender):
        left_out["bots"] += 1
    elif not any(character.isalnum() for character in words) or is_attachment(words):
        left_out["attachments"] += not is_borrowed
    else:
        thread = _moment(record.get("threadts"))
        return _SentMessage(sender, words, _moment(_first(record, "moment")), thread)
    return None


def _kind(record: Record) -> str:
    """What kind of message it is, in lower case; "" where it does not say."""
    return next((value.casefold() for key in _FIELDS["kinds"] if isinstance(value := record.get(key), str)), "")


def _commonest_kind(records: Sequence[Record]) -> str:
    """The kind of most messages, whatever the program calls it."""
    return Counter(map(_kind, records)).most_common(1)[0][0]


def _sender(record: Record, names: Mapping[str, str]) -> tuple[str, bool]:
    """The name of who sent a message, "" where nobody did; and whether that is a machine."""
    value = _first(record, "sender")
    person = _flat(value) if isinstance(value, dict) else {}
    # Teams: {"user": {"displayName": …}, "application": None}.
    inner = next((_flat(own) for key in ("user", "application") if isinstance(own := person.get(key), dict)), None)
    is_machine = any(record.get(key) or person.get(key) for key in _FIELDS["machines"])
    is_machine = is_machine or str(person.get("usertype", "")).casefold() == "bot"
    person = person if inner is None else inner
    if not person:
        key = str(value or "").strip()
        # Slack gives the profile beside the id, or the list of users does.
        name = names.get(key) or _name_of(_flat(_record(record.get("userprofile")))) or key
        return tidy(name).strip(), is_machine or names.get(f"bot {key}") is not None
    known = names.get(str(next((person[key] for key in _FIELDS["ids"] if person.get(key)), "")))
    return tidy(_name_of(person) or known or "").strip(), is_machine


def _name_of(person: Record) -> str:
    return next((name for key in _FIELDS["names"] if isinstance(name := person.get(key), str) and name.strip()), "")


def _names_by_id(data: Any, depth: int) -> Iterator[tuple[str, str]]:
    """Ids of people with their names, from lists and from profiles beside messages; "bot ID" is a machine's."""
    if depth > MAX_DEPTH or not isinstance(data, dict | list):
        return
    if isinstance(data, dict):
        if isinstance(profile := data.get("user_profile"), dict) and isinstance(data.get("user"), str):
            yield data["user"], _name_of(_flat(profile)) or data["user"]
        for key, people in data.items():
            if _key(key) in _FIELDS["people"] and isinstance(people, list):
                yield from (named for person in people if isinstance(person, dict) for named in _named(_flat(person)))
    for value in data.values() if isinstance(data, dict) else data:
        yield from _names_by_id(value, depth + 1)


def _named(person: Record) -> Iterator[tuple[str, str]]:
    """The id and name of a person in a list; a job title that says who asks is behind the name."""
    profile = _flat(_record(person.get("profile")))
    name = _name_of({**profile, **person})
    key = next((str(person[key]) for key in _FIELDS["ids"] if isinstance(person.get(key), str | int)), "")
    if key and name:
        title = str(profile.get("title") or "")
        yield key, f"{name} ({title})" if role_of_label(title) in {"interviewer", "other"} else name
        if person.get("isbot"):
            yield f"bot {key}", name


def _words(value: Any, names: Mapping[str, str], left_out: Counter[str] | None = None) -> str:
    """The words of a field: a text, a list of pieces (Telegram), or a record with its markup (Teams).

    Quotes and code are no words of who sends them; they are taken away, and counted, where there is a count.
    """
    is_markup = isinstance(value, dict)
    if isinstance(value, dict):
        value = value.get("content")
    if isinstance(value, list):
        pieces = [item if isinstance(item, dict) else {"text": item} for item in value]
        kinds = [_BORROWED_PIECES.get(str(piece.get("type")), "") if left_out is not None else "" for piece in pieces]
        texts = (piece.get("text", "") for piece, kind in zip(pieces, kinds, strict=True) if not kind)
        value = "".join(text for text in texts if isinstance(text, str))
        if left_out is not None:
            left_out.update(filter(None, kinds))
    if not isinstance(value, str):
        return ""
    for kind, pattern in _BORROWED.items() if left_out is not None else ():
        value, n = pattern.subn("\n", value)
        if n and left_out is not None:
            left_out[kind] += n
    if is_markup:
        return " ".join(clean_text(value).split(" "))
    text = _SLACK_REFERENCE.sub(lambda reference: _shown(reference, names), value)
    text = _SLACK_EMPHASIS.sub(r"\2", _EMOJI_NAME.sub("", text))
    return clean_text(tidy(text)).strip()


def _shown(reference: re.Match[str], names: Mapping[str, str]) -> str:
    """A reference in Slack's words as people see it."""
    kind, target, label = reference.groups()
    if kind == "@":
        return names.get(target, label or target).split(" (")[0]
    if kind in {"#", "!"}:
        return label or f"{kind if kind == '#' else '@'}{target}"
    return label if label and kind != "mailto:" and " " in label else target if kind == "mailto:" else f"{kind}{target}"


def _moment(value: Any) -> float:
    """Seconds since 1970; 0 where that is unknown."""
    if isinstance(value, str):
        try:
            value = float(value)
        except ValueError:
            try:
                date = datetime.fromisoformat(value)
                return (date if date.tzinfo else date.replace(tzinfo=UTC)).timestamp()
            except (ValueError, OverflowError):
                return 0.0
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < 1e16:
        return 0.0
    return float(value) if value < MAX_SECONDS else value / 1000


def _day(moment: float) -> str:
    return datetime.fromtimestamp(moment, UTC).date().isoformat() if moment else ""


def _first(record: Record, kind: str) -> Any:
    """The first filled field of a kind; an empty text counts where nothing else is there."""
    values = [record[key] for key in _FIELDS[kind] if record.get(key) is not None]
    return next((value for value in values if value not in ("", [])), values[0] if values else None)


def _flat(record: Record) -> dict[str, Any]:
    return {_key(name): value for name, value in record.items()}


def _record(value: Any) -> Record:
    return value if isinstance(value, dict) else {}


def _key(name: str) -> str:
    return name.replace("_", "").casefold()
