"""The head of a message inside a conversation: who wrote it, and whether it is a note that the customer does not see.

Programs write it in many ways: "Ida Brandt, Jan 7, 2025, 09:11", "[07.01.2025 09:11] Ida Brandt (Kundin): …",
"2025-01-07 09:11:22 - Ida Brandt (Work notes)", "Customer: …". All have a time or a role, a name, and nothing else.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

Role = Literal["", "customer", "company"]

MAX_HEAD = 160
"""Characters at the beginning of a line in which its head is."""
MAX_NAME_WORDS = 5
"""Words of a name; more are a sentence."""
MIN_ROLE_LETTERS = 4
"""Letters of a word that means the company wherever it is in a name ("Fernway Support"); "in" and "ai" do not."""

_MONTH = r"[^\W\d_]{3,9}\.?"
_DATE = (
    r"(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{1,2}[/-][A-Za-z]{3}[/-]\d{2,4}"
    rf"|{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}}|\d{{1,2}}(?:st|nd|rd|th|\.)? {_MONTH},? \d{{4}})"
)
_TIME = (
    r"\d{1,2}[:.]\d{2}(?::\d{2})?(?:[.,]\d{1,6})?(?: ?[AaPp]\.?[Mm]\b\.?)?(?: ?Uhr\b| ?h\b)?"
    r"(?: ?\(?(?:UTC|GMT|CET|CEST|MEZ|MESZ|E[SD]T|P[SD]T|C[SD]T|Z)\b\)?)?(?: ?[+-]\d{2}:?\d{2})?"
)
_WEEKDAY = (
    r"(?:\b(?:Mon|Tue|Tues|Wed|Wednes|Thu|Thurs|Fri|Sat|Satur|Sun)(?:day)?\.?,? "
    r"|\b(?:Mo|Di|Mi|Do|Fr|Sa|So|Montag|Dienstag|Mittwoch|Donnerstag|Freitag|Samstag|Sonntag)\.?,? )?"
)
STAMP = re.compile(rf"{_WEEKDAY}{_DATE}(?:T|,? ?(?:at|um|[-–|])? ?)(?:{_TIME})?|\b{_TIME}")
_ONLY_TIME = re.compile(_TIME)
_EDGE = " \t-–—=*#~_|,;·•/"
_IN_BRACKETS = re.compile(r"[(\[<]([^()\[\]<>]{1,80})[)\]>]")
_ADDRESS = re.compile(r"[\w.+-]{1,64}@[\w.-]{2,100}")
_WORD = re.compile(r"[^\W\d_][\w.’'-]*")
_TO_CUSTOMER = re.compile(r"\b(?:to|an) (?:the |den |die )?(?:client|customer|requester|kunden?|kundin)\b", re.I)
_NUMBER = re.compile(r"#?\d{1,12}")


@dataclass(frozen=True, slots=True)
class MessageHead:
    """The head of a message; ``text`` is what follows it on its line, ``address`` the mail address in it.

    ``tags`` are the words in brackets behind the name that are no role, such as the name of the company.
    """

    name: str
    role: Role
    is_note: bool
    tags: tuple[str, ...]
    text: str
    has_time: bool
    address: str = ""


@dataclass(frozen=True, slots=True)
class _Writer:
    """The words of a head without its time."""

    name: str
    role: Role
    is_note: bool
    tags: tuple[str, ...]


def read_head(line: str) -> MessageHead | None:
    """The head that a line begins with; None when it begins with something else.

    >>> read_head("[07.01.2025 09:11] Ida (Kundin): Es flackert.")
    MessageHead(name='Ida', role='customer', is_note=False, tags=(), text='Es flackert.', has_time=True, address='')
    """
    line = line.strip(_EDGE)
    stamp = STAMP.search(line[:MAX_HEAD])
    if stamp is None:
        return _read_role(line)
    before, after = line[: stamp.start()].rstrip(), line[stamp.end() :].lstrip(" )]}>")
    # A time alone is one of many numbers, unless it stands first or in brackets.
    is_alone = _ONLY_TIME.fullmatch(stamp.group()) is not None
    if is_alone and before and not before.endswith(("(", "[")):
        return _read_role(line)
    before = before.rstrip("([{< \t-–—|,;·•/*")
    if before and not _are_head_words(before):
        who, text = before.rstrip(":"), after
        # Behind the time may be "wrote:", a role, or the message itself after a colon.
        if ":" in after[:MAX_HEAD] and (tail := after.partition(":"))[0].strip(_EDGE):
            extra, text = _who(tail[0]), tail[2]
            if extra is None or extra.name:
                return None
            who = f"{who} ({tail[0].strip(_EDGE + '()')})"
        elif after.strip(_EDGE) and not after.startswith(":"):
            extra = _who(after)
            if extra is None or extra.name:
                return None
            who, text = f"{who} ({after.strip(_EDGE + '()')})", ""
    else:
        after = after.lstrip(_EDGE + ":")
        who, colon, text = after.partition(":")
        if not colon and is_alone:
            return None
    return _to_head(who, text.lstrip(" :"), has_time=True)


def _read_role(line: str) -> MessageHead | None:
    """A head without a time, "Customer: …", which must have a role."""
    who, colon, text = line.partition(":")
    if not colon or len(who) > MAX_HEAD // 2:
        return None
    head = _to_head(who, text, has_time=False)
    return head if head is not None and head.role else None


def _to_head(who: str, text: str, *, has_time: bool) -> MessageHead | None:
    writer = _who(who)
    if writer is None or not (writer.name or writer.role or writer.is_note):
        return None
    address = _ADDRESS.search(who)
    return MessageHead(
        name=writer.name,
        role=writer.role,
        is_note=writer.is_note,
        tags=writer.tags,
        text=text.strip(),
        has_time=has_time,
        address=address.group().casefold() if address else "",
    )


def _are_head_words(text: str) -> bool:
    """Whether a text has only words such as "On" before a time."""
    return all(word.strip("-–—:.,").casefold() in _data("head_words") for word in text.split())


def _who(written: str) -> _Writer | None:
    """Name, role, whether it is a note, and tags in the head of a message; None when it is anything else."""
    written = _TO_CUSTOMER.sub(" ", " ".join(written.split())).strip(_EDGE)
    if len(written) > MAX_HEAD:
        return None
    tags: list[str] = []
    role: Role = ""
    is_note = False
    for inside in _IN_BRACKETS.findall(written):
        words = _words(inside)
        is_note = is_note or not words.isdisjoint(_data("note_words"))
        role = role or _role_of(words)
        if not _role_of(words) and not words & (_data("note_words") | _data("head_words")) and "@" not in inside:
            tags.append(" ".join(inside.split()).casefold())
    rest = _IN_BRACKETS.sub(" ", written) if not _ADDRESS.fullmatch(written) else written
    segments = [segment.split() for segment in re.split(r"[|,;·•/]", rest) if segment.strip()]
    if len(segments) > 1:
        # "Ida | Agent".
        roles = [_role_of({segment[0].casefold()}) if len(segment) == 1 else "" for segment in segments]
        role = role or next(filter(None, roles), "")
        segments = [segment for segment, of_segment in zip(segments, roles, strict=True) if not of_segment]
    kept: list[str] = []
    for word in (word for segment in segments for word in segment):
        folded = word.strip("-–—:.").casefold()
        if not folded or folded in _data("head_words") - _data("particles"):
            continue
        if folded in _data("note_words"):
            is_note = True
        else:
            kept.append(word.strip(":"))
    while kept and kept[0].casefold() in _data("head_words"):
        kept.pop(0)
    if not role:
        role, kept = _role_and_name(kept)
    if len(kept) > MAX_NAME_WORDS or not all(map(_is_name_word, kept)):
        return None
    return _Writer(" ".join(kept), role, is_note, tuple(tags))


def _is_name_word(word: str) -> bool:
    is_word = _WORD.fullmatch(word) is not None and (word[0].isupper() or word in _data("particles"))
    return is_word or _ADDRESS.fullmatch(word) is not None or _NUMBER.fullmatch(word) is not None


def _role_and_name(words: list[str]) -> tuple[Role, list[str]]:
    """The role that a name tells by itself ("Agent", "Visitor 88", "Kundin Ida Brandt"), and the name without it.

    A long word of the company tells it wherever it is ("Fernway Support").
    """
    if words and (role := _role_of({words[0].casefold()})):
        return role, words[1:]
    long = {part for word in words for part in _words(word) if len(part) >= MIN_ROLE_LETTERS}
    return ("" if long.isdisjoint(_authors("company")) else "company"), words


def _role_of(words: set[str]) -> Role:
    if not words.isdisjoint(_authors("company")):
        return "company"
    return "customer" if not words.isdisjoint(_authors("customer")) else ""


def _words(text: str) -> set[str]:
    return {
        part for word in re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", text.casefold()) for part in (word, *word.split("-"))
    }


@cache
def _data(key: str) -> frozenset[str]:
    data = tomllib.loads((files("voc.ingest.surveys") / "cell_conversations.toml").read_text("utf-8"))
    return frozenset(data[key])


@cache
def _authors(key: str) -> frozenset[str]:
    data = tomllib.loads((files("voc.ingest.surveys") / "row_authors.toml").read_text("utf-8"))
    return frozenset(data[key])


def is_note_line(line: str) -> bool:
    """Whether the first line of a message says that it is an internal note and nothing else ("Internal note")."""
    words = _words(line)
    return (
        0 < len(line) <= 40 and bool(words & _data("note_words")) and words <= _data("note_words") | _data("head_words")
    )


def is_event_line(line: str) -> bool:
    """Whether a line is one that the program wrote ("Status changed to Solved")."""
    folded = line.strip(_EDGE).casefold()
    return len(folded) <= MAX_HEAD and folded.startswith(tuple(sorted(_data("event_starts"))))
