"""`voc explain`: its explanations, their output, and that it stores nothing."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from syrupy.assertion import SnapshotAssertion
from typer.testing import CliRunner

from voc.cli.main import app
from voc.errors import UsageError
from voc.models.encoder_registry import load_encoder
from voc.models.readings import predict_readings
from voc.models.text_readers import load_text_reader
from voc.schema import EMOTIONS, SENTIMENTS, STATEMENTS, Readings
from voc.tasks.explain import ExplainedReading, Explanation, WordEffect, explain_text, sentiment_probabilities

PRAISE = "The [new] staff was excellent."


def call(*arguments: str, stdin: str | bytes | None = None) -> str:
    result = CliRunner().invoke(app, ["explain", *arguments], input=stdin, env={"COLUMNS": "100"})
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code == 0, result.output
    return result.output


@pytest.fixture(scope="module")
def praise() -> Explanation:
    return explain_text(PRAISE)


def test_help(snapshot: SnapshotAssertion) -> None:
    assert call("--help") == snapshot


def test_explanation_names_the_word_that_carries_the_sentiment(praise: Explanation) -> None:
    assert praise.language == "en"
    first = praise.readings[0]
    assert (first.subject, first.name) == ("sentiment", "positive")
    reason = first.words[0]
    assert PRAISE[reason.start : reason.end] == "excellent"
    assert reason.without_word < reason.with_word == first.probability
    assert [PRAISE[a:b] for a, b in praise.feelings] == ["excellent"]
    assert [PRAISE[a:b] for a, b in praise.aspects] == ["staff"]


def test_explanation_of_a_word_is_the_reading_without_it(praise: Explanation) -> None:
    encode = load_encoder("use").encode
    reason = praise.readings[0].words[0]
    rest = PRAISE[: reason.start] + PRAISE[reason.end :]
    readings = predict_readings([rest], encode([rest]), load_text_reader("deep"))
    expected = sentiment_probabilities(readings)[0, SENTIMENTS.index("positive")]
    assert reason.without_word == pytest.approx(float(expected), abs=1e-6)


def test_explanation_orders_and_limits_what_it_names(praise: Explanation) -> None:
    assert [reading.subject for reading in praise.readings][-1] == "statement"
    assert {reading.name for reading in praise.readings} <= {*SENTIMENTS, *EMOTIONS, *STATEMENTS}
    for reading in praise.readings:
        effects = [word.with_word - word.without_word for word in reading.words]
        assert effects == sorted(effects, reverse=True)
        assert all(effect >= 0.05 for effect in effects)
        assert len(effects) <= 5
    assert sum(praise.sentiments.values()) == pytest.approx(1, abs=1e-5)


def test_sentiment_probabilities_are_recovered_from_polarity_and_confidence() -> None:
    probabilities = np.array([[0.7, 0.2, 0.1], [0.3, 0.4, 0.3], [0.1, 0.15, 0.75], [0.45, 0.1, 0.45]], np.float32)
    empty, none = np.zeros((4, 8), np.float32), np.zeros(4, np.int32)
    readings = Readings(
        polarity=probabilities[:, 2] - probabilities[:, 0],
        sentiment=probabilities.argmax(axis=1).astype(np.int32),
        confidence=probabilities.max(axis=1),
        emotions=empty,
        emotion=none,
        intensity=none,
        statement=none,
        statement_confidence=empty[:, 0],
        about=none,
        status=none,
    )
    np.testing.assert_allclose(sentiment_probabilities(readings), probabilities, atol=1e-6)


def test_without_a_feeling_word_all_aspects_are_named() -> None:
    explanation = explain_text("Der Bahnhof liegt neben dem Krankenhaus.", "de")
    assert explanation.feelings == ()
    assert len(explanation.aspects) == 2


@pytest.mark.parametrize(
    ("text", "message"), [("", "at least one word"), ("?!", "at least one word"), ("a " * 1001, "2,0")]
)
def test_explanation_refuses_what_it_cannot_read(text: str, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        explain_text(text)


EXPLANATION = Explanation(
    language="de",
    polarity=-0.61,
    sentiments={"negative": 0.7, "neutral": 0.21, "positive": 0.09},
    readings=(
        ExplainedReading("sentiment", "negative", 0.7, (WordEffect(9, 16, 0.7, 0.2, "positive"),)),
        ExplainedReading("emotion", "frustration", 0.66, (WordEffect(9, 16, 0.66, 0.12),)),
        ExplainedReading("statement", "pain", 0.8, ()),
    ),
    feelings=((9, 16),),
    aspects=((0, 4),),
)


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    texts: list[tuple[str, str]] = []
    monkeypatch.setattr(
        "voc.tasks.explain.explain_text", lambda text, language: texts.append((text, language)) or EXPLANATION
    )
    return texts


def test_explain_prints_plain_text_when_piped(calls: list[tuple[str, str]], snapshot: SnapshotAssertion) -> None:
    assert call("Ware war [kaputt]") == snapshot
    assert calls == [("Ware war [kaputt]", "")]


def test_explain_as_json(calls: list[tuple[str, str]]) -> None:
    data = json.loads(call("Ware war [kaputt]", "--language", "de", "--json"))
    assert data["readings"][0]["reasons"] == [
        {"start": 9, "end": 16, "text": "[kaputt", "with": 0.7, "without": 0.2, "becomes": "positive"}
    ]
    assert data["aspects"] == [{"start": 0, "end": 4, "text": "Ware"}]
    assert calls == [("Ware war [kaputt]", "de")]


def test_explain_reads_stdin(calls: list[tuple[str, str]]) -> None:
    call("-", stdin="\ufeff Ware war kaputt\n")
    assert calls == [("Ware war kaputt", "")]


def test_explain_requires_utf_8_on_stdin(calls: list[tuple[str, str]]) -> None:
    with pytest.raises(UsageError, match="UTF-8"):
        call("-", stdin="Größe".encode("cp1252"))


def test_explain_stores_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VOC_CACHE", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)
    assert "excellent" in call(PRAISE)
    assert list(tmp_path.iterdir()) == []
