"""The bank of titles: a known kind, both languages, a few words, no title twice, and the vectors of these titles."""

from __future__ import annotations

import csv

import numpy as np

from tests.paths import ROOT
from voc.claims import load_titles
from voc.models.encoder_registry import load_encoder
from voc.models.matter_encoder import PHRASE_PREFIX, MatterEncoder
from voc.schema import STATEMENTS, Floats

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
    assert len(german.phrases) == len(german.matter) < len(load_titles(KINDS, "de").phrases)


def test_the_stored_vectors_are_those_of_the_titles() -> None:
    titles = {language: load_titles(KINDS, language) for language in ("de", "en")}
    rows = np.random.default_rng(0).choice(len(titles["de"].phrases), 12, replace=False)
    texts = [[titles[language].phrases[row].text for row in rows] for language in ("de", "en")]

    def are_near(stored: Floats, vectors: list[Floats]) -> bool:
        expected = sum(vectors[1:], vectors[0])
        expected /= np.linalg.norm(expected, axis=1, keepdims=True)
        return bool(((stored[rows] * expected).sum(axis=1) > 0.99).all())

    encoder, words = MatterEncoder(prefix=PHRASE_PREFIX), load_encoder("use")
    assert are_near(titles["de"].matter, [encoder.encode(part) for part in texts])
    assert are_near(titles["de"].words, [words.encode(part) for part in texts])


def test_without_the_encoder_of_matters_all_vectors_are_by_words() -> None:
    titles = load_titles(("pain",), "de", has_matter=False)
    assert titles.matter is titles.words
    assert titles.strangers.shape[1] == titles.words.shape[1] == load_encoder("use").dimensions
