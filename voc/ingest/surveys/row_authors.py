"""Whose words the rows of a support, chat or mail table are: only the customer's are a respondent's.

Every column that tells is used: the kind of author before anything else, then ids and names, then addresses; a column
with the kind of message or its visibility adds notes. Rows of agents, bots and internal notes are emptied, so that the
numbers of the rows below stay right, and are counted in a note. A question of the company becomes the question of the
customer's next message in the same conversation.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from importlib.resources import files
from typing import Literal

from voc.ingest.surveys.mail_columns import Correspondence, columns_of, compact_key, find_correspondence, tidy_subject
from voc.ingest.transcripts.speakers import is_company_label
from voc.tables import column_names
from voc.tables.cell_markup import clean_text
from voc.tables.table import Table, Use

Author = Literal["customer", "company", "note", "machine"]

_RANKS: tuple[Author, ...] = ("customer", "company", "note", "machine")
"""Of two columns that disagree, the one that says most about a row is right: an agent's note is a note."""
_LEFT_OUT: dict[Author, str] = {
    "company": "of agents, bots or the company", "note": "notes", "machine": "mails that a machine sent",
}  # fmt: skip

_FILE = tomllib.loads((files("voc.ingest.surveys") / "row_authors.toml").read_text("utf-8"))
_LISTS = {name: frozenset(words) for name, words in _FILE.items()}
_COMPACT = {name: frozenset(map(compact_key, words)) for name, words in _FILE.items()}
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")

MAX_KINDS = 12
"""Different values of a column with the kind of author; a column with more holds names."""
MAX_QUESTION = 300
"""Characters of a company's message that is kept as the question of the next one."""
MIN_OTHERS = 2
"""Other authors beside whom "Jana (Support)" or "PostBot" is no customer."""
MIN_NAMED = 0.5
"""Share (0–1) of the customers' rows that must have a name in a column for it to tell customers apart."""
CONTEXT = "Question of the company"
SUBJECT = "Subject of the mail"
"""The names of the column that is added for what was said before a row's text."""
SENDER = "Address of the sender"
SENDER_NAMES = ("Sender name", "Display name", "Full name")
"""The names of the columns that are added for who wrote a mail; of the second, the first that is free."""


@dataclass(slots=True)
class _Findings:
    """What the columns of a table tell about the authors of its rows.

    Attributes:
        authors: one for each row.
        deciding: names of the columns that told it.
        n_hidden: rows of customers that a column calls internal.
        labels: the column of authors where their own names told it.
        unknown: values of a column of kinds of authors that are in no list, with their numbers of rows.
    """

    authors: list[Author]
    deciding: list[str] = field(default_factory=list)
    n_hidden: int = 0
    labels: int | None = None
    unknown: Counter[str] = field(default_factory=Counter)

    def add(self, names: Sequence[str], authors: Sequence[Author], *, over: Collection[Author] = _RANKS) -> None:
        """Take what some columns tell about the rows whose authors so far are among ``over``."""
        self.deciding += names
        self.authors = [
            max(old, new, key=_RANKS.index) if old in over else old
            for old, new in zip(self.authors, authors, strict=True)
        ]


def keep_customers(table: Table, *, ignored: Collection[str] = ()) -> Table:
    """The table without the rows that the company wrote, or unchanged when no column tells who wrote them.

    Senders of mails become respondents. Columns that voc.toml names under "ignore" tell nothing, so that a user can
    have all rows read.
    """
    ignored_keys = set(map(column_names.name_key, ignored))
    usable = [p for p, name in enumerate(table.header) if column_names.name_key(name) not in ignored_keys]
    mails = find_correspondence(table, has_authors=is_support_table(table))
    if mails is not None and not set(mails.columns) <= set(usable):
        mails = None
    findings = _find_authors(table, usable, mails)
    if "customer" not in findings.authors:
        return table
    is_cut = bool(findings.deciding) and any(author != "customer" for author in findings.authors)
    if not is_cut and mails is None:
        return _without_message_facts(table, []) if find_thread(table) is not None else table
    return _rebuild(table, findings, mails, is_cut=is_cut)


