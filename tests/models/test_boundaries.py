"""The boundary model: its cuts, its features and its weights."""

from __future__ import annotations

import numpy as np
import pytest

from voc.models.boundaries import BITS, MAX_WORDS, best_cuts, common_words, gap_buckets, load_boundary_model

FLAT = np.zeros((2, MAX_WORDS + 1), np.float32)


def test_cuts_are_where_the_logits_say() -> None:
    logits = np.array([-3, -3, 4, -3, -3, -3, 5, -3], np.float32)
    assert best_cuts(logits, [True] * (len(logits) + 1), FLAT) == [3, 7]


def test_usual_lengths_decide_between_equal_gaps() -> None:
    lengths = np.full((2, MAX_WORDS + 1), -20, np.float32)
    lengths[:, 4] = 0
    assert best_cuts(np.full(11, -1, np.float32), [True] * 12, lengths) == [4, 8]


def test_a_thought_has_a_verb_where_the_model_says_so() -> None:
    lengths = FLAT.copy()
    lengths[0] = -5
    logits = np.array([-9, 1, -9, 0.5, -9], np.float32)
    assert best_cuts(logits, [True] * 6, lengths) == [2, 4]
    assert best_cuts(logits, [False, False, False, True, True, False], lengths) == [4]


def test_no_thought_exceeds_the_longest_length() -> None:
    cuts = [0, *best_cuts(np.full(499, -50, np.float32), [True] * 500, FLAT), 500]
    assert max(np.diff(cuts)) <= MAX_WORDS


@pytest.mark.parametrize("n_words", [0, 1])
def test_texts_without_a_gap_have_no_cut(n_words: int) -> None:
    (logits,) = load_boundary_model().logits([["hallo"] * n_words], "de")
    assert len(logits) == 0
    assert best_cuts(logits, [True] * (len(logits) + 1), FLAT) == []


def test_a_gap_is_read_without_the_neighbouring_texts() -> None:
    words = ["die", "heizung", "war", "kaputt", "keiner", "kam"]
    alone, _ = gap_buckets([words], "de", common_words("de"))
    among, starts = gap_buckets([["war"] * 12, words, ["weil"] * 12], "de", common_words("de"))
    assert np.array_equal(among[starts[1] : starts[2]], alone)
    assert len(alone) == len(words) - 1
    assert alone.min() >= 0
    assert alone.max() < 1 << BITS


def test_languages_do_not_share_features() -> None:
    words = ["was", "war", "hat", "die"]
    german, _ = gap_buckets([words], "de", frozenset())
    english, _ = gap_buckets([words], "en", frozenset())
    assert (german != english).mean() > 0.9
