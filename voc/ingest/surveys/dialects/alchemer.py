"""Alchemer (SurveyGizmo): "Option #1:Question" names, and a status of every answer.

https://help.alchemer.com/help/export-csv
"""

from __future__ import annotations

import re
from dataclasses import replace

from voc.ingest.surveys.dialects.base import Dialect, keys, uses
from voc.tables.table import Table, Use

_USES: dict[str, Use] = {
    "response id": "row", "time started": "ignore", "date submitted": "date", "status": "ignore",
    "contact id": "ignore", "legacy comments": "ignore", "comments": "ignore", "language": "ignore",
    "referer": "ignore", "extended referer": "ignore", "sessionid": "ignore", "session id": "ignore",
    "user agent": "ignore", "extended user agent": "ignore", "tags": "ignore", "ip address": "personal",
    "longitude": "personal", "latitude": "personal", "city": "personal", "state/region": "personal",
    "postal": "personal", "email": "personal", "username": "personal",
}  # fmt: skip
_NAMED = re.compile(r"(.{1,120}?)\s*:(?=\S)(.{3,})", re.S)


def _recognise(table: Table) -> bool:
    return {"time started", "date submitted", "status"} <= set(keys(table))


def _tidy(table: Table) -> Table:
    names = keys(table)
    status = names.index("status")
    kept = [[""] * len(row) if row[status].strip().casefold() == "deleted" else row for row in table.rows]
    deleted = sum(new is not old for new, old in zip(kept, table.rows, strict=True))
    tidy = replace(
        table, questions=tuple(_question(name) for name in table.questions), rows=kept, uses=uses(names, _USES)
    )
    return tidy.with_note(f"{deleted} deleted answers were left out.") if deleted else tidy


def _question(name: str) -> str:
    """ "Reason #1:Why do you come?" → "Why do you come? [Reason #1]", as the question is what was asked."""
    found = _NAMED.fullmatch(name)
    if not found or "?" in found[1]:
        return name
    option, question = found[1].rstrip(": "), " ".join(found[2].split())
    return f"{question} [{option}]" if option else question


DIALECTS = (Dialect("alchemer", "Alchemer", _recognise, _tidy, verified=True),)
