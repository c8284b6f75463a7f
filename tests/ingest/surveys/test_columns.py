"""The use of columns by joined headers, numbers of conversations, and what is said of columns without a use."""

from __future__ import annotations

from collections.abc import Callable

from voc.schema import Corpus

ReadRows = Callable[..., Corpus]
TEXTS = (
    "The gate opened before I reached it.",
    "Nobody told us about the detour.",
    "My ticket was scanned twice.",
    "The guard waited for my mother.",
    "There were no trolleys left.",
    "I liked the little museum.",
)


def test_rows_of_one_conversation_are_one_person(read_rows: ReadRows) -> None:
    rows = [[f"T-{n // 2}", text] for n, text in enumerate(TEXTS)]
    assert len(read_rows([["Ticket-Nr.", "Message"], *rows]).respondents) == 3


def test_the_last_part_of_a_joined_header_names_the_column(read_rows: ReadRows) -> None:
    rows = [[("AT", "CH")[n % 2], str(30 + n), text] for n, text in enumerate(TEXTS)]
    corpus = read_rows([["Guest – Country", "Alter: Ich bin … Jahre", "Comment"], *rows])
    assert dict(corpus.respondents[1].attributes) == {"country": "CH", "age": "31"}


def test_how_to_use_a_column_is_said_once(read_rows: ReadRows) -> None:
    corpus = read_rows([["Case #", "Comment"], *([str(n), text] for n, text in enumerate(TEXTS))])
    assert sum("To use one of the columns" in note for note in corpus.sources[0].notes) == 1
    assert corpus.sources[0].notes[-1].startswith("To use one of the columns")
