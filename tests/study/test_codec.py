"""Records become JSON values and back, whatever texts and numbers are in them."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from voc.schema import Floats, Metric, Span, Themes
from voc.study.codec import DecodeError, decode, encode

text = st.text(alphabet=st.characters(exclude_categories=["Cs"]))
finite = st.floats(allow_nan=False, allow_infinity=False)
float32 = st.floats(allow_nan=False, allow_infinity=False, width=32)


def through_json(record: object) -> Any:
    return json.loads(json.dumps(encode(record)))


@given(st.builds(Span, st.integers(), st.integers(), st.integers()))
def test_codec_keeps_a_record(span: Span) -> None:
    assert decode(Span, through_json(span)) == span


@given(st.builds(Metric, text, text, finite, text, text, text, st.none() | st.integers()))
def test_codec_keeps_every_text_and_number(metric: Metric) -> None:
    assert decode(Metric, through_json(metric)) == metric


@given(arrays.arrays(np.float32, st.integers(0, 20), elements=float32))
def test_codec_keeps_every_float32(score: Floats) -> None:
    n = len(score)
    themes = Themes((), np.zeros(n, np.int32), score, np.ones(n, np.bool_))
    decoded = decode(Themes, through_json(themes))
    assert decoded.score.tobytes() == score.tobytes()
    assert (decoded.assignment.dtype, decoded.core.dtype) == (np.int32, np.bool_)


def test_codec_writes_the_fewest_digits() -> None:
    assert encode(np.array([0.1, 1 / 3], np.float32)) == [0.1, 0.33333334]


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ({"segment": 1, "start": 0}, "must have the field 'end'"),
        ({"segment": 1, "start": 0, "end": 1, "x": 2}, "no field 'x'"),
        ({"segment": "1", "start": 0, "end": 1}, "must be int, found str"),
        ([1, 0, 1], "must be an object"),
    ],
)
def test_codec_says_what_is_wrong(value: object, message: str) -> None:
    with pytest.raises(DecodeError, match=message):
        decode(Span, value)
