"""The judge's network: six layers over the token vectors of two texts, or of one text alone.

The lower half reads each text alone, so its vectors are computed once per text, and a pair costs half a reading (late
interaction, as in PreTTR, arXiv:2004.14255). For a pair the network gives the relation and "about the matter"; for one
text a vector whose product with that of another says roughly whether one supports the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from training.reader.network import EXITS, HEAD_WIDTH, Layer, ReaderNetwork
from voc.models.reader_outputs import PAIR_CLASSES

WIDTH = 384
VECTOR_WIDTH = 256
"""Columns of the vectors of single texts."""
_INNER = 1536
_UNITS = 256
_DROPOUT = 0.1


@dataclass(frozen=True, slots=True)
class LowerBatch:
    """b sequences of t tokens: ``vectors`` float32 (b, t, WIDTH) of the lower half, each text read alone;
    ``mask`` bool (b, t), false for padding; ``is_statement`` bool (b, t), true for the tokens of the statement."""

    vectors: Tensor
    mask: Tensor
    is_statement: Tensor


class JudgeNetwork(nn.Module):
    """Layers and heads of the judge."""

    mean: Tensor
    inverse_std: Tensor

    def __init__(self) -> None:
        super().__init__()
        self.kind = nn.Embedding(2, WIDTH)
        nn.init.zeros_(self.kind.weight)
        self.layers = nn.ModuleList(Layer(WIDTH, _INNER, WIDTH // HEAD_WIDTH) for _ in range(EXITS[1] - EXITS[0]))
        self.register_buffer("mean", torch.zeros(WIDTH))
        self.register_buffer("inverse_std", torch.ones(WIDTH))
        self.vector = nn.Linear(WIDTH, VECTOR_WIDTH, bias=False)
        self.pair_in = nn.Linear(6 * WIDTH, _UNITS)
        self.pair_out = nn.Linear(_UNITS, len(PAIR_CLASSES) + 1)

    @classmethod
    def of_pretrained(cls, pretrained: ReaderNetwork) -> JudgeNetwork:
        """A judge whose layers are the upper half of the pretrained network; `standardise` must follow."""
        network = cls()
        network.layers.load_state_dict(pretrained.layers[EXITS[0] :].state_dict())
        return network

    @torch.no_grad()
    def standardise(self, batches: Iterable[LowerBatch]) -> None:
        """Set mean and standard deviation of the pooled vectors from a sample of pairs."""
        self.eval()
        # Until they are set, mean and deviation change nothing.
        joined = torch.cat([self._pool(self._run(batch), batch.mask) for batch in batches])
        self.mean.copy_(joined.mean(0))
        self.inverse_std.copy_(1 / (joined.std(0) + 1e-4))

    def pair_logits(self, batch: LowerBatch) -> Tensor:
        """Logits (b, 4): PAIR_CLASSES and "about the matter"."""
        x = self._run(batch)
        first = self._pool(x, batch.mask & ~batch.is_statement)
        second = self._pool(x, batch.is_statement)
        whole = self._pool(x, batch.mask)
        both = torch.cat([first, second, first * second, (first - second).abs(), whole, x[:, 0]], 1)
        hidden = functional.gelu(self.pair_in(functional.dropout(both, _DROPOUT, self.training)))
        return self.pair_out(functional.dropout(hidden, _DROPOUT, self.training))

    def vectors(self, batch: LowerBatch) -> Tensor:
        """Vectors (b, VECTOR_WIDTH) of length one of single texts, phrases or statements."""
        return functional.normalize(self.vector(self._pool(self._run(batch), batch.mask)), dim=1)

    def _run(self, batch: LowerBatch) -> Tensor:
        x = batch.vectors + self.kind(batch.is_statement.long())
        with torch.autocast("cpu", torch.bfloat16):
            bias = torch.zeros(batch.mask.shape).masked_fill(~batch.mask, -1e4)[:, None, None, :]
            for layer in self.layers:
                x = layer(x, bias)
        return x.float()

    def _pool(self, x: Tensor, mask: Tensor) -> Tensor:
        weights = mask.to(x.dtype)[..., None]
        return ((x * weights).sum(1) / weights.sum(1).clamp(min=1) - self.mean) * self.inverse_std


def collate_pairs(pairs: Sequence[tuple[NDArray[np.float16], NDArray[np.float16]]]) -> LowerBatch:
    """Pad pairs of lower vectors, float16 (t, WIDTH), to the longest."""
    lengths = [(len(first), len(second)) for first, second in pairs]
    longest = max(map(sum, lengths))
    vectors = np.zeros((len(pairs), longest, WIDTH), np.float32)
    positions = np.arange(longest)
    mask = positions < np.array([[sum(both)] for both in lengths])
    is_statement = mask & (positions >= np.array([[first] for first, _ in lengths]))
    for row, pair in zip(vectors, pairs, strict=True):
        joined = np.concatenate(pair)
        row[: len(joined)] = joined
    return LowerBatch(*(torch.from_numpy(array) for array in (vectors, mask, is_statement)))


def collate_texts(texts: Sequence[NDArray[np.float16]], *, are_statements: bool) -> LowerBatch:
    """Pad single texts, all phrases or all statements, to the longest."""
    nothing = np.zeros((0, WIDTH), np.float16)
    return collate_pairs([(nothing, text) if are_statements else (text, nothing) for text in texts])
