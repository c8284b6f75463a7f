"""The reader's network: a BERT of twelve layers with two exits, one after six layers and one after all."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from training.reader.source import Source
from voc.models.reader_outputs import DEPTHS, N_OUTPUTS, PAIR_CLASSES, TOKEN_TASKS

EXITS = tuple(DEPTHS.values())
"""Layers after which a text can be read."""
EPSILON = 1e-12
_PAIR_UNITS = 256
HEAD_WIDTH = 32
"""Dimensions of an attention head."""
_HEAD_DROPOUT = 0.1


@dataclass(frozen=True, slots=True)
class Batch:
    """b sequences of t tokens: ``ids`` int64 (b, t); ``mask`` bool (b, t), false for padding; ``second`` bool (b, t),
    true for the tokens of a pair's second text."""

    ids: Tensor
    mask: Tensor
    second: Tensor


@dataclass(frozen=True, slots=True)
class Outputs:
    """Logits of one exit: ``readings`` (b, N_OUTPUTS), ``tokens`` (b, t, 5), and ``pair`` (b, 4), which is
    PAIR_CLASSES and "same matter"."""

    readings: Tensor
    tokens: Tensor
    pair: Tensor


class Layer(nn.Module):
    """One transformer layer, norms after the sums, as in BERT."""

    def __init__(self, width: int, inner: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(width, 3 * width)
        self.attention_out = nn.Linear(width, width)
        self.attention_norm = nn.LayerNorm(width, eps=EPSILON)
        self.feed_in = nn.Linear(width, inner)
        self.feed_out = nn.Linear(inner, width)
        self.out_norm = nn.LayerNorm(width, eps=EPSILON)

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        """(b, t, width) and the attention's bias (b, 1, 1, t) → (b, t, width)."""
        b, t, width = x.shape
        q, k, v = self.qkv(x).view(b, t, 3, self.heads, width // self.heads).permute(2, 0, 3, 1, 4)
        # Not `scaled_dot_product_attention`: its backward pass on a CPU is ten times slower than this one.
        scores = (q @ k.transpose(-1, -2)).float() * (width // self.heads) ** -0.5 + bias
        mixed = (scores.softmax(-1).to(v.dtype) @ v).transpose(1, 2).reshape(b, t, width)
        x = self.attention_norm(x + self.attention_out(mixed))
        return self.out_norm(x + self.feed_out(functional.gelu(self.feed_in(x))))


class Exit(nn.Module):
    """The heads of one exit. Pooled vectors are standardised; otherwise the heads learn almost nothing at first."""

    mean: Tensor
    inverse_std: Tensor

    def __init__(self, width: int) -> None:
        super().__init__()
        self.register_buffer("mean", torch.zeros(width))
        self.register_buffer("inverse_std", torch.ones(width))
        self.readings = nn.Linear(width, N_OUTPUTS)
        self.tokens = nn.Linear(width, len(TOKEN_TASKS))
        self.pair_in = nn.Linear(6 * width, _PAIR_UNITS)
        self.pair_out = nn.Linear(_PAIR_UNITS, len(PAIR_CLASSES) + 1)

    def forward(self, x: Tensor, batch: Batch) -> Outputs:
        """(b, t, width) → logits."""
        whole = self._pool(x, batch.mask)
        first = self._pool(x, batch.mask & ~batch.second)
        second = self._pool(x, batch.second)
        # The begin token attends to both texts, so it can gather what their means do not hold.
        both = torch.cat([first, second, first * second, (first - second).abs(), whole, x[:, 0]], 1)
        dropped = functional.dropout(whole, _HEAD_DROPOUT, self.training)
        hidden = functional.gelu(self.pair_in(functional.dropout(both, _HEAD_DROPOUT, self.training)))
        return Outputs(self.readings(dropped), self.tokens(x), self.pair_out(hidden))

    def _pool(self, x: Tensor, mask: Tensor) -> Tensor:
        """The standardised mean over the tokens of a mask."""
        weights = mask.to(x.dtype)[..., None]
        mean = (x * weights).sum(1) / weights.sum(1).clamp(min=1)
        return (mean - self.mean) * self.inverse_std


class ReaderNetwork(nn.Module):
    """Embeddings, layers and exits."""

    def __init__(self, vocabulary: int, width: int, inner: int, heads: int, positions: int, layers: int) -> None:
        super().__init__()
        self.word = nn.Embedding(vocabulary, width)
        self.position = nn.Embedding(positions, width)
        self.norm = nn.LayerNorm(width, eps=EPSILON)
        self.layers = nn.ModuleList(Layer(width, inner, heads) for _ in range(layers))
        self.exits = nn.ModuleDict({str(depth): Exit(width) for depth in EXITS})
        # Frozen: the rows contain few of the 36,000 pieces. Training would move these away from their synonyms.
        for module in (self.word, self.position, self.norm):
            module.requires_grad_(False)

    @classmethod
    def of_state(cls, state: dict[str, Tensor]) -> ReaderNetwork:
        """Build a network from a saved state; its sizes are those of the tensors."""
        vocabulary, width = state["word.weight"].shape
        inner, layers = state["layers.0.feed_in.weight"].shape[0], sum(name.endswith("feed_in.bias") for name in state)
        network = cls(vocabulary, width, inner, width // HEAD_WIDTH, state["position.weight"].shape[0], layers)
        network.load_state_dict(state)
        return network

    def hidden(self, batch: Batch, last: int = EXITS[-1]) -> dict[int, Tensor]:
        """The tokens' vectors at each exit up to the layer ``last``, float32 (b, t, width)."""
        with torch.autocast("cpu", torch.bfloat16):
            x = self.norm(self.word(batch.ids) + self.position.weight[: batch.ids.shape[1]])
            bias = torch.zeros(batch.mask.shape).masked_fill(~batch.mask, -1e4)[:, None, None, :]
            at_exits = {}
            for depth, layer in enumerate(self.layers[:last], start=1):
                x = layer(x, bias)
                if depth in EXITS:
                    at_exits[depth] = x.float()
        return at_exits

    def forward(self, batch: Batch) -> dict[int, Outputs]:
        """Logits at each exit."""
        return {depth: self.exits[str(depth)](x, batch) for depth, x in self.hidden(batch).items()}


def from_source(source: Source, pieces: NDArray[np.int64]) -> ReaderNetwork:
    """A network with the source's weights and new random heads; ``pieces`` int64 are the ids of the pieces to keep."""
    sizes, tensors = source.sizes, source.tensors
    network = ReaderNetwork(len(pieces), sizes.width, sizes.inner, sizes.heads, sizes.positions, sizes.layers)

    def copy(module: nn.Module, name: str) -> None:
        module.weight.copy_(torch.from_numpy(tensors[f"{name}.w"]))
        module.bias.copy_(torch.from_numpy(tensors[f"{name}.b"]))

    with torch.no_grad():
        network.word.weight.copy_(torch.from_numpy(tensors["emb.word"][pieces]))
        # All tokens have the same type, so the type vector is added to the positions here.
        network.position.weight.copy_(torch.from_numpy(tensors["emb.pos"] + tensors["emb.type"]))
        copy(network.norm, "emb.ln")
        for i, layer in enumerate(network.layers):
            for kind in ("w", "b"):
                joined = np.concatenate([tensors[f"l{i}.{part}.{kind}"] for part in "qkv"])
                (layer.qkv.weight if kind == "w" else layer.qkv.bias).copy_(torch.from_numpy(joined))
            copy(layer.attention_out, f"l{i}.ao")
            copy(layer.attention_norm, f"l{i}.aln")
            copy(layer.feed_in, f"l{i}.fi")
            copy(layer.feed_out, f"l{i}.fo")
            copy(layer.out_norm, f"l{i}.oln")
        for head in network.exits.values():
            head.readings.weight.mul_(0.3)
            head.readings.bias.zero_()
    return network
