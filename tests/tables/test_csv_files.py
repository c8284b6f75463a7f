"""CSV files as spreadsheets, survey programs and vendors write them."""

from __future__ import annotations

import csv
import gzip
import io
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from voc.errors import EmptyError, FormatError
from voc.files.mojibake import is_mojibake
from voc.tables.csv_files import csv_text, read_csv, read_records, read_rows, stream_rows, write_csv_rows
from voc.tables.table import Table, TableFile

Write = Callable[..., TableFile]

ANY_TEXT = st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\x00"))
PLAIN_TEXT = st.text(st.characters(exclude_categories=("Cs", "Cc", "Cf", "Zl", "Zp")), max_size=30).map(str.strip)


def read(table_file: Write, content: str | bytes, name: str = "a.csv") -> Table:
    (table,) = read_csv(table_file(name, content))
    return table


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_separator_is_the_one_that_cuts_rows_evenly(table_file: Write, separator: str) -> None:
    rows = [["name", "rating", "comment"], ["a", "0,5", "good; and cheap"], ["b", "1,5", "fine, really"]]
    text = "".join(separator.join(f'"{cell}"' for cell in row) + "\n" for row in rows)
    table = read(table_file, text)
    assert table.header == ("name", "rating", "comment")
    assert table.rows == rows[1:]


@pytest.mark.parametrize(
    ("text", "header", "rows"),
    [
        ("name;rate\na;0,5\nb;0,7\n", ("name", "rate"), [["a", "0,5"], ["b", "0,7"]]),
        ("code,text\nx,a; b\ny,c; d; e\n", ("code", "text"), [["x", "a; b"], ["y", "c; d; e"]]),
        (
            "comment\nI came, I saw.\nToo far, and slow, too.\n",
            ("comment",),
            [["I came, I saw."], ["Too far, and slow, too."]],
        ),
        ("persona;kind;line\nA;goal;fast, cheap\n", ("persona", "kind", "line"), [["A", "goal", "fast, cheap"]]),
    ],
)
def test_commas_in_numbers_and_sentences_separate_nothing(
    table_file: Write, text: str, header: tuple[str, ...], rows: list[list[str]]
) -> None:
    table = read(table_file, text)
    assert (table.header, table.rows) == (header, rows)


@pytest.mark.parametrize("separator", [";", "\t"])
def test_line_of_excel_names_the_separator_and_counts_as_a_row(table_file: Write, separator: str) -> None:
    table = read(table_file, f"sep={separator}\na{separator}b,c\n1{separator}2,3\n")
    assert table.header == ("a", "b,c")
    assert table.first_row == 3


def test_comments_above_a_short_table_do_not_decide_about_the_separator(table_file: Write) -> None:
    comments = "# Pages, and screens\n# Account, shop\n# Start date, 20260101\n#\n"
    content = read_rows(table_file("a.csv", f"{comments}Page;Views\n/a;1,5\n"))
    assert content.separator == ";"
    assert content.rows[-2:] == [["Page", "Views"], ["/a", "1,5"]]


def test_header_that_begins_with_a_hash_is_a_header(table_file: Write) -> None:
    assert read(table_file, "#,name\n1,a\n2,b\n").header == ("#", "name")


def test_titles_above_the_header_are_passed_over_and_noted(table_file: Write) -> None:
    table = read(table_file, "Export of March\n\nname;stars;city\na;1;x\n")
    assert (table.header, table.first_row) == (("name", "stars", "city"), 4)
    assert "The header is in row 3" in " ".join(table.notes)


def test_repeated_and_empty_names_become_unique(table_file: Write) -> None:
    table = read(table_file, "comment,,comment\na,b,c\n")
    assert table.header == ("comment", "Column 2", "comment (2)")
    assert table.cells == ("comment", "", "comment")


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_encodings_are_found(table_file: Write, codec: str) -> None:
    table = read(table_file, "Größe;Übung\nfür;Maß\n".encode(codec))
    assert (table.header, table.rows) == (("Größe", "Übung"), [["für", "Maß"]])


