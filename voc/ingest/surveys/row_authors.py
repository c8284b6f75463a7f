"""Whose words the rows of a support or chat table are: only the customer's are a respondent's.

Rows of agents, bots and internal notes are emptied, so that the numbers of the rows below stay right, and are counted
in a note. A question of the company becomes the question of the customer's next message in the same conversation.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Sequence
from dataclasses import replace
from importlib.resources import files
from typing import Literal

from voc.tables import column_names
from voc.tables.cell_markup import clean_text
from voc.tables.table import Table

Author = Literal["customer", "company", "note"]

_RANKS: tuple[Author, ...] = ("customer", "company", "note")
"""Of two columns that disagree, the one that says most about a row is right: an agent's note is a note."""

_FILE = tomllib.loads((files("voc.ingest.surveys") / "row_authors.toml").read_text("utf-8"))
_LISTS = {name: frozenset(words) for name, words in _FILE.items()}
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")

MAX_KINDS = 12
"""Different values of a column with the kind of author; a column with more holds names."""
MAX_QUESTION = 300
"""Characters of a company's message that is kept as the question of the next one."""
REQUESTER = "requester_id"
"""The column of a ticket with the id of the customer who asked."""
_REQUESTER_KEYS = {REQUESTER, "customer_id", "ticket.requester_id"}
_AUTHOR_KEYS = {"author.id", "author_id", "sender.id", "sender_id"}
CONTEXT = "Question of the company"
"""The name of the column that is added for such questions."""


def keep_customers(table: Table, *, ignored: Collection[str] = ()) -> Table:
    """The table without the rows that the company wrote, or unchanged when no column tells who wrote them.

    Columns that voc.toml names under "ignore" tell nothing, so that a user can have all rows read.
    """
    ignored_keys = set(map(column_names.name_key, ignored))
    authors: list[Author] = ["customer"] * len(table.rows)
    deciding = []
    for position in range(len(table.header)):
        is_ignored = column_names.name_key(table.header[position]) in ignored_keys
        of_column = None if is_ignored else _authors_of(table, position)
        if of_column is not None:
            deciding.append(table.header[position])
            authors = [max(pair, key=_RANKS.index) for pair in zip(authors, of_column, strict=True)]
    if (of_requesters := _authors_by_requester(table)) is not None:
        deciding.append(REQUESTER)
        authors = [max(pair, key=_RANKS.index) for pair in zip(authors, of_requesters, strict=True)]
    n_company, n_notes = authors.count("company"), authors.count("note")
    if not deciding or "customer" not in authors or not n_company + n_notes:
        return table
    questions = _questions_before(table, authors)
    rows = [
        [*row, question] if author == "customer" else [""] * (len(row) + 1)
        for row, author, question in zip(table.rows, authors, questions, strict=True)
    ]
    counts = [f"{n} {what}" for n, what in ((n_company, "of agents, bots or the company"), (n_notes, "notes")) if n]
    columns = ", ".join(f"'{name}'" for name in deciding)
    note = (
        f"Only the customers' rows were read, by {columns}; left out: {' and '.join(counts)}. If that is wrong, name "
        "the column in voc.toml under ignore."
    )
    width = len(table.header)
    return replace(
        table,
        header=(*table.header, CONTEXT),
        questions=(*table.questions, CONTEXT),
        cells=(*table.cells, CONTEXT) if table.cells else (),
        rows=rows,
        uses={**_thread_uses(table), **table.uses, width: "context"},
        staff=_staff_names(table, authors),
    ).with_note(note)


def is_support_table(table: Table) -> bool:
    """Whether rows are messages of several conversations between customers and a company."""
    thread = find_thread(table)
    if thread is None or len({row[thread] for row in table.rows[:2000]} - {""}) < 2:
        return False
    return any(_authors_of(table, position) is not None for position in range(len(table.header)))


def _authors_of(table: Table, position: int) -> list[Author] | None:
    """The author of every row by one column, None when the column does not tell."""
    key = column_names.name_key(table.header[position])
    values = {row[position].strip().casefold() for row in table.rows[:2000]}
    if not any(values) or len(values) > MAX_KINDS + 1:
        return None
    authors = _authors_by_yes(key, values) or _authors_by_words(table, key, values)
    if authors is None:
        return None
    # A value that the first rows lack is somebody whom no list knows: a customer, or words would be lost.
    return [authors.get(row[position].strip().casefold(), "customer") for row in table.rows]


