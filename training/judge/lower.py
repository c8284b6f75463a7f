"""The lower half of the pretrained network, frozen: token vectors of a text alone, computed once per text."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import torch
from numpy.typing import NDArray
from sentencepiece import SentencePieceProcessor

from training.reader.export import WEIGHTS
from training.reader.fit import collate
from training.reader.network import EXITS, ReaderNetwork, from_source
from training.reader.rows import tokenize
from training.reader.source import read_source

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
            batch = collate(sequences[part].tolist(), np.zeros(len(part), np.int64))
            hidden = self._network.hidden(batch, EXITS[0])[EXITS[0]].numpy()
            for row, i in zip(hidden, part, strict=True):
                self._vectors[new[i]] = row[: len(sequences[i])].astype(np.float16)

    def __getitem__(self, text: str) -> TokenVectors:
        return self._vectors[text]

    def length(self, text: str) -> int:
        """The number of tokens of a text that was read."""
        return len(self._vectors[text])
