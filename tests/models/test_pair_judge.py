"""The judge of pairs: probabilities, independence of the batch, and what supports or denies a phrase."""

from __future__ import annotations

import numpy as np
import pytest

from voc.errors import EncoderError
from voc.models import pair_judge
from voc.models.pair_judge import VECTOR_WIDTH, PairJudge, load_judge

PHRASES = ["Lieferung kommt zu spät", "staff is friendly"]
STATEMENTS = [
    "Auf mein Paket habe ich drei Wochen gewartet.",
    "Everyone at the desk was so kind to us.",
    "Wir waren zu viert.",
    "",
]
ALL_PAIRS = np.array([(i, k) for i in range(len(PHRASES)) for k in range(len(STATEMENTS))], np.int32)


def test_judgements_are_probabilities() -> None:
    judged = load_judge().judge(PHRASES, STATEMENTS, ALL_PAIRS)
    assert judged.relation.shape == (len(ALL_PAIRS), 3)
    np.testing.assert_allclose(judged.relation.sum(axis=1), 1, atol=1e-5)
    assert ((judged.same_matter >= 0) & (judged.same_matter <= 1)).all()


def test_a_judgement_depends_on_its_two_texts_alone() -> None:
    together = load_judge().judge(PHRASES, STATEMENTS, ALL_PAIRS)
    for row, (phrase, statement) in enumerate(ALL_PAIRS.tolist()):
        alone = PairJudge(threads=1).judge([PHRASES[phrase]], [STATEMENTS[statement]], np.array([[0, 0]], np.int32))
        np.testing.assert_array_equal(alone.relation[0], together.relation[row])
        np.testing.assert_array_equal(alone.same_matter[0], together.same_matter[row])


def test_a_vector_depends_on_its_text_and_its_kind_alone() -> None:
    judge = load_judge()
    together = judge.statement_vectors(STATEMENTS)
    assert together.shape == (len(STATEMENTS), VECTOR_WIDTH)
    np.testing.assert_allclose(np.linalg.norm(together, axis=1), 1, atol=1e-5)
    for text, vector in zip(STATEMENTS, together, strict=True):
        np.testing.assert_array_equal(judge.statement_vectors([text])[0], vector)
    assert not np.array_equal(judge.phrase_vectors(PHRASES), judge.statement_vectors(PHRASES))


def test_nothing_to_judge_gives_nothing() -> None:
    judged = load_judge().judge([], [], np.zeros((0, 2), np.int32))
    assert judged.relation.shape == (0, 3)
    assert load_judge().statement_vectors([]).shape == (0, VECTOR_WIDTH)


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
    judged = load_judge().judge([phrase], [supporting, contradicting], np.array([[0, 0], [0, 1]], np.int32))
    assert judged.relation[0, 0] > judged.relation[1, 0]
    assert judged.relation[1, 1] > judged.relation[0, 1]


def test_missing_weights_say_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(path: object) -> None:
        raise RuntimeError("layers.onnx: no such file")

    monkeypatch.setattr(pair_judge, "load_session", broken)
    with pytest.raises(EncoderError, match=r"layers\.onnx.*pip install"):
        PairJudge()
