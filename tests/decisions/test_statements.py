"""Decisions about statements: what they say, where they are cut, and how they are found when ids change."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from voc.decisions.codebook import Codebook, SegmentDecision, parse_codebook, words_id
from voc.decisions.statements import (
    DecidedStatements,
    label_readings,
    label_tags,
    lead_pain_points,
    lead_themes,
    locate_decisions,
    recut,
)
from voc.errors import ConfigError
from voc.schema import (
    EMOTIONS,
    SENTIMENTS,
    STATEMENTS,
    Corpus,
    Document,
    FurtherTag,
    PainPoint,
    Readings,
    Segmentation,
    Tags,
    Taxonomy,
    Theme,
    Themes,
    Turn,
)
from voc.segment import segment

FIRST = "The app of [Person 1] crashed again during my long run. The whole recording of it was lost for good."
SECOND = "I waited four weeks for my money. The label would not print at all on my old printer."


def study(first: str = FIRST) -> tuple[Segmentation, tuple[Document, ...]]:
    text = f"{first}\n{SECOND}\n"
    turns = (
        Turn(0, len(first), "Erika", "participant", "r-1"),
        Turn(len(first) + 1, len(text) - 1, "Erika", "participant", "r-1"),
    )
    document = Document("d-1", "talk.txt", "interview", text, turns)
    return segment(Corpus((), (document,), ())), (document,)


def decide(decisions: dict[str, dict[str, object]], first: str = FIRST) -> tuple[list[str], DecidedStatements]:
    segmentation, documents = study(first)
    checked = Codebook.model_validate({"segments": decisions}).segments
    cut = recut(segmentation, documents, checked)
    for record in cut.segmentation.segments:
        assert record.text == documents[0].text[record.start : record.end]
    decided = locate_decisions(cut.segmentation.segments, checked, cut)
    return [record.text for record in cut.segmentation.segments], decided


def ids(first: str = FIRST) -> list[str]:
    return [record.segment_id for record in study(first)[0].segments]


def test_the_study_of_these_tests_has_two_statements_in_each_turn() -> None:
    assert [record.text for record in study()[0].segments] == [
        "The app of [Person 1] crashed again during my long run.",
        "The whole recording of it was lost for good.",
        "I waited four weeks for my money.",
        "The label would not print at all on my old printer.",
    ]


@pytest.mark.parametrize("number", [1, 12345])
def test_a_statement_is_split_at_the_same_words_whatever_the_numbers_of_pseudonyms(number: int) -> None:
    first = FIRST.replace("1", str(number))
    offset = len("The app of [Person] crashed again")
    texts, decided = decide({ids()[0]: {"split_at": [offset], "sentiment": "negative"}}, first)
    assert texts[:2] == [f"The app of [Person {number}] crashed again", "during my long run."]
    assert decided.waiting == ()
    # What was decided about the whole holds for both parts.
    assert [decided.of[row].sentiment for row in (0, 1)] == ["negative", "negative"]


def test_a_part_has_the_id_that_segment_would_give_it_and_its_own_decision_wins() -> None:
    key = ids()[2]
    offset = len("I waited four weeks")
    segmentation, documents = study()
    checked = {key: SegmentDecision(split_at=(offset,))}
    part = recut(segmentation, documents, checked).segmentation.segments[2]
    decisions = {
        key: {"split_at": [offset], "note": "whole", "key_quote": True},
        part.segment_id: {"note": "mine"},
    }
    decided = decide(decisions)[1]
    assert (decided.of[2].note, decided.of[2].key_quote, decided.of[3].note) == ("mine", True, "whole")
    # Joined again it has the id of the whole, and is not split for ever.
    decisions[part.segment_id]["join_next"] = True
    texts, decided = decide(decisions)
    assert len(texts) == 4
    assert decided.of[2].note in {"mine", "whole"}


@pytest.mark.parametrize("offset", [13, 900, len("The app of [Person] crashed again during my long run")])
def test_a_split_that_is_impossible_is_pending_and_the_labels_hold(offset: int) -> None:
    texts, decided = decide({ids()[0]: {"split_at": [offset], "sentiment": "negative"}})
    assert len(texts) == 4
    assert "split_at" in decided.waiting[0]
    assert decided.of[0].sentiment == "negative"


def test_statements_of_a_turn_are_joined_and_keep_what_was_decided_about_either() -> None:
    first, second, third, _ = ids()
    texts, decided = decide({first: {"join_next": True, "note": "both"}, second: {"key_quote": True, "note": "no"}})
    assert texts[0] == FIRST
    assert len(texts) == 3
    assert (decided.of[0].note, decided.of[0].key_quote) == ("both", True)
    assert decided.waiting == ()
    texts, decided = decide({second: {"join_next": True}, third: {"note": "stays"}})
    assert len(texts) == 4
    assert "join_next" in decided.waiting[0]


def test_a_decision_finds_its_statement_by_its_words_when_the_id_is_gone() -> None:
    gone = "s-0000000000"
    words = words_id("I waited four weeks for my money.")
    decided = decide({gone: {"words": words, "sentiment": "negative"}})[1]
    assert decided.of[2].sentiment == "negative"
    assert decided.waiting == ()
    texts, decided = decide({gone: {"words": words, "split_at": [len("I waited four weeks")]}})
    assert "for my money." in texts
    assert decided.waiting == ()


def test_a_decision_without_a_statement_or_with_several_is_pending() -> None:
    gone = "s-0000000000"
    assert gone in decide({gone: {"sentiment": "negative", "words": "w-0000000000"}})[1].waiting[0]
    assert decide({gone: {"words": "w-0000000000"}})[1].waiting == ()
    segmentation, documents = study()
    copies = replace(segmentation, segments=(*segmentation.segments, segmentation.segments[2]))
    decisions = {gone: SegmentDecision(words=words_id(copies.segments[2].text), note="x")}
    decided = locate_decisions(copies.segments, decisions, recut(copies, documents, decisions))
    assert gone in decided.waiting[0]


def readings(n: int, sentiment: str = "negative", kind: str = "pain", emotion: str = "frustration") -> Readings:
    emotions = np.zeros((n, len(EMOTIONS)), np.float32)
    emotions[:, EMOTIONS.index(emotion)] = 0.7
    return Readings(
        polarity=np.full(n, -0.6, np.float32),
        sentiment=np.full(n, SENTIMENTS.index(sentiment), np.int32),
        confidence=np.full(n, 0.7, np.float32),
        emotions=emotions,
        emotion=np.full(n, EMOTIONS.index(emotion), np.int32),
        intensity=np.full(n, 2, np.int32),
        statement=np.full(n, STATEMENTS.index(kind), np.int32),
        statement_confidence=np.full(n, 0.6, np.float32),
        about=np.zeros(n, np.int32),
        status=np.zeros(n, np.int32),
    )


def label(**keys: object) -> Readings:
    before = readings(2)
    after = label_readings(before, {1: SegmentDecision.model_validate(keys).resolve()})
    for name in Readings.__slots__:
        assert np.array_equal(getattr(before, name)[0], getattr(after, name)[0])
    assert before.polarity[1] == np.float32(-0.6), "the readings that came in must not change"
    return after


def test_a_decided_sentiment_is_certain_and_the_other_readings_agree() -> None:
    after = label(sentiment="positive")
    assert (after.polarity[1], after.confidence[1]) == (1, 1)
    assert STATEMENTS[after.statement[1]] == "praise"
    assert after.emotions[1, EMOTIONS.index("frustration")] == 0
    assert after.emotion[1] != EMOTIONS.index("frustration")
    assert label(sentiment="neutral").polarity[1] == 0
    same = label(sentiment="negative")
    assert (EMOTIONS[same.emotion[1]], same.intensity[1], STATEMENTS[same.statement[1]]) == ("frustration", 2, "pain")


def test_a_decided_kind_emotion_and_small_talk() -> None:
    after = label(kind="praise")
    assert (SENTIMENTS[after.sentiment[1]], after.statement_confidence[1]) == ("positive", 1)
    assert SENTIMENTS[label(kind="goal").sentiment[1]] == "negative"
    after = label(emotion="worry")
    assert (EMOTIONS[after.emotion[1]], after.intensity[1], after.emotions[1].max()) == ("worry", 0, 1)
    assert label(emotion="none").emotion[1] == -1
    after = label(small_talk=True)
    assert (after.polarity[1], after.emotion[1], STATEMENTS[after.statement[1]]) == (0, -1, "other")


def test_decided_touchpoints_replace_the_tags_and_unknown_ones_are_pending(taxonomy: Taxonomy) -> None:
    segments = study()[0].segments
    first, second, third = (touchpoint.touchpoint_id for touchpoint in taxonomy.touchpoints[:3])
    tags = Tags(np.array([0, 0, 0, 0], np.int32), np.full(4, 0.8, np.float32), (FurtherTag(0, 1, 0.7),))
    decisions = {
        0: SegmentDecision(touchpoints=(third, second, third)),
        1: SegmentDecision(touchpoints=()),
        2: SegmentDecision(touchpoints=(first, "nowhere")),
    }
    after, waiting = label_tags(tags, segments, decisions, taxonomy)
    assert after.touchpoint.tolist() == [2, -1, 0, 0]
    assert after.also == (FurtherTag(0, 1, 1.0),)
    assert (after.score[0], after.score[1]) == (1, 0)
    assert len(waiting) == 1
    assert "nowhere" in waiting[0]


def test_key_quotes_lead_the_quotes_of_their_theme_and_pain_point() -> None:
    labels = np.array([0, 0, 0, 1], np.int32)
    records = (Theme("t-1", "A", (), (1, 0)), Theme("t-2", "B", (), (3,)))
    themes = lead_themes(Themes(records, labels, np.ones(4, np.float32), labels >= 0), (0, 2))
    assert [theme.exemplars for theme in themes.themes] == [(0, 2, 1), (3,)]
    pain = PainPoint("pp-1", "x", "", "", "t-1", (0, 1, 2), ("r-1",), 1.0, 0.5, "none", None, None, (1, 0), ())
    assert lead_pain_points([pain], (2, 3))[0].quotes == (2, 1, 0)
    four = replace(pain, segments=(0, 1, 2, 3), quotes=(1, 0, 3))
    assert lead_pain_points([four], (2,))[0].quotes == (2, 1, 0)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('sentiment = "bad"', "negative, neutral, positive"),
        ('emotion = "anger"', "frustration"),
        ('kind = "complaint"', "praise"),
        ("split_at = [9, 4]", "rising"),
        ("split_at = [0]", "above 0"),
        ('note = "' + "x" * 1001 + '"', "1000"),
    ],
)
def test_a_wrong_label_is_an_error_that_names_the_right_ones(line: str, message: str) -> None:
    with pytest.raises(ConfigError, match=r"segments\.s-1") as error:
        parse_codebook(f'[segments."s-1"]\n{line}\n')
    assert message in str(error.value)
