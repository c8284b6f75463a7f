"""`build_personas` on simulated studies: complete drafts, refusals, and the same text whatever the order."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest

from benchmarks.personas import exchange_people
from benchmarks.simulate import Simulated, take
from personas import build_personas, personas_json
from voc.schema import STATEMENTS, Analysis, Language, Personas, stable_id


def reordered(analysis: Analysis, seed: int) -> Analysis:
    """The same study with segments, respondents and documents in another order."""
    rng = np.random.default_rng(seed)
    other = take(analysis, rng.permutation(len(analysis.segments)))
    people, documents = list(other.corpus.respondents), list(other.corpus.documents)
    rng.shuffle(people)
    corpus = replace(other.corpus, respondents=tuple(people), documents=tuple(reversed(documents)))
    return replace(other, corpus=corpus)


def first_people(analysis: Analysis, n: int) -> Analysis:
    """The study of the first n people."""
    kept = sorted({segment.respondent_id for segment in analysis.segments})[:n]
    return take(analysis, [at for at, segment in enumerate(analysis.segments) if segment.respondent_id in kept])


def test_groups_are_ordered_by_size_and_name_everybody(study: Simulated, drafts: Personas) -> None:
    sizes = [len(persona.respondents) for persona in drafts.personas]
    assert sizes == sorted(sizes, reverse=True)
    assert len({persona.title for persona in drafts.personas}) == len(sizes)
    placed = [person for persona in drafts.personas for person in persona.respondents]
    assert len(placed) == len(set(placed))
    assert set(placed) | set(drafts.left_out) == set(study.groups)
    assert not set(placed) & set(drafts.left_out)
    assert drafts.stability is not None
    assert drafts.stability >= 0.75


def test_drafts_are_complete(study: Simulated, drafts: Personas) -> None:
    for persona in drafts.personas:
        assert persona.persona_id == stable_id("p", *persona.respondents)
        assert persona.share_respondents == pytest.approx(len(persona.respondents) / len(study.groups))
        assert study.analysis.segments[persona.quote].respondent_id in persona.respondents
        assert set(persona.unknown) <= set(STATEMENTS)
        statements = {
            STATEMENTS[study.analysis.readings.statement[at]]
            for at, segment in enumerate(study.analysis.segments)
            if segment.respondent_id in persona.respondents
        }
        assert set(STATEMENTS) - statements - {"other"} <= set(persona.unknown)
        assert not {trait.kind for trait in persona.traits} & set(persona.unknown)


def test_feelings_are_of_members_only(study: Simulated, drafts: Personas) -> None:
    for persona in drafts.personas:
        phases = [feeling.phase_id for feeling in persona.feelings if not feeling.touchpoint_id]
        assert phases == [phase.phase_id for phase in study.analysis.taxonomy.phases]
        assert {feeling.touchpoint_id for feeling in persona.feelings if feeling.touchpoint_id} == {
            trait.subject_id for trait in persona.touchpoints
        }
        assert all(feeling.n_respondents <= len(persona.respondents) for feeling in persona.feelings)
        exemplars = [
            (feeling.phase_id, at) for feeling in persona.feelings for at in (feeling.best, feeling.worst) if at >= 0
        ]
        assert exemplars
        for phase_id, at in exemplars:
            assert study.analysis.segments[at].respondent_id in persona.respondents
            touchpoint = study.analysis.taxonomy.touchpoints[study.analysis.tags.touchpoint[at]]
            assert touchpoint.phase_id == phase_id


def test_attributes_are_counted_among_members(study: Simulated, drafts: Personas) -> None:
    roles = {person.respondent_id: person.attributes["role"] for person in study.analysis.corpus.respondents}
    for persona in drafts.personas:
        assert persona.attributes
        for count in persona.attributes:
            assert count.n == sum(roles[person] == count.value for person in persona.respondents)
            assert count.n_known == len(persona.respondents)


def test_the_same_text_in_any_order(study: Simulated, drafts: Personas) -> None:
    other = reordered(study.analysis, 1)
    assert personas_json(build_personas(other), other) == personas_json(drafts, study.analysis)


@pytest.mark.slow
def test_the_same_text_in_another_process_with_more_threads(study: Simulated, drafts: Personas) -> None:
    code = (
        "from benchmarks.simulate import *; from personas import *; import sys; "
        "a = simulate(Recipe(n_people=24, n_groups=3, strength=0.75, seed=7)).analysis; "
        "sys.stdout.buffer.write(personas_json(build_personas(a), a).encode())"
    )
    settings = {"OMP_NUM_THREADS": "2", "OPENBLAS_NUM_THREADS": "2", "PYTHONHASHSEED": "5"}
    done = subprocess.run([sys.executable, "-c", code], env={**os.environ, **settings}, capture_output=True, check=True)
    assert done.stdout.decode() == personas_json(drafts, study.analysis)


@pytest.mark.parametrize(("language", "words"), [("de", "mindestens 6 Befragte"), ("en", "at least 6 respondents")])
def test_below_six_people_there_is_a_reason_and_nobody_is_grouped(
    study: Simulated, language: Language, words: str
) -> None:
    refused = build_personas(replace(first_people(study.analysis, 5), language=language))
    assert refused.personas == ()
    assert words in refused.refusal
    assert refused.stability is None
    assert json.loads(personas_json(refused, study.analysis))["refusal"] == refused.refusal


@pytest.mark.parametrize(("language", "words"), [("de", "nicht in Gruppen"), ("en", "do not fall into groups")])
def test_a_study_without_groups_is_refused(study: Simulated, language: Language, words: str) -> None:
    refused = build_personas(exchange_people(replace(study.analysis, language=language), 1))
    assert refused.personas == ()
    assert words in refused.refusal


def test_an_empty_study_is_refused(study: Simulated) -> None:
    refused = build_personas(first_people(study.analysis, 0))
    assert refused.personas == ()
    assert refused.refusal


def test_a_study_without_themes_and_touchpoints_does_not_break(study: Simulated) -> None:
    analysis = study.analysis
    n = len(analysis.segments)
    bare = replace(
        analysis,
        themes=replace(analysis.themes, themes=(), assignment=np.full(n, -1, dtype=np.int32)),
        tags=replace(analysis.tags, touchpoint=np.full(n, -1, dtype=np.int32)),
    )
    personas = build_personas(bare)
    assert bool(personas.personas) != bool(personas.refusal)
    assert all(persona.title for persona in personas.personas)
    assert {trait.subject_id for persona in personas.personas for trait in persona.traits} <= {"other"}


def test_progress_is_reported(study: Simulated) -> None:
    calls: list[tuple[str, int, int]] = []
    build_personas(study.analysis, progress=lambda *call: calls.append(call))
    assert calls
    assert {stage for stage, _, _ in calls} == {"build personas"}
