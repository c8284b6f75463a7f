"""Read exported chats: every message begins with a day and a time, or with Zoom's "12:31:05 From Ada to Everyone:".

WhatsApp writes ``03.08.26, 12:31 - Ada: words`` (Android) and ``[03.08.26, 12:31:05] Ada: words`` (iOS), in the form of
date of the phone; Skype, Signal and Telegram exporters are alike. A line without a head continues the message. Messages
without a sender are the tool's own. Copies with the name and a time above the words (Slack, Telegram, Discord) are
speaker lines.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from voc.ingest.file_content import LeftOut, Transcript, Utterance
from voc.ingest.transcripts.speakers import is_unnamed_label, normalise_label
from voc.ingest.transcripts.times import CLOCK_OF_DAY, HEAD_WORDS, MOMENT, any_of
from voc.ingest.transcripts.utterances import trim
from voc.tables.dates import DateOrder, find_order, has_hyphens, has_meridiem, parse_date

MIN_MESSAGES = 3
"""Messages with a sender; fewer may be a quotation."""
MAX_ANNOUNCEMENT = 200
"""Code points of a line of the tool that are searched for a changed number."""
MAX_CHANGES = 20
"""Changes of a number in a row that are followed."""
MAX_SENDER = 80
"""Code points of a sender: a name as in the phone's address book, or a number."""

# Invisible marks of writing direction; iOS puts them before placeholders, and both around names and mentions.
_INVISIBLE = "\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff"
_WORDS = HEAD_WORDS["chat"]
_HEAD = re.compile(
    rf"^[{_INVISIBLE}]*+(?:\[(?:{MOMENT})\]|(?:{MOMENT})[ \t]*+[-–—])[ \t]++"
    rf"|^(?P<zoom>(?P<dated>{MOMENT})|{CLOCK_OF_DAY})[ \t]++"
    rf"(?i:{any_of(_WORDS['senders'])})[ \t]++(?=[^\n:]{{1,160}}:)",
    re.M,
)
_SENDER = re.compile(rf"[{_INVISIBLE}~ ]*+(?P<name>[^\n:“”\"„]{{1,{MAX_SENDER}}}):(?:[ \t{_INVISIBLE}]|$)", re.M)
_ZOOM_SENDER = re.compile(
    rf"(?P<name>[^\n:]{{1,{MAX_SENDER}}}?)"
    rf"(?:[ \t]++(?i:{any_of(_WORDS['receivers'])})[ \t]++(?P<receiver>[^\n:]{{1,80}}))?[ \t]*+:"
)
_PRIVATE = re.compile(rf"[(\[]{any_of(_WORDS['private'])}[)\]]", re.I)
_EDITED = re.compile(rf"[\s{_INVISIBLE}]*+{any_of(_WORDS['edited'])}[\s{_INVISIBLE}]*+\Z", re.I)
_NOBODYS_WORDS = {
    "deleted": re.compile(rf"{any_of(_WORDS['deleted'])}[.]?", re.I),
    "attachments": re.compile(any_of(_WORDS["attachments"]), re.I),
    "reactions": re.compile(any_of(_WORDS["reactions"]), re.I),
}
_CHANGED = re.compile(
    rf"(?P<old>[^\n:]{{2,60}}?) {any_of(_WORDS['changed'])} (?P<new>\+\d[\d ()-]{{5,24}}\d)(?![\d])[^\n]{{0,40}}", re.I
)
_REPLY = re.compile(any_of(_WORDS["replies"]), re.I)
_LINES_OF_NOTE = {
    "system": "lines of the tool",
    "deleted": "deleted messages",
    "attachments": "attachments and calls",
    "reactions": "reactions",
    "edited": "marks of edited messages",
    "quoted": "quoted messages",
    "code": "code blocks",
    "bots": "messages of bots",
    "private": "private messages of people who write nothing else",
}


