"""Errors of spreadsheets are nobody's words."""

from __future__ import annotations

import pytest

from voc.tables.error_cells import without_error_cells
from voc.tables.table import Table


def test_errors_are_emptied_and_said() -> None:
    rows = [["1", "#NAME?"], ["2", "#BEZUG!"], ["#N/A", "The lift stood still."], ["4", " #NV "]]
    table = without_error_cells(Table.from_rows(["floor", "What was bad?"], rows, first_row=2))
    assert [list(row) for row in table.rows] == [["1", ""], ["2", ""], ["", "The lift stood still."], ["4", ""]]
    assert table.notes == (
        "Cells with an error of the spreadsheet (#NAME? and the like) hold no words, and were read as empty: "
        "'floor' (1), 'What was bad?' (3). Export the answers again if somebody wrote there.",
    )


@pytest.mark.parametrize("cell", ["#name", "#1 in town!", "It says #REF! in the list.", "# NUM", "Err: 502 errors"])
def test_other_cells_with_a_number_sign_stay(cell: str) -> None:
    table = Table.from_rows(["answer"], [[cell]], first_row=2)
    assert without_error_cells(table) is table or [list(row) for row in without_error_cells(table).rows] == [[cell]]
