"""Claims over real statements: numbers that fit, no statement that a test uses, and the pairs that they give."""

import csv
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from sentencepiece import SentencePieceProcessor

from tests.paths import ROOT
from training.claims import CLAIMS, STATEMENTS, read_claims
from training.reader.pair_rows import pair_rows
from training.reader.rows import rows_to_keep
from training.reader.runs import RUNS
from voc.models.reader_outputs import PAIR_CLASSES

TOKENIZER = ROOT / "voc" / "models" / "weights" / "reader" / "tokenizer.model"
TESTED = ROOT / "benchmarks" / "readings" / "pairs.csv"


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_every_number_is_a_statement_of_the_group_and_stands_once() -> None:
    sizes = Counter(row["group"] for row in rows_of(STATEMENTS))
    claims = rows_of(CLAIMS)
    assert len(claims) > 2000
    for row in claims:
        numbers = [int(n) for name in ("supports", "contradicts", "about") for n in row[name].split()]
        assert len(set(numbers)) == len(numbers), row["phrase_en"]
        assert all(1 <= number <= sizes[row["group"]] for number in numbers), row["phrase_en"]
        assert row["phrase_de"] and row["phrase_en"]
        assert row["kind"] == "claim" or not (row["supports"] or row["contradicts"]), row["phrase_en"]


def test_no_statement_comes_from_a_study_on_which_pairs_are_measured() -> None:
    tested = {row["set"] for row in rows_of(TESTED)}
    assert {row["set"] for row in rows_of(STATEMENTS)}.isdisjoint(tested)


def test_listed_and_unlisted_statements_are_all_of_the_group(data: object) -> None:
    for claim in read_claims()[:50]:
        listed = (*claim.supports, *claim.contradicts, *claim.about)
        assert sorted((*listed, *claim.unlisted)) == list(range(len(claim.statements)))
        assert all(statement.text.strip() for statement in claim.statements)


@pytest.mark.slow
def test_an_epoch_has_every_relation_and_a_run_leaves_out_its_sets(data: object) -> None:
    rows = pair_rows(SentencePieceProcessor(model_file=str(TOKENIZER)), np.random.default_rng(0))
    counts = Counter(rows.pair[rows.pair >= 0].tolist())
    assert set(counts) == set(range(len(PAIR_CLASSES)))
    assert min(counts.values()) > 2000
    # What supports or contradicts a phrase is about its matter.
    assert (rows.matter[(rows.pair == 0) | (rows.pair == 1)] == 1).all()
    kept = rows.select(rows_to_keep(rows, RUNS["b"].left_out))
    assert not any(group.startswith(("claims/mobasa", "claims/bestande_de")) for group in kept.groups)
    assert any(group.startswith("claims/talk") for group in kept.groups)
