"""REDCap, SoSci Survey and Unipark (EFS Survey): research software that exports codes and technical columns.

- REDCap repeats a person in a row per event and repeated form, and writes a column per option of a multiple choice.
- SoSci Survey has a second header row with labels, and -1 and -9 for missing answers
  (https://www.soscisurvey.de/help/doku.php/de:results:variables).
- Unipark has -66, -77 and -99 for missing answers.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import replace

from voc.ingest.surveys.dialects import Dialect, find_uses, header_cells, header_keys
from voc.ingest.surveys.dialects.left_out_rows import without_test_rows
from voc.ingest.surveys.dialects.multiple_choice import Choice, join_choices
from voc.tables.cells import parse_rating
from voc.tables.dates import is_date
from voc.tables.table import Table, Use, tidy_name

_REDCAP_NAMES = {
    "redcap_event_name",
    "redcap_repeat_instrument",
    "redcap_survey_identifier",
    "redcap_data_access_group",
}
_REDCAP_LABELS = {"event name", "repeat instrument", "repeat instance", "survey identifier", "data access group"}
# Raw exports: "channels___1"; exports with labels: "Which channels? (choice=Phone)".
_REDCAP_CODE = re.compile(r"(?P<question>\w{1,100}?)___(?P<option>\w{1,100})")
_REDCAP_CHOICE = re.compile(r"(?P<question>.{1,1000}?) \(choice=(?P<option>[^()]*(?:\([^()]*\)[^()]*)*)\)")
_REDCAP_TICKED = {"1", "checked"}
_REDCAP_TICKS = {"", "0", *_REDCAP_TICKED, "unchecked"}
# The state of a form ("0", "Complete"), and when a survey was sent.
_REDCAP_STATUS = re.compile(r"\w+_complete|complete\?(?: \(\d+\))?|\w+_timestamp|survey timestamp(?: \(\d+\))?", re.I)
_REDCAP_STATES = {"", "0", "1", "2", "complete", "incomplete", "unverified"}


def _is_redcap(table: Table) -> bool:
    keys = header_keys(table)
    if not keys:
        return False
    if _REDCAP_NAMES & set(keys):
        return True
    has_choices = bool(_redcap_choices(table))
    has_status = any(_is_status(table, position) for position in range(1, len(keys)))
    is_first_an_id = keys[0].replace("_", " ") in {"record id", "study id", "participant id", "subject id"}
    return (has_choices and has_status) or (is_first_an_id and (has_choices or has_status))


def _tidy_redcap(table: Table) -> Table:
    """The first column is the person in every export. The options of a multiple choice become one column."""
    uses: dict[int, Use] = {0: "row"}
    for position, key in enumerate(header_keys(table)):
        if key in _REDCAP_LABELS | _REDCAP_NAMES | {"redcap_repeat_instance"} or _is_status(table, position):
            uses[position] = "personal" if "identifier" in key else "ignore"
    return join_choices(replace(table, uses=uses, kind="survey"), _redcap_choices(table), _REDCAP_TICKED)


def _is_status(table: Table, position: int) -> bool:
    if not _REDCAP_STATUS.fullmatch(header_cells(table)[position]):
        return False
    values = {row[position].strip().casefold() for row in table.rows[:500]}
    return values <= _REDCAP_STATES or all(is_date(value) or value == "[not completed]" for value in values - {""})


def _redcap_choices(table: Table) -> dict[int, Choice]:
    """Position → question and option, for every column that holds nothing but ticks."""
    choices = {}
    for position, name in enumerate(header_cells(table)):
        match = _REDCAP_CODE.fullmatch(name) or _REDCAP_CHOICE.fullmatch(name)
        if match and {row[position].strip().casefold() for row in table.rows} <= _REDCAP_TICKS:
            choices[position] = Choice(match["question"], match["option"])
    return choices


# "interview" is the mode of everybody else.
_SOSCI_TESTS = {"mode": frozenset({"admin", "debug", "pretest"})}
_SOSCI_COUNT = re.compile(r"Anzahl ausgewählter Optionen|number of selected options", re.I)
_SOSCI_TICKED = frozenset({"2", "ausgewählt", "checked", "selected", "true"})
_SOSCI_TICKS = frozenset(
    {"", "1", "false", "nicht ausgewählt", "nicht gewählt", "not checked", "unchecked", *_SOSCI_TICKED}
)
_SOSCI_CODES = frozenset({"-1", "-2", "-9"})


def _is_sosci(table: Table) -> bool:
    return {"questnnr", "mode", "started"} <= {key.casefold() for key in header_keys(table)}


def _tidy_sosci(table: Table) -> Table:
    keys = header_keys(table)
    if has_label_row(table):
        table = with_label_row(table)
    uses = find_uses(keys, "sosci")
    # Seconds on each page of the questionnaire.
    uses |= {position: "ignore" for position, key in enumerate(keys) if re.fullmatch(r"time\d{3}|\w+_cp", key)}
    table = without_test_rows(table, _SOSCI_TESTS)
    table = _without_codes(replace(table, uses=uses, kind="survey"), _SOSCI_CODES, without=uses)
    return _join_sosci_choices(table)


def _join_sosci_choices(table: Table) -> Table:
    """A multiple choice has a column with the number of options ("A103"), and one for each ("A103_01": 2 is ticked)."""
    choices: dict[int, Choice] = {}
    uses = dict(table.uses)
    for position, name in enumerate(header_cells(table)):
        if not _SOSCI_COUNT.search(table.questions[position]):
            continue
        options = {p: option for p in range(len(table.header)) if (option := _sosci_option(table, p, name))}
        if len(options) >= 2:
            choices |= options
            uses[position] = "ignore"
    return join_choices(replace(table, uses=uses), choices, _SOSCI_TICKED)


def _sosci_option(table: Table, position: int, question: str) -> Choice | None:
    name = header_cells(table)[position]
    if not re.fullmatch(rf"{re.escape(question)}_\d+", name):
        return None
    if not {row[position].strip().casefold() for row in table.rows} <= _SOSCI_TICKS:
        return None
    stem, _, option = table.questions[position].rpartition(": ")
    return Choice(stem or question, option or name)


_UNIPARK_TESTS = {"tester": frozenset({"1", "ja", "tester", "yes"})}
_UNIPARK_CODES = frozenset({"-66", "-77", "-99"})


def _is_unipark(table: Table) -> bool:
    keys = set(header_keys(table))
    return "lfdn" in keys and bool(keys & {"dispcode", "external_lfdn", "lastpage", "rts"})


def _tidy_unipark(table: Table) -> Table:
    keys = header_keys(table)
    if has_label_row(table):
        table = with_label_row(table)
    uses = find_uses(keys, "unipark")
    uses |= {position: "ignore" for position, key in enumerate(keys) if re.fullmatch(r"rts?\d+|p_\d+", key)}
    table = without_test_rows(table, _UNIPARK_TESTS)
    return _without_codes(replace(table, uses=uses, kind="survey"), _UNIPARK_CODES, without=uses)


def _without_codes(table: Table, codes: Collection[str], *, without: Iterable[int]) -> Table:
    """The table with the codes of missing answers emptied, except in technical columns; a note counts them."""
    columns = sorted(set(range(len(table.header))) - set(without))
    rows, n_missing = [list(row) for row in table.rows], 0
    for row in rows:
        for position in columns:
            if row[position].strip() in codes:
                row[position] = ""
                n_missing += 1
    if not n_missing:
        return table
    note = f"Codes of missing answers ({', '.join(sorted(codes))}) were read as empty cells: {n_missing}."
    return replace(table, rows=rows).with_note(note)


def has_label_row(table: Table) -> bool:
    """Whether the header has only codes ("AB01_02"), and the first row says in words what most columns hold.

    Then some columns hold nothing but numbers or dates below a label that is neither.
    """
    if len(table.rows) < 2 or not all(re.fullmatch(r"[A-Za-z]\w{0,31}", name) for name in header_cells(table)):
        return False
    labels = table.rows[0]
    # A label repeats a code where the author has not written one.
    filled = [cell for cell in labels if cell.strip()]
    if len(filled) < 0.8 * len(labels) or any(parse_rating(cell) is not None or is_date(cell) for cell in filled):
        return False
    n_odd = 0
    for position, label in enumerate(labels):
        cells = [cell for row in table.rows[1:200] if (cell := row[position].strip())]
        are_values = bool(cells) and all(parse_rating(cell) is not None or is_date(cell) for cell in cells)
        n_odd += are_values and bool(label.strip())
    return n_odd >= max(2, 0.25 * len(labels))


def with_label_row(table: Table) -> Table:
    """The table without its first row, whose labels are the questions."""
    labels = [tidy_name(cell) for cell in table.rows[0]]
    questions = tuple(label or name for label, name in zip(labels, table.header, strict=True))
    table = replace(table, questions=questions, rows=table.rows[1:], first_row=table.first_row + 1)
    return table.with_note("The first row below the header holds labels and was read as the questions.")


DIALECTS = (
    Dialect("redcap", "REDCap", _is_redcap, _tidy_redcap),
    Dialect("sosci", "SoSci Survey", _is_sosci, _tidy_sosci),
    Dialect("unipark", "Unipark (EFS Survey)", _is_unipark, _tidy_unipark),
)
