"""Code plans: a sheet that says what the variables of another sheet ask, and what their numbers mean.

Survey programs and researchers keep one beside the answers ("Codeplan", "Codebook"): a row per variable with
"1 = sehr zufrieden; 2 = …" in a cell, or a row per value below each variable; as a sheet, a file of its own, or a
text. It is no table of answers, and nobody's words.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from importlib.resources import files

from voc.ingest.surveys.dialects import is_technical
from voc.ingest.surveys.scale_direction import value_of_saying
from voc.tables import column_names
from voc.tables.listing import list_some
from voc.tables.missing_answers import CODES, code_in, is_no_answer
from voc.tables.rating_labels import LabelScale, find_label_scale
from voc.tables.table import Table, tidy_name
from voc.tables.value_labels import scale_of_labels

_FILE = tomllib.loads((files("voc.ingest.surveys") / "code_plans.toml").read_text("utf-8"))
_LISTS = {name: frozenset(words) for name, words in _FILE.items()}
# "1 = sehr zufrieden; 2 = eher zufrieden", "1: yes | 2: no", "1 sehr gut, 2 gut"
# "v_12   How do you like it?", "Q3 (single choice): Where …"; "    1 = very good" on a line of its own.
_VARIABLE_LINE = re.compile(r"[ \t]{0,3}([A-Za-z][\w.\[\]]{0,31})(?:[ \t]*[:|][ \t]*|\t|[ ]{2,})(?=\S)(.+)")
_VALUE_LINE = re.compile(r"[ \t>*•]*(-?\d{1,4})(?:[ \t]*=[ \t]*|[:)]?[ \t]+[–-]?[ \t]*)(?=[^\W\d])(.+)")
_VALUES = re.compile(r"(?<![\w.,-])(-?\d{1,4})\s{0,3}[=:–)-]\s{0,3}([^;|\n\d=]{1,80})")

MIN_VARIABLES = 2
"""Columns of the other sheet that a code plan must name."""
MIN_SHARE_OF_VARIABLES = 0.5
"""Share (0–1) of the names in a code plan that must be columns of the other sheet; some are left out of an export."""
MAX_COLUMNS = 8
"""Columns of a file that is a code plan."""
MIN_SHARE_OF_LINES = 0.6
"""Share (0–1) of the lines of a text that explain a variable or a code, where it is a code plan."""
MIN_SHARE_OF_CODES = 0.25
"""The same of codes alone; in a talk with short labels, few lines begin with a number."""
MAX_VARIABLES = 2_000
"""Rows of a code plan; a sheet with more holds something else."""


@dataclass(slots=True)
class CodedVariable:
    """A variable of a code plan: what it asks, and what its numbers mean."""

    label: str = ""
    values: dict[float, str] = field(default_factory=dict)


@dataclass(slots=True)
class CodePlanFiles:
    """Files beside others that may explain their numbers ("values_….csv"), and which they explain.

    Attributes:
        tables: name of the file → its tables, called by that name.
        explained: name of such a file → names of the files whose numbers it explains.
    """

    tables: dict[str, list[Table]] = field(default_factory=dict)
    explained: dict[str, list[str]] = field(default_factory=dict)

    def use(self, name: str, tables: Sequence[Table]) -> list[Table]:
        """The tables of another file, with what these files say about them."""
        for plan_name, plans in self.tables.items():
            names = {column_names.name_key(cell) for table in tables for cell in table.cells or table.header}
            fitting = [plan for plan in plans if name != plan_name and read_code_plan(plan, names)]
            if fitting:
                self.explained.setdefault(plan_name, []).append(name)
                tables = use_code_plans([*tables, *fitting])
        return list(tables)


def read_text_plan(text: str) -> Table | None:
    """The code plan in a text: a line per variable, with its codes below or behind it; None in any other text."""
    rows: list[list[str]] = []
    lines = list(filter(str.strip, text.split("\n")))
    for line in lines:
        if rows and (match := _VALUE_LINE.fullmatch(line)):
            rows.append([rows[-1][0], "", match[1], match[2]])
        elif match := _VARIABLE_LINE.fullmatch(line):
            pairs = list(_pairs(match[2]))
            label = _VALUES.split(match[2], maxsplit=1)[0].strip(" (:,;") if pairs else match[2]
            rows.append([match[1], label, "", ""])
            rows += [[match[1], "", f"{code:g}", word.rstrip(") ")] for code, word in pairs]
    codes = Counter(row[0] for row in rows if row[2])
    n_explaining = len({(row[0], row[1]) for row in rows if row[1]}) + codes.total()
    if sum(n >= 2 for n in codes.values()) < MIN_VARIABLES or codes.total() < MIN_SHARE_OF_CODES * len(lines):
        return None
    if n_explaining < MIN_SHARE_OF_LINES * len(lines):
        return None
    return Table.from_rows(["variable", "label", "value", "meaning"], rows, first_row=1)


def may_be_code_plan(header: Sequence[str]) -> bool:
    """Whether a table may be a code plan by the names of its columns: one of variables, and few others."""
    return len(header) <= MAX_COLUMNS and not _LISTS["variables"].isdisjoint(map(column_names.name_key, header))


def use_code_plans(tables: Sequence[Table]) -> list[Table]:
    """The tables with answers, with questions and meanings of their numbers from the code plans among the others."""
    plans: dict[int, Mapping[str, CodedVariable]] = {}
    for number, table in enumerate(tables):
        others = [other for position, other in enumerate(tables) if position != number]
        names = {column_names.name_key(cell) for other in others for cell in other.cells or other.header}
        if plan := read_code_plan(table, names):
            plans[number] = plan
    answers = [table for number, table in enumerate(tables) if number not in plans]
    if not plans or not answers:
        return list(tables)
    variables = {key: variable for plan in plans.values() for key, variable in plan.items()}
    sheets = ", ".join(f"'{tables[number].sheet}'" for number in plans)
    return [_with_meanings(table, variables, sheets) for table in answers]


def read_code_plan(table: Table, names: Iterable[str]) -> dict[str, CodedVariable]:
    """Variable → what it means, by the key of its name; empty when the table is no code plan of columns ``names``."""
    rows = [list(table.cells or table.header), *table.rows]
    column = _variable_column(rows, frozenset(names)) if len(rows) <= MAX_VARIABLES else None
    if column is None:
        return {}
    header = [column_names.name_key(cell) for cell in rows[0]]
    label_column = next((p for p, key in enumerate(header) if p != column and key in _LISTS["labels"]), None)
    variables: dict[str, CodedVariable] = {}
    key = ""
    for row in rows:
        key = column_names.name_key(tidy_name(row[column])) or key
        variable = variables.setdefault(key, CodedVariable())
        _read_row(variable, row, column, label_column)
    plan = {key: variable for key, variable in variables.items() if key in names}
    is_called_so = bool(_LISTS["variables"] & set(header)) or column_names.name_key(table.sheet) in _LISTS["sheets"]
    has_meanings = any(len(variable.values) >= 2 for variable in plan.values())
    return plan if is_called_so or has_meanings else {}


def _variable_column(rows: Sequence[Sequence[str]], names: frozenset[str]) -> int | None:
    """The column that names the variables: each in successive rows only, and most of them columns of another sheet."""
    best: tuple[int, int] | None = None
    for position in range(len(rows[0])):
        cells = [key for row in rows if (key := column_names.name_key(tidy_name(row[position])))]
        n_runs = sum(previous != key for previous, key in zip(["", *cells], cells, strict=False))
        different = set(cells)
        n_named = len(different & names)
        if (
            n_named < MIN_VARIABLES
            or n_named < MIN_SHARE_OF_VARIABLES * (len(different) - 1)
            or n_runs > len(different)
        ):
            continue
        if best is None or n_named > best[0]:
            best = (n_named, position)
    return None if best is None else best[1]


def _read_row(variable: CodedVariable, row: Sequence[str], column: int, label_column: int | None) -> None:
    """Add a row's label and values. A code is followed by its meaning in the same cell, or in the next ones."""
    code: float | None = None
    for position, cell in enumerate(row):
        text = tidy_name(cell)
        if position == column or not text:
            continue
        pairs = list(_pairs(cell))
        if position == label_column:
            variable.label = variable.label or text
        elif pairs:
            variable.values.update(pairs)
        elif (number := code_in(text)) is not None:
            code = number
        elif code is not None:
            variable.values[code] = text
            code = None
        elif label_column is None:
            variable.label = variable.label or text


