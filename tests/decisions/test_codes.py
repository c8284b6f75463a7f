"""A code is what its examples and the statements that were given it by hand say, less what was refused."""

from __future__ import annotations

import numpy as np

from tests.decisions.test_themes import SEGMENTS, TRUTH, VECTORS, encode, members
from voc.config import ThemesSection
from voc.decisions.codebook import Codebook, code_id
from voc.decisions.codes import CodeTask, measure_codes
from voc.decisions.themes import ThemeRequest, find_decided_themes
from voc.schema import Themes


def rows_of(matter: str) -> list[int]:
    return [row for row, truth in enumerate(TRUTH) if truth == matter]


def by_hand(**codes: list[int]) -> dict[str, object]:
    return {SEGMENTS[row].segment_id: {name: ["Money back"]} for name, rows in codes.items() for row in rows}


def decide_resolved(decisions: dict[str, object]) -> Themes:
    """The themes of a run, which resolves the decisions about statements before it finds themes."""
    codebook = Codebook.model_validate(decisions)
    segments = {key: decision.resolve() for key, decision in codebook.segments.items()}
    request = ThemeRequest(codebook.model_copy(update={"segments": segments}), ThemesSection())
    return find_decided_themes(SEGMENTS, VECTORS, request, language="en", encode=encode)


def test_statements_given_by_hand_teach_a_code_without_examples() -> None:
    refunds = rows_of("refund")
    themes = decide_resolved({"codes": {"Money back": {}}, "segments": by_hand(codes=refunds[:3])})
    found = members(themes, code_id("Money back"))
    assert set(refunds[:3]) <= found
    assert len(found & set(refunds)) > 0.8 * len(refunds)
    assert len(found - set(refunds)) < 0.2 * len(found)


def test_the_first_code_of_a_statement_is_its_theme_unless_one_is_named() -> None:
    row, other = rows_of("app")[0], rows_of("app")[1]
    decisions = {
        "codes": {"Money back": {"examples": ["the refund"]}, "Screens": {"examples": ["the app"]}},
        "segments": {
            SEGMENTS[row].segment_id: {"codes": ["Money back", "Screens"]},
            SEGMENTS[other].segment_id: {"codes": ["Money back"], "theme": "Screens"},
        },
    }
    themes = decide_resolved(decisions)
    assert row in members(themes, code_id("Money back"))
    assert other in members(themes, code_id("Screens"))


def test_what_was_refused_and_what_is_nearer_to_it_is_not_found() -> None:
    refunds, deliveries = rows_of("refund"), rows_of("delivery")
    wide = {"codes": {"Money back": {"examples": ["the refund", "the parcel"]}}}
    both = decide_resolved(wide)
    found = members(both, code_id("Money back"))
    refused = sorted(found & set(deliveries))[:2]
    assert refused and found & set(refunds)
    taught = decide_resolved({**wide, "segments": by_hand(not_codes=refused)})
    left = members(taught, code_id("Money back"))
    assert left.isdisjoint(refused)
    assert len(left & set(refunds)) >= 0.9 * len(found & set(refunds))


def test_margins_are_those_of_every_code_and_statement() -> None:
    codebook = Codebook.model_validate({"codes": {"A": {"examples": ["the refund"]}, "B": {"examples": ["the app"]}}})
    task = CodeTask.from_codebook(codebook, SEGMENTS)
    measured = measure_codes(SEGMENTS, VECTORS, task, encode, "en")
    assert measured.margin.shape == measured.closeness.shape == (2, len(SEGMENTS))
    best = np.array(["refund", "app"])[measured.closeness.argmax(axis=0)]
    own = [row for row, truth in enumerate(TRUTH) if truth in ("refund", "app")]
    assert all(best[row] == TRUTH[row] for row in own)


def test_a_code_that_does_not_exist_is_reported() -> None:
    themes = decide_resolved({"segments": by_hand(codes=rows_of("app")[:1], not_codes=rows_of("app")[1:2])})
    assert sum("Money back" in sentence for sentence in themes.waiting) == 2
