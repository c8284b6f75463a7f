"""Dates of birth: a date counts only where the words beside it say that somebody was born on it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from voc.privacy.contacts import Find

_MONTH = (
    r"(?:Januar|Jänner|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember|January|February|March"
    r"|May|June|July|October|December|Jan|Feb|Mrz|Mar|Apr|Jun|Jul|Aug|Sept?|Okt|Oct|Nov|Dez|Dec)\.?"
)
_DATE = (
    r"(?:\d{1,2}\. ?\d{1,2}\. ?(?:\d{4}|\d{2})?|\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[/-]\d{1,2}[/-]\d{2,4}"
    rf"|\d{{1,2}}(?:\.|st|nd|rd|th)? (?:of )?{_MONTH},? ?(?:\d{{4}})?"
    rf"|{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?(?:,? \d{{4}})?)"
)
_BEFORE = re.compile(
    rf"(?:\bgeboren|\bgeb\.|[Gg]eburtsdatum|[Gg]eburtstag|\bborn|[Dd]ate of birth|\bDOB\b|[Bb]irth ?date|[Bb]irthday"
    rf"|\bD\.O\.B\.)[ :,=]*(?:(?:bin|wurde|ist|war|am|den|der|on|is|was|the|ich|dem)[ :]+){{0,3}}"
    rf"(?P<date>{_DATE})(?!\d)"
)
_AFTER = re.compile(rf"\b(?:am|den) (?P<date>{_DATE})(?!\d)(?: in [A-ZÄÖÜ]\w+)? (?:geboren|auf die Welt|zur Welt)")


def births(text: str) -> Iterator[Find]:
    """Dates of birth, the date alone; a year alone stays."""
    for pattern in (_BEFORE, _AFTER):
        for match in pattern.finditer(text):
            written = match["date"].rstrip(" ,")
            yield Find(
                match.start("date"),
                match.start("date") + len(written),
                "birthdate",
                re.sub(r"\W+", " ", written).casefold(),
            )
