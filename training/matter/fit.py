"""Fit the encoder of matters: all phrases of a batch with all of its statements."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from sentencepiece import SentencePieceProcessor
from torch import Tensor
from torch.nn import functional

from training.matter.batches import BatchDraw, MatrixBatch, NearPhrases
from training.matter.network import EncodedTexts, MatterNetwork, batch_of, pretrained
from training.matter.rows import SUPPORTS, UNKNOWN, training_studies
from training.reader.vocabulary import UNKNOWN as UNKNOWN_PIECE
from voc.models.matter_encoder import PHRASE_PREFIX, STATEMENT_PREFIX
from voc.models.reader_outputs import PAIR_CLASSES
from voc.schema import Floats

_TOKEN_DROPOUT = 0.06
"""Share (0–1) of word pieces that are replaced by UNKNOWN, so that no judgement depends on a single word."""
_READ_TOGETHER, _COMPARED_TOGETHER = 12, 4
"""Texts of similar length that are read in one batch, and such batches that are compared at once."""
_FOREIGN_WEIGHT = 0.25
"""Weight of pairs of two matrices beside those of one."""
_TEMPERATURE = 0.05
"""Divides products of vectors in the contrast losses."""
_MATTER, _RANKING, _VECTORS, _PLACES = 0.5, 0.25, 0.15, 0.7
"""Weights of the losses of "about the matter", of the ranking of pairs, of vectors, and of touchpoints, beside that of
the relation."""
_PLACE_CONTRAST = 0.2
"""Weight of the contrast of touchpoints beside "about the matter" of touchpoints."""
_WARM_UP = 80
"""Steps until the learning rates reach their peaks; then they fall to 0, in proportion."""
_SAMPLE = 4
"""Lines of each study that standardise the token vectors."""


@dataclass(frozen=True, slots=True)
class FitMatterConfig:
    """Steps, peak learning rates of layers and heads, the seed, and a file with an earlier state to start from."""

    steps: int = 1000
    body_rate: float = 1e-4
    head_rate: float = 6e-4
    seed: int = 0
    start: Path | None = None


def fit(file: Path, config: FitMatterConfig, threads: int) -> None:
    """Train the encoder and write its state to ``file``."""
    torch.set_num_threads(threads)
    torch.manual_seed(config.seed)
    rng = np.random.default_rng(config.seed)
    network, tokenizer = pretrained()
    near = NearPhrases(lambda phrases: _pretrained_vectors(network, tokenizer, phrases), np.random.default_rng(0))
    if config.start:
        network.load_state_dict(torch.load(config.start))
    else:
        lines = [study.texts[i] for study in training_studies() for i in rng.integers(study.n_lines, size=_SAMPLE)]
        parts = [lines[start : start + 64] for start in range(0, len(lines), 64)]
        network.standardise([batch_of(tokenizer, [f"{STATEMENT_PREFIX} {line}" for line in part]) for part in parts])
    draw, optimizer = BatchDraw(near, rng), _optimizer(network, config)
    network.train()
    started, running = time.monotonic(), 0.0
    for step in range(config.steps):
        loss = _loss(network, tokenizer, draw.draw())
        loss.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        for group in optimizer.param_groups:
            group["lr"] = group["rate"] * min(1.0, (step + 1) / _WARM_UP) * (1 - step / config.steps)
        optimizer.step()
        optimizer.zero_grad()
        running = loss.item() if step == 0 else running + 0.02 * (loss.item() - running)
        if (step + 1) % 50 == 0:
            seconds = (time.monotonic() - started) / (step + 1)
            print(f"step {step + 1} of {config.steps}, loss {running:.3f}, {seconds:.1f} s a step", flush=True)
            torch.save(network.state_dict(), file)
    torch.save(network.state_dict(), file)


def _optimizer(network: MatterNetwork, config: FitMatterConfig) -> torch.optim.Optimizer:
    named = [(name, parameter) for name, parameter in network.named_parameters() if parameter.requires_grad]
    groups = [
        {"params": [parameter for name, parameter in named if name.startswith("base.") == is_body], "rate": rate}
        for is_body, rate in ((True, config.body_rate), (False, config.head_rate))
    ]
    return torch.optim.AdamW(groups, lr=0.0, betas=(0.9, 0.98), eps=1e-6, weight_decay=0.01)


@torch.no_grad()
def _pretrained_vectors(network: MatterNetwork, tokenizer: SentencePieceProcessor, phrases: Sequence[str]) -> Floats:
    """The mean token vectors of phrases before training, rows of length one."""
    network.eval()
    vectors = np.zeros((len(phrases), network.mean.shape[0]), np.float32)
    order = np.argsort([len(phrase) for phrase in phrases], kind="stable")
    for start in range(0, len(order), 128):
        part = order[start : start + 128]
        batch = batch_of(tokenizer, [f"{PHRASE_PREFIX} {phrases[i]}" for i in part])
        weights = batch.mask.float()[..., None]
        hidden = network.base.hidden(batch)[len(network.base.layers)]
        vectors[part] = functional.normalize((hidden * weights).sum(1) / weights.sum(1), dim=1).numpy()
    return vectors


def _loss(network: MatterNetwork, tokenizer: SentencePieceProcessor, batch: MatrixBatch) -> Tensor:
    phrases = [*batch.phrases, *(name for part in batch.placed for name in part.touchpoints)]
    statements = [*batch.statements, *(text for part in batch.placed for text in part.statements)]
    logits, cosines = _compare_all(network, tokenizer, phrases, statements)
    p, s = batch.relation.shape
    loss = _matrix_loss(logits[:p, :s], cosines[:p, :s], batch)
    for part in batch.placed:
        q, n = part.is_about.shape
        own = slice(p, p + q), slice(s, s + n)
        is_about = torch.from_numpy(part.is_about)
        loss = loss + _PLACES * _place_loss(logits[own][..., -1], cosines[own], is_about) / len(batch.placed)
        p, s = p + q, s + n
    return loss


def _compare_all(
    network: MatterNetwork, tokenizer: SentencePieceProcessor, phrases: Sequence[str], statements: Sequence[str]
) -> tuple[Tensor, Tensor]:
    """Logits (p, s, 4) and products of vectors (p, s) of all pairs."""
    columns = list(_read_texts(network, tokenizer, [f"{STATEMENT_PREFIX} {text}" for text in statements]))
    rows = []
    order_of_phrases = []
    for positions, encoded in _read_texts(network, tokenizer, [f"{PHRASE_PREFIX} {text}" for text in phrases]):
        compared = [network.compare(encoded, texts) for _, texts in columns]
        rows.append([torch.cat([pair[i] for pair in compared], 1) for i in range(2)])
        order_of_phrases.append(positions)
    back = np.argsort(np.concatenate(order_of_phrases)), np.argsort(np.concatenate([rows for rows, _ in columns]))
    logits, cosines = (torch.cat([row[i] for row in rows], 0)[back[0]][:, back[1]] for i in range(2))
    return logits, cosines


def _read_texts(
    network: MatterNetwork, tokenizer: SentencePieceProcessor, texts: Sequence[str]
) -> Iterator[tuple[NDArray[np.int64], EncodedTexts]]:
    """Texts in groups of similar length, with their positions. They are read in smaller batches: padding costs time."""
    order = np.argsort([len(text) for text in texts], kind="stable")
    size = _READ_TOGETHER * _COMPARED_TOGETHER
    for start in range(0, len(order), size):
        positions = order[start : start + size]
        parts = []
        for first in range(0, len(positions), _READ_TOGETHER):
            batch = batch_of(tokenizer, [texts[i] for i in positions[first : first + _READ_TOGETHER]])
            is_dropped = (torch.rand(batch.ids.shape) < _TOKEN_DROPOUT) & batch.mask
            is_dropped[:, 0] = False
            batch.ids[is_dropped] = UNKNOWN_PIECE
            parts.append(network.encode(batch))
        longest = max(part.mask.shape[1] for part in parts)
        pads = [longest - part.mask.shape[1] for part in parts]
        yield (
            positions,
            EncodedTexts(
                torch.cat([functional.pad(part.tokens, (0, 0, 0, n)) for part, n in zip(parts, pads, strict=True)]),
                torch.cat([functional.pad(part.mask, (0, n)) for part, n in zip(parts, pads, strict=True)]),
                torch.cat([part.vectors for part in parts]),
            ),
        )


def _matrix_loss(logits: Tensor, cosines: Tensor, batch: MatrixBatch) -> Tensor:
    relation, matter = torch.from_numpy(batch.relation), torch.from_numpy(batch.matter)
    is_own = torch.from_numpy(batch.is_own)
    classes = logits[..., : len(PAIR_CLASSES)]
    by_relation = functional.cross_entropy(
        classes.flatten(0, 1), relation.clamp(min=0).flatten(), reduction="none"
    ).view(relation.shape)
    by_matter = functional.binary_cross_entropy_with_logits(
        logits[..., -1], matter.clamp(min=0).float(), reduction="none"
    )
    odds = classes[..., SUPPORTS] - torch.logsumexp(classes[..., SUPPORTS + 1 :], -1)
    return (
        _weighted(by_relation, relation != UNKNOWN, is_own)
        + _MATTER * _weighted(by_matter, matter != UNKNOWN, is_own)
        + _RANKING * _ranking(odds, relation)
        + _VECTORS * _ranking(cosines / _TEMPERATURE, relation)
    )


def _weighted(losses: Tensor, is_known: Tensor, is_own: Tensor) -> Tensor:
    """The sum over known pairs by the number of known pairs of one matrix; other pairs count less."""
    weights = torch.where(is_own, 1.0, _FOREIGN_WEIGHT) * is_known
    return (losses * weights).sum() / (is_own & is_known).sum()


def _ranking(scores: Tensor, relation: Tensor) -> Tensor:
    """How far each support is from the top among what does not support: of its phrase, and half of its statement."""
    is_support, is_other = relation == SUPPORTS, relation > SUPPORTS
    total = torch.zeros(())
    for axis, weight in ((1, 1.0), (0, 0.5)):
        others = torch.logsumexp(scores.masked_fill(~is_other, -1e4), axis, keepdim=True).expand_as(scores)
        total = total + weight * (torch.logaddexp(scores, others) - scores)[is_support].mean()
    return total


def _place_loss(logits: Tensor, cosines: Tensor, is_about: Tensor) -> Tensor:
    """Touchpoints (q, n): about which a line is, and that these are nearer than the others."""
    loss = 2 * functional.binary_cross_entropy_with_logits(logits, is_about.float())
    if is_about.any():
        scores = cosines / _TEMPERATURE
        others = torch.logsumexp(scores.masked_fill(is_about, -1e4), 0, keepdim=True).expand_as(scores)
        loss = loss + _PLACE_CONTRAST * (torch.logaddexp(scores, others) - scores)[is_about].mean()
    return loss
