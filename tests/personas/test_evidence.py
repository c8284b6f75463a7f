from collections import Counter

import numpy as np
import pytest

from personas.evidence import (
    ELSEWHERE,
    SEGMENTS_A_MENTION,
    collect_facts,
    find_traits,
    kinds_of,
    said_kinds,
)
from personas.quotes import readability, typical_quote
from voc.schema import Span


@pytest.fixture(scope="module")
def facts(study):
    return collect_facts(study.analysis)


def split(study):
    members = [rid for rid, group in study.groups.items() if group == 0]
    return members, [rid for rid in study.groups if rid not in members]


def test_every_segment_of_a_trait_proves_it(study, facts):
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
            assert trait.subject_id in subjects or (trait.subject_id == ELSEWHERE and (at, trait.kind) in facts.spans)
            if trait.kind not in ("theme", "touchpoint"):
                assert trait.kind in said_kinds(analysis, at)
        for span in trait.spans:
            assert span.segment in trait.segments
            assert analysis.segments[span.segment].text[span.start : span.end].strip()
        people = [analysis.segments[span.segment].respondent_id for span in trait.spans]
        assert len(set(people)) == len(people)


def test_lift_compares_shares_of_people(study, facts):
    analysis = study.analysis
    members, others = split(study)
    for trait in find_traits(analysis, facts, members, others):
        if trait.kind != "theme":
            continue
        mentions = Counter(
            analysis.segments[at].respondent_id
            for at in range(len(analysis.segments))
            if analysis.themes.assignment[at] >= 0
            and analysis.themes.themes[analysis.themes.assignment[at]].theme_id == trait.subject_id
        )
        spoken = Counter(segment.respondent_id for segment in analysis.segments)
        said = {who for who, n in mentions.items() if n >= spoken[who] / SEGMENTS_A_MENTION}
        assert len(said & set(members)) == len(trait.respondents)
        elsewhere = len(said & set(others)) / len(others)
        if trait.lift is None:
            assert elsewhere == 0
        else:
            assert trait.lift == pytest.approx(len(trait.respondents) / len(members) / elsewhere)
            assert trait.lift >= 1.2


def test_everybody_is_quoted_before_anybody_twice(study, facts):
    members, others = split(study)
    for trait in find_traits(study.analysis, facts, members, others):
        first = [study.analysis.segments[at].respondent_id for at in trait.segments[: len(trait.respondents)]]
        assert len(set(first)) == len(first)


def test_one_person_alone_makes_no_trait_of_a_large_group(study, facts):
    everybody = sorted(study.groups)
    for trait in find_traits(study.analysis, facts, everybody, []):
        assert len(trait.respondents) >= 2
        assert trait.lift is None


def test_typical_quote_is_a_members_sentence(study, facts):
    members, _ = split(study)
    at = typical_quote(study.analysis, facts.quality, members, ())
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
def test_readability_prefers_complete_thoughts(better, worse):
    assert readability(better) > readability(worse)


def test_own_words_count_before_what_was_read():
    found = kinds_of("I usually order late at night.", "en", "pain", "neutral", 0.9, 3)
    assert found == {"behaviour": Span(3, 0, 30)}
    assert kinds_of("I want to finish ten kilometres.", "en", "other", "neutral", 0.9, 0)["goal"] == Span(0, 0, 32)
    assert kinds_of("It broke after a week.", "en", "behaviour", "negative", 0.5, 0) == {}
    assert kinds_of("Ich habe Angst vor dem Laden.", "de", "other", "positive", 0.9, 0) == {}
