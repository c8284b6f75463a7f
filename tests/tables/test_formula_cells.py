"""Formula cells: no spreadsheet runs a text, and every text comes back as it was."""

from hypothesis import given
from hypothesis import strategies as st

from voc.tables.formula_cells import escape_formula, unescape_formula


@given(st.text(alphabet="'=+-@\t\ra 1"))
def test_every_text_comes_back_and_none_is_a_formula(text: str) -> None:
    cell = escape_formula(text)
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert unescape_formula(cell) == text
