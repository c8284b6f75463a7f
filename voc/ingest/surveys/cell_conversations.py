"""Whole conversations in one cell of a ticket table: only what the customer wrote in them is a respondent's words.

A cell is split at the heads of its messages (`message_heads`). The customer is recognised by a role in the head, by
the names of requesters and agents in other columns, by the company's name behind the names of its people, or by people
who answer in many tickets. Where nothing tells it, the cell is not read, and a note says so.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace

from voc.errors import FormatError
from voc.ingest.mail.messages import MessageReader
from voc.ingest.surveys.mail_columns import columns_of
from voc.ingest.surveys.message_heads import MessageHead, Role, is_event_line, is_note_line, read_head
from voc.tables import column_names
from voc.tables.cell_markup import clean_text
from voc.tables.listing import list_rows
from voc.tables.table import Table, Use

MAX_SAMPLE = 200
"""Filled cells of a column in which heads are looked for."""
MIN_HEAD_SHARE = 0.6
"""Share (0–1) of the cells that must begin with the head of a message."""
MIN_CONVERSATIONS = 2
"""Cells with several messages; in a table of one ticket, one is enough."""
MIN_TICKETS_OF_AGENTS = 3
"""Tickets in which somebody writes who works for the company; a customer seldom has so many."""
MAX_CELL = 300_000
"""Code points of a cell that is taken apart; a longer one is a log."""
MAX_QUESTION = 300
"""Characters of the company's questions that are kept as the context of the customer's words."""
CONTEXT = "Question of the company"
CUSTOMER = "Customer's name"

_STAMPS_IN_LINE = re.compile(r"[ \t]{0,9}(?:\|{1,3}|;|//)?[ \t]{0,9}(?=\[\d{1,4}[-./]\d)")
_RULE = re.compile(r"[ \t]*[-_=*~]{3,}[ \t]*")


@dataclass(slots=True)
class _Message:
    head: MessageHead
    lines: list[str] = field(default_factory=list)

    @property
    def is_note(self) -> bool:
        first = next((line.strip() for line in self.lines if line.strip()), "")
        return self.head.is_note or is_note_line(first)

    @property
    def text(self) -> str:
        lines = [line for line in self.lines if not _RULE.fullmatch(line) and not is_event_line(line)]
        return "\n".join(lines).strip()


@dataclass(slots=True)
class _Counts:
    cells: int = 0
    own: int = 0
    others: int = 0
    notes: int = 0
    whole: int = 0
    unclear_rows: list[int] = field(default_factory=list)


def keep_requesters(table: Table, *, ignored: Collection[str] = (), name: str = "") -> Table:
    """The table in which cells with conversations hold only the customers' words. ``name`` is the file's, for messages.

    Raises:
        FormatError: in no conversation can it be told who the customer is.
    """
    ignored_keys = set(map(column_names.name_key, ignored))
    for position, column in enumerate(table.header):
        if column_names.name_key(column) not in ignored_keys and _holds_conversations(table, position):
            table = _split_column(table, position, name)
    return table


def _holds_conversations(table: Table, position: int) -> bool:
    filled = [text for row in table.rows[: 5 * MAX_SAMPLE] if (text := row[position].strip())][:MAX_SAMPLE]
    if not any(":" in text for text in filled[:20]):
        return False
    split = [_split(text) for text in filled]
    n_started = sum(bool(messages) for messages in split)
    several = [messages for messages in split if len(messages) > 1]
    if not several or n_started < MIN_HEAD_SHARE * len(filled):
        return False
    is_enough = len(several) >= min(MIN_CONVERSATIONS, len(filled))
    # Without a time, "Service: good" and "Price: bad" are no heads: both sides must speak.
    has_time = all(message.head.has_time for messages in several for message in messages[:1])
    sides = {message.head.role for messages in several for message in messages}
    n_voices = [len({(message.head.name, message.head.role) for message in messages}) for messages in several]
    return is_enough and ({"customer", "company"} <= sides or (has_time and max(n_voices) > 1))


def _split(cell: str) -> list[_Message]:
    """The messages of a cell; none when it does not begin with the head of one."""
    if len(cell) > MAX_CELL:
        return []
    text = clean_text(cell)
    if "\n" not in text:
        text = _STAMPS_IN_LINE.sub("\n", text)
    messages: list[_Message] = []
    for line in text.strip().split("\n"):
        head = read_head(line) if line.strip() and not _RULE.fullmatch(line) else None
        # Where the first head has a time, "Support: …" is a line of its message.
        if head is not None and messages and messages[0].head.has_time and not head.has_time:
            head = None
        if head is not None:
            messages.append(_Message(head, [head.text] if head.text else []))
        elif messages:
            messages[-1].lines.append(line)
        elif line.strip() and not _RULE.fullmatch(line):
            return []
    return messages


def _split_column(table: Table, position: int, file_name: str) -> Table:
    conversations = [_split(row[position]) if row[position].strip() else [] for row in table.rows]
    correspondents = _Correspondents(table, conversations)
    reader = MessageReader((), are_mails=True)
    counts, customers, questions = _Counts(), [], []
    rows = []
    for offset, (row, messages) in enumerate(zip(table.rows, conversations, strict=True)):
        text, customer, question = row[position], "", ""
        if messages:
            counts.cells += 1
            sides = correspondents.sides_of(offset, messages)
            own = [m for m, side in zip(messages, sides, strict=True) if side == "customer" and not m.is_note]
            if "customer" in sides:
                counts.own += len(own)
                counts.notes += sum(message.is_note for message in messages)
                counts.others += sum(s != "customer" and not m.is_note for m, s in zip(messages, sides, strict=True))
                question = _questions(messages, sides)
            else:
                counts.unclear_rows.append(table.first_row + offset)
            text = "\n\n".join(filter(None, (reader.own_words(message.text) for message in own)))
            customer = next((message.head.name for message in own if message.head.name), "")
        counts.whole += bool(text.strip()) and not messages
        rows.append([*row[:position], text, *row[position + 1 :]])
        customers.append(customer)
        questions.append(question)
    if counts.cells and not counts.own:
        raise FormatError(
            f"{file_name}: column '{table.header[position]}' holds whole conversations, and nothing tells who the "
            "customer is. Add a column 'Requester' with the customer's name as it is written in the conversation."
        )
    result = replace(
        table,
        rows=rows,
        uses={position: "text", **table.uses},
        staff=tuple(sorted({*table.staff, *correspondents.names_of_others(customers), *reader.names})),
        notes=(*table.notes, *_describe(table.header[position], counts), *reader.notes()),
    )
    added: list[tuple[str, Use, list[str]]] = [(CONTEXT, "context", questions)] if any(questions) else []
    if "respondent" in table.uses.values():
        pass
    elif correspondents.requesters and not correspondents.are_found_by_name:
        result = replace(result, uses={correspondents.requesters[0]: "respondent", **result.uses})
    elif any(customers) and not correspondents.requesters:
        added.append((CUSTOMER, "respondent", customers))
    return _with_columns(result, added)


def _with_columns(table: Table, added: Sequence[tuple[str, Use, list[str]]]) -> Table:
    names = tuple(name for name, _, _ in added)
    cells = list(zip(*(values for _, _, values in added), strict=True)) or [()] * len(table.rows)
    return replace(
        table,
        header=(*table.header, *names),
        questions=(*table.questions, *names),
        cells=(*table.cells, *names) if table.cells else (),
        rows=[[*row, *more] for row, more in zip(table.rows, cells, strict=True)],
        uses={**table.uses, **{len(table.header) + offset: use for offset, (_, use, _) in enumerate(added)}},
    )


class _Correspondents:
    """Who of the people in the conversations of a column are customers, and who writes for the company."""

    def __init__(self, table: Table, conversations: Sequence[list[_Message]]) -> None:
        requesters, assignees = columns_of(table, "requesters"), columns_of(table, "assignees")
        names = [p for p, name in enumerate(table.header) if column_names.names_person(name) and p not in assignees]
        requesters = requesters or [p for p in names if not column_names.names_staff(table.header[p])]
        requesters = [p for p in requesters if any(row[p].strip() for row in table.rows)]
        self.requesters = requesters
        self.are_found_by_name = any(
            column_names.names_person(name) or column_names.name_key(name) in column_names.RESPONDENT
            for name in (table.header[p] for p in requesters)
        )
        self._requesters = [[_folded(row[p]) for p in requesters if row[p].strip()] for row in table.rows]
        self._assignees = {_folded(row[p]) for row in table.rows for p in assignees} - {""}
        everybody = {(message.head, offset) for offset, messages in enumerate(conversations) for message in messages}
        tickets = Counter(name for name, _ in {(_folded(head.name), offset) for head, offset in everybody})
        self._regulars = {
            name for name, n in tickets.items() if n >= MIN_TICKETS_OF_AGENTS and n > 0.1 * len(conversations) and name
        } - {_folded(head.name) for head, offset in everybody if self._is_requester(offset, head)}
        of_company = [head for head, _ in everybody if head.role == "company" or self._is_agent(head)]
        self._tags = {tag for head in of_company for tag in head.tags}
        self._tags -= {tag for head, offset in everybody if self._is_requester(offset, head) for tag in head.tags}
        self._everybody = {head.name for head, _ in everybody if head.name}

    def sides_of(self, offset: int, messages: Sequence[_Message]) -> list[Role]:
        """The side of each message of a row; none is "customer" where that cannot be told."""
        heads = [message.head for message in messages]
        sides: list[Role] = [self._side_of(offset, head) for head in heads]
        notes = [message.is_note for message in messages]
        if "customer" in sides:
            return [side or "company" for side in sides]
        # Internal notes are the company's, and so is everything else by their authors.
        insiders = {_folded(head.name) for head, is_note in zip(heads, notes, strict=True) if is_note}
        sides = [
            side or ("company" if _folded(head.name) in insiders else "")
            for side, head in zip(sides, heads, strict=True)
        ]
        unknown = {_folded(head.name) for head, side in zip(heads, sides, strict=True) if not side}
        is_answered = "company" in sides
        if len(unknown) == 1 and is_answered:
            return [side or "customer" for side in sides]
        return [side or "company" for side in sides]

    def names_of_others(self, customers: Iterable[str]) -> set[str]:
        """The names of people in conversations who are no customers."""
        return self._everybody - set(customers) - {name for name in self._everybody if not name[0].isalpha()}

    def _side_of(self, offset: int, head: MessageHead) -> Role:
        if head.role:
            return head.role
        if self._is_requester(offset, head):
            return "customer"
        is_insider = self._is_agent(head) or not self._tags.isdisjoint(head.tags)
        return "company" if is_insider or head.is_note or _folded(head.name) in self._regulars else ""

    def _is_agent(self, head: MessageHead) -> bool:
        return _folded(head.name) in self._assignees

    def _is_requester(self, offset: int, head: MessageHead) -> bool:
        written = [text for text in (head.name, head.address) if text]
        return any(_is_same(text, known) for text in written for known in self._requesters[offset])


def _is_same(name: str, known: str) -> bool:
    """Whether a name is one in lower case, or a short form of it ("Ida B.", "Ida")."""
    name = _folded(name)
    if name == known:
        return True
    words, parts = name.replace(".", " ").split(), known.replace(",", " ").split()
    return bool(words) and "@" not in known and all(any(part.startswith(word) for part in parts) for word in words)


def _questions(messages: Sequence[_Message], sides: Sequence[Role]) -> str:
    """What the company asked right before a message of the customer."""
    questions: list[str] = []
    for before, side, after in zip(messages, sides, sides[1:], strict=False):
        words = " ".join(before.text.split())
        if side == "company" and after == "customer" and not before.is_note and words.endswith("?"):
            questions.append(words)
    joined = " / ".join(questions)
    return joined if len(joined) <= MAX_QUESTION else ""


def _describe(name: str, counts: _Counts) -> list[str]:
    left_out = [f"{counts.others} of agents, bots or other people"] if counts.others else []
    left_out += [f"{counts.notes} internal note{'s' * (counts.notes != 1)}"] if counts.notes else []
    notes = [
        f"'{name}' holds whole conversations ({counts.cells} cells): {counts.own} messages of customers were read"
        + (f"; left out: {' and '.join(left_out)}." if left_out else ".")
    ]
    if counts.whole:
        notes.append(f"{counts.whole} cells of '{name}' do not begin with the head of a message and were read whole.")
    if rows := counts.unclear_rows:
        cells = "1 conversation" if len(rows) == 1 else f"{len(rows)} conversations"
        notes.append(
            f"In {cells} nothing tells who the customer is; not read: {list_rows(rows, 10)}. A column 'Requester' with "
            "the customer's name as it is written in the conversation helps."
        )
    return notes


def _folded(name: str) -> str:
    return " ".join(name.split()).casefold()
