"""The network of the encoder of matters, with the heads that only training needs.

A text is read alone by twelve layers. Its vector is a linear map of the mean over its tokens. For training a second
head compares a phrase and a statement token by token (late interaction, as in ColBERT, Khattab & Zaharia, 2020,
arXiv:2004.12832): what a phrase's tokens attend to in the statement says whether it supports or denies the phrase. The
head makes the tokens' vectors learn more from the same labels; the product uses the vectors of texts alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from sentencepiece import SentencePieceProcessor
from torch import Tensor, nn
from torch.nn import functional

from training.reader.export import WEIGHTS
from training.reader.fit import collate
from training.reader.network import Batch, ReaderNetwork, from_source
from training.reader.rows import tokenize
from training.reader.source import read_source
from voc.models.matter_encoder import MatterEncoder
from voc.models.reader_outputs import PAIR_CLASSES

_WIDTH = 384
_TOKEN_WIDTH, _HEADS = 128, 4
_UNITS = 256
_DROPOUT = 0.1
_FROZEN_LAYERS = 3
"""The lowest layers stay as they were pretrained."""
_VECTOR_SCALE = 16.0
"""Vectors have length one, so that their values are small beside those of tokens."""


@dataclass(frozen=True, slots=True)
class EncodedTexts:
    """n texts of up to t tokens: ``tokens`` float32 (n, t, 384), standardised; ``mask`` bool (n, t), false for padding;
    ``vectors`` float32 (n, 256) of length one."""

    tokens: Tensor
    mask: Tensor
    vectors: Tensor


class MatterNetwork(nn.Module):
    """Layers and heads."""

    mean: Tensor
    istd: Tensor

    def __init__(self, base: ReaderNetwork) -> None:
        super().__init__()
        base.exits = nn.ModuleDict()
        for layer in base.layers[:_FROZEN_LAYERS]:
            layer.requires_grad_(False)
        self.base = base
        self.q, self.k, self.v = (nn.Linear(_WIDTH, _TOKEN_WIDTH) for _ in range(3))
        # One map for all three at first, so that tokens attend to those of the same meaning from the start.
        shared = nn.init.orthogonal_(torch.empty(_TOKEN_WIDTH, _WIDTH))
        with torch.no_grad():
            for layer in (self.q, self.k, self.v):
                layer.weight.copy_(shared)
                layer.bias.zero_()
        self.register_buffer("mean", torch.zeros(_WIDTH))
        self.register_buffer("istd", torch.ones(_WIDTH))
        self.temp = nn.Parameter(torch.tensor(0.0))
        self.mix1, self.mix2, self.mix3 = (nn.Linear(_TOKEN_WIDTH, _TOKEN_WIDTH) for _ in range(3))
        self.gate = nn.Linear(_WIDTH, 1)
        self.vector = nn.Linear(_WIDTH, MatterEncoder.dimensions)
        self.out1 = nn.Linear(_TOKEN_WIDTH + 2 * MatterEncoder.dimensions + 1, _UNITS)
        self.out2 = nn.Linear(_UNITS, len(PAIR_CLASSES) + 1)

    @torch.no_grad()
    def standardise(self, batches: Sequence[Batch]) -> None:
        """Set mean and deviation of token vectors from a sample of texts."""
        self.eval()
        tokens = torch.cat([self.encode(batch).tokens[batch.mask] for batch in batches])
        self.mean.copy_(tokens.mean(0))
        self.istd.copy_(1 / (tokens.std(0) + 1e-3))

    def encode(self, batch: Batch) -> EncodedTexts:
        """Read texts, each alone."""
        x = (self.base.hidden(batch)[len(self.base.layers)] - self.mean) * self.istd
        weights = batch.mask.float()[..., None]
        pooled = (x * weights).sum(1) / weights.sum(1)
        return EncodedTexts(x, batch.mask, functional.normalize(self.vector(pooled), dim=1))

    def compare(self, phrases: EncodedTexts, statements: EncodedTexts) -> tuple[Tensor, Tensor]:
        """Logits (p, s, 4), PAIR_CLASSES and "about the matter", and the products of vectors (p, s), of all pairs."""
        with torch.autocast("cpu", torch.bfloat16):
            q, k, v = self.q(phrases.tokens), self.k(statements.tokens), self.v(statements.tokens)
            heads = [x.unflatten(-1, (_HEADS, -1)) for x in (q, k, v)]
            scores = torch.einsum("pthd,suhd->hptsu", heads[0], heads[1]).float()
            scores = scores * (_TOKEN_WIDTH // _HEADS) ** -0.5 * self.temp.exp()
            attention = scores.masked_fill(~statements.mask, -1e4).softmax(-1).to(torch.bfloat16)
            mixed = torch.einsum("hptsu,suhd->psthd", attention, heads[2].to(torch.bfloat16)).flatten(-2)
            hidden = functional.gelu(self.mix1(mixed) + self.mix2(mixed * q[:, None]) + self.mix3(q)[:, None])
            gate = self.gate(phrases.tokens)[..., 0].masked_fill(~phrases.mask, -1e4).softmax(-1)
            summed = torch.einsum("pstd,pt->psd", hidden, gate.to(hidden.dtype)).float()
        first, second = phrases.vectors[:, None], statements.vectors[None]
        product = first * second
        cosine = product.sum(-1)
        inputs = [summed, product * _VECTOR_SCALE, (first - second).abs() * _VECTOR_SCALE, 4 * cosine[..., None]]
        with torch.autocast("cpu", torch.bfloat16):
            inner = functional.gelu(self.out1(functional.dropout(torch.cat(inputs, -1), _DROPOUT, self.training)))
        return self.out2(functional.dropout(inner.float(), _DROPOUT, self.training)), cosine


def pretrained() -> tuple[MatterNetwork, SentencePieceProcessor]:
    """The pretrained network with the word pieces of the shipped tokenizer, and that tokenizer."""
    tokenizer = SentencePieceProcessor(model_file=str(WEIGHTS / "tokenizer.model"))
    source = read_source()
    position = {piece: number for number, piece in enumerate(source.pieces)}
    pieces = [position[tokenizer.id_to_piece(number)] for number in range(tokenizer.get_piece_size())]
    return MatterNetwork(from_source(source, np.array(pieces, np.int64)).eval()), tokenizer


def batch_of(tokenizer: SentencePieceProcessor, texts: Sequence[str], max_tokens: int = 96) -> Batch:
    """Texts with their prefixes as token ids."""
    sequences = tokenize(tokenizer, texts, max_tokens=max_tokens)
    return collate(list(sequences), np.zeros(len(texts), np.int64))
