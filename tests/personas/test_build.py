import json
import os
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest

from benchmarks.personas import exchange_people
from benchmarks.simulate import take
from personas import build_personas, personas_json
from personas.wording import phrase, wording
from voc.schema import STATEMENTS, stable_id


def reordered(analysis, seed):
    """The same study with segments, respondents and documents in another order."""
    rng = np.random.default_rng(seed)
    other = take(analysis, rng.permutation(len(analysis.segments)))
    people, documents = list(other.corpus.respondents), list(other.corpus.documents)
    rng.shuffle(people)
    corpus = replace(other.corpus, respondents=tuple(people), documents=tuple(reversed(documents)))
    return replace(other, corpus=corpus)


def few(analysis, n):
    kept = sorted({one.respondent_id for one in analysis.segments})[:n]
    return take(analysis, [at for at, one in enumerate(analysis.segments) if one.respondent_id in kept])


def test_drafts_are_complete_and_ordered_by_size(study, drafts):
    sizes = [len(persona.respondents) for persona in drafts.personas]
    assert sizes == sorted(sizes, reverse=True)
    assert len({persona.title for persona in drafts.personas}) == len(sizes)
    placed = [rid for persona in drafts.personas for rid in persona.respondents]
    assert len(placed) == len(set(placed))
    assert set(placed) | set(drafts.left_out) == set(study.groups)
    assert not set(placed) & set(drafts.left_out)
    assert drafts.stability >= 0.75
    for persona in drafts.personas:
        assert persona.persona_id == stable_id("p", *persona.respondents)
        assert persona.share_respondents == pytest.approx(len(persona.respondents) / len(study.groups))
        assert study.analysis.segments[persona.quote].respondent_id in persona.respondents
        assert set(persona.unknown) <= set(STATEMENTS)
        said = {
            STATEMENTS[study.analysis.readings.statement[at]]
            for at, one in enumerate(study.analysis.segments)
            if one.respondent_id in persona.respondents
        }
        assert set(STATEMENTS) - said - {"other"} <= set(persona.unknown)
        assert not {trait.kind for trait in persona.traits} & set(persona.unknown)


def test_feelings_are_of_members_only(study, drafts):
    for persona in drafts.personas:
        phases = [one.phase_id for one in persona.feelings if not one.touchpoint_id]
        assert phases == [one.phase_id for one in study.analysis.taxonomy.phases]
        assert {one.touchpoint_id for one in persona.feelings if one.touchpoint_id} == {
            one.subject_id for one in persona.touchpoints
        }
        for feeling in persona.feelings:
            assert feeling.n_respondents <= len(persona.respondents)
            for at in (feeling.best, feeling.worst):
                if at >= 0:
                    segment = study.analysis.segments[at]
                    assert segment.respondent_id in persona.respondents
                    touchpoint = study.analysis.taxonomy.touchpoints[study.analysis.tags.touchpoint[at]]
                    assert touchpoint.phase_id == feeling.phase_id


def test_attributes_are_counted_among_members(study, drafts):
    roles = {one.respondent_id: one.attributes["role"] for one in study.analysis.corpus.respondents}
    for persona in drafts.personas:
        for count in persona.attributes:
            assert count.n == sum(roles[rid] == count.value for rid in persona.respondents)
            assert count.n_known == len(persona.respondents)


@pytest.mark.parametrize("seed", [1, 2])
def test_the_same_text_in_any_order(study, drafts, seed):
    other = reordered(study.analysis, seed)
    assert personas_json(build_personas(other), other) == personas_json(drafts, study.analysis)


def test_the_same_text_in_another_process_with_more_threads(study, drafts):
    code = (
        "from benchmarks.simulate import *; from personas import *; import sys; "
        "a = simulate(Recipe(n_people=24, n_groups=3, strength=0.75, seed=7)).analysis; "
        "sys.stdout.buffer.write(personas_json(build_personas(a), a).encode())"
    )
    settings = {"OMP_NUM_THREADS": "2", "OPENBLAS_NUM_THREADS": "2", "PYTHONHASHSEED": "5"}
    done = subprocess.run([sys.executable, "-c", code], env={**os.environ, **settings}, capture_output=True, check=True)
    assert done.stdout.decode() == personas_json(drafts, study.analysis)


@pytest.mark.parametrize(("language", "words"), [("de", "mindestens 6 Befragte"), ("en", "at least 6 respondents")])
def test_below_six_people_there_is_a_reason_and_nobody_is_grouped(study, language, words):
    found = build_personas(replace(few(study.analysis, 5), language=language))
    assert found.personas == ()
    assert words in found.refusal
    assert found.stability is None
    assert json.loads(personas_json(found, study.analysis))["refusal"] == found.refusal


@pytest.mark.parametrize(("language", "words"), [("de", "nicht in Gruppen"), ("en", "do not fall into groups")])
def test_a_study_without_groups_is_refused(study, language, words):
    analysis = exchange_people(replace(study.analysis, language=language), 1)
    found = build_personas(analysis)
    assert found.personas == ()
    assert words in found.refusal


def test_an_empty_study_is_refused(study):
    found = build_personas(few(study.analysis, 0))
    assert found.personas == ()
    assert found.refusal


def test_a_study_without_themes_and_touchpoints_does_not_break(study):
    analysis = study.analysis
    n = len(analysis.segments)
    bare = replace(
        analysis,
        themes=replace(analysis.themes, themes=(), assignment=np.full(n, -1, dtype=np.int32)),
        tags=replace(analysis.tags, touchpoint=np.full(n, -1, dtype=np.int32)),
    )
    found = build_personas(bare)
    assert bool(found.personas) != bool(found.refusal)
    for persona in found.personas:
        assert {trait.subject_id for trait in persona.traits} <= {"other"}
        assert persona.title


def test_progress_is_told(study):
    calls = []
    build_personas(study.analysis, progress=lambda *call: calls.append(call))
    assert calls
    assert {stage for stage, _, _ in calls} == {"build personas"}


def test_both_languages_have_the_same_sentences():
    assert {section: set(keys) for section, keys in wording("de").items()} == {
        section: set(keys) for section, keys in wording("en").items()
    }


@pytest.mark.parametrize(
    ("subject", "language", "expected"),
    [
        ("Passform", "de", "Passform"),
        ("Lieferung, Paket", "de", "„Lieferung, Paket“"),
        ("Warten auf die Antwort der Hotline", "de", "„Warten auf die Antwort der Hotline“"),
        ("FAQ pages", "en", "FAQ pages"),
        ("Returns", "en", "returns"),
        ("", "en", ""),
    ],
)
def test_phrase_fits_a_subject_into_a_sentence(subject, language, expected):
    assert phrase(subject, language) == expected
