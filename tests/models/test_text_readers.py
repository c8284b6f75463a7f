"""Which reader reads what, what a reader can tell, and what happens without onnxruntime."""

from __future__ import annotations

import builtins
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from voc.models import transformer_reader
from voc.models.encoder import Encoder
from voc.models.readings import predict_readings
from voc.models.text_readers import DEEP_LIMIT, BasicReader, choose_readers, load_text_reader
from voc.schema import ABOUT, SENTIMENTS, STATUS, Kind, Segment


def segments(kind: Kind, n: int) -> list[Segment]:
    return [
        Segment(f"s-{kind}-{i}", "d-1", "r-1", "f", kind, "participant", 0, 4, None, "", "Text", "de") for i in range(n)
    ]


def test_auto_reads_small_studies_deep_and_large_tables_fast() -> None:
    small = choose_readers("auto", segments("review", DEEP_LIMIT))
    assert {name: len(rows) for name, rows in small.items()} == {"deep": DEEP_LIMIT}
    mixed = choose_readers("auto", [*segments("review", DEEP_LIMIT), *segments("interview", 3)])
    assert {name: len(rows) for name, rows in mixed.items()} == {"deep": 3, "fast": DEEP_LIMIT}
    assert mixed["deep"].tolist() == [DEEP_LIMIT, DEEP_LIMIT + 1, DEEP_LIMIT + 2]


@pytest.mark.parametrize("choice", ["deep", "fast", "basic"])
def test_a_named_reader_reads_everything(choice: Any) -> None:
    assert {name: rows.tolist() for name, rows in choose_readers(choice, segments("survey", 2)).items()} == {
        choice: [0, 1]
    }


def test_the_deep_reader_tells_about_status_and_intensity(encoder: Encoder) -> None:
    texts = ["Ist die Filiale sonntags offen?", "Ich bin so wütend, das ist eine absolute Frechheit!"]
    readings = predict_readings(texts, encoder.encode(texts), load_text_reader("deep"))
    assert STATUS[readings.status[0]] == "asked"
    assert ABOUT[readings.about[1]] == "self"
    assert SENTIMENTS[readings.sentiment[1]] == "negative"
    assert readings.intensity[1] >= 2
    assert readings.intensity[0] == 0 or readings.emotion[0] >= 0


def test_the_basic_reader_says_what_it_cannot_tell(encoder: Encoder) -> None:
    readings = predict_readings(["Alles prima."], encoder.encode(["Alles prima."]), BasicReader())
    assert readings.about.tolist() == readings.status.tolist() == [-1]
    assert readings.intensity.tolist() == [0]


@pytest.fixture
def no_onnxruntime(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    original = builtins.__import__

    def refuse(name: str, *args: Any, **kwargs: Any) -> ModuleType:
        if name.startswith("onnxruntime"):
            raise ImportError("no wheel for this system")
        return original(name, *args, **kwargs)

    transformer_reader.load_transformer.cache_clear()
    monkeypatch.setattr(builtins, "__import__", refuse)
    yield
    transformer_reader.load_transformer.cache_clear()


@pytest.mark.usefixtures("no_onnxruntime")
def test_without_onnxruntime_the_basic_reader_takes_over(encoder: Encoder) -> None:
    reader = load_text_reader("deep")
    assert reader.name == "basic"
    readings = predict_readings(["Alles prima."], encoder.encode(["Alles prima."]), reader)
    assert np.isfinite(readings.polarity).all()
