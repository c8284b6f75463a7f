"""Values written as TOML read back as they were."""

from __future__ import annotations

import tomllib

from hypothesis import given
from hypothesis import strategies as st

from voc.toml_text import quoted

TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
VALUES = st.recursive(
    TEXTS | st.booleans() | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["de", "en", "a-b"]), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(VALUES, st.none() | st.integers(0, 60))
def test_values_read_back_as_they_were(value: object, width: int | None) -> None:
    assert tomllib.loads(f"key = {quoted(value, width=width)}")["key"] == value


def test_a_long_list_has_one_entry_a_line_where_a_width_is_given() -> None:
    assert quoted(["eins", "zwei"], width=10) == '[\n  "eins",\n  "zwei",\n]'
    assert quoted(["eins", "zwei"]) == '["eins", "zwei"]'


def test_half_a_surrogate_pair_becomes_a_question_mark() -> None:
    assert quoted("\ud800") == '"?"'
