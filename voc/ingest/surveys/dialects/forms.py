"""Google Forms (one header row, the time first), Microsoft Forms (columns by position) and Typeform."""

from __future__ import annotations

from dataclasses import replace

from voc.ingest.surveys import aliases
from voc.ingest.surveys.dialects.base import Dialect, keys, uses
from voc.tables import dates
from voc.tables.table import Table, Use

_GOOGLE_TIME = {"Timestamp", "Zeitstempel"}
_GOOGLE: dict[str, Use] = {
    "email address": "personal", "e-mail-adresse": "personal", "username": "personal", "nutzername": "personal",
    "score": "ignore", "punktzahl": "ignore", "gesamtpunktzahl": "ignore",
}  # fmt: skip


def _is_google(table: Table) -> bool:
    names = table.cells or table.header
    if not names or names[0].strip() not in _GOOGLE_TIME or len(names) < 2:
        return False
    asking = any(aliases.asks(name) or len(name.split()) >= 3 for name in names[1:])
    return asking and _dated(table, 0)


def _tidy_google(table: Table) -> Table:
    return replace(table, uses={**uses(keys(table)[:3], _GOOGLE), 0: "date"})


_MAIL = {"email", "e-mail", "e-mail-adresse", "email address"}
_MICROSOFT_LATER: dict[str, Use] = {
    "last modified time": "ignore", "uhrzeit der letzten änderung": "ignore",
    "zeitpunkt der letzten änderung": "ignore", "language": "ignore", "sprache": "ignore",
    "total points": "ignore", "gesamtpunktzahl": "ignore", "quiz feedback": "ignore",
}  # fmt: skip


def _is_microsoft(table: Table) -> bool:
    names = keys(table)
    return (
        len(names) >= 6
        and names[0] == "id"
        and names[3] in _MAIL
        and names[4] == "name"
        and _dated(table, 1)
        and _dated(table, 2)
    )


def _tidy_microsoft(table: Table) -> Table:
    """ID, start, end, e-mail, name stand first; a question further on may have one of these names too."""
    known: dict[int, Use] = {0: "row", 1: "ignore", 2: "date", 3: "personal", 4: "personal"}
    later = uses(keys(table)[5:8], _MICROSOFT_LATER)
    known |= {position + 5: use for position, use in later.items()}
    questions = [cell.strip() or name for cell, name in zip(table.cells or table.header, table.header, strict=True)]
    return replace(table, uses=known, questions=tuple(" ".join(question.split()) for question in questions))


_TYPEFORM: dict[str, Use] = {
    "#": "row", "start date (utc)": "ignore", "submit date (utc)": "date", "stage date (utc)": "ignore",
    "network id": "personal", "tags": "ignore", "response type": "ignore", "ending": "ignore",
    "first name": "personal", "last name": "personal", "email": "personal", "phone number": "personal",
}  # fmt: skip


def _is_typeform(table: Table) -> bool:
    names = [" ".join(cell.split()).casefold() for cell in table.cells or table.header]
    return {"submit date (utc)", "network id"} <= set(names)


def _tidy_typeform(table: Table) -> Table:
    """A choice of several is a column with its own name in its cells: it says nothing about people by itself."""
    known = uses((" ".join(cell.split()).casefold() for cell in table.cells or table.header), _TYPEFORM)
    for position, name in enumerate(table.cells or table.header):
        filled = {row[position].strip() for row in table.rows if row[position].strip()}
        if filled == {name.strip()}:
            known.setdefault(position, "ignore")
    return replace(table, uses=known)


def _dated(table: Table, column: int) -> bool:
    filled = [row[column] for row in table.rows[:50] if row[column].strip()]
    return bool(filled) and sum(dates.is_date(cell) for cell in filled) >= 0.9 * len(filled)


DIALECTS = (
    Dialect("google-forms", "Google Forms", _is_google, _tidy_google, verified=True),
    Dialect("microsoft-forms", "Microsoft Forms", _is_microsoft, _tidy_microsoft),
    Dialect("typeform", "Typeform", _is_typeform, _tidy_typeform),
)
