"""What people say for and against the lines of proto-personas, and who is missing."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from personas.proto.matching import LineFinding, compare_protos
from personas.proto.proto_file import Proto, ProtoKind, ProtoLine
from tests.personas.proto.small_study import FILLER, WEATHER, Statement, small_study, words_as_vectors
from voc.schema import Theme
from voc.text.matching import find_negations, is_same_word, read_topic


def judge(kind: ProtoKind, text: str, study: Any = None) -> LineFinding:
    proto = Proto("X", (ProtoLine(kind, text),))
    return compare_protos((proto,), study or small_study(), words_as_vectors).findings[0][0]


def test_a_pain_is_supported_by_unhappy_people_and_not_by_happy_ones() -> None:
    finding = judge("pain", "is annoyed by the chatbot")
    assert (finding.verdict, finding.supporters, finding.opponents) == ("supported", ("r-1", "r-2"), ("r-3",))
    assert finding.n_of == 29
    assert [small_study().analysis.segments[at].segment_id for at in finding.opposing] == ["s-3"]


def test_praise_of_what_people_complain_about_is_contradicted() -> None:
    finding = judge("praise", "chatbot")
    assert (finding.verdict, finding.supporters, finding.opponents) == ("contradicted", ("r-3",), ("r-1", "r-2"))


def test_a_habit_is_contradicted_by_those_who_deny_it_and_questions_say_nothing() -> None:
    finding = judge("behaviour", "orders by telephone")
    assert (finding.verdict, finding.supporters, finding.opponents) == ("contradicted", ("r-4",), ("r-5", "r-6"))
    assert judge("behaviour", "does not order by telephone").verdict == "supported"


def test_naming_a_thing_is_no_need_of_it() -> None:
    finding = judge("need", "newsletter")
    assert (finding.verdict, finding.supporters) == ("few", ("r-8",))


def test_in_interviews_people_must_speak_of_themselves() -> None:
    statements = [
        Statement(number, f"{who} brother plays chess and he is fine.", kind="interview")
        for number, who in enumerate(("Her", "His", "Their", "The"))
    ]
    assert judge("behaviour", "plays chess", small_study([*statements, *FILLER])).verdict == "unclear"


def test_what_nobody_says_is_not_found_and_what_no_source_carries_cannot_be_judged() -> None:
    assert judge("goal", "wants a flying carpet").verdict == "not_found"
    assert judge("demographic", "female").verdict == "no_data"
    assert judge("goal", "wants a flying carpet", small_study([])).verdict == "not_found"


def test_one_common_word_is_no_topic_of_its_own() -> None:
    statements = [Statement(number, f"I have time, number {number}.") for number in range(30)]
    assert judge("characteristic", "has time", small_study([*statements, *FILLER])).verdict == "unclear"


def test_who_is_missing_is_named() -> None:
    persona = SimpleNamespace(persona_id="p-1", title="Birds", respondents=("r-100", "r-101", "r-1"), quote=12)
    rare = Theme("t-rare", "Rare", (), (9,))
    study = small_study(personas=[persona], themes=[WEATHER, rare])
    proto = Proto("X", (ProtoLine("pain", "is annoyed by the chatbot"),))
    test = compare_protos((proto,), study, words_as_vectors)
    assert [(missing.kind, missing.key, missing.n, missing.n_of, missing.quote) for missing in test.missing] == [
        ("persona", "p-1", 2, 3, 12),
        ("theme", "t-weather", 20, 29, 9),
    ]
    assert test.covered == (("r-1", "r-2"),)


def test_a_theme_that_a_line_touches_is_not_missing() -> None:
    proto = Proto("X", (ProtoLine("behaviour", "sings in a choir"),))
    test = compare_protos((proto,), small_study(themes=[WEATHER]), words_as_vectors)
    assert test.findings[0][0].supporting
    assert test.missing == ()


@pytest.mark.parametrize("kind", ["pain", "praise"])
def test_calm_words_take_no_side(kind: ProtoKind) -> None:
    study = small_study([Statement(1, "The chatbot has a menu.", 0.05), *FILLER])
    assert judge(kind, "chatbot", study).verdict == "unclear"


def test_stance_topic_and_negation_are_read_in_both_languages() -> None:
    assert read_topic("ärgert sich über den Chatbot", "pain", "de").lemmas == ("chatbot",)
    assert read_topic("hates the hotline", "characteristic", "en").stance == -1
    assert read_topic("never opens the app", "behaviour", "en").is_negated
    assert find_negations("Ich bestelle nie am Telefon.", "de", ("telefon",)) == [True]
    assert find_negations("If I don't know them, I'm rather shy.", "en", ("shy",)) == [False]
    assert not is_same_word("party", "partner")
