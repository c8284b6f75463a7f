"""Precision and recall of the search for personal data on sentences of our own: the figures of the README."""

from __future__ import annotations

import re
import time

import pytest

from benchmarks.privacy import GROUPS, LANGUAGES, PARTS, Score, measure, replaced_spans, score, sentences
from voc.privacy.people import Speakers, TextContext
from voc.privacy.scan import make_rules, scan

TARGETS = {"structured": 0.95, "names": 0.9}
BASELINE = {
    ("tune", "de", "structured"): Score(45, 45, 45, 45),
    ("tune", "de", "names"): Score(47, 47, 47, 47),
    ("tune", "en", "structured"): Score(48, 48, 48, 48),
    ("tune", "en", "names"): Score(49, 49, 49, 49),
    ("held_out", "de", "structured"): Score(17, 17, 17, 17),
    ("held_out", "de", "names"): Score(19, 18, 21, 19),
    ("held_out", "en", "structured"): Score(17, 17, 17, 17),
    ("held_out", "en", "names"): Score(19, 19, 21, 19),
    ("stranger", "de", "structured"): Score(1, 1, 1, 1),
    ("stranger", "de", "names"): Score(79, 77, 76, 76),
    ("stranger", "en", "structured"): Score(1, 1, 1, 1),
    ("stranger", "en", "names"): Score(80, 79, 78, 78),
    ("second_stranger", "de", "structured"): Score(6, 6, 6, 6),
    ("second_stranger", "de", "names"): Score(76, 68, 74, 70),
    ("second_stranger", "en", "structured"): Score(6, 6, 6, 6),
    ("second_stranger", "en", "names"): Score(77, 64, 71, 68),
    ("third_stranger", "de", "structured"): Score(),
    ("third_stranger", "de", "names"): Score(42, 33, 34, 33),
    ("third_stranger", "en", "structured"): Score(),
    ("third_stranger", "en", "names"): Score(43, 37, 37, 37),
    ("third_stranger_closed", "de", "structured"): Score(),
    ("third_stranger_closed", "de", "names"): Score(43, 36, 37, 36),
    ("third_stranger_closed", "en", "structured"): Score(),
    ("third_stranger_closed", "en", "names"): Score(43, 35, 36, 35),
}
"""Spans that must go, are gone, were replaced, and rightly so. Raise them only; never tune on `held_out`."""


def test_the_set_is_large_and_half_of_it_are_traps() -> None:
    every = [
        (language, text, spans) for part in PARTS for language in LANGUAGES for text, spans in sentences(part, language)
    ]
    assert len(every) >= 320
    assert len({(language, text) for language, text, _ in every}) == len(every)
    assert 0.4 <= sum(not spans for _, _, spans in every) / len(every) <= 0.6
    n_tune, n_held_out = (sum(len(sentences(part, language)) for language in LANGUAGES) for part in PARTS[:2])
    assert n_held_out >= 0.25 * (n_tune + n_held_out)


@pytest.mark.parametrize(("part", "language"), [(part, language) for part in PARTS for language in LANGUAGES])
def test_no_figure_gets_worse(part: str, language: str) -> None:
    scores = measure(part, language)
    assert set(scores) == set(GROUPS)
    for group, score_now in scores.items():
        before = BASELINE[part, language, group]
        assert score_now.marked == before.marked
        assert score_now.covered >= before.covered, group
        assert score_now.replaced - score_now.right <= before.replaced - before.right, group


@pytest.mark.parametrize("group", GROUPS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_whole_set_meets_its_targets(language: str, group: str) -> None:
    whole = sum((measure(part, language)[group] for part in PARTS), Score())
    assert whole.precision >= TARGETS[group]
    assert whole.recall >= TARGETS[group]


@pytest.mark.parametrize("part", PARTS)
def test_no_replaced_span_begins_or_ends_inside_a_word(part: str) -> None:
    for language in LANGUAGES:
        for text, _ in sentences(part, language):
            for _, start, end in replaced_spans(text):
                assert not (start and text[start - 1].isalnum()), text
                rest_of_word = re.match(r"s?(?![^\W_])", text[end:])
                assert rest_of_word is not None, text


def test_a_span_counts_only_when_all_of_it_is_gone() -> None:
    result = score("Mein Chef Werner kommt.", [("names", 10, 16)])["names"]
    assert result == Score(1, 1, 1, 1)
    assert score("Mein Chef Werner kommt.", [("names", 5, 16)])["names"] == Score(1, 0, 1, 1)
    assert score("Mein Chef Werner kommt.", [])["names"] == Score(0, 0, 1, 0)


@pytest.mark.parametrize(
    "piece",
    [
        "A",
        "a-",
        "Am ",
        "Interviewer: A ",
        "Viele Grüße, ",
        "12 A ",
        "Straße-",
        "geboren am ",
        "Dr.Dr.",
        "1.",
        "AB-",
        "und Anna ",
    ],
)
def test_no_pattern_takes_long_on_hostile_text(piece: str) -> None:
    text = piece * (40_000 // len(piece))
    started = time.process_time()
    scan(text, TextContext(), make_rules(Speakers()))
    assert time.process_time() - started < 3
