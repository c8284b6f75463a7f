"""Tables as blocks: the header is found as in every other reader, and rows are as wide as it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from voc.errors import EmptyError, FormatError, UsageError
from voc.tables import blocks
from voc.tables.blocks import read_blocks, read_column_names
from voc.tables.table import TableFile

Write = Callable[..., TableFile]


@pytest.mark.parametrize(
    ("name", "text", "columns", "rows"),
    [
        ("a.csv", "sep=;\nname;comment\na;b, c\n", ["name", "comment"], [["a", "b, c"]]),
        ("a.csv", "Export of March\n\nname,comment,city\na,b,c\nd,e\nf,g,h\n", ["name", "comment", "city"],
         [["a", "b", "c"], ["d", "e", None], ["f", "g", "h"]]),
        ("a.csv", "name,name\na,b\n", ["name", "name (2)"], [["a", "b"]]),
        ("a.tsv", "name\tcomment\na\tb, c\n", ["name", "comment"], [["a", "b, c"]]),
        ("a.jsonl", '{"a": 1}\n\n{"b": "x"}\n', ["a", "b"], [[1, None], [None, "x"]]),
    ],
)  # fmt: skip
def test_columns_and_rows(
    table_file: Write, name: str, text: str, columns: list[str], rows: list[list[object]]
) -> None:
    path = table_file(name, text).path
    assert read_column_names(path) == columns
    assert [row for block in read_blocks(path) for row in block] == rows


def test_blocks_have_at_most_the_given_number_of_rows(table_file: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blocks, "BLOCK_ROWS", 2)
    path = table_file("a.csv", "name,comment\n" + "a,b\n" * 5).path
    assert [len(block) for block in read_blocks(path)] == [2, 2, 1]


@pytest.mark.parametrize(
    ("name", "text", "error", "message"),
    [
        ("a.csv", "", EmptyError, "no header row"),
        ("a.csv", 'name,comment\na,"b\nc,d\n', FormatError, "row 2: a quotation mark opens"),
        ("a.jsonl", "", EmptyError, "holds no objects"),
        ("a.jsonl", '{"a": 1}\nx\n', FormatError, "line 2: must be a JSON object"),
        ("a.jsonl", "[1]\n", FormatError, "line 1: must be an object, found list"),
        ("a.parquet", "x", FormatError, "cannot be read as Parquet"),
        ("a.txt", "x", UsageError, r"`voc score` reads \.csv"),
    ],
)
def test_broken_tables_are_named(table_file: Write, name: str, text: str, error: type[Exception], message: str) -> None:
    path = table_file(name, text).path
    with pytest.raises(error, match=message):
        read_column_names(path)
