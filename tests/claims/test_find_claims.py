"""Claims: a statement counts only for a phrase that it supports, and people count once."""

from __future__ import annotations

import numpy as np

from tests.claims.judges import PatternJudge
from voc.claims import ClaimLimits, ClaimStatements, find_claims

PATTERNS = {
    "Paket kommt zu spät": (r"zu spät|drei Wochen", r"pünktlich"),
    "Lieferung dauert zu lange": (r"zu spät|drei Wochen", r"pünktlich"),
    "Etikett muss selbst gedruckt werden": (r"Drucker", ""),
    "Hotline ist nicht erreichbar": (r"Warteschleife", ""),
    "Verpackung ist beschädigt": (r"zerrissen", ""),
}
TEXTS = [
    ("a", "Das Paket kam viel zu spät."),
    ("b", "Drei Wochen habe ich gewartet."),
    ("b", "Und der Nachbar hat auch drei Wochen gewartet."),
    ("c", "Wieder zu spät, und dann soll man noch einen Drucker haben."),
    ("d", "Wer hat heute noch einen Drucker?"),
    ("e", "Bei mir war es pünktlich."),
    ("f", "Nett war die Beratung."),
    ("g", "Der Karton war zerrissen."),
]


def statements_of(judge: PatternJudge, rows: list[tuple[str, str]] | None = None) -> ClaimStatements:
    people, texts = zip(*(TEXTS if rows is None else rows), strict=True)
    return ClaimStatements(texts, people, judge.statement_vectors(texts))


def test_the_phrase_with_most_people_comes_first_and_the_same_matter_is_one_claim() -> None:
    judge = PatternJudge(PATTERNS)
    claims = find_claims(statements_of(judge), judge.titles(), judge)
    assert [claim.phrase.text for claim in claims] == ["Paket kommt zu spät", "Etikett muss selbst gedruckt werden"]
    assert sorted(claims[0].supports) == [0, 1, 2, 3]
    assert claims[0].contradicts == (5,)
    # A statement may stand behind two claims.
    assert sorted(claims[1].supports) == [3, 4]


def test_people_count_and_not_statements() -> None:
    judge = PatternJudge(PATTERNS)
    rows = [("g", f"Der Karton war zerrissen, zum {n}. Mal.") for n in range(6)]
    assert find_claims(statements_of(judge, rows), judge.titles(), judge) == []


def test_a_phrase_that_becomes_a_claim_is_read_with_more_statements() -> None:
    judge = PatternJudge(PATTERNS)
    rows = [(f"p{n}", f"Zu spät, sagt Nummer {n}.") for n in range(40)]
    limits = ClaimLimits(nearest=5, nearest_of_claims=60)
    (claim,) = find_claims(statements_of(judge, rows), judge.titles(), judge, limits=limits)
    assert len(claim.supports) == 40
    # The other phrases were read with five statements only.
    assert judge.n_judged < 3 * 40


def test_the_order_of_statements_changes_no_claim() -> None:
    judge = PatternJudge(PATTERNS)
    order = np.random.default_rng(0).permutation(len(TEXTS)).tolist()
    one = find_claims(statements_of(judge), judge.titles(), judge)
    other = find_claims(statements_of(judge, [TEXTS[i] for i in order]), judge.titles(), judge)
    assert [claim.phrase for claim in one] == [claim.phrase for claim in other]
    assert [sorted(order[i] for i in claim.supports) for claim in other] == [sorted(c.supports) for c in one]


def test_nothing_gives_nothing() -> None:
    judge = PatternJudge(PATTERNS)
    empty = ClaimStatements([], [], np.zeros((0, len(PATTERNS)), np.float32))
    assert find_claims(empty, judge.titles(), judge) == []
