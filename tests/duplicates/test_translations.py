"""Translations of an interview are removed; interviews that share a guide all stay."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.duplicates.corpora import interview, join, paths
from voc.duplicates import kept_paths, remove_translations
from voc.duplicates.translations import _longest_rising, is_translation
from voc.ingest import read_folder
from voc.models.encoder_registry import load_encoder
from voc.privacy import protect
from voc.schema import Corpus, Floats, Segment, Source
from voc.segment import segment

DIMENSIONS = 32


def unit(rows: np.ndarray) -> Floats:
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float32)


def random_vectors(seed: int, n: int = 24) -> Floats:
    return unit(np.random.default_rng(seed).normal(size=(n, DIMENSIONS)))


def noisy(vectors: Floats, seed: int, by: float = 0.1) -> Floats:
    return unit(vectors + by * np.random.default_rng(seed).normal(size=vectors.shape))


def segments_of(corpus: Corpus, languages: dict[str, str]) -> list[Segment]:
    """One segment a turn, of the language of its document."""
    return [
        Segment(
            f"s-{document.document_id}-{number}", document.document_id, turn.respondent_id, document.source,
            document.kind, turn.role, turn.start, turn.end, turn.time_s, "", document.text[turn.start : turn.end],
            languages[document.source],
        )
        for document in corpus.documents
        for number, turn in enumerate(document.turns)
    ]  # fmt: skip


def study(languages: dict[str, str]) -> tuple[Corpus, list[Segment]]:
    """Interviews of 24 sentences, by path and language; the test plants their vectors."""
    turns = [("B", f"Das ist ein langer Satz mit der laufenden Nummer {number}.") for number in range(24)]
    corpus = join(*(interview(path, turns) for path in languages))
    return corpus, segments_of(corpus, languages)


def test_a_translation_is_found_by_meaning_and_order() -> None:
    vectors = random_vectors(1)
    assert is_translation(vectors, noisy(vectors, 2))
    assert is_translation(vectors, noisy(vectors[:15], 2))
    assert not is_translation(vectors, noisy(vectors[::-1], 2))
    assert not is_translation(vectors, random_vectors(3))


def test_a_few_equal_answers_are_no_translation() -> None:
    first, second = random_vectors(1), random_vectors(2)
    second[:6] = first[:6]
    assert not is_translation(first, second)


def test_translations_count_once_and_the_others_stay() -> None:
    corpus, segments = study({"a.txt": "de", "b.txt": "en", "c.txt": "en", "d.txt": "de"})
    first, third, fourth = random_vectors(1), random_vectors(2), random_vectors(3)
    vectors = np.concatenate([first, noisy(first, 9, 0.05), third, fourth])
    result = remove_translations(corpus, segments, vectors)
    assert paths(result) == ["a.txt", "c.txt", "d.txt"]
    assert "duplicate of a.txt (a translation); counted once." in result.sources[1].reason
    assert len(result.respondents) == 3
    assert remove_translations(corpus, segments, vectors, ["b.txt"]) is corpus


@pytest.mark.parametrize(
    ("left", "right", "kept"),
    [
        ("a.txt", "b.translated.txt", "a.txt"),
        ("a.translation.txt", "b.txt", "b.txt"),
        ("a.Übersetzung.txt", "b.txt", "b.txt"),
        ("a.txt", "b.txt", "a.txt"),
    ],
)
def test_the_interview_that_is_no_translation_is_kept(left: str, right: str, kept: str) -> None:
    corpus, segments = study({left: "de", right: "en", "z.txt": "en", "y.txt": "de"})
    first = random_vectors(1)
    vectors = np.concatenate([first, noisy(first, 9, 0.05), random_vectors(4), random_vectors(5)])
    assert kept in paths(remove_translations(corpus, segments, vectors))
    assert len(paths(remove_translations(corpus, segments, vectors))) == 3


def test_interviews_in_one_language_are_not_compared() -> None:
    corpus, segments = study({"a.txt": "de", "b.txt": "de"})
    first = random_vectors(1)
    assert remove_translations(corpus, segments, np.concatenate([first, first])) is corpus


def test_kept_paths_are_found_by_the_name_of_the_file_and_the_shown_one() -> None:
    old = [Source(path, "interview", "", "read") for path in ("b.md", "Anna.md", "c.md")]
    new = [replace(old[1], path="[Person 1].md"), old[0], old[2]]
    assert kept_paths(old, new, ["Anna.md"]) == {"[Person 1].md"}
    assert kept_paths(old, new, ["[Person 1].md", "c.*"]) == {"[Person 1].md", "c.md"}


@given(st.lists(st.integers(0, 9), max_size=12))
@settings(max_examples=80)
def test_the_longest_rising_run_is_right(values: list[int]) -> None:
    best = [1] * len(values)
    for i, value in enumerate(values):
        best[i] = 1 + max((best[j] for j in range(i) if values[j] < value), default=0)
    assert _longest_rising(values) == max(best, default=0)


@pytest.mark.slow
def test_real_translations_are_found_without_names(studies: Path) -> None:
    """14 people with one guide, eight of them in two languages; nothing but the meaning tells who is who."""
    corpus = read_folder([studies / "hci2024" / "interviews_en", studies / "hci2024" / "interviews_de"])
    assert len(corpus.documents) == 22
    documents = tuple(
        replace(doc, turns=tuple(replace(turn, respondent_id=f"raw-{doc.source}", speaker="") for turn in doc.turns))
        for doc in corpus.documents
    )
    respondents = tuple(
        replace(corpus.respondents[0], respondent_id=f"raw-{doc.source}", label="B", sources=(doc.source,))
        for doc in documents
    )
    nameless = protect(replace(corpus, documents=documents, respondents=respondents)).corpus
    # The files are named after the people, so their names have become pseudonyms.
    sources = [document.source.split("-")[0] for document in corpus.documents]
    person = dict(zip((document.document_id for document in nameless.documents), sources, strict=True))
    segments = segment(nameless).segments
    vectors = load_encoder("use").encode([row.text for row in segments])
    result = remove_translations(nameless, segments, vectors)
    assert len(result.documents) == len(result.respondents) == 14
    stems = Counter(person.values())
    kept = Counter(person[document.document_id] for document in result.documents)
    assert kept == dict.fromkeys(stems, 1)
    removed = [source for source in result.sources if source.reason]
    assert len(removed) == 8
    assert all(source.characters and source.characters.used >= 0 for source in result.sources)
    for source in removed:
        assert source.reason.startswith(f"duplicate of {source.path.split('-')[0]}-")
