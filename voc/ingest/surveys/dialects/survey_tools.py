"""SurveyMonkey, Google Forms, Microsoft Forms, Typeform, Alchemer and the Google Play Console."""

from __future__ import annotations

import re
from dataclasses import replace

from voc.ingest.surveys.dialects import Dialect, find_uses, header_cells, header_keys, is_dated
from voc.tables.column_names import is_question
from voc.tables.table import Table, Use, merge_header_rows

_MONKEY_RESPONDENT = {"respondent id", "respondent_id", "befragten-id", "teilnehmer-id"}
_MONKEY_COLLECTOR = {"collector id", "collector_id", "collector-id"}
# Options of SurveyMonkey that say nothing about the question above them.
_MONKEY_ANY = {
    *("response", "antwort", "beantwortung"),
    *("open-ended response", "offene antwort", "offene beantwortung"),
}
_MONKEY_OPEN = {
    *("open-ended response", "offene antwort", "offene beantwortung", "freie antwort"),
    *("other (please specify)", "sonstiges (bitte angeben)", "andere (bitte angeben)"),
}


def _is_surveymonkey(table: Table) -> bool:
    """Questions are in the first row, blank over a question's further columns, and options are in the second."""
    keys = header_keys(table)
    if not table.rows or not _MONKEY_COLLECTOR & set(keys):
        return False
    # The second row has no id: it is none of a respondent, but holds the options.
    respondent = next((position for position, key in enumerate(keys) if key in _MONKEY_RESPONDENT), None)
    return respondent is not None and not table.rows[0][respondent].strip() and any(table.rows[0])


def _tidy_surveymonkey(table: Table) -> Table:
    options = table.rows[0]
    uses = find_uses(header_keys(table), "surveymonkey")
    telling = ["" if option.strip().casefold() in _MONKEY_ANY else option for option in options]
    merged = merge_header_rows(table, telling, single=set(uses))
    for position, option in enumerate(options):
        if option.strip().casefold() in _MONKEY_OPEN:
            uses.setdefault(position, "text")
    return replace(merged, uses=uses)


def _is_google_forms(table: Table) -> bool:
    """One header row, the time first, then questions."""
    names = header_cells(table)
    if not names or names[0] not in {"Timestamp", "Zeitstempel"} or len(names) < 2:
        return False
    has_question = any(is_question(name) or len(name.split()) >= 3 for name in names[1:])
    return has_question and is_dated(table, 0)


def _tidy_google_forms(table: Table) -> Table:
    # E-mail address and score come right after the time; a question further on may be called so too.
    return replace(table, uses={**find_uses(header_keys(table)[:3], "google_forms"), 0: "date"})


def _is_microsoft_forms(table: Table) -> bool:
    """ID, start, end, e-mail and name come first."""
    keys = header_keys(table)
    return (
        len(keys) >= 6
        and keys[0] == "id"
        and keys[3] in {"email", "e-mail", "e-mail-adresse", "email address"}
        and keys[4] == "name"
        and is_dated(table, 1)
        and is_dated(table, 2)
    )


def _tidy_microsoft_forms(table: Table) -> Table:
    """Known columns are known by position, because a question further on may be called "Name" or "Email" too."""
    uses: dict[int, Use] = {0: "row", 1: "ignore", 2: "date", 3: "personal", 4: "personal"}
    later = find_uses(header_keys(table)[5:8], "microsoft_forms")
    uses |= {position + 5: use for position, use in later.items()}
    questions = tuple(cell or name for cell, name in zip(header_cells(table), table.header, strict=True))
    return replace(table, uses=uses, questions=questions)


def _is_typeform(table: Table) -> bool:
    return {"submit date (utc)", "network id"} <= {cell.casefold() for cell in header_cells(table)}


def _tidy_typeform(table: Table) -> Table:
    """A choice of several options has a column per option, with the option in its cells: it is not about people."""
    names = header_cells(table)
    uses = find_uses((name.casefold() for name in names), "typeform")
    for position, name in enumerate(table.cells or table.header):
        if {row[position].strip() for row in table.rows if row[position].strip()} == {name.strip()}:
            uses.setdefault(position, "ignore")
    return replace(table, uses=uses)


# "Option #1:Question"; there is no blank behind the colon, as there is in a question with a colon.
_ALCHEMER_OPTION = re.compile(r"(.{1,120}?)\s*:(?=\S)(.{3,})", re.S)


def _is_alchemer(table: Table) -> bool:
    return {"time started", "date submitted", "status"} <= set(header_keys(table))


def _tidy_alchemer(table: Table) -> Table:
    """Deleted answers stay as empty rows, so that the numbers of the rows below are right."""
    keys = header_keys(table)
    status = keys.index("status")
    is_deleted = [row[status].strip().casefold() == "deleted" for row in table.rows]
    rows = [[""] * len(row) if deleted else row for row, deleted in zip(table.rows, is_deleted, strict=True)]
    questions = tuple(_alchemer_question(name) for name in table.questions)
    tidy = replace(table, questions=questions, rows=rows, uses=find_uses(keys, "alchemer"))
    return tidy.with_note(f"{sum(is_deleted)} deleted answers were left out.") if any(is_deleted) else tidy


def _alchemer_question(name: str) -> str:
    """ "Reason #1:Why do you come?" → "Why do you come? [Reason #1]", because the question is what was asked."""
    parts = _ALCHEMER_OPTION.fullmatch(name)
    if not parts or "?" in parts[1]:
        return name
    option, question = parts[1].rstrip(": "), " ".join(parts[2].split())
    return f"{question} [{option}]" if option else question


def _is_google_play(table: Table) -> bool:
    """Reviews as UTF-16, many of them without text."""
    return {"package name", "star rating", "review text"} <= set(header_keys(table))


def _tidy_google_play(table: Table) -> Table:
    uses = find_uses(header_keys(table), "google_play")
    stars = next(position for position, use in uses.items() if use == "rating")
    return replace(table, uses=uses, scales={stars: (1.0, 5.0)})


DIALECTS = (
    Dialect("surveymonkey", "SurveyMonkey", _is_surveymonkey, _tidy_surveymonkey),
    Dialect("google-forms", "Google Forms", _is_google_forms, _tidy_google_forms, verified=True),
    Dialect("microsoft-forms", "Microsoft Forms", _is_microsoft_forms, _tidy_microsoft_forms),
    Dialect("typeform", "Typeform", _is_typeform, _tidy_typeform),
    Dialect("alchemer", "Alchemer", _is_alchemer, _tidy_alchemer, verified=True),
    Dialect("google-play", "the Google Play Console", _is_google_play, _tidy_google_play),
)
