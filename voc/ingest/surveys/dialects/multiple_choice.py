"""Multiple choice: survey programs write a column for each option, which are read as one answer with several values.

A column of an option holds the option itself where it was ticked ("E-books"), or a tick ("1", "Checked"), and is empty
or denied elsewhere. The text beside "Other" is an answer in somebody's own words and stays a column of its own.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from voc.tables.table import Table, make_header

TICKED = frozenset(
    {"1", "checked", "ja", "quoted", "selected", "true", "wahr", "x", "y", "yes", "ausgewählt", "gewählt", "✓"}
)
UNTICKED = frozenset(
    {"", "0", "false", "falsch", "n", "nein", "nicht gewählt", "no", "not quoted", "not selected", "unchecked"}
)
MAX_NAMED = 6
"""Options in the name of an answer of which nothing says what was asked."""
MAX_OPTION = 120
"""Characters of an option; a longer one is somebody's answer."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A column of one option: the question that it belongs to, and the words of the option."""

    question: str
    option: str


def join_choices(table: Table, choices: Mapping[int, Choice], ticked: Collection[str] = TICKED) -> Table:
    """The table with the ticked options of each multiple choice in its first column, and its other columns emptied.

    ``ticked`` are the cells, in lower case, that tick an option; its own words always do.
    """
    questions: dict[str, list[int]] = {}
    for position, choice in choices.items():
        questions.setdefault(choice.question, []).append(position)
    if not questions:
        return table
    rows = [list(row) for row in table.rows]
    names, texts, uses = list(table.header), list(table.questions), dict(table.uses)
    for question, positions in questions.items():
        first, *others = positions
        for row in rows:
            row[first] = "; ".join(choices[p].option for p in positions if _is_ticked(row[p], choices[p], ticked))
            for position in others:
                row[position] = ""
        names[first], texts[first], uses[first] = question, question, "closed"
    listed = ", ".join(f"'{question}'" for question in questions)
    header = make_header(names).names
    open_columns = table.open_columns - choices.keys()
    return replace(
        table, header=header, questions=tuple(texts), rows=rows, uses=uses, open_columns=open_columns
    ).with_note(f"The options of each multiple-choice question were read as one answer: {listed}.")


def _is_ticked(cell: str, choice: Choice, ticked: Collection[str]) -> bool:
    words = " ".join(cell.split()).rstrip(": ").casefold()
    return bool(words) and (words in ticked or words == choice.option.casefold())


def find_choices(table: Table, named: Mapping[int, Choice]) -> dict[int, Choice]:
    """Those of the ``named`` columns that hold nothing but ticks, of questions with at least two such columns.

    A column that repeats one value holds an option in other words than its header ("Other:" below "Other").
    """
    choices: dict[int, Choice] = {}
    for position, choice in named.items():
        values = {" ".join(row[position].split()) for row in table.rows} - {""}
        if {value.casefold() for value in values} <= TICKED | UNTICKED:
            choices[position] = choice
        elif len(values) == 1 and len(only := values.pop()) <= MAX_OPTION and _are_similar(only, choice.option):
            choices[position] = replace(choice, option=only.rstrip(":").strip())
    numbers = [choice.question for choice in choices.values()]
    return {position: choice for position, choice in choices.items() if numbers.count(choice.question) >= 2}


def _are_similar(cell: str, option: str) -> bool:
    """Whether a cell says what the header calls the option; programs add blanks, colons and "(please specify)"."""
    left, right = (re.sub(r"[\W_]+", "", text).casefold() for text in (cell, option))
    return bool(left and right) and (left.startswith(right) or right.startswith(left) or right.endswith(left))


def join_own_names(table: Table) -> Table:
    """The table with neighbouring columns that hold nothing but their own names as one answer, as Typeform has them.

    Nothing says what was asked, so that the options are the name of the answer.
    """
    runs: list[list[int]] = []
    last = -2
    for position, name in enumerate(table.cells or table.header):
        values = {" ".join(row[position].split()) for row in table.rows} - {""}
        if position not in table.uses and values == {" ".join(name.split())}:
            if position != last + 1:
                runs.append([])
            runs[-1].append(position)
            last = position
    names = table.cells or table.header
    choices: dict[int, Choice] = {}
    for run in runs:
        question = " / ".join(names[p] for p in run[:MAX_NAMED]) + (" …" if len(run) > MAX_NAMED else "")
        choices |= {p: Choice(question, names[p]) for p in run if len(run) >= 2}
    return join_choices(table, choices)


def by_last_part(questions: Sequence[str], separators: Sequence[str]) -> dict[int, Choice]:
    """Position → question and option, for texts such as "Which services? - Selected Choice - E-books"."""
    choices: dict[int, Choice] = {}
    for position, text in enumerate(questions):
        at = max((text.rfind(separator) for separator in separators), default=-1)
        if at > 0:
            separator = next(s for s in separators if text.startswith(s, at))
            question = text[:at].removesuffix(" - Selected Choice").removesuffix(" - Ausgewählte Option").strip()
            choices[position] = Choice(question, text[at + len(separator) :].rstrip(": ").strip())
    return choices
