"""Leave out rows by the fields in which a survey program itself says that nobody answered there: tests and previews."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from voc.ingest.surveys.dialects import header_keys
from voc.tables.table import Table


def without_rows(table: Table, is_left_out: Sequence[bool], note: str) -> Table:
    """The table with some rows emptied and not removed, so that the numbers of the rows below stay right."""
    if not any(is_left_out):
        return table
    rows = [[""] * len(row) if left_out else row for row, left_out in zip(table.rows, is_left_out, strict=True)]
    return replace(table, rows=rows).with_note(f"{sum(is_left_out)} {note}")


def without_test_rows(table: Table, values: Mapping[str, Collection[str]]) -> Table:
    """The table without the rows that a field of the program calls a test: name of a column → its values for tests."""
    checked = [(position, values[key]) for position, key in enumerate(header_keys(table)) if key in values]
    is_test = [any(row[position].strip().casefold() in tests for position, tests in checked) for row in table.rows]
    names = " and ".join(f"'{table.header[position]}'" for position, _ in checked)
    return without_rows(table, is_test, f"tests of the questionnaire's authors were left out, by {names}.")
