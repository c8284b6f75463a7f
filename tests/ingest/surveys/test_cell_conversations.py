"""Whole conversations in one cell: only the customer's messages are read, and what cannot be told is said."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from voc.errors import VocError
from voc.ingest.surveys.cell_conversations import keep_requesters
from voc.schema import Corpus
from voc.tables.table import Table

ReadRows = Callable[..., Corpus]
LAMP, GLARE = "The lamp hums as soon as I dim it.", "The new one hums too."
RULE = "\n-----------------------------\n"
BY_COMMA = RULE.join(
    (
        f"Tilda Voss, Mar 3, 2026, 09:11\n\n{LAMP}\n\nKind regards\nTilda",
        "Moritz Kuhn (Glow Lights), Mar 3, 2026, 10:02\n\nHi Tilda, we send a new one.",
        "Moritz Kuhn (Glow Lights), Mar 3, 2026, 10:05\n\nInternal note\nthird hum this week",
        f"Tilda Voss, Mar 9, 2026, 18:40\n\n{GLARE}",
    )
)
BY_BRACKETS = (
    f"[03.03.2026 09:11] Tilda Voss (Kundin): {LAMP}\n[03.03.2026 10:02] Moritz Kuhn (Mitarbeiter): Wir tauschen sie.\n"
    f"[03.03.2026 10:05] Moritz Kuhn (interne Notiz): schon wieder\n[09.03.2026 18:40] Tilda Voss (Kundin): {GLARE}"
)
BY_DASH = (
    f"2026-03-09 18:40:01 - Tilda Voss (Additional comments)\n{GLARE}\n\n2026-03-03 10:05:00 - Moritz Kuhn "
    "(Work notes)\nthird hum\n\n2026-03-03 10:02:00 - Moritz Kuhn (Additional comments)\nWe send a new one.\n\n"
    f"2026-03-03 09:11:00 - Tilda Voss (Additional comments)\n{LAMP}"
)
BY_SENTENCE = (
    f"Comment by Tilda Voss on 3 March 2026 at 9:11 AM:\n{LAMP}\n\nInternal comment by Moritz Kuhn on 3 March "
    f"2026:\nhum\n\nComment by Moritz Kuhn on 3 March 2026 at 10:02 AM:\nWe send one.\n\n"
    f"Tilda Voss wrote on 9 March 2026:\n{GLARE}"
)
FLAT = (
    f"[2026-03-03 09:11] Customer: {LAMP} | [2026-03-03 10:02] Agent: We send a new one. | [2026-03-03 10:05] Agent "
    f"(internal note): hum | [2026-03-09 18:40] Customer: {GLARE}"
)
HTML = (
    f"<p><b>Tilda Voss</b> &lt;tilda@voss.example&gt; — 3 Mar 2026, 09:11</p><p>{LAMP}</p><p><b>Moritz "
    "(Glow Support)</b> — 3 Mar 2026, 10:02</p><p>We send one.</p><p><b>Moritz (internal note)</b> "
    "— 3 Mar 2026, 10:05</p><p>hum</p>"
    f"<p><b>Tilda Voss</b> &lt;tilda@voss.example&gt; — 9 Mar 2026, 18:40</p><p>{GLARE}</p>"
)


@pytest.mark.parametrize("cell", [BY_COMMA, BY_BRACKETS, BY_DASH, BY_SENTENCE, FLAT, HTML])
def test_only_the_requesters_messages_are_read(read_rows: ReadRows, cell: str) -> None:
    corpus = read_rows([["Ticket ID", "Requester", "Assignee", "History"], ["1", "Tilda Voss", "Moritz Kuhn", cell]])
    (document,) = corpus.documents
    assert sorted(document.text.split("\n\n")) == sorted((LAMP, GLARE))
    notes = " ".join(corpus.sources[0].notes)
    assert (
        "2 messages of customers were read; left out: 1 of agents, bots or other people and 1 internal note." in notes
    )


def test_a_question_of_the_company_is_context(read_rows: ReadRows) -> None:
    chats = ["Visitor: coupon fails\nAgent: Which one did you type?\nVisitor: SPRING in small letters"]
    chats.append("Agent: Hi, what brings you here?\nVisitor: the size guide is spot on\nBot: chat ended")
    corpus = read_rows([["chat_id", "transcript"], *([str(n), chat] for n, chat in enumerate(chats))])
    assert [document.text for document in corpus.documents] == [
        "coupon fails\n\nSPRING in small letters",
        "the size guide is spot on",
    ]
    assert corpus.documents[0].turns[0].question == "Which one did you type?"


def test_what_cannot_be_told_is_not_counted_and_said(read_rows: ReadRows) -> None:
    days = [
        ("Ida Lenz", "Uwe Brandt"), ("Tom Roth", "Uwe Brandt"), ("Eva Kern", "Uwe Brandt"), ("Ralf Dorn", "Sven Abel"),
    ]  # fmt: skip
    rows = [
        [f"{n}", f"{first}, 0{n}.02.2026 09:11\nDie Tür {n} klemmt.\n\n{second}, 0{n}.02.2026 10:00\nWir kommen."]
        for n, (first, second) in enumerate(days, 1)
    ]
    corpus = read_rows([["Nr", "Verlauf"], *rows])
    assert [document.text for document in corpus.documents] == [
        "Die Tür 1 klemmt.",
        "Die Tür 2 klemmt.",
        "Die Tür 3 klemmt.",
    ]
    assert any(
        "In 1 conversation nothing tells who the customer is; not read: row 5." in n for n in corpus.sources[0].notes
    )


def test_a_table_in_which_nothing_tells_it_is_refused_with_a_remedy(read_rows: ReadRows, tmp_path: Path) -> None:
    cell = "Ida Lenz, 01.02.2026 09:11\nDie Tür klemmt.\n\nSven Abel, 01.02.2026 10:00\nWir kommen."
    with pytest.raises(VocError, match=r"'Verlauf' holds whole conversations.*Add a column 'Requester'"):
        read_rows(
            [["Nr", "Verlauf"], ["1", cell], ["2", cell.replace("Ida Lenz", "Eva Kern").replace("Sven Abel", "Jo Au")]]
        )


@pytest.mark.parametrize(
    "answers",
    [
        ["Service: poor\nPrice: fine", "Service: good\nPrice: too high", "Support: slow\nPrice: fair"],
        ["On 3 March 2026 I waited: nothing came.\nThen it did.", "Um 09:11 kam der Bus: zu spät.\nWieder."],
    ],
)
def test_answers_with_colons_and_dates_stay_whole(read_rows: ReadRows, answers: list[str]) -> None:
    corpus = read_rows([["Comment"], *([answer] for answer in answers)])
    assert [document.text for document in corpus.documents] == answers


@pytest.mark.parametrize(
    "piece", ["[2026-01-01 10:00] A: ", "(", " ", "Jan 1, 2026, ", "A (b) ", "\t|", "1:00 ", "<a@b> "]
)
def test_hostile_cells_take_linear_time(piece: str) -> None:
    cell = "Ida Lenz, 01.02.2026 09:11\nx\nUwe Au (Agent), 01.02.2026 09:11\n" + piece * 40_000
    table = Table.from_rows(["Text"], [[cell], [piece * 40_000]], first_row=2)
    started = time.monotonic()
    with contextlib.suppress(VocError):
        keep_requesters(table)
    assert time.monotonic() - started < 5
