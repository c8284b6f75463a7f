"""Turn mails into documents: one for each customer's mail, with the sender as a person and the subject as its context.

What the company itself writes is not counted (`sides`).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from voc.errors import EmptyError
from voc.files.decode import count_characters
from voc.ingest.characters import to_character_count
from voc.ingest.file_content import FileContent, FileToRead, Person, person_id
from voc.ingest.mail.mail_files import SUFFIXES, Mail, read_addresses, read_mails
from voc.ingest.mail.messages import MessageReader, person_name
from voc.ingest.mail.sides import find_company_side, is_machine, side_of
from voc.schema import Document, Reason, Turn, stable_id
from voc.tables.listing import list_some

READER = "mail"
MAX_LISTED_ATTACHMENTS = 10
"""Attachments that the note names; the rest is counted."""


def find_company(paths: Iterable[tuple[Path, str]]) -> frozenset[str]:
    """The side (domain or address) that answers in some mail files, given as paths and suffixes; empty when unclear."""
    return find_company_side(
        mail for path, suffix in paths if suffix in SUFFIXES for mail in read_addresses(path, suffix)
    )


def read_mail_file(file: FileToRead, company: frozenset[str]) -> FileContent:
    """The content of a mail file.

    Raises:
        ReadError: the file is no mail.
        EmptyError: no mail has a customer's words.
    """
    mails = read_mails(file.path, file.name, file.suffix, file.budget)
    left_out: dict[str, int] = defaultdict(int)
    messages = MessageReader((), are_mails=True)
    kept: list[tuple[int, Mail, str]] = []
    counts: Counter[Reason] = Counter()
    seen: set[str] = set()
    for number, mail in enumerate(mails, 1):
        n = count_characters(mail.text)
        counts.update({"head": mail.n_head, "cut off": mail.n_cut})
        if why := _why_left_out(mail, seen, company):
            left_out[why.note] += 1
            counts[why.reason] += n
        else:
            own = messages.own_words(mail.text)
            counts["letter form"] += n - count_characters(own)
            if own:
                kept.append((number, mail, own))
        seen.add(mail.message_id)
    notes = [*_notes(mails, kept, left_out), *messages.notes()]
    names = _names(mails, messages, company)
    # A file of nothing but the company's own mails is read, because it names people whom the customers may mention.
    if not kept and not names:
        raise EmptyError(" ".join(["no mail in it has a customer's own words.", *notes]))
    kind = file.settings.kind or "review"
    people: dict[str, Person] = {}
    documents = []
    for number, mail, own in kept:
        respondent_id = person_id("mail", mail.sender or f"{file.name} {number}")
        label = mail.sender_name or mail.sender or f"mail {number}"
        people.setdefault(respondent_id, Person(respondent_id, label))
        turn = Turn(0, len(own), label, "participant", respondent_id, question=mail.subject)
        documents.append(
            Document(
                document_id=stable_id("d", file.name, str(number), own),
                source=file.name,
                kind=kind,
                text=own,
                turns=(turn,),
                locator=f"mail {number}" if len(mails) > 1 else "",
                date=mail.date,
            )
        )
    used = sum(count_characters(own) for _, _, own in kept)
    total = sum(mail.n_head + mail.n_cut + count_characters(mail.text) for mail in mails)
    characters = to_character_count(total, used, counts)
    return FileContent(kind, tuple(documents), tuple(people.values()), tuple(notes), names=names, characters=characters)


@dataclass(frozen=True, slots=True)
class _WhyLeftOut:
    """Why a mail is not read: the words of the note, and the reason for its characters."""

    note: str
    reason: Reason


def _why_left_out(mail: Mail, seen: Collection[str], company: frozenset[str]) -> _WhyLeftOut | None:
    if mail.message_id and mail.message_id in seen:
        return _WhyLeftOut("copies of a mail", "copies")
    if mail.is_automatic or is_machine(mail.sender):
        return _WhyLeftOut("mails that a machine sent", "machine lines")
    if side_of(mail.sender) in company:
        return _WhyLeftOut("mails of the company itself", "words of the company")
    return None if mail.text else _WhyLeftOut("mails without text", "letter form")


def _names(mails: Sequence[Mail], messages: MessageReader, company: frozenset[str]) -> tuple[str, ...]:
    """People who are named only in what is not read: in signatures, and as senders of the company's mails."""
    staff = (person_name(mail.sender_name) for mail in mails if side_of(mail.sender) in company)
    return tuple(dict.fromkeys((*messages.names, *filter(None, staff))))


def _notes(mails: Sequence[Mail], kept: Sequence[tuple[int, Mail, str]], left_out: dict[str, int]) -> list[str]:
    notes = [f"{len(kept)} of {len(mails)} mails are read, with their subject as context."] if len(mails) > 1 else []
    if left_out:
        notes.append(f"Left out: {', '.join(f'{what} ({n})' for what, n in left_out.items())}.")
    attachments = [name for _, mail, _ in kept for name in mail.attachments]
    if attachments:
        notes.append(f"Attachments are not read: {list_some(attachments, MAX_LISTED_ATTACHMENTS)}.")
    return notes
