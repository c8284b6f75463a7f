"""Sentences about personas and pain points are written anew in the language that is asked for."""

# ruff: noqa: E501 - one sentence a row

from __future__ import annotations

from dataclasses import replace

import pytest

from personas.wording import in_other_language, say
from tests.reports.fake_study import fake_analysis, fake_personas
from voc.pains.wording import title_at
from voc.schema import Analysis, PersonaWording, SentenceParts


@pytest.fixture
def german() -> Analysis:
    return replace(fake_analysis(), language="de")


@pytest.mark.parametrize(
    ("sentence", "de", "en"),
    [
        (SentenceParts("caveat.few_people", numbers={"n": 1}), "nur einer", "only one"),
        (SentenceParts("caveat.alike", attributes=("age", "customer since")), "Alter, Kundschaft seit", "age, customer since"),
        (SentenceParts("caveat.one_kind", {"name": "survey"}, {"name": "kind.survey"}, {"n": 2, "total": 3}), "Umfrage", "survey"),
        (SentenceParts("title.pain", {"subject": "App-Nutzung"}, {"subject": "app"}), "App-Nutzung", "“use of the app”"),
        (SentenceParts("question.phase", {"phase": "Abwägung"}, {"phase": "consideration"}), "Abwägung", "Consideration"),
        (SentenceParts("method.tested", numbers={"resamples": 9}, figures={"stability": 0.5, "chance": 0.1}), "0,50", "0.50"),
        (SentenceParts("title.none", numbers={"number": 2}), "(2)", "(2)"),
    ],
)  # fmt: skip
def test_a_sentence_is_written_in_both_languages(german: Analysis, sentence: SentenceParts, de: str, en: str) -> None:
    assert de.casefold() in say(sentence, german).casefold()
    assert en.strip("“”").casefold() in say(sentence, replace(german, language="en")).casefold()


def test_a_study_is_written_in_the_other_language(german: Analysis) -> None:
    title = SentenceParts("title.pain", {"subject": "Kundendienst"}, {"subject": "support"})
    wording = PersonaWording(title, (SentenceParts("caveat.single_comments"),), (SentenceParts("question.goal"),))
    personas = fake_personas(german)
    first, *rest = personas.personas
    personas = replace(personas, personas=(replace(first, wording=wording), *rest))
    pain = replace(
        german.pain_points[0], title="App-Nutzung: Lädt nie", wording=title_at("App-Nutzung", "Lädt nie", "app")
    )
    study, drafts = in_other_language(replace(german, pain_points=(pain,)), personas, "en")
    assert study.pain_points[0].title == "Use of the app: Lädt nie"
    draft = drafts.personas[0]
    assert draft.title == "The ones struggling with support"
    assert draft.caveats == ("Most people made a single comment; the group shows a concern, not a whole person.",)
    assert draft.questions == ("What do these people want to achieve when they deal with us?",)


def test_a_name_that_the_team_chose_stays(german: Analysis) -> None:
    personas = fake_personas(german)
    first = replace(personas.personas[0], title="Die Eiligen", wording=PersonaWording(None, (), ()))
    _, drafts = in_other_language(german, replace(personas, personas=(first,)), "en")
    assert drafts.personas[0].title == "Die Eiligen"
