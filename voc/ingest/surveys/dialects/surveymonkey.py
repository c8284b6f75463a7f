"""SurveyMonkey: questions in the first row (blank over a question's further columns), options in the second.

https://help.surveymonkey.com/en/surveymonkey/analyze/exports/
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from voc.ingest.surveys.dialects.base import Dialect, keys, uses
from voc.tables.headers import combine
from voc.tables.table import Table, Use

_USES: dict[str, Use] = {
    "respondent id": "row", "respondent_id": "row", "befragten-id": "row", "teilnehmer-id": "row",
    "collector id": "ignore", "collector_id": "ignore", "collector-id": "ignore",
    "start date": "ignore", "date_created": "ignore", "startdatum": "ignore",
    "end date": "date", "date_modified": "date", "enddatum": "date",
    "ip address": "personal", "ip_address": "personal", "ip-adresse": "personal",
    "email address": "personal", "email_address": "personal", "e-mail-adresse": "personal", "email": "personal",
    "first name": "personal", "first_name": "personal", "vorname": "personal",
    "last name": "personal", "last_name": "personal", "nachname": "personal",
    "custom data 1": "personal", "custom_1": "personal", "custom data": "personal",
}  # fmt: skip
_RESPONDENT = {"respondent id", "respondent_id", "befragten-id", "teilnehmer-id"}
_COLLECTOR = {"collector id", "collector_id", "collector-id"}
_ANY = {"response", "antwort", "beantwortung"}
_OPEN = {
    "open-ended response", "offene antwort", "offene beantwortung", "freie antwort", "other (please specify)",
    "sonstiges (bitte angeben)", "andere (bitte angeben)",
}  # fmt: skip


def _recognise(table: Table) -> bool:
    names = keys(table)
    if not table.rows or not _COLLECTOR & set(names):
        return False
    place = next((position for position, name in enumerate(names) if name in _RESPONDENT), None)
    return place is not None and not table.rows[0][place].strip() and any(table.rows[0])


def _tidy(table: Table) -> Table:
    options = table.rows[0]
    known = uses(keys(table), _USES)
    header, questions = combine(
        _cells(table), ["" if _is_general(cell) else cell for cell in options], fixed=set(known)
    )
    for position, option in enumerate(options):
        if option.strip().casefold() in _OPEN and position not in known:
            known[position] = "text"
    return replace(
        table,
        header=header,
        questions=questions,
        rows=table.rows[1:],
        first_row=table.first_row + 1,
        uses=known,
    )


def _cells(table: Table) -> Sequence[str]:
    return table.cells or table.header


def _is_general(option: str) -> bool:
    return option.strip().casefold() in _ANY | {"open-ended response", "offene antwort", "offene beantwortung"}


DIALECTS = (Dialect("surveymonkey", "SurveyMonkey", _recognise, _tidy),)
