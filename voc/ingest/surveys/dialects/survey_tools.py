"""Qualtrics, SurveyMonkey, Google Forms, Microsoft Forms, Typeform, Alchemer and the Google Play Console.

Qualtrics has two or three header rows, and rows of previews and tests:
https://www.qualtrics.com/support/survey-platform/data-and-analysis-module/data/download-data/understanding-your-dataset/
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from voc.ingest.surveys.dialects import Dialect, find_uses, header_cells, header_keys, is_dated
from voc.ingest.surveys.dialects.left_out_rows import without_rows
from voc.ingest.surveys.dialects.multiple_choice import by_last_part, find_choices, join_choices
from voc.tables.column_names import is_question
from voc.tables.table import Table, Use, merge_header_rows, tidy_name

# Values of "DistributionChannel" and "Status" for rows that nobody answered: previews, tests and spam.
_QUALTRICS_TEST_CHANNELS = {
    "offline survey preview", "possible spam", "preview", "spam", "survey preview", "survey preview spam",
    "survey test", "umfragevorschau", "vorschau",
}  # fmt: skip
# A coded export has numbers for the status.
_QUALTRICS_TEST_STATUSES = {*_QUALTRICS_TEST_CHANNELS, "1", "2", "8", "9", "12", "17"}


def _is_qualtrics(table: Table) -> bool:
    return len(table.rows) >= 2 and sum('"ImportId"' in cell for cell in table.rows[1]) >= 2


def _tidy_qualtrics(table: Table) -> Table:
    """Since 2017: names, question texts, and ids such as ``{"ImportId":"QID31_TEXT"}``; ``_TEXT`` marks open text."""
    questions = _qualtrics_questions(table, table.rows[0])
    open_columns = frozenset(
        position for position, cell in enumerate(table.rows[1]) if re.search(r'"QID\d+(?:_\w+)*_TEXT\w*"', cell)
    )
    table = _without_tests(replace(table, questions=questions, open_columns=open_columns), n_header_rows=2)
    return _join_qualtrics_choices(table)


def _join_qualtrics_choices(table: Table) -> Table:
    """The options of a multiple choice ("Q2_1", "Q2_2") as one answer; "Q2_4_TEXT" is the text beside "Other"."""
    named = by_last_part(table.questions, (" - ",))
    is_option = [re.fullmatch(r"\S{1,40}_\d{1,3}", name) is not None for name in table.header]
    named = {p: choice for p, choice in named.items() if is_option[p] and p not in table.open_columns}
    return join_choices(table, find_choices(table, named))


def _is_qualtrics_legacy(table: Table) -> bool:
    return table.header[:2] == ("V1", "V2") and len(table.rows) >= 1


def _tidy_qualtrics_legacy(table: Table) -> Table:
    """Before 2017: V1, V2 … with their meaning in the second row."""
    questions = _qualtrics_questions(table, table.rows[0])
    header = tuple(
        text if re.fullmatch(r"V\d+", name) else name for name, text in zip(table.header, questions, strict=True)
    )
    return _without_tests(replace(table, header=header, questions=questions), n_header_rows=1)


def _qualtrics_questions(table: Table, row: Sequence[str]) -> tuple[str, ...]:
    return tuple(tidy_name(cell) or name for cell, name in zip(row, table.header, strict=True))


def _without_tests(table: Table, *, n_header_rows: int) -> Table:
    """The table below its further header rows, with previews, tests and spam left out."""
    names = [name.casefold() for name in table.header]
    uses = find_uses(names, "qualtrics")
    if "date" not in uses.values():
        uses |= {position: "date" for position, name in enumerate(names) if name == "enddate"}
    answers = replace(table, rows=table.rows[n_header_rows:], first_row=table.first_row + n_header_rows, uses=uses)
    return without_qualtrics_tests(answers)


def without_qualtrics_tests(table: Table) -> Table:
    """The table with the rows of previews, tests and spam emptied."""
    names = [name.casefold() for name in table.header]
    test_values = {"status": _QUALTRICS_TEST_STATUSES, "distributionchannel": _QUALTRICS_TEST_CHANNELS}
    checked = [(position, test_values[name]) for position, name in enumerate(names) if name in test_values]
    is_test = [any(row[column].strip().casefold() in values for column, values in checked) for row in table.rows]
    return without_rows(table, is_test, "previews, tests or spam were left out.")


_MONKEY_RESPONDENT = {"respondent id", "respondent_id", "befragten-id", "teilnehmer-id"}
_MONKEY_COLLECTOR = {"collector id", "collector_id", "collector-id"}
_MONKEY_OPEN = {"open-ended response", "offene antwort", "offene beantwortung"}
# Options of SurveyMonkey that add nothing to the question above them, and those with free text below them.
_MONKEY_ANY = {*_MONKEY_OPEN, "response", "antwort", "beantwortung"}
_MONKEY_TEXT = {
    *_MONKEY_OPEN, "freie antwort", "other (please specify)", "sonstiges (bitte angeben)", "andere (bitte angeben)",
}  # fmt: skip


def _is_surveymonkey(table: Table) -> bool:
    """Whether the options of the questions are in a second header row, below one with collector and respondent."""
    keys = header_keys(table)
    if not table.rows or not _MONKEY_COLLECTOR & set(keys):
        return False
    # A row of options has no respondent's id.
    respondent = next((position for position, key in enumerate(keys) if key in _MONKEY_RESPONDENT), None)
    return respondent is not None and not table.rows[0][respondent].strip() and any(table.rows[0])


def _tidy_surveymonkey(table: Table) -> Table:
    options = table.rows[0]
    uses = find_uses(header_keys(table), "surveymonkey")
    telling = ["" if option.strip().casefold() in _MONKEY_ANY else option for option in options]
    merged = merge_header_rows(table, telling, single=set(uses))
    for position, option in enumerate(options):
        if option.strip().casefold() in _MONKEY_TEXT:
            uses.setdefault(position, "text")
    # The name of an option has its question in front, as `merge_names` joins both.
    named = by_last_part(merged.questions, (" – ",))
    named = {p: choice for p, choice in named.items() if telling[p] and p not in uses}
    merged = replace(merged, uses=uses)
    return join_choices(merged, find_choices(merged, named))


def _is_google_forms(table: Table) -> bool:
    """Whether the time comes first and questions follow, below a single header row."""
    names = header_cells(table)
    if not names or names[0] not in {"Timestamp", "Zeitstempel"} or len(names) < 2:
        return False
    has_question = any(is_question(name) or len(name.split()) >= 3 for name in names[1:])
    return has_question and is_dated(table, 0)


def _tidy_google_forms(table: Table) -> Table:
    # E-mail address and score come right after the time; a later question may have the same name.
    return replace(table, uses={**find_uses(header_keys(table)[:3], "google_forms"), 0: "date"})


def _is_microsoft_forms(table: Table) -> bool:
    """Whether ID, start, end, e-mail and name come first."""
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
    """Use the positions of the fixed columns, because a later question may be called "Name" or "Email" too."""
    uses: dict[int, Use] = {0: "row", 1: "ignore", 2: "date", 3: "personal", 4: "personal"}
    later = find_uses(header_keys(table)[5:8], "microsoft_forms")
    uses |= {position + 5: use for position, use in later.items()}
    questions = tuple(cell or name for cell, name in zip(header_cells(table), table.header, strict=True))
    return replace(table, uses=uses, questions=questions)


def _is_typeform(table: Table) -> bool:
    return {"submit date (utc)", "network id"} <= {cell.casefold() for cell in header_cells(table)}


def _tidy_typeform(table: Table) -> Table:
    return replace(table, uses=find_uses((name.casefold() for name in header_cells(table)), "typeform"))


# "Option #1:Question"; there is no blank behind the colon, as there is in a question with a colon.
_ALCHEMER_OPTION = re.compile(r"(.{1,120}?)\s*:(?=\S)(.{3,})", re.S)


def _is_alchemer(table: Table) -> bool:
    return {"time started", "date submitted", "status"} <= set(header_keys(table))


def _tidy_alchemer(table: Table) -> Table:
    keys = header_keys(table)
    questions = tuple(_alchemer_question(name) for name in table.questions)
    tidy = replace(table, questions=questions, uses=find_uses(keys, "alchemer"))
    status = keys.index("status")
    is_deleted = [row[status].strip().casefold() == "deleted" for row in table.rows]
    return without_rows(tidy, is_deleted, "deleted answers were left out.")


def _alchemer_question(name: str) -> str:
    """ "Reason #1:Why do you come?" → "Why do you come? [Reason #1]", because the question is what was asked."""
    parts = _ALCHEMER_OPTION.fullmatch(name)
    if not parts or "?" in parts[1]:
        return name
    option, question = parts[1].rstrip(": "), " ".join(parts[2].split())
    return f"{question} [{option}]" if option else question


def _is_google_play(table: Table) -> bool:
    return {"package name", "star rating", "review text"} <= set(header_keys(table))


def _tidy_google_play(table: Table) -> Table:
    uses = find_uses(header_keys(table), "google_play")
    stars = next(position for position, use in uses.items() if use == "rating")
    return replace(table, uses=uses, scales={stars: (1.0, 5.0)})


DIALECTS = (
    Dialect("qualtrics", "Qualtrics", _is_qualtrics, _tidy_qualtrics, verified=True),
    Dialect("qualtrics-legacy", "Qualtrics (before 2017)", _is_qualtrics_legacy, _tidy_qualtrics_legacy, verified=True),
    Dialect("surveymonkey", "SurveyMonkey", _is_surveymonkey, _tidy_surveymonkey),
    Dialect("google-forms", "Google Forms", _is_google_forms, _tidy_google_forms, verified=True),
    Dialect("microsoft-forms", "Microsoft Forms", _is_microsoft_forms, _tidy_microsoft_forms),
    Dialect("typeform", "Typeform", _is_typeform, _tidy_typeform),
    Dialect("alchemer", "Alchemer", _is_alchemer, _tidy_alchemer, verified=True),
    Dialect("google-play", "the Google Play Console", _is_google_play, _tidy_google_play),
)
