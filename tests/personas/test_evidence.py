"""Facts, traits and quotes: every line is proven by its segments."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from benchmarks.simulate import Simulated
from personas.evidence import (
    NO_SUBJECT,
    THRESHOLDS,
    Facts,
    ReadSegment,
    collect_facts,
    mean_embedding,
    readability,
    statement_kinds,
    statement_kinds_of,
    typical_quote,
)
from personas.traits import find_traits
from voc.schema import Span


@pytest.fixture(scope="module")
def facts(study: Simulated) -> Facts:
    return collect_facts(study.analysis)


def split(study: Simulated) -> tuple[list[str], list[str]]:
    members = [person for person, group in study.groups.items() if group == 0]
    return members, [person for person in study.groups if person not in members]


def test_every_segment_of_a_trait_proves_it(study: Simulated, facts: Facts) -> None:
    analysis = study.analysis
    members, others = split(study)
    traits = find_traits(analysis, facts, members, others)
    assert {trait.kind for trait in traits} >= {"pain", "praise", "touchpoint", "theme"}
    for trait in traits:
        assert trait.respondents
        assert set(trait.respondents) <= set(members)
        assert {analysis.segments[at].respondent_id for at in trait.segments} == set(trait.respondents)
        for at in trait.segments:
            theme, touchpoint = analysis.themes.assignment[at], analysis.tags.touchpoint[at]
            subjects = {analysis.themes.themes[theme].theme_id if theme >= 0 else ""}
            subjects.add(analysis.taxonomy.touchpoints[touchpoint].touchpoint_id if touchpoint >= 0 else "")
            assert trait.subject_id in subjects or (trait.subject_id == NO_SUBJECT and (at, trait.kind) in facts.spans)
            if trait.kind not in ("theme", "touchpoint"):
                assert trait.kind in statement_kinds(analysis, at)
        for span in trait.spans:
            assert span.segment in trait.segments
            assert analysis.segments[span.segment].text[span.start : span.end].strip()
        people = [analysis.segments[span.segment].respondent_id for span in trait.spans]
        assert len(set(people)) == len(people)


def test_lift_compares_shares_of_people(study: Simulated, facts: Facts) -> None:
    analysis = study.analysis
    members, others = split(study)
    themes = [trait for trait in find_traits(analysis, facts, members, others) if trait.kind == "theme"]
    assert themes
    for trait in themes:
        mentions = Counter(
            analysis.segments[at].respondent_id
            for at in range(len(analysis.segments))
            if analysis.themes.assignment[at] >= 0
            and analysis.themes.themes[analysis.themes.assignment[at]].theme_id == trait.subject_id
        )
        n_segments = Counter(segment.respondent_id for segment in analysis.segments)
        people = {person for person, n in mentions.items() if n >= n_segments[person] / THRESHOLDS.segments_per_mention}
        assert len(people & set(members)) == len(trait.respondents)
        other_share = len(people & set(others)) / len(others)
        if trait.lift is None:
            assert other_share == 0
        else:
            assert trait.lift == pytest.approx(len(trait.respondents) / len(members) / other_share)
            assert trait.lift >= 1.2


def test_everybody_is_quoted_before_anybody_twice(study: Simulated, facts: Facts) -> None:
    members, others = split(study)
    for trait in find_traits(study.analysis, facts, members, others):
        first = [study.analysis.segments[at].respondent_id for at in trait.segments[: len(trait.respondents)]]
        assert len(set(first)) == len(first)


def test_one_person_alone_makes_no_trait_of_a_large_group(study: Simulated, facts: Facts) -> None:
    everybody = sorted(study.groups)
    for trait in find_traits(study.analysis, facts, everybody, []):
        assert len(trait.respondents) >= 2
        assert trait.lift is None


def test_typical_quote_is_a_members_sentence(study: Simulated, facts: Facts) -> None:
    members, _ = split(study)
    own = [at for at, segment in enumerate(study.analysis.segments) if segment.respondent_id in members]
    at = typical_quote(study.analysis, facts.quality, own, (), mean_embedding(study.analysis))
    assert study.analysis.segments[at].respondent_id in members
    assert np.isfinite(facts.quality).all()


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        ("Die Schuhe kamen erst nach drei Wochen bei mir an.", "Drei Wochen."),
        ("Die Schuhe kamen erst nach drei Wochen bei mir an.", "und dann kamen die Schuhe erst nach drei Wochen an"),
        ("The parcel was left in the rain behind my house.", "Was the parcel left in the rain behind my house?"),
        ("The parcel was left in the rain behind my house.", "The parcel was left. " * 20),
    ],
)
def test_readability_prefers_complete_thoughts(better: str, worse: str) -> None:
    assert readability(better) > readability(worse)


def test_own_words_count_before_what_was_read() -> None:
    habit = ReadSegment("I usually order late at night.", "en", "pain", "neutral", 0.9)
    assert statement_kinds_of(habit, 3) == {"behaviour": Span(3, 0, 30)}
    goal = ReadSegment("I want to finish ten kilometres.", "en", "other", "neutral", 0.9)
    assert statement_kinds_of(goal, 0)["goal"] == Span(0, 0, 32)
    assert statement_kinds_of(ReadSegment("It broke after a week.", "en", "behaviour", "negative", 0.5), 0) == {}
    assert statement_kinds_of(ReadSegment("Ich habe Angst vor dem Laden.", "de", "other", "positive", 0.9), 0) == {}
