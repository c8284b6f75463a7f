"""Read mail files (.eml, .emlx, .mbox) as mails: sender, recipients, subject, date, text and the names of attachments.

Python's own package parses them. Its older policy is used, because the newer one fails on headers that real mails have.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import policy
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message
from email.parser import BytesParser
from email.utils import getaddresses, parsedate_to_datetime
from pathlib import Path

from voc.errors import FormatError
from voc.files.decode import count_characters, decode, tidy
from voc.files.limits import MAX_ENTRY_BYTES, Budget, check_size
from voc.files.web_pages import read_web_page
from voc.ingest.mail.own_words import is_automatic_subject, points_to_html

SUFFIXES = frozenset({".eml", ".emlx", ".mbox"})
MAX_PARTS = 200
"""Parts of one mail that are looked at; real mails have a few dozen at most."""
MAX_BODY = 1_000_000
"""Code points of a mail's text; the rest is a pasted log or a broken attachment."""

MAX_STUB_WORDS = 40
"""Words of a plain text that may only say that the mail is in HTML; a longer one says something itself."""
STUB_FACTOR = 2.0
"""How many times more words than the plain text the HTML must have to be read in its place."""

_MBOX_LINE = re.compile(rb"^From [^\r\n]*\r?\n", re.M)
_EMLX_LENGTH = re.compile(rb"\s*(\d{1,9})[ \t]*\r?\n")
_HEADER_LINE = re.compile(rb"[A-Za-z][A-Za-z0-9-]{0,60}:")
_REPLY_MARK = re.compile(
    r"(?:(?:re|aw|antw|antwort|fw|fwd|wg|wtr|tr|sv|vs|rv|r|i|doorst)\s*(?:\[\d+\])?\s*:\s*)+", re.I
)


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail. Addresses are in lower case; ``date`` is ISO 8601 or ""; ``subject`` has no "Re:".

    ``n_head`` counts the characters of its head, ``n_cut`` those behind the longest text that is read.
    """

    sender: str
    sender_name: str
    recipients: tuple[str, ...]
    subject: str
    date: str
    text: str
    attachments: tuple[str, ...]
    message_id: str
    is_automatic: bool
    n_head: int
    n_cut: int


def read_mails(path: Path, name: str, suffix: str, budget: Budget) -> list[Mail]:
    """All mails of a file, in its order.

    Raises:
        ReadError: the file is too large, or holds no mail.
    """
    mails = []
    for data in _messages(path, name, suffix):
        budget.check()
        mails.append(_to_mail(_parse(data, name), name))
    return mails


def read_addresses(path: Path, suffix: str) -> list[tuple[str, tuple[str, ...]]]:
    """Sender and recipients of each mail of a file; none when it cannot be read."""
    try:
        addresses = []
        for data in _messages(path, path.name, suffix):
            head = BytesParser(policy=policy.compat32).parsebytes(data[:100_000], headersonly=True)
            (_, sender), *_ = [*_addresses(head, "From"), ("", "")]
            addresses.append((sender, tuple(address for _, address in _addresses(head, "To", "Cc"))))
        return addresses
    except (FormatError, OSError, MessageError, ValueError, LookupError, AttributeError, TypeError, RecursionError):
        return []


def without_reply_mark(subject: str) -> str:
    """A subject without "Re:", "AW:" or "Fwd:" before it."""
    return _REPLY_MARK.sub("", subject, count=1)


def _messages(path: Path, name: str, suffix: str) -> Iterator[bytes]:
    check_size(name, path.stat().st_size, MAX_ENTRY_BYTES)
    data = path.read_bytes()
    if suffix == ".mbox":
        starts = [*_MBOX_LINE.finditer(data)]
        # "From" also begins lines of a text; the line of a mailbox has an empty line above it.
        starts = [
            match for match in starts
            if match.start() == 0 or data[max(0, match.start() - 4) : match.start()].endswith((b"\n\n", b"\r\n\r\n"))
        ]  # fmt: skip
        if not starts or starts[0].start():
            raise FormatError(f"{name}: must be a mailbox that begins with a line 'From …'. Export the mails as .eml.")
        ends = [match.start() for match in starts[1:]] + [len(data)]
        for match, end in zip(starts, ends, strict=True):
            yield re.sub(rb"(?m)^>(>*From )", rb"\1", data[match.end() : end])
        return
    if suffix == ".emlx" and (length := _EMLX_LENGTH.match(data)):
        # Apple Mail puts the number of bytes above the mail, and a property list below it.
        data = data[length.end() : length.end() + int(length[1])]
    yield data


def _parse(data: bytes, name: str) -> Message:
    if not _HEADER_LINE.match(data.lstrip()[:100]):
        raise FormatError(
            f"{name}: must be a mail that begins with its head ('From: …'). Save it again as .eml or .txt."
        )
    try:
        return BytesParser(policy=policy.compat32).parsebytes(data.lstrip())
    except (MessageError, ValueError, LookupError, AttributeError, TypeError, RecursionError) as error:
        raise FormatError(f"{name}: must be a mail, found a broken one. Save its text as .txt.") from error


def _to_mail(message: Message, name: str) -> Mail:
    (sender_name, sender), *_ = [*_addresses(message, "From", "Sender"), ("", "")]
    text, attachments = _body(message, name)
    subject = " ".join(_header(message, "Subject").split())
    is_automatic = (
        is_automatic_subject(subject)
        or _header(message, "Auto-Submitted").strip().casefold() not in {"", "no"}
        or bool(_header(message, "X-Autoreply") or _header(message, "X-Autorespond"))
        or _header(message, "Precedence").strip().casefold() in {"auto_reply", "bulk", "junk"}
    )
    return Mail(
        sender=sender,
        sender_name=sender_name,
        recipients=tuple(address for _, address in _addresses(message, "To", "Cc")),
        subject=without_reply_mark(subject),
        date=_date(_header(message, "Date")),
        text=text[:MAX_BODY].strip(),
        attachments=attachments,
        message_id=_header(message, "Message-ID").strip(),
        is_automatic=is_automatic,
        n_head=sum(count_characters(f"{field}: {value}") for field, value in message.items()),
        n_cut=count_characters(text[MAX_BODY:]),
    )


def _header(message: Message, name: str) -> str:
    value = message.get(name, "")
    try:
        return tidy(str(make_header(decode_header(value))))
    except (MessageError, ValueError, LookupError, TypeError, AttributeError):
        return tidy(str(value))


def _addresses(message: Message, *names: str) -> list[tuple[str, str]]:
    """Name and address of each person in some headers."""
    values = [_header(message, name) for name in names]
    pairs = getaddresses([value for value in values if value])
    return [(" ".join(name.split()), address.strip().casefold()) for name, address in pairs if "@" in address]


def _date(header: str) -> str:
    try:
        return parsedate_to_datetime(header).date().isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return ""


def _body(message: Message, name: str) -> tuple[str, tuple[str, ...]]:
    """The text of a mail (its plain text, else its HTML), and the names of its attachments."""
    plain: list[str] = []
    pages: list[str] = []
    attachments: list[str] = []
    waiting = [message]
    for _ in range(MAX_PARTS):
        if not waiting:
            break
        part = waiting.pop(0)
        kind = part.get_content_type()
        # Only then, because the payload of a part is decoded as its header says, which may name no encoding at all.
        if part.is_multipart():
            waiting[:0] = [inner for inner in part.get_payload() if isinstance(inner, Message)]
            continue
        filename = part.get_filename() if isinstance(part.get("Content-Disposition", ""), str) else ""
        if (
            filename
            or kind not in {"text/plain", "text/html"}
            or "attachment" in str(part.get("Content-Disposition", "")).casefold()
        ):
            if part is not message or kind.startswith("text/") is False:
                attachments.append(" ".join(str(filename).split()) if filename else kind)
            continue
        (plain if kind == "text/plain" else pages).append(_part_text(part, name))
    text = "\n\n".join(filter(str.strip, plain))
    if pages and len(text.split()) <= MAX_STUB_WORDS:
        shown = "\n\n".join(read_web_page(page, is_plain=True).text for page in pages)
        text = shown if _is_stub(text, shown) else text
    return text, tuple(attachments)


def _is_stub(text: str, shown: str) -> bool:
    """Whether a plain text stands for the HTML beside it ("This is an HTML message"), and says less than it."""
    n_words = len(text.split())
    # Letters with umlauts, links and lists differ between the two, so only a much longer one is another text.
    return bool(shown.strip()) and (n_words == 0 or points_to_html(text) or len(shown.split()) > STUB_FACTOR * n_words)


def _part_text(part: Message, name: str) -> str:
    data = part.get_payload(decode=True)
    if not isinstance(data, bytes):
        return ""
    charset = part.get_content_charset() or ""
    try:
        return tidy(data.decode(charset, errors="replace")) if charset else decode(data, name)[0]
    except (LookupError, ValueError, FormatError):
        return tidy(data.decode("utf-8", errors="replace"))
