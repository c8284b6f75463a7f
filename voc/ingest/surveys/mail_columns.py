"""Columns of mails and tickets: who wrote a row, to whom, who had asked, and about what.

An address tells people apart better than a name. Rows whose sender is known by name only get the address which that
name has in other rows.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from voc.ingest.mail.mail_files import without_reply_mark
from voc.ingest.mail.own_words import is_automatic_subject
from voc.ingest.mail.sides import find_company_side, is_machine, side_of
from voc.tables import column_names
from voc.tables.table import Table

MIN_ADDRESS_SHARE = 0.3
"""Share (0–1) of the filled cells of a column that must be addresses for it alone to make a table one of mails."""
MAX_CELL = 4_000
"""Characters of a list of recipients that are looked at."""
MAX_WORDS_OF_NAME = 4
"""Words of "Surname, first names"; more are a list of people or a company."""
MAX_NAME = 80
"""Characters of a name; a longer cell is no sender."""

# At most 64 characters before the "@", so that a long cell without one costs little.
_ADDRESS = re.compile(r"[\w.+'’&/=-]{1,64}@[\w-][\w.-]{1,100}|/o=[^;,<>\n]{3,200}", re.I)
_AROUND_ADDRESS = re.compile(r"(?:mailto|smtp|ex)\s*:|[<>\[\]()\"“”„']", re.I)


def compact_key(name: str) -> str:
    """A column's name in the spelling of the lists: "Von: (Adresse)" → "vonadresse"."""
    return re.sub(r"[\W_]+", "", column_names.name_key(name))


def columns_of(table: Table, kind: str) -> list[int]:
    """The columns whose names are in a list of `mail_columns.toml`."""
    return [position for position, name in enumerate(table.header) if compact_key(name) in lists()[kind]]


@dataclass(frozen=True, slots=True)
class Correspondence:
    """Who wrote the rows of a table of mails or tickets.

    Attributes:
        identities: for every row the address of the person, or the name where no address is known; "" for nobody.
        names: for every row the name of that person.
        columns: names of the columns that told it.
        is_of_company: for every row, whether the company wrote it.
        is_of_machine: for every row, whether a machine sent it.
        subject: the column of subjects where rows are mails, None where there is none.
        staff: names of those who wrote for the company.
        notes: sentences about what is not clear.
    """

    identities: list[str]
    names: list[str]
    columns: tuple[int, ...]
    is_of_company: list[bool]
    is_of_machine: list[bool]
    subject: int | None
    staff: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def find_correspondence(table: Table, *, has_authors: bool = False) -> Correspondence | None:
    """The senders of a table of mails, or the requesters of a table of tickets; None for other tables.

    ``has_authors``: whether another column says which rows are the customers', so that a column of senders need not
    hold addresses.
    """
    subjects = [p for p in columns_of(table, "subjects") if any(row[p] for row in table.rows)]
    writers = _writer_columns(table, has_subject=bool(subjects), has_authors=has_authors)
    if not writers:
        requesters = columns_of(table, "requesters")
        # Without an address the column of names is enough, and is found as in every other table.
        if not subjects or not any(_has_addresses(table, position) for position in requesters):
            return None
        people = _people_in(table, requesters)
        nobody = [False] * len(table.rows)
        return Correspondence(*_identify(people), tuple(requesters), nobody, nobody, None)
    people = _people_in(table, writers)
    identities, names = _identify(people)
    recipients = [_addressed(row, columns_of(table, "recipients")) for row in table.rows]
    company = find_company_side(
        (sender, to) for sender, to in zip(identities, recipients, strict=True) if sender and not is_machine(sender)
    )
    assignees = {_folded(row[position]) for position in columns_of(table, "assignees") for row in table.rows} - {""}
    is_of_company = [
        bool(who) and (side_of(who) in company or who in assignees or _folded(name) in assignees)
        for who, name in zip(identities, names, strict=True)
    ]
    if all(is_of_company):
        is_of_company = [False] * len(table.rows)
    subject = subjects[0] if subjects else None
    is_of_machine = [
        is_machine(who) or (subject is not None and is_automatic_subject(row[subject]))
        for who, row in zip(identities, table.rows, strict=True)
    ]
    staff = {name for name, is_own in zip(names, is_of_company, strict=True) if is_own and name}
    return Correspondence(
        identities,
        names,
        tuple(writers),
        is_of_company,
        is_of_machine,
        subject,
        tuple(sorted(staff)),
        tuple(_doubts(identities, recipients, is_of_company)),
    )


