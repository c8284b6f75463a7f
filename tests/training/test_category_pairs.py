"""Phrases for categories: allowed sides, and pairs that follow from the labels of the sets."""

import csv
from collections import Counter

import numpy as np

from training.phrase_pairs import CATEGORIES, category_pairs


def test_each_category_has_phrases_for_both_sides_in_both_languages() -> None:
    with CATEGORIES.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert len(rows) > 800
    assert all(row["phrase_de"] and row["phrase_en"] for row in rows)
    sides = Counter((row["set"], row["domain"], row["category"]) for row in rows)
    both = {(row["set"], row["domain"], row["category"], row["side"]) for row in rows}
    assert {side for *_, side in both} == {"positive", "negative"}
    # Kept for measuring "same matter".
    assert {row["set"] for row in rows}.isdisjoint({"german_hotel_absa", "sentihood"})
    assert len(both) == 2 * len(sides)


def test_pairs_hold_every_judgement_about_as_often(data: object) -> None:
    pairs = category_pairs(np.random.default_rng(0), ["semeval2014_rest"])
    counts = Counter(pair.judgement for pair in pairs)
    assert set(counts) == {"supports", "contradicts", "neither"}
    assert min(counts.values()) > 0.7 * max(counts.values())
