"""Read exported chats: every message begins with a day and a time, or with Zoom's "12:31:05 From Ada to Everyone:".

WhatsApp writes ``03.08.26, 12:31 - Ada: words`` (Android) and ``[03.08.26, 12:31:05] Ada: words`` (iOS), in the form of
date of the phone; Skype, Signal and Telegram exporters are alike. A line without a head continues the message. Messages
without a sender are the tool's own. Copies with the name and a time above the words (Slack, Telegram, Discord) are
speaker lines.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from voc.ingest.file_content import LeftOut, Transcript, Utterance
from voc.ingest.transcripts.speakers import normalise_label
from voc.ingest.transcripts.times import CLOCK_OF_DAY, HEAD_WORDS, MOMENT, any_of
from voc.ingest.transcripts.utterances import trim

MIN_MESSAGES = 3
"""Messages with a sender; fewer may be a quotation."""
MAX_SENDER = 80
"""Code points of a sender: a name as in the phone's address book, or a number."""

# Invisible marks of writing direction; iOS puts them before placeholders, and both around names and mentions.
_INVISIBLE = "\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff"
_WORDS = HEAD_WORDS["chat"]
_HEAD = re.compile(
    rf"^[{_INVISIBLE}]*+(?:\[(?:{MOMENT})\]|(?:{MOMENT})[ \t]*+[-–—])[ \t]++"
    rf"|^(?P<zoom>{CLOCK_OF_DAY})[ \t]++(?i:{any_of(_WORDS['senders'])})[ \t]++(?=[^\n:]{{1,160}}:)",
    re.M,
)
_SENDER = re.compile(rf"[{_INVISIBLE}~ ]*+(?P<name>[^\n:“”\"„]{{1,{MAX_SENDER}}}):(?:[ \t{_INVISIBLE}]|$)", re.M)
_ZOOM_SENDER = re.compile(
    rf"(?P<name>[^\n:]{{1,{MAX_SENDER}}}?)(?:[ \t]++(?i:{any_of(_WORDS['receivers'])})[ \t]++[^\n:]{{1,80}})?[ \t]*+:"
)
_EDITED = re.compile(rf"[\s{_INVISIBLE}]*+{any_of(_WORDS['edited'])}[\s{_INVISIBLE}]*+\Z", re.I)
_NOBODYS_WORDS = {
    "deleted": re.compile(rf"{any_of(_WORDS['deleted'])}[.]?", re.I),
    "attachments": re.compile(any_of(_WORDS["attachments"]), re.I),
    "reactions": re.compile(any_of(_WORDS["reactions"]), re.I),
}
_REPLY = re.compile(any_of(_WORDS["replies"]), re.I)
_LINES_OF_NOTE = {
    "system": "lines of the tool",
    "deleted": "deleted messages",
    "attachments": "attachments, places and calls",
    "reactions": "reactions",
    "edited": "marks of edited messages",
    "quoted": "quoted messages",
}


@dataclass(frozen=True, slots=True)
class _ChatMessage:
    """A message: who sent it ("" for the tool itself), and ``text[start:end]`` with what the tool adds to it.

    Its head begins at ``head``.
    """

    sender: str
    start: int
    end: int
    head: int


def is_chat(text: str) -> bool:
    """Whether at least three messages have a sender, and few are the tool's own."""
    messages = _messages(text)
    n_sent = sum(bool(message.sender) for message in messages)
    return n_sent >= MIN_MESSAGES and n_sent >= len(messages) / 3


def read_chat(text: str) -> Transcript:
    """The messages as turns, without what the tool writes into them; a note counts what is left out."""
    left_out: Counter[str] = Counter()
    utterances = []
    passages: list[LeftOut] = []
    for message in _messages(text):
        # What is in no turn below the head is the tool's, and counted in the note.
        if message.sender:
            passages.append(LeftOut(message.head, message.start, "speakers"))
        passages.append(LeftOut(message.head, message.end, "machine lines"))
        if not message.sender:
            left_out["system"] += 1
            continue
        start, end = trim(text, *_spoken(text, message, left_out))
        if start < end:
            utterances.append(Utterance(start, end, message.sender))
    counted = ", ".join(f"{words} {left_out[kind]}" for kind, words in _LINES_OF_NOTE.items() if left_out[kind])
    notes = ["Read as a chat: a message is a turn."]
    if counted:
        notes.append(f"Left out, because they are nobody's words: {counted}.")
    if passages:
        passages.append(LeftOut(0, passages[0].start, "head"))
    return Transcript(text, tuple(utterances), tuple(notes), tuple(passages))


@lru_cache(maxsize=1)
def _messages(text: str) -> tuple[_ChatMessage, ...]:
    heads = list(_HEAD.finditer(text))
    ends = [*(head.start() for head in heads[1:]), len(text)]
    messages = []
    for head, end in zip(heads, ends, strict=False):
        sender = (_ZOOM_SENDER if head["zoom"] else _SENDER).match(text, head.end(), end)
        name = _clean_name(sender["name"]) if sender else ""
        start = sender.end() if sender and name else head.end()
        messages.append(_ChatMessage(name, start, end, head.start()))
    return tuple(_without_announcements(messages))


def _clean_name(name: str) -> str:
    return re.sub(rf"[{_INVISIBLE}]", "", name).replace("\u00a0", " ").strip(" \t~")


def _without_announcements(messages: list[_ChatMessage]) -> Iterator[_ChatMessage]:
    """The messages; a long "sender" who occurs once is a line of the tool ("Ada changed the topic of Bus to: …")."""
    counts = Counter(normalise_label(message.sender) for message in messages)
    for message in messages:
        is_line = len(message.sender.split()) > 4 and counts[normalise_label(message.sender)] == 1
        yield replace(message, sender="") if is_line else message


def _spoken(text: str, message: _ChatMessage, left_out: Counter[str]) -> tuple[int, int]:
    """The span of a message without the tool's additions, which are counted."""
    start, end = message.start, message.end
    while start < end and text[start] in " \t\n":
        start += 1
    edited = _EDITED.search(text, max(start, end - 200), end)
    if edited:
        end = edited.start()
        left_out["edited"] += 1
    line_end = text.find("\n", start, end)
    first_end = end if line_end < 0 else line_end
    first = text[start:first_end]
    reply = _REPLY.match(first.strip())
    if reply:
        left_out["quoted"] += 1
        return first_end, end
    # iOS begins placeholders with an invisible mark, in whatever language.
    is_marked = text[start - 1 : start] in {"\u200e", "\u200f"} or first.startswith(("\u200e", "\u200f"))
    words = re.sub(rf"[{_INVISIBLE}]", "", first).strip()
    kind = next((kind for kind, pattern in _NOBODYS_WORDS.items() if pattern.fullmatch(words)), "")
    if kind or is_marked:
        left_out[kind or "system"] += 1
        # A caption is below the attachment.
        return (first_end, end) if kind == "attachments" else (end, end)
    attached = re.search(rf"[{_INVISIBLE}]+<[^<>\n]{{1,200}}>\s*+\Z", text[max(start, end - 300) : end])
    if attached:
        left_out["attachments"] += 1
        end -= len(attached.group())
    return start, end
