"""The trained reader's contract: a reading depends on its text alone; any text can be read; spans lie in their text."""

from __future__ import annotations

import numpy as np
import pytest

from voc.models.reader_outputs import GROUPS, N_OUTPUTS, TOKEN_TASKS
from voc.models.transformer_reader import Depth, TransformerReader, _join, load_transformer
from voc.models.word_pieces import piece_ranges

TEXTS = [
    "Die App stürzt seit dem Update ständig ab, das nervt mich wirklich sehr.",
    "Setup took a minute, and I love how quiet it is.",
    "Das war 2019.",
    "",
    "   ",
    "😀",
    "Straße – „Größe“ ½ №",
    "kaputt \ud83d halb",
    "Ich habe gewartet. " * 60,
    "a" * 3000,
]
DEPTHS: tuple[Depth, ...] = ("fast", "deep")


@pytest.fixture(params=DEPTHS)
def reader(request: pytest.FixtureRequest) -> TransformerReader:
    return load_transformer(request.param)


def test_a_reading_depends_on_its_text_alone(reader: TransformerReader) -> None:
    whole = reader.encode(TEXTS)
    one_by_one = np.concatenate([reader.encode([text]) for text in TEXTS])
    backwards = TransformerReader(reader.depth, threads=1).encode(TEXTS[::-1])[::-1]
    np.testing.assert_array_equal(whole, one_by_one)
    np.testing.assert_array_equal(whole, backwards)


def test_readings_are_probabilities(reader: TransformerReader) -> None:
    rows = reader.encode(TEXTS)[:, :N_OUTPUTS]
    assert rows.shape == (len(TEXTS), N_OUTPUTS)
    assert np.isfinite(rows).all()
    assert (rows >= 0).all()
    assert (rows <= 1).all()
    for group in GROUPS.values():
        if group.link == "softmax":
            np.testing.assert_allclose(rows[:, group.columns].sum(axis=1), 1, atol=1e-5)


def test_no_texts_have_no_readings(reader: TransformerReader) -> None:
    assert reader.encode([]).shape == (0, reader.dimensions)
    assert reader.spans([]) == []
    assert reader.judge([], []).relation.shape == (0, 3)


def test_spans_are_whole_words_inside_their_text(reader: TransformerReader) -> None:
    found = reader.spans(TEXTS)
    for text, by_task in zip(TEXTS, found, strict=True):
        assert set(by_task) == set(TOKEN_TASKS)
        for start, end in (span for spans in by_task.values() for span in spans):
            assert 0 <= start < end <= len(text)
            assert not (start and text[start - 1].isalnum() and text[start].isalnum())
            assert text[start:end].strip() == text[start:end]


def test_the_feeling_is_found_in_its_words() -> None:
    text = "Die App stürzt seit dem Update ständig ab, das nervt mich wirklich sehr."
    (found,) = load_transformer("deep").spans([text])
    assert "nervt" in " ".join(text[start:end] for start, end in found["feeling"])


def test_pieces_cover_their_words_in_code_points() -> None:
    tokenizer = load_transformer("fast")._tokenizer
    text = "Größe 😀 passt"
    joined = "".join(text[start:end] for start, end in piece_ranges(tokenizer, text))
    assert joined.replace(" ", "") == text.replace(" ", "")


@pytest.mark.parametrize(
    ("phrase", "supporting", "contradicting"),
    [
        (
            "Lieferung kommt zu spät",
            "Auf mein Paket habe ich drei Wochen gewartet.",
            "Das Paket war schon am nächsten Tag da.",
        ),
        ("staff is friendly", "Everyone at the desk was so kind to us.", "The people at the desk were rude to us."),
        ("Lieferung kommt zu spät", "I waited three weeks for my parcel.", "My parcel was there the very next day."),
    ],
)
def test_a_paraphrase_supports_a_phrase_more_than_its_opposite_does(
    phrase: str, supporting: str, contradicting: str
) -> None:
    judged = load_transformer("deep").judge([phrase, phrase], [supporting, contradicting])
    np.testing.assert_allclose(judged.relation.sum(axis=1), 1, atol=1e-5)
    assert judged.relation[0, 0] > judged.relation[1, 0]
    assert judged.relation[1, 1] > judged.relation[0, 1]


def test_each_depth_has_its_own_name_in_the_cache() -> None:
    assert load_transformer("fast").name != load_transformer("deep").name


def test_an_apostrophe_does_not_end_a_span() -> None:
    text = "I couldn't work out the size chart at all."
    (found,) = load_transformer("deep").spans([text])
    assert "couldn't" in [text[start:end][: len("couldn't")] for start, end in found["feeling"]]
    # Whatever the weights mark: three marked words, one of them with an apostrophe, are one span.
    words = [(2, 8), (9, 10), (11, 15), (16, 19)]
    assert [text[start:end] for start, end in _join(text, words, np.ones(4, bool))] == ["couldn't work out"]