@dataclass(frozen=True, slots=True)
class _ChatMessage:
    """A message: who sent it ("" for the tool itself), and ``text[start:end]`` with what the tool adds to it.

    Its head begins at ``head``; ``moment`` is its day and time as written. ``is_private`` when only one person got it.
    """

    sender: str
    start: int
    end: int
    head: int
    moment: str = ""
    is_private: bool = False


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
    messages = _messages(text)
    same = _changed_numbers(text, messages)
    # An observer writes to the moderator only, and is no respondent.
    public = {normalise_label(message.sender) for message in messages if not message.is_private}
    for message in messages:
        # What is in no turn below the head is the tool's, and counted in the note.
        if message.sender:
            passages.append(LeftOut(message.head, message.start, "speakers"))
        passages.append(LeftOut(message.head, message.end, "machine lines"))
        if not message.sender:
            left_out["system"] += 1
            continue
        if normalise_label(message.sender) not in public:
            left_out["private"] += 1
            continue
        start, end = trim(text, *_spoken(text, message, left_out))
        if start < end:
            label = same.get(normalise_label(message.sender), message.sender)
            utterances.append(Utterance(start, end, label, day=message.moment.split(",")[0].split(" ")[0]))
    notes = ["Read as a chat: a message is a turn.", *note_on_left_out(left_out)]
    if same:
        notes.append(f"Numbers that changed, each read as one person with the new one: {len(same)}.")
    date, note = _first_day([message.moment for message in messages if message.sender])
    if passages:
        passages.append(LeftOut(0, passages[0].start, "head"))
    all_notes = (*notes, *filter(None, (note,)))
    return Transcript(text, tuple(utterances), all_notes, tuple(passages), date=date)


def note_on_left_out(counts: Mapping[str, int]) -> list[str]:
    """The note that counts the messages which are nobody's words, by the keys of `_LINES_OF_NOTE`; none without any."""
    counted = ", ".join(f"{words} {counts[kind]}" for kind, words in _LINES_OF_NOTE.items() if counts.get(kind))
    return [f"Left out, because they are nobody's words: {counted}."] if counted else []


def is_attachment(words: str) -> bool:
    """Whether a message is a file, a place, a call or nothing but links, and says nothing itself."""
    return _NOBODYS_WORDS["attachments"].fullmatch(words) is not None


def _changed_numbers(text: str, messages: Sequence[_ChatMessage]) -> dict[str, str]:
    """The label of the same person for each normalised label that a line of the tool replaces by another one."""
    changes: dict[str, str] = {}
    for message in messages:
        line = text[message.start : min(message.end, message.start + MAX_ANNOUNCEMENT)]
        words = re.sub(rf"[{_INVISIBLE}]", "", line).replace("\u00a0", " ")
        change = None if message.sender else _CHANGED.match(words.strip())
        if change and normalise_label(change["old"]) != normalise_label(change["new"]):
            changes[normalise_label(change["old"])] = change["new"].strip()
    spellings = {normalise_label(message.sender): message.sender for message in messages}
    same = {}
    for old, first in changes.items():
        new, seen = first, {old}
        # A number may change again, and hostile files have circles of changes.
        while (key := normalise_label(new)) in changes and key not in seen and len(seen) < MAX_CHANGES:
            seen.add(key)
            new = changes[key]
        # A name stays, whatever its number.
        if is_unnamed_label(old):
            same[old] = new
        elif is_unnamed_label(new) and old in spellings:
            same[normalise_label(new)] = spellings[old]
    return same


def _first_day(moments: Sequence[str]) -> tuple[str, str]:
    """The day of the first message as YYYY-MM-DD and a note; no day where day and month cannot be told apart."""
    if not moments or not any(moments):
        return "", ""
    order = find_order(moments)
    is_month_first = order is DateOrder.MONTH_FIRST or (order is DateOrder.UNCLEAR and has_meridiem(moments))
    if order in {DateOrder.UNCLEAR, DateOrder.BOTH} and not is_month_first and not has_hyphens(moments):
        return "", "Days and months of the messages cannot be told apart: the chat has no date."
    days = [day for moment in moments if (day := parse_date(moment, is_month_first=is_month_first))]
    return (days[0], f"Date of the chat: {days[0]} (its first message; the last: {days[-1]}).") if days else ("", "")


@lru_cache(maxsize=1)
def _messages(text: str) -> tuple[_ChatMessage, ...]:
    heads = list(_HEAD.finditer(text))
    ends = [*(head.start() for head in heads[1:]), len(text)]
    messages = []
    for head, end in zip(heads, ends, strict=False):
        sender = (_ZOOM_SENDER if head["zoom"] else _SENDER).match(text, head.end(), end)
        name = _clean_name(sender["name"]) if sender else ""
        start = sender.end() if sender and name else head.end()
        moment = ((head["dated"] or "") if head["zoom"] else head.group()).strip(f"{_INVISIBLE} \t[]-–—")
        receiver = (head["zoom"] and sender and sender["receiver"]) or ""
        messages.append(_ChatMessage(name, start, end, head.start(), moment, _PRIVATE.search(receiver) is not None))
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