def _authors_by_requester(table: Table) -> list[Author] | None:
    """The author of every row by the ids of its author and of the person who asked."""
    keys = [column_names.name_key(name).replace(" ", "_") for name in table.header]
    requester = next((p for p, key in enumerate(keys) if key in _REQUESTER_KEYS), None)
    author = next((p for p, key in enumerate(keys) if key in _AUTHOR_KEYS), None)
    if requester is None or author is None:
        return None
    is_requester = [row[author].strip() == row[requester].strip() for row in table.rows]
    if all(is_requester) or not any(is_requester):
        return None
    return ["customer" if is_own else "company" for is_own in is_requester]


def _authors_by_yes(key: str, values: set[str]) -> dict[str, Author] | None:
    """Value → author in a column of yes and no."""
    last = key.rsplit(".", 1)[-1]
    if not values <= _LISTS["yes"] | _LISTS["no"] or len(values) < 2:
        return None
    for name, yes, no in (
        ("yes_is_customer", "customer", "company"),
        ("yes_is_company", "company", "customer"),
        ("yes_is_note", "note", "customer"),
        ("yes_is_public", "customer", "note"),
    ):
        if key in _LISTS[name] or last in _LISTS[name]:
            return {value: yes if value in _LISTS["yes"] else no for value in values}  # type: ignore[misc]
    return None


def _authors_by_words(table: Table, key: str, values: set[str]) -> dict[str, Author] | None:
    """Value → author in a column of roles or kinds of messages; every value must be known."""
    is_author = key in _LISTS["author_columns"] or (
        key in _LISTS["author_columns_in_threads"] and find_thread(table) is not None
    )
    authors: dict[str, Author] = {}
    for value in values:
        words = {part for word in _WORD.findall(value) for part in (word, *word.split("-"))}
        if key in _LISTS["note_columns"] and words & _LISTS["notes"]:
            authors[value] = "note"
        elif is_author and words & _LISTS["company"]:
            authors[value] = "company"
        elif is_author and words & _LISTS["customer"]:
            authors[value] = "customer"
        elif is_author and value:
            return None
    if is_author and {"customer", "company"} <= set(authors.values()):
        return authors
    return authors if "note" in authors.values() and key in _LISTS["note_columns"] else None


def find_thread(table: Table) -> int | None:
    """The column that numbers conversations, None without one."""
    keys = [column_names.name_key(name) for name in table.header]
    return next((p for p, key in enumerate(keys) if key in _LISTS["thread_columns"]), None)


def _thread_uses(table: Table) -> dict[int, Literal["respondent"]]:
    """A conversation is its customer where nobody is named."""
    thread = find_thread(table)
    has_name = any(column_names.name_key(name) in column_names.RESPONDENT for name in table.header)
    return {} if thread is None or has_name else {thread: "respondent"}


def _staff_names(table: Table, authors: Sequence[Author]) -> tuple[str, ...]:
    """The names of the people who wrote the company's rows."""
    columns = [position for position, name in enumerate(table.header) if column_names.names_person(name)]
    rows = [row for row, author in zip(table.rows, authors, strict=True) if author != "customer"]
    names = {" ".join(row[position].split()) for row in rows for position in columns}
    return tuple(sorted(name for name in names if name and column_names.name_key(name) not in column_names.ANONYMOUS))


def _questions_before(table: Table, authors: Sequence[Author]) -> list[str]:
    """For every row the company's question right before it in the same conversation, "" without one."""
    thread = find_thread(table)
    text = _text_column(table)
    questions = [""] * len(table.rows)
    if thread is None or text is None:
        return questions
    last: dict[str, str] = {}
    for number, (row, author) in enumerate(zip(table.rows, authors, strict=True)):
        if author == "customer":
            questions[number] = last.pop(row[thread], "")
        elif author == "company":
            # "We will look into it" after a question does not answer it.
            words = " ".join(clean_text(row[text]).split())
            if words.endswith("?") and len(words) <= MAX_QUESTION:
                last[row[thread]] = words
    return questions


def _text_column(table: Table) -> int | None:
    keys = [column_names.name_key(name) for name in table.header]
    return next((position for position, key in enumerate(keys) if key in column_names.TEXT), None)