def _pairs(cell: str) -> Iterator[tuple[float, str]]:
    for match in _VALUES.finditer(cell[:2_000]):
        yield float(match[1]), match[2].strip(" ,.\t\r")


def _with_meanings(table: Table, variables: Mapping[str, CodedVariable], sheets: str) -> Table:
    """The table with questions, scales and words from a code plan. A rating keeps its numbers, others become words."""
    questions, scales, uses = list(table.questions), dict(table.scales), dict(table.uses)
    rows = [list(row) for row in table.rows]
    used = []
    for position, cell in enumerate(table.cells or table.header):
        variable = variables.get(column_names.name_key(cell))
        if variable is None:
            continue
        # What a program's own fields hold ("Status", "tester") is known to its dialect by their numbers.
        if is_technical(cell):
            continue
        used.append(table.header[position])
        words = dict(variable.values)
        if len(words) >= 2:
            uses.setdefault(position, "closed")
        # Questions may still be in a row below the header.
        below = next((row[position] for row in rows), "")
        heads = (variable.label, questions[position], below if words and code_in(below) is None else "")
        questions[position] = variable.label or questions[position]
        ends = _scale_of(variable, " ".join(dict.fromkeys(filter(None, heads))))
        if ends is not None:
            scales[position] = ends
        # Of a scale with words at its ends, the numbers say more.
        codes = {code for row in rows if (code := code_in(row[position])) is not None}
        if ends is not None or not all(any(map(str.isalpha, words.get(code, ""))) for code in codes - CODES):
            words = {code: word for code, word in words.items() if is_no_answer(word)}
        for row in rows:
            code = code_in(row[position])
            if code is not None and code in words:
                row[position] = "" if is_no_answer(words[code]) else words[code]
    if not used:
        return table
    listed = list_some([f"'{name}'" for name in used], 20)
    table = replace(table, questions=tuple(questions), scales=scales, uses=uses, rows=rows)
    return table.with_note(
        f"Sheet {sheets} is a code plan and no table of answers: questions and the meaning of numbers were taken from "
        f"it for {listed}."
    )


def _scale_of(variable: CodedVariable, heads: str) -> tuple[float, float] | None:
    """Worst and best value of a rating, None when the numbers mean something else.

    ``heads`` are all the words that say what the column asks.
    """
    ends = scale_of_labels(variable.values)
    if ends is None:
        return None
    answers = [word for word in variable.values.values() if not is_no_answer(word) and any(map(str.isalpha, word))]
    labels: LabelScale | None = find_label_scale(answers, variable.label)
    is_named = column_names.names_rating(heads) or column_names.is_overall(heads)
    if labels and labels.family == "agreement" and (value := value_of_saying(heads, is_rating=is_named)):
        return ends if value > 0 else (ends[1], ends[0])
    is_of_oneself = column_names.is_about_respondent(heads) and not is_named
    if is_of_oneself or not (is_named or (labels is not None and labels.rates_by_itself)):
        return None
    return ends