def tidy_subject(cell: str) -> str:
    """A subject on one line, without "Re:" and "Fwd:"."""
    return without_reply_mark(" ".join(cell.split()))


def _writer_columns(table: Table, *, has_subject: bool, has_authors: bool) -> list[int]:
    """Columns with the writers of mails; none where the table has nothing else of a mail."""
    filled = [position for position in columns_of(table, "writers") if any(row[position] for row in table.rows)]
    clear = [p for p in filled if compact_key(table.header[p]) not in lists()["ambiguous_writers"]]
    is_of_mails = has_subject and bool(columns_of(table, "recipients"))
    if not (clear or is_of_mails):
        return []
    are_named = has_subject and has_authors and any(_has_full_names(table, position) for position in clear)
    if is_of_mails or are_named or any(_has_addresses(table, position) for position in clear):
        # "From" with "Author" or "E-mail" beside it: the first two say the same.
        return clear or filled
    return []


def _has_addresses(table: Table, position: int) -> bool:
    filled = [row[position] for row in table.rows[:500] if row[position].strip()]
    return bool(filled) and sum("@" in cell for cell in filled) >= MIN_ADDRESS_SHARE * len(filled)


def _has_full_names(table: Table, position: int) -> bool:
    """Whether most cells of a column are an address or a name of two words."""
    filled = [row[position] for row in table.rows[:500] if row[position].strip()]
    return sum("@" in cell or 2 <= len(cell.split()) <= 5 for cell in filled) > 0.5 * len(filled)


def _people_in(table: Table, columns: Sequence[int]) -> list[tuple[str, str]]:
    """Address and name in the cells of some columns, for every row; "" for what they do not say."""
    people = []
    for row in table.rows:
        address = name = ""
        for position in columns:
            of_cell = _split_person(row[position])
            address, name = address or of_cell[0], name or of_cell[1]
        people.append((address, name))
    return people


def _split_person(cell: str) -> tuple[str, str]:
    """Address and name in "Ida Brandt <ida@example.org>", "ida@example.org (Ida Brandt)" or one of the two."""
    cell = " ".join(cell[:MAX_CELL].split())
    match = _ADDRESS.search(cell)
    rest = cell[: match.start()] + " " + cell[match.end() :] if match else cell
    name = " ".join(_AROUND_ADDRESS.sub(" ", rest).split()).strip(" ,;:")
    surname, comma, first = name.partition(", ")
    name = f"{first} {surname}" if comma and "," not in first and len(name.split()) <= MAX_WORDS_OF_NAME else name
    address = match.group().casefold().strip(".'") if match else ""
    return address, name if len(name) <= MAX_NAME else ""


def _identify(people: Sequence[tuple[str, str]]) -> tuple[list[str], list[str]]:
    """The identity and the name of the person of each row."""
    addresses: dict[str, set[str]] = {}
    for address, name in people:
        if address and name:
            addresses.setdefault(name.casefold(), set()).add(address)
    identities = []
    for address, name in people:
        known = addresses.get(name.casefold(), set())
        identities.append(address or (next(iter(known)) if len(known) == 1 else _folded(name)))
    return identities, [name for _, name in people]


def _addressed(row: Sequence[str], columns: Sequence[int]) -> tuple[str, ...]:
    """Everybody to whom a row went: addresses, or names where the row has none."""
    cells = [row[position][:MAX_CELL] for position in columns]
    addresses = [address.casefold().strip(".'") for cell in cells for address in _ADDRESS.findall(cell)]
    names = [_folded(name) for cell in cells for name in cell.split(";")]
    return tuple(dict.fromkeys(addresses or filter(None, names)))


def _doubts(
    identities: Sequence[str], recipients: Sequence[tuple[str, ...]], is_of_company: Sequence[bool]
) -> list[str]:
    senders = {side_of(who) for who in identities if who}
    answering = senders & {side_of(who) for to in recipients for who in to}
    if any(is_of_company) or not answering:
        return []
    return [
        "Some senders are recipients as well, but which side is the company's is not clear: all senders count as "
        "people. Take the company's mails out of the table if that is wrong."
    ]


def _folded(name: str) -> str:
    return " ".join(name.split()).casefold()


@cache
def lists() -> dict[str, frozenset[str]]:
    """Kind of column → names of such columns, by `compact_key` (`mail_columns.toml`)."""
    data = tomllib.loads((files("voc.ingest.surveys") / "mail_columns.toml").read_text("utf-8"))
    return {key: frozenset(value) for key, value in data.items()}
