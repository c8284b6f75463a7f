"""Translations of an interview count once; interviews that share a guide all count."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voc.duplicates import kept_paths, remove_translations
from voc.duplicates.translations import _longest_rising, is_translation
from voc.ingest import read_folder
from voc.models.encoder_registry import load_encoder
from voc.privacy import protect
from voc.schema import Segment, Source
from voc.segment import segment

DIMENSIONS = 32


def unit(rows):
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


def said(seed, n=24):
    return unit(np.random.default_rng(seed).normal(size=(n, DIMENSIONS)))


def noisy(vectors, seed, by=0.1):
    return unit(vectors + by * np.random.default_rng(seed).normal(size=vectors.shape))


def segments_of(corpus, languages):
    """Eight-sentence talks: one segment a turn, of the language of its document."""
    found = []
    for document in corpus.documents:
        for number, turn in enumerate(document.turns):
            text = document.text[turn.start : turn.end]
            found.append(
                Segment(
                    f"s-{document.document_id}-{number}", document.document_id, turn.respondent_id, document.source,
                    document.kind, turn.role, turn.start, turn.end, turn.time_s, "", text, languages[document.source],
                )
            )  # fmt: skip
    return found


def lines(n=24):
    return [("B", f"Das ist ein langer Satz mit der laufenden Nummer {number}.") for number in range(n)]


def study(talk, join, **languages):
    """Talks of 24 sentences; their vectors are given by the test."""
    corpus = join(*(talk(path.replace("_", "."), lines()) for path in languages))
    return corpus, segments_of(corpus, {path.replace("_", "."): language for path, language in languages.items()})


def paths(corpus):
    return [document.source for document in corpus.documents]


def test_a_translation_is_found_by_meaning_and_order():
    one = said(1)
    assert is_translation(one, noisy(one, 2))
    assert is_translation(one, noisy(one[:15], 2))
    assert not is_translation(one, noisy(one[::-1], 2))
    assert not is_translation(one, said(3))


def test_a_few_equal_answers_are_no_translation():
    one, two = said(1), said(2)
    two[:6] = one[:6]
    assert not is_translation(one, two)


def test_translations_count_once_and_the_others_stay(talk, join):
    corpus, segments = study(talk, join, a_txt="de", b_txt="en", c_txt="en", d_txt="de")
    first, third, fourth = said(1), said(2), said(3)
    vectors = np.concatenate([first, noisy(first, 9, 0.05), third, fourth])
    result = remove_translations(corpus, segments, vectors)
    assert paths(result) == ["a.txt", "c.txt", "d.txt"]
    assert "duplicate of a.txt (a translation); counted once." in result.sources[1].reason
    assert len(result.respondents) == 3
    assert remove_translations(corpus, segments, vectors, ["b.txt"]) is corpus


@pytest.mark.parametrize(
    ("left", "right", "kept"),
    [
        ("a_txt", "b_translated_txt", "a.txt"),
        ("a_translation_txt", "b_txt", "b.txt"),
        ("a_Übersetzung_txt", "b_txt", "b.txt"),
        ("a_txt", "b_txt", "a.txt"),
    ],
)
def test_the_talk_that_is_no_translation_is_kept(talk, join, left, right, kept):
    corpus, segments = study(talk, join, **{left: "de", right: "en", "z_txt": "en", "y_txt": "de"})
    first = said(1)
    vectors = np.concatenate([first, noisy(first, 9, 0.05), said(4), said(5)])
    assert kept in paths(remove_translations(corpus, segments, vectors))
    assert len(paths(remove_translations(corpus, segments, vectors))) == 3


def test_talks_of_one_language_are_not_compared(talk, join):
    corpus, segments = study(talk, join, a_txt="de", b_txt="de")
    first = said(1)
    assert remove_translations(corpus, segments, np.concatenate([first, first])) is corpus


def test_kept_paths_are_found_by_the_name_of_the_file_and_the_shown_one():
    old = [Source(path, "interview", "", "read") for path in ("b.md", "Anna.md", "c.md")]
    new = [replace(old[1], path="[Person 1].md"), old[0], old[2]]
    assert kept_paths(old, new, ["Anna.md"]) == {"[Person 1].md"}
    assert kept_paths(old, new, ["[Person 1].md", "c.*"]) == {"[Person 1].md", "c.md"}


@given(st.lists(st.integers(0, 9), max_size=12))
@settings(max_examples=80)
def test_the_longest_rising_run_is_right(values):
    best = [1] * len(values)
    for at, value in enumerate(values):
        best[at] = 1 + max((best[j] for j in range(at) if values[j] < value), default=0)
    assert _longest_rising(values) == max(best, default=0)


def test_real_translations_are_found_without_names(studies):
    """14 people with one guide, eight of them in two languages; nothing but the meaning tells who is who."""
    corpus = read_folder([studies / "hci2024" / "interviews_en", studies / "hci2024" / "interviews_de"])
    assert len(corpus.documents) == 22
    person = {one.document_id: one.source.split("-")[0] for one in corpus.documents}
    documents = tuple(
        replace(one, turns=tuple(replace(turn, respondent_id=f"raw-{one.source}", speaker="") for turn in one.turns))
        for one in corpus.documents
    )
    respondents = tuple(
        replace(corpus.respondents[0], respondent_id=f"raw-{one.source}", label="B", sources=(one.source,))
        for one in documents
    )
    nameless = protect(replace(corpus, documents=documents, respondents=respondents)).corpus
    segments = segment(nameless).segments
    vectors = load_encoder("use").encode([one.text for one in segments])
    result = remove_translations(nameless, segments, vectors)
    assert len(result.documents) == len(result.respondents) == 14
    stems = Counter(person.values())
    left = Counter(one.source.split("-")[0] for one in result.documents)
    assert left == dict.fromkeys(stems, 1)
    for source in result.sources:
        if source.reason:
            assert source.reason.startswith(f"duplicate of {source.path.split('-')[0]}-")