def _rebuild(table: Table, findings: _Findings, mails: Correspondence | None, *, is_cut: bool) -> Table:
    """The table with the company's rows emptied, and with columns for the context and the sender of each row."""
    authors = findings.authors
    added: list[tuple[str, Use, list[str]]] = []
    contexts = _questions_before(table, authors) if is_cut else [""] * len(table.rows)
    name = CONTEXT
    if mails is not None and mails.subject is not None:
        name = CONTEXT if any(contexts) else SUBJECT
        subjects = [tidy_subject(row[mails.subject]) for row in table.rows]
        contexts = [context or subject for context, subject in zip(contexts, subjects, strict=True)]
    if is_cut or any(contexts):
        added.append((name, "context", contexts))
    uses: dict[int, Use] = {}
    staff = set(table.staff) | (set(_staff_names(table, authors)) if is_cut else set())
    if findings.labels is not None and "respondent" not in table.uses.values():
        uses = {findings.labels: "respondent"}
    elif mails is None:
        uses = _respondent_use(table, authors)
    elif "respondent" not in table.uses.values():
        added.append((SENDER, "respondent", mails.identities))
        if any(mails.names):
            free = next((name for name in SENDER_NAMES if name not in table.header), SENDER_NAMES[0])
            added.append((free, "personal", mails.names))
        # Names of the people who were written to are replaced in the texts.
        uses = dict.fromkeys(columns_of(table, "recipients"), "personal")
        uses |= dict.fromkeys(mails.columns, "ignore")
        staff |= set(mails.staff)
    rows = [
        [*row, *cells] if author == "customer" else [""] * (len(row) + len(cells))
        for row, author, *cells in zip(table.rows, authors, *(values for _, _, values in added), strict=True)
    ]
    width, names = len(table.header), tuple(name for name, _, _ in added)
    uses |= {width + offset: use for offset, (_, use, _) in enumerate(added)}
    result = replace(
        table,
        header=(*table.header, *names),
        questions=(*table.questions, *names),
        cells=(*table.cells, *names) if table.cells else (),
        rows=rows,
        uses={**uses, **table.uses},
        staff=tuple(sorted(staff)),
        are_messages=True,
        notes=(*table.notes, *_describe(table, findings, mails, is_cut=is_cut)),
    )
    if mails is not None and mails.subject is not None:
        result = replace(result, uses={mails.subject: "ignore", **result.uses})
    return _without_message_facts(result, findings.deciding)


def _describe(table: Table, findings: _Findings, mails: Correspondence | None, *, is_cut: bool) -> list[str]:
    """Sentences about whose rows were read, and by which columns."""
    notes = []
    if is_cut:
        counts = Counter(findings.authors)
        left_out = [f"{counts[author]} {what}" for author, what in _LEFT_OUT.items() if counts[author]]
        notes.append(
            f"Only the customers' rows were read, by {_quoted(findings.deciding)}; left out: {' and '.join(left_out)}. "
            "If that is wrong, name the column in voc.toml under ignore."
        )
    if findings.n_hidden:
        rows = "1 row is" if findings.n_hidden == 1 else f"{findings.n_hidden} rows are"
        notes.append(f"{rows} internal by one column, but a customer's by another, and were read.")
    if findings.unknown:
        listed = ", ".join(f"'{value}' ({n})" for value, n in findings.unknown.most_common(10))
        notes.append(f"Read as customers, because the word tells neither a customer nor the company: {listed}.")
    if mails is not None:
        notes.append(f"The people are the senders, by {_quoted([table.header[p] for p in mails.columns])}.")
        notes += mails.notes
    if mails is not None and mails.subject is not None:
        notes.append(f"The subject ('{table.header[mails.subject]}') is the context of its mail.")
    return notes


def _quoted(names: Sequence[str]) -> str:
    return ", ".join(f"'{name}'" for name in dict.fromkeys(names))


def _without_message_facts(table: Table, deciding: Collection[str]) -> Table:
    """The table in which numbers, channels and kinds of messages are no attributes of a person."""
    thread = find_thread(table)
    facts = set(columns_of(table, "facts_of_messages")) | {p for p, name in enumerate(table.header) if name in deciding}
    facts = {position for position in facts if position not in table.uses and any(row[position] for row in table.rows)}
    # Where nothing else tells people apart, the number of a conversation may.
    if thread is not None and thread not in table.uses and "respondent" in table.uses.values():
        facts.add(thread)
    if not facts:
        return table
    uses: dict[int, Use] = dict.fromkeys(facts, "ignore")
    listed = _quoted([table.header[position] for position in sorted(facts)])
    note = f"Facts about messages, not about people, were not read: {listed}."
    return replace(table, uses={**uses, **table.uses}).with_note(note)


