"""The encoder of matters: texts about the same matter are near, in German and English, whatever words they use.

It is multilingual-e5-small (Wang et al., 2024, arXiv:2402.05672, licence MIT) with the word pieces of the reader,
trained by `training/matter` on small studies of our own: which statements support a claim, and which are about a
touchpoint. A statement and a phrase (a title, a touchpoint with its description) are read with different prefixes, as
the pretrained network has them for passages and queries. `weights/matter.md` is the card of the weights.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from importlib.resources import as_file, files

import numpy as np

from voc.errors import EncoderError
from voc.models.encoder import deduplicate_texts, usable_cores
from voc.models.onnx_sessions import load_session, run_by_length
from voc.models.word_pieces import BEGIN, END, load_tokenizer, piece_ids
from voc.schema import Floats

STATEMENT_PREFIX, PHRASE_PREFIX = "passage:", "query:"
_MAX_TOKENS = 96
"""Tokens of a window, prefix and marks included. A longer text is read in several windows, whose vectors are averaged
by their lengths."""


class MatterEncoder:
    """256 dimensions; ``name`` contains a hash of the weights, since it is part of the cache key."""

    dimensions = 256

    def __init__(self, threads: int | None = None, *, prefix: str = STATEMENT_PREFIX) -> None:
        """Load the weights (about 26 MB); ``threads`` defaults to the usable cores.

        Args:
            threads: batches that run at the same time.
            prefix: what the texts are, STATEMENT_PREFIX or PHRASE_PREFIX.

        Raises:
            EncoderError: onnxruntime or the weights are absent or damaged.
        """
        self._threads = threads or usable_cores()
        try:
            with as_file(files("voc.models") / "weights") as folder:
                self._tokenizer = load_tokenizer(folder / "reader" / "tokenizer.model")
                self._embed = load_session(folder / "reader" / "embed.onnx")
                self._layers = load_session(folder / "matter" / "layers.onnx")
                with np.load(folder / "matter" / "heads.npz", allow_pickle=False) as arrays:
                    self._heads = {name: arrays[name] for name in arrays.files}
        except (ImportError, OSError, KeyError, ValueError, RuntimeError) as error:
            raise EncoderError(
                f"the encoder cannot be loaded ({type(error).__name__}: {error}). Run: pip install --force-reinstall "
                'voc-personas onnxruntime, or set [encoder] name = "use" in voc.toml'
            ) from error
        self._prefix = piece_ids(self._tokenizer, prefix)
        self.name = f"matter-{prefix.rstrip(':')}-{self._heads['version'].item()}"

    def encode(self, texts: Sequence[str]) -> Floats:
        """Encode n texts: float32 (n, 256), rows of unit length; see `voc.models.encoder.Encoder`."""
        unique, rows = deduplicate_texts(texts)
        size = _MAX_TOKENS - len(self._prefix) - 2
        windows: list[list[int]] = []
        texts_of: list[int] = []
        for number, text in enumerate(unique):
            ids = piece_ids(self._tokenizer, text)
            for start in range(0, max(len(ids), 1), size):
                windows.append([BEGIN, *self._prefix, *ids[start : start + size], END])
                texts_of.append(number)
        vectors = np.zeros((len(windows), self.dimensions), np.float32)
        lengths = [len(ids) for ids in windows]
        for position, vector in run_by_length(lengths, partial(self._run, windows), self._threads):
            vectors[position] = vector
        sums = np.zeros((len(unique), self.dimensions), np.float32)
        np.add.at(sums, texts_of, vectors * np.array(lengths, np.float32).reshape(-1, 1))
        return _unit(sums)[rows]

    def _run(self, windows: Sequence[Sequence[int]], positions: Sequence[int]) -> list[Floats]:
        """Vectors of the windows at some positions, which have one length."""
        ids = np.array([windows[position] for position in positions], np.int32)
        hidden = self._layers.run(None, {"hidden": self._embed.run(None, {"ids": ids})[0]})[0]
        heads = self._heads
        # Row by row: a matrix product of many rows may round differently from one of few.
        return [
            _unit(((rows.mean(axis=0) - heads["mean"]) * heads["inverse_std"]) @ heads["vector_w"] + heads["vector_b"])
            for rows in hidden
        ]


def _unit(vectors: Floats) -> Floats:
    return np.asarray(vectors / np.maximum(np.linalg.norm(vectors, axis=-1, keepdims=True), 1e-9), np.float32)
