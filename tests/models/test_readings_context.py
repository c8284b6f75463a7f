"""Questions and ratings are added to what the words say, and never replace it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from voc.models.encoder_registry import load_encoder
from voc.models.readings import add_log_odds, build_context, classify_question, empty_context, predict_readings
from voc.models.text_readers import load_text_reader
from voc.schema import SENTIMENTS, STATEMENTS, Document, Kind, Readings, Segment, Turn

TEXTS = ["Die Parkplätze.", "Kam am nächsten Tag.", "Die Beratung war furchtbar schlecht und unfreundlich."]


def segment(text: str, kind: Kind, question: str = "") -> Segment:
    return Segment(
        f"s-{abs(hash(text))}", f"d-{text}", "r", "f", kind, "participant", 0, len(text), None, question, text, "de"
    )


def document(text: str, **ratings: float) -> Document:
    return Document(f"d-{text}", "f", "review", text, (Turn(0, len(text), "B", "participant", "r"),), ratings=ratings)


def readings(segments: Sequence[Segment], documents: Sequence[Document] = ()) -> Readings:
    texts = [row.text for row in segments]
    vectors = load_encoder("use").encode(texts)
    return predict_readings(texts, vectors, load_text_reader("deep"), context=build_context(segments, documents))


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("Was hat Sie zuletzt geärgert?", "pain"),
        ("Was hat Ihnen nicht so gut gefallen?", "pain"),
        ("What are the biggest pain points for you?", "pain"),
        ("What do you like least?", "pain"),
        ("Was gefällt Ihnen besonders?", "praise"),
        ("What do you enjoy most about the app?", "praise"),
        ("Was sollten wir als Nächstes verbessern?", "suggestion"),
        ("Do you have any suggestions?", "suggestion"),
        ("Was hat Ihnen gefallen und was sollten wir ändern?", ""),
        ("Wie alt sind Sie?", ""),
        ("", ""),
    ],
)
def test_what_a_question_asks_for(question: str, kind: str) -> None:
    assert classify_question(question) == kind


def test_a_survey_question_moves_the_reading() -> None:
    asked = readings([segment(TEXTS[0], "survey", "Was hat Sie zuletzt geärgert?")])
    plain = readings([segment(TEXTS[0], "survey")])
    assert asked.polarity[0] < plain.polarity[0]
    assert STATEMENTS[asked.statement[0]] == "pain"


def test_a_question_of_an_interview_moves_nothing() -> None:
    asked = readings([segment(TEXTS[0], "interview", "Was hat Sie zuletzt geärgert?")])
    assert asked.polarity[0] == readings([segment(TEXTS[0], "interview")]).polarity[0]


def test_stars_move_the_reading_but_do_not_turn_plain_words() -> None:
    segments = [segment(text, "review") for text in TEXTS[1:]]
    best = readings(segments, [document(text, rating=1.0) for text in TEXTS[1:]])
    worst = readings(segments, [document(text, rating=0.0) for text in TEXTS[1:]])
    plain = readings(segments)
    assert worst.polarity[0] < plain.polarity[0] < best.polarity[0]
    assert SENTIMENTS[best.sentiment[1]] == "negative"


def test_without_context_nothing_moves() -> None:
    probabilities = np.array([[0.2, 0.5, 0.3]], np.float32)
    assert np.array_equal(add_log_odds(probabilities, empty_context(1).sentiment), probabilities)


def test_rows_with_log_odds_stay_probabilities() -> None:
    moved = add_log_odds(
        np.array([[0.2, 0.5, 0.3], [1, 0, 0]], np.float32), np.array([[1, 0, -1], [0, 0, 3]], np.float32)
    )
    assert np.allclose(moved.sum(axis=1), 1)
    assert moved[0].argmax() == 0
    assert moved.dtype == np.float32
