"""The parts of the reader's training that need no torch: targets, leave-out runs, calibration."""

import numpy as np
from sentencepiece import SentencePieceProcessor

from tests.paths import ROOT
from training.data import key_codes
from training.reader.calibration import _inverse_temperature
from training.reader.rows import Rows, join_pair, rows_to_keep, targets_of, tokenize
from training.reader.runs import RUNS
from training.reader.vocabulary import BEGIN, END
from training.segment_labels import Reading
from voc.models.reader_outputs import GROUPS, N_OUTPUTS
from voc.schema import ABOUT, EMOTIONS, STATEMENTS, STATUS

READING = Reading("mixed", {"joy": 3, "worry": 1}, ("praise", "pain"), "others", "fixed")
TOKENIZER = ROOT / "voc" / "models" / "weights" / "reader" / "tokenizer.model"


def rows_of(groups: list[str], texts: list[str]) -> Rows:
    n = len(groups)
    empty = np.zeros((n, N_OUTPUTS), np.float16)
    nothing = np.empty(n, object)
    unknown = np.full(n, -1)
    return Rows(
        nothing, np.zeros(n, np.int64), empty, empty, nothing, unknown, unknown, np.array(groups), key_codes(texts)
    )


def test_targets_say_what_a_reading_says_and_leave_the_rest_open() -> None:
    targets, weights = targets_of(READING)
    by_group = {name: targets[group.columns] for name, group in GROUPS.items()}
    np.testing.assert_allclose(by_group["sentiment"], [0.45, 0.1, 0.45])
    assert by_group["mixed"].tolist() == [1]
    joy, worry = EMOTIONS.index("joy"), EMOTIONS.index("worry")
    assert np.flatnonzero(by_group["emotion"]).tolist() == [joy, worry]
    assert np.flatnonzero(by_group["clear"]).tolist() == np.flatnonzero(by_group["strong"]).tolist() == [joy]
    assert STATEMENTS[by_group["kind"].argmax()] == "praise"
    assert {STATEMENTS[i] for i in np.flatnonzero(by_group["kinds"])} == {"praise", "pain"}
    assert (ABOUT[by_group["about"].argmax()], STATUS[by_group["status"].argmax()]) == ("others", "fixed")
    # How strong an emotion is can only be asked of texts that show it.
    assert np.flatnonzero(weights[GROUPS["strong"].columns]).tolist() == [joy, worry]
    assert weights[GROUPS["emotion"].columns].all()


def test_a_pair_is_two_texts_between_the_same_marks_as_at_run_time() -> None:
    tokenizer = SentencePieceProcessor(model_file=str(TOKENIZER))
    first, second = tokenize(tokenizer, ["zu spät"]), tokenize(tokenizer, ["too late"])
    (pair,) = join_pair(first, second)
    assert pair.tolist() == [BEGIN, *tokenizer.encode("zu spät"), END, END, *tokenizer.encode("too late"), END]


def test_what_is_left_out_takes_its_labels_relatives_and_pairs_along(data: object) -> None:
    groups = [
        "acos/laptop",
        "labels/acos",
        "matter/acos/laptop",
        "phrases/acos",
        "claims/acos",
        "m_absa/laptop",
        "m_absa/hotel",
        "own",
    ]
    rows = rows_of(groups, [f"text {i}" for i in range(len(groups))])
    kept = [group for group, keep in zip(groups, rows_to_keep(rows, ["acos"]), strict=True) if keep]
    assert kept == ["m_absa/hotel", "own"]


def test_a_copy_of_a_left_out_text_is_left_out_too(data: object) -> None:
    rows = rows_of(["labels/divekit_de", "own", "own"], ["Das hakt!", "das  hakt", "Das läuft."])
    assert rows_to_keep(rows, ["divekit_de"]).tolist() == [False, False, True]


def test_the_product_leaves_nothing_out_and_no_set_is_left_out_twice() -> None:
    assert RUNS["full"].left_out == ()
    names = [name for run in RUNS.values() for name in run.left_out]
    assert len(names) == len(set(names)) > 15


def test_calibration_cools_what_is_too_sure_and_leaves_what_is_right() -> None:
    rng = np.random.default_rng(0)
    honest = rng.normal(size=(4000, 3)) * 2
    odds = np.exp(honest) / np.exp(honest).sum(axis=1, keepdims=True)
    truth = np.eye(3)[[rng.choice(3, p=row) for row in odds]]
    assert abs(_inverse_temperature([(honest, truth)]) - 1) < 0.1
    assert abs(_inverse_temperature([(honest * 4, truth)]) - 0.25) < 0.05
