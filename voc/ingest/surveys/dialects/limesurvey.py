"""LimeSurvey: columns named by question code, by text, by both, or by ``{survey}X{group}X{question}``.

https://www.limesurvey.org/manual/Exporting_results
"""

from __future__ import annotations

import re
from dataclasses import replace

from voc.ingest.surveys.dialects.base import Dialect, uses
from voc.tables.table import Table, Use

USES: dict[str, Use] = {
    "id": "row", "response id": "row", "antwort id": "row", "antwort-id": "row",
    "token": "respondent", "zugangsschlüssel": "respondent", "zugangscode": "respondent",
    "submitdate": "date", "date submitted": "date", "datum abgeschickt": "date", "abgeschickt am": "date",
    "lastpage": "ignore", "last page": "ignore", "letzte seite": "ignore",
    "startlanguage": "ignore", "start language": "ignore", "start-sprache": "ignore", "startsprache": "ignore",
    "seed": "ignore", "zufallsstartwert": "ignore", "quota_exit": "ignore",
    "startdate": "ignore", "date started": "ignore", "datum gestartet": "ignore",
    "datestamp": "ignore", "date last action": "ignore", "datum letzte aktivität": "ignore",
    "ipaddr": "personal", "ip address": "personal", "ip-adresse": "personal",
    "refurl": "ignore", "referrer url": "ignore", "interviewtime": "ignore",
    "firstname": "personal", "lastname": "personal", "email": "personal", "emailstatus": "ignore",
}  # fmt: skip
_FIRST = (
    {"lastpage", "last page", "letzte seite"},
    {"startlanguage", "start language", "start-sprache", "startsprache"},
)
FIELD = re.compile(r"_?\d+X\d+X\d+\w*")
"""``{sid}X{gid}X{qid}`` and what stands behind it: a subquestion's code, "other", "comment"."""
_CODE_AND_TEXT = re.compile(r"([A-Za-z]\w*(?:\[\w+\])*)\s?[.:]\s+(?=\S)(.+)", re.S)
_TIME = re.compile(r"(?:_?\d+X)?\d+(?:X\d+)?time|(?:group|question|page) ?time.*|interview ?time.*", re.I)


def _names(table: Table) -> list[str]:
    return [" ".join(cell.split()) for cell in table.cells or table.header]


def _recognise(table: Table) -> bool:
    names = _names(table)
    lower = {name.casefold() for name in names}
    if all(lower & group for group in _FIRST):
        return True
    if sum(FIELD.fullmatch(name) is not None for name in names) >= 2:
        return True
    coded = [found for name in names if (found := _CODE_AND_TEXT.fullmatch(name))]
    bracketed = sum("[" in found[1] for found in coded)
    return len(coded) >= 5 and len(coded) >= 0.8 * len(names) and bracketed >= 2


def _tidy(table: Table) -> Table:
    """Codes leave the questions; answers without a date of submission stay (they were not finished)."""
    names = _names(table)
    known = uses((name.casefold() for name in names), USES)
    known |= {position: "ignore" for position, name in enumerate(names) if _TIME.fullmatch(name)}
    return replace(
        table, questions=tuple(question(text, name) for text, name in zip(names, table.header, strict=True)), uses=known
    )


def question(text: str, name: str) -> str:
    """The words of a column's name: "Q3[SQ1]. [How satisfied are you with the pay]" → "How satisfied …"."""
    found = _CODE_AND_TEXT.fullmatch(text)
    if not found:
        return text or name
    words = found[2].strip()
    bare = re.fullmatch(r"\[(.+)\]", words, re.S)
    return " ".join((bare[1] if bare else words.removesuffix("[]")).split()) or name


DIALECTS = (Dialect("limesurvey", "LimeSurvey", _recognise, _tidy, verified=True),)
