"""Claims: a statement counts only for a phrase that it supports, people count once, and chance is no claim."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from tests.claims.patterns import titles_of, vectors_of
from voc.claims import Claim, ClaimLimits, ClaimStatements, find_claims

LATE, SLOW = "Paket kommt zu spät:zu spät|drei Wochen|pünktlich", "Lieferung dauert zu lange:zu spät|drei Wochen"
PRINTER, HOTLINE, TORN = "Etikett muss gedruckt werden:Drucker", "Hotline nicht erreichbar:Warteschleife", "Kaputt:Riss"
PATTERNS = (LATE, SLOW, PRINTER, HOTLINE, TORN)
TEXTS = [
    ("a", "Das Paket kam viel zu spät."),
    ("b", "Drei Wochen habe ich gewartet."),
    ("b", "Und der Nachbar hat auch drei Wochen gewartet."),
    ("c", "Wieder zu spät, und dann soll man noch einen Drucker haben."),
    ("d", "Wer hat heute noch einen Drucker?"),
    ("e", "Bei mir war es pünktlich."),
    ("f", "Nett war die Beratung."),
    ("g", "Der Karton hatte einen Riss."),
    ("h", "Ich habe gar keinen Drucker."),
]


def statements_of(rows: list[tuple[str, str]]) -> ClaimStatements:
    people, texts = zip(*rows, strict=True)
    vectors = vectors_of(PATTERNS, texts)
    is_praise = np.array(["pünktlich" in text or "Nett" in text for text in texts])
    return ClaimStatements(people, ~is_praise, is_praise, vectors, vectors)


def found(rows: list[tuple[str, str]], limits: ClaimLimits | None = None) -> list[Claim]:
    return find_claims(statements_of(rows), titles_of(PATTERNS), limits or ClaimLimits())


def test_most_people_come_first_and_the_same_matter_in_other_words_is_one_claim() -> None:
    claims = found(TEXTS)
    assert [claim.phrase.text for claim in claims] == ["Paket kommt zu spät", "Etikett muss gedruckt werden"]
    assert sorted(claims[0].supports) == [0, 1, 2, 3]
    # Praise about the same matter denies it; a statement may stand behind two claims.
    assert claims[0].contradicts == (5,)
    assert sorted(claims[1].supports) == [3, 4, 8]


def test_the_nearest_statement_comes_first() -> None:
    assert found(TEXTS)[1].supports == (4, 8, 3)


def test_people_count_and_not_statements() -> None:
    rows = [("g", f"Der Karton hatte einen Riss, zum {n}. Mal.") for n in range(6)] + TEXTS[4:7]
    assert found(rows) == []
    assert "Kaputt" in [claim.phrase.text for claim in found(rows, ClaimLimits(min_people=1))]


def test_what_strangers_support_as_often_is_chance() -> None:
    titles = titles_of(PATTERNS)
    strangers = titles.strangers.copy()
    # Every fiftieth stranger is as near to every title as a statement of the study that is about it.
    strangers[::50] = 1
    assert find_claims(statements_of(TEXTS), replace(titles, strangers=strangers)) == []


def test_supporters_must_be_alike_and_near_in_words() -> None:
    statements, titles = statements_of(TEXTS), titles_of(PATTERNS)
    assert find_claims(statements, replace(titles, words=np.zeros_like(titles.words))) == []
    assert find_claims(statements, titles, ClaimLimits(min_alike=0.99)) == []


def test_the_order_of_statements_changes_no_claim() -> None:
    rows = np.random.default_rng(1).permutation(len(TEXTS)).tolist()
    own, other = found(TEXTS), found([TEXTS[i] for i in rows])
    assert [claim.phrase for claim in own] == [claim.phrase for claim in other]
    assert [sorted(claim.supports) for claim in own] == [sorted(rows[i] for i in claim.supports) for claim in other]


def test_no_statements_and_no_titles_give_no_claims() -> None:
    assert find_claims(statements_of([("f", "Nett war die Beratung.")]), titles_of(PATTERNS)) == []
    assert find_claims(statements_of(TEXTS), titles_of(())) == []
