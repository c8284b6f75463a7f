"""The lower half of the pretrained network, frozen: token vectors of a text alone, computed once per text."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import torch
from numpy.typing import NDArray
from sentencepiece import SentencePieceProcessor

from training.reader.export import WEIGHTS
from training.reader.network import EXITS, ReaderNetwork, from_source
from training.reader.rows import tokenize
from training.reader.source import read_source
from training.reader.vocabulary import PADDING

MAX_TOKENS = 96
"""Tokens of one text that are read, begin and end included."""
_BATCH = 48

TokenVectors = NDArray[np.float16]
"""Vectors of t tokens, (t, 384)."""


def pretrained() -> tuple[ReaderNetwork, SentencePieceProcessor]:
    """The pretrained network with the vocabulary of the shipped tokenizer, and that tokenizer."""
    tokenizer = SentencePieceProcessor(model_file=str(WEIGHTS / "tokenizer.model"))
    source = read_source()
    position = {piece: number for number, piece in enumerate(source.pieces)}
    pieces = [position[tokenizer.id_to_piece(number)] for number in range(tokenizer.get_piece_size())]
    return from_source(source, np.array(pieces, np.int64)).eval(), tokenizer


class LowerVectors:
    """Token vectors by text."""

    def __init__(self, network: ReaderNetwork, tokenizer: SentencePieceProcessor) -> None:
        self._network, self._tokenizer = network, tokenizer
        self._vectors: dict[str, TokenVectors] = {}

    @torch.no_grad()
    def read(self, texts: Iterable[str]) -> None:
        """Compute the vectors of texts that have none yet."""
        new = sorted(set(texts) - self._vectors.keys())
        sequences = tokenize(self._tokenizer, new, max_tokens=MAX_TOKENS)
        order = np.argsort([len(ids) for ids in sequences], kind="stable")
        for start in range(0, len(order), _BATCH):
            part = order[start : start + _BATCH].tolist()
            longest = max(len(sequences[i]) for i in part)
            ids = np.full((len(part), longest), PADDING)
            for row, i in zip(ids, part, strict=True):
                row[: len(sequences[i])] = sequences[i]
            for row, i in zip(self._run(torch.from_numpy(ids)), part, strict=True):
                self._vectors[new[i]] = row[: len(sequences[i])].astype(np.float16)

    def _run(self, ids: torch.Tensor) -> NDArray[np.float32]:
        network = self._network
        bias = torch.zeros(ids.shape).masked_fill(ids == PADDING, -1e4)[:, None, None, :]
        with torch.autocast("cpu", torch.bfloat16):
            x = network.norm(network.word(ids) + network.position.weight[: ids.shape[1]])
            for layer in network.layers[: EXITS[0]]:
                x = layer(x, bias)
        return x.float().numpy()

    def __getitem__(self, text: str) -> TokenVectors:
        return self._vectors[text]

    def length(self, text: str) -> int:
        """The number of tokens of a text that was read."""
        return len(self._vectors[text])
