"""Tables as blocks: what is written is read back."""

import csv
import io

from hypothesis import given
from hypothesis import strategies as st

from voc.tables.csv_files import write_csv_rows

CELLS = st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\x00"))


@given(st.lists(st.tuples(CELLS, CELLS, CELLS)))
def test_csv_rows_come_back(rows):
    file = io.StringIO(newline="")
    write_csv_rows(file, rows)
    assert list(csv.reader(io.StringIO(file.getvalue(), newline=""))) == [list(row) for row in rows]