def test_late_byte_of_windows_1252_decides_for_the_whole_file(table_file: Write) -> None:
    text = "name,comment\n" + "a,plain text\n" * 30_000 + "b,Größe\n"
    assert read(table_file, text.encode("cp1252")).rows[-1] == ["b", "Größe"]


def test_packed_files_are_read_and_broken_ones_named(table_file: Write) -> None:
    packed = gzip.compress(b"name,comment\na,b\n")
    assert read(table_file, packed, "a.csv.gz").rows == [["a", "b"]]
    with pytest.raises(FormatError, match=r"a\.csv\.gz: must be a valid gzip file"):
        read(table_file, packed[:-9], "a.csv.gz")


def test_ragged_rows_are_cut_or_filled_up(table_file: Write) -> None:
    table = read(table_file, "a,b\n1\n2,3\n4,5,6\n7,8,\n")
    assert table.rows == [["1", ""], ["2", "3"], ["4", "5"], ["7", "8"]]
    assert "2 rows have more or fewer cells" in " ".join(table.notes)


@pytest.mark.parametrize(("text", "message"), [("", "no header and no rows"), ("a,b\n", "no rows below it")])
def test_files_without_rows_are_refused(table_file: Write, text: str, message: str) -> None:
    with pytest.raises(EmptyError, match=message):
        read(table_file, text)


UNCLOSED = 'name,text\na,fine\nb,"never ends\nc,lost\n'
NOT_DOUBLED = 'name,text\na,"he said "no" twice"\nb,fine\n'


def test_open_quotation_mark_ends_a_table_and_refuses_a_stream(table_file: Write) -> None:
    file = table_file("a.csv", UNCLOSED)
    content = read_rows(file)
    assert content.rows == [["name", "text"], ["a", "fine"]]
    assert "Row 3 opens a cell" in content.reason
    with pytest.raises(FormatError, match=r"a\.csv row 3: a quotation mark opens a cell"):
        list(stream_rows(file))


def test_quotation_marks_that_are_not_doubled_are_forgiven(table_file: Write) -> None:
    file = table_file("a.csv", NOT_DOUBLED)
    content = read_rows(file)
    assert [row[0] for row in content.rows] == ["name", "a", "b"]
    assert "not doubled" in " ".join(content.notes)
    assert list(stream_rows(file)) == content.rows


@given(st.lists(st.tuples(ANY_TEXT, ANY_TEXT, ANY_TEXT)))
def test_written_rows_come_back(rows: list[tuple[str, ...]]) -> None:
    file = io.StringIO(newline="")
    write_csv_rows(file, rows)
    assert list(csv.reader(io.StringIO(file.getvalue(), newline=""))) == [list(row) for row in rows]


@settings(max_examples=60, deadline=None)
@given(
    rows=st.lists(st.tuples(PLAIN_TEXT, PLAIN_TEXT), min_size=2, max_size=12),
    separator=st.sampled_from([";", ",", "\t"]),
)
def test_cells_are_read_as_they_were_written(
    rows: list[tuple[str, str]], separator: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    rows = [("x" + a, "y" + b) for a, b in rows]
    assume(not any(is_mojibake(cell) for row in rows for cell in row))
    path = Path(tmp_path_factory.getbasetemp()) / "cells.csv"
    quoted = [separator.join('"' + cell.replace('"', '""') + '"' for cell in row) for row in [("a", "b"), *rows]]
    path.write_text("\n".join(quoted) + "\n", "utf-8", newline="")
    (table,) = read_csv(TableFile.from_path(path))
    # Cells are composed (NFC).
    assert [tuple(row) for row in table.rows] == [
        tuple(unicodedata.normalize("NFC", cell) for cell in row) for row in rows
    ]


@given(rows=st.lists(st.tuples(ANY_TEXT, ANY_TEXT)))
def test_records_with_quoted_text_come_back(
    rows: list[tuple[str, str]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = Path(tmp_path_factory.getbasetemp()) / "records.csv"
    path.write_text(csv_text([("a", "b"), *rows], quote_text=True), "utf-8", newline="")
    assert read_records(path) == [{"a": a, "b": b} for a, b in rows]
