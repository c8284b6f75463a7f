"""Training of the weights: label mappings, copies, weights of sets, and the fit."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from training import sentiment_sets as sets
from training import statements
from training.data import ROOT, DataError, data_folder, key_codes, text_key
from training.fit import FitConfig, Rows, fit
from training.patterns import synthetic_sentences
from training.sentiment import Pool, select, weigh
from voc.models.encoder import HashingEncoder
from voc.models.heads import statement_inputs
from voc.models.ngrams import hash_ngrams
from voc.schema import EMOTIONS, SENTIMENTS, STATEMENTS


def has_data() -> bool:
    return (ROOT.parent / "shared" / "data" / "labelled").is_dir()


def test_aspects_that_agree_give_the_sentiment() -> None:
    def cell(*polarities: str) -> str:
        return "[" + ", ".join(f'{{"polarity": "{polarity}"}}' for polarity in polarities) + "]"

    assert sets.from_aspects(cell("positive", "POS")) == sets.POSITIVE
    assert sets.from_aspects(cell("negative")) == sets.NEGATIVE
    assert sets.from_aspects(cell("positive", "negative")) == sets.MIXED
    assert sets.from_aspects(cell("conflict")) == sets.MIXED
    assert sets.from_aspects("[]") == sets.NEUTRAL


def test_stars_become_probabilities() -> None:
    for cell in ("1", "2", "3", "4", "5", "4.8"):
        target = sets.from_stars(cell)
        assert target is not None
        assert sum(target) == pytest.approx(1)
    assert sets.from_stars("") is None
    assert sets.from_stars_of_sentence("3") is None


def test_us_airline_tweets_are_never_trained_on() -> None:
    assert not [name for name in sets.PLANS if "airline" in name]


def test_copies_are_recognised_by_letters_and_digits() -> None:
    assert text_key("Sehr  GUT!!") == text_key("sehr gut")
    assert key_codes(["a b"])[0] == key_codes(["A, b."])[0]
    assert key_codes(["a"])[0] != key_codes(["b"])[0]


def test_select_keeps_the_chosen_texts() -> None:
    texts = ["eins zwei", "three", "vier fünf sechs"]
    selected = select(hash_ngrams(texts), np.array([True, False, True]))
    alone = hash_ngrams([texts[0], texts[2]])
    np.testing.assert_array_equal(selected.buckets, alone.buckets)
    np.testing.assert_array_equal(selected.starts, alone.starts)


def test_weigh_limits_the_weight_of_a_large_set() -> None:
    groups = np.array(["large"] * 900 + ["small"] * 100)
    targets = np.tile(np.array([[1.0, 0, 0], [0, 0, 1.0]], np.float32), (500, 1))
    empty = np.zeros((1000, 1), np.float32)
    rows = Pool(empty, hash_ngrams([""] * 1000), targets, np.ones(1000, np.float32), groups, np.zeros(1000, np.uint64))
    weights = weigh(rows, np.ones(1000, bool))
    assert weights.mean() == pytest.approx(1, abs=1e-4)
    assert weights[:900].sum() / weights[900:].sum() == pytest.approx(3, rel=1e-3)


def test_fit_learns_and_is_deterministic() -> None:
    texts = [f"{word} {noun}" for word in ("gut", "schlecht") for noun in ("Hotel", "Zimmer", "Bett", "Bad")] * 8
    targets = np.repeat(np.eye(2, dtype=np.float32)[:1], len(texts), axis=0)
    targets[[i for i, text in enumerate(texts) if "schlecht" in text]] = (0, 1)
    weights = np.ones(len(texts), np.float32)
    ngrams = hash_ngrams(texts, np.ones(2**19, np.float32))
    rows = Rows(HashingEncoder(32).encode(texts), ngrams, targets, np.repeat(weights[:, None], 2, axis=1))
    config = FitConfig(hidden=8, networks=1, iterations=15)
    first, second = fit(rows, config), fit(rows, config)
    for key, values in first.items():
        np.testing.assert_array_equal(values, second[key])
    hidden = np.maximum(rows.vectors @ first["w1"] + first["b1"], 0)
    z = rows.vectors @ first["v"] + hidden @ first["w2"] + first["b2"]
    assert ((z[:, 1] > z[:, 0]) == (targets[:, 1] == 1)).all()


def test_sentences_of_our_own_are_distinct_and_labelled() -> None:
    texts, targets = synthetic_sentences()
    assert len(set(texts)) == len(texts) == len(targets)
    np.testing.assert_allclose(targets.sum(axis=1), 1, atol=1e-6)


def test_hand_labels_contain_no_text() -> None:
    with (ROOT / "training" / "labels" / "statements.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert len(rows) >= 1500
    assert sum(row["second"] != "" for row in rows) >= 200
    for row in rows:
        assert set(row) == {"set", "row", "start", "end", "label", "drawn", "second", "sentiment", "emotions"}
        assert row["label"] in STATEMENTS
        assert row["second"] in {*STATEMENTS, ""}
        assert row["sentiment"] in {*SENTIMENTS, "mixed"}
        assert set(row["emotions"].split()) <= set(EMOTIONS)
        assert 0 <= int(row["start"]) < int(row["end"])


def test_data_folder_says_what_to_do_if_it_is_missing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("training.data.ROOT", tmp_path / "project")
    with pytest.raises(DataError, match=r"put the labelled sets"):
        data_folder()


@pytest.mark.skipif(not has_data(), reason="../shared/data is missing")
def test_hand_labels_point_at_text() -> None:
    from training.labels import read_labels

    hand = read_labels()
    assert all(text.strip() for text in hand.texts)


def test_the_regression_of_statement_kinds_takes_what_the_product_gives_it(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = ["I want a search.", "The parcel was late.", "Great shoes!", "The parcel never came."]
    kinds = np.array([STATEMENTS.index(kind) for kind in ("need", "pain", "praise", "pain")])
    vectors, sentiments = HashingEncoder(512).encode(texts), np.full((4, 3), 1 / 3, np.float32)
    monkeypatch.setattr(statements, "encode", lambda label, own: vectors)
    rows = statements.Statements(texts, kinds, np.ones(4, np.float32), np.array(["own"] * 4), sentiments)
    arrays = statements.train([rows])
    scores = statement_inputs(texts, vectors, sentiments) @ arrays["v"] + arrays["b2"]
    np.testing.assert_array_equal(scores.argmax(axis=1), kinds)