def is_support_table(table: Table) -> bool:
    """Whether rows are messages of several conversations between customers and a company."""
    thread = find_thread(table)
    if thread is None or len({row[thread] for row in table.rows[:2000]} - {""}) < 2:
        return False
    return any(_authors_of(table, position) is not None for position in range(len(table.header)))


def _find_authors(table: Table, usable: Sequence[int], mails: Correspondence | None) -> _Findings:
    """Who wrote each row, by all columns that tell it."""
    findings = _Findings(["customer"] * len(table.rows))
    kinds: list[tuple[int, list[Author]]] = []
    hiding: list[tuple[int, list[Author]]] = []
    for position in usable:
        if (of_column := _authors_of(table, position)) is not None:
            key = compact_key(table.header[position])
            (hiding if key in _COMPACT["visibility_columns"] else kinds).append((position, of_column))
            if "customer" in of_column and key in _COMPACT["author_columns"]:
                findings.unknown.update(_unknown_values(table, position))
    says_author = any({"customer", "company"} <= set(of_column) for _, of_column in kinds)
    for position, of_column in kinds:
        findings.add([table.header[position]], of_column)
    if (of_requesters := _authors_by_requester(table)) is not None:
        findings.add(*of_requesters)
        says_author = True
    if mails is not None and not says_author and any(mails.is_of_company):
        columns = [table.header[position] for position in mails.columns]
        findings.add(columns, ["company" if is_own else "customer" for is_own in mails.is_of_company])
    if mails is None and not findings.deciding:
        findings.labels = _column_of_labels(table, usable)
        if findings.labels is not None:
            findings.add([table.header[findings.labels]], _authors_by_label(table, findings.labels))
    if mails is not None and any(mails.is_of_machine):
        decided = [mails.columns[0], *([] if mails.subject is None else [mails.subject])]
        machines: list[Author] = ["machine" if is_machine else "customer" for is_machine in mails.is_of_machine]
        findings.add([table.header[position] for position in decided], machines, over={"customer"})
    for position, of_column in hiding:
        # Who is called a customer stays one: mails from a third address are internal in some help desks.
        rows = zip(findings.authors, of_column, strict=True)
        findings.n_hidden += sum(says_author and pair == ("customer", "note") for pair in rows)
        findings.add([table.header[position]], of_column, over={"company"} if says_author else set(_RANKS))
    return findings


def _authors_of(table: Table, position: int) -> list[Author] | None:
    """The author of every row by one column, None when the column does not tell."""
    key = compact_key(table.header[position])
    values = {row[position].strip().casefold() for row in table.rows[:2000]}
    if not any(values) or len(values) > MAX_KINDS + 1:
        return None
    authors = _authors_by_yes(table.header[position], values) or _authors_by_words(table, key, values)
    if authors is None:
        return None
    # A value that the first rows lack is somebody whom no list knows: a customer, or words would be lost.
    return [authors.get(row[position].strip().casefold(), "customer") for row in table.rows]


def _unknown_values(table: Table, position: int) -> Counter[str]:
    """The values of a column of kinds of authors that are in no list, with their numbers of rows."""
    counts = Counter(" ".join(row[position].split()) for row in table.rows)
    known = _LISTS["company"] | _LISTS["customer"] | _LISTS["notes"] | _LISTS["yes"] | _LISTS["no"]
    return Counter({value: n for value, n in counts.items() if value and known.isdisjoint(_words_of(value))})


def _authors_by_requester(table: Table) -> tuple[list[str], list[Author]] | None:
    """The columns of a row's author and of the person who asked, and the author of every row by their ids or names."""
    keys = list(map(compact_key, table.header))
    for requester_list, author_list in (("requester_ids", "author_ids"), ("requester_names", "author_names")):
        requester = next((p for p, key in enumerate(keys) if key in _COMPACT[requester_list]), None)
        author = next((p for p, key in enumerate(keys) if key in _COMPACT[author_list]), None)
        if requester is None or author is None:
            continue
        is_requester = [_folded(row[author]) == _folded(row[requester]) for row in table.rows]
        if any(is_requester) and not all(is_requester):
            authors: list[Author] = ["customer" if is_own else "company" for is_own in is_requester]
            return [table.header[author], table.header[requester]], authors
    return None


