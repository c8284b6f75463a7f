"""Fit the network: batches of rows alike in length, losses of all tasks at both exits, AdamW, checkpoints."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from training.reader.network import EXITS, Batch, Outputs, ReaderNetwork
from training.reader.rows import Rows
from training.reader.vocabulary import PADDING, UNKNOWN
from voc.models.reader_outputs import GROUPS, PAIR_CLASSES

_BATCH_TOKENS = 1920
_MAX_BATCH = 96
_LENGTH_NOISE = 3.0
"""Rows are batched by length plus a random number of up to this many tokens, so that batches differ between epochs."""
_TOKEN_DROPOUT = 0.05
"""Share (0–1) of tokens that are replaced by UNKNOWN, so that no prediction depends on a single word."""
_EXIT_WEIGHT = {6: 0.5, 12: 1.0}
"""Weight of each exit's loss: the early exit must not cost the full network accuracy."""
_CHECKPOINT_STEPS = 400
_SPAN_WEIGHT = 1.5
"""Weight of the loss of the token tasks; `reader_outputs.GROUPS` has the weights of the other groups."""
_PAIR_WEIGHT = 1.0
"""Weight of the loss of PAIR_CLASSES."""
_MATTER_WEIGHT = 0.5
"""Weight of the loss of "same matter"."""
_BALANCE = 0.5
"""Exponent of the class weights of statement kinds: 0 keeps their frequencies, 1 gives every kind the same weight."""


@dataclass(frozen=True, slots=True)
class FitConfig:
    """Peak learning rates of layers and heads, warm-up in steps (then linear decay to 0), and the seed."""

    body_rate: float = 1.4e-4
    head_rate: float = 1e-3
    warm_up: int = 60
    seed: int = 0


def batches(
    lengths: NDArray[np.int64], rng: np.random.Generator, max_tokens: int = _BATCH_TOKENS
) -> list[NDArray[np.int64]]:
    """Positions in batches of similar length and at most ``max_tokens``, in random order."""
    order = np.argsort(lengths + rng.uniform(0, _LENGTH_NOISE, len(lengths)), kind="stable")
    result: list[NDArray[np.int64]] = []
    current: list[int] = []
    longest = 0
    for row in order.tolist():
        longest = max(longest, int(lengths[row]))
        if current and ((len(current) + 1) * longest > max_tokens or len(current) >= _MAX_BATCH):
            result.append(np.array(current))
            current, longest = [], int(lengths[row])
        current.append(row)
    result.append(np.array(current))
    rng.shuffle(result)
    return result


def collate(tokens: Sequence[NDArray[np.int32]], second: NDArray[np.int64]) -> Batch:
    """Pad b sequences to the longest; ``second`` (b,) is the start of each second text, 0 for single texts."""
    longest = max(len(ids) for ids in tokens)
    ids = np.full((len(tokens), longest), PADDING, np.int64)
    for row, sequence in zip(ids, tokens, strict=True):
        row[: len(sequence)] = sequence
    mask = ids != PADDING
    in_second = mask & (np.arange(longest) >= np.where(second > 0, second, longest)[:, None])
    return Batch(torch.from_numpy(ids), torch.from_numpy(mask), torch.from_numpy(in_second))


def kind_weights(rows: Rows) -> Tensor:
    """Class weights of the statement kinds, float32 (8,): without them the rare kinds are never predicted."""
    columns = GROUPS["kind"].columns
    mass = (rows.targets[:, columns] * rows.weights[:, columns]).astype(np.float64).sum(axis=0)
    weights = (mass.mean() / np.maximum(mass, 1)) ** _BALANCE if mass.any() else np.ones(len(mass))
    return torch.from_numpy(weights.astype(np.float32))


def loss_of(outputs: Outputs, rows: Rows, batch: Batch, kind_weight: Tensor) -> Tensor:
    """The sum of all tasks' losses over a batch, divided by its rows."""
    targets = torch.from_numpy(rows.targets.astype(np.float32))
    weights = torch.from_numpy(rows.weights.astype(np.float32))
    total = torch.zeros(())
    for name, group in GROUPS.items():
        z, y, w = outputs.readings[:, group.columns], targets[:, group.columns], weights[:, group.columns]
        if not w.any():
            continue
        if group.link == "softmax":
            per_class = -y * functional.log_softmax(z, 1) * w
            total = total + group.weight * (per_class * kind_weight if name == "kind" else per_class).sum()
        else:
            losses = functional.binary_cross_entropy_with_logits(z, y, reduction="none")
            total = total + group.weight * (losses * w).sum()
    total = total + _span_loss(outputs.tokens, rows) + _pair_loss(outputs.pair, rows)
    return total / len(rows)


def _span_loss(logits: Tensor, rows: Rows) -> Tensor:
    marked = [i for i, span in enumerate(rows.spans) if span is not None]
    if not marked:
        return torch.zeros(())
    total = torch.zeros(())
    for i in marked:
        y = torch.from_numpy(rows.spans[i].astype(np.float32))
        z = logits[i, : len(y)]
        total = total + functional.binary_cross_entropy_with_logits(z, y, reduction="sum") / len(y)
    return _SPAN_WEIGHT * total


