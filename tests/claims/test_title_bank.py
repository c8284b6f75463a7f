"""The bank of titles: a known kind, both languages, a few words, no title twice, and the vectors of these titles."""

from __future__ import annotations

import csv

import numpy as np

from tests.paths import ROOT
from voc.claims import load_titles
from voc.models.pair_judge import load_judge
from voc.schema import STATEMENTS

FILE = ROOT / "voc" / "claims" / "titles.csv"
KINDS = tuple(kind for kind in STATEMENTS if kind != "other")


def test_every_title_has_a_kind_and_both_languages_and_stands_once() -> None:
    with FILE.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert len(rows) > 10_000
    assert {row["kind"] for row in rows} == set(KINDS)
    for column in ("title_de", "title_en"):
        assert all(2 <= len(row[column].split()) <= 10 for row in rows)
        texts = [row[column].casefold() for row in rows]
        assert len(set(texts)) == len(texts)


def test_titles_are_given_by_kind_and_language_with_one_key() -> None:
    german, english = load_titles(("pain",), "de"), load_titles(("pain",), "en")
    assert [phrase.key for phrase in german.phrases] == [phrase.text for phrase in english.phrases]
    assert len(german.phrases) == len(german.vectors) < len(load_titles(KINDS, "de").phrases)


def test_the_stored_vectors_are_those_of_the_titles() -> None:
    rows = np.random.default_rng(0).choice(len(load_titles(KINDS, "de").phrases), 12, replace=False)
    both = []
    for language in ("de", "en"):
        titles = load_titles(KINDS, language)
        both.append(load_judge().phrase_vectors([titles.phrases[row].text for row in rows]))
    expected = both[0] + both[1]
    expected /= np.linalg.norm(expected, axis=1, keepdims=True)
    stored = load_titles(KINDS, "de").vectors[rows]
    assert ((stored * expected).sum(axis=1) > 0.99).all()
