"""The pairs of phrases and statements: every group is complete, and nothing in it is in the sentences for testing."""

import tomllib
from collections import Counter

from tests.paths import ROOT
from training.own_sentences import read_sentences
from training.phrase_pairs import read_groups
from voc.models.reader_outputs import PAIR_CLASSES


def test_every_group_has_eight_statements_in_two_languages() -> None:
    groups = read_groups()
    assert len(groups) >= 200
    expected = {"supports": 3, "contradicts": 2, "neither": 3}
    assert set(expected) == set(PAIR_CLASSES)
    for group in groups:
        assert Counter(statement.judgement for statement in group.statements) == expected, group.phrase_en
        assert Counter(statement.language for statement in group.statements) == {"de": 4, "en": 4}, group.phrase_en


def test_no_text_is_there_twice_or_in_the_sentences_for_testing() -> None:
    trained = [statement.text for group in read_groups() for statement in group.statements]
    trained += [sentence.text for sentence in read_sentences()]
    assert len(set(trained)) == len(trained)
    files = ("tests/models/hard_sentences.toml", "benchmarks/readings/unseen_sentences.toml")
    tested = {
        row["text"]
        for file in files
        for rows in tomllib.loads((ROOT / file).read_text("utf-8")).values()
        for row in rows
    }
    assert len(tested) > 200
    assert tested & set(trained) == set()