def _pair_loss(logits: Tensor, rows: Rows) -> Tensor:
    judged, known = np.flatnonzero(rows.pair >= 0), np.flatnonzero(rows.matter >= 0)
    total = torch.zeros(())
    n_classes = len(PAIR_CLASSES)
    if len(judged):
        y = torch.from_numpy(rows.pair[judged])
        total = total + _PAIR_WEIGHT * functional.cross_entropy(logits[judged, :n_classes], y, reduction="sum")
    if len(known):
        y = torch.from_numpy(rows.matter[known].astype(np.float32))
        z = logits[known, n_classes]
        total = total + _MATTER_WEIGHT * functional.binary_cross_entropy_with_logits(z, y, reduction="sum")
    return total


def standardise(network: ReaderNetwork, rows: Rows) -> None:
    """Set the mean and standard deviation by which each exit standardises pooled vectors, from a sample of rows."""
    network.eval()
    with torch.no_grad():
        pooled: dict[int, list[Tensor]] = {depth: [] for depth in EXITS}
        for part in batches(np.array([len(ids) for ids in rows.tokens]), np.random.default_rng(0)):
            batch = collate(rows.tokens[part].tolist(), rows.second[part])
            weights = batch.mask.float()[..., None]
            for depth, x in network.hidden(batch).items():
                pooled[depth].append((x * weights).sum(1) / weights.sum(1))
        for depth, parts in pooled.items():
            head = network.exits[str(depth)]
            head.mean.copy_(torch.cat(parts).mean(0))
            head.inverse_std.copy_(1 / (torch.cat(parts).std(0) + 1e-4))


def fit(network: ReaderNetwork, rows: Rows, plan: list[NDArray[np.int64]], config: FitConfig, file: Path) -> None:
    """Train over the batches of a plan; write the network to ``file``, and on the way checkpoints beside it.

    An interrupted run resumes from its last checkpoint and gives the same weights, if rows and plan are unchanged.
    """
    torch.set_num_threads(1)
    torch.manual_seed(config.seed)
    heads = list(network.exits.parameters())
    body = [p for name, p in network.named_parameters() if p.requires_grad and not name.startswith("exits")]
    optimizer = torch.optim.AdamW(
        [{"params": body, "rate": config.body_rate}, {"params": heads, "rate": config.head_rate}],
        lr=0.0, betas=(0.9, 0.98), eps=1e-6, weight_decay=0.01, fused=True,
    )  # fmt: skip
    checkpoint = file.with_suffix(".part.pt")
    first = _resume(checkpoint, network, optimizer) if checkpoint.is_file() else 0
    kind_weight = kind_weights(rows)
    network.train()
    started, seen, running = time.monotonic(), 0, 0.0
    for step in range(first, len(plan)):
        part = rows.select(plan[step])
        batch = collate(part.tokens.tolist(), part.second)
        dropped = (torch.rand(batch.ids.shape) < _TOKEN_DROPOUT) & (batch.ids > UNKNOWN)
        noisy = Batch(batch.ids.masked_fill(dropped, UNKNOWN), batch.mask, batch.second)
        losses = {depth: loss_of(out, part, batch, kind_weight) for depth, out in network(noisy).items()}
        total = sum(_EXIT_WEIGHT[depth] * loss for depth, loss in losses.items())
        total.backward()
        torch.nn.utils.clip_grad_norm_([*body, *heads], 1.0)
        scale = min(1.0, (step + 1) / config.warm_up) * (1 - step / len(plan))
        for group in optimizer.param_groups:
            group["lr"] = group["rate"] * scale
        optimizer.step()
        optimizer.zero_grad()
        seen += len(part)
        loss = float(losses[EXITS[-1]].detach())
        running = loss if step == first else running + 0.02 * (loss - running)
        if (step + 1) % 50 == 0:
            rate = seen / (time.monotonic() - started)
            print(f"{file.stem}: step {step + 1} of {len(plan)}, loss {running:.3f}, {rate:.0f} rows/s", flush=True)
        if (step + 1) % _CHECKPOINT_STEPS == 0:
            _save(checkpoint, network, optimizer, step + 1)
    torch.save(network.state_dict(), file)
    checkpoint.unlink(missing_ok=True)


def _save(file: Path, network: ReaderNetwork, optimizer: torch.optim.Optimizer, step: int) -> None:
    state = {
        "network": network.state_dict(),
        "optimizer": optimizer.state_dict(),
        "step": step,
        "rng": torch.get_rng_state(),
    }
    partial = file.with_suffix(".tmp")
    torch.save(state, partial)
    partial.replace(file)


def _resume(file: Path, network: ReaderNetwork, optimizer: torch.optim.Optimizer) -> int:
    state = torch.load(file)
    network.load_state_dict(state["network"])
    optimizer.load_state_dict(state["optimizer"])
    torch.set_rng_state(state["rng"])
    return int(state["step"])


@torch.no_grad()
def predict(
    network: ReaderNetwork, tokens: NDArray[np.object_], second: NDArray[np.int64]
) -> Iterator[tuple[NDArray[np.int64], dict[int, Outputs]]]:
    """The positions of each batch of sequences, and its outputs at each exit."""
    torch.set_num_threads(1)
    network.eval()
    for part in batches(np.array([len(ids) for ids in tokens]), np.random.default_rng(0)):
        yield part, network(collate(tokens[part].tolist(), second[part]))
