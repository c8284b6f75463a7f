"""Fit the judge: pairs of each epoch, and contrast of phrases with the statements of near claims."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from training.judge.lower import LowerVectors, pretrained
from training.judge.network import JudgeNetwork, collate_pairs, collate_texts
from training.judge.rows import (
    PHRASE_PREFIX,
    STATEMENT_PREFIX,
    ContrastBatch,
    contrast_batch,
    judge_pairs,
    place_batch,
    with_prefixes,
)
from training.reader.fit import batches
from training.reader.pair_rows import TextPair
from voc.models.reader_outputs import PAIR_CLASSES

_BATCH_TOKENS = 2560
_TOKEN_DROPOUT = 0.05
"""Share (0–1) of token vectors that are zeroed, so that no judgement depends on a single word."""
_MATTER_WEIGHT = 0.5
"""Weight of the loss of "about the matter"."""
_CONTRAST_EVERY = 4
"""Every fourth step also has a contrast batch, of claims and of touchpoints in turn."""
_CONTRAST_WEIGHT = 0.4
_TEMPERATURE = 0.05
"""Divides the products of vectors in the contrast loss."""
_UNKNOWN = -1
_SAMPLES, _SAMPLE = 20, 30
"""Batches, and pairs of each, that standardise the pooled vectors."""


@dataclass(frozen=True, slots=True)
class JudgeConfig:
    """Epochs, peak learning rates of layers and heads, warm-up in steps (then linear decay to 0), and the seed."""

    epochs: int = 2
    body_rate: float = 1e-4
    head_rate: float = 5e-4
    warm_up: int = 100
    seed: int = 0


def fit(file: Path, config: JudgeConfig, threads: int) -> None:
    """Train the judge from the pretrained network, and write it to ``file`` after every epoch."""
    torch.set_num_threads(threads)
    torch.manual_seed(config.seed)
    half, tokenizer = pretrained()
    network, lower = JudgeNetwork.of_pretrained(half), LowerVectors(half, tokenizer)
    heads = [p for name, p in network.named_parameters() if name.startswith(("pair_", "vector"))]
    body = [p for name, p in network.named_parameters() if not name.startswith(("pair_", "vector"))]
    optimizer = torch.optim.AdamW(
        [{"params": body, "rate": config.body_rate}, {"params": heads, "rate": config.head_rate}],
        lr=0.0, betas=(0.9, 0.98), eps=1e-6, weight_decay=0.01,
    )  # fmt: skip
    started, step, seen, running = time.monotonic(), 0, 0, 0.0
    for epoch in range(config.epochs):
        rng = np.random.default_rng([config.seed, epoch])
        pairs = [with_prefixes(pair) for pair in judge_pairs(rng)]
        lower.read(text for pair in pairs for text in (pair.first, pair.second))
        if epoch == 0:
            sample = [[pairs[i] for i in rng.choice(len(pairs), _SAMPLE)] for _ in range(_SAMPLES)]
            network.standardise(collate_pairs([(lower[p.first], lower[p.second]) for p in part]) for part in sample)
            network.train()
        lengths = np.array([lower.length(pair.first) + lower.length(pair.second) for pair in pairs])
        plan = batches(lengths, rng, _BATCH_TOKENS)
        for number, positions in enumerate(plan):
            part = [pairs[i] for i in positions]
            loss = _pair_loss(network, lower, part)
            if step % _CONTRAST_EVERY == 0:
                draw = contrast_batch if step % (2 * _CONTRAST_EVERY) == 0 else place_batch
                loss = loss + _CONTRAST_WEIGHT * _contrast_loss(network, lower, draw(rng))
            loss.backward()
            torch.nn.utils.clip_grad_norm_([*body, *heads], 1.0)
            done = (epoch + number / len(plan)) / config.epochs
            for group in optimizer.param_groups:
                group["lr"] = group["rate"] * min(1.0, (step + 1) / config.warm_up) * (1 - done)
            optimizer.step()
            optimizer.zero_grad()
            step, seen = step + 1, seen + len(part)
            running = loss.item() if step == 1 else running + 0.01 * (loss.item() - running)
            if step % 200 == 0:
                rate = seen / (time.monotonic() - started)
                print(f"judge: {done:.0%} of {config.epochs} epochs, loss {running:.3f}, {rate:.0f} rows/s", flush=True)
        torch.save(network.state_dict(), file)


def _pair_loss(network: JudgeNetwork, lower: LowerVectors, pairs: Sequence[TextPair]) -> Tensor:
    batch = collate_pairs([(lower[pair.first], lower[pair.second]) for pair in pairs])
    dropped = torch.rand(batch.mask.shape) < _TOKEN_DROPOUT
    batch.vectors.masked_fill_(dropped[..., None], 0.0)
    logits = network.pair_logits(batch)
    relation = torch.tensor([pair.relation for pair in pairs])
    matter = torch.tensor([pair.matter for pair in pairs]).float()
    judged, known = relation != _UNKNOWN, matter != _UNKNOWN
    n_classes = len(PAIR_CLASSES)
    loss = functional.cross_entropy(logits[judged, :n_classes], relation[judged], reduction="sum")
    matters = functional.binary_cross_entropy_with_logits(logits[known, n_classes], matter[known], reduction="sum")
    return (loss + _MATTER_WEIGHT * matters) / len(pairs)


def _contrast_loss(network: JudgeNetwork, lower: LowerVectors, batch: ContrastBatch) -> Tensor:
    """InfoNCE in both directions (van den Oord et al., 2018, arXiv:1807.03748)."""
    phrases = [PHRASE_PREFIX + text for text in batch.phrases]
    statements = [STATEMENT_PREFIX + text for text in batch.statements]
    lower.read([*phrases, *statements])
    first = network.vectors(collate_texts([lower[text] for text in phrases], are_statements=False))
    second = network.vectors(collate_texts([lower[text] for text in statements], are_statements=True))
    scores = (first @ second.T / _TEMPERATURE).masked_fill(torch.from_numpy(batch.ignored), -1e4)
    own = torch.arange(len(scores))
    return (functional.cross_entropy(scores, own) + functional.cross_entropy(scores.T, own)) / 2