def _column_of_labels(table: Table, usable: Sequence[int]) -> int | None:
    """The column of authors of which some say by their name that they are a program or the company.

    They must write beside several others who write more than once, as in a chat: elsewhere a name says little.
    """
    for position in usable:
        if compact_key(table.header[position]) in _COMPACT["author_names"]:
            counts = Counter(" ".join(row[position].split()) for row in table.rows)
            of_company = {name for name in counts if is_company_label(name)}
            # Where others have a word in brackets too, it is where they work: "Ben (Vertrieb)".
            others = [n for name, n in counts.items() if name not in of_company and name.strip(")]") == name != ""]
            if of_company and len(others) >= MIN_OTHERS and max(others) > 1:
                return position
    return None


def _authors_by_label(table: Table, position: int) -> list[Author]:
    return ["company" if is_company_label(" ".join(row[position].split())) else "customer" for row in table.rows]


def _folded(cell: str) -> str:
    return " ".join(cell.split()).casefold()


def _authors_by_yes(name: str, values: set[str]) -> dict[str, Author] | None:
    """Value → author in a column of yes and no."""
    key, last = compact_key(name), compact_key(name.rsplit(".", 1)[-1])
    if not values <= _LISTS["yes"] | _LISTS["no"] or len(values) < 2:
        return None
    for listed, yes, no in (
        ("yes_is_customer", "customer", "company"),
        ("yes_is_company", "company", "customer"),
        ("yes_is_note", "note", "customer"),
        ("yes_is_public", "customer", "note"),
    ):
        if key in _COMPACT[listed] or last in _COMPACT[listed]:
            return {value: yes if value in _LISTS["yes"] else no for value in values}  # type: ignore[misc]
    return None


def _words_of(value: str) -> set[str]:
    return {part for word in _WORD.findall(value.casefold()) for part in (word, *word.split("-"))}


def _authors_by_words(table: Table, key: str, values: set[str]) -> dict[str, Author] | None:
    """Value → author in a column of roles, kinds of messages or channels.

    Every value must be known, except in a column that says by its name that it holds the kind of author.
    """
    is_of_threads = find_thread(table) is not None
    is_author = key in _COMPACT["author_columns"] or (key in _COMPACT["author_columns_in_threads"] and is_of_threads)
    may_be_unknown = key in _COMPACT["author_columns"] and is_of_threads
    note_words = _LISTS["notes"] if key in _COMPACT["note_columns"] | _COMPACT["visibility_columns"] else frozenset()
    if key in _COMPACT["channel_columns"] and is_of_threads:
        note_words = _LISTS["channels_of_machines"]
    authors: dict[str, Author] = {}
    for value in values:
        words = _words_of(value)
        if words & note_words:
            authors[value] = "note"
        elif is_author and words & _LISTS["company"]:
            authors[value] = "company"
        elif is_author and words & _LISTS["customer"]:
            authors[value] = "customer"
        elif is_author and value and not may_be_unknown:
            return None
    sides = set(authors.values())
    if is_author and ({"customer", "company"} <= sides or (may_be_unknown and "company" in sides and len(values) > 1)):
        return authors
    return authors if "note" in sides else None


def find_thread(table: Table) -> int | None:
    """The column that numbers conversations, None without one."""
    keys = map(compact_key, table.header)
    return next((p for p, key in enumerate(keys) if key in _COMPACT["thread_columns"]), None)


def _respondent_use(table: Table, authors: Sequence[Author]) -> dict[int, Use]:
    """The column that tells customers apart: their id, their name, or the conversation where nobody is named."""
    keys = list(map(compact_key, table.header))
    requester = next((p for p, key in enumerate(keys) if key in _COMPACT["requester_ids"]), None)
    if requester is not None:
        return {requester: "respondent"}
    if any(column_names.name_key(name) in column_names.RESPONDENT for name in table.header):
        return {}
    rows = [row for row, author in zip(table.rows, authors, strict=True) if author == "customer"]
    for position, name in enumerate(table.header):
        if not column_names.names_person(name) or column_names.names_staff(name):
            continue
        full = sum(len(row[position].split()) >= 2 for row in rows)
        if full >= MIN_NAMED * len(rows):
            return {position: "respondent"}
    thread = find_thread(table)
    return {} if thread is None else {thread: "respondent"}


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
