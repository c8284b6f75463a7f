"""What statements say: people about themselves, kinds that the words rule out, tone, questions, markers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pytest

from voc.schema import TraitKind
from voc.text.clauses import TextRange
from voc.text.statements import (
    MARKERS,
    RuleReader,
    SelfStatement,
    StatementReader,
    StatementReading,
    is_question,
    marker_features,
    read_statement,
    statement_reader,
)


def kinds(text: str, language: str) -> set[TraitKind]:
    """The kinds of the self-statements of a text."""
    return {kind for kind, _, _ in read_statement(text, language).self_statements}


@pytest.mark.parametrize(
    ("text", "language", "kind"),
    [
        ("I want to run ten kilometres by autumn.", "en", "goal"),
        ("My goal is a marathon next spring.", "en", "goal"),
        ("I need somebody I can call at night.", "en", "need"),
        ("It would be great if it told me the size.", "en", "need"),
        ("I rely on my son for the printing.", "en", "need"),
        ("It is important to me that everybody has a say.", "en", "motivation"),
        ("I'm afraid of pressing the wrong key.", "en", "pain"),
        ("I often forget where I put it.", "en", "behaviour"),
        ("I'm rather quiet in larger groups.", "en", "behaviour"),
        ("I just go with what the group says.", "en", "behaviour"),
        ("Ich möchte im Herbst zehn Kilometer laufen.", "de", "goal"),
        ("Ich brauche jemanden, den ich anrufen kann.", "de", "need"),
        ("Es wäre schön, wenn es eine Liste gäbe.", "de", "need"),
        ("Mir ist wichtig, dass alle gefragt werden.", "de", "motivation"),
        ("Das ärgert mich jedes Mal aufs Neue.", "de", "pain"),
        ("Ich bestelle meistens spät am Abend.", "de", "behaviour"),
        ("In Gruppen bin ich eher still, ich bin eher der ruhige Typ.", "de", "behaviour"),
    ],
)
def test_people_speak_of_themselves(text: str, language: str, kind: TraitKind) -> None:
    assert kind in kinds(text, language)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("I decide whether I want to go to work.", "en"),
        ("It is not difficult for me at all.", "en"),
        ("Do I want to go there tomorrow?", "en"),
        ("The parcel came on a rainy Monday.", "en"),
        ("Ich weiß nicht, was ich will und wohin.", "de"),
        ("Das ist mir überhaupt nicht wichtig gewesen.", "de"),
        ("Das Paket kam an einem Montag.", "de"),
        ("Je veux courir dix kilomètres.", "fr"),
        ("", "en"),
    ],
)
def test_a_doubtful_sentence_says_nothing(text: str, language: str) -> None:
    assert kinds(text, language) == set()


def test_spans_are_whole_sentences_without_fillers() -> None:
    text = "Erm, yes, I always order late. It was wet, though."
    assert [text[start:end] for _, start, end in read_statement(text, "en").self_statements] == ["I always order late."]


def test_a_long_text_is_read_in_time() -> None:
    assert len(read_statement("I often wait. " + "a " * 200_000, "en").self_statements) <= 1


@pytest.mark.parametrize(
    ("text", "language", "kind"),
    [
        ("My mind is pleasantly empty of worries.", "en", "pain"),
        ("If I'm unsure I ask two friends.", "en", "pain"),
        ("which film we would want to see.", "en", "goal"),
        ("Good tool, it does what I need.", "en", "need"),
        ("It would be better for the others if I spoke.", "en", "need"),
        ("Nobody could tell me whether I need a wide shoe.", "en", "need"),
        ("Seit ich angemeldet bin kommt jeden Tag eine Nachricht.", "de", "behaviour"),
        ("Ich werde immer schneller und das gefällt mir.", "de", "behaviour"),
        ("Ich brauche nicht jede Woche etwas Neues.", "de", "behaviour"),
        ("Das habe ich noch nie vorher gemacht.", "de", "behaviour"),
        ("Wir wollen den Leuten ja nichts aufzwingen und nicht nerven.", "de", "goal"),
        ("Das wäre für die einfacher gewesen.", "de", "need"),
        ("Was ich nicht mag, ist der Wettbewerb.", "de", "motivation"),
    ],
)
def test_what_is_denied_supposed_or_about_others_is_no_statement(text: str, language: str, kind: TraitKind) -> None:
    assert kind not in kinds(text, language)


@pytest.mark.parametrize(
    ("kind", "text", "language"),
    [
        ("pain", "Keine Abstürze mehr seit dem Update.", "de"),
        ("pain", "Ich kam mir nicht blöd vor.", "de"),
        ("pain", "He was rather unhappy with it.", "en"),
        ("praise", "It would be great to have that.", "en"),
        ("praise", "It answered that all was well.", "en"),
        ("need", "Do I need that?", "en"),
    ],
)
def test_words_rule_out_a_kind(kind: TraitKind, text: str, language: str) -> None:
    assert read_statement(text, language).rules_out(kind)


def test_a_pain_or_praise_needs_its_tone() -> None:
    assert read_statement("Das Formular ist umständlich.", "de").has_tone_of("pain", needs_word=True)
    assert read_statement("Good staff, but nobody answers.", "en").has_tone_of("pain", needs_word=False)
    assert not read_statement("There was a big box on the floor.", "en").has_tone_of("pain", needs_word=True)
    assert not read_statement("The lady was so kind to me.", "en").has_tone_of("pain", needs_word=False)
    assert not read_statement("Ich hatte große Sorgen.", "de").has_tone_of("praise", needs_word=False)
    assert read_statement("Rien ne marche.", "fr").has_tone_of("pain", needs_word=True)


def test_praise_needs_a_good_word_only_where_one_is_asked_for() -> None:
    assert read_statement("The parcel came on Monday.", "en").has_tone_of("praise", needs_word=False)
    assert not read_statement("The parcel came on Monday.", "en").has_tone_of("praise", needs_word=True)
    assert read_statement("The parcel came on Monday.", "en").has_tone_of("goal", needs_word=True)


def test_a_reading_has_the_goal_and_the_hurdle() -> None:
    text = "I wanted to pay by card, but the page froze."
    reading = read_statement(text, "en")
    assert reading.goal is not None
    assert reading.hurdle is not None
    assert (text[slice(*reading.goal)], text[slice(*reading.hurdle)]) == ("pay by card", "the page froze")


def test_a_quoted_question_is_a_question_but_rules_nothing_out() -> None:
    text = 'He asked "Does it crash?"'
    assert is_question(text)
    assert not read_statement('I read "Does it crash?"', "en").rules_out("praise")


def test_markers_are_found_in_both_languages_whatever_the_language() -> None:
    features = marker_features(["Ich brauche Hilfe!", "I need help?", ""])
    assert features.shape == (3, len(MARKERS) + 1)
    assert features.dtype == np.float32
    assert [features[row, MARKERS.index("need")] for row in range(3)] == [1, 1, 0]
    assert [features[row, MARKERS.index("exclamation")] for row in range(3)] == [1, 0, 0]
    assert [features[row, MARKERS.index("question")] for row in range(3)] == [0, 1, 0]


@dataclass(frozen=True)
class ModelReading:
    """What a trained model may return: plain fields instead of rules."""

    self_statements: tuple[SelfStatement, ...] = ()
    goal: TextRange | None = None
    hurdle: TextRange | None = None
    is_about_speaker: bool = True
    names_trouble: bool = True
    is_praise: bool = False
    denied: frozenset[TraitKind] = field(default_factory=frozenset)

    def rules_out(self, kind: TraitKind) -> bool:
        return kind in self.denied

    def has_tone_of(self, kind: TraitKind, *, needs_word: bool) -> bool:
        return True


class ModelReader:
    """A reader that is no `RuleReader`."""

    def read(self, texts: Sequence[str], languages: Sequence[str]) -> Sequence[StatementReading]:
        return [ModelReading(goal=TextRange(0, len(text))) for text in texts]


@pytest.mark.parametrize("reader", [RuleReader(), ModelReader()])
def test_every_reader_returns_one_reading_for_each_text(reader: StatementReader) -> None:
    readings = reader.read(["Der Knopf klemmt.", ""], ["de", ""])
    assert len(readings) == 2
    assert all(isinstance(reading.rules_out("pain"), bool) for reading in readings)


def test_the_product_reads_by_rules() -> None:
    assert isinstance(statement_reader(), RuleReader)
