"""Recruiting lists: tables of the people who were asked to take part in the interviews of a study.

Such a list (a screener, a schedule of appointments) names people, says how to reach them, and what was decided about
them. Who of them took part speaks in an interview; the others said nothing, and the answers to a screener's questions
are none to the study's.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from importlib.resources import files

from voc.ingest.surveys.column_profile import is_text, profile_column, sample_rows
from voc.ingest.surveys.people_columns import holds_names, is_personal, person_names, values_of
from voc.tables import column_names
from voc.tables.table import Table

MIN_REACHED = 0.5
"""Share (0–1) of the rows with a name or a way to reach somebody; in a survey most people leave none."""
MAX_DECISION_VALUES = 6
"""Different values of a column with decisions ("yes", "no", "reserve"); a question's answers have more."""
MAX_QUESTIONS = 2
"""Open questions of a screener; a table with more is a survey of people whom somebody also invited."""

_DATA = tomllib.loads(files("voc.ingest.surveys").joinpath("recruiting_list.toml").read_text("utf-8"))
_SCREENER, _CALLED, _DECISION, _APPOINTMENT = (
    re.compile(rf"(?<![^\W\d_])(?:{'|'.join(_DATA[key])})(?![^\W\d_])", re.I)
    for key in ("screener", "called", "decision", "appointment")
)


def is_about_recruiting(name: str) -> bool:
    """Whether a column says what was decided or arranged about somebody, which is no fact about them."""
    return _DECISION.search(name.replace("_", " ")) is not None or _APPOINTMENT.search(name) is not None


def signs_of_recruiting(table: Table, path: str) -> tuple[str, ...]:
    """What shows that a table is a recruiting list, for a note: names of columns and of the file; () when it is none.

    There must be people who can be named or reached. The name of a screener is enough beside them, and that of another
    list where no question is answered; else there must be a decision about everybody and one more sign.
    """
    rows = sample_rows(table.rows)
    if not rows:
        return ()
    reached, decisions, appointments, questions = [], [], [], []
    for column, (name, question) in enumerate(zip(table.header, table.questions, strict=True)):
        profile = profile_column(rows, column)
        is_reached = holds_names(name, values_of(rows, column), profile) or is_personal(name, question, profile)
        if is_reached and profile.filled >= MIN_REACHED:
            reached.append(name)
        elif _DECISION.search(name) and profile.distinct <= MAX_DECISION_VALUES:
            decisions.append(name)
        elif _APPOINTMENT.search(name):
            appointments.append(name)
        elif is_text(name, question, profile):
            questions.append(name)
    called = [match[0] for pattern in (_SCREENER, _CALLED) for match in _matches(pattern, path, table.sheet)]
    is_screener = any(_SCREENER.fullmatch(word) for word in called)
    has_decisions = bool(decisions and (appointments or called)) and len(questions) <= MAX_QUESTIONS
    is_list = bool(reached) and (is_screener or has_decisions or bool(called and not questions))
    return tuple(dict.fromkeys((*called[:1], *reached, *appointments, *decisions))) if is_list else ()


def _matches(pattern: re.Pattern[str], *names: str) -> Iterator[re.Match[str]]:
    """Where a pattern is in names of files and sheets."""
    for name in names:
        if match := pattern.search(name.replace("_", " ")):
            yield match


def names_in(table: Table) -> Iterator[str]:
    """The names of the people of a recruiting list, the columns of a row joined ("Ada", "Berg" → "Ada Berg")."""
    rows = sample_rows(table.rows)
    columns: Sequence[int] = [
        column
        for column, name in enumerate(table.header)
        if holds_names(name, values_of(rows, column), profile_column(rows, column))
    ]
    # "Nachname, Vorname" as well as "Vorname, Nachname".
    columns = sorted(columns, key=lambda column: column_names.names_surname(table.header[column]))
    for row in table.rows:
        yield from person_names([" ".join(filter(None, (row[column].strip() for column in columns)))])
